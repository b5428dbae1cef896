"""`evaluate_table`: many units at once, in the caller's own table.

Chooses nothing and computes nothing itself: reads the table's columns, takes the plan for them, has it run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ntm_rules.evaluation.columnar.contract import is_read
from ntm_rules.evaluation.columnar.engines import Table
from ntm_rules.evaluation.columnar.long import MARKS, LongColumns, asked_names, read_names
from ntm_rules.evaluation.columnar.long_tables import LongTable
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
        long: the columns of a long table.
    """

    ruleset: Ruleset
    compiled: CompiledTable
    long: LongColumns | None = None

    def __str__(self) -> str:
        lines = [f"{self.ruleset!r}"]
        if self.long is not None:
            lines.append(self.long.described())
        described = self.compiled.described("column" if self.long is None else "row")
        return "\n  ".join([*lines, *described])


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
    unit: str | Sequence[str] | None = None,
    measures: Iterable[str] | None = None,
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
        unit: for a long table (a row per unit, year and measure) the column, or columns, that name a unit.
        measures: for a long table the names of measures that are read from its rows. Otherwise they are
            those of all rows; of a lazy table, whose rows are not looked at, those the set asks for.
        prefix: what the names of the added columns begin with.
        documents: the catalogue that sets named by this one are loaded from; the shipped one by default.

    Returns:
        The table with the added columns, of the kind that was given; what was lazy stays so. Of a long table
        a row per unit and year.

    Raises:
        NotInstalled: Polars or narwhals is missing.
        UnexpectedValue, UnknownName, IncompatibleUnit: a column cannot be what its name says.
        NotInTables: the set asks for something that tables, or the engine that holds this one, cannot judge.
    """
    known = documents if documents is not None else catalogue()
    question = _question(detail, trust, columns, units, year, assessed_on, prefix)
    if unit is None:
        table, plan = _planned(frame, ruleset, question, known)
        return table.judged(plan)
    long = _long(frame, question, unit, known)
    table, plan = _planned_long(long, ruleset, question, measures, known)
    return long.returned(table.judged(plan), plan.outputs)


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
    unit: str | Sequence[str] | None = None,
    measures: Iterable[str] | None = None,
    prefix: str = "",
    documents: Catalogue | None = None,
) -> TablePlan:
    """Return the plan that `evaluate_table` would run, without running it; the arguments are the same."""
    known = documents if documents is not None else catalogue()
    question = _question(detail, trust, columns, units, year, assessed_on, prefix)
    if unit is None:
        return TablePlan(ruleset, _planned(frame, ruleset, question, known)[1])
    long = _long(frame, question, unit, known)
    return TablePlan(ruleset, _planned_long(long, ruleset, question, measures, known)[1], long.columns)


def _question(
    detail: Detail,
    trust: Trust | str,
    columns: Mapping[str, str] | None,
    units: Mapping[str, str] | None,
    year: int | None,
    assessed_on: dt.date | str | None,
    prefix: str,
) -> Question:
    return Question(
        detail=detail,
        trust=parse_trust(trust),
        names=tuple(sorted((columns or {}).items())),
        units=tuple(sorted((units or {}).items())),
        year=year,
        day=None if assessed_on is None else parse_day(assessed_on),
        prefix=prefix,
    )


def _planned(
    frame: Any, ruleset: Ruleset, question: Question, documents: Catalogue
) -> tuple[Table, CompiledTable]:
    renamed, measures = dict(question.names).values(), documents.measures()
    table = Table(frame, lambda name: name in renamed or is_read(name, measures))
    return table, compiled(Shared(ruleset, documents), table.types, question)


def _long(frame: Any, question: Question, unit: str | Sequence[str], documents: Catalogue) -> LongTable:
    keys = (unit,) if isinstance(unit, str) else tuple(unit)
    given = question.year is not None
    return LongTable(frame, documents.measures(), keys, dict(question.names), year_given=given)


def _planned_long(
    long: LongTable,
    ruleset: Ruleset,
    question: Question,
    measures: Iterable[str] | None,
    documents: Catalogue,
) -> tuple[Table, CompiledTable]:
    names, shared, columns = dict(question.names), Shared(ruleset, documents), long.columns
    own = {role: name for role, name in columns.constant.items() if role != name}
    if columns.year is not None and columns.year != "year":
        own["year"] = columns.year
    asked = replace(question, names=tuple(sorted(own.items())), marks=MARKS)
    if measures is not None:
        roles = read_names(measures, names, documents.measures())
    elif long.lazy:
        whole = compiled(shared, long.every, replace(asked, units=()))
        roles = asked_names(whole.contract, names, ruleset.years)
    else:
        roles = long.names(names)
    table = long.wide(roles)
    return table, compiled(shared, table.types, asked)
