"""Administrative units, what they are designated as, and the tiers they are recognised at.

Reads the Vietnamese and English names of tiers and designations. Does not judge a unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ntm_rules.errors import Contradiction, UnexpectedValue
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.names import by_folded, parse_name
from ntm_rules.facts.notation import Lang
from ntm_rules.facts.observations import Observation
from ntm_rules.facts.places import region_in
from ntm_rules.facts.unit_kinds import Level, UnitKind


class Tier(StrEnum):
    """What a unit can be recognised as.

    One tier is below another where the other presupposes it. Tiers that do not presuppose each other, such as
    `kieu_mau` and `hien_dai`, are neither below nor above; `rank` orders all of them for showing.
    """

    NTM = "ntm"
    NANG_CAO = "nang_cao"
    KIEU_MAU = "kieu_mau"
    HIEN_DAI = "hien_dai"
    HOAN_THANH = "hoan_thanh"
    THONG_MINH = "thong_minh"

    @property
    def rank(self) -> int:
        return TIER_IDS.index(self.value)

    @property
    def presupposes(self) -> frozenset[Tier]:
        """The tiers that a unit recognised at this one must have held before."""
        return _PRESUPPOSED.get(self, frozenset())

    def label(self, lang: Lang = "vi") -> str:
        return _TIER_LABELS[self][lang]

    def __lt__(self, other: str) -> bool:
        return self in other.presupposes if isinstance(other, Tier) else NotImplemented

    def __le__(self, other: str) -> bool:
        return self is other or self < other if isinstance(other, Tier) else NotImplemented

    def __gt__(self, other: str) -> bool:
        return other in self.presupposes if isinstance(other, Tier) else NotImplemented

    def __ge__(self, other: str) -> bool:
        return self is other or self > other if isinstance(other, Tier) else NotImplemented


class Designation(StrEnum):
    """What an authority has classed a unit as."""

    AREA_1 = "area_1"
    AREA_2 = "area_2"
    AREA_3 = "area_3"
    ESPECIALLY_DIFFICULT = "especially_difficult"
    SAFE_ZONE = "safe_zone"
    COASTAL_SHOAL = "coastal_shoal"
    ISLAND = "island"
    POOR_DISTRICT = "poor_district"
    ESCAPED_POVERTY_2018_2020 = "escaped_poverty_2018_2020"

    def label(self, lang: Lang = "vi") -> str:
        return _DESIGNATION_LABELS[self][lang]


TIER_IDS: Final = tuple(tier.value for tier in Tier)
DESIGNATION_IDS: Final = tuple(designation.value for designation in Designation)
GROUP_IDS: Final = ("1", "2", "3")

_PRESUPPOSED: Final[dict[Tier, frozenset[Tier]]] = {
    Tier.NANG_CAO: frozenset({Tier.NTM}),
    Tier.KIEU_MAU: frozenset({Tier.NTM, Tier.NANG_CAO}),
    Tier.HIEN_DAI: frozenset({Tier.NTM}),
}
_TIER_LABELS: Final[dict[Tier, dict[Lang, str]]] = {
    Tier.NTM: {"vi": "nông thôn mới", "en": "new rural"},
    Tier.NANG_CAO: {"vi": "nông thôn mới nâng cao", "en": "advanced new rural"},
    Tier.KIEU_MAU: {"vi": "nông thôn mới kiểu mẫu", "en": "model new rural"},
    Tier.HIEN_DAI: {"vi": "nông thôn mới hiện đại", "en": "modern new rural"},
    Tier.HOAN_THANH: {
        "vi": "hoàn thành nhiệm vụ xây dựng nông thôn mới",
        "en": "new-rural task completed",
    },
    Tier.THONG_MINH: {"vi": "nông thôn mới thông minh", "en": "smart new rural"},
}
_DESIGNATION_LABELS: Final[dict[Designation, dict[Lang, str]]] = {
    Designation.AREA_1: {"vi": "xã khu vực I", "en": "area I"},
    Designation.AREA_2: {"vi": "xã khu vực II", "en": "area II"},
    Designation.AREA_3: {"vi": "xã khu vực III", "en": "area III"},
    Designation.ESPECIALLY_DIFFICULT: {"vi": "đặc biệt khó khăn", "en": "especially difficult"},
    Designation.SAFE_ZONE: {"vi": "an toàn khu", "en": "safe zone"},
    Designation.COASTAL_SHOAL: {"vi": "bãi ngang ven biển", "en": "coastal shoal"},
    Designation.ISLAND: {"vi": "hải đảo", "en": "island"},
    Designation.POOR_DISTRICT: {"vi": "huyện nghèo", "en": "poor district"},
    Designation.ESCAPED_POVERTY_2018_2020: {
        "vi": "huyện vừa thoát nghèo 2018–2020",
        "en": "district that escaped poverty 2018–2020",
    },
}

_TIERS: Final = by_folded(
    {
        Tier.NTM: ("nông thôn mới", "đạt chuẩn", "đạt chuẩn nông thôn mới", "đạt chuẩn NTM", "new rural"),
        Tier.NANG_CAO: ("NTM nâng cao", "nông thôn mới nâng cao", "NTMNC", "advanced", "advanced new rural"),
        Tier.KIEU_MAU: ("NTM kiểu mẫu", "nông thôn mới kiểu mẫu", "NTMKM", "model", "model new rural"),
        Tier.HIEN_DAI: ("NTM hiện đại", "nông thôn mới hiện đại", "modern", "modern new rural"),
        Tier.HOAN_THANH: (
            "hoàn thành",
            "hoàn thành nhiệm vụ",
            "hoàn thành nhiệm vụ xây dựng NTM",
            "hoàn thành nhiệm vụ xây dựng nông thôn mới",
            "completed",
            "task completed",
            "new-rural task completed",
        ),
        Tier.THONG_MINH: (
            "NTM thông minh",
            "nông thôn mới thông minh",
            "xã nông thôn mới thông minh",
            "thôn nông thôn mới thông minh",
            "thôn thông minh",
            "smart",
            "smart new rural",
        ),
    }
)
_DESIGNATIONS: Final = by_folded(
    {
        Designation.AREA_1: ("khu vực I", "xã khu vực I", "KV I", "khu vực 1", "KV1", "area I"),
        Designation.AREA_2: ("khu vực II", "xã khu vực II", "KV II", "khu vực 2", "KV2", "area II"),
        Designation.AREA_3: ("khu vực III", "xã khu vực III", "KV III", "khu vực 3", "KV3", "area III"),
        Designation.ESPECIALLY_DIFFICULT: ("đặc biệt khó khăn", "xã đặc biệt khó khăn", "ĐBKK", "xã ĐBKK"),
        Designation.SAFE_ZONE: ("an toàn khu", "xã an toàn khu", "ATK"),
        Designation.COASTAL_SHOAL: ("bãi ngang ven biển", "bãi ngang", "xã bãi ngang ven biển"),
        Designation.ISLAND: ("hải đảo", "xã hải đảo", "xã đảo", "đảo"),
        Designation.POOR_DISTRICT: ("huyện nghèo", "thuộc huyện nghèo"),
        Designation.ESCAPED_POVERTY_2018_2020: (
            "huyện vừa thoát nghèo 2018–2020",
            "huyện vừa thoát nghèo giai đoạn 2018–2020",
            "vừa thoát nghèo 2018–2020",
            "district that escaped poverty 2018–2020",
        ),
    }
)
AREAS: Final = frozenset({Designation.AREA_1, Designation.AREA_2, Designation.AREA_3})
"""The areas of the ethnic-minority and mountain regions, of which a commune is in one at most."""


def parse_tier(text: str) -> Tier:
    """Return the tier that a text names, such as `nang_cao`, `NTM nâng cao` or `advanced`.

    Raises:
        UnknownName: it names none.
    """
    return parse_name("tier", text, _TIERS, TIER_IDS)


def parse_designation(text: str) -> Designation:
    """Return the designation that a text names, such as `area_3` or `xã khu vực III`.

    Raises:
        UnknownName: it names none.
    """
    return parse_name("designation", text, _DESIGNATIONS, DESIGNATION_IDS)


@dataclass(frozen=True, slots=True)
class AdministrativeUnit:
    """A commune, district, province or hamlet.

    Attributes:
        name: its name, such as `La Dêê`.
        level: its level.
        province: the province it lies in, as named at the time.
        code: its code, if that is told; what tells two units of one name apart.
        former_province: where it lay before the mergers of 2025-07-01, if that is told.
        region: id of its programme region, if that is told; see `region_of`.
        designations: what it is classed as.
        group: its commune group under 51/2025 as an authority has published it; None where that is not told.
        kind: what it is called in law, such as a thị trấn among the communes; the first of its level where
            that is not told.

    Raises:
        Contradiction: designations that exclude each other.
        UnexpectedValue: a kind of another level.
    """

    name: str
    level: Level
    province: str
    former_province: str | None = None
    region: str | None = None
    code: str | None = field(default=None, kw_only=True)
    designations: frozenset[Designation] = frozenset()
    group: str | None = None
    kind: UnitKind = None  # type: ignore[assignment]  # set below: the default follows from the level

    def __post_init__(self) -> None:
        if self.kind is None:
            object.__setattr__(self, "kind", self.level.kinds[0])
        elif self.kind not in self.level.kinds:
            raise other_kind(self.kind, self.level)
        areas = sorted(self.designations & AREAS)
        if len(areas) > 1:
            listed = " and ".join(f"`{area}`" for area in areas)
            raise Contradiction(f"unit `{self.name}` is designated {listed}, expected one area")


def other_kind(kind: UnitKind, level: Level) -> UnexpectedValue:
    """Return the error that a kind of unit is not one of a level."""
    return UnexpectedValue(kind, f"a kind of {level}, one of {', '.join(f'`{k}`' for k in level.kinds)}")


def region_of(unit: AdministrativeUnit, on: dt.date | None) -> str:
    """Return the id of the region a unit lies in on a day; see `places.region_in` for the errors."""
    return region_in(unit.province, on, former_province=unit.former_province, region=unit.region)


@dataclass(frozen=True, slots=True)
class Recognition:
    """A decision that recognised a unit.

    Attributes:
        tier: what it was recognised as.
        under: the decision whose set it met, such as `1980/2016`; None where not told.
        on: the day of recognition; None where not told.
        until: the last day of its term, where it was given for a term.
        revoked: the day from which it was revoked, where it was.
        observations: what was observed for it, by id of the measure.

    Raises:
        Contradiction: it ended before it was given.
    """

    tier: Tier
    under: str | None = None
    on: dt.date | None = None
    observations: Mapping[str, Observation] = field(default_factory=FrozenMap)
    until: dt.date | None = None
    revoked: dt.date | None = None

    def __post_init__(self) -> None:
        if self.on is None:
            return
        if self.until is not None and self.until < self.on:
            said = f"recognised on `{self.on}` and ended on `{self.until}`"
            raise Contradiction(f"{said}, expected a later day")
        if self.revoked is not None and self.revoked < self.on:
            said = f"recognised on `{self.on}` and revoked on `{self.revoked}`"
            raise Contradiction(f"{said}, expected a later day")

    def given_by(self, day: dt.date) -> bool:
        """Return whether it was given by a day and not yet revoked; one without a day is taken as earlier."""
        return (self.on is None or self.on <= day) and (self.revoked is None or day < self.revoked)
