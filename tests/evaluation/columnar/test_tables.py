"""What the columns of a table mean, and what is refused before anything runs."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from ntm_rules import Ruleset, evaluate_table, load, load_text, plan_table
from ntm_rules.errors import IncompatibleUnit, NtmRulesError, UnexpectedValue, UnknownName

HEAD = """ruleset: 999/2030
level: commune
tier: ntm
name: {vi: Bộ thử, en: Trial set}
years: [2020, 2035]
columns: {by: %s}
criteria:
"""


def trial(*rows: str, by: str = "none") -> Ruleset:
    """Return a set of one criterion per row; each text is an indicator's YAML in flow style."""
    parts = "".join(
        f'  - number: "{n}"\n    name: {{vi: A, en: A}}\n    indicators:\n'
        f'      - {{id: "{n}.1", label: {{vi: A, en: A}}, status: sourced-2, {row}}}\n'
        for n, row in enumerate(rows, 1)
    )
    return load_text(HEAD % by + parts)


INCOME = "require: {measure: income_per_capita, at_least: 44 triệu đồng/người/năm}"
POVERTY = "require: {measure: multidimensional_poverty_share, at_most: 30 %}"
COUNT = "require: {measure: school_count, at_least: 3 trường}"


def judged(ruleset: Ruleset, data: dict[str, Any], **more: Any) -> pl.DataFrame:
    found = evaluate_table(pl.DataFrame(data), ruleset, detail="gaps", year=2023, **more)
    assert isinstance(found, pl.DataFrame)
    return found


def test_binary_noise_never_decides() -> None:
    ruleset = trial('require: {measure: multidimensional_poverty_share, at_most: "0,3 %"}')
    values = [0.3, 0.1 + 0.2, math.nextafter(0.3, 1), 0.300000000001]
    found = judged(ruleset, {"multidimensional_poverty_share": values})
    assert found["indicator_1_1"].to_list() == ["met", "met", "met", "not_met"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (pl.Float64, [43.99, 44.0, None]),
        (pl.Float32, [43.99, 44.0, None]),
        (pl.Int16, [43, 44, None]),
        (pl.Decimal(10, 3), [Decimal("43.999"), Decimal("44.000"), None]),
    ],
)
def test_numbers_of_every_kind_are_held_against_the_level_exactly(kind: Any, values: list[Any]) -> None:
    found = judged(trial(INCOME), {"income_per_capita": pl.Series(values, dtype=kind)})
    assert found["indicator_1_1"].to_list() == ["not_met", "met", "unknown"]
    assert found["reason_1_1"].to_list() == ["below_level", None, "no_observation"]


def test_nan_is_missing_and_what_cannot_be_true_is_told_apart() -> None:
    values = [math.nan, math.inf, -math.inf, -1.0, 100.5, -0.0, 1e30]
    found = judged(trial(POVERTY), {"multidimensional_poverty_share": values})
    assert found["indicator_1_1"].to_list() == ["unknown"] * 5 + ["met", "unknown"]
    invalid = "invalid_observation"
    assert found["reason_1_1"].to_list() == ["no_observation", *[invalid] * 4, None, invalid]


@pytest.mark.parametrize("part", ["%s", "{all: [%s]}", "{any: [%s]}"])
def test_what_is_denied_twice_says_why_and_by_how_much_it_is_missed(part: str) -> None:
    inner = part % "{not: {measure: multidimensional_poverty_share, at_most: 30 %}}"
    found = judged(trial(f"require: {{not: {inner}}}"), {"multidimensional_poverty_share": [31.0, 30.0]})
    assert found["indicator_1_1"].to_list() == ["not_met", "met"]
    assert found["reason_1_1"].to_list() == ["below_level", None]
    assert found["gap_1_1"].to_list() == [pytest.approx(1.0), None]


def test_a_designation_that_must_not_be_there_gives_no_reason_where_it_is() -> None:
    ruleset = trial("require: {not: {designation: area_3}}", POVERTY)
    found = judged(ruleset, {"area_3": [True], "multidimensional_poverty_share": [1.0]})
    assert found["indicator_1_1"].to_list() == ["not_met"]
    assert found["reason_1_1"].to_list() == [None]


def test_a_count_is_a_whole_number() -> None:
    values = [2.0, 3.0, 3.5, 2.9999999999999996, 2.999]
    found = judged(trial(COUNT), {"school_count": values})
    assert found["indicator_1_1"].to_list() == ["not_met", "met", "unknown", "met", "unknown"]


def test_a_column_in_another_unit_is_held_against_the_same_level() -> None:
    units = {"income_per_capita": "nghìn đồng/người/tháng"}
    found = judged(trial(INCOME), {"income_per_capita": [3666.66, 3666.67]}, units=units)
    assert found["indicator_1_1"].to_list() == ["not_met", "met"]
    assert found["gap_1_1"].to_list() == [pytest.approx(44 - 3666.66 * 12 / 1000), None]


def test_columns_may_have_names_of_ones_own() -> None:
    found = judged(trial(INCOME), {"thu nhập": [44.0]}, columns={"income_per_capita": "thu nhập"})
    assert found["outcome"].to_list() == ["met"]


def test_added_columns_may_have_a_prefix() -> None:
    columns = {"income_per_capita": [44.0], "outcome": ["?"]}
    with pytest.raises(UnexpectedValue, match="outcome"):
        judged(trial(INCOME), columns)
    assert judged(trial(INCOME), columns, prefix="a_")["a_outcome"].to_list() == ["met"]


@pytest.mark.parametrize(
    ("columns", "more", "error", "said"),
    [
        ({"income_per_capita": ["44"]}, {}, UnexpectedValue, "numbers in `triệu đồng/người/năm`"),
        ({"income_per_capita__mal": [44.0], "income_per_capita": [44.0]}, {}, UnknownName, "__male"),
        ({"income": [44.0]}, {}, UnexpectedValue, "no column named after a measure"),
        ({"income_per_capita": [44.0]}, {"units": {"income_per_capita": "km"}}, IncompatibleUnit, "km"),
        ({"income_per_capita": [44.0]}, {"columns": {"region": "vùng"}}, UnknownName, "vùng"),
        ({"income_per_capita": [44.0], "year": [2023]}, {}, UnexpectedValue, "a year beside a column"),
    ],
)
def test_what_a_column_cannot_be_is_refused_by_name(
    columns: dict[str, Any], more: dict[str, Any], error: type[NtmRulesError], said: str
) -> None:
    with pytest.raises(error, match=said):
        judged(trial(INCOME), columns, **more)


def test_a_table_of_another_kind_of_object_is_refused() -> None:
    with pytest.raises(UnexpectedValue, match="a table of"):
        evaluate_table({"income_per_capita": [44.0]}, trial(INCOME))


def test_rows_that_cannot_be_judged_say_why_and_the_others_are_judged() -> None:
    frame = pl.DataFrame(
        {
            "year": [2023, 2019, None, 2023],
            "region": ["BTB", "BTB", "BTB", "XYZ"],
            "income_per_capita": [44.0] * 4,
        }
    )
    found = evaluate_table(frame, trial(INCOME, by="region"))
    assert found["outcome"].to_list() == ["met", None, None, None]
    assert found["refused"].to_list() == [None, "year_outside_set", "year_outside_set", "column_unknown"]


def test_detail_that_is_not_asked_for_is_not_added() -> None:
    ruleset, frame = trial(INCOME, POVERTY), pl.DataFrame({"income_per_capita": [40.0]})
    columns = [
        evaluate_table(frame, ruleset, detail=detail, year=2023).width
        for detail in ("tier", "criteria", "indicators", "gaps")
    ]
    assert columns == [9, 11, 15, 16]


def test_a_plan_says_what_every_column_is_taken_for() -> None:
    frame = pl.DataFrame({"year": [2023], "region": ["BTB"], "income_per_capita": [44.0]})
    text = str(plan_table(frame, load("318/2022", tier="ntm", as_of="2024-06-01")))
    assert "income_per_capita: Income per capita, in triệu đồng/người/năm" in text
    assert "stunting_share: Stunting among children under five, no such column: not observed" in text


def test_a_plan_is_made_once_for_a_set_and_its_columns() -> None:
    frame = pl.DataFrame({"year": [2023], "region": ["BTB"], "income_per_capita": [44.0]})
    ruleset = load("318/2022", tier="ntm", as_of="2024-06-01")
    assert plan_table(frame, ruleset).compiled is plan_table(frame.head(0), ruleset).compiled


def test_a_figure_that_cannot_be_true_does_not_contradict_that_there_are_no_members() -> None:
    ruleset = load("320/2022", tier="nang_cao", level="district")
    data = {
        "year": [2023, 2023],
        "region": ["BTB", "BTB"],
        "townships_count": [0, 0],
        "townships_civilised_urban_share": [0.0, 0.0],
        "townships_civilised_urban_share__relation": ["below", "exact"],
    }
    found = evaluate_table(pl.DataFrame(data), ruleset, detail="indicators")
    assert found["condition_townships_civilised"].to_list() == ["not_applicable", "unknown"]


def test_the_gap_of_a_count_is_whole_whatever_the_noise_of_its_float() -> None:
    found = judged(trial(COUNT), {"school_count": [-9.99e-13, 1.0000000000001]})
    assert found["gap_1_1"].to_list() == [3.0, 2.0]
    assert found["gap_whole_1_1"].to_list() == [3.0, 2.0]


EXEMPT = (
    "require: {measure: poor_households, at_most: 0 hộ, "
    "exempt: [poor_households_social_protection, poor_households_serious_illness]}"
)


def test_a_group_that_is_taken_off_and_was_not_counted_leaves_the_row_open() -> None:
    data = {
        "poor_households": [5, 5, 5],
        "poor_households_social_protection": [3, 3, 3],
        "poor_households_serious_illness": [None, 1, 2],
    }
    assert judged(trial(EXEMPT), data)["indicator_1_1"].to_list() == ["unknown", "not_met", "met"]


def test_what_fails_by_the_column_of_difficult_communes_but_not_by_its_own_is_open() -> None:
    # 15.3: at most 24 % in TDMNPB, 25 % in BTB; the text says "may use".
    data = {
        "year": [2023] * 3,
        "region": ["BTB"] * 3,
        "designations": [["area_3"], [], ["area_3"]],
        "stunting_share": [24.5, 24.5, 25.5],
    }
    ruleset = load("318/2022", tier="ntm", as_of="2024-06-01")
    found = evaluate_table(pl.DataFrame(data), ruleset, detail="indicators")
    assert found["indicator_15_3"].to_list() == ["unknown", "met", "not_met"]
    assert found["reason_15_3"].to_list() == ["column_open", None, "below_level"]
