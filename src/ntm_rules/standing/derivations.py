"""Why facts hold: derivations made of what fired, the same whatever the order in which it did.

Does not run rules and does not word anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ntm_rules.standing import chainer
from ntm_rules.standing.cases import Case
from ntm_rules.standing.chainer import Firing, follow
from ntm_rules.standing.clauses import Clause, Grounds, weakest
from ntm_rules.standing.directives import Rule
from ntm_rules.standing.facts import Fact
from ntm_rules.standing.vocabulary import KINDS

_ORDER: Final = {name: rank for rank, name in enumerate(KINDS)}


class Derivation(NamedTuple):
    """Why a fact holds.

    Attributes:
        fact: the fact.
        rule: the rule that concludes it; None where it was given.
        premises: the derivations of the facts that the rule fired on, in its order.
        grounds: what it rests on, all the way down.
    """

    fact: Fact
    rule: Rule | None
    premises: tuple[Derivation, ...]
    grounds: Grounds


class OpenRule(NamedTuple):
    """A rule that might have fired had somebody confirmed what it leaves unset.

    Attributes:
        rule: the rule.
        facts: the facts that match all of it that is known.
        conclusions: what it would have concluded.
    """

    rule: Rule
    facts: tuple[Fact, ...]
    conclusions: tuple[Fact, ...]


class Explained(NamedTuple):
    """What follows in a case.

    Attributes:
        given: the facts of the case, in its order.
        conclusions: what follows, in the order of the vocabulary.
        open: rules that might have fired.
    """

    given: tuple[Fact, ...]
    conclusions: tuple[Derivation, ...]
    open: tuple[OpenRule, ...]


def explain(case: Case, fired: Iterable[Firing]) -> Explained:
    """Return what firings make up."""
    order = _Order(case)
    known = _derived(case, tuple(fired), order)
    conclusions = sorted(
        (d for d in known.values() if d.rule is not None), key=lambda d: (_ORDER[d.fact.kind], d.fact)
    )
    return Explained(case.facts, tuple(conclusions), tuple(_open(case, known, order)))


class _Order:
    """Puts firings in an order that is the same in all cases that are alike."""

    def __init__(self, case: Case) -> None:
        self._places = case.places

    def __call__(self, firing: Firing) -> tuple[object, ...]:
        return firing.clause, [(self._places.get(fact, -1), self._concluded(fact)) for fact in firing.facts]

    def _concluded(self, fact: Fact) -> tuple[Fact, ...]:
        """A concluded fact, which is the same in all of them, stands for itself."""
        return () if fact in self._places else (fact,)


def _derived(case: Case, fired: Sequence[Firing], order: _Order) -> dict[Fact, Derivation]:
    """Return one derivation of every fact.

    It is that on the strongest grounds; among those the shortest, and then the one by the first rule.
    """
    clauses = case.program.clauses
    given = dict(zip(case.facts, case.grounds, strict=True))
    steps = [
        (firing, fact)
        for firing in fired
        for fact in follow(clauses[firing.clause], firing.facts)
        if fact not in given
    ]
    grounds = _best_grounds(clauses, steps, given)
    strongest = [(f, fact) for f, fact in steps if _rests(clauses, f, grounds) is grounds[fact]]
    depths = _depths(strongest, given)
    known = {fact: Derivation(fact, None, (), rests) for fact, rests in given.items()}
    for firing, fact in sorted(strongest, key=lambda step: (depths[step[1]], order(step[0]))):
        if fact not in known and _depth(firing, depths) == depths[fact]:
            premises = tuple(known[premise] for premise in firing.facts)
            known[fact] = Derivation(fact, clauses[firing.clause].rule, premises, grounds[fact])
    return known


def _rests(clauses: Sequence[Clause], firing: Firing, grounds: Mapping[Fact, Grounds]) -> Grounds:
    return weakest(clauses[firing.clause].grounds, *(grounds[fact] for fact in firing.facts))


def _best_grounds(
    clauses: Sequence[Clause], steps: Sequence[tuple[Firing, Fact]], given: Mapping[Fact, Grounds]
) -> dict[Fact, Grounds]:
    """Return the strongest grounds on which each fact follows."""
    best = dict(given)
    changed = True
    while changed:
        changed = False
        for firing, fact in steps:
            if all(premise in best for premise in firing.facts):
                rests = _rests(clauses, firing, best)
                if fact not in best or rests.rank < best[fact].rank:
                    best[fact] = rests
                    changed = True
    return best


def _depth(firing: Firing, depths: Mapping[Fact, int]) -> int:
    return 1 + max(depths[fact] for fact in firing.facts)


def _depths(steps: Sequence[tuple[Firing, Fact]], given: Iterable[Fact]) -> dict[Fact, int]:
    """Return in how few steps each fact follows."""
    found = dict.fromkeys(given, 0)
    while True:
        reached = {
            fact
            for firing, fact in steps
            if fact not in found and all(premise in found for premise in firing.facts)
        }
        if not reached:
            return found
        found |= dict.fromkeys(reached, 1 + max(found.values()))


def _open(case: Case, known: Mapping[Fact, Derivation], order: _Order) -> Iterator[OpenRule]:
    """Yield the open rules that match the facts; what they would conclude does not chain."""
    ready = case.program.open
    silent = [clause._replace(conclusions=()) for clause in ready]
    for firing in sorted(chainer.run(silent, known), key=order):
        clause = ready[firing.clause]
        yield OpenRule(clause.rule, firing.facts, tuple(follow(clause, firing.facts)))


def over(explained: Explained, facts: tuple[Fact, ...]) -> Explained:
    """Return the same with the corresponding facts of a case that is alike."""
    if facts == explained.given:
        return explained
    instead = dict(zip(explained.given, facts, strict=True))
    made: dict[int, Derivation] = {}

    def replaced(derivation: Derivation) -> Derivation:
        found = made.get(id(derivation))
        if found is None:
            if derivation.rule is None:
                found = derivation._replace(fact=instead[derivation.fact])
            else:
                found = derivation._replace(premises=tuple(map(replaced, derivation.premises)))
            made[id(derivation)] = found
        return found

    return Explained(
        facts,
        tuple(map(replaced, explained.conclusions)),
        tuple(o._replace(facts=tuple(instead.get(f, f) for f in o.facts)) for o in explained.open),
    )
