"""A million communes at once: this library beside hand-written Polars, NumPy and one pass over the bytes.

`python benchmarks/table_core.py [ROWS …]` builds a set of 19 criteria and 57 thresholds by region and a table
with 2 % missing, checks that all agree, and prints medians and ratios. Asserts nothing about time. Needs the
dependency groups `test` (Polars, NumPy through pandas).
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from ntm_rules import Ruleset, catalogue, evaluate_table, load_text, measures, plan_table
from ntm_rules.facts import REGION_IDS

CRITERIA, INDICATORS, MISSING = 19, 57, 0.02
RUNS = 7

Work = Callable[[], pl.DataFrame | None]


def thresholds(regional: int, seed: int = 1) -> dict[str, list[float]]:
    """Return a level per region for measures of shares; so many of them differ by region."""
    shares = [m.id for m in measures().values() if m.kind == "share" and not m.may_exceed][:INDICATORS]
    random = np.random.default_rng(seed)
    found = {}
    for n, id in enumerate(shares):
        low, high, top = sorted(float(x) for x in random.choice(np.arange(2, 30), 3, replace=False))
        found[id] = [low, low, low, high, high, high, top] if n < regional else [high] * len(REGION_IDS)
    return found


def ruleset_of(levels: dict[str, list[float]]) -> Ruleset:
    """Return the set as a real one, read from its text."""
    rows: list[str] = []
    ids = list(levels)
    for criterion in range(CRITERIA):
        rows += [
            f'  - number: "{criterion + 1}"',
            f"    name: {{vi: Tiêu chí, en: Criterion}}",
            "    indicators:",
        ]
        for place, id in enumerate(ids[criterion::CRITERIA], 1):
            bound = f"{levels[id][0]:g} %"
            if len(set(levels[id])) > 1:
                cells = ", ".join(f"{r}: {v:g} %" for r, v in zip(REGION_IDS, levels[id], strict=True))
                bound = f"{{by: region, {cells}}}"
            rows.append(
                f'      - {{id: "{criterion + 1}.{place}", label: {{vi: A, en: A}}, status: sourced-2,'
                f" require: {{measure: {id}, at_least: {bound}}}}}"
            )
    head = (
        "ruleset: 999/2030\nlevel: commune\ntier: ntm\nname: {vi: Bộ thử, en: Trial}\nyears: [2020, 2035]\n"
    )
    return load_text(head + "columns: {by: region}\ncriteria:\n" + "\n".join(rows))


def table_of(levels: dict[str, list[float]], rows: int, seed: int = 2) -> pl.DataFrame:
    """Return so many communes with 2 % of their figures missing."""
    random = np.random.default_rng(seed)
    regions = pl.Series("region", np.array(REGION_IDS)[random.integers(0, len(REGION_IDS), rows)])
    columns = [regions]
    for id in levels:
        values = pl.Series(id, np.round(random.uniform(0, 100, rows) ** 0.25 * 100**0.75, 1))
        columns.append(values.set(pl.Series(random.random(rows) < MISSING), None))
    return pl.DataFrame(columns)


def by_hand(table: pl.DataFrame, levels: dict[str, list[float]]) -> pl.DataFrame:
    """Join a table of bounds, compare, combine: what one would write for this one set."""
    bounds = pl.DataFrame({"region": REGION_IDS, **{f"{id}_min": v for id, v in levels.items()}})
    ids = list(levels)
    criteria = [
        pl.all_horizontal([pl.col(id) >= pl.col(f"{id}_min") for id in ids[c::CRITERIA]]).alias(f"c{c}")
        for c in range(CRITERIA)
    ]
    names = [f"c{c}" for c in range(CRITERIA)]
    return (
        table.join(bounds, on="region", how="left")
        .select(criteria)
        .with_columns(tier=pl.all_horizontal(names), met=pl.sum_horizontal(names))
    )


def by_numpy(
    values: np.ndarray, codes: np.ndarray, bounds: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gather the bounds of each row and compare: 0 not met, 1 unknown, 2 met."""
    missing = np.isnan(values)
    outcome = np.where(missing, 1, np.where(values >= bounds[codes], 2, 0)).astype(np.uint8)
    criteria = np.stack([outcome[:, c::CRITERIA].min(axis=1) for c in range(CRITERIA)], axis=1)
    return criteria, criteria.min(axis=1), (criteria == 2).sum(axis=1)


def medians(work: dict[str, Callable[[], object]], runs: int = RUNS) -> dict[str, float]:
    """Return the median milliseconds of several pieces of work, taken in turn."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(runs + 1):
        for name, run in work.items():
            begun = time.perf_counter()
            run()
            taken[name].append((time.perf_counter() - begun) * 1e3)
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def check(judged: pl.DataFrame, hand: pl.DataFrame, criteria: np.ndarray | None) -> None:
    """Raise where the three do not agree."""
    words = {"met": True, "not_met": False, "undetermined": None, "unknown": None}
    for c in range(CRITERIA):
        ours = judged[f"criterion_{c + 1}"].cast(pl.String).replace_strict(words, return_dtype=pl.Boolean)
        assert ours.equals(hand[f"c{c}"], check_names=False)
        if criteria is not None:
            codes = ours.fill_null(False).cast(pl.UInt8) * 2 + ours.is_null().cast(pl.UInt8)
            assert (codes.to_numpy() == criteria[:, c]).all()
    tier = judged["outcome"].cast(pl.String).replace_strict(words, return_dtype=pl.Boolean)
    assert tier.equals(hand["tier"], check_names=False)
    assert (judged["criteria_met"] == hand["met"]).all()


def measure(rows: int, regional: int) -> None:
    """Print the times of one table."""
    levels = thresholds(regional)
    ruleset, table = ruleset_of(levels), table_of(levels, rows)
    work: dict[str, Callable[[], object]] = {
        "one sum pass": lambda: table.select(pl.col(list(levels)).sum()),
        "hand-written Polars": lambda: by_hand(table, levels),
        "tier": lambda: evaluate_table(table, ruleset, detail="tier", year=2023),
        "criteria": lambda: evaluate_table(table, ruleset, detail="criteria", year=2023),
        "indicators, reasons, gaps": lambda: evaluate_table(table, ruleset, detail="gaps", year=2023),
    }
    criteria = None
    if rows <= 1_000_000:
        values = np.column_stack([table[id].to_numpy() for id in levels])
        places = (
            table["region"].replace_strict(list(REGION_IDS), list(range(7)), return_dtype=pl.UInt8).to_numpy()
        )
        bounds = np.array(list(levels.values())).T
        criteria = by_numpy(values, places, bounds)[0]
        work["NumPy gather"] = lambda: by_numpy(values, places, bounds)
    check(evaluate_table(table, ruleset, detail="criteria", year=2023), by_hand(table, levels), criteria)
    times = medians(work)
    print(f"\n{rows:,} rows, {INDICATORS} thresholds, {regional} of them by region")
    for name, time_ in times.items():
        print(f"  {name:<28} {time_:9.1f} ms")
    ours = times["criteria"]
    for name in ("hand-written Polars", "NumPy gather", "one sum pass"):
        if name in times:
            print(f"  criteria / {name:<22} {ours / times[name]:6.2f}")
    print(f"  all detail / tier            {times['indicators, reasons, gaps'] / times['tier']:6.2f}")


def plans() -> None:
    """Print what building a plan costs, and a call on few rows."""
    from ntm_rules.evaluation.columnar import plans as kept

    ruleset = catalogue().load("318/2022", tier="ntm", as_of="2024-06-01")
    ids = [c.measure for i in ruleset.indicators() for c in i.comparisons]
    numbers = [id for id in dict.fromkeys(ids) if measures()[id].kind not in ("attested", "ordinal")]
    words = [id for id in dict.fromkeys(ids) if measures()[id].kind == "attested"]
    columns = {id: [50.0] * 100 for id in numbers} | {id: [True] * 100 for id in words}
    table = pl.DataFrame({"region": ["BTB"] * 100, "year": [2023] * 100, **columns})

    def build() -> None:
        kept.compiled.cache_clear()
        plan_table(table, ruleset)

    times = medians({"plan of 318 annex I": build, "100 rows": lambda: evaluate_table(table, ruleset)}, 15)
    for name, time_ in times.items():
        print(f"  {name:<28} {time_:9.2f} ms")


def main() -> None:
    """Measure and print."""
    plans()
    for rows in [int(text) for text in sys.argv[1:]] or [10_000, 1_000_000]:
        for regional in (19, 0):
            measure(rows, regional)


if __name__ == "__main__":
    main()
