"""README and docs do what they show.

Runs their Python blocks and their `ntm-rules` commands as a reader would, from the root of the checkout.
Does not judge the prose around them.
"""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
DOCTEST_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Yield the place (`README.md:12`) and the text of each fenced block of a language."""
    fence = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in fence.finditer(text):
            line = text.count("\n", 0, block.start(1)) + 1
            yield f"{page.relative_to(ROOT)}:{line}", block[1]


PYTHON = dict(blocks("python"))
COMMANDS = {
    f"{place} {line[2:]}": line[2:]
    for place, block in blocks("console")
    for line in block.splitlines()
    if line.startswith("$ ntm-rules")
}


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


@pytest.mark.parametrize("shown", COMMANDS)
def test_every_command_in_the_documentation_succeeds(shown: str) -> None:
    installed = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "-c", COMMANDS[shown]],
        cwd=ROOT,
        env={**os.environ, "PATH": installed},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
