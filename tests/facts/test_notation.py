"""Numbers in Vietnamese and international notation."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ntm_rules.errors import AmbiguousNumber, UnexpectedValue
from ntm_rules.facts.notation import Lang, exact, format_number, number_of, parse_number

LANGS: tuple[Lang, ...] = ("vi", "en")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("46,7", "46.7"),
        ("46.7", "46.7"),
        ("1.234.567,8", "1234567.8"),
        ("1,234,567.8", "1234567.8"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.567", "1234.567"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        ("1200", "1200"),
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("1\u202f234\u202f567,25", "1234567.25"),
        ("1 200,500", "1200.5"),
        ("1234,567", "1234.567"),
        ("12,34", "12.34"),
        ("-3,5", "-3.5"),
        (" 95 ", "95"),
    ],
)
def test_a_clear_number_is_read_exactly(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.234", ("1,2340", "1234")),
        ("1,234", ("1,2340", "1234")),
        ("94.405", ("94,4050", "94405")),
        ("100,000", ("100,0000", "100000")),
        ("-1.234", ("-1,2340", "-1234")),
    ],
)
def test_one_separator_before_three_digits_has_two_readings(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number(text)
    assert caught.value.readings == readings
    assert len({parse_number(r) for r in readings}) == 2, "each reading can be read in one way only"


@pytest.mark.parametrize(
    "text",
    ["", "abc", "NaN", "inf", "-inf", "1e5", "0x10", "1_000", "+3", "1.2.3", "12.34.567", "1,23,456", "46,", ",5",
     "1.234.56", "0.123.456", "1.234,567,890", "1  200", "--3", "٣", "１２", "1/2", "."],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UnexpectedValue):
        parse_number(text)


@pytest.mark.parametrize("minus", ["\u2212", "\u2013", "\u2014"])
def test_a_typographic_minus_is_refused_with_the_sign_to_write(minus: str) -> None:
    with pytest.raises(UnexpectedValue, match="write the minus sign as `-`"):
        parse_number(f"{minus}5")


def test_a_number_of_absurd_length_is_refused() -> None:
    with pytest.raises(UnexpectedValue, match="at most 24 digits"):
        parse_number("9" * 10_000)
    with pytest.raises(UnexpectedValue, match="at most 24 digits"):
        number_of(Decimal("1e999999"))


decimals = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=6)


@given(decimals)
@example(Decimal("94.405"))
@example(Decimal("0.405"))
@example(Decimal(1234))
@example(Decimal("-0.0"))
def test_formatting_and_parsing_is_the_identity_in_both_notations(value: Decimal) -> None:
    for lang in LANGS:
        assert parse_number(format_number(value, lang)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_a_number_shown_in_one_notation_never_means_another_in_the_other(value: Decimal) -> None:
    shown = {lang: format_number(value, lang) for lang in LANGS}
    assert {parse_number(text) for text in shown.values()} == {value}


def test_thousands_are_grouped_where_that_leaves_no_doubt() -> None:
    assert format_number(Decimal("1234567.8")) == "1.234.567,8"
    assert format_number(Decimal("1234567.8"), "en") == "1,234,567.8"
    assert format_number(Decimal(94405)) == "94405"
    assert format_number(Decimal("46.70")) == "46,7"
    assert format_number(Decimal("94.405")) == "94,4050"
    assert format_number(Decimal(100)) == "100"


def test_a_fraction_without_a_decimal_is_shown_as_rounded() -> None:
    assert format_number(Fraction(37, 12)) == "≈ 3,0833"
    assert format_number(Fraction(1, 4)) == "0,25"


def test_float_noise_is_not_read() -> None:
    assert number_of(0.1 + 0.2) == Decimal("0.3")
    assert number_of(1.1 * 3) == Decimal("3.3")


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_float_of_a_short_decimal_is_that_decimal(digits: int, places: int) -> None:
    value = Decimal(digits).scaleb(-places)
    assert number_of(float(value)) == value


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, Decimal("NaN"), Decimal("Infinity"), True, "5", None, 1j]
)
def test_python_values_that_are_no_finite_number_are_refused(value: object) -> None:
    with pytest.raises(UnexpectedValue):
        number_of(value)


@given(st.fractions())
def test_an_exact_number_equals_its_fraction(value: Fraction) -> None:
    known = exact(value)
    assert known == value
    if isinstance(known, Decimal):
        assume(known != 0)
        assert Fraction(known) == value
