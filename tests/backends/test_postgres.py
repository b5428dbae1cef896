"""PostgreSQL through ibis: a province evaluates where its data lies, in one query."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from tests.backends.conftest import drawn, sets
from tests.evaluation.columnar.agreement import assert_agree

from ntm_rules import Ruleset, evaluate_table

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def database() -> Iterator[Any]:
    import ibis

    port = int(os.environ["NTM_POSTGRES"])
    connection = ibis.postgres.connect(host="127.0.0.1", port=port, user="postgres", database="postgres")
    yield connection
    connection.disconnect()


@pytest.mark.parametrize("ruleset", sets(), ids=repr)
def test_a_database_says_what_the_scalar_evaluator_says(database: Any, ruleset: Ruleset) -> None:
    import ibis

    for table in drawn(ruleset, 6):
        name = f"units_{uuid4().hex}"
        frame = table.polars().with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64))
        stored = database.create_table(name, frame.to_arrow())
        judged = evaluate_table(stored, ruleset, detail="gaps")
        assert isinstance(judged, ibis.Table)
        found = sorted(judged.to_pyarrow().to_pylist(), key=lambda row: row["number"])
        assert_agree(table.rows, found, ruleset)
