"""Compiles a set in all texts that rows of a table may be judged by, and says which rows cannot be judged.

A row is judged by the text of its day, as the scalar evaluator judges a record; texts that come to the same
leave no trace. Computes nothing and knows no dataframe.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from ntm_rules.errors import UnexpectedValue
from ntm_rules.evaluation.columnar.bounds import Cells
from ntm_rules.evaluation.columnar.contract import Contract
from ntm_rules.evaluation.columnar.findings import Channels, Finding, Judged, Logic, Tri, joined
from ntm_rules.evaluation.columnar.groups import GroupChooser
from ntm_rules.evaluation.columnar.levels import BoundCompiler
from ntm_rules.evaluation.columnar.masks import ALWAYS, NEVER, IsTrue, Mask
from ntm_rules.evaluation.columnar.observed import Observed
from ntm_rules.evaluation.columnar.regions import ChosenColumns, choose_columns, unknown_places
from ntm_rules.evaluation.columnar.requirements import (
    CriterionColumns,
    IndicatorColumns,
    TextColumns,
    TextCompiler,
)
from ntm_rules.evaluation.columnar.rows import Rows
from ntm_rules.evaluation.columnar.titles import Titles
from ntm_rules.evaluation.results import Reason
from ntm_rules.law import Catalogue, Ruleset, Trust
from ntm_rules.law.requirements import Comparison, Meets, Requirement
from ntm_rules.law.text_days import text_days

Part = TypeVar("Part", IndicatorColumns, CriterionColumns)


class Refusal(StrEnum):
    """Why a row cannot be judged at all; the scalar evaluator raises an error for such a record."""

    YEAR_OUTSIDE_SET = "year_outside_set"
    ASSESSED_BEFORE_YEAR = "assessed_before_year"
    DESIGNATIONS_CONTRADICT = "designations_contradict"
    TITLES_CONTRADICT = "titles_contradict"
    KIND_OUTSIDE_SET = "kind_outside_set"
    PLACE_UNKNOWN = "place_unknown"
    COLUMN_UNKNOWN = "column_unknown"
    UNIT_MISSING = "unit_missing"
    MEASURE_UNKNOWN = "measure_unknown"
    MEASURE_TWICE = "measure_twice"
    ROWS_CONTRADICT = "rows_contradict"


class Whole(NamedTuple):
    """A set over all rows.

    Attributes:
        criteria, indicators, conditions: its parts in the order of the law, each with where the row's text
            has it.
        channels: the outcome of the tier.
        columns: where a row is judged by a column, by region id or commune group.
        refused: the rows that cannot be judged, by reason.
    """

    criteria: tuple[tuple[Mask, CriterionColumns], ...]
    indicators: tuple[tuple[Mask, IndicatorColumns], ...]
    conditions: tuple[tuple[Mask, IndicatorColumns], ...]
    channels: Channels
    columns: tuple[tuple[Mask, str], ...]
    refused: tuple[tuple[Mask, Refusal], ...]


@dataclass(frozen=True)
class SetCompiler:
    """Compiles sets for the rows of one table.

    Attributes:
        rows: the rows.
        logic: Kleene's logic over masks.
        contract: the columns of the table.
        documents: the catalogue that sets are of.
        trust: the least evidence that may decide.
        marks: columns of truth values that say which rows cannot be judged, and why.
    """

    rows: Rows
    logic: Logic
    contract: Contract
    documents: Catalogue
    trust: Trust
    marks: tuple[tuple[str, Refusal], ...] = ()
    _observed: dict[str, Observed] = field(default_factory=dict)

    def observed(self, id: str) -> Observed:
        """Return what the table holds of a measure."""
        found = self._observed.get(id)
        if found is None:
            found = Observed(self.logic.masks, self.contract, self.contract.measures[id])
            self._observed[id] = found
        return found

    @property
    def asked(self) -> tuple[str, ...]:
        """The measures that were asked for so far."""
        return tuple(self._observed)

    def whole(self, ruleset: Ruleset, percentage: Decimal | None = None) -> Whole:
        """Return a set over all rows, at so many percent of its levels if a percentage is given."""
        m = self.logic.masks
        first, last = ruleset.years
        outside = m.no(self.rows.year_in(first, last))
        refused: list[tuple[Mask, Refusal]] = [
            *((m.add(IsTrue(column)), refusal) for column, refusal in self.marks),
            (outside, Refusal.YEAR_OUTSIDE_SET),
            (self.rows.assessed_too_early(), Refusal.ASSESSED_BEFORE_YEAR),
            (self.rows.contradictory_designations(), Refusal.DESIGNATIONS_CONTRADICT),
            (self.rows.contradictory_titles(), Refusal.TITLES_CONTRADICT),
            (m.no(self.rows.of_kind(ruleset.kinds)), Refusal.KIND_OUTSIDE_SET),
        ]
        if ruleset.columns.by != "region":
            refused.append((unknown_places(self.rows), Refusal.PLACE_UNKNOWN))
        texts: list[tuple[Mask, TextColumns]] = []
        columns: list[tuple[Mask, str]] = []
        for where, on, text in self._texts(ruleset):
            chosen = self._columns(text)
            columns += [(m.both((where, mask)), name) for name, mask in chosen.used.items()]
            if text.columns.by != "none":
                untold = m.no(m.either(chosen.own.values()))
                refused.append((m.both((where, untold)), Refusal.COLUMN_UNKNOWN))
            judge_set = self._judge_set(ruleset, on, where, refused)
            load_set = self._load_set(ruleset, on)
            cells = Cells(self.rows, text.columns.by, chosen.used, on, load_set, self.contract.measures)
            titles = Titles(self.logic, self.rows, judge_set, self.observed)
            compiler = TextCompiler(
                self.logic,
                cells,
                chosen,
                self.trust,
                self.contract.measures,
                self.observed,
                titles,
                percentage,
            )
            texts.append((where, compiler.text(text)))
        kept = [(mask, reason) for mask, reason in dict.fromkeys(refused) if mask != NEVER]
        criteria = [(where, text.criteria) for where, text in texts]
        indicators = [(w, tuple(i for c in parts for i in c.indicators)) for w, parts in criteria]
        conditions = [(where, text.conditions) for where, text in texts]
        return Whole(
            self._merged(criteria, lambda c: c.number, self._criterion),
            self._merged(indicators, lambda i: i.id, self._indicator),
            self._merged(conditions, lambda c: c.id, self._indicator),
            self._channels([(where, text.channels) for where, text in texts]),
            tuple(_by_name(self.logic, columns)),
            tuple(kept),
        )

    def _columns(self, text: Ruleset) -> ChosenColumns:
        if text.columns.by != "group":
            return choose_columns(self.rows, text)

        def load_set(name: str, tier: str, level: str) -> Ruleset:
            raise AssertionError((name, tier, level))  # the rule of a group has a level of its own

        measures, trust = self.contract.measures, self.trust
        cells = Cells(self.rows, "none", {}, None, load_set, measures)
        name = f"{text.decision} {text.tier}, the rule of a group"

        def compare(comparison: Comparison) -> Finding:
            compiler = BoundCompiler(self.logic, cells, trust, measures, _no_cases, self.observed, name)
            return compiler.comparison(comparison)

        return GroupChooser(self.logic, self.rows, compare).choose(text)

    def _load_set(self, ruleset: Ruleset, on: dt.date | None) -> Callable[[str, str, str], Ruleset]:
        def load_set(name: str, tier: str, level: str) -> Ruleset:
            return self.documents.load(name, tier=tier, level=level, as_of=on, province=ruleset.province)

        return load_set

    def _judge_set(
        self, ruleset: Ruleset, on: dt.date | None, where: Mask, refused: list[tuple[Mask, Refusal]]
    ) -> Callable[[Meets], Finding]:
        """Return what judges rows under a set that this one names; what it refuses is refused here too."""
        m = self.logic.masks

        def judge(reference: Meets) -> Finding:
            other = self._load_set(ruleset, on)(reference.ruleset, reference.tier, reference.level)
            if other.level != ruleset.level:
                raise UnexpectedValue(ruleset.level, f"a {other.level}, which set `{other.decision}` judges")
            judged = m.both((where, self.rows.of_kind(other.kinds)))
            whole = self.whole(other)
            kept = ((mask, reason) for mask, reason in whole.refused if reason != Refusal.KIND_OUTSIDE_SET)
            refused.extend((m.both((judged, mask)), reason) for mask, reason in kept)
            found = self._found(reference, other, whole)
            of_kind, out = self.rows.of_kind(other.kinds), Tri(NEVER, NEVER, ALWAYS)
            return self.logic.chosen(((of_kind, found), (m.no(of_kind), Finding((out, out, out)))))

        return judge

    def _found(self, reference: Meets, other: Ruleset, whole: Whole) -> Finding:
        """Return the outcome of a set, or of so many of its criteria, the others at a part of their levels.

        Among those that are counted one that does not apply is met.
        """
        count, logic = reference.criteria, self.logic
        if count is None:
            return _of_set(whole.channels)
        out, none = Tri(NEVER, NEVER, ALWAYS), Tri(NEVER, ALWAYS)

        def elsewhere(where: Mask, channels: Channels, tri: Tri) -> Channels:
            """Return an outcome with that of the rows whose text has no such criterion."""
            without = logic.only(logic.masks.no(where), (tri, tri, tri))
            return logic.merged([logic.only(where, channels), without])

        counted, named = [], []
        for where, criterion in whole.criteria:
            first, second, third = (
                Tri(logic.masks.either((tri.met, tri.not_applicable)), tri.failed)
                for tri in criterion.channels
            )
            counted.append(elsewhere(where, (first, second, third), none))
            if criterion.number in count.among:
                named.append(elsewhere(where, criterion.channels, out))
        parts = [logic.at_least_of(count.at_least, counted), *named]
        if count.others_at is None:
            return _of_set(logic.all_of(parts))
        relative = self.whole(other, count.others_at)
        parts += [elsewhere(where, criterion.channels, out) for where, criterion in relative.criteria]
        return _of_set(logic.all_of(parts), self._unclear(relative))

    def _unclear(self, relative: Whole) -> Mask:
        """Return where an indicator is open because nobody says what a part of its level is."""
        m = self.logic.masks
        found: list[Mask] = []
        for where, indicator in relative.indicators:
            tri = indicator.channels[0]
            earlier = [tri.met, tri.not_applicable]
            for mask, reason in indicator.reasons:
                if reason is Reason.RELATIVE_LEVEL_UNCLEAR:
                    found.append(m.both((where, mask, m.no(m.either(earlier)))))
                earlier.append(mask)
        return m.either(found)

    def _texts(self, ruleset: Ruleset) -> Iterator[tuple[Mask, dt.date | None, Ruleset]]:
        """Yield the texts of a set with the rows they apply to and the day that picks their levels."""
        if ruleset.as_of is not None:
            yield ALWAYS, ruleset.as_of, ruleset
            return
        m, rows = self.logic.masks, self.rows
        first = dt.date(rows.years[0], 1, 1)
        days = [day for day in text_days(ruleset, self.documents) if day > first]
        own = self.documents.dated(ruleset, first) is not ruleset
        begins = rows.day_from if own else rows.assessed_from
        if not own and (rows.undated != NEVER or not days):
            yield (rows.undated if days else ALWAYS), None, ruleset
        for day, after in zip((first, *days), (*days, None), strict=True) if own or days else ():
            begun = ALWAYS if own and day == first else begins(dt.date.min if day == first else day)
            where = m.both((begun, m.no(begins(after)) if after is not None else ALWAYS))
            if where != NEVER:
                text = self.documents.dated(ruleset, day) if own else ruleset
                yield where, text.as_of or day, text

    def _channels(self, parts: Sequence[tuple[Mask, Channels]]) -> Channels:
        if len({channels for _, channels in parts}) == 1:
            return parts[0][1]
        return self.logic.merged([self.logic.only(where, channels) for where, channels in parts])

    def _merged(
        self,
        texts: Sequence[tuple[Mask, tuple[Part, ...]]],
        key: Callable[[Part], str],
        merge: Callable[[list[tuple[Mask, Part]]], Part],
    ) -> tuple[tuple[Mask, Part], ...]:
        """Return the parts of all texts, each with the rows whose text has it."""
        found: dict[str, list[tuple[Mask, Part]]] = {}
        for where, parts in texts:
            for part in parts:
                found.setdefault(key(part), []).append((where, part))
        everywhere = len(texts)
        return tuple(
            (
                ALWAYS if len(parts) == everywhere else self.logic.masks.either(where for where, _ in parts),
                parts[0][1] if len(parts) == everywhere and _one(parts) else merge(parts),
            )
            for parts in found.values()
        )

    def _criterion(self, parts: list[tuple[Mask, CriterionColumns]]) -> CriterionColumns:
        channels = self._channels([(where, part.channels) for where, part in parts])
        return CriterionColumns(parts[0][1].number, channels, ())

    def _indicator(self, parts: list[tuple[Mask, IndicatorColumns]]) -> IndicatorColumns:
        m = self.logic.masks
        return IndicatorColumns(
            parts[0][1].id,
            self._channels([(where, part.channels) for where, part in parts]),
            tuple((m.both((where, mask)), reason) for where, part in parts for mask, reason in part.reasons),
            joined(
                m,
                [
                    [gap._replace(where=m.both((where, gap.where))) for gap in part.gaps]
                    for where, part in parts
                ],
            ),
        )


def _of_set(channels: Channels, unclear: Mask = NEVER) -> Finding:
    """Return the finding that rows come to something under a set that this one names."""
    open_ = ((unclear, Reason.RELATIVE_LEVEL_UNCLEAR), (ALWAYS, Reason.SET_UNDETERMINED))
    return Finding(channels, ((ALWAYS, Reason.SET_NOT_MET),), open_)


def _no_cases(requirement: Requirement) -> Judged:
    raise AssertionError(requirement)  # the rule of a group has none


def _one(parts: Sequence[tuple[Mask, object]]) -> bool:
    return all(part == parts[0][1] for _, part in parts)


def _by_name(logic: Logic, columns: Sequence[tuple[Mask, str]]) -> Iterator[tuple[Mask, str]]:
    found: dict[str, list[Mask]] = {}
    for mask, name in columns:
        found.setdefault(name, []).append(mask)
    for name, masks in found.items():
        where = logic.masks.either(masks)
        if where != NEVER:
            yield where, name
