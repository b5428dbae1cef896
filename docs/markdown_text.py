"""Markdown for the generated pages: whatever stands in the data is shown as it is, never taken as markup.

Knows nothing of what the pages say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

from ntm_rules.law import Label, Source
from ntm_rules.law.rulesets import Guidance

BREAK: Final = "<br>"
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|#$~])")
_OPENS_A_BLOCK: Final = re.compile(r"^(\d+(?=[.)])|(?=[-+=:%]))")
_IN_ADDRESSES: Final = str.maketrans({"<": "%3C", ">": "%3E", "|": "%7C", " ": "%20", "\\": "%5C"})


def text(value: str) -> str:
    """Return a text of the data on one line, so that Markdown shows it as it is."""
    line = _SPECIAL.sub(r"\\\1", " ".join(value.split()).replace("&", "&amp;"))
    opening = _OPENS_A_BLOCK.match(line)
    if opening is None:
        return line
    return f"{opening[0]}\\{line[opening.end() :]}"


def both(label: Label) -> str:
    """Return a wording in Vietnamese, and in English below it."""
    return f"{text(label.vi)}{BREAK}*{text(label.en)}*"


def link(shown: str, address: str, title: str | None = None) -> str:
    """Return a link, or the text alone where the address is none."""
    if not address.startswith(("http://", "https://")):
        return text(shown)
    hover = f' "{text(title).replace(chr(34), "&quot;")}"' if title else ""
    return f"[{text(shown)}](<{address.translate(_IN_ADDRESSES)}>{hover})"


def source_link(source: Source) -> str:
    """Return a source as the name of its site; what it states shows when pointed at."""
    site = (urlsplit(source.url).hostname or source.url).removeprefix("www.")
    return link(site, source.url, source.says).replace(text(site), text(site).replace(".", ".<wbr>"), 1)


def source(source: Source) -> str:
    """Return a source as a line of a list, with what it states."""
    return f"{link(source.url, source.url)}" + (f": {text(source.says)}" if source.says else "")


def guidance(document: Guidance) -> str:
    """Return a guiding document as one line."""
    number = link(document.number, document.url) if document.url else text(document.number)
    said = (document.issued, document.about, document.note)
    return "; ".join((number, *(text(x) for x in said if x)))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], name: str = "") -> str:
    """Return a table of cells that are Markdown already, and nothing where it has no rows.

    Args:
        headings: one per column.
        rows: the cells.
        name: how style sheets know the table.
    """
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ""
    head = [f"| {' | '.join(headings)} |", "|" + "---|" * len(headings)]
    return "\n".join(([f"{{.{name}}}"] if name else []) + head + lines)


def bullets(lines: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {line}" for line in lines)


def page(*parts: str) -> str:
    """Return the parts that are not empty, as paragraphs."""
    return "\n\n".join(part for part in parts if part).rstrip() + "\n"
