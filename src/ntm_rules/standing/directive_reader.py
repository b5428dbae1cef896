"""Reads directives from YAML nodes, in the grammar of `docs/directive-grammar.md`.

Says where a file departs from the vocabulary. Does not look for files, and does not know whether the sets and
tiers that a rule names exist: that is the linter's work.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ntm_rules.errors import UnexpectedValue
from ntm_rules.facts import parse_number
from ntm_rules.law import Provenance, Source, Status
from ntm_rules.law.reading import read_label, read_sources, read_status
from ntm_rules.standing.directives import (
    MOST_CONSTRAINTS,
    MOST_PATTERNS,
    Comparing,
    Conclusion,
    Constraint,
    Directive,
    Pattern,
    Rule,
    Threshold,
    Variable,
)
from ntm_rules.standing.facts import MILLION, Value, check_value
from ntm_rules.standing.vocabulary import Field, FieldType, field_named, kind_named
from ntm_rules.yaml_nodes import Node, parse_yaml

COMPARISONS: Final[tuple[Comparing, ...]] = ("at_least", "above", "at_most", "below")
# A share rounded down reaches a bound, or stays below it, exactly when the exact share does.
_OF_SHARES: Final[tuple[Comparing, ...]] = ("at_least", "below")
_COMPARABLE: Final = (FieldType.DAY, FieldType.COUNT, FieldType.SHARE)
_FORMS: Final = ("var", "in", "differs_from", *COMPARISONS)
_THRESHOLD: Final = ("status", "sources", "document", "note")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*")


def read_directive(node: Node) -> Directive:
    """Read a directive.

    Raises:
        UnknownName: an unknown key, kind of fact, field or choice, with the nearest valid one.
        UnexpectedValue: a value of the wrong kind, or a variable that nothing binds.
    """
    f = node.mapping(("directive", "rules"), ("province", "carried_by", "from", "until", "sources", "note"))
    document = f["directive"].text()
    span, sources = _span(f, (None, None)), read_sources(f.get("sources"))
    rules = f["rules"].each(lambda n: read_rule(n, document, span, sources))
    ids = [rule.id for rule in rules]
    twins = sorted({id for id in ids if ids.count(id) > 1})
    if twins:
        raise UnexpectedValue(f"rule {twins[0]} twice", "each id once", place=node.place)
    return Directive(
        document=document,
        province=f["province"].text() if "province" in f else None,
        carried_by=f["carried_by"].each(Node.text) if "carried_by" in f else (),
        rules=rules,
        sources=sources,
        note=f["note"].text() if "note" in f else None,
    )


def directive_of(text: str, file: str = "<text>") -> Directive:
    """Read a directive from YAML text; see `read_directive`."""
    return read_directive(parse_yaml(text, file))


_Span = tuple[dt.date | None, dt.date | None]


def _span(f: Mapping[str, Node], outer: _Span) -> _Span:
    since = f["from"].date() if "from" in f else outer[0]
    until = f["until"].date() if "until" in f else outer[1]
    if since is not None and until is not None and until < since:
        raise UnexpectedValue(
            until, f"a day not before `{since}`", place=f["until" if "until" in f else "from"].place
        )
    return since, until


def read_rule(
    node: Node, document: str, span: _Span = (None, None), sources: tuple[Source, ...] = ()
) -> Rule:
    """Read one rule of a document; `span` and `sources` are those that it has unless it names its own."""
    f = node.mapping(
        ("id", "label", "when", "then", "reference", "status"), ("from", "until", "sources", "note")
    )
    id = f["id"].text()
    if not _ID.fullmatch(id):
        raise f["id"].fail("an id of small letters, digits and hyphens")
    status = read_status(f["status"])
    bound: dict[str, Field] = {}
    when = tuple(_pattern(n, status, bound) for n in f["when"].items())
    then = tuple(_conclusion(n, bound) for n in f["then"].items())
    if not when or not then:
        raise f["then" if when else "when"].fail("at least one entry")
    if len(when) > MOST_PATTERNS:
        raise UnexpectedValue(
            f"{len(when)} patterns", f"at most {MOST_PATTERNS} patterns", place=f["when"].place
        )
    since, until = _span(f, span)
    return Rule(
        id=id,
        label=read_label(f["label"]),
        when=when,
        then=then,
        reference=read_label(f["reference"]),
        status=status,
        sources=read_sources(f["sources"]) if "sources" in f else sources,
        origin=document,
        since=since,
        until=until,
        note=f["note"].text() if "note" in f else None,
    )


def _kind_and_fields(node: Node) -> tuple[str, Node]:
    pairs = list(node.pairs())
    if len(pairs) != 1:
        raise node.fail("one kind of fact with its fields")
    key, body = pairs[0]
    kind = key.shown()
    key.here(lambda: kind_named(kind))
    return kind, body


def _pattern(node: Node, status: Status, bound: dict[str, Field]) -> Pattern:
    """Read a pattern and add the variables that it binds to those that earlier ones bind."""
    kind, body = _kind_and_fields(node)
    constraints: list[Constraint] = []
    own: dict[str, Field] = {}
    for key, value in body.pairs():
        field = _field(kind, key)
        constraints += _constraints(key.shown(), field, value, status, bound, own)
    if len(constraints) > MOST_CONSTRAINTS:
        raise UnexpectedValue(
            f"{len(constraints)} constraints", f"at most {MOST_CONSTRAINTS} constraints", place=body.place
        )
    bound.update(own)
    return Pattern(kind, tuple(constraints))


def _field(kind: str, key: Node) -> Field:
    return key.here(lambda: field_named(kind, key.shown()))


def _constraints(
    name: str, field: Field, node: Node, status: Status, bound: dict[str, Field], own: dict[str, Field]
) -> list[Constraint]:
    if not node.is_mapping:
        return [Constraint(name, "is", read_value(node, field, name))]
    fields = node.mapping((), _FORMS)
    if not fields:
        raise node.fail(f"one of {', '.join(f'`{form}`' for form in _FORMS)}")
    if len(fields) > 1 and not set(fields) <= set(COMPARISONS):
        raise node.fail("one form, or several comparisons")
    found: list[Constraint] = []
    for form, body in fields.items():
        if form == "var":
            found.append(Constraint(name, "is", _binding(body, field, bound, own)))
        elif form == "in":
            found.append(Constraint(name, "in", tuple(read_value(n, field, name) for n in body.items())))
            if not found[-1].operand:
                raise body.fail("at least one value")
        elif form == "differs_from":
            operand = _used(body, field, bound) if body.is_mapping else read_value(body, field, name)
            found.append(Constraint(name, "differs_from", operand))
        else:
            found.append(_comparison(name, field, form, body, status, bound))  # type: ignore[arg-type]
    return found


def _binding(node: Node, field: Field, bound: dict[str, Field], own: dict[str, Field]) -> Variable:
    name = node.text()
    if not _NAME.fullmatch(name):
        raise node.fail("a name of small letters, digits and underscores")
    if name in own:
        raise UnexpectedValue(name, "a variable once in a pattern", place=node.place)
    known = bound.get(name)
    if known is None:
        own[name] = field
    elif known.type is not field.type:
        raise UnexpectedValue(
            name, f"a variable for a {field.type}, bound to a {known.type} above", place=node.place
        )
    return Variable(name)


def _used(node: Node, field: Field, bound: Mapping[str, Field]) -> Variable:
    """Read `{var: x}` where the variable must have been bound by an earlier pattern."""
    body = node.mapping(("var",))["var"]
    name = body.text()
    if name not in bound:
        raise UnexpectedValue(name, "a variable that an earlier pattern binds", place=body.place)
    if bound[name].type is not field.type:
        raise UnexpectedValue(
            name, f"a variable for a {field.type}, bound to a {bound[name].type} above", place=body.place
        )
    return Variable(name)


def _comparison(
    name: str, field: Field, form: Comparing, node: Node, status: Status, bound: Mapping[str, Field]
) -> Constraint:
    if field.type not in _COMPARABLE:
        raise node.fail(f"no comparison: `{name}` is a {field.type}")
    if field.type is FieldType.SHARE and form not in _OF_SHARES:
        raise node.fail("`at_least` or `below`: shares are rounded down")
    if node.is_mapping and "var" in node.keys():
        return Constraint(name, form, _used(node, field, bound))
    return Constraint(name, form, _threshold(node, field, name, status))


def _threshold(node: Node, field: Field, name: str, status: Status) -> Threshold:
    """Read a bound; under a status of `unset` a written one is a candidate."""
    if not node.is_mapping:
        if node.shown() == "unset":
            return Threshold("unset", None, Provenance(status=Status.UNSET))
        value = read_value(node, field, name)
        if status is Status.UNSET:
            return Threshold("unset", None, Provenance(status=status), (value,))
        return Threshold(node.text(), value, Provenance(status=status))
    if "unset" in node.keys():
        f = node.mapping(("unset",), ("sources", "document", "note"))
        inner = f["unset"].mapping((), ("candidates",)) if f["unset"].is_mapping else {}
        candidates = inner["candidates"].each(lambda n: read_value(n, field, name)) if inner else ()
        return Threshold("unset", None, _provenance(f, Status.UNSET), candidates)
    f = node.mapping(("value", "status"), ("sources", "document", "note"))
    own = read_status(f["status"])
    if own is Status.UNSET:
        raise f["status"].fail("a status other than `unset`; write `{unset: {candidates: […]}}`")
    return Threshold(f["value"].text(), read_value(f["value"], field, name), _provenance(f, own))


def _provenance(f: Mapping[str, Node], status: Status) -> Provenance:
    return Provenance(
        status=status,
        sources=read_sources(f.get("sources")),
        document=f["document"].text() if "document" in f else None,
        note=f["note"].text() if "note" in f else None,
    )


def _conclusion(node: Node, bound: Mapping[str, Field]) -> Conclusion:
    kind, body = _kind_and_fields(node)
    declared = kind_named(kind)
    if not declared.concluded:
        raise node.fail(f"a kind of fact that rules conclude: `{kind}` is stated by the caller")
    fields: dict[str, Value | Variable] = {}
    for key, value in body.pairs():
        field = _field(kind, key)
        name = key.shown()
        fields[name] = _taken_up(value, field, bound) if value.is_mapping else read_value(value, field, name)
    for name, field in declared.fields.items():
        if field.required and name not in fields:
            raise UnexpectedValue(
                f"a conclusion `{kind}` without it", f"the field `{name}`", place=node.place
            )
    return Conclusion(kind, tuple(sorted(fields.items())))


def _taken_up(node: Node, field: Field, bound: Mapping[str, Field]) -> Variable:
    """Read a variable in a conclusion, whose every value the field must be able to hold."""
    variable = _used(node, field, bound)
    others = sorted(set(bound[variable.name].choices) - set(field.choices))
    if others:
        raise UnexpectedValue(variable.name, f"a variable that cannot be `{others[0]}`", place=node.place)
    return variable


def read_value(node: Node, field: Field, name: str) -> Value:
    """Read the value of a field: a share as `30 %`, a day, a whole number, a truth, an id or a name."""
    value: Value
    match field.type:
        case FieldType.SHARE:
            value = _share(node)
        case FieldType.COUNT:
            value = node.integer()
        case FieldType.TRUTH:
            value = node.boolean()
        case FieldType.DAY:
            value = node.date().isoformat()
        case _:
            value = node.text()
    node.here(lambda: check_value(field, name, value))
    return value


def _share(node: Node) -> int:
    expected = "a share such as `30 %`, with four decimals or fewer"
    text = node.text()
    number = text.removesuffix("%")
    if number == text:
        raise node.fail(expected)
    exact = Decimal(node.here(lambda: parse_number(number.strip()))) * (MILLION // 100)
    if exact != exact.to_integral_value():
        raise node.fail(expected)
    return int(exact)
