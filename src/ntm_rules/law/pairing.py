"""Which demands of two sets belong together.

By what is measured first, wherever it stands; then by the catalogue's marks of measures that only look alike.
Does not say which of two is stricter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ntm_rules.facts import Measure
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Designated,
    Holds,
    Meets,
    Not,
    Requirement,
)
from ntm_rules.law.rulesets import Condition, Indicator, Ruleset
from ntm_rules.law.strictness import Leaf, family, requirement_form
from ntm_rules.spelling import fold

Subject = tuple[str, ...]


class Ask(NamedTuple):
    """One test of an indicator or condition, and how it stands in it.

    Attributes:
        position: its place in the set, for the order of what is told.
        criterion: number of the criterion; None for a condition.
        criterion_name: its name, folded, by which a renumbered criterion is found again.
        choices: the alternatives it stands in: so many of so many parts are needed.
    """

    position: int
    indicator: Indicator
    criterion: str | None
    criterion_name: str
    leaf: Leaf
    choices: tuple[tuple[int, int], ...] = ()
    negated: bool = False

    @property
    def is_condition(self) -> bool:
        return isinstance(self.indicator, Condition)

    @property
    def measure(self) -> str | None:
        return self.leaf.measure if isinstance(self.leaf, Comparison) else None

    @property
    def subject(self) -> Subject:
        """What is tested, whatever the level: the measure, or the title, set or designation."""
        match self.leaf:
            case Comparison():
                return ("measure", self.leaf.measure)
            case Meets():
                return ("meets", self.leaf.level, self.leaf.tier)
            case Holds():
                return ("holds", self.leaf.tier)
            case Designated():
                return ("designation", self.leaf.designation)


class Pairs(NamedTuple):
    """The demands of two sets, paired.

    Attributes:
        same: pairs that test one thing.
        alike: pairs whose measures the catalogue says must not be confused; one demand may stand in several,
            where one was divided or several were joined.
        dropped, new: those of the first and of the second set alone.
    """

    same: tuple[tuple[Ask, Ask], ...]
    alike: tuple[tuple[Ask, Ask], ...]
    dropped: tuple[Ask, ...]
    new: tuple[Ask, ...]


def asks(ruleset: Ruleset) -> tuple[Ask, ...]:
    """Return every test of a set in the order of the annex, conditions last."""
    found: list[Ask] = []
    for criterion in ruleset.criteria:
        for indicator in criterion.indicators:
            for leaf, choices, negated in _leaves(indicator.require, (), False):
                name = fold(criterion.name.vi)
                found.append(
                    Ask(len(found), indicator, criterion.number, name, leaf, choices, negated),
                )
    for condition in ruleset.conditions:
        for leaf, choices, negated in _leaves(condition.require, (), False):
            found.append(Ask(len(found), condition, None, "", leaf, choices, negated))
    return tuple(found)


_Choices = tuple[tuple[int, int], ...]


def _leaves(
    requirement: Requirement, choices: _Choices, negated: bool
) -> Iterator[tuple[Leaf, _Choices, bool]]:
    match requirement:
        case AllOf():
            for part in requirement.parts:
                yield from _leaves(part, choices, negated)
        case AnyOf() | AtLeastOf():
            needed = requirement.number if isinstance(requirement, AtLeastOf) else 1
            of = len(requirement.parts)
            inner = choices if needed == of else (*choices, (needed, of))
            for part in requirement.parts:
                yield from _leaves(part, inner, negated)
        case Not():
            yield from _leaves(requirement.part, choices, not negated)
        case _:
            yield requirement, choices, negated


def pair(a: Sequence[Ask], b: Sequence[Ask], measures: Mapping[str, Measure]) -> Pairs:
    """Return which tests of two sets belong together."""
    same = [
        matched
        for subject in dict.fromkeys(ask.subject for ask in a)
        for matched in _best([x for x in a if x.subject == subject], [y for y in b if y.subject == subject])
    ]
    left = _without(a, (x for x, _ in same))
    right = _without(b, (y for _, y in same))
    marked = [(x, y) for x in left for y in right if _look_alike(x, y, measures)]
    alike = _greedy(marked)
    for x in _without(left, (x for x, _ in alike)):
        alike += _greedy([p for p in marked if p[0] is x])[:1]
    for y in _without(right, (y for _, y in alike)):
        alike += _greedy([p for p in marked if p[1] is y])[:1]
    return Pairs(
        same=tuple(same),
        alike=tuple(alike),
        dropped=tuple(_without(left, (x for x, _ in alike))),
        new=tuple(_without(right, (y for _, y in alike))),
    )


def _without(found: Iterable[Ask], taken: Iterable[Ask]) -> list[Ask]:
    positions = {ask.position for ask in taken}
    return [ask for ask in found if ask.position not in positions]


def _look_alike(x: Ask, y: Ask, measures: Mapping[str, Measure]) -> bool:
    if x.measure is None or y.measure is None or x.is_condition != y.is_condition:
        return False
    return bool(distinctions(x.measure, y.measure, measures))


class Distinction(NamedTuple):
    """Why a measure is not another, in the words of the catalogue, which tell of the other one."""

    measure: str
    other: str
    reason: str


def distinctions(x: str, y: str, measures: Mapping[str, Measure]) -> tuple[Distinction, ...]:
    """Return what the catalogue says to tell two measures apart, from either's entry."""
    return tuple(
        Distinction(one, other, measures[one].not_to_be_confused_with[other])
        for one, other in ((x, y), (y, x))
        if one in measures and other in measures[one].not_to_be_confused_with
    )


def _best(a: list[Ask], b: list[Ask]) -> list[tuple[Ask, Ask]]:
    return _greedy([(x, y) for x in a for y in b])


def _greedy(candidates: list[tuple[Ask, Ask]]) -> list[tuple[Ask, Ask]]:
    """Return the most alike pairs; the order does not depend on which set is the first."""
    found: list[tuple[Ask, Ask]] = []
    seen_a: set[int] = set()
    seen_b: set[int] = set()
    for x, y in sorted(candidates, key=_order):
        if x.position not in seen_a and y.position not in seen_b:
            seen_a.add(x.position)
            seen_b.add(y.position)
            found.append((x, y))
    return found


def _order(candidate: tuple[Ask, Ask]) -> tuple[tuple[bool, ...], int, int]:
    x, y = candidate
    unlike = tuple(not like for like in _likeness(x, y))
    return unlike, x.position + y.position, abs(x.position - y.position)


def _likeness(x: Ask, y: Ask) -> tuple[bool, ...]:
    """Return in what two tests are alike, what matters most first."""
    return (
        x.is_condition == y.is_condition,
        _family(x) == _family(y),
        requirement_form(x.leaf) == requirement_form(y.leaf) and x.indicator.id == y.indicator.id,
        x.indicator.id == y.indicator.id,
        x.criterion_name == y.criterion_name,
        x.criterion == y.criterion,
    )


def _family(ask: Ask) -> str | None:
    return family(ask.leaf) if isinstance(ask.leaf, Comparison) else None
