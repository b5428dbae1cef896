"""Units: one spelling each, and exact conversion between them."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.errors import IncompatibleUnit, UnknownName
from ntm_rules.facts.registry import WORDS, canonical_unit, convert, is_countable, unit_text

INCOME = "triệu đồng/người/năm"
MONEY_RATES = [
    f"{money}/{who}/{time}"
    for money in ("đồng", "nghìn đồng", "triệu đồng", "tỷ đồng")
    for who in ("người",)
    for time in ("tháng", "năm", "ngày")
]


@pytest.mark.parametrize(
    "text",
    [
        "triệu đồng/người/năm",
        "tr.đ/người/năm",
        "Triệu đồng / người / năm",
        "triệu/người/năm",
        "trieu dong/nguoi/nam",
        "million VND/person/year",
        "million VND per person per year",
        "million vnd/people/year",
        "triệu đồng/năm/người",
    ],
)
def test_every_spelling_of_income_is_one_unit(text: str) -> None:
    assert canonical_unit(text) == INCOME


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("lít/người/ngày đêm", "lít/người/ngày"), ("m2/người", "m²/người"), ("HTX", "hợp tác xã"), ("ấp", "thôn"),
     ("households", "hộ"), ("kwh", "kWh"), ("Km", "km"), ("%", "%"), ("tỉ đồng", "tỷ đồng"), ("cases", "vụ")],
)  # fmt: skip
def test_other_spellings_are_brought_to_the_canonical_one(text: str, canonical: str) -> None:
    assert canonical_unit(text) == canonical


def test_decomposed_vietnamese_letters_are_the_same_letters() -> None:
    assert canonical_unit("triê\u0323u đô\u0300ng") == "triệu đồng"


def test_an_unknown_unit_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown unit `nguwời`") as caught:
        canonical_unit("triệu đồng/nguwời/năm")
    assert caught.value.kind == "unit"
    with pytest.raises(UnknownName, match="did you mean `households`"):
        canonical_unit("housholds")


def test_monthly_income_is_twelve_times_as_much_in_a_year() -> None:
    assert convert(Decimal("3.9"), "triệu đồng/người/tháng", INCOME, text="") == Decimal("46.8")


@pytest.mark.parametrize(
    ("value", "found", "expected", "result"),
    [
        ("46700", "nghìn đồng/người/năm", INCOME, "46.7"),
        ("46700000", "đồng/người/năm", INCOME, "46.7"),
        ("0.0467", "tỷ đồng/người/năm", INCOME, "46.7"),
        ("1500", "m", "km", "1.5"),
        ("2", "ha", "m²", "20000"),
        ("1", "km²", "ha", "100"),
        ("36.5", "lít/người/ngày", "m³/người/năm", "13.3225"),
        ("850", "lao động", "người", "850"),
    ],
)
def test_units_convert_exactly(value: str, found: str, expected: str, result: str) -> None:
    assert convert(Decimal(value), found, expected, text="") == Decimal(result)


@given(st.decimals(0, 10**6, places=3), st.sampled_from(MONEY_RATES), st.sampled_from(MONEY_RATES))
def test_converting_there_and_back_is_the_identity(value: Decimal, found: str, expected: str) -> None:
    there = convert(value, found, expected, text="")
    assert convert(there, expected, found, text="") == value


def test_units_that_measure_different_things_are_both_named() -> None:
    with pytest.raises(
        IncompatibleUnit, match="`3 trường` is in `trường`, which cannot be converted to `hộ`"
    ):
        convert(Decimal(3), "trường", "hộ", text="3 trường")
    with pytest.raises(IncompatibleUnit, match="triệu đồng/người/năm"):
        convert(Decimal(46), "triệu đồng", INCOME, text="46 triệu đồng")


def test_no_two_kinds_of_things_counted_can_be_converted() -> None:
    things = [w.vi for w in WORDS if w.countable and w.definition.startswith("[")]
    for found, expected in itertools.pairwise(things):
        with pytest.raises(IncompatibleUnit):
            convert(Decimal(1), found, expected, text="")


def test_every_word_is_its_own_canonical_spelling_in_both_languages() -> None:
    for word in WORDS:
        assert canonical_unit(word.vi) == word.vi
        assert canonical_unit(unit_text(word.vi, "en")) == word.vi
        assert canonical_unit(unit_text(word.vi, "en", one=True)) == word.vi


def test_every_word_is_known_to_the_registry() -> None:
    for word in WORDS:
        rate = f"{word.vi}/năm"
        assert convert(Fraction(1, 7), f"{word.vi}/tháng", rate, text="") == Fraction(12, 7)


def test_units_read_well_in_english() -> None:
    assert unit_text(INCOME, "en") == "million VND/person/year"
    assert unit_text("hộ", "en") == "households"
    assert unit_text("hộ", "en", one=True) == "household"


def test_only_things_are_counted_in_whole_numbers() -> None:
    assert is_countable("hộ")
    assert not is_countable("km")
    assert not is_countable("hộ/năm")
