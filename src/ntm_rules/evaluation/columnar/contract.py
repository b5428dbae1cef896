"""Which columns of a table mean what, and in which unit: the contract that `docs/tables.md` states.

A column is named after the measure or the part of a unit record that it holds. What cannot be what its name
says is refused here, before anything runs. Reads a schema, never a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias, cast

from ntm_rules.errors import IncompatibleUnit, UnexpectedValue, UnknownName
from ntm_rules.evaluation.columnar.readings import NumberColumn, NumberKind
from ntm_rules.facts import DESIGNATION_IDS, TIER_IDS, Measure, MeasureCatalogue
from ntm_rules.facts.registry import canonical_unit, convert
from ntm_rules.spelling import nearest

ColumnKind: TypeAlias = Literal[
    "float64", "float32", "integer", "decimal", "boolean", "text", "date", "datetime", "list", "other"
]

UNIT_COLUMNS: Final = (
    "province",
    "former_province",
    "region",
    "group",
    "designations",
    "kind",
    "year",
    "assessed_on",
)
"""Columns that say where and when a unit is judged."""

BY_SEX: Final = "__sexes"
SINGLE_YEARS: Final = "__years"
"""What stands for the values of men and women, and for single years, among the columns that are asked for."""

_NUMBERS: Final = ("float64", "float32", "integer", "decimal")
_PARTS: Final = ("male", "female", "relation", "over_years", "of")
_LISTED: Final = "`__male`, `__female`, `__relation`, `__over_years`, `__of`"
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_TIERS: Final = "|".join(sorted(TIER_IDS, key=len, reverse=True))
_RECOGNISED: Final = re.compile(rf"recognised_({_TIERS})(?:_([2-9]))?(?:(_on|_under|_revoked)|__(\w+))?")


def is_constant(name: str) -> bool:
    """Whether a column of this name says something of the unit beside what was observed of it."""
    return name in UNIT_COLUMNS or name in DESIGNATION_IDS or _RECOGNISED.fullmatch(name) is not None


def is_read(name: str, measures: MeasureCatalogue) -> bool:
    """Whether a column of this name may be read at all."""
    return name.partition("__")[0] in measures or is_constant(name)


class ColumnType(NamedTuple):
    """How a column of a table is stored.

    Attributes:
        kind: what sort of values it holds.
        shown: the type as the dataframe names it, for messages.
        scale: digits after the point, of decimals.
    """

    kind: ColumnKind
    shown: str
    scale: int = 0

    @property
    def is_category(self) -> bool:
        """Whether its texts are stored as categories."""
        return self.shown.startswith(("Enum", "Categ"))


class WordColumn(NamedTuple):
    """A column of truth values or texts."""

    name: str
    kind: Literal["boolean", "text"]


@dataclass(frozen=True, slots=True)
class RecognitionColumns:
    """The columns of one recognition: `recognised_ntm`, `recognised_ntm_on`, `recognised_ntm_under`, ….

    Attributes:
        tier: what the unit was recognised as.
        flag: whether it was, as truth values; without it, a day or a decision says so.
        on, under: the day and the decision.
        revoked: the day from which it was revoked.
        past: the values at recognition, by id of the measure.
    """

    tier: str
    flag: str | None = None
    on: str | None = None
    under: str | None = None
    revoked: str | None = None
    past: Mapping[str, NumberColumn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contract:
    """The columns of one table, by what they mean.

    Attributes:
        types: every column of the table.
        measures: the catalogue.
        names: the caller's names for columns, by ours.
        units: the caller's units, by our name of the column.
        reads: our names of the columns that were asked for so far, whether or not they are there.
    """

    types: Mapping[str, ColumnType]
    measures: MeasureCatalogue
    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set, compare=False)

    def has(self, role: str) -> bool:
        self.reads.add(role)
        return self.names.get(role, role) in self.types

    def name(self, role: str) -> str:
        return self.names.get(role, role)

    def _typed(self, role: str, kinds: tuple[str, ...], expected: str) -> tuple[str, ColumnType]:
        name = self.name(role)
        found = self.types[name]
        if found.kind not in kinds:
            hint = "`pandas` keeps truth values and days beside missing ones as `object`: convert the column"
            raise UnexpectedValue(
                f"{name}: {found.shown}",
                f"a column of {expected}",
                hint=hint if found.kind == "other" else None,
            )
        return name, found

    def number(self, role: str, measure: Measure) -> NumberColumn | None:
        """Return the number column of a measure or one of its parts; None where the table has none."""
        if not self.has(role):
            return None
        unit = str(measure.unit)
        given = self.units.get(role, self.units.get(measure.id))
        column = self._in_unit(role, self.units.get(role, unit), given, unit)
        if given is not None and measure.kind == "count" and column.factor != 1:
            raise IncompatibleUnit(f"{role}: {given}", given, unit)
        return column

    def _in_unit(self, role: str, shown: str, given: str | None, unit: str) -> NumberColumn:
        """Return a column of numbers, which are in `unit` or in the one that the caller gives."""
        name, found = self._typed(role, _NUMBERS, f"numbers in `{shown}`")
        factor = Fraction(1)
        if given is not None:
            factor = Fraction(convert(Fraction(1), canonical_unit(given), unit, text=f"{role}: {given}"))
        return NumberColumn(name, cast("NumberKind", found.kind), found.scale, factor)

    def denominator(self, measure: Measure) -> NumberColumn | None:
        """Return the column of what a share is a share of; None where the table has none."""
        role = f"{measure.id}__of"
        if measure.kind != "share" or not self.has(role):
            return None
        given, unit = self.units.get(role), str(measure.of)
        return self._in_unit(role, given or unit, given, unit)

    def words(self, role: str, *, truth: bool) -> WordColumn | None:
        """Return the column of a finding (truth values or texts) or of a rank (texts); None without one."""
        if not self.has(role):
            return None
        kinds = ("boolean", "text") if truth else ("text",)
        expected = "truth values, or of findings as text" if truth else "ranks as text"
        name, found = self._typed(role, kinds, expected)
        return WordColumn(name, cast("Literal['boolean', 'text']", found.kind))

    def text(self, role: str) -> str | None:
        return self._typed(role, ("text",), "text")[0] if self.has(role) else None

    def integer(self, role: str) -> str | None:
        if not self.has(role):
            return None
        return self._typed(role, ("integer", "float64", "float32"), "whole numbers")[0]

    def day(self, role: str) -> str | None:
        return self._typed(role, ("date", "datetime"), "days")[0] if self.has(role) else None

    def truth(self, role: str) -> str | None:
        return self._typed(role, ("boolean",), "truth values")[0] if self.has(role) else None

    def designation_flags(self) -> dict[str, str]:
        """Return the truth-value columns named after designations."""
        found = ((id, self.truth(id)) for id in DESIGNATION_IDS)
        return {id: name for id, name in found if name is not None}

    def designation_list(self) -> str | None:
        if not self.has("designations"):
            return None
        return self._typed("designations", ("list",), "lists of designations")[0]

    def years_of(self, measure: Measure) -> dict[int, str]:
        """Return our names of the columns that hold single years of a measure."""
        self.reads.add(f"{measure.id}{SINGLE_YEARS}")
        found = {}
        for role in self._roles():
            base, _, part = role.partition("__")
            if base == measure.id and _YEAR.fullmatch(part):
                found[int(part)] = role
        return dict(sorted(found.items()))

    def recognitions(self) -> tuple[RecognitionColumns, ...] | None:
        """Return the recognitions that the table has columns for; None where it tells of none."""
        slots: dict[tuple[str, str], dict[str, str]] = {}
        for role in self._roles():
            found = _RECOGNISED.fullmatch(role)
            if found:
                tier, number, part, measure = found.groups()
                slots.setdefault((tier, number or ""), {})[measure or part or ""] = role
        return tuple(self._recognition(tier, parts) for (tier, _), parts in slots.items()) if slots else None

    def _recognition(self, tier: str, parts: dict[str, str]) -> RecognitionColumns:
        past = {}
        for part, role in parts.items():
            if part in ("", "_on", "_under", "_revoked"):
                continue
            column = self.number(role, self.measures[part])
            assert column is not None
            past[part] = column
        return RecognitionColumns(
            tier=tier,
            flag=self.truth(parts[""]) if "" in parts else None,
            on=self.day(parts["_on"]) if "_on" in parts else None,
            under=self.text(parts["_under"]) if "_under" in parts else None,
            revoked=self.day(parts["_revoked"]) if "_revoked" in parts else None,
            past=past,
        )

    def _roles(self) -> Iterator[str]:
        yield from self.names
        renamed = set(self.names.values())
        yield from (name for name in self.types if name not in renamed)

    def check(self, asked: set[str]) -> None:
        """Refuse names that cannot be meant, and a table with no column that the set asks about.

        Raises:
            UnknownName: a renamed column that the table lacks, or an unknown part such as `x__mal`.
            UnexpectedValue: none of the measures is there.
        """
        for role, name in self.names.items():
            if name not in self.types:
                raise UnknownName("column", name, suggestion=nearest(name, self.types), expected=f"`{role}`")
        for role in self.units:
            if not self.has(role):
                raise UnknownName("column", role, suggestion=nearest(role, self.types))
        present = False
        for role in self._roles():
            base, divided, part = role.partition("__")
            if base not in self.measures:
                continue
            present = present or base in asked
            if divided and part not in _PARTS and not _YEAR.fullmatch(part):
                close = nearest(part, _PARTS)
                raise UnknownName(
                    "column",
                    role,
                    suggestion=f"{base}__{close}" if close else None,
                    expected=f"`{base}` with {_LISTED} or a year",
                )
        if not present and asked:
            some = ", ".join(f"`{id}`" for id in sorted(asked)[:3])
            raise UnexpectedValue(
                "no column named after a measure of the set", f"at least one, such as {some}"
            )
