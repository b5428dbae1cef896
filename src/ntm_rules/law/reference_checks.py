"""Checks of what one set says of other sets, documents and measures.

A reference that leads nowhere would only be noticed when a unit is judged. Does not look at levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ntm_rules.errors import AmbiguousName, NtmRulesError, Place, UnknownName
from ntm_rules.facts import MeasureCatalogue, UnitKind
from ntm_rules.law.amendments import Amendment
from ntm_rules.law.catalogue import Catalogue
from ntm_rules.law.remarks import Remark, remark
from ntm_rules.law.requirements import (
    CellReference,
    Comparison,
    Holds,
    Meets,
    Members,
    Multiple,
    Requirement,
    inside,
)
from ntm_rules.law.rulesets import Ruleset, SetReference
from ntm_rules.spelling import nearest
from ntm_rules.yaml_nodes import Node

Requirements = Iterable[tuple[str, str, Requirement]]


def requirements_of(ruleset: Ruleset) -> Iterator[tuple[str, str, Requirement]]:
    """Yield every requirement of a set with the id and document of the part it belongs to."""
    for row in (*ruleset.indicators(), *ruleset.conditions):
        yield row.id, row.origin, row.require
        if row.applies_when is not None:
            yield row.id, row.origin, row.applies_when
    for rule in ruleset.columns.rules:
        yield rule.id, rule.origin, rule.when
    for group in ruleset.columns.groups:
        if group.when is not None:
            yield group.id, group.origin, group.when


def check_references(ruleset: Ruleset, documents: Catalogue) -> Iterator[Remark]:
    """Yield the references to sets, indicators and documents that there are not."""
    for id, document, requirement in requirements_of(ruleset):
        yield from _idle_tests(requirement, ruleset, ruleset.kinds, id, document, documents)
        for part in inside(requirement):
            for error in _unresolved(part, ruleset, documents):
                code = "ambiguous-reference" if isinstance(error, AmbiguousName) else "undefined-reference"
                yield remark(code, document, indicator=id, error=error)
            if isinstance(part, Comparison):
                yield from _odd_bases(part, id, document, ruleset, documents)


def _unresolved(
    part: object, ruleset: Ruleset, documents: Catalogue
) -> Iterator[UnknownName | AmbiguousName]:
    try:
        match part:
            case Meets():
                documents.entry(part.ruleset, part.tier, part.level, province=ruleset.province)
                _refuse_unknown_criteria(part, ruleset, documents)
            case CellReference():
                documents.entry(part.ruleset, part.tier, part.level, province=ruleset.province)
                _cell_of(part, ruleset, documents)
    except (UnknownName, AmbiguousName) as error:
        yield error
    if isinstance(part, Holds):
        for name in part.under:
            try:
                documents.decision(name, ruleset.province)
            except (UnknownName, AmbiguousName) as error:
                yield error


def _refuse_unknown_criteria(reference: Meets, ruleset: Ruleset, documents: Catalogue) -> None:
    """Raise UnknownName for criteria that a set must have so many of, or among others, and has not."""
    if reference.criteria is None:
        return
    other = _loaded(reference, ruleset, documents)
    numbers = [] if other is None else [c.number for c in other.criteria]
    for number in reference.criteria.among:
        if other is not None and number not in numbers:
            expected = f"one of set `{reference.ruleset}`"
            raise UnknownName("criterion", number, suggestion=nearest(number, numbers), expected=expected)
    if other is not None and reference.criteria.at_least > len(numbers):
        expected = f"a number of criteria from 1 to {len(numbers)}"
        raise UnknownName("number of criteria", str(reference.criteria.at_least), expected=expected)


def _loaded(reference: Meets | CellReference, ruleset: Ruleset, documents: Catalogue) -> Ruleset | None:
    """Return the set that a reference names; None if it cannot be loaded, said where it is checked."""
    try:
        entry = documents.entry(reference.ruleset, reference.tier, reference.level, province=ruleset.province)
        return documents.load_entry(entry, ruleset.as_of)
    except NtmRulesError:
        return None


def _cell_of(reference: CellReference, ruleset: Ruleset, documents: Catalogue) -> Comparison | None:
    """Return the comparison that a reference means, or None if its set cannot be loaded or has none there."""
    other = _loaded(reference, ruleset, documents)
    if other is None:
        return None
    found = other.indicator(reference.indicator).comparisons
    if not found:
        raise UnknownName("level", reference.indicator, expected="an indicator that compares a measure")
    return found[0]


def _odd_bases(
    part: Comparison, id: str, document: str, ruleset: Ruleset, documents: Catalogue
) -> Iterator[Remark]:
    """Multiples of a cell whose measure is another one than the multiple is compared with."""
    for bound in inside(part.bound):
        if not (isinstance(bound, Multiple) and isinstance(bound.of, CellReference)):
            continue
        try:
            base = _cell_of(bound.of, ruleset, documents)
        except UnknownName:
            continue  # already said
        if base is not None and base.measure != part.measure:
            yield remark("other-measure", document, indicator=id, measure=part.measure, basis=base.measure)


def _idle_tests(
    part: object, ruleset: Ruleset, kinds: tuple[UnitKind, ...], id: str, document: str, documents: Catalogue
) -> Iterator[Remark]:
    """Sets that judge none of the kinds of unit they are asked of: they would apply to none of them."""
    match part:
        case Meets():
            try:
                judged = documents.entry(part.ruleset, part.tier, part.level, province=ruleset.province).kinds
            except (UnknownName, AmbiguousName):
                return  # already said
            if not set(judged) & set(kinds):
                yield remark("other-kind", document, indicator=id, asked=kinds, judged=judged)
        case Members():
            yield from _idle_tests(part.satisfy, ruleset, part.kinds, id, document, documents)
        case tuple():
            for deeper in part:
                yield from _idle_tests(deeper, ruleset, kinds, id, document, documents)


def unknown_touches(amendment: Amendment, before: Ruleset) -> Iterator[Remark]:
    """Yield the parts that an amendment says it touches and that the set does not have."""
    names = [
        *(i.id for i in before.indicators()),
        *(c.number for c in before.criteria),
        *(c.id for c in before.conditions),
        *(r.id for r in before.columns.rules),
        *(change.target for change in amendment.changes),
    ]
    for change in amendment.unread:
        for name in change.touches:
            if name not in names:
                error = UnknownName("indicator", name, suggestion=nearest(name, names))
                # It decides nothing, and may be a part that nobody has seen the text of.
                yield remark(
                    "undefined-reference",
                    amendment.document,
                    severity="warning",
                    indicator=name,
                    error=error,
                )


def circles(sets: Mapping[SetReference, Ruleset], documents: Catalogue) -> Iterator[Remark]:
    """Yield the sets that ask, in the end, that they be met themselves."""
    asked = {name: _asked(ruleset, documents) for name, ruleset in sets.items()}
    for name, ruleset in sets.items():
        pending, seen = list(asked[name]), set[SetReference]()
        while pending:
            other = pending.pop()
            if other not in seen:
                seen.add(other)
                pending.extend(asked.get(other, ()))
        if name in seen:
            through = tuple(
                sorted(f"{s.ruleset} {s.level} {s.tier}" for s in seen if name in asked.get(s, ()))
            )
            yield remark("circular-reference", ruleset.decision, through=through)._replace(set=name)


def _asked(ruleset: Ruleset, documents: Catalogue) -> list[SetReference]:
    found = []
    for _, _, requirement in requirements_of(ruleset):
        for part in inside(requirement):
            if isinstance(part, Meets):
                try:
                    other = documents.decision(part.ruleset, ruleset.province).name
                except (UnknownName, AmbiguousName):
                    continue  # already said
                found.append(SetReference(ruleset=other, level=part.level, tier=part.tier))
    return found


def measures_in(parts: object, measures: MeasureCatalogue) -> set[str]:
    """Return the ids of the measures that anything within the parts names."""
    return {part for part in inside(parts) if isinstance(part, str) and part in measures}


def undefined_measures(node: Node, measures: MeasureCatalogue, document: str) -> Iterator[Remark]:
    """Yield every unknown measure that a file names; its reader stops at the first."""
    for place, name in _named_measures(node):
        if name not in measures:
            error = UnknownName("measure", name, suggestion=nearest(name, measures), place=place)
            yield remark("undefined-measure", document, place=place, error=error)


def _named_measures(node: Node) -> Iterator[tuple[Place, str]]:
    if node.is_list:
        for item in node.items():
            yield from _named_measures(item)
    elif node.is_mapping:
        for key, value in node.pairs():
            if key.shown() in ("measure", "attested_by", "total") and value.is_scalar:
                yield value.place, value.shown()
            elif key.shown() == "exempt" and value.is_list:
                yield from ((item.place, item.shown()) for item in value.items())
            else:
                yield from _named_measures(value)
