"""The files of the shipped directives: read, written back, without an error, with a status for every bound."""

from __future__ import annotations

from pathlib import Path

from ntm_rules.law import Status, catalogue
from ntm_rules.standing import KINDS, directive_of, directives, dump_directive
from ntm_rules.standing.analysis import analyse_directives
from ntm_rules.standing.books import directive_files


def test_every_shipped_directive_reads_back_to_what_is_written_of_it() -> None:
    for directive in directives():
        assert directive_of(dump_directive(directive)) == directive


def test_lint_finds_no_error_in_the_shipped_directives() -> None:
    assert [r for r in analyse_directives(catalogue()) if r.severity == "error"] == []


def test_every_shipped_rule_fires_or_is_open_somewhere() -> None:
    assert not [r for r in analyse_directives(catalogue()) if r.code in ("never-fires", "unused-conclusion")]


def test_a_bound_of_the_law_stands_in_the_yaml_with_its_status() -> None:
    bounds = {
        (rule.name, t.text, t.provenance.status)
        for d in directives()
        for rule in d.rules
        for t in rule.thresholds
    }
    assert ("18/2022 th-x1", "30 %", Status.SOURCED_2) in bounds
    assert ("18/2022 th-x1", "50 %", Status.SOURCED_2) in bounds
    assert ("18/2022 th-h1", "30 %", Status.SOURCED_1) in bounds
    assert ("372/2014 re-recognition", "5", Status.SOURCED_2) in bounds


def test_rules_that_nobody_has_seen_never_fire_by_default() -> None:
    unset = [rule for d in directives() for rule in d.rules if rule.status is Status.UNSET]
    assert {rule.name for rule in unset} >= {"18/2022 th-tx", "18/2022 th-t", "51/2025 transition"}
    assert len(directive_files(catalogue())) == len(directives())


def test_every_kind_of_fact_stands_on_the_page_of_the_grammar() -> None:
    page = (Path(__file__).parents[2] / "docs/directive-grammar.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []
