"""The rules that a document lays down for titles, as a table: what each says, when it holds, how well it is evidenced.

The words are the library's; this module only lays them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

import markdown_text as md

from ntm_rules.law import Catalogue, Decision
from ntm_rules.reporting.wording import MARKS, day
from ntm_rules.standing import Directive, Rule, directives

_HEADINGS: Final = (
    "Quy tắc · Rule",
    "Nội dung · Says",
    "Từ → đến · From, to",
    "Căn cứ · Status",
    "Nguồn · Sources",
)


class Directives:
    """The directives of one catalogue, by their documents."""

    def __init__(self, documents: Catalogue) -> None:
        self._by_document = {(d.document, d.province): d for d in directives(documents)}

    def of(self, decision: Decision) -> Directive | None:
        """Return the rules of a document, if it has any."""
        return self._by_document.get((decision.id, decision.province))


def rules_section(directive: Directive) -> Iterator[str]:
    """Yield the rules of a document, row by row in its order."""
    yield "## Quy tắc về danh hiệu · Rules on titles"
    if directive.carried_by:
        yield f"Được chuyển tiếp bởi · Passed on by: {md.text(', '.join(directive.carried_by))}"
    yield md.text(directive.note or "")
    yield md.table(_HEADINGS, map(_row, directive.rules), "rules")
    yield md.bullets(f"**{md.text(r.id)}** {md.text(r.note)}" for r in directive.rules if r.note)
    yield md.bullets(map(md.source, directive.sources))


def span(rules: Iterable[Rule]) -> str:
    """Return the days from the first to the last on which one of some rules is in force."""
    listed = list(rules)
    starts = [rule.since for rule in listed if rule.since]
    ends = [rule.until for rule in listed]
    last = None if None in ends else max(end for end in ends if end)
    return f"{day(min(starts, default=None), 'vi')} → {day(last, 'vi')}"


def _row(rule: Rule) -> tuple[str, ...]:
    bounds = ", ".join(f"{bound.text} {MARKS[bound.provenance.status]}" for bound in rule.thresholds)
    says = md.both(rule.label) + (f"{md.BREAK}{md.text(f'({bounds})')}" if bounds else "")
    of_bounds = chain.from_iterable(bound.provenance.sources for bound in rule.thresholds)
    sources = {source.url: source for source in (*rule.sources, *of_bounds)}
    return (
        md.text(rule.id),
        says,
        f"{day(rule.since, 'vi')} → {day(rule.until, 'vi')}",
        f"{md.text(MARKS[rule.status])}{md.BREAK}{md.both(rule.reference)}",
        md.BREAK.join(map(md.source_link, sources.values())),
    )
