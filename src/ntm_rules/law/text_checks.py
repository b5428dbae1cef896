"""Checks of one text of a criteria set: tables, levels, evidence and counts.

Looks at a set as consolidated for a day and a province. Does not look at other sets or documents, and does
not know in which file anything stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from ntm_rules.errors import NtmRulesError
from ntm_rules.facts import Measure, MeasureCatalogue, parse_quantity
from ntm_rules.facts.units import GROUP_IDS
from ntm_rules.law.provenance import Source, Status
from ntm_rules.law.remarks import Remark, remark
from ntm_rules.law.requirements import (
    Bound,
    ByAxis,
    Cases,
    Comparison,
    Delegated,
    Level,
    Unset,
    comparisons,
    inside,
    levels,
)
from ntm_rules.law.rulesets import Condition, Indicator, Ruleset

SOURCED: Final = (Status.SOURCED_1, Status.SOURCED_2)
_FIRST: Final = dt.date.min


class Text(NamedTuple):
    """One text of a set and what its checks need to know of its surroundings.

    Attributes:
        regions: the regions whose columns are needed: the province's own for a provincial text.
        begins: for each document that changes the set, the day from which it does.
        first, last: the days on which the set is in force; None where open.
    """

    ruleset: Ruleset
    measures: MeasureCatalogue
    regions: tuple[str, ...]
    begins: Mapping[str, dt.date]
    first: dt.date | None
    last: dt.date | None


def has_address(sources: Iterable[Source]) -> bool:
    """Return whether one of the sources can be looked up."""
    return any(s.url.startswith(("https://", "http://")) for s in sources)


def check_text(text: Text) -> Iterator[Remark]:
    """Yield what is wrong with one text of a set."""
    yield from _counts(text.ruleset)
    for row in (*text.ruleset.indicators(), *text.ruleset.conditions):
        for found in _row(text, row):
            yield found._replace(indicator=row.id)


def _row(text: Text, row: Indicator) -> Iterator[Remark]:
    yield from _unaddressed(row)
    for comparison in inside((row.applies_when, row.require)):
        if isinstance(comparison, Comparison):
            for path, table in _tables(comparison.bound):
                for found in _table(text, row, table):
                    yield _in_cell(found, comparison, path)
            for path, bound in levels(comparison.bound):
                for found in _cell(text, row, comparison, bound):
                    yield _in_cell(found, comparison, path)


def _in_cell(found: Remark, comparison: Comparison, path: tuple[str, ...]) -> Remark:
    details = type(found.details)({"measure": comparison.measure, **found.details})
    return found._replace(cell=(*path, *found.cell), details=details)


def document_of(row: Indicator, bound: Bound, begins: Mapping[str, dt.date]) -> str:
    """Return the document whose text a cell is: one that changes the set, else that of the row."""
    for _, cell in levels(bound):
        named = None if isinstance(cell, (ByAxis, Cases)) else cell.provenance.document
        if named in begins and named is not None:
            return named
    return row.origin


def _counts(ruleset: Ruleset) -> Iterator[Remark]:
    """A province may add criteria, and an amendment may; the set's own text has what is published of it."""
    published = ruleset.published
    if published is None or ruleset.province is not None:
        return
    if published.criteria is None or published.indicators is None:
        return
    found = (len(ruleset.criteria), sum(1 for _ in ruleset.indicators()))
    if found != (published.criteria, published.indicators):
        certain = published.complete and not ruleset.amended_by and published.status in SOURCED
        yield remark(
            "count-differs",
            ruleset.amended_by[-1] if ruleset.amended_by else ruleset.decision,
            severity=None if certain else "warning",
            criteria=found[0],
            indicators=found[1],
            published_criteria=published.criteria,
            published_indicators=published.indicators,
        )


def _unaddressed(row: Indicator) -> Iterator[Remark]:
    """Levels that are said to be sourced, and no page to look them up."""
    if has_address(row.sources):
        return
    requirements = (row.require,) if row.applies_when is None else (row.applies_when, row.require)
    bounds = [c.bound for requirement in requirements for c in comparisons(requirement)]
    found: list[tuple[str, ...]] = []
    noted = True
    for bound in bounds:
        for path, cell in levels(bound):
            if isinstance(cell, (ByAxis, Cases)) or cell.provenance.status not in SOURCED:
                continue
            if not has_address(cell.provenance.sources):
                found.append(path)
                noted = noted and bool(row.note or cell.provenance.note)
    if not bounds and row.status in SOURCED:
        found, noted = [()], bool(row.note)
    if found:
        yield remark(
            "sourced-without-address",
            row.origin,
            severity="warning" if noted else "error",
            cell=found[0] if len(found) == 1 else (),
            cells=len(found),
        )


def _tables(bound: Bound, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], ByAxis | Cases]]:
    """Yield every table of a bound with the keys that lead to it."""
    match bound:
        case ByAxis():
            yield path, bound
            for cell in bound.cells:
                yield from _tables(cell.bound, (*path, cell.key))
        case Cases():
            yield path, bound
            for number, case in enumerate(bound.cases, 1):
                yield from _tables(case.bound, (*path, f"case {number}" if case.when else "otherwise"))


def _table(text: Text, row: Indicator, table: ByAxis | Cases) -> Iterator[Remark]:
    document = document_of(row, table, text.begins)
    if isinstance(table, Cases):
        yield from _cases(document, table)
        return
    keys = [cell.key for cell in table.cells]
    by = text.ruleset.columns.by
    match table.axis:
        case "region" | "group" if table.axis != by:
            yield remark("table-without-column", document, axis=table.axis, by=by)
        case "region":
            yield from _missing("missing-region", document, text.regions, keys)
        case "group":
            yield from _missing("missing-group", document, GROUP_IDS, keys)
        case "year":
            yield from _years(text, row, document, table, keys)
        case "date":
            yield from _dates(text, row, document, keys)


def _missing(code: str, document: str, needed: Iterable[str], keys: list[str]) -> Iterator[Remark]:
    missing = tuple(key for key in needed if key not in keys)
    if missing:
        yield remark(code, document, missing=missing)


def _years(text: Text, row: Indicator, document: str, table: ByAxis, keys: list[str]) -> Iterator[Remark]:
    first, last = text.ruleset.years
    documents = {document_of(row, cell.bound, text.begins) for cell in table.cells}
    # Whoever gives a table from a day on need not give the years before it.
    begun = min(_begin(text, d).year for d in documents)
    needed = [str(year) for year in range(max(first, begun), last + 1)]
    yield from _missing("missing-year", document, needed, keys)
    for key in keys:
        if not first <= int(key) <= last:
            yield remark("unreachable-cell", document, cell=(key,), first=first, last=last)


def _dates(text: Text, row: Indicator, document: str, keys: list[str]) -> Iterator[Remark]:
    begun = max(_begin(text, document), _begin(text, row.origin), text.first or _FIRST)
    if isinstance(row, Condition) and row.since is not None:
        begun = max(begun, row.since)
    if begun != _FIRST and min(keys) > begun.isoformat():
        yield remark("missing-date", document, first=begun, given=dt.date.fromisoformat(min(keys)))
    for key in keys:
        if text.last is not None and key > text.last.isoformat():
            yield remark("unreachable-cell", document, cell=(key,), first=begun, last=text.last)


def _begin(text: Text, document: str) -> dt.date:
    return text.begins.get(document, _FIRST)


def _cases(document: str, table: Cases) -> Iterator[Remark]:
    if all(case.when is None for case in table.cases):
        yield remark("lone-otherwise", document)
    elif all(case.when is not None for case in table.cases):
        yield remark("no-otherwise", document)


def _cell(text: Text, row: Indicator, comparison: Comparison, bound: Bound) -> Iterator[Remark]:
    measure = text.measures[comparison.measure]
    if measure.kind == "attested":
        return
    document = document_of(row, bound, text.begins)
    for level in _stated(bound):
        unit = _other_unit(measure, level.text)
        if unit is not None:
            yield remark("other-unit", document, level=level.text, unit=unit, canonical=measure.unit or "")
    if isinstance(bound, Level) and not isinstance(bound.value, bool):
        code = _decided(measure, comparison.operator, bound)
        if code is not None:
            yield remark(code, document, level=bound.text, operator=comparison.operator)


def _stated(bound: Bound) -> Iterator[Level]:
    match bound:
        case Level():
            yield bound
        case Delegated(floor=Level() as floor):
            yield floor
        case Unset():
            yield from (c for c in bound.candidates if isinstance(c, Level))


def _other_unit(measure: Measure, written: str) -> str | None:
    """Return the unit that a level is written in, if it is another than the measure's."""
    if measure.unit is None or written.endswith(f" {measure.unit}"):
        return None
    try:
        unit = parse_quantity(written, one_sided=False).unit
    except NtmRulesError:
        return None  # the reader has accepted it, so that it is a number without a unit
    return unit if unit != measure.unit else None


def _decided(measure: Measure, operator: str, level: Level) -> str | None:
    """Return the code of a comparison whose outcome no observation can change."""
    value, low = level.value, 0
    high = len(measure.scale) - 1 if measure.kind == "ordinal" else None
    if measure.kind == "share" and not measure.may_exceed:
        high = 100
    over, top = high is not None and value > high, high is not None and value >= high
    never = {"at_least": over, "above": top, "at_most": value < low, "below": value <= low}
    always = {"at_least": value <= low, "above": value < low, "at_most": top, "below": over}
    if never.get(operator):
        return "never-met"
    return "never-failed" if always.get(operator) else None
