"""Writes the pages that follow from the rulesets: one per decision, the timeline, the provenance ledger.

Asks the library for the data and for its words, so that no page says anything else than the library does.
`conf.py` runs it before a build; it knows nothing of Sphinx.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, pairwise
from pathlib import Path

import markdown_text as md
from decision_pages import DecisionPages, in_force, legend, page_name, short_name
from directive_rules import span
from rule_lines import transition_text

from ntm_rules.facts import LEVEL_IDS, TIER_IDS
from ntm_rules.law import Catalogue, Decision, SetEntry, Status
from ntm_rules.reporting import SetEvidence, checklist, select_evidence
from ntm_rules.reporting.wording import MARKS, STATUSES, day, level_name, say, tier_name, units_name
from ntm_rules.spelling import fold

_DAY = dt.timedelta(days=1)


def write_pages(folder: Path, documents: Catalogue) -> None:
    """Write all pages below a folder; unchanged ones are left alone, those of no decision are removed."""
    wanted = {folder / name: content for name, content in pages(documents).items()}
    for path in set(folder.rglob("*.md")) - set(wanted):
        path.unlink()
    for path, content in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")


def pages(documents: Catalogue) -> dict[str, str]:
    """Return every page by its path."""
    decisions = DecisionPages(documents)
    return {
        "decisions.md": index(decisions),
        "provinces.md": provinces(decisions),
        "timeline.md": timeline(decisions),
        "provenance.md": ledger(decisions),
        **{f"decisions/{page_name(d)}.md": decisions.page(d) for d in documents.decisions},
    }


def index(decisions: DecisionPages) -> str:
    """Return the list of the national documents, with the page of the provinces below them."""
    national = sorted((d for d in decisions.documents.decisions if d.province is None), key=_issue)
    return md.page(
        "# Các văn bản · Decisions",
        "Mỗi văn bản một trang, viết ra từ chính dữ liệu dùng để đánh giá. Văn bản của các tỉnh: "
        "[Quy định của tỉnh](provinces.md). *One page per document, written from the data that judges.*",
        _documents(decisions, national),
        _toctree((*_entries(national), "Quy định của tỉnh · Provinces <provinces>")),
    )


def provinces(decisions: DecisionPages) -> str:
    """Return the list of the provinces' documents, by province."""
    issued = [d for d in decisions.documents.decisions if d.province is not None]
    issued.sort(key=lambda d: fold(d.province or ""))
    by_province = ((name, list(found)) for name, found in groupby(issued, key=lambda d: d.province or ""))
    return md.page(
        "# Quy định của tỉnh · Provinces",
        "Tỉnh quy định mức được giao, nâng mức hoặc thêm tiêu chí; tỉnh nào chỉ biết số văn bản thì ghi đúng như vậy. "
        "*A province sets what is left to it, tightens or adds; where only a document's identity is known, that is "
        "what stands here.*",
        *chain.from_iterable(
            (f"## {md.text(name)}", _documents(decisions, found)) for name, found in by_province
        ),
        _toctree(_entries(issued)),
    )


def _issue(decision: Decision) -> str:
    """Return what puts documents in order of issue; one whose day is not known goes to the end of its year."""
    return str(decision.issued or decision.effective_from or f"{decision.id[-4:]}-12-31")


def _documents(decisions: DecisionPages, chosen: Iterable[Decision]) -> str:
    rows = (
        (
            decisions.page_link(d),
            md.both(d.title),
            in_force(d),
            md.BREAK.join(decisions.parts(d)) or "–",
        )
        for d in chosen
    )
    headings = ("Văn bản · Document", "Tên · Title", "Có hiệu lực · In force", "Nội dung · Holds")
    return md.table(headings, rows, "documents")


def _entries(chosen: Iterable[Decision]) -> Iterator[str]:
    return (f"{short_name(d)} <decisions/{page_name(d)}>" for d in chosen)


def _toctree(entries: Iterable[str]) -> str:
    return "\n".join(("```{toctree}", ":hidden:", ":titlesonly:", "", *entries, "```"))


def timeline(decisions: DecisionPages) -> str:
    """Return which set judges which tier of which level when."""
    return md.page(
        "# Dòng thời gian · Timeline",
        "Ngày nào thì bộ tiêu chí nào đánh giá danh hiệu nào. Dấu + là sửa đổi đã có hiệu lực; dấu – là không có bộ "
        "tiêu chí trung ương nào trong dữ liệu. *Which set judges which tier on which day. + is an amendment in "
        "force; – means that the data hold no national set.*",
        *(part for level in LEVEL_IDS for part in _level_timeline(decisions, level)),
        "## Quy tắc về danh hiệu · Rules on titles",
        _directives(decisions),
        "## Quy định của tỉnh · Provinces",
        _overlays(decisions),
    )


def _level_timeline(decisions: DecisionPages, level: str) -> Iterator[str]:
    sets = [e for e in decisions.documents.sets if e.level == level and e.decision.province is None]
    if not sets:
        return
    tiers = [tier for tier in TIER_IDS if any(e.tier == tier for e in sets)]
    yield f"## {level_name(level, 'vi').capitalize()} · {level_name(level, 'en').capitalize()}"
    rows = (
        (_span(first, last), *(_judging(decisions, sets, tier, first) for tier in tiers))
        for first, last in _spans(decisions, sets)
    )
    yield md.table(("Thời gian · Period", *map(_both_names, tiers)), rows, "timeline")
    details = (
        (
            decisions.set_link(e),
            md.both(decisions.documents.base(e).name),
            in_force(e),
            "–".join(map(str, decisions.documents.base(e).years)),
            ", ".join(map(decisions.change_link, decisions.changes_of(e))) or "–",
        )
        for e in sets
    )
    headings = ("Bộ · Set", "Tên · Name", "Có hiệu lực · In force", "Số liệu · Data", "Sửa đổi · Changes")
    yield md.table(headings, details, "sets")
    rules = [(d, rule) for d in decisions.documents.decisions for rule in d.transition if rule.level == level]
    if rules:
        yield "### Chuyển tiếp · Transition"
        yield md.bullets(f"{decisions.page_link(d)}: {transition_text(rule)}" for d, rule in rules)


def _both_names(tier: str) -> str:
    return f"{tier_name(tier, 'vi')}{md.BREAK}*{tier_name(tier, 'en')}*"


def _spans(decisions: DecisionPages, sets: list[SetEntry]) -> Iterator[tuple[dt.date, dt.date | None]]:
    """Yield the spans of days between which something changes, from the first set to the end of the last."""
    changing = [a.decision for e in sets for a in decisions.changes_of(e) if a.decision.province is None]
    starts = {d.effective_from for d in (*sets, *changing)} - {None}
    ends = {e.effective_to + _DAY for e in sets if e.effective_to}
    days: list[dt.date | None] = [*sorted({d for d in starts if d} | ends), None]
    for first, following in pairwise(days):
        assert first is not None  # only the last one is open
        begun = any(e.effective_from is None or e.effective_from <= first for e in sets)
        if any(e.in_force(first) for e in sets) or (
            begun and following
        ):  # a gap between two sets is a span, too
            yield first, following - _DAY if following else None


def _span(first: dt.date, last: dt.date | None) -> str:
    return f"{day(first, 'vi')} → {day(last, 'vi')}" if last else say("from_to", "vi", first=day(first, "vi"))


def _judging(decisions: DecisionPages, sets: list[SetEntry], tier: str, on: dt.date) -> str:
    shown = []
    for entry in sets:
        if entry.tier == tier and entry.in_force(on):
            changes = [
                decisions.change_link(a)
                for a in decisions.changes_of(entry)
                if a.decision.province is None and a.decision.in_force(on)
            ]
            shown.append(" + ".join((decisions.set_link(entry), *changes)))
    return md.BREAK.join(shown) or "–"


def _overlays(decisions: DecisionPages) -> str:
    documents = decisions.documents
    rows = [
        (
            md.text(a.decision.province or ""),
            decisions.change_link(a),
            decisions.set_link(e),
            tier_name(e.tier, "vi"),
            in_force(a.decision),
        )
        for e in documents.sets
        for a in decisions.changes_of(e)
        if a.decision.province
    ]
    rows += [
        (
            md.text(e.decision.province or ""),
            decisions.set_link(e),
            "–",
            f"{units_name(e.kinds, 'vi')}, {tier_name(e.tier, 'vi')}",
            in_force(e),
        )
        for e in documents.sets
        if e.decision.province
    ]
    headings = (
        "Tỉnh · Province",
        "Văn bản · Document",
        "Bộ · Set",
        "Danh hiệu · Tier",
        "Có hiệu lực · In force",
    )
    return md.table(headings, sorted(rows, key=lambda row: fold(row[0])), "overlays")


def _directives(decisions: DecisionPages) -> str:
    """Return which documents have rules on what titles are worth, and when those are in force."""
    found = ((d, decisions.directives.of(d)) for d in sorted(decisions.documents.decisions, key=_issue))
    rows = (
        (decisions.page_link(d), md.both(d.title), str(len(directive.rules)), span(directive.rules))
        for d, directive in found
        if directive is not None
    )
    return md.table(
        ("Văn bản · Document", "Tên · Title", "Quy tắc · Rules", "Có hiệu lực · In force"), rows, "directives"
    )


def ledger(decisions: DecisionPages) -> str:
    """Return how many levels of each set have which status, and what is to be confirmed."""
    sets = sorted(select_evidence(decisions.documents), key=lambda s: fold(s.entry.decision.province or ""))
    return md.page(
        "# Sổ nguồn · Provenance",
        "Mỗi ô có trạng thái nào, và ô nào còn phải đối chiếu với bản gốc. "
        "*The status of every cell, and what is still to be confirmed against the originals.*",
        f"*{legend()}*",
        "## Số ô theo trạng thái · Cells by status",
        _counts(decisions, sets),
        "## Phiếu kiểm tra · Checklist",
        "Cách xác nhận một mức: [Dành cho cán bộ](../officers.md). "
        "*Confirming a value is a one-line change: see the page for officers.*",
        *(part for s in sets if s.to_confirm for part in _to_confirm(decisions, s)),
    )


def _counts(decisions: DecisionPages, sets: Iterable[SetEvidence]) -> str:
    total: Counter[Status] = Counter()
    rows = []
    for s in sets:
        total += s.counts
        who = f"{units_name(s.entry.kinds, 'vi')}, {tier_name(s.entry.tier, 'vi')}"
        counts = (str(s.counts[status]) for status in Status)
        rows.append((decisions.set_link(s.entry), who, *counts, str(len(s.values))))
    rows.append((say("heading_total", "vi"), "", *(str(total[x]) for x in Status), str(total.total())))
    marks = (f"{md.text(MARKS[x])} {STATUSES[x].vi}" for x in Status)
    return md.table(("Bộ · Set", "Danh hiệu · Tier", *marks, say("heading_total", "vi")), rows, "counts")


def _to_confirm(decisions: DecisionPages, s: SetEvidence) -> Iterator[str]:
    """Yield the library's own checklist of a set, its boxes as a list."""
    lines = checklist([s], decisions.measures, "vi").splitlines()[1:]
    names = " ".join(filter(None, (short_name(s.entry.decision), s.entry.file.annex)))
    who = f"{units_name(s.entry.kinds, 'vi')}, {tier_name(s.entry.tier, 'vi')}"
    yield f"### {md.text(f'{names}: {who} ({len(s.to_confirm)})')}"
    asked = [say("to_confirm", lang, count=len(s.to_confirm)) for lang in ("vi", "en")]
    yield f"{decisions.set_link(s.entry)}. {asked[0]} *{asked[1]}.*"
    yield "\n".join(
        f"  - ☐ {md.text(line.strip().removeprefix('[ ]'))}"
        if line.lstrip().startswith("[ ]")
        else f"- **{md.text(line.strip())}**"
        for line in lines
    )
