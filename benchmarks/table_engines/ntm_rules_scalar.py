"""This library, one unit at a time: `evaluate`, which returns every reason and gap beside the outcome."""

from __future__ import annotations

from typing import Any

import polars as pl

from ntm_rules import UnitRecord, evaluate, unit_record
from ntm_rules.facts import places
from table_engines import Prepared
from table_engines.ntm_rules_table import CODES
from table_engines.per_commune import read
from table_work.terms import Work


def _province(region: str) -> str:
    """Return a province that has always lain in one region."""
    found = (p for p in places().provinces if p.regions == (region,) and p.first is None)
    return next(p.name for p in found)


def prepare(work: Work) -> Prepared:
    measures = work.documents.measures()
    homes = {region: _province(region) for region in work.regions}

    def written(name: str, value: object) -> object:
        measure = measures[name.partition("__")[0]]
        if isinstance(value, bool):
            return "đạt" if value else "chưa đạt"
        if isinstance(value, str):
            return value
        return f"{value:g} {measure.unit}".replace(".", ",", 1)

    def record(row: dict[str, Any]) -> UnitRecord:
        observations: dict[str, Any] = {}
        for name, value in row.items():
            if name == "region" or value is None:
                continue
            measure, _, sex = name.partition("__")
            if sex:
                observations.setdefault(measure, {})[sex] = written(name, value)
            else:
                observations[name] = written(name, value)
        unit = {"name": "Xã mẫu", "level": "commune", "province": homes[row["region"]]}
        return unit_record({"unit": unit, "year": work.year, "observations": observations}, measures)

    def load(frame: pl.DataFrame) -> list[UnitRecord]:
        names = ["region", *(column.name for column in work.columns)]
        return [record(row) for row in frame.select(names).iter_rows(named=True)]

    def run(records: list[UnitRecord]) -> list[list[int]]:
        verdicts = [evaluate(r, work.ruleset, trust=work.trust, documents=work.documents) for r in records]
        return [[CODES[v.outcome], *(CODES[c.outcome] for c in v.criteria)] for v in verdicts]

    return Prepared(load, run, read)
