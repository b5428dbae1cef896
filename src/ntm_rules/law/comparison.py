"""Two criteria sets side by side: what is new, dropped, stricter, looser, redefined, unchanged or unknown.

Per measure and column, for any two consolidated sets: two decisions, one decision on two days, a national set
and a province's. Finds the cells and tells what kind of change it is; words are reporting's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ntm_rules.errors import UnknownName, YearOutsideSet
from ntm_rules.facts import REGION_IDS, Measure, MeasureCatalogue, find_province, places
from ntm_rules.law.catalogue import Catalogue, catalogue
from ntm_rules.law.differences import Diff, Entry, Side
from ntm_rules.law.pairing import Ask, Pairs, asks, distinctions, pair
from ntm_rules.law.requirements import (
    COMMON,
    Bound,
    ByAxis,
    Case,
    Cases,
    CellReference,
    Comparison,
    Multiple,
    Unset,
)
from ntm_rules.law.resolution import NO_CELL, Setting, Terminal, derive, narrow
from ntm_rules.law.rulesets import Ruleset
from ntm_rules.law.strictness import Aspect, ChangeKind, Demand, aspects_of, bound_form, overall


def diff(
    a: Ruleset,
    b: Ruleset,
    *,
    measures: MeasureCatalogue | None = None,
    year_a: int | None = None,
    year_b: int | None = None,
    documents: Catalogue | None = None,
) -> Diff:
    """Return what became of every demand of one criteria set in another.

    Levels that depend on the region are compared region by region, within the regions of the province whose
    rules a set carries. The national column of an annex judges no unit and is left out. What one set asks
    alone is unknown, neither new nor dropped, where not all rows of the other have been seen.

    Args:
        a: the set compared from.
        b: the set compared to.
        measures: the catalogue of measures; that of `documents` by default.
        year_a: the data year of yearly levels of the first set; its last year by default.
        year_b: likewise of the second set.
        documents: where the sets stand that levels are multiples of; the shipped documents by default.

    Raises:
        YearOutsideSet: a year that its set does not judge.
    """
    for ruleset, year in ((a, year_a), (b, year_b)):
        if year is not None and not ruleset.years[0] <= year <= ruleset.years[1]:
            raise YearOutsideSet(ruleset.decision, year, *ruleset.years)
    known = documents if documents is not None else catalogue()
    catalogue_of_measures = measures if measures is not None else known.measures()
    years = (a.years[1] if year_a is None else year_a, b.years[1] if year_b is None else year_b)
    pairs = pair(asks(a), asks(b), catalogue_of_measures)
    work = _Work(a, b, years, catalogue_of_measures, known)
    return Diff(a, b, *years, entries=tuple(work.entries(pairs)))


@dataclass(frozen=True, slots=True)
class _Work:
    """The two sets of one comparison, and what their cells are looked up in."""

    a: Ruleset
    b: Ruleset
    years: tuple[int, int]
    measures: Mapping[str, Measure]
    documents: Catalogue

    def entries(self, pairs: Pairs) -> list[Entry]:
        found: list[tuple[tuple[int, int, int], Entry]] = []
        order = self._criteria_order()
        for x, y in (*pairs.same, *pairs.alike):
            at = (order.get(y.criterion, len(order)), 0, y.position)
            found += [(at, entry) for entry in self._paired(x, y)]
        for y in pairs.new:
            at = (order.get(y.criterion, len(order)), 0, y.position)
            found += [(at, entry) for entry in self._alone(y, ChangeKind.NEW)]
        for x in pairs.dropped:
            at = (order.get(x.criterion, len(order)), 1, x.position)
            found += [(at, entry) for entry in self._alone(x, ChangeKind.DROPPED)]
        return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]

    def _criteria_order(self) -> dict[str | None, int]:
        numbers = dict.fromkeys((*(c.number for c in self.b.criteria), *(c.number for c in self.a.criteria)))
        return {number: position for position, number in enumerate(numbers)}

    def _paired(self, x: Ask, y: Ask) -> Iterator[Entry]:
        settings = self._settings(x, y)
        found = [self._entry(x, y, *setting) for setting in settings]
        yield from _joined([e for e in found if not _empty(e)] or found[:1])

    def _alone(self, ask: Ask, change: ChangeKind) -> Iterator[Entry]:
        found = []
        other = self.a if change is ChangeKind.NEW else self.b
        told = change if other.all_rows_seen else ChangeKind.UNKNOWN
        for region, group in self._settings(ask):
            if change is ChangeKind.NEW:
                found.append(Entry(told, None, self._side(1, ask, region, group), region, group))
            else:
                found.append(Entry(told, self._side(0, ask, region, group), None, region, group))
        yield from _joined([e for e in found if not _empty(e)] or found[:1])

    def _settings(self, *pair: Ask) -> list[tuple[str | None, str | None]]:
        """Return the columns in which the levels of a pair may differ."""
        bounds = [ask.leaf.bound for ask in pair if isinstance(ask.leaf, Comparison)]
        axes = {axis for bound in bounds for axis in _axes(bound)}
        forms = {bound_form(bound) for bound in bounds}
        if len(forms) > 1 and any(_refers(bound) for bound in bounds):
            axes.add("region")
        regions = self._regions() if "region" in axes else (None,)
        groups = tuple(dict.fromkeys(g for bound in bounds for g in _groups(bound))) or (None,)
        return [(region, group) for region in regions for group in groups]

    def _regions(self) -> tuple[str, ...]:
        """Return the regions of the provinces whose rules the sets carry, or all."""
        within = {region for ruleset in (self.a, self.b) for region in _home_regions(ruleset)}
        return tuple(region for region in REGION_IDS if not within or region in within)

    def _entry(self, x: Ask, y: Ask, region: str | None, group: str | None) -> Entry:
        a, b = self._side(0, x, region, group), self._side(1, y, region, group)
        if x.subject != y.subject:
            assert x.measure is not None
            assert y.measure is not None
            aspects: tuple[Aspect, ...] = (Aspect("measure", ChangeKind.REDEFINED),)
            reasons = distinctions(x.measure, y.measure, self.measures)
            return Entry(ChangeKind.REDEFINED, a, b, region, group, aspects, reasons)
        same = self._same_text(a, b)
        before, after = _forms_to_compare(a, b)
        aspects = aspects_of(before, after, same_text=same)
        return Entry(overall(aspects), a, b, region, group, aspects)

    def _same_text(self, a: Side, b: Side) -> bool:
        """Whether both sides are one unaltered place of one document."""
        if a.cell is None or b.cell is None:
            return False
        sets = [(r.decision, r.level, r.tier) for r in (self.a, self.b)]
        return (
            sets[0] == sets[1]
            and (a.indicator.id, a.document, a.year) == (b.indicator.id, b.document, b.year)
            and bound_form(a.cell) == bound_form(b.cell)
        )

    def _side(self, which: int, ask: Ask, region: str | None, group: str | None) -> Side:
        ruleset, year = (self.a, self.b)[which], self.years[which]
        indicator, leaf = ask.indicator, ask.leaf
        cell: Terminal | None = None
        derived: Terminal | None = None
        yearly = False
        document = indicator.origin
        if isinstance(leaf, Comparison):
            setting = Setting(region, group, year, ruleset.as_of)
            yearly = "year" in _axes(leaf.bound) or _refers(leaf.bound)
            cell = _settled(leaf.bound, setting)
            derived = self._derived(cell, ruleset, setting)
            if not isinstance(cell, Cases):
                document = cell.provenance.document or document
        demand = Demand(leaf, cell, ask.choices, ask.negated, indicator.applies_when)
        return Side(indicator, ask.criterion, demand, derived, year if yearly else None, document)

    def _derived(self, cell: Terminal, ruleset: Ruleset, setting: Setting) -> Terminal:
        if not (isinstance(cell, Multiple) and isinstance(cell.of, CellReference)):
            return cell

        def load(name: str, tier: str, level: str) -> Ruleset:
            return self.documents.load(
                name, tier=tier, level=level, as_of=ruleset.as_of, province=ruleset.province
            )

        try:
            return derive(cell, setting, load, MeasureCatalogue(self.measures.values()))
        except UnknownName:  # a set of a user's own may refer to one that is not at hand
            return cell


def _home_regions(ruleset: Ruleset) -> tuple[str, ...]:
    if ruleset.province is None:
        return ()
    if ruleset.as_of is None:
        return places().named(ruleset.province)[0].regions
    return find_province(ruleset.province, ruleset.as_of).regions


def _settled(bound: Bound, setting: Setting) -> Terminal:
    """Return the cell of a setting; what the facts of a unit choose is narrowed inside."""
    found = narrow(bound, setting)
    if isinstance(found, Cases):
        return Cases(tuple(Case(case.when, _settled(case.bound, setting)) for case in found.cases))
    return found


def _forms_to_compare(a: Side, b: Side) -> tuple[Demand, Demand]:
    """Return both demands, multiples as they are where both are of one thing, else as the level they give."""
    x, y = a.cell, b.cell
    if isinstance(x, Multiple) and isinstance(y, Multiple) and x.of == y.of:
        return a.demand, b.demand
    return a.demand._replace(cell=a.derived), b.demand._replace(cell=b.derived)


def _axes(bound: Bound) -> Iterator[str]:
    match bound:
        case ByAxis():
            yield bound.axis
            for cell in bound.cells:
                yield from _axes(cell.bound)
        case Cases():
            for case in bound.cases:
                yield from _axes(case.bound)


def _groups(bound: Bound) -> Iterator[str]:
    match bound:
        case ByAxis():
            for cell in bound.cells:
                if bound.axis == "group" and cell.key != COMMON:
                    yield cell.key
                yield from _groups(cell.bound)
        case Cases():
            for case in bound.cases:
                yield from _groups(case.bound)


def _refers(bound: Bound) -> bool:
    """Whether a bound is a multiple of another set's cell, which has columns and years of its own."""
    match bound:
        case Multiple():
            return isinstance(bound.of, CellReference)
        case ByAxis():
            return any(_refers(cell.bound) for cell in bound.cells)
        case Cases():
            return any(_refers(case.bound) for case in bound.cases)
        case _:
            return False


def _empty(entry: Entry) -> bool:
    """Whether no set has a cell for the column."""
    sides = [side for side in (entry.a, entry.b) if side is not None]
    return all(isinstance(s.cell, Unset) and s.cell.provenance.note == NO_CELL for s in sides)


def _joined(entries: Iterable[Entry]) -> list[Entry]:
    """Return one entry for findings of met or not met that read alike in every column."""
    found = list(entries)
    attested = all(side.operator == "is" for e in found for side in (e.a, e.b) if side is not None)
    if len(found) > 1 and attested and len({_reading(entry) for entry in found}) == 1:
        return [found[0]._replace(region=None, group=None)]
    return found


def _reading(entry: Entry) -> object:
    return entry.change, *(
        (bound_form(side.cell), side.status, side.document)
        for side in (entry.a, entry.b)
        if side is not None and side.cell is not None
    )
