"""18/2022 with 03/2024: when communes and districts lose their title, and what is only possible."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.standing.told import CRITERIA, concluded, criteria, failing, states, title, verdict

from ntm_rules.law import Trust
from ntm_rules.standing import Grounds, Inference, fact, infer, rule_book, share_of


def commune(
    certain: int,
    possible: int,
    keys: tuple[str, ...],
    *,
    tier: str = "ntm",
    outcome: str | None = None,
    of: int = 19,
) -> Inference:
    """Return what follows for a commune whose title is held against the set of its own tier."""
    if outcome is None:
        outcome = "not_met" if certain else "unknown" if possible else "met"
    return concluded(
        title(tier, under="318/2022"),
        verdict("318/2022", tier, outcome),
        failing("318/2022", tier, certain, possible, of),
        *criteria("318/2022", tier, keys),
    )


@pytest.mark.parametrize(
    ("failed", "key", "state"),
    [
        (0, False, "kept"),
        (5, True, "slipped_but_kept"),
        (6, False, "slipped_but_kept"),
        (6, True, "up_for_revocation"),
        (9, False, "slipped_but_kept"),
        (9, True, "up_for_revocation"),
        (10, False, "up_for_revocation"),
        (10, True, "up_for_revocation"),
    ],
)
def test_18_2022_a_commune_loses_its_title_from_30_percent_with_a_key_criterion_and_from_50_percent(
    failed: int, key: bool, state: str
) -> None:
    keys = ("not_met" if key else "met", "met", "met")
    assert states(commune(failed, failed, keys)) == {state}


def test_18_2022_shares_are_of_the_criteria_of_the_set_and_not_of_19() -> None:
    assert states(commune(6, 6, ("not_met", "met", "met"), of=20)) == {"up_for_revocation"}
    assert states(commune(10, 10, ("met", "met", "met"), of=20)) == {"up_for_revocation"}
    assert states(commune(5, 5, ("not_met", "met", "met"), of=18)) == {"slipped_but_kept"}


@pytest.mark.parametrize("key", CRITERIA["ntm"])
def test_18_2022_each_key_criterion_of_the_ntm_set_counts(key: str) -> None:
    keys = tuple("not_met" if name == key else "met" for name in CRITERIA["ntm"])
    assert states(commune(7, 7, keys)) == {"up_for_revocation"}


@pytest.mark.parametrize("key", CRITERIA["nang_cao"])
def test_18_2022_each_key_criterion_of_the_nang_cao_set_counts(key: str) -> None:
    keys = tuple("not_met" if name == key else "met" for name in CRITERIA["nang_cao"])
    assert states(commune(7, 7, keys, tier="nang_cao")) == {"up_for_revocation"}


def test_18_2022_a_criterion_that_is_not_a_key_one_does_not_count_as_one() -> None:
    other = fact(
        "criterion", ruleset="318/2022", level="commune", tier="ntm", name="Giao thông", outcome="not_met"
    )
    found = infer(
        rule_book(on="2024-06-30"),
        [
            title(under="318/2022"),
            verdict("318/2022", "ntm", "not_met"),
            failing("318/2022", "ntm", 7, 7, 19),
            *criteria("318/2022", "ntm", ("met", "met", "met")),
            other,
        ],
    )
    assert states(found) == {"slipped_but_kept"}


@pytest.mark.parametrize(
    ("certain", "possible", "keys"),
    [
        (1, 6, ("unknown", "met", "met")),
        (1, 10, ("met", "met", "met")),
        (6, 9, ("met", "unknown", "met")),
        (7, 12, ("met", "met", "met")),
        (5, 9, ("not_met", "met", "met")),
    ],
)
def test_18_2022_what_is_only_possible_revokes_nothing_but_is_said(
    certain: int, possible: int, keys: tuple[str, ...]
) -> None:
    found = commune(certain, possible, keys)
    assert states(found) == {"undetermined"}
    assert "up_for_revocation" in states(found, "possible_standing")


def test_18_2022_a_title_may_be_safe_although_criteria_are_open() -> None:
    found = commune(2, 5, ("unknown", "met", "met"))
    assert states(found) == {"slipped_but_kept"}
    assert "up_for_revocation" not in states(found, "possible_standing")


def test_18_2022_a_set_that_cannot_be_told_leaves_the_title_undetermined() -> None:
    found = commune(0, 4, ("met", "unknown", "met"))
    assert states(found) == {"undetermined"}
    assert states(found, "possible_standing") == {"kept", "slipped_but_kept"}


def test_18_2022_a_kieu_mau_title_is_held_against_319_and_revoked_by_the_nang_cao_set() -> None:
    told = [title("kieu_mau", under="319/2022"), verdict("319/2022", "kieu_mau", "not_met")]
    keys = criteria("318/2022", "nang_cao", ("met",) * 4)
    slipped = concluded(*told, failing("318/2022", "nang_cao", 1, 1, 19), *keys)
    assert slipped.of("held_against", ruleset="319/2022", tier="kieu_mau")
    assert slipped.of("benchmark", held="kieu_mau", ruleset="318/2022", tier="nang_cao")
    assert states(slipped) == {"slipped_but_kept"}
    lost = concluded(*told, failing("318/2022", "nang_cao", 10, 10, 19), *keys)
    assert states(lost) == {"up_for_revocation"}


def test_18_2022_an_ntm_title_of_an_earlier_period_is_held_against_the_current_set() -> None:
    found = concluded(
        title(under="1980/2016"),
        verdict("318/2022", "ntm", "not_met"),
        failing("318/2022", "ntm", 11, 11, 19),
        *criteria("318/2022", "ntm", ("met", "met", "met")),
    )
    assert states(found) == {"up_for_revocation"}
    assert found.of("must_meet_first", ruleset="318/2022", tier="ntm")


def test_18_2022_that_the_province_decides_on_revocation_is_recalled() -> None:
    found = commune(10, 10, ("met", "met", "met"))
    (duty,) = found.of("obligation", what="decide_revocation")
    assert duty.grounds is Grounds.PROVISIONAL
    sourced = concluded(title(under="318/2022"), failing("318/2022", "ntm", 10, 10, 19), trust="sourced")
    assert states(sourced) == {"up_for_revocation"}
    assert not sourced.of("obligation", what="decide_revocation")


outcomes = st.sampled_from(["met", "not_met", "unknown", "not_applicable"])


@settings(deadline=None)
@given(
    st.sampled_from(["ntm", "nang_cao"]),
    st.integers(1, 22),
    st.integers(0, 22),
    st.integers(0, 22),
    st.lists(outcomes, min_size=4, max_size=4),
)
def test_18_2022_every_case_of_a_commune_is_decided_as_the_text_has_it(
    tier: str, of: int, certain: int, open_: int, drawn: list[str]
) -> None:
    certain = min(certain, of)
    possible = min(certain + open_, of)
    keys = tuple(drawn[: len(CRITERIA[tier])])
    found = states(commune(certain, possible, keys, tier=tier, of=of, outcome="not_met"))
    fails, may = "not_met" in keys, "unknown" in keys or "not_met" in keys
    lost = 100 * certain >= 50 * of or (100 * certain >= 30 * of and fails)
    may_be_lost = 100 * possible >= 50 * of or (100 * possible >= 30 * of and may)
    assert (
        found == {"up_for_revocation"} if lost else {"undetermined"} if may_be_lost else {"slipped_but_kept"}
    )


@settings(deadline=None)
@given(st.integers(0, 19), st.integers(0, 6), st.lists(outcomes, min_size=3, max_size=3))
def test_18_2022_learning_that_open_criteria_are_met_never_revokes_a_title(
    certain: int, open_: int, drawn: list[str]
) -> None:
    possible = min(certain + open_ + 1, 19)
    outcome = "not_met" if certain else "unknown"
    before = states(commune(certain, possible, (drawn[0], drawn[1], drawn[2]), outcome=outcome))
    known = tuple("met" if one == "unknown" else one for one in drawn)
    after = states(commune(certain, possible - 1, known, outcome=outcome))
    assert "up_for_revocation" not in after - before
    if before == {"slipped_but_kept"}:
        assert after == before


def district(
    certain: int,
    possible: int,
    keys: tuple[str, ...],
    revoked: tuple[int, int] | None = (0, 0),
    *,
    tier: str = "ntm",
    communes: int = 20,
) -> Inference:
    told = [
        title(tier, "district", under="320/2022"),
        fact("unit", level="district", kind="rural_district"),
        verdict("320/2022", tier, "not_met", "district"),
        failing("320/2022", tier, certain, possible, 9, "district"),
        *criteria("320/2022", tier, keys, "district"),
    ]
    if revoked is not None:
        low, high = (share_of(count, communes) for count in revoked)
        told.append(fact("members_revoked", members="commune", certain=low, possible=high))
    return concluded(*told)


@pytest.mark.parametrize("tier", ["ntm", "nang_cao"])
@pytest.mark.parametrize(
    ("failed", "key", "revoked", "state"),
    [
        (2, True, 0, "slipped_but_kept"),
        (3, False, 0, "slipped_but_kept"),
        (3, True, 0, "up_for_revocation"),
        (4, True, 5, "up_for_revocation"),
        (5, False, 0, "up_for_revocation"),
        (1, False, 5, "slipped_but_kept"),
        (1, False, 6, "up_for_revocation"),
    ],
)
def test_18_2022_a_district_loses_its_title_by_its_criteria_or_by_30_percent_of_its_communes(
    failed: int, key: bool, revoked: int, state: str, tier: str
) -> None:
    keys = ("met", "met", "met", "not_met" if key else "met")
    found = district(failed, failed, keys, (revoked, revoked), tier=tier)
    order = ["up_for_revocation", "undetermined", "slipped_but_kept"]
    assert min(states(found), key=lambda s: order.index(str(s))) == state


def test_18_2022_a_district_is_not_safe_while_its_revoked_communes_cannot_be_told() -> None:
    keys = ("met",) * 4
    assert states(district(1, 1, keys, None)) == set()
    open_members = district(1, 1, keys, (5, 6))
    assert states(open_members) == {"undetermined"}
    assert "up_for_revocation" in states(open_members, "possible_standing")


def test_18_2022_when_a_town_is_revoked_is_not_known_and_the_rule_is_reported_as_open() -> None:
    found = concluded(
        title("hoan_thanh", "district", under="320/2022"),
        fact("unit", level="district", kind="district_town"),
        verdict("320/2022", "hoan_thanh", "not_met", "district"),
    )
    assert found.of("held_against", ruleset="320/2022", tier="hoan_thanh")
    assert states(found) == set()
    assert [o.rule.name for o in found.open] == ["18/2022 th-tx"]


def test_18_2022_when_a_province_is_revoked_is_not_known_even_where_candidates_are_trusted() -> None:
    told = (
        title("hoan_thanh", "province", under="321/2022"),
        verdict("321/2022", "hoan_thanh", "not_met", "province"),
    )
    for trust in Trust:
        found = concluded(*told, trust=trust)
        assert states(found) == set()
        assert "18/2022 th-t" in [o.rule.name for o in found.open]
