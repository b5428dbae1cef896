"""Compiles a criteria set, for a column, year, date and trust, into functions from facts to results.

A plan is built once and used for every unit of that setting. It holds no facts and computes no verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from ntm_rules.evaluation.comparing import tidy
from ntm_rules.evaluation.leaves import Check, Question, check_level
from ntm_rules.evaluation.members import Counting, counter
from ntm_rules.evaluation.outcomes import (
    ALL_MET,
    ALL_UNKNOWN,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Channels,
    all_of,
    any_of,
    applied,
    at_least_of,
    negation,
)
from ntm_rules.evaluation.relative import at_part_of_level, left_open, opened_channels, opened_finding
from ntm_rules.evaluation.results import Finding, IndicatorResult, Reason
from ntm_rules.evaluation.titles import JudgeSet, basis_of, designated, holds, meets
from ntm_rules.facts import Grade, Measure, MeasureCatalogue, UnitRecord, show_level
from ntm_rules.law import Criterion, Indicator, Provenance, Ruleset, Trust
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Bound,
    ByAxis,
    Cases,
    CellReference,
    Comparison,
    Designated,
    FactReference,
    Holds,
    Level,
    Meets,
    Members,
    Multiple,
    Not,
    OwnPast,
    Requirement,
    inside,
)
from ntm_rules.law.resolution import LoadSet, Setting, derive, narrow

Node = Callable[[UnitRecord], tuple[Channels, tuple[Finding, ...]]]
IndicatorCheck = Callable[[UnitRecord], IndicatorResult]


_SHARED = 8
"""As many results as one comparison has without a distance of its own."""


class Plan(NamedTuple):
    """A compiled set: its criteria and conditions as functions of the facts."""

    criteria: tuple[tuple[Criterion, tuple[IndicatorCheck, ...]], ...]
    conditions: tuple[IndicatorCheck, ...]


@dataclass(frozen=True, slots=True)
class Compiler:
    """What compilation needs beside the set.

    Attributes:
        setting: the column, group, year and date that pick each cell.
        setting_of: the setting of a member of the unit, whose column and year are its own.
        trust: the least evidence that may decide.
        measures: the catalogue of measures.
        load_set: loads another set for the same date and province.
        judge_set: evaluates a unit under another set, for `meets`.
        percentage: how much of every level is enough; None for the whole of it.
    """

    setting: Setting
    setting_of: Callable[[UnitRecord], Setting]
    trust: Trust
    measures: MeasureCatalogue
    load_set: LoadSet
    judge_set: JudgeSet
    percentage: Decimal | None = None

    def plan(self, ruleset: Ruleset) -> Plan:
        return Plan(
            criteria=tuple(
                (criterion, tuple(self.indicator(i) for i in criterion.indicators))
                for criterion in ruleset.criteria
            ),
            conditions=tuple(self.indicator(c) for c in ruleset.conditions),
        )

    def indicator(self, indicator: Indicator) -> IndicatorCheck:
        """Return the function that judges one indicator."""
        if isinstance(indicator.require, Comparison) and indicator.applies_when is None:
            return _single(indicator, self.comparison(indicator.require))
        node = self.requirement(indicator.require)
        if indicator.applies_when is None:

            def check(record: UnitRecord) -> IndicatorResult:
                channels, findings = node(record)
                return IndicatorResult(indicator, channels, findings)

            return check
        return _conditional(indicator, self.whole.requirement(indicator.applies_when), node)

    @property
    def whole(self) -> Compiler:
        """The compiler of the same set at the whole of its levels."""
        return self if self.percentage is None else replace(self, percentage=None)

    def requirement(self, requirement: Requirement) -> Node:
        """Return the function that judges one requirement."""
        match requirement:
            case Not() | Designated() | Holds() | Meets() if self.percentage is not None:
                return _left_open(self.whole.requirement(requirement))
            case Comparison():
                return _node(self.comparison(requirement))
            case AllOf():
                return self._all_of(requirement.parts)
            case AnyOf():
                return _combined(tuple(self.requirement(p) for p in requirement.parts), any_of)
            case AtLeastOf():
                parts = tuple(self.requirement(p) for p in requirement.parts)
                return _combined(parts, partial(at_least_of, requirement.number))
            case Not():
                return _negated(self.requirement(requirement.part))
            case Designated():
                return _node(designated(requirement))
            case Holds():
                return _node(holds(requirement))
            case Meets():
                return _node(meets(requirement, self.judge_set))

    def _all_of(self, parts: tuple[Requirement, ...]) -> Node:
        leaves = [part for part in parts if isinstance(part, Comparison)]
        if len(leaves) == len(parts):
            return _all_checks(tuple(self.comparison(part) for part in leaves))
        return _combined(tuple(self.requirement(part) for part in parts), all_of)

    def comparison(self, comparison: Comparison) -> Check:
        """Return the function that judges one comparison."""
        measure = self.measures[comparison.measure]
        if self.percentage is not None:
            part = at_part_of_level(comparison, measure, self.percentage)
            return (
                left_open(self.whole.comparison(comparison)) if part is None else self.whole.comparison(part)
            )
        counting = None if comparison.members is None else self._counting(comparison.members)
        next_level = self._next_level(comparison.bound)
        question = Question(comparison, measure, self.trust, next_level, counting)
        return self._bound(question, comparison.bound)

    def _counting(self, members: Members) -> Counting:
        """Return the count over members, each judged in the setting that is its own."""
        nodes: dict[Setting, Node] = {}
        by_column = _has_columns(members.satisfy)

        def judge(record: UnitRecord) -> tuple[Channels, tuple[Finding, ...]]:
            setting = self.setting_of(record) if by_column else self.setting._replace(year=record.year)
            node = nodes.get(setting)
            if node is None:
                node = nodes[setting] = replace(self, setting=setting).requirement(members.satisfy)
            return node(record)

        return Counting(counter(members, judge))

    def _bound(self, question: Question, bound: Bound) -> Check:
        cell = narrow(bound, self.setting)
        if isinstance(cell, Multiple):
            cell = derive(cell, self.setting, self.load_set, self.measures)
        match cell:
            case Multiple():
                return _multiple(question, cell)
            case Cases():
                return self._cases(question, cell)
            case _:
                return check_level(question, cell)

    def _cases(self, question: Question, cases: Cases) -> Check:
        branches = tuple(
            (None if case.when is None else self.requirement(case.when), self._bound(question, case.bound))
            for case in cases.cases
        )
        return _first_case(question.comparison, branches)

    def _next_level(self, bound: Bound) -> Level | None:
        if self.setting.year is None or not is_yearly(bound):
            return None
        after = self.setting._replace(year=self.setting.year + 1)
        cell = narrow(bound, after)
        if isinstance(cell, Multiple):
            cell = derive(cell, after, self.load_set, self.measures)
        return cell if isinstance(cell, Level) else None


def _has_columns(requirement: Requirement) -> bool:
    """Return whether a level of a requirement depends on the column of the unit."""
    return any(
        isinstance(part, CellReference) or (isinstance(part, ByAxis) and part.axis in ("region", "group"))
        for part in inside(requirement)
    )


def is_yearly(bound: Bound) -> bool:
    """Return whether a bound may be another one in the next year."""
    if isinstance(bound, Multiple):
        return isinstance(bound.of, CellReference)
    return isinstance(bound, ByAxis) and (
        bound.axis == "year" or any(is_yearly(cell.bound) for cell in bound.cells)
    )


def _single(indicator: Indicator, check: Check) -> IndicatorCheck:
    """Judge a row of one comparison; findings that all units share give results that they share."""
    shared: dict[int, IndicatorResult] = {}

    def judge(record: UnitRecord) -> IndicatorResult:
        finding = check(record)
        result = shared.get(id(finding))  # what is shared is kept, so that its id stays its own
        if result is None:
            result = IndicatorResult(indicator, finding.channels, (finding,))
            own = finding.gaps or finding.nested is not None or finding.tally is not None
            if not own and len(shared) < _SHARED:
                shared[id(finding)] = result
        return result

    return judge


def _conditional(indicator: Indicator, applies: Node, node: Node) -> IndicatorCheck:
    def judge(record: UnitRecord) -> IndicatorResult:
        applicable, grounds = applies(record)
        if any(finding.reason is Reason.NEARLY_MET for finding in grounds):
            applicable = (
                ALL_UNKNOWN  # "nearly" does not say whether a row applies, and not applying counts as met
            )
        channels, findings = node(record)
        result = applied(applicable, channels)
        if applicable[0] == UNKNOWN and result[0] == UNKNOWN:
            missing = next((f.missing for f in grounds if f.missing), None)
            opened = Finding(
                grounds[0].requirement, ALL_UNKNOWN, Reason.APPLICABILITY_UNKNOWN, missing=missing
            )
            findings = (opened, *findings)
        elif applicable[0] in (NOT_MET, NOT_APPLICABLE):
            findings = grounds
        return IndicatorResult(indicator, result, findings)

    return judge


def _node(check: Check) -> Node:
    def judge(record: UnitRecord) -> tuple[Channels, tuple[Finding, ...]]:
        finding = check(record)
        return finding.channels, (finding,)

    return judge


def _left_open(node: Node) -> Node:
    def judge(record: UnitRecord) -> tuple[Channels, tuple[Finding, ...]]:
        channels, findings = node(record)
        return opened_channels(channels), tuple(map(opened_finding, findings))

    return judge


def _all_checks(checks: tuple[Check, ...]) -> Node:
    def judge(record: UnitRecord) -> tuple[Channels, tuple[Finding, ...]]:
        findings = tuple([check(record) for check in checks])
        return all_of([finding[1] for finding in findings]), findings

    return judge


def _combined(parts: tuple[Node, ...], combine: Callable[[list[Channels]], Channels]) -> Node:
    def judge(record: UnitRecord) -> tuple[Channels, tuple[Finding, ...]]:
        results = [part(record) for part in parts]
        findings = tuple([finding for _, found in results for finding in found])
        return combine([channels for channels, _ in results]), findings

    return judge


def _negated(part: Node) -> Node:
    def judge(record: UnitRecord) -> tuple[Channels, tuple[Finding, ...]]:
        channels, findings = part(record)
        turned = tuple(f._replace(channels=negation(f.channels)) for f in findings)
        return negation(channels), turned

    return judge


def _first_case(comparison: Comparison, branches: tuple[tuple[Node | None, Check], ...]) -> Check:
    """The first case that holds; where it cannot be told, all that may hold must agree."""
    undecided = Finding(comparison, ALL_UNKNOWN, Reason.CASE_UNKNOWN)

    def check(record: UnitRecord) -> Finding:
        possible: list[Finding] = []
        missing: str | None = None
        for when, then in branches:
            holds, grounds = (ALL_MET, ()) if when is None else when(record)
            if holds[0] == MET and not possible:
                return then(record)
            if holds[0] in (MET, UNKNOWN):
                possible.append(then(record))
                missing = missing or next((f.missing for f in grounds if f.missing), None)
            if holds[0] == MET:
                break
        else:
            possible.append(undecided)  # it may be that no case holds
        if len({f.channels for f in possible}) == 1:
            return possible[0]
        return undecided._replace(missing=missing)

    return check


def _multiple(question: Question, bound: Multiple) -> Check:
    """A multiple of another fact of the unit, or of its own past."""
    target = bound.of
    assert isinstance(target, FactReference | OwnPast)

    def check(record: UnitRecord) -> Finding:
        basis = basis_of(target, record)
        if (
            basis is None
            or basis.value is None
            or basis.relation != "exact"
            or isinstance(basis.value, Grade)
        ):
            return Finding(
                question.comparison, ALL_UNKNOWN, Reason.BASIS_MISSING, bound, missing=target.measure
            )
        value = tidy(Fraction(bound.times) * Fraction(basis.value))
        return check_level(question, _as_level(question.measure, value, bound.provenance))(record)

    return check


def _as_level(measure: Measure, value: Decimal | Fraction, provenance: Provenance) -> Level:
    return Level(text=show_level(measure, value), value=value, provenance=provenance)
