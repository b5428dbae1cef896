"""What a row says of its unit beside its facts: year, day, designations, titles, as masks.

Years and days may differ from row to row, or be one for the whole table. Does not look at observations, and
does not choose a column; see `regions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ntm_rules.derived import cached_property
from ntm_rules.errors import UnexpectedValue
from ntm_rules.evaluation.columnar.contract import Contract, RecognitionColumns
from ntm_rules.evaluation.columnar.masks import (
    ALWAYS,
    NEVER,
    AtLeast,
    Contains,
    IsTrue,
    Mask,
    Masks,
    Missing,
    NotAfter,
    OneOf,
    OnlyOf,
    Under,
)
from ntm_rules.facts import DESIGNATION_IDS, UnitKind

_AREAS: Final = ("area_1", "area_2", "area_3")


@dataclass(frozen=True)
class Rows:
    """The rows of a table, one unit in one year each.

    Attributes:
        contract: the columns of the table.
        masks: where masks are kept.
        years: the first and last year of the data that can be judged.
        kind: the kind of all units, where the table has no column of it.
        given_year: the year of all rows, where the table has no column of it.
        given_day: the day of assessment of all rows, likewise.
    """

    contract: Contract
    masks: Masks
    years: tuple[int, int]
    kind: UnitKind | None = None
    given_year: int | None = None
    given_day: dt.date | None = None

    def __post_init__(self) -> None:
        if self.given_year is not None and self._year_column is not None:
            raise UnexpectedValue("a year beside a column of years", "only one of the two")
        if self.given_day is not None and self._day_column is not None:
            raise UnexpectedValue("a day of assessment beside a column of such days", "only one of the two")
        if self.given_year is None and self._year_column is None:
            raise UnexpectedValue("a table without years of the data", "a column `year`, or `year=`")

    @cached_property
    def _year_column(self) -> str | None:
        return self.contract.integer("year")

    @cached_property
    def _day_column(self) -> str | None:
        return self.contract.day("assessed_on")

    def year_is(self, year: int) -> Mask:
        if self._year_column is None:
            return ALWAYS if self.given_year == year else NEVER
        return self.masks.add(OneOf(self._year_column, (year,)))

    def year_from(self, year: int) -> Mask:
        """Return where the year of the data is this one or later."""
        if self._year_column is None:
            return ALWAYS if self.given_year is not None and self.given_year >= year else NEVER
        if not self.years[0] < year <= self.years[1]:
            return ALWAYS if year <= self.years[0] else NEVER  # rows of other years are not judged
        return self.masks.add(AtLeast(self._year_column, year))

    def year_in(self, first: int, last: int) -> Mask:
        """Return where the year of the data lies between two, inclusive."""
        return self.masks.either(self.year_is(year) for year in range(first, last + 1))

    @cached_property
    def undated(self) -> Mask:
        """Where no day of assessment is told."""
        if self._day_column is None:
            return ALWAYS if self.given_day is None else NEVER
        return self.masks.add(Missing(self._day_column, floating=False))

    def assessed_from(self, day: dt.date) -> Mask:
        """Return where the unit was assessed on a day or later, as far as that is told."""
        if self._day_column is None:
            return ALWAYS if self.given_day is not None and self.given_day >= day else NEVER
        if day == dt.date.min:
            return self.masks.no(self.undated)
        return self.masks.add(AtLeast(self._day_column, day))

    def day_from(self, day: dt.date) -> Mask:
        """Return where the day of the record, the last of its year if none is told, is this one or later."""
        if day == dt.date.min:
            return ALWAYS
        told = self.assessed_from(day)
        return self.masks.either((told, self.masks.both((self.undated, self.year_from(day.year)))))

    def assessment_year_is(self, year: int) -> Mask:
        """Return where a window of years ends before this year: that of the assessment, or the next."""
        m = self.masks
        first, after = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
        told = m.both((self.assessed_from(first), m.no(self.assessed_from(after))))
        return m.either((told, m.both((self.undated, self.year_is(year - 1)))))

    def assessed_too_early(self) -> Mask:
        """Return where the day of assessment lies before the year of the data."""
        m = self.masks
        early = (
            m.both((self.year_is(y), m.no(self.undated), m.no(self.assessed_from(dt.date(y, 1, 1)))))
            for y in range(self.years[0], self.years[1] + 1)
        )
        return m.either(early)

    def designated(self, designation: str) -> Mask:
        """Return where the unit has a designation."""
        m = self.masks
        flags, listed = self.contract.designation_flags(), self.contract.designation_list()
        found = [m.add(IsTrue(flags[designation]))] if designation in flags else []
        if listed is not None:
            found.append(m.add(Contains(listed, (designation,))))
        return m.surely(m.either(found))

    def contradictory_designations(self) -> Mask:
        """Return where designations exclude each other, or a listed one is unknown."""
        m = self.masks
        listed = self.contract.designation_list()
        several = m.so_many(2, [self.designated(area) for area in _AREAS])
        if listed is None:
            return several
        return m.either((several, m.no(m.add(OnlyOf(listed, DESIGNATION_IDS)))))

    def of_kind(self, kinds: Sequence[UnitKind]) -> Mask:
        """Return where the unit is of some kinds; one that tells none is what a set of them judges first."""
        column = self.contract.text("kind")
        if column is None:
            return ALWAYS if self.kind is None or self.kind in kinds else NEVER
        m = self.masks
        named = m.surely(m.add(OneOf(column, tuple(kind.value for kind in kinds))))
        default = kinds[0].level.kinds[0] in kinds
        return m.either((named, m.add(Missing(column, floating=False)) if default else NEVER))

    @cached_property
    def recognitions(self) -> tuple[RecognitionColumns, ...] | None:
        return self.contract.recognitions()

    def held(self, slot: RecognitionColumns) -> Mask:
        """Return where the unit had a recognition on its day; one without a date is taken as earlier."""
        m = self.masks
        flag = m.add(IsTrue(slot.flag)) if slot.flag is not None else None
        on = m.no(m.add(Missing(slot.on, floating=False))) if slot.on is not None else NEVER
        under = m.no(m.add(Missing(slot.under, floating=False))) if slot.under is not None else NEVER
        recognised = flag if flag is not None else m.either((on, under))
        if slot.on is not None:
            recognised = m.both((recognised, m.either((m.no(on), self._not_after(slot.on)))))
        if slot.revoked is not None:
            recognised = m.both((recognised, m.no(self._not_after(slot.revoked))))
        return recognised

    def contradictory_titles(self) -> Mask:
        """Return where a title was revoked before it was given."""
        m = self.masks
        found = []
        for slot in self.recognitions or ():
            if slot.on is not None and slot.revoked is not None:
                both = [m.no(m.add(Missing(name, floating=False))) for name in (slot.on, slot.revoked)]
                turned = m.no(m.add(NotAfter(slot.on, slot.revoked)))
                told = m.add(IsTrue(slot.flag)) if slot.flag is not None else ALWAYS
                found.append(m.both((*both, told, turned)))
        return m.either(found)

    def _not_after(self, column: str) -> Mask:
        """Return where a day of the row is not after the day of the record."""
        m = self.masks
        ends = (
            m.both((self.year_is(year), m.add(Under(column, dt.date(year + 1, 1, 1)))))
            for year in range(self.years[0], self.years[1] + 1)
        )
        untold = m.both((self.undated, m.either(ends)))
        if self._day_column is not None:
            return m.either((untold, m.add(NotAfter(column, self._day_column))))
        if self.given_day is not None:
            return m.add(Under(column, self.given_day + dt.timedelta(days=1)))
        return untold
