"""The scalar evaluator: one unit, one criteria set, the whole verdict tree.

Chooses the column, takes the plan for it, runs it over the facts. A set that counts the unit's members judges
each of them in the same way, once per set. Does not word anything.
"""

from __future__ import annotations

import datetime as dt
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache

from ntm_rules.errors import UnexpectedValue, YearOutsideSet
from ntm_rules.evaluation.columns import choose_column
from ntm_rules.evaluation.groups import choose_group
from ntm_rules.evaluation.outcomes import ALL_UNKNOWN, MET, NOT_MET, all_of
from ntm_rules.evaluation.plan import Compiler, IndicatorCheck, Plan
from ntm_rules.evaluation.results import ColumnChoice, CriterionResult, IndicatorResult, Reason, Verdict
from ntm_rules.facts import UnitRecord
from ntm_rules.law import Catalogue, Ruleset, Trust, catalogue, parse_trust
from ntm_rules.law.requirements import Meets
from ntm_rules.law.resolution import Setting

_NEW = tuple.__new__
"""Makes a named tuple of all its fields in half the time of its constructor; there are many per verdict."""

_judged: ContextVar[dict[object, tuple[Ruleset, Verdict]] | None] = ContextVar("judged", default=None)
"""Verdicts on members within one evaluation, by record, set and percentage: several rows ask the same."""


class Shared:
    """A ruleset and catalogue as one cache key, compared by identity: hashing a whole set is slow."""

    __slots__ = ("catalogue", "ruleset")

    def __init__(self, ruleset: Ruleset, documents: Catalogue) -> None:
        self.ruleset = ruleset
        self.catalogue = documents

    def __hash__(self) -> int:
        return hash((id(self.ruleset), id(self.catalogue)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Shared) and self.ruleset is other.ruleset and self.catalogue is other.catalogue
        )


def evaluate(
    record: UnitRecord,
    ruleset: Ruleset,
    *,
    trust: Trust | str = Trust.RECALLED,
    documents: Catalogue | None = None,
) -> Verdict:
    """Judge one unit under one criteria set.

    Args:
        record: the unit with its observations; the year of the data picks yearly levels.
        ruleset: a set from `load`. One loaded without a date is taken in the text of the record's day.
        trust: the least evidence that may decide: `sourced`, `recalled` or `candidate`.
        documents: the catalogue that sets named by this one are loaded from; the shipped one by default.

    Returns:
        The verdict with every criterion, indicator, reason and gap.

    Raises:
        YearOutsideSet: the set does not judge the year of the data of the unit or of a member it counts.
        Contradiction: the unit states fewer members than its record lists.
        UnexpectedValue: the unit is of another level or kind than the set judges, or its column cannot be
            told.
        Contradiction: the unit is given as of a commune group that its facts rule out.
    """
    trust = parse_trust(trust)
    documents = documents if documents is not None else catalogue()
    if record.members is None:
        return _evaluate(record, ruleset, trust, documents)
    kept = _judged.set({})
    try:
        return _evaluate(record, ruleset, trust, documents)
    finally:
        _judged.reset(kept)


def _evaluate(
    record: UnitRecord,
    ruleset: Ruleset,
    trust: Trust,
    documents: Catalogue,
    percentage: Decimal | None = None,
) -> Verdict:
    """Judge a unit, at so many percent of every level where a percentage is given."""
    if not ruleset.years[0] <= record.year <= ruleset.years[1]:
        name = f"{ruleset.decision} {ruleset.tier}"
        raise YearOutsideSet(name, record.year, *ruleset.years, place=record.place)
    if record.unit.level != ruleset.level:
        raise UnexpectedValue(
            record.unit.level, f"a {ruleset.level}, which set `{ruleset.decision}` judges", place=record.place
        )
    if record.unit.kind not in ruleset.kinds:
        judged = " or ".join(f"`{kind}`" for kind in ruleset.kinds)
        raise UnexpectedValue(
            record.unit.kind,
            f"a unit of kind {judged}, which set `{ruleset.decision}` judges",
            place=record.place,
        )
    if ruleset.as_of is None:
        ruleset = documents.dated(ruleset, record.day)
    on = ruleset.as_of or record.assessed_on
    column = _column(record, ruleset, trust, documents)
    shared = Shared(ruleset, documents)
    plan = _plan(shared, column.used, record.year, on, trust, percentage)
    own = _plan(shared, column.own, record.year, on, trust, percentage) if column.rule else None
    criteria = []
    for index, (criterion, checks) in enumerate(plan.criteria):
        indicators = tuple([check(record) for check in checks])
        if own is not None:
            indicators = _open_to_own_column(indicators, own.criteria[index][1], record)
        channels = indicators[0][1] if len(indicators) == 1 else all_of([i[1] for i in indicators])
        criteria.append(_NEW(CriterionResult, (criterion, channels, indicators)))
    conditions = tuple([check(record) for check in plan.conditions])
    whole = all_of([part[1] for part in (*criteria, *conditions)])
    return Verdict(
        record, ruleset, column, trust, whole, tuple(criteria), conditions, documents.measures(), on
    )


def _column(record: UnitRecord, ruleset: Ruleset, trust: Trust, documents: Catalogue) -> ColumnChoice:
    if ruleset.columns.by == "group":
        return choose_group(record, ruleset, documents.measures(), trust)
    return choose_column(record.unit, ruleset, record.day)


def _open_to_own_column(
    results: tuple[IndicatorResult, ...], own: tuple[IndicatorCheck, ...], record: UnitRecord
) -> tuple[IndicatorResult, ...]:
    """Leave open what fails by the other column and is met by the unit's own.

    The texts say that such a unit may use the other column; they do not say that it must, nor whether it
    may choose row by row. So such a row neither fails nor passes.
    """
    judged = []
    for result, check in zip(results, own, strict=True):
        if result.channels[0] == NOT_MET and check(record).channels[0] == MET:
            opened = tuple(
                f._replace(channels=ALL_UNKNOWN, reason=Reason.COLUMN_OPEN)
                for f in result.findings
                if f.channels[0] == NOT_MET
            )
            judged.append(IndicatorResult(result.indicator, ALL_UNKNOWN, opened))
        else:
            judged.append(result)
    return tuple(judged)


@lru_cache(maxsize=512)
def _plan(
    shared: Shared,
    column: str | None,
    year: int,
    on: dt.date | None,
    trust: Trust,
    percentage: Decimal | None,
) -> Plan:
    ruleset, documents = shared.ruleset, shared.catalogue

    def load_set(name: str, tier: str, level: str) -> Ruleset:
        return documents.load(name, tier=tier, level=level, as_of=on, province=ruleset.province)

    def judge_set(record: UnitRecord, reference: Meets, part: Decimal | None) -> Verdict | None:
        other = load_set(reference.ruleset, reference.tier, reference.level)
        if record.unit.kind not in other.kinds:
            return None
        return _judge_once(record, other, trust, documents, part)

    def setting_of(record: UnitRecord) -> Setting:
        return _setting(ruleset, _column(record, ruleset, trust, documents).used, record.year, on)

    setting = _setting(ruleset, column, year, on)
    compiler = Compiler(setting, setting_of, trust, documents.measures(), load_set, judge_set, percentage)
    return compiler.plan(ruleset)


def _setting(ruleset: Ruleset, column: str | None, year: int, on: dt.date | None) -> Setting:
    by_group = ruleset.columns.by == "group"
    return Setting(column=None if by_group else column, group=column if by_group else None, year=year, on=on)


def _judge_once(
    record: UnitRecord, ruleset: Ruleset, trust: Trust, documents: Catalogue, percentage: Decimal | None
) -> Verdict:
    """Judge a unit under a set that another one names, once within the evaluation of the unit it lies in."""
    judged = _judged.get()
    if judged is None:
        return _evaluate(record, ruleset, trust, documents, percentage)
    key = (id(record), id(ruleset), percentage)
    known = judged.get(key)
    if known is None:  # the set is kept beside the verdict, so that its id stays its own
        known = judged[key] = (ruleset, _evaluate(record, ruleset, trust, documents, percentage))
    return known[1]
