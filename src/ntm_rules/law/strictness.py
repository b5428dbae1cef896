"""Which of two demands is stricter: operators, levels, sexes, years, exemptions, alternatives.

Compares what two texts ask of one measure, part by part. Does not find which demands belong together, and
does not guess: a level that nobody has confirmed, or that is left to another authority, makes the answer
unknown.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from ntm_rules.law.requirements import (
    COMMON,
    AllOf,
    AnyOf,
    AtLeastOf,
    Bound,
    ByAxis,
    Case,
    Cases,
    Comparison,
    CriteriaCount,
    Delegated,
    Designated,
    Holds,
    Level,
    Meets,
    Multiple,
    Not,
    Requirement,
    Unset,
)
from ntm_rules.law.resolution import Terminal


class ChangeKind(StrEnum):
    """What became of a demand from one set to another.

    `unknown`: the level of a side is unset or left to another authority. `redefined`: what is asked is
    another thing, or the same thing in a way that is neither stricter nor looser.
    """

    NEW = "new"
    DROPPED = "dropped"
    STRICTER = "stricter"
    LOOSER = "looser"
    REDEFINED = "redefined"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"

    @property
    def reversed(self) -> ChangeKind:
        """The change when the two sets are taken the other way round."""
        return _REVERSED.get(self, self)


_REVERSED: Final = {
    ChangeKind.NEW: ChangeKind.DROPPED,
    ChangeKind.DROPPED: ChangeKind.NEW,
    ChangeKind.STRICTER: ChangeKind.LOOSER,
    ChangeKind.LOOSER: ChangeKind.STRICTER,
}

Part = Literal[
    "level",
    "operator",
    "sexes",
    "years",
    "exempt",
    "alternatives",
    "negation",
    "applies_when",
    "measure",
    "set",
    "recognition",
    "attested_by",
    "members",
    "criteria",
]


class Aspect(NamedTuple):
    """One part of a demand that is not as it was, and which way it went."""

    part: Part
    change: ChangeKind


class Demand(NamedTuple):
    """One comparison, or one other test, as it binds in a setting.

    Attributes:
        leaf: what is asked.
        cell: its level in the setting; None for a test without a level.
        choices: the alternatives it stands in, outermost first: so many of so many parts are needed.
        negated: whether it must not hold.
        applies_when: where it is asked at all.
    """

    leaf: Leaf
    cell: Terminal | None
    choices: tuple[tuple[int, int], ...] = ()
    negated: bool = False
    applies_when: Requirement | None = None


Leaf = Comparison | Meets | Holds | Designated

_UP: Final = ("at_least", "above")
_DOWN: Final = ("at_most", "below")
_STRICT: Final = ("above", "below")


def overall(aspects: Iterable[Aspect]) -> ChangeKind:
    """Return what several partial changes come to: two that point different ways are a redefinition."""
    found = {aspect.change for aspect in aspects}
    for decisive in (ChangeKind.UNKNOWN, ChangeKind.REDEFINED):
        if decisive in found:
            return decisive
    if len(found) > 1:
        return ChangeKind.REDEFINED
    return found.pop() if found else ChangeKind.UNCHANGED


def aspects_of(a: Demand, b: Demand, *, same_text: bool) -> tuple[Aspect, ...]:
    """Return the parts in which two demands of one thing differ.

    Args:
        a: the demand of the first set.
        b: that of the second.
        same_text: whether both read one unaltered place of one document, so that even a level that is not
            known is known to be the same.
    """
    found = [Aspect(part, change) for part, change in _parts(a, b, same_text)]
    if a.negated and b.negated:
        found = [
            aspect if aspect.part in ("alternatives", "applies_when") else _turned(aspect) for aspect in found
        ]
    return tuple(aspect for aspect in found if aspect.change is not ChangeKind.UNCHANGED)


def _turned(aspect: Aspect) -> Aspect:
    return aspect._replace(change=aspect.change.reversed)


def _parts(a: Demand, b: Demand, same_text: bool) -> Iterator[tuple[Part, ChangeKind]]:
    if isinstance(a.leaf, Comparison) and isinstance(b.leaf, Comparison):
        yield from _comparisons(a, b, same_text)
    else:
        yield from _tests(a.leaf, b.leaf)
    yield "alternatives", _alternatives(a.choices, b.choices)
    yield "negation", ChangeKind.UNCHANGED if a.negated == b.negated else ChangeKind.REDEFINED
    yield "applies_when", _applicability(a.applies_when, b.applies_when)


def _comparisons(a: Demand, b: Demand, same_text: bool) -> Iterator[tuple[Part, ChangeKind]]:
    x, y = a.leaf, b.leaf
    assert isinstance(x, Comparison)
    assert isinstance(y, Comparison)
    assert a.cell is not None
    assert b.cell is not None
    yield "members", ChangeKind.UNCHANGED if _counted(x) == _counted(y) else ChangeKind.REDEFINED
    yield "sexes", _steps(x.both_sexes, y.both_sexes)
    yield "years", _steps(x.over_years or 1, y.over_years or 1)
    if family(x) != family(y):  # their levels lie on different sides: neither is stricter
        open_level = any(isinstance(cell, Unset | Delegated) for cell in (a.cell, b.cell))
        yield "operator", ChangeKind.REDEFINED
        yield "level", ChangeKind.UNKNOWN if open_level else ChangeKind.UNCHANGED
        yield "exempt", _other(_exemptions(x, y))
        return
    level = ChangeKind.UNCHANGED if same_text else _cells(x, a.cell, b.cell)
    yield "level", level
    if level is ChangeKind.UNCHANGED:
        yield "operator", _steps(x.operator in _STRICT, y.operator in _STRICT)
    yield "exempt", _exemptions(x, y)


def family(comparison: Comparison) -> str:
    """Return the side on which a comparison binds: `up`, `down`, `equals` or `is`."""
    if comparison.operator in _UP:
        return "up"
    return "down" if comparison.operator in _DOWN else comparison.operator


def _steps(a: Fraction | int, b: Fraction | int) -> ChangeKind:
    """Return the change of something of which more is stricter."""
    return ChangeKind.UNCHANGED if a == b else ChangeKind.STRICTER if b > a else ChangeKind.LOOSER


def _exemptions(a: Comparison, b: Comparison) -> ChangeKind:
    """What is taken off a count helps to stay below a level, and hinders reaching one."""
    before, after = set(a.exempt), set(b.exempt)
    if before == after:
        return ChangeKind.UNCHANGED
    if not (before < after or after < before):
        return ChangeKind.REDEFINED
    change = _steps(len(after), len(before))
    return change.reversed if family(a) == "up" else change


def _alternatives(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> ChangeKind:
    """One way of several is looser than the only way; more parts needed, or fewer offered, is stricter."""
    if a == b:
        return ChangeKind.UNCHANGED
    if not a or not b:
        return ChangeKind.LOOSER if b else ChangeKind.STRICTER
    if len(a) != len(b):
        return ChangeKind.REDEFINED
    changes: list[Aspect] = []
    for (needed_a, of_a), (needed_b, of_b) in zip(a, b, strict=True):
        changes += [Aspect("alternatives", _steps(needed_a, needed_b))]
        changes += [Aspect("alternatives", _steps(of_b, of_a))]
    return overall(c for c in changes if c.change is not ChangeKind.UNCHANGED)


def _applicability(a: Requirement | None, b: Requirement | None) -> ChangeKind:
    if requirement_form(a) == requirement_form(b):
        return ChangeKind.UNCHANGED
    if a is None:
        return ChangeKind.LOOSER
    return ChangeKind.STRICTER if b is None else ChangeKind.REDEFINED


def _tests(a: Leaf, b: Leaf) -> Iterator[tuple[Part, ChangeKind]]:
    match a, b:
        case Meets(), Meets():
            yield "set", ChangeKind.UNCHANGED if a.ruleset == b.ruleset else ChangeKind.REDEFINED
            yield "attested_by", _steps(a.attested_by is None, b.attested_by is None)
            yield "criteria", _criteria(a.criteria, b.criteria)
        case Holds(), Holds():
            yield "recognition", _recognitions(set(a.under), set(b.under))


def _criteria(a: CriteriaCount | None, b: CriteriaCount | None) -> ChangeKind:
    """All criteria are stricter than so many; so are more, more that are named, and more of the others."""
    if a is None or b is None:
        return _steps(a is None, b is None)
    among_a, among_b = set(a.among), set(b.among)
    if among_a < among_b or among_b < among_a or among_a == among_b:
        named = _steps(len(among_a), len(among_b))
    else:
        named = ChangeKind.REDEFINED
    changes = (
        _steps(a.at_least, b.at_least),
        named,
        _steps(Fraction(a.others_at or 0), Fraction(b.others_at or 0)),
    )
    return overall(Aspect("criteria", c) for c in changes if c is not ChangeKind.UNCHANGED)


def _recognitions(a: set[str], b: set[str]) -> ChangeKind:
    """Fewer decisions that count are stricter; none named means that all count."""
    if a == b:
        return ChangeKind.UNCHANGED
    if not a or (b and b < a):
        return ChangeKind.STRICTER
    return ChangeKind.LOOSER if not b or a < b else ChangeKind.REDEFINED


def _cells(x: Comparison, a: Terminal, b: Terminal) -> ChangeKind:
    """Return the change from one level to another for the comparison they belong to."""
    if isinstance(a, Unset | Delegated) or isinstance(b, Unset | Delegated):
        return ChangeKind.UNKNOWN
    if isinstance(a, Cases) or isinstance(b, Cases):
        return _cases(x, a, b)
    if isinstance(a, Level) and isinstance(b, Level):
        return _magnitudes(x, a, b)
    if isinstance(a, Multiple) and isinstance(b, Multiple) and a.of == b.of:
        change = _steps(Fraction(a.times), Fraction(b.times))
        return change if family(x) == "up" else change.reversed if family(x) == "down" else _other(change)
    return ChangeKind.REDEFINED


def _magnitudes(x: Comparison, a: Level, b: Level) -> ChangeKind:
    change = _steps(Fraction(a.value), Fraction(b.value))
    if family(x) == "up":
        return change
    return change.reversed if family(x) == "down" else _other(change)


def _other(change: ChangeKind) -> ChangeKind:
    return ChangeKind.UNCHANGED if change is ChangeKind.UNCHANGED else ChangeKind.REDEFINED


def _cases(x: Comparison, a: Terminal, b: Terminal) -> ChangeKind:
    """Compare case by case where both choose by the same conditions, else every case with the one level."""
    if isinstance(a, Cases) and isinstance(b, Cases):
        if [requirement_form(c.when) for c in a.cases] != [requirement_form(c.when) for c in b.cases]:
            return ChangeKind.REDEFINED
        pairs = [(m.bound, n.bound) for m, n in zip(a.cases, b.cases, strict=True)]
    elif isinstance(a, Cases):
        pairs = [(case.bound, b) for case in a.cases]
    else:
        assert isinstance(b, Cases)
        pairs = [(a, case.bound) for case in b.cases]
    changes = [_cells(x, m, n) for m, n in pairs if not isinstance(m, ByAxis) and not isinstance(n, ByAxis)]
    return overall(Aspect("level", change) for change in changes if change is not ChangeKind.UNCHANGED)


Form = Hashable
"""What a part of a requirement asks, without its provenance and spelling."""


def bound_form(bound: Bound) -> Form:
    """Return a bound without provenance, spelling, and the national column that judges nobody."""
    match bound:
        case Level():
            return ("level", bound.value)
        case Unset():
            return ("unset", tuple(map(bound_form, bound.candidates)))
        case Delegated():
            return ("delegated", bound.to, bound_form(bound.floor) if bound.floor else None)
        case Multiple():
            return ("multiple", bound.times, bound.of)
        case ByAxis():
            cells = frozenset((c.key, bound_form(c.bound)) for c in bound.cells if c.key != COMMON)
            return ("by", bound.axis, cells)
        case Cases():
            return ("cases", tuple(map(_case_form, bound.cases)))


def _case_form(case: Case) -> Form:
    return (requirement_form(case.when), bound_form(case.bound))


def _counted(comparison: Comparison) -> Form:
    """Return what a comparison counts among the members of a unit, if it does."""
    members = comparison.members
    return members and (frozenset(members.kinds), members.total, requirement_form(members.satisfy))


def requirement_form(requirement: Requirement | None) -> Form:
    """Return a requirement without provenance and spelling."""
    match requirement:
        case None | Designated() | Meets() | Holds():
            return requirement
        case Comparison():
            kept = requirement[:2] + requirement[3:5] + (frozenset(requirement.exempt), _counted(requirement))
            return (kept, bound_form(requirement.bound))
        case AllOf() | AnyOf():
            return (requirement.form, frozenset(map(requirement_form, requirement.parts)))
        case AtLeastOf():
            return (requirement.form, requirement.number, tuple(map(requirement_form, requirement.parts)))
        case Not():
            return (requirement.form, requirement_form(requirement.part))
