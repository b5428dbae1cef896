"""What the rules are told of members and years: how many lost their recognition, for how long a set held.

Always the least that is certain and the most that is possible: a member of which nothing is told may have
lost its title, and a year without facts may have held.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from ntm_rules.evaluation import Outcome
from ntm_rules.facts import History, Level, UnitRecord
from ntm_rules.law.rulesets import SetReference
from ntm_rules.standing.facts import MILLION, Fact, fact, share_of

_MEMBERS = {Level.DISTRICT: Level.COMMUNE, Level.PROVINCE: Level.DISTRICT}


def members_facts(told: History, day: dt.date) -> Iterator[Fact]:
    """Yield the share of the unit's members whose recognition was revoked."""
    level = _MEMBERS.get(told.unit.level)
    if level is None:
        return
    listed = next((r.members for r in reversed(told.known_on(day)) if r.members is not None), None)
    members = [member for member in listed or () if member.unit.level is level]
    if not members:
        yield fact("members_revoked", members=str(level), certain=0, possible=MILLION)
        return
    lost = [_revoked(member, day) for member in members]
    certain, open_ = lost.count(True), lost.count(None)
    shares = (share_of(number, len(members)) for number in (certain, certain + open_))
    yield fact(
        "members_revoked", members=str(level), **dict(zip(("certain", "possible"), shares, strict=True))
    )


def _revoked(member: UnitRecord, day: dt.date) -> bool | None:
    """Return whether a member's recognition was revoked and none given since; None where it is not told."""
    if member.recognitions is None:
        return None
    ended = [r.revoked for r in member.recognitions if r.revoked is not None and r.revoked <= day]
    return bool(ended) and not any(r.given_by(day) for r in member.recognitions)


def held_for_fact(
    reference: SetReference, first: int, day: dt.date, outcome_of: Callable[[int], Outcome | None]
) -> Fact:
    """Return for how many years running up to the day a set was met.

    Args:
        reference: the set.
        first: the first year that it judges.
        day: the day; its own year counts where facts of it are recorded.
        outcome_of: the outcome of a year; None where nothing is recorded of it.
    """
    years = list(range(day.year, first - 1, -1))
    if years and outcome_of(years[0]) is None:
        years = years[1:]
    certain = possible = 0
    unbroken = True
    for year in years:
        outcome = outcome_of(year)
        if outcome is Outcome.NOT_MET:
            break
        possible += 1
        unbroken = unbroken and outcome is Outcome.MET
        certain += unbroken
    ruleset, level, tier = reference
    return fact("held_for", ruleset=ruleset, level=level, tier=tier, certain=certain, possible=possible)
