"""Units within units: what a record of a district may list, and what its members take from it."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path
from typing import Any

import pytest

from ntm_rules.errors import Contradiction, NtmRulesError, UnexpectedValue, UnknownName, UnreadableFile
from ntm_rules.facts import UnitKind, UnitRecord, read_unit_file, unit_record

DISTRICT = """\
unit: {name: Yên Định, level: huyện, province: Thanh Hóa}
year: 2023
assessed_on: 2024-04-01
members:
  - {unit: {name: Định Tân, level: xã}, observations: {clean_water_share: 80 %}}
  - {unit: {name: Quán Lào, level: thị trấn}, year: 2022}
  - {file: dinh-hung.yaml}
"""
COMMUNE = "unit: {name: Định Hưng, level: commune, kind: xã, province: Thanh Hóa}\nyear: 2021\n"


def written(folder: Path, district: str = DISTRICT, commune: str = COMMUNE) -> Path:
    (folder / "dinh-hung.yaml").write_text(commune, encoding="utf-8")
    path = folder / "huyen.yaml"
    path.write_text(district, encoding="utf-8")
    return path


def members_of(record: UnitRecord) -> tuple[UnitRecord, ...]:
    assert record.members is not None
    return record.members


def unit(name: str, level: str, **more: Any) -> dict[str, Any]:
    return {"unit": {"name": name, "level": level, "province": "Thanh Hóa"}, "year": 2023, **more}


def test_members_stand_in_place_or_in_files_of_their_own(tmp_path: Path) -> None:
    first, second, third = members_of(read_unit_file(written(tmp_path)))
    assert (first.unit.name, first.unit.province, first.year) == ("Định Tân", "Thanh Hóa", 2023)
    assert first.assessed_on == dt.date(2024, 4, 1)
    assert str(first.observations["clean_water_share"].value) == "80"
    assert (second.unit.kind, second.year) == (UnitKind.TOWNSHIP, 2022)
    assert (third.unit.name, third.year, third.assessed_on) == ("Định Hưng", 2021, dt.date(2024, 4, 1))
    assert third.place.file == str(tmp_path / "dinh-hung.yaml")


def test_a_member_lies_where_the_unit_lies_unless_it_says_so() -> None:
    home = {"name": "A", "level": "district", "province": "Lâm Đồng", "former_province": "Bình Thuận"}
    record = unit_record(
        {
            "unit": home,
            "year": 2025,
            "members": [
                {"unit": {"name": "B", "level": "commune"}},
                {"unit": {"name": "C", "level": "commune", "former_province": "Đắk Nông"}},
                {"unit": {"name": "D", "level": "commune", "province": "Lâm Đồng"}},
            ],
        }
    )
    told = [(m.unit.province, m.unit.former_province) for m in members_of(record)]
    assert told == [("Lâm Đồng", "Bình Thuận"), ("Lâm Đồng", "Đắk Nông"), ("Lâm Đồng", None)]
    province = unit_record(
        {
            "unit": {"name": "Lâm Đồng", "level": "province", "region": "TN"},
            "year": 2025,
            "members": [{"unit": {"name": "B", "level": "commune"}}],
        }
    )
    assert members_of(province)[0].unit.region is None  # a province may lie in several


def test_no_members_and_members_not_recorded_are_two_things() -> None:
    assert unit_record(unit("A", "district")).members is None
    assert unit_record(unit("A", "district", members=[])).members == ()


@pytest.mark.parametrize(
    ("old", "new", "error", "line", "words"),
    [
        ("level: xã}, obs", "level: huyện}, obs", UnexpectedValue, 5, "the level of a unit within a district"),
        ("level: thị trấn", "level: tỉnh", UnexpectedValue, 6, "the level of a unit within a district"),
        ("level: thị trấn", "level: commune, kind: quận", UnexpectedValue, 6, "a kind of commune"),
        ("level: thị trấn", "level: thị trấn, kind: xã", Contradiction, 6, "`township` by its level"),
        ("level: thị trấn", "level: commune, kind: townshipp", UnknownName, 6, "township"),
        ("name: Quán Lào, level: thị trấn", "name: Định Tân, level: xã", Contradiction, 6, "two members named `Định Tân`"),
        ("year: 2022", "yaer: 2022", UnknownName, 6, "year"),
        ("year: 2022", "year: 2025", Contradiction, 6, "before the year of its data"),
        ("file: dinh-hung.yaml", "file: none.yaml", UnreadableFile, None, "cannot read"),
        ("file: dinh-hung.yaml", "file: dinh-hung.yaml, year: 2023", UnknownName, 7, "file"),
        ("file: dinh-hung.yaml", "file: huyen.yaml", UnexpectedValue, 1, "the level of a unit within a district"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_member_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, error: type[NtmRulesError], line: int | None, words: str
) -> None:
    assert old in DISTRICT
    with pytest.raises(error) as caught:
        read_unit_file(written(tmp_path, DISTRICT.replace(old, new)))
    assert caught.value.place.line == line
    assert words in str(caught.value)


def test_one_name_may_be_that_of_a_commune_and_of_a_township(tmp_path: Path) -> None:
    text = DISTRICT.replace("name: Quán Lào", "name: Định Tân")
    assert len(members_of(read_unit_file(written(tmp_path, text)))) == 3


def test_members_can_be_given_in_python() -> None:
    district = unit_record(unit("A", "district"))
    communes = [unit_record(unit(name, "commune")) for name in "BC"]
    whole = district.with_members(communes)
    assert [m.unit.name for m in members_of(whole)] == ["B", "C"]
    assert district.members is None
    assert whole.with_members(()).members == ()
    with pytest.raises(Contradiction, match="two members named `B`"):
        district.with_members([communes[0], communes[0]])
    with pytest.raises(UnexpectedValue, match="within a commune"):
        communes[0].with_members([district])
    assert pickle.loads(pickle.dumps(whole)) == whole
    assert hash(whole) == hash(district.with_members(communes))


def test_descendants_are_found_however_deep_they_lie() -> None:
    district = unit_record(unit("A", "district")).with_members(
        [unit_record(unit("B", "commune")), unit_record(unit("C", "thị trấn"))]
    )
    province = unit_record({"unit": {"name": "Thanh Hóa", "level": "tỉnh"}, "year": 2023})
    whole = province.with_members([district, unit_record(unit("D", "thị xã"))])
    assert [m.unit.name for m in whole.descendants([UnitKind.COMMUNE])] == ["B"]
    assert [m.unit.name for m in whole.descendants([UnitKind.TOWNSHIP, UnitKind.DISTRICT_TOWN])] == ["C", "D"]
