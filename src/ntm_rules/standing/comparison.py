"""Two verdicts of one unit side by side, by what is measured: what held, holds, fails, and what is open.

A criterion keeps its history under another number, and two measures that only look alike are not taken for
one. Says nothing of titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from ntm_rules.derived import cached_property
from ntm_rules.evaluation import CriterionResult, Finding, Gap, IndicatorResult, Outcome, Reason, Verdict
from ntm_rules.evaluation.outcomes import OUTCOMES, Channels, all_of
from ntm_rules.law import Catalogue, ChangeKind, Diff, DiffEntry, DiffSide, Label, Ruleset, diff
from ntm_rules.law.requirements import Comparison


class State(StrEnum):
    """How a criterion or condition stands now."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    DROPPED = "dropped"


_STATES = {
    Outcome.MET: State.HOLDS,
    Outcome.NOT_MET: State.FAILS,
    Outcome.UNKNOWN: State.UNKNOWN,
    Outcome.NOT_APPLICABLE: State.NOT_APPLICABLE,
    None: State.DROPPED,
}


class Change(NamedTuple):
    """One demand in both sets, and what the facts come to under each.

    Attributes:
        kind: what became of the demand, in the column by which the unit is judged now.
        measure: the measure it is about, that of the later set; None for a test of another kind.
        comparable: whether one observation can be held against both demands.
        before, now: what the facts come to; None where that set has no such demand.
        was, became: the indicator or condition in either set.
        reason: why it is not met or unknown now.
        gaps: the distances to what is asked now.
        missing: ids of the measures whose observation would help to tell.
    """

    kind: ChangeKind
    measure: str | None
    comparable: bool
    before: Outcome | None
    now: Outcome | None
    was: IndicatorResult | None = None
    became: IndicatorResult | None = None
    reason: Reason | None = None
    gaps: tuple[Gap, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def lost(self) -> bool:
        """Whether the demand was met before and is not met now, by facts that can be held against both."""
        return self.comparable and self.before is Outcome.MET and self.now is Outcome.NOT_MET


class Holding(NamedTuple):
    """A criterion or condition, how the unit stood in it before, and how it stands now.

    Attributes:
        number: its number in the later set, or in the earlier one where it was dropped; a condition's id.
        name: its name.
        condition: whether it is a condition beside the criteria.
        before: what the earlier demands on its measures came to; None where there were none.
        now: what it comes to; None where the later set has dropped it.
        came_from: the numbers under which its measures stood before.
        changes: its demands one by one.
    """

    number: str
    name: Label
    condition: bool
    before: Outcome | None
    now: Outcome | None
    came_from: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def state(self) -> State:
        return _STATES[self.now]

    @property
    def lost(self) -> bool:
        """Whether it held before, as far as its failing demands go, and fails now."""
        if self.now is not Outcome.NOT_MET:
            return False
        return self.before is Outcome.MET or any(change.lost for change in self.changes)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the measures whose observation would help to tell."""
        return tuple(dict.fromkeys(id for change in self.changes for id in change.missing))

    @property
    def failing(self) -> tuple[Change, ...]:
        """The demands that are not met now."""
        return tuple(change for change in self.changes if change.now is Outcome.NOT_MET)


@dataclass(frozen=True)
class VerdictComparison:
    """The verdicts of one unit under two sets.

    Attributes:
        before, now: the verdicts.
        diff: the two sets compared.
        holdings: the criteria and conditions of the later set in its order, then those that it dropped.
    """

    before: Verdict
    now: Verdict
    diff: Diff
    holdings: tuple[Holding, ...]

    def in_state(self, state: State | str) -> tuple[Holding, ...]:
        """Return the criteria and conditions that stand in one way now."""
        return tuple(holding for holding in self.holdings if holding.state == State(state))

    @property
    def lost(self) -> tuple[Holding, ...]:
        """Those that held before and fail now."""
        return tuple(holding for holding in self.holdings if holding.lost)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The ids of the measures whose observation would help to tell, in the order of the set."""
        return tuple(dict.fromkeys(id for holding in self.holdings for id in holding.missing))


def compare_verdicts(
    before: Verdict, now: Verdict, *, documents: Catalogue | None = None
) -> VerdictComparison:
    """Return what became of each criterion from one verdict of a unit to another.

    Args:
        before: the verdict under the earlier set.
        now: the verdict under the later set. Where both rest on one record, each fact serves both sets.
        documents: where the sets stand that levels are multiples of; the shipped documents by default.
    """
    compared = _diff(_ById(before.ruleset), _ById(now.ruleset), *_years(before, now), documents)
    pairs = _Pairs(before, now, _in_column(compared.entries, now.column.used))
    return VerdictComparison(before, now, compared, tuple(pairs.holdings()))


_Part = tuple[str | None, str]
"""A criterion by its number, or a condition by its id; with an indicator's id, one row of a criterion."""


class _ById:
    """A set as a cache key: comparing whole sets is slow."""

    __slots__ = ("ruleset",)

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset

    def __hash__(self) -> int:
        return id(self.ruleset)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.ruleset is self.ruleset


@lru_cache(maxsize=64)
def _diff(a: _ById, b: _ById, year_a: int, year_b: int, documents: Catalogue | None) -> Diff:
    return diff(a.ruleset, b.ruleset, year_a=year_a, year_b=year_b, documents=documents)


def _years(before: Verdict, now: Verdict) -> tuple[int, int]:
    return before.record.year, now.record.year


def _in_column(entries: Iterable[DiffEntry], column: str | None) -> Iterator[DiffEntry]:
    """Yield one entry per pair of demands: that of the unit's column, or the one for all columns."""
    seen: dict[tuple[object, object], list[DiffEntry]] = {}
    for entry in entries:
        seen.setdefault((_key(entry.a), _key(entry.b)), []).append(entry)
    for found in seen.values():
        yield next((e for e in found if column in (e.region, e.group)), found[0])


def _key(side: DiffSide | None) -> object:
    return None if side is None else (side.criterion, side.indicator.id, id(side.leaf))


@dataclass(frozen=True, slots=True)
class _Pairs:
    before: Verdict
    now: Verdict
    entries: Iterator[DiffEntry]

    def holdings(self) -> Iterator[Holding]:
        results_before, results_now = _results(self.before), _results(self.now)
        by_later: dict[_Part, list[Change]] = {}
        origin: dict[_Part, list[tuple[str | None, IndicatorResult]]] = {}
        dropped: dict[_Part, list[Change]] = {}
        kept: set[_Part] = set()
        part: _Part
        for entry in self.entries:
            change = _change(entry, results_before, results_now)
            if entry.b is not None:
                part = _part(entry.b)
                by_later.setdefault(part, []).append(change)
                if entry.a is not None and change.was is not None:
                    origin.setdefault(part, []).append((entry.a.criterion, change.was))
                    kept.add(_part(entry.a))
            elif entry.a is not None:
                dropped.setdefault(_part(entry.a), []).append(change)
        for criterion in self.now.criteria:
            part = (criterion.number, "")
            yield _holding(criterion, origin.get(part, []), by_later.get(part, []))
        for condition in self.now.conditions:
            part = (None, condition.id)
            yield _holding(condition, origin.get(part, []), by_later.get(part, []))
        gone: tuple[CriterionResult | IndicatorResult, ...] = (*self.before.criteria, *self.before.conditions)
        for earlier in gone:
            part = (earlier.number, "") if isinstance(earlier, CriterionResult) else (None, earlier.id)
            if part not in kept:
                yield _dropped(earlier, dropped.get(part, []))


def _part(side: DiffSide) -> _Part:
    """Return the criterion or the condition that a demand belongs to."""
    return (side.criterion, "") if side.criterion is not None else (None, side.indicator.id)


def _results(verdict: Verdict) -> Mapping[_Part, IndicatorResult]:
    found: dict[_Part, IndicatorResult] = {
        (criterion.number, result.id): result
        for criterion in verdict.criteria
        for result in criterion.indicators
    }
    found.update({(None, result.id): result for result in verdict.conditions})
    return found


def _holding(
    part: CriterionResult | IndicatorResult,
    origin: list[tuple[str | None, IndicatorResult]],
    changes: list[Change],
) -> Holding:
    earlier = {(criterion, result.id): result for criterion, result in origin}
    before = OUTCOMES[all_of(r.channels for r in earlier.values())[0]] if earlier else None
    numbers = tuple(dict.fromkeys(criterion or id for criterion, id in earlier))
    number, name, condition = _named(part)
    return Holding(number, name, condition, before, part.outcome, numbers, tuple(changes))


def _dropped(part: CriterionResult | IndicatorResult, changes: list[Change]) -> Holding:
    number, name, condition = _named(part)
    return Holding(number, name, condition, part.outcome, None, (number,), tuple(changes))


def _named(part: CriterionResult | IndicatorResult) -> tuple[str, Label, bool]:
    if isinstance(part, CriterionResult):
        return part.number, part.criterion.name, False
    return part.id, part.indicator.label, True


def _change(
    entry: DiffEntry,
    before: Mapping[_Part, IndicatorResult],
    now: Mapping[_Part, IndicatorResult],
) -> Change:
    was = None if entry.a is None else before.get((entry.a.criterion, entry.a.indicator.id))
    became = None if entry.b is None else now.get((entry.b.criterion, entry.b.indicator.id))
    held, holds = _channels(was, entry.a), _channels(became, entry.b)
    found = _findings(became, entry.b)
    open_ = holds is not None and OUTCOMES[holds[0]] is Outcome.UNKNOWN
    failing = holds is not None and OUTCOMES[holds[0]] is Outcome.NOT_MET
    return Change(
        kind=entry.change,
        measure=entry.measure,
        comparable=entry.comparable,
        before=None if held is None else OUTCOMES[held[0]],
        now=None if holds is None else OUTCOMES[holds[0]],
        was=was,
        became=became,
        reason=next((f.reason for f in found if f.reason), None) if open_ or failing else None,
        gaps=tuple(gap for f in found for gap in f.gaps) if failing else (),
        missing=tuple(dict.fromkeys(f.missing for f in found if f.missing)) if open_ else (),
    )


def _channels(result: IndicatorResult | None, side: DiffSide | None) -> Channels | None:
    """Return what one demand comes to, or its indicator where others may stand in for it."""
    if result is None or side is None:
        return None
    finding = _own_finding(result, side)
    return result.channels if finding is None else finding.channels


def _findings(result: IndicatorResult | None, side: DiffSide | None) -> tuple[Finding, ...]:
    if result is None or side is None:
        return ()
    finding = _own_finding(result, side)
    return result.decisive if finding is None else (finding,)


def _own_finding(result: IndicatorResult, side: DiffSide) -> Finding | None:
    if side.alternative or side.demand.negated or result.outcome is Outcome.NOT_APPLICABLE:
        return None
    if result.indicator.applies_when is not None or not isinstance(side.leaf, Comparison):
        return None
    return next((f for f in result.findings if f.requirement is side.leaf), None)
