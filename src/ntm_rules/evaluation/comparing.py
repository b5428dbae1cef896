"""One observed value against one level: the outcome and the distance.

Exact numbers only; on the bound is met for at_least and at_most. Figures that a source gives as
"more than …" are one-sided: they decide what they can and leave the rest unknown.
"""

from __future__ import annotations

import operator as op
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

from ntm_rules.evaluation.outcomes import MET, NOT_MET, UNKNOWN, Code
from ntm_rules.evaluation.results import Gap
from ntm_rules.facts import Measure, Observation
from ntm_rules.law.requirements import Level

PASSES: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "at_least": op.ge,
    "at_most": op.le,
    "above": op.gt,
    "below": op.lt,
    "equals": op.eq,
}

SETTLED: Final = Fraction(1, 10**11)
"""The part of a number by which it may be off, since shares are read to 12 digits."""

_LOWER: Final = ("at_least", "above")
_UPPER: Final = ("at_most", "below")


def compare(operator: str, value: Any, relation: str, level: Any, measure: Measure) -> Code:
    """Return the outcome of a value, exact or one-sided, against a level."""
    if relation == "exact":
        return MET if PASSES[operator](value, level) else NOT_MET
    return _one_sided(operator, value, relation, level, measure)


def _one_sided(operator: str, value: Any, relation: str, level: Any, measure: Measure) -> Code:
    """Decide from a bound on the value what it decides: `above 90` meets at least 90, not at least 95."""
    strict = relation in ("above", "below")
    from_below = relation in _LOWER
    if operator in _LOWER:
        if from_below:
            enough = value > level or (value == level and (operator == "at_least" or strict))
            return MET if enough else UNKNOWN
        too_low = value < level or (value == level and (operator == "above" or strict))
        return NOT_MET if too_low else UNKNOWN
    if operator in _UPPER:
        if not from_below:
            enough = value < level or (value == level and (operator == "at_most" or strict))
            return MET if enough else UNKNOWN
        too_high = value > level or (value == level and (operator == "below" or strict))
        return NOT_MET if too_high else UNKNOWN
    beyond = value > level if from_below else value < level
    if beyond or (value == level and strict):
        return NOT_MET
    at_the_end = (not from_below and level == 0) or (
        from_below and level == 100 and measure.kind == "share" and not measure.may_exceed
    )
    return MET if value == level and at_the_end else UNKNOWN


def distance_between(value: Any, level: Any) -> Decimal | Fraction:
    """Return how far apart two exact numbers are."""
    if type(value) is Decimal and type(level) is Decimal:
        return abs(level - value)
    return tidy(abs(Fraction(level) - Fraction(value)))


def tidy(number: Fraction) -> Decimal | Fraction:
    """Return the number as a decimal where it has a finite one."""
    denominator = number.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return number
    return Decimal(number.numerator) / Decimal(number.denominator)


def gap_to(
    measure: Measure,
    operator: str,
    value: Any,
    level: Any,
    observation: Observation,
    *,
    sex: str | None = None,
    year: int | None = None,
    next_level: Level | None = None,
) -> Gap:
    """Return the distance between an observed value and the level it misses."""
    of = observation.whole if sex is None and year is None else None
    return gap_of(measure, operator, value, level, of, sex=sex, year=year, next_level=next_level)


def gap_of(
    measure: Measure,
    operator: str,
    value: Any,
    level: Any,
    of: Decimal | int | None,
    *,
    sex: str | None = None,
    year: int | None = None,
    next_level: Level | None = None,
) -> Gap:
    """Return the distance between a value and the level it misses; `of` is what a share is a share of."""
    whole = who = None
    if measure.kind == "share":
        if of is not None:
            whole = _whole_units(operator, Fraction(value), Fraction(level), Fraction(of))
            who = measure.of
    elif measure.kind == "count":
        whole, who = _whole_count(operator, value, level), measure.unit
    distance = distance_between(value, level)
    return Gap(measure.id, operator, value, level, distance, whole, who, sex, year, next_level)


def _whole_count(operator: str, value: Any, level: Any) -> int:
    if level == int(level) and value == int(value):
        return abs(int(level) - int(value)) + (operator in ("above", "below"))
    return _whole_units(operator, Fraction(value), Fraction(level), Fraction(100))


def _whole_units(operator: str, seen: Fraction, asked: Fraction, of: Fraction) -> int:
    """Return how many whole units, out of `of`, must be added or removed.

    400 of 1,200 households are 33,3333333333 % as a share is read: what is off a whole number by no more than
    that is the whole number.
    """
    have, need = _settled(seen * of / 100), _settled(asked * of / 100)
    match operator:
        case "at_least":
            return ceil(ceil(need) - have)
        case "above":
            return ceil(floor(need) + 1 - have)
        case "at_most":
            return ceil(have - floor(need))
        case "below":
            return ceil(have - (ceil(need) - 1))
        case _:
            return ceil(_settled(abs(have - need), max(have, need)))


def _settled(number: Fraction, beside: Fraction | None = None) -> Fraction:
    """Return the whole number that a number is but for the digits that are not read."""
    near = Fraction(round(number))
    return near if abs(number - near) <= SETTLED * (number if beside is None else beside) else number
