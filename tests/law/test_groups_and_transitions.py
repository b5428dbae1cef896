"""The grammar of commune groups, of sets with days of their own, and of transitions: read, written, refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ntm_rules.errors import NtmRulesError, UnexpectedValue, UnknownName
from ntm_rules.law import Catalogue, Status, dump_ruleset, load_text, read_catalogue
from ntm_rules.law.amendments import Amendment, Change, amend
from ntm_rules.law.analysis import analyse
from ntm_rules.law.requirements import Designated
from ntm_rules.law.rulesets import ColumnRule, Label, SetReference, Transition

URBAN = "{measure: agriculture_in_economy_share, below: 10 %}"
ONE = f'{{id: "1", label: {{vi: a, en: a}}, when: {URBAN}, status: sourced-1}}'
REST = '{id: "2", label: {vi: b, en: b}, otherwise: true, status: recalled, sources: [https://example.org], note: n}'


def a_set(groups: str, by: str = "group") -> str:
    return f"""\
ruleset: 991/2030
level: commune
tier: ntm
name: {{vi: Thử, en: Trial}}
years: [2030, 2031]
published: {{criteria: 1, indicators: 9, status: sourced-2, complete: false}}
columns: {{by: {by}, groups: [{groups}]}}
criteria:
  - number: "1"
    name: {{vi: Một, en: One}}
    indicators:
      - id: "1.1"
        label: {{vi: Một, en: One}}
        require: {{measure: clean_water_share, at_least: 60 %}}
        status: sourced-1
        sources: [https://example.org]
"""


def test_the_rules_of_groups_read_and_write_back_to_the_same() -> None:
    ruleset = load_text(a_set(f"{ONE}, {REST}"))
    assert [group.id for group in ruleset.columns.groups] == ["1", "2"]
    assert load_text(dump_ruleset(ruleset)) == ruleset
    assert load_text(dump_ruleset(ruleset)).digest == ruleset.digest


def test_a_set_whose_rows_are_not_all_seen_says_so_and_keeps_it() -> None:
    published = load_text(a_set(ONE)).published
    assert published is not None
    assert not published.complete
    assert "complete: false" in dump_ruleset(load_text(a_set(ONE)))
    whole = a_set(ONE).replace(", complete: false", "")
    assert "complete" not in dump_ruleset(load_text(whole))


@pytest.mark.parametrize(
    ("groups", "by", "kind", "told"),
    [
        (ONE, "region", UnexpectedValue, "by: group"),
        (f"{ONE}, {ONE}", "group", UnexpectedValue, "commune group 1 twice"),
        (
            f"{REST}, {REST.replace('2', '3', 1)}",
            "group",
            UnexpectedValue,
            "`otherwise` for one group at most",
        ),
        (ONE.replace("when", "where"), "group", UnknownName, "`when`"),
        (ONE.replace(f"when: {URBAN}, ", ""), "group", UnexpectedValue, "`when` or `otherwise: true`"),
        (REST.replace("otherwise: true", "otherwise: false"), "group", UnexpectedValue, "`true`"),
        (ONE.replace('"1"', '"4"'), "group", UnknownName, "commune group"),
        (
            ONE.replace(URBAN, "{meets: {ruleset: 318/2022, tier: ntm}}"),
            "group",
            UnexpectedValue,
            "the unit's own facts",
        ),
        (
            ONE.replace(URBAN, '{measure: clean_water_share, at_least: {by: group, "1": 8 %}}'),
            "group",
            UnexpectedValue,
            "with one level",
        ),
        (ONE.replace("sourced-1", "sourced"), "group", UnknownName, "sourced-1"),
    ],
)
def test_a_rule_of_a_group_that_departs_from_the_grammar_is_refused_with_its_place(
    groups: str, by: str, kind: type[NtmRulesError], told: str
) -> None:
    with pytest.raises(kind, match=told) as found:
        load_text(a_set(groups, by), "set.yaml")
    assert "set.yaml:" in str(found.value)


def test_an_amendment_of_column_rules_keeps_the_rules_of_the_groups() -> None:
    ruleset = load_text(a_set(ONE))
    rule = ColumnRule(
        id="hard",
        label=Label("a", "a"),
        when=Designated("island"),
        use="TN",
        status=Status.SOURCED_1,
        origin="992/2030",
    )
    change = Change("add", "column_rule", "hard", content=rule)
    changed = amend(
        ruleset,
        Amendment(
            "992/2030", SetReference("991/2030", "commune", "ntm"), dt.date(2030, 6, 1), changes=(change,)
        ),
    )
    assert changed.columns.rules == (rule,)
    assert changed.columns.groups == ruleset.columns.groups


DECISION = """\
id: 991/2030
kind: decision
number: 991/QĐ
issuer: Bộ
issued: 2029-12-01
title: {vi: Thử, en: Trial}
effective: {from: 2030-01-01, to: 2031-12-31}
sets: [{file: set.yaml, level: commune, tier: ntm SPAN}]
transition: TRANSITION
"""
RULE = "{id: by-year, level: commune, label: {vi: a, en: b}, years: [2030, 2030], status: sourced-1}"


def documents(folder: Path, span: str = "", transition: str = f"[{RULE}]") -> Catalogue:
    home = folder / "qd-991-2030"
    home.mkdir()
    (home / "decision.yaml").write_text(
        DECISION.replace(" SPAN", span).replace("TRANSITION", transition), encoding="utf-8"
    )
    (home / "set.yaml").write_text(a_set(ONE), encoding="utf-8")
    return read_catalogue(folder)


def test_a_transition_is_read_with_its_years_and_status(tmp_path: Path) -> None:
    (decision,) = documents(tmp_path).decisions
    assert decision.transition == (
        Transition("by-year", "commune", Label("a", "b"), Status.SOURCED_1, (2030, 2030)),
    )


def test_a_set_is_in_force_on_days_of_its_own(tmp_path: Path) -> None:
    known = documents(tmp_path, ", from: 2030-03-01, until: 2030-09-30")
    found = [bool(known.in_force(dt.date(2030, month, 1))) for month in (2, 3, 9, 10)]
    assert found == [False, True, True, False]


def test_a_set_that_has_ended_judges_the_years_of_its_transition(tmp_path: Path) -> None:
    known = documents(tmp_path)
    after = dt.date(2032, 5, 1)
    assert known.in_force(after) == ()
    assert len(known.in_force(after, year=2030)) == 1
    assert known.in_force(after, year=2031) == ()


@pytest.mark.parametrize(
    ("transition", "told"),
    [
        (f"[{RULE.replace('years: [2030, 2030]', 'years: [2031, 2030]')}]", "first and the last year"),
        (f"[{RULE.replace('level: commune', 'level: communes')}]", "`commune`"),
        (f"[{RULE.replace(', status: sourced-1', '')}]", "status"),
    ],
)
def test_a_transition_that_departs_from_the_grammar_is_refused(
    tmp_path: Path, transition: str, told: str
) -> None:
    with pytest.raises(NtmRulesError, match=told):
        documents(tmp_path, transition=transition)


def codes(known: Catalogue) -> list[str]:
    return [r.code for r in analyse(known) if r.severity == "error"]


def test_days_of_its_own_that_end_before_they_begin_are_remarked(tmp_path: Path) -> None:
    assert "ends-before-it-begins" in codes(documents(tmp_path, ", from: 2030-09-01, until: 2030-03-01"))


def test_counts_of_a_set_whose_rows_are_not_all_seen_are_a_warning(tmp_path: Path) -> None:
    known = documents(tmp_path)
    assert "count-differs" not in codes(known)
    assert "count-differs" in [r.code for r in analyse(known)]
