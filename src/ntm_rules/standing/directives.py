"""Directives, their rules and books of rules, as immutable models.

A rule says *when* facts of some form are stated *then* others follow. Data only: nothing here concludes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from ntm_rules.derived import cached_property
from ntm_rules.errors import UnknownName
from ntm_rules.law import Label, Provenance, Source, Status
from ntm_rules.spelling import nearest
from ntm_rules.standing.facts import Value

Comparing = Literal["at_least", "above", "at_most", "below"]
Operator = Literal["is", "in", "differs_from", "at_least", "above", "at_most", "below"]


MOST_PATTERNS: Final = 12
MOST_CONSTRAINTS: Final = 16
"""What durable-rules can hold: patterns of a rule, and constraints of a pattern."""


class Variable(NamedTuple):
    """A name for a value that one pattern meets and others, or a conclusion, use."""

    name: str


class Threshold(NamedTuple):
    """A bound as the document writes it, with where it comes from.

    Attributes:
        text: the bound as written, such as `30 %`.
        value: the bound in the field's own form; None where it is unset.
        candidates: what was recalled of an unset bound.
    """

    text: str
    value: Value | None
    provenance: Provenance
    candidates: tuple[Value, ...] = ()


class Constraint(NamedTuple):
    """What one field of a matching fact must hold.

    Attributes:
        operator: `is` with a variable binds it where no earlier pattern does, and joins where one does.
        operand: a value, several for `in`, a threshold for comparisons with a bound, or a variable.
    """

    field: str
    operator: Operator
    operand: Value | tuple[Value, ...] | Threshold | Variable


class Pattern(NamedTuple):
    """A fact of one kind whose fields hold what is asked; other fields do not matter."""

    kind: str
    constraints: tuple[Constraint, ...] = ()


class Conclusion(NamedTuple):
    """A fact that follows: each field with its value, or the variable that holds it."""

    kind: str
    fields: tuple[tuple[str, Value | Variable], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a directive.

    Attributes:
        id: unique within the directive.
        when: patterns, all of which must be matched, each by a fact of its own choice.
        then: what follows.
        reference: place in the document.
        status: how well the rule is evidenced; `unset` rules never fire.
        origin: id of the document whose rule this is.
        since, until: the days, inclusive, on which it is in force; None where open.
    """

    id: str
    label: Label
    when: tuple[Pattern, ...]
    then: tuple[Conclusion, ...]
    reference: Label
    status: Status
    sources: tuple[Source, ...] = ()
    origin: str
    since: dt.date | None = None
    until: dt.date | None = None
    note: str | None = None

    @property
    def name(self) -> str:
        """The rule's name across directives, such as `18/2022 th-x1`."""
        return f"{self.origin} {self.id}"

    @property
    def thresholds(self) -> Iterator[Threshold]:
        """Every bound of the rule, in its order."""
        for pattern in self.when:
            for constraint in pattern.constraints:
                if isinstance(constraint.operand, Threshold):
                    yield constraint.operand

    def in_force(self, on: dt.date) -> bool:
        """Return whether the rule is in force on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """The rules of one document.

    Attributes:
        document: id of the document.
        province: for the rules of a province; None for those of the whole country.
        carried_by: ids of provincial documents that pass them on.
    """

    document: str
    province: str | None = None
    carried_by: tuple[str, ...] = ()
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...] = ()
    note: str | None = None

    def rule(self, id: str) -> Rule:
        """Return one rule.

        Raises:
            UnknownName: the directive has no rule of this id.
        """
        for rule in self.rules:
            if rule.id == id:
                return rule
        raise UnknownName("rule", id, suggestion=nearest(id, [r.id for r in self.rules]))


@dataclass(frozen=True, kw_only=True, repr=False)
class RuleBook:
    """The rules of several directives that are in force on a day.

    Attributes:
        directives: where they come from, in order of issue.
        rules: those in force.
        on: the day; None for every rule whatever its time.
        province: the province whose own directives are among them.
    """

    directives: tuple[Directive, ...]
    rules: tuple[Rule, ...]
    on: dt.date | None = None
    province: str | None = None

    def __repr__(self) -> str:
        when = f" on {self.on}" if self.on else ""
        where = f" in {self.province}" if self.province else ""
        return f"<rule book{when}{where}: {len(self.rules)} rules of {len(self.directives)} directives>"

    def rule(self, name: str) -> Rule:
        """Return a rule by its name across directives, such as `18/2022 th-x1`.

        Raises:
            UnknownName: the book has no such rule.
        """
        for rule in self.rules:
            if rule.name == name:
                return rule
        raise UnknownName("rule", name, suggestion=nearest(name, [r.name for r in self.rules]))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text of the rules in force, whatever day and province they were asked for."""
        import hashlib

        return hashlib.sha256("".join(map(_digest, self.rules)).encode()).hexdigest()


@lru_cache(maxsize=4096)
def _digest(rule: Rule) -> str:
    import hashlib

    from ntm_rules.standing.directive_writer import dump_rules

    return hashlib.sha256(dump_rules((rule,)).encode()).hexdigest()


def book_of(
    directives: tuple[Directive, ...], *, on: dt.date | None = None, province: str | None = None
) -> RuleBook:
    """Return the book of some directives for a day, all rules whatever their time where none is named."""
    rules = tuple(r for d in directives for r in d.rules if on is None or r.in_force(on))
    return RuleBook(directives=directives, rules=rules, on=on, province=province)
