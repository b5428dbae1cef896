"""A unit with everything observed of it for one year, and its members, from a unit file or from Python data.

Both obey the same grammar, and every error says where it stands. Does not evaluate.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from ntm_rules.errors import NOWHERE, Contradiction, Place, UnexpectedValue
from ntm_rules.facts.given import Given, given
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.measures import MeasureCatalogue, measures
from ntm_rules.facts.observations import Observation, read_observation
from ntm_rules.facts.places import parse_region, places
from ntm_rules.facts.unit_kinds import Level, UnitKind, parse_level_and_kind, parse_unit_kind
from ntm_rules.facts.units import (
    GROUP_IDS,
    AdministrativeUnit,
    Designation,
    Recognition,
    other_kind,
    parse_designation,
    parse_tier,
    region_of,
)
from ntm_rules.yaml_nodes import Node, read_yaml

_FIRST_YEAR: Final = 2009
_LAST_YEAR: Final = 2100
_DECISION: Final = re.compile(r"[0-9]+/(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit in one year.

    Attributes:
        unit: the unit.
        year: the year of the data.
        assessed_on: the day of assessment; None where not told.
        observations: what was observed, by id of the measure.
        recognitions: what the unit has been recognised as; None where nothing is told, empty where never.
        members: the units that lie directly within it, such as the communes of a district; None where they
            are not recorded. Their own members lie below them.
        note, source: what the record says of itself.
        place: where the record stands.

    Raises:
        UnexpectedValue: a member of a level that cannot lie within the unit.
        Contradiction: one member twice.
    """

    unit: AdministrativeUnit
    year: int
    assessed_on: dt.date | None = None
    observations: Mapping[str, Observation] = field(default_factory=FrozenMap)
    recognitions: tuple[Recognition, ...] | None = None
    note: str | None = None
    source: str | None = None
    place: Place = NOWHERE
    members: tuple[UnitRecord, ...] | None = None

    def __post_init__(self) -> None:
        names: set[tuple[str, UnitKind]] = set()
        for member in self.members or ():
            refuse_unless_below(member.unit.level, self.unit.level, member.place)
            name = (member.unit.name, member.unit.kind)
            if name in names:
                message = f"`{self.unit.name}` has two members named `{name[0]}`, expected each unit once"
                raise Contradiction(message, place=member.place)
            names.add(name)

    def with_members(self, members: Iterable[UnitRecord]) -> UnitRecord:
        """Return the record with these members in place of its own.

        Args:
            members: complete records of the units that lie directly within it; none means that it has none.

        Raises:
            UnexpectedValue: a member of a level that cannot lie within the unit.
            Contradiction: one member twice.
        """
        return replace(self, members=tuple(members))

    def descendants(self, kinds: Iterable[UnitKind]) -> Iterator[UnitRecord]:
        """Yield the members of some kinds, their members, and so on, in the order of the record."""
        wanted = frozenset(kinds)
        for member in self.members or ():
            if member.unit.kind in wanted:
                yield member
            yield from member.descendants(wanted)

    @property
    def day(self) -> dt.date:
        """The day of assessment, or the last day of the year of the data."""
        return self.assessed_on or dt.date(self.year, 12, 31)

    def region(self) -> str:
        """Return the id of the unit's region on its day.

        Raises:
            UnexpectedValue: a merged province lies in several, and the record does not say in which.
        """
        return Given(None, self.place).here(lambda: region_of(self.unit, self.day))


def refuse_unless_below(level: Level, above: Level, place: Place) -> None:
    """Raise UnexpectedValue if a unit of a level cannot lie within one of another."""
    if not level.is_below(above):
        raise UnexpectedValue(level, f"the level of a unit within a {above}", place=place)


def read_unit_file(path: str | Path, catalogue: MeasureCatalogue | None = None) -> UnitRecord:
    """Read a unit file.

    Args:
        path: a YAML file with `unit` and `year`, and optionally `assessed_on`, `observations`,
            `recognitions`, `members`, `note` and `source`. A member is a mapping of the same keys, of which
            `year`, `assessed_on` and the unit's `province` may be left out, or `{file: PATH}`.
        catalogue: the measures that may be observed; those that ship with the library by default.

    Raises:
        NtmRulesError: the file cannot be read or departs from its grammar; with file, line and column.
    """
    return read_unit_record(read_yaml(path), catalogue)


def unit_record(mapping: Mapping[str, object], catalogue: MeasureCatalogue | None = None) -> UnitRecord:
    """Read a record from Python data of the same form as a unit file; see `read_unit_file`."""
    return read_unit_record(mapping, catalogue)


def read_unit_record(
    source: Node | Mapping[str, object], catalogue: MeasureCatalogue | None = None
) -> UnitRecord:
    """Read a record from a YAML node or from Python data; see `read_unit_file`."""
    return _record(given(source), measures() if catalogue is None else catalogue, None)


def _record(entry: Given, known: MeasureCatalogue, above: UnitRecord | None) -> UnitRecord:
    """Read a record; one that lies within another takes from it what it does not say."""
    required = ("unit", "year") if above is None else ("unit",)
    optional = ("year", "assessed_on", "observations", "recognitions", "members", "note", "source")
    fields = entry.fields(required, optional)
    unit = _unit(fields["unit"], above)
    year = above.year if above is not None else 0
    if "year" in fields:
        year = fields["year"].integer()
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise fields["year"].fail(f"a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    assessed_on = above.assessed_on if above is not None else None
    if "assessed_on" in fields:
        assessed_on = fields["assessed_on"].date()
    if assessed_on is not None and assessed_on.year < year:
        message = f"assessed on `{assessed_on}`, before the year of its data, `{year}`"
        raise Contradiction(message, place=fields.get("assessed_on", entry).place)
    recognised = fields.get("recognitions")
    record = UnitRecord(
        unit=unit,
        year=year,
        assessed_on=assessed_on,
        observations=_observations(fields.get("observations"), known),
        recognitions=tuple(_recognition(r, known) for r in recognised.each()) if recognised else None,
        note=fields["note"].text() if "note" in fields else None,
        source=fields["source"].text() if "source" in fields else None,
        place=entry.place,
    )
    if "members" not in fields:
        return record
    listed = fields["members"].each()
    return fields["members"].here(lambda: record.with_members(_member(m, known, record) for m in listed))


def _member(entry: Given, known: MeasureCatalogue, above: UnitRecord) -> UnitRecord:
    """Read a member that stands in place, or in a file of its own beside the file that names it."""
    if not (entry.is_mapping and "file" in dict(entry.entries())):
        return _record(entry, known, above)
    file = entry.fields(("file",), ())["file"]
    path = Path(entry.place.file).parent / file.text()
    return _record(file.here(lambda: given(read_yaml(path))), known, above)


def _unit(entry: Given, above: UnitRecord | None) -> AdministrativeUnit:
    fields = entry.fields(
        ("name", "level"), ("kind", "province", "former_province", "region", "designations", "group")
    )
    name = fields["name"]
    level, kind = _level_and_kind(fields)
    if above is not None:
        refuse_unless_below(level, above.unit.level, fields["level"].place)
    province, former, region = _home(entry, fields, level, above)
    designations = _designations(fields.get("designations"))
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
    entry: Given, fields: Mapping[str, Given], level: Level, above: UnitRecord | None
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
    home = above.unit
    # A province may lie in several regions, a district lies in one.
    if told == (None, None) and home.level is not Level.PROVINCE:
        told = (home.former_province, home.region)
    return (home.province, *told)


def _designations(entry: Given | None) -> frozenset[Designation]:
    if entry is None:
        return frozenset()
    listed = (entry,) if isinstance(entry.value, str) else entry.each()
    return frozenset(item.here(partial(parse_designation, item.text())) for item in listed)


def _group(entry: Given) -> str:
    group = str(entry.value).strip()
    if group not in GROUP_IDS:
        raise entry.fail("a commune group, `1`, `2` or `3`")
    return group


def _observations(entry: Given | None, known: MeasureCatalogue) -> FrozenMap[str, Observation]:
    found: dict[str, Observation] = {}
    for id, value in entry.entries() if entry is not None else ():
        name = Given(id, value.named_at)
        if id[:1].isdigit():
            raise name.fail("the id of a measure", "inside `{…}` a value with a comma needs quotes")
        measure = name.here(partial(known.__getitem__, id))
        if value.value is not None:
            found[id] = value.here(partial(read_observation, measure, value))
    return FrozenMap(found)


def _recognition(entry: Given, known: MeasureCatalogue) -> Recognition:
    fields = entry.fields(("tier",), ("under", "on", "observations"))
    tier = fields["tier"]
    under = fields.get("under")
    if under is not None and not _DECISION.fullmatch(under.text()):
        raise under.fail("the decision as number/year, such as `1980/2016`")
    return Recognition(
        tier=tier.here(lambda: parse_tier(tier.text())),
        under=under.text() if under else None,
        on=fields["on"].date() if "on" in fields else None,
        observations=_observations(fields.get("observations"), known),
    )
