"""Published results of real communes, districts and provinces against the shipped rulesets, and the account of every case gathered.

Runs `tests/fixtures` and `examples`. What a fixture file may say is tested in `tests/testing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ntm_rules import UnitRecord, Verdict, evaluate, load, read_unit_file
from ntm_rules.testing import FixtureCase, find_fixtures, read_fixture_file, run_case

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
EXAMPLES = sorted((ROOT / "examples").glob("*-*-*/*.yaml"))
CASES = {
    f"{file.parent.name}: {case.name}": case
    for file in find_fixtures(FIXTURES)
    for case in read_fixture_file(file)
}
REGIONS = {"TDMNPB", "DBSH", "BTB", "DHNTB", "TN", "DNB", "DBSCL"}
PERIODS = (range(2010, 2016), range(2016, 2021), range(2021, 2026))


@cache
def index() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
        (FIXTURES / "index.yaml").read_text(encoding="utf-8")
    )
    return found


def named_in_index() -> set[str]:
    return {name for entry in index()["cases"].values() for name in entry.get("fixtures", [])}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_published_result_is_not_contradicted(case: FixtureCase) -> None:
    result = run_case(case)
    assert result.passed, "\n".join(result.failures)


def test_every_gathered_case_is_a_fixture_or_left_out_for_a_reason() -> None:
    for key, entry in index()["cases"].items():
        assert ("fixtures" in entry) != ("left_out" in entry), key
        assert entry.get("fixtures") or str(entry.get("left_out", "")).strip(), key


def test_the_index_counts_the_cases_of_every_collection() -> None:
    counted: dict[str, int] = {}
    for key in index()["cases"]:
        collection, _, _ = key.rpartition("/")
        counted[collection] = counted.get(collection, 0) + 1
    assert counted == index()["collections"]


def test_communes_districts_and_provinces_are_judged_and_no_other_unit_is() -> None:
    judged = ("commune", "commune group", "district", "province", "province distribution")
    for key, entry in index()["cases"].items():
        if "fixtures" in entry:
            assert entry["level"] in judged, key
    assert {case.record.unit.level for case in CASES.values()} == {"commune", "district", "province"}


def test_every_fixture_stands_in_the_index_and_the_index_names_no_other() -> None:
    names = [case.name for case in CASES.values()]
    assert sorted(names) == sorted(named_in_index())


def test_every_fixture_names_its_source() -> None:
    for case in CASES.values():
        assert (case.source or "").startswith("http") or "no known address" in (case.note or ""), case.name


def test_a_fixture_stands_in_the_folder_of_its_set() -> None:
    for case in CASES.values():
        number, year, tier = Path(case.place.file).parent.name.split("-", 2)
        assert (case.ruleset.decision, case.ruleset.tier) == (f"{number}/{year}", tier.replace("-", "_"))


def judged(path: Path) -> tuple[UnitRecord, Verdict]:
    number, year, tier = path.parent.name.split("-", 2)
    record = read_unit_file(path)
    ruleset = load(f"{number}/{year}", tier=tier.replace("-", "_"), as_of=record.day)
    return record, evaluate(record, ruleset)


@pytest.mark.parametrize("path", EXAMPLES, ids=[f"{p.parent.name}/{p.stem}" for p in EXAMPLES])
def test_an_example_can_be_judged_by_the_set_its_folder_names(path: Path) -> None:
    record, verdict = judged(path)
    assert (record.source or "").startswith("http")
    assert path.stem.endswith(f"-{record.year}")
    assert any(
        result.outcome != "unknown" or verdict.observed(result.findings[0]) for result in verdict.indicators()
    )


def test_the_examples_are_real_communes_of_all_regions_and_three_periods() -> None:
    records = [read_unit_file(path) for path in EXAMPLES]
    assert len({record.unit.name for record in records}) >= 8
    assert {record.region() for record in records} == REGIONS
    assert all(any(record.year in period for record in records) for period in PERIODS)


def test_la_dee_is_judged_by_another_column_than_that_of_its_province() -> None:
    record, verdict = judged(ROOT / "examples" / "318-2022-ntm" / "la-dee-2024.yaml")
    assert record.region() == "DHNTB"
    assert (verdict.column.own, verdict.column.used) == ("DHNTB", "TDMNPB")
    assert verdict.outcome == "undetermined"
