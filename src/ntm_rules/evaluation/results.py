"""What an evaluation returns: findings, indicators, criteria, the verdict.

Plain immutable tuples, cheap enough to build whole for every unit. Wording is the reporting room's work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ntm_rules.errors import UnknownName
from ntm_rules.evaluation.outcomes import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    OUTCOMES,
    TIER_OUTCOMES,
    UNKNOWN,
    Channels,
    Outcome,
    TierOutcome,
)
from ntm_rules.evaluation.tally import Tally
from ntm_rules.facts import MeasureCatalogue, Observation, UnitRecord
from ntm_rules.law import Criterion, Indicator, Ruleset, Trust
from ntm_rules.law.requirements import Comparison, Delegated, Level, Meets, Multiple, Requirement, Unset
from ntm_rules.spelling import nearest

Number = Decimal | Fraction


class Reason(StrEnum):
    """Why an outcome is unknown, or not met for another reason than the level."""

    NO_OBSERVATION = "no_observation"
    NOT_BY_SEX = "not_by_sex"
    YEARS_MISSING = "years_missing"
    ONE_SIDED = "one_sided_observation"
    THRESHOLD_UNSET = "threshold_unset"
    LEFT_TO_PROVINCE = "left_to_province"
    LEFT_TO_MINISTRY = "left_to_ministry"
    BELOW_TRUST = "below_trust"
    BASIS_MISSING = "basis_missing"
    CASE_UNKNOWN = "case_unknown"
    APPLICABILITY_UNKNOWN = "applicability_unknown"
    SET_UNDETERMINED = "set_undetermined"
    RECOGNITIONS_NOT_RECORDED = "recognitions_not_recorded"
    COLUMN_OPEN = "column_open"
    CONTRADICTORY = "contradictory_observations"
    MEMBERS_UNDETERMINED = "members_undetermined"
    RELATIVE_LEVEL_UNCLEAR = "relative_level_unclear"
    BELOW_LEVEL = "below_level"
    NEARLY_MET = "nearly_met"
    ATTESTED_NOT_MET = "attested_not_met"
    SET_NOT_MET = "set_not_met"
    NOT_RECOGNISED = "not_recognised"
    NOT_DESIGNATED = "not_designated"


class Gap(NamedTuple):
    """How far an observation is from the level it misses.

    Attributes:
        measure: id of the measure.
        operator: the comparison that fails.
        observed: the value, in the measure's unit.
        level: the level it misses, in the same unit.
        distance: how much is missing (or too much), always positive; zero where the level itself is
            excluded.
        whole: how many households, kilometres, people … make it up, rounded up; None if unknown.
        who: what `whole` counts.
        sex: `male` or `female`, where each must pass.
        year: year of a look-back window.
        next_level: the level that the next year asks, for yearly bounds.
    """

    measure: str
    operator: str
    observed: Number | int
    level: Number | int
    distance: Number | int
    whole: int | None = None
    who: str | None = None
    sex: str | None = None
    year: int | None = None
    next_level: Level | None = None

    @property
    def relative(self) -> Fraction | None:
        """The distance as a fraction of the level; None where the level is zero."""
        return abs(Fraction(self.distance) / Fraction(self.level)) if self.level else None


class Trial(NamedTuple):
    """What a candidate of an unset level would give."""

    level: Level
    outcome: Outcome
    distance: Number | int


class Finding(NamedTuple):
    """One part of a requirement held against the facts.

    Attributes:
        requirement: the part of the law.
        channels: the outcome, see `outcomes`.
        reason: why it is not met or unknown; None where met.
        level: the level that applied, in its provenance.
        gaps: the distances to it.
        missing: id of the measure whose observation would help.
        nested: the verdict under another set, for `meets`.
        relative: the verdict under that set at part of its levels, where so many of its criteria are enough.
        tally: what the count over the unit's members came to, for a comparison that counts them.

    What was observed is `Verdict.observed`; what candidates of an unset level would give is `trials`.
    """

    requirement: Requirement
    channels: Channels
    reason: Reason | None = None
    level: Level | Unset | Delegated | Multiple | None = None
    gaps: tuple[Gap, ...] = ()
    missing: str | None = None
    nested: Verdict | None = None
    relative: Verdict | None = None
    tally: Tally | None = None

    @property
    def outcome(self) -> Outcome:
        return OUTCOMES[self.channels[0]]


class IndicatorResult(NamedTuple):
    """An indicator or condition with its findings, in the order of the law."""

    indicator: Indicator
    channels: Channels
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        return self.indicator.id

    @property
    def outcome(self) -> Outcome:
        return OUTCOMES[self.channels[0]]

    @property
    def provisional(self) -> bool:
        """Whether the outcome rests on a recalled level."""
        return self.channels[0] != self.channels[1]

    @property
    def assumed(self) -> bool:
        """Whether the outcome rests on a candidate of an unset level."""
        return self.channels[0] != self.channels[2]

    @property
    def decisive(self) -> tuple[Finding, ...]:
        """The findings that keep the indicator from being met."""
        code = self.channels[0]
        if code in (MET, NOT_APPLICABLE):
            return ()
        same = tuple(f for f in self.findings if f.channels[0] == code)
        return same or tuple(f for f in self.findings if f.channels[0] in (NOT_MET, UNKNOWN))

    @property
    def reason(self) -> Reason | None:
        """Why the indicator is unknown or not met."""
        return next((f.reason for f in self.decisive if f.reason is not None), None)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(gap for f in self.decisive for gap in f.gaps)


class CriterionResult(NamedTuple):
    """A criterion: met when all its applicable indicators are."""

    criterion: Criterion
    channels: Channels
    indicators: tuple[IndicatorResult, ...]

    @property
    def number(self) -> str:
        return self.criterion.number

    @property
    def outcome(self) -> Outcome:
        return OUTCOMES[self.channels[0]]

    @property
    def provisional(self) -> bool:
        """Whether the outcome rests on a recalled level."""
        return self.channels[0] != self.channels[1]

    @property
    def assumed(self) -> bool:
        """Whether the outcome rests on a candidate of an unset level."""
        return self.channels[0] != self.channels[2]


class ColumnChoice(NamedTuple):
    """The column that judged a unit, and why.

    Attributes:
        used: region id or commune group; None for sets without columns.
        own: the column of the unit's own region.
        rule: id of the column rule that changed it, if one did.
        why_vi, why_en: the reason in words.
    """

    used: str | None
    own: str | None
    rule: str | None
    why_vi: str
    why_en: str


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """What the facts of one unit come to under one criteria set.

    Whether the unit is *recognised* is another matter and stands in its recognitions.

    Attributes:
        record: the unit and its facts.
        ruleset: the consolidated set.
        column: the column used and why.
        trust: the least evidence that was allowed to decide.
        channels: the outcome of the whole, see `outcomes`.
        criteria, conditions: the parts, in the order of the law.
        measures: the catalogue that its measures are in.
        on: the day whose text was applied; None means the last text of the set.
    """

    record: UnitRecord
    ruleset: Ruleset
    column: ColumnChoice
    trust: Trust
    channels: Channels
    criteria: tuple[CriterionResult, ...]
    conditions: tuple[IndicatorResult, ...]
    measures: MeasureCatalogue
    on: dt.date | None = None

    def __repr__(self) -> str:
        marks = (" provisional" if self.provisional else "") + (" assumed" if self.assumed else "")
        counted = f"{self.criteria_met} of {self.criteria_applicable} criteria met"
        return f"<verdict {self.record.unit.name} under {self.ruleset!r}: {self.outcome}{marks}, {counted}>"

    @property
    def outcome(self) -> TierOutcome:
        return TIER_OUTCOMES[self.channels[0]]

    @property
    def provisional(self) -> bool:
        """Whether the outcome rests on a recalled level."""
        return self.channels[0] != self.channels[1]

    @property
    def assumed(self) -> bool:
        """Whether the outcome rests on a candidate of an unset level."""
        return self.channels[0] != self.channels[2]

    @property
    def digest(self) -> str:
        return self.ruleset.digest

    @property
    def criteria_met(self) -> int:
        """Criteria met, of those that apply."""
        return sum(c.channels[0] == MET for c in self.criteria)

    @property
    def criteria_unknown(self) -> int:
        return sum(c.channels[0] == UNKNOWN for c in self.criteria)

    @property
    def criteria_applicable(self) -> int:
        return sum(c.channels[0] != NOT_APPLICABLE for c in self.criteria)

    def indicators(self) -> Iterator[IndicatorResult]:
        """Yield the indicators in the order of the annex."""
        for criterion in self.criteria:
            yield from criterion.indicators

    def indicator(self, id: str) -> IndicatorResult:
        """Return one indicator's result.

        Raises:
            UnknownName: the set has no such indicator.
        """
        for result in self.indicators():
            if result.indicator.id == id:
                return result
        ids = [r.id for r in self.indicators()]
        raise UnknownName("indicator", id, suggestion=nearest(id, ids))

    def criterion(self, number: str) -> CriterionResult:
        """Return one criterion's result.

        Raises:
            UnknownName: the set has no such criterion.
        """
        for result in self.criteria:
            if result.number == number:
                return result
        numbers = [r.number for r in self.criteria]
        raise UnknownName("criterion", number, suggestion=nearest(number, numbers))

    def condition(self, id: str) -> IndicatorResult:
        """Return one condition's result.

        Raises:
            UnknownName: the set has no such condition.
        """
        for result in self.conditions:
            if result.id == id:
                return result
        raise UnknownName("condition", id, suggestion=nearest(id, [r.id for r in self.conditions]))

    def observed(self, finding: Finding) -> Observation | None:
        """Return the observation that a finding rests on, if there is one."""
        match finding.requirement:
            case Comparison(measure=measure) | Meets(attested_by=str(measure)):
                return self.record.observations.get(measure)
            case _:
                return None

    @property
    def gaps(self) -> tuple[tuple[IndicatorResult, Gap], ...]:
        """Every shortfall, with the indicator it belongs to."""
        return tuple((i, g) for i in (*self.indicators(), *self.conditions) for g in i.gaps)
