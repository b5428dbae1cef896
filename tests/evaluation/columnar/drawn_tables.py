"""Tables for a criteria set as hypothesis draws them: values around its levels, and what goes wrong in tables."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl
from hypothesis import strategies as st
from tests.evaluation.columnar.agreement import PROVINCE, as_decimal

from ntm_rules import Ruleset, measures
from ntm_rules.evaluation.columnar.readings import NumberColumn
from ntm_rules.facts import Level as UnitLevel
from ntm_rules.facts import Measure
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Bound,
    ByAxis,
    Cases,
    Comparison,
    FactReference,
    Level,
    Meets,
    Multiple,
    Not,
    OwnPast,
    Requirement,
    Unset,
    levels,
)

GRADES = ("đạt", "Cơ bản đạt", "chưa đạt", "không áp dụng", " Đạt ", "dat")
ODD = (math.nan, math.inf, -math.inf, 0.0, -0.0, 5e-324, -5e-324, 1e30, 101.0, -5.0, 0.1 + 0.2)
DECISIONS = ("491/2009", "1980/2016", "318/2022")


class Table(NamedTuple):
    """Rows as they are meant, and the types of their columns."""

    rows: list[dict[str, Any]]
    schema: dict[str, Any]

    def polars(self) -> pl.DataFrame:
        return pl.DataFrame(self.rows, schema=self.schema)


def asked(ruleset: Ruleset) -> dict[str, list[float]]:
    """Return the measures that a set asks about, with the levels it holds them against."""
    found: dict[str, list[float]] = {}
    for part in (*ruleset.indicators(), *ruleset.conditions):
        for requirement in (part.require, part.applies_when):
            if requirement is not None:
                _asked(requirement, found)
    for group in ruleset.columns.groups:
        if group.when is not None:
            _asked(group.when, found)
    return found


def _only_exempt(ruleset: Ruleset) -> set[str]:
    """Return the measures that are only taken off others."""
    comparisons = [c for part in (*ruleset.indicators(), *ruleset.conditions) for c in part.comparisons]
    return {id for c in comparisons for id in c.exempt} - {c.measure for c in comparisons}


def _asked(requirement: Requirement, found: dict[str, list[float]]) -> None:
    match requirement:
        case AllOf() | AnyOf() | AtLeastOf():
            for part in requirement.parts:
                _asked(part, found)
        case Not():
            _asked(requirement.part, found)
        case Meets(attested_by=str(id)):
            found.setdefault(id, [])
        case Comparison():
            known = found.setdefault(requirement.measure, [])
            for id in requirement.exempt:
                found.setdefault(id, [])
            if requirement.members is not None and requirement.members.total is not None:
                found.setdefault(requirement.members.total, [0.0])
            for _, bound in levels(requirement.bound):
                cells = bound.candidates if isinstance(bound, Unset) else (bound,)
                known += [float(c.value) for c in cells if isinstance(c, Level)]
            _asked_by(requirement.bound, found)


def _asked_by(bound: Bound, found: dict[str, list[float]]) -> None:
    match bound:
        case ByAxis():
            for cell in bound.cells:
                _asked_by(cell.bound, found)
        case Cases():
            for case in bound.cases:
                if case.when is not None:
                    _asked(case.when, found)
                _asked_by(case.bound, found)
        case Multiple(of=FactReference(measure=id)):
            found.setdefault(id, [])


def past(ruleset: Ruleset) -> set[str]:
    """Return the measures whose own past a set asks about."""
    comparisons = (c for i in (*ruleset.indicators(), *ruleset.conditions) for c in i.comparisons)
    bounds = (bound for c in comparisons for _, bound in levels(c.bound))
    return {b.of.measure for b in bounds if isinstance(b, Multiple) and isinstance(b.of, OwnPast)}


def turning(level: float, beyond: bool, ulps: int) -> float:
    """Return a float so near the one from which on floats are read as the level, or as more than it."""
    first = float(NumberColumn("", "float64").first_at(Fraction(as_decimal(level)), beyond=beyond))
    return first if not ulps else math.nextafter(first, ulps * math.inf)


def numbers(measure: Measure, known: Sequence[float]) -> st.SearchStrategy[float]:
    """Return numbers on the levels, one unit in the last place or one step beside them, and odd ones."""
    level = st.sampled_from([*known, 0.0, 50.0, 100.0])
    step = 1.0 if measure.kind == "count" else 0.01
    moves = (
        lambda x: x,
        lambda x: math.nextafter(x, math.inf),
        lambda x: math.nextafter(x, -math.inf),
        lambda x: x + step,
        lambda x: x - step,
        lambda x: 1.1 * x,
        *(lambda x, beyond=b, ulps=u: turning(x, beyond, ulps) for b in (False, True) for u in (-1, 0, 1)),
    )
    near = st.builds(lambda x, move: move(x), level, st.sampled_from(moves))
    return st.one_of(near, near, near, st.sampled_from(ODD))


def values(measure: Measure, known: Sequence[float], *, truth: bool) -> st.SearchStrategy[Any]:
    if measure.kind == "attested":
        return st.one_of(st.none(), st.booleans() if truth else st.sampled_from(GRADES))
    if measure.kind == "ordinal":
        return st.one_of(st.none(), st.sampled_from(measure.scale))
    return st.one_of(st.none(), numbers(measure, known))


def days(first: int, last: int) -> st.SearchStrategy[dt.date]:
    turning = st.sampled_from([dt.date(first, 1, 1), dt.date(2024, 3, 1), dt.date(2025, 7, 1)])
    return st.one_of(turning, st.dates(dt.date(first, 1, 1), dt.date(last + 1, 12, 31)))


@st.composite
def tables(draw: st.DrawFn, ruleset: Ruleset, *, rows: int = 6) -> Table:
    """Return tables that hold some of the columns that a set may read."""
    first, last = ruleset.years
    columns: dict[str, st.SearchStrategy[Any]] = {
        "year": st.sampled_from([*range(first, last + 1)] * 4 + [2008, None])
    }
    schema: dict[str, Any] = {"year": pl.Int64}
    _unit_columns(draw, ruleset, columns, schema)
    known = asked(ruleset)
    whole = draw(st.booleans())
    chosen = list(known) if whole else draw(st.lists(st.sampled_from(sorted(known)), unique=True, min_size=1))
    compared = sorted(set(known) - _only_exempt(ruleset))
    if compared and not set(chosen).intersection(compared):
        chosen.append(draw(st.sampled_from(compared)))  # a table needs a measure that the set judges
    for id in chosen:
        _measure_columns(draw, measures()[id], known[id], ruleset, columns, schema)
    drawn = draw(st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=rows))
    return Table(drawn, schema)


def _unit_columns(
    draw: st.DrawFn, ruleset: Ruleset, columns: dict[str, st.SearchStrategy[Any]], schema: dict[str, Any]
) -> None:
    first, last = ruleset.years
    names = [*PROVINCE.values(), "Tỉnh Gia Lai", "quang nam", "TP. Đà Nẵng", "Xứ Lạ"]
    places = draw(st.sampled_from(["region", "province", "both", "former"]))
    if places in ("region", "both"):
        columns["region"] = st.sampled_from([*PROVINCE, None] if places == "both" else [*PROVINCE])
        schema["region"] = pl.String
    if places != "region":
        columns["province"], schema["province"] = st.sampled_from(names), pl.String
    if places == "former":
        columns["former_province"] = st.one_of(st.none(), st.sampled_from(names))
        schema["former_province"] = pl.String
    if ruleset.columns.by == "group" or draw(st.booleans()):
        columns["group"], schema["group"] = st.sampled_from(["1", "2", "3", None]), pl.String
    if draw(st.integers(0, 4)) == 0:
        kinds = (None, *ruleset.kinds, *UnitLevel(ruleset.level).kinds)
        columns["kind"], schema["kind"] = st.sampled_from([k and k.value for k in kinds]), pl.String
    if draw(st.booleans()):
        areas: tuple[list[str] | None, ...] = (
            [],
            ["area_1"],
            ["area_2"],
            ["area_3"],
            ["area_3", "island"],
            ["area_1", "area_2"],
            None,
        )
        columns["designations"], schema["designations"] = st.sampled_from(areas), pl.List(pl.String)
    if draw(st.booleans()):
        columns["area_3"], schema["area_3"] = st.sampled_from([True, False, False, None]), pl.Boolean
    if draw(st.booleans()):
        columns["assessed_on"], schema["assessed_on"] = st.one_of(st.none(), days(first, last)), pl.Date
    if draw(st.booleans()):
        _recognitions(draw, ruleset, columns, schema)


def _recognitions(
    draw: st.DrawFn, ruleset: Ruleset, columns: dict[str, st.SearchStrategy[Any]], schema: dict[str, Any]
) -> None:
    first, last = ruleset.years
    for slot in draw(st.lists(st.sampled_from(["ntm", "ntm_2", "nang_cao"]), unique=True, min_size=1)):
        head = f"recognised_{slot}"
        if draw(st.booleans()):
            columns[head], schema[head] = st.sampled_from([True, False, None]), pl.Boolean
        columns[f"{head}_on"], schema[f"{head}_on"] = st.one_of(st.none(), days(first - 3, last)), pl.Date
        if draw(st.booleans()):
            columns[f"{head}_revoked"] = st.one_of(st.none(), days(last, last))
            schema[f"{head}_revoked"] = pl.Date
        if draw(st.booleans()):
            columns[f"{head}_under"] = st.sampled_from([None, *DECISIONS])
            schema[f"{head}_under"] = pl.String
        for id in past(ruleset):
            columns[f"{head}__{id}"] = st.sampled_from([None, 30.0, 40.0, math.nextafter(40.0, 0)])
            schema[f"{head}__{id}"] = pl.Float64


def _measure_columns(
    draw: st.DrawFn,
    measure: Measure,
    known: Sequence[float],
    ruleset: Ruleset,
    columns: dict[str, st.SearchStrategy[Any]],
    schema: dict[str, Any],
) -> None:
    truth = measure.kind == "attested" and draw(st.booleans())
    by_type = {"attested": pl.Boolean if truth else pl.String, "ordinal": pl.String}
    kind = by_type.get(measure.kind, pl.Float64)

    def add(name: str, values: st.SearchStrategy[Any], stored: Any) -> None:
        columns[name], schema[name] = values, stored

    one = values(measure, known, truth=truth)
    add(measure.id, one, kind)
    comparisons = [c for i in ruleset.indicators() for c in i.comparisons if c.measure == measure.id]
    if any(c.both_sexes for c in comparisons) and draw(st.booleans()):
        add(f"{measure.id}__male", one, kind)
        add(f"{measure.id}__female", one, kind)
    if any(c.over_years for c in comparisons) and draw(st.booleans()):
        for year in range(ruleset.years[0] - 3, ruleset.years[1] + 1):
            add(f"{measure.id}__{year}", one, kind)
        add(f"{measure.id}__over_years", st.sampled_from([None, 1, 2, 3]), pl.Int64)
    if measure.kind == "share" and draw(st.integers(0, 2)) == 0:
        add(f"{measure.id}__of", st.sampled_from([None, 0.0, 1.0, 7.0, 37.0, 1200.0, 12.5, 98765.0]), kind)
    if measure.kind != "attested" and draw(st.integers(0, 9)) == 0:
        sides = st.sampled_from([None, "exact", "above", "below", "at_least", "at_most"])
        add(f"{measure.id}__relation", sides, pl.String)


def schema_of(rows: Sequence[Mapping[str, Any]], table: Table) -> dict[str, Any]:
    return {name: table.schema[name] for name in rows[0]}
