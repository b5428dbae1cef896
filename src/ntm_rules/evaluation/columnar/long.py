"""Long tables: a row per unit, year and measure, turned into a row per unit and year.

What the rows of one unit say differently of its place, day or titles, a measure that is given twice and a
name that nobody knows never decide anything: such a unit is not judged, and the table says why. Written in
the expressions that Polars and narwhals name alike; a lazy table stays lazy. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

from ntm_rules.errors import UnexpectedValue, UnknownName
from ntm_rules.evaluation.columnar.contract import BY_SEX, SINGLE_YEARS, ColumnType, Contract, is_constant
from ntm_rules.evaluation.columnar.languages import folded
from ntm_rules.evaluation.columnar.sets import Refusal
from ntm_rules.facts import DESIGNATION_IDS, MeasureCatalogue
from ntm_rules.spelling import nearest

Expression: TypeAlias = Any

_HEAD: Final = "__long_"
_IMPOSSIBLE: Final = -1
_UNREADABLE: Final = "?"
"""What stands in for a value in the wrong column: a number no measure can have, a word no finding has."""

_TEXT_PARTS: Final = ("relation",)
_NUMBER_PARTS: Final = ("over_years", "of")
_EMPTY: Final = "Unknown"
"""The type of a column in memory that holds nothing at all."""

_PART: Final = "__[a-z_0-9]+$"
_SEXES: Final = ("male", "female")
_BEFORE: Final = 6
_AFTER: Final = 4
"""Single years that are looked for before the first and after the last year that a set judges."""


class LongColumns(NamedTuple):
    """The columns of a long table, under the caller's names.

    Attributes:
        unit: what names a unit, one column or several.
        year: the year of the data; None where it is one for the whole table.
        measure: the measure of a row, or a part of one such as `x__male`.
        value: its number.
        text: its finding or rank; None where the table has none.
        constant: what is the same in all rows of a unit and year, by our names.
    """

    unit: tuple[str, ...]
    year: str | None
    measure: str
    value: str | None
    text: str | None
    constant: Mapping[str, str]

    @property
    def keys(self) -> tuple[str, ...]:
        return (*self.unit, *((self.year,) if self.year is not None else ()))

    def described(self) -> str:
        """Return in one line what the columns are taken for."""
        parts = [
            ("units", ", ".join(self.unit)),
            ("years", self.year),
            ("measures", self.measure),
            ("numbers", self.value),
            ("words", self.text),
            *((role, name) for role, name in self.constant.items()),
        ]
        told = (f"{what} in `{name}`" for what, name in parts if name is not None)
        return f"a row per unit, year and measure: {', '.join(told)}"


MARKS: Final = (
    (f"{_HEAD}nameless", Refusal.UNIT_MISSING),
    (f"{_HEAD}unread", Refusal.MEASURE_UNKNOWN),
    (f"{_HEAD}twice", Refusal.MEASURE_TWICE),
    (f"{_HEAD}differs", Refusal.ROWS_CONTRADICT),
)
"""The columns of truth values that say which units are not judged, and why."""


def long_columns(
    types: Mapping[str, ColumnType],
    measures: MeasureCatalogue,
    unit: Sequence[str],
    names: Mapping[str, str],
    *,
    year_given: bool,
) -> LongColumns:
    """Return what the columns of a long table are.

    Raises:
        UnknownName: a column that the table lacks.
        UnexpectedValue: no measures, numbers in a column of text, or a measure that is a column of its own.
    """

    def called(role: str) -> str | None:
        name = names.get(role, role)
        empty = name in types and types[name].shown == _EMPTY and role in ("value", "text")
        return name if name in types and not empty else None

    for name in unit:
        if name not in types:
            raise UnknownName(
                "column", name, suggestion=nearest(name, types), expected="the unit of each row"
            )
    measure = called("measure")
    if measure is None:
        raise UnexpectedValue(
            "a long table without measures", "a column `measure`, or its name in `columns=`"
        )
    _typed(types, measure, ("text",), "names of measures")
    value, text = called("value"), called("text")
    if value is not None:
        _typed(types, value, ("float64", "float32", "integer", "decimal"), "numbers; words go in `text`")
    if text is not None:
        _typed(types, text, ("text",), "findings and ranks")
    if value is None and text is None:
        raise UnexpectedValue("a long table without values", "a column `value` of numbers or `text` of words")
    year = None if year_given else called("year")
    used = {*unit, year, measure, value, text}
    constant = _constant((name for name in types if name not in used), measures, names)
    return LongColumns(tuple(unit), year, measure, value, text, constant)


def _constant(
    others: Iterable[str], measures: MeasureCatalogue, names: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the columns that say something of the unit itself; any others are the caller's own."""
    renamed = {name: role for role, name in names.items()}
    found = {}
    for name in others:
        role = renamed.get(name, name)
        if is_constant(role):
            found[role] = name
        elif role.partition("__")[0] in measures:
            raise UnexpectedValue(f"a column `{name}` in a long table", "measures as rows")
    return found


def _typed(types: Mapping[str, ColumnType], name: str, kinds: tuple[str, ...], expected: str) -> None:
    if types[name].kind not in kinds:
        raise UnexpectedValue(f"{name}: {types[name].shown}", f"a column of {expected}")


@dataclass(frozen=True)
class Widener:
    """Turns the rows of a long table into columns, with the expressions of one library.

    Attributes:
        api: the module of the library.
        columns: what the columns are.
        types: how they are stored.
        measures: the catalogue.
        roles: the measures and parts that become columns, by the name that their rows have.
    """

    api: Any
    columns: LongColumns
    types: Mapping[str, ColumnType]
    measures: MeasureCatalogue
    roles: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of a row per unit and year, without the measures."""
        return (*self.columns.keys, *self.columns.constant.values())

    def spread(self) -> tuple[Expression, ...]:
        """Return what each long row gives to its unit: its own value in the column of its measure."""
        return tuple(self._spread())

    def _spread(self) -> Iterator[Expression]:
        api, columns = self.api, self.columns
        for name in columns.keys:
            yield api.col(name)
        for role, name in columns.constant.items():
            kind = self.types[name].kind
            if kind == "list":
                yield api.col(name)
                for id in DESIGNATION_IDS:
                    yield self._number(api.col(name).list.contains(id)).alias(f"{_HEAD}has_{id}_{role}")
                yield api.col(name).list.len().cast(api.Int64).alias(f"{_HEAD}many_{role}")
            elif kind == "boolean":
                yield self._number(api.col(name)).alias(name)
            else:
                yield self._plain(name).alias(name)
        measure = self._plain(columns.measure)
        told = self._told()
        for name, role in self.roles.items():
            here = told & (measure == name)
            yield api.when(here).then(self._value(role)).alias(role)
        read = measure.is_in(list(self.roles))
        asked = {role.partition("__")[0] for role in self.roles.values()}
        others = measure.str.replace_all(_PART, "").is_in([id for id in self.measures if id not in asked])
        yield self._one(told & read).alias(f"{_HEAD}rows")
        yield self._one(told & (measure.is_null() | ~(read | others))).alias(f"{_HEAD}unread")

    def _told(self) -> Expression:
        """Return where a row says anything."""
        value, text = self.columns.value, self.columns.text
        found = [self.api.col(name).is_null() for name in (value, text) if name is not None]
        return ~(found[0] & found[1]) if len(found) == 2 else ~found[0]

    def _value(self, role: str) -> Expression:
        api, value, text = self.api, self.columns.value, self.columns.text
        if is_text(role, self.measures):
            if text is None:
                return api.lit(_UNREADABLE)
            own = self._plain(text)
            return api.when(own.is_null()).then(api.lit(_UNREADABLE)).otherwise(own)
        if value is None:
            return api.lit(_IMPOSSIBLE)
        own = api.col(value)
        if self.types[value].shown.startswith("UInt"):
            own = own.cast(api.Int64)
        return api.when(own.is_null()).then(api.lit(_IMPOSSIBLE)).otherwise(own)

    def _plain(self, name: str) -> Expression:
        column = self.api.col(name)
        return column.cast(self.api.String) if self.types[name].is_category else column

    def _number(self, truth: Expression) -> Expression:
        """Return a truth value as a number: not every engine has the largest of truth values."""
        api = self.api
        one, zero = api.lit(1, dtype=api.Int64), api.lit(0, dtype=api.Int64)
        return api.when(truth).then(one).otherwise(api.when(~truth).then(zero))

    def _one(self, truth: Expression) -> Expression:
        api = self.api
        return api.when(truth).then(api.lit(1, dtype=api.Int64)).otherwise(api.lit(0, dtype=api.Int64))

    def gathered(self) -> tuple[Expression, ...]:
        """Return what the rows of a unit and year come to; the largest of equal values is the value."""
        api, found = self.api, []
        for role, name in self.columns.constant.items():
            if self.types[name].kind == "list":
                one = api.col(name)  # narwhals alone has a name for any of several
                found.append(
                    one.any_value(ignore_nulls=True)
                    if hasattr(one, "any_value")
                    else one.drop_nulls().first()
                )
            else:
                found.append(api.col(name).max())
            for compared in self._compared(role, name):
                found += [api.col(compared).min().alias(f"{_HEAD}min_{compared}")]
                found += [api.col(compared).max().alias(f"{_HEAD}max_{compared}")]
        found += [api.col(role).max() for role in self.roles.values()]
        found += [api.col(f"{_HEAD}{name}").sum() for name in ("rows", "unread")]
        return tuple(found)

    def _compared(self, role: str, name: str) -> list[str]:
        if self.types[name].kind != "list":
            return [name]
        return [f"{_HEAD}has_{id}_{role}" for id in DESIGNATION_IDS] + [f"{_HEAD}many_{role}"]

    def marked(self) -> tuple[Expression, ...]:
        """Return the columns of a row per unit and year, with the marks of those that are not judged."""
        api, columns = self.api, self.columns
        found = [api.col(name) for name in columns.keys]
        for name in columns.constant.values():
            column = api.col(name)
            found.append((column == 1).alias(name) if self.types[name].kind == "boolean" else column)
        found += [api.col(role) for role in self.roles.values()]
        nameless = [api.col(name).is_null() for name in columns.unit]
        given = [self._one(~api.col(role).is_null()) for role in self.roles.values()]
        differs = [
            api.col(f"{_HEAD}min_{name}") != api.col(f"{_HEAD}max_{name}")
            for role, constant in columns.constant.items()
            for name in self._compared(role, constant)
        ]
        marks = {
            Refusal.UNIT_MISSING: _either(nameless, api),
            Refusal.MEASURE_UNKNOWN: api.col(f"{_HEAD}unread") > 0,
            Refusal.MEASURE_TWICE: api.col(f"{_HEAD}rows") > _sum(given, api),
            Refusal.ROWS_CONTRADICT: _either(differs, api),
        }
        found += [marks[refusal].alias(name) for name, refusal in MARKS]
        return tuple(found)


def is_text(role: str, measures: MeasureCatalogue) -> bool:
    """Whether the rows of a measure, or of a part of one, hold words and not numbers."""
    base, _, part = role.partition("__")
    if part in _TEXT_PARTS:
        return True
    return part not in _NUMBER_PARTS and measures[base].kind in ("attested", "ordinal")


def read_names(
    found: Iterable[str | None], names: Mapping[str, str], measures: MeasureCatalogue
) -> dict[str, str]:
    """Return our names of the measures that a table has rows of, by the names that the rows have.

    Raises:
        UnknownName: a row of a measure that the catalogue has not.
    """
    renamed = {name: role for role, name in names.items()}
    roles = {}
    for name in sorted({name for name in found if name is not None}):
        role = renamed.get(name, name)
        if role.partition("__")[0] not in measures:
            close = nearest(name, list(measures))
            raise UnknownName("measure", name, suggestion=close)
        roles[name] = role
    return roles


def asked_names(contract: Contract, names: Mapping[str, str], years: tuple[int, int]) -> dict[str, str]:
    """Return our names of all that a set can read, by the names that rows have, where rows are not looked at.

    `contract` is one that the set was compiled for. That a figure is only one side, which any could be, is
    not read.
    """
    roles = []
    for role in sorted(contract.reads):
        base, _, part = role.partition("__")
        if base not in contract.measures or part == "relation":
            continue
        if f"__{part}" == SINGLE_YEARS:
            roles += [f"{base}__{year}" for year in range(years[0] - _BEFORE, years[1] + _AFTER)]
        elif part not in _SEXES or f"{base}{BY_SEX}" in contract.reads:
            roles.append(role)
    return {names.get(role, role): role for role in roles if not role.endswith(BY_SEX)}


def _either(parts: Sequence[Expression], api: Any) -> Expression:
    known = [part.fill_null(False) for part in parts]
    return folded(known, lambda a, b: a | b) if known else api.lit(False)


def _sum(parts: Sequence[Expression], api: Any) -> Expression:
    return folded(list(parts), lambda a, b: a + b) if parts else api.lit(0, dtype=api.Int64)
