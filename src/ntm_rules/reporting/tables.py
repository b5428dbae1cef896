"""The catalogue and single criteria sets as plain text tables.

Shows what is there. What still has to be confirmed is `evidence`'s work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ntm_rules.facts import MeasureCatalogue
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Catalogue, ColumnRule, Condition, Indicator, Ruleset, SetEntry, Status, Transition
from ntm_rules.law.requirements import levels
from ntm_rules.reporting.requirement_text import requirement_text
from ntm_rules.reporting.text_table import table, wrap
from ntm_rules.reporting.wording import MARKS, STATUSES, day, say, tier_name, units_name


def catalogue_table(
    entries: Sequence[SetEntry], documents: Catalogue, lang: Lang, *, columns: int = 120
) -> str:
    """Return the criteria sets with their decisions, what they judge, and when they are in force."""
    if not entries:
        return say("nothing_in_force", lang)
    headings = [
        say(f"heading_{name}", lang)
        for name in ("decision", "level", "tier", "name", "from", "to", "changes")
    ]
    rows = [
        (
            _decision(entry),
            units_name(entry.kinds, lang),
            tier_name(entry.tier, lang),
            documents.base(entry).name.in_language(lang),
            day(entry.effective_from, lang),
            day(entry.effective_to, lang),
            ", ".join(_changing(entry, documents)) or "–",
        )
        for entry in entries
    ]
    return table(headings, rows, columns=columns)


def transition_lines(entries: Sequence[SetEntry], lang: Lang, *, columns: int = 120) -> str:
    """Return what becomes of units between sets and those before or after them, a line each."""
    told = dict.fromkeys((entry.decision.id, rule) for entry in entries for rule in entry.transition)
    lines = []
    for document, rule in told:
        text = f"{document}: {rule.label.in_language(lang)}{_years(rule, lang)} {MARKS[rule.status]}"
        lines += wrap(text, columns)
    return "\n".join((f"{say('transition', lang)}:", *lines)) if lines else ""


def _years(rule: Transition, lang: Lang) -> str:
    if rule.years is None:
        return ""
    return f" ({say('years', lang, first=rule.years[0], last=rule.years[1])})"


def documents_table(documents: Catalogue, lang: Lang, *, columns: int = 120) -> str:
    """Return the documents that hold no set of their own but amend, guide or overlay one."""
    headings = [say(f"heading_{name}", lang) for name in ("decision", "number", "name", "from", "to")]
    rows = [
        (
            d.name,
            d.number,
            d.title.in_language(lang),
            day(d.effective_from, lang),
            day(d.effective_to, lang),
        )
        for d in documents.decisions
        if not d.sets
    ]
    return table(headings, rows, columns=columns) if rows else ""


def _decision(entry: SetEntry) -> str:
    parts = (entry.decision.name, entry.file.annex)
    return " ".join(part for part in parts if part)


def _changing(entry: SetEntry, documents: Catalogue) -> Iterator[str]:
    return (amendment.decision.name for amendment in documents.changes_of(entry))


def ruleset_table(ruleset: Ruleset, measures: MeasureCatalogue, lang: Lang, *, columns: int = 120) -> str:
    """Return a set with every requirement in words, the status of its levels and their document."""
    headings = [
        say(f"heading_{name}", lang) for name in ("id", "indicator", "requirement", "status", "document")
    ]
    rows: list[Sequence[str] | str] = []
    for criterion in ruleset.criteria:
        rows.append(f"{criterion.number}. {criterion.name.in_language(lang)}")
        rows.extend(_row(indicator, measures, lang) for indicator in criterion.indicators)
    if ruleset.conditions:
        rows.append(say("conditions", lang))
        rows.extend(_row(condition, measures, lang) for condition in ruleset.conditions)
    body = table(headings, rows, columns=columns)
    return "\n".join(
        (*_header(ruleset, lang, columns), "", body, *_notes(ruleset, lang, columns), _legend(lang))
    )


def _header(ruleset: Ruleset, lang: Lang, columns: int) -> Iterator[str]:
    yield from wrap(f"{_name(ruleset, lang)}: {ruleset.name.in_language(lang)}", columns)
    total = sum(len(c.indicators) for c in ruleset.criteria)
    parts = [
        say("counts", lang, criteria=len(ruleset.criteria), indicators=total),
        say("years", lang, first=ruleset.years[0], last=ruleset.years[1]),
        say("text_as_of", lang, day=day(ruleset.as_of, lang)) if ruleset.as_of else say("last_text", lang),
    ]
    if ruleset.amended_by:
        parts.append(say("amended_by", lang, documents=", ".join(dict.fromkeys(ruleset.amended_by))))
    if ruleset.province:
        parts.append(say("overlay_of", lang, province=ruleset.province))
    yield from wrap("; ".join(parts), columns)


def _name(ruleset: Ruleset, lang: Lang) -> str:
    return (
        f"{ruleset.decision} {say('annex', lang, annex=ruleset.annex)}" if ruleset.annex else ruleset.decision
    )


def _notes(ruleset: Ruleset, lang: Lang, columns: int) -> Iterator[str]:
    if ruleset.columns.rules:
        yield ""
        yield f"{say('column_rules', lang)}:"
        for rule in ruleset.columns.rules:
            yield from wrap(f"{_rule(rule, lang)} {MARKS[rule.status]}", columns)
    if ruleset.columns.groups:
        yield ""
        yield f"{say('column_groups', lang)}:"
        for group in ruleset.columns.groups:
            text = say("column_group", lang, group=group.id, who=group.label.in_language(lang))
            yield from wrap(f"{text} ({group.origin}) {MARKS[group.status]}", columns)
    if ruleset.unread_changes:
        yield ""
        yield f"{say('unread_changes', lang)}:"
        for change in ruleset.unread_changes:
            touched = f" ({', '.join(change.touches)})" if change.touches else ""
            yield from wrap(f"{change.document}{touched}: {change.note}", columns)
    yield ""


def _rule(rule: ColumnRule, lang: Lang) -> str:
    text = say("column_rule", lang, column=rule.use, who=rule.label.in_language(lang))
    return f"{text} ({_span(rule.since, rule.until, lang)}{rule.origin})"


def _span(since: dt.date | None, until: dt.date | None, lang: Lang) -> str:
    parts = []
    if since:
        parts.append(say("from_to", lang, first=day(since, lang)))
    if until:
        parts.append(say("until", lang, last=day(until, lang)))
    return f"{' '.join(parts)}; " if parts else ""


def _row(indicator: Indicator, measures: MeasureCatalogue, lang: Lang) -> tuple[str, ...]:
    statuses = cell_statuses(indicator)
    label = indicator.label.in_language(lang)
    if isinstance(indicator, Condition) and (indicator.since or indicator.until):
        label += f" ({_span(indicator.since, indicator.until, lang).removesuffix('; ')})"
    return (
        "" if isinstance(indicator, Condition) else indicator.id,
        label,
        requirement_text(indicator, measures, lang, marks=len(statuses) > 1),
        " ".join(MARKS[status] for status in Status if status in statuses),
        ", ".join(cell_documents(indicator)),
    )


def cell_statuses(indicator: Indicator) -> frozenset[Status]:
    """Return the statuses of an indicator's levels, or its own where it compares nothing."""
    found = {
        cell.provenance.status  # type: ignore[union-attr]
        for comparison in indicator.comparisons
        for _, cell in levels(comparison.bound)
    }
    return frozenset(found or ({indicator.status} if indicator.status else ()))


def cell_documents(indicator: Indicator) -> tuple[str, ...]:
    """Return the documents that an indicator's levels come from."""
    found = [
        cell.provenance.document or indicator.origin  # type: ignore[union-attr]
        for comparison in indicator.comparisons
        for _, cell in levels(comparison.bound)
    ]
    return tuple(dict.fromkeys(found or [indicator.origin]))


def _legend(lang: Lang) -> str:
    marks = "; ".join(f"{MARKS[status]} {STATUSES[status].in_language(lang)}" for status in Status)
    return f"{say('legend', lang)}: {marks}"
