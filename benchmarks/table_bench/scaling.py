"""How our own time grows: with rows, regions and detail; what a plan and a small call cost."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from table_bench.memory import MIB, Peak, during
from table_bench.timing import in_turn
from table_engines.ntm_rules_table import evaluated
from table_work.rows import frame, write_parquet
from table_work.synthetic import REGIONS, synthetic
from table_work.terms import Work

DETAILS: Final = ("tier", "criteria", "indicators", "gaps")
REGION_COUNTS: Final = (1, 2, 4, 7)
LIMIT: Final = 4096 * MIB
"""What the largest table may take."""

_fresh: Final = (f"n{n}_" for n in itertools.count())
"""Prefixes that no plan has been made for."""


def growth(work: Work, sizes: tuple[int, ...], rounds: int) -> dict[int, float]:
    """Return the seconds of tier and criteria by the number of communes, all in memory."""
    rows = frame(work, max(sizes))
    tables = {size: rows.head(size) for size in sizes}
    runs = {str(size): _call(table, work, "criteria") for size, table in tables.items()}
    taken = in_turn(runs, rounds)
    return {size: taken[str(size)] for size in sizes}


def regions(size: int, rounds: int) -> dict[int, float]:
    """Return the seconds by the number of regions that ten thresholds differ by."""
    runs = {}
    for count in REGION_COUNTS:
        work = synthetic(REGIONS[:count])
        runs[str(count)] = _call(frame(work, size), work, "criteria")
    taken = in_turn(runs, rounds)
    return {count: taken[str(count)] for count in REGION_COUNTS}


def details(work: Work, size: int, rounds: int) -> dict[str, float]:
    """Return the seconds by how much is told."""
    rows = frame(work, size)
    return in_turn({detail: _call(rows, work, detail) for detail in DETAILS}, rounds)


class Call(NamedTuple):
    """A call on few rows, in seconds: on the clock, and of the processor, which others do not disturb."""

    clock: float
    processor: float


def plan(work: Work, rounds: int) -> tuple[Call, Call]:
    """Return what a plan costs beyond a call, and a call on 100 rows for which there is one."""
    rows = frame(work, 100)
    evaluated(rows, work, "criteria")
    first, later = [], []
    for _, prefix in zip(range(rounds), _fresh, strict=False):
        for calls in (first, later):
            begun, used = time.perf_counter(), time.process_time()
            evaluated(rows, work, "criteria", prefix)
            calls.append(Call(time.perf_counter() - begun, time.process_time() - used))
    one, other = (Call(*map(statistics.median, zip(*calls, strict=True))) for calls in (first, later))
    return Call(one.clock - other.clock, one.processor - other.processor), other


def streamed(rows: int, folder: str) -> tuple[float, Peak]:
    """Judge a Parquet file of so many communes into another one, in little memory; runs in a child.

    Raises:
        MemoryError: more than the limit was asked for.
    """
    import resource

    path = Path(folder) / f"communes-{rows}.parquet"
    work = synthetic()
    if not path.exists():
        write_parquet(work, rows, path)
    evaluated(frame(work, 100), work, "criteria")
    # Of what a process may hold, this counts all but files; it is the nearest to a limit of what is resident.
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))
    target = Path(folder) / "verdicts.parquet"
    names = ["outcome", *(f"criterion_{number}" for number, _ in work.criteria)]

    def judge() -> None:
        table = evaluated(pl.scan_parquet(path), work, "criteria").select(names)
        table.sink_parquet(target)

    begun = time.perf_counter()
    peak = during(judge)
    return time.perf_counter() - begun, peak


def _call(rows: pl.DataFrame, work: Work, detail: str) -> Callable[[], object]:
    return lambda: evaluated(rows, work, detail)
