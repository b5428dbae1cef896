"""What an inference costs, and that it takes no memory with it: distinct cases one after the other.

    python benchmarks/inferences.py [CASES]

Every case differs from all before it in what the rules can tell apart, so that each is inferred; none is
looked up. Prints the time per case and the resident memory as it goes, then the time of a case that is known.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from ntm_rules.standing import Fact, fact, infer, rule_book, share_of

DAY = "2024-06-30"
KEYS = ("Thu nhập", "Môi trường và an toàn thực phẩm", "Quốc phòng và An ninh")


def case(number: int) -> list[Fact]:
    """Return the facts of a commune; `number` makes its set one of its own."""
    set_ = {"ruleset": f"{number}/2022", "level": "commune", "tier": "ntm"}
    own = {"ruleset": "318/2022", "level": "commune", "tier": "ntm"}
    share = share_of(number % 12, 19)
    return [
        fact("title", level="commune", tier="ntm", under="1980/2016", highest=True, since_merger=True),
        fact("unit", level="commune", kind="commune"),
        fact("verdict", **own, outcome="not_met"),
        fact("failing", **own, certain=share, possible=share, certain_count=1, possible_count=1),
        *(fact("criterion", **own, name=name, outcome="not_met") for name in KEYS),
        *(fact("criterion", **set_, name=name, outcome="unknown") for name in KEYS),
    ]


def resident() -> int:
    """Return the resident memory in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(cases: int) -> None:
    """Infer so many cases and print what they cost."""
    book = rule_book(on=DAY)
    print(f"{book}, Python {sys.version.split()[0]}")
    begun = time.perf_counter()
    for number in range(1, cases + 1):
        infer(book, case(number))
        if number % max(1, cases // 10) == 0:
            spent = (time.perf_counter() - begun) / number
            print(f"{number:>8} cases: {spent * 1000:6.2f} ms each, {resident() / 1e6:6.1f} MB resident")
    known = [case(1)] * 1000
    infer(book, known[0])
    begun = time.perf_counter()
    for facts in known:
        infer(book, facts)
    print(f"a known case: {(time.perf_counter() - begun) * 1e6 / len(known):.0f} µs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
