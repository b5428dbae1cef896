"""The clauses as networks of durable-rules: one session per case, nothing kept of it afterwards.

`durable.engine.Ruleset` is embedded directly: no host, hence no global state and no threads. What was found
out about the engine, and what follows, stands beside the lines that guard against it. Imported only where
durable-rules can be; does not explain and does not decide what is asked.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import durable_rules_engine
from durable import engine
from durable.engine import MessageNotHandledException, MessageObservedException, Ruleset

from ntm_rules.errors import InferenceFailed
from ntm_rules.standing.chainer import Firing, admits, follow
from ntm_rules.standing.clauses import Clause, Premise, Program, Test
from ntm_rules.standing.directives import Operator
from ntm_rules.standing.facts import Fact
from ntm_rules.standing.vocabulary import KINDS

if sys.version_info >= (3, 12):
    # Its clock, which only measures how long actions take, calls what Python deprecates. Where warnings are
    # errors, every action would fail on it.
    engine._unix_now = time.time  # noqa: SLF001

# The names of a message beside the fields of the fact.
_SESSION: Final = "sid"
_ID: Final = "id"
_KIND: Final = "fact"
_ONE: Final = "one"
RESERVED: Final = (_SESSION, _ID, _KIND, _ONE)

# One session at a time is alive in a network, and it is deleted: the engine finds a session by a 32-bit hash
# of its name alone, holds no more than 1024, and does not forget them by itself.
_ONLY_SESSION: Final = "s"

# Every session begins with a message on which a rule without effect fires: with a session the engine frees
# what its last action left, and where there was none, whatever the memory holds.
_BEGIN: Final = "begin"

# The engine keeps at most 64 alternatives of one message in mind, and each premise of its kind may be one.
PREMISES_OF_A_KIND: Final = 60

KEPT: Final = 8
"""How many networks are kept compiled."""

_OPERATORS: Final[Mapping[Operator, str]] = {
    "differs_from": "$neq",
    "at_least": "$gte",
    "above": "$gt",
    "at_most": "$lte",
    "below": "$lt",
}

Plain = dict[str, Any]
T = TypeVar("T")


def definition(clause: Clause) -> Plain:
    """Return a clause as the engine reads it."""
    names = [f"p{position}" for position in range(len(clause.premises))]
    binders = {
        variable: (names[position], field)
        for position, premise in enumerate(clause.premises)
        for field, variable in premise.binds
    }
    return {
        "all": [
            {name: {"$and": list(_expressions(premise, binders, first=position == 0))}}
            for position, (name, premise) in enumerate(zip(names, clause.premises, strict=True))
        ],
        "dist": 0,  # one fact may match several premises
        "cap": 1000,  # as many firings as there are go to the action at once
    }


def _expressions(premise: Premise, binders: Mapping[str, tuple[str, str]], *, first: bool) -> Iterator[Plain]:
    yield {_KIND: premise.kind}
    choices = [test for test in premise.tests if isinstance(test.operand, tuple)]
    yield from (_test(test) for test in premise.tests if test not in choices)
    fields = KINDS[premise.kind].fields
    for field in dict.fromkeys((*(f for f, _ in premise.binds), *(j.field for j in premise.joins))):
        if not fields[field].required:
            yield {"$ex": {field: 1}}  # a join on a field that a message lacks is an error of the engine
    for field, operator, variable in premise.joins:
        name, bound = binders[variable]
        joined = {field: {name: bound}}
        yield joined if operator == "is" else {_OPERATORS[operator]: joined}
    if premise.joins and not first:
        # Where the last join of a sequence fails, the engine reads past its end and may crash. This one,
        # which never fails, makes sure that none of those above is the last.
        yield {_ONE: {"p0": _ONE}}
    # Joins that stand after a choice are passed over by the engine.
    yield from map(_test, choices)


def _test(test: Test) -> Plain:
    if isinstance(test.operand, tuple):
        return {"$or": [{test.field: value} for value in test.operand]}
    plain = {test.field: test.operand}
    return plain if test.operator == "is" else {_OPERATORS[test.operator]: plain}


class Network:
    """Clauses compiled for the engine, possibly over several of its rulesets."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = tuple(clauses)
        self._parts = [Part(self.clauses, chosen) for chosen in _shares(self.clauses)]

    def run(self, given: Iterable[Fact]) -> frozenset[Firing]:
        """Return every firing; see `chainer.run`.

        Raises:
            InferenceFailed: the engine reported an error, or swallowed one.
        """
        agenda = sorted(set(given), reverse=True)
        seen = set(agenda)
        fired: set[Firing] = set()
        try:
            while agenda:
                new = agenda.pop()
                for part in self._parts:
                    for firing in part.tell(new):
                        if firing in fired:
                            continue
                        fired.add(firing)
                        for follows in follow(self.clauses[firing.clause], firing.facts):
                            if follows not in seen:
                                seen.add(follows)
                                agenda.append(follows)
        finally:
            for part in self._parts:
                part.forget()
        return frozenset(fired)

    def close(self) -> None:
        """Give the memory of the engine back."""
        for part in self._parts:
            part.close()


def _shares(clauses: Sequence[Clause]) -> list[list[int]]:
    """Return the clauses in parts that the engine can hold."""
    parts: list[list[int]] = []
    counts: dict[str, int] = {}
    for index, clause in enumerate(clauses):
        kinds = [premise.kind for premise in clause.premises]
        if not parts or any(counts.get(k, 0) + kinds.count(k) > PREMISES_OF_A_KIND for k in kinds):
            parts.append([])
            counts = {}
        parts[-1].append(index)
        for kind in kinds:
            counts[kind] = counts.get(kind, 0) + 1
    return parts


class Part:
    """One ruleset of the engine, with the facts of the session that is under way."""

    def __init__(self, clauses: Sequence[Clause], chosen: Sequence[int]) -> None:
        self._premises: dict[str, list[Premise]] = {}
        for index in chosen:
            for premise in clauses[index].premises:
                self._premises.setdefault(premise.kind, []).append(premise)
        self._told: list[Fact] = []
        self._fired: list[Firing] = []
        rules = {
            f"c{index}": {**definition(clauses[index]), "run": self._recorder(index)} for index in chosen
        }
        rules[_BEGIN] = {"all": [{"p0": {_KIND: _BEGIN}}], "run": lambda _context: None}
        self._ruleset = _reported(lambda: Ruleset("standing", None, rules))

    def _recorder(self, index: int) -> Callable[[Any], None]:
        # One parameter: the engine takes an action with two for an asynchronous one.
        def record(context: Any) -> None:
            for match in context.m:
                messages = match.items()
                facts = tuple(self._told[int(message[_ID])] for _, message in sorted(messages, key=_position))
                self._fired.append(Firing(index, facts))

        return record

    def tell(self, new: Fact) -> list[Firing]:
        """Assert a fact and return what fires on it."""
        # A fact that no premise admits is an error to the engine, so that it is not told.
        if not any(admits(premise, new) for premise in self._premises.get(new.kind, ())):
            return []
        if not self._told:
            self._assert({_ID: _BEGIN, _KIND: _BEGIN})
        # Numbered, so that the engine does not take two facts for one because its hashes of them are equal.
        message = {_ID: str(len(self._told)), _KIND: new.kind, _ONE: 1, **dict(new.fields)}
        self._told.append(new)
        self._assert(message)
        fired, self._fired = self._fired, []
        return fired

    def _assert(self, message: Plain) -> None:
        handle = _reported(lambda: self._ruleset.assert_fact({_SESSION: _ONLY_SESSION, **message}))
        states: list[Plain | None] = []

        def done(error: BaseException | None, state: Plain | None) -> None:
            if error is not None:
                raise InferenceFailed(_said(error)) from error
            states.append(state)

        self._ruleset.do_actions(handle, done)
        for state in states:
            # The engine swallows what an action raises and leaves it in the state of the session.
            if state is not None and "exception" in state:
                raise InferenceFailed(str(state["exception"]))

    def forget(self) -> None:
        """End the session."""
        if self._told:
            self._told, self._fired = [], []
            _reported(lambda: self._ruleset.delete_state(_ONLY_SESSION))

    def close(self) -> None:
        """Give the memory of the ruleset back."""
        durable_rules_engine.delete_ruleset(self._ruleset._handle)  # noqa: SLF001 – it offers no other way


def _position(item: tuple[str, Any]) -> int:
    return int(item[0][1:])


def _reported(work: Callable[[], T]) -> T:
    try:
        return work()
    except Exception as error:
        raise InferenceFailed(_said(error)) from error


def _said(error: BaseException) -> str:
    if isinstance(error, (MessageObservedException, MessageNotHandledException)):
        return f"{type(error).__name__}: {error.message}"
    return f"{type(error).__name__}: {error}"


def run(ready: Program, given: Iterable[Fact]) -> frozenset[Firing]:
    """Return every firing of a program over the given facts and all that follows; see `Network.run`.

    A network that is in use is nobody else's: it is taken out of those that are kept and put back afterwards,
    so that neither another thread nor a process that is forked meanwhile meets it in the middle of a session.
    One in which anything failed is not put back.
    """
    network = NETWORKS.pop(ready.key, None) or Network(ready.clauses)
    try:
        fired = network.run(given)
    except BaseException:
        network.close()
        raise
    _put_back(ready.key, network)
    return fired


NETWORKS: Final[dict[object, Network]] = {}


def _put_back(key: object, network: Network) -> None:
    """Keep a network, the last used ones only; each step is one that threads cannot come between."""
    spare = [NETWORKS.pop(key, None)]  # that of a thread that was quicker
    NETWORKS[key] = network
    while len(NETWORKS) > KEPT:
        spare.append(NETWORKS.pop(list(NETWORKS)[0], None))  # noqa: RUF015 – an iterator would not be one step
    for other in spare:
        if other is not None:
            other.close()
