"""The few words in which the SQL of DuckDB, Spark and PostgreSQL differs.

Each entry was held against the engine itself. Says how a thing is written, never what is asked.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Dialect(NamedTuple):
    """One engine's SQL.

    Attributes:
        name: the engine, as messages name it.
        quote: what stands around a name, and twice within it.
        backslash: whether a backslash in a text has to be doubled.
        double: a literal of 64 bits, from its shortest digits with an exponent; read exactly.
        exact: a decimal literal.
        most_digits: so many digits a decimal has room for.
        number: an expression as a float of 64 bits.
        text: an expression as text that is compared sign by sign, whatever the collation of the database.
        text_type: the type of texts.
        wide: a whole number with room for sums of those of 64 bits.
        rounded: a float rounded to a whole one, ties to even.
        nan: where a float is no number.
        trim: a text without some signs at its ends.
        contains: where a list holds a text.
        only: where a list holds nothing but some texts; a missing entry is none of them.
        listed: a list of texts.
        fence: what keeps a nested query from being written into the places that use it.
        folds: whether names that differ only in case are one.
        longest: bytes of the longest name of a column; None without a limit.
    """

    name: str
    quote: str
    backslash: bool
    double: str
    exact: str
    most_digits: int
    number: str
    text: str
    text_type: str
    wide: str
    rounded: str
    nan: str
    trim: str
    contains: str
    only: str
    listed: str
    fence: str
    folds: bool
    longest: int | None


DUCKDB: Final = Dialect(
    name="DuckDB",
    quote='"',
    backslash=False,
    double="{}",
    exact="{}",
    most_digits=38,
    number="CAST({} AS DOUBLE)",
    text='CAST({} AS VARCHAR) COLLATE "binary"',
    text_type="VARCHAR",
    wide="CAST({} AS HUGEINT)",
    rounded="round_even({}, 0)",
    nan="isnan({})",
    trim="trim({}, {})",
    contains="list_contains({}, {})",
    only="(list_has_all({1}, {0}) AND len({0}) = list_count({0}))",
    listed="[{}]",
    fence="",
    folds=True,
    longest=None,
)

SPARK: Final = Dialect(
    name="Spark",
    quote="`",
    backslash=True,
    double="{}D",
    exact="{}BD",
    most_digits=38,
    number="CAST({} AS DOUBLE)",
    text="CAST({} AS STRING)",
    text_type="STRING",
    wide="CAST({} AS DECIMAL(20, 0))",
    rounded="rint({})",
    nan="isnan({})",
    trim="trim(BOTH {1} FROM {0})",
    contains="array_contains({}, {})",
    only="(size(array_except({}, {})) = 0)",
    listed="array({})",
    fence="",
    folds=True,
    longest=None,
)

POSTGRES: Final = Dialect(
    name="PostgreSQL",
    quote='"',
    backslash=False,
    double="CAST('{}' AS DOUBLE PRECISION)",
    exact="{}",
    most_digits=1000,
    number="CAST({} AS DOUBLE PRECISION)",
    text='CAST({} AS TEXT) COLLATE "C"',
    text_type="TEXT",
    wide="CAST({} AS NUMERIC)",
    rounded="round({})",
    nan="{} = CAST('NaN' AS DOUBLE PRECISION)",
    trim="btrim({}, {})",
    contains="({1} = ANY({0}))",
    only="(CAST({} AS TEXT[]) <@ {})",
    listed="CAST(ARRAY[{}] AS TEXT[])",
    fence=" OFFSET 0",
    folds=False,
    longest=63,
)
