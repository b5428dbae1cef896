"""What documents there are, which are in force, and the one way to load a criteria set.

The catalogue reads only the `decision.yaml` files; a set is read when it is asked for, consolidated with
its amendments and a province's overlays, and kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from ntm_rules.errors import (
    AmbiguousName,
    AmendmentConflict,
    Place,
    UnexpectedValue,
    UnknownName,
    UnreadableFile,
)
from ntm_rules.facts import (
    Level,
    MeasureCatalogue,
    Province,
    Tier,
    find_province,
    measures,
    parse_tier,
    parse_unit_level,
    places,
    read_measures,
)
from ntm_rules.law.consolidation import amended, overlaid, text_of
from ntm_rules.law.decision_reader import read_decision
from ntm_rules.law.document_names import DocumentNames, is_of
from ntm_rules.law.entries import AmendmentEntry, SetEntry, judging
from ntm_rules.law.installed import installed_folders
from ntm_rules.law.ruleset_reader import read_ruleset
from ntm_rules.law.rulesets import Decision, Ruleset
from ntm_rules.shipped import rulesets_dir
from ntm_rules.yaml_nodes import parse_yaml, read_yaml


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All documents of one or more folders of rulesets.

    Attributes:
        decisions: every document, in order of issue.
        sets: every criteria set they hold.
        amendments: every change they make to one.
        folders: the folder of each decision, in the same order.
        roots: the folders of rulesets that were read.
        loaded: the sets that have been read, kept; catalogues that share documents share them.
    """

    decisions: tuple[Decision, ...]
    sets: tuple[SetEntry, ...]
    amendments: tuple[AmendmentEntry, ...]
    measures_files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    roots: tuple[Path, ...] = ()
    loaded: dict[object, Ruleset] = field(default_factory=dict, repr=False, compare=False, hash=False)
    _names: list[DocumentNames] = field(default_factory=list, repr=False, compare=False, hash=False)

    def decision(self, name: str, province: str | None = None) -> Decision:
        """Return a document by id (`318/2022`), number (`318/QĐ-TTg`) or folder (`qd-318-2022`).

        Args:
            name: of provincial documents that share it, one is meant by `36/2022 (Hà Tĩnh)` or by its folder,
                `ha-tinh/qd-36-2022`. A national document goes before them.
            province: of provincial documents that share the name, this province's own is meant.

        Raises:
            UnknownName: there is no such document.
            AmbiguousName: several provinces have a document of this name.
        """
        if not self._names:
            self._names.append(DocumentNames(zip(self.decisions, self.folders, strict=True)))

        return self._names[0].find(name, province)

    def entry(
        self,
        name: str,
        tier: str | None = None,
        level: str | None = None,
        *,
        province: str | None = None,
    ) -> SetEntry:
        """Return the one set of a document of a tier and level; either may be left out if it is clear.

        Without a level, a set for communes goes before those for other units.

        Args:
            name: the document.
            tier: `ntm`, `nang_cao`, …
            level: `commune`, `district`, …
            province: the province spoken of, which tells documents of one number apart; see `decision`.

        Raises:
            UnknownName: no such document, or it has no such set.
            AmbiguousName: several provinces have a document of this name.
        """
        decision = self.decision(name, province)
        wanted = None if tier is None else str(parse_tier(tier))
        level = None if level is None else str(parse_unit_level(level))
        entries = [
            e
            for e in self.sets
            if e.decision is decision
            and (wanted is None or e.tier == wanted)
            and (level is None or e.level == level)
        ]
        if level is None and len(entries) > 1:
            entries = [e for e in entries if e.level == Level.COMMUNE] or entries
        if len(entries) == 1:
            return entries[0]
        offered = [e for e in self.sets if e.decision is decision]
        what = " ".join(x for x in (level, wanted or tier) if x) or "set"
        choices = ", ".join(f"`{e.level} {e.tier}`" for e in offered) or "none: it holds no criteria set"
        raise UnknownName("criteria set", f"{decision.name} {what}", expected=f"one of {choices}")

    def in_force(
        self,
        on: dt.date,
        level: str | None = None,
        tier: str | None = None,
        year: int | None = None,
        *,
        province: str | None = None,
    ) -> tuple[SetEntry, ...]:
        """Return the sets in force on a day or judging a year on it, in order of issue; see `in_force`."""
        wanted = None if tier is None else str(parse_tier(tier))
        level = None if level is None else str(parse_unit_level(level))
        asked = (
            e
            for e in self.sets
            if (e.decision.province is None or (province is not None and is_of(e.decision, province)))
            and (level is None or e.level == level)
            and (wanted is None or e.tier == wanted)
        )
        return judging(asked, on, year)

    def load(
        self,
        name: str,
        *,
        tier: str | None = None,
        level: str | None = None,
        as_of: dt.date | str | None = None,
        province: str | None = None,
    ) -> Ruleset:
        """Return a set consolidated for a day and a province; see `load`."""
        return self.load_entry(self.entry(str(name), tier, level, province=province), as_of, province)

    def load_entry(
        self, entry: SetEntry, as_of: dt.date | str | None = None, province: str | None = None
    ) -> Ruleset:
        """Return a set of the catalogue, consolidated for a day and a province; see `load`."""
        province = entry.decision.province or province  # a province's own set is read in that province
        day = parse_day(as_of) if as_of is not None else None
        begun = entry.effective_from
        if day is not None and begun is not None and day < begun:
            day = begun  # earlier facts may be held against a set, but it has no earlier text
        home = None if province is None else _province(province, day)
        key = (entry.decision.name, entry.level, entry.tier, day, home and (home.name, home.first))
        found = self.loaded.get(key)
        if found is None:
            found = self._consolidate(entry, day, home)
            self.loaded[key] = found
        return found

    def dated(self, ruleset: Ruleset, day: dt.date) -> Ruleset:
        """Return a set of this catalogue that was loaded without a date, in the text of a day.

        A set that is not this catalogue's own is returned as it is: it has only the text it was read from.
        """
        for entry in self.sets:
            if (entry.decision.id, entry.level, entry.tier) == _name_of(ruleset):
                own = self.load_entry(entry, province=ruleset.province)
                if own is ruleset or own == ruleset:
                    return self.load_entry(entry, day, ruleset.province)
        return ruleset

    def changes_of(self, entry: SetEntry) -> tuple[AmendmentEntry, ...]:
        """Return what changes a set: national amendments, and the overlays of every province."""
        return tuple(a for a in self.amendments if self._amends(a, entry))

    def _amends(self, a: AmendmentEntry, entry: SetEntry) -> bool:
        if (a.file.level, a.file.tier) != (entry.level, entry.tier):
            return False
        try:
            return self.decision(a.file.amends, a.decision.province) is entry.decision
        except (UnknownName, AmbiguousName):
            return False  # said by the analysis; to a set that cannot be told, nothing is done

    def overlays(self, ruleset: Ruleset, province: str, on: dt.date) -> tuple[Decision, ...]:
        """Return the documents of a province that change a set on a day, whether they were applied or not."""
        home = _province(province, on)
        return tuple(
            a.decision
            for e in self.sets
            if (e.decision.id, e.level, e.tier) == _name_of(ruleset) and e.decision.province is None
            for a in self.changes_of(e)
            if issued_by(a.decision, home) and (a.decision.effective_from or a.decision.issued or on) <= on
        )

    def measures(self) -> MeasureCatalogue:
        """Return the measures of all folders."""
        return _measures(self.measures_files)

    def base(self, entry: SetEntry) -> Ruleset:
        """Return a set as its own decision has it, without amendments."""
        key = ("base", entry.decision.name, entry.level, entry.tier)
        found = self.loaded.get(key)
        if found is None:
            node = read_yaml(entry.folder / entry.file.file)
            found = node.here(partial(read_ruleset, node, self.measures()))
            self.loaded[key] = found
        return found

    def _consolidate(self, entry: SetEntry, on: dt.date | None, province: Province | None) -> Ruleset:
        touching = self.changes_of(entry)
        own = [a for a in touching if a.decision.province == entry.decision.province]
        ruleset = text_of(amended(self.base(entry), own, on, self.measures()), on)
        if province is not None and entry.decision.province is None:
            theirs = [a for a in touching if issued_by(a.decision, province)]
            ruleset = text_of(overlaid(ruleset, theirs, on, self.measures(), self._cell), on)
        return replace(ruleset, as_of=on, province=province.name if province is not None else None)

    def _cell(self, name: str, tier: str, level: str, on: dt.date | None) -> Ruleset:
        return self.load(name, tier=tier, level=level, as_of=on)


def _name_of(ruleset: Ruleset) -> tuple[str, str, str]:
    return ruleset.decision, ruleset.level, ruleset.tier


def _province(name: str, on: dt.date | None) -> Province:
    return places().named(name)[0] if on is None else find_province(name, on)


def issued_by(decision: Decision, province: Province) -> bool:
    """Whether a document is the province's own: a merged province of the same name did not issue it."""
    if decision.province is None:
        return False
    return _province(decision.province, decision.issued) == province


def parse_day(value: dt.date | str) -> dt.date:
    """Return a day given as a date or as text such as `2024-03-01`.

    Raises:
        UnexpectedValue: it is neither.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise UnexpectedValue(value, "a date such as `2024-03-01`") from None


@cache
def _measures(files: tuple[Path, ...]) -> MeasureCatalogue:
    found = measures()
    for file in files:
        found = found.merge(read_measures(file))
    return found


def read_catalogue(*folders: str | Path) -> Catalogue:
    """Read every `decision.yaml` below the folders.

    Raises:
        UnreadableFile: a folder does not exist.
        AmendmentConflict: two documents of one id.
    """
    distinct = tuple(dict.fromkeys(Path(f).resolve() for f in folders))
    for folder in distinct:
        if not folder.is_dir():
            raise UnreadableFile("not a folder, expected a folder of rulesets", place=Place(str(folder)))
    files = [path for folder in distinct for path in sorted(folder.rglob("decision.yaml"))]
    return _catalogue_of(files, distinct)


def _catalogue_of(
    files: Iterable[Path],
    folders: tuple[Path, ...],
    known: Iterable[tuple[Decision, Path]] = (),
    loaded: dict[object, Ruleset] | None = None,
) -> Catalogue:
    """Return the catalogue of some decision files, beside documents that were read before."""
    found = {decision.name: (decision, folder) for decision, folder in known}
    for path in files:
        node = read_yaml(path)
        decision = node.here(partial(read_decision, node))
        key = decision.name
        if key in found:
            raise AmendmentConflict(
                f"document `{key}` stands in `{found[key][1]}` and in `{path.parent}`", place=node.place
            )
        found[key] = (decision, path.parent)
    ordered = sorted(found.values(), key=lambda pair: (str(pair[0].issued or ""), pair[0].id))
    shipped = rulesets_dir().resolve() / "measures.yaml"
    extra = (folder / "measures.yaml" for folder in folders)
    return Catalogue(
        decisions=tuple(d for d, _ in ordered),
        sets=tuple(SetEntry(d, s, p) for d, p in ordered for s in d.sets),
        amendments=tuple(AmendmentEntry(d, a, p) for d, p in ordered for a in d.amendments),
        measures_files=tuple(p for p in extra if p.is_file() and p != shipped),
        folders=tuple(folder for _, folder in ordered),
        roots=folders,
        loaded={} if loaded is None else loaded,
    )


@cache
def _national() -> Catalogue:
    """Return the shipped documents that are not a province's, which is all that most sets need."""
    shipped = rulesets_dir().resolve()
    return _catalogue_of(sorted(shipped.glob("*/decision.yaml")), (shipped,))


@cache
def catalogue(*folders: str | Path) -> Catalogue:
    """Return the shipped documents, those of installed packages, and those of a user's own folders.

    Read once and kept.

    Raises:
        UnreadableFile: an installed package offers a folder that it does not have.
        AmendmentConflict: two documents of one id.
    """
    added = (*installed_folders(), *folders)
    if added:
        return read_catalogue(rulesets_dir(), *added)
    national, shipped = _national(), rulesets_dir().resolve()
    provincial = sorted((shipped / "provinces").rglob("decision.yaml"))
    known = zip(national.decisions, national.folders, strict=True)
    return _catalogue_of(provincial, (shipped,), known, national.loaded)


def load(
    name: str,
    *,
    tier: str | Tier | None = None,
    level: str | None = None,
    as_of: dt.date | str | None = None,
    province: str | None = None,
) -> Ruleset:
    """Return a criteria set, consolidated.

    Args:
        name: the decision: `318/2022`, `318/QĐ-TTg` or `qd-318-2022`.
        tier: `ntm`, `nang_cao`, `kieu_mau` and so on; may be left out where the decision has one set.
        level: `commune`, `district`, `province` or `hamlet`; likewise, and communes where it has several.
        as_of: the day whose text is wanted; None gives the last text.
        province: apply this province's overlays.

    Raises:
        UnknownName: no such decision, set or province.
        OverlayWeakerThanFloor: the province sets a level weaker than the national one.
    """
    documents = catalogue() if province is not None or installed_folders() else _national()
    try:
        return documents.load(name, tier=tier, level=level, as_of=as_of, province=province)
    except UnknownName:
        # A province's own set, or a name whose nearest spelling may be one of a province's documents.
        return catalogue().load(name, tier=tier, level=level, as_of=as_of, province=province)


def in_force(
    on: dt.date | str,
    level: str | None = None,
    tier: str | None = None,
    year: int | None = None,
    *,
    province: str | None = None,
) -> tuple[SetEntry, ...]:
    """Return the criteria sets in force on a day, optionally of one level and tier.

    Args:
        on: the day; where no set was in force on it, none is returned.
        level: `commune`, `district`, `province` or `hamlet`.
        tier: `ntm`, `nang_cao`, `kieu_mau`, …
        year: the year that is assessed on the day. A set that has ended may still judge it, as 558/2016 did
            the year 2020 in decisions of June 2022; it then stands in place of its successors.
            `SetEntry.transition` tells why.
        province: the sets of this province, such as those for hamlets, beside the national ones.
    """
    return catalogue().in_force(parse_day(on), level, tier, year, province=province)


def load_text(text: str, file: str = "<text>") -> Ruleset:
    """Return a criteria set from YAML text, as `dump_ruleset` writes it or an officer keeps it.

    Raises:
        InvalidYaml, UnknownName, UnexpectedValue, …: what is wrong, with file, line and column.
    """
    node = parse_yaml(text, file)
    return node.here(partial(read_ruleset, node, catalogue().measures()))
