"""Evaluation of one unit, and of the members it counts, under one criteria set: every reason and gap."""

from ntm_rules.evaluation.candidates import trials
from ntm_rules.evaluation.ladder import Ladder, climb, ladder_of
from ntm_rules.evaluation.outcomes import Outcome, TierOutcome
from ntm_rules.evaluation.results import (
    ColumnChoice,
    CriterionResult,
    Finding,
    Gap,
    IndicatorResult,
    Reason,
    Trial,
    Verdict,
)
from ntm_rules.evaluation.scalar import evaluate
from ntm_rules.evaluation.tally import MemberResult, Span, Tally

__all__ = [
    "ColumnChoice",
    "CriterionResult",
    "Finding",
    "Gap",
    "IndicatorResult",
    "Ladder",
    "MemberResult",
    "Outcome",
    "Reason",
    "Span",
    "Tally",
    "TierOutcome",
    "Trial",
    "Verdict",
    "climb",
    "evaluate",
    "ladder_of",
    "trials",
]
