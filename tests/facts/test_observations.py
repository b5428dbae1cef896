"""What an observation may be, and what is refused."""

from __future__ import annotations

import datetime as dt
import math
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
    InvalidObservation,
    UnexpectedValue,
    UnknownName,
)
from ntm_rules.facts import Grade, Measure, Observation, Relation, observe, parse_quantity, show_level

INCOME = Measure("income", "Thu nhập", "Income", "money", "triệu đồng/người/năm")
POVERTY = Measure("poverty", "Nghèo", "Poverty", "share", "%", of="hộ")
ROADS = Measure("roads", "Đường", "Roads", "share", "%", of="km")
SALES = Measure("sales", "Bán", "Sales", "share", "%")
LABOUR = Measure("labour", "Lao động", "Labour", "share", "%", of="người")
GROWTH = Measure("growth", "Tăng", "Growth", "share", "%", may_exceed=True)
MODELS = Measure("models", "Mô hình", "Models", "count", "mô hình")
INCREASE = Measure("increase", "Tăng", "Increase", "ratio", "lần")
MARKET = Measure("market", "Chợ", "Market", "attested")
RATING = Measure("rating", "Xếp loại", "Rating", "ordinal", scale=("Trung bình", "Khá", "Tốt"))


@pytest.mark.parametrize(
    ("measure", "raw", "value"),
    [
        (INCOME, "46,7 triệu đồng/người/năm", Decimal("46.7")),
        (INCOME, "46.7 million VND/person/year", Decimal("46.7")),
        (INCOME, "3,9 triệu đồng/người/tháng", Decimal("46.8")),
        (POVERTY, "12,4%", Decimal("12.4")),
        (MODELS, "3 mô hình", Decimal(3)),
        (MODELS, "3", Decimal(3)),
        (MODELS, 3, Decimal(3)),
        (MODELS, 3.0, Decimal(3)),
        (INCREASE, 1.4, Decimal("1.4")),
        (INCREASE, "1,4 lần", Decimal("1.4")),
        (INCREASE, Fraction(4, 3), Fraction(4, 3)),
        (RATING, "Khá", 1),
        (MARKET, "đạt", Grade.MET),
        (GROWTH, "140 %", Decimal(140)),
    ],
)
def test_an_observation_is_kept_in_the_unit_of_its_measure(
    measure: Measure, raw: object, value: object
) -> None:
    observation = observe(measure, raw)
    assert observation.value == value
    assert observation.relation == "exact"


def test_a_tenth_and_two_tenths_observed_are_three_tenths() -> None:
    assert observe(INCREASE, 0.1 + 0.2).value == Decimal("0.3") == observe(INCREASE, "0,3").value


def test_a_count_over_its_denominator_is_an_exact_share() -> None:
    observation = observe(POVERTY, "37/1200 hộ")
    assert observation.value == Fraction(37, 12)
    assert (observation.part, observation.whole) == (Decimal(37), Decimal(1200))
    assert observe(POVERTY, "3/4 hộ").value == Decimal(75)
    assert observe(ROADS, "12,5/15 km").value == Fraction(250, 3)
    assert observe(ROADS, "1500 m/3 km").value == Decimal(50)
    assert observe(LABOUR, "850/1000 lao động").value == Decimal(85)
    assert observe(SALES, "3/4 tấn").value == Decimal(75)


def test_a_share_may_state_its_denominator_beside_it() -> None:
    observation = observe(POVERTY, {"value": "12,4 %", "of": "1200 hộ"})
    assert (observation.value, observation.part, observation.whole) == (Decimal("12.4"), None, Decimal(1200))
    observation = observe(POVERTY, {"value": "37 hộ", "of": 1200})
    assert (observation.value, observation.part, observation.whole) == (
        Fraction(37, 12),
        Decimal(37),
        Decimal(1200),
    )


def test_a_whole_number_beside_a_denominator_is_a_count() -> None:
    assert observe(POVERTY, {"value": 37, "of": "1200 hộ"}).part == 37
    assert observe(POVERTY, {"value": "37", "of": 1200}).value == Fraction(37, 12)


def test_a_broken_number_beside_a_denominator_may_be_a_share_or_a_count() -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        observe(POVERTY, {"value": "37,5", "of": "1200 hộ"})
    assert caught.value.readings == ("37,5 %", "37,5 hộ")


def test_a_total_lies_between_its_men_and_women() -> None:
    with pytest.raises(Contradiction, match="between the two"):
        observe(POVERTY, {"value": "89 %", "male": "95 %", "female": "95 %"})
    assert observe(POVERTY, {"value": "95 %", "male": "95 %", "female": "95 %"}).value == 95


def test_the_noise_of_a_binary_float_written_as_text_never_decides() -> None:
    assert observe(POVERTY, f"{13.000000000000002} %").value == 13
    assert observe(POVERTY, f"{0.1 + 0.2} %").value == Decimal("0.3")


def test_two_denominators_that_differ_are_a_contradiction() -> None:
    with pytest.raises(Contradiction, match="expected one denominator"):
        observe(POVERTY, {"value": "37/1200 hộ", "of": "1300 hộ"})
    assert observe(POVERTY, {"value": "37/1200 hộ", "of": "1200 hộ"}).whole == 1200


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("trên 90 %", "above"),
        ("từ 90 % trở lên", "at_least"),
        ("dưới 90 %", "below"),
        ("không quá 90 %", "at_most"),
    ],
)
def test_a_one_sided_figure_stays_one_sided(text: str, relation: Relation) -> None:
    observation = observe(POVERTY, text)
    assert (observation.value, observation.relation, observation.text) == (90, relation, text)


def test_a_rank_may_be_one_sided_too() -> None:
    assert (observe(RATING, "Khá trở lên").value, observe(RATING, "Khá trở lên").relation) == (1, "at_least")


@pytest.mark.parametrize("raw", [0.61, "0.61", "0,61", Decimal("0.61"), Fraction(61, 100)])
def test_a_bare_share_is_never_guessed(raw: object) -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        observe(POVERTY, raw)
    assert caught.value.readings == ("0,61 %", "61 %")


@pytest.mark.parametrize(
    ("measure", "raw", "hint"), [(POVERTY, 12, "12 %"), (INCOME, 46.7, "46,7 triệu đồng/người/năm")]
)
def test_a_bare_number_is_for_counts_alone(measure: Measure, raw: object, hint: str) -> None:
    with pytest.raises(UnexpectedValue, match=hint):
        observe(measure, raw)


@pytest.mark.parametrize(
    "raw", ["94.405 triệu đồng/người/năm", "94.405 triệu", "94,405 triệu đồng/người/năm"]
)
def test_a_thousands_point_that_may_be_a_decimal_one_is_never_guessed(raw: str) -> None:
    with pytest.raises(AmbiguousNumber):
        observe(INCOME, raw)


@pytest.mark.parametrize(
    ("measure", "raw", "expected"),
    [
        (POVERTY, "100,5 %", "a share from 0 % to 100 %"),
        (POVERTY, "-1 %", "a share from 0 % to 100 %"),
        (POVERTY, "trên 100 %", "a share from 0 % to 100 %"),
        (POVERTY, "dưới 0 %", "less than nothing"),
        (POVERTY, "1300/1200 hộ", "a share from 0 % to 100 %"),
        (POVERTY, "37/0 hộ", "a denominator above zero"),
        (POVERTY, "3,5/10 hộ", "a whole number of `hộ`"),
        (MODELS, -1, "not negative"),
        (MODELS, "2,5 mô hình", "a whole number of `mô hình`"),
        (MODELS, 2.5, "a whole number of `mô hình`"),
        (INCREASE, -1, "not negative"),
        (INCOME, "-5 triệu đồng/người/năm", "not negative"),
        (INCOME, "1/2 triệu đồng/người/năm", "no denominator"),
        (POVERTY, math.nan, "a finite number"),
        (POVERTY, "NaN", "a finite number"),
        (MODELS, math.inf, "a finite number"),
        (MODELS, "-Infinity", "a finite number"),
        (INCOME, Decimal("NaN"), "a finite number"),
        (POVERTY, "đạt", "a number in `%`"),
        (POVERTY, True, "a number in `%`"),
        (POVERTY, Grade.MET, "a number in `%`"),
        (MARKET, "95 %", "a finding"),
        (MARKET, 1, "a finding"),
        (MARKET, math.nan, "a finite number"),
        (RATING, 2, "one of `Trung bình`"),
    ],
)
def test_an_impossible_observation_names_its_measure(measure: Measure, raw: object, expected: str) -> None:
    with pytest.raises(InvalidObservation, match=expected) as caught:
        observe(measure, raw)
    assert caught.value.measure == measure.id


def test_a_share_that_may_exceed_has_no_upper_limit() -> None:
    assert observe(GROWTH, "3/2 hộ").value == 150


def test_a_wrong_unit_is_an_error_that_names_both() -> None:
    with pytest.raises(
        IncompatibleUnit, match="`3/40 trường` is in `trường`, which cannot be converted to `hộ`"
    ):
        observe(POVERTY, "3/40 trường")
    with pytest.raises(IncompatibleUnit, match="`44 %` is in `%`"):
        observe(INCOME, "44 %")


def test_a_length_over_a_length_needs_its_unit() -> None:
    with pytest.raises(UnexpectedValue, match="such as `12/15 km`"):
        observe(ROADS, "12/15")
    assert observe(POVERTY, "12/15").value == 80


@pytest.mark.parametrize(
    ("text", "grade"),
    [("đạt", Grade.MET), ("Đạt", Grade.MET), ("có", Grade.MET), ("yes", Grade.MET), ("true", Grade.MET),
     ("cơ bản đạt", Grade.NEARLY), ("nearly", Grade.NEARLY), ("chưa đạt", Grade.NOT_MET), ("không", Grade.NOT_MET),
     ("no", Grade.NOT_MET), ("false", Grade.NOT_MET), ("không áp dụng", Grade.NOT_APPLICABLE), ("n/a", Grade.NOT_APPLICABLE)],
)  # fmt: skip
def test_findings_are_read_in_both_languages(text: str, grade: Grade) -> None:
    assert observe(MARKET, text).value is grade


def test_a_truth_value_is_a_finding() -> None:
    assert observe(MARKET, True).value is Grade.MET
    assert observe(MARKET, False).text == "chưa đạt"
    assert observe(MARKET, Grade.NEARLY).value is Grade.NEARLY


def test_an_observation_keeps_its_date_source_and_note() -> None:
    observation = observe(
        POVERTY, {"value": "1 %", "on": "2024-11-30", "source": "https://example.org", "note": "after review"}
    )
    assert (observation.on, observation.source, observation.note) == (
        dt.date(2024, 11, 30), "https://example.org", "after review",
    )  # fmt: skip


def test_men_and_women_may_be_given_with_or_without_a_total() -> None:
    observation = observe(LABOUR, {"nam": "80 %", "nữ": "3/4 người"})
    assert (observation.value, observation.male, observation.female) == (None, Decimal(80), Decimal(75))
    assert observation.text == "nam: 80 %, nữ: 3/4 người"
    assert observe(LABOUR, {"value": "78 %", "male": "80 %", "female": "75 %"}).value == 78
    with pytest.raises(UnexpectedValue, match="one of them"):
        observe(LABOUR, {"male": "80 %", "nam": "80 %"})
    with pytest.raises(InvalidObservation, match="by sex"):
        observe(MARKET, {"male": "đạt"})


def test_single_years_are_kept_by_year() -> None:
    assert dict(observe(MARKET, {"years": {2022: True, "2023": "chưa đạt"}}).years) == {
        2022: Grade.MET,
        2023: Grade.NOT_MET,
    }
    assert observe(MODELS, {"value": 0, "over_years": 3}).covers_years == 3
    with pytest.raises(UnexpectedValue, match="a year such as `2022`"):
        observe(MODELS, {"years": {"last": 3}})
    with pytest.raises(UnexpectedValue, match="an exact figure"):
        observe(POVERTY, {"years": {2022: "trên 5 %"}})
    with pytest.raises(UnexpectedValue, match="at least one year"):
        observe(MODELS, {"value": 0, "over_years": 0})


def test_an_unknown_key_is_shown_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean `source`"):
        observe(POVERTY, {"value": "1 %", "soruce": "x"})


@pytest.mark.parametrize("raw", [{}, {"note": "x"}, {"value": None}, None, "", [1], {"of": "12 hộ"}])
def test_nothing_is_no_observation(raw: object) -> None:
    with pytest.raises(UnexpectedValue):
        observe(POVERTY, raw)


def test_observations_are_immutable_and_can_be_hashed_and_pickled() -> None:
    observation = observe(POVERTY, {"value": "37/1200 hộ", "years": {2022: "4 %"}})
    assert pickle.loads(pickle.dumps(observation)) == observation
    assert hash(observation) == hash(observe(POVERTY, {"value": "37/1200 hộ", "years": {2022: "4 %"}}))
    with pytest.raises(AttributeError):
        observation.value = Decimal(1)  # type: ignore[misc]


@given(st.decimals(0, 100, places=4))
def test_a_share_that_is_shown_is_observed_again(value: Decimal) -> None:
    assert observe(POVERTY, show_level(POVERTY, value)).value == value


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_share_of_a_count_is_never_rounded(part: int, whole: int) -> None:
    observation = observe(GROWTH, f"{part}/{whole} hộ")
    assert isinstance(observation.value, (Decimal, Fraction))
    assert Fraction(observation.value) == Fraction(part * 100, whole)


@given(st.text(max_size=30))
def test_any_text_is_an_observation_or_one_of_our_errors(text: str) -> None:
    for measure in (INCOME, POVERTY, MODELS, MARKET, RATING):
        try:
            observation = observe(measure, text)
        except (AmbiguousNumber, IncompatibleUnit, InvalidObservation, UnexpectedValue, UnknownName):
            continue
        assert isinstance(observation, Observation)


@given(st.from_regex(r"[-+]?[0-9.,]{1,12} ?(%|hộ|triệu đồng|/[0-9]{1,3} hộ)?", fullmatch=True))
def test_no_number_like_text_breaks_the_reader(text: str) -> None:
    try:
        parse_quantity(text)
    except (AmbiguousNumber, UnexpectedValue, UnknownName):
        return
