"""Tables for engines outside this process; `tests/backends/run` starts what they need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.evaluation.columnar.drawn_tables import Table, tables

from ntm_rules import Ruleset


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave these tests to their script: they need Java, a database server and minutes."""
    if "NTM_BACKENDS" in os.environ:
        return
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.skip(reason="run by tests/backends/run, which starts the services"))


def drawn(ruleset: Ruleset, *, rows: int) -> Table:
    """Return the table with the most columns of some that hypothesis draws, the same in every run."""
    found: list[Table] = []

    @settings(
        max_examples=6,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(table=tables(ruleset, rows=rows))
    def draw(table: Table) -> None:
        found.append(table)

    draw()
    return max(found, key=lambda table: len(table.rows) * len(table.schema))


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A Spark session on two worker processes of their own."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.codegen.hugeMethodLimit", "8000")  # as `docs/tables.md` says
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
