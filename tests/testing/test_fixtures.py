"""Fixture files: what passes, what is reported, and what is an error rather than a pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import pytest

from ntm_rules.errors import FixtureError, NtmRulesError, UnexpectedValue, UnknownName, UnreadableFile
from ntm_rules.law import Catalogue, read_catalogue
from ntm_rules.testing import CaseResult, find_fixtures, run_fixtures

DECISION = """
id: 999/2030
kind: decision
number: 999/QĐ-TTg
issuer: Thủ tướng Chính phủ
issued: 2020-01-01
title: {vi: Bộ thử, en: Trial set}
sets: [{file: commune-ntm.yaml, level: commune, tier: ntm}]
"""
SET = """
ruleset: 999/2030
level: commune
tier: ntm
name: {vi: Bộ thử, en: Trial set}
years: [2020, 2030]
columns: {by: region}
conditions:
  - id: no-debt
    label: {vi: Không nợ đọng, en: No debt}
    require: {measure: capital_construction_debt, equals: 0 đồng}
    status: sourced-1
criteria:
  - number: "1"
    name: {vi: Thu nhập, en: Income}
    indicators:
      - id: "1.1"
        label: {vi: Thu nhập, en: Income}
        require: {measure: income_per_capita, at_least: {by: region, BTB: 40 triệu đồng/người/năm, TN: unset}}
        status: sourced-1
  - number: "2"
    name: {vi: Điện, en: Electricity}
    indicators:
      - id: "2.1"
        label: {vi: Điện, en: Electricity}
        require: {measure: grid_electricity_share, at_least: 95 %}
        status: recalled
"""
Run = Callable[..., tuple[CaseResult, ...]]


@pytest.fixture
def documents(tmp_path: Path) -> Catalogue:
    folder = tmp_path / "rulesets"
    folder.mkdir()
    (folder / "decision.yaml").write_text(DECISION, encoding="utf-8")
    (folder / "commune-ntm.yaml").write_text(SET, encoding="utf-8")
    return read_catalogue(folder)


def case(expect: str, *, facts: str = "", province: str = "Nghệ An", year: int = 2023, more: str = "") -> str:
    """Return one case of a fixture file; `facts` and `expect` are YAML in flow style."""
    return (
        f"- name: Xã A\n  source: https://example.org\n  ruleset: 999/2030\n  tier: ntm\n{more}"
        f"  record:\n    unit: {{name: Xã A, level: commune, province: {province}}}\n    year: {year}\n"
        f"    observations: {{{facts}}}\n  expect: {{{expect}}}\n"
    )


@pytest.fixture
def run(tmp_path: Path, documents: Catalogue) -> Run:
    """Return a function that runs a fixture file of one or more cases."""

    def run_cases(*cases: str, name: str = "xa.ntm-fixture.yaml") -> tuple[CaseResult, ...]:
        path = tmp_path / name
        path.write_text("cases:\n" + indent("".join(cases), "  "), encoding="utf-8")
        return run_fixtures(path, documents)

    return run_cases


COUNTING = """
ruleset: 998/2030
level: district
tier: ntm
name: {vi: Bộ thử, en: Trial set}
years: [2020, 2030]
columns: {by: none}
criteria:
  - number: "1"
    name: {vi: Các xã, en: Communes}
    indicators:
      - id: "1"
        label: {vi: Mọi xã đạt, en: All communes}
        require:
          measure: regular_employment_share
          at_least: 100 %
          members: {kinds: [commune], satisfy: {meets: {ruleset: 999/2030, tier: ntm}}}
        status: sourced-1
"""
DISTRICT_CASE = """
- name: Huyện A
  ruleset: 998/2030
  tier: ntm
  record:
    unit: {name: Huyện A, level: huyện, province: Nghệ An}
    year: 2023
    members:
      - {unit: {name: Xã A, level: xã}, observations: {%s}}
      - {file: xa-b.yaml}
  expect: {%s}
"""


@pytest.mark.usefixtures("documents")
def test_a_district_is_judged_by_its_members_in_place_and_in_files(tmp_path: Path) -> None:
    folder = tmp_path / "rulesets" / "qd-998-2030"
    folder.mkdir()
    decision = DECISION.replace("999", "998").replace("level: commune", "level: district")
    (folder / "decision.yaml").write_text(decision, encoding="utf-8")
    (folder / "commune-ntm.yaml").write_text(COUNTING, encoding="utf-8")
    commune = "unit: {name: Xã B, level: xã, province: Nghệ An}\nyear: 2023\n"
    (tmp_path / "xa-b.yaml").write_text(commune, encoding="utf-8")
    documents = read_catalogue(tmp_path / "rulesets")
    path = tmp_path / "huyen.ntm-fixture.yaml"
    for facts, expect in (
        (POOR, "outcome: not_met"),
        (RICH, "indicators: {'1': {outcome: unknown, reason: members_undetermined}}"),
    ):
        path.write_text("cases:" + indent(DISTRICT_CASE % (facts, expect), "  "), encoding="utf-8")
        (result,) = run_fixtures(path, documents)
        assert result.failures == ()


RICH = "income_per_capita: '46,7 triệu đồng/người/năm', grid_electricity_share: 99 %, capital_construction_debt: 0 đồng"
POOR = "income_per_capita: '33,5 triệu đồng/người/năm'"


@pytest.mark.parametrize(
    ("expect", "facts"),
    [
        ("outcome: met", RICH),
        ("outcome: not_met", POOR),
        ("outcome: undetermined", ""),
        ("outcome_is_not: not_met", ""),
        ("column: BTB", ""),
        ("criteria_met: 2", RICH),
        ("criteria_met_at_most: 2, criteria_met_at_least: 2", RICH),
        ("criteria_met_at_most: 1, criteria_met_at_least: 0", ""),
        ("criteria: {'1': not_met, '2': unknown}", POOR),
        ("criteria_are_not: {'1': met}", POOR),
        ("indicators: {'1.1': met, '2.1': met}", RICH),
        ("indicators: {'1.1': {outcome: not_met, reason: below_level}}", POOR),
        ("indicators: {'1.1': {reason: no_observation}}", ""),
        ("indicators_are_not: {'1.1': not_met}", ""),
        ("conditions: {no-debt: met}", RICH),
        ("conditions_are_not: {no-debt: met}", ""),
    ],
)
def test_an_expectation_that_holds_passes(run: Run, expect: str, facts: str) -> None:
    (result,) = run(case(expect, facts=facts))
    assert result.failures == ()
    assert result.passed


@pytest.mark.parametrize(
    ("expect", "facts", "told"),
    [
        ("outcome: met", POOR, "outcome: expected `met`, found `not_met`, not met: `1.1`"),
        ("outcome_is_not: not_met", POOR, "expected anything but `not_met`, found `not_met`"),
        ("column: TN", "", "column: expected `TN`, found `BTB`"),
        ("criteria_met: 1", RICH, "criteria met: expected exactly 1, found 2 of 2"),
        ("criteria_met_at_most: 1", RICH, "expected at most 1, found 2"),
        ("criteria_met_at_least: 1", "", "expected at least 1, found 0"),
        ("criteria: {'1': met}", POOR, "criterion `1`: expected `met`, found `not_met` (`1.1` not_met)"),
        ("criteria_are_not: {'1': not_met}", POOR, "criterion `1`: expected anything but `not_met`"),
        ("indicators_are_not: {'1.1': not_met}", POOR, "indicator `1.1`: expected anything but `not_met`"),
        (
            "conditions: {no-debt: met}",
            "",
            "condition `no-debt`: expected `met`, found `unknown` (reason `no_observation`",
        ),
        (
            "indicators: {'1.1': {outcome: unknown, reason: threshold_unset}}",
            "",
            "expected `unknown` for the reason `threshold_unset`, found `unknown` (reason `no_observation`",
        ),
    ],
)
def test_an_expectation_that_does_not_hold_is_reported(run: Run, expect: str, facts: str, told: str) -> None:
    (result,) = run(case(expect, facts=facts))
    assert not result.passed
    assert len(result.failures) == 1
    assert told in result.failures[0]


def test_a_failure_says_where_it_stands_what_was_observed_and_what_was_asked(run: Run) -> None:
    (result,) = run(case("indicators: {'1.1': met}", facts=POOR))
    place, _, sentence = result.failures[0].partition(": ")
    assert place.endswith("xa.ntm-fixture.yaml:10:27")
    assert sentence == (
        "indicator `1.1`: expected `met`, found `not_met` (reason `below_level`, "
        "observed `33,5 triệu đồng/người/năm`, level `40 triệu đồng/người/năm`)"
    )


def test_every_expectation_that_fails_is_reported_not_only_the_first(run: Run) -> None:
    (result,) = run(case("outcome: met, column: TN, criteria: {'1': met}", facts=POOR))
    assert len(result.failures) == 3


def test_a_failing_case_does_not_hide_the_others(run: Run) -> None:
    other = case("outcome: not_met", facts=POOR).replace("name: Xã A\n", "name: Xã B\n", 1)
    first, second = run(case("outcome: met", facts=POOR), other)
    assert (first.name, first.passed) == ("Xã A", False)
    assert (second.name, second.passed) == ("Xã B", True)


@pytest.mark.parametrize(
    ("expect", "kind", "suggestion"),
    [
        ("indicators: {'1.2': met}", "indicator", "1.1"),
        ("indicators_are_not: {'2.2': not_met}", "indicator", "2.1"),
        ("criteria: {'3': met}", "criterion", None),
        ("conditions: {no-dept: met}", "condition", "no-debt"),
        ("outcom: met", "key", "outcome"),
        ("indicator: {'1.1': met}", "key", "indicators"),
        ("outcome: not-met", "outcome", "not_met"),
        ("indicators: {'1.1': mett}", "outcome", "met"),
        ("indicators: {'1.1': {reason: threshold_unsett}}", "reason", "threshold_unset"),
        ("column: TNN", "column", "TN"),
    ],
)
def test_a_name_that_does_not_exist_is_an_error_with_the_nearest_that_does(
    run: Run, expect: str, kind: str, suggestion: str | None
) -> None:
    with pytest.raises(UnknownName) as caught:
        run(case(expect))
    assert caught.value.kind == kind
    assert caught.value.suggestion == suggestion
    assert str(caught.value.place).startswith(caught.value.place.file)
    assert caught.value.place.line == 10


@pytest.mark.parametrize("outcome", ["undetermined", "maybe"])
def test_an_indicator_cannot_be_expected_to_come_to_what_only_a_set_can(run: Run, outcome: str) -> None:
    with pytest.raises(UnknownName, match="expected one of `not_met`"):
        run(case(f"indicators: {{'1.1': {outcome}}}"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("ruleset", "999/2031"),
        ("tier", "nang_cao"),
        ("tier", "ntmm"),
        ("province", "Nghệ Em"),
        ("trust", "always"),
    ],
)
def test_an_unknown_set_tier_province_or_trust_is_an_error(run: Run, wrong: str, right: str) -> None:
    text = case("outcome: met")
    if wrong in ("ruleset", "tier"):
        lines = [
            f"  {wrong}: {right}" if line.startswith(f"  {wrong}:") else line for line in text.splitlines()
        ]
        text = "\n".join(lines) + "\n"
    else:
        text = case("outcome: met", more=f"  {wrong}: {right}\n")
    with pytest.raises(UnknownName) as caught:
        run(text)
    assert caught.value.place.line is not None


def test_a_case_that_expects_nothing_never_passes_silently(run: Run) -> None:
    with pytest.raises(FixtureError, match="the case expects nothing"):
        run(case(""))


def test_two_cases_of_one_name_are_an_error(run: Run) -> None:
    with pytest.raises(FixtureError, match="two cases are named `Xã A`, the first on line 2"):
        run(case("outcome: undetermined"), case("outcome: undetermined"))


def test_more_criteria_than_the_set_has_cannot_be_expected(run: Run) -> None:
    with pytest.raises(UnexpectedValue, match="a number of criteria from 0 to 2"):
        run(case("criteria_met: 3"))


def test_a_year_the_set_does_not_judge_is_an_error_with_its_place(run: Run) -> None:
    with pytest.raises(NtmRulesError, match="year `2019` is outside") as caught:
        run(case("outcome: met", year=2019))
    assert caught.value.place.file.endswith("xa.ntm-fixture.yaml")


def test_a_misspelt_measure_is_an_error_with_the_nearest(run: Run) -> None:
    with pytest.raises(UnknownName) as caught:
        run(case("outcome: met", facts="income_per_capitta: 46 triệu đồng/người/năm"))
    assert caught.value.suggestion == "income_per_capita"


def test_a_case_takes_its_record_or_a_file_not_both_and_not_neither(run: Run) -> None:
    with pytest.raises(FixtureError, match="both `record` and `file`"):
        run(case("outcome: met", more="  file: xa.yaml\n"))
    text = case("outcome: met")
    start, stop = text.index("  record:"), text.index("  expect:")
    with pytest.raises(FixtureError, match="neither `record` nor `file`"):
        run(text[:start] + text[stop:])


def test_a_unit_file_is_found_beside_the_fixture_that_names_it(run: Run, tmp_path: Path) -> None:
    unit = "unit: {name: Xã A, level: commune, province: Nghệ An}\nyear: 2023\nobservations: {" + RICH + "}\n"
    (tmp_path / "xa.yaml").write_text(unit, encoding="utf-8")
    text = case("outcome: met")
    start, stop = text.index("  record:"), text.index("  expect:")
    (result,) = run(f"{text[:start]}  file: xa.yaml\n{text[stop:]}")
    assert result.passed
    with pytest.raises(UnreadableFile):
        run(f"{text[:start]}  file: xb.yaml\n{text[stop:]}")


def test_the_trust_of_a_case_decides_what_counts(run: Run) -> None:
    for trust, outcome in (("sourced", "unknown"), ("recalled", "met")):
        (result,) = run(case(f"indicators: {{'2.1': {outcome}}}", facts=RICH, more=f"  trust: {trust}\n"))
        assert result.passed, result.failures


def test_a_folder_is_searched_to_any_depth_and_in_order(
    run: Run, tmp_path: Path, documents: Catalogue
) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    run(case("outcome: met", facts=POOR), name="z.ntm-fixture.yaml")
    (tmp_path / "z.ntm-fixture.yaml").rename(deep / "z.ntm-fixture.yaml")
    run(case("outcome: not_met", facts=POOR), name="y.ntm-fixture.yaml")
    (deep / "unit.yaml").write_text("not: a fixture\n", encoding="utf-8")
    assert [file.name for file in find_fixtures(tmp_path)] == ["z.ntm-fixture.yaml", "y.ntm-fixture.yaml"]
    assert [result.passed for result in run_fixtures([tmp_path], documents)] == [False, True]


def test_a_file_named_twice_runs_once(run: Run, tmp_path: Path, documents: Catalogue) -> None:
    run(case("outcome: undetermined"))
    file = tmp_path / "xa.ntm-fixture.yaml"
    assert len(run_fixtures([file, tmp_path, str(file)], documents)) == 1


def test_any_yaml_file_named_explicitly_is_read_as_a_fixture(run: Run) -> None:
    (result,) = run(case("outcome: undetermined"), name="whatever.yaml")
    assert result.passed


def test_a_folder_without_fixtures_is_an_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(FixtureError, match=r"holds no `\*\.ntm-fixture\.yaml`") as caught:
        run_fixtures(empty)
    assert caught.value.place.file == str(empty)


def test_no_path_and_a_missing_file_are_errors(tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match="no path was given"):
        run_fixtures([])
    with pytest.raises(UnreadableFile):
        run_fixtures(tmp_path / "gone.ntm-fixture.yaml")


def test_a_file_without_cases_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "xa.ntm-fixture.yaml"
    file.write_text("cases: []\n", encoding="utf-8")
    with pytest.raises(FixtureError, match="the list of cases is empty"):
        run_fixtures(file)


def test_an_error_in_a_later_file_is_raised_before_any_case_runs(
    run: Run, tmp_path: Path, documents: Catalogue
) -> None:
    run(case("outcome: met", facts=POOR), name="a.ntm-fixture.yaml")
    with pytest.raises(UnknownName):
        run(case("indicators: {'9.9': met}"), name="b.ntm-fixture.yaml")
    with pytest.raises(UnknownName):
        run_fixtures(tmp_path, documents)
