"""Verdicts and criteria sets for people and programs: text in two languages, JSON, tables, notebooks."""

from ntm_rules.reporting.difference_data import diff_data
from ntm_rules.reporting.differences import difference_text, parse_only, select_differences
from ntm_rules.reporting.directive_text import directive_text, rules_to_confirm
from ntm_rules.reporting.document import VerdictDocument, json_schema, to_document
from ntm_rules.reporting.error_wording import error_text, failure_text, usage_text
from ntm_rules.reporting.evidence import (
    SetEvidence,
    checklist,
    counts_table,
    evidence_data,
    evidence_of,
    select_evidence,
)
from ntm_rules.reporting.explanation import explain
from ntm_rules.reporting.notebook import verdict_html
from ntm_rules.reporting.remarks import remark_text, remarks_data, remarks_text
from ntm_rules.reporting.requirement_text import requirement_text
from ntm_rules.reporting.standing_document import to_standing_document
from ntm_rules.reporting.standing_explanation import explain_standing
from ntm_rules.reporting.standing_models import ReclassificationDocument, standing_schema
from ntm_rules.reporting.standing_notebook import reclassification_html
from ntm_rules.reporting.standing_table import standing_csv, standing_data, standing_rows, standing_table
from ntm_rules.reporting.tables import catalogue_table, documents_table, ruleset_table, transition_lines

__all__ = [
    "ReclassificationDocument",
    "SetEvidence",
    "VerdictDocument",
    "catalogue_table",
    "checklist",
    "counts_table",
    "diff_data",
    "difference_text",
    "directive_text",
    "documents_table",
    "error_text",
    "evidence_data",
    "evidence_of",
    "explain",
    "explain_standing",
    "failure_text",
    "json_schema",
    "parse_only",
    "reclassification_html",
    "remark_text",
    "remarks_data",
    "remarks_text",
    "requirement_text",
    "rules_to_confirm",
    "ruleset_table",
    "select_differences",
    "select_evidence",
    "standing_csv",
    "standing_data",
    "standing_rows",
    "standing_schema",
    "standing_table",
    "to_document",
    "to_standing_document",
    "transition_lines",
    "usage_text",
    "verdict_html",
]
