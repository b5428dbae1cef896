"""Which region's column judges a unit, and why.

The column follows from the unit's region; a set may let units of some designations use another one. Does not
look at observations. Columns by commune group are chosen by `groups`.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from ntm_rules.errors import UnexpectedValue
from ntm_rules.evaluation.results import ColumnChoice
from ntm_rules.facts import AdministrativeUnit, region_of
from ntm_rules.law import ColumnRule, Ruleset
from ntm_rules.law.requirements import AllOf, AnyOf, AtLeastOf, Designated, Not, Requirement


def choose_column(unit: AdministrativeUnit, ruleset: Ruleset, on: dt.date) -> ColumnChoice:
    """Return the column that judges a unit under a set; the day says which provinces there are.

    Raises:
        UnknownName: the unit's province is unknown.
        UnexpectedValue: its region cannot be told.
    """
    if ruleset.columns.by == "none":
        return ColumnChoice(None, None, None, "bộ tiêu chí không chia cột", "the set has no columns")
    own = _region(unit, on)
    for rule in ruleset.columns.rules:
        if _entitled(rule.when, unit.designations):
            return _by_rule(rule, own)
    where = unit.former_province or unit.province
    given = unit.region is not None
    return ColumnChoice(
        own,
        own,
        None,
        "vùng ghi trong hồ sơ" if given else f"theo vùng của {where}",
        "the region given for the unit" if given else f"by the region of {where}",
    )


def _by_rule(rule: ColumnRule, own: str) -> ColumnChoice:
    vi = f"được áp dụng cột {rule.use}: {rule.label.vi} ({rule.origin})"
    en = f"may use column {rule.use}: {rule.label.en} ({rule.origin})"
    return ColumnChoice(rule.use, own, rule.id, vi, en)


@lru_cache(maxsize=20_000)
def _region(unit: AdministrativeUnit, on: dt.date) -> str:
    return region_of(unit, on)


def _entitled(when: Requirement, designations: frozenset[str]) -> bool:
    match when:
        case Designated():
            return when.designation in designations
        case AllOf():
            return all(_entitled(part, designations) for part in when.parts)
        case AnyOf():
            return any(_entitled(part, designations) for part in when.parts)
        case AtLeastOf():
            return sum(_entitled(part, designations) for part in when.parts) >= when.number
        case Not():
            return not _entitled(when.part, designations)
        case _:
            raise UnexpectedValue(type(when).__name__, "designations only, in the rule of a column")
