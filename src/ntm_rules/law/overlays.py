"""What a province may not do: go below a national level.

Checks only; applying is the amendments' work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ntm_rules.errors import OverlayWeakerThanFloor
from ntm_rules.facts import measures
from ntm_rules.facts.places import REGION_IDS, province_regions
from ntm_rules.law.amendments import Amendment, Change
from ntm_rules.law.requirements import (
    AllOf,
    Bound,
    ByAxis,
    Comparison,
    Delegated,
    Level,
    Multiple,
    Requirement,
    Unset,
    levels,
)
from ntm_rules.law.resolution import NO_CELL, Setting, derive, narrow
from ntm_rules.law.rulesets import Criterion, Indicator, Ruleset

LoadCell = Callable[[str, str, str, dt.date | None], Ruleset]
_HIGHER_IS_STRICTER: Final = ("at_least", "above")
_LOWER_IS_STRICTER: Final = ("at_most", "below")


def refuse_weaker_cells(national: Ruleset, overlay: Amendment, load_cell: LoadCell) -> None:
    """Raise OverlayWeakerThanFloor if a provincial level is weaker than the national one.

    Compared in the columns of the province's own regions. A national level that is unset has no floor; one
    left to the province has the floor it names.
    """
    regions = province_regions(overlay.province, overlay.since) if overlay.province else REGION_IDS
    floors = _Floors(national, overlay, load_cell, tuple(regions))
    known = {i.id: i for i in (*national.indicators(), *national.conditions)}
    numbers = {c.number: c for c in national.criteria}
    for change in overlay.changes:
        if change.verb == "add":
            continue
        if change.kind == "criterion" and change.target in numbers:
            kept = change.content.indicators if isinstance(change.content, Criterion) else ()
            for old in numbers[change.target].indicators:
                floors.hold_row(old, next((i for i in kept if i.id == old.id), None))
        elif change.target in known:
            floors.hold_change(known[change.target], change)


@dataclass(frozen=True, slots=True)
class _Floors:
    """The national levels that one overlay must not go below."""

    national: Ruleset
    overlay: Amendment
    load_cell: LoadCell
    regions: tuple[str, ...]

    def hold_change(self, old: Indicator, change: Change) -> None:
        """Check one change to a row."""
        if change.comparison is None:
            self.hold_row(old, change.content if isinstance(change.content, Indicator) else None)
            return
        new = change.comparison
        for floor in _all_of(old.require):
            if (floor.measure, floor.operator) == (new.measure, new.operator):
                self._hold_levels(old, floor, new, laid_over=True)

    def hold_row(self, old: Indicator, new: Indicator | None) -> None:
        """Check a row that is replaced, or repealed where `new` is None."""
        if new is None:
            raise OverlayWeakerThanFloor(
                old.id, "", old.label.vi, f"nothing: `{self.overlay.document}` repeals it"
            )
        found = {(c.measure, c.operator): c for c in _all_of(new.require)}
        for floor in _all_of(old.require):
            match = found.get((floor.measure, floor.operator))
            if match is not None:
                self._hold_levels(old, floor, match, laid_over=False)
            elif any(isinstance(bound, Level) for _, bound in levels(floor.bound)):
                raise OverlayWeakerThanFloor(old.id, "", f"{floor.measure} {floor.operator}", "nothing")

    def _hold_levels(self, old: Indicator, floor: Comparison, new: Comparison, *, laid_over: bool) -> None:
        """Compare cell by cell; a table that is laid over the old bound leaves the cells it does not name."""
        for setting, cell in self._settings(floor.bound, new.bound):
            low = self._static(floor.bound, setting)
            if low is None:
                continue
            named = narrow(new.bound, setting)
            high = self._static(new.bound, setting)
            if laid_over and isinstance(named, Unset) and named.provenance.note == NO_CELL:
                continue
            if high is None or _weaker(floor.operator, low, high):
                raise OverlayWeakerThanFloor(old.id, cell, low.text, high.text if high else "no level")

    def _settings(self, old: Bound, new: Bound) -> Iterator[tuple[Setting, str]]:
        axes = {*_axes(old), *_axes(new)}
        derived = isinstance(old, Multiple)
        first, last = self.national.years
        years = range(first, last + 1) if "year" in axes or derived else (None,)
        columns = self.regions if "region" in axes or derived else (None,)
        for year in years:
            for column in columns:
                cell = ", ".join(str(x) for x in (column, year) if x is not None)
                yield Setting(column, None, year, self.overlay.since), cell

    def _static(self, bound: Bound, setting: Setting) -> Level | None:
        found = narrow(bound, setting)
        if isinstance(found, Multiple):
            found = derive(found, setting, self._load, measures())
        if isinstance(found, Delegated):
            return found.floor
        return found if isinstance(found, Level) else None

    def _load(self, ruleset: str, tier: str, level: str) -> Ruleset:
        return self.load_cell(ruleset, tier, level, self.overlay.since)


def _all_of(requirement: Requirement) -> list[Comparison]:
    """Return the comparisons that must all hold; those under an alternative bind nobody.

    A test on members binds where many of them must pass it: the stricter it is, the fewer do.
    """
    if isinstance(requirement, Comparison):
        members = requirement.members if requirement.operator in _HIGHER_IS_STRICTER else None
        return [requirement, *(_all_of(members.satisfy) if members is not None else ())]
    if isinstance(requirement, AllOf):
        return [c for part in requirement.parts for c in _all_of(part)]
    return []


def _axes(bound: Bound) -> Iterator[str]:
    if isinstance(bound, ByAxis):
        yield bound.axis
        for cell in bound.cells:
            yield from _axes(cell.bound)


def _weaker(operator: str, national: Level, provincial: Level) -> bool:
    old, new = Fraction(national.value), Fraction(provincial.value)
    if operator in _HIGHER_IS_STRICTER:
        return new < old
    if operator in _LOWER_IS_STRICTER:
        return new > old
    return new != old
