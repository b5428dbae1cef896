"""What a name of a document means: a number that two provinces gave is not silently that of one of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ntm_rules import catalogue, load
from ntm_rules.errors import AmbiguousName, UnknownName
from ntm_rules.law import Catalogue, read_catalogue
from ntm_rules.law.analysis import analyse
from ntm_rules.reporting import error_text
from ntm_rules.shipped import rulesets_dir


def test_a_number_of_two_provinces_is_told_with_both_and_how_to_say_which() -> None:
    with pytest.raises(AmbiguousName) as caught:
        catalogue().decision("36/2022")
    assert caught.value.choices == ("36/2022 (Hà Tĩnh)", "36/2022 (Vĩnh Phúc)")
    assert "`ha-tinh/qd-36-2022`" in str(caught.value)
    assert error_text(caught.value) == (
        "`36/2022` là tên của nhiều văn bản, cần một trong `36/2022 (Hà Tĩnh)`, `36/2022 (Vĩnh Phúc)`\n"
        "  gợi ý: ghi kèm tên tỉnh sau số hiệu, hoặc ghi thư mục, ví dụ `ha-tinh/qd-36-2022`"
    )


@pytest.mark.parametrize(
    "name",
    [
        "36/2022 (Vĩnh Phúc)",
        "36/2022 vinh phuc",
        "vinh-phuc/qd-36-2022",
        "36/2022/QĐ-UBND Vĩnh Phúc",
        "36/2022/QĐ-UBND",  # Hà Tĩnh's is cited as 36/QĐ-UBND
    ],
)
def test_a_provincial_document_is_named_with_its_province_its_folder_or_its_full_number(name: str) -> None:
    assert catalogue().decision(name).name == "36/2022 (Vĩnh Phúc)"


def test_a_province_that_is_spoken_of_tells_which_of_two_documents_is_meant() -> None:
    assert catalogue().decision("36/2022", "tỉnh Vĩnh Phúc").province == "Vĩnh Phúc"
    assert catalogue().decision("36/2022", "Hà Tĩnh").province == "Hà Tĩnh"
    with pytest.raises(AmbiguousName):
        catalogue().decision("36/2022", "Nghệ An")


def test_every_document_is_found_by_its_own_name_and_by_its_folder() -> None:
    documents = catalogue()
    for decision, folder in zip(documents.decisions, documents.folders, strict=True):
        assert documents.decision(decision.name) is decision
        if decision.province is not None:
            assert documents.decision(f"{folder.parent.name}/{folder.name}") is decision


def test_a_document_whose_number_is_not_known_is_not_found_by_saying_so() -> None:
    with pytest.raises(UnknownName):
        catalogue().decision("chưa rõ số")


def a_document(folder: Path, province: str, more: str, **files: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "decision.yaml").write_text(
        f"id: 5/2023\nkind: decision\nnumber: 5/2023/QĐ-UBND\nissuer: UBND tỉnh {province}\nissued: 2023-01-05\n"
        f"title: {{vi: Thôn, en: Hamlets}}\nprovince: {province}\n{more}",
        encoding="utf-8",
    )
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def a_hamlet_set(level: str) -> str:
    return (
        "ruleset: 5/2023\nlevel: hamlet\ntier: ntm\nname: {vi: Thôn, en: Hamlet}\nyears: [2023, 2025]\n"
        'columns: {by: none}\ncriteria:\n  - number: "1"\n    name: {vi: Nước, en: Water}\n    indicators:\n'
        '      - {id: "1", label: {vi: Nước sạch, en: Water}, require: {measure: clean_water_share, '
        f"at_least: {level}}}, status: sourced-1, sources: [https://example.org]}}\n"
    )


SETS = "sets: [{file: hamlet.yaml, level: hamlet, tier: ntm}]\n"


@pytest.fixture
def two_provinces(tmp_path: Path) -> Catalogue:
    """Return our documents beside two provinces' hamlet sets of one number."""
    a_document(tmp_path / "nghe-an" / "qd-5-2023", "Nghệ An", SETS, hamlet=a_hamlet_set("80 %"))
    a_document(tmp_path / "lao-cai" / "qd-5-2023", "Lào Cai", SETS, hamlet=a_hamlet_set("70 %"))
    return read_catalogue(rulesets_dir(), tmp_path)


def test_sets_of_one_number_level_and_tier_of_two_provinces_are_kept_apart(two_provinces: Catalogue) -> None:
    with pytest.raises(AmbiguousName):
        two_provinces.load("5/2023")
    for province, level in (("Nghệ An", "80 %"), ("Lào Cai", "70 %")):
        for found in (
            two_provinces.load("5/2023", province=province),
            two_provinces.load(f"5/2023 ({province})", as_of="2023-06-30"),
        ):
            assert found.indicator("1").comparisons[0].bound.text == level  # type: ignore[union-attr]
            assert found.province == province
            later = two_provinces.dated(found, dt.date(2024, 1, 1))
            assert later.indicator("1") == found.indicator("1")


def test_a_reference_to_a_number_of_two_other_provinces_is_remarked(tmp_path: Path) -> None:
    for slug, province in (("nghe-an", "Nghệ An"), ("lao-cai", "Lào Cai")):
        a_document(tmp_path / slug / "qd-5-2023", province, "")
    (tmp_path / "ha-giang").mkdir()
    (tmp_path / "ha-giang" / "decision.yaml").write_text(
        "id: 6/2024\nkind: decision\nnumber: 6/QĐ-UBND\nissuer: UBND tỉnh Hà Giang\nprovince: Hà Giang\n"
        "title: {vi: Thay, en: New}\nreplaces: [5/2023]\n",
        encoding="utf-8",
    )
    [found] = analyse(read_catalogue(tmp_path))
    assert (found.code, found.document) == ("ambiguous-reference", "6/2024")


def test_a_reference_within_a_province_means_its_own_document() -> None:
    # Thanh Hóa's 26/2024 replaces its own 33/2022.
    assert catalogue().decision("26/2024").replaces == ("33/2022",)
    assert catalogue().decision("33/2022", "Thanh Hóa").province == "Thanh Hóa"


def test_a_national_document_goes_before_a_provinces_of_its_number(tmp_path: Path) -> None:
    folder = a_document(tmp_path / "nghe-an" / "qd-318-2022", "Nghệ An", "")
    text = (folder / "decision.yaml").read_text(encoding="utf-8").replace("5/2023", "318/2022")
    (folder / "decision.yaml").write_text(text, encoding="utf-8")
    documents = read_catalogue(rulesets_dir(), tmp_path)
    assert documents.decision("318/2022", "Nghệ An").province is None
    assert documents.decision("318/2022 (Nghệ An)").province == "Nghệ An"
    assert load("318/2022", tier="ntm").decision == "318/2022"
