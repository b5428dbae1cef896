"""What the rules are told of members that lost their recognition, and of years that a set held."""

from __future__ import annotations

import datetime as dt

import pytest

from ntm_rules import Outcome, Standing, history, reclassify
from ntm_rules.law.rulesets import SetReference
from ntm_rules.standing.counts import held_for_fact, members_facts
from ntm_rules.standing.facts import MILLION

DAY = dt.date(2024, 6, 30)
NTM_491 = SetReference("491/2009", "commune", "ntm")
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
LOST = [{"tier": "ntm", "under": "1980/2016", "on": "2019-01-01", "revoked": "2024-03-01"}]
KEPT = [{"tier": "ntm", "under": "1980/2016", "on": "2019-01-01"}]
AGAIN = [*LOST, {"tier": "ntm", "under": "318/2022", "on": "2024-06-01"}]


def district(*communes: object, **observations: object) -> dict[str, object]:
    members = [
        {
            "unit": {"name": f"xã {number}", "level": "commune"},
            **({} if titles is None else {"recognitions": titles}),
        }
        for number, titles in enumerate(communes)
    ]
    return {
        "unit": {"name": "huyện A", "level": "district", "province": "Nghệ An"},
        "year": 2024,
        "assessed_on": "2024-06-01",
        "observations": observations,
        "recognitions": [{"tier": "ntm", "under": "320/2022", "on": "2022-12-31"}],
        **({"members": members} if communes else {}),
    }


def shares(unit: dict[str, object], on: dt.date = DAY) -> tuple[object, object]:
    (told,) = members_facts(history(unit), on)
    return told.get("certain"), told.get("possible")


def test_communes_that_lost_their_recognition_are_counted_exactly() -> None:
    assert shares(district(LOST, KEPT, KEPT, KEPT)) == (MILLION // 4, MILLION // 4)
    assert shares(district(LOST, KEPT, KEPT)) == (333_333, 333_333)


def test_a_commune_of_which_nothing_is_told_may_have_lost_its_recognition() -> None:
    assert shares(district(LOST, KEPT, None, KEPT)) == (MILLION // 4, MILLION // 2)


def test_a_commune_that_was_recognised_again_has_not_lost_it() -> None:
    assert shares(district(AGAIN, KEPT)) == (0, 0)


def test_a_revocation_counts_from_its_day() -> None:
    assert shares({**district(LOST, KEPT), "assessed_on": "2024-02-29"}, dt.date(2024, 2, 29)) == (0, 0)


def test_where_no_communes_are_recorded_any_share_may_have_lost_it() -> None:
    assert shares(district()) == (0, MILLION)


def test_a_commune_has_no_members_to_count() -> None:
    commune = {"unit": {"name": "xã A", "level": "commune", "province": "Nghệ An"}, "year": 2024}
    assert list(members_facts(history(commune), DAY)) == []


def test_a_district_is_up_for_revocation_with_three_in_ten_of_its_communes() -> None:
    lost = reclassify(district(*[LOST] * 3, *[KEPT] * 7), on=DAY)
    assert lost.standing is Standing.UP_FOR_REVOCATION
    assert lost.ground is not None
    assert (lost.ground.document, lost.ground.rule) == ("18/2022", "th-h1")
    assert reclassify(district(*[LOST] * 2, *[KEPT] * 8), on=DAY).standing is not Standing.UP_FOR_REVOCATION


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ({2014: MET, 2013: MET, 2012: MET, 2011: MET, 2010: MET}, (5, 5)),
        ({2014: MET, 2013: MET, 2012: NOT_MET, 2011: MET, 2010: MET}, (2, 2)),
        ({2014: MET, 2013: UNKNOWN, 2012: MET, 2011: MET, 2010: MET}, (1, 5)),
        ({2014: NOT_MET, 2013: MET}, (0, 0)),
        ({}, (0, 5)),
        ({2015: MET, 2014: MET}, (2, 6)),
    ],
)
def test_the_years_that_a_set_held_run_back_from_the_day(
    outcomes: dict[int, Outcome], expected: tuple[int, int]
) -> None:
    told = held_for_fact(NTM_491, 2010, dt.date(2015, 6, 30), outcomes.get)
    assert (told.get("certain"), told.get("possible")) == expected


def test_a_commune_that_met_491_for_five_years_may_be_recognised_again() -> None:
    commune = {
        "unit": {"name": "xã A", "level": "commune", "province": "Nghệ An"},
        "recognitions": [{"tier": "ntm", "under": "491/2009", "on": "2010-06-30"}],
        "history": [{"year": year, "observations": {}} for year in range(2010, 2016)],
    }
    found = reclassify(commune, on="2015-12-31")
    assert found.conclusions.recognised_again is None
    assert any(duty.what == "re_recognition" for duty in found.obligations)
    (again,) = (duty for duty in found.obligations if duty.what == "re_recognition")
    assert again.deadline == dt.date(2015, 6, 30)
