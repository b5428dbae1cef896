"""Provinces before and after the mergers of 2025-07-01, and their regions."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from ntm_rules.errors import Contradiction, NtmRulesError, UnexpectedValue, UnknownName
from ntm_rules.facts import REGION_IDS, find_province, places, province_regions, read_places
from ntm_rules.facts.places import parse_region, region_in
from ntm_rules.yaml_nodes import parse_yaml

BEFORE = dt.date(2024, 12, 31)
LAST_DAY = dt.date(2025, 6, 30)
FIRST_DAY = dt.date(2025, 7, 1)


def test_there_were_63_provinces_and_are_34() -> None:
    assert sum(p.existed(LAST_DAY) for p in places().provinces) == 63
    assert sum(p.existed(FIRST_DAY) for p in places().provinces) == 34


def test_every_province_before_the_mergers_lies_in_one_region() -> None:
    before = [p for p in places().provinces if p.existed(LAST_DAY)]
    assert Counter(p.region for p in before) == dict(zip(REGION_IDS, (14, 11, 6, 8, 5, 6, 13), strict=True))


def test_every_merged_province_names_those_it_was_formed_from() -> None:
    old = {p.name: p for p in places().provinces if p.existed(LAST_DAY)}
    for province in places().provinces:
        for name in province.of:
            assert old[name].merged_into == province.name
            assert set(old[name].regions) <= set(province.regions)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Hòa Bình", "Hòa Bình"),
        ("Hoà Bình", "Hòa Bình"),
        ("hoa binh", "Hòa Bình"),
        ("tỉnh Hòa Bình", "Hòa Bình"),
        ("Tinh Hoa Binh", "Hòa Bình"),
        ("Hoa Binh province", "Hòa Bình"),
        ("Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("Ho Chi Minh City", "Hồ Chí Minh"),
        ("TP Huế", "Huế"),
        ("Thừa Thiên - Huế", "Huế"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Đắc Lắc", "Đắk Lắk"),
        ("Daklak", "Đắk Lắk"),
        ("Bắc Cạn", "Bắc Kạn"),
        ("Kontum", "Kon Tum"),
    ],
)
def test_a_province_is_found_under_its_usual_spellings(written: str, name: str) -> None:
    assert find_province(written, BEFORE).name == name


def test_an_unknown_province_is_shown_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean `Quảng Nam`") as caught:
        find_province("Quảng Namm", BEFORE)
    assert caught.value.kind == "province"


def test_a_name_that_outlived_a_merger_means_the_province_of_the_day() -> None:
    assert find_province("Lâm Đồng", LAST_DAY).region == "TN"
    assert find_province("Lâm Đồng", FIRST_DAY).region is None
    assert province_regions("Lâm Đồng", FIRST_DAY) == ("DHNTB", "TN")


def test_a_name_given_up_in_a_merger_still_says_where_a_unit_lay() -> None:
    assert find_province("Hòa Bình", dt.date(2026, 1, 1)).merged_into == "Phú Thọ"
    assert region_in("Quảng Nam", dt.date(2026, 1, 1)) == "DHNTB"


def test_the_region_follows_from_the_province_where_it_is_clear() -> None:
    assert region_in("Lâm Đồng", BEFORE) == "TN"
    assert region_in("Đà Nẵng", FIRST_DAY) == "DHNTB"
    assert region_in("Hòa Bình", None) == "TDMNPB"
    assert region_in("Đà Nẵng", None) == "DHNTB"


def test_a_merged_province_of_several_regions_asks_for_more() -> None:
    with pytest.raises(UnexpectedValue) as caught:
        region_in("Lâm Đồng", FIRST_DAY)
    for part in ("`DHNTB`", "`TN`", "`region`", "`former_province`", "`Bình Thuận`"):
        assert part in str(caught.value)
    with pytest.raises(UnexpectedValue, match="assessed_on"):
        region_in("Lâm Đồng", None)


def test_a_former_province_or_a_region_answers_it() -> None:
    assert region_in("Lâm Đồng", FIRST_DAY, former_province="Bình Thuận") == "DHNTB"
    assert region_in("Lâm Đồng", FIRST_DAY, former_province="tỉnh Lâm Đồng") == "TN"
    assert region_in("Lâm Đồng", FIRST_DAY, region="DHNTB") == "DHNTB"
    assert region_in("Bình Thuận", BEFORE, former_province="Bình Thuận") == "DHNTB"


def test_a_region_or_former_province_that_does_not_belong_is_a_contradiction() -> None:
    with pytest.raises(Contradiction, match="lies in `DHNTB`"):
        region_in("Quảng Nam", BEFORE, region="TDMNPB")
    with pytest.raises(Contradiction, match="lies in `DHNTB`, `TN`"):
        region_in("Lâm Đồng", FIRST_DAY, region="DBSH")
    with pytest.raises(Contradiction, match="expected `Lâm Đồng`, `Bình Thuận`, `Đắk Nông`"):
        region_in("Lâm Đồng", FIRST_DAY, former_province="Hòa Bình")
    with pytest.raises(Contradiction):
        region_in("Lâm Đồng", FIRST_DAY, former_province="Bình Thuận", region="TN")
    with pytest.raises(UnknownName):
        region_in("Lâm Đồng", FIRST_DAY, former_province="Atlantis")


@pytest.mark.parametrize("text", ["TN", "tn", "Tây Nguyên", "tay nguyen", "Central Highlands"])
def test_a_region_is_known_by_id_and_by_name(text: str) -> None:
    assert parse_region(text) == "TN"


def test_an_unknown_region_is_shown_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean `TDMNPB`"):
        parse_region("TDMNP")


def test_regions_have_names_in_both_languages() -> None:
    assert places().regions["DBSH"].name() == "Đồng bằng sông Hồng"
    assert places().regions["DBSH"].name("en") == "Red River Delta"


@pytest.mark.parametrize(
    ("province", "message"),
    [("{name: A, region: X}", "unknown region `X`"), ("{name: A, region: null}", "its `region`"),
     ("{name: A, region: TN, until: soon}", "a date"), ("{name: A, regoin: TN}", "did you mean `region`")],
)  # fmt: skip
def test_a_broken_list_of_provinces_is_refused_where_it_stands(province: str, message: str) -> None:
    text = f"regions: {{TN: {{vi: Tây Nguyên, en: Central Highlands}}}}\nprovinces:\n- {province}"
    with pytest.raises(NtmRulesError, match=message) as caught:
        read_places(parse_yaml(text, "places.yaml"))
    assert str(caught.value).startswith("places.yaml:")


def test_a_name_that_only_a_later_province_bears_is_not_known_before() -> None:
    text = "regions: {TN: {vi: a, en: b}}\nprovinces: [{name: Mới, region: TN, from: 2025-07-01}]"
    with pytest.raises(UnknownName, match="one that existed on 2024-12-31"):
        read_places(parse_yaml(text)).province("Mới", BEFORE)
