"""The law as data: decisions, criteria sets, requirements, amendments and overlays.

Loads what `rulesets/` holds into immutable models and consolidates it for a date and a province.
"""

from ntm_rules.law.amendments import Amendment, Change, amend
from ntm_rules.law.catalogue import Catalogue, SetEntry, catalogue, in_force, load, load_text, read_catalogue
from ntm_rules.law.provenance import Provenance, Source, Status, Trust
from ntm_rules.law.ruleset_reader import read_amendment, read_ruleset
from ntm_rules.law.ruleset_writer import dump_ruleset
from ntm_rules.law.rulesets import (
    ColumnRule,
    Columns,
    Condition,
    Criterion,
    Decision,
    Indicator,
    Label,
    Ruleset,
    SetReference,
)

__all__ = [
    "Amendment",
    "Catalogue",
    "Change",
    "ColumnRule",
    "Columns",
    "Condition",
    "Criterion",
    "Decision",
    "Indicator",
    "Label",
    "Provenance",
    "Ruleset",
    "SetEntry",
    "SetReference",
    "Source",
    "Status",
    "Trust",
    "amend",
    "catalogue",
    "dump_ruleset",
    "in_force",
    "load",
    "load_text",
    "read_amendment",
    "read_catalogue",
    "read_ruleset",
]
