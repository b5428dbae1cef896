"""A long table says what the same facts in a wide one say, and what its rows leave open decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.evaluation.columnar.drawn_tables import Table, tables
from tests.evaluation.columnar.test_agreement import CALM
from tests.evaluation.columnar.test_engines import SETS, rows_of
from tests.evaluation.columnar.test_tables import COUNT, INCOME, POVERTY, trial

from ntm_rules import Ruleset, evaluate_table, measures, plan_table
from ntm_rules.errors import NtmRulesError, UnexpectedValue, UnknownName

LONG = {"unit": pl.String, "measure": pl.String, "value": pl.Float64, "text": pl.String}


def melted(table: Table) -> pl.DataFrame:
    """Return the rows of a wide table as rows per measure, a unit per row, with a row for those without facts."""
    observed = [name for name in table.schema if name.split("__")[0] in measures()]
    constant = {name: kind for name, kind in table.schema.items() if name not in observed}
    found: list[dict[str, Any]] = []
    for number, row in enumerate(table.rows):
        unit = {"unit": f"u{number:02}", **{name: row[name] for name in constant}}
        found.append(unit | {"measure": None, "value": None, "text": None})
        for name in observed:
            value = row[name]
            if isinstance(value, bool):
                value = "đạt" if value else "chưa đạt"
            words = table.schema[name] in (pl.String, pl.Boolean)
            told = {"text": value, "value": None} if words else {"value": value, "text": None}
            found.append(unit | {"measure": name} | told)
    return pl.DataFrame(found, schema={**LONG, **constant})


def wide(table: Table) -> pl.DataFrame:
    return table.polars().with_columns(unit=pl.Series([f"u{n:02}" for n in range(len(table.rows))]))


Stored = Callable[[pl.DataFrame], Any]

PANDAS = {pl.String: "string", pl.Boolean: "boolean"}


def in_pandas(frame: pl.DataFrame) -> Any:
    """Return a table of pandas whose columns keep their types beside missing values."""
    lists = [
        column.name for column in frame if column.dtype == pl.List and column.null_count() == len(column)
    ]
    kept = frame.drop(lists)
    types = {name: PANDAS[type(kind)] for name, kind in kept.schema.items() if type(kind) in PANDAS}
    return kept.to_pandas().astype(types)


STORED: Mapping[str, Stored] = {
    "polars": lambda frame: frame,
    "lazy": lambda frame: frame.lazy(),
    "pandas": in_pandas,
    "pandas on Arrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}


def rows(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, pl.LazyFrame):
        found = found.collect()
    listed = found.to_dicts() if isinstance(found, pl.DataFrame) else rows_of(found)
    return sorted(listed, key=lambda row: (row["unit"] or "", row["year"] or 0))


@pytest.mark.parametrize("ruleset", SETS, ids=repr)
@pytest.mark.parametrize("kind", STORED)
@settings(CALM, max_examples=2, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_a_long_table_says_what_the_same_facts_in_a_wide_one_say(
    ruleset: Ruleset, kind: str, data: st.DataObject
) -> None:
    table = data.draw(tables(ruleset))
    given_rows = STORED[kind](melted(table))
    names = [name for name in table.schema if name.split("__")[0] in measures()]
    listed = names if kind in ("lazy", "duckdb") else None
    try:
        expected = rows(evaluate_table(wide(table), ruleset, detail="gaps"))
    except UnexpectedValue:  # no column that the set asks about
        with pytest.raises(UnexpectedValue):
            evaluate_table(given_rows, ruleset, unit="unit", measures=listed, detail="gaps")
        return
    judged = evaluate_table(given_rows, ruleset, unit="unit", measures=listed, detail="gaps")
    assert isinstance(judged, type(given_rows))
    for found, asked in zip(rows(judged), expected, strict=True):
        added = {name: value for name, value in asked.items() if name not in table.schema}
        gaps = {name for name in added if name.startswith("gap_")}
        assert {n: v for n, v in found.items() if n in added and n not in gaps} == {
            n: v for n, v in added.items() if n not in gaps
        }
        for name in gaps:
            assert (found[name] is None) is (added[name] is None), name
            assert added[name] is None or found[name] == pytest.approx(added[name], rel=1e-12), name


def long(*listed: tuple[Any, ...], **constant: list[Any]) -> pl.DataFrame:
    """Return a long table of (unit, measure, value, text) in 2023."""
    schema = ["unit", "measure", "value", "text"]
    types = {"value": pl.Float64, "text": pl.String, "unit": pl.String, "measure": pl.String}
    frame = pl.DataFrame(listed, schema=schema, schema_overrides=types, orient="row")
    return frame.with_columns(year=2023, **{n: pl.Series(v) for n, v in constant.items()})


def verdicts(frame: Any, ruleset: Ruleset, **more: Any) -> dict[str, tuple[Any, Any]]:
    found = rows(evaluate_table(frame, ruleset, unit="unit", **more))
    return {row["unit"]: (row["outcome"], row["refused"]) for row in found}


@pytest.mark.parametrize("kind", STORED)
@pytest.mark.parametrize("second", [44.0, 40.0, 50.0])
def test_a_measure_that_is_given_twice_decides_nothing(kind: str, second: float) -> None:
    frame = long(
        ("a", "income_per_capita", 44.0, None),
        ("a", "income_per_capita", second, None),
        ("b", "income_per_capita", 44.0, None),
        ("b", "income_per_capita", None, None),
    )
    found = verdicts(STORED[kind](frame), trial(INCOME))
    assert found == {"a": (None, "measure_twice"), "b": ("met", None)}


@pytest.mark.parametrize("kind", STORED)
@pytest.mark.parametrize(
    "told",
    [
        {"province": ["Nghệ An", "Lào Cai", "Nghệ An", None]},
        {"designations": [["area_3"], [], ["area_3", "island"], ["island", "area_3"]]},
    ],
    ids=["place", "designations"],
)
def test_rows_of_one_unit_that_differ_in_what_they_tell_of_it_are_not_judged(
    kind: str, told: dict[str, list[Any]]
) -> None:
    frame = long(
        ("a", "income_per_capita", 44.0, None),
        ("a", "school_count", 3.0, None),
        ("b", "income_per_capita", 44.0, None),
        ("b", "school_count", 3.0, None),
        **told,
    )
    found = verdicts(STORED[kind](frame), trial(INCOME))
    assert found == {"a": (None, "rows_contradict"), "b": ("met", None)}


def test_a_misspelt_measure_is_an_error_where_the_rows_lie_in_memory() -> None:
    frame = long(("a", "income_per_capitа_x", 44.0, None), ("a", "income_per_capita", 44.0, None))
    with pytest.raises(UnknownName, match="income_per_capita"):
        verdicts(frame, trial(INCOME))


@pytest.mark.parametrize("kind", ["lazy", "duckdb"])
def test_a_unit_with_a_misspelt_measure_is_not_judged_where_rows_are_not_looked_at(kind: str) -> None:
    frame = long(
        ("a", "income_per_capitas", 44.0, None),
        ("a", "income_per_capita", 44.0, None),
        ("b", "income_per_capita", 44.0, None),
        ("b", "income_per_capita__relation", None, "below"),
        ("c", "income_per_capita", 44.0, None),
        ("c", "stunting_share", 10.0, None),
        ("c", "stunting_share__male", 10.0, None),
        ("d", None, 44.0, None),
    )
    found = verdicts(STORED[kind](frame), trial(INCOME))
    unknown = (None, "measure_unknown")
    assert found == {"a": unknown, "b": unknown, "c": ("met", None), "d": unknown}
    read = verdicts(
        STORED[kind](frame), trial(INCOME), measures=["income_per_capita", "income_per_capita__relation"]
    )
    assert read["b"] == ("not_met", None)


def test_rows_without_a_unit_are_not_judged_as_one() -> None:
    frame = long((None, "income_per_capita", 44.0, None), ("a", "income_per_capita", 44.0, None))
    assert verdicts(frame, trial(INCOME))["a"] == ("met", None)
    found = evaluate_table(frame, trial(INCOME), unit="unit")
    assert found["refused"].to_list() == ["unit_missing", None]


def test_a_value_in_the_wrong_column_is_unknown_and_says_so() -> None:
    ruleset = trial(INCOME, "require: {measure: loudspeaker_system, is: true}")
    frame = long(("a", "income_per_capita", None, "đạt"), ("a", "loudspeaker_system", 1.0, None))
    found = evaluate_table(frame, ruleset, unit="unit", detail="indicators")
    assert found["reason_1_1"].to_list() == ["invalid_observation"]
    assert found["reason_2_1"].to_list() == ["invalid_observation"]


def test_units_and_names_are_told_as_for_wide_tables() -> None:
    frame = long(("a", "thu nhập", 3666.67, None), ("b", "thu nhập", 3666.66, None))
    frame = frame.rename({"measure": "chỉ tiêu", "value": "giá trị", "unit": "mã"})
    names = {"income_per_capita": "thu nhập", "measure": "chỉ tiêu", "value": "giá trị"}
    units = {"income_per_capita": "nghìn đồng/người/tháng"}
    found = evaluate_table(frame, trial(INCOME), unit=["mã"], columns=names, units=units)
    assert found["outcome"].to_list() == ["met", "not_met"]
    assert found.columns[:2] == ["mã", "year"]
    plan = str(plan_table(frame, trial(INCOME, COUNT), unit="mã", columns=names, units=units))
    assert "a row per unit, year and measure: units in `mã`, years in `year`, measures in `chỉ tiêu`" in plan
    assert "numbers in `giá trị`" in plan
    assert "income_per_capita: Income per capita, in nghìn đồng/người/tháng" in plan
    assert "no such row: not observed" in plan


def test_a_unit_is_judged_in_every_year_that_it_has_rows_of() -> None:
    frame = long(("a", "income_per_capita", 43.0, None), ("a", "income_per_capita", 44.0, None))
    frame = frame.with_columns(year=pl.Series([2022, 2023]))
    found = evaluate_table(frame, trial(INCOME), unit="unit")
    assert found.select("unit", "year", "outcome").rows() == [("a", 2022, "not_met"), ("a", 2023, "met")]
    alone = evaluate_table(frame.drop("year").head(1), trial(INCOME), unit="unit", year=2022)
    assert alone.select("unit", "outcome").rows() == [("a", "not_met")]


@pytest.mark.parametrize(
    ("frame", "unit", "error", "said"),
    [
        (long(("a", "x", 1.0, None)), "xã", UnknownName, "xã"),
        (long(("a", "x", 1.0, None)).drop("measure"), "unit", UnexpectedValue, "a column `measure`"),
        (long(("a", "x", 1.0, None)).drop("value", "text"), "unit", UnexpectedValue, "`value` of numbers"),
        (
            long(("a", "x", 1.0, None)).with_columns(value=pl.lit("44")),
            "unit",
            UnexpectedValue,
            "words go in `text`",
        ),
        (
            long(("a", "x", 1.0, None)).with_columns(income_per_capita=44.0),
            "unit",
            UnexpectedValue,
            "measures as rows",
        ),
    ],
)
def test_what_a_long_table_cannot_be_is_refused_by_name(
    frame: pl.DataFrame, unit: str, error: type[NtmRulesError], said: str
) -> None:
    with pytest.raises(error, match=said):
        evaluate_table(frame, trial(INCOME, POVERTY), unit=unit)


def test_a_lazy_long_table_is_not_computed_before_it_is_asked_for() -> None:
    def fail(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError("computed")

    frame = long(("a", "income_per_capita", 44.0, None))
    watched = frame.lazy().map_batches(fail, schema=dict(frame.schema))
    judged = evaluate_table(watched, trial(INCOME), unit="unit")
    with pytest.raises(Exception, match="computed"):
        judged.collect()
