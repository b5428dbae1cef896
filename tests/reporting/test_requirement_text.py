"""Requirements in words."""

from __future__ import annotations

import pytest
from tests.reporting.conftest import trial_set

from ntm_rules import catalogue, measures
from ntm_rules.reporting import requirement_text

ROADS = "measure: commune_roads_paved_share"


def words(require: str, lang: str = "vi", *, marks: bool = False, more: str = "") -> str:
    ruleset = trial_set(f"status: sourced-1, require: {require}{more}")
    (indicator,) = ruleset.indicators()
    return requirement_text(indicator, measures(), "en" if lang == "en" else "vi", marks=marks)


@pytest.mark.parametrize(
    ("require", "vi", "en"),
    [
        (f"{{{ROADS}, at_least: 80 %}}", "ít nhất 80 %", "at least 80 %"),
        (f"{{{ROADS}, at_least: 100 %}}", "100 %", "100 %"),
        (f"{{{ROADS}, above: 80 %}}", "trên 80 %", "more than 80 %"),
        (f"{{{ROADS}, at_most: 80 %}}", "nhiều nhất 80 %", "at most 80 %"),
        ("{measure: temporary_houses, equals: 0 nhà}", "0 nhà", "0 houses"),
        ("{measure: disaster_readiness_rating, at_least: Khá}", "Khá trở lên", "fair or better"),
        ("{measure: market_meets_standard, is: true}", "đạt", "met"),
        (f"{{{ROADS}, at_least: {{set_by: province}}}}", "tỉnh quy định", "set by the province"),
        (
            f"{{{ROADS}, at_least: {{set_by: province, floor: 80 %}}}}",
            "tỉnh quy định, không dưới sàn 80 %",
            "set by the province, floor 80 %",
        ),
        (
            f"{{{ROADS}, at_least: {{unset: {{candidates: [70 %, {{set_by: province}}]}}}}}}",
            "chưa có; ứng viên 70 % hoặc tỉnh quy định",
            "none yet; candidates 70 % or set by the province",
        ),
        (
            f"{{{ROADS}, at_least: 90 %, sexes: both}}",
            "ít nhất 90 % (nam và nữ đều phải đạt)",
            "at least 90 % (men and women each)",
        ),
        (
            "{holds: {tier: ntm, under: [1980/2016]}}",
            "đã được công nhận nông thôn mới theo 1980/2016",
            "recognised as new rural under 1980/2016",
        ),
        (
            "{meets: {ruleset: 318/2022, tier: nang_cao}}",
            "đạt nông thôn mới nâng cao theo 318/2022",
            "meets advanced new rural under 318/2022",
        ),
        ("{not: {designation: area_3}}", "không: thuộc diện xã khu vực III", "not: designated area III"),
    ],
)
def test_each_form_is_said_in_both_languages(require: str, vi: str, en: str) -> None:
    assert (words(require), words(require, "en")) == (vi, en)


def test_columns_of_one_level_are_named_together() -> None:
    table = "{by: region, TDMNPB: 50 %, DBSH: 100 %, TN: 50 %, common: 70 %}"
    text = words(f"{{{ROADS}, at_least: {table}}}")
    assert text == "TDMNPB, TN: ≥ 50 %; DBSH: 100 %; chung: ≥ 70 %"


def test_years_stand_on_lines_of_their_own() -> None:
    table = "{by: [year, region], 2022: {TN: 40 %}, 2023: {TN: 41 %}}"
    assert words(f"{{{ROADS}, at_least: {table}}}") == "2022: [TN: ≥ 40 %];\n2023: [TN: ≥ 41 %]"


def test_marks_follow_every_level() -> None:
    table = "{by: region, TDMNPB: {value: 50 %, status: recalled}, DBSH: 60 %}"
    assert words(f"{{{ROADS}, at_least: {table}}}", marks=True) == "TDMNPB: ≥ 50 % ~; DBSH: ≥ 60 % +"


def test_where_it_applies_is_said() -> None:
    more = ", applies_when: {measure: market_planned, is: true}"
    assert words(f"{{{ROADS}, at_least: 80 %}}", "en", more=more).startswith("at least 80 % (only where ")


def test_cases_and_multiples_are_said() -> None:
    cases = "{cases: [{when: {measure: school_count, above: 3 trường}, then: 70 %}, {otherwise: 50 %}]}"
    assert words(f"{{{ROADS}, at_least: {cases}}}", "en").endswith(
        "more than 3 schools: ≥ 70 %; otherwise: ≥ 50 %"
    )
    multiple = "{times: 1.4, of: {measure: province_income_per_capita}}"
    assert words(f"{{measure: income_per_capita, at_least: {multiple}}}").startswith("ít nhất 1,4 lần ")


def test_every_shipped_requirement_has_words() -> None:
    documents = catalogue()
    for entry in documents.sets:
        ruleset = documents.base(entry)
        for indicator in (*ruleset.indicators(), *ruleset.conditions):
            for lang in ("vi", "en"):
                text = requirement_text(indicator, documents.measures(), lang, marks=True)
                assert text
                assert "{" not in text
