"""From a bound as the document writes it to the one level that applies.

Picks the cell of a column, group, year and date, and multiplies the cell of another set. What depends on
the facts of a unit (its own past, other measures, cases) is left for the evaluation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from ntm_rules.facts import Measure, MeasureCatalogue, show_level
from ntm_rules.law.provenance import Provenance, Status
from ntm_rules.law.requirements import (
    Bound,
    ByAxis,
    Cases,
    CellReference,
    Comparison,
    Delegated,
    Level,
    Multiple,
    Unset,
)
from ntm_rules.law.rulesets import Ruleset

_WEAKEST_FIRST = (Status.UNSET, Status.RECALLED, Status.SOURCED_1, Status.SOURCED_2)

NO_CELL = "the document has no such cell"

Terminal = Level | Unset | Delegated | Multiple | Cases
LoadSet = Callable[[str, str, str], Ruleset]
"""Loads another set by decision, tier and level, for the same date and province."""


class Setting(NamedTuple):
    """The column, commune group, data year and text date that pick a cell."""

    column: str | None
    group: str | None
    year: int | None
    on: dt.date | None


def narrow(bound: Bound, setting: Setting) -> Terminal:
    """Return the cell of a bound for a setting; a cell the document lacks is unset."""
    while isinstance(bound, ByAxis):
        found = _pick(bound, setting)
        if found is None:
            return Unset(provenance=Provenance(status=Status.UNSET, note=NO_CELL))
        bound = found
    return bound


def _pick(table: ByAxis, setting: Setting) -> Bound | None:
    match table.axis:
        case "region":
            return table.get(setting.column) if setting.column else None
        case "group":
            return table.get(setting.group) if setting.group else None
        case "year":
            return table.get(str(setting.year))
        case "date":
            dates = sorted(cell.key for cell in table.cells)
            day = setting.on.isoformat() if setting.on else dates[-1]
            begun = [d for d in dates if d <= day]
            return table.get(begun[-1]) if begun else None


def derive(bound: Multiple, setting: Setting, load_set: LoadSet, measures: MeasureCatalogue) -> Terminal:
    """Return the level that a multiple of another set's cell comes to, as evidenced as its weakest part."""
    if not isinstance(bound.of, CellReference):
        return bound
    comparison, measure = referred(bound.of, load_set, measures)
    base = narrow(comparison.bound, setting)
    if isinstance(base, Multiple):
        base = derive(base, setting, load_set, measures)
    return scaled(bound, base, measure)


def referred(
    reference: CellReference, load_set: LoadSet, measures: MeasureCatalogue
) -> tuple[Comparison, Measure]:
    """Return the comparison of another set that a cell refers to, and what it measures."""
    other = load_set(reference.ruleset, reference.tier, reference.level)
    comparison = other.indicator(reference.indicator).comparisons[0]
    return comparison, measures[comparison.measure]


def scaled(bound: Multiple, base: Terminal, measure: Measure) -> Terminal:
    """Return a multiple of the cell of another set, as evidenced as the weaker of the two."""
    own = bound.provenance

    def times(level: Level, status: Status) -> Level:
        value = level.value * bound.times if isinstance(level.value, Decimal) else level.value
        weakest = min(own.status, status, key=_WEAKEST_FIRST.index)
        provenance = own._replace(status=weakest)
        return Level(text=show_level(measure, value), value=value, provenance=provenance)

    match base:
        case Level():
            return times(base, base.provenance.status)
        case Unset():
            candidates = tuple(times(c, Status.UNSET) if isinstance(c, Level) else c for c in base.candidates)
            return Unset(candidates=candidates, provenance=base.provenance)
        case Delegated():
            floor = times(base.floor, base.floor.provenance.status) if base.floor else None
            return Delegated(to=base.to, floor=floor, provenance=base.provenance)
        case _:
            return base
