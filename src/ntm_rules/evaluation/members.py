"""Comparisons whose value is counted over the members of a unit, such as the communes of a district.

Judges every member on its own facts, counts, and decides the comparison where both ends of what is left open
agree. A figure observed of the unit itself goes along with the count, or contradicts it. Does not know how a
member is judged: that is compiled by `plan`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ntm_rules.errors import Contradiction
from ntm_rules.evaluation.comparing import gap_of, tidy
from ntm_rules.evaluation.leaves import Answers, Check, Question
from ntm_rules.evaluation.outcomes import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Channels, Code
from ntm_rules.evaluation.results import Finding, Gap, Reason
from ntm_rules.evaluation.tally import MemberResult, Span, Tally, observed_span
from ntm_rules.facts import Grade, Level, UnitKind, UnitRecord
from ntm_rules.law.requirements import Members

JudgeMember = Callable[[UnitRecord], tuple[Channels, tuple[Finding, ...]]]
Count = Callable[[UnitRecord], Tally | None]
"""Counts a unit's members; None where the record says nothing of them."""

_UP: Final = ("at_least", "above")
_DOWN: Final = ("at_most", "below")


def counter(members: Members, judge: JudgeMember) -> Count:
    """Return the function that counts the members of a unit by a test.

    It raises Contradiction where a unit states fewer members than are recorded of it.
    """
    level = members.kinds[0].level

    def count(record: UnitRecord) -> Tally | None:
        if not _tells_members(record, level):
            return Tally(()) if _stated_total(members, record) == 0 else None
        unrecorded = _unrecorded(members, level, record)
        results = [MemberResult(member, *judge(member)) for member in record.descendants(members.kinds)]
        return Tally(tuple(results), unrecorded)

    return count


def _tells_members(record: UnitRecord, level: Level) -> bool:
    """Return whether a record tells which units of a level lie within the unit.

    A province whose communes are listed without their districts says nothing of its districts.
    """
    if record.members is None:
        return False
    return not record.members or any(not member.unit.level.is_below(level) for member in record.members)


def _stated_total(members: Members, record: UnitRecord) -> int | None:
    """Return how many members a unit states to have; None where it does not, or not exactly."""
    observation = record.observations.get(members.total) if members.total is not None else None
    if observation is None or observation.relation != "exact":
        return None
    value = observation.value
    return None if value is None or isinstance(value, Grade) else int(value)


def _unrecorded(members: Members, level: Level, record: UnitRecord) -> int | None:
    """Return how many members of the kinds a record leaves out; None where that cannot be told."""
    stated = _stated_total(members, record)
    if stated is not None:
        listed = sum(1 for _ in record.descendants(members.kinds))
        if stated < listed:
            raise Contradiction(
                f"`{record.unit.name}` states `{stated}` members under `{members.total}` and lists {listed}",
                place=record.place,
            )
        return stated - listed
    if record.unit.kind is UnitKind.SPECIAL_DISTRICT and level is Level.COMMUNE:
        return 0  # it has none, which is what makes it special
    if not _tells_members(record, level):
        return None
    if record.members and members.total is not None and not any(record.descendants(members.kinds)):
        return None  # there may be none of the kind, or they were left out
    missing = 0
    for member in record.members or ():
        if level.is_below(member.unit.level):
            within = _unrecorded(members, level, member)
            if within is None:
                return None
            missing += within
    return missing


@dataclass(frozen=True, slots=True)
class Counting:
    """A comparison's way to its value, by a count over the unit's members."""

    count: Count

    def decided(self, question: Question, answers: Answers, observed: Check) -> Check:
        """Return the check of the count against a level.

        Args:
            question: the comparison.
            answers: the level that decides, and the findings it can give.
            observed: the check of the figure observed of the unit itself, where it records no members.
        """

        def check(record: UnitRecord) -> Finding:
            tally = self.count(record)
            return observed(record) if tally is None else _judge(question, answers, record, tally)

        return check

    def undecided(self, question: Question, open_: Check, not_applicable: Finding) -> Check:
        """Return the check where no level may decide: it tells the count, and where there is none to tell."""
        share = question.measure.kind == "share"

        def check(record: UnitRecord) -> Finding:
            tally = self.count(record)
            if tally is None:
                return open_(record)
            if tally.is_empty or tally.span(share=share) is None:
                return not_applicable._replace(tally=tally)
            return open_(record)._replace(tally=tally)

        return check


def _judge(question: Question, answers: Answers, record: UnitRecord, tally: Tally) -> Finding:
    share, operator = question.measure.kind == "share", question.comparison.operator
    direct = observed_span(record.observations.get(question.measure.id))
    span = value_span(tally, direct, share=share)
    if direct is not None and span is None:  # a share of nothing is no figure either
        return answers.open(Reason.CONTRADICTORY)._replace(tally=tally)
    if tally.is_empty:
        return answers.not_applicable._replace(tally=tally)
    level = Fraction(answers.level.value)
    codes = [_code(operator, value_span(tally, direct, share=share, channel=n), level) for n in range(3)]
    channels = _as_evidenced(codes, answers)
    if span is None:
        return answers.not_applicable._replace(channels=channels, tally=tally)
    if codes[0] == MET:
        return answers.met._replace(channels=channels, tally=tally)
    if codes[0] == NOT_MET:
        return answers.failed._replace(
            channels=channels, gaps=_gaps(question, answers, span, tally), tally=tally
        )
    missing = question.comparison.members.total if question.comparison.members else None
    helpful = missing if tally.unrecorded is None else None
    return answers.open(Reason.MEMBERS_UNDETERMINED, helpful)._replace(tally=tally)


def value_span(tally: Tally, direct: Span | None, *, share: bool, channel: int = 0) -> Span | None:
    """Return where the value lies by the count and by what was observed.

    None where nothing counts, or where the two contradict each other.
    """
    counted = tally.span(share=share, channel=channel)
    return counted if counted is None or direct is None else counted.within(direct)


def _code(operator: str, span: Span | None, level: Fraction) -> Code:
    """Return the outcome that both ends agree on, or unknown."""
    if span is None:
        return NOT_APPLICABLE
    low, high, low_open, high_open = span
    reaches, exceeds = low >= level, low > level or (low == level and low_open)
    within = high is not None and high <= level
    short = high is not None and (high < level or (high == level and high_open))
    match operator:
        case "at_least":
            return MET if reaches else NOT_MET if short else UNKNOWN
        case "above":
            return MET if exceeds else NOT_MET if within else UNKNOWN
        case "at_most":
            return MET if within else NOT_MET if exceeds else UNKNOWN
        case "below":
            return MET if short else NOT_MET if reaches else UNKNOWN
        case _:
            if exceeds or short:
                return NOT_MET
            return MET if low == high == level else UNKNOWN


def _as_evidenced(codes: list[Code], answers: Answers) -> Channels:
    """Return the outcomes in the channels where the level decides; where nothing counts, none does."""
    a, b, c = (
        UNKNOWN if allowed == UNKNOWN and code != NOT_APPLICABLE else code
        for code, allowed in zip(codes, answers.met.channels, strict=True)
    )
    return a, b, c


def deciding_end(operator: str, span: Span, level: Fraction, code: Code) -> Fraction | None:
    """Return the end of a span that decides: the best case where it fails, the worst where it is met.

    None where the value cannot be that end itself.
    """
    if operator in _UP or operator in _DOWN:
        upper = (operator in _UP) is (code == NOT_MET)
    else:
        upper = span.high is not None and span.high < level
    if upper:
        return None if span.high_open else span.high
    return None if span.low_open else span.low


def _gaps(question: Question, answers: Answers, span: Span, tally: Tally) -> tuple[Gap, ...]:
    """Return how far the best case is from the level."""
    operator = question.comparison.operator
    best = deciding_end(operator, span, Fraction(answers.level.value), NOT_MET)
    if best is None:
        return ()
    return (
        gap_of(
            question.measure,
            operator,
            tidy(best),
            answers.level.value,
            of=tally.total,
            next_level=question.next_level,
        ),
    )
