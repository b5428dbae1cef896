"""Amendments, ministry guidance and provincial overlays: one mechanism.

An amendment names the set it touches and what it does to it from a date. Applying it returns a new set
in which every cell still knows its document. Does not read files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, NamedTuple, TypeVar

from ntm_rules.errors import AmendmentConflict
from ntm_rules.facts.places import REGION_IDS
from ntm_rules.facts.units import GROUP_IDS
from ntm_rules.law.provenance import Source
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Axis,
    Bound,
    ByAxis,
    Cell,
    Comparison,
    Delegated,
    Level,
    Members,
    Multiple,
    Not,
    Requirement,
    Unset,
    comparisons,
    own_comparisons,
)
from ntm_rules.law.rulesets import (
    ColumnRule,
    Condition,
    Criterion,
    Indicator,
    Ruleset,
    SetReference,
    UnreadChange,
)
from ntm_rules.spelling import nearest

Verb = Literal["replace", "set", "add", "repeal"]
TargetKind = Literal["indicator", "criterion", "condition", "column_rule"]
Part = TypeVar("Part", bound=Indicator | Criterion | ColumnRule)
Row = TypeVar("Row", bound=Indicator)


class Change(NamedTuple):
    """One change to one part of a set.

    Attributes:
        verb: what is done.
        kind, target: the part it is done to.
        into: criterion that an added indicator joins.
        content: the new part, for `replace` and `add`.
        comparison: the new level, for `set`.
    """

    verb: Verb
    kind: TargetKind
    target: str
    into: str | None = None
    content: Condition | Indicator | Criterion | ColumnRule | None = None
    comparison: Comparison | None = None
    sources: tuple[Source, ...] = ()


class Amendment(NamedTuple):
    """What one document does to one set, from a date."""

    document: str
    amends: SetReference
    since: dt.date
    until: dt.date | None = None
    province: str | None = None
    changes: tuple[Change, ...] = ()
    unread: tuple[UnreadChange, ...] = ()
    note: str | None = None

    def in_force(self, on: dt.date | None) -> bool:
        """Return whether the amendment applies on a day; None means the set's last text."""
        if on is None:
            return self.until is None
        return self.since <= on and (self.until is None or on <= self.until)


def amend(ruleset: Ruleset, amendment: Amendment) -> Ruleset:
    """Return the set with an amendment applied.

    Raises:
        AmendmentConflict: the amendment names a part that the set does not have, or adds one it has.
    """
    for change in amendment.changes:
        ruleset = apply(ruleset, change, amendment.document)
    for criterion in ruleset.criteria:
        if not criterion.indicators:  # it would count as met
            message = f"`{amendment.document}` repeals every indicator of criterion `{criterion.number}`"
            raise AmendmentConflict(message, hint="repeal the criterion")
    return replace(
        ruleset,
        amended_by=(*ruleset.amended_by, amendment.document),
        unread_changes=(*ruleset.unread_changes, *amendment.unread),
    )


def apply(ruleset: Ruleset, change: Change, document: str) -> Ruleset:
    """Return the set with one change made by a document."""
    years = ruleset.years
    match change.kind:
        case "criterion":
            criteria = _edit(ruleset.criteria, change, document, Criterion, lambda c: c.number, years)
            return replace(ruleset, criteria=criteria)
        case "condition":
            conditions = _edit(ruleset.conditions, change, document, Condition, lambda c: c.id, years)
            return replace(ruleset, conditions=conditions)
        case "column_rule":
            rules = _edit(ruleset.columns.rules, change, document, ColumnRule, lambda r: r.id, years)
            return replace(ruleset, columns=ruleset.columns._replace(rules=rules))
        case "indicator":
            return replace(ruleset, criteria=_edit_indicator(ruleset, change, document))


def _edit_indicator(ruleset: Ruleset, change: Change, document: str) -> tuple[Criterion, ...]:
    names = {i.id: c.number for c in ruleset.criteria for i in c.indicators}
    home = change.into if change.verb == "add" else names.get(change.target)
    if change.verb == "add" and change.target in names:
        raise AmendmentConflict(f"`{document}` adds indicator `{change.target}`, which the set already has")
    if home is None:
        raise _missing(document, "indicator", change.target, list(names))
    if home not in {c.number for c in ruleset.criteria}:
        raise _missing(document, "criterion", home, [c.number for c in ruleset.criteria])
    return tuple(
        replace(
            criterion,
            indicators=_edit(
                criterion.indicators, change, document, Indicator, lambda i: i.id, ruleset.years
            ),
        )
        if criterion.number == home
        else criterion
        for criterion in ruleset.criteria
    )


def _edit(
    parts: tuple[Part, ...],
    change: Change,
    document: str,
    kind: type[Part],
    name: Callable[[Part], str],
    years: tuple[int, int],
) -> tuple[Part, ...]:
    """Return the parts with one replaced, set, added or repealed."""
    names = [name(part) for part in parts]
    if change.verb == "add":
        if change.target in names:
            raise AmendmentConflict(
                f"`{document}` adds {change.kind} `{change.target}`, which the set already has"
            )
        return (*parts, _content(change, kind))
    if change.target not in names:
        raise _missing(document, change.kind, change.target, names)
    index = names.index(change.target)
    before, after = parts[:index], parts[index + 1 :]
    if change.verb == "repeal":
        return before + after
    if change.verb == "replace":
        return (*before, _content(change, kind), *after)
    part = parts[index]
    assert isinstance(part, Indicator)  # the reader lets only rows be set
    return (*before, _with_level(part, change, document, years), *after)


def _content(change: Change, kind: type[Part]) -> Part:
    assert isinstance(change.content, kind)  # the reader reads what the verb and target ask for
    return change.content


def _with_level(part: Row, change: Change, document: str, years: tuple[int, int]) -> Row:
    """Return an indicator whose comparison of the same measure and operator has the new bound."""
    new = change.comparison
    assert new is not None
    old = comparison_to_set(part, new.measure, document)
    if old.operator != new.operator:
        raise AmendmentConflict(
            f"`{document}` sets `{new.operator}` of indicator `{part.id}`, which asks `{old.operator}`"
        )
    bound = lay_over(old.bound, attributed(new.bound, document), years)
    replaced = old._replace(bound=bound)
    return replace(
        part, require=_substitute(part.require, old, replaced), sources=(*part.sources, *change.sources)
    )


def comparison_to_set(part: Indicator, measure: str | None, document: str) -> Comparison:
    """Return the comparison of an indicator that a `set` change means: one on its members by name only."""
    asked = own_comparisons(part.require) if measure is None else comparisons(part.require)
    found = [c for c in asked if measure is None or c.measure == measure]
    if len(found) != 1:
        raise AmendmentConflict(
            f"`{document}` sets a level of indicator `{part.id}`, which has {len(found)} comparisons"
            + (f" of `{measure}`" if measure else "")
            + ", expected one",
        )
    return found[0]


def _substitute(requirement: Requirement, old: Comparison, new: Comparison) -> Requirement:
    if requirement is old:
        return new
    match requirement:
        case AllOf() | AnyOf() | AtLeastOf():
            parts = tuple(_substitute(p, old, new) for p in requirement.parts)
            return requirement._replace(parts=parts)
        case Not():
            return Not(part=_substitute(requirement.part, old, new))
        case Comparison(members=Members() as members):
            inner = _substitute(members.satisfy, old, new)
            return requirement._replace(members=members._replace(satisfy=inner))
        case _:
            return requirement


def lay_over(old: Bound, new: Bound, years: tuple[int, int]) -> Bound:
    """Return the new bound laid over the old one: a table sets the cells it names and leaves the others.

    What is left is the old level of each cell, whatever form that has: a table of two years laid over a
    multiple leaves the multiple for the years of the set that it does not name. A table by date says what
    holds from each of its days on, and takes the place of the old bound.
    """
    if not isinstance(new, ByAxis) or (new.axis == "date" and not has_axis(old, "date")):
        return new
    if isinstance(old, ByAxis) and old.axis != new.axis and has_axis(old, new.axis):
        return ByAxis(
            axis=old.axis, cells=tuple(Cell(c.key, lay_over(c.bound, new, years)) for c in old.cells)
        )
    if isinstance(old, ByAxis) and old.axis == new.axis:
        kept = {cell.key: cell.bound for cell in old.cells}
    else:
        kept = dict.fromkeys(axis_keys(new.axis, years), old)
    fresh = {cell.key: cell.bound for cell in new.cells}
    laid = {key: lay_over(bound, fresh[key], years) if key in fresh else bound for key, bound in kept.items()}
    cells = {**laid, **{key: bound for key, bound in fresh.items() if key not in kept}}
    return ByAxis(axis=new.axis, cells=tuple(Cell(key, bound) for key, bound in cells.items()))


def axis_keys(axis: Axis, years: tuple[int, int]) -> tuple[str, ...]:
    """Return every cell that a table along an axis can have, but for the national column; none for dates."""
    match axis:
        case "region":
            return REGION_IDS
        case "group":
            return GROUP_IDS
        case "year":
            return tuple(str(year) for year in range(years[0], years[1] + 1))
        case "date":
            return ()


def has_axis(bound: Bound, axis: Axis) -> bool:
    """Return whether a bound is a table along an axis, or holds one."""
    return isinstance(bound, ByAxis) and (
        bound.axis == axis or any(has_axis(cell.bound, axis) for cell in bound.cells)
    )


def attributed(bound: Bound, document: str) -> Bound:
    """Return a bound each of whose cells names the document that sets it."""
    match bound:
        case ByAxis():
            cells = tuple(Cell(key=c.key, bound=attributed(c.bound, document)) for c in bound.cells)
            return ByAxis(axis=bound.axis, cells=cells)
        case Level() | Unset() | Delegated() | Multiple():
            if bound.provenance.document is not None:
                return bound
            named = bound.provenance._replace(document=document)
            return bound._replace(provenance=named)
        case _:
            cases = tuple(c._replace(bound=attributed(c.bound, document)) for c in bound.cases)
            return bound._replace(cases=cases)


def _missing(document: str, kind: str, target: str, names: list[str]) -> AmendmentConflict:
    suggestion = nearest(target, names)
    return AmendmentConflict(
        f"`{document}` changes {kind} `{target}`, which the set does not have",
        hint=f"did you mean `{suggestion}`?" if suggestion else None,
    )
