"""Compiles one comparison with its bound: the levels that decide, those that may not, and derived ones.

The columnar side of `plan` and of `leaves.check_level`. A bound that depends on other facts (a multiple of
one, cases) is compiled where it is met; what the grammar allows and this cannot express is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from ntm_rules.errors import NotInTables
from ntm_rules.evaluation.columnar.axes import DerivedAxis, NumberAxis
from ntm_rules.evaluation.columnar.bounds import Cells
from ntm_rules.evaluation.columnar.comparisons import Comparer, DecidedCell, deciding
from ntm_rules.evaluation.columnar.findings import (
    ALL_UNKNOWN,
    UNKNOWN,
    Finding,
    Judged,
    LevelPart,
    Logic,
    Tri,
)
from ntm_rules.evaluation.columnar.masks import ALWAYS, NEVER, Mask, Outweighs
from ntm_rules.evaluation.columnar.observed import Observed
from ntm_rules.evaluation.plan import is_yearly
from ntm_rules.evaluation.results import Reason
from ntm_rules.facts import MeasureCatalogue
from ntm_rules.law import Status, Trust
from ntm_rules.law.requirements import (
    Bound,
    Cases,
    Comparison,
    Delegated,
    FactReference,
    Level,
    Multiple,
    OwnPast,
    Requirement,
    Unset,
)
from ntm_rules.law.resolution import Terminal

_LARGEST_PART = 900
"""The numerator and denominator of a multiple that floats compare exactly; see `arithmetic`."""


@dataclass(frozen=True, slots=True)
class BoundCompiler:
    """Compiles comparisons for the rows judged by one text of a set.

    Attributes:
        logic: Kleene's logic over masks.
        cells: what picks a cell.
        trust: the least evidence that may decide.
        measures: the catalogue of measures.
        requirement: compiles a requirement, for cases.
        observed: what the table holds of a measure.
        name: the part of the law that is compiled, for messages.
    """

    logic: Logic
    cells: Cells
    trust: Trust
    measures: MeasureCatalogue
    requirement: Callable[[Requirement], Judged]
    observed: Callable[[str], Observed]
    name: str

    def comparison(self, comparison: Comparison) -> Finding:
        """Return the finding of a comparison."""
        kinds = {str(self.measures[id].kind) for id in (comparison.measure, *comparison.exempt)}
        if comparison.exempt and kinds != {"count"}:
            listed = ", ".join(f"`{kind}`" for kind in sorted(kinds - {"count"}))
            raise NotInTables(self.name, f"`exempt` on measures of kind {listed}")
        comparer = Comparer(
            self.logic,
            self.cells.rows,
            comparison,
            self.observed(comparison.measure),
            self.observed,
            self._without_members(comparison),
            self._following(comparison.bound),
        )
        return self._bound(comparer, comparison.bound)

    def _following(self, bound: Bound) -> tuple[LevelPart, ...]:
        """Return the levels of the next year, of a bound that may be another one then."""
        if not is_yearly(bound):
            return ()
        return tuple(LevelPart(where, Fraction(level.value)) for where, level in self.cells.following(bound))

    def _without_members(self, comparison: Comparison) -> Mask:
        """Return where a unit states that it has no members of those that are counted.

        A row holds no members: their count is the figure that the table has of the unit itself.
        """
        if comparison.members is None or comparison.members.total is None:
            return NEVER
        total = self.observed(comparison.members.total)
        if total.value is None:
            return NEVER
        return self.logic.masks.both((total.exact, total.value.on(Fraction(0))))

    def _bound(self, comparer: Comparer, bound: Bound) -> Finding:
        cells = self.cells.of(bound)
        decided: list[DecidedCell] = []
        found: list[tuple[Mask, Finding]] = []
        for where, cell in cells:
            level = self._deciding(cell)
            if level is not None:
                value = level.value if isinstance(level.value, Fraction) else Fraction(level.value)
                decided.append(DecidedCell(where, value, level.provenance.status, isinstance(cell, Unset)))
            else:
                found.append((where, self._open(comparer, cell)))
        if decided:
            by = deciding(self.logic, decided, everywhere=not found)
            found.append((by.known, comparer.decided(by)))
        return self.logic.chosen(found)

    def _deciding(self, cell: Terminal) -> Level | None:
        """Return the level of a cell, if it may decide."""
        match cell:
            case Level():
                recalled = cell.provenance.status is Status.RECALLED
                return None if recalled and self.trust is Trust.SOURCED else cell
            case Unset() if self.trust is Trust.CANDIDATE and len(cell.candidates) == 1:
                lone = cell.candidates[0]
                return lone if isinstance(lone, Level) else None
            case _:
                return None

    def _open(self, comparer: Comparer, cell: Terminal) -> Finding:
        match cell:
            case Level():
                return self._undecided(comparer, Reason.BELOW_TRUST)
            case Unset():
                return self._undecided(comparer, Reason.THRESHOLD_UNSET)
            case Delegated():
                return self._delegated(comparer, cell)
            case Multiple():
                return self._multiple(comparer, cell)
            case Cases():
                return self._cases(comparer, cell)

    def _undecided(self, comparer: Comparer, reason: Reason) -> Finding:
        """A level that may not decide: unknown, unless it was observed that the measure does not apply."""
        out = self.logic.masks.either((comparer.observed.not_applicable, comparer.empty))
        tri = Tri(NEVER, NEVER, out)
        return Finding((tri, tri, tri), open=((ALWAYS, reason),))

    def _delegated(self, comparer: Comparer, cell: Delegated) -> Finding:
        """A level left to another authority: only a floor it may not go below decides, and only to fail."""
        reason = Reason.LEFT_TO_PROVINCE if cell.to == "province" else Reason.LEFT_TO_MINISTRY
        left = self._undecided(comparer, reason)
        if cell.floor is None:
            return left
        floor = self._bound(comparer, cell.floor)
        failed = floor.channels[0].failed
        return self.logic.chosen(((failed, floor), (self.logic.masks.no(failed), left)))

    def _multiple(self, comparer: Comparer, bound: Multiple) -> Finding:
        """A multiple of another fact of the unit, or of its own past."""
        comparison = comparer.comparison
        if comparison.both_sexes or comparison.over_years or comparison.exempt or comparison.operator == "is":
            raise NotInTables(self.name, "a multiple of another fact by sex, over years or with exemptions")
        m = self.logic.masks
        value = comparer.observed.value
        found: list[tuple[Mask, Finding]] = []
        for there, basis in self._bases(bound):
            found.append((there, self._against_basis(comparer, bound, value, basis)))
        missing = m.no(m.either(there for there, _ in found))
        found.append((missing, Finding(ALL_UNKNOWN, open=((ALWAYS, Reason.BASIS_MISSING),))))
        return self.logic.chosen(found)

    def _against_basis(
        self, comparer: Comparer, bound: Multiple, value: object, basis: NumberAxis
    ) -> Finding:
        status = bound.provenance.status
        if status is Status.RECALLED and self.trust is Trust.SOURCED:
            return self._undecided(comparer, Reason.BELOW_TRUST)
        if not isinstance(value, NumberAxis):
            return comparer.not_observed()
        times = Fraction(bound.times)
        ratio = times * basis.column.factor / value.column.factor
        if max(ratio.numerator, ratio.denominator) > _LARGEST_PART or not Fraction(1, 9) < ratio < 9:
            raise NotInTables(self.name, f"{float(ratio):g} times column `{basis.column.name}`")
        by = deciding(self.logic, [DecidedCell(ALWAYS, times, status, assumed=False)], everywhere=True)
        finding = comparer.against(by, DerivedAxis(self.logic.masks, value, basis))
        gaps = comparer.gaps_to(by, value, finding, basis.column)
        return comparer.agreed(replace(finding, gaps=gaps))

    def _bases(self, bound: Multiple) -> Iterator[tuple[Mask, NumberAxis]]:
        """Yield the columns a multiple may be of, each with the rows where it is the one known figure."""
        m = self.logic.masks
        match bound.of:
            case FactReference(measure=id):
                axis = self.observed(id).value
                if isinstance(axis, NumberAxis):
                    observed = self.observed(id)
                    yield m.both((axis.valid, observed.exact, observed.agreeing)), axis
            case OwnPast(measure=id, at_recognition=tier):
                slots = self.cells.rows.recognitions or ()
                told = [s for s in slots if s.tier == tier and id in s.past]
                axes = [NumberAxis(m, slot.past[id], self.measures[id]) for slot in told]
                known = [
                    m.both((self.cells.rows.held(slot), m.no(axis.missing)))
                    for slot, axis in zip(told, axes, strict=True)
                ]
                agree = m.no(m.either(self._differ(axes, known)))
                earlier: list[Mask] = []
                for axis, here in zip(axes, known, strict=True):
                    yield m.both((here, axis.valid, agree, m.no(m.either(earlier)))), axis
                    earlier.append(here)

    def _differ(self, axes: Sequence[NumberAxis], known: Sequence[Mask]) -> Iterator[Mask]:
        m = self.logic.masks
        for n, k in product(range(len(axes)), repeat=2):
            if n < k:
                one, other = axes[n].column, axes[k].column
                ratio = other.factor / one.factor
                reached = m.add(Outweighs(one.name, other.name, ratio, strict=False))
                beyond = m.add(Outweighs(one.name, other.name, ratio, strict=True))
                yield m.both((known[n], known[k], m.either((m.no(reached), beyond))))

    def _cases(self, comparer: Comparer, cases: Cases) -> Finding:
        """The first case that holds; where it cannot be told, all that may hold must agree; see `plan`."""
        m, logic = self.logic.masks, self.logic
        certain, possible, thens = [], [], []
        no_earlier, none_met = ALWAYS, ALWAYS
        for case in cases.cases:
            holds = Tri(ALWAYS, NEVER) if case.when is None else self.requirement(case.when).channels[0]
            may_hold = m.either((holds.met, logic.unknown(holds)))
            certain.append(m.both((no_earlier, holds.met)))
            possible.append(m.both((none_met, may_hold)))
            thens.append(self._bound(comparer, case.bound))
            no_earlier = m.both((no_earlier, m.no(may_hold)))
            none_met = m.both((none_met, m.no(holds.met)))
        unsure = m.no(m.either(certain))
        agreed = m.both((unsure, self._agree(possible, thens, none_met)))
        chosen = []
        earlier: list[Mask] = []
        for sure, may, then in zip(certain, possible, thens, strict=True):
            first = m.both((agreed, may, m.no(m.either(earlier))))
            chosen.append((m.either((sure, first)), then))
            earlier.append(may)
        left = m.no(m.either(where for where, _ in chosen))
        undecided = Finding(ALL_UNKNOWN, open=((ALWAYS, Reason.CASE_UNKNOWN),))
        return logic.chosen((*chosen, (left, undecided)))

    def _agree(self, possible: Sequence[Mask], thens: Sequence[Finding], none_met: Mask) -> Mask:
        """Return where all cases that may hold come to the same in every channel."""
        m = self.logic.masks
        agreed = []
        for code in range(4):
            for kept in product((True, False), repeat=2):
                same = [
                    m.either((m.no(may), self._comes_to(then, code, kept)))
                    for may, then in zip(possible, thens, strict=True)
                ]
                nothing_else = ALWAYS if code == _UNKNOWN_CODE else m.no(none_met)
                agreed.append(m.both((nothing_else, *same)))
        return m.either(agreed)

    def _comes_to(self, then: Finding, code: int, kept: tuple[bool, ...]) -> Mask:
        """Return where a finding is met, failed, not applicable or unknown, and in which channels still."""
        m = self.logic.masks

        def part(tri: Tri) -> Mask:
            return self.logic.unknown(tri) if code == _UNKNOWN_CODE else tri[code]

        masks = [part(then.channels[0])]
        for keep, tri in zip(kept, then.channels[1:], strict=True):
            masks.append(part(tri) if keep else self.logic.unknown(tri))
        return m.both(masks)


_UNKNOWN_CODE = len(UNKNOWN)
