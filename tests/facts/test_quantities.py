"""Quantities as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ntm_rules.errors import AmbiguousNumber, UnexpectedValue, UnknownName
from ntm_rules.facts.quantities import Relation, parse_quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("46,7 triệu đồng/người/năm", "46.7", "triệu đồng/người/năm"),
        ("46.7 million VND/person/year", "46.7", "triệu đồng/người/năm"),
        ("95,2%", "95.2", "%"),
        ("1.234.567 đồng", "1234567", "đồng"),
        ("1 200 hộ", "1200", "hộ"),
        ("3 m2/người", "3", "m²/người"),
        ("12", "12", None),
    ],
)
def test_a_quantity_is_a_number_and_a_unit(text: str, value: str, unit: str | None) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit, quantity.relation) == (Decimal(value), unit, "exact")


@pytest.mark.parametrize("text", ["37/1200 hộ", "37 / 1 200 hộ", "37 hộ/1200 hộ", "37 hộ/1200"])
def test_a_count_keeps_its_denominator(text: str) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit, quantity.whole, quantity.whole_unit) == (
        Decimal(37),
        "hộ",
        Decimal(1200),
        "hộ",
    )


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("trên 90 %", "above"),
        ("Trên 90%", "above"),
        ("hơn 90 %", "above"),
        ("đạt trên 90 %", "above"),
        ("> 90 %", "above"),
        (">90%", "above"),
        ("over 90 %", "above"),
        ("từ 90 % trở lên", "at_least"),
        ("từ 90%", "at_least"),
        ("90 % trở lên", "at_least"),
        (">= 90 %", "at_least"),
        ("≥90%", "at_least"),
        ("ít nhất 90 %", "at_least"),
        ("không dưới 90 %", "at_least"),
        ("at least 90 %", "at_least"),
        ("dưới 90 %", "below"),
        ("gần 90 %", "below"),
        ("< 90 %", "below"),
        ("không quá 90 %", "at_most"),
        ("từ 90 % trở xuống", "at_most"),
        ("tối đa 90 %", "at_most"),
        ("<= 90 %", "at_most"),
        ("đạt 90 %", "exact"),
        ("bằng 90 %", "exact"),
    ],
)
def test_words_before_and_after_say_which_side_is_meant(text: str, relation: Relation) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit, quantity.relation) == (Decimal(90), "%", relation)


def test_a_rounded_figure_is_refused_because_it_may_lie_on_either_side() -> None:
    with pytest.raises(UnexpectedValue, match="an exact figure, or one side of it"):
        parse_quantity("khoảng 27,8 triệu đồng/người/năm")
    with pytest.raises(UnexpectedValue):
        parse_quantity("dưới 90 % trở lên")


def test_an_ambiguous_number_is_shown_in_the_whole_text() -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse_quantity("trên 94.405 triệu đồng")
    assert caught.value.readings == ("trên 94,4050 triệu đồng", "trên 94405 triệu đồng")
    with pytest.raises(AmbiguousNumber) as caught:
        parse_quantity("37/1.200 hộ")
    assert caught.value.readings == ("37/1,2000 hộ", "37/1200 hộ")


@pytest.mark.parametrize("text", ["hộ", "", "NaN %", "1/2/3 hộ", "-%"])
def test_text_without_a_number_is_refused(text: str) -> None:
    with pytest.raises(UnexpectedValue):
        parse_quantity(text)


@pytest.mark.parametrize("text", ["46,7 triệu đồng/người/năm (2024)", "1e5", "80 %%", "70 % đến 80 %"])
def test_text_after_the_unit_is_refused(text: str) -> None:
    with pytest.raises(UnknownName, match="unit"):
        parse_quantity(text)


def test_a_bound_of_the_law_says_no_side() -> None:
    with pytest.raises(UnexpectedValue):
        parse_quantity("trên 90 %", one_sided=False)
