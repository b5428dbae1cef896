"""The commands: each takes its arguments, calls the library, prints, and returns an exit status."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from ntm_rules.cli import BAD_INPUT, DONE, FAILED
from ntm_rules.cli.terminal import paint, report, with_progress
from ntm_rules.errors import NtmRulesError, Place
from ntm_rules.law import Catalogue, SetEntry, catalogue

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
    from ntm_rules.reporting import catalogue_table, documents_table

    documents = catalogue(*arguments.rulesets)
    entries = tuple(_chosen(documents.sets, arguments))
    if arguments.on is not None:
        entries = tuple(e for e in entries if e.decision.in_force(arguments.on))
    print(catalogue_table(entries, documents, arguments.lang, columns=_columns()))
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
    from ntm_rules.reporting import ruleset_table

    documents = catalogue(*arguments.rulesets)
    ruleset = documents.load(
        arguments.set,
        tier=_tier(arguments),
        level=_level(arguments),
        as_of=arguments.as_of,
        province=arguments.province,
    )
    print(ruleset_table(ruleset, documents.measures(), arguments.lang, columns=_columns()))
    return DONE


def _evaluate(arguments: argparse.Namespace) -> int:
    documents = catalogue(*arguments.rulesets)
    documents.decision(arguments.ruleset)  # what every file would stumble over is said once
    tier = _tier(arguments)
    printed: list[Any] = []
    status = DONE
    for file in with_progress(arguments.files):
        try:
            result = _evaluate_file(file, arguments, documents, tier)
        except NtmRulesError as error:
            report(error.at(Place(file)))
            status = BAD_INPUT
            continue
        if arguments.format == "text":
            if printed:
                print()
            print(result)
        printed.append(result)
    if arguments.format == "json":
        if len(arguments.files) > 1:
            _print_json(printed)
        elif printed:
            _print_json(printed[0])
    return status


def _evaluate_file(
    file: str, arguments: argparse.Namespace, documents: Catalogue, tier: str | None
) -> str | dict[str, Any]:
    from ntm_rules.evaluation import climb, evaluate
    from ntm_rules.facts import read_unit_file

    record = read_unit_file(file, documents.measures())
    day = arguments.as_of or record.day
    ruleset = documents.load(
        arguments.ruleset, tier=tier, level=record.unit.level, as_of=day, province=arguments.province
    )
    verdict = evaluate(record, ruleset, trust=arguments.trust, documents=documents)
    tiers = climb(record, day, trust=arguments.trust, province=arguments.province, documents=documents)
    # The tiers in force on the day say nothing about a set of another period.
    ladder = tiers if any(v.ruleset.decision == ruleset.decision for v in tiers.verdicts) else None
    if arguments.format == "json":
        from ntm_rules.reporting import to_document

        document = to_document(verdict, ladder, lang=arguments.lang)
        return document.model_dump(mode="json")
    from ntm_rules.reporting import explain

    return explain(
        verdict,
        lang=arguments.lang,
        detail=arguments.detail,
        ladder=ladder,
        paint=paint(),
    )


def _provenance(arguments: argparse.Namespace) -> int:
    from ntm_rules.reporting import checklist, counts_table, evidence_data, select_evidence

    documents = catalogue(*arguments.rulesets)
    sets = select_evidence(documents, arguments.set, tier=_tier(arguments), level=_level(arguments))
    measures, lang = documents.measures(), arguments.lang
    if arguments.format == "json":
        _print_json(evidence_data(sets, measures, lang))
        return DONE
    if not arguments.checklist:
        print(counts_table(sets, lang, columns=_columns()))
        print()
    print(checklist(sets, measures, lang))
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    from ntm_rules.reporting.wording import say
    from ntm_rules.testing import CaseResult, find_fixtures, run_fixtures

    documents = catalogue(*arguments.rulesets)
    results: list[CaseResult] = []
    bad = 0
    for file in with_progress(list(find_fixtures(arguments.paths))):
        try:
            results.extend(run_fixtures(file, documents))
        except NtmRulesError as error:
            report(error.at(Place(str(file))))
            bad += 1
    failed = [result for result in results if not result.passed]
    for result in failed:
        print(f"{result.place}: {say('case_failed', arguments.lang, name=result.name)}")
        for failure in result.failures:
            print(f"  {failure}")
    if results:
        print(say("cases_run", arguments.lang, run=len(results), failed=len(failed)))
    return BAD_INPUT if bad else FAILED if failed else DONE


def _schema(_: argparse.Namespace) -> int:
    from ntm_rules.reporting import json_schema

    _print_json(json_schema())
    return DONE


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "list": _list,
    "show": _show,
    "evaluate": _evaluate,
    "provenance": _provenance,
    "check": _check,
    "schema": _schema,
}
