"""The same table in every engine in memory and in DuckDB: the same answers, and the kind that was given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation.columnar.agreement import assert_agree
from tests.evaluation.columnar.drawn_tables import Table, tables
from tests.evaluation.columnar.test_agreement import CALM

from ntm_rules import Ruleset, catalogue, evaluate_table


def rows_of(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, duckdb.DuckDBPyRelation):
        found = found.to_arrow_table()
    frame = pl.from_arrow(found) if isinstance(found, pa.Table) else pl.from_pandas(found)
    assert isinstance(frame, pl.DataFrame)
    return frame.to_dicts()


def lazy(table: Table) -> tuple[Any, type, Callable[[Any], list[dict[str, Any]]]]:
    return table.polars().lazy(), pl.LazyFrame, lambda found: found.collect().to_dicts()


def pandas(table: Table) -> tuple[Any, type, Callable[[Any], list[dict[str, Any]]]]:
    frame = table.polars().to_pandas()
    # A column of objects that are all missing does not say what it would hold; it needs a type, as the error says.
    types = {pl.Boolean: "boolean", pl.List(pl.String): pd.ArrowDtype(pa.list_(pa.string()))}
    empty = {name: types[t] for name, t in table.schema.items() if t in types and frame[name].isna().all()}
    return frame.astype(empty), pd.DataFrame, rows_of


def pandas_on_arrow(table: Table) -> tuple[Any, type, Callable[[Any], list[dict[str, Any]]]]:
    frame = table.polars().to_pandas(use_pyarrow_extension_array=True)
    return frame, pd.DataFrame, rows_of


def pyarrow(table: Table) -> tuple[Any, type, Callable[[Any], list[dict[str, Any]]]]:
    return table.polars().to_arrow(), pa.Table, rows_of


def in_duckdb(table: Table) -> tuple[Any, type, Callable[[Any], list[dict[str, Any]]]]:
    return duckdb.from_arrow(table.polars().to_arrow()), duckdb.DuckDBPyRelation, rows_of


SETS = (
    catalogue().load("691/2018", tier="kieu_mau", as_of="2019-06-01"),
    catalogue().load("319/2022", tier="kieu_mau", as_of="2024-06-01"),
    catalogue().load("51/2025", tier="ntm", level="commune"),
    catalogue().load("320/2022", tier="ntm", level="district"),
)


@pytest.mark.parametrize("ruleset", SETS, ids=repr)
@pytest.mark.parametrize("stored", [lazy, pandas, pandas_on_arrow, pyarrow, in_duckdb])
@settings(CALM, max_examples=1)
@given(data=st.data())
def test_every_engine_says_what_the_scalar_evaluator_says(
    ruleset: Ruleset,
    stored: Callable[[Table], tuple[Any, type, Callable[[Any], list[dict[str, Any]]]]],
    data: st.DataObject,
) -> None:
    table = data.draw(tables(ruleset))
    frame, kind, read = stored(table)
    judged = evaluate_table(frame, ruleset, detail="gaps")
    assert isinstance(judged, kind)
    assert_agree(table.rows, read(judged), ruleset)


def test_a_lazy_table_is_not_computed_before_it_is_asked_for() -> None:
    def fail(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError("computed")

    frame = pl.LazyFrame({"year": [2023], "region": ["BTB"], "income_per_capita": [44.0]})
    watched = frame.map_batches(
        fail, schema={"year": pl.Int64, "region": pl.String, "income_per_capita": pl.Float64}
    )
    ruleset = catalogue().load("318/2022", tier="ntm", as_of="2024-06-01")
    judged = evaluate_table(watched, ruleset)
    with pytest.raises(Exception, match="computed"):
        judged.collect()


def test_a_pandas_table_keeps_its_index_and_its_own_columns() -> None:
    frame = pd.DataFrame(
        {"tên": ["A", "B"], "year": [2023, 2023], "region": ["BTB", "TN"], "income_per_capita": [44.0, None]},
        index=["x", "y"],
    )
    ruleset = catalogue().load("318/2022", tier="ntm", as_of="2024-06-01")
    judged = evaluate_table(frame, ruleset)
    assert list(judged.index) == ["x", "y"]
    assert list(judged["tên"]) == ["A", "B"]
    assert list(judged.columns[:4]) == list(frame.columns)
