"""Masks and outputs as the text of one SQL query.

Gives `expressions.Writer` the words it writes with, so that the order of the steps is the same as in Polars:
every step becomes a nested query that carries on what later ones still need. Runs nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from ntm_rules.errors import NotInTables
from ntm_rules.evaluation.columnar.contract import ColumnType
from ntm_rules.evaluation.columnar.dialects import Dialect
from ntm_rules.evaluation.columnar.expressions import TEMPORARY, Step, Writer
from ntm_rules.evaluation.columnar.plans import CompiledTable, name_taken
from ntm_rules.evaluation.columnar.texts import SPACES

Value: TypeAlias = str | int | float | Decimal | dt.date | None

_LATIN: Final = 0x2200
"""Below it lie all signs that have a Latin letter for their lower case."""

_USED: Final = re.compile(rf"{TEMPORARY}\w+")


class Named(NamedTuple):
    """What a column holds, and its name."""

    name: str
    text: str


class Sql:
    """An expression as text; it is put together as those of dataframe libraries are."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self, text: str, dialect: Dialect, branches: tuple[str, ...] = (), rest: str = "NULL"
    ) -> None:
        self.text, self.dialect, self.branches, self.rest = text, dialect, branches, rest

    def _of(self, text: str) -> Sql:
        return Sql(text, self.dialect)

    def _with(self, sign: str, other: Sql | Value) -> Sql:
        return self._of(f"({self.text} {sign} {written(other, self.dialect)})")

    def __and__(self, other: Sql) -> Sql:
        return self._with("AND", other)

    def __or__(self, other: Sql) -> Sql:
        return self._with("OR", other)

    def __invert__(self) -> Sql:
        return self._of(f"(NOT {self.text})")

    def __ge__(self, other: Sql | Value) -> Sql:
        return self._with(">=", other)

    def __gt__(self, other: Sql | Value) -> Sql:
        return self._with(">", other)

    def __le__(self, other: Sql | Value) -> Sql:
        return self._with("<=", other)

    def __lt__(self, other: Sql | Value) -> Sql:
        return self._with("<", other)

    def __eq__(self, other: object) -> Sql:  # type: ignore[override]
        assert isinstance(other, Sql | str | int | float)
        return self._with("=", other)

    def __add__(self, other: Sql | Value) -> Sql:
        return self._with("+", other)

    def __sub__(self, other: Sql | Value) -> Sql:
        return self._with("-", other)

    def __mul__(self, other: Sql | Value) -> Sql:
        return self._with("*", other)

    def __mod__(self, other: Sql | Value) -> Sql:
        return self._with("%", other)

    def abs(self) -> Sql:
        return self._of(f"abs({self.text})")

    def round(self) -> Sql:
        return self._of(self.dialect.rounded.format(self.text))

    def is_null(self) -> Sql:
        return self._of(f"({self.text} IS NULL)")

    def is_nan(self) -> Sql:
        return self._of(f"({self.dialect.nan.format(self.text)})")

    def fill_null(self, value: bool) -> Sql:
        return self._of(f"coalesce({self.text}, {written(value, self.dialect)})")

    def alias(self, name: str) -> Named:
        return Named(name, self.text)

    def then(self, value: Sql) -> Sql:
        """Return what a column holds where this is true; elsewhere nothing, or what `otherwise` says."""
        return self._case((f"WHEN {self.text} THEN {value.text}",), "NULL")

    def otherwise(self, value: Sql) -> Sql:
        return self._case((*self.branches, *value.branches), value.rest if value.branches else value.text)

    def _case(self, branches: tuple[str, ...], rest: str) -> Sql:
        end = "" if rest == "NULL" else f" ELSE {rest}"
        return Sql(f"CASE {' '.join(branches)}{end} END", self.dialect, branches, rest)


def quoted(name: str, dialect: Dialect) -> str:
    """Return the name of a column as SQL writes it."""
    quote = dialect.quote
    return f"{quote}{name.replace(quote, 2 * quote)}{quote}"


def written(value: Sql | Value, dialect: Dialect) -> str:
    """Return a value as a literal that is read as exactly that value."""
    match value:
        case Sql():
            return value.text
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            text = (
                value.replace("\\", "\\\\").replace("'", "\\'")
                if dialect.backslash
                else value.replace("'", "''")
            )
            return f"'{text}'"
        case dt.date():
            return f"DATE '{value.isoformat()}'"
        case int():
            return f"({value})" if value < 0 else str(value)
        case float():
            return _double(value, dialect)
        case Decimal():
            exact = f"{value:f}"
            if (
                sum(sign.isdigit() for sign in exact) > dialect.most_digits
            ):  # no column of decimals gets there
                return _double(float(value), dialect)
            literal = dialect.exact.format(exact)
            return f"({literal})" if value < 0 else literal


def _double(value: float, dialect: Dialect) -> str:
    digits = repr(value)
    literal = dialect.double.format(digits if "e" in digits else f"{digits}e0")
    return f"({literal})" if value < 0 else literal


class SqlLanguage:
    """The words of `languages.Language`, in one dialect of SQL."""

    numbers_texts = False

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def _sql(self, text: str) -> Sql:
        return Sql(text, self.dialect)

    def col(self, name: str) -> Sql:
        return self._sql(quoted(name, self.dialect))

    def lit(self, value: Value) -> Sql:
        return self._sql(written(value, self.dialect))

    def when(self, condition: Sql) -> Sql:
        return condition

    def small(self, number: int) -> Sql:
        return self.lit(number)

    def counted(self, number: Sql) -> Sql:
        return self._sql(f"CAST({number.text} AS SMALLINT)")

    def word(self, text: str | None, words: tuple[str, ...]) -> Sql:
        del words
        return self.lit(text)

    def chosen(self, word: Sql) -> Sql:
        return self._sql(f"CAST({word.text} AS {self.dialect.text_type})")

    def number(self, expression: Sql) -> Sql:
        return self._sql(self.dialect.number.format(expression.text))

    def wide(self, column: Sql) -> Sql:
        return self._sql(self.dialect.wide.format(column.text))

    def text(self, column: Sql, stored: ColumnType) -> Sql:
        del stored
        return self._sql(f"({self.dialect.text.format(column.text)})")

    def loose(self, text: Sql, letters: frozenset[str]) -> Sql:
        """Return a text without outer spaces, those signs in lower case that one of these letters stands for.

        What `lower` does is up to the collation of a database; in that of C it leaves `Đ` as it is.
        """
        trimmed = self.dialect.trim.format(text.text, written(SPACES, self.dialect))
        upper, lower = _cases(letters)
        return self._sql(
            f"translate({trimmed}, {written(upper, self.dialect)}, {written(lower, self.dialect)})"
        )

    def one_of(self, column: Sql, values: Sequence[str | int]) -> Sql:
        return self._sql(f"({column.text} IN ({self._listed(values)}))")

    def _listed(self, values: Iterable[str | int]) -> str:
        return ", ".join(written(value, self.dialect) for value in values)

    def contains(self, column: Sql, value: str) -> Sql:
        return self._sql(self.dialect.contains.format(column.text, written(value, self.dialect)))

    def only_of(self, column: Sql, values: tuple[str, ...]) -> Sql:
        return self._sql(
            self.dialect.only.format(column.text, self.dialect.listed.format(self._listed(values)))
        )


@lru_cache(maxsize=256)
def _cases(letters: frozenset[str]) -> tuple[str, str]:
    """Return the signs whose lower case is one of some letters, and those letters."""
    pairs = [(c, c.lower()) for c in map(chr, range(_LATIN)) if c.lower() != c and c.lower() in letters]
    return "".join(upper for upper, _ in pairs), "".join(lower for _, lower in pairs)


class Query(NamedTuple):
    """A query without the table that it asks.

    Attributes:
        head, tail: the text before and after the table.
    """

    head: str
    tail: str

    def of(self, table: str) -> str:
        return f"{self.head}{table}{self.tail}"


@lru_cache(maxsize=128)
def query(compiled: CompiledTable, dialect: Dialect) -> Query:
    """Return a compiled set as a query; made once per plan.

    Raises:
        UnexpectedValue: a column of the table has the name of an added one.
        NotInTables: the engine has no columns of such names.
    """
    _check_names(compiled, dialect)
    steps = Writer(SqlLanguage(dialect), compiled.masks, dict(compiled.types)).steps(compiled.outputs)
    return _nested(list(compiled.types), steps, dialect)


def _check_names(compiled: CompiledTable, dialect: Dialect) -> None:
    known = {name.lower() for name in compiled.types} if dialect.folds else set()
    for output in compiled.outputs:
        if output.name.lower() in known:
            raise name_taken(output)
        if dialect.longest is not None and len(output.name.encode()) > dialect.longest:
            what = f"a column name of more than {dialect.longest} bytes"
            raise NotInTables(f"{compiled.name} {output.name}", what, dialect.name)


def _nested(names: list[str], steps: Sequence[Step], dialect: Dialect) -> Query:
    """Return the steps inside each other; each carries on the table and what later steps still use."""
    own = ", ".join(quoted(name, dialect) for name in names)
    heads: list[str] = []
    needed = {column.name for column in steps[-1]}
    for step in reversed(steps):
        made = {column.name: column.text for column in step if column.name in needed}
        carried = sorted(needed - made.keys())
        columns = [own, *(quoted(name, dialect) for name in carried)]
        columns += [f"{text} AS {quoted(name, dialect)}" for name, text in made.items()]
        heads.append(f"SELECT {', '.join(columns)} FROM ")  # noqa: S608 - names are quoted, values literals
        needed = {*carried, *(name for text in made.values() for name in _USED.findall(text))}
    return Query("(".join(heads), f"{dialect.fence}) AS s" * (len(steps) - 1))
