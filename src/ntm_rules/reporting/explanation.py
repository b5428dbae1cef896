"""A verdict as text for people, in Vietnamese or English.

Lays out who was judged by what, what came out and why. Colours are the caller's: every outcome word passes
through `paint`. Does not decide anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ntm_rules.evaluation import CriterionResult, IndicatorResult, Ladder, Outcome, TierOutcome, Verdict
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Decision, Trust
from ntm_rules.law.requirements import Comparison
from ntm_rules.reporting.findings import FindingWords, telling
from ntm_rules.reporting.wording import (
    OUTCOMES,
    TIER_OUTCOMES,
    TRUSTS,
    day,
    designation_name,
    say,
    tier_name,
    unit_word,
)

Detail: TypeAlias = Literal["shortfalls", "full"]
Paint: TypeAlias = Callable[[Outcome | TierOutcome, str], str]

DIGEST_SHOWN: Final = 12
SIGNS: Final = {
    Outcome.MET: "✓",
    Outcome.NOT_MET: "✗",
    Outcome.UNKNOWN: "?",
    Outcome.NOT_APPLICABLE: "–",
}
_SHORTFALLS: Final = (Outcome.NOT_MET, Outcome.UNKNOWN)


def unpainted(_outcome: Outcome | TierOutcome, text: str) -> str:
    """Return the text as it is."""
    return text


def explain(
    verdict: Verdict,
    *,
    lang: Lang = "vi",
    detail: Detail = "shortfalls",
    ladder: Ladder | None = None,
    paint: Paint = unpainted,
    not_applied: tuple[Decision, ...] = (),
) -> str:
    """Return a verdict as text.

    Args:
        verdict: the verdict.
        lang: `vi` or `en`.
        detail: `shortfalls` shows the indicators that are not met or unknown, `full` all of them.
        ladder: the verdicts of all tiers, for the highest one confirmed and possible.
        paint: colours a text by the outcome it states.
        not_applied: documents of the unit's province that change the set and were left out.
    """
    words = FindingWords(verdict, lang)
    lines = list(_Layout(verdict, words, lang, detail, paint).lines(ladder))
    if not_applied:
        listed = ", ".join(d.name for d in not_applied)
        lines.insert(2, say("not_applied", lang, documents=listed))
    return "\n".join(lines)


def headline(verdict: Verdict, lang: Lang) -> str:
    """Return the outcome in one line: the word, the count, the marks."""
    text = TIER_OUTCOMES[verdict.outcome].in_language(lang)
    return f"{text} · {counts(verdict, lang)}"


def counts(verdict: Verdict, lang: Lang) -> str:
    """Return the criteria met of those that apply, and how many are unknown."""
    text = say("criteria_met", lang, met=verdict.criteria_met, of=verdict.criteria_applicable)
    if verdict.criteria_unknown:
        text += f", {say('criteria_unknown', lang, count=verdict.criteria_unknown)}"
    return text


def set_title(verdict: Verdict, lang: Lang) -> str:
    """Return which text of which set was applied."""
    ruleset = verdict.ruleset
    parts = [f"{ruleset.decision} · {ruleset.name.in_language(lang)}"]
    parts.append(say("text_as_of", lang, day=day(verdict.on, lang)) if verdict.on else say("last_text", lang))
    if ruleset.amended_by:
        parts.append(say("amended_by", lang, documents=", ".join(dict.fromkeys(ruleset.amended_by))))
    if ruleset.province:
        parts.append(say("overlay_of", lang, province=ruleset.province))
    return "; ".join(parts)


def column_text(verdict: Verdict, lang: Lang) -> str:
    """Return the column used and why."""
    column = verdict.column
    why = column.why_en if lang == "en" else column.why_vi
    text = f"{column.used} – {why}" if column.used else why
    if column.own and column.own != column.used:
        text += f"; {say('own_column', lang, column=column.own)}"
    return text


def unit_title(verdict: Verdict, lang: Lang) -> str:
    """Return the unit, where it lies, what it is designated as, and the year of its data."""
    unit = verdict.record.unit
    kind, name = unit_word(unit.kind, lang), unit.name.casefold()
    title = unit.name if name.startswith((kind, unit_word(unit.kind, "vi"))) else f"{kind} {unit.name}"
    parts = [title]
    if unit.province != unit.name:
        parts.append(unit.province)
    parts.extend(designation_name(d, lang) for d in sorted(unit.designations))
    parts.append(say("data_year", lang, year=verdict.record.year))
    return " · ".join(parts)


def marks(part: Verdict | CriterionResult | IndicatorResult, lang: Lang) -> str:
    """Return ` (tạm tính)` or ` (giả định)` for an outcome that rests on what is not evidenced."""
    found = []
    if part.provisional:
        found.append(say("provisional", lang))
    if part.assumed:
        found.append(say("assumed", lang))
    return f" ({', '.join(found)})" if found else ""


@dataclass(frozen=True, slots=True)
class _Layout:
    verdict: Verdict
    words: FindingWords
    lang: Lang
    detail: Detail
    paint: Paint

    def lines(self, ladder: Ladder | None) -> Iterator[str]:
        yield from self._header()
        yield from self._result(ladder)
        yield ""
        yield f"{say('criteria', self.lang)}:"
        width = max((len(c.number) for c in self.verdict.criteria), default=0)
        for criterion in self.verdict.criteria:
            name = criterion.criterion.name.in_language(self.lang)
            yield self._line(criterion, f"{criterion.number:>{width}} {name}")
            yield from self._indicators(criterion.indicators)
        if self.verdict.conditions:
            yield f"{say('conditions', self.lang)}:"
            yield from self._conditions()
        for change in self.verdict.ruleset.unread_changes:
            touched = f" ({', '.join(change.touches)})" if change.touches else ""
            yield f"{say('unread_changes', self.lang)}: {change.document}{touched}"

    def _header(self) -> Iterator[str]:
        verdict, lang = self.verdict, self.lang
        yield unit_title(verdict, lang)
        yield f"{say('ruleset', lang)}: {set_title(verdict, lang)}"
        yield f"{say('column', lang)}: {column_text(verdict, lang)}"
        if verdict.trust is not Trust.RECALLED:
            yield f"{say('trust', lang)}: {TRUSTS[verdict.trust].in_language(lang)}"
        yield f"{say('digest', lang)}: {verdict.digest[:DIGEST_SHOWN]}"

    def _result(self, ladder: Ladder | None) -> Iterator[str]:
        verdict, lang = self.verdict, self.lang
        word = TIER_OUTCOMES[verdict.outcome].in_language(lang)
        yield f"{say('result', lang)}: {self.paint(verdict.outcome, word)}; {counts(verdict, lang)}"
        if verdict.outcome is TierOutcome.MET:
            yield f"  {say('not_a_recognition', lang)}"
        if verdict.provisional:
            yield f"  {say('provisional_why', lang)}"
        if verdict.assumed:
            yield f"  {say('assumed_why', lang)}"
        if ladder is not None:
            confirmed, possible = (
                tier_name(t, lang) if t else say("no_tier", lang)
                for t in (ladder.highest_confirmed, ladder.highest_possible)
            )
            yield (
                f"{say('highest', lang)}: {say('highest_confirmed', lang, tier=confirmed)}; "
                f"{say('highest_possible', lang, tier=possible)}"
            )
        for recognition in verdict.record.recognitions or ():
            text = tier_name(recognition.tier, lang)
            if recognition.under:
                text += f" ({recognition.under})"
            if recognition.on:
                text += f", {day(recognition.on, lang)}"
            yield f"{say('recognised_as', lang)}: {text}"

    def _conditions(self) -> Iterator[str]:
        for condition in self.verdict.conditions:
            yield self._line(condition, condition.indicator.label.in_language(self.lang))
            if self._shown(condition):
                yield from self._findings(condition, "      ")

    def _indicators(self, results: tuple[IndicatorResult, ...]) -> Iterator[str]:
        for result in results:
            if self._shown(result):
                label = result.indicator.label.in_language(self.lang)
                yield "    " + self._line(result, f"{result.id} {label}")
                yield from self._findings(result, "          ")

    def _shown(self, result: IndicatorResult) -> bool:
        return self.detail == "full" or result.outcome in _SHORTFALLS

    def _line(self, part: CriterionResult | IndicatorResult, title: str) -> str:
        outcome = part.outcome
        word = self.paint(outcome, OUTCOMES[outcome].in_language(self.lang))
        return f"  {self.paint(outcome, SIGNS[outcome])} {title}: {word}{marks(part, self.lang)}"

    def _findings(self, result: IndicatorResult, indent: str) -> Iterator[str]:
        compound = not isinstance(result.indicator.require, Comparison)
        seen: set[str] = set()
        for finding in telling(result):
            # The label above names the measure already, except that of a fact that is missing.
            named = (
                compound
                or (self.verdict.observed(finding) is None and finding.tally is None)
                or finding.requirement is not result.indicator.require
            )
            text = self.words.finding(finding, result.indicator, named=named)
            line = text.sentence()
            if text.evidence:
                line += f" [{text.evidence}]"
            if line not in seen:
                seen.add(line)
                yield indent + line
