"""Tables, counts of evidence, the checklist, and the notebook display."""

from __future__ import annotations

import re

import pytest
from tests.reporting.conftest import Judge

from ntm_rules import catalogue, measures
from ntm_rules.errors import UnknownName
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Status
from ntm_rules.reporting import (
    catalogue_table,
    checklist,
    counts_table,
    evidence_data,
    ruleset_table,
    select_evidence,
    verdict_html,
)
from ntm_rules.reporting.text_table import table, width, wrap


@pytest.mark.parametrize(("text", "columns"), [("đạt", 3), ("đa\u0323t", 3), ("漢字", 4), ("", 0)])
def test_the_width_of_a_text_is_what_a_terminal_shows(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_long_word_is_cut_and_a_percentage_is_not() -> None:
    assert wrap("https://example.org/abc", 10) == ["https://ex", "ample.org/", "abc"]
    assert wrap("ít nhất 80 %", 10) == ["ít nhất", "80 %"]


def test_a_table_fits_its_width_and_keeps_its_columns() -> None:
    text = table(
        ("Số", "Tên"), [("1", "một tên rất dài nằm trên nhiều dòng"), "cả hàng", ("22", "ngắn")], columns=20
    )
    lines = text.splitlines()
    assert max(map(width, lines)) <= 20
    assert lines[1].startswith("──  ──")
    assert lines[2].startswith("1   một tên")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_catalogue_lists_every_set_once(lang: Lang) -> None:
    documents = catalogue()
    text = catalogue_table(documents.sets, documents, lang, columns=2000)
    assert len(text.splitlines()) == len(documents.sets) + 2
    assert re.search(r"^318/2022 II .*211/2024", text, re.MULTILINE)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_shipped_set_is_shown_whole_within_the_width(lang: Lang) -> None:
    documents = catalogue()
    for entry in documents.sets:
        ruleset = documents.load(entry.decision.id, tier=entry.tier, level=entry.level)
        text = ruleset_table(ruleset, documents.measures(), lang, columns=100)
        assert max(map(width, text.splitlines())) <= 100
        for indicator in ruleset.indicators():
            assert re.search(rf"^{re.escape(indicator.id)} ", text, re.MULTILINE), indicator.id


def test_the_counts_of_a_set_add_up_to_its_values() -> None:
    for evidence in select_evidence(catalogue()):
        assert sum(evidence.counts.values()) == len(evidence.values)
        waiting = evidence.counts[Status.UNSET] + evidence.counts[Status.RECALLED]
        assert len(evidence.to_confirm) == waiting
    assert "sourced-2" in counts_table(select_evidence(catalogue()), "en")


def test_the_checklist_has_one_box_per_value_in_the_order_of_the_annex() -> None:
    (evidence,) = select_evidence(catalogue(), "318/2022", tier="ntm")
    lines = [line for line in checklist([evidence], measures(), "vi").splitlines() if "[ ]" in line]
    assert len(lines) == len(evidence.to_confirm)
    ids = [m[1] for line in lines if (m := re.match(r" *\[ \] 318/2022 I (\d+(?:\.\d+)?)\b", line))]
    assert ids == sorted(ids, key=lambda id: tuple(map(int, id.split("."))))


def test_a_line_of_the_checklist_says_set_indicator_column_and_candidates() -> None:
    (evidence,) = select_evidence(catalogue(), "318/2022", tier="ntm")
    unset = next(v for v in evidence.to_confirm if v.status is Status.UNSET and v.path == ("TDMNPB",))
    text = checklist([evidence], measures(), "vi")
    assert re.search(rf"\[ \] 318/2022 I {re.escape(unset.id)} TDMNPB.*: chưa có", text)


def test_an_amendment_is_listed_by_what_it_put_into_other_sets() -> None:
    found = select_evidence(catalogue(), "342/2013")
    assert found
    assert {value.document for s in found for value in s.values} <= {"342/2013", "342/QĐ-TTg"}


def test_a_decision_is_listed_by_its_own_set_and_by_what_it_put_into_others() -> None:
    found = {s.entry.decision.id: s.values for s in select_evidence(catalogue(), "211/2024")}
    assert set(found) == {"211/2024", "318/2022", "320/2022"}
    assert "9.7" in {value.id for value in found["211/2024"]}
    for other in ("318/2022", "320/2022"):
        assert {value.document for value in found[other]} == {"211/2024"}


def test_provincial_values_are_counted_with_the_set_they_touch() -> None:
    (evidence,) = select_evidence(catalogue(), "319/2022")
    assert any(value.document == "23/2022" for value in evidence.values)


def test_the_evidence_of_an_unknown_document_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"319/2022|318/2022"):
        select_evidence(catalogue(), "318/2202")


def test_a_set_without_anything_to_confirm_says_so() -> None:
    assert checklist([], measures(), "en") == "Nothing is left to confirm."


def test_evidence_as_data_agrees_with_the_counts() -> None:
    for data in evidence_data(select_evidence(catalogue()), measures(), "en"):
        waiting = data["counts"]["unset"] + data["counts"]["recalled"]
        assert len(data["to_confirm"]) == waiting


def test_the_notebook_display_escapes_what_it_shows(judge: Judge) -> None:
    require = "status: sourced-1, require: {measure: health_insurance_share, at_least: 90 %}"
    html = verdict_html(judge(require, {"health_insurance_share": "88 %"}, name="<script>alert(1)</script>"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "yêu cầu ít nhất 90 %" in html
    assert html.count("<tr>") == html.count("</tr>") == 3
