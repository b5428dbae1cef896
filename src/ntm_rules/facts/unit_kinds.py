"""The levels of units, and the kinds of unit that one level knows.

A district may be a huyện, a thị xã, a city or a quận, and the decisions ask other things of each. Reads the
Vietnamese and English names of both. Does not know any single unit.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ntm_rules.facts.names import by_folded, parse_name
from ntm_rules.facts.notation import Lang
from ntm_rules.spelling import fold


class Level(StrEnum):
    """The level of a unit."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    HAMLET = "hamlet"

    @property
    def kinds(self) -> tuple[UnitKind, ...]:
        """The kinds of unit of this level; a unit of which nothing is said is of the first."""
        return _KINDS_OF[self]

    def is_below(self, other: Level) -> bool:
        """Return whether units of this level can lie within a unit of another."""
        return _DOWNWARDS.index(self) > _DOWNWARDS.index(other)


class UnitKind(StrEnum):
    """What a unit of a level is called in law."""

    COMMUNE = "commune"
    TOWNSHIP = "township"
    WARD = "ward"
    RURAL_DISTRICT = "rural_district"
    SPECIAL_DISTRICT = "special_district"
    DISTRICT_TOWN = "district_town"
    DISTRICT_CITY = "district_city"
    URBAN_DISTRICT = "urban_district"
    PROVINCE = "province"
    HAMLET = "hamlet"

    @property
    def level(self) -> Level:
        return _LEVEL_OF[self]

    def label(self, lang: Lang = "vi") -> str:
        return _LABELS[self][lang]


LEVEL_IDS: Final = tuple(level.value for level in Level)
UNIT_KIND_IDS: Final = tuple(kind.value for kind in UnitKind)

_DOWNWARDS: Final = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE, Level.HAMLET)
_KINDS_OF: Final[dict[Level, tuple[UnitKind, ...]]] = {
    Level.COMMUNE: (UnitKind.COMMUNE, UnitKind.TOWNSHIP, UnitKind.WARD),
    Level.DISTRICT: (
        UnitKind.RURAL_DISTRICT,
        UnitKind.SPECIAL_DISTRICT,
        UnitKind.DISTRICT_TOWN,
        UnitKind.DISTRICT_CITY,
        UnitKind.URBAN_DISTRICT,
    ),
    Level.PROVINCE: (UnitKind.PROVINCE,),
    Level.HAMLET: (UnitKind.HAMLET,),
}
_LEVEL_OF: Final = {kind: level for level, kinds in _KINDS_OF.items() for kind in kinds}
_LABELS: Final[dict[UnitKind, dict[Lang, str]]] = {
    UnitKind.COMMUNE: {"vi": "xã", "en": "commune"},
    UnitKind.TOWNSHIP: {"vi": "thị trấn", "en": "township"},
    UnitKind.WARD: {"vi": "phường", "en": "ward"},
    UnitKind.RURAL_DISTRICT: {"vi": "huyện", "en": "rural district"},
    UnitKind.SPECIAL_DISTRICT: {
        "vi": "huyện không có đơn vị hành chính cấp xã",
        "en": "special district",
    },
    UnitKind.DISTRICT_TOWN: {"vi": "thị xã", "en": "town"},
    UnitKind.DISTRICT_CITY: {"vi": "thành phố thuộc tỉnh", "en": "provincial city"},
    UnitKind.URBAN_DISTRICT: {"vi": "quận", "en": "urban district"},
    UnitKind.PROVINCE: {"vi": "tỉnh", "en": "province"},
    UnitKind.HAMLET: {"vi": "thôn", "en": "hamlet"},
}
_LEVEL_NAMES: Final = by_folded(
    {
        Level.COMMUNE: ("xã", "cấp xã"),
        Level.DISTRICT: ("huyện", "cấp huyện"),
        Level.PROVINCE: ("tỉnh", "cấp tỉnh"),
        Level.HAMLET: ("thôn", "ấp", "bản", "xóm", "village"),
    }
)
_KIND_NAMES: Final = by_folded(
    {
        UnitKind.COMMUNE: ("xã",),
        UnitKind.TOWNSHIP: ("thị trấn",),
        UnitKind.WARD: ("phường",),
        UnitKind.RURAL_DISTRICT: ("huyện", "rural district"),
        UnitKind.SPECIAL_DISTRICT: (
            "huyện không có đơn vị hành chính cấp xã",
            "huyện không có xã",
            "special district",
            "district without communes",
        ),
        UnitKind.DISTRICT_TOWN: ("thị xã", "town"),
        UnitKind.DISTRICT_CITY: (
            "thành phố thuộc tỉnh",
            "thành phố thuộc thành phố trực thuộc trung ương",
            "provincial city",
        ),
        UnitKind.URBAN_DISTRICT: ("quận", "urban district"),
        UnitKind.PROVINCE: ("tỉnh", "thành phố trực thuộc trung ương"),
        UnitKind.HAMLET: ("thôn", "ấp", "bản", "xóm", "village"),
    }
)


def parse_unit_kind(text: str) -> UnitKind:
    """Return the kind of unit that a text names, such as `district_town` or `thị xã`.

    Raises:
        UnknownName: it names none.
    """
    return parse_name("unit kind", text, _KIND_NAMES, UNIT_KIND_IDS)


def parse_unit_level(text: str) -> Level:
    """Return the level that a text names, such as `commune`, `xã` or `thị trấn`.

    Raises:
        UnknownName: it names none.
    """
    return parse_level_and_kind(text)[0]


def parse_level_and_kind(text: str) -> tuple[Level, UnitKind | None]:
    """Return the level that a text names, and the kind where it names one: `thị trấn` tells both.

    Raises:
        UnknownName: it names none.
    """
    if fold(text) not in _LEVEL_NAMES:
        kind = _KIND_NAMES.get(fold(text))
        if kind is not None:
            return kind.level, kind
    return parse_name("level", text, _LEVEL_NAMES, LEVEL_IDS), None
