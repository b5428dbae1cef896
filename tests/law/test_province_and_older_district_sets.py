"""District and province sets before 2021, provinces of 2021–2025, communes and provinces of 2026–2030.

What is evidenced, what is recalled and what nobody has seen is pinned row by row, so that a level that is
confirmed changes this file together with the ruleset.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ntm_rules import catalogue, load
from ntm_rules.law import Ruleset, Status
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    Comparison,
    CriteriaCount,
    Designated,
    Holds,
    Level,
    Meets,
    Unset,
    levels,
)
from ntm_rules.law.rulesets import Indicator


def base(decision: str, level: str, tier: str) -> Ruleset:
    documents = catalogue()
    return documents.base(documents.entry(decision, tier, level))


def comparison(row: Indicator, measure: str | None = None) -> Comparison:
    """Return the comparison of a row that is made with the unit's own figure."""
    found = [c for c in row.comparisons if measure in (None, c.measure)]
    return found[0]


def level(row: Indicator, measure: str | None = None) -> str:
    [(_, cell)] = levels(comparison(row, measure).bound)
    assert isinstance(cell, Level)
    return cell.text


def cells(row: Indicator) -> list[Level | Unset]:
    found = [cell for c in row.comparisons for _, cell in levels(c.bound)]
    assert all(isinstance(cell, Level | Unset) for cell in found), row.id
    return [cell for cell in found if isinstance(cell, Level | Unset)]


def known(ruleset: Ruleset) -> dict[str, set[str]]:
    """Return the statuses of the levels of every row, by its id."""
    return {row.id: {str(c.provenance.status) for c in cells(row)} for row in ruleset.indicators()}


# --- 491/2009 and 372/2014 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "share", "kinds"),
    [("district", "75 %", ("commune",)), ("province", "80 %", ("rural_district", "district_town"))],
)
def test_491_asks_one_share_that_is_recalled(unit: str, share: str, kinds: tuple[str, ...]) -> None:
    ruleset = load("491/2009", tier="ntm", level=unit, as_of="2014-03-13")
    assert known(ruleset) == {"1": {"recalled"}}
    assert level(ruleset.indicator("1")) == share
    members = comparison(ruleset.indicator("1")).members
    assert members is not None
    assert members.kinds == kinds
    assert ruleset.conditions == ()


def unit_near(unit: str) -> str:
    return "communes_near_ntm_share" if unit == "district" else "districts_near_ntm_share"


@pytest.mark.parametrize(("unit", "share"), [("district", "75 %"), ("province", "80 %")])
def test_372_asks_from_its_day_for_the_others_and_for_registration_too(unit: str, share: str) -> None:
    ruleset = load("491/2009", tier="ntm", level=unit, as_of="2014-03-14")
    assert [c.number for c in ruleset.criteria] == ["1", "2"]
    assert level(ruleset.indicator("1")) == share
    assert level(ruleset.indicator("2")) == level(ruleset.indicator("2"), unit_near(unit)) == "100 %"
    assert {row.status for row in (*ruleset.indicators(), *ruleset.conditions)} == {Status.SOURCED_1}
    assert {row.origin for row in ruleset.indicators()} == {"372/2014"}
    assert [c.id for c in ruleset.conditions] == ["registration"]


NEAR = Meets("491/2009", "ntm", "commune", criteria=CriteriaCount(14, ("10", "11"), Decimal(70)))


def test_372_asks_of_each_other_commune_fourteen_criteria_with_income_and_poverty_and_70_percent_of_the_rest() -> (
    None
):
    ruleset = load("491/2009", tier="ntm", level="district", as_of="2015-01-01")
    members = comparison(ruleset.indicator("2"), "communes_near_ntm_share").members
    assert members is not None
    assert isinstance(members.satisfy, AnyOf)
    whole, near = members.satisfy.parts
    assert whole == Meets("491/2009", "ntm", "commune", "ntm_set_2009_met")
    assert near == NEAR


def test_372_asks_of_each_other_district_half_of_its_communes_and_the_rest_near_the_standard() -> None:
    ruleset = load("491/2009", tier="ntm", level="province", as_of="2015-01-01")
    members = comparison(ruleset.indicator("2"), "districts_near_ntm_share").members
    assert members is not None
    assert isinstance(members.satisfy, AnyOf)
    whole, near = members.satisfy.parts
    assert whole == Meets("491/2009", "ntm", "district")
    assert isinstance(near, AllOf)
    half, rest = near.parts
    assert isinstance(half, Comparison)
    assert isinstance(rest, Comparison)
    assert isinstance(half.bound, Level)
    assert isinstance(rest.bound, Level)
    assert (half.measure, half.bound.text) == ("communes_ntm_share", "50 %")
    assert (rest.measure, rest.bound.text) == ("communes_near_ntm_share", "100 %")
    assert rest.members is not None
    assert isinstance(rest.members.satisfy, AnyOf)
    assert NEAR in rest.members.satisfy.parts


# --- 558/2016 -------------------------------------------------------------------------------------------------


def test_558_has_nine_criteria_and_fourteen_rows_of_which_four_stand_on_a_page() -> None:
    ruleset = base("558/2016", "district", "ntm")
    assert [c.number for c in ruleset.criteria] == [str(n) for n in range(1, 10)]
    recalled = {"1", "2.1", "2.2", "3", "4", "6", "7.1", "7.2", "9.1", "9.2"}
    sourced = {"5.1", "5.2", "5.3", "8"}
    assert known(ruleset) == {
        id: ({"recalled"} if id in recalled else {"sourced-1"})
        for id in sorted(recalled | sourced, key=_order)
    }
    assert {id: level(ruleset.indicator(id)) for id in ("2.2", "5.3", "7.2")} == {
        "2.2": "100 %",
        "5.3": "60 %",
        "7.2": "100 %",
    }


def _order(id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in id.split("."))


def test_circular_35_turns_two_findings_of_558_into_requirements_from_its_day() -> None:
    before = load("558/2016", tier="ntm", level="district", as_of="2017-02-07")
    after = load("558/2016", tier="ntm", level="district", as_of="2017-02-08")
    changed = {row.id for row in after.indicators() if row != before.indicator(row.id)}
    assert changed == {"2.1", "8"}
    assert [c.measure for c in before.indicator("2.1").comparisons] == ["district_transport_connected"]
    for id in changed:
        assert after.indicator(id).origin == "35/2016"
        assert {c.provenance.status for c in cells(after.indicator(id))} == {Status.SOURCED_1}
    roads = ("district_roads_passable_share", "district_roads_paved_share", "district_roads_maintained_share")
    assert {level(after.indicator("2.1"), measure) for measure in roads} == {"100 %"}
    assert level(after.indicator("2.1"), "district_bus_station_class") == "Loại IV"
    assert len(after.indicator("8").comparisons) == 5


@pytest.mark.parametrize(("tier", "row"), [("ntm", "all-communes-ntm"), ("hoan_thanh", "1")])
def test_558_counts_a_commune_that_meets_1980_or_was_recognised_by_the_set_of_its_time(
    tier: str, row: str
) -> None:
    ruleset = load("558/2016", tier=tier, level="district", as_of="2018-01-01")
    part = ruleset.condition(row) if tier == "ntm" else ruleset.indicator(row)
    assert level(part) == "100 %"
    members = comparison(part).members
    assert members is not None
    assert members.kinds == ("commune",)
    assert members.satisfy == AnyOf(
        (
            Meets("1980/2016", "ntm", "commune", "ntm_set_2016_met"),
            Holds("ntm", ("491/2009", "1980/2016")),
        )
    )


def test_what_558_asks_of_towns_is_recalled_and_of_districts_sourced_once() -> None:
    assert known(base("558/2016", "district", "hoan_thanh")) == {"1": {"recalled"}}
    condition = base("558/2016", "district", "ntm").condition("all-communes-ntm")
    assert {c.provenance.status for c in cells(condition)} == {Status.SOURCED_1}


def test_the_conditions_of_2540_hold_from_its_day_and_satisfaction_has_no_level() -> None:
    before, after = (
        load("558/2016", tier="ntm", level="district", as_of=day) for day in ("2016-12-29", "2016-12-30")
    )
    assert [c.id for c in before.conditions] == ["all-communes-ntm"]
    assert [c.id for c in after.conditions] == [
        "all-communes-ntm",
        "registered",
        "no-construction-debt",
        "residents-satisfied",
    ]
    [cell] = cells(after.condition("residents-satisfied"))
    assert isinstance(cell, Unset)
    assert cell.candidates == ()


# --- 321/2022 -------------------------------------------------------------------------------------------------


def test_321_has_eight_contents_that_two_pages_state() -> None:
    ruleset = base("321/2022", "province", "hoan_thanh")
    assert [c.number for c in ruleset.criteria] == [str(n) for n in range(1, 9)]
    assert known(ruleset) == {str(n): {"sourced-2"} for n in range(1, 9)}
    stated = {id: level(ruleset.indicator(id)) for id in ("1", "2", "3", "4", "6", "7", "8")}
    assert stated == {
        "1": "100 %",
        "2": "100 %",
        "3": "20 %",
        "4": "40 %",
        "6": "70 %",
        "7": "4 m²/người",
        "8": "90 %",
    }
    assert ruleset.published is not None
    assert (ruleset.published.criteria, ruleset.published.status) == (8, Status.SOURCED_2)


def test_321_counts_districts_towns_and_communes_apart() -> None:
    ruleset = base("321/2022", "province", "hoan_thanh")
    counted = {id: comparison(ruleset.indicator(id)).members for id in ("1", "2", "3", "4")}
    assert {id: m.kinds for id, m in counted.items() if m} == {
        "1": ("rural_district", "special_district"),
        "2": ("district_town", "district_city"),
        "3": ("rural_district",),
        "4": ("commune",),
    }
    asked = {id: m.satisfy for id, m in counted.items() if m}
    assert asked["1"] == AnyOf(
        (
            Meets("320/2022", "ntm", "district", "district_ntm_set_met"),
            Meets("211/2024", "ntm", "district", "district_ntm_set_met"),
        )
    )
    assert asked["2"] == Meets("320/2022", "hoan_thanh", "district", "town_task_completed")
    assert asked["3"] == Meets("320/2022", "nang_cao", "district", "district_nang_cao_set_met")
    assert asked["4"] == Meets("318/2022", "nang_cao", "commune", "nang_cao_set_met")


@pytest.mark.parametrize(
    ("as_of", "condition"),
    [
        ("2022-08-01", "conditions-before-2022-08-02"),
        ("2022-08-02", "no-construction-debt"),
        ("2025-12-31", "no-construction-debt"),
    ],
)
def test_no_page_states_the_conditions_of_18_for_provinces(as_of: str, condition: str) -> None:
    ruleset = load("321/2022", as_of=as_of)
    assert [c.id for c in ruleset.conditions] == [condition]
    [cell] = cells(ruleset.condition(condition))
    assert isinstance(cell, Unset)
    assert [c.text for c in cell.candidates if isinstance(c, Level)] == ["0 đồng"]


# --- 51/2025 --------------------------------------------------------------------------------------------------

NAMES = (
    "Quy hoạch",
    "Hạ tầng kinh tế - xã hội",
    "Phát triển kinh tế nông thôn",
    "Đào tạo nguồn nhân lực nông thôn",
    "Văn hóa, giáo dục, y tế",
    "Giảm nghèo và an sinh xã hội",
    "Khoa học công nghệ và chuyển đổi số",
    "Môi trường và cảnh quan nông thôn",
    "Xây dựng hệ thống chính trị và hành chính công",
    "Tiếp cận pháp luật và an ninh, quốc phòng",
)
OF_2026 = (("commune", "ntm"), ("commune", "hien_dai"), ("province", "hoan_thanh"))


def test_51_has_the_ten_criteria_of_its_annex_in_order() -> None:
    ruleset = base("51/2025", "commune", "ntm")
    assert [(c.number, c.name.vi) for c in ruleset.criteria] == [
        (str(n), name) for n, name in enumerate(NAMES, 1)
    ]
    published = ruleset.published
    assert published is not None
    assert (published.criteria, published.indicators, published.status) == (10, 47, Status.SOURCED_2)
    assert not published.complete


@pytest.mark.parametrize(("unit", "tier"), OF_2026)
def test_every_level_of_51_is_unset_without_a_candidate(unit: str, tier: str) -> None:
    ruleset = base("51/2025", unit, tier)
    for row in (*ruleset.indicators(), *ruleset.conditions):
        own = [c for c in row.comparisons if c.members is None or c is row.require]
        for asked in own:
            found = [cell for _, cell in levels(asked.bound)]
            assert all(isinstance(cell, Unset) and not cell.candidates for cell in found), row.id


def test_every_row_of_51_has_a_cell_for_each_of_the_three_groups() -> None:
    for row in base("51/2025", "commune", "ntm").indicators():
        for asked in row.comparisons:
            assert [path for path, _ in levels(asked.bound)] == [("1",), ("2",), ("3",)], row.id


def test_no_criterion_of_51_can_be_met_by_the_rows_that_are_known_alone() -> None:
    for criterion in base("51/2025", "commune", "ntm").criteria:
        assert criterion.indicators[-1].id == criterion.number
        assert all(row.id.startswith(f"{criterion.number}.") for row in criterion.indicators[:-1])


def test_the_groups_of_51_are_the_urbanising_the_rest_and_areas_two_and_three() -> None:
    groups = {group.id: group for group in base("51/2025", "commune", "ntm").columns.groups}
    assert {group.status for group in groups.values()} == {Status.SOURCED_2}
    urban = groups["1"].when
    assert isinstance(urban, AnyOf)
    both, farming, new = urban.parts
    assert isinstance(both, AllOf)
    assert [c.measure for c in both.parts if isinstance(c, Comparison)] == [
        "adjacent_to_existing_urban",
        "oriented_to_become_urban",
    ]
    assert isinstance(farming, Comparison)
    assert (farming.measure, farming.operator) == ("agriculture_in_economy_share", "below")
    assert isinstance(farming.bound, Level)
    assert farming.bound.text == "10 %"
    assert isinstance(new, Comparison)
    assert new.measure == "oriented_as_new_urban"
    assert groups["2"].when is None
    assert groups["3"].when == AnyOf((Designated("area_2"), Designated("area_3")))


@pytest.mark.parametrize(("unit", "tier"), OF_2026)
def test_no_target_of_the_programme_is_a_level_of_51(unit: str, tier: str) -> None:
    """65 and 85 % of communes, 10 and 30 % modern ones are what the country aims at."""
    for row in base("51/2025", unit, tier).indicators():
        assert not any(isinstance(cell, Level) for _, cell in levels(comparison(row).bound)), row.id


def test_the_provinces_of_51_count_communes_and_no_district() -> None:
    ruleset = base("51/2025", "province", "hoan_thanh")
    kinds = [c.members.kinds for row in ruleset.indicators() for c in row.comparisons if c.members]
    assert kinds == [("commune",), ("commune",)]
    assert not [e for e in catalogue().sets if e.decision.id == "51/2025" and e.level == "district"]


def test_the_days_of_the_decisions_are_those_of_their_sheets() -> None:
    days = {d.id: (d.issued, d.effective_from, d.effective_to) for d in catalogue().decisions}
    assert days["558/2016"] == (dt.date(2016, 4, 5), dt.date(2016, 4, 5), dt.date(2022, 3, 7))
    assert days["35/2016"] == (dt.date(2016, 12, 26), dt.date(2017, 2, 8), None)
    assert days["321/2022"] == (dt.date(2022, 3, 8), dt.date(2022, 3, 8), dt.date(2025, 12, 31))
    assert days["51/2025"] == (dt.date(2025, 12, 29), dt.date(2026, 2, 15), None)
