"""Values in the unit of a measure: the level a document sets, and how a value is shown.

Holds the rules that bounds and observations share: which numbers may stand without a unit, and which values a
measure cannot take. Does not compare anything.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ntm_rules.errors import AmbiguousNumber, UnexpectedValue, UnknownName
from ntm_rules.facts.grades import Grade
from ntm_rules.facts.measures import Measure
from ntm_rules.facts.notation import Exact, Lang, exact, format_number
from ntm_rules.facts.quantities import Quantity, parse_quantity
from ntm_rules.facts.registry import unit_text
from ntm_rules.spelling import fold, nearest

# Numbers that both notations read alike, in Vietnamese; everything else takes the long way.
_PLAIN: Final = re.compile(r"([0-9]{1,15}(?:,[0-9]{1,2})?) ?([^0-9\s].*)?")
_BARE: Final = ("count", "ratio")
_TRUTH: Final = {"true": True, "đạt": True, "false": False, "chưa đạt": False}


def parse_level(measure: Measure, text: str) -> Decimal | bool | int:
    """Read a level as a document writes it.

    Args:
        measure: what it is a level of.
        text: `80 %`, `44 triệu đồng/người/năm`, `3 mô hình`, `Khá`, `true`.

    Returns:
        The magnitude in the measure's unit, the rank on an ordinal scale (lowest is 0), or the truth.

    Raises:
        IncompatibleUnit: a unit that cannot be converted.
        AmbiguousNumber: a number with two readings.
        UnknownName: a unit or rank we do not know.
        UnexpectedValue: anything else that is no level of this measure.
    """
    if measure.kind == "attested":
        truth = _TRUTH.get(text.strip().casefold())
        if truth is None:
            raise UnexpectedValue(text, "`true` or `false`")
        return truth
    if measure.kind == "ordinal":
        return rank_of(measure, text)
    plain = _PLAIN.fullmatch(text)
    if plain is not None and plain[2] == measure.unit:
        value: Exact = Decimal(plain[1].replace(",", "."))
    else:
        value = _converted(measure, text)
    impossible = limits(measure, value)
    if impossible:
        raise UnexpectedValue(text, impossible)
    assert isinstance(value, Decimal)
    return value


def _converted(measure: Measure, text: str) -> Decimal:
    quantity = parse_quantity(text, one_sided=False)
    if quantity.whole is not None:
        raise UnexpectedValue(text, f"one number, such as `{_sample(measure)}`")
    value = magnitude(measure, quantity)
    if isinstance(value, Fraction):
        raise UnexpectedValue(text, f"a level that is a finite decimal in `{measure.unit}`")
    return value


def magnitude(measure: Measure, quantity: Quantity) -> Exact:
    """Return a quantity in the unit of a measure; only counts and ratios may come without a unit.

    Raises:
        IncompatibleUnit: its unit cannot be converted.
        AmbiguousNumber: a bare number up to 1 for a share, `0,61 %` or `61 %`.
        UnexpectedValue: any other bare number.
    """
    assert measure.unit is not None
    if quantity.unit is not None:
        return quantity.in_unit(measure.unit)
    value = quantity.value
    if measure.kind in _BARE:
        return value
    if measure.kind == "share" and 0 < value <= 1:
        hundredfold = exact(Fraction(value) * 100)
        raise AmbiguousNumber(quantity.text, (f"{format_number(value)} %", f"{format_number(hundredfold)} %"))
    raise UnexpectedValue(
        quantity.text, f"a number with its unit, such as `{format_number(value)} {measure.unit}`"
    )


def limits(measure: Measure, value: Exact) -> str | None:
    """Return what would have been possible, if the measure cannot take the value."""
    if measure.kind == "share" and not measure.may_exceed:
        return None if 0 <= value <= 100 else "a share from 0 % to 100 %"
    if value < 0:
        return "a number that is not negative"
    if measure.kind == "count" and value % 1 != 0:
        return f"a whole number of `{measure.unit}`"
    return None


def find_rank(measure: Measure, text: str) -> int | None:
    """Return the rank that a text names on the scale of an ordinal measure, or None."""
    name = fold(text)
    return next((n for n, rank in enumerate(measure.scale) if fold(rank) == name), None)


def rank_of(measure: Measure, text: str) -> int:
    """Return the rank that a text names.

    Raises:
        UnknownName: the scale does not have it.
    """
    rank = find_rank(measure, text)
    if rank is None:
        expected = f"one of {', '.join(f'`{r}`' for r in measure.scale)}"
        raise UnknownName("rank", text, suggestion=nearest(text, measure.scale), expected=expected)
    return rank


def show_level(measure: Measure, value: Exact | int | Grade, lang: Lang = "vi") -> str:
    """Write a value for a reader: `46,7 triệu đồng/người/năm`, `46.7 million VND/person/year`.

    `parse_level` reads the Vietnamese form back. Ranks have their Vietnamese names in both.
    """
    if measure.kind == "attested":
        grade = value if isinstance(value, Grade) else (Grade.MET if value else Grade.NOT_MET)
        return grade.label(lang)
    assert not isinstance(value, Grade), "a finding is not a number"
    if measure.kind == "ordinal":
        return measure.scale[int(value)]
    assert measure.unit is not None
    number = Decimal(value) if isinstance(value, int) else value
    return f"{format_number(number, lang)} {unit_text(measure.unit, lang, one=number == 1)}"


def _sample(measure: Measure) -> str:
    return f"1 {measure.unit}"
