"""A unit with everything observed of it for one year, from a unit file or from Python data.

Both obey the same grammar, and every error says where it stands. Does not evaluate.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from ntm_rules.errors import NOWHERE, Contradiction, Place, UnexpectedValue
from ntm_rules.facts.given import Given, given
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.measures import MeasureCatalogue, measures
from ntm_rules.facts.mergers import Merger, Predecessor, own_titles
from ntm_rules.facts.observations import Observation, read_observation
from ntm_rules.facts.places import parse_region, places
from ntm_rules.facts.reviews import Review
from ntm_rules.facts.units import (
    GROUP_IDS,
    AdministrativeUnit,
    Designation,
    Level,
    Recognition,
    derive_group,
    parse_designation,
    parse_tier,
    parse_unit_level,
    region_of,
)
from ntm_rules.yaml_nodes import Node, read_yaml

_FIRST_YEAR: Final = 2009
_LAST_YEAR: Final = 2100
_COUNTED: Final = re.compile(r"([0-9]{1,3}) ?/ ?([0-9]{1,3})")
_DECISION: Final = re.compile(r"[0-9]+/(?:19|20)[0-9]{2}")

TITLE_KEYS: Final = ("recognitions", "merged_from", "reviews")
"""Keys of what holds for the unit whatever the year."""


class Titles(NamedTuple):
    """What holds for a unit whatever the year; see `UnitRecord`."""

    recognitions: tuple[Recognition, ...] | None
    merger: Merger | None
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit in one year.

    Attributes:
        unit: the unit.
        year: the year of the data.
        assessed_on: the day of assessment; None where not told.
        observations: what was observed, by id of the measure.
        recognitions: what the unit has been recognised as; None where nothing is told, empty where never.
        merger: the merger that formed the unit, where there was one.
        reviews: what authorities found when they held it against criteria sets.
        note, source: what the record says of itself.
        place: where the record stands.
    """

    unit: AdministrativeUnit
    year: int
    assessed_on: dt.date | None = None
    observations: Mapping[str, Observation] = field(default_factory=FrozenMap)
    recognitions: tuple[Recognition, ...] | None = None
    merger: Merger | None = None
    reviews: tuple[Review, ...] = ()
    note: str | None = None
    source: str | None = None
    place: Place = NOWHERE

    @property
    def day(self) -> dt.date:
        """The day of assessment, or the last day of the year of the data."""
        return self.assessed_on or dt.date(self.year, 12, 31)

    @property
    def titles(self) -> tuple[Recognition, ...] | None:
        """The recognitions that the unit has on its day; None where nothing is told."""
        return own_titles(self.recognitions, self.merger, self.day)

    def region(self) -> str:
        """Return the id of the unit's region on its day.

        Raises:
            UnexpectedValue: a merged province lies in several, and the record does not say in which.
        """
        return Given(None, self.place).here(lambda: region_of(self.unit, self.day))


def read_unit_file(path: str | Path, catalogue: MeasureCatalogue | None = None) -> UnitRecord:
    """Read a unit file.

    Args:
        path: a YAML file with `unit` and `year`, and optionally `assessed_on`, `observations`,
            `recognitions`, `merged_from`, `reviews`, `note` and `source`.
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
    entry = given(source)
    known = measures() if catalogue is None else catalogue
    told = ("assessed_on", "observations", *TITLE_KEYS, "note", "source")
    fields = entry.fields(("unit", "year"), told)
    return read_year(entry, fields, known, read_unit(fields["unit"]), read_titles(fields, known))


def read_year(
    entry: Given,
    fields: Mapping[str, Given],
    known: MeasureCatalogue,
    unit: AdministrativeUnit,
    titles: Titles,
) -> UnitRecord:
    """Read what was observed of a unit in one year, of an entry that has the key `year`."""
    year = fields["year"].integer()
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise fields["year"].fail(f"a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    assessed_on = fields["assessed_on"].date() if "assessed_on" in fields else None
    if assessed_on is not None and assessed_on.year < year:
        message = f"assessed on `{assessed_on}`, before the year of its data, `{year}`"
        raise Contradiction(message, place=fields["assessed_on"].place)
    return UnitRecord(
        unit=unit,
        year=year,
        assessed_on=assessed_on,
        observations=_observations(fields.get("observations"), known),
        recognitions=titles.recognitions,
        merger=titles.merger,
        reviews=titles.reviews,
        note=fields["note"].text() if "note" in fields else None,
        source=fields["source"].text() if "source" in fields else None,
        place=entry.place,
    )


def read_titles(fields: Mapping[str, Given], known: MeasureCatalogue) -> Titles:
    """Read what a unit has been recognised as, of what it was formed, and how it was reviewed."""
    recognised, merged, reviewed = (fields.get(key) for key in TITLE_KEYS)
    recognitions = _recognitions(recognised, known)
    reviews = tuple(map(_review, reviewed.each())) if reviewed is not None else ()
    if merged is None:
        return Titles(recognitions, None, reviews)
    parts = merged.fields(("on", "units"), ())
    merger = merged.here(
        lambda: Merger(parts["on"].date(), tuple(_predecessor(u, known) for u in parts["units"].each()))
    )
    return Titles(recognitions, merger, reviews)


def _review(entry: Given) -> Review:
    fields = entry.fields(("ruleset", "tier", "criteria_met"), ("on", "failing", "source"))
    counted = _COUNTED.fullmatch(str(fields["criteria_met"].value).strip())
    if counted is None:
        raise fields["criteria_met"].fail("the criteria met of all, such as `16/19`")
    failing = fields["failing"].each() if "failing" in fields else ()
    return entry.here(
        lambda: Review(
            ruleset=_decision(fields["ruleset"]),
            tier=fields["tier"].here(lambda: parse_tier(fields["tier"].text())),
            met=int(counted[1]),
            of=int(counted[2]),
            on=fields["on"].date() if "on" in fields else None,
            failing=tuple(str(number.value).strip() for number in failing),
            source=fields["source"].text() if "source" in fields else None,
        )
    )


def _predecessor(entry: Given, known: MeasureCatalogue) -> Predecessor:
    fields = entry.fields(("name",), ("recognitions",))
    return Predecessor(fields["name"].text(), _recognitions(fields.get("recognitions"), known))


def _recognitions(entry: Given | None, known: MeasureCatalogue) -> tuple[Recognition, ...] | None:
    return None if entry is None else tuple(_recognition(r, known) for r in entry.each())


def read_unit(entry: Given) -> AdministrativeUnit:
    """Read who is meant: name, level and where it lies."""
    fields = entry.fields(
        ("name", "level"), ("code", "province", "former_province", "region", "designations", "group")
    )
    name, level = fields["name"], fields["level"].here(lambda: parse_unit_level(fields["level"].text()))
    province = fields.get("province")
    if province is None:
        if level is not Level.PROVINCE:
            raise UnexpectedValue("a unit without it", "the key `province`", place=entry.place)
        province = name
    for place in (province, fields.get("former_province")):
        if place is not None:
            place.here(partial(places().named, place.text()))
    region = fields.get("region")
    designations = read_designations(fields.get("designations"))
    group = _group(fields["group"]) if "group" in fields else None
    if group is None and level is Level.COMMUNE:
        group = derive_group(designations)
    return entry.here(
        lambda: AdministrativeUnit(
            name=name.text(),
            level=level,
            code=fields["code"].text() if "code" in fields else None,
            province=province.text(),
            former_province=fields["former_province"].text() if "former_province" in fields else None,
            region=region.here(lambda: parse_region(region.text())) if region else None,
            designations=designations,
            group=group,
        )
    )


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
    fields = entry.fields(("tier",), ("under", "on", "observations", "until", "revoked"))
    tier = fields["tier"]
    days = {key: fields[key].date() if key in fields else None for key in ("on", "until", "revoked")}
    return entry.here(
        lambda: Recognition(
            tier=tier.here(lambda: parse_tier(tier.text())),
            under=_decision(fields["under"]) if "under" in fields else None,
            observations=_observations(fields.get("observations"), known),
            **days,
        )
    )


def _decision(entry: Given) -> str:
    if not _DECISION.fullmatch(entry.text()):
        raise entry.fail("the decision as number/year, such as `1980/2016`")
    return entry.text()
