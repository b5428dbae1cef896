"""Runs over tables that are stopped in the middle: what they leave, and what the next run makes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.cli.conftest import HEAD, NTM, START, Run, table

from ntm_rules.tabular.unfinished import begin, remove_left_over

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

BEFORE = "what was there before"
Start = Callable[..., "subprocess.Popen[bytes]"]


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return what starts a real run over a table that takes a while, and waits until its output is begun."""
    running = []
    file = table(tmp_path, HEAD, *[f"Xã {n},Lâm Đồng,2022,{n % 90},95" for n in range(400_000)])

    def started(output: Path, *arguments: str) -> subprocess.Popen[bytes]:
        output.write_text(BEFORE, encoding="utf-8")
        command = (sys.executable, "-c", START, "evaluate", file, *NTM, "--detail", "gaps")
        process = subprocess.Popen([*command, "--output", str(output), *arguments], stderr=subprocess.DEVNULL)
        running.append(process)
        end = time.monotonic() + 120
        while time.monotonic() < end and process.poll() is None:
            if any(_size(path) > 100_000 for path in tmp_path.glob(f".{output.name}.*")):
                break
            time.sleep(0.02)
        assert process.poll() is None, "the run was over before it could be stopped"
        return process

    yield started
    for process in running:
        process.kill()
        process.wait()


def _size(path: Path) -> int:
    try:
        files = path.iterdir() if path.is_dir() else [path]
        return sum(file.stat().st_size for file in files)
    except FileNotFoundError:
        return 0


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_a_run_that_is_asked_to_end_tidies_up_at_once(
    start: Start, tmp_path: Path, ending: str, number: signal.Signals, status: int
) -> None:
    output = tmp_path / f"out.{ending}"
    run = start(output)
    run.send_signal(number)
    assert run.wait(60) == status
    assert output.read_text(encoding="utf-8") == BEFORE
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([output.name, "xa.csv"])


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_what_a_killed_run_leaves_is_removed_by_the_next_for_the_same_output(
    start: Start, run: Run, tmp_path: Path, ending: str
) -> None:
    output = tmp_path / f"out.{ending}"
    killed = start(output)
    killed.kill()
    killed.wait(60)
    assert output.read_text(encoding="utf-8") == BEFORE
    assert hidden(tmp_path), "nobody could tidy up after it"
    good = table(tmp_path, HEAD, "A,Lâm Đồng,2022,46.7,95", name="good.csv")
    other = str(tmp_path / f"other.{ending}")
    assert run("evaluate", good, *NTM, "--output", other).status == 0
    assert hidden(tmp_path), "another output is another matter"
    assert run("evaluate", good, *NTM, "--output", str(output)).status == 0
    assert hidden(tmp_path) == []
    read = pl.read_parquet if ending == "parquet" else pl.read_csv
    assert read(output).height == 1


def test_what_a_living_run_writes_is_not_removed_by_another_for_the_same_output(
    start: Start, run: Run, tmp_path: Path
) -> None:
    output = tmp_path / "out.csv"
    living = start(output)
    before = hidden(tmp_path)
    living.send_signal(signal.SIGSTOP)
    good = table(tmp_path, HEAD, "A,Lâm Đồng,2022,46.7,95", name="good.csv")
    assert run("evaluate", good, *NTM, "--output", str(output)).status == 0
    assert hidden(tmp_path) == before
    living.send_signal(signal.SIGCONT)
    assert living.wait(120) == 0
    assert pl.read_csv(output).height == 400_000
    assert hidden(tmp_path) == []


def test_a_file_that_only_looks_alike_is_not_removed(tmp_path: Path) -> None:
    kept = [".out.csv.tmp", ".out.csv.12345678.bak", ".out.csv.1234567.tmp", ".out.csv.a.12345678.tmp"]
    for name in [*kept, ".out.csv.12345678.tmp"]:
        (tmp_path / name).write_text("x", encoding="utf-8")
    remove_left_over(tmp_path / "out.csv")
    assert hidden(tmp_path) == sorted(kept)


def test_two_runs_for_one_output_each_write_a_file_of_their_own(tmp_path: Path) -> None:
    one, other = (begin(tmp_path / "out.csv") for _ in range(2))
    one.file.write(b"one")
    other.file.write(b"other")
    one.take_name(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"one"
    other.drop()
    assert (tmp_path / "out.csv").read_bytes() == b"one"
    assert hidden(tmp_path) == []
