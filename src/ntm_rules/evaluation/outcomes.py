"""Four outcomes and Kleene's logic over them.

Internally an outcome is a small integer, ordered so that `all` is the minimum: not met 0, unknown 1,
met 2, and not applicable 3, which counts as met and is neutral beside others. Every outcome is carried
in three channels at once: as asked for; with recalled levels taken away; with assumed candidates taken
away. Where a channel differs from the first, the outcome rests on what was taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

Code = int
Channels = tuple[Code, Code, Code]

NOT_MET: Final = 0
UNKNOWN: Final = 1
MET: Final = 2
NOT_APPLICABLE: Final = 3

ALL_MET: Final[Channels] = (MET, MET, MET)
ALL_NOT_MET: Final[Channels] = (NOT_MET, NOT_MET, NOT_MET)
ALL_UNKNOWN: Final[Channels] = (UNKNOWN, UNKNOWN, UNKNOWN)
ALL_NOT_APPLICABLE: Final[Channels] = (NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE)


class Outcome(StrEnum):
    """What an indicator, condition or criterion comes to."""

    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


class TierOutcome(StrEnum):
    """What a whole set comes to."""

    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    MET = "met"


OUTCOMES: Final = (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET, Outcome.NOT_APPLICABLE)
TIER_OUTCOMES: Final = (TierOutcome.NOT_MET, TierOutcome.UNDETERMINED, TierOutcome.MET, TierOutcome.MET)


def all_of(parts: Iterable[Channels]) -> Channels:
    """Return whether all parts are met; parts that do not apply do not count."""
    first = second = third = NOT_APPLICABLE
    for a, b, c in parts:
        if a < first:
            first = a
        if b < second:
            second = b
        if c < third:
            third = c
    return first, second, third


def any_of(parts: Iterable[Channels]) -> Channels:
    """Return whether one part is met; parts that do not apply do not count."""
    first = second = third = -1
    for a, b, c in parts:
        if first < a < NOT_APPLICABLE:
            first = a
        if second < b < NOT_APPLICABLE:
            second = b
        if third < c < NOT_APPLICABLE:
            third = c
    return (
        NOT_APPLICABLE if first < 0 else first,
        NOT_APPLICABLE if second < 0 else second,
        NOT_APPLICABLE if third < 0 else third,
    )


def at_least_of(count: int, parts: Sequence[Channels]) -> Channels:
    """Return whether so many parts are met."""

    def counted(codes: tuple[Code, ...]) -> Code:
        met = codes.count(MET)
        if met >= count:
            return MET
        return UNKNOWN if met + codes.count(UNKNOWN) >= count else NOT_MET

    return _by_channel(parts, counted)


def negation(part: Channels) -> Channels:
    """Return whether the part is not met."""
    a, b, c = (code if code == NOT_APPLICABLE else MET - code for code in part)
    return a, b, c


def applied(applies: Channels, part: Channels) -> Channels:
    """Return what a part comes to where it may not apply: not applicable counts as met."""
    a, b, c = (_applied(x, y) for x, y in zip(applies, part, strict=True))
    return a, b, c


def _applied(applies: Code, part: Code) -> Code:
    if applies == MET:
        return part
    if applies == UNKNOWN:
        return MET if part in (MET, NOT_APPLICABLE) else UNKNOWN
    return NOT_APPLICABLE


def _by_channel(parts: Sequence[Channels], combine: object) -> Channels:
    assert callable(combine)
    if not parts:
        return combine(()), combine(()), combine(())
    first, second, third = zip(*parts, strict=True)
    return combine(first), combine(second), combine(third)
