"""Folders of rulesets that installed packages offer, so that a province's overlays load without a path.

A package names its folder by an entry point of the group `ntm_rules.rulesets`: a package, whose own folder
is meant, or `module:attribute`, where the attribute is a path. Does not read the rulesets.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ntm_rules.errors import Place, UnreadableFile

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "ntm_rules.rulesets"


@cache
def installed_folders() -> tuple[Path, ...]:
    """Return the folders of installed packages, in order of their entry points' names. Looked up once.

    Raises:
        UnreadableFile: an entry point names nothing that gives a folder; the message names its distribution.
    """
    if not _mentioned():
        return ()
    from importlib.metadata import entry_points  # costs more than loading a criteria set

    offered = sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value))
    return tuple(map(_folder, offered))


def _mentioned() -> bool:
    """Whether any installed distribution has an entry point of the group, looked up as cheaply as can be."""
    group = f"[{GROUP}]".encode()
    for folder in dict.fromkeys(sys.path):
        for pattern in ("*.dist-info", "*.egg-info"):
            for path in Path(folder or ".").glob(f"{pattern}/entry_points.txt"):
                if group in path.read_bytes():
                    return True
    return False


def _folder(offered: EntryPoint) -> Path:
    try:
        found = offered.load() if offered.attr else _package_folder(offered.module)
        folder = Path(found)
    except Exception as error:
        raise _broken(offered, f"{type(error).__name__}: {error}") from error
    if not folder.is_dir():
        raise _broken(offered, f"`{folder}` is not a folder")
    return folder


def _package_folder(name: str) -> Path:
    """Return where a package lies, without running its code: it may hold nothing but YAML."""
    from importlib.util import find_spec

    spec = find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"no package `{name}`")
    places = {Path(place).resolve() for place in spec.submodule_search_locations or ()}
    if not places:
        raise ImportError(f"`{name}` is a module, not a package")
    if len(places) > 1:
        raise ImportError(f"package `{name}` lies in {len(places)} folders")
    return places.pop()


def _broken(offered: EntryPoint, why: str) -> UnreadableFile:
    entry = f"{offered.name} = {offered.value}"
    distribution = f"{offered.dist.name} {offered.dist.version}" if offered.dist is not None else "?"
    return UnreadableFile(
        f"entry point `{entry}` of distribution `{distribution}` gives no folder of rulesets: {why}",
        place=Place(GROUP),
        hint="correct the distribution or uninstall it",
    )
