"""Checks of documents in time: what replaces, amends and follows what, and when each is in force.

Looks at identities and days only, not at levels.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise
from pathlib import Path
from typing import Final, NamedTuple

from ntm_rules.errors import AmbiguousName, Place, UnknownName
from ntm_rules.law.amendments import Amendment, axis_keys, comparison_to_set, has_axis
from ntm_rules.law.catalogue import Catalogue
from ntm_rules.law.entries import AmendmentEntry, SetEntry
from ntm_rules.law.remarks import Remark, remark
from ntm_rules.law.requirements import Bound, ByAxis, Cases, Delegated, Unset, levels
from ntm_rules.law.rulesets import ColumnRule, Condition, Decision, Ruleset, SetReference
from ntm_rules.law.succession import Area, clashes, may_meet
from ntm_rules.law.text_checks import SOURCED, has_address

_DAY: Final = dt.timedelta(days=1)
_ANSWERS: Final = (
    ("replaces", "replaced_by"),
    ("replaced_by", "replaces"),
    ("amends", "amended_by"),
    ("amended_by", "amends"),
)


class ReadAmendment(NamedTuple):
    """An amendment with the entry that led to it and the set's text before it."""

    entry: AmendmentEntry
    amendment: Amendment
    before: Ruleset

    @property
    def file(self) -> Path:
        return self.entry.folder / self.entry.file.file


def set_name(entry: SetEntry) -> SetReference:
    """Return how references name the set of an entry."""
    return SetReference(ruleset=entry.decision.name, level=entry.level, tier=entry.tier)


def check_documents(documents: Catalogue) -> Iterator[Remark]:
    """Yield what is wrong with the documents of a catalogue and with the sets in time."""
    folders = dict(zip(map(id, documents.decisions), documents.folders, strict=False))

    def place(decision: Decision) -> Place:
        folder = folders.get(id(decision))
        return Place(str(folder / "decision.yaml")) if folder else Place()

    for decision in documents.decisions:
        for found in (*_spans(decision), *_links(decision, documents), *_lost(decision, documents)):
            other = found.details.get("other")
            also = next((place(d) for d in documents.decisions if d.name == other), Place())
            yield found._replace(place=place(decision), also=also)
    yield from _succession(documents)


def _spans(decision: Decision) -> Iterator[Remark]:
    yield from _backwards(decision.id, None, decision.effective_from, decision.effective_to)


def _backwards(
    document: str, id: str | None, first: dt.date | None, last: dt.date | None
) -> Iterator[Remark]:
    if first is not None and last is not None and last < first:
        yield remark("ends-before-it-begins", document, indicator=id, first=first, last=last)


def _links(decision: Decision, documents: Catalogue) -> Iterator[Remark]:
    """References between documents must name known ones, and be answered by them."""
    for key, answer in _ANSWERS:
        for name in getattr(decision, key):
            try:
                other = documents.decision(name, decision.province)
            except UnknownName:
                yield remark("unknown-document", decision.id, key=key, name=name)
                continue
            except AmbiguousName as error:
                yield remark("ambiguous-reference", decision.id, error=error)
                continue
            # A national document does not list what provinces make of it.
            if other.province == decision.province and decision.id not in getattr(other, answer):
                yield remark("unanswered-reference", decision.id, key=key, answer=answer, other=other.name)


def _lost(decision: Decision, documents: Catalogue) -> Iterator[Remark]:
    """Amendments of sets that there are not would never be applied."""
    for file in decision.amendments:
        try:
            amended = documents.decision(file.amends, decision.province)
        except AmbiguousName as error:
            yield remark("ambiguous-reference", decision.id, error=error)
            continue
        except UnknownName:
            amended = None
        if not any(
            e.decision is amended and (e.level, e.tier) == (file.level, file.tier) for e in documents.sets
        ):
            missing = UnknownName("criteria set", f"{file.amends} {file.level} {file.tier}")
            yield remark("undefined-reference", decision.id, error=missing)


def _succession(documents: Catalogue) -> Iterator[Remark]:
    """Sets of one kind of unit and tier must follow each other without being in force together."""
    lines = {(e.decision.province, kind, e.tier) for e in documents.sets for kind in e.kinds}
    for line in sorted(lines, key=str):
        province, kind, tier = line
        entries = [
            e for e in documents.sets if (e.decision.province, e.tier) == (province, tier) and kind in e.kinds
        ]
        entries.sort(key=lambda e: e.effective_from or dt.date.min)
        for one, other in combinations(entries, 2):
            yield from _overlap(one, other)
        for one, other in pairwise(entries):
            yield from _gap(one, other)


def _overlap(one: SetEntry, other: SetEntry) -> Iterator[Remark]:
    a, b = one.decision, other.decision
    if a.id in b.amends or b.id in a.amends:
        return  # what an amending document adds stands beside the set
    first = max(one.effective_from or dt.date.min, other.effective_from or dt.date.min)
    last = min(one.effective_to or dt.date.max, other.effective_to or dt.date.max)
    if first <= last:
        yield _between("overlapping-sets", one, other, first, last)


def _gap(one: SetEntry, other: SetEntry) -> Iterator[Remark]:
    end, begin = one.effective_to, other.effective_from
    if end is not None and begin is not None and begin > end + _DAY:
        yield _between("gap-between-sets", one, other, end + _DAY, begin - _DAY)


def _between(code: str, one: SetEntry, other: SetEntry, first: dt.date, last: dt.date) -> Remark:
    found = remark(
        code,
        other.decision.id,
        place=Place(str(other.folder / "decision.yaml")),
        also=Place(str(one.folder / "decision.yaml")),
        other=one.decision.name,
        first=first,
        last=last,
    )
    return found._replace(set=set_name(other))


def check_entry(entry: SetEntry, ruleset: Ruleset) -> Iterator[Remark]:
    """Yield where a set says another thing of itself than its decision does, or has no day."""
    if entry.file.since or entry.file.until:  # else its days are those of the document
        yield from _backwards(entry.decision.id, None, entry.effective_from, entry.effective_to)
    told = (entry.decision.id, entry.level, entry.tier, entry.file.annex or "–", ", ".join(entry.kinds))
    found = (
        ruleset.decision,
        ruleset.level,
        ruleset.tier,
        ruleset.annex or "–",
        ", ".join(ruleset.kinds),
    )
    yield from _differing(entry.decision.id, ("ruleset", "level", "tier", "annex", "kinds"), told, found)


def _differing(
    document: str, keys: Sequence[str], told: Sequence[str], found: Sequence[str]
) -> Iterator[Remark]:
    for key, one, other in zip(keys, told, found, strict=True):
        if one != other:
            yield remark("entry-differs", document, key=key, told=one, found=other)


def check_amendment(read: ReadAmendment, amended: SetEntry) -> Iterator[Remark]:
    """Yield what is wrong with an amendment and its time."""
    amendment, decision = read.amendment, read.entry.decision
    file = read.entry.file
    yield from _differing(
        decision.id,
        ("amendment", "ruleset", "level", "tier", "province"),
        (decision.id, file.amends, file.level, file.tier, decision.province or "–"),
        (amendment.document, *_named(amendment.amends), amendment.province or "–"),
    )
    yield from _backwards(decision.id, None, amendment.since, amendment.until)
    last, first = amended.effective_to, amended.effective_from
    if last is not None and amendment.since > last:
        yield remark("amends-expired-set", decision.id, since=amendment.since, last=last)
    if first is not None and amendment.until is not None and amendment.until < first:
        yield remark("never-in-force", decision.id, first=first, last=amendment.until)
    begun, ended = decision.effective_from, decision.effective_to
    if (begun and amendment.since < begun) or (ended and amendment.since > ended):
        yield remark(
            "outside-its-document",
            decision.id,
            since=amendment.since,
            begun=begun or "–",
            ended=ended or "–",
        )
    yield from _unaddressed(amendment, decision.id)


def _named(amended: SetReference) -> tuple[str, str, str]:
    return amended.ruleset, amended.level, amended.tier


def _unaddressed(amendment: Amendment, document: str) -> Iterator[Remark]:
    """A new level needs an address of its own: those of the row are of the old one."""
    for change in amendment.changes:
        if change.comparison is None or has_address(change.sources):
            continue
        bare = [
            path
            for path, cell in levels(change.comparison.bound)
            if not isinstance(cell, (ByAxis, Cases))
            and cell.provenance.status in SOURCED
            and not (has_address(cell.provenance.sources) or cell.provenance.note)
        ]
        if bare:
            yield remark(
                "sourced-without-address",
                document,
                indicator=change.target,
                cell=bare[0] if len(bare) == 1 else (),
                cells=len(bare),
            )


def check_laid_tables(read: ReadAmendment, regions: Sequence[str]) -> Iterator[Remark]:
    """Yield the tables that leave cells without a level: they are laid over a bound that decides nothing.

    Args:
        read: the amendment.
        regions: the regions whose columns are needed: the province's own for an overlay.
    """
    years = read.before.years
    last = (max(years[0], read.amendment.since.year), years[1])
    for change in read.amendment.changes:
        if change.comparison is None:
            continue
        part = read.before.condition if change.kind == "condition" else read.before.indicator
        old = comparison_to_set(part(change.target), change.comparison.measure, read.amendment.document)
        for axis, path, missing in _left_open(old.bound, change.comparison.bound, regions, last):
            yield remark(
                f"missing-{axis}",
                read.entry.decision.id,
                indicator=change.target,
                cell=path,
                missing=missing,
                measure=old.measure,
            )


def _left_open(
    old: Bound, new: Bound, regions: Sequence[str], years: tuple[int, int], path: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield an axis, the keys that lead to a table along it, and what it leaves without a level."""
    if not isinstance(new, ByAxis):
        return
    named = {cell.key for cell in new.cells}
    if new.axis != "date" and not has_axis(old, new.axis):
        needed = regions if new.axis == "region" else axis_keys(new.axis, years)
        idle = new.axis == "region" and not named & set(regions)
        missing = tuple(key for key in needed if key not in named)
        if missing and (idle or all(_decides_nothing(cell) for _, cell in levels(old))):
            yield new.axis, path, missing
    for cell in new.cells:
        below = old.get(cell.key) if isinstance(old, ByAxis) and old.axis == new.axis else old
        if below is not None:
            yield from _left_open(below, cell.bound, regions, years, (*path, cell.key))


def _decides_nothing(bound: Bound) -> bool:
    return isinstance(bound, (Unset, Delegated))


def dated_parts(ruleset: Ruleset) -> tuple[Condition | ColumnRule, ...]:
    """Return the parts of a set that may hold for a time only."""
    return (*ruleset.conditions, *ruleset.columns.rules)


def check_spans(ruleset: Ruleset, entry: SetEntry) -> Iterator[Remark]:
    """Yield the conditions and column rules of a set that no day can reach."""
    for part in dated_parts(ruleset):
        yield from _span(part, part.origin, entry.effective_from, entry.effective_to)


def check_brought_spans(read: ReadAmendment, entry: SetEntry) -> Iterator[Remark]:
    """Yield the conditions and column rules of an amendment that no day can reach."""
    for change in read.amendment.changes:
        part = change.content
        if isinstance(part, (Condition, ColumnRule)):
            yield from _span(part, read.entry.decision.id, read.amendment.since, entry.effective_to)


def _span(
    part: Condition | ColumnRule, document: str, first: dt.date | None, last: dt.date | None
) -> Iterator[Remark]:
    yield from _backwards(document, part.id, part.since, part.until)
    late = last is not None and part.since is not None and part.since > last
    early = first is not None and part.until is not None and part.until < first
    if late or early:
        yield remark(
            "never-in-force",
            document,
            indicator=part.id,
            first=(part.since if late else first) or "–",
            last=(last if late else part.until) or "–",
        )


def cells_set_twice(reads: Sequence[ReadAmendment]) -> Iterator[Remark]:
    """Yield the cells that two documents of one authority set where neither goes over the other."""
    decisions = [read.entry.decision for read in reads]
    for one, other in combinations(reads, 2):
        a, b = one.entry.decision, other.entry.decision
        if a.province != b.province or may_meet((a, one.amendment), (b, other.amendment), decisions):
            continue
        for target, areas in groupby(clashes(one.amendment, other.amendment, one.before), _target):
            area = next(areas)
            yield remark(
                "cell-set-twice",
                other.entry.decision.id,
                indicator=target,
                cell=tuple(key for _, key in area.keys),
                other=one.entry.decision.id,
                also=Place(str(one.file)),
                place=Place(str(other.file)),
            )


def _target(area: Area) -> str:
    return area.target
