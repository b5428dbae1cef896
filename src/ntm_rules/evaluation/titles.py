"""What a unit's titles, designations and verdicts under other sets say.

Each requirement becomes a function from the record to a finding. What is not recorded is unknown, never no.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ntm_rules.evaluation.leaves import Check
from ntm_rules.evaluation.outcomes import (
    ALL_MET,
    ALL_NOT_APPLICABLE,
    ALL_NOT_MET,
    ALL_UNKNOWN,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Channels,
    all_of,
    at_least_of,
)
from ntm_rules.evaluation.results import Finding, Reason, Verdict
from ntm_rules.facts import Grade, Observation, Tier, UnitRecord
from ntm_rules.law.requirements import CriteriaCount, Designated, FactReference, Holds, Meets, OwnPast

JudgeSet = Callable[[UnitRecord, Meets, Decimal | None], Verdict | None]
"""Judges a unit under the set that is named, at so many percent of its levels if a percentage is given.

None where the set judges other kinds of unit.
"""


def basis_of(target: FactReference | OwnPast, record: UnitRecord) -> Observation | None:
    """Return the fact that a level is a multiple of, or None where it is not known or not one figure."""
    if isinstance(target, FactReference):
        return record.observations.get(target.measure)
    found = [
        observation
        for recognition in record.titles or ()
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
        for recognition in record.titles or ():
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
    count = requirement.criteria
    share = None if count is None else count.others_at
    not_applicable = Finding(requirement, ALL_NOT_APPLICABLE)

    def check(record: UnitRecord) -> Finding:
        verdict = judge_set(record, requirement, None)
        if verdict is None:
            return not_applicable
        relative = judge_set(record, requirement, share) if share is not None else None
        found = Finding(requirement, verdict.channels, nested=verdict)
        if count is not None:
            found = found._replace(channels=_criteria_met(count, verdict, relative), relative=relative)
        if found.channels[0] == UNKNOWN and requirement.attested_by is not None:
            attested = record.observations.get(requirement.attested_by)
            grade = attested.value if attested is not None else None
            if grade is Grade.MET:
                return found._replace(channels=ALL_MET)
            if grade in (Grade.NOT_MET, Grade.NEARLY):
                reason = Reason.NEARLY_MET if grade is Grade.NEARLY else Reason.ATTESTED_NOT_MET
                return found._replace(channels=ALL_NOT_MET, reason=reason)
        return found._replace(reason=_why(found))

    return check


def _criteria_met(count: CriteriaCount, verdict: Verdict, relative: Verdict | None) -> Channels:
    """Return whether so many criteria are met, those named among them, and the others to the part asked.

    A criterion that does not apply counts as met. One that is met reaches any part of its level.
    """
    outcomes = [_counted(criterion.channels) for criterion in verdict.criteria]
    named = [verdict.criterion(number).channels for number in count.among]
    others = [criterion.channels for criterion in relative.criteria] if relative is not None else []
    return all_of((at_least_of(count.at_least, outcomes), *named, *others))


def _counted(channels: Channels) -> Channels:
    """Return outcomes in which what does not apply is met."""
    a, b, c = (MET if code == NOT_APPLICABLE else code for code in channels)
    return a, b, c


def _why(finding: Finding) -> Reason | None:
    code = finding.channels[0]
    if code == UNKNOWN:
        reasons = {part.reason for part in finding.relative.indicators()} if finding.relative else set()
        unclear = Reason.RELATIVE_LEVEL_UNCLEAR in reasons
        return Reason.RELATIVE_LEVEL_UNCLEAR if unclear else Reason.SET_UNDETERMINED
    return Reason.SET_NOT_MET if code == NOT_MET else None
