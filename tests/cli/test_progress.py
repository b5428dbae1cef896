"""What is shown while tables are judged: on a real terminal, and where there is none."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.cli.conftest import HEAD, NTM, START, table

pty = pytest.importorskip("pty", reason="terminals of POSIX")

CLEARED = "\r\x1b[K"


class Shown(NamedTuple):
    status: int
    out: str
    terminal: str


def on_a_terminal(*arguments: str, out: bool = False, **environment: str) -> Shown:
    """Run the command with its errors, and its output if asked, on a terminal of its own."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", START, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs if out else subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", **environment},
    ) as process:
        os.close(theirs)
        streams = [ours] if process.stdout is None else [ours, process.stdout.fileno()]
        got = dict.fromkeys(streams, b"")
        while streams:
            for stream in select.select(streams, [], [], 60)[0]:
                try:
                    more = os.read(stream, 65536)
                except OSError:  # the other end of the terminal is closed
                    more = b""
                got[stream] += more
                if not more:
                    streams.remove(stream)
    os.close(ours)
    texts = {stream: text.decode() for stream, text in got.items()}
    terminal = texts.pop(ours)
    return Shown(process.returncode, "".join(texts.values()), terminal)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("many")
    return table(folder, HEAD, *[f"Xã {n},Lâm Đồng,2022,{n % 90},95" for n in range(600_000)])


@pytest.mark.parametrize(
    ("lang", "line"),
    [("vi", r"[\d.]+ dòng · \d+ % · [\d.]+ dòng/giây"), ("en", r"[\d,]+ rows · \d+ % · [\d,]+ rows/s")],
)
def test_a_terminal_shows_rows_share_and_speed_and_is_cleared_at_the_end(
    many: str, tmp_path: Path, lang: str, line: str
) -> None:
    shown = on_a_terminal("evaluate", many, *NTM, "--lang", lang, "--output", str(tmp_path / "out.parquet"))
    assert (shown.status, shown.out) == (0, "")
    assert shown.terminal.startswith(CLEARED)
    assert shown.terminal.endswith(CLEARED)
    lines = shown.terminal.split(CLEARED)[1:-1]
    assert lines
    assert all(re.fullmatch(line, text) for text in lines), lines
    shares = [int(re.search(r"(\d+) %", text)[1]) for text in lines]  # type: ignore[index]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 100
    assert shares[-1] <= 100


def test_the_output_is_the_table_alone_while_the_terminal_shows_progress(many: str) -> None:
    shown = on_a_terminal("evaluate", many, *NTM)
    assert shown.status == 0
    assert shown.out.count("\n") == 600_001
    assert "\x1b" not in shown.out
    assert "\r" not in shown.out
    assert shown.terminal.endswith(CLEARED)


def test_rows_printed_on_the_same_terminal_are_not_mixed_with_progress(many: str) -> None:
    shown = on_a_terminal("evaluate", many, *NTM, out=True)
    assert shown.status == 0
    assert "\x1b" not in shown.terminal
    assert shown.terminal.count("\n") == 600_001


def test_a_terminal_that_cannot_clear_a_line_shows_no_progress(many: str, tmp_path: Path) -> None:
    shown = on_a_terminal("evaluate", many, *NTM, "--output", str(tmp_path / "out.csv"), TERM="dumb")
    assert (shown.status, shown.terminal) == (0, "")


def test_without_a_terminal_nothing_is_shown(many: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START, "evaluate", many, *NTM, "--output", str(tmp_path / "out.csv")],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_what_is_told_of_rows_set_aside_stands_on_lines_of_its_own(many: str, tmp_path: Path) -> None:
    text = Path(many).read_text(encoding="utf-8")
    bad = tmp_path / "bad.csv"
    bad.write_text(text + "A,Lâm Đồng,2022,46.7,101\n", encoding="utf-8")
    shown = on_a_terminal("evaluate", str(bad), *NTM, "--lang", "en")
    assert shown.status == 3
    told = f"ntm-rules: {bad}:600002: `irrigated_land_share`"
    assert any(part.startswith(told) for part in shown.terminal.split(CLEARED))
