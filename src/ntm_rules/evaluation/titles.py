"""What a unit's titles, designations and verdicts under other sets say.

Each requirement becomes a function from the record to a finding. What is not recorded is unknown, never no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ntm_rules.evaluation.leaves import Check
from ntm_rules.evaluation.outcomes import ALL_MET, ALL_NOT_MET, ALL_UNKNOWN, NOT_MET, UNKNOWN
from ntm_rules.evaluation.results import Finding, Reason, Verdict
from ntm_rules.facts import Grade, Observation, Recognition, Tier, UnitRecord
from ntm_rules.law.requirements import Designated, FactReference, Holds, Meets, OwnPast

JudgeSet = Callable[[UnitRecord, Meets], Verdict]


def _held(record: UnitRecord) -> Iterator[Recognition]:
    """Yield the recognitions that the unit had on its day; one without a date is taken as earlier."""
    for recognition in record.recognitions or ():
        if recognition.on is None or recognition.on <= record.day:
            yield recognition


def basis_of(target: FactReference | OwnPast, record: UnitRecord) -> Observation | None:
    """Return the fact that a level is a multiple of, or None where it is not known or not one figure."""
    if isinstance(target, FactReference):
        return record.observations.get(target.measure)
    found = [
        observation
        for recognition in _held(record)
        if recognition.tier == target.at_recognition
        and (observation := recognition.observations.get(target.measure)) is not None
    ]
    return found[0] if len({observation.value for observation in found}) == 1 else None


def designated(requirement: Designated) -> Check:
    """Judge whether the unit has a designation."""
    met = Finding(requirement, ALL_MET)
    failed = Finding(requirement, ALL_NOT_MET, Reason.NOT_DESIGNATED)

    def check(record: UnitRecord) -> Finding:
        return met if requirement.designation in record.unit.designations else failed

    return check


def tiers_that_show(tier: str) -> tuple[Tier, ...]:
    """Return the tiers whose title shows that a tier was held: itself, and those that presuppose it."""
    return tuple(higher for higher in Tier if higher >= Tier(tier))


def holds(requirement: Holds) -> Check:
    """Judge whether the unit has been recognised at a tier.

    Where no decision is named, a higher title shows that the lower one was held: it presupposes it. Where one
    is named and the record does not say under which decision a title was given, it cannot be told.
    """
    asked, shown_by = Tier(requirement.tier), tiers_that_show(requirement.tier)

    def check(record: UnitRecord) -> Finding:
        if record.recognitions is None:
            return Finding(requirement, ALL_UNKNOWN, Reason.RECOGNITIONS_NOT_RECORDED)
        untold = False
        for recognition in _held(record):
            if not requirement.under:
                if recognition.tier in shown_by:
                    return Finding(requirement, ALL_MET)
            elif recognition.tier == asked:
                if recognition.under in requirement.under:
                    return Finding(requirement, ALL_MET)
                untold = untold or recognition.under is None
        if untold:
            return Finding(requirement, ALL_UNKNOWN, Reason.RECOGNITIONS_NOT_RECORDED)
        return Finding(requirement, ALL_NOT_MET, Reason.NOT_RECOGNISED)

    return check


def meets(requirement: Meets, judge_set: JudgeSet) -> Check:
    """Judge the unit under another set; an official finding counts where the facts cannot tell."""

    def check(record: UnitRecord) -> Finding:
        verdict = judge_set(record, requirement)
        channels = verdict.channels
        if channels[0] == UNKNOWN and requirement.attested_by is not None:
            attested = record.observations.get(requirement.attested_by)
            grade = attested.value if attested is not None else None
            if grade is Grade.MET:
                return Finding(requirement, ALL_MET, nested=verdict)
            if grade in (Grade.NOT_MET, Grade.NEARLY):
                reason = Reason.NEARLY_MET if grade is Grade.NEARLY else Reason.ATTESTED_NOT_MET
                return Finding(requirement, ALL_NOT_MET, reason, nested=verdict)
        reason_of = {NOT_MET: Reason.SET_NOT_MET, UNKNOWN: Reason.SET_UNDETERMINED}
        return Finding(requirement, channels, reason_of.get(channels[0]), nested=verdict)

    return check
