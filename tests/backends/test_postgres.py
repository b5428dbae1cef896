"""PostgreSQL through ibis: a province evaluates where its data lies, in one query."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from tests.backends.conftest import drawn
from tests.evaluation.columnar.agreement import assert_agree
from tests.evaluation.columnar.special_tables import Special, added, in_polars, numbered, special_tables
from tests.evaluation.columnar.test_agreement import shipped
from tests.evaluation.columnar.test_tables import INCOME, trial

from ntm_rules import Ruleset, evaluate_table
from ntm_rules.errors import UnexpectedValue

pytestmark = pytest.mark.filterwarnings("ignore")

COLLATIONS = {
    "c": "LC_COLLATE 'C' LC_CTYPE 'C'",
    "vietnamese": "LOCALE_PROVIDER icu ICU_LOCALE 'vi' LC_COLLATE 'C' LC_CTYPE 'C'",
}
"""`lower` leaves `Đ` as it is under the first, and orders texts otherwise under the second."""


def connected(name: str) -> Any:
    import ibis

    port = int(os.environ["NTM_POSTGRES"])
    return ibis.postgres.connect(host="127.0.0.1", port=port, user="postgres", database=name)


@pytest.fixture(scope="module", params=COLLATIONS)
def database(request: pytest.FixtureRequest) -> Iterator[Any]:
    import psycopg

    port = int(os.environ["NTM_POSTGRES"])
    with psycopg.connect(
        host="127.0.0.1", port=port, user="postgres", dbname="postgres", autocommit=True
    ) as server:
        server.execute(
            f"CREATE DATABASE {request.param} ENCODING 'UTF8' {COLLATIONS[request.param]} TEMPLATE template0"
        )
    connection = connected(request.param)
    yield connection
    connection.disconnect()


def stored(database: Any, frame: pl.DataFrame) -> Any:
    return database.create_table(f"units_{uuid4().hex}", numbered(frame).to_arrow())


def rows_of(judged: Any) -> list[dict[str, Any]]:
    return sorted(judged.to_pyarrow().to_pylist(), key=lambda row: row["number"])


@pytest.mark.parametrize("ruleset", shipped(), ids=repr)
def test_a_database_says_of_every_set_what_the_scalar_evaluator_says(database: Any, ruleset: Ruleset) -> None:
    import ibis

    table = drawn(ruleset, rows=10)
    judged = evaluate_table(stored(database, table.polars()), ruleset, detail="gaps")
    assert isinstance(judged, ibis.Table)
    assert_agree(table.rows, rows_of(judged), ruleset)


@pytest.mark.parametrize("special", special_tables(), ids=lambda special: special.name)
def test_a_database_reads_odd_values_as_polars_does(database: Any, special: Special) -> None:
    year = None if "year" in special.frame.columns else 2023
    table = stored(database, special.frame)
    judged = evaluate_table(table, special.ruleset, detail="gaps", year=year)
    assert added(rows_of(judged), special) == in_polars(special)


def test_numeric_without_a_scale_is_held_against_the_level_exactly(database: Any) -> None:
    database.raw_sql("CREATE TABLE open (number bigint, income_per_capita numeric)")
    values = ["44", "43.99999999999999999999", "44.00000000000000000001", "NaN", "1e30"]
    for number, value in enumerate(values):
        database.raw_sql(f"INSERT INTO open VALUES ({number}, '{value}')")
    ruleset = trial(INCOME, INCOME.replace("at_least", "above"))
    judged = evaluate_table(database.table("open"), ruleset, year=2023, detail="indicators")
    rows = rows_of(judged.drop("income_per_capita"))
    assert [row["indicator_1_1"] for row in rows] == ["met", "not_met", "met", "unknown", "unknown"]
    assert [row["indicator_2_1"] for row in rows] == ["not_met", "not_met", "met", "unknown", "unknown"]


def test_a_table_expression_stays_one_and_its_result_can_be_asked_further(database: Any) -> None:
    frame = pl.DataFrame({"name": ["A", "B", "C"], "income_per_capita": [44.0, 40.0, None]})
    table = stored(database, frame)
    some = table.filter(table.name != "C")
    judged = evaluate_table(some, trial(INCOME), year=2023)
    assert list(judged.columns[:3]) == ["name", "income_per_capita", "number"]
    found = judged.group_by("outcome").agg(units=judged.count()).order_by("outcome").to_pyarrow().to_pylist()
    assert found == [{"outcome": "met", "units": 1}, {"outcome": "not_met", "units": 1}]


def test_decimals_of_a_database_come_back_as_they_were(database: Any) -> None:
    table = stored(database, pl.DataFrame({"income_per_capita": pl.Series([Decimal("44.100")])}))
    judged = evaluate_table(table, trial(INCOME), year=2023)
    assert rows_of(judged)[0]["income_per_capita"] == Decimal("44.100")


def test_a_table_of_another_database_is_refused() -> None:
    import ibis

    connection = ibis.sqlite.connect()
    connection.raw_sql("CREATE TABLE units (income_per_capita REAL)")
    table = connection.table("units")
    with pytest.raises(UnexpectedValue, match="`duckdb`, `pyspark` or, through `ibis`, `postgres`"):
        evaluate_table(table, trial(INCOME), year=2023)
