"""The criteria sets and amendments that a catalogue knows without having read them, and their days in force.

A set is in force on the days of its decision unless the decision gives it days of its own: 558/2016 took the
place of the district part of 491/2009 before 1980/2016 took that of its commune part. Does not read files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ntm_rules.facts import UnitKind
from ntm_rules.law.rulesets import AmendmentFile, Decision, SetFile, Transition


class SetEntry(NamedTuple):
    """A criteria set in the catalogue, not yet read."""

    decision: Decision
    file: SetFile
    folder: Path

    @property
    def level(self) -> str:
        return self.file.level

    @property
    def tier(self) -> str:
        return self.file.tier

    @property
    def kinds(self) -> tuple[UnitKind, ...]:
        """The kinds of unit that the set judges."""
        return self.file.kinds

    @property
    def effective_from(self) -> dt.date | None:
        """The first day on which the set is in force; None where it is not known."""
        return self.file.since or self.decision.effective_from

    @property
    def effective_to(self) -> dt.date | None:
        """The last day on which the set is in force; None where it is open."""
        return self.file.until or self.decision.effective_to

    @property
    def transition(self) -> tuple[Transition, ...]:
        """What becomes of units of the set's level between it and the sets before and after it."""
        return tuple(t for t in self.decision.transition if t.level == self.level)

    def in_force(self, on: dt.date) -> bool:
        """Return whether the set is in force on a day."""
        first, last = self.effective_from, self.effective_to
        return (first is None or first <= on) and (last is None or on <= last)

    def still_judges(self, year: int, on: dt.date) -> bool:
        """Return whether a set that has ended by a day still judges a year of the data, by its transition."""
        last = self.effective_to
        ended = last is not None and last < on
        return ended and any(t.years and t.years[0] <= year <= t.years[1] for t in self.transition)

    def __repr__(self) -> str:
        return f"<set {self.decision.id} {self.file.level} {self.file.tier}>"


class AmendmentEntry(NamedTuple):
    """A change to a set in the catalogue, not yet read."""

    decision: Decision
    file: AmendmentFile
    folder: Path

    @property
    def path(self) -> Path:
        """The file that says what is changed."""
        return self.folder / self.file.file


def judging(entries: Iterable[SetEntry], on: dt.date, year: int | None) -> tuple[SetEntry, ...]:
    """Return the sets that judge on a day, in the order given.

    Args:
        entries: the sets to choose from.
        on: the day of assessment.
        year: the year that is assessed; None asks for the sets in force alone. A set that has ended and still
            judges the year, by its transition, stands in place of its successors for the same kinds of unit
            and tier.
    """
    found = tuple(entries)
    if year is None:
        return tuple(e for e in found if e.in_force(on))
    carried = [e for e in found if e.still_judges(year, on)]
    places = {(e.decision.province, kind, e.tier) for e in carried for kind in e.kinds}

    def replaced(entry: SetEntry) -> bool:
        return any((entry.decision.province, kind, entry.tier) in places for kind in entry.kinds)

    return tuple(e for e in found if e in carried or (e.in_force(on) and not replaced(e)))
