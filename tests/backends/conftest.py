"""Tables for engines outside this process; `tests/backends/run` starts what they need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.evaluation.columnar.drawn_tables import Table, tables

from ntm_rules import Ruleset, catalogue


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave these tests to their script: they need Java, a database server and minutes."""
    if "NTM_BACKENDS" in os.environ:
        return
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.skip(reason="run by tests/backends/run, which starts the services"))


def drawn(ruleset: Ruleset, count: int) -> list[Table]:
    """Return some tables as hypothesis draws them, the same in every run."""
    found: list[Table] = []

    @settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(table=tables(ruleset, rows=8))
    def draw(table: Table) -> None:
        found.append(table)

    draw()
    return sorted(found, key=lambda table: len(table.rows) * len(table.schema))[-2:]


def sets() -> list[Ruleset]:
    load = catalogue().load
    return [
        load("318/2022", tier="ntm", as_of="2024-06-01"),
        load("691/2018", tier="kieu_mau", as_of="2019-06-01"),
        load("51/2025", tier="ntm", level="commune"),
    ]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A Spark session on two worker processes of their own."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
