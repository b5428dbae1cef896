"""Comparing the sets of districts and provinces, and the sets of 2026–2030 of which not all rows have been seen."""

from __future__ import annotations

from functools import cache

import pytest

from ntm_rules import Ruleset, diff, dump_ruleset, load, load_text, measures
from ntm_rules.errors import UnexpectedValue
from ntm_rules.law import ChangeKind, Diff, DiffEntry
from ntm_rules.reporting import diff_data, difference_text


@cache
def between(a: str, b: str, level: str, tier_b: str = "ntm") -> Diff:
    return diff(load(a, tier="ntm", level=level), load(b, tier=tier_b, level=level))


def one(found: Diff, measure: str, region: str | None = None) -> DiffEntry:
    (entry,) = found.of(measure, region)
    return entry


def texts(entry: DiffEntry) -> tuple[str | None, str | None]:
    return entry.a.text if entry.a else None, entry.b.text if entry.b else None


def parts(entry: DiffEntry) -> dict[str, str]:
    return {aspect.part: str(aspect.change) for aspect in entry.aspects}


def test_since_2016_all_communes_of_a_district_have_to_meet_and_by_the_set_of_their_time() -> None:
    found = between("491/2009", "558/2016", "district")
    (entry,) = (e for e in found.of("communes_ntm_share") if e.a is not None and e.a.indicator.id == "1")
    assert texts(entry) == ("75 %", "100 %")
    assert entry.change == "redefined"
    assert not entry.comparable
    assert parts(entry)["members"] == "redefined"
    assert parts(entry)["level"] == "stricter"


def test_the_way_of_the_other_communes_ends_with_372() -> None:
    entry = one(between("491/2009", "558/2016", "district"), "communes_near_ntm_share")
    assert entry.change == "dropped"
    assert entry.a is not None
    assert entry.a.document == "372/2014"


def test_372_adds_the_criteria_that_the_other_communes_must_meet() -> None:
    before, after = (
        load("491/2009", tier="ntm", level="district", as_of=day) for day in ("2014-03-13", "2014-03-14")
    )
    changes = {
        (e.b.indicator.id, e.measure): e.change for e in diff(before, after).entries if e.b is not None
    }
    assert changes["1", "communes_ntm_share"] == "unchanged"
    assert changes["2", "communes_near_ntm_share"] == "new"


@pytest.mark.parametrize(
    ("measure", "change"),
    [
        ("district_roads_paved_share", "unchanged"),
        ("inter_commune_power_consistent", "unchanged"),
        ("upper_secondary_level1_schools_share", "redefined"),
        ("district_security_leadership", "dropped"),
        ("residents_satisfied_share", "unknown"),
    ],
)
def test_what_became_of_the_demands_on_districts_in_2022(measure: str, change: str) -> None:
    assert one(between("558/2016", "320/2022", "district"), measure).change == change


def test_a_nang_cao_district_needs_half_of_its_communes_nang_cao_instead_of_a_tenth() -> None:
    ntm, nang_cao = (load("320/2022", level="district", tier=tier) for tier in ("ntm", "nang_cao"))
    entry = one(diff(ntm, nang_cao), "communes_nang_cao_share")
    assert (entry.change, texts(entry)) == ("stricter", ("10 %", "50 %"))
    assert entry.comparable


def test_211_changes_the_nang_cao_district_where_it_is_told_and_nothing_else() -> None:
    before, after = (
        load("320/2022", level="district", tier="nang_cao", as_of=day) for day in ("2024-02-29", "2024-03-01")
    )
    touched = {
        side.indicator.id
        for entry in diff(before, after).entries
        for side in (entry.a, entry.b)
        if side is not None and entry.change is not ChangeKind.UNCHANGED
    }
    assert touched <= {"1.1", "5.2", "5.3", "5.5"}


def test_what_318_asks_alone_is_not_dropped_by_a_set_whose_rows_nobody_has_seen() -> None:
    found = between("318/2022", "51/2025", "commune")
    assert found.only("dropped") == ()
    stunting = one(found, "stunting_share", "DBSH")
    assert (stunting.change, stunting.b) == ("unknown", None)
    labour = found.of("certified_labour_share", "DBSH")
    assert {entry.group for entry in labour} == {"1", "2", "3"}
    assert all(entry.comparable and entry.change == "unknown" for entry in labour)


def test_the_other_way_round_nothing_of_318_is_new() -> None:
    found = diff(load("51/2025", tier="ntm", level="commune"), load("318/2022", tier="ntm"))
    assert found.only("new") == ()


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "chưa thấy hết"), ("en", "not all of its rows have been seen")]
)
def test_a_reader_is_told_that_rows_have_not_been_seen(lang: str, said: str) -> None:
    found = between("318/2022", "51/2025", "commune")
    text = difference_text(found, measures(), lang)  # type: ignore[arg-type]
    assert said in " ".join(text.split())
    data = diff_data(found, measures(), lang)  # type: ignore[arg-type]
    assert (data["a"]["all_rows_seen"], data["b"]["all_rows_seen"]) == (True, False)


def test_the_conditions_of_provinces_that_51_may_still_have_are_not_dropped() -> None:
    found = diff(load("321/2022"), load("51/2025", level="province"))
    assert found.only("dropped") == ()
    assert one(found, "districts_ntm_share").change == "unknown"


def test_a_set_of_which_rows_are_unseen_needs_no_published_total() -> None:
    text = COUNTED.format(require="{measure: communes_ntm_share, at_least: 75 %}")
    ruleset = load_text(text.replace("columns:", "published: {complete: false}\ncolumns:"))
    assert not ruleset.all_rows_seen
    assert load_text(dump_ruleset(ruleset)) == ruleset
    with pytest.raises(UnexpectedValue, match="no totals stand beside it"):
        load_text(text.replace("columns:", "published: {complete: true}\ncolumns:"))


def test_a_set_of_all_rows_tells_no_such_thing() -> None:
    text = difference_text(between("558/2016", "320/2022", "district"), measures(), "en")
    assert "not all of its rows" not in text


COUNTED = """
ruleset: 1/2030
level: district
tier: ntm
name: {{vi: Huyện, en: District}}
years: [2030, 2031]
columns: {{by: none}}
criteria:
  - number: "1"
    name: {{vi: Xã, en: Communes}}
    indicators:
      - {{id: "1", label: {{vi: Xã, en: Communes}}, require: {require}, status: sourced-1}}
"""


def asking(require: str) -> Ruleset:
    return load_text(COUNTED.format(require=require))


def meets(criteria: str) -> str:
    return f"{{meets: {{ruleset: 491/2009, tier: ntm{criteria}}}}}"


def share(satisfy: str) -> str:
    return (
        f"{{measure: communes_ntm_share, at_least: 75 %, members: {{kinds: [commune], satisfy: {satisfy}}}}}"
    )


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (", criteria: {at_least: 14}", ", criteria: {at_least: 15}", "stricter"),
        (", criteria: {at_least: 14, others_at: 70 %}", ", criteria: {at_least: 14}", "looser"),
        (
            ', criteria: {at_least: 14, among: ["10"]}',
            ', criteria: {at_least: 14, among: ["10", "11"]}',
            "stricter",
        ),
        (", criteria: {at_least: 14}", "", "stricter"),
    ],
)
def test_more_criteria_of_a_set_are_stricter(before: str, after: str, change: str) -> None:
    (entry,) = diff(asking(meets(before)), asking(meets(after))).entries
    assert entry.change == change
    (back,) = diff(asking(meets(after)), asking(meets(before))).entries
    assert {entry.change, back.change} == {"stricter", "looser"}


def test_a_share_of_members_that_must_meet_something_else_is_redefined() -> None:
    before, after = share(meets(", criteria: {at_least: 14}")), share(meets(""))
    entry = one(diff(asking(before), asking(after)), "communes_ntm_share")
    assert (entry.change, entry.comparable) == ("redefined", False)
    assert diff(asking(before), asking(before)).only("unchanged")
