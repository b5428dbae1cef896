"""What was observed: one value of one measure, with its date, source and denominator.

Reads what people and systems write, converts it exactly into the measure's unit, and refuses what cannot be
true or can be read in two ways. Does not know any threshold.
"""

from __future__ import annotations

import datetime as dt
import numbers
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final, TypeAlias

from ntm_rules.errors import AmbiguousNumber, Contradiction, InvalidObservation, UnexpectedValue
from ntm_rules.facts.given import Given, given
from ntm_rules.facts.grades import EXPECTED, Grade, find_grade
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.levels import find_rank, limits, magnitude, rank_of
from ntm_rules.facts.measures import Measure, MeasureCatalogue
from ntm_rules.facts.notation import Exact, exact, format_number, is_finite, number_of
from ntm_rules.facts.quantities import Quantity, Relation, parse_quantity, split_relation
from ntm_rules.facts.registry import convert, is_countable

Value: TypeAlias = Decimal | Fraction | int | Grade
"""A magnitude in the measure's unit, the rank on an ordinal scale (an int), or a finding."""

_MALE: Final = ("male", "nam")
_FEMALE: Final = ("female", "nữ", "nu")
_KEYS: Final = ("value", "of", "on", "source", "note", *_MALE, *_FEMALE, "years", "over_years")
_NOT_FINITE: Final = re.compile(r"[-+]?\.?(?:nan|inf|infinity)\b.*|[-+]?∞.*", re.IGNORECASE)
_DIGIT: Final = re.compile(r"[0-9]")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Observation:
    """One observed value. Made by `observe`.

    Attributes:
        measure: id of the measure.
        value: a number in the measure's unit (percent for a share), the rank on an ordinal scale (lowest is
            0), a finding, or None where only the sexes or single years are given.
        relation: the side of the value on which the truth lies; `above` for a source that says `trên 90 %`.
        part, whole: a count and its denominator, where they are known, in the unit the measure counts.
        male, female: the value for men and for women.
        years: the value of single years.
        covers_years: how many years before the assessment the value stands for.
        text: the value as it was written.
        on: when it was observed.
        source: where it was published.
        note: anything else.
    """

    measure: str
    value: Value | None
    text: str
    relation: Relation = "exact"
    part: Decimal | None = None
    whole: Decimal | None = None
    male: Exact | None = None
    female: Exact | None = None
    years: Mapping[int, Value] = field(default_factory=FrozenMap)
    covers_years: int = 1
    on: dt.date | None = None
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    value: Value
    relation: Relation = "exact"
    part: Decimal | None = None
    whole: Decimal | None = None


def observe(measure: Measure, raw: object) -> Observation:
    """Read an observation of a measure.

    Args:
        measure: what was observed.
        raw: text (`46,7 triệu đồng/người/năm`, `trên 90 %`, `37/1200 hộ`, `đạt`), a number for a count, a
            truth value for a finding, or a mapping with `value`, `of` (the denominator of a share), `on`,
            `source`, `note`, `male`, `female`, `years`, `over_years`.

    Raises:
        AmbiguousNumber: a number that can be read in two ways.
        IncompatibleUnit: a unit that cannot be converted to the measure's.
        InvalidObservation: a value the measure cannot have.
        UnknownName: an unknown unit, rank or key.
        UnexpectedValue: no value at all, or one without its unit.
    """
    return read_observation(measure, given(raw))


def observe_in_unit(measure: Measure, text: str, unit: str) -> Observation:
    """Read a text as `observe` does, a bare number in the unit that the column of its table states.

    Args:
        measure: what was observed, in numbers.
        text: such as `46,7`, `46,7 triệu đồng/người/năm`, `trên 90 %`, `37/1200 hộ`.
        unit: the unit of bare numbers; a text that writes its own keeps it.

    Raises:
        The errors of `observe`.
    """
    return _observation(measure, _read(measure, text, unit=unit), text=text.strip())


def read_observation(measure: Measure, entry: Given) -> Observation:
    """Read an observation from what a file or caller gave; see `observe`."""
    if entry.is_mapping:
        return _from_fields(measure, entry)
    reading = entry.here(lambda: _read(measure, entry.value))
    return _observation(measure, reading, text=_as_written(entry.value))


def read_observations(entry: Given | None, known: MeasureCatalogue) -> FrozenMap[str, Observation]:
    """Read observations by the ids of their measures; those that are not filled in are left out."""
    found: dict[str, Observation] = {}
    for id, value in entry.entries() if entry is not None else ():
        name = Given(id, value.named_at)
        if id[:1].isdigit():
            raise name.fail("the id of a measure", "inside `{…}` a value with a comma needs quotes")
        measure = name.here(partial(known.__getitem__, id))
        if value.value is not None:
            found[id] = value.here(partial(read_observation, measure, value))
    return FrozenMap(found)


def _observation(measure: Measure, reading: _Reading, *, text: str) -> Observation:
    return Observation(measure.id, reading.value, text, reading.relation, reading.part, reading.whole)


def _from_fields(measure: Measure, entry: Given) -> Observation:
    fields = entry.fields((), _KEYS)
    value = fields.get("value")
    male, female = (_sex(measure, fields, names) for names in (_MALE, _FEMALE))
    years = _years(measure, fields["years"]) if "years" in fields else FrozenMap[int, Value]()
    if value is None and male is None and female is None and not years:
        raise UnexpectedValue("an observation without it", "the key `value`", place=entry.place)
    if value is None and "of" in fields:
        raise UnexpectedValue("`of` without a value", "the key `value`", place=fields["of"].place)
    reading = value.here(lambda: _read(measure, value.value, fields.get("of"))) if value else None
    if reading is not None and reading.relation == "exact":
        _refuse_total_outside(measure, reading.value, male, female, entry)
    return Observation(
        measure=measure.id,
        value=reading.value if reading else None,
        text=_as_written(value.value) if value else _written_parts(fields),
        relation=reading.relation if reading else "exact",
        part=reading.part if reading else None,
        whole=reading.whole if reading else None,
        male=male,
        female=female,
        years=years,
        covers_years=_covered(fields["over_years"]) if "over_years" in fields else 1,
        on=fields["on"].date() if "on" in fields else None,
        source=fields["source"].text() if "source" in fields else None,
        note=fields["note"].text() if "note" in fields else None,
    )


def _refuse_total_outside(
    measure: Measure, total: Value, male: Exact | None, female: Exact | None, entry: Given
) -> None:
    """Refuse a total that does not lie between the values of men and women."""
    if male is None or female is None or isinstance(total, (int, Grade)):
        return
    if not min(male, female) <= total <= max(male, female):
        found = (
            f"{format_number(total)} in all, {format_number(male)} of men, {format_number(female)} of women"
        )
        raise Contradiction(
            f"`{measure.id}`: found `{found}`, expected a total between the two", place=entry.place
        )


def _as_written(raw: object) -> str:
    if isinstance(raw, Grade):
        return raw.label()
    if isinstance(raw, bool):
        return (Grade.MET if raw else Grade.NOT_MET).label()
    if isinstance(raw, str) or not isinstance(raw, (Decimal, numbers.Real)):
        return str(raw).strip()
    return format_number(number_of(raw))


def _written_parts(fields: Mapping[str, Given]) -> str:
    parts = [(key, fields[key]) for key in (*_MALE, *_FEMALE) if key in fields]
    if "years" in fields:
        parts.extend(fields["years"].pairs())
    return ", ".join(f"{name}: {_as_written(part.value)}" for name, part in parts)


def _covered(entry: Given) -> int:
    years = entry.integer()
    if years < 1:
        raise entry.fail("at least one year")
    return years


def _sex(measure: Measure, fields: Mapping[str, Given], names: tuple[str, ...]) -> Exact | None:
    found = [fields[name] for name in names if name in fields]
    if not found:
        return None
    if len(found) > 1:
        both = " and ".join(name for name in names if name in fields)
        raise UnexpectedValue(both, "one of them", place=found[1].named_at)
    value = _single(measure, found[0])
    if isinstance(value, (int, Grade)):
        raise _invalid(measure, found[0].value, "no values by sex for a finding or a rank").at(found[0].place)
    return value


def _years(measure: Measure, entry: Given) -> FrozenMap[int, Value]:
    values: dict[int, Value] = {}
    for key, value in entry.pairs():
        if not _YEAR.fullmatch(key):
            raise UnexpectedValue(key, "a year such as `2022`", place=value.named_at)
        values[int(key)] = _single(measure, value)
    return FrozenMap(values)


def _single(measure: Measure, entry: Given) -> Value:
    """Return the value of one sex or year, which must be exact."""
    reading = entry.here(lambda: _read(measure, entry.value))
    if reading.relation != "exact":
        raise entry.fail("an exact figure for one sex or year")
    return reading.value


def _read(measure: Measure, raw: object, of: Given | None = None, *, unit: str | None = None) -> _Reading:
    """Read the value itself; a bare number in a text is in `unit`, where that is told."""
    if isinstance(raw, (dict, tuple)) or raw is None:
        raise Given(raw).fail("a value")
    _refuse_infinite(measure, raw)
    if measure.kind == "attested":
        return _Reading(_finding(measure, raw))
    if measure.kind == "ordinal":
        return _ranked(measure, raw)
    if isinstance(raw, (bool, Grade)) or (
        isinstance(raw, str) and not _DIGIT.search(raw) and find_grade(raw)
    ):
        raise _invalid(measure, raw, f"a number in `{measure.unit}`")
    if isinstance(raw, str):
        quantity = parse_quantity(raw)
        if unit is not None and quantity.unit is None and quantity.whole is None:
            quantity = replace(quantity, unit=unit)
        return _number(measure, quantity, of)
    return _number(measure, Quantity(number_of(raw), None, _as_written(raw)), of)


def _invalid(measure: Measure, found: object, expected: str) -> InvalidObservation:
    return InvalidObservation(measure.id, found if isinstance(found, str) else _as_written(found), expected)


def _refuse_infinite(measure: Measure, raw: object) -> None:
    if isinstance(raw, str):
        infinite = _NOT_FINITE.fullmatch(raw.strip()) is not None
    else:
        infinite = isinstance(raw, (float, Decimal)) and not is_finite(raw)
    if infinite:
        raise InvalidObservation(measure.id, str(raw), "a finite number")


def _finding(measure: Measure, raw: object) -> Grade:
    if isinstance(raw, bool):
        return Grade.MET if raw else Grade.NOT_MET
    if isinstance(raw, Grade):
        return raw
    grade = find_grade(raw) if isinstance(raw, str) else None
    if grade is None:
        raise _invalid(measure, raw, EXPECTED)
    return grade


def _ranked(measure: Measure, raw: object) -> _Reading:
    if not isinstance(raw, str):
        raise _invalid(measure, raw, f"one of {', '.join(f'`{rank}`' for rank in measure.scale)}")
    rank = find_rank(measure, raw)
    if rank is not None:
        return _Reading(rank)
    relation, rest = split_relation(raw)
    return _Reading(rank_of(measure, rest), relation)


def _number(measure: Measure, quantity: Quantity, of: Given | None) -> _Reading:
    if of is not None:
        quantity = _with_denominator(measure, quantity, of)
    counts = measure.of if measure.kind == "share" else measure.unit
    whole = part = None
    if quantity.whole is not None:
        if measure.kind not in ("share", "count"):
            raise _invalid(measure, quantity.text, f"a number in `{measure.unit}`, which has no denominator")
        whole = _counted(measure, quantity.whole, quantity.whole_unit, counts, quantity.text)
        if whole == 0:
            raise _invalid(measure, quantity.text, "a denominator above zero")
    if whole is not None and (quantity.unit != "%" or measure.kind == "count"):
        part = _counted(measure, quantity.value, quantity.unit, counts, quantity.text)
        value = exact(Fraction(part) / Fraction(whole) * 100) if measure.kind == "share" else part
    else:
        value = magnitude(measure, quantity)
    _refuse_impossible(measure, value, quantity)
    if part is not None and whole is not None and part > whole and not measure.may_exceed:
        raise _invalid(measure, quantity.text, "a part that is not larger than its whole")
    return _Reading(value, quantity.relation, part, whole)


def _with_denominator(measure: Measure, quantity: Quantity, of: Given) -> Quantity:
    """Return the quantity over the denominator that `of` states."""
    stated = of.here(lambda: parse_quantity(str(of.value), one_sided=False))
    if not isinstance(stated.value, Decimal) or stated.whole is not None:
        raise of.fail("a denominator such as `1200 hộ`")
    if quantity.whole not in (None, stated.value):
        message = f"`{measure.id}`: found `{quantity.text}` and `of: {stated.text}`, expected one denominator"
        raise Contradiction(message, place=of.place)
    unit = quantity.unit
    whole_number = isinstance(quantity.value, Decimal) and quantity.value == int(quantity.value)
    if unit is None and measure.kind == "share" and not whole_number:
        number = format_number(quantity.value)
        counted = stated.unit or measure.of
        one = f"{number} {counted}" if counted else f"{number}/{format_number(stated.value)}"
        raise AmbiguousNumber(quantity.text, (f"{number} %", one))
    whole_unit = stated.unit or quantity.whole_unit
    return Quantity(quantity.value, unit, quantity.text, quantity.relation, stated.value, whole_unit)


def _counted(measure: Measure, number: Exact, found: str | None, counts: str | None, text: str) -> Decimal:
    """Return a part or whole in the unit that the measure counts."""
    unit = counts or found
    if found is None and counts is not None and not is_countable(counts):
        raise UnexpectedValue(text, f"a count with its unit, such as `{text} {counts}`")
    value = convert(number, found, counts, text=text) if found and counts else number
    if value < 0:
        raise _invalid(measure, text, "a count that is not negative")
    whole = unit is None or not is_countable(unit) or value % 1 == 0
    if isinstance(value, Fraction) or not whole:
        raise _invalid(measure, text, f"a whole number of `{unit}`")
    return value


def _refuse_impossible(measure: Measure, value: Exact, quantity: Quantity) -> None:
    expected = limits(measure, value)
    closed_above = measure.kind == "share" and not measure.may_exceed
    if quantity.relation == "above" and closed_above and value >= 100:
        expected = "a share from 0 % to 100 %"
    if quantity.relation == "below" and value <= 0:
        expected = "a number above zero, since less than nothing is impossible"
    if expected:
        raise _invalid(measure, quantity.text, expected)
