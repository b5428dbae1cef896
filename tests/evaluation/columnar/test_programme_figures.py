"""The figures of the programme are counted over tables as its reports state them, and never guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules import evaluate_table, load, programme_figures
from ntm_rules.errors import UnexpectedValue, UnknownName

OUTCOMES = ("met", "not_met", "undetermined", None)


def judged(rows: Sequence[tuple[str | None, int, int, int]], **more: list[Any]) -> pl.DataFrame:
    """Return rows of outcome, criteria met, unknown and applicable, as `evaluate_table` adds them."""
    names = ("outcome", "criteria_met", "criteria_unknown", "criteria_applicable")
    types = {"outcome": pl.String, **dict.fromkeys(names[1:], pl.UInt8)}
    told = [(o, *((None,) * 3 if o is None else numbers)) for o, *numbers in rows]
    return pl.DataFrame(told, schema=types, orient="row").with_columns(
        **{k: pl.Series(v) for k, v in more.items()}
    )


def only(frame: Any) -> dict[str, Any]:
    assert isinstance(frame, pl.DataFrame)
    assert frame.height == 1
    return frame.to_dicts()[0]


def test_the_bands_of_cao_bang_at_the_end_of_2022_are_counted() -> None:
    counts = {19: 17, 16: 3, 12: 50, 7: 68, 4: 1}
    rows = [("met" if n == 19 else "not_met", n, 0, 19) for n, times in counts.items() for _ in range(times)]
    found = only(programme_figures(judged(rows)))
    bands = ("all", "15_18", "10_14", "5_9", "0_4", "open")
    assert [found[f"criteria_{band}"] for band in bands] == [17, 3, 50, 68, 1, 0]
    assert (found["units"], found["meet"]) == (139, 17)


def test_the_shares_of_the_country_in_september_2023_are_counted_from_titles_not_from_verdicts() -> None:
    communes, ntm, nang_cao, kieu_mau = 8_167, 6_043, 1_528, 230
    rows = [("undetermined", 0, 19, 19)] * communes
    titles = {"ntm": ntm, "nang_cao": nang_cao, "kieu_mau": kieu_mau}
    columns = {f"recognised_{tier}": [n < held for n in range(communes)] for tier, held in titles.items()}
    found = only(programme_figures(judged(rows, **columns)))
    assert (found["meet_share_least"], found["meet_share_most"]) == (0.0, 100.0)
    assert round(100 * found["recognised_ntm"] / found["units"]) == 74
    assert round(100 * found["recognised_nang_cao"] / found["recognised_ntm"], 1) == 25.3
    assert round(100 * found["recognised_kieu_mau"] / found["recognised_ntm"], 1) == 3.8


def test_what_is_open_lies_between_the_least_and_the_most() -> None:
    found = only(
        programme_figures(judged([("met", 19, 0, 19), ("undetermined", 14, 3, 19), (None, 0, 0, 0)]))
    )
    assert (found["units"], found["judged"]) == (3, 2)
    assert (found["meet_share_least"], found["meet_share_most"]) == (50.0, 100.0)
    assert (found["criteria_least"], found["criteria_most"]) == (16.5, 18.0)
    assert (found["criteria_10_14"], found["criteria_15_18"], found["criteria_open"]) == (0, 0, 1)


def test_a_commune_that_may_still_meet_all_criteria_is_in_no_band_below() -> None:
    found = only(programme_figures(judged([("undetermined", 18, 1, 19), ("met", 18, 0, 18)])))
    assert (found["criteria_open"], found["criteria_15_18"], found["criteria_all"]) == (1, 0, 1)


def test_a_revoked_title_is_not_held() -> None:
    day = pd.Timestamp("2020-01-01")
    frame = judged(
        [("met", 19, 0, 19)] * 3,
        recognised_ntm_on=[day, day, None],
        recognised_ntm_revoked=[None, day, None],
    )
    assert only(programme_figures(frame))["recognised_ntm"] == 1


def test_provinces_where_every_commune_meets_the_set_are_found() -> None:
    frame = judged(
        [("met", 19, 0, 19), ("met", 19, 0, 19), ("undetermined", 18, 1, 19)], province=["A", "A", "B"]
    )
    found = programme_figures(frame, "province")
    assert found.filter(pl.col("meet") == pl.col("units"))["province"].to_list() == ["A"]


@pytest.mark.parametrize(
    "stored",
    [
        lambda frame: frame,
        lambda frame: frame.lazy(),
        lambda frame: frame.to_pandas(),
        lambda frame: frame.to_arrow(),
        lambda frame: duckdb.from_arrow(frame.to_arrow()),
    ],
    ids=["polars", "lazy", "pandas", "pyarrow", "duckdb"],
)
def test_every_engine_counts_alike(stored: Callable[[pl.DataFrame], Any]) -> None:
    communes = pl.DataFrame(
        {
            "province": ["Nghệ An", "Nghệ An", "Lào Cai", "Xứ Lạ"],
            "year": [2023] * 4,
            "income_per_capita": [46.7, 30.0, 39.0, 40.0],
            "recognised_ntm": [True, False, None, True],
        }
    )
    table = stored(communes)
    found = programme_figures(
        evaluate_table(table, load("318/2022", tier="ntm"), prefix="v_"), "province", prefix="v_"
    )
    assert isinstance(found, type(table))
    expected = programme_figures(
        evaluate_table(communes, load("318/2022", tier="ntm"), prefix="v_"), "province", prefix="v_"
    )
    assert read(found) == read(expected)


def read(frame: Any) -> list[dict[str, Any]]:
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.to_arrow_table()
    table = pl.from_arrow(frame) if isinstance(frame, pa.Table) else frame
    table = pl.from_pandas(table) if isinstance(table, pd.DataFrame) else table
    assert isinstance(table, pl.DataFrame)
    return [dict(row) for row in table.sort("province").to_dicts()]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(OUTCOMES),
        st.integers(0, 19),
        st.integers(0, 19),
        st.integers(0, 19),
        st.sampled_from("AB"),
    ),
    min_size=1,
)


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_figures_of_groups_add_up_to_those_of_all(drawn: list[tuple[str | None, int, int, int, str]]) -> None:
    rows = [
        (o, met, min(unknown, 19 - met), max(met + min(unknown, 19 - met), n))
        for o, met, unknown, n, _ in drawn
    ]
    frame = judged(rows, province=[row[-1] for row in drawn])
    whole, groups = only(programme_figures(frame)), programme_figures(frame, "province")
    counts = [name for name in whole if isinstance(whole[name], int)]
    assert {name: groups[name].sum() for name in counts} == {name: whole[name] for name in counts}
    told = [row for row in rows if row[0] is not None]
    assert whole["judged"] == len(told)
    assert whole["meet"] == sum(outcome == "met" for outcome, *_ in told)
    bands = [name for name in counts if name.startswith("criteria_")]
    assert sum(whole[name] for name in bands) == len(told)
    for low, high in ((15, 18), (10, 14), (5, 9), (0, 4)):
        sure = [1 for _, met, unknown, n in told if low <= met and met + unknown <= min(high, n - 1)]
        assert whole[f"criteria_{low}_{high}"] == len(sure)


def test_a_table_that_was_not_judged_is_refused() -> None:
    with pytest.raises(UnexpectedValue, match="one that `evaluate_table` has judged"):
        programme_figures(pl.DataFrame({"province": ["A"]}))
    with pytest.raises(UnknownName, match="province"):
        programme_figures(judged([("met", 19, 0, 19)], province=["A"]), "provinc")
