"""DuckDB over a folder of Parquet files that is larger than the memory it may use."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from ntm_rules import evaluate_table, load, measures
from ntm_rules.facts import REGION_IDS

LIMIT = 160_000_000
FILES, ROWS = 12, 100_000


def test_a_folder_larger_than_the_memory_is_judged_without_loading_it(tmp_path: Path) -> None:
    ruleset = load("318/2022", tier="ntm", as_of="2024-06-01")
    random = np.random.default_rng(1)
    shares = [c.measure for i in ruleset.indicators() for c in i.comparisons]
    numbers = [id for id in dict.fromkeys(shares) if measures()[id].kind == "share"]
    folder, out = tmp_path / "in", tmp_path / "out.parquet"
    folder.mkdir()
    whole = 0
    for n in range(FILES):
        columns = {id: random.uniform(0, 100, ROWS) for id in numbers}
        regions = np.array(REGION_IDS)[random.integers(0, 7, ROWS)]
        frame = pl.DataFrame({"region": regions, "year": np.full(ROWS, 2023), **columns})
        frame.write_parquet(folder / f"{n}.parquet", compression="uncompressed")
        whole += int(frame.estimated_size())
    assert whole > LIMIT
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{LIMIT}B'; SET temp_directory = '{tmp_path / 'spill'}'")
        connection.execute("SET preserve_insertion_order = false; SET threads = 1")
        relation = connection.read_parquet(str(folder / "*.parquet"))
        evaluate_table(relation, ruleset).select("outcome, criteria_met, region").write_parquet(str(out))
    found = pl.read_parquet(out)
    expected = pl.concat(
        evaluate_table(pl.read_parquet(file), ruleset).select(
            pl.col("outcome").cast(pl.String), "criteria_met"
        )
        for file in sorted(folder.glob("*.parquet"))
    )
    assert found.height == FILES * ROWS
    counts = ["outcome", "criteria_met"]
    ours = found.group_by(counts).len().sort(counts)
    assert ours.cast({"criteria_met": pl.Int64}).equals(
        expected.group_by(counts).len().sort(counts).cast({"criteria_met": pl.Int64})
    )
