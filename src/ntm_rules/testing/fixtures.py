"""Fixture files: facts about real units and what a criteria set must make of them.

A case names its source and asserts only what the source states. Reads the files, loads the sets they name and
runs them. Knows neither pytest nor the command line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ntm_rules.errors import FixtureError, NtmRulesError, Place
from ntm_rules.evaluation import Verdict, evaluate
from ntm_rules.facts import UnitRecord, find_province, parse_tier, read_unit_file, read_unit_record
from ntm_rules.law import Catalogue, Ruleset, Trust, catalogue
from ntm_rules.testing.expectations import Expectation, read_expectations
from ntm_rules.yaml_nodes import Node, read_yaml

SUFFIX: Final = ".ntm-fixture.yaml"

_REQUIRED: Final = ("name", "ruleset", "tier", "expect")
_OPTIONAL: Final = ("source", "note", "as_of", "province", "trust", "record", "file")


@dataclass(frozen=True, slots=True)
class FixtureCase:
    """One case of a fixture file, ready to run.

    Attributes:
        name: a sentence about the unit, unique within its file.
        place: where the case stands.
        record: the unit and the facts that the source states.
        ruleset: the set that judges it, consolidated for the day and province of the case.
        trust: the least evidence that may decide.
        expectations: what must hold of the verdict.
        source: address of the published case.
        note: what a reader should know, contradictions above all.
    """

    name: str
    place: Place
    record: UnitRecord
    ruleset: Ruleset
    trust: Trust
    expectations: tuple[Expectation, ...]
    source: str | None = None
    note: str | None = None

    def evaluate(self, documents: Catalogue | None = None) -> Verdict:
        """Return the verdict on the case; see `ntm_rules.evaluate` for the errors."""
        try:
            return evaluate(self.record, self.ruleset, trust=self.trust, documents=documents)
        except NtmRulesError as error:
            raise error.at(self.place) from error.__cause__


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case came to.

    Attributes:
        name: the name of the case.
        place: where it stands.
        passed: whether everything expected holds.
        failures: one sentence for each expectation that does not hold, its place first.
    """

    name: str
    place: Place
    passed: bool
    failures: tuple[str, ...]


def run_fixtures(
    paths: str | Path | Iterable[str | Path], documents: Catalogue | None = None
) -> tuple[CaseResult, ...]:
    """Read and run fixture files.

    Args:
        paths: files, or folders that are searched for `*.ntm-fixture.yaml`; a folder without them for any
            YAML file with `cases`.
        documents: the catalogue that sets are loaded from; the shipped one by default.

    Returns:
        One result per case, in the order of the files and of the cases in them.

    Raises:
        FixtureError: a folder without fixtures, a case that expects nothing, or two of one name.
        UnknownName: a case that names a set, indicator, criterion or condition that does not exist.
        NtmRulesError: anything else that keeps a case from being run. All files are read before a case runs.
    """
    files = find_fixtures(paths)
    cases = [case for file in files for case in read_fixture_file(file, documents)]
    return tuple(run_case(case, documents) for case in cases)


def find_fixtures(paths: str | Path | Iterable[str | Path]) -> tuple[Path, ...]:
    """Return the fixture files that paths name, each once.

    Raises:
        FixtureError: no path at all, or a folder without fixtures.
    """
    named = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]
    found: dict[Path, None] = {}
    for path in named:
        files = _files_in(path) if path.is_dir() else [path]
        if not files:
            raise FixtureError(
                f"the folder holds no `*{SUFFIX}`, expected at least one", place=Place(str(path))
            )
        found.update(dict.fromkeys(files))
    if not found:
        raise FixtureError("no path was given, expected a fixture file or a folder of them")
    return tuple(found)


def _files_in(folder: Path) -> list[Path]:
    """Return the fixture files of a folder: by their name, or else every YAML file with `cases`."""
    named = sorted(folder.rglob(f"*{SUFFIX}"))
    return named or [path for path in sorted(folder.rglob("*.yaml")) if "cases" in read_yaml(path).keys()]


def run_case(case: FixtureCase, documents: Catalogue | None = None) -> CaseResult:
    """Evaluate a case and compare the verdict with what the case expects."""
    verdict = case.evaluate(documents)
    failures = tuple(
        f"{expectation.place.file}:{expectation.place.line}:{expectation.place.column}: {failure}"
        for expectation in case.expectations
        if (failure := expectation.failure(verdict)) is not None
    )
    return CaseResult(case.name, case.place, not failures, failures)


def read_fixture_file(path: str | Path, documents: Catalogue | None = None) -> tuple[FixtureCase, ...]:
    """Read a fixture file; see `run_fixtures` for the errors."""
    known = documents if documents is not None else catalogue()
    cases = read_yaml(path).mapping(("cases",))["cases"]
    read = cases.each(lambda node: _read_case(node, known))
    if not read:
        raise FixtureError("the list of cases is empty, expected at least one", place=cases.place)
    first: dict[str, Place] = {}
    for case in read:
        earlier = first.setdefault(case.name, case.place)
        if earlier is not case.place:
            raise FixtureError(
                f"two cases are named `{case.name}`, the first on line {earlier.line}", place=case.place
            )
    return read


def _read_case(node: Node, documents: Catalogue) -> FixtureCase:
    fields = node.mapping(_REQUIRED, _OPTIONAL)
    record = _record(node, fields, documents)
    ruleset = _ruleset(fields, record, documents)
    trust = fields["trust"].choice("trust", tuple(Trust)) if "trust" in fields else Trust.RECALLED
    return FixtureCase(
        name=fields["name"].text(),
        place=node.place,
        record=record,
        ruleset=ruleset,
        trust=trust,
        expectations=read_expectations(fields["expect"], ruleset),
        source=fields["source"].text() if "source" in fields else None,
        note=fields["note"].text() if "note" in fields else None,
    )


def _record(node: Node, fields: dict[str, Node], documents: Catalogue) -> UnitRecord:
    inline, file = fields.get("record"), fields.get("file")
    if inline is not None and file is None:
        return read_unit_record(inline, documents.measures())
    if file is not None and inline is None:
        path = Path(node.file).parent / file.text()
        return file.here(lambda: read_unit_file(path, documents.measures()))
    found = "both `record` and `file`" if inline is not None else "neither `record` nor `file`"
    raise FixtureError(f"the case has {found}, expected one of them", place=node.place)


def _ruleset(fields: dict[str, Node], record: UnitRecord, documents: Catalogue) -> Ruleset:
    as_of: dt.date = fields["as_of"].date() if "as_of" in fields else record.day
    name, tier, province = fields["ruleset"], fields["tier"], fields.get("province")
    wanted = tier.here(lambda: parse_tier(tier.text()))
    home = province.here(lambda: find_province(province.text(), as_of).name) if province is not None else None
    return name.here(
        lambda: documents.load(name.text(), tier=wanted, level=record.unit.level, as_of=as_of, province=home)
    )
