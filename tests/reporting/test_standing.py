"""What titles are worth, in words: both languages, the notebook, the published data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from ntm_rules import (
    Reclassification,
    Standing,
    explain_standing,
    read_history,
    reclassification_html,
    reclassify,
    to_standing_document,
)
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Label
from ntm_rules.reporting import standing_data, standing_schema, standing_table, standing_wording
from ntm_rules.reporting.standing_table import COLUMNS, review_due, standing_rows
from ntm_rules.reporting.wording import LANGUAGES
from ntm_rules.standing import STANDINGS, OpenBecause, State
from ntm_rules.standing.choices import ACTORS, BRANCHES, CONDITIONS, DUTIES
from ntm_rules.standing.clauses import Grounds

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "examples/reclassify").glob("*.yaml"))
DAYS = ("2023-11-03", "2024-06-30", "2025-08-30")
VALIDATOR = jsonschema.Draft202012Validator(standing_schema())


def found(name: str, on: str) -> Reclassification:
    return reclassify(read_history(ROOT / f"examples/reclassify/{name}.yaml"), on=on)


@pytest.fixture(scope="module", params=DAYS)
def several(request: pytest.FixtureRequest) -> list[Reclassification]:
    return [reclassify(read_history(path), on=request.param) for path in FILES]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_of_a_standing_has_words_in_both_languages(lang: Lang) -> None:
    assert set(standing_wording.STATES) == set(State)
    assert set(standing_wording.OPEN_BECAUSE) == set(OpenBecause)
    assert set(standing_wording.GROUNDS) == set(Grounds)
    assert {*STANDINGS, "not_recognised"} == set(Standing)
    for words in (*standing_wording._PHRASES.values(), *standing_wording.OPEN_BECAUSE.values()):
        assert words.in_language(lang)
    for labels in (DUTIES, ACTORS, CONDITIONS, BRANCHES, STANDINGS):
        assert all(label.in_language(lang) for label in labels.values())


def test_both_languages_fill_the_same_blanks() -> None:
    for key, words in (*standing_wording._PHRASES.items(), *standing_wording.OPEN_BECAUSE.items()):
        assert set(re.findall(r"\{\w+\}", words.vi)) == set(re.findall(r"\{\w+\}", words.en)), key


def test_the_standings_are_ranked_as_the_vocabulary_ranks_them() -> None:
    assert [s.value for s in Standing if s is not Standing.NOT_RECOGNISED] == list(STANDINGS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("detail", ["shortfalls", "full"])
def test_every_example_is_explained_on_every_day(
    several: list[Reclassification], lang: Lang, detail: str
) -> None:
    for one in several:
        text = explain_standing(one, lang=lang, detail=detail)  # type: ignore[arg-type]
        assert one.unit.name in text
        assert standing_wording.standing_name(one.standing, lang) in text
        assert not re.search(r"\{\w+\}|None|Tier\.|Standing\.", text)


def test_the_text_names_the_demand_that_was_lost_and_by_how_much() -> None:
    text = explain_standing(found("yen-hop", "2023-11-03"), lang="en")
    assert "✗ 15 Health: fails (held before)" in text
    assert "before: met" in text
    assert "that is 128 people" in text


def test_what_cannot_be_told_says_why_and_what_is_missing() -> None:
    text = explain_standing(found("tan-dan", "2023-11-03"), lang="en")
    assert "cannot be told because" in text


def test_the_former_communes_are_shown_with_their_titles() -> None:
    text = explain_standing(found("chieng-sinh", "2025-08-30"))
    assert (
        "từ: xã Chiềng Sinh (cũ) (nông thôn mới (318/2022), công nhận ngày 31/12/2024); xã Nà Sáy (chưa rõ)"
        in text
    )
    assert "Danh hiệu của đơn vị cũ không được kế thừa." in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_obeys_the_published_schema(several: list[Reclassification], lang: Lang) -> None:
    for one in several:
        document = to_standing_document(one, lang)
        VALIDATOR.validate(json.loads(document.to_json()))
        assert document.standing is one.standing
        assert len(document.criteria) == (len(one.comparison.holdings) if one.comparison else 0)


def test_the_document_keeps_meeting_and_recognition_apart() -> None:
    document = to_standing_document(found("a-tieng", "2024-06-30"))
    assert document.title is not None
    assert document.held_against is not None
    assert (document.title.tier, document.title.under) == ("ntm", "1980/2016")
    assert (document.held_against.outcome, document.held_against.set.ruleset) == ("not_met", "318/2022")


def test_a_notebook_shows_the_standing_and_what_fails() -> None:
    one = found("yen-hop", "2023-11-03")
    html = one._repr_html_()
    assert html == reclassification_html(one)
    assert "phải rà soát, đánh giá lại" in html
    assert html.count("<tr>") == 1 + len(one.comparison.holdings)  # type: ignore[union-attr]


def test_a_notebook_shows_nothing_unescaped() -> None:
    told = {
        "unit": {"name": "xã <b>A</b>", "level": "commune", "province": "Yên Bái"},
        "year": 2025,
        "recognitions": [],
        "merged_from": {"on": "2025-07-01", "units": [{"name": "<script>"}]},
    }
    html = reclassification_html(reclassify(told, on="2025-08-01"))
    assert "<b>" not in html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_notebook_escapes_the_names_of_criteria() -> None:
    one = found("yen-hop", "2023-11-03")
    assert one.comparison is not None
    holdings = tuple(h._replace(name=Label("<i>vi</i>", "<i>en</i>")) for h in one.comparison.holdings)
    one.__dict__["comparison"] = replace(one.comparison, holdings=holdings)
    assert "<i>" not in reclassification_html(one)


def test_a_table_has_a_row_per_unit_and_the_totals(several: list[Reclassification]) -> None:
    text = standing_table(several, "en", columns=120)
    assert all(one.unit.name in text for one in several)
    assert f"{len(several)} units: " in text
    data = standing_data(several)
    assert sum(data["totals"].values()) == len(several)
    assert data["review_due"] == sum(map(review_due, several))
    assert standing_table([], "en", columns=80) == "No units."


def test_rows_have_the_columns_of_the_csv(several: list[Reclassification]) -> None:
    assert all(tuple(row) == COLUMNS for row in standing_rows(several))
