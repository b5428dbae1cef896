"""Masks and outputs as expressions of Polars, and their run on a Polars frame, eager or lazy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from ntm_rules.evaluation.columnar.contract import ColumnType
from ntm_rules.evaluation.columnar.expressions import Expression, Step, Writer
from ntm_rules.evaluation.columnar.libraries import library
from ntm_rules.evaluation.columnar.plans import CompiledTable

_LAZY_FROM: Final = 20_000
"""From so many rows on a Polars frame is computed as one query; below, building it costs more."""

_MOST_DIGITS: Final = 38
"""So many digits a decimal of Polars has room for."""


class PolarsLanguage:
    """The words of `expressions.Language`, in Polars."""

    def __init__(self) -> None:
        self.polars = library("polars")
        self.col, self.when = self.polars.col, self.polars.when

    def lit(self, value: Any) -> Expression:
        if isinstance(value, Decimal) and len(value.as_tuple().digits) > _MOST_DIGITS:
            return self.polars.lit(float(value))  # no column of decimals gets there
        return self.polars.lit(value)

    def small(self, number: int) -> Expression:
        return self.polars.lit(number, dtype=self.polars.UInt8)

    def counted(self, number: Expression) -> Expression:
        return number

    def word(self, text: str | None, words: tuple[str, ...]) -> Expression:
        return self.polars.lit(text, dtype=_enum(words))

    def chosen(self, word: Expression) -> Expression:
        return word

    def number(self, expression: Expression) -> Expression:
        return expression.cast(self.polars.Float64)

    def wide(self, column: Expression) -> Expression:
        return column

    def text(self, column: Expression, stored: ColumnType) -> Expression:
        return column.cast(self.polars.String) if stored.shown.startswith(("Enum", "Categ")) else column

    def loose(self, text: Expression, letters: frozenset[str]) -> Expression:
        del letters
        return text.str.strip_chars().str.to_lowercase()

    def one_of(self, column: Expression, values: Sequence[str | int]) -> Expression:
        return column.is_in(list(values))

    def contains(self, column: Expression, value: str) -> Expression:
        return column.list.contains(value)

    def only_of(self, column: Expression, values: tuple[str, ...]) -> Expression:
        known = sum(
            self.when(self.contains(column, value)).then(self.small(1)).otherwise(self.small(0))
            for value in values
        )
        return column.list.unique().list.len() == known


@lru_cache(maxsize=64)
def _enum(words: tuple[str, ...]) -> Any:
    return library("polars").Enum(list(words))


@lru_cache(maxsize=128)
def written(compiled: CompiledTable) -> tuple[Step, ...]:
    """Return a compiled set as expressions, step by step."""
    return Writer(PolarsLanguage(), compiled.masks, dict(compiled.types)).steps(compiled.outputs)


def run(frame: Any, steps: Iterable[Step], names: list[str]) -> Any:
    """Run the steps on a Polars frame and return the columns of some names."""
    polars = library("polars")
    eager = isinstance(frame, polars.DataFrame)
    lazy = eager and frame.height >= _LAZY_FROM
    working = frame.lazy() if lazy else frame
    for step in steps:
        working = working.with_columns(step)
    working = working.select(names)
    if not lazy:
        return working
    return run_whole(working)


def run_whole(query: Any) -> Any:
    """Run a lazy query of ours; what is shared in it is shared already."""
    flags = library("polars").QueryOptFlags.none(projection_pushdown=True)
    return query.collect(optimizations=flags)
