"""Where a number column begins to reach a level, exactly as the scalar evaluator reads its numbers.

A float is read to its significant digits before it is compared. Reading never changes the order of two
floats, so for every level there is one first float that reaches it: comparing with that float is comparing
what was read, at no cost per row. Does not compare anything itself.
"""

from __future__ import annotations

import struct
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, log10
from typing import Final, Literal, NamedTuple, TypeAlias

from ntm_rules.facts.notation import FLOAT_DIGITS, MAX_DIGITS, read_float

NumberKind: TypeAlias = Literal["float64", "float32", "integer", "decimal"]

DIGITS: Final[dict[str, int]] = {"float64": FLOAT_DIGITS, "float32": 7}
"""Significant digits that a float is read to."""

TOO_LARGE: Final = Fraction(10**MAX_DIGITS)
"""No number of so many digits is accepted."""


class NumberColumn(NamedTuple):
    """A column of numbers.

    Attributes:
        name: its name in the table.
        kind: how its numbers are stored.
        scale: digits after the point, of a decimal column.
        factor: what one of the column's unit is in the unit of the measure.
    """

    name: str
    kind: NumberKind
    scale: int = 0
    factor: Fraction = Fraction(1)

    @property
    def is_float(self) -> bool:
        return self.kind in DIGITS

    def first_at(self, level: Fraction, *, beyond: bool = False) -> int | float | Decimal:
        """Return the least value of the column that reaches a level, or goes beyond it.

        The level is in the unit of the measure. Every value that reaches it is at least the one returned.
        """
        own = level if self.factor == 1 else level / self.factor
        return _first(self.kind, self.scale, own.numerator, own.denominator, beyond)


@lru_cache(maxsize=65_536)
def _first(
    kind: NumberKind, scale: int, numerator: int, denominator: int, beyond: bool
) -> int | float | Decimal:
    level = Fraction(numerator, denominator)
    if kind == "integer":
        return floor(level) + 1 if beyond else ceil(level)
    if kind == "decimal":
        steps = level * 10**scale
        whole = floor(steps) + 1 if beyond else ceil(steps)
        return Decimal(
            (int(whole < 0), tuple(map(int, str(abs(whole)))), -scale)
        )  # whatever the context rounds
    digits = DIGITS[kind]

    def reaches(value: float) -> bool:
        read = Fraction(read_float(value, digits))
        return read > level if beyond else read >= level

    around = float(level)
    half_a_step = 0.5 * 10.0 ** (floor(log10(abs(around) or 1.0)) + 1 - digits)
    return _least(kind, around + half_a_step if beyond else around - half_a_step, reaches)


def _least(kind: NumberKind, near: float, reaches: object) -> float:
    """Return the least float for which a condition holds that stays true once it is."""
    assert callable(reaches)
    low = high = _place(kind, near)
    step = 1
    while reaches(_at(kind, low)):
        low, step = low - step, 2 * step
    step = 1
    while not reaches(_at(kind, high)):
        high, step = high + step, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        if reaches(_at(kind, middle)):
            high = middle
        else:
            low = middle
    return _at(kind, high)


def _place(kind: NumberKind, value: float) -> int:
    """Return the place of a float among all floats of its kind, in their order; zero is at 0."""
    bits: int = (
        struct.unpack("<q", struct.pack("<d", value))[0]
        if kind == "float64"
        else struct.unpack("<i", struct.pack("<f", value))[0]
    )
    return bits if bits >= 0 else -(bits & (2**63 - 1 if kind == "float64" else 2**31 - 1))


def _at(kind: NumberKind, place: int) -> float:
    value: float = (
        struct.unpack("<d", struct.pack("<q", abs(place)))[0]
        if kind == "float64"
        else struct.unpack("<f", struct.pack("<i", abs(place)))[0]
    )
    return value if place >= 0 else -value
