"""One work, one number of communes, all engines: do they agree, and how long does each take?"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from table_bench.agreement import difference
from table_bench.timing import Effort, in_turn
from table_engines import CEL, DURABLE, OURS, OURS_TIER, PER_COMMUNE, Engine, Prepared
from table_work.terms import CannotExpress, Work

PASS = "one pass: `sum` over the same columns"


@dataclass(frozen=True)
class Measured:
    """What was found out about one engine.

    Attributes:
        seconds: the median of a run.
        communes: how many it was given.
        building: seconds to prepare it for the work.
        lacks: what of the work it cannot express.
    """

    seconds: float
    communes: int
    building: float = 0.0
    lacks: str = ""

    @property
    def per_commune(self) -> float:
        return self.seconds / self.communes


@dataclass
class Outcome:
    """What came of one contest.

    Attributes:
        measured: by name of the engine.
        absent: why an engine was not measured.
        differing: where an engine disagrees with this library.
    """

    work: Work
    communes: int
    measured: dict[str, Measured] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    differing: dict[str, str] = field(default_factory=dict)
    answers: np.ndarray | None = None


def contest(work: Work, frame: pl.DataFrame, engines: tuple[Engine, ...], rounds: int) -> Outcome:
    """Run engines over a whole table."""
    outcome = Outcome(work, frame.height)
    runs, prepared, building = {}, {}, {}
    ours = _ours(work, frame)
    outcome.answers = ours
    for engine in (OURS, OURS_TIER, *engines):
        made = _prepared(engine, work, outcome)
        if made is None:
            continue
        ready, building[engine.name] = made
        loaded = ready.load(frame)
        _compare(engine, ready.read(ready.run(loaded)), ours, outcome)
        prepared[engine.name] = ready
        runs[engine.name] = _run(ready, loaded)
    numbers = [c.name for c in work.columns if c.kind in ("number", "count")]
    runs[PASS] = lambda: frame.select(pl.col(numbers).sum())
    for name, median in in_turn(runs, rounds).items():
        lacks = prepared[name].lacks if name in prepared else ""
        outcome.measured[name] = Measured(median, frame.height, building.get(name, 0.0), lacks)
    return outcome


def by_commune(work: Work, frame: pl.DataFrame, effort: Effort, rounds: int) -> Outcome:
    """Run the engines that take one commune at a time over a sample."""
    outcome = Outcome(work, effort.sample)
    complete = frame.drop_nulls()
    runs, facts = {}, {}
    for engine in PER_COMMUNE:
        made = _prepared(engine, work, outcome)
        if made is None:
            continue
        ready, building = made
        sample = (complete if ready.complete_rows else frame).head(
            effort.slow_sample if engine in (CEL, DURABLE) else effort.sample
        )
        loaded = ready.load(sample)
        _compare(engine, ready.read(ready.run(loaded)), _ours(work, sample), outcome)
        runs[engine.name] = _run(ready, loaded)
        facts[engine.name] = (sample.height, building, ready.lacks)
    for name, median in in_turn(runs, rounds).items():
        outcome.measured[name] = Measured(median, *facts[name])
    return outcome


def _prepared(engine: Engine, work: Work, outcome: Outcome) -> tuple[Prepared, float] | None:
    try:
        engine.spoken_to()  # the time to import it is not that of building
        begun = time.perf_counter()
        return engine.prepare(work), time.perf_counter() - begun
    except ImportError as error:
        outcome.absent[engine.name] = f"not on Python {platform.python_version()}: {error}"
    except CannotExpress as error:
        outcome.absent[engine.name] = f"cannot express {error}"
    return None


def _ours(work: Work, frame: pl.DataFrame) -> np.ndarray:
    ready = OURS.prepare(work)
    return ready.read(ready.run(ready.load(frame)))


def _compare(engine: Engine, theirs: np.ndarray, ours: np.ndarray, outcome: Outcome) -> None:
    numbers = tuple(number for number, _ in outcome.work.criteria)
    found = difference(ours, theirs, numbers)
    if found:
        outcome.differing[engine.name] = found


def _run(ready: Prepared, loaded: object) -> Callable[[], object]:
    return lambda: ready.run(loaded)
