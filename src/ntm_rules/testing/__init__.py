"""Tests of rules for users' own CI: fixture files, a pytest plugin, hypothesis strategies.

Importing this package needs neither pytest nor hypothesis; `ntm_rules.testing.pytest_plugin` and
`ntm_rules.testing.strategies` need one each.
"""

from ntm_rules.testing.expectations import Expectation
from ntm_rules.testing.fixtures import (
    CaseResult,
    FixtureCase,
    find_fixtures,
    read_fixture_file,
    run_case,
    run_fixtures,
)

__all__ = [
    "CaseResult",
    "Expectation",
    "FixtureCase",
    "find_fixtures",
    "read_fixture_file",
    "run_case",
    "run_fixtures",
]
