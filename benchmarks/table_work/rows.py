"""Made-up rows for a work: values on, above and below the levels, some missing, the same in every run.

Most communes meet nearly all that is asked, some fail here and there, a few fail much, so that tiers are met,
missed and open. Levels are hit exactly now and then.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from table_work.terms import Column, Found, OneOf, Term, Threshold, Work

MISSING: Final = 0.02
_STEP: Final = 0.25
_SURE: Final = ((0.60, 1.0), (0.25, 0.97), (0.15, 0.80))
"""Shares of the communes, and how likely each of their values is to pass."""


def frame(work: Work, rows: int, *, seed: int = 1, missing: float = MISSING) -> pl.DataFrame:
    """Return so many rows: `region`, and every column of the work."""
    random = np.random.default_rng(seed)
    region = random.integers(0, len(work.regions), rows)
    sure = random.choice([p for _, p in _SURE], rows, p=[share for share, _ in _SURE])
    asked = _asked(work)
    columns = {"region": pl.Series(np.array(work.regions)[region])}
    for column in work.columns:
        passing = random.random(rows) < sure
        known = random.random(rows) >= missing
        columns[column.name] = _series(work, column, asked.get(column.name), passing, region, known, random)
    return pl.DataFrame(columns)


def chunks(work: Work, rows: int, size: int) -> Iterator[pl.DataFrame]:
    """Yield frames of together so many rows."""
    for seed, begin in enumerate(range(0, rows, size), 1):
        yield frame(work, min(size, rows - begin), seed=seed)


def write_parquet(work: Work, rows: int, path: Path, size: int = 250_000) -> None:
    """Write rows to a Parquet file, a row group for every chunk."""
    import pyarrow.parquet as pq

    writer = None
    for chunk in chunks(work, rows, size):
        table = chunk.to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _asked(work: Work) -> dict[str, Term]:
    """Return the first thing that is asked of each column, which its values lie around."""
    found: dict[str, Term] = {}

    def visit(term: Term) -> None:
        if isinstance(term, Threshold | Found | OneOf):
            found.setdefault(term.column, term)
        for part in (
            *getattr(term, "parts", ()),
            getattr(term, "first", None),
            getattr(term, "second", None),
        ):
            if part is not None:
                visit(part)

    visit(work.tier)
    return found


def _series(
    work: Work,
    column: Column,
    term: Term | None,
    passing: np.ndarray,
    region: np.ndarray,
    known: np.ndarray,
    random: np.random.Generator,
) -> pl.Series:
    if column.kind == "truth":
        expected = term.expected if isinstance(term, Found) else True
        return _masked(pl.Series(passing == expected), known)
    if column.kind == "rank":
        good = term.values if isinstance(term, OneOf) else column.scale
        bad = tuple(v for v in column.scale if v not in good) or column.scale
        picked = np.where(passing, random.choice(good, len(passing)), random.choice(bad, len(passing)))
        return _masked(pl.Series(picked.astype(str)), known)
    numbers = _numbers(work, column, term, passing, region, random)
    return _masked(pl.Series(numbers.astype(np.int64) if column.kind == "count" else numbers), known)


def _masked(values: pl.Series, known: np.ndarray) -> pl.Series:
    return values.to_frame("x").select(pl.when(pl.lit(pl.Series(known))).then(pl.col("x"))).to_series()


def _numbers(
    work: Work,
    column: Column,
    term: Term | None,
    passing: np.ndarray,
    region: np.ndarray,
    random: np.random.Generator,
) -> np.ndarray:
    step = 1.0 if column.kind == "count" else _STEP
    level, operator = np.full(len(work.regions), 50.0), "at_least"
    if isinstance(term, Threshold):
        operator = term.operator
        told = [term.in_region(r) for r in work.regions]
        level = np.array([50.0 if v is None else v for v in told])
    at = level[region]
    top = np.full(len(at), column.top) if column.top is not None else 2 * at + 10 * step
    room_above = np.floor((top - at) / step)
    room_below = np.floor(at / step)
    up = at + step * np.floor(random.random(len(at)) * (room_above + 1))
    down = at - step * np.floor(random.random(len(at)) * (room_below + 1))
    above, below = (
        np.minimum(up + step, at + step * room_above),
        np.maximum(down - step, at - step * room_below),
    )
    match operator:
        case "at_least":
            return np.where(passing, up, below)
        case "above":
            return np.where(passing, above, down)
        case "at_most":
            return np.where(passing, down, above)
        case "below":
            return np.where(passing, below, up)
        case _:
            return np.where(passing, at, above)
