"""Times of loading the corpus beside a plain reading of the same bytes: `python benchmarks/loading.py`.

Every figure is the median of fresh processes, ours and the plain `yaml.load(…, CSafeLoader)` in turn. The
imports of both are over before the clock starts; ours are told in a line of their own. Prints medians and
ratios; asserts nothing about time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

RUNS = 15

CLOCK = "import time; t = time.perf_counter()\n{work}\nprint((time.perf_counter() - t) * 1e3)"

IMPORTS = "import ntm_rules.law, ntm_rules.facts"

CATALOGUE = "documents = ntm_rules.law.catalogue()"

CORPUS = f"""
{CATALOGUE}
ntm_rules.facts.places()
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


def milliseconds(work: str, before: str = "") -> float:
    """Return the time of some work in a fresh process, after what comes before the clock."""
    return float(output_of(f"{before}\n{CLOCK.format(work=work)}"))


def side_by_side(ours: str, pattern: str) -> tuple[float, float]:
    """Return the medians of our loading and of the plain reading of the files of a pattern, taken in turn."""
    files = FILES.format(pattern=pattern)
    pairs = [(milliseconds(ours, IMPORTS), milliseconds(PLAIN, files)) for _ in range(RUNS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def row(name: str, ours: float, theirs: float, target: str) -> None:
    plain = f"plain CSafeLoader {theirs:7.1f} ms"
    print(f"{name:<34} {ours:7.1f} ms   {plain}   ratio {ours / theirs:5.2f}   {target}")


def main() -> None:
    """Measure and print."""
    read, files, size = map(int, output_of(READ).split())
    print(f"the corpus: {files} files, {size / 1e3:.0f} kB; {read} of them are read")
    output_of(IMPORTS)  # the first import may have to compile
    imports = statistics.median(milliseconds(IMPORTS) for _ in range(RUNS))
    row("catalogue, no set read", *side_by_side(CATALOGUE, "decision.yaml"), "at most 100 ms")
    row("every set, amendment and overlay", *side_by_side(CORPUS, "*.yaml"), "at most 1000 ms and 3 times")
    print(f"{'import ntm_rules.law':<34} {imports:7.1f} ms")


if __name__ == "__main__":
    main()
