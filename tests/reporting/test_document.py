"""The published JSON: its schema, its keys, its numbers."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reporting.conftest import EXAMPLES, ROOT, Judge

from ntm_rules import climb, read_unit_file, to_document
from ntm_rules.facts.notation import Lang
from ntm_rules.reporting import VerdictDocument, json_schema
from ntm_rules.reporting.published import json_number

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
INSURANCE = "status: sourced-1, require: {measure: health_insurance_share, at_least: 90 %}"


def test_the_shipped_schema_is_the_one_of_the_models() -> None:
    shipped = json.loads((ROOT / "docs/verdict.schema.json").read_text(encoding="utf-8"))
    assert shipped == json_schema(), "run `ntm-rules schema > docs/verdict.schema.json`"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_obeys_the_schema(path: Path, lang: Lang) -> None:
    ladder = climb(read_unit_file(path))
    for verdict in ladder.verdicts:
        document = to_document(verdict, ladder, lang=lang)
        VALIDATOR.validate(json.loads(document.to_json()))
        assert VerdictDocument.model_validate_json(document.to_json()).digest == verdict.digest


def test_the_keys_that_programs_rely_on_are_there(judge: Judge) -> None:
    data = json.loads(to_document(judge(INSURANCE, {"health_insurance_share": "88,5 %"})).to_json())
    assert {
        "unit",
        "ruleset",
        "digest",
        "column",
        "outcome",
        "provisional",
        "assumed",
        "criteria_met",
        "criteria_applicable",
        "criteria",
    } <= set(data)
    (criterion,) = data["criteria"]
    (indicator,) = criterion["indicators"]
    assert {"number", "name", "outcome", "indicators"} <= set(criterion)
    assert {"id", "outcome", "reason", "gaps", "provenance"} <= set(indicator)
    assert (data["outcome"], indicator["outcome"], indicator["reason"]) == (
        "not_met",
        "not_met",
        "below_level",
    )
    assert indicator["gaps"] == [
        {
            "measure": "health_insurance_share",
            "operator": "at_least",
            "observed": 88.5,
            "level": 90,
            "distance": 1.5,
            "relative": 0.0166666666667,
            "whole": None,
            "who": None,
            "sex": None,
            "year": None,
            "next_level": None,
            "unit": "%",
        }
    ]
    assert indicator["provenance"] == [
        {
            "level": "90 %",
            "status": "sourced-1",
            "document": "999/2030",
            "reference": "phụ lục I, chỉ tiêu 1.1",
            "sources": [],
            "note": None,
        }
    ]


def test_candidates_and_missing_facts_are_data(judge: Judge) -> None:
    unset = (
        "status: sourced-1, require: {measure: income_per_capita, "
        "at_least: {unset: {candidates: [53 triệu đồng/người/năm]}}}"
    )
    observed = judge(unset, {"income_per_capita": "54,2 triệu đồng/người/năm"})
    (indicator,) = to_document(observed).criteria[0].indicators
    assert [c.model_dump(mode="json") for c in indicator.candidates] == [
        {"level": 53, "outcome": "met", "distance": 1.2}
    ]
    assert indicator.provenance[0].level == "unset"
    (indicator,) = to_document(judge(INSURANCE)).criteria[0].indicators
    assert indicator.missing == ("health_insurance_share",)


def test_a_rank_is_published_by_its_name(judge: Judge) -> None:
    require = "status: sourced-1, require: {measure: disaster_readiness_rating, at_least: Khá}"
    verdict = judge(require, {"disaster_readiness_rating": "Trung bình"})
    (gap,) = to_document(verdict).criteria[0].indicators[0].gaps
    assert (gap.observed, gap.level, gap.distance, gap.unit) == ("Trung bình", "Khá", 1, None)


def test_a_delegated_level_and_its_floor_are_both_published(judge: Judge) -> None:
    bound = "{set_by: province, floor: 80 %}"
    verdict = judge(f"status: sourced-1, require: {{measure: health_insurance_share, at_least: {bound}}}")
    (indicator,) = to_document(verdict).criteria[0].indicators
    assert [p.level for p in indicator.provenance] == ["delegated", "80 %"]


def test_the_explanation_is_in_the_language_asked_for(judge: Judge) -> None:
    verdict = judge(INSURANCE, {"health_insurance_share": "88,5 %"})
    (vi,) = to_document(verdict).criteria[0].indicators
    (en,) = to_document(verdict, lang="en").criteria[0].indicators
    assert "yêu cầu ít nhất 90 %" in vi.explanation
    assert "required: at least 90 %" in en.explanation


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_short_number_is_published_without_loss(value: Decimal) -> None:
    assert abs(Decimal(repr(json_number(value))) - value) <= abs(value) * Decimal("1e-11")


@pytest.mark.parametrize(
    ("value", "published"),
    [
        (Fraction(37, 12), 3.08333333333),
        (Decimal("80.0"), 80),
        (Decimal("1.2345678901234"), 1.23456789012),
    ],
)
def test_every_published_number_is_a_number_of_twelve_digits(
    value: Decimal | Fraction | int, published: object
) -> None:
    assert json_number(value) == published
