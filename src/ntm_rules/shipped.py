"""Where the rulesets that ship with the library lie.

In an installed wheel they are part of the package; in a checkout they stand beside `src/`. Reads nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ntm_rules.errors import Place, UnreadableFile


@cache
def rulesets_dir() -> Path:
    """Return the folder of the shipped rulesets.

    Raises:
        UnreadableFile: the installation has none.
    """
    package = Path(__file__).resolve().parent
    installed = package / "rulesets"
    for folder in (installed, package.parent.parent / "rulesets"):
        if folder.is_dir():
            return folder
    raise UnreadableFile(
        "the folder of shipped rulesets is missing",
        place=Place(str(installed)),
        hint="install ntm-rules again",
    )
