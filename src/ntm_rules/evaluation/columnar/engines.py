"""The kinds of tables that are understood, and where each is computed.

Polars computes its own frames and, as the embedded engine, whatever else lies in memory (pandas, PyArrow),
of which only the columns that a set can read are handed over. What lies elsewhere (DuckDB, PySpark, a
database through ibis) is computed there. Narwhals tells what a table is. Knows no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, TypeAlias

from ntm_rules.errors import UnexpectedValue
from ntm_rules.evaluation.columnar import elsewhere, in_polars
from ntm_rules.evaluation.columnar.contract import ColumnKind, ColumnType
from ntm_rules.evaluation.columnar.libraries import library
from ntm_rules.evaluation.columnar.outputs import Count, Flag, Output
from ntm_rules.evaluation.columnar.plans import CompiledTable, Types

Frame: TypeAlias = Any
"""A table of any library that narwhals knows."""

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


class Table:
    """A table as it was given, and as it is computed.

    Attributes:
        given: the narwhals frame around the caller's table.
        dialect: the SQL of the engine that holds it; None where Polars computes it.
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
        inside = self.is_polars or not self.lazy
        self.dialect = None if inside else elsewhere.dialect(self.given)
        schema = self.given.collect_schema()
        self.names = tuple(schema.names())
        self.frame = self.given
        if inside and not self.is_polars:
            self.frame = nw.from_native(self.given.select(*filter(readable, self.names)).to_polars())
            schema = self.frame.schema
        types = {name: column_type(dtype) for name, dtype in schema.items()}
        if self.given.implementation.is_ibis():
            types |= elsewhere.open_decimals(native)
        self.types: Types = tuple(types.items())

    def judged(self, compiled: CompiledTable) -> Frame:
        """Return the caller's table with the columns of a compiled set, of the caller's kind."""
        outputs = compiled.outputs
        if self.dialect is not None:
            return elsewhere.judged(self.given.to_native(), compiled, self.dialect)
        query = in_polars.written(compiled)
        added = [output.name for output in outputs]
        if self.is_polars:
            return in_polars.run(self.given.to_native(), query, [*self.names, *added])
        result = in_polars.run(self.frame.to_native(), query, added)
        return _returned(self.given, result, outputs)


@lru_cache(maxsize=256)
def column_type(dtype: Any) -> ColumnType:
    """Return how a narwhals data type is understood."""
    shown = str(dtype)
    name = type(dtype).__name__
    if dtype.is_integer():
        return ColumnType("integer", shown)
    kind = _KINDS.get(name, "other")
    return ColumnType(kind, shown, dtype.scale if kind == "decimal" else 0)


def _returned(given: Any, result: Any, outputs: tuple[Output, ...]) -> Any:
    """Return the caller's table in memory with what Polars computed beside it."""
    native, added = given.to_native(), in_kind(given, result, outputs)
    if given.implementation.is_pandas():
        added.index = native.index
        return native.assign(**{name: added[name] for name in added.columns})
    table = library("narwhals").from_native(added, eager_only=True)
    return given.with_columns(*(table[name] for name in table.columns)).to_native()


def in_kind(given: Any, result: Any, outputs: Iterable[Output]) -> Any:
    """Return what Polars computed as a table of the kind of the caller's, which lies in memory."""
    if not given.implementation.is_pandas():
        nw = library("narwhals")
        return nw.from_arrow(result.to_arrow(), backend=given.implementation).to_native()
    arrow = any("ArrowDtype" in type(dtype).__name__ for dtype in given.to_native().dtypes)
    added = result.to_pandas(use_pyarrow_extension_array=arrow)
    if arrow:
        return added
    types = {o.name: "boolean" for o in outputs if isinstance(o, Flag)}
    types |= {o.name: "Int16" for o in outputs if isinstance(o, Count)}
    return added.astype(types)
