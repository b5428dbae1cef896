"""A requirement at part of its level: what 372/2014 asks of the criteria that a commune has not met yet.

For a number that must be reached the text is clear: so many percent of the level, exactly. For a limit from
above, a finding or a grade it does not say what part of it is, so that what is missed there stays open. Does
not judge anything itself.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ntm_rules.evaluation.comparing import tidy
from ntm_rules.evaluation.leaves import Check
from ntm_rules.evaluation.outcomes import NOT_MET, UNKNOWN, Channels, Code
from ntm_rules.evaluation.results import Finding, Reason
from ntm_rules.facts import Measure, UnitRecord, show_level
from ntm_rules.law.requirements import (
    Bound,
    ByAxis,
    Case,
    Cases,
    Cell,
    Comparison,
    Delegated,
    Level,
    Multiple,
    Unset,
)

_REACHED = ("at_least", "above")


def at_part_of_level(comparison: Comparison, measure: Measure, percentage: Decimal) -> Comparison | None:
    """Return a comparison at so many percent of its level, or None where the text has no reading for it."""
    if comparison.operator not in _REACHED or measure.kind in ("attested", "ordinal"):
        return None
    part = Fraction(percentage) / 100
    return comparison._replace(operator="at_least", bound=_scaled(comparison.bound, part, measure))


def _scaled(bound: Bound, part: Fraction, measure: Measure) -> Bound:
    match bound:
        case Level():
            return _scaled_level(bound, part, measure)
        case Unset():
            candidates = tuple(
                _scaled_level(c, part, measure) if isinstance(c, Level) else c for c in bound.candidates
            )
            return bound._replace(candidates=candidates)
        case Delegated():
            floor = bound.floor
            return bound._replace(floor=None if floor is None else _scaled_level(floor, part, measure))
        case Multiple():
            times = tidy(Fraction(bound.times) * part)
            assert isinstance(times, Decimal), "a percentage of a decimal is one"
            return bound._replace(times=times)
        case ByAxis():
            cells = tuple(Cell(cell.key, _scaled(cell.bound, part, measure)) for cell in bound.cells)
            return bound._replace(cells=cells)
        case Cases():
            return Cases(tuple(Case(c.when, _scaled(c.bound, part, measure)) for c in bound.cases))


def _scaled_level(level: Level, part: Fraction, measure: Measure) -> Level:
    value = tidy(Fraction(level.value) * part)
    return level._replace(text=show_level(measure, value), value=value)


def left_open(check: Check) -> Check:
    """Return a check that leaves open what it would fail."""

    def opened(record: UnitRecord) -> Finding:
        return opened_finding(check(record))

    return opened


def opened_finding(finding: Finding) -> Finding:
    """Return a finding that leaves open what it fails."""
    if NOT_MET not in finding.channels:
        return finding
    failed = finding.channels[0] == NOT_MET
    return finding._replace(
        channels=opened_channels(finding.channels),
        reason=Reason.RELATIVE_LEVEL_UNCLEAR if failed else finding.reason,
        gaps=() if failed else finding.gaps,
    )


def opened_channels(channels: Channels) -> Channels:
    """Return outcomes with what is not met left open."""
    a, b, c = (_opened(code) for code in channels)
    return a, b, c


def _opened(code: Code) -> Code:
    return UNKNOWN if code == NOT_MET else code
