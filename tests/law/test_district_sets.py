"""The district sets of 2021–2025: 320/2022, annex V of 211/2024, and what 211/2024 changes.

What is evidenced, what is recalled and what nobody has seen is pinned row by row, so that a level that is
confirmed changes this file together with the ruleset.
"""

from __future__ import annotations

import pytest

from ntm_rules import catalogue, evaluate, load, unit_record
from ntm_rules.law import Ruleset, Status
from ntm_rules.law.requirements import Comparison, Delegated, Level, Meets, Unset, levels
from ntm_rules.law.rulesets import Indicator

SETS = (("320/2022", "ntm"), ("320/2022", "hoan_thanh"), ("320/2022", "nang_cao"), ("211/2024", "ntm"))
EVERY_DAY = ("2022-03-08", "2022-08-02", "2023-12-31", "2024-03-01", "2024-03-07", "2025-06-30")


def district(
    decision: str, tier: str, as_of: str | None = "2023-06-01", province: str | None = None
) -> Ruleset:
    return load(decision, tier=tier, level="district", as_of=as_of, province=province)


def statuses(row: Indicator) -> set[str]:
    """Return what is known of the levels of a row: a status, `province` where it is left to it."""
    cells = [cell for c in row.comparisons for _, cell in levels(c.bound)]
    assert all(isinstance(cell, (Level, Unset, Delegated)) for cell in cells), row.id
    return {
        "province" if isinstance(cell, Delegated) else str(cell.provenance.status)
        for cell in cells
        if isinstance(cell, (Level, Unset, Delegated))
    }


def rows(ruleset: Ruleset, *known: str) -> set[str]:
    """Return the ids of the indicators whose levels are known just so."""
    return {row.id for row in ruleset.indicators() if statuses(row) == set(known)}


def the_level(row: Indicator, measure: str) -> str:
    [comparison] = [c for c in row.comparisons if c.measure == measure]
    [(_, cell)] = levels(comparison.bound)
    assert isinstance(cell, Level)
    return cell.text


@pytest.mark.parametrize(
    ("decision", "tier", "criteria", "indicators"),
    [("320/2022", "ntm", 9, 36), ("320/2022", "nang_cao", 9, 38), ("320/2022", "hoan_thanh", 5, 5)],
)
def test_a_district_set_has_as_many_rows_as_its_annex(
    decision: str, tier: str, criteria: int, indicators: int
) -> None:
    ruleset = district(decision, tier)
    assert (len(ruleset.criteria), len(tuple(ruleset.indicators()))) == (criteria, indicators)


@pytest.mark.parametrize(("tier", "indicators"), [("ntm", 36), ("nang_cao", 38)])
def test_what_is_published_of_a_district_set_rests_on_one_page(tier: str, indicators: int) -> None:
    published = district("320/2022", tier).published
    assert published is not None
    assert (published.criteria, published.indicators) == (9, indicators)
    assert published.status is Status.SOURCED_1


def test_the_criteria_of_the_rural_district_are_numbered_one_to_nine() -> None:
    for tier in ("ntm", "nang_cao"):
        assert [c.number for c in district("320/2022", tier).criteria] == [str(n) for n in range(1, 10)]


def test_each_set_judges_the_districts_it_is_written_for() -> None:
    kinds = {(e.decision.id, e.tier): e.file.kinds for e in catalogue().sets if e.level == "district"}
    assert kinds["320/2022", "ntm"] == kinds["320/2022", "nang_cao"] == ("rural_district",)
    assert kinds["320/2022", "hoan_thanh"] == ("district_town", "district_city")
    assert kinds["211/2024", "ntm"] == ("special_district",)


def test_the_ntm_set_says_of_every_level_what_it_rests_on() -> None:
    ruleset = district("320/2022", "ntm")
    assert rows(ruleset, "sourced-2") == {"9.6"}
    assert rows(ruleset, "sourced-1") == {"1.1", "1.2", "2.1", "2.2", "2.4", "5.4", "5.5", "6.3", "6.4"}
    assert rows(ruleset, "sourced-1", "unset") == {"6.1"}
    assert rows(ruleset, "recalled") == {"3.1", "4", "5.2", "9.4"}
    assert len(rows(ruleset, "unset")) == 36 - 1 - 9 - 1 - 4


def test_the_nang_cao_set_of_2022_says_of_every_level_what_it_rests_on() -> None:
    ruleset = district("320/2022", "nang_cao")
    assert rows(ruleset, "province") == {"1.1", "1.2"}
    assert rows(ruleset, "sourced-1") == {"5.1", "5.4"}
    assert rows(ruleset, "recalled") == {"9.1"}
    assert len(rows(ruleset, "unset")) == 38 - 2 - 2 - 1


def test_the_special_set_says_of_every_level_what_it_rests_on() -> None:
    ruleset = district("211/2024", "ntm", "2024-06-01")
    assert rows(ruleset, "sourced-2") == {"1.1", "1.2", "2.1"}
    assert rows(ruleset, "sourced-1") == {"3.2", "4", "9.7"}
    assert rows(ruleset, "province") == {"2.2", "2.3", "3.1"}
    assert rows(ruleset, "unset") == {"5.1", "5.2", "6", "7", "8", "9.1"}


@pytest.mark.parametrize(
    ("tier", "indicator", "measure", "level"),
    [
        ("ntm", "1.2", "district_essential_works", "1 công trình"),
        ("ntm", "2.2", "district_roads_planned_standard_share", "100 %"),
        ("ntm", "2.4", "district_bus_station_class", "Loại IV"),
        ("ntm", "5.4", "upper_secondary_level1_schools_share", "60 %"),
        ("ntm", "5.5", "vocational_continuing_centre_level", "Cấp độ 1"),
        ("nang_cao", "5.1", "health_insurance_share", "95 %"),
        ("nang_cao", "5.4", "upper_secondary_level1_schools_share", "100 %"),
        ("nang_cao", "5.4", "upper_secondary_level2_schools", "1 trường"),
    ],
)
def test_a_level_that_a_page_states_is_the_pages(tier: str, indicator: str, measure: str, level: str) -> None:
    assert the_level(district("320/2022", tier).indicator(indicator), measure) == level


@pytest.mark.parametrize(
    ("tier", "indicator", "candidates"),
    [
        ("ntm", "2.3", ["50 %"]),
        ("ntm", "7.7", ["2 m²/người"]),
        ("ntm", "8.2", ["35 %"]),
        ("nang_cao", "2.3", ["80 %"]),
        ("nang_cao", "3.3", []),
        ("nang_cao", "8.2", ["80 lít/người/ngày"]),
        ("hoan_thanh", "2", ["10 %"]),
        ("hoan_thanh", "5", ["4 m²/người"]),
    ],
)
def test_a_level_nobody_has_confirmed_stays_unset_beside_what_was_recalled(
    tier: str, indicator: str, candidates: list[str]
) -> None:
    [comparison] = district("320/2022", tier).indicator(indicator).comparisons
    [(_, cell)] = levels(comparison.bound)
    assert isinstance(cell, Unset)
    assert [c.text for c in cell.candidates if isinstance(c, Level)] == candidates


@pytest.mark.parametrize("tier", ["ntm", "nang_cao"])
def test_clean_water_of_a_district_has_no_level_in_any_region(tier: str) -> None:
    [comparison] = district("320/2022", tier).indicator("8.1").comparisons
    cells = dict(levels(comparison.bound))
    assert len(cells) == 8
    assert all(isinstance(cell, Unset) and not cell.candidates for cell in cells.values())


def share_of_communes(row: Indicator) -> tuple[str, Meets]:
    """Return the share of communes that a row asks, and the set that each must meet."""
    comparison = row.require
    assert isinstance(comparison, Comparison)
    assert comparison.members is not None
    assert comparison.members.kinds == ("commune",)
    assert isinstance(comparison.members.satisfy, Meets)
    return the_level(row, comparison.measure), comparison.members.satisfy


@pytest.mark.parametrize(
    ("tier", "condition", "share", "asked"),
    [
        ("ntm", "communes-ntm", "100 %", "ntm"),
        ("ntm", "communes-nang-cao", "10 %", "nang_cao"),
        ("nang_cao", "communes-nang-cao", "50 %", "nang_cao"),
    ],
)
def test_the_communes_of_a_district_must_meet_the_set_of_2021_to_2025(
    tier: str, condition: str, share: str, asked: str
) -> None:
    ruleset = district("320/2022", tier)
    found, satisfy = share_of_communes(ruleset.condition(condition))
    assert found == share
    assert (satisfy.ruleset, satisfy.tier, satisfy.level) == ("318/2022", asked, "commune")


@pytest.mark.parametrize(("tier", "overall", "each"), [("ntm", "90 %", "80 %"), ("nang_cao", "95 %", "85 %")])
def test_residents_must_be_satisfied_in_the_district_and_in_every_commune(
    tier: str, overall: str, each: str
) -> None:
    ruleset = district("320/2022", tier)
    assert the_level(ruleset.condition("residents-satisfied"), "residents_satisfied_share") == overall
    row = ruleset.condition("residents-satisfied-each-commune")
    assert the_level(row, "communes_satisfied_each_content_share") == "100 %"
    assert the_level(row, "residents_satisfied_lowest_content_share") == each


def test_satisfaction_in_each_commune_is_less_certain_than_in_the_district() -> None:
    ruleset = district("320/2022", "ntm")
    assert statuses(ruleset.condition("residents-satisfied")) == {"sourced-2"}
    assert statuses(ruleset.condition("residents-satisfied-each-commune")) == {"sourced-1"}


def test_that_a_nang_cao_district_must_meet_the_ntm_set_is_recalled_and_decides_nothing() -> None:
    assert statuses(district("320/2022", "nang_cao").condition("district-ntm")) == {"unset"}
    record = unit_record(
        {
            "unit": {"name": "huyện A", "level": "district", "province": "Thanh Hóa"},
            "year": 2023,
            "observations": {"district_ntm_set_met": "chưa đạt"},
        }
    )
    verdict = evaluate(record, district("320/2022", "nang_cao"))
    assert verdict.condition("district-ntm").outcome == "unknown"


@pytest.mark.parametrize(("decision", "tier"), SETS)
def test_debt_is_recalled_of_districts_and_security_unset(decision: str, tier: str) -> None:
    last = district(decision, tier, "2024-06-01")
    assert statuses(last.condition("no-construction-debt")) == {"recalled"}
    assert statuses(last.condition("security-safe-standard")) == {"unset"}


@pytest.mark.parametrize("tier", ["ntm", "hoan_thanh", "nang_cao"])
@pytest.mark.parametrize(
    ("as_of", "found"),
    [
        ("2022-08-01", {"conditions-before-2022-08-02"}),
        ("2022-08-02", {"no-construction-debt", "security-not-complex"}),
        ("2024-03-06", {"no-construction-debt", "security-not-complex"}),
        ("2024-03-07", {"no-construction-debt", "security-safe-standard"}),
    ],
)
def test_the_conditions_of_18_2022_hold_from_their_day(tier: str, as_of: str, found: set[str]) -> None:
    ids = {c.id for c in district("320/2022", tier, as_of).conditions}
    assert {i for i in ids if i.startswith(("conditions", "no-", "security"))} == found


def test_211_changes_four_rows_of_the_nang_cao_set_and_no_count() -> None:
    before, after = (district("320/2022", "nang_cao", day) for day in ("2024-02-29", "2024-03-01"))
    changed = {row.id for row in after.indicators() if row != before.indicator(row.id)}
    assert changed == {"1.1", "5.2", "5.3", "5.5"}
    assert len(tuple(after.indicators())) == 38
    assert rows(after, "sourced-1") == {"5.1", "5.2", "5.3", "5.4", "5.5"}


def test_before_211_the_rows_it_words_have_no_level() -> None:
    before = district("320/2022", "nang_cao", "2024-02-29")
    assert {"5.2", "5.3", "5.5"} <= rows(before, "unset")
    assert [c.measure for c in before.indicator("5.5").comparisons] == ["vocational_continuing_centre_level"]


def test_since_211_another_institution_may_stand_for_the_vocational_centre() -> None:
    record = unit_record(
        {
            "unit": {"name": "huyện A", "level": "district", "province": "Hải Dương"},
            "year": 2024,
            "observations": {
                "vocational_continuing_centre_level": "Cấp độ 1",
                "other_institution_with_centre_function": "đạt",
            },
        }
    )
    before, after = (district("320/2022", "nang_cao", day) for day in ("2024-02-29", "2024-03-01"))
    assert evaluate(record, before).indicator("5.5").outcome == "unknown"
    assert evaluate(record, after).indicator("5.5").outcome == "met"


def test_what_211_changes_unseen_is_told_and_changes_no_level() -> None:
    before, after = (district("320/2022", "ntm", day) for day in ("2024-02-29", "2024-03-01"))
    assert before.criteria == after.criteria
    assert {touched for change in after.unread_changes for touched in change.touches} == {"5.5", "9.5"}
    nang_cao = district("320/2022", "nang_cao", "2024-03-01")
    assert {touched for change in nang_cao.unread_changes for touched in change.touches} == {"1.2"}


def special(**observations: str) -> dict[str, object]:
    unit = {"name": "huyện B", "level": "district", "kind": "special_district", "province": "Quảng Ngãi"}
    return {"unit": unit, "year": 2024, "observations": observations}


def test_the_part_of_annex_five_that_is_known_meets_no_criterion_with_a_gap() -> None:
    record = unit_record(special(district_legal_access_standard="đạt", district_health_centre_standard="đạt"))
    verdict = evaluate(record, district("211/2024", "ntm", "2024-06-01"))
    assert verdict.indicator("9.7").outcome == "met"
    assert {n: verdict.criterion(n).outcome for n in "56789"} == dict.fromkeys("56789", "unknown")


def test_a_special_district_answers_for_roads_and_waterways_to_its_province() -> None:
    ruleset = district("211/2024", "ntm", "2024-06-01")
    verdict = evaluate(unit_record(special(district_roads_planted_share="90 %")), ruleset)
    assert verdict.indicator("2.2").outcome == "unknown"
    without = evaluate(
        unit_record(special(has_local_waterways="chưa đạt", has_farm_land="chưa đạt")), ruleset
    )
    assert without.indicator("2.3").outcome == without.indicator("3.1").outcome == "not_applicable"


def test_ho_chi_minh_city_sets_what_is_left_to_it_until_211_words_it_anew() -> None:
    before = district("320/2022", "nang_cao", "2023-12-31", "Hồ Chí Minh")
    assert rows(before, "sourced-1") >= {"1.1", "1.2"}
    assert the_level(before.indicator("1.2"), "district_required_works") == "1 công trình"
    after = district("320/2022", "nang_cao", "2024-03-01", "Hồ Chí Minh")
    assert rows(after, "province") == {"1.1", "1.2"}


def test_hai_duong_asks_two_works_one_of_them_social() -> None:
    ruleset = district("320/2022", "nang_cao", "2025-01-01", "Hải Dương")
    works = ruleset.indicator("1.2")
    assert the_level(works, "district_required_works") == "2 công trình"
    assert the_level(works, "district_required_social_works") == "1 công trình"
    assert the_level(ruleset.indicator("1.1"), "district_service_zone_detailed_plans") == "1 đồ án"


@pytest.mark.parametrize(("decision", "tier"), SETS)
@pytest.mark.parametrize("as_of", EVERY_DAY)
def test_no_level_of_a_district_set_says_more_than_its_pages(decision: str, tier: str, as_of: str) -> None:
    ruleset = district(decision, tier, as_of)
    for row in (*ruleset.indicators(), *ruleset.conditions):
        for comparison in row.comparisons:
            for _, cell in levels(comparison.bound):
                if isinstance(cell, Level) and cell.provenance.status is not Status.RECALLED:
                    pages = {s.url for s in (*cell.provenance.sources, *row.sources)}
                    assert len(pages) >= (2 if cell.provenance.status is Status.SOURCED_2 else 1), row.id
