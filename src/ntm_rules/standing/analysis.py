"""Static analysis of directives: what is wrong with them before anything is concluded by them.

What the reader refuses becomes a remark, so that one mistake does not hide the others. Does not change
anything, and does not word anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from ntm_rules.errors import InvalidYaml, NtmRulesError, Place, UnknownName, UnreadableFile
from ntm_rules.law import Catalogue, Provenance
from ntm_rules.law.remarks import Remark, remark
from ntm_rules.law.rulesets import Decision
from ntm_rules.law.text_checks import SOURCED, has_address
from ntm_rules.spelling import nearest
from ntm_rules.standing.books import directive_files
from ntm_rules.standing.directive_reader import read_directive, read_rule
from ntm_rules.standing.directives import Conclusion, Directive, Pattern, Rule, Variable
from ntm_rules.standing.rule_checks import Placed, literals, never_fired, unused_conclusions
from ntm_rules.standing.vocabulary import KINDS
from ntm_rules.yaml_nodes import Node, read_yaml

_SET: Final = ("ruleset", "level", "tier")


def analyse_directives(documents: Catalogue) -> tuple[Remark, ...]:
    """Return what is wrong with the directives of a catalogue, by file and line."""
    found: list[Remark] = []
    rules: list[Placed] = []
    places: dict[Placed, Place] = {}
    for file in directive_files(documents):
        try:
            node = read_yaml(file)
            directive = node.here(partial(read_directive, node))
        except NtmRulesError as error:
            found += _refused(error, file)
            continue
        found += _of_document(directive, documents, file)
        rule_places = dict(zip((r.id for r in directive.rules), _rule_places(node), strict=True))
        found += _unaddressed(directive, rule_places, file)
        for rule, place in zip(directive.rules, rule_places.values(), strict=True):
            placed = Placed(directive, rule)
            rules.append(placed)
            places[placed] = place
            found += (one._replace(place=place) for one in _of_rule(placed, documents))
    for placed, pattern in never_fired(rules).items():
        found.append(_remark("never-fires", placed, place=places[placed], pattern=pattern.kind))
    for placed, conclusion in unused_conclusions(rules):
        found.append(_remark("unused-conclusion", placed, place=places[placed], kind=conclusion.kind))
    return tuple(sorted(found, key=lambda one: (one.place.file, one.place.line or 0, one.code)))


def _remark(code: str, placed: Placed, **fields: object) -> Remark:
    return remark(code, placed.rule.origin, indicator=placed.rule.id, **fields)  # type: ignore[arg-type]


def _rule_places(node: Node) -> list[Place]:
    rules = node.get("rules")
    assert rules is not None
    return [rule.place for rule in rules.items()]


def _refused(error: NtmRulesError, file: Path) -> Iterator[Remark]:
    """Yield what the reader refused: of every rule, since it stops at the first."""
    each: list[NtmRulesError] = []
    document = ""
    if not isinstance(error, (UnreadableFile, InvalidYaml)):
        node = read_yaml(file)
        named, rules = node.get("directive"), node.get("rules")
        document = named.shown() if named is not None and named.is_scalar else ""
        for rule in rules.items() if rules is not None and rules.is_list else ():
            try:
                rule.here(partial(read_rule, rule, document))
            except NtmRulesError as wrong:
                each.append(wrong)
    for one in each or [error]:
        code = "unreadable-file" if isinstance(one, (UnreadableFile, InvalidYaml)) else "not-in-grammar"
        yield remark(code, document, place=one.place if one.place.file else Place(str(file)), error=one)


def _decision(documents: Catalogue, directive: Directive) -> Decision | None:
    """Return the document of a directive, which may be a province's of the same number as another's."""
    named = [d for d in documents.decisions if d.id == directive.document]
    own = [d for d in named if d.province == directive.province]
    return next(iter(own or named), None)


def _of_document(directive: Directive, documents: Catalogue, file: Path) -> Iterator[Remark]:
    known = {decision.id for decision in documents.decisions}
    place = Place(str(file))
    named = [("directive", directive.document), *(("carried_by", name) for name in directive.carried_by)]
    for key, name in named:
        if name not in known:
            yield remark("unknown-document", directive.document, place=place, key=key, name=name)


def _of_rule(placed: Placed, documents: Catalogue) -> Iterator[Remark]:
    yield from _outside(placed, documents)
    for pattern in placed.rule.when:
        yield from _of_pattern(placed, pattern, documents)
    for conclusion in placed.rule.then:
        yield from _of_conclusion(placed, conclusion, documents)


def _unaddressed(directive: Directive, rules: Mapping[str, Place], file: Path) -> Iterator[Remark]:
    """A sourced rule or bound needs an address; where there is none, a note says why.

    Rules for which the directive says it are told of together.
    """
    told: list[int] = []
    for rule in directive.rules:
        bare = list(_bare(rule))
        if bare and directive.note and not any(bare):
            told.append(len(bare))
        elif bare:
            yield remark(
                "sourced-without-address",
                directive.document,
                severity="warning" if all(bare) else "error",
                indicator=rule.id,
                place=rules[rule.id],
                cells=len(bare),
            )
    if told:
        yield remark(
            "sourced-without-address",
            directive.document,
            severity="warning",
            place=Place(str(file)),
            cells=sum(told),
        )


def _bare(rule: Rule) -> Iterator[str | None]:
    """Yield the note on each statement of a rule that is said to be sourced and has no address."""
    if rule.status in SOURCED and not has_address(rule.sources):
        yield rule.note
    own = Provenance(status=rule.status)
    for threshold in rule.thresholds:
        provenance = threshold.provenance
        sourced = provenance != own and provenance.status in SOURCED
        if sourced and not has_address(provenance.sources or rule.sources):
            yield provenance.note or rule.note


def _outside(placed: Placed, documents: Catalogue) -> Iterator[Remark]:
    """A rule is in force no longer than its document, as far as that is told."""
    decision, rule = _decision(documents, placed.directive), placed.rule
    if decision is None:
        return
    begins = decision.effective_from or decision.issued
    ends = decision.effective_to
    early = begins is not None and (rule.since is None or rule.since < begins)
    late = ends is not None and (rule.until is None or rule.until > ends)
    if early or late:
        yield _remark(
            "rule-outside-its-document",
            placed,
            begun=begins or "…",
            ended=ends or "…",
            since=rule.since or "…",
            until=rule.until or "…",
        )


def _of_pattern(placed: Placed, pattern: Pattern, documents: Catalogue) -> Iterator[Remark]:
    named = {c.field: tuple(map(str, literals(c))) for c in pattern.constraints if c.operator in ("is", "in")}
    yield from _sets(placed, pattern.kind, named, documents)
    for name in named.get("under", ()):
        if name not in {decision.id for decision in documents.decisions}:
            yield _remark("unknown-document", placed, key="under", name=name)
    if pattern.kind == "criterion":
        known = _criteria(named, documents)
        for name in named.get("name", ()):
            if known and name not in known:
                yield _remark(
                    "undefined-criterion", placed, name=name, near=nearest(name, sorted(known)) or "…"
                )


def _of_conclusion(placed: Placed, conclusion: Conclusion, documents: Catalogue) -> Iterator[Remark]:
    named = {n: (str(v),) for n, v in conclusion.fields if not isinstance(v, Variable)}
    yield from _sets(placed, conclusion.kind, named, documents)


def _sets(
    placed: Placed, kind: str, named: Mapping[str, tuple[str, ...]], documents: Catalogue
) -> Iterator[Remark]:
    """Yield the sets that are named and that no document holds."""
    fields = KINDS[kind].fields
    if not all(name in fields for name in _SET):
        return
    for ruleset in named.get("ruleset", ()):
        for level in named.get("level") or (None,):
            for tier in named.get("tier") or (None,):
                try:
                    if level is not None and tier is not None:
                        documents.entry(ruleset, tier, level)
                    else:
                        documents.decision(ruleset)
                except UnknownName as error:
                    yield _remark("undefined-reference", placed, error=error)


def _criteria(named: Mapping[str, tuple[str, ...]], documents: Catalogue) -> set[str]:
    """Return the names of criteria of the national sets that a pattern may be about."""
    found: set[str] = set()
    for entry in documents.sets:
        asked = {"ruleset": entry.decision.id, "level": entry.level, "tier": entry.tier}
        if entry.decision.province is None and all(
            value in named[name] for name, value in asked.items() if named.get(name)
        ):
            try:
                ruleset = documents.load(entry.decision.id, tier=entry.tier, level=entry.level)
            except NtmRulesError:
                continue  # said of the set
            found.update(criterion.name.vi for criterion in ruleset.criteria)
    return found
