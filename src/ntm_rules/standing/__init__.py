"""What a title is worth today: directive rules, forward chaining, and the derivation of every conclusion.

Rules are data under `rulesets/directives/`; facts are short and checked against one vocabulary; what follows
is one set whatever the order of the rules.
"""

from ntm_rules.standing.books import directives, rule_book
from ntm_rules.standing.choices import STANDINGS
from ntm_rules.standing.clauses import Grounds
from ntm_rules.standing.comparison import Change, Holding, State, VerdictComparison, compare_verdicts
from ntm_rules.standing.conclusions import Aim, Branch, Conclusions, Ground, Obligation, Standing
from ntm_rules.standing.derivations import Derivation, OpenRule
from ntm_rules.standing.directive_reader import directive_of, read_directive
from ntm_rules.standing.directive_writer import dump_directive
from ntm_rules.standing.directives import Directive, Rule, RuleBook, book_of
from ntm_rules.standing.evidence import Evidence
from ntm_rules.standing.facts import Fact, Value, fact, share_of, show_fact, show_value
from ntm_rules.standing.inference import Inference, infer
from ntm_rules.standing.reclassification import NextStep, OpenBecause, OpenReason, Reclassification
from ntm_rules.standing.reclassifier import Reclassifier, Unit, reclassify, reclassify_all
from ntm_rules.standing.sessions import Session, StandingChange
from ntm_rules.standing.vocabulary import KINDS

__all__ = [
    "KINDS",
    "STANDINGS",
    "Aim",
    "Branch",
    "Change",
    "Conclusions",
    "Derivation",
    "Directive",
    "Evidence",
    "Fact",
    "Ground",
    "Grounds",
    "Holding",
    "Inference",
    "NextStep",
    "Obligation",
    "OpenBecause",
    "OpenReason",
    "OpenRule",
    "Reclassification",
    "Reclassifier",
    "Rule",
    "RuleBook",
    "Session",
    "Standing",
    "StandingChange",
    "State",
    "Unit",
    "Value",
    "VerdictComparison",
    "book_of",
    "compare_verdicts",
    "directive_of",
    "directives",
    "dump_directive",
    "fact",
    "infer",
    "read_directive",
    "reclassify",
    "reclassify_all",
    "rule_book",
    "share_of",
    "show_fact",
    "show_value",
]
