"""PySpark on two worker processes: the same answers, computed by expressions on the cluster alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.backends.conftest import drawn
from tests.evaluation.columnar.agreement import assert_agree
from tests.evaluation.columnar.drawn_tables import asked
from tests.evaluation.columnar.special_tables import Special, added, in_polars, numbered, special_tables
from tests.evaluation.columnar.test_agreement import shipped

from ntm_rules import Ruleset, evaluate_table, load, measures
from ntm_rules.facts import REGION_IDS

pytestmark = pytest.mark.filterwarnings("ignore")

ROWS = 50_000


def stored(spark: Any, frame: pl.DataFrame) -> Any:
    """Return a table that lies on the workers: Spark computes what the driver holds itself."""
    words = {name: pl.String for name, kind in frame.schema.items() if kind in (pl.Categorical, pl.Enum)}
    plain: Any = words
    return spark.createDataFrame(numbered(frame).cast(plain).to_arrow()).repartition(2)


def rows_of(judged: Any) -> list[dict[str, Any]]:
    return sorted((row.asDict() for row in judged.collect()), key=lambda row: row["number"])


@pytest.mark.parametrize("ruleset", shipped(), ids=repr)
def test_a_cluster_says_of_every_set_what_the_scalar_evaluator_says(spark: Any, ruleset: Ruleset) -> None:
    table = drawn(ruleset, rows=10)
    judged = evaluate_table(stored(spark, table.polars()), ruleset, detail="gaps")
    assert_agree(table.rows, rows_of(judged), ruleset)


@pytest.mark.parametrize("special", special_tables(), ids=lambda special: special.name)
def test_a_cluster_reads_odd_values_as_polars_does(spark: Any, special: Special) -> None:
    year = None if "year" in special.frame.columns else 2023
    judged = evaluate_table(stored(spark, special.frame), special.ruleset, detail="gaps", year=year)
    assert added(rows_of(judged), special) == in_polars(special)


def communes() -> tuple[Ruleset, pl.DataFrame]:
    """Return a set and many communes with values all over the place, some missing."""
    ruleset = load("318/2022", tier="ntm", as_of="2024-06-01")
    random = np.random.default_rng(7)
    columns: dict[str, pl.Series] = {}
    for id in asked(ruleset):
        measure, missing = measures()[id], pl.Series(random.random(ROWS) < 0.02)
        if measure.kind == "attested":
            values = pl.Series(random.random(ROWS) < 0.98)
        elif measure.kind == "ordinal":
            values = pl.Series(np.array(measure.scale)[random.integers(0, len(measure.scale), ROWS)])
        elif measure.kind == "count":
            values = pl.Series(random.integers(0, 20, ROWS))
        else:
            values = pl.Series(random.uniform(0, 100, ROWS))
        columns[id] = values.set(missing, None) if values.dtype != pl.String else values
    regions = np.array(REGION_IDS)[random.integers(0, len(REGION_IDS), ROWS)]
    years = random.integers(2021, 2026, ROWS)
    return ruleset, pl.DataFrame({"region": regions, "year": years, **columns})


def test_what_a_cluster_writes_is_what_polars_computes(spark: Any, tmp_path: Path) -> None:
    ruleset, frame = communes()
    for part in range(2):
        numbered(frame)[part::2].write_parquet(tmp_path / f"{part}.parquet")
    lying = spark.read.parquet(*(str(tmp_path / f"{part}.parquet") for part in range(2)))
    judged = evaluate_table(lying, ruleset, detail="gaps")
    judged.write.parquet(str(tmp_path / "out"))
    parts = list((tmp_path / "out").glob("part-*.parquet"))
    assert parts
    found = pl.concat(pl.read_parquet(part) for part in parts).sort("number")
    ours = evaluate_table(numbered(frame), ruleset, detail="gaps")
    assert isinstance(ours, pl.DataFrame)
    assert found.columns == ours.columns
    same: Any = {name: ours.schema[name] for name in ours.columns}
    assert found.cast(same).equals(ours)
    assert ours["criteria_met"].n_unique() > 2


def test_nothing_runs_before_an_action_and_then_no_python_per_row(spark: Any) -> None:
    ruleset = load("318/2022", tier="ntm", as_of="2024-06-01")
    frame = stored(spark, drawn(ruleset, rows=4).polars())
    context = spark.sparkContext
    context.setJobGroup("evaluating", "a table is evaluated")
    judged = evaluate_table(frame, ruleset)
    assert context.statusTracker().getJobIdsForGroup("evaluating") == []
    assert judged.count() == 4
    assert context.statusTracker().getJobIdsForGroup("evaluating") != []
    plan = judged._jdf.queryExecution().toString()
    assert "Project [" in plan
    for word in ("Python", "MapInPandas", "MapInArrow", "ScalaUDF"):
        assert word not in plan


def test_the_tables_of_a_session_are_left_as_they_were(spark: Any) -> None:
    ruleset = load("51/2025", tier="ntm", level="commune")
    frame = stored(spark, drawn(ruleset, rows=4).polars())
    evaluate_table(frame, ruleset)
    assert spark.catalog.listTables() == []


def test_the_work_is_done_by_two_worker_processes(spark: Any) -> None:
    workers = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    ports = {worker.port() for worker in workers}
    assert len(workers) == len(ports) == 3  # the driver is listed with them
