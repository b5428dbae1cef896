"""What follows from facts under a rule book, with the derivation of every conclusion.

Does not run the rules itself: an executor does, and what it returns is explained here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ntm_rules.errors import UnknownName
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Trust, parse_trust
from ntm_rules.standing.chainer import Firing, concluded, meets, run
from ntm_rules.standing.clauses import Clause, Grounds, Program, program, weakest
from ntm_rules.standing.directives import Rule, RuleBook
from ntm_rules.standing.facts import Fact, Value, check_fact, show_fact


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


@dataclass(frozen=True, slots=True)
class Inference:
    """What follows from the facts of one case.

    Attributes:
        book: digest of the rule book.
        trust: the least evidence that was let decide.
        given: the facts that were stated, in order.
        conclusions: what follows, each with why, in the order of the vocabulary.
        open: rules that might have fired.
    """

    book: str
    trust: Trust
    given: tuple[Fact, ...]
    conclusions: tuple[Derivation, ...]
    open: tuple[OpenRule, ...]

    def of(self, kind: str, /, **fields: Value) -> tuple[Derivation, ...]:
        """Return the conclusions of a kind whose fields hold these values."""
        asked = set(fields.items())
        return tuple(c for c in self.conclusions if c.fact.kind == kind and asked <= set(c.fact.fields))

    def why(self, concluded: Fact) -> Derivation:
        """Return the derivation of a conclusion.

        Raises:
            UnknownName: it was not concluded.
        """
        for derivation in self.conclusions:
            if derivation.fact == concluded:
                return derivation
        raise UnknownName("conclusion", show_fact(concluded, "en"))

    def tree(self, lang: Lang = "vi") -> str:
        """Return every conclusion with its derivation, as an indented tree."""
        from ntm_rules.standing.derivation_text import inference_text

        return inference_text(self, lang)


def infer(
    book: RuleBook,
    facts: Iterable[Fact],
    *,
    trust: Trust | str = Trust.RECALLED,
    grounds: Mapping[Fact, Grounds] | None = None,
) -> Inference:
    """Return what follows from facts under a rule book.

    Args:
        book: the rules; see `rule_book`.
        facts: what is known of one case; see `fact`. Facts that no rule mentions change nothing.
        trust: `sourced`, `recalled` or `candidate`, as in the evaluation.
        grounds: what given facts rest on, where that is less than sourced, such as a verdict that rests on a
            recalled level.

    Raises:
        UnknownName, UnexpectedValue: a fact that departs from the vocabulary.
    """
    given = tuple(sorted(set(facts)))
    for one in given:
        check_fact(one)
    level = parse_trust(str(trust))
    ready = program(book, level)
    return explain(book.digest, level, ready, given, run(ready.clauses, given), grounds or {})


def explain(
    digest: str,
    trust: Trust,
    ready: Program,
    given: tuple[Fact, ...],
    fired: Iterable[Firing],
    grounds: Mapping[Fact, Grounds],
) -> Inference:
    """Return the inference that firings make up; the order of the firings does not matter."""
    derived = derivations(ready.clauses, given, fired, grounds)
    conclusions = tuple(
        sorted((d for d in derived.values() if d.rule is not None), key=lambda d: (_rank(d.fact), d.fact))
    )
    return Inference(digest, trust, given, conclusions, tuple(_open(ready, derived)))


def _rank(shown: Fact) -> int:
    from ntm_rules.standing.vocabulary import KINDS

    return list(KINDS).index(shown.kind)


def derivations(
    clauses: tuple[Clause, ...],
    given: tuple[Fact, ...],
    fired: Iterable[Firing],
    grounds: Mapping[Fact, Grounds],
) -> dict[Fact, Derivation]:
    """Return one derivation of every fact.

    It is that on the strongest grounds; among those the shortest, and then the one by the first rule.
    """
    best: dict[Fact, tuple[tuple[object, ...], Derivation]] = {
        fact: (
            (grounds.get(fact, Grounds.SOURCED).rank, 0),
            Derivation(fact, None, (), grounds.get(fact, Grounds.SOURCED)),
        )
        for fact in given
    }
    ordered = sorted(fired)
    changed = True
    while changed:
        changed = False
        for firing in ordered:
            if not all(fact in best for fact in firing.facts):
                continue
            clause = clauses[firing.clause]
            premises = tuple(best[fact] for fact in firing.facts)
            rests = weakest(clause.grounds, *(d.grounds for _, d in premises))
            depth = 1 + max(int(str(cost[1])) for cost, _ in premises)
            cost = (rests.rank, depth, firing.clause, firing.facts)
            for follows in follow(clause, firing.facts):
                known = best.get(follows)
                if known is None or (known[1].rule is not None and cost < known[0]):
                    best[follows] = (
                        cost,
                        Derivation(follows, clause.rule, tuple(d for _, d in premises), rests),
                    )
                    changed = True
    return {fact: derivation for fact, (_, derivation) in best.items()}


def follow(clause: Clause, facts: tuple[Fact, ...]) -> Iterator[Fact]:
    """Yield what a clause concludes when it fires on facts."""
    variables: dict[str, Value] | None = {}
    for premise, matched in zip(clause.premises, facts, strict=True):
        assert variables is not None
        variables = meets(premise, matched, variables)
    assert variables is not None
    for conclusion in clause.conclusions:
        yield concluded(conclusion, variables)


def _open(ready: Program, known: Mapping[Fact, Derivation]) -> Iterator[OpenRule]:
    """Yield the open rules that match the facts; what they would conclude does not chain."""
    if not ready.open:
        return
    for firing in sorted(run(tuple(c._replace(conclusions=()) for c in ready.open), known)):
        clause = ready.open[firing.clause]
        yield OpenRule(clause.rule, firing.facts, tuple(follow(clause, firing.facts)))
