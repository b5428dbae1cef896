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

DAYS = (None, "2014-06-01", "2019-06-01", "2023-06-01", "2024-06-01")
TRUST = ("sourced", "recalled", "candidate")
CALM = settings(deadline=None, suppress_health_check=list(HealthCheck))


@cache
def shipped() -> tuple[Ruleset, ...]:
    """Every shipped national set, undated and in the texts of several days."""
    found: dict[object, Ruleset] = {}
    for entry in catalogue().sets:
        for day in DAYS:
            ruleset = catalogue().load(entry.decision.id, tier=entry.tier, level=entry.level, as_of=day)
            found.setdefault((ruleset.digest, day is None), ruleset)
    return tuple(found.values())


@pytest.mark.parametrize("ruleset", shipped(), ids=repr)
@settings(CALM, max_examples=6)
@given(data=st.data(), trust=st.sampled_from(TRUST))
def test_every_row_comes_to_what_its_unit_comes_to_alone(
    ruleset: Ruleset, data: st.DataObject, trust: str
) -> None:
    table = data.draw(tables(ruleset))
    judged = evaluate_table(table.polars(), ruleset, detail="gaps", trust=trust)
    assert isinstance(judged, pl.DataFrame)
    assert_agree(table.rows, judged.to_dicts(), ruleset, trust)
