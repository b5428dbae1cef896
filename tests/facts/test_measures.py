"""The catalogue of measures, and levels in their units."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.errors import (
    AmbiguousNumber,
    Contradiction,
    IncompatibleUnit,
    NtmRulesError,
    UnexpectedValue,
    UnknownName,
)
from ntm_rules.facts import Grade, MeasureCatalogue, measures, parse_level, read_measures, show_level
from ntm_rules.yaml_nodes import parse_yaml

CATALOGUE = read_measures(
    parse_yaml(
        """
measures:
  income: {label: {vi: Thu nhập, en: Income}, kind: money, unit: tr.đ/người/năm}
  clean_water: {label: {vi: Nước sạch, en: Clean water}, kind: share, unit: "%", of: household}
  growth: {label: {vi: Tăng, en: Growth}, kind: share, unit: "%", may_exceed: true}
  models: {label: {vi: Mô hình, en: Models}, kind: count, unit: mô hình}
  increase: {label: {vi: Mức tăng, en: Increase}, kind: ratio, unit: lần}
  water_use: {label: {vi: Nước, en: Water}, kind: rate, unit: lít/người/ngày đêm}
  market: {label: {vi: Chợ, en: Market}, kind: attested}
  readiness:
    label: {vi: Sẵn sàng, en: Readiness}
    kind: ordinal
    scale: [Trung bình, Khá, Tốt]
    not_to_be_confused_with: {market: something else}
    note: asked since 2022
""",
        "measures.yaml",
    )
)
FIXED = ("income_per_capita", "multidimensional_poverty_share", "poor_household_share", "health_insurance_share",
         "trained_labour_share", "certified_labour_share", "sound_house_share", "grid_electricity_share",
         "clean_water_share", "hygienic_water_share", "stunting_share", "lower_secondary_continuation_share")  # fmt: skip


def test_the_shipped_catalogue_has_the_fixed_measures() -> None:
    assert set(FIXED) <= set(measures())
    assert measures()["income_per_capita"].unit == "triệu đồng/người/năm"


def test_the_shipped_catalogue_confuses_only_measures_that_exist() -> None:
    for measure in measures().values():
        for other in measure.not_to_be_confused_with:
            assert measures()[other].id != measure.id


def test_units_of_measures_are_canonical() -> None:
    assert CATALOGUE["income"].unit == "triệu đồng/người/năm"
    assert CATALOGUE["clean_water"].of == "hộ"
    assert CATALOGUE["water_use"].unit == "lít/người/ngày"


def test_a_measure_has_a_label_in_each_language() -> None:
    assert CATALOGUE["income"].label() == "Thu nhập"
    assert CATALOGUE["income"].label("en") == "Income"


def test_an_unknown_measure_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean `clean_water`") as caught:
        CATALOGUE["clean_watre"]
    assert caught.value.kind == "measure"
    assert "clean_watre" not in CATALOGUE


def test_merging_adds_measures_and_refuses_a_second_meaning() -> None:
    other = read_measures(
        parse_yaml("measures: {wells: {label: {vi: Giếng, en: Wells}, kind: count, unit: công trình}}")
    )
    assert set(CATALOGUE.merge(other)) == {*CATALOGUE, "wells"}
    assert CATALOGUE.merge(CATALOGUE) == CATALOGUE
    again = read_measures(
        parse_yaml("measures: {income: {label: {vi: Khác, en: Other}, kind: count, unit: hộ}}")
    )
    with pytest.raises(Contradiction, match="`income` is defined twice"):
        CATALOGUE.merge(again)


def test_a_catalogue_can_be_pickled_copied_and_hashed() -> None:
    assert pickle.loads(pickle.dumps(CATALOGUE)) == CATALOGUE
    assert copy.deepcopy(CATALOGUE) == CATALOGUE
    assert hash(CATALOGUE) == hash(MeasureCatalogue(CATALOGUE.values()))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{kind: share, unit: km, label: {vi: a, en: b}}", "expected `%`"),
        ('{kind: count, unit: "%", label: {vi: a, en: b}}', "expected another unit"),
        ("{kind: money, label: {vi: a, en: b}}", "the key `unit`"),
        ("{kind: attested, unit: hộ, label: {vi: a, en: b}}", "no unit"),
        ("{kind: ordinal, label: {vi: a, en: b}}", "the key `scale`"),
        ("{kind: ordinal, scale: [Tốt, tốt], label: {vi: a, en: b}}", "two or more ranks"),
        ("{kind: count, unit: hộ, of: hộ, label: {vi: a, en: b}}", "no such key"),
        ("{kind: countt, unit: hộ, label: {vi: a, en: b}}", "did you mean `count`"),
        ("{kind: count, unti: hộ, label: {vi: a, en: b}}", "did you mean `unit`"),
        ("{kind: count, unit: hôhộ, label: {vi: a, en: b}}", "unknown unit"),
        ("{kind: count, unit: hộ, label: {vi: a}}", "the key `en`"),
    ],
)  # fmt: skip
def test_a_broken_measure_is_refused_where_it_stands(text: str, message: str) -> None:
    with pytest.raises(NtmRulesError, match=message) as caught:
        read_measures(parse_yaml(f"measures:\n  m: {text}", "own.yaml"))
    assert str(caught.value).startswith("own.yaml:2:")


@pytest.mark.parametrize(
    ("measure", "text", "level"),
    [
        ("clean_water", "80 %", Decimal(80)),
        ("clean_water", "80%", Decimal(80)),
        ("clean_water", "97,5 %", Decimal("97.5")),
        ("growth", "110 %", Decimal(110)),
        ("income", "44 triệu đồng/người/năm", Decimal(44)),
        ("income", "44 million VND/person/year", Decimal(44)),
        ("income", "3,9 triệu đồng/người/tháng", Decimal("46.8")),
        ("models", "3 mô hình", Decimal(3)),
        ("models", "3", Decimal(3)),
        ("increase", "1,4 lần", Decimal("1.4")),
        ("increase", "1.4", Decimal("1.4")),
        ("water_use", "60 lít/người/ngày đêm", Decimal(60)),
    ],
)
def test_a_level_is_read_in_the_unit_of_its_measure(measure: str, text: str, level: Decimal) -> None:
    assert parse_level(CATALOGUE[measure], text) == level


def test_a_rank_is_its_place_on_the_scale() -> None:
    assert parse_level(CATALOGUE["readiness"], "Khá") == 1
    assert parse_level(CATALOGUE["readiness"], "khá") == 1
    with pytest.raises(UnknownName, match="expected one of `Trung bình`, `Khá`, `Tốt`"):
        parse_level(CATALOGUE["readiness"], "Xuất sắc")


def test_an_attested_level_is_a_truth() -> None:
    assert parse_level(CATALOGUE["market"], "true") is True
    assert parse_level(CATALOGUE["market"], "chưa đạt") is False
    with pytest.raises(UnexpectedValue, match="`true` or `false`"):
        parse_level(CATALOGUE["market"], "maybe")


def test_a_bare_share_up_to_one_has_two_readings() -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse_level(CATALOGUE["clean_water"], "0.61")
    assert caught.value.readings == ("0,61 %", "61 %")


@pytest.mark.parametrize(
    ("measure", "text", "message"),
    [("clean_water", "80", "such as `80 %`"), ("income", "44", "such as `44 triệu đồng/người/năm`"),
     ("clean_water", "0", "such as `0 %`"), ("clean_water", "101 %", "from 0 % to 100 %"),
     ("models", "-1 mô hình", "not negative"), ("models", "2,5 mô hình", "whole number"),
     ("models", "1/3 mô hình", "one number"), ("income", "trên 44 triệu đồng/người/năm", "a number"),
     ("income", "5 đồng/người/ngày x", "unit"), ("models", "true", "a number")],
)  # fmt: skip
def test_what_is_no_level_is_refused(measure: str, text: str, message: str) -> None:
    with pytest.raises((UnexpectedValue, UnknownName), match=message):
        parse_level(CATALOGUE[measure], text)


def test_a_level_in_an_incompatible_unit_names_both_units() -> None:
    with pytest.raises(IncompatibleUnit) as caught:
        parse_level(CATALOGUE["income"], "44 triệu đồng")
    assert (caught.value.found, caught.value.expected) == ("triệu đồng", "triệu đồng/người/năm")


def test_an_ambiguous_level_shows_both_readings_with_the_unit() -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse_level(CATALOGUE["income"], "44.500 triệu đồng/người/năm")
    assert caught.value.readings == ("44,5000 triệu đồng/người/năm", "44500 triệu đồng/người/năm")


def test_levels_are_shown_in_vietnamese_and_english() -> None:
    assert show_level(CATALOGUE["income"], Decimal("46.7")) == "46,7 triệu đồng/người/năm"
    assert show_level(CATALOGUE["income"], Decimal("46.7"), "en") == "46.7 million VND/person/year"
    assert show_level(CATALOGUE["clean_water"], Decimal(80)) == "80 %"
    assert show_level(CATALOGUE["models"], Decimal(1), "en") == "1 model"
    assert show_level(CATALOGUE["models"], Decimal(3), "en") == "3 models"
    assert show_level(CATALOGUE["readiness"], 1) == "Khá"
    assert show_level(CATALOGUE["market"], True) == "đạt"
    assert show_level(CATALOGUE["market"], Grade.NEARLY, "en") == "nearly met"
    assert show_level(CATALOGUE["clean_water"], Fraction(37, 12)) == "≈ 3,0833 %"


@given(st.sampled_from(["income", "growth", "increase", "water_use"]), st.decimals(0, 10**7, places=4))
def test_a_level_that_is_shown_is_read_back(id: str, value: Decimal) -> None:
    measure = CATALOGUE[id]
    assert parse_level(measure, show_level(measure, value)) == value
    assert parse_level(measure, show_level(measure, value, "en")) == value
