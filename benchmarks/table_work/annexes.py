"""The annexes of 318/2022 as terms, from the consolidated sets that this library ships.

Picks the level of every region for one year and day, as far as the trust lets it decide. What a term cannot
say is refused, so that no engine is given less than the law asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ntm_rules import Ruleset, catalogue
from ntm_rules.law import Catalogue, Indicator, Status
from ntm_rules.law import requirements as law
from ntm_rules.law.resolution import Setting, derive, narrow
from table_work.synthetic import REGIONS, YEAR
from table_work.terms import (
    CannotExpress,
    Column,
    Else,
    Every,
    Found,
    OneOf,
    Operator,
    Some,
    Term,
    Threshold,
    Undecided,
    Work,
    either,
    opposite,
)

DECISION: Final = "318/2022"
DAY: Final = dt.date(2024, 6, 1)
TRUST: Final = "candidate"
"""A lone candidate decides too: most levels are compared, which is the most work that the sets ask for."""


@cache
def annex(tier: str) -> Work:
    """Return the work of one annex: `ntm` is annex I, `nang_cao` annex II."""
    documents = catalogue()
    ruleset = documents.load(DECISION, tier=tier, as_of=DAY)
    reader = _Reader(documents)
    criteria = tuple(
        (c.number, Every(tuple(reader.indicator(i) for i in c.indicators))) for c in ruleset.criteria
    )
    conditions = tuple(reader.indicator(c) for c in ruleset.conditions)
    return Work(
        name=f"{DECISION} annex {ruleset.annex}",
        regions=REGIONS,
        columns=tuple(reader.columns.values()),
        criteria=criteria,
        conditions=conditions,
        ruleset=ruleset,
        documents=documents,
        year=YEAR,
        trust=TRUST,
    )


@dataclass(frozen=True)
class _Reader:
    """Writes requirements as terms and remembers the columns they ask about."""

    documents: Catalogue
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def scales(self) -> Mapping[str, tuple[str, ...]]:
        return {name: column.scale for name, column in self.columns.items()}

    def indicator(self, indicator: Indicator) -> Term:
        asked = self.requirement(indicator.require)
        if indicator.applies_when is None:
            return asked
        applies = self.requirement(indicator.applies_when)
        return Some((opposite(applies, self.scales), asked))

    def requirement(self, requirement: law.Requirement) -> Term:
        match requirement:
            case law.Comparison():
                return self._comparison(requirement)
            case law.AllOf(parts):
                return Every(tuple(self.requirement(p) for p in parts))
            case law.AnyOf(parts):
                return Some(tuple(self.requirement(p) for p in parts))
            case law.Not(part):
                return opposite(self.requirement(part), self.scales)
            case law.Meets(criteria=None):
                return self._meets(requirement)
        raise CannotExpress(type(requirement).__name__)

    def _meets(self, meets: law.Meets) -> Term:
        other = self._load(meets.ruleset, meets.tier, meets.level)
        rows = [*other.indicators(), *other.conditions]
        judged = Every(tuple(self.indicator(row) for row in rows))
        if meets.attested_by is None:
            return judged
        self._column(meets.attested_by, meets.attested_by)
        return Else(judged, Found(meets.attested_by, expected=True))

    def _load(self, name: str, tier: str, level: str) -> Ruleset:
        return self.documents.load(name, tier=tier, level=level, as_of=DAY)

    def _comparison(self, comparison: law.Comparison) -> Term:
        if comparison.over_years or comparison.exempt or comparison.members:
            raise CannotExpress(f"years, exemptions or members of {comparison.measure}")
        names = [comparison.measure]
        if comparison.both_sexes:
            names = [f"{comparison.measure}__{sex}" for sex in ("male", "female")]
        parts = tuple(self._single(comparison, name) for name in names)
        return parts[0] if len(parts) == 1 else Every(parts)

    def _single(self, comparison: law.Comparison, name: str) -> Term:
        self._column(name, comparison.measure)
        return self._bound(comparison, name, comparison.bound)

    def _bound(self, comparison: law.Comparison, name: str, bound: law.Bound) -> Term:
        cells = {region: self._cell(bound, region) for region in REGIONS}
        asked = {r: cell for r, cell in cells.items() if isinstance(cell, law.Cases)}
        if asked:
            return self._cases(comparison, name, bound, asked)
        floors = {r: cell.floor for r, cell in cells.items() if isinstance(cell, law.Delegated)}
        decided = self._levels(comparison, name, {r: _deciding(cell) for r, cell in cells.items()})
        if not any(floors.values()):
            return decided
        floor = self._levels(comparison, name, {r: _deciding(floors.get(r)) for r in REGIONS})
        return Some((decided, Every((floor, Undecided()))))

    def _cell(self, bound: law.Bound, region: str) -> object:
        setting = Setting(region, None, YEAR, DAY)
        cell = narrow(bound, setting)
        if isinstance(cell, law.Multiple):
            cell = derive(cell, setting, self._load, self.documents.measures())
        if isinstance(cell, law.Multiple):
            raise CannotExpress("a multiple of another fact")
        return cell

    def _cases(
        self, comparison: law.Comparison, name: str, bound: law.Bound, asked: Mapping[str, law.Cases]
    ) -> Term:
        """Return a level by another fact; a region that has but one level has it in every case."""
        conditions, *others = {tuple(case.when for case in cases.cases) for cases in asked.values()}
        if others:
            raise CannotExpress(f"cases that differ by region, of {name}")
        plain = {r: self._cell(bound, r) for r in REGIONS if r not in asked}
        chosen: Term = Undecided()
        for n in reversed(range(len(conditions))):
            cells = {**plain, **{r: cases.cases[n].bound for r, cases in asked.items()}}
            table = law.ByAxis("region", tuple(law.Cell(r, cells[r]) for r in REGIONS))  # type: ignore[arg-type]
            then, when = self._bound(comparison, name, table), conditions[n]
            chosen = then if when is None else either(self.requirement(when), (then, chosen), self.scales)
        return chosen

    def _levels(self, comparison: law.Comparison, name: str, levels: Mapping[str, law.Level | None]) -> Term:
        values = {region: None if level is None else level.value for region, level in levels.items()}
        if set(values.values()) == {None}:
            return Undecided()
        distinct = set(values.values())
        if comparison.operator == "is" or self.columns[name].kind == "rank":
            if len(distinct) > 1:
                raise CannotExpress(f"findings and ranks by region, of {name}")
            value = distinct.pop()
            if comparison.operator == "is":
                return Found(name, expected=bool(value))
            scale = self.columns[name].scale
            return OneOf(
                name, tuple(v for n, v in enumerate(scale) if _passes(comparison.operator, n, value))
            )
        numbers = {r: None if v is None else float(v) for r, v in values.items()}
        by_region: Mapping[str | None, float | None] = (
            {None: next(iter(numbers.values()))} if len(distinct) == 1 else {**numbers}
        )
        operator: Operator = comparison.operator
        return Threshold(name, operator, by_region)

    def _column(self, name: str, measure_id: str) -> None:
        measure = self.documents.measures()[measure_id]
        if name in self.columns:
            return
        kinds = {"attested": "truth", "ordinal": "rank", "count": "count"}
        top = 100.0 if measure.kind == "share" and not measure.may_exceed else None
        kind = kinds.get(measure.kind, "number")
        self.columns[name] = Column(name, kind, measure.scale, top)  # type: ignore[arg-type]


def _deciding(cell: object) -> law.Level | None:
    """Return the level that may decide under the trust of this benchmark."""
    match cell:
        case law.Level(provenance=provenance) if provenance.status is not Status.UNSET:
            return cell
        case law.Unset(candidates=(law.Level() as only,)):
            return only
    return None


def _passes(operator: str, rank: int, level: object) -> bool:
    assert isinstance(level, int)
    return {"at_least": rank >= level, "above": rank > level}[operator]
