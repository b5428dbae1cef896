"""What follows from facts: one set whatever the order, each conclusion with its derivation and its grounds."""

from __future__ import annotations

import pickle
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.standing import generated
from tests.standing.books import book, failing, rule, title, verdict
from tests.standing.generated import cases

from ntm_rules.errors import UnknownName
from ntm_rules.law import Trust
from ntm_rules.standing import (
    Derivation,
    Fact,
    Grounds,
    Inference,
    RuleBook,
    executors,
    fact,
    infer,
    inference,
)
from ntm_rules.standing.cases import Case
from ntm_rules.standing.chainer import Firing
from ntm_rules.standing.clauses import Program, program
from ntm_rules.standing.directives import book_of

SET = "{ruleset: 318/2022, level: commune, tier: ntm}"
FIRST = rule(
    "first",
    "[{title: {tier: ntm, under: {in: [491/2009, 1980/2016]}}}]",
    "[{must_meet_first: {held: ntm, ruleset: 318/2022, level: commune, tier: ntm}}]",
)
KEPT = rule(
    "kept",
    "[{must_meet_first: {held: {var: h}, ruleset: {var: r}, level: {var: l}, tier: {var: t}}},"
    " {verdict: {ruleset: {var: r}, level: {var: l}, tier: {var: t}, outcome: met}}]",
    "[{standing: {level: {var: l}, held: {var: h}, state: kept}}]",
)
KEPT_STATE = fact("standing", level="commune", held="ntm", state="kept")
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def leaves(derivation: Derivation) -> set[Fact]:
    if derivation.rule is None:
        return {derivation.fact}
    return set().union(*(leaves(premise) for premise in derivation.premises))


def test_conclusions_chain_and_tell_by_which_rules_on_which_facts() -> None:
    found = infer(book(FIRST, KEPT), [title(), verdict("met")])
    kept = found.why(KEPT_STATE)
    assert kept.rule is not None
    assert kept.rule.name == "1/2020 kept"
    assert [premise.fact.kind for premise in kept.premises] == ["must_meet_first", "verdict"]
    assert leaves(kept) == {title(), verdict("met")}


def test_a_fact_that_is_not_stated_concludes_nothing() -> None:
    found = infer(book(FIRST, KEPT), [title(), verdict("unknown")])
    assert [f.kind for f in found.facts] == ["must_meet_first"]
    assert infer(book(FIRST, KEPT), []).facts == ()


def test_a_pattern_on_a_field_that_a_fact_lacks_does_not_match() -> None:
    without = fact("title", level="commune", tier="ntm", highest=True, since_merger=False)
    assert infer(book(FIRST), [without]).facts == ()


def test_joins_ask_for_one_value_in_both_facts() -> None:
    other = verdict("met", ruleset="319/2022")
    assert infer(book(FIRST, KEPT), [title(), other]).of("standing") == ()


@pytest.mark.parametrize(
    ("when", "matches"),
    [
        ("{on: {at_least: 2020-01-01}}", True),
        ("{on: {above: 2020-01-01}}", False),
        ("{on: {at_most: 2020-01-01}}", True),
        ("{on: {below: 2020-01-01}}", False),
        ("{on: {above: 2019-12-31, below: 2020-01-02}}", True),
        ("{years: {at_least: 3}}", True),
        ("{years: {above: 3}}", False),
        ("{tier: {differs_from: ntm}}", False),
        ("{tier: {in: [nang_cao, kieu_mau]}}", False),
        ("{highest: true}", True),
        ("{highest: false}", False),
    ],
)
def test_a_field_is_held_against_what_the_pattern_asks(when: str, matches: bool) -> None:
    found = infer(
        book(rule("a", f"[{{title: {when}}}]", f"[{{keys_hold: {SET}}}]")), [title(on="2020-01-01", years=3)]
    )
    assert bool(found.facts) is matches


def test_days_are_compared_with_days_of_other_facts() -> None:
    rules = book(
        rule(
            "after",
            "[{merged: {on: {var: d}}}, {title: {on: {above: {var: d}}}}]",
            f"[{{keys_hold: {SET}}}]",
        )
    )
    merged = fact("merged", level="commune", on="2025-07-01")
    assert infer(rules, [merged, title(on="2025-07-02")]).facts
    assert not infer(rules, [merged, title(on="2025-07-01")]).facts


def test_one_fact_may_match_two_patterns_of_a_rule() -> None:
    rules = book(
        rule("twice", "[{verdict: {tier: {var: t}}}, {verdict: {tier: {var: t}}}]", f"[{{keys_hold: {SET}}}]")
    )
    assert infer(rules, [verdict("met")]).of("keys_hold")


def test_the_strongest_grounds_go_before_the_shortest_derivation() -> None:
    long_way = rule("long-1", "[{verdict: {}}]", f"[{{key_failing: {SET}}}]")
    long_end = rule("long-2", "[{key_failing: {}}]", f"[{{keys_hold: {SET}}}]")
    shortcut = rule("short", "[{verdict: {}}]", f"[{{keys_hold: {SET}}}]", "recalled")
    found = infer(book(shortcut, long_way, long_end), [verdict("met")])
    (hold,) = found.of("keys_hold")
    assert hold.rule is not None
    assert hold.rule.id == "long-2"
    assert hold.grounds is Grounds.SOURCED


def test_what_rests_on_a_recalled_rule_is_provisional_all_the_way_up() -> None:
    recalled = FIRST.replace("sourced-1", "recalled")
    found = infer(book(recalled, KEPT), [title(), verdict("met")])
    assert {d.grounds for d in found.conclusions} == {Grounds.PROVISIONAL}
    assert "[tạm tính]" in found.tree()


def test_a_bound_with_a_weaker_status_makes_its_rule_provisional() -> None:
    rules = book(
        rule(
            "a",
            "[{failing: {certain: {at_least: {value: 30 %, status: recalled}}}}]",
            f"[{{keys_hold: {SET}}}]",
        )
    )
    (hold,) = infer(rules, [failing(6)]).conclusions
    assert hold.grounds is Grounds.PROVISIONAL
    assert infer(rules, [failing(6)], trust="sourced").conclusions == ()


def test_a_conclusion_rests_on_no_more_than_the_facts_it_was_given() -> None:
    facts = [title(), verdict("met")]
    rules = book(FIRST, KEPT)
    found = infer(rules, facts, grounds={verdict("met"): Grounds.PROVISIONAL})
    assert found.why(KEPT_STATE).grounds is Grounds.PROVISIONAL
    assert found.of("must_meet_first")[0].grounds is Grounds.SOURCED
    assert infer(rules, facts).why(KEPT_STATE).grounds is Grounds.SOURCED


UNSET = rule(
    "unset", "[{failing: {certain: {at_least: {unset: {candidates: [30 %]}}}}}]", f"[{{keys_hold: {SET}}}]"
)


def test_an_unset_rule_never_fires_and_is_reported_as_open_where_the_rest_of_it_matches() -> None:
    found = infer(book(UNSET), [failing(6)])
    assert found.facts == ()
    (open_rule,) = found.open
    assert (open_rule.rule.id, open_rule.facts) == ("unset", (failing(6),))
    assert [f.kind for f in open_rule.conclusions] == ["keys_hold"]
    assert "Còn để ngỏ" in found.tree()
    assert infer(book(UNSET), [verdict("met")]).open == ()


def test_a_rule_of_status_unset_is_open_and_does_not_chain() -> None:
    rules = book(FIRST.replace("sourced-1", "unset"), KEPT)
    found = infer(rules, [title(), verdict("met")], trust="candidate")
    assert found.facts == ()
    assert [o.rule.id for o in found.open] == ["first"]


def test_a_lone_candidate_decides_where_candidates_are_trusted_and_is_marked_assumed() -> None:
    found = infer(book(UNSET), [failing(6)], trust=Trust.CANDIDATE)
    (hold,) = found.conclusions
    assert hold.grounds is Grounds.ASSUMED
    assert "[assumed]" in found.tree("en")
    two = UNSET.replace("[30 %]", "[30 %, 40 %]")
    assert infer(book(two), [failing(6)], trust=Trust.CANDIDATE).facts == ()


def test_a_recalled_rule_is_open_where_only_sources_are_trusted() -> None:
    found = infer(book(FIRST.replace("sourced-1", "recalled")), [title()], trust="sourced")
    assert found.facts == ()
    assert [o.rule.id for o in found.open] == ["first"]


def test_an_unknown_trust_is_refused() -> None:
    with pytest.raises(UnknownName, match="unknown trust `recaled`"):
        infer(book(FIRST), [], trust="recaled")


def test_a_conclusion_that_was_not_drawn_has_no_derivation() -> None:
    with pytest.raises(UnknownName, match="unknown conclusion"):
        infer(book(FIRST), []).why(KEPT_STATE)


def test_the_tree_tells_the_document_the_rule_and_the_facts_in_both_languages() -> None:
    found = infer(book(FIRST, KEPT), [title(), verdict("met")])
    assert found.tree().splitlines()[:3] == [
        "giá trị danh hiệu — cấp: xã; danh hiệu đang giữ: nông thôn mới; trạng thái: giữ vững",
        "  theo 1/2020, mục kept: quy tắc kept",
        "    phải đạt trước — danh hiệu đang giữ: nông thôn mới; theo: 318/2022; cấp: xã; mức: nông thôn mới",
    ]
    assert "verdict — under: 318/2022; level: commune; tier: new rural; outcome: met (given)" in found.tree(
        "en"
    )
    assert infer(book(FIRST), []).tree("en") == "Nothing follows."


def test_many_rule_books_in_turn_do_not_mix_their_cases() -> None:
    rules = book(
        rule(
            "met",
            "[{verdict: {outcome: met}}]",
            "[{keys_hold: {ruleset: 318/2022, level: commune, tier: ntm}}]",
        ),
        rule(
            "not",
            "[{verdict: {outcome: not_met}}]",
            "[{key_failing: {ruleset: 318/2022, level: commune, tier: ntm}}]",
        ),
    )
    assert [f.kind for f in infer(rules, [verdict("met")]).facts] == ["keys_hold"]
    for number in range(20):
        infer(
            book(
                rule(
                    f"other{number}",
                    "[{verdict: {}}]",
                    "[{keys_hold: {ruleset: 318/2022, level: commune, tier: ntm}}]",
                )
            ),
            [verdict("met")],
        )
    assert [f.kind for f in infer(rules, [verdict("not_met")]).facts] == ["key_failing"]
    assert [f.kind for f in infer(rules, [verdict("met")]).facts] == ["keys_hold"]


def test_cases_that_rules_cannot_tell_apart_are_inferred_once(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def run(ready: Program, facts: Iterable[Fact]) -> frozenset[Firing]:
        runs.append(1)
        return executors.run(ready, facts)

    monkeypatch.setattr(inference, "run", run)
    rules = book(
        FIRST, KEPT, rule("early", "[{title: {on: {below: 2016-01-01}}}]", f"[{{keys_hold: {SET}}}]")
    )
    trees = {
        day: infer(rules, [title(on=f"2014-05-{day:02}", years=day), verdict("met"), failing(0)]).tree("en")
        for day in range(1, 29)
    }
    assert len(runs) == 1
    for day, tree in trees.items():
        assert f"recognised on: 2014-05-{day:02}; whole years since: {day};" in tree
    infer(rules, [title(on="2018-05-01"), verdict("met")])
    assert len(runs) == 2


@slow
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_facts_and_rules_changes_no_conclusion(
    case: tuple[RuleBook, list[Fact]], random: st.DataObject
) -> None:
    rules, facts = case
    (directive,) = rules.directives
    found = infer(rules, facts)
    shuffled = list(facts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert infer(rules, shuffled) == found
    reverse = book_of((type(directive)(document="1/2020", rules=directive.rules[::-1]),))
    again = infer(reverse, facts)
    assert again.facts == found.facts
    assert [d.grounds for d in again.conclusions] == [d.grounds for d in found.conclusions]


@slow
@given(cases(), st.lists(st.integers(0, 9), max_size=3))
def test_more_facts_never_take_a_conclusion_back(
    case: tuple[RuleBook, list[Fact]], left_out: list[int]
) -> None:
    rules, facts = case
    fewer = [f for index, f in enumerate(facts) if index not in left_out]
    assert set(infer(rules, fewer).facts) <= {*infer(rules, facts).facts, *facts}


@slow
@given(cases())
def test_every_derivation_ends_in_given_facts_and_its_rule_concludes_it(
    case: tuple[RuleBook, list[Fact]],
) -> None:
    rules, facts = case

    def check(derivation: Derivation, above: frozenset[Fact]) -> None:
        assert derivation.fact not in above
        if derivation.rule is None:
            assert derivation.fact in facts
            return
        assert derivation.rule in rules.rules
        assert [p.fact.kind for p in derivation.premises] == [w.kind for w in derivation.rule.when]
        for premise in derivation.premises:
            assert premise.grounds.rank <= derivation.grounds.rank
            check(premise, above | {derivation.fact})

    for derivation in infer(rules, facts).conclusions:
        check(derivation, frozenset())


@st.composite
def pairs_alike(draw: st.DrawFn) -> tuple[RuleBook, list[Fact], list[Fact]]:
    """Two lists of facts that the rules of a book cannot tell apart."""
    rules, facts = draw(cases())
    ready = program(rules, Trust.RECALLED)
    others = []
    for one in facts:
        same = [f for f in draw(st.lists(generated.facts((one.kind,)), max_size=8)) if f not in others]
        alike = [f for f in same if Case(ready, [f], {}) == Case(ready, [one], {})]
        others.append(alike[0] if alike else one)
    assume(others != facts)
    assume(Case(ready, facts, {}) == Case(ready, others, {}))
    return rules, facts, others


@slow
@given(pairs_alike())
def test_a_case_that_is_alike_has_the_derivations_that_it_has_by_itself(
    pair: tuple[RuleBook, list[Fact], list[Fact]],
) -> None:
    rules, facts, others = pair
    infer(rules, facts)
    remembered = infer(rules, others)
    inference._explained.cache_clear()
    afresh = infer(rules, others)
    assert remembered.conclusions == afresh.conclusions
    assert remembered.open == afresh.open


def test_an_inference_can_be_pickled() -> None:
    found = infer(book(FIRST, KEPT), [title(), verdict("met")])
    again: Inference = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again.conclusions == found.conclusions


def test_what_was_given_is_kept_in_order_with_facts_that_no_rule_mentions() -> None:
    answer = fact("province_provides", what="smart_commune", answer="no")
    found = infer(book(FIRST), [title(), answer, title()])
    assert found.given == tuple(sorted([answer, title()]))
