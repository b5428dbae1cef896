"""What must hold, line by line: the target, the figure of this run, and whether it holds. Fails nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from table_bench.contest import PASS, Outcome
from table_bench.scaling import LIMIT, Call
from table_engines import NUMPY, OPENFISCA, OURS, POLARS, ZEN

_NOISE: Final = 1.25
"""What is the same may differ by so much between medians on a shared machine."""


@dataclass(frozen=True)
class Target:
    """One thing that must hold.

    Attributes:
        says: what.
        figure: what was found; None where it was not measured.
        at_most: what it may be.
        shown: how both are written.
    """

    says: str
    figure: float | None
    at_most: float
    shown: str = "{:.2f}"

    @property
    def holds(self) -> str:
        if self.figure is None:
            return "not measured"
        return "holds" if self.figure <= self.at_most else "does not hold"


def against_others(large: Outcome, small: Outcome, by_commune: Outcome) -> Iterator[Target]:
    """Yield the targets that name another engine, for tier and criteria."""
    rows = f"{large.communes:,} rows"
    ours = large.measured[OURS.name].per_commune
    for other, outcome, at_most, per in (
        (POLARS.name, large, 1.0, rows),
        (NUMPY.name, large, 0.4, rows),
        (OPENFISCA.name, small, 1 / 40, f"per commune, theirs of {small.communes:,}"),
        (ZEN.name, by_commune, 1 / 1000, "per commune, theirs one at a time"),
        (PASS, large, 5.0, rows),
    ):
        found = outcome.measured.get(other)
        figure = ours / found.per_commune if found else None
        yield Target(f"tier and criteria ÷ {other}, {per}", figure, at_most, "{:.4g}")


def of_growth(taken: Mapping[int, float], streamed: Mapping[int, float]) -> Iterator[Target]:
    """Yield whether a row costs no more in a larger table."""
    for kind, times in (("in memory", taken), ("from Parquet", streamed)):
        sizes = sorted(times)
        for small, large in pairwise(sizes):
            figure = (times[large] / large) / (times[small] / small)
            yield Target(f"cost of a row, {kind}: {large:,} ÷ {small:,} rows", figure, _NOISE)


def of_memory(most: int | None, rows: int) -> Target:
    """Return whether the largest table is judged within its memory."""
    figure = None if most is None else most / 2**30
    return Target(f"memory of {rows:,} rows from Parquet, GiB", figure, LIMIT / 2**30)


def of_regions(taken: Mapping[int, float]) -> Target:
    """Return whether more regions cost more."""
    counts = sorted(taken)
    figure = taken[counts[-1]] / taken[counts[0]]
    return Target(f"time with {counts[-1]} regions ÷ with {counts[0]}", figure, _NOISE)


def of_details(name: str, taken: Mapping[str, float]) -> Iterator[Target]:
    """Yield what detail costs beside the tier alone."""
    for detail in ("indicators", "gaps"):
        told = "outcomes and reasons" if detail == "indicators" else "outcomes, reasons and gaps"
        yield Target(f"all {told} ÷ the tier alone, {name}", taken[detail] / taken["tier"], 4.0)


def of_plan(name: str, plan: Call, call: Call) -> Iterator[Target]:
    """Yield what a plan and a small call cost."""
    yield Target(f"plan of {name}, ms", plan.clock * 1e3, 20.0, "{:.1f}")
    yield Target(f"call on 100 rows of {name}, ms", call.clock * 1e3, 10.0, "{:.1f}")
