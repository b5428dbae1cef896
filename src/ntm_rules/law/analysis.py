"""Static analysis of rulesets: what is wrong with them before anything is judged by them.

Reads every set and amendment of a catalogue, in every text that they come to on any day and for any province,
and gathers what the checks find. What the reader refuses becomes a remark, so that one mistake does not hide
the others. Does not change anything, and does not word anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from ntm_rules.errors import (
    AmbiguousName,
    AmbiguousNumber,
    AmendmentConflict,
    IncompatibleUnit,
    InvalidYaml,
    NtmRulesError,
    OverlayWeakerThanFloor,
    Place,
    UnknownName,
    UnreadableFile,
)
from ntm_rules.facts import REGION_IDS, MeasureCatalogue, province_regions
from ntm_rules.law.amendments import amend
from ntm_rules.law.catalogue import Catalogue
from ntm_rules.law.consolidation import in_sequence
from ntm_rules.law.document_checks import (
    ReadAmendment,
    cells_set_twice,
    check_amendment,
    check_brought_spans,
    check_documents,
    check_entry,
    check_laid_tables,
    check_spans,
    dated_parts,
    set_name,
)
from ntm_rules.law.entries import AmendmentEntry, SetEntry
from ntm_rules.law.overlays import refuse_weaker_cells
from ntm_rules.law.reference_checks import (
    check_references,
    circles,
    measures_in,
    requirements_of,
    undefined_measures,
    unknown_touches,
)
from ntm_rules.law.remarks import Remark, remark
from ntm_rules.law.ruleset_reader import read_amendment
from ntm_rules.law.rulesets import Decision, Ruleset
from ntm_rules.law.succession import goes_over, in_order
from ntm_rules.law.text_checks import Text, check_text
from ntm_rules.shipped import rulesets_dir
from ntm_rules.yaml_nodes import Node, read_yaml

_DAY: Final = dt.timedelta(days=1)
_CODES: Final[tuple[tuple[type[NtmRulesError], str], ...]] = (
    (UnreadableFile, "unreadable-file"),
    (InvalidYaml, "unreadable-file"),
    (IncompatibleUnit, "incompatible-unit"),
    (AmbiguousName, "ambiguous-reference"),
    (AmbiguousNumber, "ambiguous-number"),
    (AmendmentConflict, "amendment-conflict"),
)
_REFERENCES: Final = ("indicator", "condition", "ruleset", "criteria set", "province")
_ROWS: Final = ("id", "indicator", "condition", "column_rule")
_WITHIN_ROWS: Final = ("require", "applies_when", "when", "of")


def analyse(documents: Catalogue, within: Sequence[Path] = ()) -> tuple[Remark, ...]:
    """Return what is wrong with the rulesets of a catalogue, by file and line.

    Args:
        documents: the catalogue.
        within: look only at what stands in these folders, and at the sets that it changes.

    Raises:
        UnreadableFile, InvalidYaml, Contradiction, …: the measures cannot be read, without which no set can.
    """
    folders = tuple(folder.resolve() for folder in within)
    found = list(check_documents(documents))
    sets = [_read_set(documents, entry) for entry in documents.sets if _looked_at(entry, documents, folders)]
    for read in sets:
        found += _placed(read, _of_set(documents, read))
    bases = {set_name(read.entry): read.base for read in sets if read.base is not None}
    files = {set_name(read.entry): read.file for read in sets}
    for circle in circles(bases, documents):
        assert circle.set is not None
        found.append(circle._replace(place=Place(str(files[circle.set]))))
    if not any(read.refused for read in sets):
        found += _unused(documents, sets, folders)
    unique = {_identity(remark): remark for remark in reversed(found)}
    kept = (r for r in unique.values() if not folders or any(map(r.concerns, folders)))
    return tuple(sorted(kept, key=_order))


def _looked_at(entry: SetEntry, documents: Catalogue, folders: tuple[Path, ...]) -> bool:
    homes = (entry.folder, *(a.folder for a in documents.changes_of(entry))) if folders else ()
    return not folders or any(home.is_relative_to(folder) for home in homes for folder in folders)


def _identity(found: Remark) -> tuple[object, ...]:
    return (*found[:-1], str(found.error))


def _order(found: Remark) -> tuple[object, ...]:
    return (
        found.place.file,
        found.place.line or 0,
        found.code,
        found.document,
        found.indicator or "",
        found.cell,
    )


class _ReadSet(NamedTuple):
    """A set with the amendments that could be read, and what was refused."""

    entry: SetEntry
    base: Ruleset | None
    amendments: tuple[ReadAmendment, ...] = ()
    refused: tuple[Remark, ...] = ()

    @property
    def file(self) -> Path:
        return self.entry.folder / self.entry.file.file

    @property
    def own(self) -> list[ReadAmendment]:
        """The amendments by the set's own authority."""
        return [a for a in self.amendments if a.entry.decision.province == self.entry.decision.province]

    @property
    def overlays(self) -> dict[str, list[ReadAmendment]]:
        """The overlays by province."""
        found: dict[str, list[ReadAmendment]] = {}
        for read in self.amendments:
            if read.entry.decision.province not in (None, self.entry.decision.province):
                found.setdefault(read.entry.decision.province, []).append(read)
        return found


def _read_set(documents: Catalogue, entry: SetEntry) -> _ReadSet:
    file = entry.folder / entry.file.file
    try:
        base = documents.base(entry)
    except NtmRulesError as error:
        refused = _refused(error, entry.decision, file, documents.measures())
        return _ReadSet(entry, None, refused=tuple(refused))
    reads: list[ReadAmendment] = []
    refused_amendments: list[Remark] = []
    nodes = list(_nodes(documents.changes_of(entry), documents, refused_amendments))
    text = base
    for a, node in in_sequence(pair for pair in nodes if _own(entry, pair[0])):
        text = _read_onto(text, a, node, documents, reads, refused_amendments)
    overlays = [pair for pair in nodes if not _own(entry, pair[0])]
    decisions = [a.decision for a, _ in overlays]
    for index in in_order(decisions):
        a, node = overlays[index]
        below = goes_over(a.decision, decisions)
        onto = text
        for earlier in reads:
            if earlier.entry.decision.province == a.decision.province and earlier.entry.decision.id in below:
                onto = amend(onto, earlier.amendment)
        _read_onto(onto, a, node, documents, reads, refused_amendments)
    return _ReadSet(entry, base, tuple(reads), tuple(refused_amendments))


def _own(entry: SetEntry, a: AmendmentEntry) -> bool:
    return a.decision.province == entry.decision.province


def _nodes(
    entries: Sequence[AmendmentEntry], documents: Catalogue, refused: list[Remark]
) -> Iterator[tuple[AmendmentEntry, Node]]:
    """Yield the files of amendments that are YAML at all."""
    for entry in entries:
        try:
            yield entry, read_yaml(entry.path)
        except NtmRulesError as error:
            refused += _refused(error, entry.decision, entry.path, documents.measures())


def _read_onto(
    text: Ruleset,
    entry: AmendmentEntry,
    node: Node,
    documents: Catalogue,
    reads: list[ReadAmendment],
    refused: list[Remark],
) -> Ruleset:
    """Read an amendment onto a text and return what it makes of it: the text as it was if it is refused."""
    measures = documents.measures()
    try:
        amendment = node.here(partial(read_amendment, node, measures, text))
        after = node.here(partial(amend, text, amendment))
    except NtmRulesError as error:
        refused += _refused(error, entry.decision, entry.path, measures)
        return text
    reads.append(ReadAmendment(entry, amendment, text))
    return after


def _refused(
    error: NtmRulesError, decision: Decision, file: Path, measures: MeasureCatalogue
) -> Iterator[Remark]:
    """Yield what a reader refused, and every unknown measure: a reader stops at the first."""
    place = error.place if error.place.file else Place(str(file))
    unknown: list[Remark] = []
    if not isinstance(error, (UnreadableFile, InvalidYaml)):
        unknown += undefined_measures(read_yaml(file), measures, decision.id)
    if not (unknown and isinstance(error, UnknownName) and error.kind == "measure"):
        yield remark(_code(error), decision.id, place=place, error=error)
    yield from unknown


def _code(error: NtmRulesError) -> str:
    if isinstance(error, UnknownName):
        return "undefined-reference" if error.kind in _REFERENCES else "not-in-grammar"
    return next((code for kind, code in _CODES if isinstance(error, kind)), "not-in-grammar")


def _of_set(documents: Catalogue, read: _ReadSet) -> Iterator[Remark]:
    """Yield what is wrong with a set in all its texts, and with its amendments."""
    found = list(read.refused)
    if read.base is None:
        yield from found
        return
    found += check_entry(read.entry, read.base)
    found += check_spans(read.base, read.entry)
    for amending in read.amendments:
        found += check_amendment(amending, read.entry)
        found += check_brought_spans(amending, read.entry)
        province = amending.entry.decision.province
        found += check_laid_tables(amending, _regions(province, amending.amendment.since))
        found += unknown_touches(amending.amendment, amending.before)
    clashes = [*cells_set_twice(read.amendments), *_weaker(documents, read)]
    found += clashes
    found += _text_remarks(documents, read, explained=bool(clashes or read.refused))
    yield from found


def _text_remarks(documents: Catalogue, read: _ReadSet, *, explained: bool) -> Iterator[Remark]:
    """Yield what is wrong with the texts of a set; `explained`: why one cannot be made has been said."""
    assert read.base is not None
    decision = read.entry.decision
    home = _regions(decision.province, read.entry.effective_from)
    begins = _begins(read.own)
    texts = [_Made(read.base, home, begins)]
    for day in _days(read, read.own):
        try:
            texts.append(_Made(_load(documents, read, day), home, begins))
        except NtmRulesError as error:
            if not explained:
                yield remark(_code(error), decision.id, place=error.place, error=error)
    for province, overlays in read.overlays.items():
        begun = min(a.amendment.since for a in overlays)
        begins = _begins([*read.own, *overlays])
        for day in _days(read, [*read.own, *overlays]):
            if day < begun:
                continue
            try:
                texts.append(_Made(_load(documents, read, day, province), _regions(province, day), begins))
            except NtmRulesError as error:
                if not explained:
                    document = overlays[0].entry.decision.id
                    yield remark(_code(error), document, place=error.place, error=error)
    measures = documents.measures()
    first, last = read.entry.effective_from, read.entry.effective_to
    for made in texts:
        ruleset = made.ruleset
        text = Text(ruleset, measures, made.regions, made.begins, first, last)
        yield from check_text(text)
        yield from check_references(ruleset, documents)


class _Made(NamedTuple):
    """A text of a set, the regions whose columns it needs, and when each document in it begins."""

    ruleset: Ruleset
    regions: tuple[str, ...]
    begins: Mapping[str, dt.date]


def _begins(reads: Iterable[ReadAmendment]) -> dict[str, dt.date]:
    return {a.entry.decision.id: a.amendment.since for a in reads}


def _load(documents: Catalogue, read: _ReadSet, day: dt.date, province: str | None = None) -> Ruleset:
    return documents.load_entry(read.entry, day, province)


def _regions(province: str | None, on: dt.date | None) -> tuple[str, ...]:
    if province is None:
        return REGION_IDS
    try:
        return province_regions(province, on or dt.date.max)
    except UnknownName:
        return ()  # said where the province's text is made


def _days(read: _ReadSet, amendments: Sequence[ReadAmendment]) -> list[dt.date]:
    """Return the days on which a set's text changes while it is in force."""
    assert read.base is not None
    begun = {day for part in dated_parts(read.base) for day in (part.since, _after(part.until)) if day}
    begun |= {day for a in amendments for day in (a.amendment.since, _after(a.amendment.until)) if day}
    first = read.entry.effective_from or dt.date.min
    last = read.entry.effective_to or dt.date.max
    return sorted({max(day, first) for day in begun if day <= last})


def _after(until: dt.date | None) -> dt.date | None:
    return None if until is None or until == dt.date.max else until + _DAY


def _weaker(documents: Catalogue, read: _ReadSet) -> Iterator[Remark]:
    """Yield every change of a province that is weaker than the national text on a day it meets it."""
    for province, overlays in read.overlays.items():
        for amending in overlays:
            days = _days(read, [*read.own, amending])
            for day in days:
                if amending.amendment.in_force(day):
                    yield from _weaker_on(documents, read, amending, day, province)


def _weaker_on(
    documents: Catalogue, read: _ReadSet, amending: ReadAmendment, day: dt.date, province: str
) -> Iterator[Remark]:
    def load_cell(name: str, tier: str, level: str, on: dt.date | None) -> Ruleset:
        return documents.load(name, tier=tier, level=level, as_of=on)

    document = amending.entry.decision.id
    try:
        national = _load(documents, read, day)
    except NtmRulesError:
        return  # said where the national texts are made
    for change in amending.amendment.changes:
        one = amending.amendment._replace(changes=(change,), province=province)
        try:
            refuse_weaker_cells(national, one, load_cell)
        except OverlayWeakerThanFloor as error:
            yield remark(
                "weaker-than-national",
                document,
                indicator=error.indicator,
                cell=tuple(error.cell.split(", ")) if error.cell else (),
                national=error.national,
                provincial=error.provincial,
            )
        except NtmRulesError as error:
            place = Place(str(amending.file))
            yield remark(_code(error), document, indicator=change.target, place=place, error=error)
            return


def _unused(documents: Catalogue, sets: Sequence[_ReadSet], folders: tuple[Path, ...]) -> Iterator[Remark]:
    """Yield the measures of the catalogue's folders, or of some, that no set and no amendment names."""
    measures = documents.measures()
    used: set[str] = set()
    for read in sets:
        texts = [read.base, *(amend(a.before, a.amendment) for a in read.amendments)]
        for text in texts:
            if text is not None:
                used |= measures_in(tuple(part for _, _, part in requirements_of(text)), measures)
    shipped = rulesets_dir()
    files = list(documents.measures_files)
    if folders:
        files = [file for file in files if any(file.is_relative_to(folder) for folder in folders)]
    elif any(folder.is_relative_to(shipped) for folder in documents.folders):
        files.insert(0, shipped / "measures.yaml")
    for file in files:
        for key, _ in read_yaml(file).mapping(("measures",))["measures"].pairs():
            if key.shown() not in used:
                yield remark("unused-measure", "", place=key.place, measure=key.shown())


def _placed(read: _ReadSet, found: Iterator[Remark]) -> Iterator[Remark]:
    """Give remarks on a set its name and, where they have none, the place of the row they are about."""
    files = {read.entry.decision.id: read.file}
    for amending in read.amendments:
        files.setdefault(amending.entry.decision.id, amending.file)
    nodes: dict[Path, Node] = {}
    for one in found:
        place = one.place
        if place.line is None:
            file = Path(place.file) if place.file else files.get(one.document, read.file)
            place = Place(str(file))
            if one.indicator is not None:  # said of a row, so that the file could be read
                if file not in nodes:
                    nodes[file] = read_yaml(file)
                row = _row(nodes[file], one.indicator)
                place = row.place if row else place
        yield one._replace(place=place, set=set_name(read.entry))


def _row(node: Node, id: str) -> Node | None:
    """Return the row of an id, or the change that names it."""
    if node.is_list:
        return next((row for item in node.items() if (row := _row(item, id))), None)
    if not node.is_mapping:
        return None
    deeper = []
    for key, value in node.pairs():
        if value.is_scalar and key.shown() in _ROWS and value.shown() == id:
            return node
        if key.shown() not in _WITHIN_ROWS:
            deeper.append(value)
    return next((row for value in deeper if (row := _row(value, id))), None)
