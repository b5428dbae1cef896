"""`evaluate_table`: many units at once, in the caller's own table.

Chooses nothing and computes nothing itself: reads the table's columns, takes the plan for them, has it run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ntm_rules.evaluation.columnar.contract import is_read
from ntm_rules.evaluation.columnar.engines import Table
from ntm_rules.evaluation.columnar.outputs import Detail
from ntm_rules.evaluation.columnar.plans import CompiledTable, Question, compiled
from ntm_rules.evaluation.scalar import Shared
from ntm_rules.law import Catalogue, Ruleset, Trust, catalogue, parse_trust
from ntm_rules.law.catalogue import parse_day


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A set compiled for the columns of a table; printing it shows what each is taken for.

    Attributes:
        ruleset: the set.
        compiled: what it reads and adds.
    """

    ruleset: Ruleset
    compiled: CompiledTable

    def __str__(self) -> str:
        return "\n  ".join([f"{self.ruleset!r}", *self.compiled.described()])


def evaluate_table(
    frame: Any,
    ruleset: Ruleset,
    *,
    detail: Detail = "tier",
    trust: Trust | str = Trust.RECALLED,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    year: int | None = None,
    assessed_on: dt.date | str | None = None,
    prefix: str = "",
    documents: Catalogue | None = None,
) -> Any:
    """Judge every row of a table under one criteria set; see `docs/tables.md` for its columns.

    Args:
        frame: a table of Polars (eager or lazy), pandas, PyArrow, DuckDB, PySpark or ibis, a row per unit
            and year, a column per measure.
        ruleset: a set from `load`. One loaded without a date is taken in the text of each row's day.
        detail: `tier` tells of the whole and counts criteria; `criteria`, `indicators` (with reasons) and
            `gaps` each add columns. What is not asked for is not computed.
        trust: the least evidence that may decide: `sourced`, `recalled` or `candidate`.
        columns: your names of columns, by ours: `{"income_per_capita": "thu nhập"}`.
        units: your units of columns, by our names: `{"income_per_capita": "nghìn đồng/người/tháng"}`;
            otherwise a column is in the unit of its measure, a share in percent.
        year: the year of the data of all rows, for a table without a column `year`.
        assessed_on: the day of assessment of all rows, for a table without such a column.
        prefix: what the names of the added columns begin with.
        documents: the catalogue that sets named by this one are loaded from; the shipped one by default.

    Returns:
        The table with the added columns, of the kind that was given; what was lazy stays so.

    Raises:
        NotInstalled: Polars or narwhals is missing.
        UnexpectedValue, UnknownName, IncompatibleUnit: a column cannot be what its name says.
        NotInTables: the set asks for something that tables, or the engine that holds this one, cannot judge.
    """
    known = documents if documents is not None else catalogue()
    table, plan = _planned(frame, ruleset, detail, trust, columns, units, year, assessed_on, prefix, known)
    return table.judged(plan)


def plan_table(
    frame: Any,
    ruleset: Ruleset,
    *,
    detail: Detail = "tier",
    trust: Trust | str = Trust.RECALLED,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    year: int | None = None,
    assessed_on: dt.date | str | None = None,
    prefix: str = "",
    documents: Catalogue | None = None,
) -> TablePlan:
    """Return the plan that `evaluate_table` would run, without running it; the arguments are the same."""
    known = documents if documents is not None else catalogue()
    _, plan = _planned(frame, ruleset, detail, trust, columns, units, year, assessed_on, prefix, known)
    return TablePlan(ruleset, plan)


def _planned(
    frame: Any,
    ruleset: Ruleset,
    detail: Detail,
    trust: Trust | str,
    columns: Mapping[str, str] | None,
    units: Mapping[str, str] | None,
    year: int | None,
    assessed_on: dt.date | str | None,
    prefix: str,
    documents: Catalogue,
) -> tuple[Table, CompiledTable]:
    renamed = dict(columns or {})
    measures = documents.measures()
    table = Table(frame, lambda name: name in renamed.values() or is_read(name, measures))
    question = Question(
        detail=detail,
        trust=parse_trust(trust),
        names=tuple(sorted(renamed.items())),
        units=tuple(sorted((units or {}).items())),
        year=year,
        day=None if assessed_on is None else parse_day(assessed_on),
        prefix=prefix,
    )
    return table, compiled(Shared(ruleset, documents), table.types, question)
