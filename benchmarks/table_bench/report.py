"""Figures as text in columns. Computes only ratios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from table_bench.contest import Measured, Outcome
from table_bench.memory import MIB, Peak
from table_bench.targets import Target
from table_engines import OURS


def heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table, the first column to the left, the others to the right."""
    lines = [header, *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(header))]
    for line in lines:
        first, *others = line
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        print("  ".join(cells).rstrip(), flush=True)


def contest(outcome: Outcome, ours: Measured | None = None) -> None:
    """Print what came of a contest; `ours` is what engines are compared with, per commune."""
    compared = ours or outcome.measured[OURS.name]
    rows = []
    for name, found in outcome.measured.items():
        rows.append(
            (
                name,
                f"{found.communes:,}",
                f"{found.seconds * 1e3:,.2f}",
                f"{found.per_commune * 1e6:,.3f}",
                f"{1 / found.per_commune:,.0f}",
                f"{compared.per_commune / found.per_commune:.4g}",
                f"{found.building * 1e3:,.0f}" if found.building else "–",
            )
        )
    header = ("", "communes", "ms", "µs/commune", "communes/s", "ours ÷ it", "built in ms")
    table(header, rows)
    for name, found in outcome.measured.items():
        if found.lacks:
            print(f"  {name} cannot express {found.lacks}")
    for name, why in outcome.absent.items():
        print(f"  {name}: not measured, {why}")
    for name, why in outcome.differing.items():
        print(f"  {name} DISAGREES: {why}")


def memory(found: Mapping[str, Peak | str]) -> None:
    """Print peaks of memory."""
    rows = []
    for name, peak in found.items():
        if isinstance(peak, str):
            rows.append((name, peak, "", ""))
        else:
            sizes = (peak.loaded, peak.most, peak.added)
            rows.append((name, *(f"{size / MIB:,.0f}" for size in sizes)))
    table(("", "rows loaded, MiB", "peak, MiB", "added, MiB"), rows)


def by_size(found: Mapping[int, float], what: str) -> None:
    """Print times by number of rows."""
    table(
        (what, "ms", "µs/row", "rows/s"),
        [(f"{n:,}", f"{s * 1e3:,.1f}", f"{s / n * 1e6:.4f}", f"{n / s:,.0f}") for n, s in found.items()],
    )


def targets(found: Iterable[Target]) -> None:
    """Print what must hold."""
    table(
        ("what must hold", "at most", "found", ""),
        [
            (
                target.says,
                target.shown.format(target.at_most),
                "–" if target.figure is None else target.shown.format(target.figure),
                target.holds,
            )
            for target in found
        ],
    )
