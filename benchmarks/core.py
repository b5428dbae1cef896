"""Times of the core beside what they are compared with, in one run: `python benchmarks/core.py`.

Prints medians and ratios; asserts nothing about time. Needs the `bench` dependency group (ZEN engine).
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

IMPORTS = 15
CALLS = 2000
BLOCK = 50


def fresh_process(code: str) -> float:
    """Return the milliseconds that code reports of itself in a process of its own."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def timed_import(module: str) -> str:
    return f"import time; t = time.perf_counter(); import {module}; print((time.perf_counter() - t) * 1e3)"


FIRST_LOAD = """
import time, ntm_rules
t = time.perf_counter()
ntm_rules.load("318/2022", tier="ntm")
print((time.perf_counter() - t) * 1e3)
"""


def interleaved(first: Callable[[], float], second: Callable[[], float], runs: int) -> tuple[float, float]:
    """Return the medians of two measurements taken in turn."""
    pairs = [(first(), second()) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def microseconds(work: Callable[[], object], calls: int = 1) -> float:
    """Return the mean time of so many calls in a row, the garbage collector at work as in any program."""
    begun = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - begun) * 1e6 / calls


def prepared_commune() -> tuple[object, object]:
    """Return a commune with an observation for every measure of 318 annex I, and the set."""
    from ntm_rules import load, measures, unit_record

    ruleset = load("318/2022", tier="ntm", as_of="2024-06-01")
    catalogue = measures()
    values: dict[str, object] = {}
    for indicator in ruleset.indicators():
        for comparison in indicator.comparisons:
            values[comparison.measure] = _value(catalogue[comparison.measure])
    unit = {"name": "Xã mẫu", "level": "commune", "province": "Nghệ An"}
    return unit_record({"unit": unit, "year": 2023, "observations": values}), ruleset


def _value(measure: object) -> object:
    kind = measure.kind
    if kind == "attested":
        return "đạt"
    if kind == "ordinal":
        return measure.scale[-1]
    number = {"share": "77,5", "money": "43,2", "count": "2"}.get(kind, "2,5")
    return f"{number} {measure.unit}"


def zen_decision(indicators: int, criteria: int) -> tuple[object, dict[str, float]]:
    """Return a ZEN decision of bare booleans, as many thresholds and criteria as the set has."""
    import zen

    expressions = [
        {"id": f"i{n}", "key": f"i{n}", "value": f"x{n} >= {50 + n % 40}"} for n in range(indicators)
    ]
    for c in range(criteria):
        parts = " and ".join(f"x{n} >= {50 + n % 40}" for n in range(c, indicators, criteria))
        expressions.append({"id": f"c{c}", "key": f"c{c}", "value": parts})
    content = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "e", "type": "expressionNode", "name": "e", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "e", "type": "edge"},
            {"id": "2", "sourceId": "e", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(content))
    return decision, {f"x{n}": 77.5 for n in range(indicators)}


def row(name: str, unit: str, ours: float, other: str, theirs: float, target: str) -> None:
    ratio = f"ratio {ours / theirs:5.2f}, {target}"
    print(f"{name:<30} {ours:8.2f} {unit}   {other:<20} {theirs:8.2f} {unit}   {ratio}")


def main() -> None:
    """Measure and print."""
    ours, theirs = interleaved(
        lambda: fresh_process(timed_import("ntm_rules")),
        lambda: fresh_process(timed_import("pydantic")),
        IMPORTS,
    )
    row("import ntm_rules", "ms", ours, "import pydantic", theirs, "at most 2")

    first = statistics.median(fresh_process(FIRST_LOAD) for _ in range(IMPORTS))
    print(f"{'first load of 318 annex I':<34} {first:9.2f} ms   at most 150")
    from ntm_rules import evaluate, load

    load("318/2022", tier="ntm")
    later = statistics.median(microseconds(lambda: load("318/2022", tier="ntm")) for _ in range(CALLS))
    print(f"{'later loads':<34} {later / 1e3:9.4f} ms   at most 1")

    record, ruleset = prepared_commune()
    decision, facts = zen_decision(57, 19)
    evaluate(record, ruleset)  # type: ignore[arg-type]
    decision.evaluate(facts)  # type: ignore[attr-defined]
    ours, theirs = interleaved(
        lambda: microseconds(lambda: evaluate(record, ruleset), BLOCK),  # type: ignore[arg-type]
        lambda: microseconds(lambda: decision.evaluate(facts), BLOCK),  # type: ignore[attr-defined]
        CALLS // BLOCK,
    )
    row("evaluate, full verdict tree", "µs", ours, "ZEN, bare booleans", theirs, "at most 0.5")


if __name__ == "__main__":
    main()
