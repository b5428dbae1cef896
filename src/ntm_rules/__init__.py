"""Vietnam's New Rural Development (nông thôn mới) criteria as data, with every verdict explained.

The names below are the library's face. They are imported when first used, so that importing the package
costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntm_rules.errors import NtmRulesError as NtmRulesError
    from ntm_rules.evaluation import Gap as Gap
    from ntm_rules.evaluation import Ladder as Ladder
    from ntm_rules.evaluation import Outcome as Outcome
    from ntm_rules.evaluation import Reason as Reason
    from ntm_rules.evaluation import TierOutcome as TierOutcome
    from ntm_rules.evaluation import Verdict as Verdict
    from ntm_rules.evaluation import climb as climb
    from ntm_rules.evaluation import evaluate as evaluate
    from ntm_rules.evaluation.columnar import evaluate_table as evaluate_table
    from ntm_rules.evaluation.columnar import plan_table as plan_table
    from ntm_rules.evaluation.columnar import programme_figures as programme_figures
    from ntm_rules.facts import History as History
    from ntm_rules.facts import Observation as Observation
    from ntm_rules.facts import UnitRecord as UnitRecord
    from ntm_rules.facts import history as history
    from ntm_rules.facts import measures as measures
    from ntm_rules.facts import observe as observe
    from ntm_rules.facts import read_history as read_history
    from ntm_rules.facts import read_unit_file as read_unit_file
    from ntm_rules.facts import unit_record as unit_record
    from ntm_rules.law import Catalogue as Catalogue
    from ntm_rules.law import Diff as Diff
    from ntm_rules.law import Ruleset as Ruleset
    from ntm_rules.law import Status as Status
    from ntm_rules.law import Trust as Trust
    from ntm_rules.law import catalogue as catalogue
    from ntm_rules.law import diff as diff
    from ntm_rules.law import dump_ruleset as dump_ruleset
    from ntm_rules.law import in_force as in_force
    from ntm_rules.law import load as load
    from ntm_rules.law import load_text as load_text
    from ntm_rules.reporting import explain as explain
    from ntm_rules.reporting import explain_standing as explain_standing
    from ntm_rules.reporting import reclassification_html as reclassification_html
    from ntm_rules.reporting import to_document as to_document
    from ntm_rules.reporting import to_standing_document as to_standing_document
    from ntm_rules.standing import Reclassification as Reclassification
    from ntm_rules.standing import Reclassifier as Reclassifier
    from ntm_rules.standing import Session as Session
    from ntm_rules.standing import Standing as Standing
    from ntm_rules.standing import reclassify as reclassify
    from ntm_rules.standing import reclassify_all as reclassify_all

__version__ = "0.1.0"

_HOMES = {
    "errors": ("NtmRulesError",),
    "evaluation": ("Gap", "Ladder", "Outcome", "Reason", "TierOutcome", "Verdict", "climb", "evaluate"),
    "evaluation.columnar": ("evaluate_table", "plan_table", "programme_figures"),
    "facts": (
        "History",
        "Observation",
        "UnitRecord",
        "history",
        "measures",
        "observe",
        "read_history",
        "read_unit_file",
        "unit_record",
    ),
    "law": (
        "Catalogue",
        "Diff",
        "Ruleset",
        "Status",
        "Trust",
        "catalogue",
        "diff",
        "dump_ruleset",
        "in_force",
        "load",
        "load_text",
    ),
    "reporting": (
        "explain",
        "explain_standing",
        "reclassification_html",
        "to_document",
        "to_standing_document",
    ),
    "standing": (
        "Reclassification",
        "Reclassifier",
        "Session",
        "Standing",
        "reclassify",
        "reclassify_all",
    ),
}
_HOME_OF = {name: room for room, names in _HOMES.items() for name in names}

__all__ = [
    "Catalogue",
    "Diff",
    "Gap",
    "History",
    "Ladder",
    "NtmRulesError",
    "Observation",
    "Outcome",
    "Reason",
    "Reclassification",
    "Reclassifier",
    "Ruleset",
    "Session",
    "Standing",
    "Status",
    "TierOutcome",
    "Trust",
    "UnitRecord",
    "Verdict",
    "__version__",
    "catalogue",
    "climb",
    "diff",
    "dump_ruleset",
    "evaluate",
    "evaluate_table",
    "explain",
    "explain_standing",
    "history",
    "in_force",
    "load",
    "load_text",
    "measures",
    "observe",
    "plan_table",
    "programme_figures",
    "read_history",
    "read_unit_file",
    "reclassification_html",
    "reclassify",
    "reclassify_all",
    "to_document",
    "to_standing_document",
    "unit_record",
]


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module `ntm_rules` has no attribute `{name}`")
    value = getattr(import_module(f"ntm_rules.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
