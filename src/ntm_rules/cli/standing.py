"""The commands on what titles are worth: one file after another, or a folder of units as a table."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ntm_rules.cli import BAD_INPUT, DONE
from ntm_rules.cli.terminal import paint, report, with_progress
from ntm_rules.errors import Contradiction, NtmRulesError, Place, UnreadableFile
from ntm_rules.facts import History, join_histories, read_history
from ntm_rules.law import catalogue
from ntm_rules.spelling import fold
from ntm_rules.standing import Reclassification, Reclassifier

_SUFFIXES = (".yaml", ".yml")


def run_reclassify(arguments: argparse.Namespace) -> int:
    """Print what the title of each file's unit is worth."""
    by = _reclassifier(arguments)
    printed: list[Any] = []
    status = DONE
    for file in with_progress(arguments.files):
        try:
            told = read_history(file, catalogue=by.documents.measures())
            result = _shown(by.reclassify(told, arguments.recognised, arguments.on), arguments)
        except NtmRulesError as error:
            report(error.at(Place(file)), arguments.lang)
            status = BAD_INPUT
            continue
        if arguments.format == "text":
            if printed:
                print()
            print(result)
        printed.append(result)
    if arguments.format == "json" and printed:
        _print_json(printed if len(arguments.files) > 1 else printed[0])
    return status


def _shown(found: Reclassification, arguments: argparse.Namespace) -> str | dict[str, Any]:
    if arguments.format == "json":
        from ntm_rules.reporting import to_standing_document

        return to_standing_document(found, arguments.lang).model_dump(mode="json")
    from ntm_rules.reporting import explain_standing

    return explain_standing(found, lang=arguments.lang, detail=arguments.detail, paint=paint())


def run_standing(arguments: argparse.Namespace, columns: int) -> int:
    """Print a table of what the titles of a folder's units are worth."""
    from ntm_rules.reporting import standing_csv, standing_data, standing_table

    by = _reclassifier(arguments)
    read: list[tuple[Path, History]] = []
    found: list[Reclassification] = []
    status = DONE
    for file in with_progress(_unit_files(Path(arguments.folder))):
        try:
            read.append((file, read_history(file, catalogue=by.documents.measures())))
        except NtmRulesError as error:
            report(error.at(Place(str(file))), arguments.lang)
            status = BAD_INPUT
    for file, told in with_progress(_by_unit(read)):
        try:
            found.append(by.reclassify(told, on=arguments.on))
        except NtmRulesError as error:
            report(error.at(Place(str(file))), arguments.lang)
            status = BAD_INPUT
    if arguments.format == "json":
        _print_json(standing_data(found, arguments.lang))
    elif arguments.format == "csv":
        print(standing_csv(found, arguments.lang), end="")
    else:
        print(standing_table(found, arguments.lang, columns=columns))
    return status


def _reclassifier(arguments: argparse.Namespace) -> Reclassifier:
    documents = catalogue(*arguments.rulesets)
    return Reclassifier(trust=arguments.trust, province=arguments.province, documents=documents)


def _unit_files(folder: Path) -> list[Path]:
    """Return the YAML files below a folder, in the order of their names."""
    if not folder.is_dir():
        raise UnreadableFile("not a folder, expected a folder of unit files", place=Place(str(folder)))
    files = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    if not files:
        raise UnreadableFile("the folder holds no unit file, expected at least one", place=Place(str(folder)))
    return files


def _by_unit(read: Iterable[tuple[Path, History]]) -> list[tuple[Path, History]]:
    """Return the histories of the units, those with one code joined.

    Raises:
        Contradiction: two files of one name and no code, which may be of one unit or of two.
    """
    found: dict[object, tuple[Path, list[History]]] = {}
    for file, told in read:
        unit = told.unit
        key = unit.code or (fold(unit.name), unit.level, fold(unit.province))
        if key not in found:
            found[key] = (file, [told])
        elif unit.code is not None:
            found[key][1].append(told)
        else:
            message = f"unit `{unit.name}` stands in `{found[key][0]}`, too"
            expected = "one file with its `history`, or a `code` to tell two units apart or join their years"
            raise Contradiction(f"{message}, expected {expected}", place=told.place)
    return [(file, join_histories(parts)) for file, parts in found.values()]


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
