"""Times of loading the corpus beside a plain reading of the same bytes: `python benchmarks/loading.py`.

Every figure is the median of fresh processes, ours and the plain `yaml.load(…, CSafeLoader)` in turn. The
imports of both are over before the clock starts; ours have a line of their own. Wall time comes first,
and in brackets the time of the processor, which a busy machine stretches less. Prints medians and ratios;
asserts nothing about time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterable
from typing import NamedTuple

RUNS = 15

CLOCK = """
import time
wall, cpu = time.perf_counter(), time.process_time()
{work}
print((time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3)
"""

IMPORTS = "import ntm_rules.law, ntm_rules.facts, ntm_rules.standing"

CATALOGUE = "documents = ntm_rules.law.catalogue()"

CORPUS = f"""
{CATALOGUE}
ntm_rules.facts.places()
ntm_rules.standing.directives(documents)
for e in documents.sets:
    documents.load(e.decision.id, tier=e.tier, level=e.level)
for a in documents.amendments:
    if a.decision.province:
        f = a.file
        documents.load(f.amends, tier=f.tier, level=f.level, province=a.decision.province)
"""

FILES = """
import yaml
from ntm_rules.shipped import rulesets_dir
files = sorted(rulesets_dir().rglob({pattern!r}))
"""

PLAIN = """
for file in files:
    yaml.load(file.read_bytes(), yaml.CSafeLoader)
"""

READ = f"""
import sys, pathlib
{IMPORTS}
opened = set()
sys.addaudithook(lambda event, told: opened.add(str(told[0])) if event == "open" else None)
{CORPUS}
from ntm_rules.shipped import rulesets_dir
files = sorted(rulesets_dir().rglob("*.yaml"))
print(sum(str(f) in opened for f in files), len(files), sum(f.stat().st_size for f in files))
"""


def output_of(code: str) -> str:
    """Return what code prints in a process of its own."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


class Time(NamedTuple):
    """Milliseconds on the wall and of the processor."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:7.1f} ms ({self.cpu:6.1f})"


def timed(work: str, before: str = "") -> Time:
    """Return the time of some work in a fresh process, after what comes before the clock."""
    wall, cpu = output_of(f"{before}\n{CLOCK.format(work=work)}").split()
    return Time(float(wall), float(cpu))


def median(times: Iterable[Time]) -> Time:
    found = list(times)
    return Time(statistics.median(t.wall for t in found), statistics.median(t.cpu for t in found))


def side_by_side(ours: str, pattern: str) -> tuple[Time, Time]:
    """Return the medians of our loading and of the plain reading of the files of a pattern, taken in turn."""
    files = FILES.format(pattern=pattern)
    pairs = [(timed(ours, IMPORTS), timed(PLAIN, files)) for _ in range(RUNS)]
    return median(a for a, _ in pairs), median(b for _, b in pairs)


def row(name: str, ours: Time, theirs: Time, target: str) -> None:
    ratio = f"ratio {ours.wall / theirs.wall:5.2f} ({ours.cpu / theirs.cpu:4.2f})"
    print(f"{name:<32} {ours}   plain CSafeLoader {theirs}   {ratio}   {target}")


def main() -> None:
    """Measure and print."""
    read, files, size = map(int, output_of(READ).split())
    print(f"the corpus: {files} files, {size / 1e3:.0f} kB; {read} of them are read")
    output_of(IMPORTS)  # the first import may have to compile
    imports = median(timed(IMPORTS) for _ in range(RUNS))
    row("catalogue, no set read", *side_by_side(CATALOGUE, "decision.yaml"), "at most 100 ms")
    row("every set, amendment, directive", *side_by_side(CORPUS, "*.yaml"), "at most 1000 ms and 3 times")
    print(f"{'import of the rooms':<32} {imports}")


if __name__ == "__main__":
    main()
