"""README and docs do what they show.

Runs their Python blocks and their `ntm-rules` commands as a reader would, from the root of the checkout, or from its
own folder for the page of an example, and holds what they print against what the page shows. Does not judge the
prose around them.
"""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
OVERLAY_EXAMPLE = ROOT / "examples" / "province-overlay"
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    OVERLAY_EXAMPLE / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
)
DOCTEST_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
LEFT_OUT = "…"
"""Stands in a shown output for any text within a line, and alone for any lines."""


class Command(NamedTuple):
    """A command that a page shows, the folder it is run in, and the lines it is said to print."""

    command: str
    folder: Path
    shown: tuple[str, ...]

    @property
    def fails(self) -> bool:
        """Whether the page shows an error: then the command must not end as if nothing were wrong."""
        return any(re.search(r"\b(lỗi|error)( \[|: )", line) for line in self.shown)


def blocks(language: str, pages: tuple[Path, ...] = PAGES) -> Iterator[tuple[str, Path, str]]:
    """Yield the place (`README.md:12`), the page and the text of each fenced block of a language."""
    fence = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for block in fence.finditer(text):
            line = text.count("\n", 0, block.start(1)) + 1
            yield f"{page.relative_to(ROOT)}:{line}", page, block[1]


def commands() -> Iterator[tuple[str, Command]]:
    """Yield the `ntm-rules` commands of the pages, each with the lines up to the next prompt."""
    for place, page, block in blocks("console"):
        folder = page.parent if page.is_relative_to(ROOT / "examples") else ROOT
        for session in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
            first, *shown = session.splitlines() or [""]
            if first.startswith("$ ntm-rules"):
                yield f"{place} {first[2:]}", Command(first[2:], folder, tuple(shown))


PYTHON = {place: text for place, _, text in blocks("python")}
COMMANDS = dict(commands())


@pytest.mark.parametrize("place", PYTHON)
def test_every_python_example_in_the_documentation_runs(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    example = PYTHON[place]
    if ">>>" in example:
        session = doctest.DocTestParser().get_doctest(example, {}, place, place, 0)
        result = doctest.DocTestRunner(optionflags=DOCTEST_OPTIONS).run(session)
        assert result.attempted
        assert not result.failed
    else:
        exec(compile(example, place, "exec"), {"__name__": "example"})


def left_over(shown: tuple[str, ...], printed: list[str]) -> list[str]:
    """Return the shown lines that were not printed in their order; `…` alone lets lines be passed over."""
    position, may_skip = 0, False
    for number, line in enumerate(shown):
        if line.strip() == LEFT_OUT:
            may_skip = True
            continue
        pattern = re.compile(".*".join(map(re.escape, line.rstrip().split(LEFT_OUT))))
        end = len(printed) if may_skip else position + 1
        found = next(
            (i for i in range(position, min(end, len(printed))) if pattern.fullmatch(printed[i])), None
        )
        if found is None:
            return list(shown[number:])
        position, may_skip = found + 1, False
    return [] if may_skip or position == len(printed) else ["(the end of the output)"]


@pytest.mark.parametrize("shown", COMMANDS)
def test_every_command_in_the_documentation_prints_what_is_shown(shown: str) -> None:
    command = COMMANDS[shown]
    installed = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "-c", command.command],
        cwd=command.folder,
        env={**os.environ, "PATH": installed},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode != 0) is command.fails, done.stderr
    if not command.fails:
        assert done.stderr == ""
    printed = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    assert printed
    if command.shown:
        assert left_over(command.shown, printed) == []


@pytest.mark.parametrize(
    ("shown", "printed", "missing"),
    [
        (("a", "c"), ["a", "b", "c"], ["c"]),
        (("a", "…", "c"), ["a", "b", "c"], []),
        (("a",), ["a", "b"], ["(the end of the output)"]),
        (("…", "b…d", "…"), ["a", "b c d", "e"], []),
        (("b", "a"), ["a", "b"], ["b", "a"]),
    ],
)
def test_shown_lines_must_be_printed_in_their_order_with_nothing_between_but_what_is_left_out(
    shown: tuple[str, ...], printed: list[str], missing: list[str]
) -> None:
    assert left_over(shown, printed) == missing


@pytest.mark.parametrize(
    "block",
    [
        text
        for language in ("yaml", "toml")
        for _, _, text in blocks(language, (OVERLAY_EXAMPLE / "README.md",))
    ],
)
def test_what_the_example_of_a_province_shows_of_its_files_stands_in_them(block: str) -> None:
    files = [p for p in OVERLAY_EXAMPLE.rglob("*") if p.suffix in (".yaml", ".toml")]
    assert any(block in path.read_text(encoding="utf-8") for path in files)
