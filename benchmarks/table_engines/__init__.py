"""The engines, each in a file named after it, behind one face: prepare, load, run, read.

An engine that cannot be imported is absent, with the reason; one that cannot say a part of the work says so.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

import numpy as np
import polars as pl

from table_work.terms import Work


@dataclass(frozen=True)
class Prepared:
    """An engine with a work compiled for it.

    Attributes:
        load: brings rows into the engine's own form; not timed.
        run: computes the tier and the criteria of loaded rows; timed.
        read: returns the answers of a run as numbers, a row per commune: the tier, then every criterion. A
            column of -1 is what the engine cannot express.
        lacks: what it cannot express of this work; empty where it says all.
        complete_rows: whether it can only be given rows without missing values.
    """

    load: Callable[[pl.DataFrame], Any]
    run: Callable[[Any], Any]
    read: Callable[[Any], np.ndarray]
    lacks: str = ""
    complete_rows: bool = False


@dataclass(frozen=True)
class Engine:
    """An engine by name.

    Attributes:
        name: as it is printed.
        module: the module beside this one that speaks to it.
        variant: which of the ways that the module offers.
        per_commune: whether it takes one commune at a time.
    """

    name: str
    module: str
    variant: str = ""
    per_commune: bool = False

    def spoken_to(self) -> ModuleType:
        """Return the module that speaks to it.

        Raises:
            ImportError: it is not installed, or cannot be imported on this Python.
        """
        return importlib.import_module(f"table_engines.{self.module}")

    def prepare(self, work: Work) -> Prepared:
        """Return the engine with a work compiled for it.

        Raises:
            ImportError: it is not installed, or cannot be imported on this Python.
            CannotExpress: it has no way to say the work at all.
        """
        module = self.spoken_to()
        prepared: Prepared = module.prepare(work, self.variant) if self.variant else module.prepare(work)
        return prepared


OURS: Final = Engine("ntm-rules", "ntm_rules_table")
OURS_TIER: Final = Engine("ntm-rules, tier alone", "ntm_rules_table", "tier")
OURS_SCALAR: Final = Engine("ntm-rules, one unit, every reason and gap", "ntm_rules_scalar", per_commune=True)
POLARS: Final = Engine("Polars by hand, bounds joined", "polars_by_hand", "joined")
POLARS_LITERAL: Final = Engine("Polars by hand, uniform levels as literals", "polars_by_hand", "literals")
NUMPY: Final = Engine("NumPy gather and compare", "numpy_by_hand", "matrix")
NUMPY_COLUMNS: Final = Engine("NumPy column by column", "numpy_by_hand", "columns")
DUCKDB: Final = Engine("DuckDB, one SQL statement", "duckdb_sql")
OPENFISCA: Final = Engine("OpenFisca, levels by region", "openfisca", "by_region")
OPENFISCA_UNIFORM: Final = Engine("OpenFisca, uniform levels once", "openfisca", "uniform")
ZEN: Final = Engine("ZEN engine, bare booleans", "zen", "bare", per_commune=True)
ZEN_NULLS: Final = Engine("ZEN engine, missing values told apart", "zen", "nulls", per_commune=True)
RULE_ENGINE: Final = Engine("rule-engine, bare booleans", "rule_engine", "bare", per_commune=True)
RULE_ENGINE_NULLS: Final = Engine(
    "rule-engine, missing values told apart", "rule_engine", "nulls", per_commune=True
)
CEL: Final = Engine("cel-python", "cel_python", per_commune=True)
DURABLE: Final = Engine("durable-rules, bare", "durable_rules", per_commune=True)

TABLES: Final = (POLARS, POLARS_LITERAL, NUMPY, NUMPY_COLUMNS, DUCKDB)
"""Those that take a table of any size."""

SMALL_TABLES: Final = (OPENFISCA, OPENFISCA_UNIFORM)
"""Those that take a table, but seconds for a million rows."""

PER_COMMUNE: Final = (OURS_SCALAR, ZEN, ZEN_NULLS, RULE_ENGINE, RULE_ENGINE_NULLS, CEL, DURABLE)
