"""Texts of a column as small numbers: which of the spellings that a set knows each of them is.

A column of findings or ranks holds a handful of distinct texts. They are read once each, not row by row, and
spellings that the set nowhere tells apart share a number. For series of Polars; knows no measure and no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

Series: TypeAlias = Any
"""A series of Polars, which is not imported here."""

SPACES: Final = (
    "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
"""What Unicode counts as white space."""

UNLISTED: Final = 0
"""The number of a text that is none of the spellings."""

_FEW_ROWS: Final = 1_000
"""Up to so many rows, reading each text is quicker than finding the distinct ones."""


def numbered(asked: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Return a number, from 1, for every spelling that is asked for.

    Two spellings have the same number where every question that lists one lists the other.
    """
    found: dict[str, list[int]] = {}
    for place, spellings in enumerate(asked):
        for spelling in dict.fromkeys(spellings):
            found.setdefault(spelling, []).append(place)
    numbers: dict[tuple[int, ...], int] = {}
    return {text: numbers.setdefault(tuple(places), len(numbers) + 1) for text, places in found.items()}


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return numbers as runs without a gap, each by its first and last."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


@dataclass(frozen=True, slots=True)
class Spellings:
    """The spellings that a set knows of one column, in lower case, by their numbers."""

    numbers: Mapping[str, int]

    def number(self, text: str | None) -> int | None:
        """Return the number of a text in any case, with or without outer spaces; nothing stays nothing."""
        return None if text is None else self.numbers.get(text.strip(SPACES).lower(), UNLISTED)

    def read(self, texts: Series, dtype: Any) -> Series:
        """Return the numbers of a series of texts as numbers of a type."""
        new = type(texts)
        if len(texts) <= _FEW_ROWS:
            return new(texts.name, [self.number(text) for text in texts.to_list()], dtype=dtype)
        distinct = texts.unique()
        found = new([self.number(text) for text in distinct.to_list()], dtype=dtype)
        return texts.replace_strict(distinct, found, return_dtype=dtype)


class Text(NamedTuple):
    """A column of texts that is read as numbers.

    Attributes:
        column: its name.
        name: the name of the column of numbers.
        spellings: the spellings.
    """

    column: str
    name: str
    spellings: Spellings
