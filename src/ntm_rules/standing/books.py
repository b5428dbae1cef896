"""Finds directives in the catalogue's folders and makes the rule book of a day and a province.

A folder of rulesets holds directives in files named `directive.yaml`, wherever they lie in it.
"""

from __future__ import annotations

import datetime as dt
from functools import cache, partial
from pathlib import Path
from typing import Final

from ntm_rules.errors import AmendmentConflict
from ntm_rules.facts import find_province, places
from ntm_rules.law import Catalogue, catalogue
from ntm_rules.law.catalogue import parse_day
from ntm_rules.standing.directive_reader import read_directive
from ntm_rules.standing.directives import Directive, RuleBook, book_of
from ntm_rules.yaml_nodes import read_yaml

FILE: Final = "directive.yaml"
KEPT: Final = 256
"""How many rule books are kept."""


def directive_files(documents: Catalogue) -> tuple[Path, ...]:
    """Return the files of all directives in the folders of a catalogue. Looked for once and kept."""
    return _files(documents.roots)


@cache
def _files(roots: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(path for folder in roots for path in sorted(folder.rglob(FILE)))


def directives(documents: Catalogue | None = None) -> tuple[Directive, ...]:
    """Return every directive of a catalogue, in order of issue of their documents. Read once and kept.

    Raises:
        NtmRulesError: a directive cannot be read or departs from its grammar; with file, line and column.
        AmendmentConflict: two files for one document and province.
    """
    known = documents if documents is not None else catalogue()
    issued = {d.id: str(d.issued or "") for d in known.decisions}
    return tuple(
        sorted(
            _read(directive_files(known)),
            key=lambda d: (issued.get(d.document, ""), d.document, d.province or ""),
        )
    )


@cache
def _read(files: tuple[Path, ...]) -> tuple[Directive, ...]:
    found: dict[tuple[str, str | None], tuple[Directive, Path]] = {}
    for file in files:
        node = read_yaml(file)
        directive = node.here(partial(read_directive, node))
        key = (directive.document, directive.province)
        if key in found:
            both = f"in `{found[key][1]}` and in `{file}`"
            raise AmendmentConflict(
                f"rules of `{directive.document}` stand {both}, expected one file", place=node.place
            )
        found[key] = (directive, file)
    return tuple(directive for directive, _ in found.values())


def rule_book(
    *,
    on: dt.date | str | None = None,
    province: str | None = None,
    documents: Catalogue | None = None,
) -> RuleBook:
    """Return the rules in force on a day, with those of a province if one is named. Kept.

    Args:
        on: the day; None for every rule whatever its time.
        province: a province, whose own directives are added to those of the whole country.
        documents: the catalogue whose folders are read; the shipped and installed ones by default.

    Raises:
        UnknownName: no such province.
        NtmRulesError: a directive cannot be read.
    """
    day = parse_day(on) if on is not None else None
    home = None if province is None else _home(province, day)
    known = documents if documents is not None else catalogue()
    key = (known.roots, day, home)
    found = _books.get(key)
    if found is None:
        chosen = tuple(d for d in directives(known) if d.province is None or _home(d.province, day) == home)
        found = book_of(chosen, on=day, province=home)
        while len(_books) >= KEPT:
            _books.pop(next(iter(_books)), None)
        _books[key] = found
    return found


_books: dict[tuple[tuple[Path, ...], dt.date | None, str | None], RuleBook] = {}


def _home(name: str, on: dt.date | None) -> str:
    return (places().named(name)[0] if on is None else find_province(name, on)).name
