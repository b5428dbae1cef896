"""Provinces before and after the mergers of 2025-07-01, and the programme region each lies in.

Reads `rulesets/places.yaml`. A merged province whose predecessors lay in several regions has none of its own:
there the record has to say more, and nothing is guessed. Does not know communes or districts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ntm_rules.errors import Contradiction, UnexpectedValue, UnknownName
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.notation import Lang
from ntm_rules.shipped import rulesets_dir
from ntm_rules.spelling import fold, nearest
from ntm_rules.yaml_nodes import Node, read_yaml

REGION_IDS: Final = ("TDMNPB", "DBSH", "BTB", "DHNTB", "TN", "DNB", "DBSCL")

_PREFIX: Final = re.compile(r"^(?:tinh|thanh pho|tp) (?=\w)|(?<=\w) (?:province|city)$")


@dataclass(frozen=True, slots=True)
class Region:
    """One of the seven regions whose columns the criteria sets used until 2025.

    Attributes:
        id: such as `TDMNPB`.
        vi, en: its names.
    """

    id: str
    vi: str
    en: str

    def name(self, lang: Lang = "vi") -> str:
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Province:
    """A province as it was for a time. A name that outlived a merger stands for two of them.

    Attributes:
        name: its name, without `tỉnh` or `thành phố`.
        regions: ids of the regions it lies in; more than one only for a merged province.
        also: other names and spellings.
        first, last: the first and last day it existed; None where open.
        merged_into: the province it became part of.
        of: the provinces it was formed from.
        note: anything else a reader should know.
    """

    name: str
    regions: tuple[str, ...]
    also: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    merged_into: str | None = None
    of: tuple[str, ...] = ()
    note: str | None = None

    @property
    def region(self) -> str | None:
        """The region of all its communes, or None where they lie in several."""
        return self.regions[0] if len(self.regions) == 1 else None

    def existed(self, on: dt.date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


class Places:
    """The regions, and the provinces by name and time."""

    __slots__ = ("_by_key", "provinces", "regions")

    def __init__(self, regions: Mapping[str, Region], provinces: Iterable[Province]) -> None:
        self.regions = FrozenMap(regions)
        self.provinces = tuple(provinces)
        self._by_key: dict[str, list[Province]] = {}
        for province in self.provinces:
            for key in {_key(name) for name in (province.name, *province.also)}:
                self._by_key.setdefault(key, []).append(province)

    def named(self, name: str) -> tuple[Province, ...]:
        """Return all provinces that have borne a name.

        Raises:
            UnknownName: none has.
        """
        found = self._by_key.get(_key(name))
        if not found:
            known = {_key(n): p.name for p in self.provinces for n in (p.name, *p.also)}
            close = nearest(_key(name), known)
            raise UnknownName("province", name, suggestion=known[close] if close else None)
        return tuple(found)

    def province(self, name: str, on: dt.date) -> Province:
        """Return the province of a name on a day.

        A name given up before then still says where a unit lay, and gives the province that last bore it.

        Raises:
            UnknownName: no province has borne the name until then.
        """
        found = self.named(name)
        existing = [p for p in found if p.existed(on)]
        earlier = [p for p in found if p.last is not None and p.last < on]
        if not existing and not earlier:
            raise UnknownName("province", name, expected=f"one that existed on {on}")
        return existing[0] if existing else max(earlier, key=lambda p: p.last or dt.date.min)


def _key(name: str) -> str:
    """Return a name without diacritics, spaces and the words for province and city."""
    return _PREFIX.sub("", fold(name)).replace(" ", "")


def read_places(source: Node | str | Path) -> Places:
    """Read regions and provinces from a file or a YAML node."""
    node = source if isinstance(source, Node) else read_yaml(source)
    fields = node.mapping(("regions", "provinces"))
    regions = {}
    for key, value in fields["regions"].pairs():
        names = value.mapping(("vi", "en"))
        id = key.choice("region", REGION_IDS)
        regions[id] = Region(id, names["vi"].text(), names["en"].text())
    read = fields["provinces"].each(_province)
    return Places(regions, (_with_regions(province, read, node) for province in read))


def _province(node: Node) -> Province:
    fields = node.mapping(("name", "region"), ("also", "from", "until", "merged_into", "of", "note"))
    region = fields["region"]
    return Province(
        name=fields["name"].text(),
        regions=() if region.is_null else (region.choice("region", REGION_IDS),),
        also=fields["also"].each(Node.text) if "also" in fields else (),
        first=fields["from"].date() if "from" in fields else None,
        last=fields["until"].date() if "until" in fields else None,
        merged_into=fields["merged_into"].text() if "merged_into" in fields else None,
        of=fields["of"].each(Node.text) if "of" in fields else (),
        note=fields["note"].text() if "note" in fields else None,
    )


def _with_regions(province: Province, known: Iterable[Province], node: Node) -> Province:
    """Return a province of several regions with the regions of those it was formed from."""
    if province.regions:
        return province
    formed_from = [p for p in known if p.name in province.of and not p.of]
    within = {region for p in formed_from for region in p.regions}
    if len(within) < 2:
        message = f"`{province.name}` without a region and not formed from provinces of several"
        raise UnexpectedValue(message, "its `region`", place=node.place)
    return Province(
        name=province.name,
        regions=tuple(id for id in REGION_IDS if id in within),
        also=province.also,
        first=province.first,
        last=province.last,
        of=province.of,
        note=province.note,
    )


@cache
def places() -> Places:
    """Return the regions and provinces that ship with the library; read once."""
    return read_places(rulesets_dir() / "places.yaml")


def find_province(name: str, on: dt.date) -> Province:
    """Return the province of a name on a day; see `Places.province`.

    Args:
        name: with or without diacritics, `tỉnh`, `thành phố`, `TP`.
        on: the day; a name given up in a merger is accepted after it too.

    Raises:
        UnknownName: there is no such province.
    """
    return places().province(name, on)


def province_regions(name: str, on: dt.date) -> tuple[str, ...]:
    """Return the ids of the regions a province lies in on a day."""
    return find_province(name, on).regions


def parse_region(text: str) -> str:
    """Return the id of a region given by id or by its Vietnamese or English name.

    Raises:
        UnknownName: there is no such region.
    """
    names = {fold(id): id for id in REGION_IDS}
    for region in places().regions.values():
        names |= {fold(region.vi): region.id, fold(region.en): region.id}
    found = names.get(fold(text))
    if found is None:
        close = nearest(text, names)
        expected = f"one of {', '.join(f'`{id}`' for id in REGION_IDS)}"
        raise UnknownName("region", text, suggestion=names[close] if close else None, expected=expected)
    return found


def region_in(
    province: str, on: dt.date | None, *, former_province: str | None = None, region: str | None = None
) -> str:
    """Return the id of the region that a place in a province lies in.

    Args:
        province: the province, by a name it bore on the day or before.
        on: the day; None accepts only a province whose region does not depend on it.
        former_province: where the place lay before the merger.
        region: the region, where it is known; must be one the province lies in.

    Raises:
        UnknownName: an unknown province.
        Contradiction: the parts do not belong together.
        UnexpectedValue: the province lies in several regions, and nothing says in which the place lies.
    """
    bearers = places().named(province) if on is None else (places().province(province, on),)
    former = former_province and _former(bearers, former_province)
    within = (former,) if former else tuple(dict.fromkeys(id for p in bearers for id in p.regions))
    if region is not None:
        if region not in within:
            where = f"province `{former_province or province}` lies in {_listed(within)}"
            raise Contradiction(f"found region `{region}`, but {where}")
        return region
    if len(within) == 1:
        return within[0]
    asked = [f"`region` (one of {_listed(within)})"]
    if predecessors := [name for p in bearers for name in p.of]:
        asked.append(f"`former_province` (one of {_listed(predecessors)})")
    if len(bearers) > 1:
        asked.append("`assessed_on`, since the province was merged")
    raise UnexpectedValue(f"{province}, which lies in {_listed(within)}", " or ".join(asked))


def _former(bearers: tuple[Province, ...], name: str) -> str:
    """Return the region of the province that a place lay in before the merger."""
    key = _key(places().named(name)[0].name)
    for province in bearers:
        if key == _key(province.name) and not province.of:
            return province.regions[0]
    formed = [p for p in bearers if key in {_key(n) for n in p.of}]
    if not formed:
        offered = [n for p in bearers for n in p.of] or [p.name for p in bearers]
        raise Contradiction(
            f"found former province `{name}`, expected {_listed(offered)} for a place in `{bearers[0].name}`"
        )
    before = next(p for p in places().named(name) if not p.of)
    return before.regions[0]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
