"""What the figures were taken on: the processor, Python, and the versions of what is compared."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from ntm_rules import __version__

PACKAGES: Final = (
    "polars",
    "numpy",
    "duckdb",
    "openfisca-core",
    "zen-engine",
    "rule-engine",
    "cel-python",
    "durable-rules",
)


def described() -> Iterator[str]:
    """Yield what the machine is, line by line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"{_processor()}, {cores} cores, {_memory()}, {platform.system()} {platform.machine()}"
    yield f"Python {platform.python_version()}; ntm-rules {__version__}, " + ", ".join(_versions())
    if hasattr(os, "getloadavg"):
        yield f"load of the last minute before the run: {os.getloadavg()[0]:.1f}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GiB"


def _versions() -> Iterator[str]:
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package} not installed"
