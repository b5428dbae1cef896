"""`ntm-rules diff`."""

from __future__ import annotations

import json

import pytest
from tests.cli.conftest import Run


def test_two_decisions_are_compared(run: Run) -> None:
    done = run("diff", "491/2009", "1980/2016", "--level", "commune", "--only", "stricter", "--lang", "en")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("491/2009 compared with 1980/2016\n")
    assert "≥ 85 % +" in done.out


def test_one_decision_on_two_days_shows_its_amendment(run: Run) -> None:
    days = ("--as-of-a", "2024-02-29", "--as-of-b", "2024-03-01")
    done = run("diff", "318/2022", "318/2022", "--tier", "ntm", *days)
    assert done.status == 0
    assert "15.4" in done.out
    assert "[211/2024]" in done.out


def test_two_tiers_as_data_in_one_region(run: Run) -> None:
    options = (
        "--tier-a",
        "ntm",
        "--tier-b",
        "nâng cao",
        "--region",
        "Đồng bằng sông Hồng",
        "--format",
        "json",
    )
    data = json.loads(run("diff", "318/2022", "qd-318-2022", *options).out)
    assert (data["a"]["tier"], data["b"]["tier"], data["b_asks_a"]) == ("ntm", "nang_cao", True)
    assert {entry["region"] for entry in data["entries"]} == {None, "DBSH"}


def test_the_province_belongs_to_the_second_set(run: Run) -> None:
    options = ("--province", "Nam Định", "--year-a", "2022", "--year-b", "2022", "--only", "stricter")
    data = json.loads(run("diff", "319/2022", "319/2022", *options, "--format", "json").out)
    (entry,) = data["entries"]
    assert (entry["a"]["value"], entry["b"]["value"], entry["b"]["document"]) == (70.4, 72, "23/2022")
    assert (data["a"]["province"], data["b"]["province"]) == (None, "Nam Định")


@pytest.mark.parametrize(
    "options",
    [
        ("--only", "striter"),
        ("--region", "Atlantis"),
        ("--tier", "vàng"),
        ("--province", "Atlantis"),
        ("--year-a", "1999"),
        ("--level", "district"),
    ],
)
def test_bad_input_is_refused_with_status_2(run: Run, options: tuple[str, ...]) -> None:
    tier = () if "--tier" in options else ("--tier", "ntm")
    done = run("diff", "1980/2016", "318/2022", *tier, *options)
    assert (done.status, done.out) == (2, "")
    assert done.err


def test_a_decision_nobody_knows_is_refused(run: Run) -> None:
    done = run("diff", "318/2022", "319/2023", "--tier", "ntm", "--lang", "en")
    assert done.status == 2
    assert "unknown ruleset `319/2023`" in done.err
