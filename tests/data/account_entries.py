"""What an entry of an account file points at, looked up in the loaded catalogue.

An account file lists every item of one source sheet (phiếu nguồn); `tests/data/account/README.md` says how. Here an
entry is resolved: whatever it names has to exist, and what it says of it has to hold. Judges no law.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypeAlias

from ntm_rules import Ruleset, Status, catalogue
from ntm_rules.errors import NtmRulesError
from ntm_rules.facts import measures
from ntm_rules.law.amendments import Amendment, Change
from ntm_rules.law.entries import AmendmentEntry, SetEntry
from ntm_rules.law.requirements import Bound, Comparison, Level, comparisons, levels
from ntm_rules.law.ruleset_reader import read_amendment
from ntm_rules.law.rulesets import ColumnGroup, ColumnRule, Criterion, Decision, Indicator
from ntm_rules.shipped import rulesets_dir
from ntm_rules.yaml_nodes import Node, read_yaml

PARTS = ("indicator", "criterion", "condition", "column_rule", "column_group")
LINKS = ("replaces", "replaced_by", "amends", "amended_by")
CELLS = ("cell", "level", "status", "threshold_at_most", "threshold_at_least", "threshold_above", "cell_note")
DETAILS = ("measures", "sexes", "over_years", "note", *CELLS)
SUBJECTS = ("set", "decision", "amendment", "measure", "directive", "province")

_BEST_FIRST = (Status.SOURCED_2, Status.SOURCED_1, Status.RECALLED, Status.UNSET)

Part: TypeAlias = Indicator | Criterion | ColumnRule | ColumnGroup
Covered: TypeAlias = tuple[str, ...]
"""What an entry accounts for: the document or set, the kind of part, its id."""


class Unaccounted(Exception):
    """An entry names something that does not exist, or says of it what does not hold."""


class Home(NamedTuple):
    """The set, amendment and province that the entries of one account file mean where they name none."""

    set: str | None = None
    amendment: str | None = None
    province: str | None = None


def resolve(entry: Node, home: Home) -> Iterator[Covered]:
    """Yield what an entry accounts for.

    Raises:
        Unaccounted, NtmRulesError: it points at nothing, or says what does not hold.
    """
    known = (
        *SUBJECTS,
        *PARTS,
        *LINKS,
        *DETAILS,
        "guided_by",
        "from",
        "until",
        "rule",
        "unlike",
        "published",
        "unread",
        "transition",
    )
    fields = entry.mapping((), known)
    home = Home(
        _text(fields, "set") or home.set,
        _text(fields, "amendment") or (None if "set" in fields else home.amendment),
        _text(fields, "province") or home.province,
    )
    if "directive" in fields:
        yield _directive(fields, home.province)
    elif "measure" in fields:
        yield _measure(fields)
    elif "decision" in fields:
        yield _decision(fields, home.province)
    elif home.amendment is not None:
        yield _in_amendment(fields, home)
    else:
        yield _in_set(fields, home)


def _text(fields: dict[str, Node], key: str) -> str | None:
    return fields[key].text() if key in fields else None


def _expect(holds: object, what: str) -> None:
    if not holds:
        raise Unaccounted(what)


def _phrase(fields: dict[str, Node], note: str | None, of: str) -> None:
    """Check that a note says what the entry quotes of it."""
    if "note" in fields:
        quoted = " ".join(fields["note"].text().split())
        _expect(quoted in " ".join((note or "").split()), f"the note of {of} does not say `{quoted}`")


def _directive(fields: dict[str, Node], province: str | None) -> Covered:
    name, rule = fields["directive"].text(), _text(fields, "rule")
    rules = directive_rules()
    if rules:
        _expect((name, province) in rules, f"no directive `{name}`" + (f" of {province}" if province else ""))
        known = rules[name, province]
        _expect(rule is None or rule in known, f"directive `{name}` has no rule `{rule}`")
    return (f"{name} {province}" if province else name, "rule", rule or "")


@cache
def directive_rules() -> dict[tuple[str, str | None], frozenset[str]]:
    """Return the ids of the rules of every directive that ships, by document and province; none where none ships."""
    found: dict[tuple[str, str | None], frozenset[str]] = {}
    for path in rulesets_dir().rglob("directive.yaml"):
        node = read_yaml(path)
        document, province, rules = (node.get(key) for key in ("directive", "province", "rules"))
        assert document is not None
        assert rules is not None
        ids = (rule.get("id") for rule in rules.items())
        key = document.text(), province.text() if province is not None else None
        found[key] = frozenset(id.text() for id in ids if id is not None)
    return found


def _measure(fields: dict[str, Node]) -> Covered:
    measure = measures()[fields["measure"].text()]
    if "unlike" in fields:
        other = fields["unlike"].text()
        _expect(other in measure.not_to_be_confused_with, f"`{measure.id}` is not told apart from `{other}`")
    _phrase(fields, measure.note, f"measure `{measure.id}`")
    return ("measures", "measure", measure.id)


def find_decision(name: str, province: str | None) -> Decision:
    """Return the document of an id, a province's where one is named."""
    named = [
        d for d in catalogue().decisions if d.id == name or (d.province and name == f"{d.id} ({d.province})")
    ]
    found = [d for d in named if d.province == province] or (named if province is None else [])
    _expect(len(found) == 1, f"{len(found)} documents `{name}`" + (f" of {province}" if province else ""))
    return found[0]


def _decision(fields: dict[str, Node], province: str | None) -> Covered:
    decision = find_decision(fields["decision"].text(), province)
    for link in LINKS:
        if link in fields:
            other = fields[link].text()
            _expect(
                other in getattr(decision, link), f"`{decision.id}` does not say that it {link} `{other}`"
            )
    if "guided_by" in fields:
        guide = fields["guided_by"].text()
        _expect(
            guide in [g.number for g in decision.guided_by], f"`{decision.id}` is not guided by `{guide}`"
        )
    if "transition" in fields:
        id = fields["transition"].text()
        _expect(id in [t.id for t in decision.transition], f"`{decision.id}` has no transition `{id}`")
        return (decision.id, "transition", id)
    for key, day in (("from", decision.effective_from), ("until", decision.effective_to)):
        if key in fields:
            _expect(fields[key].date() == day, f"`{decision.id}` is in force {key} {day}")
    _phrase(fields, decision.note, f"`{decision.id}`")
    return (decision.id, "decision", "")


def set_entry(name: str, province: str | None) -> SetEntry:
    """Return the set that `318/2022 commune ntm` names: a province's where one is named, else the only one there is."""
    named = [entry for entry in catalogue().sets if _plain_name(entry) == name]
    national = [entry for entry in named if entry.decision.province is None]
    found = [entry for entry in named if entry.decision.province == province] or national
    if province is None:
        found = national or named
    _expect(len(found) == 1, f"{len(found)} sets `{name}`" + (f" of {province}" if province else ""))
    return found[0]


def _plain_name(entry: SetEntry) -> str:
    return f"{entry.decision.id} {entry.level} {entry.tier}"


def name_of(entry: SetEntry) -> str:
    """Return the name of a set that no other set has."""
    province = entry.decision.province
    return _plain_name(entry) + (f" of {province}" if province else "")


def _in_set(fields: dict[str, Node], home: Home) -> Covered:
    _expect(home.set, "the entry names no set, document, amendment, measure or directive")
    entry = set_entry(str(home.set), home.province)
    ruleset = _ruleset(entry, home.province)
    name = name_of(entry)
    if "published" in fields:
        counts = tuple(node.integer() for node in fields["published"].items())
        stated = ruleset.published
        _expect(stated and (stated.criteria, stated.indicators) == counts, f"`{home.set}` publishes {stated}")
    for kind in PARTS:
        if kind in fields:
            id = fields[kind].text()
            _details(fields, _part_of(ruleset, kind, id), f"{kind} `{id}` of `{name}`")
            return (name, kind, id)
    _phrase(fields, ruleset.note, f"set `{name}`")
    return (name, "set", "")


def _ruleset(entry: SetEntry, province: str | None) -> Ruleset:
    """Return a set as its decision has it; a national one with what a province lays over it, if one is named."""
    if province is None or entry.decision.province is not None:
        return catalogue().base(entry)
    return catalogue().load(entry.decision.id, tier=entry.tier, level=entry.level, province=province)


def _part_of(ruleset: Ruleset, kind: str, id: str) -> Part:
    parts: dict[str, dict[str, Part]] = {
        "indicator": {i.id: i for i in ruleset.indicators()},
        "criterion": {c.number: c for c in ruleset.criteria},
        "condition": {c.id: c for c in ruleset.conditions},
        "column_rule": {r.id: r for r in ruleset.columns.rules},
        "column_group": {g.id: g for g in ruleset.columns.groups},
    }
    _expect(id in parts[kind], f"`{ruleset.decision}` {ruleset.level} {ruleset.tier} has no {kind} `{id}`")
    return parts[kind][id]


def _details(fields: dict[str, Node], part: Part, of: str) -> None:
    _phrase(fields, part.note, of)
    if isinstance(part, (ColumnRule, ColumnGroup)) and "status" in fields:
        _expect(part.status == fields.pop("status").text(), f"{of} is {part.status}")
    _hold_comparisons(fields, _comparisons(part), of)


def _comparisons(part: Part) -> list[Comparison]:
    if isinstance(part, Criterion):
        return []
    if isinstance(part, Indicator):
        return list(part.comparisons)
    return list(comparisons(part.when)) if part.when is not None else []


def _hold_comparisons(fields: dict[str, Node], found: list[Comparison], of: str) -> None:
    if "measures" in fields:
        asked = {node.text() for node in fields["measures"].items()}
        used = {m for c in found for m in (c.measure, *c.exempt)}
        _expect(asked == used, f"{of} asks {sorted(used)}, not {sorted(asked)}")
    if "sexes" in fields:
        _expect(any(c.both_sexes for c in found), f"{of} does not ask it of men and women alike")
    if "over_years" in fields:
        years = fields["over_years"].integer()
        _expect(any(c.over_years == years for c in found), f"{of} does not look back {years} years")
    if any(key in fields for key in CELLS):
        path = tuple(node.text() for node in fields["cell"].items()) if "cell" in fields else None
        cells = [bound for c in found for at, bound in levels(c.bound) if path in (None, at)]
        _expect(cells, f"{of} has no cell {path}")
        _expect(any(_agrees(fields, bound) for bound in cells), f"{of} has other levels in {path}: {cells}")
        if "status" in fields and path is None:
            named = Status(fields["status"].text())
            better = [
                bound for bound in cells if _BEST_FIRST.index(_status(bound)) < _BEST_FIRST.index(named)
            ]
            _expect(not better, f"{of} has a better status than `{named}`: {better}")


def _status(bound: Bound) -> Status:
    provenance = getattr(bound, "provenance", None)
    return provenance.status if provenance is not None else Status.UNSET


def _agrees(fields: dict[str, Node], bound: Bound) -> bool:
    """Whether a cell is as the entry has it. An unset cell contradicts no limit that published results set."""
    provenance = getattr(bound, "provenance", None)
    if "status" in fields and (provenance is None or provenance.status != fields["status"].text()):
        return False
    if "level" in fields and not (isinstance(bound, Level) and bound.text == fields["level"].text()):
        return False
    if "cell_note" in fields and (
        provenance is None or fields["cell_note"].text() not in (provenance.note or "")
    ):
        return False
    if not isinstance(bound, Level):
        return True
    limits = {
        key: Decimal(fields[key].text()) for key in CELLS if key.startswith("threshold") and key in fields
    }
    value = Decimal(bound.value) if not isinstance(bound.value, Fraction) else bound.value
    return (
        value <= limits.get("threshold_at_most", value)
        and value >= limits.get("threshold_at_least", value)
        and ("threshold_above" not in limits or value > limits["threshold_above"])
    )


@cache
def find_amendment(document: str, province: str | None, target: str) -> tuple[AmendmentEntry, Amendment]:
    """Return what a document does to a set, `target` naming the set."""
    decision, level, tier = target.split()
    for entry in catalogue().amendments:
        file = entry.file
        asked = (document, province, decision, level, tier)
        if (entry.decision.id, entry.decision.province, file.amends, file.level, file.tier) == asked:
            node = read_yaml(entry.folder / file.file)
            base = catalogue().load(decision, tier=tier, level=level, as_of=dt.date(2100, 1, 1))
            return entry, read_amendment(node, catalogue().measures(), base)
    raise Unaccounted(f"`{document}` does not amend `{target}`")


def _in_amendment(fields: dict[str, Node], home: Home) -> Covered:
    document = str(home.amendment)
    _expect(home.set, "the entry names no set that is amended")
    entry, amendment = find_amendment(document, home.province, str(home.set))
    name = f"{document} {home.province}" if home.province else document
    if "unread" in fields:
        said = " ".join(fields["unread"].text().split())
        notes = [" ".join(change.note.split()) for change in amendment.unread]
        _expect(any(said in note for note in notes), f"`{document}` has no unread change that says `{said}`")
        return (f"{name} on {home.set}", "unread", "")
    for kind in PARTS:
        if kind in fields:
            id = fields[kind].text()
            change = _change_of(amendment, kind, id)
            of = f"{kind} `{id}` that `{document}` changes"
            if change.content is not None:
                _details(fields, change.content, of)
            elif change.comparison is not None:
                _hold_comparisons(fields, [change.comparison], of)
            return (f"{name} on {home.set}", kind, id)
    _phrase(fields, amendment.note or entry.decision.note, f"`{document}`")
    return (f"{name} on {home.set}", "amendment", "")


def _change_of(amendment: Amendment, kind: str, id: str) -> Change:
    for change in amendment.changes:
        if (change.kind, change.target) == (kind, id):
            return change
        if kind == "indicator" and isinstance(change.content, Criterion):
            for indicator in change.content.indicators:
                if indicator.id == id:
                    return change._replace(kind="indicator", target=id, content=indicator)
    raise Unaccounted(f"`{amendment.document}` changes no {kind} `{id}`")


def shipped_parts() -> Iterator[Covered]:
    """Yield every indicator, condition, column rule and change that the shipped rulesets hold."""
    for entry in catalogue().sets:
        ruleset = catalogue().base(entry)
        name = name_of(entry)
        yield from ((name, "indicator", i.id) for i in ruleset.indicators())
        yield from ((name, "condition", c.id) for c in ruleset.conditions)
        yield from ((name, "column_rule", r.id) for r in ruleset.columns.rules)
        yield from ((name, "column_group", g.id) for g in ruleset.columns.groups)
    for decision in catalogue().decisions:
        yield from ((decision.id, "transition", t.id) for t in decision.transition)
    for found in catalogue().amendments:
        file, province = found.file, found.decision.province
        target = f"{file.amends} {file.level} {file.tier}"
        name = f"{found.decision.id} {province}" if province else found.decision.id
        for change in find_amendment(found.decision.id, province, target)[1].changes:
            if isinstance(change.content, Criterion):
                yield from ((f"{name} on {target}", "indicator", i.id) for i in change.content.indicators)
            else:
                yield (f"{name} on {target}", change.kind, change.target)


def problem_of(entry: Node, home: Home) -> str | None:
    """Return what is wrong with an entry, with its place, or None."""
    try:
        tuple(resolve(entry, home))
    except NtmRulesError as error:
        return str(error.at(entry.place))
    except Unaccounted as error:
        return f"{entry.place}: {error}"
    return None
