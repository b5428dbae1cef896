"""Numbers as a reader sees them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.facts import measures
from ntm_rules.facts.notation import Lang
from ntm_rules.reporting.figures import Figure, distance_text, figure, percent, quantity

SHARES = st.fractions(min_value=0, max_value=100, max_denominator=5000)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (Decimal("46.7"), "46,7", "46.7"),
        (1234567, "1.234.567", "1,234,567"),
        (Decimal("80.00"), "80", "80"),
        (Fraction(1, 3), "0,33", "0.33"),
        (Decimal("12.34567"), "12,35", "12.35"),
        (0, "0", "0"),
    ],
)
def test_a_number_is_written_as_its_language_writes_it(value: Figure, vi: str, en: str) -> None:
    assert (figure(value, "vi"), figure(value, "en")) == (vi, en)


def test_a_value_just_below_its_level_never_looks_like_the_level() -> None:
    assert figure(Fraction(7999999, 100000), "vi", beside=[80]) == "79,99999"
    assert figure(Fraction(7999999, 100000), "vi") == "80"


def test_a_small_distance_is_never_shown_as_none() -> None:
    assert figure(Fraction(1, 3000), "en") == "0.0003"


def test_values_that_no_twelve_decimals_tell_apart_are_shown_as_a_fraction() -> None:
    close = 80 + Fraction(1, 3 * 10**15)
    assert figure(close, "en", beside=[80]) == f"{close.numerator}/{close.denominator}"


@given(SHARES, SHARES)
def test_two_different_values_side_by_side_look_different(one: Fraction, other: Fraction) -> None:
    shown = figure(one, "en", beside=[other]), figure(other, "en", beside=[one])
    assert (shown[0] == shown[1]) == (one == other)


@pytest.mark.parametrize(("lang", "text"), [("vi", "1 hợp tác xã"), ("en", "1 cooperative")])
def test_one_is_singular_in_english(lang: Lang, text: str) -> None:
    assert quantity(1, measures()["cooperatives_with_value_chain_contract"], lang) == text


@pytest.mark.parametrize(("lang", "text"), [("vi", "2 điểm %"), ("en", "2 percentage points")])
def test_the_distance_between_two_shares_is_in_points(lang: Lang, text: str) -> None:
    assert distance_text(2, measures()["health_insurance_share"], lang) == text


def test_a_relative_distance_too_small_to_show_is_said_to_be_small() -> None:
    assert percent(Fraction(1, 100000), "vi") == "< 0,1 %"
    assert percent(Fraction(52, 1000), "vi") == "5,2 %"
