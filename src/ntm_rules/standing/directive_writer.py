"""Writes directives back to YAML in the grammar they are read in.

What is written reads back to an equal model. Comments and the layout of the original are not kept.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from ntm_rules.facts import format_number
from ntm_rules.law import Label, Provenance, Source, Status
from ntm_rules.standing.directives import (
    Conclusion,
    Constraint,
    Directive,
    Pattern,
    Rule,
    Threshold,
    Variable,
)
from ntm_rules.standing.facts import MILLION, Value
from ntm_rules.standing.vocabulary import FieldType, field_named

Plain = dict[str, Any]


def dump_directive(directive: Directive) -> str:
    """Return a directive as YAML text that reads back to an equal directive."""
    plain = _compact(
        directive=directive.document,
        province=directive.province,
        carried_by=list(directive.carried_by),
        sources=_sources(directive.sources),
        note=directive.note,
    )
    plain["rules"] = [_rule_of(directive, rule) for rule in directive.rules]
    return _text(plain)


def _rule_of(directive: Directive, rule: Rule) -> Plain:
    """Return a rule beside its directive, whose sources it has unless it says otherwise."""
    plain = _rule(rule)
    if directive.sources and not rule.sources:
        plain["sources"] = []
    return plain


def dump_rules(rules: tuple[Rule, ...]) -> str:
    """Return rules, which may be of several directives, as one text."""
    return _text([{"directive": rule.origin, **_rule(rule)} for rule in rules])


class _Dumper(yaml.CSafeDumper):
    """Writes each node in full: no anchors, so that every line can be edited alone."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _text(plain: object) -> str:
    return yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


def _compact(**fields: Any) -> Plain:
    return {key: value for key, value in fields.items() if value not in (None, [], {}, ())}


def _label(label: Label) -> Plain:
    return {"vi": label.vi, "en": label.en}


def _sources(sources: tuple[Source, ...]) -> list[Any]:
    return [_compact(url=s.url, says=s.says) if s.says else s.url for s in sources]


def _rule(rule: Rule) -> Plain:
    return _compact(
        id=rule.id,
        label=_label(rule.label),
        when=[_pattern(pattern, rule.status) for pattern in rule.when],
        then=[_conclusion(conclusion) for conclusion in rule.then],
        reference=_label(rule.reference),
        status=str(rule.status),
        **{"from": rule.since, "until": rule.until},
        sources=_sources(rule.sources),
        note=rule.note,
    )


def _pattern(pattern: Pattern, status: Status) -> Plain:
    fields: Plain = {}
    for constraint in pattern.constraints:
        written = _constraint(pattern.kind, constraint, status)
        if isinstance(written, dict):
            fields.setdefault(constraint.field, {}).update(written)
        else:
            fields[constraint.field] = written
    return {pattern.kind: fields}


def _constraint(kind: str, constraint: Constraint, status: Status) -> Any:
    field, operator = constraint.field, constraint.operator
    match constraint.operand:
        case Variable(name):
            return {"var": name} if operator == "is" else {operator: {"var": name}}
        case Threshold() as threshold:
            return {operator: _threshold(kind, field, threshold, status)}
        case str() | int() as value:
            written = _value(kind, field, value)
            return written if operator == "is" else {operator: written}
        case values:
            return {operator: [_value(kind, field, value) for value in values]}


def _threshold(kind: str, field: str, threshold: Threshold, status: Status) -> Any:
    provenance = threshold.provenance
    if threshold.value is None:
        listed = [_value(kind, field, value) for value in threshold.candidates]
        return {
            "unset": {"candidates": listed} if listed else {},
            **_provenance(provenance, with_status=False),
        }
    if provenance == Provenance(status=status):
        return _as_written(threshold)
    return {"value": _as_written(threshold), **_provenance(provenance)}


def _as_written(threshold: Threshold) -> Any:
    return (
        threshold.value if isinstance(threshold.value, int) and threshold.text.isdigit() else threshold.text
    )


def _value(kind: str, field: str, value: Value) -> Any:
    if field_named(kind, field).type is FieldType.SHARE:
        return f"{format_number(Decimal(int(value)) / (MILLION // 100), 'vi')} %"
    return value


def _conclusion(conclusion: Conclusion) -> Plain:
    return {
        conclusion.kind: {
            name: {"var": value.name} if isinstance(value, Variable) else _value(conclusion.kind, name, value)
            for name, value in conclusion.fields
        }
    }


def _provenance(provenance: Provenance, with_status: bool = True) -> Plain:
    return _compact(
        status=str(provenance.status) if with_status else None,
        sources=_sources(provenance.sources),
        document=provenance.document,
        note=provenance.note,
    )
