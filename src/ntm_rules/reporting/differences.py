"""Two criteria sets compared, as text with a table.

Puts into words what `ntm_rules.law.diff` found; columns in which all reads alike share a row. Decides
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ntm_rules.errors import UnknownName
from ntm_rules.facts import MeasureCatalogue
from ntm_rules.facts.notation import Lang
from ntm_rules.law import ChangeKind, Condition, Diff, DiffEntry, DiffSide, Ruleset, Status
from ntm_rules.law.requirements import Cases, Comparison, Level, Multiple, Unset
from ntm_rules.law.resolution import NO_CELL
from ntm_rules.reporting.difference_wording import CHANGES, PARTS, say_difference
from ntm_rules.reporting.figures import level_text, operator_sign
from ntm_rules.reporting.requirement_text import RequirementWords
from ntm_rules.reporting.text_table import table, wrap
from ntm_rules.reporting.wording import MARKS, STATUSES, day, say, tier_name
from ntm_rules.spelling import nearest

MOVED: Final = "moved"
"""What `only` may name beside the kinds of change: what stands under another number now."""

ONLY: Final = (*(str(change) for change in ChangeKind), MOVED)


def parse_only(text: str) -> tuple[str, ...]:
    """Return the kinds of change that a list such as `stricter,looser` names.

    Raises:
        UnknownName: a name is not one of `ONLY`.
    """
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    for name in names:
        if name not in ONLY:
            expected = f"one of {', '.join(f'`{one}`' for one in ONLY)}"
            raise UnknownName("change", name, suggestion=nearest(name, ONLY), expected=expected)
    return names


def select_differences(
    diff: Diff, only: Collection[str] = (), region: str | None = None
) -> tuple[DiffEntry, ...]:
    """Return the entries to show: of some kinds of change, and of one region with what holds in all.

    Args:
        diff: the comparison.
        only: kinds of change or `moved`; without any, all but what is as it was.
        region: a region's id.
    """
    return tuple(
        entry
        for entry in diff.entries
        if _kept(entry, only) and (region is None or entry.region in (None, region))
    )


def _kept(entry: DiffEntry, only: Collection[str]) -> bool:
    if not only:
        return entry.change is not ChangeKind.UNCHANGED or entry.moved
    return str(entry.change) in only or (entry.moved and MOVED in only)


def difference_text(
    diff: Diff,
    measures: MeasureCatalogue,
    lang: Lang,
    *,
    only: Collection[str] = (),
    region: str | None = None,
    columns: int = 120,
) -> str:
    """Return a comparison as text: what was compared, counts, a table, and what to read beside it."""
    names = set_names(diff, lang)
    entries = select_differences(diff, only, region)
    writer = DifferenceWords(diff, measures, lang)
    lines = list(_header(diff, names, lang, columns))
    if entries:
        lines += ["", _table(writer, entries, names, columns)]
    else:
        lines += ["", say_difference("nothing", lang)]
    lines += _notes(diff, names, lang, columns)
    return "\n".join(lines)


def set_names(diff: Diff, lang: Lang) -> tuple[str, str]:
    """Return what the two sets are called beside each other: only what tells them apart is added."""
    a, b = diff.a, diff.b
    same_set = (a.decision, a.annex, a.tier, a.level) == (b.decision, b.annex, b.tier, b.level)
    return _name(a, lang, in_full=same_set), _name(b, lang, in_full=same_set)


def _name(ruleset: Ruleset, lang: Lang, *, in_full: bool) -> str:
    parts = [" ".join(part for part in (ruleset.decision, ruleset.annex) if part)]
    if ruleset.province:
        parts.append(ruleset.province)
    if in_full or ruleset.as_of:
        parts.append(day(ruleset.as_of, lang) if ruleset.as_of else say("last_text", lang))
    return ", ".join(parts)


def _header(diff: Diff, names: tuple[str, str], lang: Lang, columns: int) -> Iterator[str]:
    yield from wrap(say_difference("compared", lang, a=names[0], b=names[1]), columns)
    for name, ruleset in zip(names, (diff.a, diff.b), strict=True):
        yield from wrap(
            f"{name}: {ruleset.name.in_language(lang)} ({tier_name(ruleset.tier, lang)})", columns
        )
    yield say_difference("years_compared", lang, a=diff.year_a, b=diff.year_b)
    counts = [
        say_difference("count", lang, change=CHANGES[change].in_language(lang), count=count)
        for change, count in diff.counts.items()
        if count
    ]
    if diff.moved:
        counts.append(say_difference("moved_count", lang, count=len(diff.moved)))
    yield from wrap(f"{say_difference('counted_by_cell', lang)}: {', '.join(counts)}", columns)
    for whole, part, asked in (
        (names[1], names[0], diff.b_asks_a),
        (names[0], names[1], diff.a_asks_b),
    ):
        if asked:
            yield from wrap(say_difference("asks_whole", lang, whole=whole, part=part), columns)
    for name, other, ruleset in ((names[0], names[1], diff.a), (names[1], names[0], diff.b)):
        if not ruleset.all_rows_seen:
            yield from wrap(say_difference("rows_unseen", lang, name=name, other=other), columns)


class _Row(NamedTuple):
    """What one or several columns have in common."""

    ids: str
    measure: str
    before: str
    after: str
    change: str


def _table(
    writer: DifferenceWords, entries: Sequence[DiffEntry], names: tuple[str, str], columns: int
) -> str:
    lang = writer.lang
    headings = (
        say("heading_id", lang),
        say_difference("heading_measure", lang),
        say_difference("heading_column", lang),
        *names,
        say_difference("heading_change", lang),
    )
    rows: list[Sequence[str] | str] = []
    heading = None
    for group in _by_demand(entries):
        found = writer.criterion(group[0])
        if found != heading:
            heading = found
            rows.append(found)
        rows += writer.rows(group)
        rows += writer.reasons(group[0])
    return table(headings, rows, columns=columns)


def _by_demand(entries: Iterable[DiffEntry]) -> list[list[DiffEntry]]:
    """Return the entries of one demand together."""
    groups: dict[object, list[DiffEntry]] = {}
    for entry in entries:
        key = tuple(
            None if side is None else (side.indicator.id, id(side.leaf)) for side in (entry.a, entry.b)
        )
        groups.setdefault(key, []).append(entry)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class DifferenceWords:
    """Puts entries of a comparison into words.

    Attributes:
        diff: the comparison.
        measures: the catalogue of measures.
        lang: the language.
    """

    diff: Diff
    measures: MeasureCatalogue
    lang: Lang

    def criterion(self, entry: DiffEntry) -> str:
        """Return the criterion under which an entry is shown, or that it is a condition."""
        side = entry.b or entry.a
        assert side is not None
        if side.criterion is None:
            return say_difference("conditions", self.lang)
        # What was dropped is shown under the criterion of its number as the second set names it.
        name = {c.number: c.name for c in (*self.diff.a.criteria, *self.diff.b.criteria)}[side.criterion]
        return f"{side.criterion}. {name.in_language(self.lang)}"

    def rows(self, entries: Sequence[DiffEntry]) -> Iterator[tuple[str, ...]]:
        """Yield a row for each reading, with the columns that share it."""
        found: dict[_Row, list[str]] = {}
        for entry in entries:
            found.setdefault(self._row(entry), []).append(entry.column or "")
        for row, keys in found.items():
            shared = len(found) == 1 and len(keys) > 1 and len(keys) == self._all_columns()
            where = say_difference("all_columns", self.lang) if shared else ", ".join(keys)
            first = row is next(iter(found))  # what a demand is called is not repeated column by column
            told = (row.ids, row.measure) if first else ("", "")
            yield (*told, where, row.before, row.after, row.change)

    def _all_columns(self) -> int:
        return max((len({e.region for e in self.diff.entries if e.region}), 1))

    def _row(self, entry: DiffEntry) -> _Row:
        return _Row(
            self._ids(entry),
            self._name(entry),
            self._side(entry.a, self.diff.a),
            self._side(entry.b, self.diff.b),
            self.change(entry),
        )

    def _ids(self, entry: DiffEntry) -> str:
        ids = dict.fromkeys(side.indicator.id for side in (entry.a, entry.b) if side is not None)
        return "" if self._is_condition(entry) else " → ".join(ids)

    def _is_condition(self, entry: DiffEntry) -> bool:
        return all(isinstance(s.indicator, Condition) for s in (entry.a, entry.b) if s is not None)

    def _name(self, entry: DiffEntry) -> str:
        names = dict.fromkeys(self.subject(side) for side in (entry.a, entry.b) if side is not None)
        return " → ".join(names)

    def subject(self, side: DiffSide) -> str:
        """Return what is asked about: the measure, or the title or set."""
        if side.measure is not None:
            return self.measures[side.measure].label(self.lang)
        return RequirementWords(self.measures, self.lang).requirement(side.leaf)

    def _side(self, side: DiffSide | None, ruleset: Ruleset) -> str:
        if side is None:
            return "–"
        text = self.level(side)
        mark = MARKS[side.status] if side.status is not None else ""
        parts = [f"{text} {mark}".rstrip(), *self._extras(side)]
        if side.document != ruleset.decision:
            parts.append(f"[{side.document}]")
        return " ".join(parts)

    def level(self, side: DiffSide) -> str:
        """Return the level of a side with the sign of its operator."""
        leaf, cell = side.leaf, side.cell
        if not isinstance(leaf, Comparison) or cell is None:
            return say("met", self.lang)
        words = RequirementWords(self.measures, self.lang)
        if isinstance(cell, Cases):
            return words.bound(cell, leaf)
        if isinstance(cell, Unset) and cell.provenance.note == NO_CELL:
            return say_difference("no_cell", self.lang)
        text = words.cell(cell, leaf)
        if not isinstance(cell, Level | Multiple):
            return text
        text = operator_sign(leaf.operator, self.measures[leaf.measure], text)
        if isinstance(cell, Multiple) and isinstance(side.derived, Level):
            level = level_text(side.derived, self.measures[leaf.measure], self.lang)
            text += f", {say_difference('derived', self.lang, level=level)}"
        return text

    def _extras(self, side: DiffSide) -> Iterator[str]:
        words = RequirementWords(self.measures, self.lang)
        found = list(words.extras(side.leaf)) if isinstance(side.leaf, Comparison) else []
        if side.alternative:
            found.append(say_difference("alternative", self.lang))
        if side.demand.negated:
            found.append(say_difference("not_so", self.lang))
        if side.demand.applies_when is not None:
            found.append(say_difference("only_some", self.lang))
        if found:
            yield f"({'; '.join(found)})"

    def change(self, entry: DiffEntry) -> str:
        """Return the kind of change, and what changed where it is not the level alone."""
        text = CHANGES[entry.change].in_language(self.lang)
        parts = [
            say_difference(
                "part",
                self.lang,
                part=PARTS[aspect.part].in_language(self.lang),
                change=CHANGES[aspect.change].in_language(self.lang),
            )
            for aspect in entry.aspects
        ]
        told = [a.part for a in entry.aspects] not in ([], ["level"], ["measure"])
        return f"{text}: {', '.join(parts)}" if told else text

    def reasons(self, entry: DiffEntry) -> Iterator[str]:
        """Yield why the measures of a redefined demand must not be confused, as the catalogue has it."""
        told = {other: reason for _, other, reason in entry.distinctions}
        sides = (("before", entry.a), ("now", entry.b))
        parts = [
            say_difference(key, self.lang, reason=told[side.measure])
            for key, side in sides
            if side is not None and side.measure in told
        ]
        if parts:
            yield say_difference("unlike", self.lang, reasons="; ".join(parts))


def _notes(diff: Diff, names: tuple[str, str], lang: Lang, columns: int) -> Iterator[str]:
    if diff.column_rules:
        yield ""
        yield f"{say('column_rules', lang)}:"
        for change, rule in diff.column_rules:
            who = say("column_rule", lang, column=rule.use, who=rule.label.in_language(lang))
            yield from wrap(f"{CHANGES[change].in_language(lang)}: {who} ({rule.origin})", columns)
    unread = [
        (name, unseen)
        for name, ruleset in zip(names, (diff.a, diff.b), strict=True)
        for unseen in ruleset.unread_changes
    ]
    if unread:
        yield ""
        yield f"{say('unread_changes', lang)}:"
        for name, unseen in unread:
            touched = f" ({', '.join(unseen.touches)})" if unseen.touches else ""
            yield from wrap(f"{name}: {unseen.document}{touched}: {unseen.note}", columns)
    yield ""
    marks = "; ".join(f"{MARKS[status]} {STATUSES[status].in_language(lang)}" for status in Status)
    yield f"{say('legend', lang)}: {marks}"
