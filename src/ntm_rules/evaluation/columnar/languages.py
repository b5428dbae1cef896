"""What a language has to say so that masks and outputs can be written in it; Polars and SQL are two.

Says nothing of what is computed: that is `expressions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

from ntm_rules.evaluation.columnar.contract import ColumnType

Expression: TypeAlias = Any
"""An expression of a language: one of Polars, or of `in_sql`."""


class Language(Protocol):
    """How expressions are written; they are put together with the operators and methods of Polars.

    Attributes:
        numbers_texts: whether texts that are compared loosely are read as numbers beforehand; see `texts`.
    """

    numbers_texts: bool

    def col(self, name: str) -> Expression: ...

    def lit(self, value: Any) -> Expression: ...

    def when(self, condition: Expression) -> Any: ...

    def small(self, number: int) -> Expression:
        """Return a literal of a small whole number."""

    def counted(self, number: Expression) -> Expression:
        """Return a sum of small whole numbers as a column holds it."""

    def word(self, text: str | None, words: tuple[str, ...]) -> Expression:
        """Return a literal of one of several words."""

    def chosen(self, word: Expression) -> Expression:
        """Return a word as a column holds it."""

    def number(self, expression: Expression) -> Expression:
        """Return an expression as floats of 64 bits."""

    def wide(self, column: Expression) -> Expression:
        """Return whole numbers with room for their sums."""

    def text(self, column: Expression, stored: ColumnType) -> Expression:
        """Return a column as text."""

    def loose(self, text: Expression, letters: frozenset[str]) -> Expression:
        """Return a text without outer spaces and in lower case, as far as these letters go."""

    def one_of(self, column: Expression, values: Sequence[str | int]) -> Expression:
        """Return where a column holds one of many values."""

    def contains(self, column: Expression, value: str) -> Expression:
        """Return where a list holds a text."""

    def only_of(self, column: Expression, values: tuple[str, ...]) -> Expression:
        """Return where a list holds nothing but some texts."""


def folded(
    parts: Sequence[Expression], combine: Callable[[Expression, Expression], Expression]
) -> Expression:
    """Combine parts in pairs, so that what is written stays shallow."""
    found = list(parts)
    while len(found) > 1:
        pairs = [combine(a, b) for a, b in zip(found[::2], found[1::2], strict=False)]
        found = [*pairs, found[-1]] if len(found) % 2 else pairs
    return found[0]
