"""The tiers of one period as a ladder: the highest confirmed and the highest still possible.

Says what the facts meet, never what a unit is recognised as.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ntm_rules.evaluation.outcomes import TierOutcome
from ntm_rules.evaluation.results import Verdict
from ntm_rules.evaluation.scalar import evaluate
from ntm_rules.facts import Tier, UnitRecord
from ntm_rules.facts.units import TIER_IDS
from ntm_rules.law import Catalogue, Trust, catalogue


class Ladder(NamedTuple):
    """The verdicts of a unit under every tier of a period.

    Attributes:
        verdicts: one per tier that has a set in force, lowest first.
        highest_confirmed: the highest tier met with every tier that it presupposes; None if none is.
        highest_possible: the highest tier that the facts do not rule out; None if all are.
    """

    verdicts: tuple[Verdict, ...]
    highest_confirmed: str | None
    highest_possible: str | None


def climb(
    record: UnitRecord,
    on: dt.date | None = None,
    *,
    trust: Trust | str = Trust.RECALLED,
    province: str | None = None,
    documents: Catalogue | None = None,
) -> Ladder:
    """Judge a unit under every tier in force on a day (its day of assessment by default).

    Sets that do not judge the unit's kind or the year of the data are left out.
    """
    known = documents if documents is not None else catalogue()
    day = on or record.day
    entries = known.in_force(day, record.unit.level)
    verdicts = []
    for entry in sorted(entries, key=lambda e: TIER_IDS.index(e.tier)):
        if record.unit.kind not in entry.kinds:
            continue
        ruleset = known.load_entry(entry, day, province)
        if ruleset.years[0] <= record.year <= ruleset.years[1]:
            verdicts.append(evaluate(record, ruleset, trust=trust, documents=known))
    return ladder_of(tuple(verdicts))


def ladder_of(verdicts: tuple[Verdict, ...]) -> Ladder:
    """Return the ladder that verdicts of rising tiers make up."""
    confirmed = possible = None
    for verdict in verdicts:
        tier = Tier(verdict.ruleset.tier)
        outcomes = [v.outcome for v in verdicts if Tier(v.ruleset.tier) <= tier]
        confirmed = tier.value if set(outcomes) == {TierOutcome.MET} else confirmed
        possible = tier.value if TierOutcome.NOT_MET not in outcomes else possible
    return Ladder(verdicts, confirmed, possible)
