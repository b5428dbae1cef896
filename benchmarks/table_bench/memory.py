"""The most memory that an engine takes over one run, each in a process of its own.

The peak is the kernel's, set back when the rows are loaded; where it cannot be, that of the whole process.
"""

from __future__ import annotations

import multiprocessing
import platform
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
MIB = 2**20
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Peak:
    """Resident memory in bytes: with the rows loaded, and at most during the run."""

    loaded: int
    most: int

    @property
    def added(self) -> int:
        return self.most - self.loaded


def of_engine(name: str, path: str) -> Peak:
    """Load the rows of a file into an engine, run it once, and return its peak. Runs in a child."""
    import gc

    import polars as pl

    from table_engines import OURS, OURS_TIER, TABLES
    from table_work.synthetic import synthetic

    engine = next(e for e in (OURS, OURS_TIER, *TABLES) if e.name == name)
    ready = engine.prepare(synthetic())
    frame = pl.read_parquet(path)
    ready.run(ready.load(frame.head(100)))  # what is loaded only once is loaded
    loaded = ready.load(frame)
    del frame
    gc.collect()
    return during(lambda: ready.run(loaded))


def during(work: Callable[[], object]) -> Peak:
    """Run something and return the memory before it and the most it took."""
    before = _set_back()
    result = work()
    most = _now("VmHWM")
    del result
    return Peak(before, most)


def apart(work: Callable[..., T], *arguments: object) -> T | str:
    """Run a function of a module in a fresh process; return what it returned, or why it failed."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(work, *arguments).result()
        except BrokenProcessPool:
            return "the process ended before it was done"
        except (ImportError, MemoryError, OSError) as error:
            return f"{type(error).__name__}: {error}"


def _set_back() -> int:
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return _now("VmRSS")
    return _now("VmRSS")


def _now(field: str) -> int:
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024
    import resource  # not on Windows, which this is not meant for

    unit = 1 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
