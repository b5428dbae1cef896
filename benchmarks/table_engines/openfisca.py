"""OpenFisca: a variable for every part, parameters by region in its tree of parameters.

It knows no missing value and has single precision: an outcome is 0, 1 or 2, a missing number NaN, a missing
finding or rank -1. Levels are rounded to single precision as the values are, or one that is met exactly
would not be. `by_region` keeps every level by region; `uniform` those that do not differ once, since a level
by region is looked up by the region's name, row by row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import YEAR
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from table_engines import Prepared
from table_engines.numpy_by_hand import codes_of
from table_work.terms import (
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

_START = "2000-01-01"
Formula = Callable[[Any, Any, Any], Any]


class _System:
    """A system of variables that grows with the terms that it is given."""

    def __init__(self, work: Work, *, all_by_region: bool) -> None:
        self.work = work
        self.all_by_region = all_by_region
        self.entity = build_entity("commune", "communes", "A commune", is_person=True)
        self.system = TaxBenefitSystem([self.entity])
        self.region_type = Enum("Region", {r: r for r in work.regions})  # type: ignore[call-overload]
        self.parameters: dict[str, Any] = {}
        self.computed: list[str] = []
        first = self.region_type[work.regions[0]]
        self._add("region", value_type=Enum, possible_values=self.region_type, default_value=first)
        for column in work.columns:
            kind = float if column.kind in ("number", "count") else int
            self._add(column.name, value_type=kind, default_value=kind(-1))

    def _add(self, name: str, **attributes: Any) -> None:
        made = {"entity": self.entity, "definition_period": YEAR, "label": name, **attributes}
        self.system.add_variable(type(name, (Variable,), made))

    def outcome(self, name: str, formula: Formula) -> str:
        """Add a variable that is computed."""
        self._add(name, value_type=int, formula=formula)
        self.computed.append(name)
        return name

    def term(self, term: Term, name: str) -> Formula:
        """Return the formula of a term; thresholds become variables of their own."""
        match term:
            case Threshold():
                variable = self.outcome(name, self._threshold(term, name))
                return lambda commune, period, _parameters: commune(variable, period)
            case Found(column, expected):
                return lambda c, p, _: _found(c(column, p), int(expected))
            case OneOf(column, values):
                scale = next(x.scale for x in self.work.columns if x.name == column)
                good = np.array([scale.index(v) for v in values])
                return lambda c, p, _: _ranked(c(column, p), good)
            case Every(parts):
                found = [self.term(part, f"{name}_{n}") for n, part in enumerate(parts)]
                return lambda c, p, t: _least([f(c, p, t) for f in found])
            case Some(parts):
                found = [self.term(part, f"{name}_{n}") for n, part in enumerate(parts)]
                return lambda c, p, t: _most([f(c, p, t) for f in found])
            case Else(first, second):
                one, other = self.term(first, f"{name}_a"), self.term(second, f"{name}_b")
                return lambda c, p, t: _else(one(c, p, t), other(c, p, t))
            case Undecided():
                return lambda c, _p, _t: np.ones(c.count, dtype=np.int32)

    def _threshold(self, term: Threshold, name: str) -> Formula:
        column, operator = term.column, term.operator
        if term.uniform and not self.all_by_region:
            self.parameters[name] = _values(term.level)

            def uniform(commune: Any, period: Any, parameters: Any) -> Any:
                return _compared(commune(column, period), np.float32(parameters(period)[name]), operator)

            return uniform
        levels = {r: term.in_region(r) for r in self.work.regions}
        self.parameters[name] = {r: _values(np.nan if v is None else v) for r, v in levels.items()}

        def regional(commune: Any, period: Any, parameters: Any) -> Any:
            level = parameters(period)[name][commune("region", period)]
            return _compared(commune(column, period), level.astype(np.float32), operator)

        return regional


def _values(level: float) -> dict[str, Any]:
    return {"values": {_START: {"value": float(level)}}}


def prepare(work: Work, variant: str) -> Prepared:
    system = _System(work, all_by_region=variant == "by_region")
    names = []
    for n, (_, term) in enumerate(work.criteria):
        names.append(system.outcome(f"criterion_{n}", system.term(term, f"part_{n}")))
    conditions = [
        system.outcome(f"condition_{n}", system.term(term, f"condition_part_{n}"))
        for n, term in enumerate(work.conditions)
    ]
    whole = (*names, *conditions)
    system.outcome("tier", lambda c, p, _: _least([c(name, p) for name in whole]))
    system.system.parameters = ParameterNode("", data=system.parameters)
    period = str(work.year)

    def load(frame: pl.DataFrame) -> Any:
        simulation = SimulationBuilder().build_default_simulation(system.system, count=frame.height)
        region = codes_of(frame["region"], work.regions)
        simulation.set_input("region", period, np.array(work.regions)[region])
        for column in work.columns:
            simulation.set_input(column.name, period, _loaded(frame[column.name], column))
        return simulation

    def run(simulation: Any) -> list[np.ndarray]:
        for name in system.computed:  # what was computed before is not computed again
            simulation.delete_arrays(name)
        return [simulation.calculate(name, period) for name in ("tier", *names)]

    return Prepared(load, run, lambda result: np.column_stack(result).astype(np.int8))


def _loaded(values: pl.Series, column: Any) -> np.ndarray:
    if column.kind == "rank":
        return codes_of(values, column.scale).astype(np.int32)
    if column.kind == "truth":
        return values.cast(pl.Int32).fill_null(-1).to_numpy()
    return values.cast(pl.Float32).fill_null(np.nan).to_numpy()


def _compared(values: np.ndarray, level: Any, operator: str) -> np.ndarray:
    passes = {
        "at_least": np.greater_equal,
        "at_most": np.less_equal,
        "above": np.greater,
        "below": np.less,
        "equals": np.equal,
    }[operator](values, level)
    return np.where(np.isnan(values) | np.isnan(level), 1, np.where(passes, 2, 0))


def _found(values: np.ndarray, expected: int) -> np.ndarray:
    return np.where(values < 0, 1, np.where(values == expected, 2, 0))


def _ranked(values: np.ndarray, good: np.ndarray) -> np.ndarray:
    return np.where(values < 0, 1, np.where(np.isin(values, good), 2, 0))


def _least(parts: list[np.ndarray]) -> np.ndarray:
    return np.minimum.reduce(parts)


def _most(parts: list[np.ndarray]) -> np.ndarray:
    return np.maximum.reduce(parts)


def _else(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.where(first == 1, second, first)
