"""Administrative units, what they are designated as, and the tiers they are recognised at.

Reads the Vietnamese and English names of levels, tiers and designations. Does not judge a unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from ntm_rules.errors import Contradiction, UnknownName
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.notation import Lang
from ntm_rules.facts.observations import Observation
from ntm_rules.facts.places import region_in
from ntm_rules.spelling import fold, nearest


class Level(StrEnum):
    """The level of a unit."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    HAMLET = "hamlet"


class Tier(StrEnum):
    """What a unit can be recognised as, lowest first; tiers compare in this order."""

    NTM = "ntm"
    NANG_CAO = "nang_cao"
    KIEU_MAU = "kieu_mau"
    HIEN_DAI = "hien_dai"

    @property
    def rank(self) -> int:
        return TIER_IDS.index(self.value)

    def label(self, lang: Lang = "vi") -> str:
        return _TIER_LABELS[self][lang]

    def __lt__(self, other: str) -> bool:
        return self.rank < other.rank if isinstance(other, Tier) else NotImplemented

    def __le__(self, other: str) -> bool:
        return self.rank <= other.rank if isinstance(other, Tier) else NotImplemented

    def __gt__(self, other: str) -> bool:
        return self.rank > other.rank if isinstance(other, Tier) else NotImplemented

    def __ge__(self, other: str) -> bool:
        return self.rank >= other.rank if isinstance(other, Tier) else NotImplemented


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


LEVEL_IDS: Final = tuple(level.value for level in Level)
TIER_IDS: Final = tuple(tier.value for tier in Tier)
DESIGNATION_IDS: Final = tuple(designation.value for designation in Designation)
GROUP_IDS: Final = ("1", "2", "3")

_TIER_LABELS: Final[dict[Tier, dict[Lang, str]]] = {
    Tier.NTM: {"vi": "nông thôn mới", "en": "new rural"},
    Tier.NANG_CAO: {"vi": "nông thôn mới nâng cao", "en": "advanced new rural"},
    Tier.KIEU_MAU: {"vi": "nông thôn mới kiểu mẫu", "en": "model new rural"},
    Tier.HIEN_DAI: {"vi": "nông thôn mới hiện đại", "en": "modern new rural"},
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

E = TypeVar("E", bound=StrEnum)


def _by_folded(spellings: Mapping[E, Iterable[str]]) -> dict[str, E]:
    return {fold(name): member for member, names in spellings.items() for name in (member.value, *names)}


_LEVELS: Final = _by_folded(
    {
        Level.COMMUNE: ("xã",),
        Level.DISTRICT: ("huyện", "cấp huyện", "thị xã"),
        Level.PROVINCE: ("tỉnh", "cấp tỉnh"),
        Level.HAMLET: ("thôn", "ấp", "bản", "xóm", "village"),
    }
)
_TIERS: Final = _by_folded(
    {
        Tier.NTM: ("nông thôn mới", "đạt chuẩn", "đạt chuẩn nông thôn mới", "đạt chuẩn NTM", "new rural"),
        Tier.NANG_CAO: ("NTM nâng cao", "nông thôn mới nâng cao", "NTMNC", "advanced", "advanced new rural"),
        Tier.KIEU_MAU: ("NTM kiểu mẫu", "nông thôn mới kiểu mẫu", "NTMKM", "model", "model new rural"),
        Tier.HIEN_DAI: ("NTM hiện đại", "nông thôn mới hiện đại", "modern", "modern new rural"),
    }
)
_DESIGNATIONS: Final = _by_folded(
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
_AREAS: Final = frozenset({Designation.AREA_1, Designation.AREA_2, Designation.AREA_3})
_GROUP_3_AREAS: Final = frozenset({Designation.AREA_2, Designation.AREA_3})


def _parse(kind: str, text: str, spellings: Mapping[str, E], ids: Iterable[str]) -> E:
    found = spellings.get(fold(text))
    if found is None:
        close = nearest(text, spellings)
        raise UnknownName(
            kind,
            text,
            suggestion=spellings[close].value if close else None,
            expected=f"one of {', '.join(f'`{id}`' for id in ids)}",
        )
    return found


def parse_unit_level(text: str) -> Level:
    """Return the level that a text names, such as `commune` or `xã`.

    Raises:
        UnknownName: it names none.
    """
    return _parse("level", text, _LEVELS, LEVEL_IDS)


def parse_tier(text: str) -> Tier:
    """Return the tier that a text names, such as `nang_cao`, `NTM nâng cao` or `advanced`.

    Raises:
        UnknownName: it names none.
    """
    return _parse("tier", text, _TIERS, TIER_IDS)


def parse_designation(text: str) -> Designation:
    """Return the designation that a text names, such as `area_3` or `xã khu vực III`.

    Raises:
        UnknownName: it names none.
    """
    return _parse("designation", text, _DESIGNATIONS, DESIGNATION_IDS)


def derive_group(designations: frozenset[Designation]) -> str | None:
    """Return the commune group of 51/2025 that designations tell, or None.

    Communes of area II or III are group 3. Groups 1 and 2 depend on urban plans and the share of farming,
    which a designation does not tell, so that they have to be given.
    """
    return "3" if designations & _GROUP_3_AREAS else None


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
        group: its commune group under 51/2025, given or derived from its designations; None where unknown.

    Raises:
        Contradiction: designations that exclude each other, or a group that they rule out.
    """

    name: str
    level: Level
    province: str
    former_province: str | None = None
    region: str | None = None
    code: str | None = field(default=None, kw_only=True)
    designations: frozenset[Designation] = frozenset()
    group: str | None = None

    def __post_init__(self) -> None:
        areas = sorted(self.designations & _AREAS)
        if len(areas) > 1:
            listed = " and ".join(f"`{area}`" for area in areas)
            raise Contradiction(f"unit `{self.name}` is designated {listed}, expected one area")
        # A commune of area II or III near a town may be group 1: which goes first is not settled.
        derived = derive_group(self.designations)
        if (self.group == "2" and derived == "3") or (self.group == "3" and areas and derived is None):
            message = f"unit `{self.name}` is given as commune group {self.group} and designated `{areas[0]}`"
            raise Contradiction(f"{message}, expected group 3 for areas II and III alone")


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
