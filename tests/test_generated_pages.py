"""The documentation has a page per decision, written from the rulesets."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from ntm_rules import catalogue
from ntm_rules.reporting.wording import level_name, tier_name
from ntm_rules.standing import directives

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    sys.path.insert(0, str(DOCS))
    try:
        generate = importlib.import_module("generate")
        found: dict[str, str] = generate.pages(catalogue())
    finally:
        sys.path.remove(str(DOCS))
    return found


def test_every_document_has_a_page_that_names_it_as_it_is_cited(pages: dict[str, str]) -> None:
    written = [text for name, text in pages.items() if name.startswith("decisions/")]
    assert len(written) == len(catalogue().decisions)
    for decision in catalogue().decisions:
        assert any(decision.title.vi in text and decision.title.en in text for text in written), decision.id


@pytest.mark.parametrize(
    ("page", "level"),
    [
        ("decisions/491-2009.md", "45 %"),
        ("decisions/1980-2016.md", "50 triệu đồng/người/năm"),
        ("decisions/318-2022.md", "26,5 %"),
        ("decisions/319-2022.md", "1,1"),
    ],
)
def test_a_level_of_each_set_stands_on_its_page(pages: dict[str, str], page: str, level: str) -> None:
    assert level in pages[page]


def test_the_timeline_and_the_ledger_name_every_national_set(pages: dict[str, str]) -> None:
    for entry in catalogue().sets:
        if entry.decision.province is None:
            assert entry.decision.id in pages["timeline.md"]
            assert entry.decision.id in pages["provenance.md"]


def test_the_timeline_has_every_level_and_tier_that_a_national_set_judges(pages: dict[str, str]) -> None:
    for entry in catalogue().sets:
        if entry.decision.province is None:
            assert f"## {level_name(entry.level, 'vi').capitalize()}" in pages["timeline.md"]
            assert tier_name(entry.tier, "vi") in pages["timeline.md"]
            assert tier_name(entry.tier, "en") in pages["timeline.md"]


def test_a_requirement_is_told_in_both_languages_where_they_differ(pages: dict[str, str]) -> None:
    page = pages["decisions/318-2022.md"]
    assert "ít nhất 80 %<br>*at least 80 %*" in page
    assert "ĐBSH: ≥ 60 triệu đồng/người/năm" in page or "DBSH: ≥ 60 triệu đồng/người/năm" in page
    assert "DBSH: ≥ 60 million VND/person/year" in page


def test_the_documents_of_provinces_are_listed_by_province(pages: dict[str, str]) -> None:
    for decision in catalogue().decisions:
        if decision.province is not None:
            assert f"## {decision.province}" in pages["provinces.md"]
            assert decision.title.en in pages["provinces.md"]


def test_a_page_says_where_not_all_rows_of_an_annex_have_been_seen(pages: dict[str, str]) -> None:
    assert "Not all of its rows (47) have been seen" in pages["decisions/51-2025.md"]
    assert "have been seen" not in pages["decisions/318-2022.md"]


def test_the_rules_of_every_directive_stand_on_the_page_of_its_document(pages: dict[str, str]) -> None:
    written = [text for name, text in pages.items() if name.startswith("decisions/")]
    for directive in directives():
        decision = next(
            d for d in catalogue().decisions if (d.id, d.province) == (directive.document, directive.province)
        )
        assert any(
            decision.title.vi in page
            and "Rules on titles" in page
            and all(f"| {rule.id} |" in page for rule in directive.rules)
            for page in written
        )
        assert decision.id.removeprefix("unnumbered-") in pages["timeline.md"]
