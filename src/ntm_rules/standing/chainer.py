"""The small chainer: forward chaining over clauses in plain Python.

It runs where durable-rules cannot be imported, and is what durable-rules is held equal to. The clauses are
positive, so that what follows is one set whatever the order. Does not explain: it returns which clauses fired
on which facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ntm_rules.standing.clauses import Clause, Premise, compare
from ntm_rules.standing.directives import Conclusion, Variable
from ntm_rules.standing.facts import Fact, Value


class Firing(NamedTuple):
    """One clause fired on one choice of facts, in the order of its premises."""

    clause: int
    facts: tuple[Fact, ...]


def run(clauses: Sequence[Clause], given: Iterable[Fact]) -> frozenset[Firing]:
    """Return every firing of the clauses over the given facts and all that follows from them."""
    wanting = _by_kind(clauses)
    known: dict[str, list[Fact]] = {}
    seen = set(given)
    agenda = sorted(seen)
    fired: set[Firing] = set()
    while agenda:
        new = agenda.pop()
        known.setdefault(new.kind, []).append(new)
        for index, position in wanting.get(new.kind, ()):
            clause = clauses[index]
            for facts, variables in _matches(clause.premises, known, new, position):
                firing = Firing(index, facts)
                if firing in fired:
                    continue
                fired.add(firing)
                for conclusion in clause.conclusions:
                    follows = concluded(conclusion, variables)
                    if follows not in seen:
                        seen.add(follows)
                        agenda.append(follows)
    return frozenset(fired)


def _by_kind(clauses: Sequence[Clause]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for index, clause in enumerate(clauses):
        for position, premise in enumerate(clause.premises):
            found.setdefault(premise.kind, []).append((index, position))
    return found


def _matches(
    premises: Sequence[Premise], known: Mapping[str, Sequence[Fact]], new: Fact, position: int
) -> Iterator[tuple[tuple[Fact, ...], dict[str, Value]]]:
    """Yield every choice of known facts that takes the new one at a position."""

    def extend(
        at: int, facts: tuple[Fact, ...], variables: dict[str, Value]
    ) -> Iterator[tuple[tuple[Fact, ...], dict[str, Value]]]:
        if at == len(premises):
            yield facts, variables
            return
        premise = premises[at]
        for candidate in (new,) if at == position else known.get(premise.kind, ()):
            bound = meets(premise, candidate, variables)
            if bound is not None:
                yield from extend(at + 1, (*facts, candidate), bound)

    if admits(premises[position], new):
        yield from extend(0, (), {})


def admits(premise: Premise, candidate: Fact) -> bool:
    """Return whether a fact by itself can match a premise."""
    if candidate.kind != premise.kind:
        return False
    values = dict(candidate.fields)
    return all(test.passes(values.get(test.field)) for test in premise.tests) and all(
        field in values for field in _read(premise)
    )


def _read(premise: Premise) -> Iterator[str]:
    yield from (field for field, _ in premise.binds)
    yield from (join.field for join in premise.joins)


def meets(premise: Premise, candidate: Fact, variables: Mapping[str, Value]) -> dict[str, Value] | None:
    """Return the variables after a fact has matched a premise beside earlier ones, or None."""
    if not admits(premise, candidate):
        return None
    values = dict(candidate.fields)
    if not all(compare(j.operator, values[j.field], variables[j.variable]) for j in premise.joins):
        return None
    return {**variables, **{name: values[field] for field, name in premise.binds}}


def follow(clause: Clause, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Yield what a clause concludes when it fires on facts that match it."""
    variables: dict[str, Value] = {}
    for premise, matched in zip(clause.premises, facts, strict=True):
        values = dict(matched.fields)
        variables |= {name: values[field] for field, name in premise.binds}
    for conclusion in clause.conclusions:
        yield concluded(conclusion, variables)


def concluded(conclusion: Conclusion, variables: Mapping[str, Value]) -> Fact:
    """Return the fact that a conclusion makes of the variables."""
    fields = (
        (name, variables[value.name] if isinstance(value, Variable) else value)
        for name, value in conclusion.fields
    )
    return Fact(conclusion.kind, tuple(fields))
