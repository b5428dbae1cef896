"""Which set judges which unit on which day, and what becomes of units between two sets."""

from __future__ import annotations

import pytest

from ntm_rules import catalogue, in_force
from ntm_rules.law import Status


def sets(on: str, level: str, tier: str | None = None, year: int | None = None) -> list[str]:
    """Return the national sets in force on a day."""
    entries = in_force(on, level=level, tier=tier, year=year)
    return [f"{e.decision.id} {e.tier}" for e in entries if e.decision.province is None]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2009-04-15", []),
        ("2009-04-16", ["491/2009 ntm"]),
        ("2016-04-04", ["491/2009 ntm"]),
        ("2016-04-05", ["558/2016 ntm", "558/2016 hoan_thanh"]),
        ("2022-03-07", ["558/2016 ntm", "558/2016 hoan_thanh"]),
        ("2022-03-08", ["320/2022 ntm", "320/2022 hoan_thanh", "320/2022 nang_cao"]),
        ("2024-02-29", ["320/2022 ntm", "320/2022 hoan_thanh", "320/2022 nang_cao"]),
        ("2024-03-01", ["320/2022 ntm", "320/2022 hoan_thanh", "320/2022 nang_cao", "211/2024 ntm"]),
        ("2025-06-30", ["320/2022 ntm", "320/2022 hoan_thanh", "320/2022 nang_cao", "211/2024 ntm"]),
        ("2025-07-01", []),
        ("2026-02-15", []),
    ],
)
def test_districts_are_judged_by_491_then_558_then_320_until_there_are_none(
    on: str, expected: list[str]
) -> None:
    assert sets(on, "district") == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2009-04-15", []),
        ("2009-04-16", ["491/2009 ntm"]),
        ("2016-11-30", ["491/2009 ntm"]),
        ("2016-12-01", []),
        ("2022-03-07", []),
        ("2022-03-08", ["321/2022 hoan_thanh"]),
        ("2025-12-31", ["321/2022 hoan_thanh"]),
        ("2026-01-01", []),
        ("2026-02-14", []),
        ("2026-02-15", ["51/2025 hoan_thanh"]),
    ],
)
def test_provinces_are_judged_by_491_then_321_then_51_with_honest_gaps(on: str, expected: list[str]) -> None:
    assert sets(on, "province") == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2016-11-30", ["491/2009 ntm"]),
        ("2016-12-01", ["1980/2016 ntm"]),
        ("2018-02-08", ["1980/2016 ntm", "1345/2018 nang_cao"]),
        ("2018-06-05", ["1980/2016 ntm", "1345/2018 nang_cao", "691/2018 kieu_mau"]),
        ("2021-01-01", ["1980/2016 ntm"]),
        ("2022-03-08", ["318/2022 ntm", "318/2022 nang_cao", "319/2022 kieu_mau"]),
        ("2025-12-31", ["318/2022 ntm", "318/2022 nang_cao", "319/2022 kieu_mau"]),
        ("2026-01-01", []),
        ("2026-02-14", []),
        ("2026-02-15", ["51/2025 ntm", "51/2025 hien_dai"]),
    ],
)
def test_communes_have_no_set_between_the_end_of_318_and_the_day_of_51(on: str, expected: list[str]) -> None:
    assert sets(on, "commune") == expected


def test_a_set_may_end_before_its_decision_does() -> None:
    ends = {e.level: e.effective_to for e in catalogue().sets if e.decision.id == "491/2009"}
    assert {level: str(day) for level, day in ends.items()} == {
        "commune": "2016-11-30",
        "district": "2016-04-04",
        "province": "2016-11-30",
    }


def test_the_set_follows_the_year_assessed_and_not_the_day_of_signing() -> None:
    """Bình Tân, Vĩnh Thuận and Nho Quan: 668, 669, 673/QĐ-TTg of 2022-06-02, for the year 2020."""
    assert sets("2022-06-02", "district", "ntm") == ["320/2022 ntm"]
    assert sets("2022-06-02", "district", "ntm", year=2020) == ["558/2016 ntm"]
    assert sets("2022-06-02", "district", "ntm", year=2022) == ["320/2022 ntm"]


def test_a_year_of_the_ended_set_leaves_the_tiers_alone_that_it_does_not_judge() -> None:
    assert sets("2022-06-02", "district", year=2020) == [
        "558/2016 ntm",
        "558/2016 hoan_thanh",
        "320/2022 nang_cao",
    ]
    assert sets("2022-06-30", "commune", year=2021) == [
        "1980/2016 ntm",
        "1345/2018 nang_cao",
        "691/2018 kieu_mau",
    ]


def test_a_set_judges_no_year_after_its_end_without_a_transition() -> None:
    assert sets("2017-06-01", "commune", year=2015) == ["1980/2016 ntm"]
    assert sets("2026-01-15", "commune", year=2025) == []


def test_asking_by_year_changes_nothing_while_the_set_is_in_force() -> None:
    assert sets("2020-06-01", "district", year=2019) == sets("2020-06-01", "district")


def test_every_transition_says_what_it_rests_on() -> None:
    rules = [(d.id, rule) for d in catalogue().decisions for rule in d.transition]
    assert {id for id, _ in rules} >= {"558/2016", "321/2022", "51/2025", "1980/2016"}
    for id, rule in rules:
        assert bool(rule.sources) is (rule.status is not Status.UNSET), (id, rule.id)


def test_what_becomes_of_older_titles_under_51_is_told_as_unknown() -> None:
    (entry,) = in_force("2026-03-01", level="commune", tier="ntm")
    unknown = [rule.id for rule in entry.transition if rule.status is Status.UNSET]
    assert unknown == ["titles-of-2021-2025"]


def test_an_entry_tells_the_transition_of_its_own_level_alone() -> None:
    (entry,) = in_force("2026-03-01", level="province")
    assert [rule.id for rule in entry.transition] == ["provinces-recognised-before"]
