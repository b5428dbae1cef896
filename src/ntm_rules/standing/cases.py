"""Cases that are alike are inferred once: what the rules cannot tell apart does not make another case.

Two facts are alike to a program if they match the same premises by themselves and agree in every field whose
value a rule takes up. Cases of pairwise alike facts have the same conclusions, by the same rules on
corresponding facts, so that the dates and counts of a thousand communes make up few cases. Runs no rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Final

from ntm_rules.standing.chainer import admits
from ntm_rules.standing.clauses import Grounds, Premise, Program
from ntm_rules.standing.facts import Fact, Value
from ntm_rules.standing.vocabulary import KINDS

Sign = tuple[str, tuple[int, ...], tuple[tuple[str, Value], ...]]
"""What a program sees of a fact: its kind, the premises it matches by itself, the values taken up."""

KEPT: Final = 65_536
"""How many facts of a program keep their sign."""


_NUMBERS: Final = count()
"""Numbers of signs. None is given twice, in whatever thread: a case that is kept may outlive its alphabet."""


class Alphabet:
    """What the premises of a program ask of facts."""

    def __init__(self, ready: Program) -> None:
        self._premises: dict[str, list[Premise]] = {}
        self._taken_up: dict[str, set[str]] = {}
        for clause in (*ready.clauses, *ready.open):
            for premise in clause.premises:
                of_kind = self._premises.setdefault(premise.kind, [])
                if premise not in of_kind:
                    of_kind.append(premise)
                taken_up = self._taken_up.setdefault(premise.kind, set())
                taken_up.update(field for field, _ in premise.binds)
                taken_up.update(join.field for join in premise.joins)
        self._numbers: dict[Sign, int] = {}
        self._known: dict[Fact, int] = {}

    def number(self, fact: Fact) -> int:
        """Return the number of the sign of a fact; -1 where it changes nothing."""
        found = self._known.get(fact)
        if found is None:
            sign = self.sign(fact)
            found = self._numbers.setdefault(sign, next(_NUMBERS)) if self._matters(sign) else -1
            if len(self._known) >= KEPT:
                self._known.clear()
                self._numbers.clear()
            self._known[fact] = found
        return found

    def sign(self, fact: Fact) -> Sign:
        """Return what the program sees of a fact."""
        kind = fact.kind
        matched = tuple(
            index for index, premise in enumerate(self._premises.get(kind, ())) if admits(premise, fact)
        )
        # A fact that rules also conclude must keep what makes it that fact.
        taken_up = KINDS[kind].fields if KINDS[kind].concluded else self._taken_up.get(kind, ())
        return kind, matched, tuple(pair for pair in fact.fields if pair[0] in taken_up)

    def _matters(self, sign: Sign) -> bool:
        """Return whether a fact of this sign can change what follows."""
        return bool(sign[1]) or KINDS[sign[0]].concluded


class Case:
    """The facts of one case that matter to a program; equal to every case that is alike.

    Attributes:
        program: the program.
        facts: the facts that matter, in an order in which alike cases correspond.
        grounds: what they rest on.
    """

    __slots__ = ("_key", "facts", "grounds", "program")

    def __init__(self, ready: Program, facts: Iterable[Fact], grounds: Mapping[Fact, Grounds]) -> None:
        number = alphabet_of(ready).number
        seen = [(n, grounds.get(fact, Grounds.SOURCED), fact) for fact in facts if (n := number(fact)) >= 0]
        seen.sort()
        self.program = ready
        self.facts = tuple(fact for _, _, fact in seen)
        self.grounds = tuple(rests for _, rests, _ in seen)
        self._key = (ready.key, tuple(n for n, _, _ in seen), self.grounds)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Case) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def places(self) -> dict[Fact, int]:
        """The place of each fact in an order that depends on nothing but the case."""
        sign = alphabet_of(self.program).sign
        ordered = sorted(zip(self.facts, self.grounds, strict=True), key=lambda p: (sign(p[0]), p[1], p[0]))
        return {fact: place for place, (fact, _) in enumerate(ordered)}


_alphabets: dict[object, Alphabet] = {}
_ALPHABETS: Final = 8


def alphabet_of(ready: Program) -> Alphabet:
    """Return the alphabet of a program. Kept."""
    found = _alphabets.get(ready.key)
    if found is None:
        while len(_alphabets) >= _ALPHABETS:
            _alphabets.pop(next(iter(_alphabets)), None)
        found = _alphabets[ready.key] = Alphabet(ready)
    return found
