"""Whatever a table holds, each of its rows comes to what the scalar evaluator says of that unit."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.columnar.agreement import assert_agree
from tests.evaluation.columnar.drawn_tables import tables

from ntm_rules import Ruleset, catalogue
from ntm_rules.evaluation.columnar import evaluate_table

TRUST = ("sourced", "recalled", "candidate")
CALM = settings(deadline=None, suppress_health_check=list(HealthCheck))


@cache
def shipped() -> tuple[Ruleset, ...]:
    """Every shipped set in the texts of all days, and the main ones in the text of one."""
    undated = [catalogue().load_entry(entry) for entry in catalogue().sets]
    dated = [catalogue().load("318/2022", tier=tier, as_of="2024-06-01") for tier in ("ntm", "nang_cao")]
    return (*undated, *dated)


@pytest.mark.parametrize("ruleset", shipped(), ids=repr)
@settings(CALM, max_examples=3)
@given(data=st.data(), trust=st.sampled_from(TRUST))
def test_every_row_comes_to_what_its_unit_comes_to_alone(
    ruleset: Ruleset, data: st.DataObject, trust: str
) -> None:
    table = data.draw(tables(ruleset))
    judged = evaluate_table(table.polars(), ruleset, detail="gaps", trust=trust)
    assert isinstance(judged, pl.DataFrame)
    assert_agree(table.rows, judged.to_dicts(), ruleset, trust)
