"""What somebody who knows NumPy writes: gather the bounds of every row's region, compare, combine.

`matrix` gathers and compares all thresholds at once, as far as the work is nothing but thresholds; `columns`
goes column by column and gathers only what differs. A missing number is NaN; every term is where it is met
and where it fails.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import polars as pl

from table_engines import Prepared
from table_work.terms import (
    CannotExpress,
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

Rows: TypeAlias = dict[str, Any]
"""Columns as arrays: regions, ranks and findings as small numbers, -1 where there is none."""


class Answer(NamedTuple):
    """Where a term is met and where it fails."""

    met: np.ndarray
    failed: np.ndarray


def prepare(work: Work, variant: str) -> Prepared:
    return _matrix(work) if variant == "matrix" else _columns(work)


def _matrix(work: Work) -> Prepared:
    parts = [term.parts for _, term in work.criteria if isinstance(term, Every)]
    asked = [part for group in parts for part in group if isinstance(part, Threshold)]
    whole = len(parts) == len(work.criteria) and len(asked) == sum(map(len, parts))
    if not whole or work.conditions or any(t.operator not in ("at_least", "at_most") for t in asked):
        raise CannotExpress("anything but thresholds in one matrix")
    # At most is at least of the negative, so that one comparison serves all.
    sign = np.array([1.0 if t.operator == "at_least" else -1.0 for t in asked])
    levels = np.array([[t.in_region(r) for t in asked] for r in work.regions], dtype=float) * sign
    ends = np.cumsum([0, *map(len, parts)])[:-1]
    names = [t.column for t in asked]

    def load(frame: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        numbers = frame.select(pl.col(names).cast(pl.Float64).fill_null(np.nan)).to_numpy()
        return np.ascontiguousarray(numbers) * sign, codes_of(frame["region"], work.regions)

    def run(loaded: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        numbers, region = loaded
        bounds = levels[region]
        met, failed = numbers >= bounds, numbers < bounds
        all_met = np.logical_and.reduceat(met, ends, axis=1)
        one_failed = np.logical_or.reduceat(failed, ends, axis=1)
        criteria = all_met * np.int8(2) + (~all_met & ~one_failed)
        return criteria.min(axis=1), criteria

    return Prepared(load, run, np.column_stack)


def codes_of(values: pl.Series, names: tuple[str, ...]) -> np.ndarray:
    """Return texts by their position among names; -1 where there is none."""
    places = {name: n for n, name in enumerate(names)}
    return values.replace_strict(places, default=-1, return_dtype=pl.Int16).to_numpy()


def _columns(work: Work) -> Prepared:
    answering = _Answering(work)

    def run(rows: Rows) -> list[Answer]:
        criteria = [answering.term(term, rows) for _, term in work.criteria]
        whole = [*criteria, *(answering.term(term, rows) for term in work.conditions)]
        tier = Answer(_all([a.met for a in whole]), _any([a.failed for a in whole]))
        return [tier, *criteria]

    def read(result: list[Answer]) -> np.ndarray:
        return np.column_stack([a.met * np.int8(2) + (~a.met & ~a.failed) for a in result])

    return Prepared(answering.load, run, read)


class _Answering:
    """Loads columns as arrays and answers terms with them."""

    def __init__(self, work: Work) -> None:
        self.columns, self.regions = work.columns, work.regions
        self.scales = {column.name: column.scale for column in work.columns}

    def load(self, frame: pl.DataFrame) -> Rows:
        loaded: Rows = {"region": codes_of(frame["region"], self.regions)}
        for column in self.columns:
            values = frame[column.name]
            if column.kind == "rank":
                loaded[column.name] = codes_of(values, column.scale)
            elif column.kind == "truth":
                loaded[column.name] = values.cast(pl.Int8).fill_null(-1).to_numpy()
            else:
                loaded[column.name] = values.cast(pl.Float64).fill_null(np.nan).to_numpy()
        return loaded

    def term(self, term: Term, rows: Rows) -> Answer:
        match term:
            case Threshold():
                return _threshold(term, rows[term.column], rows["region"], self.regions)
            case Found(column, expected):
                return Answer(rows[column] == int(expected), rows[column] == int(not expected))
            case OneOf(column, values):
                good = np.isin(rows[column], [self.scales[column].index(v) for v in values])
                return Answer(good, (rows[column] >= 0) & ~good)
            case Every(parts):
                found = [self.term(p, rows) for p in parts]
                return Answer(_all([a.met for a in found]), _any([a.failed for a in found]))
            case Some(parts):
                found = [self.term(p, rows) for p in parts]
                return Answer(_any([a.met for a in found]), _all([a.failed for a in found]))
            case Else(first, second):
                one, other = self.term(first, rows), self.term(second, rows)
                open_ = ~one.met & ~one.failed
                return Answer(one.met | (open_ & other.met), one.failed | (open_ & other.failed))
            case Undecided():
                nowhere = np.zeros(len(rows["region"]), dtype=bool)
                return Answer(nowhere, nowhere)


def _threshold(term: Threshold, values: np.ndarray, region: np.ndarray, regions: tuple[str, ...]) -> Answer:
    level: Any
    if term.uniform:
        level = term.level
    else:
        told = [term.in_region(r) for r in regions]
        level = np.array([np.nan if v is None else v for v in told])[region]
    match term.operator:
        case "at_least":
            return Answer(values >= level, values < level)
        case "at_most":
            return Answer(values <= level, values > level)
        case "above":
            return Answer(values > level, values <= level)
        case "below":
            return Answer(values < level, values >= level)
        case _:
            return Answer(values == level, (values < level) | (values > level))


def _all(parts: list[np.ndarray]) -> np.ndarray:
    return reduce(np.logical_and, parts)


def _any(parts: list[np.ndarray]) -> np.ndarray:
    return reduce(np.logical_or, parts)
