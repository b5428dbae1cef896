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
from typing import NamedTuple

from ntm_rules.errors import AmendmentConflict, Place, UnexpectedValue, UnknownName, UnreadableFile
from ntm_rules.facts import MeasureCatalogue, Province, find_province, measures, places, read_measures
from ntm_rules.facts.units import Tier, parse_tier, parse_unit_level
from ntm_rules.law.amendments import Amendment, amend
from ntm_rules.law.installed import installed_folders
from ntm_rules.law.overlays import refuse_twice_set_cells, refuse_weaker_cells
from ntm_rules.law.ruleset_reader import read_amendment, read_decision, read_ruleset
from ntm_rules.law.rulesets import AmendmentFile, Decision, Ruleset, SetFile
from ntm_rules.shipped import rulesets_dir
from ntm_rules.spelling import fold, nearest
from ntm_rules.yaml_nodes import parse_yaml, read_yaml


class SetEntry(NamedTuple):
    """A criteria set in the catalogue, not yet read."""

    decision: Decision
    file: SetFile
    folder: Path

    @property
    def level(self) -> str:
        return self.file.level

    @property
    def tier(self) -> str:
        return self.file.tier

    def __repr__(self) -> str:
        return f"<set {self.decision.id} {self.file.level} {self.file.tier}>"


class AmendmentEntry(NamedTuple):
    """A change to a set in the catalogue, not yet read."""

    decision: Decision
    file: AmendmentFile
    folder: Path


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All documents of one or more folders of rulesets.

    Attributes:
        decisions: every document, in order of issue.
        sets: every criteria set they hold.
        amendments: every change they make to one.
        folders: the folder of each decision, in the same order.
        loaded: the sets that have been read, kept; catalogues that share documents share them.
    """

    decisions: tuple[Decision, ...]
    sets: tuple[SetEntry, ...]
    amendments: tuple[AmendmentEntry, ...]
    measures_files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    loaded: dict[object, Ruleset] = field(default_factory=dict, repr=False, compare=False, hash=False)
    _by_name: dict[str, Decision] = field(default_factory=dict, repr=False, compare=False, hash=False)

    def decision(self, name: str) -> Decision:
        """Return a document by id (`318/2022`), number (`318/QĐ-TTg`) or folder (`qd-318-2022`).

        Raises:
            UnknownName: there is no such document.
        """
        if not self._by_name:
            # A national document goes before a province's of the same number.
            for decision in sorted(self.decisions, key=lambda d: d.province is not None):
                for spelling in _spellings(decision):
                    self._by_name.setdefault(fold(spelling), decision)
        found = self._by_name.get(fold(name))
        if found is None:
            ids = [d.id for d in self.decisions]
            raise UnknownName("ruleset", name, suggestion=nearest(name, ids))
        return found

    def entry(self, name: str, tier: str | None = None, level: str | None = None) -> SetEntry:
        """Return the one set of a document of a tier and level; either may be left out if it is clear.

        Raises:
            UnknownName: no such document, or it has no such set.
        """
        decision = self.decision(name)
        wanted = None if tier is None else str(parse_tier(tier))
        level = None if level is None else str(parse_unit_level(level))
        entries = [
            e
            for e in self.sets
            if e.decision.id == decision.id
            and (wanted is None or e.tier == wanted)
            and (level is None or e.level == level)
        ]
        if len(entries) == 1:
            return entries[0]
        offered = [e for e in self.sets if e.decision.id == decision.id]
        what = " ".join(x for x in (level, wanted or tier) if x) or "set"
        choices = ", ".join(f"`{e.level} {e.tier}`" for e in offered) or "none: it holds no criteria set"
        raise UnknownName("criteria set", f"{decision.id} {what}", expected=f"one of {choices}")

    def in_force(
        self, on: dt.date, level: str | None = None, tier: str | None = None
    ) -> tuple[SetEntry, ...]:
        """Return the sets in force on a day, in order of issue."""
        wanted = None if tier is None else str(parse_tier(tier))
        level = None if level is None else str(parse_unit_level(level))
        return tuple(
            e
            for e in self.sets
            if e.decision.in_force(on)
            and (level is None or e.level == level)
            and (wanted is None or e.tier == wanted)
        )

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
        entry = self.entry(str(name), tier, level)
        day = parse_day(as_of) if as_of is not None else None
        begun = entry.decision.effective_from
        if day is not None and begun is not None and day < begun:
            day = begun  # earlier facts may be held against a set, but it has no earlier text
        home = None if province is None else _province(province, day)
        key = (entry.decision.id, entry.level, entry.tier, day, home and (home.name, home.first))
        found = self.loaded.get(key)
        if found is None:
            found = self._consolidate(entry, day, home)
            self.loaded[key] = found
        return found

    def dated(self, ruleset: Ruleset, day: dt.date) -> Ruleset:
        """Return a set of this catalogue that was loaded without a date, in the text of a day.

        A set that is not this catalogue's own is returned as it is: it has only the text it was read from.
        """
        if ruleset.decision not in self._names:
            return ruleset
        load = partial(
            self.load, ruleset.decision, tier=ruleset.tier, level=ruleset.level, province=ruleset.province
        )
        own = load()
        return load(as_of=day) if own is ruleset or own == ruleset else ruleset

    @property
    def _names(self) -> frozenset[str]:
        return frozenset(entry.decision.id for entry in self.sets)

    def overlays(self, ruleset: Ruleset, province: str, on: dt.date) -> tuple[Decision, ...]:
        """Return the documents of a province that change a set on a day, whether they were applied or not."""
        home = _province(province, on)
        asked = (ruleset.decision, ruleset.level, ruleset.tier)
        return tuple(
            a.decision
            for a in self.amendments
            if (a.file.amends, a.file.level, a.file.tier) == asked
            and issued_by(a.decision, home)
            and (a.decision.effective_from or a.decision.issued or on) <= on
        )

    def measures(self) -> MeasureCatalogue:
        """Return the measures of all folders."""
        return _measures(self.measures_files)

    def base(self, entry: SetEntry) -> Ruleset:
        """Return a set as its own decision has it, without amendments."""
        key = ("base", entry.decision.id, entry.level, entry.tier)
        found = self.loaded.get(key)
        if found is None:
            node = read_yaml(entry.folder / entry.file.file)
            found = node.here(partial(read_ruleset, node, self.measures()))
            self.loaded[key] = found
        return found

    def _consolidate(self, entry: SetEntry, on: dt.date | None, province: Province | None) -> Ruleset:
        ruleset = self.base(entry)
        touching = [
            a
            for a in self.amendments
            if (a.file.amends, a.file.level, a.file.tier) == (entry.decision.id, entry.level, entry.tier)
        ]
        national = sorted(
            (a for a in touching if a.decision.province is None), key=lambda a: str(a.decision.issued)
        )
        for a in national:
            ruleset = self._apply(ruleset, a, on)
        ruleset = _text_of(ruleset, on)
        if province is not None:
            ruleset = self._overlay(ruleset, touching, on, province)
        return replace(ruleset, as_of=on, province=province.name if province is not None else None)

    def _apply(self, ruleset: Ruleset, a: AmendmentEntry, on: dt.date | None) -> Ruleset:
        node = read_yaml(a.folder / a.file.file)
        amendment = node.here(partial(read_amendment, node, self.measures(), ruleset))
        return node.here(partial(amend, ruleset, amendment)) if amendment.in_force(on) else ruleset

    def _overlay(
        self, national: Ruleset, touching: list[AmendmentEntry], on: dt.date | None, province: Province
    ) -> Ruleset:
        ruleset = national
        applied: list[Amendment] = []
        for a in touching:
            if not issued_by(a.decision, province):
                continue
            node = read_yaml(a.folder / a.file.file)
            amendment = node.here(partial(read_amendment, node, self.measures(), ruleset))
            if amendment.in_force(on):
                node.here(partial(refuse_weaker_cells, national, amendment, self._cell))
                ruleset = node.here(partial(amend, ruleset, amendment))
                applied.append(amendment)
        refuse_twice_set_cells(applied)
        return ruleset

    def _cell(self, name: str, tier: str, level: str, on: dt.date | None) -> Ruleset:
        return self.load(name, tier=tier, level=level, as_of=on)


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


def _spellings(decision: Decision) -> tuple[str, ...]:
    number, _, year = decision.id.partition("/")
    prefix = "cv" if decision.kind == "letter" else "qd"
    return (decision.id, decision.number, f"{prefix}-{number}-{year}", f"{decision.number}/{year}", number)


def _text_of(ruleset: Ruleset, on: dt.date | None) -> Ruleset:
    """Keep the conditions and column rules whose text is in force; None means the last text."""

    def current(since: dt.date | None, until: dt.date | None) -> bool:
        if on is None:
            return until is None
        return (since is None or since <= on) and (until is None or on <= until)

    conditions = tuple(c for c in ruleset.conditions if current(c.since, c.until))
    rules = tuple(r for r in ruleset.columns.rules if current(r.since, r.until))
    columns = ruleset.columns._replace(rules=rules)
    return replace(ruleset, conditions=conditions, columns=columns)


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
    found = {_key_of(decision): (decision, folder) for decision, folder in known}
    for path in files:
        node = read_yaml(path)
        decision = node.here(partial(read_decision, node))
        key = _key_of(decision)
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
        loaded={} if loaded is None else loaded,
    )


def _key_of(decision: Decision) -> str:
    return decision.id if decision.province is None else f"{decision.id} {decision.province}"


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
        tier: `ntm`, `nang_cao`, `kieu_mau`; may be left out where the decision has one set.
        level: `commune`, `district`, `province` or `hamlet`; likewise.
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


def in_force(on: dt.date | str, level: str | None = None, tier: str | None = None) -> tuple[SetEntry, ...]:
    """Return the criteria sets in force on a day, optionally of one level and tier."""
    return catalogue().in_force(parse_day(on), level, tier)


def load_text(text: str, file: str = "<text>") -> Ruleset:
    """Return a criteria set from YAML text, as `dump_ruleset` writes it or an officer keeps it.

    Raises:
        InvalidYaml, UnknownName, UnexpectedValue, …: what is wrong, with file, line and column.
    """
    node = parse_yaml(text, file)
    return node.here(partial(read_ruleset, node, catalogue().measures()))
