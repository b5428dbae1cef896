"""Evaluation of one unit under one criteria set, with every reason and gap."""

from ntm_rules.evaluation.ladder import Ladder, climb, ladder_of
from ntm_rules.evaluation.leaves import trials
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

__all__ = [
    "ColumnChoice",
    "CriterionResult",
    "Finding",
    "Gap",
    "IndicatorResult",
    "Ladder",
    "Outcome",
    "Reason",
    "TierOutcome",
    "Trial",
    "Verdict",
    "climb",
    "evaluate",
    "ladder_of",
    "trials",
]
