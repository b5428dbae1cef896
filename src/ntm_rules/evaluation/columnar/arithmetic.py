"""Exact comparisons in floating-point arithmetic, where a level is not the same for all rows.

A float is read to 12 significant digits, as everywhere. A number of 12 digits is a whole number of at most
10¹² beside a power of ten, and such numbers times a small one are exact in a float; so nothing here rounds
but the reading itself. Nothing divides: Polars divides by a constant as it multiplies by its reciprocal.
Written once for Polars and narwhals; `api` is the library's module.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, TypeAlias

from ntm_rules.evaluation.columnar.readings import DIGITS
from ntm_rules.evaluation.comparing import SETTLED

Expression: TypeAlias = Any

_MOST: Final = DIGITS["float64"]
_SETTLED: Final = float(SETTLED)
_NEAR: Final = 1e-9
_NEAR_SHORT: Final = 1e-5
"""Numbers further apart than this part of themselves are told apart without reading digits."""


def digits(kind: str) -> int:
    """Return how many digits of a column count; of whole numbers and decimals as many as of a float."""
    return DIGITS.get(kind, _MOST)


def _chain(api: Any, number: Expression, steps: list[tuple[float, float]], otherwise: float) -> Expression:
    """Return a value by the first limit that a number lies below."""
    written = api.lit(otherwise)
    for limit, value in reversed(steps):
        written = api.when(number < limit).then(api.lit(value)).otherwise(written)
    return written


def _scale(api: Any, number: Expression, kept: int) -> Expression:
    """Return the power of ten that makes a positive number one of so many digits before the point."""
    steps = [(10.0 ** (e + 1), 10.0 ** (kept - 1 - e)) for e in range(kept - 23, kept)]
    return _chain(api, number, steps, 1.0)


def without_noise(api: Any, number: Expression, kept: int) -> Expression:
    """Return zero for a number of which no digit is read."""
    return api.when(number < 10.0**-kept).then(api.lit(0.0)).otherwise(number)


def _digits(api: Any, number: Expression, kept: int) -> Expression:
    """Return a number that is not negative as a whole one of 12 digits, read to so many of them."""
    whole = (number * _scale(api, number, kept)).round()
    return whole if kept == _MOST else whole * 10.0 ** (_MOST - kept)


def whole(api: Any, number: Expression, kept: int) -> Expression:
    """Return where a number read to so many digits is a whole one; of decimals, `kept` is 0."""
    if not kept:
        return number % 1 == 0
    number = number.cast(api.Float64)
    size, off = number.abs(), (number - number.round()).abs()
    steps = [(10.0 ** (e + 1), _at_most(Fraction(5) * Fraction(10) ** (e - kept))) for e in range(-1, kept)]
    close = off <= _chain(api, size, steps, 0.5)
    return (size >= 10.0**kept) | (size < 10.0**-kept) | ((size >= 0.5) & close)


def _at_most(value: Fraction) -> float:
    """Return the largest float that is not above a fraction."""
    from math import nextafter

    near = float(value)
    return near if Fraction(near) <= value else nextafter(near, 0.0)


def outweighs(
    api: Any,
    number: tuple[Expression, int],
    basis: tuple[Expression, int],
    ratio: Fraction,
    *,
    strict: bool,
) -> Expression:
    """Return where a number is at least `ratio` times another, or strictly more, both read to their digits.

    Only rows in which the two are nearly equal need the digits. There the two have at most one digit more
    before the point than the other, so that all products stay below 2⁵³.
    """
    left, right = (without_noise(api, *side) for side in (number, basis))
    apart = left - right * float(ratio)
    near = apart.abs() <= left.abs() * (_NEAR if number[1] == basis[1] == _MOST else _NEAR_SHORT)
    zero = api.lit(0.0)
    digits_left, digits_right = (
        _digits(api, api.when(near).then(side).otherwise(zero), kept) * float(times)
        for side, kept, times in (
            (left, number[1], ratio.denominator),
            (right, basis[1], ratio.numerator),
        )
    )
    one, other = _scale(api, left, _MOST), _scale(api, right, _MOST)
    digits_left = api.when(other > one).then(digits_left * 10.0).otherwise(digits_left)
    digits_right = api.when(other < one).then(digits_right * 10.0).otherwise(digits_right)
    exact = digits_left > digits_right if strict else digits_left >= digits_right
    return api.when(near).then(exact).otherwise(apart > 0)


def settled(api: Any, number: Expression, beside: Expression) -> Expression:
    """Return the whole number that a number is but for the digits that are not read; see `comparing`."""
    near = number.round()
    return api.when((number - near).abs() <= beside * _SETTLED).then(near).otherwise(number)


def whole_beside(api: Any, number: Expression, beside: Expression, *, up: bool) -> Expression:
    """Return the whole number next above, or below, one that is not negative, or itself."""
    near, off = number.round(), (number - number.round()).abs()
    apart = off > beside * _SETTLED
    if up:
        return near + api.when((number > near) & apart).then(api.lit(1.0)).otherwise(api.lit(0.0))
    return near - api.when((number < near) & apart).then(api.lit(1.0)).otherwise(api.lit(0.0))
