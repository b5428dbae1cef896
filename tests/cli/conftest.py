"""Runs the command in this process, and unit files for it to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ntm_rules.cli import main

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; from ntm_rules.cli import main; sys.exit(main())"
"""Starts the command in a process of its own, as Python code."""
NTM = ("--ruleset", "318/2022", "--tier", "ntm")
HEAD = "xã,province,year,income_per_capita,irrigated_land_share"
LA_DEE = str(ROOT / "examples/318-2022-ntm/la-dee-2024.yaml")
GIAO_PHONG = str(next((ROOT / "examples/319-2022-kieu-mau").glob("*.yaml")))


class Done(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Done]
UnitFile = Callable[..., str]


def table(folder: Path, *lines: str, name: str = "xa.csv", encoding: str = "utf-8") -> str:
    """Write a text file and return its path."""
    path = folder / name
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return str(path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs `ntm-rules` and tells what it printed."""

    def ran(*arguments: str) -> Done:
        status = main(arguments)
        printed = capsys.readouterr()
        return Done(status, printed.out, printed.err)

    return ran


@pytest.fixture
def unit_file(tmp_path: Path) -> UnitFile:
    """Return a function that writes a unit file and returns its path."""

    def written(
        observations: str = "{}",
        *,
        year: int = 2023,
        province: str = "Quảng Nam",
        more: str = "",
        name: str = "xa.yaml",
        encoding: str = "utf-8",
    ) -> str:
        path = tmp_path / name
        text = (
            f"unit: {{name: Xã A, level: commune, province: {province}}}\nyear: {year}\n{more}"
            f"observations: {observations}\n"
        )
        path.write_bytes(text.encode(encoding))
        return str(path)

    return written
