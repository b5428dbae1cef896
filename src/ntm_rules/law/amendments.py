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
from ntm_rules.law.provenance import Source
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
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
    match change.kind:
        case "criterion":
            return replace(
                ruleset, criteria=_edit(ruleset.criteria, change, document, Criterion, lambda c: c.number)
            )
        case "condition":
            return replace(
                ruleset, conditions=_edit(ruleset.conditions, change, document, Condition, lambda c: c.id)
            )
        case "column_rule":
            rules = _edit(ruleset.columns.rules, change, document, ColumnRule, lambda r: r.id)
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
            criterion, indicators=_edit(criterion.indicators, change, document, Indicator, lambda i: i.id)
        )
        if criterion.number == home
        else criterion
        for criterion in ruleset.criteria
    )


def _edit(
    parts: tuple[Part, ...], change: Change, document: str, kind: type[Part], name: Callable[[Part], str]
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
    return (*before, _with_level(part, change, document), *after)


def _content(change: Change, kind: type[Part]) -> Part:
    assert isinstance(change.content, kind)  # the reader reads what the verb and target ask for
    return change.content


def _with_level(part: Row, change: Change, document: str) -> Row:
    """Return an indicator whose comparison of the same measure and operator has the new bound."""
    new = change.comparison
    assert new is not None
    old = comparison_to_set(part, new.measure, document)
    if old.operator != new.operator:
        raise AmendmentConflict(
            f"`{document}` sets `{new.operator}` of indicator `{part.id}`, which asks `{old.operator}`"
        )
    bound = merge(old.bound, attributed(new.bound, document))
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


def merge(old: Bound, new: Bound) -> Bound:
    """Return the new bound laid over the old one, cell by cell where both are tables of one axis."""
    if not (isinstance(old, ByAxis) and isinstance(new, ByAxis) and old.axis == new.axis):
        return new
    fresh = {cell.key: cell.bound for cell in new.cells}
    kept = tuple(
        Cell(key=cell.key, bound=merge(cell.bound, fresh.pop(cell.key)) if cell.key in fresh else cell.bound)
        for cell in old.cells
    )
    return ByAxis(axis=old.axis, cells=(*kept, *(Cell(key=k, bound=b) for k, b in fresh.items())))


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
