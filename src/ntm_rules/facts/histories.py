"""A unit over the years: what was observed of it, what it was recognised as, and what it was formed of.

Says what was known on a day, with the single years that a look-back window asks for. Carries no figure from
one year into another, and does not judge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from ntm_rules.errors import NOWHERE, Contradiction, Place, UnexpectedValue
from ntm_rules.facts.given import Given, given
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.measures import MeasureCatalogue, measures
from ntm_rules.facts.mergers import Merger, own_titles
from ntm_rules.facts.observations import Observation, Value
from ntm_rules.facts.records import OF_A_YEAR, UnitRecord, read_unit_record, read_year
from ntm_rules.facts.reviews import Review
from ntm_rules.facts.title_reading import TITLE_KEYS, read_titles
from ntm_rules.facts.unit_reading import read_designations, read_unit
from ntm_rules.facts.units import AdministrativeUnit, Recognition
from ntm_rules.spelling import fold
from ntm_rules.yaml_nodes import Node, read_yaml


@dataclass(frozen=True, slots=True)
class History:
    """One unit over several years.

    Attributes:
        unit: the unit as last recorded.
        records: what was observed, one record per year or assessment, earliest first.
        recognitions: what the unit has been recognised as; None where nothing is told, empty where never.
        merger: the merger that formed the unit, where there was one.
        reviews: what authorities found when they held it against criteria sets, earliest first.
        place: where the history stands.
    """

    unit: AdministrativeUnit
    records: tuple[UnitRecord, ...]
    recognitions: tuple[Recognition, ...] | None = None
    merger: Merger | None = None
    reviews: tuple[Review, ...] = ()
    place: Place = NOWHERE

    def known_on(self, day: dt.date) -> tuple[UnitRecord, ...]:
        """Return what had been recorded by a day of the unit as it was then, earliest first.

        A record without a day of assessment is known in the year of its data. The unit before the merger and
        the one formed by it are two.
        """
        known = (record for record in self.records if _known(record, day))
        if self.merger is None:
            return tuple(known)
        formed = self.merger.on
        return tuple(record for record in known if (record.day >= formed) == (day >= formed))

    def facts_on(self, day: dt.date, windows: Collection[str] = ()) -> UnitRecord | None:
        """Return the latest record known on a day in which something was observed, with the day's titles.

        Args:
            day: the day.
            windows: ids of the measures that are looked back on: the values of all years known on the day
                stand beside them as single years.

        Returns:
            The record, or None where nothing had been recorded.
        """
        known = self.known_on(day)
        told = [record for record in known if _told(record)]
        return self._within(told[-1], known, windows, day) if told else None

    def facts_of(
        self, first: int, last: int, day: dt.date, windows: Collection[str] = ()
    ) -> UnitRecord | None:
        """Return the last record of some data years in which something was observed; see `facts_on`."""
        known = self.known_on(day)
        found = [record for record in known if _told(record) and first <= record.year <= last]
        return self._within(found[-1], known, windows, day) if found else None

    def held_on(self, day: dt.date) -> tuple[Recognition, ...] | None:
        """Return the recognitions that the unit had on a day; see `own_titles`."""
        return own_titles(self.recognitions, self.merger, day)

    def review_of(self, ruleset: str, tier: str, day: dt.date) -> Review | None:
        """Return the last review against a set that had been made by a day, or None where there is none."""
        found = [r for r in self.reviews if r.ruleset == ruleset and r.tier == tier and r.found_by(day)]
        return found[-1] if found else None

    def _within(
        self, record: UnitRecord, known: tuple[UnitRecord, ...], windows: Collection[str], day: dt.date
    ) -> UnitRecord:
        observed = record.observations
        for other in known if windows else ():
            observed = _with_year(observed, other, windows)
        return replace(record, observations=observed, recognitions=self.held_on(day), merger=self.merger)


def read_history(*paths: str | Path, catalogue: MeasureCatalogue | None = None) -> History:
    """Read the history of one unit from its files.

    Args:
        paths: unit files of the same unit. A file holds one year (`year` and `observations`, see
            `read_unit_file`) or several (`history`, a list of years).
        catalogue: the measures that may be observed; those that ship with the library by default.

    Raises:
        Contradiction: files of different units, or one year told in two ways.
        NtmRulesError: a file cannot be read or departs from its grammar; with file, line and column.
    """
    return join_histories([_read(read_yaml(path), catalogue) for path in paths])


def history(
    source: UnitRecord | History | Mapping[str, object] | Iterable[UnitRecord],
    catalogue: MeasureCatalogue | None = None,
) -> History:
    """Return the history that records of one unit, or Python data in the form of a unit file, make up.

    Raises:
        Contradiction: records of different units, or one year told in two ways.
        NtmRulesError: data that depart from the grammar.
    """
    match source:
        case History():
            return source
        case UnitRecord():
            return _of_records([source])
        case Mapping():
            return _read(source, catalogue)
        case _:
            return join_histories([_of_records([record]) for record in source])


def join_histories(parts: Iterable[History]) -> History:
    """Return one history of several of the same unit.

    Raises:
        UnexpectedValue: none at all.
        Contradiction: they are of different units, or tell one year or merger in two ways.
    """
    found = list(parts)
    if not found:
        raise UnexpectedValue("no record", "at least one record of the unit")
    for other in found[1:]:
        _refuse_other_unit(found[0].unit, other)
    records = [record for part in found for record in part.records]
    mergers = {part.merger for part in found if part.merger is not None}
    if len(mergers) > 1:
        days = " and ".join(f"`{merger.on}`" for merger in sorted(mergers, key=lambda m: m.on))
        raise Contradiction(f"unit `{found[0].unit.name}` formed on {days}, expected one merger")
    told = [part.recognitions for part in found if part.recognitions is not None]
    joined = _of_records(records)
    return replace(
        joined,
        recognitions=_distinct(r for titles in told for r in titles) if told else None,
        merger=next(iter(mergers), None),
        reviews=_by_day(review for part in found for review in part.reviews),
        place=found[0].place,
    )


def _read(source: Node | Mapping[str, object], catalogue: MeasureCatalogue | None) -> History:
    known = measures() if catalogue is None else catalogue
    entry = given(source)
    if not entry.is_mapping or "history" not in dict(entry.entries()):
        return _of_records([read_unit_record(source, known)])
    fields = entry.fields(("unit", "history"), (*TITLE_KEYS, "note", "source"))
    unit, titles = read_unit(fields["unit"]), read_titles(fields, known)
    records = []
    for year in fields["history"].each():
        told = year.fields(("year",), (*OF_A_YEAR, "designations", "members"))
        records.append(read_year(year, told, known, _in_its_year(unit, told), titles))
    if not records:
        raise fields["history"].fail("at least one year")
    return replace(_of_records(records), unit=unit, place=entry.place)


def _in_its_year(unit: AdministrativeUnit, told: Mapping[str, Given]) -> AdministrativeUnit:
    """Return the unit as it was designated in one year, where that year says so itself."""
    entry = told.get("designations")
    if entry is None:
        return unit
    return entry.here(partial(replace, unit, designations=read_designations(entry)))


def _of_records(records: list[UnitRecord]) -> History:
    """Return the history of records that say all there is to say of the unit."""
    ordered = sorted(records, key=lambda record: (record.year, record.day))
    for earlier, later in pairwise(ordered):
        if (earlier.year, earlier.day) == (later.year, later.day):
            message = f"unit `{later.unit.name}` has two records of `{later.year}` as of `{later.day}`"
            expected = "one, or a day of assessment for each"
            raise Contradiction(f"{message}, expected {expected}", place=later.place)
    last = ordered[-1]
    merger = next((record.merger for record in ordered if record.merger is not None), None)
    reviews = _by_day(review for record in ordered for review in record.reviews)
    return History(last.unit, tuple(ordered), last.recognitions, merger, reviews, last.place)


def _by_day(reviews: Iterable[Review]) -> tuple[Review, ...]:
    return tuple(sorted(dict.fromkeys(reviews), key=lambda review: review.on or dt.date.min))


def _refuse_other_unit(unit: AdministrativeUnit, other: History) -> None:
    if _identity(unit) != _identity(other.unit):
        found = f"`{unit.name}` of `{unit.province}` and `{other.unit.name}` of `{other.unit.province}`"
        raise Contradiction(f"records of {found}, expected those of one unit", place=other.place)


def _identity(unit: AdministrativeUnit) -> tuple[str, ...]:
    """Return what tells a unit from others; a province may have been merged between two records."""
    if unit.code is not None:
        return (unit.code,)
    return (fold(unit.name), unit.level, fold(unit.former_province or unit.province))


def _distinct(recognitions: Iterable[Recognition]) -> tuple[Recognition, ...]:
    """Return recognitions told in several records once each, the one with a day before the one without."""
    found = list(dict.fromkeys(recognitions))
    dated = {(r.tier, r.under) for r in found if r.on is not None}
    kept = [r for r in found if r.on is not None or (r.tier, r.under) not in dated]
    return tuple(sorted(kept, key=lambda r: r.on or dt.date.min))


def _told(record: UnitRecord) -> bool:
    """Whether anything was observed, of the unit or of what lies within it."""
    return bool(record.observations or record.members)


def _known(record: UnitRecord, day: dt.date) -> bool:
    return record.assessed_on <= day if record.assessed_on is not None else record.year <= day.year


def _with_year(
    observed: Mapping[str, Observation], other: UnitRecord, windows: Collection[str]
) -> Mapping[str, Observation]:
    """Return what was observed with the values of another year as single years of the windows."""
    added: dict[str, Observation] = {}
    for id in windows:
        value = _of_the_year(other.observations.get(id))
        own = observed.get(id) or Observation(id, None, "")
        told = own.years.get(other.year)
        if value is None or told == value:
            continue
        if told is not None:
            message = f"`{id}` of `{other.year}` is told in two ways"
            raise Contradiction(f"{message}, expected one value", place=other.place)
        added[id] = replace(own, years=FrozenMap({**own.years, other.year: value}))
    return FrozenMap({**observed, **added}) if added else observed


def _of_the_year(observation: Observation | None) -> Value | None:
    """Return the value that stands for one year, or None where it is one-sided or stands for several."""
    if observation is None or observation.relation != "exact" or observation.covers_years != 1:
        return None
    return observation.value
