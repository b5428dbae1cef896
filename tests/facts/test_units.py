"""Administrative units, tiers and designations."""

from __future__ import annotations

import datetime as dt

import pytest

from ntm_rules.errors import Contradiction, UnexpectedValue, UnknownName
from ntm_rules.facts import (
    AdministrativeUnit,
    Designation,
    Level,
    Tier,
    UnitKind,
    parse_designation,
    parse_level_and_kind,
    parse_tier,
    parse_unit_kind,
    parse_unit_level,
    region_of,
)


@pytest.mark.parametrize(
    ("text", "tier"),
    [("ntm", Tier.NTM), ("NTM", Tier.NTM), ("nông thôn mới", Tier.NTM), ("nâng cao", Tier.NANG_CAO),
     ("nang-cao", Tier.NANG_CAO), ("nang_cao", Tier.NANG_CAO), ("NTM nâng cao", Tier.NANG_CAO),
     ("advanced", Tier.NANG_CAO), ("kiểu mẫu", Tier.KIEU_MAU), ("model", Tier.KIEU_MAU), ("hiện đại", Tier.HIEN_DAI)],
)  # fmt: skip
def test_a_tier_is_known_under_its_usual_names(text: str, tier: Tier) -> None:
    assert parse_tier(text) is tier


def test_an_unknown_tier_is_shown_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean `kieu_mau`"):
        parse_tier("kiểu mẩuu")


def test_tiers_compare_by_what_they_ask_and_not_by_their_letters() -> None:
    assert sorted((Tier.KIEU_MAU, Tier.NTM, Tier.NANG_CAO)) == [Tier.NTM, Tier.NANG_CAO, Tier.KIEU_MAU]
    assert max(Tier.NTM, Tier.KIEU_MAU) is Tier.KIEU_MAU
    assert Tier.NTM <= Tier.NTM < Tier.NANG_CAO
    assert Tier.KIEU_MAU >= Tier.NANG_CAO > Tier.NTM
    assert Tier.KIEU_MAU.label("en") == "model new rural"


@pytest.mark.parametrize(
    ("tier", "presupposed"),
    [
        (Tier.NTM, set()),
        (Tier.NANG_CAO, {Tier.NTM}),
        (Tier.KIEU_MAU, {Tier.NTM, Tier.NANG_CAO}),
        (Tier.HIEN_DAI, {Tier.NTM}),
        (Tier.HOAN_THANH, set()),
        (Tier.THONG_MINH, set()),
    ],
)
def test_what_a_title_presupposes_is_said_and_not_read_off_an_order(
    tier: Tier, presupposed: set[Tier]
) -> None:
    assert tier.presupposes == presupposed
    assert {other for other in Tier if other < tier} == presupposed
    assert {other for other in Tier if tier >= other} == presupposed | {tier}


@pytest.mark.parametrize("tier", Tier)
def test_every_tier_reads_back_from_its_labels(tier: Tier) -> None:
    assert parse_tier(tier.label()) is parse_tier(tier.label("en")) is tier


def test_a_kind_of_unit_tells_its_level_too() -> None:
    assert parse_level_and_kind("thị trấn") == (Level.COMMUNE, UnitKind.TOWNSHIP)
    assert parse_level_and_kind("Thành phố thuộc tỉnh") == (Level.DISTRICT, UnitKind.DISTRICT_CITY)
    assert parse_level_and_kind("huyện") == (Level.DISTRICT, None)
    assert parse_unit_level("thị xã") is Level.DISTRICT


@pytest.mark.parametrize("kind", UnitKind)
def test_every_kind_of_unit_reads_back_from_its_labels(kind: UnitKind) -> None:
    assert parse_unit_kind(kind.label()) is parse_unit_kind(kind.label("en")) is kind
    assert kind in kind.level.kinds


def test_a_unit_of_which_nothing_is_said_is_of_the_first_kind_of_its_level() -> None:
    assert AdministrativeUnit("X", Level.DISTRICT, "Hòa Bình").kind is UnitKind.RURAL_DISTRICT
    assert AdministrativeUnit("X", Level.COMMUNE, "Hòa Bình", kind=UnitKind.WARD).kind is UnitKind.WARD


def test_a_kind_of_another_level_is_refused() -> None:
    with pytest.raises(
        UnexpectedValue, match="`township`, expected a kind of district, one of `rural_district`"
    ):
        AdministrativeUnit("X", Level.DISTRICT, "Hòa Bình", kind=UnitKind.TOWNSHIP)


def test_levels_are_known_in_both_languages() -> None:
    assert parse_unit_level("xã") is parse_unit_level("commune") is Level.COMMUNE
    with pytest.raises(UnknownName, match="`commune`, `district`, `province`, `hamlet`"):
        parse_unit_level("planet")


@pytest.mark.parametrize(
    ("text", "designation"),
    [("area_3", Designation.AREA_3), ("xã khu vực III", Designation.AREA_3), ("KV2", Designation.AREA_2),
     ("khu vực I", Designation.AREA_1), ("đặc biệt khó khăn", Designation.ESPECIALLY_DIFFICULT),
     ("ATK", Designation.SAFE_ZONE), ("bãi ngang ven biển", Designation.COASTAL_SHOAL), ("hải đảo", Designation.ISLAND),
     ("huyện nghèo", Designation.POOR_DISTRICT),
     ("huyện vừa thoát nghèo giai đoạn 2018-2020", Designation.ESCAPED_POVERTY_2018_2020)],
)  # fmt: skip
def test_designations_are_known_under_their_usual_names(text: str, designation: Designation) -> None:
    assert parse_designation(text) is designation


def test_every_designation_reads_back_from_its_labels() -> None:
    for designation in Designation:
        assert parse_designation(designation.label()) is designation
        assert parse_designation(designation.label("en")) is designation


def test_a_unit_lies_in_one_area() -> None:
    with pytest.raises(Contradiction, match="`area_1` and `area_3`"):
        AdministrativeUnit(
            "X", Level.COMMUNE, "Hòa Bình", designations=frozenset({Designation.AREA_1, Designation.AREA_3})
        )


def test_the_region_of_a_unit_follows_from_its_province_or_is_asked_for() -> None:
    unit = AdministrativeUnit("La Dêê", Level.COMMUNE, "Quảng Nam")
    assert region_of(unit, dt.date(2025, 2, 21)) == region_of(unit, None) == "DHNTB"
    with pytest.raises(UnexpectedValue, match="former_province"):
        region_of(AdministrativeUnit("X", Level.COMMUNE, "Gia Lai"), dt.date(2025, 12, 31))
