"""Comparisons of two sets in words and as data."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise

import pytest

from ntm_rules import catalogue, diff, load, measures
from ntm_rules.errors import UnknownName
from ntm_rules.facts.notation import Lang
from ntm_rules.law import ChangeKind, Diff
from ntm_rules.reporting import diff_data, difference_text, parse_only, select_differences
from ntm_rules.reporting.difference_wording import CHANGES
from ntm_rules.reporting.text_table import width


@cache
def between(a: str, b: str) -> Diff:
    return diff(load(a, tier="ntm", level="commune"), load(b, tier="ntm", level="commune"))


def since_1980() -> Diff:
    return between("1980/2016", "318/2022")


@cache
def around_211() -> Diff:
    before, after = (load("318/2022", tier="ntm", as_of=day) for day in ("2024-02-29", "2024-03-01"))
    return diff(before, after)


def line(text: str, *starts: str) -> str:
    """Return the one line of a table that holds these texts, its spaces made single."""
    (found,) = [row for row in text.splitlines() if all(start in row for start in starts)]
    return " ".join(found.split())


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("vi", "TDMNPB ≤ 26,7 % + ≤ 24 % + chặt hơn"),
        ("en", "TDMNPB ≤ 26.7 % + ≤ 24 % + stricter"),
    ],
)
def test_a_stricter_level_shows_both_levels_with_their_marks(lang: Lang, shown: str) -> None:
    text = difference_text(since_1980(), measures(), lang, only=("stricter",), columns=200)
    assert shown in line(text, "15.3", "TDMNPB")


def test_columns_that_read_alike_share_a_row() -> None:
    text = difference_text(between("491/2009", "1980/2016"), measures(), "en", only=("stricter",))
    assert line(text, "15.1").startswith("15.1 Health insurance coverage all ≥ 70 % ++ [342/2013] ≥ 85 % + ")
    assert line(text, "DBSH, DNB").endswith("≥ 90 % ~ ≥ 98 % + stricter")


def test_a_redefined_demand_names_both_measures_and_why_they_differ() -> None:
    text = difference_text(since_1980(), measures(), "en", only=("redefined",), region="DBSH", columns=300)
    assert "(near-poor not counted) → Multidimensional poverty rate" in line(text, " → ", "≤ 2 %")
    assert "≠ not comparable; before: poor households alone, the measure of 2016–2020; now: adds" in text


def test_an_unknown_level_shows_its_candidates_and_a_moved_demand_both_numbers() -> None:
    text = difference_text(since_1980(), measures(), "vi", only=("unknown",), region="TDMNPB", columns=300)
    assert line(text, "17.6 → 17.8").endswith("≥ 70 % + chưa có; ứng viên 70 % ? chưa biết")


def test_what_is_unchanged_is_counted_and_shown_only_if_asked_for() -> None:
    default, all_of_it = (
        difference_text(around_211(), measures(), "en", only=only) for only in ((), ("unchanged",))
    )
    assert " unchanged," in default
    assert "unchanged" not in default.partition("─")[2]
    assert line(all_of_it, "15.1", "Health insurance").endswith("unchanged")


def test_the_header_tells_two_days_and_a_province_apart_and_what_is_asked_as_a_whole() -> None:
    assert difference_text(around_211(), measures(), "vi").startswith(
        "So sánh 318/2022 I, 29/2/2024 với 318/2022 I, 1/3/2024\n"
    )
    tiers = diff(load("318/2022", tier="ntm"), load("318/2022", tier="nang_cao"))
    assert "318/2022 II also asks the whole of 318/2022 I" in difference_text(tiers, measures(), "en")
    found = diff(load("319/2022"), load("319/2022", province="Nam Định"), year_a=2022, year_b=2022)
    text = difference_text(found, measures(), "en", columns=400)
    assert "319/2022, last text compared with 319/2022, Nam Định, last text" in text
    shown = "that is 70.4 million VND/person/year ++ ≥ 72 million VND/person/year ++ [23/2022] stricter"
    assert line(text, "Income per capita").endswith(shown)


def test_column_rules_and_unread_changes_stand_below_the_table() -> None:
    text = difference_text(around_211(), measures(), "en")
    assert "\nWho may use another column:\ndropped: column TDMNPB:" in text
    assert "\nChanges not seen:\n318/2022 I, 2024-03-01: 211/2024 (17.1):" in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_any_two_neighbouring_sets_are_shown_within_the_width(lang: Lang) -> None:
    documents = catalogue()
    sets = [documents.load(e.decision.id, tier=e.tier, level=e.level) for e in documents.sets]
    for a, b in pairwise(sets):
        text = difference_text(diff(a, b), measures(), lang, columns=110)
        assert max(map(width, text.splitlines())) <= 110


def test_sets_without_a_difference_say_so() -> None:
    same = diff(load("319/2022"), load("319/2022"))
    assert "Nothing to show." in difference_text(same, measures(), "en")


def test_every_kind_of_change_has_words() -> None:
    assert set(CHANGES) == set(ChangeKind)


def test_only_takes_kinds_and_refuses_others() -> None:
    assert parse_only("stricter, moved") == ("stricter", "moved")
    assert parse_only("") == ()
    with pytest.raises(UnknownName, match="striter"):
        parse_only("striter")


def test_a_region_keeps_what_holds_in_every_column() -> None:
    found = select_differences(since_1980(), region="TN")
    assert {entry.region for entry in found} == {None, "TN"}


def test_the_data_is_json_with_both_sides() -> None:
    data = json.loads(json.dumps(diff_data(since_1980(), measures(), "en")))
    assert sum(data["counts"].values()) == len(data["entries"])
    assert (data["a"]["ruleset"], data["b"]["ruleset"], data["b"]["annex"]) == ("1980/2016", "318/2022", "I")
    (stunting,) = [e for e in data["entries"] if e["measure"] == "stunting_share" and e["region"] == "TDMNPB"]
    assert (stunting["change"], stunting["comparable"], stunting["moved"]) == ("stricter", True, False)
    assert stunting["aspects"] == {"level": "stricter"}
    keys = ("indicator", "value", "unit", "status", "document", "kind")
    assert [stunting["a"][key] for key in keys] == ["15.3", 26.7, "%", "sourced-1", "1980/2016", "level"]
    assert stunting["b"]["value"] == 24


def test_the_data_of_an_unset_level_has_its_candidates_and_of_a_new_demand_one_side() -> None:
    entries = diff_data(around_211(), measures())["entries"]
    (water,) = [e for e in entries if e["measure"] == "clean_water_share" and e["region"] == "DBSCL"]
    assert water["a"]["candidates"] == [{"value": 65}]
    assert (water["a"]["kind"], water["a"]["value"]) == ("unset", None)
    (group,) = [e for e in entries if e["measure"] == "effective_cooperative_group_with_contract"]
    assert group["a"] is None
    assert group["b"]["alternative"]
    assert [rule["change"] for rule in diff_data(around_211(), measures())["column_rules"]] == [
        "dropped",
        "new",
    ]


def test_the_data_of_a_redefined_demand_has_the_reasons_of_the_catalogue() -> None:
    entries = diff_data(since_1980(), measures(), only=("redefined",), region="DBSH")["entries"]
    (poverty,) = [e for e in entries if e["measure"] == "multidimensional_poverty_share"]
    assert not poverty["comparable"]
    assert {(d["measure"], d["other"]) for d in poverty["distinctions"]} == {
        ("poor_household_share", "multidimensional_poverty_share"),
        ("multidimensional_poverty_share", "poor_household_share"),
    }
