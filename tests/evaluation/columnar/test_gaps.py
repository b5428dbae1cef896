"""What a gap comes to in households, and what the next year asks, as columns of a table."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation.columnar.agreement import assert_agree
from tests.evaluation.columnar.test_agreement import CALM
from tests.evaluation.columnar.test_engines import rows_of
from tests.evaluation.columnar.test_tables import COUNT, INCOME, judged, trial

from ntm_rules import evaluate_table, load

SHARE = "multidimensional_poverty_share"
OPERATORS = ("at_least", "at_most", "above", "below", "equals")


def test_a_share_with_its_denominator_says_how_many_households_are_missing() -> None:
    ruleset = trial('require: {measure: multidimensional_poverty_share, at_most: "3 %"}')
    found = judged(
        ruleset, {SHARE: [3.2, 400 / 12, 3.2, 3.2, 2.0], f"{SHARE}__of": [1200, 1200, None, 0, 1200]}
    )
    assert found["gap_whole_1_1"].to_list() == [3.0, 364.0, None, None, None]


def test_what_is_off_a_whole_number_by_the_digits_that_are_not_read_is_that_number() -> None:
    ruleset = trial('require: {measure: multidimensional_poverty_share, at_least: "70 %"}')
    found = judged(ruleset, {SHARE: [100 / 3], f"{SHARE}__of": [1200]})
    assert found["gap_whole_1_1"].to_list() == [440.0]


@pytest.mark.parametrize(
    ("operator", "share", "of", "whole"),
    [
        ("at_least", 50.0, 37, 7.0),  # 24,679 of 37 are asked: 25, beside 18,5
        ("above", 50.0, 37, 7.0),
        ("at_most", 80.0, 37, 6.0),  # 29,6 of 37
        ("below", 80.0, 37, 6.0),
        ("equals", 50.0, 37, 7.0),
        ("at_least", 66.0, 1000, 7.0),
        ("above", 66.7, 1000, 1.0),
        ("at_most", 67.0, 1000, 3.0),
        ("below", 66.7, 1000, 1.0),
    ],
)
def test_whole_units_are_rounded_up_on_the_side_that_passes(
    operator: str, share: float, of: int, whole: float
) -> None:
    ruleset = trial(f'require: {{measure: {SHARE}, {operator}: "66,7 %"}}')
    row = {"year": 2023, SHARE: share, f"{SHARE}__of": of}
    found = evaluate_table(pl.DataFrame([row]), ruleset, detail="gaps").to_dicts()
    assert found[0]["gap_whole_1_1"] == whole
    assert_agree([row], found, ruleset)
    stored = duckdb.from_arrow(pl.DataFrame([row]).to_arrow())
    assert rows_of(evaluate_table(stored, ruleset, detail="gaps"))[0]["gap_whole_1_1"] == whole


@settings(CALM, max_examples=200)
@given(
    operator=st.sampled_from(OPERATORS),
    level=st.sampled_from(["0 %", "3 %", "12,5 %", "66,7 %", "100 %"]),
    rows=st.lists(
        st.tuples(
            st.one_of(
                st.floats(0, 100),
                st.integers(0, 1200).map(lambda n: n / 12),
                st.sampled_from([66.7, -0.0, 5e-324, -5e-324]),
            ),
            st.one_of(st.none(), st.integers(0, 10**6).map(float), st.floats(0, 100)),
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_whole_units_are_those_of_the_scalar_evaluator(
    operator: str, level: str, rows: list[tuple[float, float | None]]
) -> None:
    ruleset = trial(f'require: {{measure: {SHARE}, {operator}: "{level}"}}')
    named = [{"year": 2023, SHARE: share, f"{SHARE}__of": of} for share, of in rows]
    frame = pl.DataFrame(named, schema={"year": pl.Int64, SHARE: pl.Float64, f"{SHARE}__of": pl.Float64})
    assert_agree(named, evaluate_table(frame, ruleset, detail="gaps").to_dicts(), ruleset)


@pytest.mark.parametrize(("operator", "whole"), [("at_least", 2.0), ("above", 3.0), ("equals", 2.0)])
def test_a_count_says_how_many_are_missing(operator: str, whole: float) -> None:
    ruleset = trial(COUNT.replace("at_least", operator))
    assert judged(ruleset, {"school_count": [1]})["gap_whole_1_1"].to_list() == [whole]


@pytest.mark.parametrize(("operator", "whole"), [("at_most", 2.0), ("below", 3.0)])
def test_a_count_says_how_many_are_too_much(operator: str, whole: float) -> None:
    ruleset = trial(COUNT.replace("at_least", operator))
    assert judged(ruleset, {"school_count": [5]})["gap_whole_1_1"].to_list() == [whole]


def test_a_yearly_level_says_what_the_next_year_asks() -> None:
    ruleset = trial(
        "require: {measure: income_per_capita, at_least: {by: [year, region], "
        "2022: {BTB: 40 triệu đồng/người/năm, TN: 30 triệu đồng/người/năm}, "
        "2023: {BTB: 42 triệu đồng/người/năm, TN: unset}}}",
        by="region",
    )
    frame = {"year": [2022, 2022, 2023, 2022], "region": ["BTB", "TN", "BTB", "BTB"]}
    found = evaluate_table(
        pl.DataFrame({**frame, "income_per_capita": [39.0, 29.0, 41.0, 40.0]}), ruleset, detail="gaps"
    )
    assert found["gap_1_1"].to_list() == [1.0, 1.0, 1.0, None]
    assert found["next_1_1"].to_list() == [42.0, None, None, None]


def test_only_a_level_that_changes_with_the_year_has_a_column_for_the_next() -> None:
    found = judged(trial(INCOME), {"income_per_capita": [40.0]})
    assert not [name for name in found.columns if name.startswith(("next", "gap_whole"))]


def test_incomes_of_318_say_what_the_next_year_asks() -> None:
    rows = [
        {"year": year, "region": region, "income_per_capita": 1.0}
        for year in range(2021, 2026)
        for region in ("BTB", "TDMNPB", "DBSH", "TN", "DNB", "DBSCL", "DHNTB")
    ]
    ruleset = load("318/2022", tier="ntm", as_of="2024-06-01")
    judged_rows = evaluate_table(pl.DataFrame(rows), ruleset, detail="gaps", trust="candidate").to_dicts()
    assert_agree(rows, judged_rows, ruleset, "candidate")
    assert any(row["next_10"] is not None for row in judged_rows)
