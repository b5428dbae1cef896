"""Reads criteria sets and amendments from YAML nodes.

Does not look for files: the catalogue says which node to read. Decisions are read by `decision_reader`.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from ntm_rules.errors import UnexpectedValue
from ntm_rules.facts import MeasureCatalogue
from ntm_rules.facts.places import REGION_IDS
from ntm_rules.facts.unit_kinds import LEVEL_IDS
from ntm_rules.facts.units import GROUP_IDS, TIER_IDS
from ntm_rules.law.amendments import Amendment, Change, TargetKind, Verb, comparison_to_set
from ntm_rules.law.provenance import Status, applicability_status
from ntm_rules.law.reading import (
    Reading,
    read_date,
    read_kinds,
    read_label,
    read_measure,
    read_sources,
    read_status,
    read_text,
    read_texts,
    read_years,
)
from ntm_rules.law.requirement_reader import OPERATORS, read_comparison, read_requirement
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Designated,
    Level,
    Not,
    Requirement,
    Unset,
)
from ntm_rules.law.rulesets import (
    ColumnGroup,
    ColumnRule,
    Columns,
    Condition,
    Criterion,
    Indicator,
    Label,
    Published,
    Ruleset,
    SetReference,
    UnreadChange,
)
from ntm_rules.yaml_nodes import Node

_ROW = ("applies_when", "status", "sources", "reference", "note", "origin")
_SPAN = ("from", "until")
_VERBS: tuple[Verb, ...] = ("replace", "set", "add", "repeal")
_KINDS: tuple[TargetKind, ...] = ("indicator", "criterion", "condition", "column_rule")


def read_ruleset(node: Node, measures: MeasureCatalogue) -> Ruleset:
    """Read a criteria set.

    Raises:
        UnknownName: an unknown key, measure, region, tier, …, with the nearest valid one.
        UnexpectedValue: a value of the wrong kind.
        IncompatibleUnit, AmbiguousNumber: a level that its measure cannot have.
    """
    f = node.mapping(
        ("ruleset", "level", "tier", "name", "years", "columns", "criteria"),
        (
            "annex", "published", "conditions", "note",
            "as_of", "province", "amended_by", "unread_changes", "kinds",
        ),
    )  # fmt: skip
    decision, annex = f["ruleset"].text(), read_text(f, "annex")
    level = f["level"].choice("level", LEVEL_IDS)
    rows = _Rows(measures, decision, annex, level)
    ruleset = Ruleset(
        decision=decision,
        annex=annex,
        level=level,
        tier=f["tier"].choice("tier", TIER_IDS),
        name=read_label(f["name"]),
        years=read_years(f["years"]),
        published=_published(f["published"]) if "published" in f else None,
        columns=rows.columns(f["columns"]),
        conditions=f["conditions"].each(rows.condition) if "conditions" in f else (),
        criteria=f["criteria"].each(rows.criterion),
        note=read_text(f, "note"),
        as_of=read_date(f, "as_of"),
        province=read_text(f, "province"),
        amended_by=read_texts(f, "amended_by"),
        unread_changes=f["unread_changes"].each(_unread) if "unread_changes" in f else (),
        kinds=read_kinds(f["kinds"], level) if "kinds" in f else (),
    )
    _refuse_twins(node, [c.number for c in ruleset.criteria], "criterion")
    _refuse_twins(node, [i.id for i in ruleset.indicators()], "indicator")
    _refuse_twins(node, [c.id for c in ruleset.conditions], "condition")
    return ruleset


def _refuse_twins(node: Node, ids: list[str], kind: str) -> None:
    twins = sorted({id for id in ids if ids.count(id) > 1})
    if twins:
        raise UnexpectedValue(f"{kind} {twins[0]} twice", "each id once", place=node.place)


def _published(node: Node) -> Published:
    """Read the published totals, or that there are more rows than have been seen where no total is known."""
    if node.keys() == ["complete"]:
        complete = node.mapping(("complete",))["complete"]
        if complete.boolean():
            raise complete.fail("`false` where no totals stand beside it")
        return Published(None, None, Status.UNSET, complete=False)
    f = node.mapping(("criteria", "indicators", "status"), ("sources", "complete"))
    return Published(
        criteria=f["criteria"].integer(),
        indicators=f["indicators"].integer(),
        status=read_status(f["status"]),
        sources=read_sources(f.get("sources")),
        complete=f["complete"].boolean() if "complete" in f else True,
    )


def _of_the_unit(requirement: Requirement) -> bool:
    """Return whether a requirement can be judged on the facts of a unit alone, without any other set."""
    match requirement:
        case Comparison():
            return requirement.members is None and isinstance(requirement.bound, Level | Unset)
        case AllOf() | AnyOf() | AtLeastOf():
            return all(_of_the_unit(part) for part in requirement.parts)
        case Not():
            return _of_the_unit(requirement.part)
        case _:
            return isinstance(requirement, Designated)


def _unread(node: Node) -> UnreadChange:
    f = node.mapping(("document", "note"), ("touches", "sources"))
    return UnreadChange(
        document=f["document"].text(),
        note=f["note"].text(),
        touches=read_texts(f, "touches"),
        sources=read_sources(f.get("sources")),
    )


class _Rows:
    """Reads the parts of one set, which share their measures, document, annex and level of unit."""

    def __init__(self, measures: MeasureCatalogue, document: str, annex: str | None, level: str) -> None:
        self.measures = measures
        self.document = document
        self.annex = annex
        self.level = level

    def reading(self, status: Status | None) -> Reading:
        return Reading(self.measures, status, self.level)

    def part(self, kind: TargetKind, node: Node, id: str) -> Indicator | Condition | Criterion | ColumnRule:
        """Read a part that an amendment gives, whose id stands beside it."""
        match kind:
            case "indicator":
                return self.indicator(node, id)
            case "criterion":
                return self.criterion(node, id)
            case "condition":
                return self.condition(node, id)
            case "column_rule":
                return self.column_rule(node, id)

    def columns(self, node: Node) -> Columns:
        f = node.mapping(("by",), ("rules", "groups"))
        columns = Columns(
            by=f["by"].choice("way to find a column", ("region", "group", "none")),
            rules=f["rules"].each(self.column_rule) if "rules" in f else (),
            groups=f["groups"].each(self.column_group) if "groups" in f else (),
        )
        if columns.groups:
            _refuse_twins(node, [group.id for group in columns.groups], "commune group")
            if columns.by != "group":
                raise f["groups"].fail("`by: group` beside the rules of groups")
            if sum(group.when is None for group in columns.groups) > 1:
                raise f["groups"].fail("`otherwise` for one group at most")
        return columns

    def column_group(self, node: Node) -> ColumnGroup:
        f = node.mapping(("id", "label", "status"), ("when", "otherwise", "sources", "note", "origin"))
        if ("when" in f) == ("otherwise" in f):
            raise node.fail("`when` or `otherwise: true`, one of them")
        if "otherwise" in f and not f["otherwise"].boolean():
            raise f["otherwise"].fail("`true`")
        status = read_status(f["status"])
        when = read_requirement(f["when"], self.reading(status)) if "when" in f else None
        if when is not None and not _of_the_unit(when):
            raise f["when"].fail("designations, and comparisons of the unit's own facts with one level")
        return ColumnGroup(
            id=f["id"].choice("commune group", GROUP_IDS),
            label=read_label(f["label"]),
            when=when,
            status=status,
            sources=read_sources(f.get("sources")),
            origin=read_text(f, "origin") or self.document,
            note=read_text(f, "note"),
        )

    def column_rule(self, node: Node, id: str | None = None) -> ColumnRule:
        f = node.mapping(
            ("id", "label", "when", "use", "status") if id is None else ("label", "when", "use", "status"),
            (*_SPAN, "sources", "note", "origin"),
        )
        return ColumnRule(
            id=id or f["id"].text(),
            label=read_label(f["label"]),
            when=read_requirement(f["when"], self.reading(Status.SOURCED_2)),
            use=f["use"].choice("region", REGION_IDS),
            since=read_date(f, "from"),
            until=read_date(f, "until"),
            status=read_status(f["status"]),
            sources=read_sources(f.get("sources")),
            origin=read_text(f, "origin") or self.document,
            note=read_text(f, "note"),
        )

    def criterion(self, node: Node, number: str | None = None) -> Criterion:
        required = ("name", "indicators")
        f = node.mapping(required if number else ("number", *required), ("group", "note"))
        number = number or f["number"].text()
        indicators = f["indicators"].each(self.indicator)
        if not indicators:  # it would count as met
            raise f["indicators"].fail("at least one indicator")
        return Criterion(
            number=number,
            name=read_label(f["name"]),
            group=read_label(f["group"]) if "group" in f else None,
            indicators=indicators,
            note=read_text(f, "note"),
        )

    def indicator(self, node: Node, id: str | None = None) -> Indicator:
        f = node.mapping(("label", "require") if id else ("id", "label", "require"), _ROW)
        return self._row(f, id, "chỉ tiêu", "row")

    def condition(self, node: Node, id: str | None = None) -> Condition:
        f = node.mapping(("label", "require") if id else ("id", "label", "require"), (*_ROW, *_SPAN))
        row = self._row(f, id, "điều kiện", "condition")
        return Condition(
            id=row.id,
            label=row.label,
            require=row.require,
            applies_when=row.applies_when,
            status=row.status,
            sources=row.sources,
            origin=row.origin,
            reference=row.reference,
            note=row.note,
            since=read_date(f, "from"),
            until=read_date(f, "until"),
        )

    def _place(self, id: str, vi: str, en: str) -> Label:
        """Return where a row stands in the annex."""
        if self.annex is None:
            return Label(vi=f"{vi} {id}", en=f"{en} {id}")
        return Label(vi=f"phụ lục {self.annex}, {vi} {id}", en=f"annex {self.annex}, {en} {id}")

    def _applicability(self, node: Node, status: Status | None) -> Requirement:
        """Read when a row applies. Whether it does is a fact: an unset level does not make it unknown."""
        return read_requirement(node, self.reading(applicability_status(status)))

    def _row(self, f: dict[str, Node], id: str | None, vi: str, en: str) -> Indicator:
        id = id or f["id"].text()
        status = read_status(f["status"]) if "status" in f else None
        reading = self.reading(status)
        return Indicator(
            id=id,
            label=read_label(f["label"]),
            require=read_requirement(f["require"], reading),
            applies_when=self._applicability(f["applies_when"], status) if "applies_when" in f else None,
            status=status,
            sources=read_sources(f.get("sources")),
            origin=read_text(f, "origin") or self.document,
            reference=read_label(f["reference"]) if "reference" in f else self._place(id, vi, en),
            note=read_text(f, "note"),
        )


def amended_since(node: Node) -> dt.date:
    """Return the day from which an amendment holds; the first of all days where its file does not say it.

    What is wrong with the file is said by `read_amendment`, which needs to know what comes before it.
    """
    since = node.get("from") if node.is_mapping else None
    try:
        return dt.date.min if since is None else since.date()
    except UnexpectedValue:
        return dt.date.min


def read_amendment(node: Node, measures: MeasureCatalogue, base: Ruleset) -> Amendment:
    """Read an amendment of a set; the base is the set as it stands before it."""
    f = node.mapping(
        ("amendment", "amends", "from", "changes"), ("until", "province", "note", "annex", "sources")
    )
    document = f["amendment"].text()
    amends = f["amends"].mapping(("ruleset", "tier"), ("level",))
    rows = _Rows(measures, document, read_text(f, "annex"), base.level)
    changes: list[Change] = []
    unread: list[UnreadChange] = []
    for item in f["changes"].items():
        if "note" in item.keys() and not set(_VERBS) & set(item.keys()):
            fields = item.mapping(("note",), ("touches", "sources"))
            unread.append(
                UnreadChange(
                    document=document,
                    note=fields["note"].text(),
                    touches=read_texts(fields, "touches"),
                    sources=read_sources(fields.get("sources")),
                )
            )
        else:
            changes.append(item.here(partial(_change, item, rows, base)))
    return Amendment(
        document=document,
        amends=SetReference(
            ruleset=amends["ruleset"].text(),
            tier=amends["tier"].choice("tier", TIER_IDS),
            level=amends["level"].choice("level", LEVEL_IDS) if "level" in amends else "commune",
        ),
        since=f["from"].date(),
        until=read_date(f, "until"),
        province=read_text(f, "province"),
        changes=tuple(changes),
        unread=tuple(unread),
        note=read_text(f, "note"),
    )


def _change(node: Node, rows: _Rows, base: Ruleset) -> Change:
    verbs = [verb for verb in _VERBS if verb in node.keys()]
    if len(verbs) != 1:
        raise UnexpectedValue(
            f"a change with {len(verbs)} verbs",
            f"one of {', '.join(f'`{v}`' for v in _VERBS)}",
            place=node.place,
        )
    verb = verbs[0]
    body = {
        "replace": ("with",),
        "add": ("with",),
        "set": (*OPERATORS, "measure", "status", "sources", "note"),
        "repeal": ("note", "sources"),
    }[verb]
    f = node.mapping((verb,), body)
    target = f[verb].mapping((), (*_KINDS, "to"))
    kinds = [kind for kind in _KINDS if kind in target]
    if len(kinds) != 1:
        raise f[verb].fail(f"one of {', '.join(f'`{k}`' for k in _KINDS)}")
    kind = kinds[0]
    id = target[kind].text()
    change = Change(
        verb=verb,
        kind=kind,
        target=id,
        into=read_text(target, "to"),
        sources=read_sources(f.get("sources")),
    )
    if verb == "set":
        return change._replace(comparison=_new_level(node, f, kind, id, rows, base))
    if verb == "repeal":
        return change
    if "with" not in f:
        raise UnexpectedValue(f"`{verb}` without it", "the key `with`", place=node.place)
    return change._replace(content=rows.part(kind, f["with"], id))


def _new_level(
    node: Node, f: dict[str, Node], kind: TargetKind, id: str, rows: _Rows, base: Ruleset
) -> Comparison:
    used = [op for op in OPERATORS if op in f]
    if len(used) != 1 or kind not in ("indicator", "condition"):
        raise UnexpectedValue(
            f"`set` of a {kind} with {len(used)} comparisons",
            "an indicator or condition and one comparison",
            place=node.place,
        )
    status = read_status(f["status"]) if "status" in f else None
    reading = rows.reading(status)
    part = base.condition(id) if kind == "condition" else base.indicator(id)
    named = read_measure(f["measure"], reading).id if "measure" in f else None
    old = comparison_to_set(part, named, rows.document)
    return read_comparison(reading.measures[old.measure], used[0], f[used[0]], {}, reading)
