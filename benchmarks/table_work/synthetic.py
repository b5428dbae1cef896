"""57 numeric indicators under 19 criteria, most with one level for all regions, as a real set has them.

The set is written as YAML and read as any other, so that this library does with it what it does with the law.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from table_work.terms import Column, Every, Operator, Threshold, Work

YEAR = 2023
CRITERIA = 19
PER_CRITERION = 3
REGIONAL = 10
REGIONS = ("TDMNPB", "DBSH", "BTB", "DHNTB", "TN", "DNB", "DBSCL")

_EVERY = CRITERIA * PER_CRITERION // REGIONAL
_DECISION = """\
id: 1/2020
kind: decision
number: 1/QĐ-TTg
issuer: made up
issued: 2020-01-01
title: {vi: Bộ đo tốc độ, en: A set to measure speed}
effective: {from: 2020-01-01}
sets:
  - {file: commune.yaml, level: commune, tier: ntm}
"""
_MEASURE = '  {id}: {{kind: share, unit: "%", of: hộ, label: {{vi: {id}, en: {id}}}}}\n'


def terms(regions: tuple[str, ...] = REGIONS, regional: int = REGIONAL) -> list[Threshold]:
    """Return the thresholds; levels are multiples of a quarter, exact in single precision."""
    found = []
    for n in range(CRITERIA * PER_CRITERION):
        operator: Operator = "at_most" if n % 16 == 5 else "at_least"
        base = 20.0 if operator == "at_most" else 50.0 + 0.25 * (n * 7 % 120)
        is_regional = n % _EVERY == 0 and n // _EVERY < regional if regional <= REGIONAL else True
        levels: dict[str | None, float | None] = {None: base}
        if is_regional:
            levels = {region: base - 2.5 * k for k, region in enumerate(regions)}
        found.append(Threshold(f"made_up_share_{n}", operator, levels))
    return found


@cache
def synthetic(regions: tuple[str, ...] = REGIONS, regional: int = REGIONAL) -> Work:
    """Return the work, its set read from a folder that lasts as long as the program."""
    from ntm_rules import catalogue

    asked = terms(regions, regional)
    folder = Path(tempfile.mkdtemp(prefix="ntm-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "qd-1-2020").mkdir()
    (folder / "measures.yaml").write_text(
        "measures:\n" + "".join(_MEASURE.format(id=t.column) for t in asked), encoding="utf-8"
    )
    (folder / "qd-1-2020/decision.yaml").write_text(_DECISION, encoding="utf-8")
    (folder / "qd-1-2020/commune.yaml").write_text(_set(asked), encoding="utf-8")
    documents = catalogue(folder)
    criteria = [
        (str(c + 1), Every(tuple(asked[c * PER_CRITERION : (c + 1) * PER_CRITERION])))
        for c in range(CRITERIA)
    ]
    return Work(
        name=f"{len(asked)} numeric indicators × {CRITERIA} criteria",
        regions=regions,
        columns=tuple(Column(t.column, "number", top=100.0) for t in asked),
        criteria=tuple(criteria),
        conditions=(),
        ruleset=documents.load("1/2020", tier="ntm", as_of="2023-06-01"),
        documents=documents,
        year=YEAR,
    )


def _set(asked: list[Threshold]) -> str:
    lines = [
        "ruleset: 1/2020",
        "level: commune",
        "tier: ntm",
        "name: {vi: Bộ đo tốc độ, en: A set to measure speed}",
        "years: [2020, 2030]",
        "columns: {by: region}",
        "criteria:",
    ]
    for n, term in enumerate(asked):
        number, row = divmod(n, PER_CRITERION)
        if row == 0:
            lines += [
                f'  - number: "{number + 1}"',
                f"    name: {{vi: Tiêu chí {number + 1}, en: Criterion {number + 1}}}",
                "    indicators:",
            ]
        lines += [
            f'      - id: "{number + 1}.{row + 1}"',
            f"        label: {{vi: {term.column}, en: {term.column}}}",
            f"        require: {{measure: {term.column}, {term.operator}: {_bound(term)}}}",
            "        status: sourced-2",
        ]
    return "\n".join(lines) + "\n"


def _bound(term: Threshold) -> str:
    if term.uniform:
        return f'"{term.level} %"'
    cells = ", ".join(f'{region}: "{level} %"' for region, level in term.levels.items())
    return f"{{by: region, {cells}}}"
