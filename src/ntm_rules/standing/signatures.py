"""When two cases are one case to the rules: facts reduced to what the rules can tell apart.

A field that no rule reads does not matter, and one that is only held against bounds matters by the side of
each bound on which it lies. So ten thousand units come to few cases, each of which is inferred once. Does not
infer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.standing.clauses import Clause, Grounds, Program, Test
from ntm_rules.standing.facts import Fact, Value

Projection = tuple[object, ...]
Signature = frozenset[tuple[Projection, Grounds]]

_REMEMBERED: Final = 65_536


class _Reading(NamedTuple):
    """What the rules read of one kind of fact.

    Attributes:
        exact: fields whose very value a rule uses.
        tests: comparisons with plain values, of the other fields.
        premises: the comparisons of each premise on facts of the kind.
    """

    exact: tuple[str, ...]
    tests: tuple[Test, ...]
    premises: tuple[tuple[Test, ...], ...]


class Alphabet:
    """What a program can tell apart.

    Args:
        program: the clauses, those that decide and those that are open.
    """

    __slots__ = ("_known", "_readings")

    def __init__(self, program: Program) -> None:
        self._readings = _readings((*program.clauses, *program.open))
        self._known: dict[Fact, Projection | None] = {}

    def mentions(self, kind: str) -> bool:
        """Return whether any rule reads facts of a kind."""
        return kind in self._readings

    def signature(self, facts: Iterable[Fact], grounds: Mapping[Fact, Grounds]) -> Signature:
        """Return what the rules can tell of some facts; equal for cases from which the same follows."""
        told = set()
        for one in facts:
            projection = self.projection(one)
            if projection is not None:
                told.add((projection, grounds.get(one, Grounds.SOURCED)))
        return frozenset(told)

    def projection(self, one: Fact) -> Projection | None:
        """Return what the rules can tell of one fact, or None where it can match no premise of any."""
        try:
            return self._known[one]
        except KeyError:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[one] = self._project(one)
            return found

    def _project(self, one: Fact) -> Projection | None:
        reading = self._readings.get(one.kind)
        if reading is None:
            return None
        values: dict[str, Value] = dict(one.fields)
        if not any(all(t.passes(values.get(t.field)) for t in tests) for tests in reading.premises):
            return None
        sides = tuple(test.passes(values.get(test.field)) for test in reading.tests)
        return one.kind, tuple(values.get(field) for field in reading.exact), sides


def _readings(clauses: Iterable[Clause]) -> Mapping[str, _Reading]:
    exact: dict[str, set[str]] = {}
    premises: dict[str, dict[tuple[Test, ...], None]] = {}
    for clause in clauses:
        for premise in clause.premises:
            used = exact.setdefault(premise.kind, set())
            used.update(field for field, _ in premise.binds)
            used.update(join.field for join in premise.joins)
            premises.setdefault(premise.kind, {})[premise.tests] = None
    return FrozenMap({kind: _reading(sorted(used), tuple(premises[kind])) for kind, used in exact.items()})


def _reading(exact: Sequence[str], premises: tuple[tuple[Test, ...], ...]) -> _Reading:
    tests = dict.fromkeys(test for tests in premises for test in tests if test.field not in exact)
    return _Reading(tuple(exact), tuple(tests), premises)
