"""Long tables on a cluster and in a database: what is given twice or contradicts itself decides nothing."""

from __future__ import annotations

import os
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from tests.evaluation.columnar.test_long_tables import long
from tests.evaluation.columnar.test_tables import INCOME, trial

from ntm_rules import evaluate_table
from ntm_rules.errors import NotInTables

pytestmark = pytest.mark.filterwarnings("ignore")

FACTS = long(
    ("a", "income_per_capita", 44.0, None),
    ("a", "income_per_capita", 44.0, None),
    ("b", "income_per_capita", 44.0, None),
    ("c", "income_per_capita", 44.0, None),
    ("c", "school_count", 3.0, None),
    ("d", "income", 3.0, None),
    province=["Nghệ An"] * 4 + ["Lào Cai"] * 2,
    area_1=[False] * 6,
)
EXPECTED = [
    ("a", None, "measure_twice"),
    ("b", "met", None),
    ("c", None, "rows_contradict"),
    ("d", None, "measure_unknown"),
]


def told(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted((row["unit"], row["outcome"], row["refused"]) for row in rows)


def test_a_long_table_is_judged_on_a_cluster(spark: Any) -> None:
    listed = FACTS.with_columns(designations=pl.Series([["area_3"]] * 6))
    judged = evaluate_table(spark.createDataFrame(listed.to_arrow()), trial(INCOME), unit="unit")
    assert told([row.asDict() for row in judged.collect()]) == EXPECTED


def test_a_long_table_is_judged_in_a_database() -> None:
    import ibis

    port = int(os.environ["NTM_POSTGRES"])
    connection = ibis.postgres.connect(host="127.0.0.1", port=port, user="postgres", database="postgres")
    stored = connection.create_table(f"facts_{uuid4().hex}", FACTS.to_arrow())
    judged = evaluate_table(stored, trial(INCOME), unit="unit")
    assert isinstance(judged, ibis.Table)
    assert told(judged.to_pyarrow().to_pylist()) == EXPECTED
    listed = FACTS.with_columns(designations=pl.Series([["area_3"]] * 6)).to_arrow()
    with pytest.raises(NotInTables, match="lists in a long table"):
        evaluate_table(connection.create_table(f"facts_{uuid4().hex}", listed), trial(INCOME), unit="unit")
    connection.disconnect()
