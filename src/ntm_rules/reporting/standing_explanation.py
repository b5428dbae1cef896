"""What a title is worth, as text for people, in Vietnamese or English.

Lays out the title, its standing and why, what fails and what is not known, the duties and the next steps.
Does not decide anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ntm_rules.evaluation import Outcome
from ntm_rules.facts.notation import Lang
from ntm_rules.reporting.explanation import DIGEST_SHOWN, SIGNS, Detail, Paint, unpainted
from ntm_rules.reporting.standing_wording import (
    STATES,
    branch_name,
    predecessor_level_name,
    say_standing,
    standing_name,
)
from ntm_rules.reporting.standing_words import StandingWords
from ntm_rules.reporting.wording import say, tier_name
from ntm_rules.standing import Holding, Reclassification, State

_OUTCOMES = {
    State.HOLDS: Outcome.MET,
    State.FAILS: Outcome.NOT_MET,
    State.UNKNOWN: Outcome.UNKNOWN,
    State.NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
}


def explain_standing(
    found: Reclassification,
    *,
    lang: Lang = "vi",
    detail: Detail = "shortfalls",
    paint: Paint = unpainted,
) -> str:
    """Return a reclassification as text.

    Args:
        found: the reclassification.
        lang: `vi` or `en`.
        detail: `shortfalls` shows the criteria that fail, demand by demand, and counts the others; `full`
            shows every demand, and the derivation of every conclusion.
        paint: colours a text by the outcome it states.
    """
    return "\n".join(_Layout(found, StandingWords(found, lang), lang, detail, paint).lines())


@dataclass(frozen=True, slots=True)
class _Layout:
    found: Reclassification
    words: StandingWords
    lang: Lang
    detail: Detail
    paint: Paint

    def lines(self) -> Iterator[str]:
        yield self.words.heading()
        yield from self._merger()
        yield f"{say_standing('title', self.lang)}: {self.words.title()}"
        yield from self._standing()
        yield from self._sets()
        yield from self._comparison()
        yield from self._duties()
        yield from self._next()
        if self.detail == "full":
            yield ""
            yield self.found.derivation(self.lang)

    def _merger(self) -> Iterator[str]:
        if self.found.merger is None:
            return
        yield self.words.merged()
        yield f"  {say_standing('not_inherited', self.lang)}"
        reported = self.found.conclusions.reported_level
        if reported is not None:
            level = predecessor_level_name(reported, self.lang)
            yield f"  {say_standing('reported_level', self.lang, tier=level)}"

    def _standing(self) -> Iterator[str]:
        found, lang = self.found, self.lang
        yield f"{say_standing('standing', lang)}: {self.words.standing()}"
        if found.ground is not None:
            yield f"  {self.words.rule(found.ground)}"
        if found.possible:
            names = ", ".join(standing_name(standing, lang) for standing in found.possible)
            yield f"  {say_standing('possible', lang, standings=names)}"
        for reason in found.reasons:
            yield f"  {say_standing('why_open', lang, reason=self.words.reason(reason))}"

    def _sets(self) -> Iterator[str]:
        found, lang = self.found, self.lang
        evidence, benchmark = found.evidence, found.benchmark
        if evidence is None:
            for review in found.history.reviews:
                if review.found_by(found.on):
                    yield f"{review.ruleset} {tier_name(review.tier, lang)}: {self.words.review(review)}"
        else:
            yield f"{say_standing('against', lang)}: {self.words.evidence(evidence)}"
            now = found.now
            if found.stale and now is not None:
                last = found.history.facts_on(found.on)
                year = now.record.year if last is None else last.year
                yield f"  {say_standing('stale', lang, year=year)}"
            if now is not None:
                yield f"  {say('digest', lang)}: {now.digest[:DIGEST_SHOWN]}"
        if benchmark is not None and benchmark is not evidence:
            yield f"{say_standing('counted_by', lang)}: {self.words.evidence(benchmark)}"
        if found.before is not None:
            yield f"{say_standing('before', lang)}: {self.words.before(found.before)}"
            yield f"  {say_standing('not_the_same', lang)}"

    def _comparison(self) -> Iterator[str]:
        compared = self.found.comparison
        if compared is None:
            return
        yield ""
        yield f"{say_standing('compared', self.lang)}:"
        full = self.detail == "full"
        for holding in compared.holdings:
            if holding.state is State.FAILS or full:
                yield from self._holding(holding, full=full)
        for state in State:
            held = compared.in_state(state)
            if held and not full and state is not State.FAILS:
                numbers = ", ".join(holding.number for holding in held)
                said = STATES[state].in_language(self.lang)
                yield f"  {say_standing('in_state', self.lang, state=said, count=len(held), numbers=numbers)}"

    def _holding(self, holding: Holding, *, full: bool) -> Iterator[str]:
        lang = self.lang
        word = STATES[holding.state].in_language(lang)
        name = holding.name.in_language(lang)
        title = name if holding.condition else f"{holding.number} {name}"
        notes = []
        if holding.lost:
            notes.append(say_standing("lost", lang))
        if holding.came_from and holding.came_from != (holding.number,):
            notes.append(say_standing("came_from", lang, numbers=", ".join(holding.came_from)))
        after = f" ({'; '.join(notes)})" if notes else ""
        outcome = _OUTCOMES.get(holding.state)
        if outcome is None:
            yield f"  · {title}: {word}{after}"
        else:
            yield f"  {self.paint(outcome, SIGNS[outcome])} {title}: {self.paint(outcome, word)}{after}"
        for change in holding.changes if full else holding.failing:
            yield f"      {self.words.change(change, holding)}"

    def _duties(self) -> Iterator[str]:
        conclusions, lang = self.found.conclusions, self.lang
        if conclusions.obligations:
            yield ""
            yield f"{say_standing('obligations', lang)}:"
        for duty in conclusions.obligations:
            yield f"  - {self.words.obligation(duty)}"
            yield f"      {self.words.rule(duty.ground)}"
        if conclusions.left_to_province:
            named = ", ".join(branch_name(what, lang) for what in conclusions.left_to_province)
            yield f"{say_standing('left_to_province', lang)}: {named}"

    def _next(self) -> Iterator[str]:
        branches, again = self.found.conclusions.branches, self.found.conclusions.recognised_again
        if again is not None:
            yield say_standing("recognised_again", self.lang, ruleset=again.ruleset)
        if self.found.next_steps or branches:
            yield ""
            yield f"{say_standing('next', self.lang)}:"
        for branch in branches:
            yield f"  - {self.words.branch(branch)}"
            yield f"      {self.words.rule(branch.ground)}"
        for step in self.found.next_steps:
            yield f"  - {self.words.next_step(step)}"
            yield f"      {self.words.rule(step.aim.ground)}"
            for gap in self.words.gaps(step):
                yield f"      {gap}"
