"""Every provincial document that is known is in the catalogue, and what it sets is sourced and loadable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntm_rules import UnitRecord, catalogue, dump_ruleset, evaluate, load, load_text, unit_record
from ntm_rules.law import Decision, SetEntry, Status
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
WITHOUT_ADDRESS = {
    ("Quảng Nam", "1098/2022"),
    ("Đồng Nai", "10/2023"),
    ("Thái Nguyên", "5766/2023"),
    ("Bắc Giang", "unnumbered-plan/2021-2025"),
    ("Hải Dương", "1334/2024"),
    ("Lạng Sơn", "1062/2024"),
}
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
        ("Lạng Sơn", "738/2019", dt.date(2019, 4, 19)),
        ("Lạng Sơn", "1271/2019", dt.date(2019, 7, 16)),
        ("Lạng Sơn", "1062/2024", dt.date(2024, 6, 17)),
        ("Điện Biên", "135/2019", dt.date(2019, 2, 18)),
        ("Phú Yên", "unnumbered-hamlets/2021-2025", None),
        ("Gia Lai", "unnumbered-huyen/2022", None),
        ("Thái Nguyên", "unnumbered-huyen-nang-cao/2021-2025", None),
        ("Quảng Nam", "2254/2022", dt.date(2022, 8, 29)),
        ("Quảng Nam", "2428/2022", dt.date(2022, 9, 16)),
        ("Lào Cai", "1144/2022", None),
        ("Cao Bằng", "unnumbered-hamlets/2021-2025", None),
        ("Bắc Giang", "unnumbered-hamlets/2021-2025", None),
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


def test_binh_phuoc_asks_a_twentieth_criterion_whose_rows_nobody_has_seen() -> None:
    national = load("318/2022", tier="nang_cao", as_of="2023-06-30")
    ruleset = load("318/2022", tier="nang_cao", as_of="2023-06-30", province="Bình Phước")
    assert len(ruleset.criteria) == len(national.criteria) + 1 == 20
    assert ruleset.criteria[-1].name.vi == "Khu dân cư nông thôn mới kiểu mẫu"
    assert outcome(ruleset, "Bình Phước", "20", 2023, model_residential_area_met="đạt") == "unknown"


def test_quang_nam_asks_a_model_hamlet_beside_the_19_criteria() -> None:
    ruleset = load("318/2022", tier="ntm", as_of="2023-12-01", province="Quảng Nam")

    def model_hamlet(*hamlets: dict[str, str], **observations: str) -> str:
        verdict = evaluate(a_commune_with("Quảng Nam", *hamlets, **observations), ruleset)
        [condition] = [c for c in verdict.conditions if c.indicator.id == "model-hamlet"]
        return str(condition.outcome)

    plain, model = {"model_hamlet_recognised": "chưa đạt"}, {"model_hamlet_recognised": "đạt"}
    assert model_hamlet(plain, plain) == "not_met"
    assert model_hamlet(plain, model) == "met"
    assert model_hamlet(plain, {}) == "unknown"
    assert model_hamlet(model_hamlets="1 thôn") == "met"
    assert [
        c.id for c in load("318/2022", tier="ntm", as_of="2023-12-01").conditions if c.id == "model-hamlet"
    ] == []


def test_the_30_percent_reported_of_quang_nam_sets_no_level() -> None:
    ruleset = load("318/2022", tier="ntm", as_of="2023-06-30", province="Quảng Nam")
    assert {row.id for row, _ in cells(ruleset, "unnumbered-ntm/2022")} == {"model-hamlet"}
    assert outcome(ruleset, "Quảng Nam", "15.4", 2023, electronic_health_book_share="35 %") == "unknown"


# Hamlets, smart villages, smart communes.

SETS = [e for e in catalogue().sets if e.decision.province is not None]
SMART = [e for e in SETS if (e.level, e.tier) == ("hamlet", "thong_minh")]


@pytest.mark.parametrize("entry", SETS, ids=repr)
def test_a_provinces_own_set_loads_by_its_name_and_is_the_same_after_dumping(entry: SetEntry) -> None:
    ruleset = load(entry.decision.name, tier=entry.tier, level=entry.level)
    assert ruleset.province == entry.decision.province
    assert load_text(dump_ruleset(ruleset)) == ruleset
    for row in ruleset.indicators():
        if row.status in (Status.SOURCED_1, Status.SOURCED_2):
            assert row.sources, row.id


def hamlet(province: str, year: int, **observations: str) -> UnitRecord:
    unit = {"name": "Thôn A", "level": "hamlet", "province": province}
    return unit_record({"unit": unit, "year": year, "observations": observations})


def test_lao_cai_has_14_criteria_of_a_new_rural_hamlet_and_12_of_a_model_one() -> None:
    for tier, count, last in (
        ("ntm", 14, "An ninh trật tự xã hội"),
        ("kieu_mau", 12, "Môi trường và an toàn thực phẩm"),
    ):
        ruleset = load("1144/2022", tier=tier)
        assert len(ruleset.criteria) == count
        assert ruleset.criteria[-1].name.vi == last
        verdict = evaluate(hamlet("Lào Cai", 2023), ruleset)
        assert (verdict.outcome, verdict.criteria_unknown) == ("undetermined", count)


def test_a_new_rural_hamlet_of_lao_cai_before_2022_stood_out_in_one_of_four_ways() -> None:
    ruleset = load("unnumbered-hamlets/2019-2022", province="Lào Cai")
    plain = {"hamlet_craft_village": "chưa đạt", "hamlet_clean_houses_gardens": "chưa đạt"}
    none = {**plain, "hamlet_cultural_identity": "chưa đạt", "hamlet_self_managed_security": "chưa đạt"}
    assert evaluate(hamlet("Lào Cai", 2020, **none), ruleset).outcome == "not_met"
    one = {**none, "hamlet_cultural_identity": "đạt"}
    assert [c.outcome for c in evaluate(hamlet("Lào Cai", 2020, **one), ruleset).conditions] == ["met"]


@pytest.mark.parametrize(
    ("province", "id", "indicator", "measure", "met", "failed"),
    [
        ("Ninh Bình", "897/2022", "1", "fibre_covered_share", "80 %", "79,9 %"),
        ("Ninh Bình", "897/2022", "2", "mobile_broadband_coverage_share", "100 %", "99,9 %"),
        ("Ninh Bình", "897/2022", "4", "adults_smartphone_share", "90 %", "89,9 %"),
        ("Nam Định", "23/2022", "1", "community_digital_teams", "1 tổ", "0 tổ"),
        ("Nam Định", "23/2022", "3", "free_wifi_points", "1 điểm", "0 điểm"),
        ("Nam Định", "23/2022", "4", "digital_skills_trained_share", "70,1 %", "70 %"),  # trên 70 %
        ("Lào Cai", "2385/2023", "2.2", "social_networks_used", "1 nền tảng", "0 nền tảng"),
        ("Lào Cai", "2385/2023", "2.3", "standard_wifi_devices", "1 thiết bị", "0 thiết bị"),
        ("Quảng Nam", "2429/2022", "2", "cultural_house_free_wifi", "đạt", "chưa đạt"),
    ],
)
def test_a_smart_village_must_reach_the_known_levels_of_its_province(
    province: str, id: str, indicator: str, measure: str, met: str, failed: str
) -> None:
    ruleset = load(id, tier="thong_minh", level="hamlet", province=province)
    for value, expected in ((met, "met"), (failed, "not_met")):
        verdict = evaluate(hamlet(province, 2023, **{measure: value}), ruleset)
        assert verdict.indicator(indicator).outcome == expected


@pytest.mark.parametrize("entry", SMART, ids=repr)
def test_what_nobody_has_seen_of_a_smart_village_keeps_facts_from_proving_one(entry: SetEntry) -> None:
    ruleset = load(entry.decision.name, tier="thong_minh", level="hamlet")
    assert evaluate(hamlet(str(ruleset.province), 2023), ruleset).indicator("khác").outcome == "unknown"


def a_commune_with(province: str, *hamlets: dict[str, str], **observations: str) -> UnitRecord:
    members = [
        {"unit": {"name": f"Thôn {n}", "level": "hamlet"}, "observations": facts}
        for n, facts in enumerate(hamlets, 1)
    ]
    unit = {"name": "Xã A", "level": "commune", "province": province}
    given: dict[str, object] = {"unit": unit, "year": 2023, "assessed_on": dt.date(2023, 12, 1)}
    if hamlets:
        given["members"] = members
    return unit_record({**given, "observations": observations})


FAILING = {
    "Ninh Bình": {"fibre_covered_share": "79 %"},
    "Nam Định": {"digital_skills_trained_share": "70 %"},
    "Lào Cai": {"social_networks_used": "0 nền tảng"},
    "Quảng Nam": {"fibre_and_mobile_to_households": "chưa đạt"},
}


@pytest.mark.parametrize("province", FAILING)
def test_the_smart_villages_of_a_model_commune_are_counted_from_its_hamlets(province: str) -> None:
    ruleset = load("319/2022", as_of="2023-12-01", province=province)

    def smart_villages(*hamlets: dict[str, str], **observations: str) -> str:
        return str(
            evaluate(a_commune_with(province, *hamlets, **observations), ruleset).indicator("3").outcome
        )

    assert smart_villages(FAILING[province], FAILING[province]) == "not_met"
    assert smart_villages(FAILING[province], {}) == "unknown"  # the rest of the rules has not been seen
    assert smart_villages(FAILING[province], {"smart_village_recognised": "đạt"}) == "met"
    assert smart_villages(smart_villages="1 thôn") == "met"  # no hamlets recorded: the number observed
    assert smart_villages(smart_villages="0 thôn") == "not_met"


def test_a_quarter_of_the_villages_of_a_smart_commune_of_thanh_hoa_are_smart() -> None:
    ruleset = load("unnumbered-smart-communes/2021-2025", tier="thong_minh", province="Thanh Hóa")
    smart, plain = {"smart_village_recognised": "đạt"}, {"smart_village_recognised": "chưa đạt"}
    for hamlets, expected in (((smart, plain, plain, plain), "met"), ((smart, *[plain] * 4), "not_met")):
        verdict = evaluate(a_commune_with("Thanh Hóa", *hamlets), ruleset)
        assert verdict.indicator("1").outcome == expected
        assert verdict.indicator("khác").outcome == "unknown"


@pytest.mark.parametrize("id", ["924/2022", "3445/2023", "696/2023"])
def test_the_national_documents_on_smart_rural_areas_set_no_level(id: str) -> None:
    decision = catalogue().decision(id)
    assert decision.province is None
    assert not decision.sets
    assert not decision.amendments
