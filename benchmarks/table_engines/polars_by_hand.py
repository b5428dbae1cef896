"""What somebody who knows Polars writes: join a table of bounds, compare, combine.

`joined` joins the bounds of every threshold; `literals` only those that differ by region. A join that keeps
the order of the rows takes more than twice as long, so that rows are numbered instead.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from table_engines import Prepared
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
    thresholds,
)

COMPARE: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "==": lambda a, b: a == b,
}


def prepare(work: Work, variant: str) -> Prepared:
    terms = [term for _, term in work.criteria]
    asked = list(dict.fromkeys(_key(t) for term in (*terms, *work.conditions) for t in thresholds(term)))
    joined = [key for key in asked if variant == "joined" or len(dict(key[2])) > 1]
    names = {key: f"bound_{n}" for n, key in enumerate(joined)}
    bounds = pl.DataFrame(
        {
            "region": work.regions,
            **{
                name: pl.Series(
                    [dict(key[2]).get(r, dict(key[2]).get(None)) for r in work.regions], dtype=pl.Float64
                )
                for key, name in names.items()
            },
        }
    )
    criteria = {f"criterion_{number}": _written(term, names) for number, term in work.criteria}
    conditions = [_written(term, names) for term in work.conditions]
    tier = pl.all_horizontal(*criteria, *conditions).alias("tier")

    def run(frame: pl.DataFrame) -> pl.DataFrame:
        rows = frame.lazy()
        if names:
            rows = rows.join(bounds.lazy(), on="region", how="left")
        return rows.with_columns(**criteria).select("row", tier, *criteria).collect()

    return Prepared(load=lambda frame: frame.with_row_index("row"), run=run, read=read)


def read(result: pl.DataFrame) -> np.ndarray:
    """Return nullable truth values as numbers, in the order of the rows."""
    return result.sort("row").drop("row").select(pl.all().cast(pl.Int8).mul(2).fill_null(1)).to_numpy()


def _key(term: Threshold) -> tuple[str, str, tuple[tuple[str | None, float | None], ...]]:
    return term.column, term.operator, tuple(term.levels.items())


def _written(term: Term, names: dict[object, str]) -> pl.Expr:
    match term:
        case Threshold(column, operator, _):
            name = names.get(_key(term))
            bound = pl.col(name) if name else pl.lit(term.level)
            return COMPARE[SIGNS[operator]](pl.col(column), bound)
        case Found(column, expected):
            return pl.col(column) if expected else ~pl.col(column)
        case OneOf(column, values):
            return pl.col(column).is_in(list(values))
        case Every(parts):
            return pl.all_horizontal(_written(p, names) for p in parts)
        case Some(parts):
            return pl.any_horizontal(_written(p, names) for p in parts)
        case Else(first, second):
            return pl.coalesce(_written(first, names), _written(second, names))
        case Undecided():
            return pl.lit(None, dtype=pl.Boolean)
