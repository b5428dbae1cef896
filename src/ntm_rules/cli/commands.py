"""The commands: each takes its arguments, calls the library, prints, and returns an exit status."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from ntm_rules.cli import BAD_INPUT, DONE, FAILED
from ntm_rules.cli.tables import are_tables, evaluate_tables, expanded, refuse_options_of_tables
from ntm_rules.cli.terminal import paint, report, with_progress
from ntm_rules.errors import AmbiguousName, Contradiction, NtmRulesError, Place, UnexpectedValue
from ntm_rules.facts import UnitRecord
from ntm_rules.law import Catalogue, Decision, SetEntry, catalogue

if TYPE_CHECKING:
    from ntm_rules.standing import Directive

_WIDTH_OF_FILES: Final = 120
_NARROWEST: Final = 60


def run(arguments: object) -> int:
    """Run the command that the arguments name."""
    assert isinstance(arguments, argparse.Namespace)
    return _COMMANDS[arguments.command](arguments)


def _columns() -> int:
    if not sys.stdout.isatty():
        return _WIDTH_OF_FILES
    return max(_NARROWEST, shutil.get_terminal_size((_WIDTH_OF_FILES, 24)).columns)


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


def _list(arguments: argparse.Namespace) -> int:
    from ntm_rules.reporting import catalogue_table, documents_table, transition_lines

    documents = catalogue(*arguments.rulesets)
    if arguments.on is None and arguments.year is not None:
        raise UnexpectedValue("a year without a day", "`--on DATE` beside `--year`")
    entries = documents.sets
    if arguments.on is not None:
        entries = documents.in_force(arguments.on, year=arguments.year)
    entries = tuple(_chosen(entries, arguments))
    print(catalogue_table(entries, documents, arguments.lang, columns=_columns()))
    told = transition_lines(entries, arguments.lang, columns=_columns()) if arguments.on else ""
    if told:
        print()
        print(told)
    if not (arguments.on or arguments.tier or arguments.level):
        print()
        print(documents_table(documents, arguments.lang, columns=_columns()))
    return DONE


def _chosen(entries: tuple[SetEntry, ...], arguments: argparse.Namespace) -> Iterator[SetEntry]:
    tier, level = _tier(arguments), _level(arguments)
    return (e for e in entries if tier in (None, e.tier) and level in (None, e.level))


def _tier(arguments: argparse.Namespace) -> str | None:
    from ntm_rules.facts import parse_tier

    return None if arguments.tier is None else str(parse_tier(arguments.tier))


def _level(arguments: argparse.Namespace) -> str | None:
    from ntm_rules.facts import parse_unit_level

    return None if arguments.level is None else str(parse_unit_level(arguments.level))


def _show(arguments: argparse.Namespace) -> int:
    from ntm_rules.reporting import directive_text, ruleset_table

    documents = catalogue(*arguments.rulesets)
    decision = documents.decision(arguments.set, arguments.province)
    held = tuple(_chosen(tuple(e for e in documents.sets if e.decision is decision), arguments))
    rules = _rules_of(decision, documents)
    if not held and not rules:
        documents.entry(decision.name, _tier(arguments), _level(arguments))  # says what there is
    for number, entry in enumerate(held):
        ruleset = documents.load_entry(entry, arguments.as_of, arguments.province)
        if number:
            print()
        print(ruleset_table(ruleset, documents.measures(), arguments.lang, columns=_columns()))
    for number, directive in enumerate(rules):
        if number or held:
            print()
        print(directive_text(directive, arguments.lang))
    return DONE


def _rules_of(decision: Decision, documents: Catalogue) -> tuple[Directive, ...]:
    """Return the rules that stand in a document."""
    from ntm_rules.standing import directives

    mine = (decision.id, decision.province)
    return tuple(d for d in directives(documents) if (d.document, d.province) == mine)


def _evaluate(arguments: argparse.Namespace) -> int:
    documents = catalogue(*arguments.rulesets)
    with suppress(AmbiguousName):  # the province of a unit may tell which is meant
        documents.decision(arguments.ruleset)  # what every file would stumble over is said once
    files = expanded(arguments.files)
    if are_tables(files):
        return evaluate_tables(files, arguments, documents, level=_level(arguments), tier=_tier(arguments))
    refuse_options_of_tables(arguments)
    tier = _tier(arguments)
    printed: list[Any] = []
    status = DONE
    for file in with_progress(files):
        try:
            result = _evaluate_file(file, arguments, documents, tier)
        except NtmRulesError as error:
            report(error.at(Place(file)), arguments.lang)
            status = BAD_INPUT
            continue
        if arguments.format == "text":
            if printed:
                print()
            print(result)
        printed.append(result)
    if arguments.format == "json":
        if len(files) > 1:
            _print_json(printed)
        elif printed:
            _print_json(printed[0])
    return status


def _evaluate_file(
    file: str, arguments: argparse.Namespace, documents: Catalogue, tier: str | None
) -> str | dict[str, Any]:
    from ntm_rules.evaluation import Ladder, climb, evaluate
    from ntm_rules.facts import read_unit_file

    record = read_unit_file(file, documents.measures())
    day = arguments.as_of or record.day
    if arguments.province is not None:
        _refuse_foreign_province(record, arguments.province, day)
    home = record.unit.former_province or record.unit.province
    entry = documents.entry(arguments.ruleset, tier, record.unit.level, province=arguments.province or home)
    ruleset = documents.load_entry(entry, day, arguments.province)
    verdict = evaluate(record, ruleset, trust=arguments.trust, documents=documents)
    ladder: Ladder | None = climb(
        record,
        _within(entry, day),
        trust=arguments.trust,
        province=arguments.province,
        documents=documents,
    )
    if ladder is not None and not ladder.verdicts:  # no national set judges such a unit
        ladder = None
    left_out: tuple[Decision, ...] = ()
    if arguments.province is None:
        left_out = documents.overlays(ruleset, home, day)
    if arguments.format == "json":
        from ntm_rules.reporting import to_document

        document = to_document(verdict, ladder, lang=arguments.lang, not_applied=left_out)
        return document.model_dump(mode="json")
    from ntm_rules.reporting import explain

    return explain(
        verdict,
        lang=arguments.lang,
        detail="full" if arguments.detail == "full" else "shortfalls",
        ladder=ladder,
        paint=paint(),
        not_applied=left_out,
    )


def _within(entry: SetEntry, day: dt.date) -> dt.date:
    """Return the day, moved into the time of the set, when the sets of its period are in force."""
    first, last = entry.effective_from or day, entry.effective_to or day
    return min(max(day, first), last)


def _refuse_foreign_province(record: UnitRecord, province: str, day: dt.date) -> None:
    """Refuse the rules of a province in which the unit does not lie."""
    from ntm_rules.facts import find_province

    unit = record.unit
    named = find_province(province, day)
    own = [find_province(name, day) for name in (unit.province, unit.former_province) if name is not None]
    if named not in own:
        raise Contradiction(
            f"rules of `{named.name}` asked for unit `{unit.name}`, which lies in `{unit.province}`",
            place=record.place,
        )


def _provenance(arguments: argparse.Namespace) -> int:
    from ntm_rules.reporting import checklist, counts_table, evidence_data, rules_to_confirm, select_evidence
    from ntm_rules.standing import directives

    documents = catalogue(*arguments.rulesets)
    named = arguments.set and documents.decision(arguments.set)
    rules = _rules_of(named, documents) if named else directives(documents)
    alone = bool(named and rules) and not any(e.decision is named for e in documents.sets)
    sets = (
        ()
        if alone
        else select_evidence(documents, arguments.set, tier=_tier(arguments), level=_level(arguments))
    )
    measures, lang = documents.measures(), arguments.lang
    if arguments.format == "json":
        _print_json(evidence_data(sets, measures, lang))
        return DONE
    if not arguments.checklist and not alone:
        print(counts_table(sets, lang, columns=_columns()))
        print()
    boxes = rules_to_confirm(rules, lang)
    if not (alone and boxes):
        print(checklist(sets, measures, lang))
    if boxes:
        print(boxes if alone else f"\n{boxes}")
    return DONE


def _diff(arguments: argparse.Namespace) -> int:
    from ntm_rules.facts.places import parse_region
    from ntm_rules.law import diff
    from ntm_rules.reporting import diff_data, difference_text, parse_only

    documents = catalogue(*arguments.rulesets)
    only = parse_only(arguments.only)
    region = None if arguments.region is None else parse_region(arguments.region)
    a, b = (
        documents.load(
            name,
            tier=tier or arguments.tier,
            level=_level(arguments),
            as_of=as_of,
            province=province,
        )
        for name, tier, as_of, province in (
            (arguments.a, arguments.tier_a, arguments.as_of_a, arguments.province_a),
            (arguments.b, arguments.tier_b, arguments.as_of_b, arguments.province_b),
        )
    )
    found = diff(a, b, year_a=arguments.year_a, year_b=arguments.year_b, documents=documents)
    measures, lang = documents.measures(), arguments.lang
    if arguments.format == "json":
        _print_json(diff_data(found, measures, lang, only=only, region=region))
    else:
        text = difference_text(found, measures, lang, only=only, region=region, columns=_columns())
        print(text)
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    from ntm_rules.reporting import failure_text
    from ntm_rules.reporting.wording import say
    from ntm_rules.testing import CaseResult, find_fixtures, run_fixtures

    documents = catalogue(*arguments.rulesets)
    results: list[CaseResult] = []
    bad = 0
    for file in with_progress(list(find_fixtures(arguments.paths))):
        try:
            results.extend(run_fixtures(file, documents))
        except NtmRulesError as error:
            report(error.at(Place(str(file))), arguments.lang)
            bad += 1
    failed = [result for result in results if not result.passed]
    for result in failed:
        print(f"{result.place}: {say('case_failed', arguments.lang, name=result.name)}")
        for failure in result.failures:
            print(f"  {failure_text(failure, arguments.lang)}")
    if results:
        print(say("cases_run", arguments.lang, run=len(results), failed=len(failed)))
    return BAD_INPUT if bad else FAILED if failed else DONE


def _lint(arguments: argparse.Namespace) -> int:
    from ntm_rules.law.analysis import analyse
    from ntm_rules.reporting import remarks_data, remarks_text
    from ntm_rules.standing.analysis import analyse_directives

    documents = catalogue(*arguments.rulesets)
    # Who names folders of their own wants to hear of those.
    found = analyse_directives(documents)
    if arguments.rulesets:
        found = tuple(r for r in found if any(r.concerns(folder) for folder in arguments.rulesets))
    remarks = (*analyse(documents, within=arguments.rulesets), *found)
    if arguments.format == "json":
        _print_json(remarks_data(remarks, arguments.lang))
    else:
        print(remarks_text(remarks, arguments.lang))
    if any(r.code == "unreadable-file" for r in remarks):
        return BAD_INPUT
    failing = ("error", "warning") if arguments.strict else ("error",)
    return FAILED if any(r.severity in failing for r in remarks) else DONE


def _schema(arguments: argparse.Namespace) -> int:
    from ntm_rules.reporting import json_schema, standing_schema

    _print_json(standing_schema() if arguments.of == "standing" else json_schema())
    return DONE


def _reclassify(arguments: argparse.Namespace) -> int:
    from ntm_rules.cli.standing import run_reclassify

    return run_reclassify(arguments)


def _standing(arguments: argparse.Namespace) -> int:
    from ntm_rules.cli.standing import run_standing

    return run_standing(arguments, _columns())


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "list": _list,
    "show": _show,
    "evaluate": _evaluate,
    "reclassify": _reclassify,
    "standing": _standing,
    "provenance": _provenance,
    "diff": _diff,
    "lint": _lint,
    "check": _check,
    "schema": _schema,
}
