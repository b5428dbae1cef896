"""The pytest plugin, as a user's own suite runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ("pytester",)

PLUGIN = ("-p", "ntm_rules.testing.pytest_plugin", "-p", "no:cacheprovider")


def write(pytester: pytest.Pytester, expect: str) -> Path:
    text = (
        "cases:\n- name: Đôn Phong 2019 có điện\n  source: https://example.org/don-phong\n  note: báo tỉnh\n"
        "  ruleset: 1980/2016\n  tier: ntm\n  record:\n"
        "    unit: {name: xã Đôn Phong, level: commune, province: Bắc Kạn}\n    year: 2019\n"
        f"    observations: {{grid_electricity_share: 70 %}}\n  expect: {{{expect}}}\n"
    )
    path = pytester.path / "xa.ntm-fixture.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_case_is_a_test(pytester: pytest.Pytester) -> None:
    write(pytester, "outcome: not_met, indicators: {'4.2': not_met}")
    outcome = pytester.runpytest_inprocess(*PLUGIN, "-v")
    outcome.assert_outcomes(passed=1)
    outcome.stdout.fnmatch_lines(["*xa.ntm-fixture.yaml*PASSED*"])


def test_a_failure_is_readable_and_shows_no_code(pytester: pytest.Pytester) -> None:
    write(pytester, "indicators: {'4.2': met}")
    outcome = pytester.runpytest_inprocess(*PLUGIN)
    outcome.assert_outcomes(failed=1)
    outcome.stdout.fnmatch_lines(
        [
            "*xa.ntm-fixture.yaml:11:*: indicator `4.2`: expected `met`, found `not_met`*observed `70 %`, level `95 %`)",
            "source: https://example.org/don-phong",
            "note: báo tỉnh",
        ]
    )
    outcome.stdout.no_fnmatch_line("*def runtest*")


def test_a_fixture_that_names_a_missing_indicator_is_an_error_of_the_run(pytester: pytest.Pytester) -> None:
    write(pytester, "indicators: {'4.3': met}")
    outcome = pytester.runpytest_inprocess(*PLUGIN)
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(
        ["*xa.ntm-fixture.yaml:11:*unknown indicator `4.3`*", "*did you mean `4.2`?*"]
    )


def test_nothing_is_collected_without_the_plugin(pytester: pytest.Pytester) -> None:
    write(pytester, "outcome: met")
    outcome = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    assert outcome.ret == pytest.ExitCode.NO_TESTS_COLLECTED
