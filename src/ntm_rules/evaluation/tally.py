"""What a count over a unit's members came to, and between which two values it leaves the share or number.

Exact: 11 of 22 is one half. Members that are not decided, or not recorded, make the value an interval. Does
not judge members and knows no level of the law.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ntm_rules.evaluation.outcomes import MET, NOT_APPLICABLE, NOT_MET, OUTCOMES, UNKNOWN, Channels, Outcome
from ntm_rules.facts import Grade, Observation, UnitRecord

if TYPE_CHECKING:
    from ntm_rules.evaluation.results import Finding


class Span(NamedTuple):
    """Where a value lies: between two ends, in percent for a share.

    Attributes:
        low, high: the ends; no `high` means that nothing bounds it from above.
        low_open, high_open: whether the value cannot be the end itself.
    """

    low: Fraction
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def within(self, other: Span) -> Span | None:
        """Return what two spans have in common, or None where nothing is."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        ends = [(s.high, not s.high_open) for s in (self, other) if s.high is not None]
        high, closed = min(ends) if ends else (None, True)
        if high is not None and (low > high or (low == high and (low_open or not closed))):
            return None
        return Span(low, high, low_open, not closed)


class MemberResult(NamedTuple):
    """One member under the test that the law counts by."""

    record: UnitRecord
    channels: Channels
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        return self.record.unit.name

    @property
    def outcome(self) -> Outcome:
        return OUTCOMES[self.channels[0]]


class Tally(NamedTuple):
    """The members of a unit, counted by how they stand under one test.

    Attributes:
        results: every recorded member of the kinds that are counted, in the order of the record.
        unrecorded: how many more there are of which nothing is recorded; None where that cannot be told.
    """

    results: tuple[MemberResult, ...]
    unrecorded: int | None = 0

    @property
    def met(self) -> int:
        return self._count(MET)

    @property
    def not_met(self) -> int:
        return self._count(NOT_MET)

    @property
    def unknown(self) -> int:
        """Members that may fall either way, those that are known to be unrecorded among them."""
        return self._count(UNKNOWN) + (self.unrecorded or 0)

    @property
    def not_applicable(self) -> int:
        """Members to which the test does not apply; they count neither above nor below the line."""
        return self._count(NOT_APPLICABLE)

    @property
    def total(self) -> int | None:
        """The members that count, those not recorded among them; None where their number cannot be told."""
        return None if self.unrecorded is None else self.met + self.not_met + self.unknown

    @property
    def failing(self) -> tuple[str, ...]:
        """The names of the members that do not satisfy the test."""
        return self._named(NOT_MET)

    @property
    def open(self) -> tuple[str, ...]:
        """The names of the recorded members that may fall either way."""
        return self._named(UNKNOWN)

    @property
    def is_empty(self) -> bool:
        """Whether the unit has no member of the kinds that are counted."""
        return not self.results and self.unrecorded == 0

    def span(self, *, share: bool, channel: int = 0) -> Span | None:
        """Return where the share in percent, or the number of members, lies; None for a share of nothing.

        Args:
            share: whether a share is asked for.
            channel: the channel of outcomes, see `outcomes`.
        """
        met, not_met, unknown = (self._count(code, channel) for code in (MET, NOT_MET, UNKNOWN))
        if self.unrecorded is None:
            return _unbounded(met, not_met) if share else Span(Fraction(met), None)
        unknown += self.unrecorded
        if not share:
            return Span(Fraction(met), Fraction(met + unknown))
        total = met + not_met + unknown
        return Span(Fraction(100 * met, total), Fraction(100 * (met + unknown), total)) if total else None

    def _count(self, code: int, channel: int = 0) -> int:
        return sum(result.channels[channel] == code for result in self.results)

    def _named(self, code: int) -> tuple[str, ...]:
        return tuple(result.name for result in self.results if result.channels[0] == code)


def _unbounded(met: int, not_met: int) -> Span:
    """Return the share where any number of members may be missing: one that fails keeps it from the whole."""
    return Span(Fraction(0), Fraction(100), met > 0, not_met > 0)


def observed_span(observation: Observation | None) -> Span | None:
    """Return where the figure that was observed of the unit itself lies, or None if there is none."""
    if observation is None or observation.value is None or isinstance(observation.value, Grade):
        return None
    value = Fraction(observation.value)
    match observation.relation:
        case "exact":
            return Span(value, value)
        case "at_least" | "above":
            return Span(value, None, low_open=observation.relation == "above")
        case "at_most" | "below":
            return Span(Fraction(0), value, high_open=observation.relation == "below")
