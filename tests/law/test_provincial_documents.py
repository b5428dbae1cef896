"""Every provincial document that is known is in the catalogue, and what it sets is sourced and loadable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntm_rules import catalogue, dump_ruleset, evaluate, load, load_text, unit_record
from ntm_rules.law import Decision, Status
from ntm_rules.law.entries import AmendmentEntry
from ntm_rules.law.requirements import Level, Multiple, levels
from ntm_rules.law.rulesets import Indicator, Ruleset
from ntm_rules.shipped import rulesets_dir

PROVINCIAL = [d for d in catalogue().decisions if d.province is not None]
OVERLAYS = [a for a in catalogue().amendments if a.decision.province is not None]
DAYS = (
    "2012-06-30",
    "2018-06-30",
    "2020-12-31",
    "2022-12-31",
    "2023-12-31",
    "2024-12-31",
    "2025-06-30",
    None,
)
FOLDERS = sorted(p for p in (rulesets_dir() / "provinces").iterdir() if p.is_dir())
WITHOUT_ADDRESS = {("Quảng Nam", "1098/2022"), ("Đồng Nai", "10/2023"), ("Thái Nguyên", "5766/2023")}
"""Documents known from a list or a scan without an address; they set no level."""


def named(entry: AmendmentEntry) -> str:
    return f"{entry.decision.province} {entry.decision.id} {entry.file.amends}"


def provincial(entry: AmendmentEntry) -> Ruleset:
    """Return the latest text that the document changes, which is not the last where it held for a time."""
    file = entry.file
    texts = (
        load(file.amends, tier=file.tier, level=file.level, as_of=day, province=entry.decision.province)
        for day in reversed(DAYS)
    )
    return next(text for text in texts if entry.decision.id in text.amended_by)


def cells(ruleset: Ruleset, document: str) -> Iterator[tuple[Indicator, Level | Multiple]]:
    """Yield the levels of a consolidated set that a document gives, each with its row."""
    for row in (*ruleset.indicators(), *ruleset.conditions):
        for comparison in row.comparisons:
            for _, cell in levels(comparison.bound):
                if not isinstance(cell, Level | Multiple):
                    continue
                origin = cell.provenance.document or row.origin
                if origin == document:
                    yield row, cell


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_every_folder_of_a_province_holds_documents_of_that_one_province(folder: Path) -> None:
    entries = sorted(folder.glob("*/decision.yaml"))
    assert entries
    assert len(entries) == len(list(folder.iterdir()))
    owners = {
        decision.province
        for decision in PROVINCIAL
        for file in entries
        if f"\nprovince: {decision.province}\n" in file.read_text(encoding="utf-8")
    }
    assert len(owners) == 1


def test_no_provincial_document_stands_outside_the_folder_of_the_provinces() -> None:
    assert len(PROVINCIAL) == sum(1 for f in FOLDERS for _ in f.glob("*/decision.yaml"))


@pytest.mark.parametrize("province", sorted({d.province for d in PROVINCIAL if d.province}))
def test_every_commune_set_loads_for_every_province_that_has_documents(province: str) -> None:
    for entry in catalogue().sets:
        if entry.level != "commune" or entry.decision.province is not None:
            continue
        for day in DAYS:
            ruleset = load(entry.decision.id, tier=entry.tier, level="commune", as_of=day, province=province)
            assert ruleset.criteria


@pytest.mark.parametrize("entry", OVERLAYS, ids=named)
def test_a_set_with_a_provincial_overlay_is_the_same_after_dumping(entry: AmendmentEntry) -> None:
    ruleset = provincial(entry)
    assert entry.decision.id in ruleset.amended_by
    assert load_text(dump_ruleset(ruleset)) == ruleset


@pytest.mark.parametrize("entry", OVERLAYS, ids=named)
def test_every_provincial_level_has_an_address_and_twice_sourced_ones_two(entry: AmendmentEntry) -> None:
    for row, cell in cells(provincial(entry), entry.decision.id):
        addresses = cell.provenance.sources or row.sources
        assert addresses, row.id
        assert cell.provenance.status in (Status.SOURCED_1, Status.SOURCED_2), row.id
        if cell.provenance.status is Status.SOURCED_2:
            assert len({source.url for source in addresses}) >= 2, row.id


@pytest.mark.parametrize("entry", OVERLAYS, ids=named)
def test_what_is_known_of_a_provincial_change_without_a_level_has_an_address(entry: AmendmentEntry) -> None:
    for change in provincial(entry).unread_changes:
        if change.document == entry.decision.id:
            assert change.sources, change.note


@pytest.mark.parametrize("decision", PROVINCIAL, ids=lambda d: f"{d.province} {d.id}")
def test_a_provincial_document_says_where_it_is_known_from_and_what_it_holds(decision: Decision) -> None:
    assert decision.note
    if (decision.province, decision.id) in WITHOUT_ADDRESS:
        assert not decision.amendments
    else:
        assert decision.sources


@pytest.mark.parametrize(
    ("province", "id", "issued"),
    [
        ("Hòa Bình", "816/2017", dt.date(2017, 5, 19)),
        ("Đắk Lắk", "2687/2017", dt.date(2017, 9, 27)),
        ("Thái Bình", "2538/2018", dt.date(2018, 10, 5)),
        ("Bắc Kạn", "1861/2018", dt.date(2018, 11, 6)),
        ("Đồng Nai", "931/2019", dt.date(2019, 3, 29)),
        ("Hà Nội", "3098/2022", dt.date(2022, 8, 29)),
        ("Cần Thơ", "3429/2022", dt.date(2022, 9, 15)),
        ("Quảng Nam", "2333/2022", dt.date(2022, 9, 8)),
        ("Lào Cai", "2385/2023", dt.date(2023, 10, 3)),
        ("Thái Nguyên", "5766/2023", dt.date(2023, 11, 10)),
        ("Bắc Giang", "741/2022", None),
        ("Bình Phước", "1361/2022", None),
    ],
)
def test_a_document_of_a_province_is_listed_with_its_day(
    province: str, id: str, issued: dt.date | None
) -> None:
    [found] = [d for d in PROVINCIAL if (d.province, d.id) == (province, id)]
    assert found.issued == issued


def outcome(ruleset: Ruleset, province: str, indicator: str, year: int, **observations: str) -> str:
    unit = {"name": "Xã A", "level": "commune", "province": province}
    record = unit_record({"unit": unit, "year": year, "observations": observations})
    return str(evaluate(record, ruleset).indicator(indicator).outcome)


@pytest.mark.parametrize(
    ("year", "income", "national", "thai_binh"),
    [
        (2022, "70,9 triệu đồng/người/năm", "met", "not_met"),  # 1.1 × 64 = 70.4, rounded up to 71
        (2022, "71 triệu đồng/người/năm", "met", "met"),
        (2023, "74,9 triệu đồng/người/năm", "met", "not_met"),  # 1.1 × 68 = 74.8, rounded up to 75
        (2024, "79,2 triệu đồng/người/năm", "met", "met"),  # no level of its own: the national multiple
        (2024, "79,1 triệu đồng/người/năm", "not_met", "not_met"),
    ],
)
def test_thai_binh_rounds_the_income_of_a_model_commune_up_and_keeps_the_national_rule_elsewhere(
    year: int, income: str, national: str, thai_binh: str
) -> None:
    day = "2025-01-31"
    base, overlaid = load("319/2022", as_of=day), load("319/2022", as_of=day, province="Thái Bình")
    assert outcome(base, "Thái Bình", "2", year, income_per_capita=income) == national
    assert outcome(overlaid, "Thái Bình", "2", year, income_per_capita=income) == thai_binh


def test_hai_duong_asks_the_exact_national_product_of_a_model_commune_in_2023() -> None:
    ruleset = load("319/2022", as_of="2025-01-31", province="Hải Dương")
    for income, expected in (("74,8", "met"), ("74,7", "not_met")):
        found = outcome(ruleset, "Hải Dương", "2", 2023, income_per_capita=f"{income} triệu đồng/người/năm")
        assert found == expected


def test_hai_duong_asked_that_all_solid_waste_is_collected_where_the_nation_asked_90_percent() -> None:
    base, overlaid = load("691/2018"), load("691/2018", province="Hải Dương")
    assert outcome(base, "Hải Dương", "3.1", 2020, solid_waste_collected_share="95 %") == "met"
    assert outcome(overlaid, "Hải Dương", "3.1", 2020, solid_waste_collected_share="95 %") == "not_met"


def test_hai_duong_adds_environment_rows_to_the_frame_of_the_letter_of_2018() -> None:
    before = load("1345/2018", as_of="2020-07-31", province="Hải Dương")
    after = load("1345/2018", as_of="2020-08-01", province="Hải Dương")
    added = {i.id for i in after.indicators()} - {i.id for i in before.indicators()}
    assert added == {"HD-M1", "HD-M3", "HD-M4", "HD-M5"}
    assert outcome(after, "Hải Dương", "HD-M1", 2020, clean_water_share="99,9 %") == "not_met"


def test_lao_cai_closes_the_list_of_fields_and_asks_one_of_seven() -> None:
    row = load("319/2022", as_of="2024-01-01", province="Lào Cai").indicator("4")
    assert row.origin == "2385/2023"
    assert row.label.en.count(";") == 6
    assert load("319/2022", as_of="2023-10-02", province="Lào Cai").indicator("4").origin == "319/2022"


def test_quang_nam_names_eleven_fields() -> None:
    row = load("319/2022", as_of="2023-01-01", province="Quảng Nam").indicator("4")
    assert row.label.vi.count(";") == 10


def test_binh_phuoc_is_known_to_have_a_twentieth_criterion_whose_rows_nobody_has_seen() -> None:
    ruleset = load("318/2022", tier="nang_cao", as_of="2023-06-30", province="Bình Phước")
    [change] = [c for c in ruleset.unread_changes if c.document == "1361/2022"]
    assert "criterion 20" in change.note
    assert len(ruleset.criteria) == 19


def test_the_30_percent_reported_of_quang_nam_sets_no_level() -> None:
    ruleset = load("318/2022", tier="ntm", as_of="2023-06-30", province="Quảng Nam")
    assert not list(cells(ruleset, "unnumbered-ntm/2022"))
    assert outcome(ruleset, "Quảng Nam", "15.4", 2023, electronic_health_book_share="35 %") == "unknown"
