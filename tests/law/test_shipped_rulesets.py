"""The shipped sets: complete by the published counts, and equal to themselves after writing."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from ntm_rules import catalogue, dump_ruleset, load, load_text
from ntm_rules.law import Ruleset, SetEntry, Status, read_catalogue
from ntm_rules.law.requirements import Level, levels

ENTRIES = catalogue().sets
IDS = [f"{e.decision.id} {e.tier}" for e in ENTRIES]


@pytest.mark.parametrize(
    ("decision", "tier", "criteria", "indicators"),
    [
        ("491/2009", "ntm", 19, 39),
        ("1980/2016", "ntm", 19, 49),
        ("318/2022", "ntm", 19, 57),
        ("318/2022", "nang_cao", 19, 75),
        ("319/2022", "kieu_mau", 4, 4),
        ("691/2018", "kieu_mau", 4, 24),
    ],
)
def test_a_set_has_as_many_criteria_and_indicators_as_is_published(
    decision: str, tier: str, criteria: int, indicators: int
) -> None:
    ruleset = catalogue().base(catalogue().entry(decision, tier))
    assert len(ruleset.criteria) == criteria
    assert len(tuple(ruleset.indicators())) == indicators


def test_342_keeps_the_19_criteria_and_39_indicators_of_491() -> None:
    before, after = load("491/2009", as_of="2013-02-19"), load("491/2009", as_of="2013-02-20")
    assert [c.number for c in after.criteria] == [c.number for c in before.criteria]
    assert len(tuple(after.indicators())) == 39
    changed = {c.number for c, d in zip(before.criteria, after.criteria, strict=True) if c != d}
    assert changed == {"7", "10", "12", "14", "15"}


def test_211_changes_four_indicators_of_annex_one_and_no_count() -> None:
    before = load("318/2022", tier="ntm", as_of="2024-02-29")
    after = load("318/2022", tier="ntm", as_of="2024-03-01")
    changed = {i.id for i in after.indicators() if i != before.indicator(i.id)}
    assert changed == {"13.1", "15.4", "17.1", "18.4"}
    assert {after.indicator(id).origin for id in changed} == {"211/2024"}
    assert len(tuple(after.indicators())) == 57


@cache
def consolidated(entry: SetEntry) -> tuple[Ruleset, ...]:
    days = (None, *(dt.date(year, 12, 31) for year in (2012, 2014, 2017, 2019, 2022, 2024)))
    return tuple(
        catalogue().load(entry.decision.id, tier=entry.tier, level=entry.level, as_of=day) for day in days
    )


@pytest.mark.parametrize("province", ["Nam Định", "Ninh Bình"])
def test_a_set_with_a_provinces_overlay_is_the_same_after_dumping_too(province: str) -> None:
    ruleset = load("319/2022", as_of="2023-06-01", province=province)
    assert ruleset.amended_by
    assert load_text(dump_ruleset(ruleset)) == ruleset


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_loading_dumping_and_loading_again_gives_the_same_set(entry: SetEntry) -> None:
    base = catalogue().base(entry)
    assert load_text(dump_ruleset(base)) == base
    for ruleset in consolidated(entry):
        again = load_text(dump_ruleset(ruleset))
        assert again == ruleset
        assert again.digest == ruleset.digest


WITHOUT_ADDRESS = {("491/2009", "6.1"), ("491/2009", "6.2")}
"""Rows whose one source is a ministry's report that was seen without an address; their notes say so."""


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_every_sourced_level_has_an_address(entry: SetEntry) -> None:
    ruleset = catalogue().base(entry)
    for indicator in (*ruleset.indicators(), *ruleset.conditions):
        for comparison in indicator.comparisons:
            for path, cell in levels(comparison.bound):
                if isinstance(cell, Level) and cell.provenance.status in (Status.SOURCED_1, Status.SOURCED_2):
                    if (ruleset.decision, indicator.id) in WITHOUT_ADDRESS:
                        assert indicator.note
                        continue
                    assert cell.provenance.sources or indicator.sources, (indicator.id, path)


def test_a_changed_set_has_another_digest_and_finds_its_new_indicators() -> None:
    before, after = (load("318/2022", tier="ntm", as_of=day) for day in ("2024-02-29", "2024-03-01"))
    assert before.digest != after.digest
    assert after.indicator("13.1") is next(i for i in after.indicators() if i.id == "13.1")


def test_without_a_level_a_set_for_communes_is_meant(tmp_path: Path) -> None:
    folder = tmp_path / "qd-991-2030"
    folder.mkdir()
    entries = [(level, f"{level}.yaml") for level in ("district", "commune", "province")]
    (folder / "decision.yaml").write_text(
        "id: 991/2030\nkind: decision\nnumber: 991/QĐ\nissuer: Bộ\ntitle: {vi: Thử, en: Trial}\nsets:\n"
        + "".join(f"  - {{file: {file}, level: {level}, tier: ntm}}\n" for level, file in entries),
        encoding="utf-8",
    )
    documents = read_catalogue(tmp_path)
    assert documents.entry("991/2030", "ntm").level == "commune"
    assert documents.entry("991/2030", "ntm", "tỉnh").level == "province"


def test_the_set_in_force_follows_the_date() -> None:
    def tiers(on: str) -> set[tuple[str, str]]:
        from ntm_rules import in_force

        return {(e.decision.id, e.tier) for e in in_force(on, level="commune")}

    assert ("491/2009", "ntm") in tiers("2014-06-01")
    assert ("1980/2016", "ntm") in tiers("2018-06-01")
    assert tiers("2023-06-01") == {("318/2022", "ntm"), ("318/2022", "nang_cao"), ("319/2022", "kieu_mau")}
    assert tiers("2008-01-01") == set()


def test_a_provinces_own_sets_are_in_force_where_the_province_is_named() -> None:
    from ntm_rules import in_force

    assert in_force("2023-12-01", level="hamlet") == ()
    found = {(e.decision.id, e.tier) for e in in_force("2023-12-01", level="hamlet", province="Lào Cai")}
    assert found == {("1144/2022", "ntm"), ("1144/2022", "kieu_mau"), ("2385/2023", "thong_minh")}


@pytest.mark.parametrize(
    ("as_of", "condition"),
    [("2024-03-06", "security-not-complex"), ("2024-03-07", "security-safe-standard")],
)
@pytest.mark.parametrize("tier", ["ntm", "nang_cao"])
def test_the_security_condition_is_the_one_of_the_day(tier: str, as_of: str, condition: str) -> None:
    found = [c.id for c in load("318/2022", tier=tier, as_of=as_of).conditions if c.id.startswith("security")]
    assert found == [condition]
