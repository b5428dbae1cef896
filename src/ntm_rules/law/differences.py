"""Two criteria sets compared, as immutable models: entries with both sides, and the kind of each change.

Holds what `comparison` finds. Computes nothing but what can be read off the two sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ntm_rules.derived import cached_property
from ntm_rules.law.pairing import Distinction, asks
from ntm_rules.law.provenance import Status
from ntm_rules.law.requirements import Cases, Comparison, Delegated, Level, Meets, Unset
from ntm_rules.law.resolution import Terminal
from ntm_rules.law.rulesets import ColumnRule, Condition, Indicator, Ruleset
from ntm_rules.law.strictness import Aspect, ChangeKind, Demand, Leaf, requirement_form


class Side(NamedTuple):
    """What one of the two sets asks, in one column.

    Attributes:
        indicator: the indicator or condition that asks it.
        criterion: number of its criterion; None for a condition.
        demand: what is asked, with the cell of the column.
        derived: the level that a multiple of another set's cell comes to, and the cell itself otherwise.
        year: the data year of the cell, where the level depends on it.
        document: the document that the cell comes from.
    """

    indicator: Indicator
    criterion: str | None
    demand: Demand
    derived: Terminal | None
    year: int | None
    document: str

    @property
    def leaf(self) -> Leaf:
        return self.demand.leaf

    @property
    def cell(self) -> Terminal | None:
        return self.demand.cell

    @property
    def measure(self) -> str | None:
        return self.leaf.measure if isinstance(self.leaf, Comparison) else None

    @property
    def operator(self) -> str | None:
        return self.leaf.operator if isinstance(self.leaf, Comparison) else None

    @property
    def status(self) -> Status | None:
        """The evidence of the cell; that of the indicator where it has none of its own."""
        if self.cell is None or isinstance(self.cell, Cases):
            return self.indicator.status
        return self.cell.provenance.status

    @property
    def text(self) -> str | None:
        """The level as the document writes it; None where it writes none."""
        return self.cell.text if isinstance(self.cell, Level) else None

    @property
    def candidates(self) -> tuple[Level | Delegated, ...]:
        """What is recalled of an unset level."""
        return self.cell.candidates if isinstance(self.cell, Unset) else ()

    @property
    def alternative(self) -> bool:
        """Whether another part may be met in its place."""
        return bool(self.demand.choices)


class Entry(NamedTuple):
    """What became of one demand in one column.

    Attributes:
        change: what it comes to.
        a, b: the demand in the first and in the second set; None where a set has none, or where none of the
            rows seen asks it (the change is unknown then).
        region, group: the column, where either level depends on it.
        aspects: the parts that differ, each with its direction.
        distinctions: why the measures must not be confused, for a demand redefined by another measure.
    """

    change: ChangeKind
    a: Side | None
    b: Side | None
    region: str | None = None
    group: str | None = None
    aspects: tuple[Aspect, ...] = ()
    distinctions: tuple[Distinction, ...] = ()

    @property
    def _latest(self) -> Side:
        side = self.b or self.a
        assert side is not None
        return side

    @property
    def measure(self) -> str | None:
        """The measure asked about, the second set's where they differ; None for a test of another kind."""
        return self._latest.measure

    @property
    def operator(self) -> str | None:
        return self._latest.operator

    @property
    def column(self) -> str | None:
        """The region, group, or both; None where the level is one for all."""
        return ", ".join(key for key in (self.region, self.group) if key is not None) or None

    @property
    def moved(self) -> bool:
        """Whether the demand stands under another number now; the ids of conditions are ours, no numbers."""
        if self.a is None or self.b is None:
            return False
        if isinstance(self.a.indicator, Condition) and isinstance(self.b.indicator, Condition):
            return False
        return _number(self.a) != _number(self.b)

    @property
    def comparable(self) -> bool:
        """Whether one observation can be held against both: the same thing is asked in the same way."""
        if self.a is None or self.b is None:
            return False
        return all(aspect.change is not ChangeKind.REDEFINED for aspect in self.aspects)


def _number(side: Side) -> str:
    """Return an indicator's id; a criterion's only row has no number, and is `5` or `5.1` with us."""
    id = side.indicator.id
    return id.removesuffix(".1") if id == f"{side.criterion}.1" else id


@dataclass(frozen=True)
class Diff:
    """Two criteria sets compared.

    Attributes:
        a, b: the sets.
        year_a, year_b: the data years whose levels were compared.
        entries: every demand of either set, in the order of the second; dropped ones under their criterion.
    """

    a: Ruleset = field(repr=False)
    b: Ruleset = field(repr=False)
    year_a: int
    year_b: int
    entries: tuple[Entry, ...] = field(repr=False)

    def only(self, *changes: ChangeKind | str) -> tuple[Entry, ...]:
        """Return the entries of some kinds of change."""
        wanted = {ChangeKind(change) for change in changes}
        return tuple(entry for entry in self.entries if entry.change in wanted)

    def of(self, measure: str, region: str | None = None) -> tuple[Entry, ...]:
        """Return the entries in which a measure stands on either side, in one region if one is named."""
        return tuple(
            entry
            for entry in self.entries
            if measure in {side.measure for side in (entry.a, entry.b) if side is not None}
            and (region is None or entry.region in (None, region))
        )

    @property
    def moved(self) -> tuple[Entry, ...]:
        """The entries that stand under another number now."""
        return tuple(entry for entry in self.entries if entry.moved)

    @cached_property
    def counts(self) -> Mapping[ChangeKind, int]:
        """How many entries there are of each kind of change."""
        found = Counter(entry.change for entry in self.entries)
        return {change: found[change] for change in ChangeKind}

    @cached_property
    def b_asks_a(self) -> bool:
        """Whether the second set asks the whole of the first: what it drops or redefines still holds."""
        return _asks_whole(self.b, self.a)

    @cached_property
    def a_asks_b(self) -> bool:
        """Whether the first set asks the whole of the second."""
        return _asks_whole(self.a, self.b)

    @cached_property
    def column_rules(self) -> tuple[tuple[ChangeKind, ColumnRule], ...]:
        """The rules on using another column that one of the sets has alone."""
        before, after = self.a.columns.rules, self.b.columns.rules
        kept = {_rule_form(rule) for rule in before} & {_rule_form(rule) for rule in after}
        dropped = ((ChangeKind.DROPPED, rule) for rule in before if _rule_form(rule) not in kept)
        new = ((ChangeKind.NEW, rule) for rule in after if _rule_form(rule) not in kept)
        return (*dropped, *new)


def _rule_form(rule: ColumnRule) -> object:
    return rule.use, requirement_form(rule.when)


def _asks_whole(ruleset: Ruleset, other: Ruleset) -> bool:
    wanted = (other.decision, other.tier, other.level)
    return any(
        isinstance(ask.leaf, Meets)
        and (ask.leaf.ruleset, ask.leaf.tier, ask.leaf.level) == wanted
        and not (ask.choices or ask.negated)
        for ask in asks(ruleset)
    )
