"""Numbers beside a level in tables of text: as a unit file would have them, or set aside, never rounded over it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import HEAD, NTM, Run, table

from ntm_rules import observe
from ntm_rules.facts import measures
from ntm_rules.facts.notation import read_float
from ntm_rules.tabular.cells import ColumnReader
from ntm_rules.tabular.headings import Naming, read_headings

INCOME = measures()["income_per_capita"]


def read(text: str, decimals: Any = ".", unit: str = "") -> tuple[float | None, list[str]]:
    """Return what a cell is read as, and why it is not."""
    naming = Naming(units={"income_per_capita": unit} if unit else {})
    (heading,), _ = read_headings(["income_per_capita"], measures(), naming, "a.csv")
    column = ColumnReader(heading, decimals).read(pl.Series("income_per_capita", [text]))
    return column.values[0], [str(bad.error) for bad in column.bad]


@pytest.mark.parametrize(
    ("income", "outcome"),
    [
        ("44", "met"),
        ("44.0", "met"),
        ("44.000000000000000000", "met"),
        ("44.0000000001", "met"),
        ("43.9999999999", "not_met"),
        ("43.999999999", "not_met"),
        (
            "43.99999999999999999",
            "met",
        ),  # what only a binary float prints is read to twelve digits everywhere
        ("43.9999999999999", None),
        ("44.0000000000001", None),
        ("43.9999999999999 triệu đồng/người/năm", None),
    ],
)
def test_a_number_of_more_digits_than_are_held_is_never_judged_as_another(
    run: Run, tmp_path: Any, income: str, outcome: str | None
) -> None:
    file = table(tmp_path, HEAD, f"A,Lâm Đồng,2022,{income},95", "B,Lâm Đồng,2022,46.7,95")
    done = run("evaluate", file, *NTM, "--detail", "gaps", "--output", str(tmp_path / "out.parquet"))
    first = pl.read_parquet(tmp_path / "out.parquet").row(0, named=True)
    if outcome is None:
        assert (done.status, first["xã"]) == (3, "B")
        ((row, column, reason),) = (
            pl.read_parquet(tmp_path / "out.rejects.parquet").select("row", "column", "reason").rows()
        )
        assert (row, column) == (2, "income_per_capita")
        assert "không quá 12 chữ số" in reason
        assert "44" in reason
    else:
        assert (done.status, first["indicator_10"]) == (0, outcome)


def test_numbers_of_fifteen_digits_that_no_level_comes_near_are_read() -> None:
    assert read("3.08333333333333") == (3.08333333333333, [])
    assert read("46,7123456789012", ",") == (46.7123456789012, [])


def test_what_a_unit_makes_longer_than_is_held_is_set_aside_beside_a_level() -> None:
    value, why = read("9166.66666666666", unit="nghìn đồng/người/tháng")
    assert value is None
    assert "would be taken for 110" in why[0]
    assert read("9166.666", unit="nghìn đồng/người/tháng")[1] == []


@given(
    st.decimals(min_value=0, max_value=1000, places=3),
    st.integers(min_value=-9999, max_value=9999),
    st.integers(min_value=4, max_value=15),
)
def test_a_table_never_turns_a_number_beside_a_level_into_the_level(
    level: Decimal, steps: int, places: int
) -> None:
    number = level + Decimal(steps).scaleb(-places)
    if number < 0:
        return
    text = f"{number:f}"
    seen = observe(INCOME, f"{text} triệu đồng/người/năm").value
    value, why = read(text)
    if value is None:
        assert why
        assert read_float(float(number)) != number, "what can be held is held"
    else:
        held = read_float(value)
        assert (held > level, held < level) == (seen > level, seen < level)  # type: ignore[operator]
