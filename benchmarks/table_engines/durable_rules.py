"""durable-rules, bare: a fact per value, rules that chain from values over parts to criteria and the tier.

The network is embedded without its host, which keeps threads and global state; what a rule concludes is told
to it as the next fact. A session per commune, deleted after it. It looks for facts that are there: a missing
value is a fact that is not, and so is an answer that is not known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from durable.engine import MessageNotHandledException, Ruleset

from table_engines import Prepared
from table_engines.per_commune import loader, read, runner
from table_work.terms import (
    MET,
    NOT_MET,
    UNKNOWN,
    CannotExpress,
    Every,
    Found,
    OneOf,
    Operator,
    Some,
    Term,
    Threshold,
    Undecided,
    Work,
    for_region,
)

Pattern = dict[str, Any]
Fact = dict[str, Any]

_MOST = 16
"""So many facts, and no more, can be joined by one rule."""

_OPERATORS: dict[Operator, str] = {
    "at_least": "$gte",
    "at_most": "$lte",
    "above": "$gt",
    "below": "$lt",
    "equals": "$eq",
}
_FAILING: dict[Operator, str] = {
    "at_least": "$lt",
    "at_most": "$gt",
    "above": "$lte",
    "below": "$gte",
    "equals": "$neq",
}


def prepare(work: Work) -> Prepared:
    lacks = ""
    try:
        for term in work.conditions:
            _Rules().term(for_region(term, work.regions[0]))
    except CannotExpress as error:
        lacks = f"the tier: {error}"
    judges = [_judge(work, region, with_tier=not lacks) for region in work.regions]
    return Prepared(loader(work, lambda row: row), runner(judges), read, lacks=lacks)


@dataclass
class _Rules:
    """Rules that tell whether a part is met or fails; parts are numbered.

    Attributes:
        rules: as the engine reads them, without what they do.
        tells: the part and the answer that each rule tells of.
        asked: the columns that a rule looks at.
    """

    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    tells: dict[str, tuple[int, int]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    parts: int = 0

    def term(self, term: Term) -> tuple[list[Pattern], list[Pattern]]:
        """Return patterns of which one shows that a term is met, and of which one shows that it fails."""
        match term:
            case Threshold(column, operator, _):
                met = self._value(column, {_OPERATORS[operator]: {column: term.level}})
                return [met], [self._value(column, {_FAILING[operator]: {column: term.level}})]
            case Found(column, expected):
                yes, no = (self._value(column, {column: int(v)}) for v in (expected, not expected))
                return [yes], [no]
            case OneOf(column, values):
                good = self._value(column, {"$or": [{column: v} for v in values]})
                bad = self._value(column, {"$and": [{"$neq": {column: v}} for v in values]})
                return [good], [bad]
            case Every(parts):
                number = self.together(MET, NOT_MET, [self.term(part) for part in parts])
            case Some(parts):
                turned = [self.term(part)[::-1] for part in parts]
                number = self.together(NOT_MET, MET, turned)
            case Undecided():
                return [], []
            case _:
                raise CannotExpress(
                    "a finding that counts where the facts cannot tell: that needs a negation"
                )
        return [_answer(number, MET)], [_answer(number, NOT_MET)]

    def together(self, all_: int, any_: int, parts: list[tuple[list[Pattern], list[Pattern]]]) -> int:
        """Number a part that has one answer where all of its parts have it, another where one has."""
        if len(parts) > _MOST:
            groups = [parts[n : n + _MOST] for n in range(0, len(parts), _MOST)]
            numbers = [self.together(all_, any_, group) for group in groups]
            parts = [([_answer(n, all_)], [_answer(n, any_)]) for n in numbers]
        number, self.parts = self.parts, self.parts + 1
        if all(first for first, _ in parts):
            patterns = [{f"p{n}": pattern} for n, (first, _) in enumerate(parts) for pattern in first]
            self._rule({"all": patterns, "dist": 0}, number, all_)
        others = [pattern for _, second in parts for pattern in second]
        if others:
            self._rule({"any": [{f"p{n}": pattern} for n, pattern in enumerate(others)]}, number, any_)
        return number

    def _rule(self, rule: dict[str, Any], number: int, answer: int) -> None:
        name = f"r{len(self.rules)}"
        self.rules[name], self.tells[name] = rule, (number, answer)

    def _value(self, column: str, test: Pattern) -> Pattern:
        self.asked.add(column)
        return test


def _answer(number: int, answer: int) -> Pattern:
    return {_part(number): answer}


def _part(number: int) -> str:
    return f"part_{number}"


def _judge(work: Work, region: str, *, with_tier: bool) -> Callable[[dict[str, Any]], list[int]]:
    rules = _Rules()
    found, numbers = [], []
    for _, term in work.criteria:
        found.append(rules.term(for_region(Every((term,)), region)))
        numbers.append(rules.parts - 1)
    tier = -1
    if with_tier:
        conditions = [rules.term(for_region(term, region)) for term in work.conditions]
        tier = rules.together(MET, NOT_MET, [*found, *conditions])
    agenda: list[Fact] = []
    known: dict[int, int] = {}
    for name, (number, answer) in rules.tells.items():
        rules.rules[name]["run"] = _teller(agenda, known, number, answer)
    network = Ruleset(f"communes {region}", None, rules.rules)

    def judge(row: dict[str, Any]) -> list[int]:
        known.clear()
        agenda.extend(
            {name: int(value) if isinstance(value, bool) else value}
            for name, value in row.items()
            if value is not None and name in rules.asked
        )
        told = matched = 0
        while agenda:
            # Numbered, so that the engine does not take two facts for one because its hashes are equal.
            told += 1
            try:
                handle = network.assert_fact({"id": str(told), "sid": "s", **agenda.pop()})
            except MessageNotHandledException:  # no rule looks for this answer
                continue
            matched += 1
            network.do_actions(handle, _done)
        if matched:
            network.delete_state("s")
        codes = [known.get(number, UNKNOWN) for number in numbers]
        return [known.get(tier, UNKNOWN) if with_tier else -1, *codes]

    return judge


def _teller(agenda: list[Fact], known: dict[int, int], number: int, answer: int) -> Callable[[Any], None]:
    # One parameter: the engine takes an action with two for an asynchronous one.
    def tell(_context: Any) -> None:
        if number not in known:
            known[number] = answer
            agenda.append({_part(number): answer})

    return tell


def _done(error: BaseException | None, state: dict[str, Any] | None) -> None:
    if error is not None:
        raise error
    if state is not None and "exception" in state:  # it swallows what an action raises
        raise RuntimeError(state["exception"])
