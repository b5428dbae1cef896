"""Two criteria sets compared, as plain data for JSON.

Carries the words of the text beside the values; keys are stable. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ntm_rules.facts import Measure, MeasureCatalogue
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Diff, DiffEntry, DiffSide, Ruleset
from ntm_rules.law.requirements import Delegated, Level
from ntm_rules.law.resolution import Terminal
from ntm_rules.reporting.differences import ONLY, DifferenceWords, select_differences
from ntm_rules.reporting.published import json_number


def diff_data(
    diff: Diff,
    measures: MeasureCatalogue,
    lang: Lang = "vi",
    *,
    only: Collection[str] = (),
    region: str | None = None,
) -> dict[str, Any]:
    """Return a comparison as plain data for JSON; without `only`, with what is unchanged."""
    writer = DifferenceWords(diff, measures, lang)
    return {
        "a": _set_data(diff.a, diff.year_a),
        "b": _set_data(diff.b, diff.year_b),
        "b_asks_a": diff.b_asks_a,
        "a_asks_b": diff.a_asks_b,
        "counts": {str(change): count for change, count in diff.counts.items()},
        "entries": [_entry_data(e, writer) for e in select_differences(diff, only or ONLY, region)],
        "column_rules": [
            {
                "change": str(change),
                "id": rule.id,
                "label": rule.label.in_language(lang),
                "use": rule.use,
                "document": rule.origin,
                "status": str(rule.status),
            }
            for change, rule in diff.column_rules
        ],
    }


def _set_data(ruleset: Ruleset, year: int) -> dict[str, Any]:
    return {
        "ruleset": ruleset.decision,
        "annex": ruleset.annex,
        "level": ruleset.level,
        "tier": ruleset.tier,
        "as_of": ruleset.as_of.isoformat() if ruleset.as_of else None,
        "province": ruleset.province,
        "amended_by": list(ruleset.amended_by),
        "digest": ruleset.digest,
        "year": year,
        "all_rows_seen": ruleset.all_rows_seen,
        "unread_changes": [
            {"document": c.document, "touches": list(c.touches), "note": c.note}
            for c in ruleset.unread_changes
        ],
    }


def _entry_data(entry: DiffEntry, writer: DifferenceWords) -> dict[str, Any]:
    return {
        "change": str(entry.change),
        "measure": entry.measure,
        "operator": entry.operator,
        "region": entry.region,
        "group": entry.group,
        "comparable": entry.comparable,
        "moved": entry.moved,
        "aspects": {aspect.part: str(aspect.change) for aspect in entry.aspects},
        "distinctions": [d._asdict() for d in entry.distinctions],
        "a": _side_data(entry.a, writer),
        "b": _side_data(entry.b, writer),
    }


def _side_data(side: DiffSide | None, writer: DifferenceWords) -> dict[str, Any] | None:
    if side is None:
        return None
    measure = None if side.measure is None else writer.measures[side.measure]
    return {
        "indicator": side.indicator.id,
        "criterion": side.criterion,
        "label": side.indicator.label.in_language(writer.lang),
        "measure": side.measure,
        "operator": side.operator,
        "asks": writer.subject(side),
        "level": writer.level(side),
        "value": _value(side.derived, measure),
        "unit": measure.unit if measure else None,
        "kind": side.cell.form if side.cell is not None else None,
        "candidates": [_candidate(c, measure) for c in side.candidates],
        "floor": _floor(side.cell, measure),
        "status": str(side.status) if side.status is not None else None,
        "document": side.document,
        "year": side.year,
        "alternative": side.alternative,
    }


def _value(cell: Terminal | None, measure: Measure | None) -> bool | int | float | str | None:
    if not isinstance(cell, Level) or measure is None:
        return None
    if isinstance(cell.value, bool):
        return cell.value
    return measure.scale[int(cell.value)] if measure.kind == "ordinal" else json_number(cell.value)


def _candidate(cell: Level | Delegated, measure: Measure | None) -> dict[str, Any]:
    if isinstance(cell, Delegated):
        return {"set_by": cell.to, "floor": _floor(cell, measure)}
    return {"value": _value(cell, measure)}


def _floor(cell: Terminal | None, measure: Measure | None) -> bool | int | float | str | None:
    return _value(cell.floor, measure) if isinstance(cell, Delegated) else None
