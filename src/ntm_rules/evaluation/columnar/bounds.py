"""The cells of a bound by the rows they apply to: `law.resolution` for all columns and years at once.

The day of the text is one for every row it is asked for; column and year differ. What depends on the facts
(other measures, the unit's own past, cases) is left to `levels`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ntm_rules.evaluation.columnar.masks import ALWAYS, NEVER, Mask
from ntm_rules.evaluation.columnar.regions import Columns
from ntm_rules.evaluation.columnar.rows import Rows
from ntm_rules.facts import MeasureCatalogue
from ntm_rules.law import Provenance, Status
from ntm_rules.law.requirements import Bound, ByAxis, CellReference, Level, Multiple, Unset
from ntm_rules.law.resolution import NO_CELL, LoadSet, Terminal, referred, scaled

_NO_CELL = Unset(provenance=Provenance(status=Status.UNSET, note=NO_CELL))


@dataclass(frozen=True, slots=True)
class Cells:
    """What picks a cell, for the rows judged by one text of a set.

    Attributes:
        rows: the rows.
        by: what the columns of the set are.
        columns: where a row is judged by a column.
        on: the day of the text; None where it has none.
        load_set: loads another set in the text of that day.
        measures: the catalogue of measures.
        ahead: how many years after that of its data a row's cell is of.
    """

    rows: Rows
    by: Literal["region", "group", "none"]
    columns: Columns
    on: dt.date | None
    load_set: LoadSet
    measures: MeasureCatalogue
    ahead: int = 0

    def following(self, bound: Bound) -> tuple[tuple[Mask, Level], ...]:
        """Return the levels that the next year asks, with the rows they apply to."""
        after = replace(self, ahead=1).of(bound)
        return tuple((where, cell) for where, cell in after if isinstance(cell, Level))

    def by_columns(self, columns: Columns) -> Cells:
        return replace(self, columns=columns)

    def of(self, bound: Bound) -> tuple[tuple[Mask, Terminal], ...]:
        """Return the cells of a bound with the rows they apply to; equal cells are one."""
        found: dict[Terminal, list[Mask]] = {}
        for where, cell in self._walk(bound, ALWAYS):
            found.setdefault(cell, []).append(where)
        return tuple((self.rows.masks.either(masks), cell) for cell, masks in found.items())

    def _walk(self, bound: Bound, where: Mask) -> Iterator[tuple[Mask, Terminal]]:
        if where == NEVER:
            return
        match bound:
            case ByAxis(axis="date"):
                yield from self._dated(bound, where)
            case ByAxis():
                yield from self._split(bound, where)
            case Multiple(of=CellReference() as reference):
                comparison, measure = referred(reference, self.load_set, self.measures)
                for part, base in self._walk(comparison.bound, where):
                    yield part, scaled(bound, base, measure)
            case _:
                yield where, bound

    def _dated(self, bound: ByAxis, where: Mask) -> Iterator[tuple[Mask, Terminal]]:
        dates = sorted(cell.key for cell in bound.cells)
        day = self.on.isoformat() if self.on else dates[-1]
        begun = [date for date in dates if date <= day]
        cell = bound.get(begun[-1]) if begun else None
        yield from ((where, _NO_CELL),) if cell is None else self._walk(cell, where)

    def _split(self, bound: ByAxis, where: Mask) -> Iterator[tuple[Mask, Terminal]]:
        m = self.rows.masks
        rest: list[Mask] = []
        for cell in bound.cells:
            here = self._key(bound.axis, cell.key)
            rest.append(here)
            yield from self._walk(cell.bound, m.both((where, here)))
        left = m.both((where, m.no(m.either(rest))))
        if left != NEVER and not self._covers(bound):
            yield left, _NO_CELL

    def _covers(self, bound: ByAxis) -> bool:
        """Whether a table has a cell for every column or year that a row can be judged by."""
        keys = {cell.key for cell in bound.cells}
        if bound.axis == "year":
            first, last = self.rows.years
            return all(str(year + self.ahead) in keys for year in range(first, last + 1))
        return bound.axis == self.by and set(self.columns) <= keys

    def _key(self, axis: str, key: str) -> Mask:
        if axis == "year":
            return self.rows.year_is(int(key) - self.ahead) if key.isdigit() else NEVER
        return self.columns.get(key, NEVER) if axis == self.by else NEVER
