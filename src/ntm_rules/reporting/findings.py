"""One finding in words: what was observed, what was asked, what is missing, on what evidence.

Shared by the text explanation, the published document and the notebook. Does not lay anything out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ntm_rules.evaluation import (
    Finding,
    Gap,
    IndicatorResult,
    Outcome,
    Reason,
    TierOutcome,
    Trial,
    Verdict,
    trials,
)
from ntm_rules.facts import Measure, MeasureCatalogue, Observation
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Indicator, Provenance
from ntm_rules.law.requirements import Comparison, Delegated, Level, Meets, Unset
from ntm_rules.reporting.figures import (
    Figure,
    counted,
    distance_text,
    figure,
    level_text,
    observed_text,
    operator_words,
    percent,
    quantity,
)
from ntm_rules.reporting.requirement_text import RequirementWords
from ntm_rules.reporting.tallies import member_names, tally_text
from ntm_rules.reporting.wording import (
    OUTCOMES,
    REASONS,
    STATUSES,
    TIER_OUTCOMES,
    say,
    tier_name,
)

_TOO_LITTLE = ("at_least", "above")
_TOO_MUCH = ("at_most", "below")
_GAPS = {**dict.fromkeys(_TOO_LITTLE, "short_by"), **dict.fromkeys(_TOO_MUCH, "over_by")}
_TRIALS = {Outcome.MET: "trial_met", Outcome.NOT_APPLICABLE: "trial_not_applicable"}
_TRIALS_BY = {
    True: {**dict.fromkeys(_TOO_LITTLE, "trial_met_by"), **dict.fromkeys(_TOO_MUCH, "trial_under_by")},
    False: {**dict.fromkeys(_TOO_LITTLE, "trial_missed_by"), **dict.fromkeys(_TOO_MUCH, "trial_over_by")},
}
_LEVEL_OPEN = (Reason.THRESHOLD_UNSET, Reason.BELOW_TRUST, Reason.LEFT_TO_PROVINCE, Reason.LEFT_TO_MINISTRY)


class FindingText(NamedTuple):
    """A finding in words.

    Attributes:
        subject: the measure or the part of the law; empty where it was not to be named.
        claim: what was observed and what was asked.
        why: why it is not met or unknown; empty where the claim says it.
        details: distances, what candidates would give, the verdict under another set.
        evidence: the status of the level, its document and place; empty where no level was applied.
    """

    subject: str
    claim: str
    why: str
    details: tuple[str, ...]
    evidence: str

    def sentence(self) -> str:
        """Return all but the evidence as one sentence."""
        rest = "; ".join(filter(None, (self.claim, self.why, *self.details)))
        return ": ".join(filter(None, (self.subject, rest)))


@dataclass(frozen=True, slots=True)
class FindingWords:
    """Puts findings into words.

    Attributes:
        verdict: the verdict that the findings belong to.
        lang: the language.
    """

    verdict: Verdict
    lang: Lang

    @property
    def measures(self) -> MeasureCatalogue:
        """The catalogue that labels and units are taken from."""
        return self.verdict.measures

    def explanation(self, result: IndicatorResult) -> str:
        """Return why an indicator comes to what it does, in one sentence."""
        texts = [self.finding(f, result.indicator).sentence() for f in telling(result)]
        return "; ".join(dict.fromkeys(texts)) or OUTCOMES[result.outcome].in_language(self.lang)

    def finding(self, finding: Finding, indicator: Indicator, *, named: bool = True) -> FindingText:
        """Return a finding in words; `named` says whether it names its measure."""
        if _turned(finding):
            # Its reason and gaps tell how the part fails that must fail.
            finding = finding._replace(reason=None, gaps=())
            why = say("must_not_hold" if finding.outcome is Outcome.NOT_MET else "as_it_must_not", self.lang)
            claim, evidence = self._claim(finding), self.evidence(finding, indicator)
            return FindingText(self._subject(finding), claim, why, (), evidence)
        return FindingText(
            subject=self._subject(finding) if named else "",
            claim=self._claim(finding),
            why=self._why(finding),
            details=tuple(self._details(finding)),
            evidence=self.evidence(finding, indicator),
        )

    def evidence(self, finding: Finding, indicator: Indicator) -> str:
        """Return the status, document and place of the level that applied."""
        cell = finding.level
        if cell is None:
            return ""
        provenance = _provenance(finding)
        status = STATUSES[provenance.status].in_language(self.lang)
        document = provenance.document or indicator.origin
        reference = indicator.reference.in_language(self.lang)
        if reference.startswith(document.partition("/")[0] + "/"):
            return f"{status}; {reference}"
        return f"{status}; {document}, {reference}"

    def missing(self, finding: Finding) -> str | None:
        """Return the label of the measure whose observation would help."""
        return self.measures[finding.missing].label(self.lang) if finding.missing else None

    def _subject(self, finding: Finding) -> str:
        requirement = finding.requirement
        if isinstance(requirement, Comparison):
            return self.measures[requirement.measure].label(self.lang)
        return RequirementWords(self.measures, self.lang).requirement(requirement)

    def _claim(self, finding: Finding) -> str:
        requirement, lang = finding.requirement, self.lang
        if not isinstance(requirement, Comparison):
            return ""
        seen, measure = self.verdict.observed(finding), self.measures[requirement.measure]
        observed = ""
        if seen is not None and _has_value(seen):
            observed = observed_text(seen, measure, lang, beside=self._beside(finding))
        if finding.tally is not None and requirement.members is not None:
            held = next(iter(_numbers(getattr(finding.level, "value", None))), None)
            count = tally_text(finding.tally, requirement.members, measure, lang, level=held)
            observed = say("own_figure", lang, figure=observed, count=count) if observed else count
            if finding.outcome is Outcome.NOT_APPLICABLE:
                return observed
        if requirement.operator == "is" and requirement.over_years is None and _is_true(finding.level):
            return observed
        level = self._asked(finding, requirement)
        if not level:
            return observed
        if not observed:
            return say("required", lang, level=level)
        return say("observed_required", lang, observed=observed, level=level)

    def _asked(self, finding: Finding, comparison: Comparison) -> str:
        """Return the level that applied in words; empty where the reason tells it."""
        law = RequirementWords(self.measures, self.lang)
        measure, cell = self.measures[comparison.measure], finding.level
        if isinstance(cell, Unset):
            cell = next(iter(_assumed(finding)), None)
        elif isinstance(cell, Delegated) and finding.gaps:
            cell = cell.floor
        if cell is None or isinstance(cell, Delegated):
            return ""
        text = law.cell(cell, comparison)
        words = operator_words(comparison.operator, measure, self.lang, text)
        extra = law.extras(comparison)
        return f"{words} ({'; '.join(extra)})" if extra else words

    def _why(self, finding: Finding) -> str:
        reason, lang = finding.reason, self.lang
        if reason is None or reason is Reason.BELOW_LEVEL:
            return ""
        text = REASONS[reason].in_language(lang)
        if reason in _LEVEL_OPEN and self.verdict.observed(finding) is None and finding.tally is None:
            text = f"{text}, {REASONS[Reason.NO_OBSERVATION].in_language(lang)}"
        extra = []
        if finding.missing and not (reason is Reason.NO_OBSERVATION and _is_about(finding, finding.missing)):
            extra.append(say("missing", lang, what=self.missing(finding)))
        if reason is Reason.THRESHOLD_UNSET and not trials(self.verdict, finding):
            extra.extend(self._candidates(finding))
        if isinstance(finding.level, Delegated) and finding.level.floor is not None and not finding.gaps:
            assert isinstance(finding.requirement, Comparison)
            floor = level_text(finding.level.floor, self.measures[finding.requirement.measure], lang)
            extra.append(say("floor", lang, level=floor))
        return f"{text} ({'; '.join(extra)})" if extra else text

    def _candidates(self, finding: Finding) -> Iterator[str]:
        if isinstance(finding.level, Unset) and isinstance(finding.requirement, Comparison):
            levels = RequirementWords(self.measures, self.lang).candidates(finding.level, finding.requirement)
            if levels:
                key = "candidates" if len(finding.level.candidates) > 1 else "candidate"
                yield say(key, self.lang, levels=levels)

    def _details(self, finding: Finding) -> Iterator[str]:
        for gap in finding.gaps:
            text = self.gap(gap)
            at_best = finding.tally is not None and finding.tally.unknown
            yield say("at_best", self.lang, gap=text) if at_best else text
        if trials(self.verdict, finding):
            yield self.trials(finding)
        if finding.tally is not None and isinstance(finding.requirement, Comparison):
            assert finding.requirement.members is not None
            yield from member_names(finding.tally, finding.requirement.members, self.lang)
        if finding.nested is not None:
            if finding.outcome is not Outcome.MET:
                yield self.nested(finding.nested)
                yield from self._relative(finding)
            attested = self.verdict.observed(finding)
            if attested is not None and finding.nested.outcome is TierOutcome.UNDETERMINED:
                grade = observed_text(attested, self.measures[attested.measure], self.lang)
                yield say("attested_instead", self.lang, grade=grade)

    def gap(self, gap: Gap) -> str:
        """Return how far a value is from the level it misses."""
        measure, lang = self.measures[gap.measure], self.lang
        if not gap.distance:
            text = say("at_excluded_level", lang)
        else:
            distance = distance_text(gap.distance, measure, lang)
            key = _GAPS.get(gap.operator, "over_by" if gap.observed > gap.level else "short_by")
            text = say(key, lang, distance=distance)
        whom = [say(gap.sex, lang)] if gap.sex else []
        whom += [say("in_year", lang, year=gap.year)] if gap.year else []
        parts = []
        if gap.relative and measure.kind != "ordinal":
            parts.append(say("relative", lang, share=percent(gap.relative, lang)))
        if gap.whole is not None and measure.kind != "count":
            parts.append(
                say("whole", lang, count=figure(gap.whole, lang), who=_unit_of(gap.whole, gap.who, lang))
            )
        if gap.next_level is not None:
            parts.append(say("next_level", lang, level=level_text(gap.next_level, measure, lang)))
        text = " ".join((*whom, text))
        return f"{text} ({'; '.join(parts)})" if parts else text

    def trials(self, finding: Finding) -> str:
        """Return what each candidate of an unset level would give."""
        assert isinstance(finding.requirement, Comparison)
        operator, measure = finding.requirement.operator, self.measures[finding.requirement.measure]
        return ", ".join(
            self._trial(trial, operator, measure, finding, first=n == 0)
            for n, trial in enumerate(trials(self.verdict, finding))
        )

    def _trial(self, trial: Trial, operator: str, measure: Measure, finding: Finding, *, first: bool) -> str:
        lang = self.lang
        key = _TRIALS.get(trial.outcome, "trial_first_not_met" if first else "trial_not_met")
        observed = self.verdict.observed(finding)
        seen = observed.value if observed is not None else None
        text = say(key, lang, level=self._bare(trial.level.value, measure, seen))
        if not trial.distance or trial.outcome is Outcome.NOT_APPLICABLE:
            return text
        how = _TRIALS_BY[trial.outcome is Outcome.MET].get(operator, "trial_off_by")
        distance = (
            distance_text(trial.distance, measure, lang)
            if measure.kind == "ordinal"
            else figure(trial.distance, lang)
        )
        return text + say(how, lang, distance=distance)

    def _bare(self, level: object, measure: Measure, seen: object) -> str:
        """Return a level without its unit, which stands beside the observed value already."""
        numbers = _numbers(level)
        if not numbers or measure.kind in ("ordinal", "share"):
            return quantity(level, measure, self.lang, beside=_numbers(seen))
        return figure(numbers[0], self.lang, beside=_numbers(seen))

    def _beside(self, finding: Finding) -> tuple[Figure, ...]:
        """Return the figures that stand beside the observed one, from which it must be told apart."""
        levels: list[object] = [gap.level for gap in finding.gaps]
        levels.extend(trial.level.value for trial in trials(self.verdict, finding))
        levels.extend(
            level.value for level in (finding.level, *_assumed(finding)) if isinstance(level, Level)
        )
        return _numbers(*levels)

    def nested(self, verdict: Verdict) -> str:
        """Return the verdict under another set in one line."""
        lang = self.lang
        name = f"{verdict.ruleset.decision} {tier_name(verdict.ruleset.tier, lang)}"
        text = say(
            "nested",
            lang,
            name=name,
            outcome=TIER_OUTCOMES[verdict.outcome].in_language(lang),
            met=verdict.criteria_met,
            of=verdict.criteria_applicable,
        )
        for outcome, key in ((Outcome.NOT_MET, "nested_failing"), (Outcome.UNKNOWN, "nested_unknown")):
            numbers = [c.number for c in verdict.criteria if c.outcome is outcome]
            numbers += [c.id for c in verdict.conditions if c.outcome is outcome]
            if numbers:
                text += f"; {say(key, lang, numbers=', '.join(numbers))}"
        return text

    def _relative(self, finding: Finding) -> Iterator[str]:
        """Yield which criteria do not reach the part of their levels that is asked of them."""
        requirement, verdict = finding.requirement, finding.relative
        if verdict is None or not isinstance(requirement, Meets) or requirement.criteria is None:
            return
        share = f"{figure(requirement.criteria.others_at or 100, self.lang)} %"
        for outcome, key in ((Outcome.NOT_MET, "below_part"), (Outcome.UNKNOWN, "part_unknown")):
            numbers = [c.number for c in verdict.criteria if c.outcome is outcome]
            if numbers:
                yield say(key, self.lang, share=share, numbers=", ".join(numbers))


def telling(result: IndicatorResult) -> tuple[Finding, ...]:
    """Return the findings that explain an outcome: the decisive ones, or those that meet it."""
    same = tuple(f for f in result.findings if f.outcome is result.outcome)
    return result.decisive or same or result.findings


def _provenance(finding: Finding) -> Provenance:
    assert finding.level is not None
    if isinstance(finding.level, Delegated) and finding.gaps and finding.level.floor is not None:
        return finding.level.floor.provenance
    return finding.level.provenance


def _assumed(finding: Finding) -> Iterator[Level]:
    """Yield the candidate that decided, where one was let decide."""
    if isinstance(finding.level, Unset) and finding.reason is not Reason.THRESHOLD_UNSET:
        yield from (c for c in finding.level.candidates if isinstance(c, Level))


def _turned(finding: Finding) -> bool:
    """Whether a finding stands under a `not`: met with a reason against it, or not met without one."""
    if finding.outcome is Outcome.MET:
        return finding.reason is not None
    return finding.outcome is Outcome.NOT_MET and finding.reason is None


def _is_true(cell: object) -> bool:
    """Whether a cell asks no more than that the measure be attested, which its label says already."""
    return isinstance(cell, Level) and cell.value is True


def _numbers(*values: object) -> tuple[Figure, ...]:
    return tuple(v for v in values if isinstance(v, Decimal | Fraction | int) and not isinstance(v, bool))


def _has_value(observation: Observation) -> bool:
    return bool(
        observation.value is not None
        or observation.years
        or observation.male is not None
        or observation.female is not None
    )


def _is_about(finding: Finding, measure: str) -> bool:
    return isinstance(finding.requirement, Comparison) and finding.requirement.measure == measure


def _unit_of(count: int, who: str | None, lang: Lang) -> str:
    return counted(count, who, lang).partition(" ")[2] if who else ""
