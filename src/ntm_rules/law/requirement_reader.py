"""Reads requirements from YAML nodes.

Turns the compact spelling of `docs/ruleset-grammar.md` into models, and says where a file departs from
it. Does not know files or sets.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Literal

from ntm_rules.errors import UnexpectedValue
from ntm_rules.facts import Level as UnitLevel
from ntm_rules.facts import Measure, parse_level, parse_quantity
from ntm_rules.facts.places import REGION_IDS
from ntm_rules.facts.unit_kinds import LEVEL_IDS
from ntm_rules.facts.units import DESIGNATION_IDS, TIER_IDS
from ntm_rules.law.provenance import Provenance, Status
from ntm_rules.law.reading import STATUSES, Reading, read_kinds, read_measure, read_sources, read_status
from ntm_rules.law.requirements import (
    COMMON,
    AllOf,
    AnyOf,
    AtLeastOf,
    Axis,
    Bound,
    ByAxis,
    Case,
    Cases,
    Cell,
    CellReference,
    Comparison,
    CriteriaCount,
    Delegated,
    Designated,
    FactReference,
    Holds,
    Level,
    Meets,
    Members,
    Multiple,
    Not,
    Operator,
    OwnPast,
    Requirement,
    Unset,
)
from ntm_rules.yaml_nodes import Node

OPERATORS: Final[tuple[Operator, ...]] = ("at_least", "at_most", "above", "below", "equals", "is")
AXES: Final[tuple[Axis, ...]] = ("region", "group", "year", "date")
GROUPS: Final = ("1", "2", "3")
Authority = Literal["province", "ministry"]
_AUTHORITIES: Final[tuple[Authority, ...]] = ("province", "ministry")
_FORMS = ("measure", "all", "any", "at_least", "not", "designation", "meets", "holds")
_OPTIONS = ("sexes", "over", "exempt", "members")
_CELL = ("status", "sources", "document", "note")
_YEAR = re.compile(r"(19|20)\d\d")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_requirement(node: Node, reading: Reading) -> Requirement:
    """Read one requirement in any of its forms."""
    keys = node.keys()
    if "measure" in keys:
        return _comparison(node, reading)
    if "at_least" in keys:
        fields = node.mapping(("at_least", "of"))
        parts = fields["of"].each(lambda n: read_requirement(n, reading))
        count = fields["at_least"].integer()
        if not 1 <= count <= len(parts):
            raise fields["at_least"].fail(f"a number from 1 to {len(parts)}, the parts listed")
        return AtLeastOf(number=count, parts=parts)
    if len(keys) != 1:
        raise UnexpectedValue(
            f"a mapping with {', '.join(f'`{k}`' for k in keys)}" if keys else node.shown(),
            f"one requirement with one of {', '.join(f'`{f}`' for f in _FORMS)}",
            place=node.place,
        )
    return _single(node, reading)


def _single(node: Node, reading: Reading) -> Requirement:
    ((form, value),) = node.mapping((), _FORMS).items()
    match form:
        case "all" | "any":
            parts = value.each(lambda n: read_requirement(n, reading))
            if not parts:
                raise value.fail("at least one part")
            return AllOf(parts=parts) if form == "all" else AnyOf(parts=parts)
        case "not":
            return Not(part=read_requirement(value, reading))
        case "designation":
            return Designated(designation=value.choice("designation", DESIGNATION_IDS))
        case "meets":
            return _meets(value, reading)
        case _:
            fields = value.mapping(("tier",), ("under",))
            return Holds(
                tier=fields["tier"].choice("tier", TIER_IDS),
                under=fields["under"].each(Node.text) if "under" in fields else (),
            )


def _meets(node: Node, reading: Reading) -> Meets:
    fields = node.mapping(("ruleset", "tier"), ("level", "attested_by", "criteria"))
    attested = fields.get("attested_by")
    level = fields["level"].choice("level", LEVEL_IDS) if "level" in fields else reading.level
    if level != reading.level:
        raise fields["level"].fail(f"a set that judges a {reading.level}, which is what it is asked of")
    return Meets(
        ruleset=fields["ruleset"].text(),
        tier=fields["tier"].choice("tier", TIER_IDS),
        level=level,
        attested_by=read_measure(attested, reading).id if attested else None,
        criteria=_criteria_count(fields["criteria"]) if "criteria" in fields else None,
    )


def _criteria_count(node: Node) -> CriteriaCount:
    fields = node.mapping(("at_least",), ("among", "others_at"))
    among = fields["among"].each(Node.text) if "among" in fields else ()
    number = fields["at_least"].integer()
    if number < max(1, len(among)):
        raise fields["at_least"].fail("a number that is not smaller than the criteria listed")
    others = fields.get("others_at")
    return CriteriaCount(number, among, _percentage(others) if others is not None else None)


def _percentage(node: Node) -> Decimal:
    quantity = node.here(lambda: parse_quantity(node.text(), one_sided=False))
    value = quantity.value
    if quantity.unit != "%" or not isinstance(value, Decimal) or not 0 < value < 100:
        raise node.fail("a part of a level between 0 % and 100 %, such as `70 %`")
    return value


def _members(node: Node, measure: Measure, reading: Reading) -> Members:
    fields = node.mapping(("kinds", "satisfy"), ("total",))
    if measure.kind not in ("share", "count"):
        raise node.fail(f"a measure of kind `share` or `count`, not `{measure.kind}`")
    kinds = read_kinds(fields["kinds"])
    level = kinds[0].level
    if not level.is_below(UnitLevel(reading.level)):
        raise fields["kinds"].fail(f"kinds of unit that lie within a {reading.level}")
    total = read_measure(fields["total"], reading) if "total" in fields else None
    if total is not None and total.kind != "count":
        raise fields["total"].fail("a measure of kind `count`")
    satisfy = read_requirement(fields["satisfy"], reading._replace(level=str(level)))
    return Members(kinds=kinds, satisfy=satisfy, total=total.id if total is not None else None)


def _comparison(node: Node, reading: Reading) -> Comparison:
    fields = node.mapping(("measure",), (*OPERATORS, *_OPTIONS))
    measure = read_measure(fields["measure"], reading)
    used = [op for op in OPERATORS if op in fields]
    if len(used) != 1:
        raise UnexpectedValue(
            f"`{measure.id}` with {len(used)} comparisons",
            f"one of {', '.join(f'`{op}`' for op in OPERATORS)}",
            place=node.place,
        )
    return read_comparison(measure, used[0], fields[used[0]], fields, reading)


def read_comparison(
    measure: Measure, operator: Operator, bound: Node, fields: dict[str, Node], reading: Reading
) -> Comparison:
    """Read the bound and options of one comparison of a measure."""
    if (measure.kind == "attested") != (operator == "is"):
        raise UnexpectedValue(
            operator,
            "`is` for an attested measure" if measure.kind == "attested" else "a comparison with a level",
            place=bound.place,
        )
    over = fields["over"].mapping(("years",))["years"].integer() if "over" in fields else None
    if over is not None and over < 1:
        raise fields["over"].fail("at least one year")
    if "sexes" in fields:
        fields["sexes"].choice("value of `sexes`", ("both",))
    exempt = fields["exempt"].each(lambda n: read_measure(n, reading)) if "exempt" in fields else ()
    members = fields.get("members")
    if members is not None and len({"sexes", "over", "exempt"} & fields.keys()) > 0:
        raise members.fail("no `sexes`, `over` or `exempt` beside members")
    return Comparison(
        measure=measure.id,
        operator=operator,
        bound=read_bound(bound, measure, reading),
        both_sexes="sexes" in fields,
        over_years=over,
        exempt=tuple(m.id for m in exempt),
        members=_members(members, measure, reading) if members is not None else None,
    )


def read_bound(node: Node, measure: Measure, reading: Reading) -> Bound:
    """Read a bound in any of its forms."""
    if node.is_scalar:
        if node.text() == "unset" and measure.kind != "ordinal":
            return Unset(provenance=Provenance(status=Status.UNSET))
        status = _inherited(node, reading)
        level = _level(node, measure, Provenance(status=status))
        if status is Status.UNSET:
            return Unset(candidates=(level,), provenance=Provenance(status=Status.UNSET))
        return level
    keys = node.keys()
    for key, read in (
        ("value", _valued),
        ("unset", _unset),
        ("set_by", _delegated),
        ("times", _multiple),
        ("by", _table),
        ("cases", _cases),
    ):
        if key in keys:
            return read(node, measure, reading)
    raise UnexpectedValue(
        f"a mapping with {', '.join(f'`{k}`' for k in keys)}" if keys else node.shown(),
        "a level, or a mapping with `value`, `unset`, `set_by`, `times`, `by` or `cases`",
        place=node.place,
    )


def _level(node: Node, measure: Measure, provenance: Provenance) -> Level:
    text = node.text()
    return Level(text=text, value=node.here(lambda: parse_level(measure, text)), provenance=provenance)


def _inherited(node: Node, reading: Reading) -> Status:
    if reading.status is None:
        raise UnexpectedValue(
            f"{node.shown()} without a status",
            f"a `status` here or above it, one of {', '.join(f'`{s}`' for s in STATUSES)}",
            place=node.place,
        )
    return reading.status


def _provenance(node: Node, fields: dict[str, Node], reading: Reading) -> Provenance:
    return Provenance(
        status=read_status(fields["status"]) if "status" in fields else _inherited(node, reading),
        sources=read_sources(fields.get("sources")),
        document=fields["document"].text() if "document" in fields else None,
        note=fields["note"].text() if "note" in fields else None,
    )


def _valued(node: Node, measure: Measure, reading: Reading) -> Bound:
    fields = node.mapping(("value",), _CELL)
    provenance = _provenance(node, fields, reading)
    if provenance.status is Status.UNSET:
        level = _level(fields["value"], measure, Provenance(status=Status.UNSET))
        return Unset(candidates=(level,), provenance=provenance)
    return _level(fields["value"], measure, provenance)


def _unset(node: Node, measure: Measure, reading: Reading) -> Bound:
    fields = node.mapping(("unset",), ("sources", "document", "note"))
    candidates: tuple[Level | Delegated, ...] = ()
    inner = fields["unset"]
    if not inner.is_null:
        listed = inner.mapping((), ("candidates",)).get("candidates")
        candidates = listed.each(lambda n: _candidate(n, measure)) if listed is not None else ()
    return Unset(
        candidates=candidates, provenance=_provenance(node, fields, reading._replace(status=Status.UNSET))
    )


def _candidate(node: Node, measure: Measure) -> Level | Delegated:
    provenance = Provenance(status=Status.UNSET)
    if node.is_mapping:
        authority = node.mapping(("set_by",))["set_by"]
        return Delegated(to=_authority(authority), provenance=provenance)
    return _level(node, measure, provenance)


def _authority(node: Node) -> Authority:
    return node.choice("authority", _AUTHORITIES)


def _delegated(node: Node, measure: Measure, reading: Reading) -> Bound:
    fields = node.mapping(("set_by",), ("floor", *_CELL))
    floor = None
    if "floor" in fields:
        bound = read_bound(fields["floor"], measure, reading)
        if not isinstance(bound, Level):
            raise fields["floor"].fail("a level that is set")
        floor = bound
    provenance = _provenance(node, fields, reading)
    return Delegated(to=_authority(fields["set_by"]), floor=floor, provenance=provenance)


def _multiple(node: Node, _: Measure, reading: Reading) -> Bound:
    fields = node.mapping(("times", "of"), _CELL)
    provenance = _provenance(node, fields, reading)
    of = fields["of"]
    if "ruleset" in of.keys():
        ref = of.mapping(("ruleset", "tier", "indicator"), ("level",))
        target: FactReference | OwnPast | CellReference = CellReference(
            ruleset=ref["ruleset"].text(),
            tier=ref["tier"].choice("tier", TIER_IDS),
            indicator=ref["indicator"].text(),
            level=ref["level"].choice("level", LEVEL_IDS) if "level" in ref else reading.level,
        )
    else:
        ref = of.mapping(("measure",), ("at_recognition",))
        id = read_measure(ref["measure"], reading).id
        target = (
            OwnPast(measure=id, at_recognition=ref["at_recognition"].choice("tier", TIER_IDS))
            if "at_recognition" in ref
            else FactReference(measure=id)
        )
    times = fields["times"].decimal()
    if times <= 0:
        raise fields["times"].fail("a factor above zero")
    bound = Multiple(times=times, of=target, provenance=provenance)
    if provenance.status is Status.UNSET:
        return Unset(provenance=provenance)
    return bound


def _table(node: Node, measure: Measure, reading: Reading) -> Bound:
    by = node.get("by")
    assert by is not None
    axes = by.each(lambda n: n.choice("axis", AXES)) if by.is_list else (by.choice("axis", AXES),)
    if not axes or len(set(axes)) != len(axes):
        raise by.fail(f"axes that differ, out of {', '.join(f'`{a}`' for a in AXES)}")
    return _along(node, axes, measure, reading, skip="by")


def _along(node: Node, axes: tuple[Axis, ...], measure: Measure, reading: Reading, skip: str = "") -> Bound:
    """Read a table along the first axis, whose cells are tables along the rest."""
    axis, rest = axes[0], axes[1:]
    cells = []
    for key, value in node.pairs():
        if key.shown() == skip:
            continue
        _check_key(key, axis)
        deeper = (
            rest
            and value.is_mapping
            and not {"value", "unset", "set_by", "times", "by", "cases"} & set(value.keys())
        )
        bound = _along(value, rest, measure, reading) if deeper else read_bound(value, measure, reading)
        cells.append(Cell(key=key.text(), bound=bound))
    if not cells:
        raise node.fail(f"one level per {axis}")
    return ByAxis(axis=axis, cells=tuple(cells))


def _check_key(key: Node, axis: str) -> None:
    match axis:
        case "region":
            key.choice("region", (*REGION_IDS, COMMON))
        case "group":
            key.choice("commune group", (*GROUPS, COMMON))
        case "year" if not _YEAR.fullmatch(key.text()):
            raise key.fail("a year such as `2022`")
        case "date" if not _DATE.fullmatch(key.text()):
            raise key.fail("a date such as `2024-03-01`")


def _cases(node: Node, measure: Measure, reading: Reading) -> Bound:
    fields = node.mapping(("cases",))
    cases = fields["cases"].each(lambda n: _case(n, measure, reading))
    if any(case.when is None for case in cases[:-1]):
        raise fields["cases"].fail("`otherwise` as the last case")
    return Cases(cases=cases)


def _case(node: Node, measure: Measure, reading: Reading) -> Case:
    if "otherwise" in node.keys():
        bound = node.mapping(("otherwise",))["otherwise"]
        return Case(when=None, bound=read_bound(bound, measure, reading))
    fields = node.mapping(("when", "then"))
    condition = reading._replace(status=Status.SOURCED_2)
    return Case(
        when=read_requirement(fields["when"], condition),
        bound=read_bound(fields["then"], measure, reading),
    )
