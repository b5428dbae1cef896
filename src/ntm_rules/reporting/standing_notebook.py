"""What a title is worth, as a small HTML table, for notebooks.

Everything that comes from facts, rules or rulesets is escaped. Brings no styles beyond a few attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from ntm_rules.evaluation import Outcome
from ntm_rules.facts.notation import Lang
from ntm_rules.reporting.notebook import COLOURS
from ntm_rules.reporting.standing_wording import STATES, say_standing
from ntm_rules.reporting.standing_words import StandingWords
from ntm_rules.reporting.wording import OUTCOMES, say
from ntm_rules.standing import Holding, Reclassification, State

_COLOURS: Final = {
    State.HOLDS: COLOURS[Outcome.MET],
    State.FAILS: COLOURS[Outcome.NOT_MET],
    State.UNKNOWN: COLOURS[Outcome.UNKNOWN],
    State.NOT_APPLICABLE: COLOURS[Outcome.NOT_APPLICABLE],
    State.DROPPED: COLOURS[Outcome.NOT_APPLICABLE],
}


def reclassification_html(found: Reclassification, lang: Lang = "vi") -> str:
    """Return a reclassification as HTML: the standing, what fails, the duties and the next steps."""
    words = StandingWords(found, lang)
    title = f"<strong>{escape(words.heading())}</strong><br>{escape(words.title())}"
    standing = f"{escape(say_standing('standing', lang))}: <strong>{escape(words.standing())}</strong>"
    lines = [escape(say_standing("why_open", lang, reason=words.reason(r))) for r in found.reasons]
    if found.merger is not None:
        lines.insert(0, escape(words.merged()))
    if found.evidence is not None:
        lines.append(escape(f"{say_standing('against', lang)}: {words.evidence(found.evidence)}"))
    under = "".join(f"<br><small>{line}</small>" for line in lines)
    caption = f'<caption style="text-align:left">{title}<br>{standing}{under}</caption>'
    table = f'<table class="ntm-standing">{caption}{_compared(found, words, lang)}</table>'
    return table + _lists(found, words, lang)


def _compared(found: Reclassification, words: StandingWords, lang: Lang) -> str:
    compared = found.comparison
    if compared is None:
        return ""
    headings = (
        say("heading_id", lang),
        say("heading_indicator", lang),
        say_standing("heading_before", lang),
        say_standing("heading_now", lang),
        say("heading_explanation", lang),
    )
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    rows = "".join(_row(holding, words, lang) for holding in compared.holdings)
    return f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"


def _row(holding: Holding, words: StandingWords, lang: Lang) -> str:
    before = "–" if holding.before is None else OUTCOMES[holding.before].in_language(lang)
    why = "; ".join(words.change(change, holding) for change in holding.failing)
    if holding.state is State.UNKNOWN and holding.missing:
        why = say_standing("missing", lang, measures=words.measure_names(holding.missing, 3))
    cells = (
        f"<td>{escape('' if holding.condition else holding.number)}</td>",
        f"<td>{escape(holding.name.in_language(lang))}</td>",
        f"<td>{escape(before)}</td>",
        f'<td style="color:{_COLOURS[holding.state]}">{escape(STATES[holding.state].in_language(lang))}</td>',
        f'<td style="text-align:left">{escape(why)}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"


def _lists(found: Reclassification, words: StandingWords, lang: Lang) -> str:
    duties = [words.obligation(duty) for duty in found.obligations]
    steps = [words.branch(branch) for branch in found.conclusions.branches]
    steps += [words.next_step(step) for step in found.next_steps]
    return "".join(
        (*_list(say_standing("obligations", lang), duties), *_list(say_standing("next", lang), steps))
    )


def _list(heading: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"<p>{escape(heading)}</p><ul>"
        yield from (f"<li>{escape(item)}</li>" for item in items)
        yield "</ul>"
