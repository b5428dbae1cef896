"""Decisions, criteria sets and their parts, as immutable models.

A ruleset is one annex: criteria, their indicators, the conditions beside them, and the rule that picks
a column. Does not read files and does not evaluate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ntm_rules.derived import cached_property
from ntm_rules.errors import UnknownName
from ntm_rules.facts import Level, UnitKind
from ntm_rules.law.provenance import Source, Status
from ntm_rules.law.requirements import Comparison, Requirement, comparisons
from ntm_rules.spelling import nearest


class Label(NamedTuple):
    """A short wording of our own in Vietnamese and English."""

    vi: str
    en: str

    def in_language(self, lang: str) -> str:
        return self.en if lang == "en" else self.vi


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One row of an annex (chỉ tiêu).

    Attributes:
        id: number in the annex, such as `17.1`.
        require: what must hold.
        applies_when: where it does not hold, the indicator does not apply, which counts as met.
        status: status of every level that does not name its own; None where each does.
        origin: id of the document whose text this is.
        reference: place in the document, such as *annex I, row 17.1*.
    """

    id: str
    label: Label
    require: Requirement
    applies_when: Requirement | None = None
    status: Status | None = None
    sources: tuple[Source, ...] = ()
    origin: str
    reference: Label
    note: str | None = None

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(comparisons(self.require))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Indicator):
    """What a set asks beside its criteria, such as no construction debt; may hold for a time only."""

    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A numbered criterion (tiêu chí): met when all its applicable indicators are."""

    number: str
    name: Label
    group: Label | None = None
    indicators: tuple[Indicator, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """Who may be judged by a column other than the one of the unit's region."""

    id: str
    label: Label
    when: Requirement
    use: str
    since: dt.date | None = None
    until: dt.date | None = None
    status: Status
    sources: tuple[Source, ...] = ()
    origin: str
    note: str | None = None


class ColumnGroup(NamedTuple):
    """Which communes are in a group that has a column of its own.

    Attributes:
        when: what puts a commune in the group; None for the group of all that are in no other.
    """

    id: str
    label: Label
    when: Requirement | None
    status: Status
    sources: tuple[Source, ...]
    origin: str
    note: str | None = None


class Columns(NamedTuple):
    """How the column of a unit is found.

    Attributes:
        rules: who may be judged by another region's column.
        groups: who is in which group, for columns by group; empty where the set does not say.
    """

    by: Literal["region", "group", "none"]
    rules: tuple[ColumnRule, ...] = ()
    groups: tuple[ColumnGroup, ...] = ()


class Published(NamedTuple):
    """The size of the annex.

    Attributes:
        criteria, indicators: the totals that the document or reports on it state; None where none do.
        status: how well the totals are evidenced.
        complete: whether the set has every row of the annex; False where nobody has seen them all.
    """

    criteria: int | None
    indicators: int | None
    status: Status
    sources: tuple[Source, ...] = ()
    complete: bool = True


class UnreadChange(NamedTuple):
    """A change that a document is known to make but whose content nobody has seen."""

    document: str
    note: str
    touches: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class Ruleset:
    """A criteria set, as consolidated on a date and for a province.

    Attributes:
        decision: id of the decision, such as `318/2022`.
        annex: annex of the decision, if it has several.
        kinds: the kinds of unit that the set judges; the first of its level where it names none.
        years: first and last data year that the set judges.
        as_of: date of the consolidated text; None for a set read alone or in its last text.
        province: province whose overlays are in it.
        amended_by: ids of the documents that were applied, in order.
        unread_changes: changes known to exist but not to content.
    """

    decision: str
    annex: str | None = None
    level: str
    tier: str
    name: Label
    years: tuple[int, int]
    published: Published | None = None
    columns: Columns
    conditions: tuple[Condition, ...] = ()
    criteria: tuple[Criterion, ...]
    note: str | None = None
    as_of: dt.date | None = None
    province: str | None = None
    amended_by: tuple[str, ...] = ()
    unread_changes: tuple[UnreadChange, ...] = ()
    kinds: tuple[UnitKind, ...] = ()

    def __post_init__(self) -> None:
        if not self.kinds:
            object.__setattr__(self, "kinds", Level(self.level).kinds[:1])

    def __repr__(self) -> str:
        told = [f"{self.decision} {self.level} {self.tier}"]
        told += [f"as of {self.as_of}"] if self.as_of else []
        told += [f"in {self.province}"] if self.province else []
        rows = sum(1 for _ in self.indicators())
        return f"<set {', '.join(told)}: {len(self.criteria)} criteria, {rows} indicators>"

    @property
    def all_rows_seen(self) -> bool:
        """Whether the set has every row of its annex; what a set that has not leaves out is unknown."""
        return self.published is None or self.published.complete

    def indicators(self) -> Iterator[Indicator]:
        """Yield every indicator in the order of the annex."""
        for criterion in self.criteria:
            yield from criterion.indicators

    def indicator(self, id: str) -> Indicator:
        """Return one indicator.

        Raises:
            UnknownName: the set has no indicator of this id.
        """
        found = self._by_id.get(id)
        if found is None:
            raise UnknownName(
                "indicator", id, suggestion=nearest(id, self._by_id), expected=f"one of set `{self.decision}`"
            )
        return found

    def condition(self, id: str) -> Condition:
        """Return one condition.

        Raises:
            UnknownName: the set has no condition of this id.
        """
        for condition in self.conditions:
            if condition.id == id:
                return condition
        raise UnknownName("condition", id, suggestion=nearest(id, [c.id for c in self.conditions]))

    @cached_property
    def _by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators()}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the set's text as `dump_ruleset` writes it, without the day and province asked for.

        Two days between which nothing changed have one digest. A set that refers to another, as 319 does to
        the nâng cao set, does not hold that one's text: its digest says nothing about it.
        """
        import hashlib

        from ntm_rules.law.ruleset_writer import dump_ruleset

        text = dump_ruleset(replace(self, as_of=None, province=None))
        return hashlib.sha256(text.encode()).hexdigest()


class SetReference(NamedTuple):
    """Names a criteria set: decision, level of unit, tier."""

    ruleset: str
    level: str
    tier: str


class SetFile(NamedTuple):
    """One criteria set that a decision holds, the file it stands in, and the kinds of unit it judges.

    Attributes:
        since, until: the days, inclusive, on which it is in force, where they are not those of the decision.
    """

    file: str
    level: str
    tier: str
    annex: str | None = None
    kinds: tuple[UnitKind, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


class AmendmentFile(NamedTuple):
    """One set that a decision changes, and the file that says how."""

    file: str
    amends: str
    level: str
    tier: str


class Guidance(NamedTuple):
    """A ministry document that explains a decision."""

    number: str
    issued: str | None = None
    about: str | None = None
    url: str | None = None
    note: str | None = None


class Transition(NamedTuple):
    """What a document, or those who apply it, make of units between one set and the next.

    Attributes:
        level: the level of the units that it is about.
        years: first and last year of the data that the document's sets of this level still judge after their
            last day, by the year assessed instead of the day of signing; None where it is not about years.
        status: how far it is confirmed; `unset` where only the question is known.
    """

    id: str
    level: str
    label: Label
    status: Status
    years: tuple[int, int] | None = None
    sources: tuple[Source, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The identity of a document.

    Attributes:
        id: `number/year`, unique among the national documents and among those of one province.
        number: the number as it is cited, such as `318/QĐ-TTg`.
        effective_from, effective_to: the days, inclusive, on which it is in force; None where open.
        province: for provincial decisions.
        transition: what becomes of units between its sets and those before or after them.
    """

    id: str
    kind: Literal["decision", "letter", "guidance"]
    number: str
    issuer: str
    issued: dt.date | None = None
    title: Label
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    province: str | None = None
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    guided_by: tuple[Guidance, ...] = ()
    sources: tuple[Source, ...] = ()
    sets: tuple[SetFile, ...] = ()
    amendments: tuple[AmendmentFile, ...] = ()
    transition: tuple[Transition, ...] = ()
    note: str | None = None

    @property
    def name(self) -> str:
        """The name that means this document alone: its id, with the province of a provincial one."""
        return self.id if self.province is None else f"{self.id} ({self.province})"

    def in_force(self, on: dt.date) -> bool:
        """Return whether the document is in force on a day."""
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_to is None or on <= self.effective_to
        )
