"""Which region's column judges each row: its own, and the rules that let it use another.

The region is given, or follows from the province as it was on the day of the row, by the same places that
the scalar evaluator asks. A row whose column cannot be told has none. Looks at no observation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from ntm_rules.errors import Contradiction, UnexpectedValue, UnknownName
from ntm_rules.evaluation.columnar.masks import ALWAYS, NEVER, Mask, Missing, OneOf
from ntm_rules.evaluation.columnar.rows import Rows
from ntm_rules.facts import REGION_IDS, places
from ntm_rules.facts.places import region_in
from ntm_rules.law import ColumnRule, Ruleset
from ntm_rules.law.requirements import AllOf, AnyOf, AtLeastOf, Designated, Not, Requirement
from ntm_rules.spelling import fold

_WORDS: Final = ("", "tỉnh ", "thành phố ", "tp ", "tp. ", "tp.")
_PLAIN_WORDS: Final = ("", "tinh ", "thanh pho ", "tp ", "tp. ", "tp.")

_BEFORE_ALL: Final = dt.date(1900, 1, 1)

Columns: TypeAlias = Mapping[str, Mask]
"""Where a row is judged by a column, by region id or commune group."""


@dataclass(frozen=True, slots=True)
class ChosenColumns:
    """The columns that judge the rows of a table under one text of a set.

    Attributes:
        used: where a row is judged by a column.
        own: where the column is that of the row's own region.
        ruled: where a rule of the set lets a row use another column.
    """

    used: Columns
    own: Columns
    ruled: Mask = NEVER


def choose_columns(rows: Rows, ruleset: Ruleset) -> ChosenColumns:
    """Return the columns that judge rows under a set; empty for a set that has none by region."""
    if ruleset.columns.by != "region":
        return ChosenColumns({}, {})
    own = regions_of(rows)
    m = rows.masks
    used: dict[str, list[Mask]] = {id: [] for id in own}
    open_ = ALWAYS
    ruled = NEVER
    for rule in ruleset.columns.rules:
        entitled = _entitled(rows, rule.when, rule)
        taken = m.both((open_, entitled))
        used.setdefault(rule.use, []).append(taken)
        open_ = m.both((open_, m.no(entitled)))
        ruled = m.either((ruled, taken))
    for id, mask in own.items():
        used[id].append(m.both((open_, mask)))
    return ChosenColumns({id: m.either(masks) for id, masks in used.items()}, own, ruled)


def _entitled(rows: Rows, when: Requirement, rule: ColumnRule) -> Mask:
    m = rows.masks
    match when:
        case Designated():
            return rows.designated(when.designation)
        case AllOf():
            return m.both(_entitled(rows, part, rule) for part in when.parts)
        case AnyOf():
            return m.either(_entitled(rows, part, rule) for part in when.parts)
        case AtLeastOf():
            return m.so_many(when.number, [_entitled(rows, part, rule) for part in when.parts])
        case Not():
            return m.no(_entitled(rows, when.part, rule))
        case _:
            raise UnexpectedValue(type(when).__name__, f"designations only, in column rule `{rule.id}`")


def regions_of(rows: Rows) -> Columns:
    """Return where a row lies in a region, by its region, its province, or both."""
    m = rows.masks
    region = rows.contract.text("region")
    province, former = rows.contract.text("province"), rows.contract.text("former_province")
    if region is None and province is None:
        raise UnexpectedValue(
            "a table without regions for a set with a column per region", "a column `region` or `province`"
        )
    given = {id: m.add(OneOf(region, (id,))) for id in REGION_IDS} if region is not None else {}
    if province is None:
        return given
    untold = m.add(Missing(region, floating=False)) if region is not None else ALWAYS
    not_former = m.add(Missing(former, floating=False)) if former is not None else ALWAYS
    found: dict[str, list[Mask]] = {id: [] for id in REGION_IDS}
    days = _days_of_change()
    for day, after in zip(days, (*days[1:], None), strict=True):
        later = NEVER if after is None else rows.day_from(after)
        on = m.both((rows.day_from(day), m.no(later)))
        if on == NEVER:
            continue
        for within, names in _provinces(day).items():
            here = m.both((on, not_former, _named(rows, province, names)))
            for id in within:
                fits = given.get(id, NEVER)
                found[id].append(m.both((here, m.either((fits, untold)) if len(within) == 1 else fits)))
        if former is None:
            continue
        for (id, former_names), names in _former_provinces(day).items():
            here = m.both((on, _named(rows, province, names), _named(rows, former, former_names)))
            found[id].append(m.both((here, m.either((untold, given.get(id, NEVER))))))
    return {id: m.surely(m.either(masks)) for id, masks in found.items()}


def unknown_places(rows: Rows) -> Mask:
    """Return where a province, or the one before the mergers, is none that ever was."""
    m = rows.masks
    known = tuple(dict.fromkeys(s for name in _names() for s in spellings(name)))
    found = []
    for column in (rows.contract.text("province"), rows.contract.text("former_province")):
        if column is not None:
            told = m.no(m.add(Missing(column, floating=False)))
            found.append(m.both((told, m.no(_named(rows, column, known)))))
    return m.either(found)


def _named(rows: Rows, column: str, names: Iterable[str]) -> Mask:
    return rows.masks.add(OneOf(column, tuple(names), loose=True))


@cache
def _days_of_change() -> tuple[dt.date, ...]:
    """Return the days from which a province's name may stand for another region."""
    days = {p.first for p in places().provinces} | {
        p.last + dt.timedelta(days=1) for p in places().provinces if p.last is not None
    }
    return (dt.date.min, *sorted(day for day in days if day is not None))


@cache
def spellings(name: str) -> tuple[str, ...]:
    """Return the spellings of a province that a table may hold, in lower case."""
    accented, plain = name.lower(), fold(name)
    found = [word + accented for word in _WORDS] + [word + plain for word in _PLAIN_WORDS]
    return tuple(dict.fromkeys(found))


@cache
def _provinces(day: dt.date) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the names of provinces on a day, by the regions that they lie in."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in _names():
        try:
            within = places().province(name, max(day, _BEFORE_ALL)).regions
        except UnknownName:
            continue
        found.setdefault(within, []).extend(spellings(name))
    return {key: tuple(dict.fromkeys(names)) for key, names in found.items()}


@cache
def _former_provinces(day: dt.date) -> dict[tuple[str, tuple[str, ...]], tuple[str, ...]]:
    """Return the names of provinces by the region of a former province and its spellings."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for name in _names():
        for former in _names():
            try:
                id = region_in(name, max(day, _BEFORE_ALL), former_province=former)
            except (Contradiction, UnexpectedValue, UnknownName):
                continue
            found.setdefault((id, spellings(former)), []).extend(spellings(name))
    return {key: tuple(dict.fromkeys(names)) for key, names in found.items()}


@cache
def _names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for p in places().provinces for n in (p.name, *p.also)))
