"""One reclassification in words: its parts as sentences, for the text, the published data and the notebook.

Does not lay anything out and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ntm_rules.evaluation import Verdict
from ntm_rules.facts import Grade, MeasureCatalogue, Recognition, Review
from ntm_rules.facts.notation import Lang
from ntm_rules.reporting.findings import FindingWords
from ntm_rules.reporting.standing_wording import (
    GROUNDS,
    OPEN_BECAUSE,
    actor_name,
    branch_name,
    condition_name,
    duty_name,
    say_standing,
    standing_name,
)
from ntm_rules.reporting.wording import OUTCOMES, TIER_OUTCOMES, day, say, tier_name
from ntm_rules.standing import (
    Branch,
    Change,
    Evidence,
    Ground,
    Holding,
    NextStep,
    Obligation,
    OpenReason,
    Reclassification,
)
from ntm_rules.standing.clauses import Grounds

SHOWN: Final = 8
"""How many missing measures a sentence names."""


@dataclass(frozen=True, slots=True)
class StandingWords:
    """Puts the parts of a reclassification into words.

    Attributes:
        found: the reclassification.
        lang: the language.
    """

    found: Reclassification
    lang: Lang

    @property
    def measures(self) -> MeasureCatalogue:
        """The catalogue that labels and units are taken from."""
        return self.found.by.documents.measures()

    def heading(self) -> str:
        """Return the unit, where it lies, and the day."""
        unit = self.found.unit
        parts = [unit.name] if unit.province == unit.name else [unit.name, unit.province]
        return " · ".join((*parts, say_standing("on", self.lang, day=day(self.found.on, self.lang))))

    def title(self) -> str:
        """Return the title that was looked at."""
        if self.found.title is not None:
            return self.recognition(self.found.title)
        untold = self.found.history.recognitions is None
        return say_standing("titles_untold" if untold else "no_title", self.lang)

    def recognition(self, given: Recognition) -> str:
        """Return one recognition: the tier, the decision and the days."""
        text = tier_name(given.tier, self.lang)
        if given.under:
            text += f" ({given.under})"
        parts = [text]
        if given.on:
            parts.append(say_standing("recognised_on", self.lang, day=day(given.on, self.lang)))
        if given.until:
            parts.append(say_standing("until", self.lang, day=day(given.until, self.lang)))
        return ", ".join(parts)

    def standing(self) -> str:
        """Return what the title is worth, with the mark of what it rests on."""
        name = standing_name(self.found.standing, self.lang)
        ground = self.found.ground
        if ground is None or ground.grounds is Grounds.SOURCED:
            return name
        return f"{name} ({GROUNDS[ground.grounds].in_language(self.lang)})"

    def rule(self, ground: Ground) -> str:
        """Return the rule that a conclusion rests on."""
        return say_standing(
            "by_rule",
            self.lang,
            document=ground.document,
            reference=ground.reference.in_language(self.lang),
            label=ground.label.in_language(self.lang),
        )

    def reason(self, reason: OpenReason) -> str:
        """Return why the standing cannot be told, with what would help."""
        lang = self.lang
        ruleset = reason.set.ruleset if reason.set else ""
        text = OPEN_BECAUSE[reason.why].in_language(lang)
        parts = [
            text.format(
                ruleset=ruleset,
                year=reason.year,
                count=len(reason.criteria),
                criteria=", ".join(reason.criteria),
            )
        ]
        if reason.missing:
            parts.append(say_standing("missing", lang, measures=self.measure_names(reason.missing)))
        if reason.unconfirmed:
            parts.append(say_standing("unconfirmed", lang, ids=", ".join(reason.unconfirmed)))
        return "; ".join(parts)

    def measure_names(self, ids: tuple[str, ...], most: int = SHOWN) -> str:
        """Return the labels of measures, the first of them where they are many."""
        labels = [self.measures[id].label(self.lang) for id in ids[:most]]
        if len(ids) > most:
            labels.append(say_standing("and_more", self.lang, count=len(ids) - most))
        return "; ".join(labels)

    def failing(self, evidence: Evidence) -> str:
        """Return how many criteria fail, certainly and at most."""
        of = evidence.applicable
        if evidence.certain == evidence.possible:
            return say_standing("failing_certain", self.lang, failing=evidence.certain, of=of)
        return say_standing(
            "failing_between", self.lang, certain=evidence.certain, possible=evidence.possible, of=of
        )

    def evidence(self, evidence: Evidence) -> str:
        """Return what is known under a set, in one line."""
        lang, ruleset = self.lang, evidence.ruleset
        name, word = ruleset.name.in_language(lang), OUTCOMES[evidence.outcome].in_language(lang)
        parts = [f"{ruleset.decision} · {name}: {word}", self.failing(evidence)]
        if evidence.verdict is not None:
            parts.append(say_standing("facts_of", lang, year=evidence.verdict.record.year))
        elif evidence.review is None:
            parts.append(say_standing("no_facts", lang))
        return "; ".join((*parts, *self.findings(evidence)))

    def findings(self, evidence: Evidence) -> Iterator[str]:
        """Yield the official findings on a set."""
        attested = evidence.attested
        if evidence.review is not None:
            yield self.review(evidence.review)
        if attested is not None and isinstance(attested.value, Grade):
            yield say_standing("attested", self.lang, grade=attested.value.label(self.lang))

    def review(self, review: Review) -> str:
        """Return what a review found, and when."""
        text = say_standing("reviewed", self.lang, met=review.met, of=review.of)
        if review.failing:
            text += f"; {say_standing('review_named', self.lang, numbers=', '.join(review.failing))}"
        return f"{text} ({day(review.on, self.lang)})" if review.on else text

    def before(self, verdict: Verdict) -> str:
        """Return what the facts come to under the set that the title was given by."""
        lang, ruleset = self.lang, verdict.ruleset
        if self.found.before_on_recorded_facts:
            which = say_standing("facts_of", lang, year=verdict.record.year)
        else:
            which = say_standing("before_on_today", lang)
        met = sum(c.outcome.value in ("met", "not_applicable") for c in verdict.criteria)
        counted = say("criteria_met", lang, met=met, of=len(verdict.criteria))
        word = TIER_OUTCOMES[verdict.outcome].in_language(lang)
        return f"{ruleset.decision} · {ruleset.name.in_language(lang)}: {word}; {counted}; {which}"

    def change(self, change: Change, holding: Holding) -> str:
        """Return one demand: how it stood, how it stands, and why."""
        lang, result = self.lang, change.became or change.was
        assert result is not None
        label = result.indicator.label.in_language(lang)
        name = label if holding.condition else f"{result.id} {label}"
        marks = []
        if change.before is None:
            marks.append(say_standing("new_demand", lang))
        elif not change.comparable:
            marks.append(say_standing("alike_only", lang))
        else:
            marks.append(say_standing("was", lang, outcome=OUTCOMES[change.before].in_language(lang)))
        verdict = self.found.now
        if change.became is not None and verdict is not None:
            marks.append(FindingWords(verdict, lang).explanation(change.became))
        return f"{name}: {'; '.join(marks)}"

    def obligation(self, duty: Obligation) -> str:
        """Return a duty: what, of whom, how often or by when."""
        lang = self.lang
        text = duty_name(duty.what, lang)
        if duty.set is not None:
            text += f" {duty.set.ruleset} {tier_name(duty.set.tier, lang)}"
        elif duty.tier is not None:
            text += f" {tier_name(duty.tier, lang)}"
        parts = [text]
        if duty.who is not None:
            parts.append(say_standing("who", lang, who=actor_name(duty.who, lang)))
        if duty.to is not None:
            parts.append(say_standing("to", lang, to=actor_name(duty.to, lang)))
        if duty.every_months is not None:
            parts.append(say_standing("every_months", lang, count=duty.every_months))
        if duty.since is not None:
            parts.append(say_standing("since", lang, day=day(duty.since, lang)))
        if duty.deadline is not None:
            parts.append(say_standing("deadline", lang, day=day(duty.deadline, lang)))
        elif duty.every_months is None:
            parts.append(say_standing("no_deadline", lang))
        return ", ".join(parts)

    def next_step(self, step: NextStep) -> str:
        """Return a tier that may be aimed for, its condition, and how far it is."""
        lang, aim = self.lang, step.aim
        name = tier_name(aim.tier, lang) + (f" ({aim.ruleset})" if aim.ruleset else "")
        parts = [f"{name}, {condition_name(aim.condition, lang)}"]
        if step.failing:
            parts.append(say_standing("next_failing", lang, numbers=", ".join(step.failing)))
        if step.unknown:
            parts.append(say_standing("next_unknown", lang, numbers=", ".join(step.unknown)))
        return "; ".join(parts)

    def branch(self, branch: Branch) -> str:
        """Return what may be developed beside the tiers, and when."""
        return f"{branch_name(branch.what, self.lang)}, {condition_name(branch.condition, self.lang)}"

    def gaps(self, step: NextStep) -> Iterator[str]:
        """Yield the known shortfalls of a next step."""
        if step.verdict is None:
            return
        words = FindingWords(step.verdict, self.lang)
        for result, gap in step.gaps:
            label = f"{result.id} {result.indicator.label.in_language(self.lang)}"
            yield say_standing("next_gap", self.lang, label=label, gap=words.gap(gap))

    def merged(self) -> str:
        """Return what the unit was formed of, with the titles of each."""
        merger, lang = self.found.merger, self.lang
        assert merger is not None
        units = []
        for unit in merger.units:
            if unit.recognitions is None:
                titles = say_standing("untold", lang)
            elif not unit.recognitions:
                titles = say_standing("never_recognised", lang)
            else:
                titles = "; ".join(map(self.recognition, unit.recognitions))
            units.append(say_standing("predecessor", lang, name=unit.name, titles=titles))
        return say_standing("merged", lang, day=day(merger.on, lang), units="; ".join(units))
