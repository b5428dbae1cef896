"""The conditions of 320/2022 over the communes, townships and wards of a district, on the shipped sets.

How members are counted in general is tested with counting; here it is what these annexes ask.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ntm_rules import Verdict, evaluate, load, unit_record

Members = list[dict[str, object]]


def communes(**found: int) -> Members:
    """Return so many communes found to meet the nâng cao set, not to meet it, and of which nothing is told."""
    grades = {"met": "đạt", "failed": "chưa đạt", "untold": None}
    listed = [grades[kind] for kind, number in found.items() for _ in range(number)]
    return [
        {
            "unit": {"name": f"xã {n}", "level": "commune"},
            "observations": {} if grade is None else {"nang_cao_set_met": grade, "ntm_set_met": grade},
        }
        for n, grade in enumerate(listed, 1)
    ]


def member(name: str, level: str, **observations: str) -> dict[str, object]:
    return {"unit": {"name": name, "level": level}, "observations": observations}


def judged(
    members: Members | None,
    tier: str = "ntm",
    level: str = "huyện",
    observations: Mapping[str, str] | None = None,
) -> Verdict:
    unit = {"name": "đơn vị A", "level": level, "province": "Thanh Hóa"}
    facts = {"unit": unit, "year": 2024, "observations": dict(observations or {})}
    record = unit_record(facts if members is None else {**facts, "members": members})
    return evaluate(record, load("320/2022", tier=tier, level="district", as_of="2024-06-01"))


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        ({"met": 11, "failed": 11}, "met"),
        ({"met": 10, "failed": 12}, "not_met"),
        ({"met": 11, "failed": 10, "untold": 1}, "met"),
        ({"met": 10, "failed": 11, "untold": 1}, "unknown"),
        ({"met": 9, "failed": 12, "untold": 1}, "not_met"),
    ],
)
def test_exactly_half_of_the_communes_makes_a_nang_cao_district(found: dict[str, int], outcome: str) -> None:
    verdict = judged(communes(**found), tier="nang_cao")
    assert verdict.condition("communes-nang-cao").outcome == outcome


def test_one_commune_below_ntm_fails_the_district_whatever_the_others_are() -> None:
    verdict = judged(communes(failed=1, untold=12))
    assert verdict.condition("communes-ntm").outcome == "not_met"
    assert verdict.outcome == "not_met"


def test_two_nang_cao_communes_of_thirteen_are_enough_while_the_rest_is_untold() -> None:
    assert judged(communes(met=2, untold=11)).condition("communes-nang-cao").outcome == "met"
    assert judged(communes(met=1, untold=12)).condition("communes-nang-cao").outcome == "unknown"


def test_a_title_of_an_earlier_period_is_not_the_set_of_2021_to_2025() -> None:
    titled = member("xã 1", "commune") | {"recognitions": [{"tier": "ntm", "under": "1980/2016"}]}
    assert judged([titled]).condition("communes-ntm").outcome == "unknown"


@pytest.mark.parametrize(
    ("townships", "outcome"),
    [
        ([], "unknown"),  # left out or none: the record does not say
        ([member("thị trấn 1", "thị trấn", civilised_urban_standard="đạt")], "met"),
        (
            [
                member("thị trấn 1", "thị trấn", civilised_urban_standard="đạt"),
                member("thị trấn 2", "thị trấn", civilised_urban_standard="chưa đạt"),
            ],
            "not_met",
        ),
    ],
)
def test_every_township_must_be_civilised_where_there_is_one(townships: Members, outcome: str) -> None:
    verdict = judged([*communes(met=3), *townships])
    assert verdict.condition("townships-civilised").outcome == outcome
    assert verdict.condition("communes-ntm").outcome == "met"


def test_a_district_that_says_it_has_no_township_is_not_held_to_one() -> None:
    verdict = judged(None, observations={"townships_count": "0 thị trấn"})
    assert verdict.condition("townships-civilised").outcome == "not_applicable"
    told = judged(communes(met=3), observations={"townships_count": "0 thị trấn"})
    assert told.condition("townships-civilised").outcome == "not_applicable"
    untold = judged(communes(met=3)).condition("townships-civilised")
    assert (untold.outcome, untold.findings[0].missing) == ("unknown", "townships_count")
    assert judged(None).condition("townships-civilised").outcome == "unknown"


@pytest.mark.parametrize(("lowest", "outcome"), [("80 %", "met"), ("79,9 %", "not_met")])
def test_one_commune_discontent_with_one_content_fails_a_contented_district(
    lowest: str, outcome: str
) -> None:
    members = [
        member("xã 1", "commune", residents_satisfied_lowest_content_share="95 %"),
        member("xã 2", "commune", residents_satisfied_lowest_content_share=lowest),
    ]
    verdict = judged(members, observations={"residents_satisfied_share": "99 %"})
    assert verdict.condition("residents-satisfied").outcome == "met"
    assert verdict.condition("residents-satisfied-each-commune").outcome == outcome


def test_a_town_is_judged_by_its_communes_and_not_by_its_wards() -> None:
    wards = [member("phường 1", "phường", ntm_set_met="chưa đạt")]
    assert judged([*communes(met=2), *wards], "hoan_thanh", "thị xã").indicator("1").outcome == "met"
    assert judged(wards, "hoan_thanh", "thị xã").indicator("1").outcome == "unknown"
    none = judged(wards, "hoan_thanh", "thị xã", observations={"communes_count": "0 xã"})
    assert none.indicator("1").outcome == "not_applicable"


def test_what_is_only_recalled_of_towns_decides_nothing() -> None:
    wards = [member("phường 1", "phường", civilised_urban_standard="chưa đạt")]
    verdict = judged([*communes(failed=3), *wards], "hoan_thanh", "thành phố thuộc tỉnh")
    assert verdict.indicator("1").outcome == "not_met"
    assert {n: verdict.indicator(n).outcome for n in "2345"} == dict.fromkeys("2345", "unknown")
