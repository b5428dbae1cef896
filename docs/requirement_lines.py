"""What a row asks, line by line: the parts of a compound and the columns of a table apart, in both languages.

The words are the library's; this module only breaks them into lines. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import markdown_text as md

from ntm_rules.facts import MeasureCatalogue
from ntm_rules.law import Indicator
from ntm_rules.law.requirements import AllOf, AnyOf, AtLeastOf, ByAxis, Cell, Comparison, Requirement
from ntm_rules.reporting import requirement_text
from ntm_rules.reporting.requirement_text import RequirementWords, key_text
from ntm_rules.reporting.wording import say

_INDENT: Final = "&emsp;"


def both_languages(row: Indicator, measures: MeasureCatalogue, *, marks: bool) -> str:
    """Return a requirement as a cell: in Vietnamese, and in English below it where that differs.

    Several lines of English fold away behind their language.
    """
    vi, en = ([*_requirement(row, RequirementWords(measures, lang, marks))] for lang in ("vi", "en"))
    shown = md.BREAK.join(vi)
    if vi == en:
        return shown
    if len(en) == 1:
        return f"{shown}{md.BREAK}*{en[0]}*"
    return f"{shown}<details><summary>English</summary>{md.BREAK.join(en)}</details>"


def _requirement(row: Indicator, words: RequirementWords) -> Iterator[str]:
    require = row.require
    match require:
        case Comparison(bound=ByAxis() as bound):
            yield from _columns(bound, require, words)
            yield from (f"({md.text(extra)})" for extra in words.extras(require))
        case AllOf() | AnyOf() | AtLeastOf():
            yield md.text(words.requirement(require._replace(parts=())))
            for part in require.parts:
                yield from _part(part, words)
        case _:
            yield md.text(requirement_text(row, words.measures, words.lang, marks=words.marks))
            return
    if row.applies_when is not None:
        when = words.requirement(row.applies_when)
        yield f"({md.text(say('applies_when', words.lang, when=when))})"


def _part(part: Requirement, words: RequirementWords) -> Iterator[str]:
    """Yield a part of a compound; the columns of its table stand below its measure."""
    if isinstance(part, Comparison) and isinstance(part.bound, ByAxis):
        extras = "".join(f" ({extra})" for extra in words.extras(part))
        yield f"– {md.text(f'{words.name(part.measure)}{extras}:')}"
        yield from (_INDENT + line for line in _columns(part.bound, part, words))
    else:
        yield f"– {md.text(words.requirement(part))}"


def _columns(table: ByAxis, comparison: Comparison, words: RequirementWords) -> Iterator[str]:
    """Yield a table of levels, equal columns on one line; a table inside it is indented."""
    alike: dict[str, list[Cell]] = {}
    for cell in table.cells:
        level = words.bound(ByAxis(table.axis, (Cell("", cell.bound),)), comparison)
        alike.setdefault(level, []).append(cell)
    for cells in alike.values():
        inner = cells[0].bound
        if isinstance(inner, ByAxis):
            yield f"**{md.text(', '.join(key_text(cell.key, words.lang) for cell in cells))}**"
            yield from (_INDENT + line for line in _columns(inner, comparison, words))
        else:
            yield md.text(words.bound(ByAxis(table.axis, tuple(cells)), comparison))
