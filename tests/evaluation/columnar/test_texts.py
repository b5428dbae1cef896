"""Findings and ranks in texts are read once each, however long the table is, and always to the same."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluation.columnar.test_tables import trial

from ntm_rules import evaluate_table, load
from ntm_rules.evaluation.columnar.texts import UNLISTED, Spellings, numbered, runs

RANKS = [
    "Hoàn thành tốt nhiệm vụ",
    "  HOÀN THÀNH XUẤT SẮC NHIỆM VỤ ",
    "hoan thanh nhiem vu",
    "\tKhông hoàn thành nhiệm vụ\n",
    "hoàn thành gì đó",
    "",
    None,
]
FINDINGS = ["Đạt", " đạt", "CHƯA ĐẠT", "cơ bản đạt", "co ban dat", "không áp dụng", "xong", "", None]


def table(times: int) -> pl.DataFrame:
    rows = [(rank, finding) for rank in RANKS for finding in FINDINGS] * times
    return pl.DataFrame(
        {
            "region": "BTB",
            "year": 2023,
            "party_rating": [rank for rank, _ in rows],
            "government_rating": "Hoàn thành tốt nhiệm vụ",
            "loudspeaker_system": [finding for _, finding in rows],
        }
    )


def verdicts(frame: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    found = evaluate_table(frame, load("318/2022", tier="ntm", as_of="2024-06-01"), detail="gaps")
    collected = found.lazy().collect()
    assert isinstance(collected, pl.DataFrame)
    return collected.drop("party_rating", "government_rating", "loudspeaker_system")


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("times", [20, 400])
def test_a_long_table_is_read_like_a_short_one(times: int, *, lazy: bool) -> None:
    frame = table(times)
    found = verdicts(frame.lazy() if lazy else frame)
    assert found.equals(pl.concat([verdicts(table(1))] * times))


@pytest.mark.parametrize("stored", [pl.Categorical, lambda: pl.Enum([text for text in RANKS if text])])
def test_texts_stored_as_categories_are_read_as_texts(stored: Callable[[], pl.DataType]) -> None:
    frame = table(1).with_columns(pl.col("party_rating").replace("", None))
    kept = frame.with_columns(pl.col("party_rating").cast(stored()))
    assert verdicts(kept).equals(verdicts(frame))


RANKED = trial("require: {measure: party_rating, at_least: Hoàn thành tốt nhiệm vụ}")
ATTESTED = trial("require: {measure: loudspeaker_system, is: true}")
"""Sets of one row each, so that what a text was read as shows."""


@pytest.mark.parametrize("times", [1, 1_000])
def test_a_rank_is_read_in_any_case_without_diacritics_and_between_spaces(times: int) -> None:
    frame = pl.DataFrame({"party_rating": RANKS * times})
    found = evaluate_table(frame, RANKED, detail="indicators", year=2023)
    invalid = ("unknown", "invalid_observation")
    low = ("not_met", "below_level")
    expected = [("met", None), ("met", None), low, low, invalid, invalid, ("unknown", "no_observation")]
    assert found.select("indicator_1_1", "reason_1_1").rows() == expected * times


@pytest.mark.parametrize("times", [1, 1_000])
def test_a_finding_is_read_in_any_case_without_diacritics_and_between_spaces(times: int) -> None:
    frame = pl.DataFrame({"loudspeaker_system": FINDINGS * times})
    found = evaluate_table(frame, ATTESTED, detail="indicators", year=2023)
    invalid = ("unknown", "invalid_observation")
    nearly = ("not_met", "nearly_met")
    expected = [
        ("met", None),
        ("met", None),
        ("not_met", "attested_not_met"),
        nearly,
        nearly,
        ("not_applicable", None),
        invalid,
        invalid,
        ("unknown", "no_observation"),
    ]
    assert found.select("indicator_1_1", "reason_1_1").rows() == expected * times


def test_texts_that_nobody_knows_are_impossible_not_missing() -> None:
    found = verdicts(table(1))
    reasons = dict(zip([rank for rank in RANKS for _ in FINDINGS], found["reason_18_2"], strict=True))
    assert reasons["hoàn thành gì đó"] == "invalid_observation"
    assert reasons[None] == "no_observation"


QUESTIONS = st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1).map(tuple), min_size=1)


@given(QUESTIONS, st.sampled_from("abcdefghz"))
def test_the_number_of_a_text_answers_every_question_as_the_text_does(
    questions: list[tuple[str, ...]], text: str
) -> None:
    spellings = Spellings(numbered(questions))
    number = spellings.number(f" {text.upper()} ")
    assert number is not None
    assert (number == UNLISTED) == all(text not in question for question in questions)
    for question in questions:
        asked = runs(spellings.numbers[spelling] for spelling in question)
        assert any(first <= number <= last for first, last in asked) == (text in question)
