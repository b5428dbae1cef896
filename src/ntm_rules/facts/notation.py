"""Numbers as people write them, in Vietnamese (`1.234,5`) and international (`1,234.5`) notation.

Reads text into exact decimals and writes decimals back so that they can be read in one way only. A number
that the two notations read differently is refused with both readings. Knows no units.
"""

from __future__ import annotations

import math
import numbers
import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, SupportsFloat, TypeAlias

from ntm_rules.errors import AmbiguousNumber, UnexpectedValue

Exact: TypeAlias = Decimal | Fraction
"""A magnitude without rounding: a decimal where one is finite, otherwise a fraction."""

Lang: TypeAlias = Literal["vi", "en"]

MAX_DIGITS: Final = 24  # below the 28 digits that decimal arithmetic keeps
FLOAT_DIGITS: Final = 12
"""Significant digits that a binary float is read to."""
_PRINTED_DIGITS: Final = 15
_NOISE_PLACES: Final = 10
SPACES: Final = "\u00a0\u2007\u2009\u202f"  # no-break, figure, thin and narrow no-break space

_AS_SPACE: Final = str.maketrans(dict.fromkeys(SPACES, " "))
_GROUPED: Final = {
    sep: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(sep)}[0-9]{{3}})+") for sep in (".", ",", " ")
}
_DIGITS: Final = re.compile(r"[0-9]+")
_NUMBER: Final = re.compile(r"-?[0-9., ]+")
_OTHER_MINUS: Final = ("\u2212", "\u2013", "\u2014", "\uff0d")
_EXPECTED: Final = "a number such as `46,7` or `1.234.567,8`"
_SHOWN_PLACES: Final = 4


def parse_number(text: str) -> Decimal:
    """Return the number that `text` writes, such as `46,7`, `1,234,567.8` or `1 200`.

    Raises:
        AmbiguousNumber: one separator before exactly three digits, such as `94.405`.
        UnexpectedValue: not a number, or one of more than 24 digits.
    """
    plain = text.translate(_AS_SPACE).strip()
    if plain.startswith(_OTHER_MINUS):
        raise UnexpectedValue(text, _EXPECTED, hint="write the minus sign as `-`")
    if not _NUMBER.fullmatch(plain):
        raise UnexpectedValue(text, _EXPECTED)
    negative, body = plain.startswith("-"), plain.removeprefix("-")
    sign = "-" if negative else ""
    if _could_be_either(body):
        raise AmbiguousNumber(text.strip(), _readings(sign, body))
    return _without_noise(within_limits(Decimal(sign + _international(body, text)), text))


def _without_noise(value: Decimal) -> Decimal:
    """Return a decimal of so many digits as only a binary float prints, to the 12 that it means."""
    digits, exponent = value.as_tuple()[1:]
    assert isinstance(exponent, int)
    noisy = len(digits) > _PRINTED_DIGITS and -exponent >= _NOISE_PLACES
    return Decimal(f"{value:.{FLOAT_DIGITS}g}") if noisy else value


def _could_be_either(body: str) -> bool:
    """Whether the one separator may group thousands or begin the decimals."""
    return len(re.findall(r"[., ]", body)) == 1 and any(_GROUPED[sep].fullmatch(body) for sep in ".,")


def _readings(sign: str, body: str) -> tuple[str, str]:
    whole, decimals = re.split(r"[.,]", body)
    # A fourth decimal and a missing separator take the doubt away.
    return f"{sign}{whole},{decimals}0", f"{sign}{whole}{decimals}"


def _international(body: str, text: str) -> str:
    """Return the digits with a decimal point and no groups."""
    if _DIGITS.fullmatch(body):
        return body
    if any(pattern.fullmatch(body) for pattern in _GROUPED.values()):
        return re.sub(r"[., ]", "", body)
    cut = max(body.rfind("."), body.rfind(","))
    whole, point, decimals = body[:cut], body[cut], body[cut + 1 :]
    ungrouped = whole
    for sep, pattern in _GROUPED.items():
        if sep != point and pattern.fullmatch(whole):
            ungrouped = whole.replace(sep, "")
    if cut < 0 or not _DIGITS.fullmatch(ungrouped) or not _DIGITS.fullmatch(decimals):
        raise UnexpectedValue(text, _EXPECTED)
    return f"{ungrouped}.{decimals}"


def number_of(value: object) -> Exact:
    """Return a Python number exactly; a float to its 12 significant digits, so that its noise never decides.

    Raises:
        UnexpectedValue: not a number, a truth value, NaN, or infinite.
    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, numbers.Real)):
        raise UnexpectedValue(value, "a number")
    if isinstance(value, numbers.Integral):
        return within_limits(Decimal(int(value)), value)
    if isinstance(value, numbers.Rational):
        return exact(Fraction(int(value.numerator), int(value.denominator)))
    if not is_finite(value):
        raise UnexpectedValue(value, "a finite number")
    return within_limits(value if isinstance(value, Decimal) else read_float(float(value)), value)


def read_float(value: float, digits: int = FLOAT_DIGITS) -> Decimal:
    """Return a finite float to the digits that count; one below the noise of such digits beside 1 is zero.

    The one rule for floats: 0.1 + 0.2 is 0.3, and 0.1 + 0.2 - 0.3 is 0.
    """
    return Decimal(0) if abs(value) < 10.0**-digits else Decimal(f"{value:.{digits}g}")


def is_finite(value: Decimal | SupportsFloat) -> bool:
    """Whether a number is neither NaN nor infinite; a huge decimal is finite, though no float holds it."""
    return value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)


def within_limits(value: Decimal, found: object) -> Decimal:
    """Return a number of at most 24 digits before and after its point, or refuse it."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if value.adjusted() >= MAX_DIGITS or exponent < -MAX_DIGITS:
        raise UnexpectedValue(str(found)[:40], f"a number of at most {MAX_DIGITS} digits")
    return value


def exact(value: Fraction) -> Exact:
    """Return the decimal that equals a fraction, or the fraction where no decimal does."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest != 1 or places > MAX_DIGITS:
        return value
    digits = abs(value.numerator) * 10**places // value.denominator
    return Decimal((int(value < 0), tuple(map(int, str(digits))), -places))


def format_number(value: Exact, lang: Lang = "vi") -> str:
    """Write a number in Vietnamese (`vi`) or international (`en`) notation, readable in one way only.

    Thousands are grouped only where that leaves no doubt: from a million on, or before decimals. A fraction
    that no decimal equals is rounded to four places and marked with `≈`.
    """
    if isinstance(value, Fraction):
        known = exact(value)
        if isinstance(known, Fraction):
            rounded = exact(Fraction(round(known * 10**_SHOWN_PLACES), 10**_SHOWN_PLACES))
            return f"≈ {format_number(rounded, lang)}"
        value = known
    sign, digits = "-" if value < 0 else "", format(value.copy_abs(), "f")
    whole, _, decimals = digits.partition(".")
    decimals = decimals.rstrip("0")
    group, point = (".", ",") if lang == "vi" else (",", ".")
    grouped = f"{int(whole):,}".replace(",", group) if decimals or len(whole) > 6 else whole
    if len(decimals) == 3 and len(whole) <= 3 and whole != "0":
        decimals += "0"  # `94,405` would be ambiguous
    return f"{sign}{grouped}{point}{decimals}" if decimals else f"{sign}{grouped}"
