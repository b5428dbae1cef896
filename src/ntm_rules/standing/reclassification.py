"""What a unit's title is worth on a day: held against the set that the directives name, and what follows.

One result per unit, with both verdicts, the comparison by measure, the standing, the duties, the next steps
and the derivation of each. Which set applies, and what failing it means, comes from the directive rules.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ntm_rules.derived import cached_property
from ntm_rules.evaluation import Gap, IndicatorResult, Outcome, Reason, Verdict
from ntm_rules.facts import AdministrativeUnit, History, Merger, Recognition
from ntm_rules.facts.notation import Lang
from ntm_rules.standing.comparison import VerdictComparison, compare_verdicts
from ntm_rules.standing.conclusions import Aim, Conclusions, Ground, Obligation, Standing
from ntm_rules.standing.evidence import Evidence
from ntm_rules.standing.facts import Fact
from ntm_rules.standing.inference import Inference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ntm_rules.law.rulesets import SetReference
    from ntm_rules.standing.clauses import Grounds
    from ntm_rules.standing.reclassifier import Reclassifier


class OpenBecause(StrEnum):
    """Why it cannot be told what a title is worth."""

    TITLES_NOT_RECORDED = "titles_not_recorded"
    NO_RULE = "no_rule"
    NO_FACTS = "no_facts"
    FACTS_TOO_OLD = "facts_too_old"
    REVIEW_CONTRADICTED = "review_contradicted"
    CRITERIA_OPEN = "criteria_open"
    RULE_UNCONFIRMED = "rule_unconfirmed"


class OpenReason(NamedTuple):
    """One reason, with what would help.

    Attributes:
        why: the reason.
        set: the set that it is about.
        criteria: numbers of the criteria that are open.
        missing: ids of the measures whose observation would help.
        unconfirmed: ids of the indicators whose level is unconfirmed or left to another authority.
        year: the year of the last recorded facts, where they are too old.
    """

    why: OpenBecause
    set: SetReference | None = None
    criteria: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    year: int | None = None


class NextStep(NamedTuple):
    """A tier that may be aimed for, and the distance to it.

    Attributes:
        aim: the tier, the condition, and the rule.
        verdict: what the facts come to under its set; None where no set is named or no facts are recorded.
    """

    aim: Aim
    verdict: Verdict | None

    @property
    def gaps(self) -> tuple[tuple[IndicatorResult, Gap], ...]:
        """Every shortfall that is known, with the indicator it belongs to."""
        return () if self.verdict is None else self.verdict.gaps

    @property
    def failing(self) -> tuple[str, ...]:
        """The numbers of the criteria that are not met."""
        return self._in(Outcome.NOT_MET)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The numbers of the criteria that cannot be told."""
        return self._in(Outcome.UNKNOWN)

    def _in(self, outcome: Outcome) -> tuple[str, ...]:
        if self.verdict is None:
            return ()
        return tuple(c.number for c in self.verdict.criteria if c.outcome is outcome)


_LEVEL_OPEN = (
    Reason.THRESHOLD_UNSET,
    Reason.BELOW_TRUST,
    Reason.LEFT_TO_PROVINCE,
    Reason.LEFT_TO_MINISTRY,
)


@dataclass(frozen=True, repr=False)
class Reclassification:
    """A title, and what it is worth on a day.

    Whether the unit *meets* a set and whether it *is recognised* are two things: the first is in the
    verdicts, the second in `title`.

    Attributes:
        history: the unit with what is recorded of it.
        on: the day.
        title: the recognition that was looked at; None where the unit has none, or none is recorded.
        standing: what it is worth.
        conclusions: what the rules conclude.
        evidence: what is known under the set that the title is held against; None where no rule names one.
        benchmark: what is known under the set by which revocation is counted.
        facts: what the rules were told, with what each rests on.
        by: what made it, which the parts that are not always asked for are computed by.
    """

    history: History = field(repr=False)
    on: dt.date
    title: Recognition | None
    standing: Standing
    conclusions: Conclusions = field(repr=False)
    evidence: Evidence | None
    benchmark: Evidence | None
    facts: Mapping[Fact, Grounds] = field(repr=False)
    by: Reclassifier = field(repr=False, compare=False)

    def __repr__(self) -> str:
        title = f"{self.title.tier} {self.title.under or ''}".strip() if self.title else "no title"
        against = f", held against {self.evidence.reference.ruleset}" if self.evidence else ""
        return f"<reclassification of {self.unit.name} on {self.on}: {title}{against}: {self.standing}>"

    def _repr_html_(self) -> str:
        from importlib import import_module

        # Wording lives above this room: the face of the library knows where.
        html: str = import_module("ntm_rules").reclassification_html(self)
        return html

    @property
    def unit(self) -> AdministrativeUnit:
        return self.history.unit

    @property
    def merger(self) -> Merger | None:
        """The merger that formed the unit, if that was by the day."""
        merger = self.history.merger
        return merger if merger is not None and merger.on <= self.on else None

    @property
    def ground(self) -> Ground | None:
        """The rule that the standing rests on."""
        return self.conclusions.ground

    @property
    def possible(self) -> tuple[Standing, ...]:
        """What the title may still turn out to be worth."""
        return self.conclusions.possible

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        return self.conclusions.obligations

    @property
    def now(self) -> Verdict | None:
        """What the facts come to under the set that the title is held against.

        Facts from before the years of the set are held against the levels of the day, to show what would
        fail; they do not decide the standing.
        """
        if self.evidence is None:
            return None
        return self.evidence.verdict or self._on_old_facts

    @property
    def stale(self) -> bool:
        """Whether `now` rests on facts from before the years that the set judges."""
        return self.evidence is not None and self.evidence.verdict is None and self.now is not None

    @cached_property
    def _on_old_facts(self) -> Verdict | None:
        assert self.evidence is not None
        return self.by.on_old_facts(self.history, self.evidence.reference, self.on)

    @cached_property
    def before(self) -> Verdict | None:
        """What the facts come to under the set that the title was given by.

        Those recorded of its years by the recognition, or of its years at all; where there are none, today's,
        held against its last levels. None where the record does not say which set it was.
        """
        return None if self.title is None else self.by.before(self.history, self.title, self.on)

    @property
    def before_on_recorded_facts(self) -> bool:
        """Whether `before` rests on facts of the years of its set, rather than on today's."""
        year = self.before and self.history.facts_of(*self.before.ruleset.years, self.on)
        return bool(year)

    @cached_property
    def comparison(self) -> VerdictComparison | None:
        """Both verdicts side by side, by measure; None where one is missing."""
        before, now = self.before, self.now
        if before is None or now is None:
            return None
        return compare_verdicts(before, now, documents=self.by.documents)

    @cached_property
    def next_steps(self) -> tuple[NextStep, ...]:
        """The tiers that may be aimed for, each with the distance to it."""
        return tuple(
            NextStep(aim, aim.reference and self.by.verdict(self.history, aim.reference, self.on))
            for aim in self.conclusions.aims
        )

    @cached_property
    def inference(self) -> Inference:
        """What follows from the facts of this unit, with the derivation of every conclusion."""
        return self.by.infer(self.facts, self.unit, self.on)

    def derivation(self, lang: Lang = "vi") -> str:
        """Return every conclusion with the rules and facts that it rests on, as an indented tree."""
        return self.inference.tree(lang)

    @cached_property
    def reasons(self) -> tuple[OpenReason, ...]:
        """Why the standing cannot be told, with what would help; empty where it can."""
        if self.title is None:
            if self.history.recognitions is None and not self.merger:
                return (OpenReason(OpenBecause.TITLES_NOT_RECORDED),)
            return ()
        if self.standing not in (Standing.UNDETERMINED, Standing.MUST_BE_REVIEWED):
            return ()
        if self.evidence is None:
            return (OpenReason(OpenBecause.NO_RULE),)
        found = []
        for evidence in dict.fromkeys(e for e in (self.evidence, self.benchmark) if e is not None):
            found += [r for r in self._open(evidence) if r not in found]
        if self.conclusions.unconfirmed:
            found.append(OpenReason(OpenBecause.RULE_UNCONFIRMED))
        return tuple(found)

    def _open(self, evidence: Evidence) -> list[OpenReason]:
        found = []
        if evidence.contradictory:
            found.append(OpenReason(OpenBecause.REVIEW_CONTRADICTED, evidence.reference))
        if evidence.verdict is None and evidence.review is None:
            last = self.history.facts_on(self.on)
            old = last is not None and last.year < evidence.ruleset.years[0]
            why = OpenBecause.FACTS_TOO_OLD if old else OpenBecause.NO_FACTS
            year = last.year if old and last is not None else None
            found.append(OpenReason(why, evidence.reference, year=year))
        elif evidence.unknown:
            missing, unconfirmed = _helpful(evidence)
            found.append(
                OpenReason(
                    OpenBecause.CRITERIA_OPEN, evidence.reference, evidence.unknown, missing, unconfirmed
                )
            )
        return found


def _helpful(evidence: Evidence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the measures whose observation would help, and the indicators whose level is open."""
    if evidence.verdict is None:
        return (), ()
    unknown = set(evidence.unknown)
    rows = [r for c in evidence.verdict.criteria if c.number in unknown for r in c.indicators]
    findings = [(row, f) for row in rows if row.outcome is Outcome.UNKNOWN for f in row.decisive]
    missing = dict.fromkeys(f.missing for _, f in findings if f.missing)
    unconfirmed = dict.fromkeys(row.id for row, f in findings if f.reason in _LEVEL_OPEN)
    return tuple(missing), tuple(unconfirmed)
