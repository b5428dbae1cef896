"""What the five programme documents say of review and next steps, asked of real unit records.

D1: letter 14/BCĐCTMTQG of 2023-11-03. D2: 5766/UBND-CNN&XD of Thái Nguyên, which carries it. D3: the plan of Bắc
Giang for 2021-2025. D4: plan 1334/KH-UBND of Hải Dương, 2024-04-12. D5: Cao Bằng, 2023.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ntm_rules import Reclassification, Standing, reclassify
from ntm_rules.law.rulesets import SetReference

D1 = "2023-11-03"
D2 = "2023-11-10"
D4 = "2024-04-12"
D5 = "2023-06-30"


def unit(
    title: Mapping[str, object],
    *,
    level: str = "commune",
    province: str = "Lạng Sơn",
    reviewed: Mapping[str, object] | None = None,
    **observations: object,
) -> dict[str, object]:
    return {
        "unit": {"name": "đơn vị A", "level": level, "province": province},
        "year": 2023,
        "observations": observations,
        "recognitions": [title],
        "reviews": [] if reviewed is None else [reviewed],
    }


def asked(title: Mapping[str, object], on: str = D1, **more: object) -> Reclassification:
    return reclassify(unit(title, **more), on=on)  # type: ignore[arg-type]


def conditions(found: Reclassification) -> dict[str, str]:
    return {aim.tier: aim.condition for aim in found.conclusions.aims}


def duties(found: Reclassification) -> set[str]:
    return {duty.what for duty in found.obligations}


def met(ruleset: str, tier: str, of: int) -> dict[str, object]:
    return {"ruleset": ruleset, "tier": tier, "criteria_met": f"{of}/{of}", "on": "2023-10-31"}


NTM_TITLES = [
    {"tier": "ntm", "under": "491/2009", "on": "2014-06-30"},
    {"tier": "ntm", "under": "342/2013", "on": "2015-06-30"},
    {"tier": "ntm", "under": "1980/2016", "on": "2019-06-30"},
    {"tier": "ntm", "on": "2013-06-30"},
]


@pytest.mark.parametrize("title", NTM_TITLES, ids=["491", "342", "1980", "2013, decision untold"])
def test_d1_a_commune_recognised_2010_2020_first_meets_318_ntm_and_then_aims_at_nang_cao(
    title: dict[str, object],
) -> None:
    first = SetReference("318/2022", "commune", "ntm")
    before = asked(title)
    assert before.conclusions.must_meet_first == first
    assert before.standing is Standing.MUST_BE_REVIEWED
    assert conditions(before) == {"nang_cao": "after_meeting_first"}
    assert any(duty.what == "meet_set" and duty.set == first for duty in before.obligations)
    after = asked(title, reviewed=met("318/2022", "ntm", 19))
    assert after.standing is Standing.KEPT
    assert conditions(after) == {"nang_cao": "now"}
    (step,) = after.next_steps
    assert step.aim.reference == SetReference("318/2022", "commune", "nang_cao")


def test_d1_a_nang_cao_commune_of_2018_2020_first_meets_318_nang_cao_and_then_kieu_mau() -> None:
    title = {"tier": "nang_cao", "under": "1345/2018", "on": "2020-06-30"}
    before = asked(title)
    assert before.conclusions.must_meet_first == SetReference("318/2022", "commune", "nang_cao")
    assert conditions(before) == {"kieu_mau": "after_meeting_first", "thong_minh": "if_province_provides"}
    assert "smart_commune" in before.conclusions.left_to_province
    after = asked(title, nang_cao_set_met="đạt")
    assert after.standing is Standing.KEPT
    assert conditions(after)["kieu_mau"] == "now"


@pytest.mark.parametrize("province", ["Thanh Hóa", "tỉnh Thanh Hóa", "Thanh Hoá", "thanh hoa"])
def test_the_smart_commune_model_is_open_in_thanh_hoa_however_the_province_is_written(province: str) -> None:
    title = {"tier": "nang_cao", "under": "1345/2018", "on": "2020-06-30"}
    found = asked(title, on="2024-06-01", province=province, nang_cao_set_met="đạt")
    assert conditions(found)["thong_minh"] == "now"


def test_d1_a_kieu_mau_commune_of_2018_2020_first_meets_319_and_then_raises_its_leading_field() -> None:
    title = {"tier": "kieu_mau", "under": "691/2018", "on": "2020-06-30"}
    before = asked(title)
    assert before.conclusions.must_meet_first == SetReference("319/2022", "commune", "kieu_mau")
    assert [(b.what, b.condition) for b in before.conclusions.branches] == [
        ("leading_field", "after_meeting_first")
    ]
    assert conditions(before) == {"thong_minh": "if_province_provides"}
    after = asked(title, reviewed=met("319/2022", "kieu_mau", 4))
    assert [(b.what, b.condition) for b in after.conclusions.branches] == [("leading_field", "now")]


DISTRICT_TITLES = [
    {"tier": "ntm", "under": "491/2009", "on": "2015-06-30"},
    {"tier": "ntm", "under": "558/2016", "on": "2019-06-30"},
]


@pytest.mark.parametrize("title", DISTRICT_TITLES, ids=["491", "558"])
def test_d1_a_district_recognised_2010_2020_first_meets_320_ntm_and_then_nang_cao(
    title: dict[str, object],
) -> None:
    before = asked(title, level="district")
    assert before.conclusions.must_meet_first == SetReference("320/2022", "district", "ntm")
    assert conditions(before) == {"nang_cao": "after_meeting_first"}
    assert before.standing is Standing.MUST_BE_REVIEWED


def test_d1_a_nang_cao_district_of_2021_2025_then_aims_at_kieu_mau_where_the_province_provides() -> None:
    found = asked({"tier": "nang_cao", "under": "320/2022", "on": "2023-06-30"}, level="district")
    assert conditions(found) == {"kieu_mau": "if_province_provides"}
    assert found.conclusions.must_meet_first is None
    assert "district_kieu_mau" in found.conclusions.left_to_province


def test_d1_asks_for_yearly_plans_supervision_and_reports_every_six_months_and_every_year() -> None:
    found = asked({"tier": "ntm", "under": "1980/2016"})
    assert {"yearly_plan", "supervision", "report"} <= duties(found)
    reports = [duty for duty in found.obligations if duty.what == "report"]
    assert {(duty.to, duty.every_months) for duty in reports} == {("ministry", 6), ("ministry", 12)}
    assert all(duty.deadline is None for duty in found.obligations)


def test_d1_says_nothing_before_it_was_issued() -> None:
    assert asked({"tier": "ntm", "under": "1980/2016"}, on="2023-11-02").conclusions.must_meet_first is None


def test_d2_thai_nguyen_carries_the_letter_to_its_districts() -> None:
    for level, title in (("commune", NTM_TITLES[2]), ("district", DISTRICT_TITLES[1])):
        found = asked(title, on=D2, level=level, province="Thái Nguyên")
        elsewhere = asked(title, on=D2, level=level)
        assert found.conclusions.must_meet_first == elsewhere.conclusions.must_meet_first is not None
        assert {"yearly_plan", "supervision", "report"} <= duties(found)


def test_d3_districts_of_bac_giang_review_themselves_against_320() -> None:
    title = {"tier": "ntm", "under": "558/2016", "on": "2019-06-30"}
    found = asked(title, level="district", province="Bắc Giang")
    (review,) = (duty for duty in found.obligations if duty.what == "review")
    assert (review.who, review.set) == ("district", SetReference("320/2022", "district", "ntm"))
    assert "review" not in duties(asked(title, level="district"))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (NTM_TITLES[0], SetReference("318/2022", "commune", "ntm")),
        (NTM_TITLES[2], SetReference("318/2022", "commune", "ntm")),
        ({"tier": "nang_cao", "under": "1345/2018"}, SetReference("318/2022", "commune", "nang_cao")),
        ({"tier": "kieu_mau", "under": "691/2018"}, SetReference("319/2022", "commune", "kieu_mau")),
    ],
)
def test_d4_communes_of_hai_duong_of_2010_2020_meet_the_set_of_2021_2025_of_their_tier(
    title: dict[str, object], expected: SetReference
) -> None:
    found = asked(title, on=D4, province="Hải Dương")
    assert any(duty.what == "meet_set" and duty.set == expected for duty in found.obligations)
    assert found.evidence is not None
    assert found.evidence.reference == expected


@pytest.mark.parametrize("province", ["Quảng Nam", "tỉnh Quảng Nam", "quang nam"])
def test_a_province_binds_its_units_by_its_directives_however_it_is_written(province: str) -> None:
    title = {"tier": "kieu_mau", "on": "2019-06-01"}
    found = asked(title, on="2024-06-01", level="hamlet", province=province)
    assert duties(found) == {"confirm_yearly"}


def test_d4_basically_meeting_the_set_is_not_meeting_it() -> None:
    found = asked(NTM_TITLES[2], on=D4, province="Hải Dương", ntm_set_met="cơ bản đạt")
    assert found.standing is not Standing.KEPT
    assert conditions(found) == {"nang_cao": "after_meeting_first"}


def test_d4_districts_of_hai_duong_of_2016_2020_meet_the_set_of_2021_2025() -> None:
    found = asked(DISTRICT_TITLES[1], on=D4, level="district", province="Hải Dương")
    assert any(duty.set == SetReference("320/2022", "district", "ntm") for duty in found.obligations)


def test_d4_a_district_is_ready_to_be_proposed_as_nang_cao_once_320_ntm_is_met() -> None:
    reviewed = met("320/2022", "ntm", 9)
    conditions_met = {
        "communes_ntm_share": "100 %",
        "communes_nang_cao_share": "3/17 xã",
        "townships_civilised_urban_share": "100 %",
        "residents_satisfied_share": "95 %",
        "communes_satisfied_each_content_share": "100 %",
    }
    ready = asked(
        DISTRICT_TITLES[1], on=D4, level="district", province="Hải Dương", reviewed=reviewed, **conditions_met
    )
    assert conditions(ready) == {"nang_cao": "now"}
    short = {**conditions_met, "communes_nang_cao_share": "1/17 xã"}
    unready = asked(
        DISTRICT_TITLES[1], on=D4, level="district", province="Hải Dương", reviewed=reviewed, **short
    )
    assert conditions(unready) == {"nang_cao": "after_meeting_first"}


def test_d5_cao_bang_reviews_every_indicator_every_year_and_reports_to_the_province() -> None:
    title = {"tier": "ntm", "under": "1980/2016", "on": "2019-06-30"}
    found = asked(title, on=D5, province="Cao Bằng")
    yearly = {duty.what: duty for duty in found.obligations if duty.every_months == 12}
    assert "review_yearly" in yearly
    assert yearly["report"].to == "province"
    assert "review_yearly" not in duties(asked(title, on=D5))


def test_d5_a_commune_of_cao_bang_that_still_meets_all_criteria_is_kept() -> None:
    title = {"tier": "ntm", "under": "1980/2016", "on": "2019-06-30"}
    kept = asked(
        title, on=D5, province="Cao Bằng", reviewed={**met("318/2022", "ntm", 19), "on": "2022-12-31"}
    )
    assert kept.standing is Standing.KEPT
