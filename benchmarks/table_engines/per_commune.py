"""What the engines that take one commune at a time share: rows as dictionaries, answers as a table.

A level that differs by region is written into a set of rules per region, and a commune goes to that of its
own: nothing that they offer is faster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import polars as pl

from table_work.terms import Work

Loaded: TypeAlias = list[tuple[int, Any]]
"""Rows, each with the position of its region."""


def loader(work: Work, convert: Callable[[dict[str, Any]], Any]) -> Callable[[pl.DataFrame], Loaded]:
    """Return what brings a frame into rows of the engine's own form."""
    place = {region: n for n, region in enumerate(work.regions)}
    names = [column.name for column in work.columns]

    def load(frame: pl.DataFrame) -> Loaded:
        rows = frame.select(names).iter_rows(named=True)
        return [(place[r], convert(row)) for r, row in zip(frame["region"], rows, strict=True)]

    return load


def runner(judges: Sequence[Callable[[Any], list[int]]]) -> Callable[[Loaded], list[list[int]]]:
    """Return what gives every row to the rules of its region."""
    return lambda rows: [judges[region](row) for region, row in rows]


def read(result: list[list[int]]) -> np.ndarray:
    """Return the answers as a table."""
    return np.array(result, dtype=np.int8)
