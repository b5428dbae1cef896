"""Reads who a record is about: name, level, kind, where the unit lies, what it is classed as.

From YAML nodes and Python data alike; every error says where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ntm_rules.errors import Contradiction, Place, UnexpectedValue
from ntm_rules.facts.given import Given
from ntm_rules.facts.places import parse_region, places
from ntm_rules.facts.unit_kinds import Level, UnitKind, parse_level_and_kind, parse_unit_kind
from ntm_rules.facts.units import (
    GROUP_IDS,
    AdministrativeUnit,
    Designation,
    other_kind,
    parse_designation,
)


def refuse_unless_below(level: Level, above: Level, place: Place) -> None:
    """Raise UnexpectedValue if a unit of a level cannot lie within one of another."""
    if not level.is_below(above):
        raise UnexpectedValue(level, f"the level of a unit within a {above}", place=place)


def read_unit(entry: Given, above: AdministrativeUnit | None = None) -> AdministrativeUnit:
    """Read who is meant; a unit that lies within another takes from it where that is."""
    told = ("kind", "code", "province", "former_province", "region", "designations", "group")
    fields = entry.fields(("name", "level"), told)
    name = fields["name"]
    level, kind = _level_and_kind(fields)
    if above is not None:
        refuse_unless_below(level, above.level, fields["level"].place)
    province, former, region = _home(entry, fields, level, above)
    designations = read_designations(fields.get("designations"))
    group = _group(fields["group"]) if "group" in fields else None
    return entry.here(
        lambda: AdministrativeUnit(
            name=name.text(),
            level=level,
            province=province,
            former_province=former,
            region=region,
            designations=designations,
            group=group,
            kind=kind,
            code=fields["code"].text() if "code" in fields else None,
        )
    )


def _level_and_kind(fields: Mapping[str, Given]) -> tuple[Level, UnitKind]:
    """Return the level and the kind, which either of the two keys may tell."""
    level, named = fields["level"].here(lambda: parse_level_and_kind(fields["level"].text()))
    if "kind" not in fields:
        return level, named or level.kinds[0]
    kind = fields["kind"].here(lambda: parse_unit_kind(fields["kind"].text()))
    if kind not in level.kinds:
        raise other_kind(kind, level).at(fields["kind"].place)
    if named not in (None, kind):
        message = f"the unit is a `{named}` by its level and a `{kind}` by its kind, expected one of them"
        raise Contradiction(message, place=fields["kind"].place)
    return level, kind


def _home(
    entry: Given, fields: Mapping[str, Given], level: Level, above: AdministrativeUnit | None
) -> tuple[str, str | None, str | None]:
    """Return province, former province and region, as given or those of the unit it lies in."""
    stated, former, region = (fields.get(key) for key in ("province", "former_province", "region"))
    for place in (stated, former):
        if place is not None:
            place.here(partial(places().named, place.text()))
    told = (
        former.text() if former is not None else None,
        region.here(lambda: parse_region(region.text())) if region is not None else None,
    )
    if stated is not None:
        return (stated.text(), *told)
    if above is None:
        if level is not Level.PROVINCE:
            raise UnexpectedValue("a unit without it", "the key `province`", place=entry.place)
        name = fields["name"]
        name.here(lambda: places().named(name.text()))
        return (name.text(), *told)
    # A province may lie in several regions, a district lies in one.
    if told == (None, None) and above.level is not Level.PROVINCE:
        told = (above.former_province, above.region)
    return (above.province, *told)


def read_designations(entry: Given | None) -> frozenset[Designation]:
    """Read what a unit is classed as: one designation or a list of them."""
    if entry is None:
        return frozenset()
    listed = (entry,) if isinstance(entry.value, str) else entry.each()
    return frozenset(item.here(partial(parse_designation, item.text())) for item in listed)


def _group(entry: Given) -> str:
    group = str(entry.value).strip()
    if group not in GROUP_IDS:
        raise entry.fail("a commune group, `1`, `2` or `3`")
    return group
