"""DuckDB: one SQL statement over a table that lies in it, with a table of bounds joined by region."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import polars as pl

from table_engines import Prepared
from table_engines.polars_by_hand import read
from table_work.terms import (
    SIGNS,
    Else,
    Every,
    Found,
    OneOf,
    Some,
    Term,
    Threshold,
    Undecided,
    Work,
)


class _Statement:
    """Writes terms as SQL, and remembers the bounds that differ by region."""

    def __init__(self, regions: tuple[str, ...]) -> None:
        self.regions = regions
        self.bounds: dict[str, list[float | None]] = {}

    def term(self, term: Term) -> str:
        match term:
            case Threshold(column, operator, _):
                sign = SIGNS[operator].replace("==", "=")
                return f"({column} {sign} {self._bound(term)})"
            case Found(column, expected):
                return column if expected else f"(NOT {column})"
            case OneOf(column, values):
                listed = ", ".join("'" + v.replace("'", "''") + "'" for v in values)
                return f"({column} IN ({listed}))"
            case Every(parts):
                return "(" + " AND ".join(self.term(p) for p in parts) + ")"
            case Some(parts):
                return "(" + " OR ".join(self.term(p) for p in parts) + ")"
            case Else(first, second):
                return f"coalesce({self.term(first)}, {self.term(second)})"
            case Undecided():
                return "CAST(NULL AS BOOLEAN)"

    def _bound(self, term: Threshold) -> str:
        if term.uniform:
            return repr(term.level)
        name = f"bound_{len(self.bounds)}"
        self.bounds[name] = [term.in_region(r) for r in self.regions]
        return f"bounds.{name}"

    def whole(self, work: Work) -> str:
        criteria = {f"criterion_{number}": self.term(term) for number, term in work.criteria}
        conditions = {f"condition_{n}": self.term(term) for n, term in enumerate(work.conditions)}
        judged = ", ".join(f'{sql} AS "{name}"' for name, sql in {**criteria, **conditions}.items())
        tier = " AND ".join(f'"{name}"' for name in (*criteria, *conditions))
        listed = ", ".join(f'"{name}"' for name in criteria)
        rows = f"communes {'LEFT JOIN bounds USING (region)' if self.bounds else ''}"
        return f'SELECT row, {tier} AS "tier", {listed} FROM (SELECT row, {judged} FROM {rows})'


def prepare(work: Work) -> Prepared:
    writer = _Statement(work.regions)
    statement = writer.whole(work)
    levels = {name: pl.Series(values, dtype=pl.Float64) for name, values in writer.bounds.items()}
    bounds = pl.DataFrame({"region": work.regions, **levels})

    def load(frame: pl.DataFrame) -> Any:
        connection = duckdb.connect()
        for name, given in (("communes", frame.with_row_index("row")), ("bounds", bounds)):
            connection.register("given", given.to_arrow())
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            connection.unregister("given")
        return connection

    def run(connection: Any) -> Any:
        return connection.sql(statement).to_arrow_table()

    def answers(result: Any) -> np.ndarray:
        frame = pl.from_arrow(result)
        assert isinstance(frame, pl.DataFrame)
        return read(frame)

    return Prepared(load, run, answers)
