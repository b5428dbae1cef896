"""Compiles one comparison, for a fixed level, into a function from facts to a finding.

Everything that does not depend on the unit is decided here once: which channels the level may decide
in, what a missing observation gives, what the next year asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ntm_rules.evaluation.comparing import PASSES, compare, gap_to
from ntm_rules.evaluation.outcomes import (
    ALL_NOT_APPLICABLE,
    ALL_UNKNOWN,
    MET,
    NOT_MET,
    UNKNOWN,
    Channels,
    Code,
)
from ntm_rules.evaluation.results import Finding, Reason
from ntm_rules.facts import Grade, Measure, UnitRecord
from ntm_rules.law import Status, Trust
from ntm_rules.law.requirements import Comparison, Delegated, Level, Unset

Check = Callable[[UnitRecord], Finding]


class Counting(Protocol):
    """How a value comes about that is counted over the members of a unit; see `members`."""

    def decided(self, question: Question, answers: Answers, observed: Check) -> Check: ...

    def undecided(self, question: Question, open_: Check, not_applicable: Finding) -> Check: ...


@dataclass(frozen=True, slots=True)
class Question:
    """A comparison with what its compilation needs to know.

    Attributes:
        comparison: the part of the law.
        measure: the measure it is about.
        trust: the least evidence that may decide.
        next_level: the level the next year asks, for yearly bounds.
        counting: how the value is counted over the unit's members; None where it is observed of the unit.
    """

    comparison: Comparison
    measure: Measure
    trust: Trust
    next_level: Level | None = None
    counting: Counting | None = None


def deciding_channels(status: Status, code: Code, assumed: bool = False) -> Channels:
    """Return an outcome in the channels where a level of this status decides it."""
    if assumed:
        return code, code, UNKNOWN
    if status is Status.RECALLED:
        return code, UNKNOWN, code
    return code, code, code


def check_level(question: Question, level: Level | Unset | Delegated) -> Check:
    """Return the check of a comparison against the cell that applies."""
    match level:
        case Level() if level.provenance.status is Status.RECALLED and question.trust is Trust.SOURCED:
            return _undecided(question, level, Reason.BELOW_TRUST)
        case Level():
            return decided(question, level, level)
        case Delegated():
            return _delegated(question, level)
        case Unset():
            known = tuple(c for c in level.candidates if isinstance(c, Level))
            if question.trust is Trust.CANDIDATE and len(level.candidates) == len(known) == 1:
                return decided(question, known[0], level, assumed=True)
            return _undecided(question, level, Reason.THRESHOLD_UNSET)


def decided(question: Question, level: Level, cell: Level | Unset, assumed: bool = False) -> Check:
    """Return the check against a level that decides: most often one exact value against one level."""
    comparison = question.comparison
    answers = Answers.to(question, level, cell, assumed)
    if comparison.both_sexes:
        return _by_sex(question, answers)
    if comparison.exempt:
        return _with_exemptions(question, answers)
    single = (
        _attested_check(question, answers) if comparison.operator == "is" else _value_check(question, answers)
    )
    if question.counting is not None:
        return question.counting.decided(question, answers, single)
    return _over_years(question, answers, single) if comparison.over_years else single


@dataclass(frozen=True, slots=True)
class Answers:
    """The findings that a comparison with one level can give, made once and shared by all units.

    Attributes:
        level: the level that decides.
        met: the level is met.
        failed: it is not, but for the distance, which every unit has for itself.
        missing: nothing was observed.
    """

    level: Level
    met: Finding
    failed: Finding
    missing: Finding
    not_applicable: Finding

    @classmethod
    def to(cls, question: Question, level: Level, cell: Level | Unset, assumed: bool) -> Answers:
        comparison, status = question.comparison, level.provenance.status
        met, failed = (deciding_channels(status, code, assumed) for code in (MET, NOT_MET))
        return cls(
            level=level,
            met=Finding(comparison, met, None, cell),
            failed=Finding(comparison, failed, Reason.BELOW_LEVEL, cell),
            missing=Finding(comparison, ALL_UNKNOWN, Reason.NO_OBSERVATION, cell, (), question.measure.id),
            not_applicable=Finding(comparison, ALL_NOT_APPLICABLE, None, cell),
        )

    def open(self, reason: Reason, missing: str | None = None) -> Finding:
        """Return the finding that the observation cannot decide."""
        return self.missing._replace(reason=reason, missing=missing)


def _value_check(question: Question, answers: Answers) -> Check:
    measure, bound, next_level = question.measure, answers.level.value, question.next_level
    operator, name = question.comparison.operator, question.measure.id
    passes, met, missing, failed = PASSES[operator], answers.met, answers.missing, answers.failed
    one_sided = answers.open(Reason.ONE_SIDED)

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(name)
        if observation is None or (value := observation.value) is None:
            return missing
        if observation.relation == "exact":
            if passes(value, bound):
                return met
        else:
            code = compare(operator, value, observation.relation, bound, measure)
            if code != NOT_MET:
                return met if code == MET else one_sided
        return failed._replace(
            gaps=(gap_to(measure, operator, value, bound, observation, next_level=next_level),)
        )

    return check


def _attested_check(question: Question, answers: Answers) -> Check:
    wanted, name = bool(answers.level.value), question.measure.id
    failed = answers.failed._replace(reason=Reason.ATTESTED_NOT_MET)
    by_grade = {
        Grade.MET: answers.met if wanted else failed,
        Grade.NEARLY: answers.failed._replace(reason=Reason.NEARLY_MET) if wanted else answers.met,
        Grade.NOT_MET: failed if wanted else answers.met,
        Grade.NOT_APPLICABLE: answers.not_applicable,
        None: answers.missing,
    }
    missing = answers.missing

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(name)
        return missing if observation is None else by_grade[observation.value]  # type: ignore[index]

    return check


def _by_sex(question: Question, answers: Answers) -> Check:
    """Men and women must each pass. A total that fails fails one of them; one that passes says nothing."""
    measure, bound, operator = question.measure, answers.level.value, question.comparison.operator
    unknown_sex = answers.open(Reason.NOT_BY_SEX, measure.id)

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(measure.id)
        if observation is None:
            return answers.missing
        by_sex = {"male": observation.male, "female": observation.female}
        gaps = [
            gap_to(measure, operator, value, bound, observation, sex=sex)
            for sex, value in by_sex.items()
            if value is not None and not PASSES[operator](value, bound)
        ]
        if not gaps and None not in by_sex.values():
            return answers.met
        if not gaps and observation.value is not None:
            total = compare(operator, observation.value, observation.relation, bound, measure)
            if total == NOT_MET:
                gaps.append(gap_to(measure, operator, observation.value, bound, observation))
        return answers.failed._replace(gaps=tuple(gaps)) if gaps else unknown_sex

    return check


def _over_years(question: Question, answers: Answers, single: Check) -> Check:
    """Every year of the window before the year of assessment must pass.

    A value may stand for several years up to the assessment; one that fails disproves the window, one that
    passes proves it only where it stands for all of it.
    """
    comparison, measure, level = question.comparison, question.measure, answers.level
    span, operator = comparison.over_years or 1, comparison.operator
    unknown_year = answers.open(Reason.YEARS_MISSING, measure.id)

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(measure.id)
        if observation is None:
            return answers.missing
        last = record.assessed_on.year if record.assessed_on else record.year + 1
        values = {year: observation.years.get(year) for year in range(last - span, last)}
        codes = {year: _code(operator, value, level) for year, value in values.items()}
        whole = answers.missing
        if observation.value is not None and observation.covers_years > 1:
            whole = single(record)
        failed = [year for year, code in codes.items() if code == NOT_MET]
        if failed and whole.channels[0] == MET:
            return answers.open(Reason.CONTRADICTORY, measure.id)
        if failed:
            if operator == "is":
                nearly = all(values[year] is Grade.NEARLY for year in failed)
                return answers.failed._replace(
                    reason=Reason.NEARLY_MET if nearly else Reason.ATTESTED_NOT_MET
                )
            gaps = [gap_to(measure, operator, values[y], level.value, observation, year=y) for y in failed]
            return answers.failed._replace(gaps=tuple(gaps))
        if whole.channels[0] == NOT_MET or (
            whole is not answers.missing and observation.covers_years >= span
        ):
            return whole
        return unknown_year if UNKNOWN in codes.values() else answers.met

    return check


def _code(operator: str, value: Any, level: Level) -> Code:
    """Return the outcome of one year; a year in which the measure does not apply passes."""
    if value is None:
        return UNKNOWN
    if value is Grade.NOT_APPLICABLE:
        return MET
    if operator == "is":
        return MET if (value is Grade.MET) is bool(level.value) else NOT_MET
    return MET if PASSES[operator](value, level.value) else NOT_MET


def _with_exemptions(question: Question, answers: Answers) -> Check:
    """Exempted groups are taken off; a group not counted can only lower what remains."""
    comparison, measure, bound = question.comparison, question.measure, answers.level.value

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(measure.id)
        if observation is None or observation.value is None:
            return answers.missing
        groups = [(id, record.observations.get(id)) for id in comparison.exempt]
        counted = [o for _, o in groups if o is not None and o.value is not None]
        alone = compare(comparison.operator, observation.value, observation.relation, bound, measure)
        if any(o.relation != "exact" for o in (observation, *counted)):
            # Taking groups off can only lower what is left, so that only a limit met without them is certain.
            return answers.met if alone == MET else answers.open(Reason.ONE_SIDED)
        rest: Any = observation.value
        for part in counted:
            rest = rest - part.value
        if rest < 0:
            return answers.open(Reason.CONTRADICTORY, measure.id)
        if PASSES[comparison.operator](rest, bound):
            return answers.met
        uncounted = next((id for id, o in groups if o is None or o.value is None), None)
        if uncounted is not None:
            return answers.open(Reason.NO_OBSERVATION, uncounted)
        return answers.failed._replace(gaps=(gap_to(measure, comparison.operator, rest, bound, observation),))

    return check


def _delegated(question: Question, cell: Delegated) -> Check:
    """A level left to another authority: only a floor it may not go below can decide, and only to fail."""
    reason = Reason.LEFT_TO_PROVINCE if cell.to == "province" else Reason.LEFT_TO_MINISTRY
    left = _undecided(question, cell, reason)
    if cell.floor is None:
        return left
    floor = check_level(question, cell.floor)

    def check(record: UnitRecord) -> Finding:
        found = floor(record)
        return found._replace(level=cell) if found.channels[0] == NOT_MET else left(record)

    return check


def _undecided(question: Question, cell: Level | Unset | Delegated, reason: Reason) -> Check:
    """A level that may not decide: unknown, unless the observation says that it does not apply."""
    name = question.measure.id
    unknown = Finding(question.comparison, ALL_UNKNOWN, reason, cell)
    not_applicable = Finding(question.comparison, ALL_NOT_APPLICABLE, None, cell)

    def check(record: UnitRecord) -> Finding:
        observation = record.observations.get(name)
        if observation is not None and observation.value is Grade.NOT_APPLICABLE:
            return not_applicable
        return unknown

    if question.counting is not None:
        return question.counting.undecided(question, check, not_applicable)
    return check
