"""What rules conclude of one title as one model: its standing, duties, next steps and the sets to apply.

Reads inferences. Does not run rules and does not word anything.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final, NamedTuple

from ntm_rules.law import Label
from ntm_rules.law.rulesets import SetReference
from ntm_rules.standing.choices import CONDITIONS, DUTIES
from ntm_rules.standing.clauses import Grounds
from ntm_rules.standing.derivations import Derivation
from ntm_rules.standing.directives import Rule
from ntm_rules.standing.facts import Fact, Value
from ntm_rules.standing.inference import Inference

_CONDITIONS: Final = tuple(CONDITIONS)
_DUTIES: Final = tuple(DUTIES)


class Standing(StrEnum):
    """What a title is worth on a day. Of several that rules conclude, the first here governs."""

    NOT_RECOGNISED = "not_recognised"
    LAPSED_BY_MERGER = "lapsed_by_merger"
    EXPIRED = "expired"
    UP_FOR_REVOCATION = "up_for_revocation"
    MUST_BE_REVIEWED = "must_be_reviewed"
    UNDETERMINED = "undetermined"
    SLIPPED_BUT_KEPT = "slipped_but_kept"
    KEPT = "kept"


_OPEN: Final = (None, Standing.MUST_BE_REVIEWED, Standing.UNDETERMINED)


class Ground(NamedTuple):
    """The rule that a conclusion rests on.

    Attributes:
        document: id of the document.
        rule: id of the rule in it.
        label: the rule in our words.
        reference: the place in the document.
        grounds: how well it and what it was fired on are evidenced.
    """

    document: str
    rule: str
    label: Label
    reference: Label
    grounds: Grounds


class Obligation(NamedTuple):
    """A duty that follows from a title.

    Attributes:
        what: the duty, see `choices.DUTIES`.
        who: whose it is; None where the law does not say.
        to: to whom it is owed.
        set: the set that has to be met, for such a duty.
        tier: the tier it is about, where no set is named.
        every_months: how often, for a recurring one.
        since: the day from which a term runs.
        deadline: the last day, where the law gives one.
        ground: the rule.
    """

    what: str
    who: str | None
    to: str | None
    set: SetReference | None
    tier: str | None
    every_months: int | None
    since: dt.date | None
    deadline: dt.date | None
    ground: Ground


class Aim(NamedTuple):
    """A tier that the unit may aim for.

    Attributes:
        tier, level: the tier.
        ruleset: the decision whose set has to be met; None where none is named.
        condition: when it may: see `choices.CONDITIONS`.
        ground: the rule.
    """

    tier: str
    level: str
    ruleset: str | None
    condition: str
    ground: Ground

    @property
    def reference(self) -> SetReference | None:
        return None if self.ruleset is None else SetReference(self.ruleset, self.level, self.tier)


class Branch(NamedTuple):
    """What the unit may develop beside the tiers, such as its leading field.

    Attributes:
        what: see `choices.BRANCHES`.
        condition: when it may: see `choices.CONDITIONS`.
        ground: the rule.
    """

    what: str
    condition: str
    ground: Ground


class Conclusions(NamedTuple):
    """What follows for one title.

    Attributes:
        standing: what the title is worth; None where no rule says.
        ground: the rule that says so.
        possible: what it may still turn out to be worth, where that cannot be told.
        held_against: the set that the title is held against.
        benchmark: the set by which revocation is counted.
        must_meet_first: the set that has to be met before anything higher.
        aims: what the unit may aim for, each tier once.
        branches: what it may develop beside the tiers.
        recognised_again: the set by which it may be recognised again; None where no rule says so.
        obligations: the duties.
        left_to_province: what the province lays down.
        predecessor_levels: the levels of the units that it was formed from.
        reported_level: the level that it may report until it is reviewed; not a title.
        unconfirmed: rules that might have fired had somebody confirmed them.
    """

    standing: Standing | None
    ground: Ground | None
    possible: tuple[Standing, ...]
    held_against: SetReference | None
    benchmark: SetReference | None
    must_meet_first: SetReference | None
    aims: tuple[Aim, ...]
    branches: tuple[Branch, ...]
    recognised_again: SetReference | None
    obligations: tuple[Obligation, ...]
    left_to_province: tuple[str, ...]
    predecessor_levels: tuple[str, ...]
    reported_level: str | None
    unconfirmed: tuple[Rule, ...]


def conclusions_of(inference: Inference, held: str | None) -> Conclusions:
    """Return what an inference comes to for the title of one tier, or for a unit without a title."""
    mine = [d for d in inference.conclusions if d.fact.get("held") in (None, held)]
    by_kind: dict[str, list[Derivation]] = {}
    for derivation in mine:
        by_kind.setdefault(derivation.fact.kind, []).append(derivation)

    def of(kind: str) -> list[Derivation]:
        return by_kind.get(kind, [])

    governing = min(of("standing"), key=_order, default=None)
    reported = of("reported_level")
    standing = None if governing is None else _state(governing)
    open_ = sorted(of("possible_standing"), key=_order) if standing in _OPEN else []
    duties = sorted(of("obligation"), key=lambda d: _DUTIES.index(_text(d.fact, "what")))
    return Conclusions(
        standing=standing,
        ground=None if governing is None else ground_of(governing),
        possible=tuple(dict.fromkeys(map(_state, open_))),
        held_against=_first_set(of("held_against")),
        benchmark=_first_set(of("benchmark")),
        must_meet_first=_first_set(of("must_meet_first")),
        aims=tuple(map(_aim, _opened(of("may_aim_for"), ("tier", "level", "ruleset")))),
        branches=tuple(map(_branch, _opened(of("may_develop"), ("what",)))),
        recognised_again=_first_set(of("may_be_recognised_again")),
        obligations=tuple(map(_obligation, duties)),
        left_to_province=tuple(_text(d.fact, "what") for d in of("left_to_province")),
        predecessor_levels=tuple(_text(d.fact, "tier") for d in of("predecessor_level")),
        reported_level=_text(reported[0].fact, "tier") if reported else None,
        unconfirmed=tuple(dict.fromkeys(open_.rule for open_ in inference.open)),
    )


def ground_of(derivation: Derivation) -> Ground:
    """Return the rule of a conclusion, with what it rests on."""
    rule = derivation.rule
    assert rule is not None
    return Ground(rule.origin, rule.id, rule.label, rule.reference, derivation.grounds)


def _order(derivation: Derivation) -> int:
    return list(Standing).index(_state(derivation))


def _state(derivation: Derivation) -> Standing:
    return Standing(_text(derivation.fact, "state"))


def _first_set(found: list[Derivation]) -> SetReference | None:
    return _set(found[0].fact) if found else None


def _set(fact: Fact) -> SetReference:
    return SetReference(_text(fact, "ruleset"), _text(fact, "level"), _text(fact, "tier"))


def _opened(found: list[Derivation], key: tuple[str, ...]) -> list[Derivation]:
    """Return one conclusion for each thing: where its condition has come about, the one that says so."""
    best: dict[tuple[Value | None, ...], Derivation] = {}
    for derivation in sorted(found, key=lambda d: _CONDITIONS.index(_text(d.fact, "condition"))):
        best.setdefault(tuple(derivation.fact.get(field) for field in key), derivation)
    return [d for d in found if d in best.values()]


def _branch(derivation: Derivation) -> Branch:
    fact = derivation.fact
    return Branch(_text(fact, "what"), _text(fact, "condition"), ground_of(derivation))


def _aim(derivation: Derivation) -> Aim:
    fact = derivation.fact
    return Aim(
        tier=_text(fact, "tier"),
        level=_text(fact, "level"),
        ruleset=_optional(fact, "ruleset"),
        condition=_text(fact, "condition"),
        ground=ground_of(derivation),
    )


def _obligation(derivation: Derivation) -> Obligation:
    fact = derivation.fact
    since, deadline = _day(fact.get("since")), _day(fact.get("deadline"))
    years, months = fact.get("years"), fact.get("every_months")
    if deadline is None and since is not None and years is not None:
        deadline = _years_later(since, int(years))
    named = all(fact.get(field) is not None for field in ("ruleset", "level", "tier"))
    return Obligation(
        what=_text(fact, "what"),
        who=_optional(fact, "who"),
        to=_optional(fact, "to"),
        set=_set(fact) if named else None,
        tier=_optional(fact, "tier"),
        every_months=None if months is None else int(months),
        since=since,
        deadline=deadline,
        ground=ground_of(derivation),
    )


def _years_later(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years later; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _text(fact: Fact, field: str) -> str:
    return str(fact.get(field))


def _optional(fact: Fact, field: str) -> str | None:
    value = fact.get(field)
    return None if value is None else str(value)


def _day(value: Value | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(str(value))
