"""One unit under one set: outcomes, reasons, gaps, columns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluation.conftest import commune, trial_set

from ntm_rules import Verdict, evaluate, load, measures, observe
from ntm_rules.errors import UnexpectedValue, YearOutsideSet
from ntm_rules.evaluation import trials
from ntm_rules.evaluation.comparing import compare

Judge = Callable[..., Verdict]
WATER = "{measure: clean_water_share, at_least: 80 %}"
POVERTY = "{measure: multidimensional_poverty_share, at_most: 5 %}"


@pytest.mark.parametrize(
    ("operator", "observed", "outcome"),
    [
        ("at_least", "80 %", "met"),
        ("at_least", "79,99 %", "not_met"),
        ("at_most", "80 %", "met"),
        ("at_most", "80,01 %", "not_met"),
        ("above", "80 %", "not_met"),
        ("above", "80,01 %", "met"),
        ("below", "80 %", "not_met"),
        ("below", "79,99 %", "met"),
        ("equals", "80 %", "met"),
        ("equals", "80,01 %", "not_met"),
    ],
)
def test_the_bound_itself_is_met_unless_the_comparison_is_strict(
    judge: Judge, operator: str, observed: str, outcome: str
) -> None:
    verdict = judge(f"{{measure: clean_water_share, {operator}: 80 %}}", {"clean_water_share": observed})
    assert verdict.indicator("1.1").outcome == outcome


def test_eleven_of_twenty_two_is_exactly_half(judge: Judge) -> None:
    require = "{measure: clean_water_share, at_least: 50 %}"
    assert judge(require, {"clean_water_share": "11/22 hộ"}).outcome == "met"
    third = "{measure: clean_water_share, at_least: '33,3333333333 %'}"
    assert judge(third, {"clean_water_share": "1/3 hộ"}).outcome == "met"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_float_noise_never_decides(tenths: int, more: int) -> None:
    observed = observe(measures()["income_ratio_since_ntm"], tenths / 10 + more / 10)
    assert observed.value == Decimal(tenths + more) / 10
    for operator, code in (("at_least", 2), ("at_most", 2), ("equals", 2), ("above", 0), ("below", 0)):
        level = Decimal(tenths + more) / 10
        assert (
            compare(operator, observed.value, observed.relation, level, measures()["income_ratio_since_ntm"])
            == code
        )


def test_a_missing_fact_is_unknown_and_says_what_is_missing(judge: Judge) -> None:
    result = judge(WATER, {}).indicator("1.1")
    assert (result.outcome, result.reason) == ("unknown", "no_observation")
    assert result.findings[0].missing == "clean_water_share"


def test_an_unset_level_is_unknown_and_says_what_each_candidate_would_give(judge: Judge) -> None:
    require = "{measure: income_per_capita, at_least: {unset: {candidates: [53 triệu đồng/người/năm, 56 triệu đồng/người/năm]}}}"
    verdict = judge(require, {"income_per_capita": "54,2 triệu đồng/người/năm"})
    result = verdict.indicator("1.1")
    assert (result.outcome, result.reason) == ("unknown", "threshold_unset")
    given = trials(verdict, result.findings[0])
    assert [(str(t.level.value), t.outcome, str(t.distance)) for t in given] == [
        ("53", "met", "1.2"),
        ("56", "not_met", "1.8"),
    ]


@pytest.mark.parametrize("trust", ["sourced", "recalled", "candidate"])
def test_two_candidates_never_decide(judge: Judge, trust: str) -> None:
    require = "{measure: clean_water_share, at_least: {unset: {candidates: [50 %, 60 %]}}}"
    assert judge(require, {"clean_water_share": "99 %"}, trust=trust).outcome == "undetermined"


@pytest.mark.parametrize(
    ("status", "trust", "outcome", "provisional", "assumed"),
    [
        ("sourced-2", "sourced", "met", False, False),
        ("recalled", "sourced", "undetermined", False, False),
        ("recalled", "recalled", "met", True, False),
        ("recalled", "candidate", "met", True, False),
        ("unset", "recalled", "undetermined", False, False),
        ("unset", "candidate", "met", False, True),
    ],
)
def test_trust_moves_the_line_and_the_verdict_is_marked(
    judge: Judge, status: str, trust: str, outcome: str, provisional: bool, assumed: bool
) -> None:
    verdict = judge(WATER, {"clean_water_share": "81 %"}, status=status, trust=trust)
    assert (verdict.outcome, verdict.provisional, verdict.assumed) == (outcome, provisional, assumed)


def test_a_failure_that_a_sourced_level_decides_is_not_provisional() -> None:
    ruleset = trial_set(f"require: {WATER}, status: sourced-1", f"require: {POVERTY}, status: recalled")
    facts = {"clean_water_share": "70 %", "multidimensional_poverty_share": "9 %"}
    verdict = evaluate(commune(facts), ruleset)
    assert (verdict.outcome, verdict.provisional) == ("not_met", False)
    assert verdict.indicator("2.1").provisional


def test_nearly_met_is_its_own_reason_and_does_not_count_as_met(judge: Judge) -> None:
    result = judge("{measure: market_planned, is: true}", {"market_planned": "cơ bản đạt"}).indicator("1.1")
    assert (result.outcome, result.reason) == ("not_met", "nearly_met")


def test_what_does_not_apply_counts_as_met_and_is_not_counted() -> None:
    ruleset = trial_set(
        f"require: {WATER}, status: sourced-1",
        "applies_when: {measure: has_craft_village, is: true}, require: {measure: craft_village_preservation, is: true},"
        " status: sourced-1",
    )
    verdict = evaluate(commune({"clean_water_share": "85 %", "has_craft_village": "không"}), ruleset)
    assert verdict.indicator("2.1").outcome == "not_applicable"
    assert (verdict.outcome, verdict.criteria_met, verdict.criteria_applicable) == ("met", 1, 1)


def test_unknown_applicability_is_unknown_unless_the_requirement_is_met_anyway() -> None:
    ruleset = trial_set(
        "applies_when: {measure: has_craft_village, is: true}, require: {measure: craft_village_preservation, is: true},"
        " status: sourced-1"
    )
    failing = evaluate(commune({"craft_village_preservation": "chưa đạt"}), ruleset).indicator("1.1")
    assert (failing.outcome, failing.reason) == ("unknown", "applicability_unknown")
    assert evaluate(commune({"craft_village_preservation": "đạt"}), ruleset).outcome == "met"


def test_a_gap_says_how_many_households_make_it_up_rounded_up(judge: Judge) -> None:
    verdict = judge(WATER, {"clean_water_share": "901/1200 hộ"})
    (gap,) = verdict.indicator("1.1").gaps
    assert (gap.whole, gap.who) == (59, "hộ")  # 80 % of 1200 is 960
    verdict = judge(POVERTY, {"multidimensional_poverty_share": "62/1210 hộ"})
    (gap,) = verdict.indicator("1.1").gaps
    assert gap.whole == 2  # 5 % of 1210 is 60.5: at most 60


def test_a_gap_has_its_distance_in_the_unit_its_relative_size_and_the_next_years_level(judge: Judge) -> None:
    require = "{measure: income_per_capita, at_least: {by: year, 2023: 47 triệu đồng/người/năm, 2024: 50 triệu đồng/người/năm}}"
    (gap,) = judge(require, {"income_per_capita": "3,5 triệu đồng/người/tháng"}).indicator("1.1").gaps
    assert (gap.observed, gap.distance, gap.whole) == (42, 5, None)
    assert gap.relative == Fraction(5, 47)
    assert gap.next_level is not None
    assert gap.next_level.text == "50 triệu đồng/người/năm"


@pytest.mark.parametrize(
    ("observed", "outcome"),
    [
        ("trên 80 %", "met"),
        ("từ 80 % trở lên", "met"),
        ("trên 79 %", "unknown"),
        ("dưới 80 %", "not_met"),
        ("dưới 90 %", "unknown"),
    ],
)
def test_a_figure_given_as_more_or_less_than_decides_only_what_it_can(
    judge: Judge, observed: str, outcome: str
) -> None:
    assert judge(WATER, {"clean_water_share": observed}).indicator("1.1").outcome == outcome


class TestBothSexes:
    REQUIRE = "{measure: health_insurance_share, at_least: 90 %, sexes: both}"

    @pytest.mark.parametrize(
        ("observed", "outcome", "reason"),
        [
            ({"male": "91 %", "female": "90 %"}, "met", None),
            ({"male": "91 %", "female": "89 %"}, "not_met", "below_level"),
            ({"male": "91 %"}, "unknown", "not_by_sex"),
            ({"male": "89 %"}, "not_met", "below_level"),
            ("95 %", "unknown", "not_by_sex"),
            ("89 %", "not_met", "below_level"),
        ],
    )
    def test_men_and_women_must_each_pass(
        self, judge: Judge, observed: object, outcome: str, reason: str | None
    ) -> None:
        result = judge(self.REQUIRE, {"health_insurance_share": observed}).indicator("1.1")
        assert (result.outcome, result.reason) == (outcome, reason)


class TestThreeYears:
    REQUIRE = "{measure: unlawful_mass_complaints, equals: 0 vụ, over: {years: 3}}"

    @pytest.mark.parametrize(
        ("years", "outcome"),
        [
            ({2020: "0 vụ", 2021: "0 vụ", 2022: "0 vụ"}, "met"),
            ({2020: "0 vụ", 2021: "1 vụ"}, "not_met"),
            ({2021: "0 vụ", 2022: "0 vụ"}, "unknown"),
            ({2019: "3 vụ", 2020: "0 vụ", 2021: "0 vụ", 2022: "0 vụ"}, "met"),
        ],
    )
    def test_every_one_of_the_three_years_before_the_assessment_must_pass(
        self, judge: Judge, years: dict[int, str], outcome: str
    ) -> None:
        verdict = judge(
            self.REQUIRE, {"unlawful_mass_complaints": {"years": years}}, assessed_on="2023-10-01"
        )
        assert verdict.indicator("1.1").outcome == outcome

    @pytest.mark.parametrize(
        ("observed", "outcome"),
        [
            ({"value": "0 vụ", "over_years": 3}, "met"),
            ({"value": "0 vụ", "over_years": 2}, "unknown"),
            ({"value": "2 vụ", "over_years": 2}, "not_met"),
            ({"value": "0 vụ", "over_years": 3, "years": {2021: "1 vụ"}}, "unknown"),
            ({"value": "0 vụ"}, "unknown"),
        ],
    )
    def test_a_value_may_stand_for_several_years(
        self, judge: Judge, observed: dict[str, object], outcome: str
    ) -> None:
        verdict = judge(self.REQUIRE, {"unlawful_mass_complaints": observed}, assessed_on="2023-10-01")
        assert verdict.indicator("1.1").outcome == outcome

    def test_a_year_in_which_it_does_not_apply_does_not_fail(self, judge: Judge) -> None:
        require = "{measure: social_evils_contained, is: true, over: {years: 3}}"
        facts = {"social_evils_contained": {"years": {2020: "đạt", 2021: "không áp dụng", 2022: "đạt"}}}
        assert judge(require, facts, assessed_on="2023-10-01").outcome == "met"


def test_exempted_households_are_taken_off_before_counting(judge: Judge) -> None:
    require = "{measure: poor_households, equals: 0 hộ, exempt: [poor_households_social_protection, poor_households_serious_illness]}"
    some = {"poor_households": "5 hộ", "poor_households_social_protection": "3 hộ"}
    assert judge(require, some).indicator("1.1").outcome == "unknown"
    assert judge(require, some | {"poor_households_serious_illness": "2 hộ"}).outcome == "met"
    assert judge(require, some | {"poor_households_serious_illness": "1 hộ"}).outcome == "not_met"
    assert judge(require, {"poor_households": "0 hộ"}).outcome == "met"


@pytest.mark.parametrize(
    ("poor", "protected", "outcome", "reason"),
    [
        ("5 hộ", "dưới 5 hộ", "unknown", "one_sided_observation"),
        ("5 hộ", "trên 3 hộ", "unknown", "one_sided_observation"),
        ("trên 5 hộ", "5 hộ", "unknown", "one_sided_observation"),
        ("5 hộ", "7 hộ", "unknown", "contradictory_observations"),
        ("0 hộ", "dưới 5 hộ", "met", None),
    ],
)
def test_exemptions_that_are_not_counted_exactly_decide_only_what_they_can(
    judge: Judge, poor: str, protected: str, outcome: str, reason: str | None
) -> None:
    require = "{measure: poor_households, equals: 0 hộ, exempt: [poor_households_social_protection]}"
    result = judge(
        require, {"poor_households": poor, "poor_households_social_protection": protected}
    ).indicator("1.1")
    assert (result.outcome, result.reason) == (outcome, reason)


def test_a_level_may_be_a_multiple_of_the_provinces_average(judge: Judge) -> None:
    require = (
        "{measure: income_per_capita, at_least: {times: 1.4, of: {measure: province_income_per_capita}}}"
    )
    own = {"income_per_capita": "42 triệu đồng/người/năm"}
    result = judge(require, own).indicator("1.1")
    assert (result.outcome, result.reason, result.findings[0].missing) == (
        "unknown",
        "basis_missing",
        "province_income_per_capita",
    )
    assert judge(require, own | {"province_income_per_capita": "30 triệu đồng/người/năm"}).outcome == "met"
    assert (
        judge(require, own | {"province_income_per_capita": "30,01 triệu đồng/người/năm"}).outcome
        == "not_met"
    )


def test_a_level_may_be_a_multiple_of_the_units_own_past(judge: Judge) -> None:
    require = "{measure: income_per_capita, at_least: {times: 1.5, of: {measure: income_per_capita, at_recognition: ntm}}}"
    past = [
        {
            "tier": "ntm",
            "under": "491/2009",
            "on": "2015-01-01",
            "observations": {"income_per_capita": "30 triệu đồng/người/năm"},
        }
    ]
    facts = {"income_per_capita": "45 triệu đồng/người/năm"}
    assert judge(require, facts, recognitions=past).outcome == "met"
    assert judge(require, facts).indicator("1.1").reason == "basis_missing"


def test_a_bound_may_depend_on_another_fact_and_is_certain_where_both_cases_agree(judge: Judge) -> None:
    require = "{measure: schools_level1_facilities_share, at_least: {cases: [{when: {measure: school_count, above: 3 trường}, then: 70 %}, {otherwise: 50 %}]}}"
    share = "schools_level1_facilities_share"
    assert judge(require, {share: "60 %", "school_count": "3 trường"}).outcome == "met"
    assert judge(require, {share: "60 %", "school_count": "4 trường"}).outcome == "not_met"
    assert judge(require, {share: "60 %"}).indicator("1.1").reason == "case_unknown"
    assert judge(require, {share: "70 %"}).outcome == "met"
    assert judge(require, {share: "49 %"}).outcome == "not_met"


def test_a_level_left_to_the_province_is_unknown_but_its_floor_can_fail(judge: Judge) -> None:
    require = "{measure: irrigated_land_share, at_least: {set_by: province, floor: 80 %}}"
    above = judge(require, {"irrigated_land_share": "85 %"}).indicator("1.1")
    assert (above.outcome, above.reason) == ("unknown", "left_to_province")
    assert judge(require, {"irrigated_land_share": "79 %"}).outcome == "not_met"


def test_an_ordinal_grade_is_compared_by_rank(judge: Judge) -> None:
    require = "{measure: disaster_readiness_rating, at_least: Khá}"
    assert judge(require, {"disaster_readiness_rating": "Tốt"}).outcome == "met"
    assert judge(require, {"disaster_readiness_rating": "Trung bình"}).outcome == "not_met"


def test_a_recognition_is_a_fact_of_its_own_and_unrecorded_ones_leave_it_unknown(judge: Judge) -> None:
    require = "{holds: {tier: ntm, under: [1980/2016]}}"
    held = [{"tier": "ntm", "under": "1980/2016", "on": "2018-05-01"}]
    assert judge(require, {}, recognitions=held).outcome == "met"
    assert judge(require, {}, recognitions=[]).outcome == "not_met"
    assert judge(require, {}).indicator("1.1").reason == "recognitions_not_recorded"


def test_a_higher_title_shows_that_the_lower_one_was_held(judge: Judge) -> None:
    held = [{"tier": "kieu_mau", "under": "691/2018", "on": "2020-05-01"}]
    assert judge("{holds: {tier: nang_cao}}", {}, recognitions=held).outcome == "met"
    assert judge("{holds: {tier: nang_cao, under: [1345/2018]}}", {}, recognitions=held).outcome == "not_met"


def test_a_modern_commune_was_ntm_and_need_not_have_been_advanced(judge: Judge) -> None:
    held = [{"tier": "hien_dai", "under": "51/2025", "on": "2027-05-01"}]
    assert judge("{holds: {tier: ntm}}", {}, recognitions=held, year=2028).outcome == "met"
    assert judge("{holds: {tier: nang_cao}}", {}, recognitions=held, year=2028).outcome == "not_met"


def test_a_title_without_its_decision_leaves_open_under_which_it_was_given(judge: Judge) -> None:
    require = "{holds: {tier: ntm, under: [1980/2016]}}"
    assert judge(require, {}, recognitions=[{"tier": "ntm"}]).outcome == "undetermined"


def test_two_recognitions_with_different_figures_give_no_basis(judge: Judge) -> None:
    require = "{measure: income_per_capita, at_least: {times: 1.5, of: {measure: income_per_capita, at_recognition: ntm}}}"
    past = [
        {
            "tier": "ntm",
            "on": f"{year}-01-01",
            "observations": {"income_per_capita": f"{income} triệu đồng/người/năm"},
        }
        for year, income in ((2012, 10), (2018, 40))
    ]
    facts = {"income_per_capita": "20 triệu đồng/người/năm"}
    assert judge(require, facts, recognitions=past).indicator("1.1").reason == "basis_missing"
    assert judge(require, facts, recognitions=past[:1]).outcome == "met"


def test_a_set_loaded_without_a_date_is_taken_in_the_text_of_the_records_day() -> None:
    record = commune({}, year=2022, province="Quảng Nam", unit={"designations": ["area_3"]})
    verdict = evaluate(record, load("318/2022", tier="ntm"))
    assert (verdict.column.used, verdict.ruleset.indicator("13.1").origin) == ("DHNTB", "318/2022")
    assert verdict == evaluate(record, load("318/2022", tier="ntm", as_of="2022-12-31"))


def test_facts_from_before_a_decision_are_held_against_its_first_text() -> None:
    ruleset = load("318/2022", tier="ntm", as_of="2021-12-31")
    assert str(ruleset.as_of) == "2022-03-08"
    assert [rule.id for rule in ruleset.columns.rules] == ["difficult-communes-2022"]


def test_whether_a_row_applies_is_a_fact_even_where_its_level_is_unset() -> None:
    ruleset = load("318/2022", tier="ntm", as_of="2023-06-01")
    said = {
        answer: evaluate(commune({"has_craft_village": answer}), ruleset)
        for answer in ("không", "cơ bản đạt")
    }
    assert said["không"].indicator("13.4").outcome == "not_applicable"
    assert said["cơ bản đạt"].indicator("13.4").outcome == "unknown"


def test_a_recognition_after_the_assessment_does_not_count_for_it(judge: Judge) -> None:
    held = [{"tier": "ntm", "under": "1980/2016", "on": "2024-05-01"}]
    require = "{holds: {tier: ntm}}"
    assert judge(require, {}, recognitions=held, assessed_on="2024-04-30").outcome == "not_met"
    assert judge(require, {}, recognitions=held, assessed_on="2024-05-01").outcome == "met"


def test_a_verdict_shows_itself_in_one_line(judge: Judge) -> None:
    shown = repr(judge(WATER, {"clean_water_share": "81 %"}))
    assert shown.startswith("<verdict Xã A under <set 999/2030 commune ntm")
    assert shown.endswith("met, 1 of 1 criteria met>")


def test_the_text_of_the_date_applies(judge: Judge) -> None:
    require = "{measure: clean_water_share, at_least: {by: date, 2022-03-08: 80 %, 2024-03-01: 85 %}}"
    facts = {"clean_water_share": "82 %"}
    assert judge(require, facts, year=2022, assessed_on="2024-02-29").outcome == "met"
    assert judge(require, facts, year=2022, assessed_on="2024-03-01").outcome == "not_met"
    assert judge(require, facts, year=2022, assessed_on="2022-03-07").outcome == "undetermined"


def test_a_year_outside_the_set_is_refused() -> None:
    with pytest.raises(YearOutsideSet, match="2021 to 2025"):
        evaluate(commune(year=2016), load("318/2022", tier="ntm"))


def test_a_unit_of_another_level_is_refused() -> None:
    from ntm_rules import unit_record

    district = unit_record(
        {"unit": {"name": "H", "level": "district", "province": "Nghệ An"}, "year": 2023, "observations": {}}
    )
    with pytest.raises(UnexpectedValue, match="commune"):
        evaluate(district, load("318/2022", tier="ntm"))


class TestColumns:
    def test_the_column_follows_from_the_province(self) -> None:
        ruleset = load("318/2022", tier="ntm", as_of="2023-06-01")
        assert evaluate(commune(province="Nghệ An"), ruleset).column.used == "BTB"
        assert evaluate(commune(province="Lào Cai"), ruleset).column.used == "TDMNPB"

    @pytest.mark.parametrize(
        ("as_of", "designations", "column"),
        [
            ("2023-06-01", ["area_3"], "DHNTB"),
            ("2023-06-01", ["especially_difficult"], "TDMNPB"),
            ("2024-03-01", ["area_2"], "TDMNPB"),
            ("2024-03-01", ["area_3"], "TDMNPB"),
            ("2024-03-01", ["area_1"], "DHNTB"),
            ("2024-03-01", ["safe_zone"], "DHNTB"),
            ("2024-03-01", ["safe_zone", "poor_district"], "TDMNPB"),
        ],
    )
    def test_a_difficult_commune_may_use_the_northern_mountain_column_and_the_result_says_why(
        self, as_of: str, designations: list[str], column: str
    ) -> None:
        ruleset = load("318/2022", tier="ntm", as_of=as_of)
        verdict = evaluate(commune(province="Quảng Nam", unit={"designations": designations}), ruleset)
        assert (verdict.column.used, verdict.column.own) == (column, "DHNTB")
        assert (verdict.column.rule is not None) == (column == "TDMNPB")

    def test_what_fails_by_the_other_column_but_not_by_its_own_is_open(self) -> None:
        # 15.3: at most 24 % in TDMNPB, 25 % in BTB; the text says "may use".
        ruleset = load("318/2022", tier="ntm", as_of="2024-06-01")
        facts = {"stunting_share": "24,5 %"}
        entitled = evaluate(commune(facts, unit={"designations": ["area_3"]}), ruleset).indicator("15.3")
        assert (entitled.outcome, entitled.reason) == ("unknown", "column_open")
        assert evaluate(commune(facts), ruleset).indicator("15.3").outcome == "met"
        worse = {"stunting_share": "25,5 %"}
        assert (
            evaluate(commune(worse, unit={"designations": ["area_3"]}), ruleset).indicator("15.3").outcome
            == "not_met"
        )
