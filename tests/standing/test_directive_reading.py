"""Directives are read from YAML, refused where they depart from the grammar, and written back to the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from tests.standing.books import HEAD, book, rule
from tests.standing.generated import cases

from ntm_rules.errors import NtmRulesError, UnexpectedValue, UnknownName
from ntm_rules.law import Status
from ntm_rules.standing import Fact, RuleBook, directive_of, dump_directive
from ntm_rules.standing.directives import Threshold

VERDICT = "[{verdict: {outcome: met}}]"
KEY = "[{key_failing: {ruleset: 318/2022, level: commune, tier: ntm}}]"


@pytest.mark.parametrize(
    ("when", "then", "said"),
    [
        ("[{verdicts: {}}]", KEY, "unknown kind of fact `verdicts`"),
        ("[{verdict: {outcom: met}}]", KEY, "unknown field of `verdict` `outcom`"),
        ("[{verdict: {outcome: mett}}]", KEY, "unknown `outcome` `mett`, expected one of `met`"),
        ("[{verdict: {outcome: {on: met}}}]", KEY, "unknown key `on`"),
        ("[{verdict: {outcome: {in: []}}}]", KEY, "at least one value"),
        ("[{verdict: {outcome: {at_least: met}}}]", KEY, "`outcome` is a choice"),
        ("[{verdict: {outcome: {var: o, in: [met]}}}]", KEY, "one form, or several comparisons"),
        ("[{verdict: {outcome: {}}}]", KEY, "expected one of `var`"),
        ("[{failing: {certain: {above: 30 %}}}]", KEY, "`at_least` or `below`"),
        ("[{failing: {certain: {at_least: 30}}}]", KEY, "a share such as `30 %`"),
        ("[{failing: {certain: {at_least: '0,00001 %'}}}]", KEY, "with four decimals or fewer"),
        ("[{failing: {certain: {at_least: 130 %}}}]", KEY, "as a share in parts per million"),
        ("[{title: {on: {at_most: yesterday}}}]", KEY, "a date such as `2024-03-01`"),
        ("[{title: {years: {at_least: many}}}]", KEY, "a whole number"),
        ("[{title: {highest: 1}}]", KEY, "`true` or `false`"),
        ("[{verdict: {}, title: {}}]", KEY, "one kind of fact with its fields"),
        ("[]", KEY, "at least one entry"),
        (VERDICT, "[]", "at least one entry"),
        (VERDICT, "[{verdict: {outcome: met}}]", "`verdict` is stated by the caller"),
        (VERDICT, "[{key_failing: {ruleset: 318/2022, level: commune}}]", "expected the field `tier`"),
        (
            VERDICT,
            "[{key_failing: {ruleset: {var: r}, level: commune, tier: ntm}}]",
            "an earlier pattern binds",
        ),
        ("[{title: {on: {above: {var: d}}}}]", KEY, "a variable that an earlier pattern binds"),
        (
            "[{title: {on: {var: d}}}, {verdict: {ruleset: {var: d}}}]",
            KEY,
            "a variable for a ruleset, bound to a day above",
        ),
        ("[{verdict: {level: {var: l}, tier: {var: l}}}]", KEY, "a variable once in a pattern"),
        ("[{verdict: {level: {var: L}}}]", KEY, "a name of small letters"),
        (
            "[{predecessor: {tier: {var: t}}}]",
            "[{keys_hold: {ruleset: 318/2022, level: commune, tier: {var: t}}}]",
            "a variable that cannot be `none`",
        ),
        (f"[{', '.join(['{verdict: {}}'] * 13)}]", KEY, "found `13 patterns`, expected at most 12 patterns"),
        (
            "[{failing: {certain: {at_least: {value: 30 %, status: unset}}}}]",
            KEY,
            "a status other than `unset`",
        ),
    ],
)
def test_what_departs_from_the_grammar_is_refused_at_its_place(when: str, then: str, said: str) -> None:
    with pytest.raises(NtmRulesError) as caught:
        book(rule("a", when, then))
    assert said in str(caught.value)
    assert caught.value.place.line is not None


def test_a_key_that_is_not_in_the_grammar_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown key `rule`") as caught:
        directive_of("directive: 1/2020\nrule: []\n")
    assert caught.value.suggestion == "rules"


def test_a_rule_id_stands_once() -> None:
    with pytest.raises(UnexpectedValue, match="rule a twice"):
        book(rule("a", VERDICT, KEY), rule("a", VERDICT, KEY))


def test_a_rule_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UnexpectedValue, match="a day not before `2022-01-01`"):
        book(rule("a", VERDICT, KEY, more="    from: 2022-01-01\n    until: 2021-01-01\n"))


def test_rules_take_the_span_of_their_directive_unless_they_name_their_own() -> None:
    read = directive_of(
        HEAD.replace("rules:", "from: 2022-08-02\nuntil: 2025-12-31\nrules:")
        + rule("a", VERDICT, KEY)
        + rule("b", VERDICT, KEY, more="    from: 2024-03-07\n")
    )
    assert [str(r.since) for r in read.rules] == ["2022-08-02", "2024-03-07"]
    assert {str(r.until) for r in read.rules} == {"2025-12-31"}


def test_a_bound_carries_its_own_status_or_that_of_its_rule() -> None:
    (read,) = book(
        rule(
            "a",
            "[{failing: {certain: {at_least: {value: 30 %, status: sourced-2, sources: [https://a.vn]}, below: 50 %}}}]",
            KEY,
        )
    ).rules
    first, second = read.thresholds
    assert (first.value, first.provenance.status, len(first.provenance.sources)) == (300_000, "sourced-2", 1)
    assert (second.value, second.provenance.status) == (500_000, "sourced-1")


@pytest.mark.parametrize("bound", ["unset", "{unset: {}}", "{unset: {candidates: [30 %]}}"])
def test_an_unset_bound_decides_nothing(bound: str) -> None:
    (read,) = book(rule("a", f"[{{failing: {{certain: {{at_least: {bound}}}}}}}]", KEY)).rules
    (threshold,) = read.thresholds
    assert threshold.value is None
    assert threshold.provenance.status is Status.UNSET
    assert threshold.candidates == ((300_000,) if "candidates" in bound else ())


def test_the_bounds_of_an_unset_rule_are_candidates() -> None:
    (read,) = book(rule("a", "[{failing: {certain: {at_least: 30 %}}}]", KEY, "unset")).rules
    (threshold,) = read.thresholds
    assert isinstance(threshold, Threshold)
    assert (threshold.value, threshold.candidates) == (None, (300_000,))


def test_what_is_written_by_hand_reads_back_to_the_same() -> None:
    read = directive_of(
        "directive: 1/2020\nprovince: Lào Cai\ncarried_by: [2/2020]\nfrom: 2020-01-01\n"
        "sources: [{url: https://a.vn, says: điều gì đó}]\nnote: ghi chú\nrules:\n"
        + rule(
            "a",
            "[{title: {on: {var: d}, years: {at_least: 5}, tier: {differs_from: ntm}, highest: true}},"
            " {merged: {on: {above: {var: d}, at_most: {value: 2025-07-01, status: recalled, note: n}}}},"
            " {failing: {certain: {at_least: {unset: {candidates: ['30,5 %', 40 %]}}}, ruleset: {in: [1/2020, 2/2020]}}}]",
            "[{obligation: {what: review, since: {var: d}, every_months: 6}}]",
            "recalled",
            "    until: 2021-12-31\n    sources: [https://b.vn]\n    note: ghi chú\n",
        )
        + rule("b", "[{failing: {certain: {at_least: 30 %}}}]", KEY, "unset")
    )
    assert directive_of(dump_directive(read)) == read


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_what_is_dumped_reads_back_to_the_same(case: tuple[RuleBook, list[Fact]]) -> None:
    (directive,) = case[0].directives
    assert directive_of(dump_directive(directive)) == directive
