"""Which of several changes to one set goes over which, and where none may.

National changes follow each other by the day from which they hold. Overlays of one province are in force side
by side and do not go over each other, unless a decision says that it amends or replaces the other one: two
that touch one cell are an error, never put in some order. Does not apply changes and does not read files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ntm_rules.errors import AmendmentConflict
from ntm_rules.law.amendments import Amendment, Change
from ntm_rules.law.requirements import Bound, ByAxis
from ntm_rules.law.rulesets import Criterion, Decision, Ruleset

Keys = tuple[tuple[str, str], ...]


class Area(NamedTuple):
    """A part of a set that a change touches.

    Attributes:
        kind: `indicator`, `criterion`, `condition`, `column_rule`; or a way in which parts hang together:
            `rows of criterion`, `choice of` a column.
        target: which of them.
        measure: the measure whose level is set; None where the whole part is touched.
        keys: the axes and keys of the cells of a table; an axis that is not named is touched as a whole.
    """

    kind: str
    target: str
    measure: str | None = None
    keys: Keys = ()

    def meets(self, other: Area) -> bool:
        """Return whether two areas have a cell in common."""
        if (self.kind, self.target) != (other.kind, other.target):
            return False
        if None not in (self.measure, other.measure) and self.measure != other.measure:
            return False
        theirs = dict(other.keys)
        return all(theirs.get(axis, key) == key for axis, key in self.keys)


def areas_of(change: Change, text: Ruleset) -> Iterator[Area]:
    """Yield what a change touches in a text; a criterion takes the rows it has and gets along."""
    if change.comparison is not None:
        for keys in _cells(change.comparison.bound):
            yield Area(change.kind, change.target, change.comparison.measure, keys)
        return
    yield Area(change.kind, change.target)
    if change.kind == "criterion":
        old = [i.id for c in text.criteria if c.number == change.target for i in c.indicators]
        new = [i.id for i in change.content.indicators] if isinstance(change.content, Criterion) else []
        yield from (Area("indicator", id) for id in dict.fromkeys((*old, *new)))
        yield Area("rows of criterion", change.target)
    elif change.kind == "column_rule":
        yield Area("choice of", "column")  # a unit that two rules fit uses the column of the first


def _cells(bound: Bound, keys: Keys = ()) -> Iterator[Keys]:
    """Yield the cells of a bound. A text that holds from a day on has no cell of its own."""
    if not isinstance(bound, ByAxis):
        yield keys
        return
    for cell in bound.cells:
        here: Keys = () if bound.axis == "date" else ((bound.axis, cell.key),)
        yield from _cells(cell.bound, (*keys, *here))


def clashes(one: Amendment, other: Amendment, text: Ruleset) -> Iterator[Area]:
    """Yield what both of two amendments touch, as the second touches it."""
    theirs = [area for change in one.changes for area in (*areas_of(change, text), *_joined(change))]
    for change in other.changes:
        for area in areas_of(change, text):
            if any(area.meets(their) for their in theirs):
                yield area
        for area in _joined(change):
            if any(area.meets(a) for c in one.changes for a in areas_of(c, text)):
                yield area


def _joined(change: Change) -> Iterator[Area]:
    """Yield the criterion that an added row joins: two rows may join one, but not while it is replaced."""
    if change.verb == "add" and change.into is not None:
        yield Area("rows of criterion", change.into)


def goes_over(decision: Decision, others: Iterable[Decision]) -> frozenset[str]:
    """Return the ids of the others that a document says it amends or replaces, and of those that they do."""
    known = {d.id: d for d in others if d.province == decision.province and d is not decision}
    found: set[str] = set()
    pending = [*decision.amends, *decision.replaces]
    while pending:
        id = pending.pop()
        if id in known and id not in found:
            found.add(id)
            pending += [*known[id].amends, *known[id].replaces]
    return frozenset(found)


def in_order(decisions: Sequence[Decision], since: Sequence[dt.date] | None = None) -> list[int]:
    """Return the positions of documents in the order in which their changes are made.

    Args:
        decisions: the documents.
        since: the day from which each one's changes hold, where they follow each other by it.
    """

    def place(index: int) -> tuple[object, ...]:
        decision = decisions[index]
        day = dt.date.min if since is None else since[index]
        return day, len(goes_over(decision, decisions)), str(decision.issued), decision.id

    return sorted(range(len(decisions)), key=place)


def may_meet(
    one: tuple[Decision, Amendment], other: tuple[Decision, Amendment], decisions: Sequence[Decision]
) -> bool:
    """Return whether two changes may touch one cell: one goes over the other, or they never hold together.

    Args:
        one: an amendment with its document.
        other: another one of the same set, and of the same authority.
        decisions: all documents among which one may say that it amends another.
    """
    (a, first), (b, second) = one, other
    if b.id in goes_over(a, decisions) or a.id in goes_over(b, decisions):
        return True
    if a.province is None:
        return first.since != second.since
    end = min(first.until or dt.date.max, second.until or dt.date.max)
    return max(first.since, second.since) > end


def refuse_clashes(amendments: Sequence[tuple[Decision, Amendment]], text: Ruleset) -> None:
    """Raise AmendmentConflict if two amendments that are in force together touch one cell of a set."""
    decisions = [decision for decision, _ in amendments]
    for one, other in combinations(amendments, 2):
        if may_meet(one, other, decisions):
            continue
        for area in clashes(one[1], other[1], text):
            raise AmendmentConflict(_both(one[1].document, other[1].document, area))


def _both(one: str, other: str, area: Area) -> str:
    said = f"`{one}` and `{other}` both set {area.kind} `{area.target}`"
    cell = [*([area.measure] if area.measure else []), *(key for _, key in area.keys)]
    return f"{said} ({', '.join(cell)})" if cell else said
