"""PySpark on two worker processes: the same answers, computed by expressions on the cluster alone."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.backends.conftest import drawn, sets
from tests.evaluation.columnar.agreement import assert_agree
from tests.evaluation.columnar.drawn_tables import Table

from ntm_rules import Ruleset, evaluate_table

pytestmark = pytest.mark.filterwarnings("ignore")


def stored(spark: Any, table: Table) -> Any:
    return spark.createDataFrame(table.polars().to_arrow()).repartition(2)


@pytest.mark.parametrize("ruleset", sets(), ids=repr)
def test_a_cluster_says_what_the_scalar_evaluator_says(spark: Any, ruleset: Ruleset) -> None:
    for table in drawn(ruleset, 6):
        frame = table.polars().with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64))
        judged = evaluate_table(
            spark.createDataFrame(frame.to_arrow()).repartition(2), ruleset, detail="gaps"
        )
        found = sorted((row.asDict() for row in judged.collect()), key=lambda row: row["number"])
        assert len(found) == len(table.rows)
        assert_agree(table.rows, found, ruleset)


def test_nothing_is_collected_and_no_python_runs_per_row(spark: Any) -> None:
    ruleset = sets()[0]
    table = drawn(ruleset, 6)[-1]
    before = spark.sparkContext.statusTracker().getJobIdsForGroup(None)
    frame = stored(spark, table)
    judged = evaluate_table(frame, ruleset)
    assert list(spark.sparkContext.statusTracker().getJobIdsForGroup(None)) == list(before)
    plan = judged._jdf.queryExecution().toString()
    assert "PythonUDF" not in plan
    assert "MapInPandas" not in plan


def test_the_work_is_done_by_two_worker_processes(spark: Any) -> None:
    workers = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    assert len(workers) == 3  # the driver is listed with them
