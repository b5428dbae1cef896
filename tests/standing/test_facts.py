"""Facts are short, exact and of the vocabulary; nothing else reaches a rule."""

from __future__ import annotations

import datetime as dt
import math
import pickle
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.standing.books import NTM, title, verdict
from tests.standing.generated import facts

from ntm_rules.errors import UnexpectedValue, UnknownName
from ntm_rules.facts import LEVEL_IDS, TIER_IDS
from ntm_rules.standing import KINDS, STANDINGS, Fact, fact, share_of, show_fact
from ntm_rules.standing.choices import LEVELS, TIERS
from ntm_rules.standing.facts import MILLION


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown kind of fact `verdicts`") as caught:
        fact("verdicts")
    assert caught.value.suggestion == "verdict"


def test_an_unknown_field_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown field of `verdict` `outcom`") as caught:
        fact("verdict", **NTM, outcom="met")
    assert caught.value.suggestion == "outcome"


def test_a_value_that_is_none_of_the_choices_is_refused() -> None:
    with pytest.raises(UnknownName, match=r"unknown `verdict\.outcome` `meet`, expected one of `met`"):
        verdict("meet")


def test_a_required_field_that_is_missing_is_refused() -> None:
    with pytest.raises(UnexpectedValue, match="expected the field `outcome`"):
        fact("verdict", **NTM)


@pytest.mark.parametrize("value", [math.nan, math.inf, 0.3, 300_000.0, True, "30 %", -1, MILLION + 1])
def test_a_share_is_a_whole_number_of_parts_per_million_and_nothing_else(value: object) -> None:
    with pytest.raises(UnexpectedValue, match="parts per million"):
        fact("members_revoked", members="commune", certain=value, possible=0)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [math.nan, math.inf, 1.0, True, -1, 10**12, "3"])
def test_a_count_is_a_whole_number_and_nothing_else(value: object) -> None:
    with pytest.raises(UnexpectedValue, match="whole number"):
        title(years=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [1, 0, "true", math.nan])
def test_a_truth_is_no_number(value: object) -> None:
    with pytest.raises(UnexpectedValue, match="`true` or `false`"):
        title(highest=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["2020-1-1", "20200101", "2020-02-30", "2020-01-01T00:00", 20200101])
def test_a_day_is_iso_text_so_that_days_compare_as_text(value: object) -> None:
    with pytest.raises(UnexpectedValue, match="a day such as"):
        title(on=value)  # type: ignore[arg-type]


def test_a_date_becomes_iso_text_and_none_is_left_out() -> None:
    made = fact("merged", level="commune", on=dt.date(2025, 7, 1))
    assert made.get("on") == "2025-07-01"
    assert fact("province_provides", what="smart_commune", answer="yes").get("on") is None
    assert title(until=None).get("until") is None  # type: ignore[arg-type]


def test_a_fact_that_is_put_together_by_hand_is_checked_too() -> None:
    with pytest.raises(UnexpectedValue, match="alphabetical order"):
        Fact("merged", (("on", "2025-07-01"), ("level", "commune")))
    with pytest.raises(UnknownName):
        Fact("nothing", ())


@given(facts())
def test_facts_can_be_pickled_and_shown_in_both_languages(made: Fact) -> None:
    assert pickle.loads(pickle.dumps(made)) == made
    assert KINDS[made.kind].label.vi in show_fact(made)
    assert KINDS[made.kind].label.en in show_fact(made, "en")
    assert str(made) == show_fact(made)


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, MILLION))
def test_a_share_rounded_down_decides_every_bound_of_whole_parts_as_the_exact_one(
    part: int, whole: int, bound: int
) -> None:
    part = min(part, whole)
    exact = Fraction(part, whole)
    assert (share_of(part, whole) >= bound) == (exact >= Fraction(bound, MILLION))
    assert (share_of(part, whole) < bound) == (exact < Fraction(bound, MILLION))


def test_6_of_19_criteria_are_30_percent_and_5_are_not() -> None:
    assert share_of(6, 19) >= 300_000 > share_of(5, 19)


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3), (0, 0)])
def test_a_share_of_nothing_or_more_than_all_is_refused(part: int, whole: int) -> None:
    with pytest.raises(UnexpectedValue):
        share_of(part, whole)


def test_the_vocabulary_speaks_of_the_levels_and_tiers_of_the_facts() -> None:
    assert set(LEVELS) == set(LEVEL_IDS)
    assert set(TIERS) >= set(TIER_IDS)
    assert list(STANDINGS)[-1] == "kept"


def test_every_kind_and_field_is_called_something_in_both_languages() -> None:
    labels = [kind.label for kind in KINDS.values()]
    for kind in KINDS.values():
        for field in kind.fields.values():
            labels += [field.label, *field.choices.values()]
    assert all(label.vi.strip() and label.en.strip() for label in labels)


def _fnv(name: str) -> int:
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def test_no_two_fields_have_one_hash_in_the_engine() -> None:
    names = {name for kind in KINDS.values() for name in kind.fields}
    assert not any(_fnv(a) == _fnv(b) for a, b in combinations(sorted(names), 2))


def test_no_two_numbers_of_facts_have_one_hash_in_the_engine() -> None:
    assert len({_fnv(str(number)) for number in range(100_000)}) == 100_000
