"""What the candidates of an undecided level would give.

They decide nothing; they tell a reader what confirming one of them would mean.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ntm_rules.evaluation.comparing import distance_between, tidy
from ntm_rules.evaluation.leaves import Question, decided
from ntm_rules.evaluation.members import Counting, deciding_end, value_span
from ntm_rules.evaluation.outcomes import MET, NOT_MET, OUTCOMES, UNKNOWN, Code
from ntm_rules.evaluation.results import Finding, Reason, Trial, Verdict
from ntm_rules.evaluation.tally import Tally, observed_span
from ntm_rules.facts import UnitRecord
from ntm_rules.law.requirements import Comparison, Level, Unset


def trials(verdict: Verdict, finding: Finding) -> tuple[Trial, ...]:
    """Return what each candidate of an undecided level would give, where there is something to judge."""
    comparison, cell = finding.requirement, finding.level
    if finding.reason not in (Reason.THRESHOLD_UNSET, Reason.BELOW_TRUST) or not isinstance(
        comparison, Comparison
    ):
        return ()
    tally = finding.tally
    counting = None if tally is None else Counting(lambda _record: tally)
    question = Question(comparison, verdict.measures[comparison.measure], verdict.trust, counting=counting)
    candidates = cell.candidates if isinstance(cell, Unset) else (cell,)
    found = (_trial(question, c, verdict.record, tally) for c in candidates if isinstance(c, Level))
    return tuple(trial for trial in found if trial is not None)


def _trial(question: Question, candidate: Level, record: UnitRecord, tally: Tally | None) -> Trial | None:
    code = decided(question, candidate, candidate, assumed=True)(record).channels[0]
    if code == UNKNOWN:
        return None
    if tally is not None:
        return Trial(candidate, OUTCOMES[code], _counted_distance(question, candidate, record, tally, code))
    observation = record.observations.get(question.measure.id)
    if observation is None:
        return None
    value: Any = observation.value
    apart = value is not None and question.comparison.operator != "is"
    return Trial(candidate, OUTCOMES[code], distance_between(value, candidate.value) if apart else 0)


def _counted_distance(
    question: Question, candidate: Level, record: UnitRecord, tally: Tally, code: Code
) -> Any:
    """Return how far the end that decides is from a candidate; zero where the value cannot be that end."""
    direct = observed_span(record.observations.get(question.measure.id))
    span = value_span(tally, direct, share=question.measure.kind == "share")
    if span is None or code not in (MET, NOT_MET):
        return 0
    end = deciding_end(question.comparison.operator, span, Fraction(candidate.value), code)
    return 0 if end is None else distance_between(tidy(end), candidate.value)
