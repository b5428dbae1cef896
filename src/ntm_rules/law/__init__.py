"""The law as data: decisions, criteria sets, requirements, amendments and overlays.

Loads what `rulesets/` holds into immutable models and consolidates it for a date and a province.
"""

from ntm_rules.law.amendments import Amendment, Change, amend
from ntm_rules.law.catalogue import Catalogue, catalogue, in_force, load, load_text, read_catalogue
from ntm_rules.law.comparison import diff
from ntm_rules.law.differences import Diff
from ntm_rules.law.differences import Entry as DiffEntry
from ntm_rules.law.differences import Side as DiffSide
from ntm_rules.law.entries import AmendmentEntry, SetEntry
from ntm_rules.law.provenance import Provenance, Source, Status, Trust, parse_trust
from ntm_rules.law.ruleset_reader import read_amendment, read_ruleset
from ntm_rules.law.ruleset_writer import dump_ruleset
from ntm_rules.law.rulesets import (
    ColumnGroup,
    ColumnRule,
    Columns,
    Condition,
    Criterion,
    Decision,
    Indicator,
    Label,
    Ruleset,
    SetReference,
    Transition,
)
from ntm_rules.law.strictness import ChangeKind

__all__ = [
    "Amendment",
    "AmendmentEntry",
    "Catalogue",
    "Change",
    "ChangeKind",
    "ColumnGroup",
    "ColumnRule",
    "Columns",
    "Condition",
    "Criterion",
    "Decision",
    "Diff",
    "DiffEntry",
    "DiffSide",
    "Indicator",
    "Label",
    "Provenance",
    "Ruleset",
    "SetEntry",
    "SetReference",
    "Source",
    "Status",
    "Transition",
    "Trust",
    "amend",
    "catalogue",
    "diff",
    "dump_ruleset",
    "in_force",
    "load",
    "load_text",
    "parse_trust",
    "read_amendment",
    "read_catalogue",
    "read_ruleset",
]
