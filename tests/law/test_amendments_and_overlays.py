"""Amendments, guidance and provincial overlays: one mechanism, and what a province may not do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from ntm_rules import evaluate, load_text, measures, unit_record
from ntm_rules.errors import AmendmentConflict, OverlayWeakerThanFloor, UnknownName
from ntm_rules.law import Catalogue, amend, read_amendment, read_catalogue
from ntm_rules.law.overlays import refuse_weaker_cells
from ntm_rules.reporting import evidence_of
from ntm_rules.shipped import rulesets_dir
from ntm_rules.yaml_nodes import parse_yaml

OverlayWriter = Callable[..., Catalogue]


@pytest.fixture
def with_overlay(tmp_path: Path) -> OverlayWriter:
    """Return a function that writes provincial overlays of 318 annex I and reads them beside ours."""

    def write(*changes: str) -> Catalogue:
        for number, text in enumerate(changes, 1):
            folder = tmp_path / f"qd-{number}-2023"
            folder.mkdir()
            (folder / "decision.yaml").write_text(
                f"id: {number}/2023\nkind: decision\nnumber: {number}/QĐ-UBND\nissuer: UBND tỉnh\n"
                "issued: 2023-01-01\ntitle: {vi: Quy định, en: Rules}\nprovince: Nghệ An\n"
                "amendments: [{file: a.yaml, amends: 318/2022, level: commune, tier: ntm}]\n",
                encoding="utf-8",
            )
            (folder / "a.yaml").write_text(
                f"amendment: {number}/2023\namends: {{ruleset: 318/2022, tier: ntm}}\nfrom: 2023-01-01\n"
                f"province: Nghệ An\nchanges:\n{text}",
                encoding="utf-8",
            )
        return read_catalogue(rulesets_dir(), tmp_path)

    return write


ROADS = '  - set: {indicator: "2.1"}\n    at_least: 100 %\n    status: sourced-1\n    sources: [https://example.org]\n'


def commune(**observations: str) -> object:
    unit = {"name": "Xã A", "level": "commune", "province": "Nghệ An"}
    return unit_record({"unit": unit, "year": 2023, "observations": observations})


def test_a_province_sets_what_is_left_to_it_and_the_cell_knows_its_document(
    with_overlay: OverlayWriter,
) -> None:
    documents = with_overlay(ROADS)
    ruleset = documents.load("318/2022", tier="ntm", as_of="2023-06-01", province="Nghệ An")
    bound = ruleset.indicator("2.1").comparisons[0].bound
    assert bound.provenance.document == "1/2023"  # type: ignore[union-attr]
    record = commune(commune_roads_paved_share="99 %")
    verdict = evaluate(record, ruleset, documents=documents)  # type: ignore[arg-type]
    assert verdict.indicator("2.1").outcome == "not_met"
    national = documents.load("318/2022", tier="ntm", as_of="2023-06-01")
    assert evaluate(record, national).indicator("2.1").outcome == "unknown"  # type: ignore[arg-type]


def test_an_overlay_does_not_apply_before_its_date(with_overlay: OverlayWriter) -> None:
    documents = with_overlay(ROADS)
    early = documents.load("318/2022", tier="ntm", as_of="2022-12-31", province="Nghệ An")
    assert early.indicator("2.1") == documents.load("318/2022", tier="ntm", as_of="2022-12-31").indicator(
        "2.1"
    )


def test_a_province_may_tighten_a_national_level(with_overlay: OverlayWriter) -> None:
    documents = with_overlay('  - set: {indicator: "3.1"}\n    at_least: {value: 85 %, status: sourced-1}\n')
    ruleset = documents.load("318/2022", tier="ntm", as_of="2023-06-01", province="Nghệ An")
    verdict = evaluate(commune(irrigated_land_share="82 %"), ruleset, documents=documents)  # type: ignore[arg-type]
    assert verdict.indicator("3.1").outcome == "not_met"


@pytest.mark.parametrize(
    ("change", "national", "provincial"),
    [
        ('  - set: {indicator: "3.1"}\n    at_least: {value: 79 %, status: sourced-1}\n', "80 %", "79 %"),
        ('  - set: {indicator: "11"}\n    at_most: {value: "6,6 %", status: sourced-1}\n', "6,5 %", "6,6 %"),
        ('  - repeal: {indicator: "6.3"}\n', "", "repeals"),
    ],
)
def test_an_overlay_weaker_than_the_national_level_is_refused_with_the_two_cells_side_by_side(
    with_overlay: OverlayWriter, change: str, national: str, provincial: str
) -> None:
    documents = with_overlay(change)
    with pytest.raises(OverlayWeakerThanFloor) as caught:
        documents.load("318/2022", tier="ntm", as_of="2023-06-01", province="Nghệ An")
    message = str(caught.value).replace("6.5", "6,5")
    assert national in message
    assert provincial in message
    assert "a.yaml" in message


def test_a_provincial_level_is_held_against_the_columns_of_its_own_region_alone(
    with_overlay: OverlayWriter,
) -> None:
    # 15.3 asks at most 25 % in BTB, where Nghệ An lies, and 16.5 % in DBSH.
    documents = with_overlay('  - set: {indicator: "15.3"}\n    at_most: {value: 24 %, status: sourced-1}\n')
    ruleset = documents.load("318/2022", tier="ntm", as_of="2023-06-01", province="Nghệ An")
    verdict = evaluate(commune(stunting_share="24,5 %"), ruleset, documents=documents)  # type: ignore[arg-type]
    assert verdict.indicator("15.3").outcome == "not_met"


@pytest.mark.parametrize(
    ("year", "income", "outcome"),
    [
        (2023, "79 triệu đồng/người/năm", "not_met"),  # the province's own level for 2023
        (2023, "80 triệu đồng/người/năm", "met"),
        (2024, "48 triệu đồng/người/năm", "unknown"),  # not named: as the national text has it, unset for BTB
    ],
)
def test_a_table_by_year_sets_the_years_it_names_and_leaves_the_others_as_they_are(
    with_overlay: OverlayWriter, year: int, income: str, outcome: str
) -> None:
    documents = with_overlay(
        '  - set: {indicator: "10"}\n    at_least: {by: year, 2023: 80 triệu đồng/người/năm}\n'
        "    status: sourced-1\n    sources: [https://example.org]\n"
    )
    ruleset = documents.load("318/2022", tier="ntm", as_of="2024-06-01", province="Nghệ An")
    unit = {"name": "Xã A", "level": "commune", "province": "Nghệ An"}
    record = unit_record({"unit": unit, "year": year, "observations": {"income_per_capita": income}})
    assert evaluate(record, ruleset, documents=documents).indicator("10").outcome == outcome


@pytest.mark.parametrize(
    "table",
    [
        "{by: year, 2023: 85 %}",
        "{by: region, BTB: 85 %}",
        "{by: [year, region], 2023: {BTB: 85 %}}",
        "{by: [region, year], BTB: {2023: 85 %}}",
    ],
)
def test_a_table_laid_over_one_level_tightens_its_own_cells_alone(
    with_overlay: OverlayWriter, table: str
) -> None:
    change = f'  - set: {{indicator: "3.1"}}\n    at_least: {table}\n    status: sourced-1\n'
    documents = with_overlay(change + "    sources: [https://example.org]\n")
    ruleset = documents.load("318/2022", tier="ntm", as_of="2024-06-01", province="Nghệ An")
    found = {}
    for year in (2023, 2024):
        unit = {"name": "Xã A", "level": "commune", "province": "Nghệ An"}
        record = unit_record({"unit": unit, "year": year, "observations": {"irrigated_land_share": "82 %"}})
        found[year] = str(evaluate(record, ruleset, documents=documents).indicator("3.1").outcome)
    assert found == {2023: "not_met", 2024: "not_met" if table.startswith("{by: region, BTB: 85") else "met"}


def test_a_row_that_is_replaced_must_keep_a_level_in_every_national_cell(with_overlay: OverlayWriter) -> None:
    documents = with_overlay(
        '  - replace: {indicator: "3.1"}\n    with: {label: {vi: Tưới, en: Irrigation}, '
        "require: {measure: irrigated_land_share, at_least: {by: year, 2023: 85 %}}, "
        "status: sourced-1, sources: [https://example.org]}\n"
    )
    with pytest.raises(OverlayWeakerThanFloor, match=r"3\.1.*2021.*no level.*80 %"):
        documents.load("318/2022", tier="ntm", as_of="2024-06-01", province="Nghệ An")


def test_a_province_may_not_leave_open_what_is_set_nationally(with_overlay: OverlayWriter) -> None:
    documents = with_overlay(
        '  - set: {indicator: "3.1"}\n    at_least: {set_by: province, status: sourced-1}\n'
    )
    with pytest.raises(OverlayWeakerThanFloor, match="no level"):
        documents.load("318/2022", tier="ntm", as_of="2023-06-01", province="Nghệ An")


def test_an_overlay_may_add_a_criterion(with_overlay: OverlayWriter) -> None:
    documents = with_overlay(
        '  - add: {criterion: "20"}\n    with:\n      name: {vi: Thêm, en: More}\n      indicators:\n'
        '        - {id: "20.1", label: {vi: Thôn kiểu mẫu, en: Model hamlet},'
        " require: {measure: smart_villages, at_least: 1 thôn}, status: sourced-1, sources: [https://example.org]}\n"
    )
    ruleset = documents.load("318/2022", tier="ntm", as_of="2023-06-01", province="Nghệ An")
    assert [c.number for c in ruleset.criteria][-1] == "20"
    assert ruleset.indicator("20.1").origin == "1/2023"


def test_two_documents_that_set_one_cell_are_reported_and_never_ordered(with_overlay: OverlayWriter) -> None:
    documents = with_overlay(ROADS, ROADS)
    with pytest.raises(AmendmentConflict, match=r"1/2023.*2/2023"):
        documents.load("318/2022", tier="ntm", as_of="2023-06-01", province="Nghệ An")


def test_a_change_to_an_indicator_that_does_not_exist_names_the_nearest(with_overlay: OverlayWriter) -> None:
    documents = with_overlay('  - repeal: {indicator: "17.13"}\n')
    with pytest.raises(AmendmentConflict, match=r"17\.1"):
        documents.load("318/2022", tier="ntm", as_of="2023-06-01", province="Nghệ An")


def test_an_unknown_province_is_told_with_the_nearest_name(with_overlay: OverlayWriter) -> None:
    documents = with_overlay(ROADS)
    with pytest.raises(UnknownName, match="Nghệ An"):
        documents.load("318/2022", tier="ntm", province="Nghe Anh")


def test_nam_dinh_asks_more_income_of_a_model_commune_than_the_national_multiple() -> None:
    from ntm_rules import load

    unit = {"name": "Xã Giao Phong", "level": "commune", "province": "Nam Định"}
    record = unit_record(
        {"unit": unit, "year": 2022, "observations": {"income_per_capita": "71 triệu đồng/người/năm"}}
    )
    national = evaluate(record, load("319/2022", as_of="2022-11-22")).indicator("2")
    provincial = evaluate(record, load("319/2022", as_of="2022-11-22", province="Nam Định")).indicator("2")
    assert national.outcome == "met"  # 1.1 × 64 = 70.4
    assert provincial.outcome == "not_met"  # 72


def test_a_merged_province_did_not_issue_what_one_of_its_name_did_before() -> None:
    from ntm_rules import load

    before = load("319/2022", as_of="2025-06-30", province="Ninh Bình")
    after = load("319/2022", as_of="2025-07-01", province="Ninh Bình")
    assert "897/2022" in before.amended_by
    assert "897/2022" not in after.amended_by
    assert "23/2022" in load("319/2022", as_of="2025-08-15", province="Nam Định").amended_by


def test_a_digest_is_of_the_text_and_not_of_the_day_it_was_asked_for() -> None:
    from ntm_rules import load

    first, second = (load("318/2022", tier="ntm", as_of=day).digest for day in ("2025-01-01", "2025-01-02"))
    assert first == second


COUNTED = """\
ruleset: 999/2030
level: district
tier: ntm
name: {vi: Bộ thử, en: Trial set}
years: [2030, 2031]
columns: {by: none}
criteria:
  - number: "1"
    name: {vi: Một, en: One}
    indicators:
      - id: "1"
        label: {vi: Chỉ tiêu, en: Indicator}
        require:
          measure: sound_house_share
          at_least: 50 %
          members: {kinds: [commune], satisfy: {measure: clean_water_share, at_least: 80 %}}
        status: sourced-1
"""


@pytest.mark.parametrize(
    ("named", "share", "test"),
    [
        ("", "60 %", "80 %"),
        ("measure: sound_house_share\n    ", "60 %", "80 %"),
        ("measure: clean_water_share\n    ", "50 %", "60 %"),
    ],
)
def test_a_level_of_the_test_on_members_is_set_by_naming_its_measure(
    named: str, share: str, test: str
) -> None:
    base = load_text(COUNTED)
    text = (
        "amendment: 998/2030\namends: {ruleset: 999/2030, level: district, tier: ntm}\nfrom: 2030-01-01\nchanges:\n"
        f'  - set: {{indicator: "1"}}\n    {named}at_least: 60 %\n    status: sourced-1\n'
    )
    amended = amend(base, read_amendment(parse_yaml(text), measures(), base))
    outer, inner = amended.indicator("1").comparisons
    assert [c.bound.text for c in (outer, inner)] == [share, test]  # type: ignore[union-attr]
    assert outer.members is not None


@pytest.mark.parametrize(("level", "weaker"), [("79 %", True), ("80 %", False), ("81 %", False)])
def test_a_province_may_not_ask_less_of_the_members_it_counts(level: str, weaker: bool) -> None:
    base = load_text(COUNTED)
    text = (
        "amendment: 998/2030\namends: {ruleset: 999/2030, level: district, tier: ntm}\nfrom: 2030-01-01\n"
        'province: Nghệ An\nchanges:\n  - set: {indicator: "1"}\n    measure: clean_water_share\n'
        f"    at_least: {level}\n    status: sourced-1\n"
    )
    overlay = read_amendment(parse_yaml(text), measures(), base)
    with pytest.raises(OverlayWeakerThanFloor, match="79 %") if weaker else nullcontext():
        refuse_weaker_cells(base, overlay, lambda *_: base)


def test_the_level_of_a_test_on_members_is_evidence_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text(COUNTED, encoding="utf-8")
    (tmp_path / "decision.yaml").write_text(
        "id: 999/2030\nkind: decision\nnumber: 999/QĐ\nissuer: Bộ\ntitle: {vi: Thử, en: Trial}\n"
        "sets: [{file: set.yaml, level: district, tier: ntm}]\n",
        encoding="utf-8",
    )
    documents = read_catalogue(tmp_path)
    found = evidence_of(documents.entry("999/2030"), documents)
    assert [v.comparison.measure for v in found.values if v.comparison] == [
        "sound_house_share",
        "clean_water_share",
    ]
