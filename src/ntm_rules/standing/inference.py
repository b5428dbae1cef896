"""What follows from facts under a rule book, with the derivation of every conclusion.

Does not run the rules itself: an executor does, once for cases that are alike, and what it returns is
explained by `derivations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from ntm_rules.derived import cached_property
from ntm_rules.errors import UnknownName
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Trust, parse_trust
from ntm_rules.standing.cases import Case
from ntm_rules.standing.clauses import Grounds, program
from ntm_rules.standing.derivations import Derivation, Explained, OpenRule, explain, over
from ntm_rules.standing.directives import RuleBook
from ntm_rules.standing.executors import run
from ntm_rules.standing.facts import Fact, Value, show_fact

KEPT: Final = 2048
"""How many cases are kept inferred."""


@dataclass(frozen=True)
class Inference:
    """What follows from the facts of one case.

    Attributes:
        book: digest of the rule book.
        trust: the least evidence that was let decide.
        stated: the facts that were stated.
        grounds: what those of them rest on that rest on less than a source.
    """

    book: str
    trust: Trust
    stated: frozenset[Fact]
    grounds: frozenset[tuple[Fact, Grounds]]
    _explained: Explained = field(repr=False, compare=False)
    _facts: tuple[Fact, ...] = field(repr=False, compare=False)

    @property
    def given(self) -> tuple[Fact, ...]:
        """The facts that were stated, in order."""
        return tuple(sorted(self.stated))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What follows, in the order of the vocabulary, without why."""
        return tuple(derivation.fact for derivation in self._explained.conclusions)

    @cached_property
    def conclusions(self) -> tuple[Derivation, ...]:
        """What follows, each with why, in the order of the vocabulary."""
        return over(self._explained, self._facts).conclusions

    @cached_property
    def open(self) -> tuple[OpenRule, ...]:
        """The rules that match what is known but might not fire: somebody has yet to confirm them."""
        return over(self._explained, self._facts).open

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
        grounds: what given facts rest on, where that is less than a source, such as a verdict that rests on a
            recalled level.

    Raises:
        UnknownName: no such trust.
        InferenceFailed: the rule engine reported an error.
    """
    stated = frozenset(facts)
    level = parse_trust(str(trust))
    lesser = {fact: rests for fact, rests in (grounds or {}).items() if rests is not Grounds.SOURCED}
    case = Case(program(book, level), stated, lesser)
    rest = frozenset((fact, rests) for fact, rests in lesser.items() if fact in stated)
    return Inference(book.digest, level, stated, rest, _explained(case), case.facts)


@lru_cache(maxsize=KEPT)
def _explained(case: Case) -> Explained:
    """Return what follows in a case and in all that are alike."""
    return explain(case, run(case.program, case.facts))
