"""A verdict as a small HTML table, for notebooks.

Everything that comes from facts or rulesets is escaped. Brings no styles beyond a few attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from ntm_rules.evaluation import CriterionResult, IndicatorResult, Outcome, Verdict
from ntm_rules.facts.notation import Lang
from ntm_rules.reporting.explanation import (
    DIGEST_SHOWN,
    column_text,
    headline,
    marks,
    set_title,
    unit_title,
)
from ntm_rules.reporting.findings import FindingWords
from ntm_rules.reporting.wording import OUTCOMES, say

COLOURS: Final = {
    Outcome.MET: "#1a7f37",
    Outcome.NOT_MET: "#b42318",
    Outcome.UNKNOWN: "#8a6100",
    Outcome.NOT_APPLICABLE: "#6b7280",
}


def verdict_html(verdict: Verdict, lang: Lang = "vi") -> str:
    """Return a verdict as an HTML table: one row per criterion, and one per shortfall below it."""
    words = FindingWords(verdict, lang)
    headings = "".join(
        f"<th>{escape(say(f'heading_{name}', lang))}</th>"
        for name in ("id", "indicator", "outcome", "explanation")
    )
    title = f"<strong>{escape(unit_title(verdict, lang))}</strong><br>{escape(headline(verdict, lang))}"
    under = " · ".join(
        (
            set_title(verdict, lang),
            column_text(verdict, lang),
            f"{say('digest', lang)}: {verdict.digest[:DIGEST_SHOWN]}",
        )
    )
    rows = "".join(_rows(verdict, words, lang))
    return (
        f'<table class="ntm-verdict"><caption style="text-align:left">{title}<br>'
        f"<small>{escape(under)}</small></caption>"
        f"<thead><tr>{headings}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _rows(verdict: Verdict, words: FindingWords, lang: Lang) -> Iterator[str]:
    for criterion in verdict.criteria:
        yield _row(criterion.number, criterion.criterion.name.in_language(lang), criterion, "", lang)
        yield from _shortfalls(criterion.indicators, words, lang)
    yield from _shortfalls(verdict.conditions, words, lang)


def _shortfalls(results: tuple[IndicatorResult, ...], words: FindingWords, lang: Lang) -> Iterator[str]:
    for result in results:
        if result.outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
            label = result.indicator.label.in_language(lang)
            yield _row(result.id, label, result, words.explanation(result), lang)


def _row(id: str, label: str, part: CriterionResult | IndicatorResult, why: str, lang: Lang) -> str:
    word = OUTCOMES[part.outcome].in_language(lang) + marks(part, lang)
    cells = (
        f"<td>{escape(id)}</td>",
        f"<td>{_emphasised(escape(label), part)}</td>",
        f'<td style="color:{COLOURS[part.outcome]}">{escape(word)}</td>',
        f'<td style="text-align:left">{escape(why)}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"


def _emphasised(label: str, part: CriterionResult | IndicatorResult) -> str:
    return f"<strong>{label}</strong>" if isinstance(part, CriterionResult) else label
