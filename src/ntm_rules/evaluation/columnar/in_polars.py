"""Masks and outputs as expressions of Polars, and their run on a Polars frame, eager or lazy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from ntm_rules.evaluation.columnar.contract import ColumnType
from ntm_rules.evaluation.columnar.expressions import Step, Writer
from ntm_rules.evaluation.columnar.languages import Expression
from ntm_rules.evaluation.columnar.libraries import library
from ntm_rules.evaluation.columnar.plans import CompiledTable
from ntm_rules.evaluation.columnar.texts import Text

_LAZY_FROM: Final = 20_000
"""From so many rows on a Polars frame is computed as one query; below, building it costs more."""

_MOST_DIGITS: Final = 38
"""So many digits a decimal of Polars has room for."""


class PolarsLanguage:
    """The words of `languages.Language`, in Polars; those that are needed again and again are kept."""

    numbers_texts = True

    def __init__(self) -> None:
        self.polars = library("polars")
        self.when = self.polars.when
        self._columns: dict[str, Expression] = {}
        self._small: dict[int, Expression] = {}

    def col(self, name: str) -> Expression:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self.polars.col(name)
        return found

    def lit(self, value: Any) -> Expression:
        if isinstance(value, Decimal) and len(value.as_tuple().digits) > _MOST_DIGITS:
            return self.polars.lit(float(value))  # no column of decimals gets there
        return self.polars.lit(value)

    def small(self, number: int) -> Expression:
        found = self._small.get(number)
        if found is None:
            found = self._small[number] = self.polars.lit(number, dtype=self.polars.UInt8)
        return found

    def counted(self, number: Expression) -> Expression:
        return number

    def word(self, text: str | None, words: tuple[str, ...]) -> Expression:
        return _word(text, words)

    def chosen(self, word: Expression) -> Expression:
        return word

    def number(self, expression: Expression) -> Expression:
        return expression.cast(self.polars.Float64)

    def wide(self, column: Expression) -> Expression:
        return column

    def text(self, column: Expression, stored: ColumnType) -> Expression:
        return column.cast(self.polars.String) if stored.is_category else column

    def loose(self, text: Expression, letters: frozenset[str]) -> Expression:
        raise AssertionError(text, letters)  # texts are numbers by then

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


@lru_cache(maxsize=512)
def _word(text: str | None, words: tuple[str, ...]) -> Any:
    return library("polars").lit(text, dtype=_enum(words))


class Written(NamedTuple):
    """What to add to a frame.

    Attributes:
        texts: columns of texts that are read as numbers before anything else.
        steps: the expressions, step by step; the last step holds the outputs.
    """

    texts: tuple[Text, ...]
    steps: tuple[Step, ...]


@lru_cache(maxsize=128)
def written(compiled: CompiledTable) -> Written:
    """Return a compiled set as expressions."""
    writer = Writer(PolarsLanguage(), compiled.masks, dict(compiled.types))
    steps = writer.steps(compiled.outputs)
    return Written(writer.texts, steps)


def run(frame: Any, query: Written, names: list[str]) -> Any:
    """Add what is asked for to a Polars frame and return the columns of some names."""
    polars = library("polars")
    eager = isinstance(frame, polars.DataFrame)
    lazy = eager and frame.height >= _LAZY_FROM
    working = frame.lazy() if lazy else frame
    if query.texts:
        working = working.with_columns(_numbers(working, query.texts))
    for step in query.steps:
        working = working.with_columns(step)
    working = working.select(names)
    if not lazy:
        return working
    return run_whole(working)


def _numbers(frame: Any, texts: Iterable[Text]) -> Iterator[Any]:
    """Yield the columns of numbers that texts are read as; of an eager frame, without a query."""
    polars = library("polars")
    small = polars.UInt16
    for text in texts:
        if isinstance(frame, polars.DataFrame):
            read = text.spellings.read(frame[text.column].cast(polars.String), small)
        else:
            column = polars.col(text.column).cast(polars.String)
            reader = partial(text.spellings.read, dtype=small)
            read = column.map_batches(reader, return_dtype=small, is_elementwise=True)
        yield read.alias(text.name)


def run_whole(query: Any) -> Any:
    """Run a lazy query of ours; what is shared in it is shared already."""
    flags = library("polars").QueryOptFlags.none(projection_pushdown=True)
    return query.collect(optimizations=flags)
