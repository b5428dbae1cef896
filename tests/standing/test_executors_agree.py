"""durable-rules and the small chainer conclude the same from the same, whatever the rules and facts."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from tests.standing.generated import cases

from ntm_rules.law import Trust
from ntm_rules.standing import Fact, RuleBook, chainer
from ntm_rules.standing.clauses import program

if sys.version_info >= (3, 13):
    pytest.skip("durable-rules cannot be imported on Python 3.13 and later", allow_module_level=True)

from ntm_rules.standing.network import Network


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(cases())
def test_the_same_rules_fire_on_the_same_facts(case: tuple[RuleBook, list[Fact]]) -> None:
    book, stated = case
    clauses = program(book, Trust.RECALLED).clauses
    network = Network(clauses)
    try:
        assert network.run(stated) == chainer.run(clauses, stated)
        assert network.run(stated[::-1]) == network.run(
            stated
        )  # the order does not matter, nor what was before
    finally:
        network.close()
