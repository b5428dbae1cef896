"""What 491/2009, 372/2014, 558/2016 and 321/2022 ask of members, on the shipped sets.

How members are counted in general is tested with counting; here it is what these articles ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from ntm_rules import Verdict, evaluate, load, unit_record

Member = dict[str, object]


def member(name: str, level: str, members: Sequence[Member] = (), /, **facts: object) -> Member:
    told = {id: value for id, value in facts.items() if value is not None}
    found: Member = {"unit": {"name": name, "level": level}, "observations": told}
    return {**found, "members": list(members)} if members else found


def named(level: str, number: int, finding: str, grade: str | None, first: int = 1) -> list[Member]:
    """Return so many units of a level with one official finding, or none."""
    return [member(f"{level} {n}", level, **{finding: grade}) for n in range(first, first + number)]


def province(members: Sequence[Member], observations: Mapping[str, str] | None = None) -> Verdict:
    record = unit_record(
        {
            "unit": {"name": "Nghệ An", "level": "province"},
            "year": 2024,
            "observations": dict(observations or {}),
            "members": list(members),
        }
    )
    return evaluate(record, load("321/2022", as_of="2024-12-31"))


def districts(
    met: int, failed: int = 0, open_: int = 0, *, finding: str = "district_ntm_set_met"
) -> list[Member]:
    return [
        *named("huyện", met, finding, "đạt"),
        *named("huyện", failed, finding, "chưa đạt", met + 1),
        *named("huyện", open_, finding, None, met + failed + 1),
    ]


@pytest.mark.parametrize(
    ("found", "outcome"), [((9,), "met"), ((8, 1), "not_met"), ((8, 0, 1), "unknown"), ((7, 1, 1), "not_met")]
)
def test_every_district_must_meet_the_ntm_set(found: tuple[int, ...], outcome: str) -> None:
    assert province(districts(*found)).indicator("1").outcome == outcome


def test_a_district_without_communes_is_judged_by_the_set_that_211_added() -> None:
    special = "huyện không có đơn vị hành chính cấp xã"
    met = member("Đảo", special, district_ntm_set_met="đạt")
    failed = member("Đảo", special, district_ntm_set_met="chưa đạt")
    assert province([*districts(3), met]).indicator("1").outcome == "met"
    assert province([*districts(3), failed]).indicator("1").outcome == "not_met"
    assert province([*districts(3), member("Đảo", special)]).indicator("1").outcome == "unknown"


def test_towns_cities_and_quan_are_not_asked_for_the_ntm_set() -> None:
    others = [member("A", "thị xã"), member("B", "thành phố thuộc tỉnh"), member("C", "quận")]
    assert province([*districts(3), *others]).indicator("1").outcome == "met"


def test_every_town_and_city_must_have_completed_the_task() -> None:
    done = member("A", "thị xã", town_task_completed="đạt")
    late = member("B", "thành phố thuộc tỉnh", town_task_completed="chưa đạt")
    assert province([*districts(3), done]).indicator("2").outcome == "met"
    assert province([*districts(3), done, late]).indicator("2").outcome == "not_met"
    assert province(districts(3)).indicator("2").outcome == "unknown"  # none, or left out of the list
    none = province(districts(3), {"towns_cities_count": "0"})
    assert none.indicator("2").outcome == "not_applicable"


def test_one_nang_cao_district_of_five_is_enough_and_one_of_six_is_not() -> None:
    finding = "district_nang_cao_set_met"
    towns = [member("A", "thị xã"), member("B", "thành phố thuộc tỉnh")]
    assert province([*districts(1, 4, finding=finding), *towns]).indicator("3").outcome == "met"
    assert province([*districts(1, 5, finding=finding), *towns]).indicator("3").outcome == "not_met"
    assert province([*districts(1, 4, 1, finding=finding), *towns]).indicator("3").outcome == "unknown"


def test_communes_of_towns_count_among_all_communes_and_wards_do_not() -> None:
    rural = member("huyện 1", "huyện", named("xã", 3, "nang_cao_set_met", "chưa đạt"))
    urban = [*named("xã", 2, "nang_cao_set_met", "đạt"), member("phường 1", "phường")]
    verdict = province([rural, member("A", "thị xã", urban)])
    assert verdict.indicator("4").outcome == "met"
    assert verdict.indicator("4").findings[0].tally is not None
    alone = province([rural, member("A", "thị xã", urban[1:])])
    assert alone.indicator("4").outcome == "not_met"


def test_a_title_of_the_period_before_does_not_stand_for_the_set_of_2021() -> None:
    titled: Member = {
        "unit": {"name": "huyện 1", "level": "huyện"},
        "recognitions": [{"tier": "ntm", "under": "558/2016", "on": "2020-06-01"}],
    }
    assert province([titled]).indicator("1").outcome == "unknown"


def earlier(
    decision: str,
    unit: Mapping[str, str],
    members: Sequence[Member],
    as_of: str,
    tier: str = "ntm",
) -> Verdict:
    record = unit_record(
        {
            "unit": {"province": "Đồng Nai", **unit},
            "year": int(as_of[:4]),
            "assessed_on": as_of,
            "members": list(members),
        }
    )
    return evaluate(record, load(decision, tier=tier, level=record.unit.level, as_of=as_of))


DISTRICT = {"name": "huyện A", "level": "huyện"}
MET = "ntm_set_2009_met"


def communes(met: int, failed: int) -> list[Member]:
    return [*named("xã", met, MET, "đạt"), *named("xã", failed, MET, "chưa đạt", met + 1)]


@pytest.mark.parametrize(("met", "failed", "outcome"), [(3, 1, "met"), (12, 2, "met"), (11, 4, "not_met")])
def test_491_is_met_by_three_quarters_of_the_communes(met: int, failed: int, outcome: str) -> None:
    verdict = earlier("491/2009", DISTRICT, communes(met, failed), "2014-03-13")
    assert verdict.outcome == outcome
    assert verdict.outcome == "not_met" or verdict.provisional


def test_372_leaves_open_how_near_the_others_come_where_their_facts_are_not_recorded() -> None:
    verdict = earlier("491/2009", DISTRICT, communes(12, 2), "2014-03-14")
    assert verdict.criterion("1").outcome == "met"
    assert verdict.criterion("2").outcome == "unknown"


def test_372_asks_nothing_of_others_where_every_commune_meets_the_standard() -> None:
    verdict = earlier("491/2009", {"name": "thị xã A", "level": "thị xã"}, communes(4, 0), "2014-03-14")
    assert [c.outcome for c in verdict.criteria] == ["met", "met"]


def test_a_province_under_372_fails_by_one_district_with_less_than_half_of_its_communes() -> None:
    home = {"name": "Đồng Nai", "level": "province"}
    whole = [
        member(f"huyện {n}", "huyện", communes(4, 0), registered_for_recognition="đạt") for n in range(8)
    ]
    half = member("huyện 8", "huyện", communes(2, 2), registered_for_recognition="đạt")
    fewer = member("huyện 9", "huyện", communes(1, 3), registered_for_recognition="đạt")
    open_ = earlier("491/2009", home, [*whole, half], "2015-01-01")
    assert [c.outcome for c in open_.criteria] == ["met", "unknown"]
    failed = earlier("491/2009", home, [*whole, half, fewer], "2015-01-01")
    assert [c.outcome for c in failed.criteria] == ["met", "not_met"]


@pytest.mark.parametrize(
    ("under", "outcome"), [("491/2009", "met"), ("1980/2016", "met"), ("318/2022", "unknown")]
)
def test_558_counts_communes_that_were_recognised_by_the_set_of_their_time(under: str, outcome: str) -> None:
    titled: Member = {
        "unit": {"name": "xã 1", "level": "xã"},
        "recognitions": [{"tier": "ntm", "under": under, "on": "2015-12-31"}],
    }
    found = named("xã", 3, "ntm_set_2016_met", "đạt", 2)
    verdict = earlier("558/2016", DISTRICT, [titled, *found], "2018-12-31")
    assert verdict.condition("all-communes-ntm").outcome == outcome
    town = earlier(
        "558/2016", {"name": "A", "level": "thị xã"}, [titled, *found], "2018-12-31", tier="hoan_thanh"
    )
    assert town.indicator("1").outcome == outcome


def test_one_commune_that_meets_neither_keeps_a_district_from_558() -> None:
    found = named("xã", 4, "ntm_set_2016_met", "đạt")
    failed: Member = {**member("xã 5", "xã", ntm_set_2016_met="chưa đạt"), "recognitions": []}
    verdict = earlier("558/2016", DISTRICT, [*found, failed], "2018-12-31")
    assert verdict.condition("all-communes-ntm").outcome == "not_met"
