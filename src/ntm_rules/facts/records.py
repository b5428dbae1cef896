"""A unit with everything observed of it for one year, and its members, from a unit file or from Python data.

Both obey the same grammar, and every error says where it stands. Does not evaluate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ntm_rules.errors import NOWHERE, Contradiction, Place
from ntm_rules.facts.given import Given, given
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.measures import MeasureCatalogue, measures
from ntm_rules.facts.mergers import Merger, own_titles
from ntm_rules.facts.observations import Observation, read_observations
from ntm_rules.facts.reviews import Review
from ntm_rules.facts.title_reading import TITLE_KEYS, Titles, read_titles
from ntm_rules.facts.unit_kinds import UnitKind
from ntm_rules.facts.unit_reading import read_unit, refuse_unless_below
from ntm_rules.facts.units import AdministrativeUnit, Recognition, region_of
from ntm_rules.yaml_nodes import Node, read_yaml

OF_A_YEAR: Final = ("assessed_on", "observations", "note", "source")
"""The keys of what is told of one year."""

FIRST_YEAR: Final = 2009
LAST_YEAR: Final = 2100


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
    merger: Merger | None = None
    reviews: tuple[Review, ...] = ()

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
            `recognitions`, `merged_from`, `reviews`, `members`, `note` and `source`. A member is a mapping of
            the same keys, of which `year`, `assessed_on` and the unit's `province` may be left out, or
            `{file: PATH}`.
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
    fields = entry.fields(required, ("year", *OF_A_YEAR, *TITLE_KEYS, "members"))
    unit = read_unit(fields["unit"], above.unit if above is not None else None)
    return read_year(entry, fields, known, unit, read_titles(fields, known), above)


def read_year(
    entry: Given,
    fields: Mapping[str, Given],
    known: MeasureCatalogue,
    unit: AdministrativeUnit,
    titles: Titles,
    above: UnitRecord | None = None,
) -> UnitRecord:
    """Read what was observed of a unit in one year, from the fields of an entry; see `read_unit_file`."""
    year = above.year if above is not None else 0
    if "year" in fields:
        year = fields["year"].integer()
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise fields["year"].fail(f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    assessed_on = above.assessed_on if above is not None else None
    if "assessed_on" in fields:
        assessed_on = fields["assessed_on"].date()
    if assessed_on is not None and assessed_on.year < year:
        message = f"assessed on `{assessed_on}`, before the year of its data, `{year}`"
        raise Contradiction(message, place=fields.get("assessed_on", entry).place)
    record = UnitRecord(
        unit=unit,
        year=year,
        assessed_on=assessed_on,
        observations=read_observations(fields.get("observations"), known),
        recognitions=titles.recognitions,
        merger=titles.merger,
        reviews=titles.reviews,
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
