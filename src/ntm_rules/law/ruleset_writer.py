"""Writes criteria sets back to YAML in the grammar they are read in.

What is written reads back to an equal model. Comments and the layout of the original are not kept.
"""

from __future__ import annotations

from typing import Any

import yaml

from ntm_rules.facts import Level as UnitLevel
from ntm_rules.facts import format_number
from ntm_rules.law.provenance import Provenance, Source, Status, applicability_status
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Bound,
    ByAxis,
    Cases,
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
    OwnPast,
    Requirement,
    Unset,
)
from ntm_rules.law.rulesets import Columns, Condition, Criterion, Indicator, Label, Ruleset

Plain = dict[str, Any]


def dump_ruleset(ruleset: Ruleset) -> str:
    """Return a set as YAML text that reads back to an equal set."""
    plain = _compact(
        ruleset=ruleset.decision,
        annex=ruleset.annex,
        level=ruleset.level,
        tier=ruleset.tier,
        kinds=_kinds(ruleset),
        name=_label(ruleset.name),
        years=list(ruleset.years),
        as_of=ruleset.as_of,
        province=ruleset.province,
        amended_by=list(ruleset.amended_by),
        published=ruleset.published
        and _compact(
            criteria=ruleset.published.criteria,
            indicators=ruleset.published.indicators,
            status=None if ruleset.published.criteria is None else str(ruleset.published.status),
            complete=None if ruleset.published.complete else False,
            sources=_sources(ruleset.published.sources),
        ),
        columns=_columns(ruleset.columns),
        note=ruleset.note,
        unread_changes=[
            _compact(document=u.document, note=u.note, touches=list(u.touches), sources=_sources(u.sources))
            for u in ruleset.unread_changes
        ],
        conditions=[_condition(c) for c in ruleset.conditions],
    )
    plain["criteria"] = [_criterion(c) for c in ruleset.criteria]
    return yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


class _Dumper(yaml.CSafeDumper):
    """Writes each node in full: no anchors, so that every line can be edited alone."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _compact(**fields: Any) -> Plain:
    return {key: value for key, value in fields.items() if value not in (None, [], {}, ())}


def _kinds(ruleset: Ruleset) -> list[str]:
    """Return the kinds of unit where a set names them: the first of its level goes without saying."""
    default = UnitLevel(ruleset.level).kinds[:1]
    return [] if ruleset.kinds == default else [str(kind) for kind in ruleset.kinds]


def _label(label: Label) -> Plain:
    return {"vi": label.vi, "en": label.en}


def _sources(sources: tuple[Source, ...]) -> list[Any]:
    return [_compact(url=s.url, says=s.says) if s.says else s.url for s in sources]


def _columns(columns: Columns) -> Plain:
    rules = [
        _compact(
            id=rule.id,
            label=_label(rule.label),
            when=_requirement(rule.when, Status.SOURCED_2),
            use=rule.use,
            **{"from": rule.since, "until": rule.until},
            status=str(rule.status),
            sources=_sources(rule.sources),
            note=rule.note,
            origin=rule.origin,
        )
        for rule in columns.rules
    ]
    groups = [
        _compact(
            id=group.id,
            label=_label(group.label),
            **{"otherwise": True} if group.when is None else {"when": _requirement(group.when, group.status)},
            status=str(group.status),
            sources=_sources(group.sources),
            note=group.note,
            origin=group.origin,
        )
        for group in columns.groups
    ]
    return _compact(by=columns.by, rules=rules, groups=groups)


def _criterion(criterion: Criterion) -> Plain:
    plain = _compact(
        number=criterion.number,
        name=_label(criterion.name),
        group=criterion.group and _label(criterion.group),
        note=criterion.note,
    )
    plain["indicators"] = [_indicator(i) for i in criterion.indicators]
    return plain


def _indicator(indicator: Indicator) -> Plain:
    return _compact(
        id=indicator.id,
        label=_label(indicator.label),
        applies_when=indicator.applies_when
        and _requirement(indicator.applies_when, applicability_status(indicator.status)),
        require=_requirement(indicator.require, indicator.status),
        status=indicator.status and str(indicator.status),
        sources=_sources(indicator.sources),
        origin=indicator.origin,
        reference=_label(indicator.reference),
        note=indicator.note,
    )


def _condition(condition: Condition) -> Plain:
    span = _compact(**{"from": condition.since, "until": condition.until})
    return {**_indicator(condition), **span}


def _requirement(requirement: Requirement, status: Status | None) -> Plain:
    match requirement:
        case Comparison():
            return _compact(
                measure=requirement.measure,
                **{requirement.operator: _bound(requirement.bound, status)},
                sexes="both" if requirement.both_sexes else None,
                over={"years": requirement.over_years} if requirement.over_years else None,
                exempt=list(requirement.exempt),
                members=_members(requirement.members, status) if requirement.members else None,
            )
        case AllOf():
            return {"all": [_requirement(p, status) for p in requirement.parts]}
        case AnyOf():
            return {"any": [_requirement(p, status) for p in requirement.parts]}
        case AtLeastOf():
            parts = [_requirement(p, status) for p in requirement.parts]
            return {"at_least": requirement.number, "of": parts}
        case Not():
            return {"not": _requirement(requirement.part, status)}
        case Designated():
            return {"designation": requirement.designation}
        case Meets():
            return {
                "meets": _compact(
                    ruleset=requirement.ruleset,
                    tier=requirement.tier,
                    level=requirement.level,
                    attested_by=requirement.attested_by,
                    criteria=_criteria_count(requirement.criteria) if requirement.criteria else None,
                )
            }
        case Holds():
            return {"holds": _compact(tier=requirement.tier, under=list(requirement.under))}


def _members(members: Members, status: Status | None) -> Plain:
    return _compact(
        kinds=[str(kind) for kind in members.kinds],
        satisfy=_requirement(members.satisfy, status),
        total=members.total,
    )


def _criteria_count(count: CriteriaCount) -> Plain:
    others = None if count.others_at is None else f"{format_number(count.others_at)} %"
    return _compact(at_least=count.at_least, among=list(count.among), others_at=others)


def _bound(bound: Bound, status: Status | None) -> Any:
    match bound:
        case Level():
            if status is not None and bound.provenance == Provenance(status=status):
                return _plain_level(bound)
            return {"value": _plain_level(bound), **_provenance(bound.provenance)}
        case Unset():
            listed = [_candidate(c) for c in bound.candidates]
            inner = {"candidates": listed} if listed else {}
            return {"unset": inner, **_provenance(bound.provenance, with_status=False)}
        case Delegated():
            floor = {} if bound.floor is None else {"floor": _bound(bound.floor, None)}
            return {"set_by": bound.to, **floor, **_provenance(bound.provenance)}
        case Multiple():
            return {"times": str(bound.times), "of": _target(bound), **_provenance(bound.provenance)}
        case ByAxis():
            return {"by": bound.axis, **{c.key: _bound(c.bound, status) for c in bound.cells}}
        case Cases():
            return {
                "cases": [
                    {"otherwise": _bound(c.bound, status)}
                    if c.when is None
                    else {"when": _requirement(c.when, Status.SOURCED_2), "then": _bound(c.bound, status)}
                    for c in bound.cases
                ]
            }


def _plain_level(level: Level) -> Any:
    return level.value if isinstance(level.value, bool) else level.text


def _candidate(candidate: Level | Delegated) -> Any:
    return {"set_by": candidate.to} if isinstance(candidate, Delegated) else _plain_level(candidate)


def _target(bound: Multiple) -> Plain:
    match bound.of:
        case FactReference():
            return {"measure": bound.of.measure}
        case OwnPast():
            return {"measure": bound.of.measure, "at_recognition": bound.of.at_recognition}
        case CellReference():
            return {
                "ruleset": bound.of.ruleset,
                "tier": bound.of.tier,
                "indicator": bound.of.indicator,
                "level": bound.of.level,
            }


def _provenance(provenance: Provenance, with_status: bool = True) -> Plain:
    return _compact(
        status=str(provenance.status) if with_status else None,
        sources=_sources(provenance.sources),
        document=provenance.document,
        note=provenance.note,
    )
