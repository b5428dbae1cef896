"""Which rules can fire at all, and which conclusions come to nothing.

Looks at what rules ask and conclude, not at any unit. Does not word what it finds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ntm_rules.standing.clauses import Test
from ntm_rules.standing.directives import (
    Conclusion,
    Constraint,
    Directive,
    Pattern,
    Rule,
    Threshold,
    Variable,
)
from ntm_rules.standing.facts import GREATEST_COUNT, MILLION, Value
from ntm_rules.standing.vocabulary import KINDS, Field, FieldType, field_named

_DAY: Final = dt.timedelta(days=1)
_OTHER: Final = "\u0000"


class Placed(NamedTuple):
    """A rule beside its directive."""

    directive: Directive
    rule: Rule


def tests_of(pattern: Pattern) -> Iterator[Test]:
    """Yield what a pattern asks of single fields, as far as it is set."""
    for field, operator, operand in pattern.constraints:
        if isinstance(operand, Threshold):
            if operand.value is not None:
                yield Test(field, operator, operand.value)
        elif not isinstance(operand, Variable):
            yield Test(field, operator, operand)


def impossible_field(pattern: Pattern) -> str | None:
    """Return a field of which a pattern asks what no value is, or None."""
    by_field: dict[str, list[Test]] = {}
    for test in tests_of(pattern):
        by_field.setdefault(test.field, []).append(test)
    for name, tests in by_field.items():
        values = _values(field_named(pattern.kind, name), tests)
        if not any(all(test.passes(value) for test in tests) for value in values):
            return name
    return None


def _values(field: Field, tests: Sequence[Test]) -> Iterator[Value]:
    """Yield values of a field among which is one that passes the tests, if any does."""
    if field.type is FieldType.CHOICE:
        yield from field.choices
    elif field.type is FieldType.TRUTH:
        yield from (True, False)
    else:
        if field.type in (FieldType.RULESET, FieldType.NAME):
            yield _OTHER
        for test in tests:
            operands = test.operand if isinstance(test.operand, tuple) else (test.operand,)
            for operand in operands:
                yield from _around(field.type, operand)


def _around(type_: FieldType, operand: Value) -> Iterator[Value]:
    yield operand
    if type_ is FieldType.DAY:
        day = dt.date.fromisoformat(str(operand))
        if day > dt.date.min:
            yield (day - _DAY).isoformat()
        if day < dt.date.max:
            yield (day + _DAY).isoformat()
    elif type_ in (FieldType.COUNT, FieldType.SHARE):
        most = MILLION if type_ is FieldType.SHARE else GREATEST_COUNT
        yield from (value for value in (int(operand) - 1, int(operand) + 1) if 0 <= value <= most)


def _meet(one: Placed, other: Placed) -> bool:
    """Return whether two rules are ever in one book: on one day, and for one province."""
    provinces = {one.directive.province, other.directive.province} - {None}
    if len(provinces) > 1:
        return False
    first = max(one.rule.since or dt.date.min, other.rule.since or dt.date.min)
    last = min(one.rule.until or dt.date.max, other.rule.until or dt.date.max)
    return first <= last


def _answers(conclusion: Conclusion, pattern: Pattern) -> bool:
    """Return whether a conclusion may make a fact that the pattern matches."""
    if conclusion.kind != pattern.kind:
        return False
    fields = dict(conclusion.fields)
    named = {constraint.field for constraint in pattern.constraints}
    if not named <= fields.keys():
        return False
    tests = [test for test in tests_of(pattern) if not isinstance(fields[test.field], Variable)]
    return all(test.passes(_literal(fields[test.field])) for test in tests)


def _literal(value: Value | Variable) -> Value:
    assert not isinstance(value, Variable)
    return value


def never_fired(rules: Sequence[Placed]) -> dict[Placed, Pattern]:
    """Return the rules that no facts can make fire, each with a pattern that nothing matches."""
    dead: dict[Placed, Pattern] = {}
    for placed in rules:
        barren = next((p for p in placed.rule.when if impossible_field(p) is not None), None)
        if barren is not None:
            dead[placed] = barren
    # A rule waits for the others: it lives once each of its patterns is answered by one that does.
    alive: list[Placed] = []
    waiting = [placed for placed in rules if placed not in dead]
    grown = True
    while grown:
        ready = [placed for placed in waiting if _unanswered(placed, alive) is None]
        grown = bool(ready)
        alive += ready
        waiting = [placed for placed in waiting if placed not in ready]
    for placed in waiting:
        barren = _unanswered(placed, alive)
        assert barren is not None
        dead[placed] = barren
    return dead


def _unanswered(placed: Placed, alive: Sequence[Placed]) -> Pattern | None:
    """Return a pattern of a rule that no fact stated and no living rule answers."""
    for pattern in placed.rule.when:
        if KINDS[pattern.kind].concluded and not any(
            _meet(placed, other) and any(_answers(c, pattern) for c in other.rule.then) for other in alive
        ):
            return pattern
    return None


def unused_conclusions(rules: Sequence[Placed]) -> Iterator[tuple[Placed, Conclusion]]:
    """Yield conclusions that are of use to other rules alone, and that none takes up."""
    for placed in rules:
        for conclusion in placed.rule.then:
            if KINDS[conclusion.kind].step and not any(
                _meet(placed, other) and any(_answers(conclusion, p) for p in other.rule.when)
                for other in rules
            ):
                yield placed, conclusion


def literals(constraint: Constraint) -> tuple[Value, ...]:
    """Return the values that a constraint names."""
    match constraint.operand:
        case Variable() | Threshold():
            return ()
        case str() | int() as value:
            return (value,)
        case values:
            return values
