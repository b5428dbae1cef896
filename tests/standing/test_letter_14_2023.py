"""14/BCĐCTMTQG of 2023-11-03 (D1), which 5766/UBND-CNN&XD carries to Thái Nguyên (D2), statement by statement."""

from __future__ import annotations

import pytest
from tests.standing.told import concluded, title, verdict

from ntm_rules.law import catalogue
from ntm_rules.standing import Inference, directives, fact

CLASSES = [
    pytest.param(
        {"tier": "ntm", "under": under, "period": period},
        {"held": "ntm", "ruleset": "318/2022", "level": "commune", "tier": "ntm"},
        {"level": "commune", "tier": "nang_cao", "ruleset": "318/2022"},
        id=f"commune NTM under {under}",
    )
    for under, period in (("491/2009", "2010-2015"), ("342/2013", "2010-2015"), ("1980/2016", "2016-2020"))
] + [
    pytest.param(
        {"tier": "nang_cao", "under": "1345/2018", "period": "2016-2020"},
        {"held": "nang_cao", "ruleset": "318/2022", "level": "commune", "tier": "nang_cao"},
        {"level": "commune", "tier": "kieu_mau", "ruleset": "319/2022"},
        id="commune nâng cao 2018-2020",
    ),
    *(
        pytest.param(
            {"level": "district", "tier": "ntm", "under": under, "period": period},
            {"held": "ntm", "ruleset": "320/2022", "level": "district", "tier": "ntm"},
            {"level": "district", "tier": "nang_cao", "ruleset": "320/2022"},
            id=f"district NTM under {under}",
        )
        for under, period in (("491/2009", "2010-2015"), ("558/2016", "2016-2020"))
    ),
]


@pytest.mark.parametrize("only", ["under", "period"])
@pytest.mark.parametrize(("recognised", "first", "then"), CLASSES)
def test_14_2023_a_unit_of_an_earlier_period_first_meets_the_set_of_its_tier_and_then_aims_higher(
    recognised: dict[str, str], first: dict[str, str], then: dict[str, str], only: str
) -> None:
    told = {k: v for k, v in recognised.items() if k not in ("under", "period") or k == only}
    held = title(**told)
    before = concluded(held)
    assert before.of("must_meet_first", **first)
    assert before.of("may_aim_for", held=recognised["tier"], **then, condition="after_meeting_first")
    assert not before.of("may_aim_for", condition="now")
    assert before.of("obligation", what="meet_set", **{k: v for k, v in first.items() if k != "held"})

    def after(outcome: str) -> Inference:
        return concluded(held, verdict(first["ruleset"], first["tier"], outcome, first["level"]))

    assert after("met").of("may_aim_for", held=recognised["tier"], **then, condition="now")
    assert not after("unknown").of("may_aim_for", condition="now")
    assert not after("not_met").of("may_aim_for", condition="now")


@pytest.mark.parametrize("answer", ["yes", "no", "unknown"])
def test_14_2023_a_nang_cao_commune_may_follow_the_smart_model_where_the_province_provides_for_it(
    answer: str,
) -> None:
    told = (
        title("nang_cao", under="1345/2018"),
        fact("province_provides", what="smart_commune", answer=answer),
        verdict("318/2022", "nang_cao", "met"),
    )
    found = concluded(*told)
    assert found.of("left_to_province", what="smart_commune")
    assert found.of("may_aim_for", tier="thong_minh", condition="if_province_provides")
    assert bool(found.of("may_aim_for", tier="thong_minh", condition="now")) is (answer == "yes")
    assert not concluded(*told[:2]).of("may_aim_for", tier="thong_minh", condition="now")


def test_14_2023_a_kieu_mau_commune_first_meets_319_and_then_raises_its_leading_field() -> None:
    held = title("kieu_mau", under="691/2018")
    found = concluded(held)
    assert found.of("must_meet_first", held="kieu_mau", ruleset="319/2022", tier="kieu_mau")
    assert found.of("left_to_province", what="leading_field")
    assert found.of("left_to_province", what="smart_commune")
    assert found.of("may_develop", what="leading_field", condition="after_meeting_first")
    assert not found.of("may_develop", condition="now")
    met = concluded(held, verdict("319/2022", "kieu_mau", "met"))
    assert met.of("may_develop", what="leading_field", condition="now")


@pytest.mark.parametrize("answer", ["yes", "no", "unknown"])
def test_14_2023_a_nang_cao_district_of_2021_2025_may_aim_for_kieu_mau_where_the_province_provides(
    answer: str,
) -> None:
    held = title("nang_cao", "district", under="320/2022", period="2021-2025")
    found = concluded(held, fact("province_provides", what="district_kieu_mau", answer=answer))
    assert not found.of("must_meet_first")
    assert found.of("left_to_province", what="district_kieu_mau")
    assert found.of("may_aim_for", level="district", tier="kieu_mau", condition="if_province_provides")
    assert bool(found.of("may_aim_for", tier="kieu_mau", condition="now")) is (answer == "yes")


def test_14_2023_asks_for_yearly_plans_per_indicator_and_supervision() -> None:
    found = concluded(title(under="1980/2016"))
    assert found.of("obligation", what="yearly_plan", who="province")
    assert found.of("obligation", what="supervision", who="province")


def test_14_2023_asks_for_reports_to_the_ministry_every_six_months_and_every_year() -> None:
    found = concluded(title(under="1980/2016"))
    reports = found.of("obligation", what="report", who="province", to="ministry")
    assert {d.fact.get("every_months") for d in reports} == {6, 12}


def test_14_2023_says_nothing_of_a_title_given_by_the_current_set() -> None:
    found = concluded(title(under="318/2022", period="2021-2025"))
    assert not found.of("must_meet_first")
    assert found.of("may_aim_for", tier="nang_cao", condition="now")


def test_14_2023_looks_at_the_highest_title_that_a_unit_holds() -> None:
    found = concluded(title(under="491/2009", highest=False), title("nang_cao", under="1345/2018"))
    assert {d.fact.get("held") for d in found.of("must_meet_first")} == {"nang_cao"}


def test_14_2023_is_not_yet_in_force_the_day_before_it_was_issued() -> None:
    assert not concluded(title(under="491/2009"), on="2023-11-02").of("must_meet_first")
    assert concluded(title(under="491/2009"), on="2023-11-03").of("must_meet_first")


def test_5766_2023_carries_the_rules_of_the_letter_to_thai_nguyen() -> None:
    (letter,) = (d for d in directives() if d.document == "14/2023")
    (carrier,) = letter.carried_by
    assert catalogue().decision(carrier).province == "Thái Nguyên"
