"""Tables that do not lie in this process's memory: one SELECT is handed to the engine that holds them.

Nothing is run and nothing collected: what comes back is a relation, a DataFrame or a table expression as lazy
as the one that was given. Knows no rule.
"""

from __future__ import annotations

from typing import Any, Final

from ntm_rules.errors import UnexpectedValue
from ntm_rules.evaluation.columnar.contract import ColumnType
from ntm_rules.evaluation.columnar.dialects import DUCKDB, POSTGRES, SPARK, Dialect
from ntm_rules.evaluation.columnar.in_sql import query
from ntm_rules.evaluation.columnar.outputs import Count, Distance, Flag, Following, Output, Units
from ntm_rules.evaluation.columnar.plans import CompiledTable

_OPEN_SCALE: Final = 30
"""So many digits after the point are told apart where a column sets no limit."""


def dialect(given: Any) -> Dialect:
    """Return the SQL of the engine that holds a narwhals frame.

    Raises:
        UnexpectedValue: it is none of those whose SQL is known.
    """
    kind = given.implementation
    if kind.is_duckdb():
        return DUCKDB
    if kind.is_pyspark() or kind.is_pyspark_connect():
        return SPARK
    name = given.to_native().get_backend().name if kind.is_ibis() else str(kind)
    if name == "postgres":
        return POSTGRES
    raise UnexpectedValue(name, "a table in `duckdb`, `pyspark` or, through `ibis`, `postgres`")


def open_decimals(native: Any) -> dict[str, ColumnType]:
    """Return the columns of `numeric` without a scale in a table of ibis, of which narwhals guesses one."""
    types = native.schema().items()
    return {
        name: ColumnType("decimal", "numeric", _OPEN_SCALE)
        for name, type_ in types
        if type_.is_decimal() and type_.scale is None
    }


def judged(native: Any, compiled: CompiledTable, dialect: Dialect) -> Any:
    """Return a table with the columns of a compiled set, as lazy as it was.

    Raises:
        UnexpectedValue, NotInTables: the engine cannot have columns of such names.
    """
    asked = query(compiled, dialect)
    if dialect is DUCKDB:
        return native.query("units", asked.of("units"))
    if dialect is SPARK:
        head, tail = (text.replace("{", "{{").replace("}", "}}") for text in asked)
        return native.sparkSession.sql(f"{head}{{units}}{tail}", units=native)
    backend = native.get_backend()
    types = dict(native.schema()) | {output.name: _ibis_type(output) for output in compiled.outputs}
    return backend.sql(asked.of(f"({backend.compile(native)}) AS units"), schema=types)


def _ibis_type(output: Output) -> str:
    match output:
        case Count():
            return "int16"
        case Flag():
            return "boolean"
        case Distance() | Units() | Following():
            return "float64"
        case _:
            return "string"
