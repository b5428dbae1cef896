"""What was found out about durable-rules, each finding with a test that fails where its guard is taken away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.standing.books import book, failing, rule, title, verdict

from ntm_rules.errors import InferenceFailed
from ntm_rules.law import Trust
from ntm_rules.standing import Fact, RuleBook, chainer, fact, infer
from ntm_rules.standing.clauses import Clause, program
from ntm_rules.standing.directives import MOST_CONSTRAINTS, MOST_PATTERNS
from ntm_rules.standing.vocabulary import KINDS

if sys.version_info >= (3, 13):
    pytest.skip("durable-rules cannot be imported on Python 3.13 and later", allow_module_level=True)

from ntm_rules.standing import network
from ntm_rules.standing.network import RESERVED, Network, definition

SET = "{ruleset: 318/2022, level: commune, tier: ntm}"
HOLD = f"[{{keys_hold: {SET}}}]"
JOINED = rule(
    "joined",
    "[{verdict: {ruleset: {var: r}, tier: {var: t}}},"
    " {failing: {ruleset: {var: r}, tier: {var: t}, certain: {at_least: 30 %}}}]",
    HOLD,
)


def clauses_of(rules: RuleBook) -> tuple[Clause, ...]:
    return program(rules, Trust.RECALLED).clauses


def agree(rules: RuleBook, facts: Sequence[Fact]) -> int:
    """Run both executors, and return how often rules fired."""
    clauses = clauses_of(rules)
    made = Network(clauses)
    try:
        fired = made.run(facts)
    finally:
        made.close()
    assert fired == chainer.run(clauses, facts)
    return len(fired)


def in_a_process(script: str, **environment: str) -> str:
    """Run a script in a fresh interpreter and return what it prints."""
    root = Path(__file__).parents[2]
    path = os.pathsep.join([str(root / "src"), str(root), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **environment, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


SESSION = f"""
import sys, threading
from ntm_rules.standing import infer
assert not any(name.startswith("durable") for name in sys.modules)
from tests.standing.books import book, rule, title, verdict
assert infer(book(rule("a", "[{{verdict: {{}}}}]", "{HOLD}")), [verdict("met")]).facts
"""


def test_no_host_and_no_thread_is_there_after_import_and_after_a_session() -> None:
    script = SESSION + (
        "import gc, time\nfrom durable import engine\ntime.sleep(0.3)\n"
        "assert 'durable.lang' not in sys.modules\n"
        "assert not any(isinstance(o, engine.Host) for o in gc.get_objects())\n"
        "print([t.name for t in threading.enumerate()])\n"
    )
    assert in_a_process(script).strip() == "['MainThread']"


def test_durable_rules_is_not_imported_where_it_cannot_be() -> None:
    script = SESSION.replace(
        "from ntm_rules.standing import infer",
        "from types import SimpleNamespace\nfrom ntm_rules.standing import executors, infer\n"
        "executors.sys = SimpleNamespace(version_info=(3, 13, 0, 'final', 0))",
    )
    assert in_a_process(script + "print('durable' in sys.modules)\n").strip() == "False"


def test_what_an_action_raises_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = book(rule("a", "[{verdict: {}}]", HOLD))

    def broken(*_args: object) -> None:
        raise ZeroDivisionError("in the action")

    with monkeypatch.context() as patched:
        patched.setattr(network, "Firing", broken)
        with pytest.raises(InferenceFailed, match="in the action"):
            network.run(program(rules, Trust.RECALLED), [verdict("met")])
    assert infer(rules, [verdict("met")]).facts  # a network that failed is not used again


def test_a_fact_that_the_engine_takes_for_another_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Network(clauses_of(book(rule("a", "[{verdict: {}}]", HOLD))))
    monkeypatch.setattr(network, "str", lambda _number: "0", raising=False)
    with pytest.raises(InferenceFailed, match="MessageObservedException"):
        made.run([verdict("met"), verdict("unknown")])


def test_facts_that_no_rule_mentions_are_not_told_to_the_engine() -> None:
    rules = book(rule("a", "[{verdict: {outcome: met, level: {in: [district, province]}}}]", HOLD))
    assert agree(rules, [verdict("met"), verdict("unknown"), title(), verdict("met", level="district")]) == 1


def test_a_fact_that_the_engine_does_not_handle_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Network(clauses_of(book(rule("a", "[{verdict: {outcome: met}}]", HOLD))))
    monkeypatch.setattr(network, "admits", lambda _premise, _fact: True)
    with pytest.raises(InferenceFailed, match="MessageNotHandledException"):
        made.run([verdict("unknown")])


def test_actions_take_one_parameter_so_that_none_is_asynchronous() -> None:
    made = Network(clauses_of(book(rule("a", "[{verdict: {}}]", HOLD), JOINED)))
    actions = [action for part in made._parts for action in part._ruleset._actions.values()]
    assert len(actions) == 3
    assert all(action._sync for action in actions)


def test_the_names_of_a_message_are_no_fields() -> None:
    assert not {name for kind in KINDS.values() for name in kind.fields} & set(RESERVED)
    assert network._BEGIN not in KINDS


def test_a_join_is_never_the_last_of_its_sequence_past_whose_end_the_engine_reads() -> None:
    (clause,) = clauses_of(book(JOINED))
    _, second = definition(clause)["all"]
    joins = [e for e in second["p1"]["$and"] if "p0" in str(e)]
    assert len(joins) == 3
    assert joins[-1] == {"one": {"p0": "one"}}


@pytest.mark.skipif(sys.platform != "linux", reason="the memory is filled by glibc")
def test_sessions_are_safe_whatever_memory_holds() -> None:
    # The first free memory that a session gets is filled, so that reading what was never written crashes.
    script = (
        "from tests.standing.test_network import *\n"
        "for number in range(40):\n"
        "    rules = book(*(JOINED.replace('joined', f'j{i}') for i in range(1 + number % 7)))\n"
        "    made = Network(clauses_of(rules))\n"
        "    made.run([verdict('met')])\n"  # a session in which nothing fires
        "    tiers = ('nang_cao', 'ntm', 'kieu_mau')\n"
        "    made.run([verdict('met'), *(failing(9, tier=t, ruleset='319/2022') for t in tiers)])\n"
        "    made.run([verdict('met'), *(failing(9, tier=t) for t in tiers)])\n"
        "    made.close()\n"
        "print('done')"
    )
    assert in_a_process(script, MALLOC_PERTURB_="165").strip() == "done"


def test_every_session_begins_with_an_action() -> None:
    made = Network(clauses_of(book(JOINED)))
    (part,) = made._parts
    told: list[object] = []
    tell = part._assert
    part._assert = lambda message: (told.append(message["fact"]), tell(message))[1]  # type: ignore[method-assign, func-returns-value]
    made.run([verdict("met")])
    made.run([verdict("met")])
    assert told == ["begin", "verdict", "begin", "verdict"]


def test_a_join_beside_a_choice_is_kept() -> None:
    rules = book(
        rule(
            "a",
            "[{verdict: {tier: {var: t}}},"
            " {failing: {ruleset: {in: [318/2022, 319/2022]}, tier: {var: t}, level: {in: [commune]}}}]",
            HOLD,
        )
    )
    assert agree(rules, [verdict("met"), failing(6), failing(6, tier="nang_cao")]) == 1


def test_a_join_on_a_field_that_a_fact_lacks_does_not_match() -> None:
    rules = book(
        rule("a", "[{title: {on: {var: d}}}, {merged: {on: {above: {var: d}}}}]", HOLD),
        rule("b", "[{merged: {on: {var: d}}}, {title: {on: {at_least: {var: d}}}}]", HOLD),
        rule("c", "[{title: {}}]", HOLD),
    )
    merged = fact("merged", level="commune", on="2025-07-01")
    assert agree(rules, [title(), title(on="2019-01-01"), title(on="2025-07-02"), merged]) == 5


def test_more_rules_than_one_network_of_the_engine_holds_are_run_over_several() -> None:
    # One fact matches every one of the premises, none of which the engine shares.
    rules = book(
        *(
            rule(
                f"r{number}",
                "[{failing: {certain: {at_least: 30 %}}},"
                f" {{verdict: {{ruleset: {{differs_from: {number}/2022}}, tier: {{differs_from: kieu_mau}}}}}}]",
                HOLD,
            )
            for number in range(150)
        )
    )
    assert agree(rules, [failing(6), verdict("met", ruleset="7/2022")]) == 149


def test_the_longest_rules_of_the_grammar_run() -> None:
    last = (
        "{title: {on: {at_least: {var: d}, at_most: {var: d}},"
        " until: {above: {var: d}, at_least: 2019-06-01, below: 2030-01-01},"
        " years: {at_least: {var: y}, at_most: {var: y}, below: 9, above: 1}, tier: {var: t}, level: {var: l},"
        " under: {in: [1980/2016, 491/2009]}, period: {in: [2010-2015, 2016-2020]}, highest: true,"
        " since_merger: true, term_ended: {differs_from: true}}}"
    )
    patterns = [
        "{title: {on: {var: d}, years: {var: y}, tier: {var: t}, level: {var: l}}}",
        *["{title: {on: {at_least: {var: d}, at_most: {var: d}}, tier: {var: t}}}"] * (MOST_PATTERNS - 2),
        last,
    ]
    rules = book(rule("a", f"[{', '.join(patterns)}]", HOLD))
    assert sum(len(p.constraints) for p in rules.rules[0].when[-1:]) == MOST_CONSTRAINTS
    held = title(on="2019-01-01", until="2024-01-01", years=3, period="2016-2020", term_ended=False)
    assert agree(rules, [held, title(on="2018-01-01", years=3)]) == 1


def test_few_networks_are_kept() -> None:
    for number in range(network.KEPT + 3):
        infer(book(rule(f"r{number}", "[{verdict: {}}]", HOLD)), [verdict("met")])
    assert len(network.NETWORKS) == network.KEPT
