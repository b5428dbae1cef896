"""Compiles one comparison, for a fixed level, into a function from facts to a finding.

Everything that does not depend on the unit is decided here once: which channels the level may decide
in, what a missing observation gives, what the next year asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ntm_rules.evaluation.comparing import PASSES, compare, gap_to
from ntm_rules.evaluation.outcomes import (
    ALL_NOT_APPLICABLE,
    ALL_UNKNOWN,
    MET,
    NOT_MET,
    OUTCOMES,
    UNKNOWN,
    Channels,
    Code,
)
from ntm_rules.evaluation.results import Finding, Gap, Reason, Trial
from ntm_rules.facts import Grade, Measure, Observation, UnitRecord
from ntm_rules.law import Status, Trust
from ntm_rules.law.requirements import Comparison, Delegated, Level, Unset

Check = Callable[[UnitRecord], Finding]


@dataclass(frozen=True, slots=True)
class Question:
    """A comparison with what its compilation needs to know.

    Attributes:
        comparison: the part of the law.
        measure: the measure it is about.
        trust: the least evidence that may decide.
        next_level: the level the next year asks, for yearly bounds.
    """

    comparison: Comparison
    measure: Measure
    trust: Trust
    next_level: Level | None = None


def deciding_channels(status: Status, trust: Trust, code: Code, assumed: bool = False) -> Channels:
    """Return an outcome in the channels where a level of this status may decide it."""
    if assumed:
        return code, code, UNKNOWN
    if status is Status.RECALLED:
        return (UNKNOWN if trust is Trust.SOURCED else code), UNKNOWN, code
    return code, code, code


def check_level(question: Question, level: Level | Unset | Delegated) -> Check:
    """Return the check of a comparison against the cell that applies."""
    match level:
        case Level() if level.provenance.status is Status.RECALLED and question.trust is Trust.SOURCED:
            return _undecided(question, level, (level,), Reason.BELOW_TRUST)
        case Level():
            return _decided(question, level, level)
        case Delegated():
            return _delegated(question, level)
        case Unset():
            known = tuple(c for c in level.candidates if isinstance(c, Level))
            if question.trust is Trust.CANDIDATE and len(level.candidates) == len(known) == 1:
                return _decided(question, known[0], level, assumed=True)
            return _undecided(question, level, known, Reason.THRESHOLD_UNSET)


def _decided(question: Question, level: Level, cell: Level | Unset, assumed: bool = False) -> Check:
    """A level that decides. The common case, and the hot path: one exact value against one level."""
    comparison, measure = question.comparison, question.measure
    status = level.provenance.status
    outcomes = tuple(
        deciding_channels(status, question.trust, code, assumed) for code in (NOT_MET, UNKNOWN, MET)
    )
    missing = Finding(comparison, ALL_UNKNOWN, Reason.NO_OBSERVATION, level=cell, missing=measure.id)
    if comparison.operator == "is":
        single = _attested_check(question, level, cell, outcomes)
    else:
        single = _value_check(question, level, cell, outcomes)
    if comparison.both_sexes:
        return _by_sex(question, level, cell, outcomes, missing)
    if comparison.over_years:
        return _over_years(question, level, cell, outcomes, single, missing)
    if comparison.exempt:
        return _with_exemptions(question, level, cell, outcomes, missing)
    name = measure.id

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(name)
        if observation is None or observation.value is None:
            return missing
        return single(observation)

    return check


def _value_check(
    question: Question, level: Level, cell: Level | Unset, outcomes: tuple[Channels, ...]
) -> Callable[[Observation], Finding]:
    comparison, measure, bound = question.comparison, question.measure, level.value
    passes, operator, met = PASSES[comparison.operator], comparison.operator, outcomes[MET]

    def single(observation: Observation) -> Finding:
        value = observation.value
        if observation.relation == "exact":
            if passes(value, bound):
                return Finding(comparison, met, None, observation, cell)
            code = NOT_MET
        else:
            code = compare(operator, value, observation.relation, bound, measure)
            if code == MET:
                return Finding(comparison, met, None, observation, cell)
            if code == UNKNOWN:
                return Finding(comparison, ALL_UNKNOWN, Reason.ONE_SIDED, observation, cell)
        gap = gap_to(measure, operator, value, bound, observation, next_level=question.next_level)
        return Finding(comparison, outcomes[code], Reason.BELOW_LEVEL, observation, cell, (gap,))

    return single


def _attested_check(
    question: Question, level: Level, cell: Level | Unset, outcomes: tuple[Channels, ...]
) -> Callable[[Observation], Finding]:
    comparison, wanted = question.comparison, bool(level.value)
    met, failed = outcomes[MET], outcomes[NOT_MET]

    def single(observation: Observation) -> Finding:
        grade = observation.value
        if grade is Grade.NOT_APPLICABLE:
            return Finding(comparison, ALL_NOT_APPLICABLE, None, observation, cell)
        if (grade is Grade.MET) is wanted:
            return Finding(comparison, met, None, observation, cell)
        reason = Reason.NEARLY_MET if grade is Grade.NEARLY else Reason.ATTESTED_NOT_MET
        return Finding(comparison, failed, reason, observation, cell)

    return single


def _by_sex(
    question: Question, level: Level, cell: Level | Unset, outcomes: tuple[Channels, ...], missing: Finding
) -> Check:
    """Men and women must each pass. A total that fails fails one of them; one that passes says nothing."""
    comparison, measure, bound = question.comparison, question.measure, level.value
    operator = comparison.operator

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(measure.id)
        if observation is None:
            return missing
        codes: list[Code] = []
        gaps: list[Gap] = []
        for sex, value in (("male", observation.male), ("female", observation.female)):
            if value is None:
                codes.append(UNKNOWN)
            elif PASSES[operator](value, bound):
                codes.append(MET)
            else:
                codes.append(NOT_MET)
                gaps.append(gap_to(measure, operator, value, bound, observation, sex=sex))
        code = min(codes)
        if code == UNKNOWN and observation.value is not None:
            total = compare(operator, observation.value, observation.relation, bound, measure)
            if total == NOT_MET:
                code = NOT_MET
                gaps.append(gap_to(measure, operator, observation.value, bound, observation))
        if code == MET:
            return Finding(comparison, outcomes[MET], None, observation, cell)
        if code == UNKNOWN:
            return Finding(comparison, ALL_UNKNOWN, Reason.NOT_BY_SEX, observation, cell, missing=measure.id)
        return Finding(comparison, outcomes[NOT_MET], Reason.BELOW_LEVEL, observation, cell, tuple(gaps))

    return check


def _over_years(
    question: Question,
    level: Level,
    cell: Level | Unset,
    outcomes: tuple[Channels, ...],
    single: Callable[[Observation], Finding],
    missing: Finding,
) -> Check:
    """Every year of the window before the year of assessment must pass."""
    comparison, measure = question.comparison, question.measure
    span = comparison.over_years or 1

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(measure.id)
        if observation is None:
            return missing
        if observation.value is not None and observation.covers_years >= span:
            return single(observation)
        last = record.assessed_on.year if record.assessed_on else record.year + 1
        values = {year: observation.years.get(year) for year in range(last - span, last)}
        codes = {
            year: UNKNOWN if value is None else _code(comparison.operator, value, level)
            for year, value in values.items()
        }
        code = min(codes.values())
        if code == MET:
            return Finding(comparison, outcomes[MET], None, observation, cell)
        if code == UNKNOWN:
            return Finding(
                comparison, ALL_UNKNOWN, Reason.YEARS_MISSING, observation, cell, missing=measure.id
            )
        gaps = tuple(
            gap_to(measure, comparison.operator, values[year], level.value, observation, year=year)
            for year, found in codes.items()
            if found == NOT_MET and comparison.operator != "is"
        )
        return Finding(comparison, outcomes[NOT_MET], Reason.BELOW_LEVEL, observation, cell, gaps)

    return check


def _code(operator: str, value: Any, level: Level) -> Code:
    if operator == "is":
        return MET if (value is Grade.MET) is bool(level.value) else NOT_MET
    return MET if PASSES[operator](value, level.value) else NOT_MET


def _with_exemptions(
    question: Question, level: Level, cell: Level | Unset, outcomes: tuple[Channels, ...], missing: Finding
) -> Check:
    """Exempted groups are taken off; a group not counted can only lower what remains."""
    comparison, measure = question.comparison, question.measure

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(measure.id)
        if observation is None or observation.value is None:
            return missing
        off = [record.observations.get(id) for id in comparison.exempt]
        rest: Any = observation.value
        for part in off:
            if part is not None and part.value is not None:
                rest = rest - part.value
        unknown = next((id for id, o in zip(comparison.exempt, off, strict=True) if o is None), None)
        code = compare(comparison.operator, max(rest, 0), observation.relation, level.value, measure)
        if code == MET:
            return Finding(comparison, outcomes[MET], None, observation, cell)
        if unknown is not None:
            return Finding(comparison, ALL_UNKNOWN, Reason.NO_OBSERVATION, observation, cell, missing=unknown)
        if code == UNKNOWN:
            return Finding(comparison, ALL_UNKNOWN, Reason.ONE_SIDED, observation, cell)
        gap = gap_to(measure, comparison.operator, rest, level.value, observation)
        return Finding(comparison, outcomes[NOT_MET], Reason.BELOW_LEVEL, observation, cell, (gap,))

    return check


def _delegated(question: Question, cell: Delegated) -> Check:
    """A level left to another authority: only a floor it may not go below can decide, and only to fail."""
    comparison, measure = question.comparison, question.measure
    reason = Reason.LEFT_TO_PROVINCE if cell.to == "province" else Reason.LEFT_TO_MINISTRY
    floor = check_level(question, cell.floor) if cell.floor is not None else None

    def check(record: UnitRecord) -> Finding:
        if floor is not None:
            found = floor(record)
            if found.channels[0] == NOT_MET:
                return found._replace(level=cell)
        observation = record.observations.get(measure.id)
        return Finding(comparison, ALL_UNKNOWN, reason, observation, cell)

    return check


def _undecided(
    question: Question, cell: Level | Unset, candidates: tuple[Level, ...], reason: Reason
) -> Check:
    """A level that may not decide: unknown, with what each candidate would give."""
    comparison, measure = question.comparison, question.measure
    blank = Finding(comparison, ALL_UNKNOWN, reason, level=cell)

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(measure.id)
        if observation is None:
            return blank
        if observation.value is Grade.NOT_APPLICABLE:
            return Finding(comparison, ALL_NOT_APPLICABLE, None, observation, cell)
        trials = tuple(trial for c in candidates if (trial := _trial(question, c, record)) is not None)
        return Finding(comparison, ALL_UNKNOWN, reason, observation, cell, trials=trials)

    return check


def _trial(question: Question, candidate: Level, record: UnitRecord) -> Trial | None:
    decided = _decided(question, candidate, candidate, assumed=True)(record)
    code = decided.channels[0]
    if code == UNKNOWN:
        return None
    observation = decided.observed
    if observation is None or observation.value is None or question.comparison.operator == "is":
        return Trial(candidate, OUTCOMES[code], 0)
    value: Any = observation.value
    distance = gap_to(question.measure, question.comparison.operator, value, candidate.value, observation)
    return Trial(candidate, OUTCOMES[code], distance.distance)
