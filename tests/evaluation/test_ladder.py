"""The tiers of one period as a ladder."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tests.evaluation.conftest import commune, trial_set

from ntm_rules import TierOutcome, Verdict, climb, evaluate
from ntm_rules.evaluation import ladder_of

WATER = "require: {measure: clean_water_share, at_least: 80 %}, status: sourced-1"
TIERS = ("ntm", "nang_cao", "kieu_mau")


def verdict(tier: str, outcome: str) -> Verdict:
    share = {"met": "90 %", "not_met": "70 %"}.get(outcome)
    facts = {"clean_water_share": share} if share else {}
    found = evaluate(commune(facts), replace(trial_set(WATER), tier=tier))
    assert found.outcome == outcome
    return found


@pytest.mark.parametrize(
    ("outcomes", "confirmed", "possible"),
    [
        (("met", "met", "undetermined"), "nang_cao", "kieu_mau"),
        (("met", "not_met", "met"), "ntm", "ntm"),
        (("not_met", "met", "met"), None, None),
        (("undetermined", "met", "met"), None, "kieu_mau"),
        (("met", "undetermined", "not_met"), "ntm", "nang_cao"),
        (("undetermined", "undetermined", "undetermined"), None, "kieu_mau"),
    ],
)
def test_a_tier_is_confirmed_or_possible_only_with_every_tier_below_it(
    outcomes: tuple[str, ...], confirmed: str | None, possible: str | None
) -> None:
    ladder = ladder_of(tuple(verdict(t, o) for t, o in zip(TIERS, outcomes, strict=True)))
    assert (ladder.highest_confirmed, ladder.highest_possible) == (confirmed, possible)


def test_a_tier_that_presupposes_less_is_confirmed_without_what_it_does_not_presuppose() -> None:
    outcomes = (("ntm", "met"), ("nang_cao", "not_met"), ("hien_dai", "met"))
    ladder = ladder_of(tuple(verdict(t, o) for t, o in outcomes))
    assert (ladder.highest_confirmed, ladder.highest_possible) == ("hien_dai", "hien_dai")


def test_the_ladder_of_a_day_has_the_sets_in_force_on_it() -> None:
    ladder = climb(commune({"multidimensional_poverty_share": "50 %"}, year=2023), dt.date(2024, 1, 31))
    assert [(v.ruleset.decision, v.ruleset.tier) for v in ladder.verdicts] == [
        ("318/2022", "ntm"),
        ("318/2022", "nang_cao"),
        ("319/2022", "kieu_mau"),
    ]
    assert [v.outcome for v in ladder.verdicts] == [TierOutcome.NOT_MET] * 3
    assert ladder.highest_possible is None
