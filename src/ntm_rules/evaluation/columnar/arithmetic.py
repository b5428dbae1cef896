"""Exact comparisons in floating-point arithmetic, where a level is not the same for all rows.

A float is read to 12 significant digits, as everywhere. A number of 12 digits is a whole number of at most
10¹² beside a power of ten, and such numbers times a small one are exact in a float; so nothing here rounds
but the reading itself. Nothing divides: Polars divides by a constant as it multiplies by its reciprocal.
`api` is the language that it is written in, see `languages`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

from ntm_rules.evaluation.columnar.contract import ColumnType
from ntm_rules.evaluation.columnar.readings import DIGITS
from ntm_rules.evaluation.comparing import SETTLED

Expression: TypeAlias = Any

_MOST: Final = DIGITS["float64"]
_SETTLED: Final = float(SETTLED)
_NEAR: Final = 1e-9
_NEAR_SHORT: Final = 1e-5
"""Numbers further apart than this part of themselves are told apart without reading digits."""
_HUGE: Final = 1e100
"""No number from here on can be true; a database may stop at what overflows."""


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


def whole(api: Any, number: Expression, kept: int) -> Expression:
    """Return where a number read to so many digits is a whole one; of decimals, `kept` is 0."""
    if not kept:
        return number % 1 == 0
    number = api.number(number)
    size, off = number.abs(), (number - number.round()).abs()
    steps = [(10.0 ** (e + 1), _at_most(Fraction(5) * Fraction(10) ** (e - kept))) for e in range(-1, kept)]
    close = off <= _chain(api, size, steps, 0.5)
    return (size >= 10.0**kept) | (size < 10.0**-kept) | ((size >= 0.5) & close)


def _at_most(value: Fraction) -> float:
    """Return the largest float that is not above a fraction."""
    from math import nextafter

    near = float(value)
    return near if Fraction(near) <= value else nextafter(near, 0.0)


def _digits_of(stored: ColumnType) -> int:
    """Return how many digits of a column count; of whole numbers and decimals as many as of a float."""
    return DIGITS.get(stored.kind, _MOST)


def without_noise(api: Any, number: Expression, stored: ColumnType) -> Expression:
    """Return zero for a number of which no digit is read."""
    return api.when(number < 10.0 ** -_digits_of(stored)).then(api.lit(0.0)).otherwise(number)


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


@dataclass(frozen=True)
class Exact:
    """Comparisons of columns with multiples of others.

    Attributes:
        api: the language.
        types: the columns of the table.
        column: makes a column of what several comparisons are written with.
    """

    api: Any
    types: Mapping[str, ColumnType]
    column: Callable[[tuple[object, ...], int, Callable[[], Expression]], Expression]

    def _kept(self, name: str) -> int:
        return _digits_of(self.types[name])

    def _plain(self, name: str) -> Expression:
        """Return a column without what is read as zero, and without what is too large for any arithmetic."""
        api, number = self.api, self.api.number(self.api.col(name))

        def write() -> Expression:
            possible = api.when(number >= _HUGE).then(api.lit(_HUGE)).otherwise(number)
            return api.when(number < 10.0 ** -self._kept(name)).then(api.lit(0.0)).otherwise(possible)

        return self.column(("plain", name), 1, write)

    def _power(self, name: str, kept: int) -> Expression:
        plain = self._plain(name)
        return self.column(("power", name, kept), 2, lambda: _scale(self.api, plain, kept))

    def _digits(self, name: str) -> Expression:
        """Return a column as whole numbers of 12 digits, read to those that count."""
        kept = self._kept(name)
        plain, power = self._plain(name), self._power(name, kept)

        def write() -> Expression:
            whole = (plain * power).round()
            return whole if kept == _MOST else whole * 10.0 ** (_MOST - kept)

        return self.column(("digits", name), 3, write)

    def outweighs(self, number: str, basis: str, ratio: Fraction, *, strict: bool) -> Expression:
        """Return where a column is at least `ratio` times another, or strictly more, read to their digits.

        Only rows in which the two are nearly equal need the digits. There the two have at most one digit more
        before the point than the other, so that all products stay below 2⁵³.
        """
        api, left, right = self.api, self._plain(number), self._plain(basis)
        apart = left - right * float(ratio)
        short = min(self._kept(number), self._kept(basis)) < _MOST
        near = apart.abs() <= left.abs() * (_NEAR_SHORT if short else _NEAR)
        one, other = self._power(number, _MOST), self._power(basis, _MOST)
        digits_left = self._digits(number) * float(ratio.denominator)
        digits_right = self._digits(basis) * float(ratio.numerator)
        digits_left = api.when(other > one).then(digits_left * 10.0).otherwise(digits_left)
        digits_right = api.when(other < one).then(digits_right * 10.0).otherwise(digits_right)
        exact = digits_left > digits_right if strict else digits_left >= digits_right
        return api.when(near).then(exact).otherwise(apart > 0.0)
