"""Unit files and records from Python data."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from ntm_rules.errors import Contradiction, NtmRulesError, UnexpectedValue, UnknownName, UnreadableFile
from ntm_rules.facts import (
    Designation,
    Grade,
    Level,
    MeasureCatalogue,
    Tier,
    UnitRecord,
    read_unit_file,
    unit_record,
)

FILE = """\
unit:
  name: La Dêê
  level: xã
  province: tỉnh Quảng Nam
  designations: [khu vực III, poor_district]
year: 2024
assessed_on: 2025-02-21
source: https://example.org/la-dee
note: published figures
observations:
  income_per_capita: 46,7 triệu đồng/người/năm
  multidimensional_poverty_share: {value: 37/1200 hộ, on: 2024-11-30, source: "https://example.org"}
  health_insurance_share: trên 95 %
  market_planned: false
  trained_labour_share:
    nam: 71 %
    nữ: 70,5 %
  smart_villages: 1
  clean_water_share:
recognitions:
  - {tier: nâng cao, under: 1980/2016, on: 2019-12-31, observations: {income_per_capita: 30 triệu đồng/người/năm}}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "unit.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_unit_file_is_read_as_written(tmp_path: Path) -> None:
    record = read_unit_file(write(tmp_path, FILE))
    assert (record.unit.name, record.unit.level, record.unit.province) == (
        "La Dêê",
        Level.COMMUNE,
        "tỉnh Quảng Nam",
    )
    assert record.unit.designations == {Designation.AREA_3, Designation.POOR_DISTRICT}
    assert record.unit.group is None  # no authority has published it; the rules of a set may tell it
    assert (record.year, record.assessed_on) == (2024, dt.date(2025, 2, 21))
    seen = record.observations
    assert seen["income_per_capita"].value == Decimal("46.7")
    assert seen["multidimensional_poverty_share"].value == Fraction(37, 12)
    assert seen["multidimensional_poverty_share"].on == dt.date(2024, 11, 30)
    assert seen["health_insurance_share"].relation == "above"
    assert seen["market_planned"].value is Grade.NOT_MET
    assert (seen["trained_labour_share"].male, seen["trained_labour_share"].female) == (
        Decimal(71),
        Decimal("70.5"),
    )
    assert seen["smart_villages"].value == 1
    assert record.recognitions is not None
    (recognition,) = record.recognitions
    assert (recognition.tier, recognition.under, recognition.on) == (
        Tier.NANG_CAO,
        "1980/2016",
        dt.date(2019, 12, 31),
    )
    assert recognition.observations["income_per_capita"].value == 30
    assert record.region() == "DHNTB"


@pytest.mark.parametrize("empty", ["", " ''", " ~", " null"])
def test_what_is_not_filled_in_is_not_observed(tmp_path: Path, empty: str) -> None:
    text = FILE.replace("clean_water_share:", f"clean_water_share:{empty}")
    assert "clean_water_share" not in read_unit_file(write(tmp_path, text)).observations


def test_python_data_obeys_the_same_rules(tmp_path: Path) -> None:
    record = unit_record(
        {
            "unit": {
                "name": "La Dêê",
                "level": "commune",
                "province": "Quảng Nam",
                "designations": {"area_3"},
            },
            "year": 2024,
            "assessed_on": dt.date(2025, 2, 21),
            "observations": {
                "income_per_capita": "46.7 million VND/person/year",
                "market_planned": False,
                "smart_villages": 1,
            },
            "recognitions": [],
        }
    )
    from_file = read_unit_file(write(tmp_path, FILE))
    for id in record.observations:
        assert record.observations[id].value == from_file.observations[id].value
    assert record.recognitions == ()


def test_recognitions_that_are_not_recorded_differ_from_none_at_all() -> None:
    bare = {"unit": {"name": "X", "level": "commune", "province": "Hòa Bình"}, "year": 2024}
    assert unit_record(bare).recognitions is None
    assert unit_record({**bare, "recognitions": []}).recognitions == ()


def test_a_province_lies_in_itself() -> None:
    assert (
        unit_record({"unit": {"name": "Nam Định", "level": "tỉnh"}, "year": 2024}).unit.province == "Nam Định"
    )


def test_without_a_day_of_assessment_the_year_of_the_data_decides() -> None:
    def gia_lai(year: int) -> UnitRecord:
        return unit_record({"unit": {"name": "X", "level": "xã", "province": "Gia Lai"}, "year": year})

    assert gia_lai(2024).day == dt.date(2024, 12, 31)
    assert gia_lai(2024).region() == "TN"
    with pytest.raises(UnexpectedValue, match="former_province"):
        gia_lai(2025).region()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("income_per_capita: 46,7", "income_per_capta: 46,7", "11:3", "unknown measure `income_per_capta`"),
        ("income_per_capita: 46,7", "income_per_capita: 46.700", "11:22", "can be read as"),
        ("trên 95 %", "195 %", "13:27", "`health_insurance_share`: found `195 %`"),
        ("trên 95 %", "0.95", "13:27", "can be read as `0,95 %` or as `95 %`"),
        ("trên 95 %", "95 km", "13:27", "cannot be converted to `%`"),
        ("37/1200 hộ", "37/1200 hôh", "12:43", "unknown unit `hôh`"),
        ("on: 2024-11-30", "on: 30/11/2024", "12:59", "a date such as"),
        ("on: 2024-11-30", "onn: 2024-11-30", "12:55", "unknown key `onn`"),
        ("nữ: 70,5 %", "nữ: -70,5 %", "17:9", "from 0 % to 100 %"),
        ("smart_villages: 1", "smart_villages: 1.5", "18:19", "a whole number"),
        ("smart_villages: 1", "smart_villages: .nan", "18:19", "a finite number"),
        ("smart_villages: 1", "smart_villages: NaN", "18:19", "a finite number"),
        ("tỉnh Quảng Nam", "Quảng Namm", "4:13", "did you mean `Quảng Nam`"),
        ("level: xã", "level: planet", "3:10", "unknown level"),
        ("[khu vực III, poor_district]", "[khu vực IV]", "5:18", "unknown designation"),
        ("[khu vực III, poor_district]", "[area_2, area_3]", "2:3", "expected one area"),
        ("year: 2024", "year: 1900", "6:7", "a year from"),
        ("year: 2024", "yaer: 2024", "6:1", "did you mean `year`"),
        ("year: 2024", "year: 2026", "7:14", "before the year of its data"),
        ("2025-02-21", "2025-02-30", "7:14", "a date such as"),
        ("1980/2016", "1980/QĐ-TTg", "21:29", "number/year"),
        ("nâng cao", "nâng", "21:12", "unknown tier"),
        ("30 triệu đồng/người/năm}", "30 người}", "21:90", "cannot be converted"),
    ],
)
def test_an_error_in_a_unit_file_says_where_it_stands(
    tmp_path: Path, old: str, new: str, line: str, message: str
) -> None:
    path = write(tmp_path, FILE.replace(old, new, 1))
    with pytest.raises(NtmRulesError, match=message) as caught:
        read_unit_file(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_an_error_in_python_data_names_the_path_of_keys() -> None:
    with pytest.raises(NtmRulesError) as caught:
        unit_record(
            {
                "unit": {"name": "X", "level": "commune", "province": "Hòa Bình"},
                "year": 2024,
                "observations": {"health_insurance_share": {"value": "195 %"}},
            }
        )
    assert str(caught.value).startswith("observations.health_insurance_share.value: ")


@pytest.mark.parametrize("group", ["4", 4, "nhóm 1"])
def test_a_commune_group_is_one_of_three(group: object) -> None:
    with pytest.raises(UnexpectedValue, match="a commune group"):
        unit_record(
            {"unit": {"name": "X", "level": "commune", "province": "Hà Nội", "group": group}, "year": 2026}
        )


def test_a_region_may_be_given_by_name_and_must_fit_the_province() -> None:
    unit = {"name": "X", "level": "commune", "province": "Lâm Đồng", "region": "Tây Nguyên"}
    assert unit_record({"unit": unit, "year": 2026}).region() == "TN"
    record = unit_record({"unit": {**unit, "region": "DBSH"}, "year": 2026})
    with pytest.raises(Contradiction, match="lies in"):
        record.region()


def test_a_unit_needs_a_name_a_level_and_a_province() -> None:
    for unit in (
        {"name": "X", "level": "commune"},
        {"name": "X", "province": "Hà Nội"},
        {"name": "", "level": "xã"},
        {},
    ):
        with pytest.raises(UnexpectedValue, match="the key"):
            unit_record({"unit": unit, "year": 2024})


def test_a_file_that_is_missing_or_not_utf8_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_unit_file(tmp_path / "missing.yaml")
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"unit: {name: \xe9}")
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read_unit_file(path)


def test_a_list_is_no_unit_file(tmp_path: Path) -> None:
    with pytest.raises(UnexpectedValue, match="expected a mapping"):
        read_unit_file(write(tmp_path, "[1, 2]"))


def test_a_catalogue_of_ones_own_replaces_the_shipped_one() -> None:
    data = {
        "unit": {"name": "X", "level": "commune", "province": "Hà Nội"},
        "year": 2024,
        "observations": {"income_per_capita": "5 triệu đồng/người/năm"},
    }
    with pytest.raises(UnknownName, match="unknown measure"):
        unit_record(data, MeasureCatalogue(()))


def test_records_can_be_hashed_and_pickled(tmp_path: Path) -> None:
    record = read_unit_file(write(tmp_path, FILE))
    assert pickle.loads(pickle.dumps(record)) == record
    assert hash(record) == hash(read_unit_file(write(tmp_path, FILE)))


def test_a_misspelt_measure_is_refused_even_where_nothing_is_filled_in() -> None:
    with pytest.raises(UnknownName, match="temporary_houses"):
        unit_record(
            {
                "unit": {"name": "A", "level": "commune", "province": "Nghệ An"},
                "year": 2023,
                "observations": {"temporary_house": None},
            }
        )


def test_a_comma_inside_a_flow_mapping_never_cuts_a_value_in_two(tmp_path: Path) -> None:
    file = tmp_path / "xa.yaml"
    file.write_text(
        "unit: {name: A, level: commune, province: Nghệ An}\nyear: 2023\nobservations: {temporary_houses: 2,5 nhà}\n",
        encoding="utf-8",
    )
    with pytest.raises(UnexpectedValue, match="5 nhà"):
        read_unit_file(file)


def test_a_measure_with_nothing_filled_in_is_not_observed() -> None:
    record = unit_record(
        {
            "unit": {"name": "A", "level": "commune", "province": "Nghệ An"},
            "year": 2023,
            "observations": {"temporary_houses": None},
        }
    )
    assert "temporary_houses" not in record.observations
