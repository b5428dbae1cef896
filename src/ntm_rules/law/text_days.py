"""On which days the text of a criteria set changes: amendments, guidance, overlays and dated parts.

So that the texts of many days can be held against a table at once. A day named here may turn out to change
nothing; a change on another day there is none. Does not load a text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from ntm_rules.facts import Province, places
from ntm_rules.law.catalogue import Catalogue, issued_by
from ntm_rules.law.entries import AmendmentEntry, SetEntry
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Bound,
    ByAxis,
    Cases,
    CellReference,
    Comparison,
    Meets,
    Multiple,
    Not,
    Requirement,
)
from ntm_rules.law.rulesets import Ruleset, SetReference
from ntm_rules.yaml_nodes import Node, read_yaml

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BEGINS: Final = "from"
_ENDS: Final = "until"


def text_days(ruleset: Ruleset, documents: Catalogue) -> tuple[dt.date, ...]:
    """Return the days from which a set, or a set that it names, may have another text, in order.

    Args:
        ruleset: any text of the set; of one that the catalogue does not hold, this text alone counts.
        documents: the catalogue that it and the sets it names are of.
    """
    days: set[dt.date] = set()
    seen: set[SetReference] = set()
    waiting = [ruleset]
    while waiting:
        text = waiting.pop()
        reference = SetReference(text.decision, text.level, text.tier)
        if reference in seen:
            continue
        seen.add(reference)
        entry = _entry(text, documents)
        bases = [text] if entry is None else [text, documents.base(entry)]
        for base in bases:
            days.update(_days_of(base))
        if entry is not None:
            days.update(day for day in (entry.effective_from,) if day is not None)
            for change in _changes(entry, documents, ruleset.province):
                days.update(_days_in(read_yaml(change.path)))
        named = {name for base in bases for name in _named(base)} - seen
        waiting += [
            documents.load(name.ruleset, tier=name.tier, level=name.level, province=ruleset.province)
            for name in named
        ]
    return tuple(sorted(days))


def _entry(text: Ruleset, documents: Catalogue) -> SetEntry | None:
    name = (text.decision, text.level, text.tier)
    found = [e for e in documents.sets if (e.decision.id, e.level, e.tier) == name]
    own = (e for e in found if e.decision.province in (None, text.province))
    return next(own, None)


def _changes(entry: SetEntry, documents: Catalogue, province: str | None) -> Iterator[AmendmentEntry]:
    homes: tuple[Province, ...] = () if province is None else places().named(province)
    for change in documents.changes_of(entry):
        by = change.decision
        if by.province == entry.decision.province or any(issued_by(by, home) for home in homes):
            yield change


def _days_in(node: Node) -> Iterator[dt.date]:
    """Yield the days of a file on which something begins or has ended."""
    if node.is_mapping:
        for key, value in node.pairs():
            name = key.shown()
            if name in (_BEGINS, _ENDS) and value.is_scalar and _DATE.fullmatch(value.shown()):
                yield value.date() + dt.timedelta(days=name == _ENDS)
            elif _DATE.fullmatch(name):
                yield dt.date.fromisoformat(name)
            yield from _days_in(value)
    elif node.is_list:
        for item in node.items():
            yield from _days_in(item)


def _days_of(text: Ruleset) -> Iterator[dt.date]:
    spans = [(c.since, c.until) for c in text.conditions] + [(r.since, r.until) for r in text.columns.rules]
    for since, until in spans:
        if since is not None:
            yield since
        if until is not None:
            yield until + dt.timedelta(days=1)
    for bound in _bounds(text):
        if isinstance(bound, ByAxis) and bound.axis == "date":
            yield from (dt.date.fromisoformat(cell.key) for cell in bound.cells)


def _named(text: Ruleset) -> Iterator[SetReference]:
    """Yield the sets that a set names."""
    for requirement in _requirements(text):
        if isinstance(requirement, Meets):
            yield SetReference(requirement.ruleset, requirement.level, requirement.tier)
    for bound in _bounds(text):
        if isinstance(bound, Multiple) and isinstance(bound.of, CellReference):
            yield SetReference(bound.of.ruleset, bound.of.level, bound.of.tier)


def _requirements(text: Ruleset) -> Iterator[Requirement]:
    for group in text.columns.groups:
        if group.when is not None:
            yield from _parts(group.when)
    for part in (*text.indicators(), *text.conditions):
        yield from _parts(part.require)
        if part.applies_when is not None:
            yield from _parts(part.applies_when)


def _parts(requirement: Requirement) -> Iterator[Requirement]:
    yield requirement
    match requirement:
        case AllOf() | AnyOf() | AtLeastOf():
            for part in requirement.parts:
                yield from _parts(part)
        case Not():
            yield from _parts(requirement.part)
        case Comparison():
            if requirement.members is not None:
                yield from _parts(requirement.members.satisfy)
            for bound in _within(requirement.bound):
                if isinstance(bound, Cases):
                    for case in bound.cases:
                        if case.when is not None:
                            yield from _parts(case.when)


def _bounds(text: Ruleset) -> Iterator[Bound]:
    for requirement in _requirements(text):
        if isinstance(requirement, Comparison):
            yield from _within(requirement.bound)


def _within(bound: Bound) -> Iterator[Bound]:
    yield bound
    match bound:
        case ByAxis():
            for cell in bound.cells:
                yield from _within(cell.bound)
        case Cases():
            for case in bound.cases:
                yield from _within(case.bound)
