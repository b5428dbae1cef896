"""Compiles a criteria set, in one text, into outcomes of all its parts for every row of a table.

The columnar side of `plan`: the same composition of requirements into indicators, criteria and a tier, over
masks. Requirements on titles and other sets are in `titles`; comparisons in `levels`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, NamedTuple

from ntm_rules.errors import NotInTables
from ntm_rules.evaluation.columnar.bounds import Cells
from ntm_rules.evaluation.columnar.findings import (
    Channels,
    Finding,
    Gap,
    Judged,
    Logic,
    Reasons,
    Tri,
)
from ntm_rules.evaluation.columnar.levels import BoundCompiler
from ntm_rules.evaluation.columnar.masks import NEVER, Mask
from ntm_rules.evaluation.columnar.observed import Observed
from ntm_rules.evaluation.columnar.regions import ChosenColumns, Columns
from ntm_rules.evaluation.columnar.titles import Titles
from ntm_rules.evaluation.relative import at_part_of_level
from ntm_rules.evaluation.results import Reason
from ntm_rules.facts import MeasureCatalogue
from ntm_rules.law import Indicator, Ruleset, Trust
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    ByAxis,
    CellReference,
    Comparison,
    Designated,
    Holds,
    Meets,
    Not,
    Requirement,
)


class IndicatorColumns(NamedTuple):
    """An indicator or condition over all rows.

    Attributes:
        id: its id in the set.
        channels: the outcome.
        reasons: why it is unknown or not met, where it is: the first whose mask is true.
        gaps: the distances to what it misses, each where the indicator fails by it.
    """

    id: str
    channels: Channels
    reasons: Reasons
    gaps: tuple[Gap, ...]


class CriterionColumns(NamedTuple):
    """A criterion over all rows, with its indicators."""

    number: str
    channels: Channels
    indicators: tuple[IndicatorColumns, ...]


class TextColumns(NamedTuple):
    """One text of a set over all rows."""

    criteria: tuple[CriterionColumns, ...]
    conditions: tuple[IndicatorColumns, ...]
    channels: Channels


@dataclass(frozen=True, slots=True)
class TextCompiler:
    """Compiles one text of a set.

    Attributes:
        logic: Kleene's logic over masks.
        cells: what picks a cell; its columns are those that judge the rows.
        chosen: the columns of the rows.
        trust: the least evidence that may decide.
        measures: the catalogue of measures.
        observed: what the table holds of a measure.
        titles: compiles what is asked of titles, designations and other sets.
        percentage: how much of every level is enough; None for the whole of it.
    """

    logic: Logic
    cells: Cells
    chosen: ChosenColumns
    trust: Trust
    measures: MeasureCatalogue
    observed: Callable[[str], Observed]
    titles: Titles
    percentage: Decimal | None = None

    def text(self, ruleset: Ruleset) -> TextColumns:
        """Return what a set comes to; its conditions are judged by the columns used alone."""
        name = f"{ruleset.decision} {ruleset.tier}"
        criteria = []
        for criterion in ruleset.criteria:
            indicators = tuple(self._by_column(i, name) for i in criterion.indicators)
            channels = self.logic.all_of([i.channels for i in indicators])
            criteria.append(CriterionColumns(criterion.number, channels, indicators))
        conditions = tuple(self._indicator(c, self.chosen.used, name) for c in ruleset.conditions)
        whole = self.logic.all_of([c.channels for c in criteria] + [c.channels for c in conditions])
        return TextColumns(tuple(criteria), conditions, whole)

    def _by_column(self, indicator: Indicator, name: str) -> IndicatorColumns:
        """Leave open what fails by another column and is met by the row's own; see `scalar`."""
        used = self._indicator(indicator, self.chosen.used, name)
        if self.chosen.ruled == NEVER or not _asks_for_columns(indicator):
            return used
        own = self._indicator(indicator, self.chosen.own, name)
        if own.channels == used.channels:
            return used
        m = self.logic.masks
        opened = m.both((self.chosen.ruled, used.channels[0].failed, own.channels[0].met))
        channels = self.logic.only(m.no(opened), used.channels)
        reasons = ((opened, Reason.COLUMN_OPEN), *used.reasons)
        return IndicatorColumns(used.id, channels, reasons, used.gaps)

    def _indicator(self, indicator: Indicator, columns: Columns, name: str) -> IndicatorColumns:
        cells = self.cells if columns is self.cells.columns else self.cells.by_columns(columns)
        compiler = _Requirements(self, cells, f"{name} {indicator.id}")
        judged = compiler.requirement(indicator.require)
        m, logic = self.logic.masks, self.logic
        channels = judged.channels
        reasons: list[tuple[Mask, str]] = []
        if indicator.applies_when is not None:
            applicable = self._applicable(compiler.whole.requirement(indicator.applies_when))
            channels = logic.applied(applicable, channels)
            untold = m.both((logic.unknown(applicable[0]), logic.unknown(channels[0])))
            reasons.append((untold, Reason.APPLICABILITY_UNKNOWN))
        if not logic.explained:
            return IndicatorColumns(indicator.id, channels, (), ())
        reasons += self._reasons(judged, channels[0])
        failed = channels[0].failed
        gaps = tuple(
            gap._replace(where=m.both((gap.where, failed, finding.channels[0].failed)))
            for finding in judged.findings
            if not finding.turned
            for gap in finding.gaps
        )
        return IndicatorColumns(indicator.id, channels, tuple(reasons), gaps)

    def _applicable(self, judged: Judged) -> Channels:
        """Return where a row applies; "nearly" does not say so, and not applying counts as met."""
        nearly = self.logic.masks.either(finding.nearly for finding in judged.findings)
        return self.logic.only(self.logic.masks.no(nearly), judged.channels) if nearly else judged.channels

    def _reasons(self, judged: Judged, whole: Tri) -> list[tuple[Mask, str]]:
        """Return why an indicator is not met: the first finding that comes to the same, or else is open."""
        m, logic, findings = self.logic.masks, self.logic, judged.findings
        alone = len(findings) == 1 and findings[0].channels[0] == judged.channels[0]
        if alone and not findings[0].turned:
            failing = [(m.both((whole.failed, mask)), reason) for mask, reason in findings[0].why_failed]
            return [*failing, *findings[0].open]
        unknown = logic.unknown(whole)
        found: list[tuple[Mask, str]] = []
        failed = [finding.channels[0].failed for finding in findings]
        undecided = [logic.unknown(finding.channels[0]) for finding in findings]
        for here, same in ((whole.failed, failed), (unknown, undecided)):
            for finding, mask in zip(findings, same, strict=True):
                listed = finding.why_failed if same is failed else finding.open
                found += [(m.both((here, mask, where)), reason) for where, reason in listed]
        neither = m.both((m.no(m.either(failed)), whole.failed))
        for finding, mask in zip(findings, undecided, strict=True):
            found += [(m.both((neither, mask, where)), reason) for where, reason in finding.open]
        return [(mask, reason) for mask, reason in found if mask != NEVER]


def _asks_for_columns(indicator: Indicator) -> bool:
    """Whether a level of an indicator, or one that it refers to, may differ by column."""
    waiting: list[object] = [indicator.require, indicator.applies_when]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            if isinstance(part, CellReference) or (isinstance(part, ByAxis) and part.axis in _COLUMNS):
                return True
            waiting += part
    return False


_COLUMNS: Final = ("region", "group")


@dataclass(frozen=True, slots=True)
class _Requirements:
    """Compiles the requirements of one indicator by one choice of columns."""

    text: TextCompiler
    cells: Cells
    name: str

    @property
    def whole(self) -> _Requirements:
        """The compiler of the same indicator at the whole of its levels."""
        return replace(self, text=replace(self.text, percentage=None))

    def requirement(self, requirement: Requirement) -> Judged:
        logic, percentage = self.text.logic, self.text.percentage
        match requirement:
            case Not() | Designated() | Holds() | Meets() if percentage is not None:
                return self._left_open(self.whole.requirement(requirement))
            case Comparison() if percentage is not None:
                part = at_part_of_level(requirement, self.text.measures[requirement.measure], percentage)
                judged = self.whole.requirement(part or requirement)
                return self._left_open(judged) if part is None else judged
            case Comparison():
                finding = self._comparison(requirement)
                return Judged(finding.channels, (finding,))
            case AllOf():
                return self._combined(requirement.parts, logic.all_of)
            case AnyOf():
                return self._combined(requirement.parts, logic.any_of)
            case AtLeastOf():
                number = requirement.number
                return self._combined(requirement.parts, lambda parts: logic.at_least_of(number, parts))
            case Not():
                return self._negated(self.requirement(requirement.part))
            case Designated() | Holds() | Meets():
                finding = self.text.titles.finding(requirement)
                return Judged(finding.channels, (finding,))
            case _:
                raise NotInTables(self.name, f"`{getattr(requirement, 'form', type(requirement).__name__)}`")

    def _combined(
        self, parts: tuple[Requirement, ...], combine: Callable[[list[Channels]], Channels]
    ) -> Judged:
        judged = [self.requirement(part) for part in parts]
        findings = tuple(finding for part in judged for finding in part.findings)
        return Judged(combine([part.channels for part in judged]), findings)

    def _negated(self, judged: Judged) -> Judged:
        logic = self.text.logic
        turned = tuple(
            replace(f, channels=logic.negation(f.channels), turned=not f.turned) for f in judged.findings
        )
        return Judged(logic.negation(judged.channels), turned)

    def _left_open(self, judged: Judged) -> Judged:
        """Leave open what is failed: the text does not say what a part of such a level is; see `relative`."""
        findings = tuple(
            Finding(
                _opened(finding.channels),
                (),
                ((finding.channels[0].failed, Reason.RELATIVE_LEVEL_UNCLEAR), *finding.open),
            )
            for finding in judged.findings
        )
        return Judged(_opened(judged.channels), findings)

    def _comparison(self, comparison: Comparison) -> Finding:
        text = self.text
        compiler = BoundCompiler(
            text.logic,
            self.cells,
            text.trust,
            text.measures,
            self.requirement,
            text.observed,
            self.name,
        )
        return compiler.comparison(comparison)


def _opened(channels: Channels) -> Channels:
    first, second, third = (tri._replace(failed=NEVER) for tri in channels)
    return first, second, third
