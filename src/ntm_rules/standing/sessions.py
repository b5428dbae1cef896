"""A unit that is watched: observations of it arrive bit by bit, and every change of its standing is told.

Keeps the present state of one unit and nothing of what went before, so that it may run for years. Starts no
thread. A session belongs to one thread at a time; sessions of different units may run in different threads.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Self

from ntm_rules.errors import UnexpectedValue, UnknownName
from ntm_rules.facts import (
    History,
    Merger,
    Observation,
    Recognition,
    Review,
    Tier,
    UnitRecord,
    observe,
    parse_tier,
)
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.notation import Lang
from ntm_rules.law.catalogue import parse_day
from ntm_rules.spelling import nearest
from ntm_rules.standing.reclassification import Reclassification
from ntm_rules.standing.reclassifier import Reclassifier, Unit


class StandingChange:
    """What an update changed in a unit's standing.

    Attributes:
        before, after: the unit's standing before and after it.
    """

    __slots__ = ("after", "before")

    def __init__(self, before: Reclassification, after: Reclassification) -> None:
        self.before = before
        self.after = after

    def __repr__(self) -> str:
        name, day = self.after.unit.name, self.after.on
        return f"<{name} on {day}: {self.before.standing} → {self.after.standing}>"

    @property
    def newly_failing(self) -> tuple[str, ...]:
        """The numbers of the criteria that are known to fail now and were not before."""
        return _numbers(self.before, self.after)

    @property
    def no_longer_failing(self) -> tuple[str, ...]:
        """The numbers of the criteria that were known to fail before and are not now."""
        return _numbers(self.after, self.before)

    def derivation(self, lang: Lang = "vi") -> str:
        """Return what follows now, with the rules and facts that it rests on."""
        return self.after.derivation(lang)


def _numbers(known: Reclassification, asked: Reclassification) -> tuple[str, ...]:
    def failing(one: Reclassification) -> tuple[str, ...]:
        return one.evidence.failing if one.evidence is not None else ()

    before = set(failing(known))
    return tuple(number for number in failing(asked) if number not in before)


class Session:
    """One unit, watched.

    Each method that tells something new returns the change of standing that it brought about, or None.

    Args:
        unit: what is known of the unit at the start.
        on: the day; today by default. It moves by `advance` alone.
        by: what reclassifies; one may serve many sessions. One with the shipped documents by default.

    Raises:
        Contradiction, UnknownName, …: what is told at the start, or later, cannot be true. What was told so
            is not taken up, and the session stays as it was.
    """

    __slots__ = ("_by", "_current", "_open")

    def __init__(
        self, unit: Unit, *, on: dt.date | str | None = None, by: Reclassifier | None = None
    ) -> None:
        self._by = by if by is not None else Reclassifier()
        self._current = self._by.reclassify(unit, on=on)
        self._open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the session: nothing more can be told to it."""
        self._open = False

    @property
    def current(self) -> Reclassification:
        """What the unit's title is worth on the day of the session."""
        return self._current

    @property
    def on(self) -> dt.date:
        return self._current.on

    def observe(
        self, measure: str, value: object, *, year: int | None = None, assessed_on: dt.date | None = None
    ) -> StandingChange | None:
        """Take up an observation of a year, or a correction of one.

        Args:
            measure: id of the measure.
            value: what was observed, as `ntm_rules.observe` reads it, or an observation.
            year: the year of the data; that of the last record by default.
            assessed_on: the day of assessment, for a year of which nothing is recorded yet.

        Raises:
            UnknownName: no such measure.
        """
        known = self._by.documents.measures()
        found = value if isinstance(value, Observation) else observe(known[measure], value)
        if found.measure != measure:
            raise UnexpectedValue(found.measure, f"an observation of `{measure}`")
        record = self._record(year, assessed_on)
        return self._with(replace(record, observations=FrozenMap({**record.observations, measure: found})))

    def retract(self, measure: str, *, year: int | None = None) -> StandingChange | None:
        """Take back what was observed of a measure in a year, as if it had never been told.

        Raises:
            UnknownName: nothing was observed of it in that year.
        """
        record = self._record(year, None)
        if measure not in record.observations:
            close = nearest(measure, record.observations)
            raise UnknownName(
                "measure", measure, suggestion=close, expected=f"one observed in `{record.year}`"
            )
        kept = {id: o for id, o in record.observations.items() if id != measure}
        return self._with(replace(record, observations=FrozenMap(kept)))

    def recognise(self, recognition: Recognition) -> StandingChange | None:
        """Take up a recognition."""
        told = self._history
        others = [r for r in told.recognitions or () if (r.tier, r.under) != _title(recognition)]
        return self._take(replace(told, recognitions=(*others, recognition)))

    def revoke(self, tier: Tier | str, on: dt.date | str | None = None) -> StandingChange | None:
        """Take up that the recognitions of a tier were revoked, from the day of the session by default.

        Raises:
            UnknownName: the unit does not hold such a title.
        """
        asked, day = parse_tier(str(tier)), self.on if on is None else parse_day(on)
        held = [r for r in self._history.held_on(day) or () if r.tier == asked]
        if not held:
            raise UnknownName("title", str(asked), expected="one that the unit holds")
        given = tuple(replace(r, revoked=day) if r in held else r for r in self._history.recognitions or ())
        return self._take(replace(self._history, recognitions=given))

    def review(self, review: Review) -> StandingChange | None:
        """Take up an official review, which takes the place of an earlier one against the same set."""
        kept = [r for r in self._history.reviews if (r.ruleset, r.tier) != (review.ruleset, review.tier)]
        return self._take(replace(self._history, reviews=(*kept, review)))

    def merge(self, merger: Merger) -> StandingChange | None:
        """Take up that the unit was formed anew by a merger."""
        return self._take(replace(self._history, merger=merger))

    def advance(self, on: dt.date | str) -> StandingChange | None:
        """Move to a later day.

        Raises:
            UnexpectedValue: a day before that of the session.
        """
        day = parse_day(on)
        if day < self.on:
            raise UnexpectedValue(day, f"a day not before `{self.on}`")
        return self._take(self._history, day)

    @property
    def _history(self) -> History:
        return self._current.history

    def _record(self, year: int | None, assessed_on: dt.date | None) -> UnitRecord:
        """Return the last record of a year, or an empty one."""
        records = self._history.records
        wanted = records[-1].year if year is None else year
        found = [record for record in records if record.year == wanted]
        if found and assessed_on in (None, found[-1].assessed_on):
            return found[-1]
        last = records[-1]
        return UnitRecord(
            unit=last.unit,
            year=wanted,
            assessed_on=assessed_on,
            recognitions=self._history.recognitions,
            merger=self._history.merger,
        )

    def _with(self, record: UnitRecord) -> StandingChange | None:
        kept = [r for r in self._history.records if (r.year, r.day) != (record.year, record.day)]
        records = tuple(sorted((*kept, record), key=lambda r: (r.year, r.day)))
        return self._take(replace(self._history, records=records))

    def _take(self, told: History, day: dt.date | None = None) -> StandingChange | None:
        if not self._open:
            raise UnexpectedValue("a session that was closed", "an open one")
        before = self._current
        self._current = self._by.reclassify(told, on=day or self.on)
        after = self._current
        return StandingChange(before, after) if _what_counts(before) != _what_counts(after) else None


def _title(recognition: Recognition) -> tuple[Tier, str | None]:
    return recognition.tier, recognition.under


def _what_counts(one: Reclassification) -> object:
    """Return what makes a standing another: the title, its worth, the duties and the next steps."""
    said = one.conclusions
    aims = [(aim.tier, aim.ruleset, aim.condition) for aim in said.aims]
    duties = [(duty.what, duty.set, duty.deadline) for duty in said.obligations]
    return one.title, one.standing, said.held_against, said.must_meet_first, aims, duties
