"""Compiles one comparison against levels that may decide, for all rows at once.

The columnar side of `leaves`: the same outcomes, reasons and gaps, by masks. Which channel a level may
decide in is asked of `leaves` itself. Which level applies, and whether it may decide, is `levels`'s work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from ntm_rules.evaluation.columnar.axes import Axis, DerivedAxis, NumberAxis, RankAxis
from ntm_rules.evaluation.columnar.findings import (
    ALL_UNKNOWN,
    INVALID,
    Channels,
    Finding,
    Gap,
    LevelPart,
    Logic,
    Reasons,
    Tri,
)
from ntm_rules.evaluation.columnar.masks import ALWAYS, NEVER, AtLeast, Mask, Masks, Remainder, Under
from ntm_rules.evaluation.columnar.observed import ONE_SIDED, Grades, Observed
from ntm_rules.evaluation.columnar.readings import NumberColumn
from ntm_rules.evaluation.columnar.rows import Rows
from ntm_rules.evaluation.leaves import deciding_channels
from ntm_rules.evaluation.outcomes import MET, UNKNOWN
from ntm_rules.evaluation.results import Reason
from ntm_rules.facts import Grade
from ntm_rules.law import Status
from ntm_rules.law.requirements import Comparison

_LOWER = ("at_least", "above")
_UPPER = ("at_most", "below")
_EVERY_CHANNEL = (ALWAYS, ALWAYS, ALWAYS)
_BELOW: Reasons = ((ALWAYS, Reason.BELOW_LEVEL),)


class Deciding(NamedTuple):
    """Levels that may decide, with the rows they apply to.

    Attributes:
        levels: the level by rows; the masks exclude each other.
        known: where there is one.
        channels: where a level decides in each channel.
    """

    levels: tuple[tuple[Mask, Fraction], ...]
    known: Mask
    channels: tuple[Mask, Mask, Mask]


class DecidedCell(NamedTuple):
    """One level that may decide, and how well it is evidenced."""

    where: Mask
    value: Fraction
    status: Status
    assumed: bool


def deciding(logic: Logic, cells: Sequence[DecidedCell], *, everywhere: bool) -> Deciding:
    """Return levels as one; equal ones are asked for once."""
    m = logic.masks
    if everywhere and len(cells) == 1:
        only = cells[0]
        codes = deciding_channels(only.status, MET, only.assumed)
        one, two, three = (NEVER if code == UNKNOWN else ALWAYS for code in codes)
        return Deciding(((ALWAYS, only.value),), ALWAYS, (one, two, three))
    by_value: dict[Fraction, list[Mask]] = {}
    channels: tuple[list[Mask], list[Mask], list[Mask]] = ([], [], [])
    decided = [deciding_channels(cell.status, MET, cell.assumed) for cell in cells]
    for cell, codes in zip(cells, decided, strict=True):
        by_value.setdefault(cell.value, []).append(cell.where)
        for where, code in zip(channels, codes, strict=True):
            where.extend([cell.where] if code != UNKNOWN else [])
    first, second, third = (ALWAYS if len(listed) == len(cells) else m.either(listed) for listed in channels)
    levels = tuple((m.either(masks), value) for value, masks in by_value.items())
    known = ALWAYS if everywhere else m.either(where for where, _ in levels)
    if len(levels) == 1:
        levels = ((known, levels[0][1]),)
    return Deciding(levels, known, (first, second, third))


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compiles comparisons with levels that may decide.

    Attributes:
        logic: Kleene's logic over masks.
        rows: the rows of the table.
        comparison: the part of the law.
        observed: what the table holds of its measure.
        observed_of: what it holds of another measure.
        empty: where the unit has none of the members that the value is counted over.
        following: the level that the next year asks, by rows.
    """

    logic: Logic
    rows: Rows
    comparison: Comparison
    observed: Observed
    observed_of: Callable[[str], Observed]
    empty: Mask = NEVER
    following: tuple[LevelPart, ...] = ()

    def decided(self, by: Deciding) -> Finding:
        """Return the finding of a comparison with levels that may decide."""
        found = self.agreed(self._decided(by))
        return found if self.empty == NEVER else self._unless_empty(found)

    def _unless_empty(self, found: Finding) -> Finding:
        """Return a finding that does not apply to a unit without members, of which no figure can be told."""
        m, value = self.logic.masks, self.observed.value
        told = NEVER
        if value is not None:
            more = (value.valid if self.observed.measure.kind == "share" else value.above(Fraction(0)),)
            told = m.both((self.empty, *more, m.no(self.observed.impossible)))
        out = Tri(NEVER, NEVER, ALWAYS)
        return self.logic.chosen(
            (
                (told, Finding(ALL_UNKNOWN, open=((ALWAYS, Reason.CONTRADICTORY),))),
                (m.both((self.empty, m.no(told))), Finding((out, out, out))),
                (m.no(self.empty), found),
            )
        )

    def agreed(self, found: Finding) -> Finding:
        """Return a finding that is unknown where the observations contradict each other."""
        agreeing = self.observed.agreeing
        if agreeing == ALWAYS:
            return found
        invalid = Finding(ALL_UNKNOWN, open=((ALWAYS, INVALID),))
        return self.logic.chosen(((agreeing, found), (self.logic.masks.no(agreeing), invalid)))

    def _decided(self, by: Deciding) -> Finding:
        comparison = self.comparison
        if comparison.both_sexes:
            return self._by_sex(by)
        if comparison.exempt:
            return self._with_exemptions(by)
        single = self._attested(by) if comparison.operator == "is" else self.against(by, self.observed.value)
        return self._over_years(by, single) if comparison.over_years else single

    def not_observed(self) -> Finding:
        return Finding(ALL_UNKNOWN, open=((ALWAYS, Reason.NO_OBSERVATION),))

    def _channels(self, by: Deciding, tri: Tri) -> Channels:
        """Return an outcome in the channels where the level of each row decides; `tri` is known there."""
        if by.channels == _EVERY_CHANNEL:
            return tri, tri, tri
        m = self.logic.masks
        first, second, third = (
            tri if where == ALWAYS else Tri(*(m.both((where, x)) for x in tri)) for where in by.channels
        )
        return (
            first,
            second._replace(not_applicable=tri.not_applicable),
            third._replace(not_applicable=tri.not_applicable),
        )

    def against(self, by: Deciding, axis: Axis | None) -> Finding:
        """Return the finding of the value, exact or one-sided, against the level of its row."""
        if axis is None:
            return self.not_observed()
        m = self.logic.masks
        met, failed, open_ = self.value_outcome(by, axis)
        reasons = (
            (axis.missing, Reason.NO_OBSERVATION),
            (m.both((open_, axis.valid)), Reason.ONE_SIDED),
            (ALWAYS, INVALID),
        )
        gaps = () if isinstance(axis, DerivedAxis) else (self._whole_gap(by, axis, failed),)
        return Finding(self._channels(by, Tri(met, failed)), _BELOW, reasons, gaps=gaps)

    def _whole_gap(self, by: Deciding, axis: Axis, where: Mask) -> Gap:
        """Return the gap of the value itself, with its denominator and the level of the next year."""
        gap = self._gap(by, axis, where)
        following = self.following if isinstance(axis, NumberAxis) else ()
        return gap._replace(of=self.observed.of, following=following)

    def _gap(self, by: Deciding, axis: Axis, where: Mask, part: str = "") -> Gap:
        levels = tuple(LevelPart(mask, value) for mask, value in by.levels)
        assert isinstance(axis, NumberAxis | RankAxis)
        column = axis.column if isinstance(axis, NumberAxis) else axis.ranks
        measure, operator = self.observed.measure, self.comparison.operator
        return Gap(measure.id, part, column, where, levels, operator, counts=measure.kind == "count")

    def gaps_to(
        self, by: Deciding, axis: NumberAxis, finding: Finding, basis: NumberColumn
    ) -> tuple[Gap, ...]:
        """Return the gaps of a finding whose levels are multiples of another column."""
        gap = self._gap(by, axis, finding.channels[0].failed)._replace(following=self.following)
        return (gap._replace(levels=tuple(level._replace(times=basis) for level in gap.levels)),)

    def value_outcome(self, by: Deciding, axis: Axis) -> tuple[Mask, Mask, Mask]:
        """Return where the value passes, where it fails, and where it is one-sided."""
        m, observed = self.logic.masks, self.observed
        met, failed = axis.tested(self.comparison.operator, by.levels, by.known)
        if observed.exact == ALWAYS:
            return met, failed, NEVER
        met_parts, failed_parts = [m.both((observed.exact, met))], [m.both((observed.exact, failed))]
        sides = []
        for relation in ONE_SIDED:
            here = observed.one_sided(relation)
            sides.append(here)
            for where, level in by.levels:
                passed, missed = self._one_sided(axis, relation, level)
                met_parts.append(m.both((here, where, passed)))
                failed_parts.append(m.both((here, where, missed)))
        return m.either(met_parts), m.either(failed_parts), m.either(sides)

    def _one_sided(self, axis: Axis, relation: str, level: Fraction) -> tuple[Mask, Mask]:
        """Decide from one side of a figure what it decides; see `comparing`."""
        m, operator, measure = self.logic.masks, self.comparison.operator, self.observed.measure
        strict, from_below = relation in ("above", "below"), relation in _LOWER
        above, on, below = axis.above(level), axis.on(level), axis.below(level)
        if operator in _LOWER and from_below:
            return m.either((above, on if operator == "at_least" or strict else NEVER)), NEVER
        if operator in _LOWER:
            return NEVER, m.either((below, on if operator == "above" or strict else NEVER))
        if operator in _UPPER and not from_below:
            return m.either((below, on if operator == "at_most" or strict else NEVER)), NEVER
        if operator in _UPPER:
            return NEVER, m.either((above, on if operator == "below" or strict else NEVER))
        beyond = m.either((above if from_below else below, on if strict else NEVER))
        at_the_end = (not from_below and level == 0) or (
            from_below and level == 100 and measure.kind == "share" and not measure.may_exceed
        )
        return on if at_the_end and not strict else NEVER, beyond

    def _attested(self, by: Deciding) -> Finding:
        grades = self.observed.grades
        if grades is None:
            return self.not_observed()
        met, failed, nearly = self._graded(by, grades)
        failing = ((nearly, Reason.NEARLY_MET), (ALWAYS, Reason.ATTESTED_NOT_MET))
        reasons = ((grades.missing, Reason.NO_OBSERVATION), (ALWAYS, INVALID))
        not_applicable = self.logic.masks.both((by.known, grades.of(Grade.NOT_APPLICABLE)))
        return Finding(self._channels(by, Tri(met, failed, not_applicable)), failing, reasons, nearly)

    def _graded(self, by: Deciding, grades: Grades) -> tuple[Mask, Mask, Mask]:
        """Return where findings pass, where they fail, and where they fail by being nearly met."""
        m = self.logic.masks
        wanted = m.either(where for where, value in by.levels if value)
        unwanted = m.either(where for where, value in by.levels if not value)
        yes, nearly, no = (grades.of(g) for g in (Grade.MET, Grade.NEARLY, Grade.NOT_MET))
        not_yes = m.either((nearly, no))
        met = m.either((m.both((wanted, yes)), m.both((unwanted, not_yes))))
        failed = m.either((m.both((wanted, not_yes)), m.both((unwanted, yes))))
        return met, failed, m.both((wanted, nearly))

    def _by_sex(self, by: Deciding) -> Finding:
        """Men and women must each pass. A total that fails fails one; one that passes says nothing."""
        m, observed, operator = self.logic.masks, self.observed, self.comparison.operator
        axes = {name: axis for name in ("male", "female") if (axis := observed.sex(name)) is not None}
        total = observed.value
        tested = {name: axis.tested(operator, by.levels, by.known) for name, axis in axes.items()}
        by_sex = m.either(failed for _, failed in tested.values())
        met = m.both(passed for passed, _ in tested.values()) if len(tested) == 2 else NEVER
        gaps = [
            self._gap(by, axis, tested[name][1], name)
            for name, axis in axes.items()
            if isinstance(axis, NumberAxis)
        ]
        failed = by_sex
        if total is not None:
            both_known = m.both(axis.valid for axis in axes.values()) if len(axes) == 2 else NEVER
            _, short, _ = self.value_outcome(by, total)
            of_total = m.both((short, m.no(by_sex), m.no(both_known)))
            failed = m.either((by_sex, of_total))
            if isinstance(total, NumberAxis):
                gaps.append(self._gap(by, total, of_total)._replace(of=observed.of))
        reasons = (
            (observed.nothing, Reason.NO_OBSERVATION),
            (m.either((observed.impossible, *self._impossible(list(axes.values())))), INVALID),
            (ALWAYS, Reason.NOT_BY_SEX),
        )
        return Finding(self._channels(by, Tri(met, failed)), _BELOW, reasons, gaps=tuple(gaps))

    def _impossible(self, axes: Sequence[Axis]) -> list[Mask]:
        m = self.logic.masks
        return [m.both((m.no(a.missing), m.no(a.valid))) for a in axes]

    def _over_years(self, by: Deciding, single: Finding) -> Finding:
        """Every year of the window before the year of assessment must pass; see `leaves`."""
        m, observed = self.logic.masks, self.observed
        span = self.comparison.over_years or 1
        years = [self._year(by, offset) for offset in range(1, span + 1)]
        failing = m.either(year.failed for year in years)
        given = (observed.grades or observed.value) is not None and observed.covers is not None
        whole, lasting = NEVER, NEVER
        if given:
            column = observed.grades if observed.grades is not None else observed.value
            assert column is not None
            assert observed.covers is not None
            there = m.no(column.missing)
            limit = m.add(Under(observed.covers, 1000))  # NaN is not below it
            whole = m.both((there, limit, m.add(AtLeast(observed.covers, 2))))
            lasting = m.both((whole, m.add(AtLeast(observed.covers, span))))
        alone = single.channels[0]
        clash = m.both((failing, whole, alone.met))
        failed_years = m.both((failing, m.no(clash)))
        left = m.no(failing)
        from_whole = m.both((left, m.either((lasting, m.both((whole, alone.failed))))))
        from_years = m.both((left, m.no(from_whole)))
        met = m.both((from_years, *(year.met for year in years)))
        outcome = self._channels(by, Tri(met, failed_years))
        nearly = m.both((failed_years, *(m.either((m.no(y.failed), y.nearly)) for y in years)))
        attested = self.comparison.operator == "is"
        graded: Reasons = ((nearly, Reason.NEARLY_MET), (ALWAYS, Reason.ATTESTED_NOT_MET))
        of_years = Finding(
            outcome,
            graded if attested else _BELOW,
            (
                (clash, Reason.CONTRADICTORY),
                (m.either((observed.impossible, *(year.impossible for year in years))), INVALID),
                (observed.nothing, Reason.NO_OBSERVATION),
                (ALWAYS, Reason.YEARS_MISSING),
            ),
            nearly if attested else NEVER,
            tuple(
                gap._replace(where=m.both((gap.where, failed_years))) for year in years for gap in year.gaps
            ),
        )
        return self.logic.chosen(((from_whole, single), (m.no(from_whole), of_years)))

    def _year(self, by: Deciding, offset: int) -> _Year:
        """Return the outcome of the year so many years before the assessment."""
        m, operator = self.logic.masks, self.comparison.operator
        met, failed, nearly, impossible = [], [], [], []
        gaps = []
        for year, column in self.observed.years.items():
            here = self.rows.assessment_year_is(year + offset)
            if isinstance(column, Grades):
                passed, missed, almost = self._graded(by, column)
                out = column.of(Grade.NOT_APPLICABLE)
                met.append(m.both((here, m.either((passed, m.both((by.known, out)))))))
                nearly.append(m.both((here, column.of(Grade.NEARLY), missed)))
                known = m.either((passed, missed, almost, out))
            else:
                passed, missed = column.tested(operator, by.levels, by.known)
                met.append(m.both((here, passed)))
                known = column.valid
            failed.append(m.both((here, missed)))
            impossible.append(m.both((here, m.no(column.missing), m.no(known))))
            if not isinstance(column, Grades):
                gaps.append(self._gap(by, column, m.both((here, missed)), f"year_{offset}"))
        return _Year(m.either(met), m.either(failed), m.either(nearly), m.either(impossible), tuple(gaps))

    def _with_exemptions(self, by: Deciding) -> Finding:
        """Exempted groups are taken off; a group not counted can only lower what remains."""
        m, operator, axis = self.logic.masks, self.comparison.operator, self.observed.value
        if not isinstance(axis, NumberAxis):
            return self.not_observed()
        groups = [self.observed_of(id) for id in self.comparison.exempt]
        taken: list[tuple[str, Mask]] = []
        sides, uncounted = [m.no(self.observed.exact)], []
        for group in groups:
            counts = NEVER
            if isinstance(group.value, NumberAxis):
                possible = m.no(group.impossible)
                counts = m.both((group.value.valid, group.agreeing, possible))
                taken.append((group.value.column.name, counts))
                sides.append(m.both((counts, m.no(group.exact))))
            uncounted.append(m.no(counts))
        alone, _, _ = self.value_outcome(by, axis)
        valid = m.both((axis.valid, m.no(self.observed.impossible)))
        sided = m.either(sides)
        plain = m.both((valid, m.no(sided)))
        columns = tuple(taken)

        def rest(value: int) -> Mask:
            return m.add(Remainder(axis.column.name, columns, value))

        negative = m.both((plain, m.no(rest(0))))
        left = m.both((plain, rest(0)))
        passes = m.either(m.both((where, _remaining(m, operator, level, rest))) for where, level in by.levels)
        met = m.either((m.both((left, passes)), m.both((valid, sided, alone))))
        failed = m.both((by.known, left, m.no(passes), *(m.no(mask) for mask in uncounted)))
        reasons = (
            (axis.missing, Reason.NO_OBSERVATION),
            (m.no(valid), INVALID),
            (m.both((valid, sided)), Reason.ONE_SIDED),
            (negative, Reason.CONTRADICTORY),
            (ALWAYS, Reason.NO_OBSERVATION),
        )
        gap = self._gap(by, axis, failed)._replace(taken=columns)
        return Finding(self._channels(by, Tri(met, failed)), _BELOW, reasons, gaps=(gap,))


def _remaining(m: Masks, operator: str, level: Fraction, rest: Callable[[int], Mask]) -> Mask:
    """Return where a whole number passes beside a level."""
    reached, beyond = rest(ceil(level)), rest(floor(level) + 1)
    match operator:
        case "at_least":
            return reached
        case "above":
            return beyond
        case "at_most":
            return m.no(beyond)
        case "below":
            return m.no(reached)
        case _:
            return m.both((reached, m.no(beyond)))


class _Year(NamedTuple):
    met: Mask
    failed: Mask
    nearly: Mask
    impossible: Mask
    gaps: tuple[Gap, ...]
