"""The titles of a unit on a day, as the rules are told of them, and the unit itself with what formed it.

States what was recognised, nothing of what is met.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from ntm_rules.errors import UnknownName
from ntm_rules.facts import History, Merger, Recognition, Tier, history, parse_tier
from ntm_rules.law import Catalogue, SetEntry
from ntm_rules.standing.facts import Fact, fact

_PERIODS: Final = ((2010, 2015), (2016, 2020), (2021, 2025), (2026, 2030))


class HeldTitle(NamedTuple):
    """The last recognition of a tier that was given to a unit by a day and not revoked.

    Attributes:
        recognition: the recognition.
        highest: whether no higher tier is among them.
        since_merger: whether it was given to the unit as it is on the day.
    """

    recognition: Recognition
    highest: bool
    since_merger: bool


def titles_on(history: History, day: dt.date) -> tuple[HeldTitle, ...]:
    """Return the titles of a unit on a day, the one to look at first before the others.

    Those that lapsed by a merger are among them, after those that are the unit's own.
    """
    given = [r for r in history.recognitions or () if r.given_by(day)]
    own = set(history.held_on(day) or ())
    last: dict[tuple[bool, Tier], Recognition] = {}
    for recognition in given:
        key = (recognition in own, recognition.tier)
        known = last.get(key)
        if known is None or _day(known) <= _day(recognition):
            last[key] = recognition
    kept = {tier for is_own, tier in last if is_own}
    found = [(is_own, r) for (is_own, tier), r in last.items() if is_own or tier not in kept]
    found.sort(key=lambda pair: (pair[0], _height(pair[1].tier), _day(pair[1])), reverse=True)
    return tuple(
        HeldTitle(r, highest=not any(other.tier > r.tier for _, other in found), since_merger=is_own)
        for is_own, r in found
    )


def _height(tier: Tier) -> int:
    """Return how many tiers a title stands on; the smart commune is a model beside the ladder."""
    return -1 if tier is Tier.THONG_MINH else len(tier.presupposes)


def _day(recognition: Recognition) -> dt.date:
    return recognition.on or dt.date.min


@lru_cache(maxsize=256)
def unit_facts(level: str, kind: str, day: dt.date) -> tuple[Fact, Fact]:
    """Return the day and what a unit is."""
    return fact("day", on=day), fact("unit", level=level, kind=kind)


def title_fact(title: HeldTitle, level: str, day: dt.date, period: str | None) -> Fact:
    """Return one title as the rules are told of it; `period` is that of `period_of`."""
    given = title.recognition
    ended = None if given.until is None else given.until < day
    return fact(
        "title",
        level=level,
        tier=str(given.tier),
        under=given.under,
        period=period,
        on=given.on,
        years=None if given.on is None else whole_years(given.on, day),
        highest=title.highest,
        since_merger=title.since_merger,
        until=given.until,
        term_ended=ended,
    )


def period_of(recognition: Recognition, level: str, documents: Catalogue) -> str | None:
    """Return the period whose criteria a recognition was given by, or None where it cannot be told.

    That is the period that the set of its decision judges; where no decision is named, that of the day, which
    tells it up to 2020: later days may still rest on the earlier period's set.
    """
    if recognition.under is not None:
        entry = set_given_by(recognition, level, documents)
        return _period(documents.base(entry).years[0]) if entry is not None else None
    if recognition.on is None or recognition.on.year > _PERIODS[1][1]:
        return None
    return _period(recognition.on.year)


def set_given_by(recognition: Recognition, level: str, documents: Catalogue) -> SetEntry | None:
    """Return the set that a recognition was given by, or None where the record does not tell.

    A recognition under a document that amends others was given by the set that it amends.
    """
    if recognition.under is None:
        return None
    try:
        decision = documents.decision(recognition.under)
    except UnknownName:
        return None
    named = (decision.id, *decision.amends)
    wanted = [e for e in documents.sets if e.level == level and e.tier == recognition.tier]
    return next((e for id in named for e in wanted if e.decision.id == id), None)


def _period(year: int) -> str | None:
    return next((f"{first}-{last}" for first, last in _PERIODS if year <= last), None)


def whole_years(since: dt.date, day: dt.date) -> int:
    """Return the whole years from one day to another."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def merger_facts(merger: Merger | None, level: str, day: dt.date) -> Iterator[Fact]:
    """Yield that a unit was formed by a merger, and the levels of what it was formed from."""
    if merger is None or day < merger.on:
        return
    yield fact("merged", level=level, on=merger.on)
    tiers = [_highest(unit.recognitions, merger.on) for unit in merger.units]
    untold = "unknown" in tiers
    for tier in dict.fromkeys(tiers):
        lower = [other for other in tiers if _level_of(other) < _level_of(tier)]
        lowest = not lower and (not untold or tier == "none") and tier != "unknown"
        yield fact("predecessor", level=level, tier=tier, lowest=lowest)


def _highest(recognitions: tuple[Recognition, ...] | None, on: dt.date) -> str:
    if recognitions is None:
        return "unknown"
    held = [r.tier for r in recognitions if r.given_by(on)]
    return str(max(held, key=_height)) if held else "none"


def _level_of(tier: str) -> int:
    return -2 if tier in ("none", "unknown") else _height(Tier(tier))


def with_title(
    told: History, recognised: Recognition | Mapping[str, object] | str | None, day: dt.date
) -> History:
    """Return the history with the one title that was asked about, where one was.

    Raises:
        UnknownName: a tier that is not among the recorded titles of the day.
    """
    match recognised:
        case None:
            return told
        case Recognition():
            return replace(told, recognitions=(recognised,))
        case str():
            tier = parse_tier(recognised)
            kept = tuple(r for r in told.held_on(day) or () if r.tier == tier)
            if not kept:
                titles = ", ".join(f"`{r.tier}`" for r in told.held_on(day) or ()) or "none recorded"
                raise UnknownName("title", str(tier), expected=f"one that the unit holds: {titles}")
            return replace(told, recognitions=kept)
        case _:
            unit = {"name": told.unit.name, "level": str(told.unit.level), "province": told.unit.province}
            given = {"unit": unit, "year": day.year, "recognitions": [recognised]}
            return replace(told, recognitions=history(given).recognitions)
