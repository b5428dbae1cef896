"""Plain text tables, as wide as a terminal, for text in which not every character is one column wide.

Knows nothing of criteria sets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

_GAP: Final = "  "
_NARROWEST: Final = 6
_WORD: Final = re.compile(r"\d\S* %\S*|\S+")  # a percentage stays whole


def width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    return sum(_columns(c) for c in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Return a text filled up with spaces."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def wrap(text: str, columns: int) -> list[str]:
    """Return a text in lines of at most so many columns, broken between words where they fit."""
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, columns)]


def _wrapped(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in _WORD.findall(text):
        joined = f"{line} {word}" if line else word
        if width(joined) <= columns:
            line = joined
            continue
        if line:
            yield line
        *full, line = _cut(word, columns)
        yield from full
    yield line


def _cut(word: str, columns: int) -> Iterator[str]:
    part = ""
    for character in word:
        if part and width(part + character) > columns:
            yield part
            part = ""
        part += character
    yield part


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str] | str],
    *,
    columns: int,
    right: Sequence[int] = (),
) -> str:
    """Return a table.

    Args:
        headings: one per column.
        rows: cells, or one text for a row that runs over the whole width.
        columns: the width of the terminal; the widest cells are wrapped to fit it.
        right: indices of the columns that are aligned to the right.
    """
    cells = [row for row in rows if not isinstance(row, str)]
    widths = _fitted([max(map(width, column)) for column in zip(headings, *cells, strict=True)], columns)
    lines = [*_row(headings, widths, right), _GAP.join("─" * w for w in widths)]
    for row in rows:
        lines.extend(wrap(row, columns) if isinstance(row, str) else _row(row, widths, right))
    return "\n".join(line.rstrip() for line in lines)


def _fitted(widths: list[int], columns: int) -> list[int]:
    """Return column widths that fit, narrowing the widest first."""
    spare = columns - len(_GAP) * (len(widths) - 1)
    fitted = list(widths)
    while sum(fitted) > spare and max(fitted) > _NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> Iterator[str]:
    wrapped = [wrap(cell, w) for cell, w in zip(cells, widths, strict=True)]
    for n in range(max(map(len, wrapped))):
        yield _GAP.join(
            padded(lines[n] if n < len(lines) else "", w, right=index in right)
            for index, (lines, w) in enumerate(zip(wrapped, widths, strict=True))
        )
