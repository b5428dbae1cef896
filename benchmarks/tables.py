"""This library's tables beside other engines, on the same work, in one run: `python benchmarks/tables.py`.

Checks that all agree, row by row, as far as each can express the work, and prints times taken in turn,
memory, and what must hold. Asserts nothing about time: it fails only where engines disagree. Needs the
dependency group `bench`, and no network; an engine that is missing is named and left out. See
`docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path

import polars as pl

from table_bench import machine, report, scaling, targets
from table_bench.agreement import shares
from table_bench.contest import Outcome, by_commune, contest
from table_bench.memory import apart, of_engine
from table_bench.targets import Target
from table_bench.timing import FULL, QUICK, Effort
from table_engines import OURS, OURS_TIER, SMALL_TABLES, TABLES
from table_work.annexes import annex
from table_work.rows import frame
from table_work.synthetic import synthetic
from table_work.terms import Work

LARGEST = 10_000_000
WORKS = (synthetic, partial(annex, "ntm"), partial(annex, "nang_cao"))


def main() -> int:
    """Measure and print; return 1 where engines disagree."""
    effort, largest = _asked()
    for line in machine.described():
        print(line)
    must_hold: list[Target] = []
    disagreements: dict[str, str] = {}
    for work in [made() for made in WORKS]:
        outcomes = _contests(work, effort)
        if work is synthetic():
            must_hold += targets.against_others(*outcomes)
        for outcome in outcomes:
            for name, why in outcome.differing.items():
                disagreements[f"{name}, {work.name}, {outcome.communes:,} communes"] = why
    must_hold += _ours_alone(effort)
    with tempfile.TemporaryDirectory(prefix="ntm-bench-") as folder:
        _memory(effort, Path(folder))
        must_hold += _streaming(effort, folder, largest=largest)
    quick = "" if effort is FULL else ": the targets are about 1,000,000 communes, this run was a quick one"
    report.heading(f"Must hold{quick}")
    report.targets(must_hold)
    report.heading("Agreement")
    for name, why in disagreements.items():
        print(f"{name}: {why}")
    print(
        f"{len(disagreements)} disagreements"
        if disagreements
        else "all engines agree in every answer they give"
    )
    return 1 if disagreements else 0


def _asked() -> tuple[Effort, bool]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer communes and rounds")
    parser.add_argument(
        "--ten-million", action="store_true", help="judge 10,000,000 communes from Parquet too, within 4 GiB"
    )
    given = parser.parse_args()
    return (QUICK if given.quick else FULL), given.ten_million


def _contests(work: Work, effort: Effort) -> tuple[Outcome, Outcome, Outcome]:
    """Return the contests over many communes, over few, and by the engines that take one at a time."""
    few, many = effort.sizes
    rows = frame(work, many)
    report.heading(f"{work.name}: {many:,} communes, tier and criteria")
    large = contest(work, rows, TABLES, effort.rounds[1])
    assert large.answers is not None
    print(f"tiers: {shares(large.answers)}")
    report.contest(large)
    report.heading(f"{work.name}: {few:,} communes, tier and criteria")
    small = contest(work, rows.head(few), (*TABLES, *SMALL_TABLES), effort.rounds[0])
    report.contest(small)
    report.heading(f"{work.name}: one commune at a time, beside ours of {many:,}")
    single = by_commune(work, rows.head(few), effort, 3)
    report.contest(single, large.measured[OURS.name])
    return large, small, single


def _ours_alone(effort: Effort) -> list[Target]:
    """Measure how our time grows with rows, regions and detail, and what a plan costs."""
    found: list[Target] = []
    rounds = effort.rounds[1]
    report.heading("Rows, in memory: tier and criteria")
    grown = scaling.growth(synthetic(), effort.growth, rounds)
    report.by_size(grown, "rows")
    found += targets.of_growth(grown, {})
    report.heading(f"Regions, {effort.probe:,} rows: ten thresholds differ by so many")
    regions = scaling.regions(effort.probe, rounds)
    report.table(("regions", "ms"), [(str(n), f"{s * 1e3:.1f}") for n, s in regions.items()])
    found.append(targets.of_regions(regions))
    for work in [made() for made in WORKS]:
        report.heading(f"Detail, {effort.probe:,} rows, {work.name}")
        taken = scaling.details(work, effort.probe, rounds)
        report.table(
            ("detail", "ms", "÷ tier"),
            [(d, f"{s * 1e3:,.1f}", f"{s / taken['tier']:.2f}") for d, s in taken.items()],
        )
        found += targets.of_details(work.name, taken)
    report.heading("A plan, and a call on 100 rows that has one")
    rows = []
    for work in [made() for made in WORKS]:
        plan, call = scaling.plan(work, effort.rounds[0])
        found += targets.of_plan(work.name, plan, call)
        rows.append((work.name, *(f"{s * 1e3:.1f}" for s in (*plan, *call))))
    report.table(("", "plan, ms", "of the processor", "call, ms", "of the processor"), rows)
    return found


def _memory(effort: Effort, folder: Path) -> None:
    """Measure the memory of every engine that takes the large table, each in its own process."""
    size = effort.sizes[1]
    path = folder / "communes.parquet"
    frame(synthetic(), size).write_parquet(path)
    bytes_held = pl.read_parquet(path).estimated_size()
    report.heading(f"Memory, {size:,} rows of together {bytes_held / 2**20:,.0f} MiB, a process each")
    names = [engine.name for engine in (OURS, OURS_TIER, *TABLES)]
    report.memory({name: apart(of_engine, name, str(path)) for name in names})


def _streaming(effort: Effort, folder: str, *, largest: bool) -> list[Target]:
    """Measure tables that are read from Parquet and written to it, in little memory."""
    report.heading("Rows, from Parquet to Parquet: tier and criteria")
    sizes = [effort.growth[-2], effort.growth[-1], *([LARGEST] if largest else [])]
    times: dict[int, float] = {}
    most = None
    for size in sizes:
        found = apart(scaling.streamed, size, folder)
        if isinstance(found, str):
            print(f"{size:,}: {found}")
            continue
        times[size], peak = found
        most = peak.most
    report.by_size(times, "rows")
    last = sizes[-1] if sizes[-1] in times else None
    print("" if last is None else f"peak memory of the largest: {(most or 0) / 2**20:,.0f} MiB")
    return [
        *targets.of_growth({}, times),
        targets.of_memory(most if largest and last else None, LARGEST),
    ]


if __name__ == "__main__":
    sys.exit(main())
