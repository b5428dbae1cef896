"""Rules made ready to run: which of them the trust lets decide, and their patterns with plain bounds.

The executors see clauses, never rules. Does not look at facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from ntm_rules.law import Status, Trust
from ntm_rules.standing.directives import Conclusion, Operator, Pattern, Rule, RuleBook, Threshold, Variable
from ntm_rules.standing.facts import Value


class Grounds(StrEnum):
    """What a conclusion rests on, strongest first.

    `sourced`: on rules and facts that pages state. `provisional`: on something recalled. `assumed`: on a lone
    candidate of an unset bound.
    """

    SOURCED = "sourced"
    PROVISIONAL = "provisional"
    ASSUMED = "assumed"

    @property
    def rank(self) -> int:
        return _RANKS[self]


KEPT: Final = 64
"""How many programs are kept."""

_RANKS: Final = {grounds: rank for rank, grounds in enumerate(Grounds)}


def weakest(*grounds: Grounds) -> Grounds:
    """Return the weakest of some grounds."""
    return max(grounds, key=lambda g: g.rank)


class Test(NamedTuple):
    """A comparison of one field with a plain value, which a fact passes or not by itself."""

    field: str
    operator: Operator
    operand: Value | tuple[Value, ...]

    def passes(self, value: Value | None) -> bool:
        """Return whether a value passes; a missing one never does."""
        if value is None:
            return False
        operand = self.operand
        if isinstance(operand, tuple):
            return value in operand
        return compare(self.operator, value, operand)


class Join(NamedTuple):
    """A comparison of one field with the value of a variable that an earlier pattern binds."""

    field: str
    operator: Operator
    variable: str


class Premise(NamedTuple):
    """A pattern ready to run.

    Attributes:
        tests: what the fact must pass by itself.
        binds: fields whose values become variables.
        joins: what it must pass beside the facts of earlier premises.
    """

    kind: str
    tests: tuple[Test, ...] = ()
    binds: tuple[tuple[str, str], ...] = ()
    joins: tuple[Join, ...] = ()


class Clause(NamedTuple):
    """A rule ready to run.

    Attributes:
        rule: the rule that it is made of.
        grounds: what its bounds and its own status let a conclusion rest on.
    """

    rule: Rule
    premises: tuple[Premise, ...]
    conclusions: tuple[Conclusion, ...]
    grounds: Grounds


class Program(NamedTuple):
    """A rule book under a trust: the clauses that decide, and those that stay open.

    Attributes:
        key: digest of the book and the trust, by which programs are told apart.
        open: clauses without the bounds that nobody has confirmed: where one would fire, the rule might.
    """

    key: tuple[str, Trust]
    clauses: tuple[Clause, ...]
    open: tuple[Clause, ...]


def compare(operator: Operator, value: Value, operand: Value) -> bool:
    """Compare two values of one type."""
    match operator:
        case "is":
            return value == operand
        case "differs_from":
            return value != operand
        case "at_least":
            return value >= operand  # type: ignore[operator]
        case "above":
            return value > operand  # type: ignore[operator]
        case "at_most":
            return value <= operand  # type: ignore[operator]
        case "below":
            return value < operand  # type: ignore[operator]
    raise AssertionError(operator)


def program(book: RuleBook, trust: Trust) -> Program:
    """Return the clauses of a book under a trust. Kept."""
    key = (book.digest, trust)
    found = _programs.get(key)
    if found is None:
        made = [_clause(rule, trust) for rule in book.rules]
        found = Program(
            key,
            tuple(clause for clause, decides in made if decides),
            tuple(clause for clause, decides in made if not decides),
        )
        while len(_programs) >= KEPT:
            _programs.pop(next(iter(_programs)), None)
        _programs[key] = found
    return found


_programs: dict[tuple[str, Trust], Program] = {}


def _clause(rule: Rule, trust: Trust) -> tuple[Clause, bool]:
    """Return the clause of a rule, and whether it decides."""
    decided = [_decided(threshold, trust) for threshold in rule.thresholds]
    grounds = [_grounds(t.provenance.status) for t in rule.thresholds]
    if rule.status is Status.UNSET:
        decided.append(bool(decided) and trust is Trust.CANDIDATE)
        grounds.append(Grounds.ASSUMED)
    else:
        decided.append(_trusted(rule.status, trust))
        grounds.append(_grounds(rule.status))
    premises = tuple(_premises(rule.when, trust))
    return Clause(rule, premises, rule.then, weakest(*grounds)), all(decided)


def _trusted(status: Status, trust: Trust) -> bool:
    return status is not Status.UNSET and not (status is Status.RECALLED and trust is Trust.SOURCED)


def _decided(threshold: Threshold, trust: Trust) -> bool:
    return _bound(threshold, trust) is not None


def _bound(threshold: Threshold, trust: Trust) -> Value | None:
    """Return the bound that decides under a trust, if any."""
    if threshold.value is not None:
        return threshold.value if _trusted(threshold.provenance.status, trust) else None
    if trust is Trust.CANDIDATE and len(threshold.candidates) == 1:
        return threshold.candidates[0]
    return None


def _grounds(status: Status) -> Grounds:
    match status:
        case Status.UNSET:
            return Grounds.ASSUMED
        case Status.RECALLED:
            return Grounds.PROVISIONAL
    return Grounds.SOURCED


def _premises(patterns: tuple[Pattern, ...], trust: Trust) -> Iterator[Premise]:
    bound: set[str] = set()
    for pattern in patterns:
        tests: list[Test] = []
        binds: list[tuple[str, str]] = []
        joins: list[Join] = []
        for field, operator, operand in pattern.constraints:
            if isinstance(operand, Variable):
                if operator == "is" and operand.name not in bound:
                    binds.append((field, operand.name))
                else:
                    joins.append(Join(field, operator, operand.name))
            elif isinstance(operand, Threshold):
                value = _bound(operand, trust)
                if value is not None:
                    tests.append(Test(field, operator, value))
            else:
                tests.append(Test(field, operator, operand))
        bound.update(name for _, name in binds)
        yield Premise(pattern.kind, tuple(tests), tuple(binds), tuple(joins))
