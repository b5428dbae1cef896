"""The page of one decision: who it is, its criteria sets row by row, and what it changes in others.

The words are the library's; this module only lays them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

import markdown_text as md
from directive_rules import Directives, rules_section
from requirement_lines import both_languages
from rule_lines import column_group, column_rule, transition_text

from ntm_rules.law import (
    Amendment,
    Catalogue,
    ColumnRule,
    Condition,
    Criterion,
    Decision,
    Indicator,
    Ruleset,
    SetEntry,
    Source,
    Status,
    amend,
    read_amendment,
)
from ntm_rules.law.amendments import Change
from ntm_rules.law.entries import AmendmentEntry
from ntm_rules.law.requirements import Level, levels
from ntm_rules.reporting.requirement_text import key_text
from ntm_rules.reporting.tables import cell_documents, cell_statuses
from ntm_rules.reporting.wording import MARKS, STATUSES, day, say, tier_name, units_name
from ntm_rules.spelling import fold
from ntm_rules.yaml_nodes import read_yaml

Part: TypeAlias = Indicator | ColumnRule
PartName: TypeAlias = tuple[str, str]
Row: TypeAlias = tuple[str, ...]

_ROW: Final = (
    "CT",
    "Chỉ tiêu · Indicator",
    "Mức yêu cầu · Requirement",
    "Căn cứ · Status",
    "Nguồn · Sources",
)
_UNKNOWN: Final = "chưa rõ · not known"
_CHANGE: Final = (*_ROW[:2], "Trước · Before", "Sau · After", *_ROW[3:])


def page_name(decision: Decision) -> str:
    """Return the name of a decision's page, such as `318-2022` or `23-2022-nam-dinh`."""
    return fold(f"{decision.id} {decision.province or ''}").replace(" ", "-")


def short_name(decision: Decision) -> str:
    """Return how tables and links name a decision, such as `318/2022` or `23/2022 Nam Định`."""
    unnumbered = decision.id.removeprefix("unnumbered-")
    named = decision.id if _known(decision) else f"{decision.number} ({unnumbered})"
    return " ".join(filter(None, (named, decision.province)))


def set_target(entry: SetEntry) -> str:
    """Return the name by which links find a set on the page of its decision."""
    return f"set-{page_name(entry.decision)}-{entry.level}-{entry.tier}".replace("_", "-")


def change_target(a: AmendmentEntry) -> str:
    """Return the name by which links find a change on the page of its decision."""
    touched = fold(f"{a.file.amends} {a.file.level} {a.file.tier}").replace(" ", "-")
    return f"change-{page_name(a.decision)}-{touched}"


def in_force(dated: Decision | SetEntry) -> str:
    """Return the days from which and until which a document or a set of it is in force."""
    first, last = dated.effective_from, dated.effective_to
    return f"{day(first, 'vi')} → {day(last, 'vi')}" if first or last else _UNKNOWN


def _known(decision: Decision) -> str:
    """Return the id of a document that has a number, and nothing where none is known."""
    return md.text(decision.id) if decision.id[0].isdigit() else ""


def _heading(decision: Decision) -> str:
    title = md.text(decision.title.vi)
    return f"{md.text(decision.number)}: {title}" if _known(decision) else f"{title} (chưa rõ số)"


def legend() -> str:
    """Return what the marks of the statuses mean, in both languages."""
    marks = (f"{md.text(MARKS[s])} {STATUSES[s].vi} ({STATUSES[s].en})" for s in Status)
    return f"{say('legend', 'vi')} · {say('legend', 'en')}: {'; '.join(marks)}"


class Shown(NamedTuple):
    """The cells of one row."""

    label: str
    requirement: str
    status: str
    sources: str


class DecisionPages:
    """The pages of the decisions of one catalogue, and the links to their parts."""

    def __init__(self, documents: Catalogue) -> None:
        self.documents = documents
        self.measures = documents.measures()
        self.directives = Directives(documents)

    def link(self, name: str, province: str | None = None) -> str:
        """Return a decision that another one names as a link to its page, or the name where it has none."""
        named = [d for d in self.documents.decisions if name in (d.id, d.number)]
        own = [d for d in named if d.province == province] or [d for d in named if d.province is None]
        return self.page_link(own[0]) if own else md.text(name)

    def page_link(self, decision: Decision) -> str:
        """Return a decision as a link to its page."""
        return f"[{md.text(short_name(decision))}](#decision-{page_name(decision)})"

    def set_link(self, entry: SetEntry) -> str:
        """Return a set as a link to its place."""
        name = " ".join(filter(None, (short_name(entry.decision), entry.file.annex)))
        return f"[{md.text(name)}](#{set_target(entry)})"

    def change_link(self, a: AmendmentEntry) -> str:
        """Return a change as a link to its place."""
        return f"[{md.text(short_name(a.decision))}](#{change_target(a)})"

    def parts(self, decision: Decision) -> Iterator[str]:
        """Yield what a document holds: its sets, and the sets it changes."""
        for entry in self.documents.sets:
            if entry.decision is decision:
                yield f"[{md.text(self.documents.base(entry).name.vi)}](#{set_target(entry)})"
        for a in self.documents.amendments:
            if a.decision is decision:
                touched = self.documents.base(self._touched_by(a)).name.vi
                yield f"[sửa · amends {md.text(a.file.amends)}](#{change_target(a)}): {md.text(touched)}"
        if directive := self.directives.of(decision):
            yield f"quy tắc về danh hiệu · rules on titles ({len(directive.rules)})"

    def changes_of(self, entry: SetEntry) -> list[AmendmentEntry]:
        """Return the changes to a set: national ones in order of issue, then those of provinces."""
        found = self.documents.changes_of(entry)
        return sorted(found, key=lambda a: (fold(a.decision.province or ""), str(a.decision.issued)))

    def page(self, decision: Decision) -> str:
        """Return the page of one decision."""
        sets = [e for e in self.documents.sets if e.decision is decision]
        changes = [a for a in self.documents.amendments if a.decision is decision]
        directive = self.directives.of(decision)
        return md.page(
            f"(decision-{page_name(decision)})=",
            f"# {_heading(decision)}",
            f"*{md.text(decision.title.en)}*",
            self._identity(decision),
            md.text(decision.note or ""),
            f"*{legend()}*" if sets or changes or directive else "",
            *chain.from_iterable(map(self._set, sets)),
            *chain.from_iterable(map(self._amendment, changes)),
            *(rules_section(directive) if directive is not None else ()),
            "## Chuyển tiếp · Transition" if decision.transition else "",
            md.bullets(map(transition_text, decision.transition)),
            "## Nguồn của văn bản · Sources of the document" if decision.sources else "",
            md.bullets(map(md.source, decision.sources)),
        )

    def _identity(self, d: Decision) -> str:
        def links(names: Iterable[str]) -> str:
            return ", ".join(self.link(name, d.province) for name in dict.fromkeys(names))

        changing = [
            self.page_link(a.decision)
            for a in self.documents.amendments
            if a.file.amends == d.id and d.province in (None, a.decision.province)
        ]
        amended_by = dict.fromkeys((*map(self.link, d.amended_by), *changing))
        rows = (
            ("Cơ quan ban hành · Issuer", md.text(d.issuer)),
            ("Ngày ban hành · Issued", day(d.issued, "vi")),
            ("Có hiệu lực · In force", in_force(d)),
            ("Tỉnh · Province", md.text(d.province or "")),
            ("Thay thế · Replaces", links(d.replaces)),
            ("Được thay bởi · Replaced by", links(d.replaced_by)),
            ("Sửa đổi, quy định thêm · Amends", links((*d.amends, *(a.amends for a in d.amendments)))),
            ("Được sửa đổi bởi · Amended by", ", ".join(amended_by)),
            ("Hướng dẫn · Guidance", md.BREAK.join(map(md.guidance, d.guided_by))),
        )
        return md.table(("Văn bản · Document", _known(d) or _UNKNOWN), (r for r in rows if r[1]), "identity")

    def _set(self, entry: SetEntry) -> Iterator[str]:
        ruleset, changes = self.documents.base(entry), self.changes_of(entry)
        annex = say("annex", "vi", annex=entry.file.annex) + ": " if entry.file.annex else ""
        yield f"({set_target(entry)})="
        yield f"## {md.text(annex[:1].upper() + annex[1:] + ruleset.name.vi)}"
        yield f"*{md.text(ruleset.name.en)}*"
        facts = (
            units_name(entry.kinds, "vi"),
            tier_name(entry.tier, "vi"),
            say("counts", "vi", criteria=len(ruleset.criteria), indicators=len(list(ruleset.indicators()))),
            say("years", "vi", first=ruleset.years[0], last=ruleset.years[1]),
        )
        yield f"{'; '.join(facts)}. Bản gốc, chưa kể sửa đổi. *The original text, before amendments.*"
        if not ruleset.all_rows_seen:
            yield _unseen(ruleset)
        if changes:
            yield f"Được sửa đổi bởi · Amended by: {', '.join(map(self.change_link, changes))}"
        yield md.text(ruleset.note or "")
        later = self._later(entry, changes)
        for criterion in ruleset.criteria:
            name = f"{criterion.number}. {criterion.name.vi} · {criterion.name.en}"
            yield f"### {md.text(name)}"
            yield md.text(criterion.note or "")
            yield from self._rows(criterion.indicators, later)
        if ruleset.conditions:
            yield "### Điều kiện kèm theo · Conditions"
            yield from self._rows(ruleset.conditions, later)
        if ruleset.columns.rules:
            yield "### Được áp dụng cột khác · Who may use another column"
            yield md.bullets(map(column_rule, ruleset.columns.rules))
        if ruleset.columns.groups:
            yield "### Xã thuộc nhóm nào · Which communes are in which group"
            yield md.bullets(map(column_group, ruleset.columns.groups))

    def _later(self, entry: SetEntry, changes: list[AmendmentEntry]) -> dict[PartName, list[str]]:
        """Return the links to what changed each part of a set."""
        found: dict[PartName, dict[str, None]] = {}
        for a in changes:
            before, amendment = self._before(entry, a)
            for name in _touched(amendment.changes, before):
                found.setdefault(name, {})[self.change_link(a)] = None
        return {name: list(links) for name, links in found.items()}

    def _rows(self, rows: Iterable[Indicator], later: dict[PartName, list[str]]) -> Iterator[str]:
        listed = list(rows)
        yield md.table(_ROW, (self._row(row, later.get(_name(row), [])) for row in listed), "criteria")
        yield md.bullets(chain.from_iterable(map(_notes, listed)))

    def _row(self, row: Indicator, later: list[str]) -> Row:
        shown = self._shown(row)
        changed = f"{md.BREAK}sửa · amended: {', '.join(later)}" if later else ""
        number = "" if isinstance(row, Condition) else md.text(row.id)
        return number, shown.label, shown.requirement, shown.status + changed, shown.sources

    def _shown(self, row: Indicator) -> Shown:
        statuses = cell_statuses(row)
        marks = " ".join(MARKS[status] for status in Status if status in statuses)
        others = [x for x in cell_documents(row) if x not in row.reference.vi and x != row.origin]
        label = md.both(row.label)
        if isinstance(row, Condition) and (row.since or row.until):
            label += f"{md.BREAK}({day(row.since, 'vi')} → {day(row.until, 'vi')})"
        return Shown(
            label=label,
            requirement=both_languages(row, self.measures, marks=len(statuses) > 1),
            status=md.BREAK.join(map(md.text, (marks, *_reference(row), *others))),
            sources=md.BREAK.join(map(md.source_link, _sources(row))),
        )

    @cache  # noqa: B019 - lives as long as one build of the pages
    def _before(self, entry: SetEntry, changing: AmendmentEntry) -> tuple[Ruleset, Amendment]:
        """Return a set as it stood when a document changed it, and the change."""
        ruleset = self.documents.base(entry)
        for a in self.changes_of(entry):
            if a.decision.province is None or a is changing:
                amendment = read_amendment(read_yaml(a.folder / a.file.file), self.measures, ruleset)
                if a is changing:
                    return ruleset, amendment
                ruleset = amend(ruleset, amendment)
        raise LookupError(changing.file.file)

    def _amendment(self, a: AmendmentEntry) -> Iterator[str]:
        entry = self._touched_by(a)
        before, amendment = self._before(entry, a)
        after = amend(before, amendment)
        until = f" → {day(amendment.until, 'vi')}" if amendment.until else ""
        yield f"({change_target(a)})="
        yield f"## Sửa đổi {md.text(entry.decision.id)}: {md.text(before.name.vi)}"
        yield f"Bộ tiêu chí · Set: {self.set_link(entry)}; từ · from {day(amendment.since, 'vi')}{until}"
        yield md.text(amendment.note or "")
        names = _touched(amendment.changes, before)
        if not names:
            yield "Chưa thấy nội dung thay đổi nào. *The content of no change has been seen.*"
        old, new = _parts(before), _parts(after)
        yield md.table(_CHANGE, (self._change(old.get(name), new.get(name)) for name in names), "changes")
        rows = [part for part in map(new.get, names) if isinstance(part, Indicator)]
        yield md.bullets(chain.from_iterable(map(_notes, rows)))
        if amendment.unread:
            yield "### Sửa đổi chưa thấy nội dung · Changes not seen"
            yield md.bullets(
                " ".join(
                    (
                        f"**{md.text(', '.join(change.touches))}**" if change.touches else "–",
                        md.text(change.note),
                        ", ".join(map(md.source_link, change.sources)),
                    )
                )
                for change in amendment.unread
            )

    def _touched_by(self, a: AmendmentEntry) -> SetEntry:
        """Return the set that a document changes."""
        return next(e for e in self.documents.sets if a in self.documents.changes_of(e))

    def _change(self, old: Part | None, new: Part | None) -> Row:
        part = new or old
        assert part is not None  # a change names a part that stands in one of the two texts
        if isinstance(part, ColumnRule):
            texts = [column_rule(x) if isinstance(x, ColumnRule) else "–" for x in (old, new)]
            return "", say("column_rules", "vi"), *texts, md.text(MARKS[part.status]), ""
        before, after = (self._shown(x) if isinstance(x, Indicator) else None for x in (old, new))
        shown = after or before
        assert shown is not None
        renamed = before is not None and after is not None and before.label != after.label
        texts = [
            "–"
            if x is None
            else f"{x.label}{md.BREAK}→ {x.requirement}"
            if renamed and x is before
            else x.requirement
            for x in (before, after)
        ]
        number = "" if isinstance(part, Condition) else md.text(part.id)
        return number, shown.label, *texts, shown.status, shown.sources


def _unseen(ruleset: Ruleset) -> str:
    """Return that the annex has more rows than the set, and how many where that is published."""
    counted = ruleset.published.indicators if ruleset.published else None
    total = f" ({counted})" if counted else ""
    return f"**Chưa thấy hết các chỉ tiêu{total} của văn bản.** *Not all of its rows{total} have been seen.*"


def _reference(row: Indicator) -> tuple[str, ...]:
    """Return where a row stands in its document; the id of a condition is no place in it."""
    made_up = isinstance(row, Condition) and row.reference.vi.endswith(f"điều kiện {row.id}")
    return () if made_up else (row.reference.vi,)


def _name(part: Indicator) -> PartName:
    return ("condition" if isinstance(part, Condition) else "indicator", part.id)


def _parts(ruleset: Ruleset) -> dict[PartName, Part]:
    rows = (*ruleset.indicators(), *ruleset.conditions)
    rules = {("column_rule", rule.id): rule for rule in ruleset.columns.rules}
    return {**{_name(row): row for row in rows}, **rules}


def _touched(changes: Iterable[Change], before: Ruleset) -> tuple[PartName, ...]:
    """Return the parts that changes name; of a criterion, the rows that it had and has."""
    found: dict[PartName, None] = {}
    for change in changes:
        if change.kind != "criterion":
            found[change.kind, change.target] = None
            continue
        had = [row for c in before.criteria if c.number == change.target for row in c.indicators]
        has = change.content.indicators if isinstance(change.content, Criterion) else ()
        found.update((_name(row), None) for row in (*had, *has))
    return tuple(found)


def _sources(row: Indicator) -> tuple[Source, ...]:
    """Return the pages of a row and of its single levels, each once."""
    cells = [cell for comparison in row.comparisons for _, cell in levels(comparison.bound)]
    own = [source for cell in cells if isinstance(cell, Level) for source in cell.provenance.sources]
    return tuple({source.url: source for source in (*own, *row.sources)}.values())


def _notes(row: Indicator) -> Iterator[str]:
    """Yield the notes of a row and of its single levels."""
    cells = [(path, cell) for c in row.comparisons for path, cell in levels(c.bound)]
    for path, cell in [((), row), *cells]:
        note = cell.note if isinstance(cell, Indicator) else cell.provenance.note  # type: ignore[union-attr]
        if note:
            place = " ".join((row.id, *(key_text(key, "vi") for key in path)))
            yield f"**{md.text(place)}** {md.text(note)}"
