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
    derive_group,
    parse_designation,
    parse_tier,
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
    assert sorted(Tier) == [Tier.NTM, Tier.NANG_CAO, Tier.KIEU_MAU, Tier.HIEN_DAI]
    assert max(Tier.NTM, Tier.KIEU_MAU) is Tier.KIEU_MAU
    assert Tier.NTM <= Tier.NTM < Tier.NANG_CAO
    assert Tier.KIEU_MAU >= Tier.NANG_CAO > Tier.NTM
    assert Tier.KIEU_MAU.label("en") == "model new rural"


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


def test_communes_of_area_two_and_three_are_group_three_and_nothing_else_is_derived() -> None:
    assert derive_group(frozenset({Designation.AREA_2})) == "3"
    assert derive_group(frozenset({Designation.AREA_3, Designation.ISLAND})) == "3"
    assert derive_group(frozenset({Designation.AREA_1})) is None
    assert derive_group(frozenset()) is None


def test_a_unit_lies_in_one_area() -> None:
    with pytest.raises(Contradiction, match="`area_1` and `area_3`"):
        AdministrativeUnit(
            "X", Level.COMMUNE, "Hòa Bình", designations=frozenset({Designation.AREA_1, Designation.AREA_3})
        )


def test_a_group_that_the_area_rules_out_is_a_contradiction() -> None:
    with pytest.raises(Contradiction, match="group 2"):
        AdministrativeUnit(
            "X", Level.COMMUNE, "Hòa Bình", designations=frozenset({Designation.AREA_3}), group="2"
        )
    with pytest.raises(Contradiction, match="group 3"):
        AdministrativeUnit(
            "X", Level.COMMUNE, "Hòa Bình", designations=frozenset({Designation.AREA_1}), group="3"
        )


def test_which_of_groups_one_and_three_goes_first_is_left_to_the_published_group() -> None:
    unit = AdministrativeUnit(
        "X", Level.COMMUNE, "Hòa Bình", designations=frozenset({Designation.AREA_3}), group="1"
    )
    assert unit.group == "1"


def test_the_region_of_a_unit_follows_from_its_province_or_is_asked_for() -> None:
    unit = AdministrativeUnit("La Dêê", Level.COMMUNE, "Quảng Nam")
    assert region_of(unit, dt.date(2025, 2, 21)) == region_of(unit, None) == "DHNTB"
    with pytest.raises(UnexpectedValue, match="former_province"):
        region_of(AdministrativeUnit("X", Level.COMMUNE, "Gia Lai"), dt.date(2025, 12, 31))
