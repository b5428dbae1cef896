"""Whatever set the grammar allows, tables come to what the scalar evaluator says of every row."""

from __future__ import annotations

import os
from typing import Any

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.evaluation.columnar.agreement import assert_agree
from tests.evaluation.columnar.drawn_sets import texts
from tests.evaluation.columnar.drawn_tables import asked, tables
from tests.evaluation.columnar.test_agreement import CALM
from tests.evaluation.columnar.test_engines import lazy, pandas, pandas_on_arrow, pyarrow

from ntm_rules import Ruleset, load_text
from ntm_rules.errors import UnexpectedValue
from ntm_rules.evaluation.columnar import evaluate_table

EXAMPLES = int(os.environ.get("NTM_EXAMPLES", "150"))


def judged_by(frame: Any, ruleset: Ruleset, trust: str = "recalled") -> Any:
    """Judge a table; one of no column that can matter to the set is refused, as it should be, and passed over."""
    try:
        return evaluate_table(frame, ruleset, detail="gaps", trust=trust)
    except UnexpectedValue as error:
        assume("no column named after a measure" not in str(error))
        raise


@settings(CALM, max_examples=EXAMPLES)
@given(data=st.data(), text=texts(), trust=st.sampled_from(["sourced", "recalled", "candidate"]))
def test_every_row_under_a_generated_set_comes_to_what_its_unit_comes_to_alone(
    data: st.DataObject, text: str, trust: str
) -> None:
    ruleset = load_text(text)
    assume(asked(ruleset))
    table = data.draw(tables(ruleset))
    judged = judged_by(table.polars(), ruleset, trust)
    assert isinstance(judged, pl.DataFrame)
    assert_agree(table.rows, judged.to_dicts(), ruleset, trust)


@settings(CALM, max_examples=max(EXAMPLES // 10, 1))
@given(data=st.data(), text=texts())
def test_every_engine_in_memory_says_so_under_a_generated_set(data: st.DataObject, text: str) -> None:
    ruleset = load_text(text)
    assume(asked(ruleset))
    table = data.draw(tables(ruleset))
    for stored in (lazy, pandas, pandas_on_arrow, pyarrow):
        frame, kind, read = stored(table)
        judged = judged_by(frame, ruleset)
        assert isinstance(judged, kind)
        assert_agree(table.rows, read(judged), ruleset)
