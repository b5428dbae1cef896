"""Times taken in turn, so that what else the machine does falls on all alike. Asserts nothing."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Effort:
    """How much is measured.

    Attributes:
        sizes: the numbers of communes, the larger last.
        rounds: how often each is run, by size.
        sample: communes given to the engines that take one at a time.
        slow_sample: likewise to those that take milliseconds for each.
        growth: sizes over which growth is measured.
        probe: the size at which details and regions are compared.
    """

    sizes: tuple[int, int]
    rounds: tuple[int, int]
    sample: int
    slow_sample: int
    growth: tuple[int, ...]
    probe: int


FULL = Effort((10_000, 1_000_000), (25, 9), 500, 100, (10_000, 100_000, 1_000_000), 1_000_000)
QUICK = Effort((2_000, 50_000), (5, 3), 60, 20, (1_000, 10_000, 50_000), 50_000)


def seconds(work: Work) -> float:
    """Return how long one call takes; what it returns is let go of outside the time."""
    begun = time.perf_counter()
    result = work()
    taken = time.perf_counter() - begun
    del result
    return taken


def in_turn(contestants: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Return the median seconds of each, run one after the other in so many rounds after one to warm up."""
    for work in contestants.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            gc.collect()
            times[name].append(seconds(work))
    return {name: statistics.median(taken) for name, taken in times.items()}
