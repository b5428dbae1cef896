"""The cells of one column, read into what the executor of tables takes.

A cell that is a plain number is in the unit of its column; any other text goes to the reader of unit files,
each distinct text once. What cannot be read is told with its row. Knows no file and no threshold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple, cast

from ntm_rules.errors import InvalidObservation, NtmRulesError, UnexpectedValue
from ntm_rules.facts import (
    GROUP_IDS,
    Grade,
    Measure,
    observe,
    observe_in_unit,
    parse_designation,
    places,
)
from ntm_rules.facts.given import Given
from ntm_rules.facts.grades import find_grade
from ntm_rules.facts.levels import limits
from ntm_rules.facts.notation import FLOAT_DIGITS, Exact, format_number, number_of, read_float
from ntm_rules.facts.places import parse_region
from ntm_rules.facts.records import FIRST_YEAR, LAST_YEAR
from ntm_rules.tabular.headings import Heading
from ntm_rules.tabular.packages import pl
from ntm_rules.tabular.sources import Decimals

_MOST_REMEMBERED: Final = 100_000
_TOO_LARGE: Final = 1e24
_LEVEL_DIGITS: Final = 9
"""More digits than any level has: where a number comes to one by rounding, it could be taken for one."""
_RELATIONS: Final = ("exact", "at_least", "above", "at_most", "below")
_COMMA_NUMBER: Final = r"^(-?[0-9]+),([0-9]+)$"
_AMBIGUOUS: Final[dict[Decimals | None, str]] = {
    ",": r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$",  # thousands, or decimals of another notation
    None: r"^-?[1-9][0-9]{0,2}[.,][0-9]{3}$",
}
_YES: Final = ("1", "1.0", "x")
_NO: Final = ("0", "0.0")
_LISTED: Final = re.compile(r"\s*[;,|]\s*")


class BadCell(NamedTuple):
    """One cell that cannot be read, by its place in the batch."""

    at: int
    column: str
    found: str
    error: NtmRulesError


class Read(NamedTuple):
    """One text as it was read: the value, and the side of it on which the truth lies."""

    value: Any
    relation: str = "exact"


class Column(NamedTuple):
    """A column that was read.

    Attributes:
        values: what the executor takes.
        relations: the sides that the truth lies on; None where all values are exact.
        bad: the cells that could not be read.
    """

    values: pl.Series
    relations: pl.Series | None
    bad: list[BadCell]


class ColumnReader:
    """Reads the column of one heading, batch after batch.

    Attributes:
        heading: what the column stands for.
        decimals: the decimal sign of plain numbers; None where the file does not tell it.
    """

    def __init__(self, heading: Heading, decimals: Decimals | None) -> None:
        self.heading = heading
        self.decimals = decimals
        # A text of no more bytes has no more digits than are held; fewer by two where they are converted.
        self._held = FLOAT_DIGITS if heading.factor == 1 else FLOAT_DIGITS - 2
        self._known: dict[str, Read | NtmRulesError] = {}
        self._read, self._dtype = _reader(heading)

    def read(self, cells: pl.Series) -> Column:
        """Read a batch.

        Raises:
            UnexpectedValue: a column of a type that cannot be what its heading says.
        """
        role = self.heading.role
        if cells.dtype in (pl.Categorical, pl.Enum):
            cells = cells.cast(pl.String)
        if cells.dtype == pl.Null:
            cells = cells.cast(pl.String)
        if role == "number":
            return self._numbers(cells)
        if cells.dtype == pl.String:
            return self._texts(_stripped(cells))
        return self._typed(cells)

    def _typed(self, cells: pl.Series) -> Column:
        """Read a column that a file of typed columns, or a sheet, holds in a type of its own."""
        role, kind = self.heading.role, cells.dtype
        if kind == pl.Boolean and role in ("finding", "flag"):
            return Column(cells if role == "flag" else _as_findings(cells), None, [])
        if role == "day" and kind in (pl.Date, pl.Datetime):
            return Column(cells.cast(pl.Date), None, [])
        if role == "designations" and kind == pl.List:
            return Column(cells.cast(pl.List(pl.String)), None, [])
        if kind.is_numeric() and role in ("year", "years_covered", "group", "flag"):
            whole = cells.cast(pl.Float64)
            shown = whole.cast(pl.Int64, strict=False).cast(pl.String)
            texts = pl.select(pl.when(whole.floor() == whole).then(shown).otherwise(whole.cast(pl.String)))
            return self._texts(texts.to_series())
        raise UnexpectedValue(str(kind), _EXPECTED.get(role, "a column of text"))

    def _numbers(self, cells: pl.Series) -> Column:
        if cells.dtype == pl.String:
            return self._numbers_in_text(cells)
        if not cells.dtype.is_numeric():
            raise UnexpectedValue(str(cells.dtype), "a column of numbers, or of texts such as `95,2 %`")
        if cells.dtype.is_float():
            cells = cells.fill_nan(None)
        return Column(_times(cells, self.heading.factor), None, self._impossible(cells))

    def _numbers_in_text(self, cells: pl.Series) -> Column:
        """Read plain numbers at once, whatever else stands there text by text."""
        texts, frame = cells, cells.alias("cell").to_frame()
        numbers = frame.select(self._plain()).to_series()
        if numbers.null_count() > texts.null_count():  # spaces around numbers, or more than numbers
            texts = _stripped(cells)
            frame = texts.alias("cell").to_frame()
            numbers = frame.select(self._plain()).to_series()
        if (texts.str.len_bytes() > self._held).any():
            numbers = frame.select(pl.when(~self._rounded(numbers)).then(numbers)).to_series()
        bad = self._impossible(numbers)
        values = _times(numbers, self.heading.factor)
        if numbers.null_count() == texts.null_count():
            return Column(values, None, bad)
        written = self._texts(pl.select(pl.when(numbers.is_null()).then(texts)).to_series())
        return Column(
            values.zip_with(values.is_not_null(), written.values), written.relations, [*bad, *written.bad]
        )

    def _plain(self) -> pl.Expr:
        """Return the plain numbers of a column of texts; nothing where a text is something else."""
        plain = pl.col("cell")
        doubtful = _AMBIGUOUS.get(self.decimals)
        if doubtful is not None:
            plain = pl.when(~plain.str.contains(doubtful)).then(plain)
        if self.decimals == ",":
            plain = plain.str.replace(_COMMA_NUMBER, "$1.$2")
        number = plain.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number)

    def _rounded(self, numbers: pl.Series) -> pl.Expr:
        """Return where a text has more digits than are held, and those that are held could be a level."""
        value = _times(numbers, self.heading.factor)
        could_be = value.round_sig_figs(FLOAT_DIGITS) == value.round_sig_figs(_LEVEL_DIGITS)
        return (pl.col("cell").str.len_bytes() > self._held) & could_be.fill_null(value=False)

    def _impossible(self, numbers: pl.Series) -> list[BadCell]:
        """Return the plain numbers that the measure cannot take."""
        measure, unit = self.heading.measure, self.heading.unit
        assert measure is not None
        if self._surely_possible(numbers):
            return []
        wrong = (numbers < 0) | (numbers >= _TOO_LARGE)
        if measure.kind == "share" and not measure.may_exceed:
            wrong = wrong | (numbers * float(self.heading.factor) > 100)
        if measure.kind == "count" and not numbers.dtype.is_integer():
            wrong = wrong | (numbers.round() != numbers)
        found = []
        for index in wrong.fill_null(value=False).arg_true().to_list():
            error = _refusal(measure, numbers[index], self.heading.factor, unit)
            if error is not None:
                found.append(BadCell(index, self.heading.name, str(numbers[index]), error))
        return found

    def _surely_possible(self, numbers: pl.Series) -> bool:
        """Whether the least and the greatest number tell that all of them can be."""
        measure, least, most = self.heading.measure, numbers.min(), numbers.max()
        assert measure is not None
        if least is None or most is None:
            return True
        limit = 100 / float(self.heading.factor) if measure.kind == "share" else _TOO_LARGE / 10
        whole = (
            measure.kind != "count" or numbers.dtype.is_integer() or not (numbers.round() != numbers).any()
        )
        return bool(least >= 0 and most <= limit and whole)  # type: ignore[operator]

    def _texts(self, cells: pl.Series) -> Column:
        """Read texts, each distinct one once; what is empty stays so."""
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        good: dict[str, Read] = {}
        wrong: dict[str, NtmRulesError] = {}
        for text in cells.unique().drop_nulls().to_list():
            known = self._known.get(text)
            if known is None:
                known = self._known[text] = self._one(text)
            if isinstance(known, Read):
                good[text] = known
            else:
                wrong[text] = known
        values = _mapped(cells, {text: read.value for text, read in good.items()}, self._dtype)
        sides = {text: read.relation for text, read in good.items() if read.relation != "exact"}
        relations = _mapped(cells, sides, pl.String()) if sides else None
        return Column(values, relations, self._bad(cells, wrong))

    def _bad(self, cells: pl.Series, wrong: Mapping[str, NtmRulesError]) -> list[BadCell]:
        if not wrong:
            return []
        rows = cells.is_in(list(wrong)).fill_null(value=False).arg_true().to_list()
        return [BadCell(row, self.heading.name, cells[row], wrong[cells[row]]) for row in rows]

    def _one(self, text: str) -> Read | NtmRulesError:
        try:
            return self._read(text)
        except NtmRulesError as error:
            return error


_EXPECTED: Final = {
    "finding": "a column of truth values, or of findings as text",
    "rank": "a column of ranks as text",
    "year": "a column of years",
    "years_covered": "a column of whole numbers",
    "day": "a column of days",
    "designations": "a column of lists of designations, or of text",
    "flag": "a column of truth values",
}


def _stripped(cells: pl.Series) -> pl.Series:
    """Return texts without the spaces around them; nothing where nothing else is there."""
    text = pl.col(cells.name).str.strip_chars()
    return cells.to_frame().select(pl.when(text != "").then(text)).to_series()


def _mapped(cells: pl.Series, values: Mapping[str, Any], dtype: pl.DataType) -> pl.Series:
    if not values:
        return pl.Series(cells.name, [None], dtype=dtype).new_from_index(0, len(cells))
    if dtype == pl.List(pl.String):
        return pl.Series(cells.name, [values.get(cell) for cell in cells], dtype=dtype)
    new = pl.Series(list(values.values()), dtype=dtype)
    return cells.replace_strict(pl.Series(list(values)), new, default=None, return_dtype=dtype)


def _as_findings(truths: pl.Series) -> pl.Series:
    met, not_met = Grade.MET.label(), Grade.NOT_MET.label()
    return pl.select(pl.when(truths).then(pl.lit(met)).when(~truths).then(pl.lit(not_met))).to_series()


def _times(numbers: pl.Series, factor: Fraction) -> pl.Series:
    if factor == 1:
        return numbers
    return numbers.cast(pl.Float64) * float(factor.numerator) / float(factor.denominator)


def _refusal(measure: Measure, value: object, factor: Fraction, unit: str | None) -> NtmRulesError | None:
    """Return why the reader of unit files would refuse a number."""
    try:
        exact = number_of(value)
    except NtmRulesError as error:
        return error
    expected = limits(measure, Fraction(exact) * factor)
    return InvalidObservation(measure.id, f"{format_number(exact)} {unit}", expected) if expected else None


def _reader(heading: Heading) -> tuple[Callable[[str], Read], pl.DataType]:
    """Return what reads a text of a column, and the type of what it gives."""
    measure, unit = heading.measure, heading.unit
    match heading.role:
        case "number":
            assert measure is not None
            assert unit is not None
            return lambda text: _number(measure, text, unit), pl.Float64()
        case "finding":
            assert measure is not None
            return lambda text: Read(_finding(measure, text)), pl.String()
        case "rank":
            assert measure is not None
            return lambda text: _rank(measure, text), pl.String()
        case "year" | "years_covered" | "day" | "flag" | "designations":
            return _BY_ROLE[heading.role]
        case _:
            return _BY_ROLE.get(heading.role, (Read, pl.String()))


def _number(measure: Measure, text: str, unit: str) -> Read:
    seen = observe_in_unit(measure, text, unit)
    value = cast("Exact", seen.value)
    held = read_float(float(value))
    if held != value and len(held.normalize().as_tuple().digits) <= _LEVEL_DIGITS:
        expected = (
            f"a number of at most {FLOAT_DIGITS} digits, or it would be taken for {format_number(held)}"
        )
        raise InvalidObservation(measure.id, text, expected)
    return Read(float(value), seen.relation)


def _finding(measure: Measure, text: str) -> str:
    grade = observe(measure, text).value
    assert isinstance(grade, Grade)
    return grade.label()


def _rank(measure: Measure, text: str) -> Read:
    seen = observe(measure, text)
    assert isinstance(seen.value, int)
    return Read(measure.scale[seen.value], seen.relation)


def _relation(text: str) -> Read:
    if text not in _RELATIONS:
        raise UnexpectedValue(text, f"one of {', '.join(f'`{name}`' for name in _RELATIONS)}")
    return Read(text)


def _year(text: str) -> Read:
    year = Given(text).integer()
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnexpectedValue(text, f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    return Read(year)


def _years_covered(text: str) -> Read:
    years = Given(text).integer()
    if years < 1:
        raise UnexpectedValue(text, "at least one year")
    return Read(years)


def _flag(text: str) -> Read:
    folded = text.lower()
    if folded in _YES or folded in _NO:
        return Read(folded in _YES)
    grade = find_grade(text)
    if grade not in (Grade.MET, Grade.NOT_MET):
        raise UnexpectedValue(text, "`có` or `không`")
    return Read(grade is Grade.MET)


def _designations(text: str) -> Read:
    return Read([parse_designation(part).value for part in _LISTED.split(text) if part])


def _province(text: str) -> Read:
    places().named(text)
    return Read(text)


def _group(text: str) -> Read:
    if text not in GROUP_IDS:
        raise UnexpectedValue(text, "a commune group, `1`, `2` or `3`")
    return Read(text)


_BY_ROLE: Final[dict[str, tuple[Callable[[str], Read], pl.DataType]]] = {
    "relation": (_relation, pl.String()),
    "year": (_year, pl.Int32()),
    "years_covered": (_years_covered, pl.Int32()),
    "day": (lambda text: Read(Given(text).date()), pl.Date()),
    "flag": (_flag, pl.Boolean()),
    "designations": (_designations, pl.List(pl.String)),
    "province": (_province, pl.String()),
    "region": (lambda text: Read(parse_region(text)), pl.String()),
    "group": (_group, pl.String()),
}
