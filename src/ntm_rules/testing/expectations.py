"""What a fixture expects of a verdict: its grammar, and the comparison.

An expectation asserts only what it names. A name that the set does not have is an error, so that a misspelt
one cannot pass. Does not read records and does not evaluate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, TypeAlias

from ntm_rules.errors import FixtureError, Place, UnknownName
from ntm_rules.evaluation import CriterionResult, IndicatorResult, Outcome, Reason, TierOutcome, Verdict
from ntm_rules.facts import GROUP_IDS, REGION_IDS
from ntm_rules.law import Ruleset
from ntm_rules.spelling import nearest
from ntm_rules.yaml_nodes import Node

Kind: TypeAlias = Literal["indicator", "criterion", "condition"]
Limit: TypeAlias = Literal["exactly", "at most", "at least"]

_LIMITS: Final[dict[str, Limit]] = {
    "criteria_met": "exactly",
    "criteria_met_at_most": "at most",
    "criteria_met_at_least": "at least",
}
_PARTS: Final[dict[str, Kind]] = {
    "criteria": "criterion",
    "indicators": "indicator",
    "conditions": "condition",
}
_ARE_NOT: Final = "_are_not"
_KEYS: Final = (
    "outcome",
    "outcome_is_not",
    "column",
    *_LIMITS,
    *(key for part in _PARTS for key in (part, f"{part}{_ARE_NOT}")),
)


@dataclass(frozen=True, slots=True)
class WholeOutcome:
    """The outcome of the set is this one, or is any other.

    Attributes:
        wanted: the outcome named.
        negated: whether it must not be this one.
        place: where the expectation stands.
    """

    wanted: str
    negated: bool
    place: Place

    def failure(self, verdict: Verdict) -> str | None:
        found = verdict.outcome.value
        if (found == self.wanted) is not self.negated:
            return None
        parts = (*verdict.indicators(), *verdict.conditions)
        failing = [f"`{part.id}`" for part in parts if part.outcome is Outcome.NOT_MET]
        because = f", not met: {', '.join(failing)}" if failing else ""
        return f"outcome: expected {_wanted(self.wanted, self.negated)}, found `{found}`{because}"


@dataclass(frozen=True, slots=True)
class ColumnUsed:
    """The column that judges the unit is this one."""

    wanted: str
    place: Place

    def failure(self, verdict: Verdict) -> str | None:
        used = verdict.column.used
        if used == self.wanted:
            return None
        return f"column: expected `{self.wanted}`, found `{used or 'none'}`, {verdict.column.why_en}"


@dataclass(frozen=True, slots=True)
class CriteriaMet:
    """So many criteria are met, exactly or as a limit."""

    limit: Limit
    count: int
    place: Place

    def failure(self, verdict: Verdict) -> str | None:
        found = verdict.criteria_met
        too_many = found > self.count and self.limit != "at least"
        too_few = found < self.count and self.limit != "at most"
        if not too_many and not too_few:
            return None
        applicable = verdict.criteria_applicable
        return f"criteria met: expected {self.limit} {self.count}, found {found} of {applicable}"


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """One indicator, criterion or condition comes to this outcome, or to any other.

    Attributes:
        kind: what sort of part it is.
        id: its number in the annex, or the id of a condition.
        outcome: the outcome named; None where only the reason is.
        reason: why it is unknown or not met; None where that is not asserted.
        negated: whether it must not come to this outcome.
        place: where the expectation stands.
    """

    kind: Kind
    id: str
    outcome: str | None
    reason: str | None
    negated: bool
    place: Place

    def failure(self, verdict: Verdict) -> str | None:
        part = self._part(verdict)
        found = part.outcome.value
        reason = None if isinstance(part, CriterionResult) or part.reason is None else part.reason.value
        right = self.outcome is None or (found == self.outcome) is not self.negated
        if right and self.reason in (None, reason):
            return None
        wanted = _wanted(self.outcome, self.negated) if self.outcome is not None else "it"
        because = f" for the reason `{self.reason}`" if self.reason else ""
        return (
            f"{self.kind} `{self.id}`: expected {wanted}{because}, found `{found}`{_explained(part, verdict)}"
        )

    def _part(self, verdict: Verdict) -> CriterionResult | IndicatorResult:
        if self.kind == "criterion":
            return verdict.criterion(self.id)
        return verdict.indicator(self.id) if self.kind == "indicator" else verdict.condition(self.id)


Expectation: TypeAlias = WholeOutcome | ColumnUsed | CriteriaMet | PartOutcome


def _wanted(outcome: str, negated: bool) -> str:
    return f"anything but `{outcome}`" if negated else f"`{outcome}`"


def _explained(part: CriterionResult | IndicatorResult, verdict: Verdict) -> str:
    """Return why a part came out as it did: the reason, what was observed, what was asked."""
    if isinstance(part, CriterionResult):
        decisive = [f"`{i.id}` {i.outcome.value}" for i in part.indicators if i.outcome is part.outcome]
        return f" ({', '.join(decisive)})"
    finding = next(iter(part.decisive or part.findings), None)
    told = [f"reason `{part.reason.value}`"] if part.reason else []
    observed = verdict.observed(finding) if finding is not None else None
    if observed is not None:
        told.append(f"observed `{observed.text}`")
    level = getattr(finding.level, "text", None) if finding is not None else None
    if level is not None:
        told.append(f"level `{level}`")
    return f" ({', '.join(told)})" if told else ""


def read_expectations(node: Node, ruleset: Ruleset) -> tuple[Expectation, ...]:
    """Read the `expect` of a case.

    Raises:
        UnknownName: a key, an outcome or a reason we do not know, or a part that the set does not have.
        FixtureError: nothing is expected.
    """
    fields = node.mapping(optional=_KEYS)
    read = tuple(_read(key, value, ruleset) for key, value in fields.items())
    found = tuple(expectation for group in read for expectation in group)
    if not found:
        raise FixtureError("the case expects nothing, expected at least one statement", place=node.place)
    return found


def _read(key: str, node: Node, ruleset: Ruleset) -> Iterator[Expectation]:
    if key in ("outcome", "outcome_is_not"):
        yield WholeOutcome(node.choice("outcome", tuple(TierOutcome)), key == "outcome_is_not", node.place)
    elif key == "column":
        yield ColumnUsed(node.choice("column", (*REGION_IDS, *GROUP_IDS)), node.place)
    elif key in _LIMITS:
        count = node.integer()
        if not 0 <= count <= len(ruleset.criteria):
            raise node.fail(f"a number of criteria from 0 to {len(ruleset.criteria)}")
        yield CriteriaMet(_LIMITS[key], count, node.place)
    else:
        negated = key.endswith(_ARE_NOT)
        kind = _PARTS[key.removesuffix(_ARE_NOT)]
        for name, value in node.pairs():
            _refuse_unknown(kind, name, ruleset)
            yield _read_part(kind, name, value, negated)


def _read_part(kind: Kind, name: Node, node: Node, negated: bool) -> PartOutcome:
    part = partial(PartOutcome, kind, name.text(), negated=negated, place=name.place)
    if negated or kind == "criterion" or not node.is_mapping:
        return part(outcome=node.choice("outcome", tuple(Outcome)), reason=None)
    fields = node.mapping(optional=("outcome", "reason"))
    if not fields:
        raise node.fail("an outcome, or a mapping with `outcome`, `reason` or both")
    outcome, reason = fields.get("outcome"), fields.get("reason")
    return part(
        outcome=outcome.choice("outcome", tuple(Outcome)) if outcome else None,
        reason=reason.choice("reason", tuple(Reason)) if reason else None,
    )


_NAMES: Final[dict[Kind, Callable[[Ruleset], list[str]]]] = {
    "indicator": lambda ruleset: [i.id for i in ruleset.indicators()],
    "criterion": lambda ruleset: [c.number for c in ruleset.criteria],
    "condition": lambda ruleset: [c.id for c in ruleset.conditions],
}


def _refuse_unknown(kind: Kind, name: Node, ruleset: Ruleset) -> None:
    found, names = name.text(), _NAMES[kind](ruleset)
    if found in names:
        return
    siblings = [n for n in names if n.partition(".")[0] == found.partition(".")[0]]
    text = f"{ruleset.decision} {ruleset.tier}" + (f" on {ruleset.as_of}" if ruleset.as_of else "")
    listed = f": {', '.join(f'`{n}`' for n in names)}" if len(names) <= 12 else ""
    raise UnknownName(
        kind,
        found,
        suggestion=nearest(found, siblings) or nearest(found, names),
        expected=f"one of set `{text}`{listed}",
        place=name.place,
    )
