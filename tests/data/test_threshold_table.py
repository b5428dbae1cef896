"""The table of sourced and recalled cells of the four commune sets with regional columns, held against the sets cell by cell.

`account/thresholds.tsv` has one row per cell: a value (`tinh`: the province decides; `a&b`: one value per measure;
`2022:44`: the value of a year; `70|50`: the cases of a cell in turn), its status, and what was recalled where nothing
is confirmed. `from` says where the row stands: in the table of cells, in a sheet, or in later evidence.
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from tests.data.account_entries import set_entry

from ntm_rules import catalogue
from ntm_rules.law.requirements import (
    Bound,
    ByAxis,
    Cases,
    Comparison,
    Delegated,
    Level,
    Multiple,
    Unset,
)

TABLE = Path(__file__).parent / "account" / "thresholds.tsv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
SETS = ("318/2022 commune ntm", "318/2022 commune nang_cao", "1980/2016 commune ntm", "491/2009 commune ntm")
DIRECTIONS = {"at_least": ("at_least", "above"), "at_most": ("at_most", "below"), "equals": ("equals", "is")}


def cell_of(bound: Bound, column: str, year: str | None) -> Bound | None:
    """Return the cell of a column, and of a year where the bound has years."""
    if isinstance(bound, ByAxis) and bound.axis == "year":
        found = bound.get(year) if year is not None else None
        return None if found is None else cell_of(found, column, None)
    if isinstance(bound, ByAxis):
        assert bound.axis == "region"
        return bound.get(column)
    return bound


def written(bound: Bound | None) -> str:
    """Return a cell as the table writes it, without its status."""
    match bound:
        case Level(value=bool()):
            return "dat"
        case Level(value=Decimal() as value):
            return f"{value.normalize():f}"
        case Level(text=text):
            return {"Khá": "kha"}.get(text, text.removeprefix("Mức độ "))
        case Delegated(to="province"):
            return "tinh"
        case Multiple(times=times):
            return f"{times.normalize():f}"
        case Cases(cases=cases):
            return "|".join(written(case.bound) for case in cases)
        case _:
            return "?"


def statuses(bound: Bound | None) -> set[str]:
    if isinstance(bound, Cases):
        return {status for case in bound.cases for status in statuses(case.bound)}
    assert bound is not None
    assert not isinstance(bound, ByAxis)
    return {str(bound.provenance.status)}


def problems(row: dict[str, str]) -> list[str]:
    """Return how the set departs from a row."""
    indicator = catalogue().base(set_entry(row["set"], None)).indicator(row["indicator"])
    names = row["measures"].split("&")
    found: list[str] = []
    for at, measure in enumerate(names):
        asked = [c for c in indicator.comparisons if c.measure == measure]
        if not asked:
            return [f"no comparison of `{measure}`"]
        if row["direction"] != "none" and asked[0].operator not in DIRECTIONS[row["direction"]]:
            found.append(f"`{asked[0].operator}` for `{row['direction']}`")
        tries = {len(departures): departures for departures in (_departs(row, c, at) for c in asked)}
        found += tries[min(tries)]
    return found


def _departs(row: dict[str, str], comparison: Comparison, at: int) -> list[str]:
    found: list[str] = []
    levels, marks = row["value"].split(";"), row["status"].split(";")
    for number, level in enumerate(levels):
        year, _, value = level.rpartition(":")
        parts = value.split("&")
        value = parts[min(at, len(parts) - 1)]
        mark = marks[min(number, len(marks) - 1)]
        if mark == "unset":
            found += _unconfirmed(row, comparison, at)
            continue
        cell = cell_of(comparison.bound, row["column"], year or None)
        if written(cell) != value or statuses(cell) != {mark}:
            found.append(f"{cell} for {value} {mark}")
    return found


def _unconfirmed(row: dict[str, str], comparison: Comparison, at: int) -> list[str]:
    """Return where a cell that nothing confirms decides all the same, or has lost what was recalled of it."""
    found = []
    bound = comparison.bound
    years = (
        [cell.key for cell in bound.cells] if isinstance(bound, ByAxis) and bound.axis == "year" else [None]
    )
    for year in years:
        cell = cell_of(bound, row["column"], year)
        if not isinstance(cell, Unset):
            found.append(f"{cell} decides")
            continue
        kept = [written(candidate) for candidate in cell.candidates]
        for candidate in row["candidates"].split():
            recalled = dict(_by_year(candidate)).get(year, candidate) if ":" in candidate else candidate
            parts = recalled.split("&")
            if parts[min(at, len(parts) - 1)] not in kept:
                found.append(f"{year or ''} {recalled} is not among {kept}")
    return found


def _by_year(candidate: str) -> list[tuple[str | None, str]]:
    pairs = (part.partition(":") for part in candidate.split(";"))
    return [(year, value) for year, _, value in pairs]


@pytest.mark.parametrize("name", SETS)
def test_every_cell_of_the_table_stands_in_its_set_with_its_value_and_no_better_status(name: str) -> None:
    found = [
        f"{row['indicator']} {row['column']}: {problem}"
        for row in ROWS
        if row["set"] == name
        for problem in problems(row)
    ]
    assert found == []


def test_the_table_has_all_its_cells() -> None:
    assert Counter(row["set"] for row in ROWS) == dict(zip(SETS, (240, 384, 224, 136), strict=True))
    assert Counter(row["from"] for row in ROWS) == {"table": 920, "sheet": 62, "evidence": 2}
    columns = {"common", "TDMNPB", "DBSH", "BTB", "DHNTB", "TN", "DNB", "DBSCL"}
    for key in {(row["set"], row["indicator"]) for row in ROWS}:
        assert {r["column"] for r in ROWS if (r["set"], r["indicator"]) == key} == columns
