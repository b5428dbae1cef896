"""So many criteria of another set, the others at a part of their levels, over the rows of a table."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies._internal.strategies import SampledFromStrategy
from tests.evaluation.columnar.agreement import assert_agree
from tests.evaluation.columnar.drawn_tables import asked, tables
from tests.evaluation.columnar.test_agreement import CALM, TRUST

from ntm_rules import Ruleset, catalogue, evaluate_table, load, load_text, measures
from ntm_rules.facts import Measure
from ntm_rules.law.resolution import Setting, narrow

OUTER = """ruleset: 999/2030
level: commune
tier: ntm
name: {vi: Bộ thử, en: Trial set}
years: [2009, 2016]
columns: {by: none}
criteria:
  - number: "1"
    name: {vi: A, en: A}
    indicators:
      - id: "1"
        label: {vi: A, en: A}
        require: {meets: {ruleset: 491/2009, tier: ntm, criteria: {at_least: 14, among: ["10", "11"], others_at: 70 %}}}
        status: sourced-2
  - number: "2"
    name: {vi: A, en: A}
    indicators:
      - id: "2"
        label: {vi: A, en: A}
        require: {not: {meets: {ruleset: 491/2009, tier: ntm, criteria: {at_least: 1, others_at: 70 %}}}}
        status: sourced-2
"""


@cache
def outer() -> Ruleset:
    return load_text(OUTER)


@cache
def inner() -> Ruleset:
    return load("491/2009", tier="ntm", as_of="2014-06-01")


def draw_first(measure: Measure) -> Any:
    """Return a value that reaches the level of a measure."""
    found = values(measure)
    assert isinstance(found, SampledFromStrategy)
    return found.elements[0]


def values(measure: Measure) -> st.SearchStrategy[Any]:
    """Return values that mostly reach a level in the Bắc Trung Bộ, and some at or just below a part of it."""
    if measure.kind == "attested":
        return st.sampled_from(["đạt"] * 9 + ["chưa đạt", None])
    if measure.kind == "ordinal":
        return st.sampled_from([measure.scale[-1]] * 6 + list(measure.scale))
    levels = [50.0]
    for comparison in (c for i in inner().indicators() for c in i.comparisons if c.measure == measure.id):
        cell = narrow(comparison.bound, Setting("BTB", None, 2014, None))
        if isinstance(value := getattr(cell, "value", None), (int, Fraction)) or value is not None:
            levels = [float(value)]
    part = levels[0] * 0.7
    if measure.kind == "count":
        part = float(math.ceil(part))
    near = [part, math.nextafter(part, 0), part * (1 - 1e-9), part - 1.0, None]
    return st.sampled_from([*levels * 25, *near])


@pytest.mark.parametrize("trust", TRUST)
@CALM
@given(data=st.data())
def test_other_criteria_at_a_part_of_their_levels_are_judged_as_the_scalar_evaluator_does(
    trust: str, data: st.DataObject
) -> None:
    columns = {id: values(measures()[id]) for id in asked(inner())}
    rows = data.draw(st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=12))
    rows = [{"region": "BTB", "year": 2014, **row} for row in rows]
    kinds = {
        id: pl.String if measures()[id].kind in ("attested", "ordinal") else pl.Float64 for id in columns
    }
    frame = pl.DataFrame(rows, schema={"region": pl.String, "year": pl.Int64, **kinds})
    judged = evaluate_table(frame, outer(), detail="gaps", trust=trust)
    assert_agree(rows, judged.to_dicts(), outer(), trust)


@CALM
@given(data=st.data(), trust=st.sampled_from(TRUST))
def test_any_table_of_the_other_set_is_judged_at_a_part_of_its_levels(
    data: st.DataObject, trust: str
) -> None:
    table = data.draw(tables(inner()))
    judged = evaluate_table(table.polars(), outer(), detail="gaps", trust=trust)
    assert_agree(table.rows, judged.to_dicts(), outer(), trust)


def test_a_number_has_a_part_that_is_enough_and_of_a_finding_nobody_says_what_it_is() -> None:
    full = {id: draw_first(measures()[id]) for id in asked(inner())}
    schooling = [c.measure for id in ("14.1", "14.3") for c in inner().indicator(id).comparisons]
    full |= {"region": "BTB", "year": 2014} | dict.fromkeys(schooling, 100.0)
    roads = "commune_roads_paved_share"
    finding = next(id for id in full if id in measures() and measures()[id].kind == "attested")
    assert roads in full
    rows = [full | {roads: value} for value in (70.0, 69.9)] + [full | {finding: "chưa đạt"}]
    judged = evaluate_table(pl.DataFrame(rows), outer(), detail="gaps", trust="candidate")
    assert_agree(rows, judged.to_dicts(), outer(), "candidate")
    assert judged["indicator_1"][1] == "not_met"
    assert judged["indicator_1"][0] != "not_met"
    assert judged["reason_1"][2] == "relative_level_unclear"


def test_no_shipped_set_is_refused_for_tables() -> None:
    for entry in catalogue().sets:
        ruleset = catalogue().load_entry(entry)
        first = next(iter(asked(ruleset)))
        kind = measures()[first].kind
        value = "x" if kind in ("attested", "ordinal") else 1.0
        frame = pl.DataFrame({"year": [ruleset.years[0]], "region": ["BTB"], first: [value]})
        assert evaluate_table(frame, ruleset, detail="gaps").height == 1
