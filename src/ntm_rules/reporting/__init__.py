"""Verdicts and criteria sets for people and programs: text in two languages, JSON, tables, notebooks."""

from ntm_rules.reporting.document import VerdictDocument, json_schema, to_document
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
from ntm_rules.reporting.requirement_text import requirement_text
from ntm_rules.reporting.tables import catalogue_table, documents_table, ruleset_table

__all__ = [
    "SetEvidence",
    "VerdictDocument",
    "catalogue_table",
    "checklist",
    "counts_table",
    "documents_table",
    "evidence_data",
    "evidence_of",
    "explain",
    "json_schema",
    "requirement_text",
    "ruleset_table",
    "select_evidence",
    "to_document",
    "verdict_html",
]
