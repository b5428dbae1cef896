"""The kinds of tables that are understood, and where each is computed.

Polars computes its own frames and, as the embedded engine, whatever else lies in memory (pandas, PyArrow),
of which only the columns that a set can read are handed over. What lies elsewhere (DuckDB, PySpark, a
database through ibis) is computed there, through narwhals. Knows no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import Any, Final, Literal, TypeAlias

from ntm_rules.errors import NotInstalled, NotInTables, UnexpectedValue
from ntm_rules.evaluation.columnar.contract import ColumnKind, ColumnType
from ntm_rules.evaluation.columnar.expressions import Step, Writer, Written
from ntm_rules.evaluation.columnar.outputs import Count, Flag, Output
from ntm_rules.evaluation.columnar.plans import CompiledTable, Types

Frame: TypeAlias = Any
"""A table of any library that narwhals knows."""

Engine: TypeAlias = Literal["polars", "narwhals"]

EXTRA: Final = "tables"
_LAZY_FROM: Final = 20_000
"""From so many rows on a Polars frame is computed as one query; below, building it costs more."""

_ALL_ROWS: Final = 2**62

_KINDS: Final[dict[str, ColumnKind]] = {
    "Float64": "float64",
    "Float32": "float32",
    "Boolean": "boolean",
    "String": "text",
    "Categorical": "text",
    "Enum": "text",
    "Date": "date",
    "Datetime": "datetime",
    "List": "list",
    "Decimal": "decimal",
}


def library(name: str) -> Any:
    """Return an optional library.

    Raises:
        NotInstalled: it is not there.
    """
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        if error.name is not None and error.name.split(".")[0] != name:
            raise
        raise NotInstalled(name, EXTRA) from None


class Table:
    """A table as it was given, and as it is computed.

    Attributes:
        given: the narwhals frame around the caller's table.
        engine: what computes it.
        types: the columns that can be read.
        names: all its columns.
    """

    def __init__(self, native: Frame, readable: Callable[[str], bool]) -> None:
        nw = library("narwhals")
        library("polars")
        try:
            self.given = nw.from_native(native)
        except TypeError:
            raise UnexpectedValue(
                type(native).__name__,
                "a table of `polars`, `pandas`, `pyarrow`, `duckdb`, `pyspark` or `ibis`",
            ) from None
        self.lazy = isinstance(self.given, nw.LazyFrame)
        self.is_polars = self.given.implementation.is_polars()
        self.engine: Engine = "polars" if self.is_polars or not self.lazy else "narwhals"
        schema = self.given.collect_schema()
        self.names = tuple(schema.names())
        self.frame = self.given
        if self.engine == "polars" and not self.is_polars:
            self.frame = nw.from_native(self.given.select(*filter(readable, self.names)).to_polars())
            schema = self.frame.schema
        self.types: Types = tuple((name, column_type(dtype)) for name, dtype in schema.items())

    def judged(self, compiled: CompiledTable) -> Frame:
        """Return the caller's table with the columns of a compiled set, of the caller's kind."""
        outputs = compiled.outputs
        query = written(compiled, self.engine)
        added = [output.name for output in outputs]
        if self.engine == "narwhals":
            return self._elsewhere(compiled, query.steps).select(*self.names, *added).to_native()
        if self.is_polars:
            return _polars(self.given.to_native(), query, [*self.names, *added])
        result = _polars(self.frame.to_native(), query, added)
        return _returned(self.given, result, outputs)

    def _elsewhere(self, compiled: CompiledTable, steps: Iterable[Step]) -> Any:
        """Build the query of another engine; what it cannot do is refused before anything runs."""
        nw = library("narwhals")
        frame, engine = self.given, str(self.given.implementation)
        for step in steps:
            try:
                frame = self._fenced(frame.with_columns(*step))
            except (NotImplementedError, nw.exceptions.NarwhalsError) as error:
                raise NotInTables(compiled.name, f"`{error}`".splitlines()[0], engine) from error
        return frame

    def _fenced(self, frame: Any) -> Any:
        """Keep a database from writing what a step computes into every place that uses it.

        PostgreSQL merges nested queries, so that shared parts grow with every step; not those with a limit.
        """
        if not self.given.implementation.is_ibis():
            return frame
        return library("narwhals").from_native(frame.to_native().limit(_ALL_ROWS))


@lru_cache(maxsize=256)
def column_type(dtype: Any) -> ColumnType:
    """Return how a narwhals data type is understood."""
    shown = str(dtype)
    name = type(dtype).__name__
    if dtype.is_integer():
        return ColumnType("integer", shown)
    kind = _KINDS.get(name, "other")
    return ColumnType(kind, shown, dtype.scale if kind == "decimal" else 0)


@lru_cache(maxsize=128)
def written(compiled: CompiledTable, engine: Engine) -> Written:
    """Return a compiled set as expressions of a library, step by step."""
    api = library(engine)
    if engine == "polars":
        word: Callable[[str | None, tuple[str, ...]], Any] = _word

    else:

        def word(text: str | None, words: tuple[str, ...]) -> Any:
            del words
            return api.lit(text, dtype=api.String)

    small = api.UInt8 if engine == "polars" else api.Int16
    writer = Writer(api, compiled.masks, dict(compiled.types), small, word, batches=engine == "polars")
    return writer.written(compiled.outputs)


@lru_cache(maxsize=64)
def _enum(words: tuple[str, ...]) -> Any:
    return library("polars").Enum(list(words))


@lru_cache(maxsize=512)
def _word(text: str | None, words: tuple[str, ...]) -> Any:
    return library("polars").lit(text, dtype=_enum(words))


def _polars(frame: Any, query: Written, names: list[str]) -> Any:
    """Run a query on a Polars frame, eager or lazy."""
    polars = library("polars")
    eager = isinstance(frame, polars.DataFrame)
    lazy = eager and frame.height >= _LAZY_FROM
    working = frame.lazy() if lazy else frame
    if query.texts:
        working = working.with_columns(_numbers(working, query))
    for step in query.steps:
        working = working.with_columns(step)
    working = working.select(names)
    if not lazy:
        return working
    flags = polars.QueryOptFlags.none(projection_pushdown=True)  # what is shared is shared already
    return working.collect(optimizations=flags)


def _numbers(working: Any, query: Written) -> Iterator[Any]:
    """Yield the columns of numbers that texts are read as; of a frame in memory at once, without a query."""
    polars = library("polars")
    small = polars.UInt16
    for text in query.texts:
        if isinstance(working, polars.DataFrame):
            read = text.spellings.read(working[text.column].cast(polars.String), small)
        else:
            column = polars.col(text.column).cast(polars.String)
            reader = partial(text.spellings.read, dtype=small)
            read = column.map_batches(reader, return_dtype=small, is_elementwise=True)
        yield read.alias(text.name)


def _returned(given: Any, result: Any, outputs: tuple[Output, ...]) -> Any:
    """Return the caller's table in memory with what Polars computed beside it."""
    native = given.to_native()
    if given.implementation.is_pandas():
        arrow = any("ArrowDtype" in type(dtype).__name__ for dtype in native.dtypes)
        added = result.to_pandas(use_pyarrow_extension_array=arrow)
        if not arrow:
            types = {o.name: "boolean" for o in outputs if isinstance(o, Flag)}
            types |= {o.name: "Int16" for o in outputs if isinstance(o, Count)}
            added = added.astype(types)
        added.index = native.index
        return native.assign(**{name: added[name] for name in added.columns})
    nw = library("narwhals")
    table = nw.from_arrow(result.to_arrow(), backend=given.implementation)
    return given.with_columns(*(table[name] for name in table.columns)).to_native()
