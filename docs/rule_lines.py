"""The rules of a set that are no rows, one line each: transition, commune groups, who may use another column.

The words are the library's; this module only lays them out. Knows no pages.
"""

from __future__ import annotations

import markdown_text as md

from ntm_rules.law import ColumnGroup, ColumnRule, Transition
from ntm_rules.reporting.wording import MARKS, day, say


def transition_text(rule: Transition) -> str:
    """Return what becomes of units between two sets, with its status and sources."""
    years = f" ({say('years', 'vi', first=rule.years[0], last=rule.years[1])})" if rule.years else ""
    text = f"{rule.label.vi}{years} ({rule.label.en}). {MARKS[rule.status]}"
    sources = ", ".join(map(md.source_link, rule.sources))
    return " ".join(filter(None, (md.text(text), md.text(rule.note or ""), sources)))


def column_group(group: ColumnGroup) -> str:
    """Return which units are in a commune group."""
    text = f"{say('column_group', 'vi', group=group.id, who=group.label.vi)} ({group.label.en})."
    facts = f"({group.origin}; {MARKS[group.status]})"
    sources = ", ".join(map(md.source_link, group.sources))
    return " ".join(filter(None, (md.text(f"{text} {facts}"), md.text(group.note or ""), sources)))


def column_rule(rule: ColumnRule) -> str:
    """Return who may be judged by another column."""
    text = say("column_rule", "vi", column=rule.use, who=rule.label.vi)
    facts = f"{day(rule.since, 'vi')} → {day(rule.until, 'vi')}; {rule.origin}; {MARKS[rule.status]}"
    sources = ", ".join(map(md.source_link, rule.sources))
    return " ".join(filter(None, (md.text(f"{text} ({facts}).".strip()), md.text(rule.note or ""), sources)))
