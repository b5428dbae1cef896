"""A small programme of three levels to count over: communes, districts and a province, with measures of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ntm_rules import Catalogue, UnitRecord, unit_record
from ntm_rules.law import read_catalogue

MEASURES = """\
measures:
  trial_good: {label: {vi: Tốt, en: Good}, kind: attested}
  trial_set_met: {label: {vi: Đạt chuẩn, en: Set met}, kind: attested}
  trial_water: {label: {vi: Nước sạch, en: Clean water}, kind: share, unit: "%"}
  trial_ntm_share: {label: {vi: Tỷ lệ xã đạt chuẩn, en: Share of communes}, kind: share, unit: "%", of: xã}
  trial_good_share: {label: {vi: Tỷ lệ xã tốt, en: Share of good communes}, kind: share, unit: "%", of: xã}
  trial_ntm_count: {label: {vi: Số xã đạt chuẩn, en: Communes that meet the set}, kind: count, unit: xã}
  trial_total: {label: {vi: Số xã, en: Communes}, kind: count, unit: xã}
  trial_districts_share: {label: {vi: Tỷ lệ huyện đạt chuẩn, en: Share of districts}, kind: share, unit: "%", of: huyện}
"""
DECISION = """\
id: 900/2030
kind: decision
number: 900/QĐ
issuer: Bộ
issued: 2020-01-01
title: {vi: Thử, en: Trial}
effective: {from: 2020-01-01, to: 2035-12-31}
sets:
  - {file: commune.yaml, level: commune, tier: ntm}
  - {file: commune-nang-cao.yaml, level: commune, tier: nang_cao}
  - {file: township.yaml, level: commune, tier: hoan_thanh, kinds: [township]}
  - {file: district.yaml, level: district, tier: ntm}
  - {file: province.yaml, level: province, tier: hoan_thanh}
"""
COUNTED = "{kinds: [commune], satisfy: {meets: {ruleset: 900/2030, tier: ntm, attested_by: trial_set_met}}, total: trial_total}"
MEETS = "satisfy: {meets: {ruleset: 900/2030, tier: %s}}"
SETS = {
    "commune.yaml": ("commune", "ntm", ["{measure: trial_water, at_least: 80 %}"]),
    "commune-nang-cao.yaml": (
        "commune",
        "nang_cao",
        ["{all: [{meets: {ruleset: 900/2030, tier: ntm}}, {measure: trial_good, is: true}]}"],
    ),
    "township.yaml": ("commune\nkinds: [township]", "hoan_thanh", ["{measure: trial_good, is: true}"]),
    "district.yaml": (
        "district",
        "ntm",
        [
            f"{{measure: trial_ntm_share, at_least: 100 %, members: {COUNTED}}}",
            f"{{measure: trial_good_share, at_least: 10 %, members: {{kinds: [commune], {MEETS % 'nang_cao'}}}}}",
        ],
    ),
    "province.yaml": (
        "province",
        "hoan_thanh",
        [
            f"{{measure: trial_districts_share, at_least: 50 %, members: {{kinds: [rural_district], {MEETS % 'ntm'}}}}}",
            f"{{measure: trial_ntm_count, at_least: 3 xã, members: {COUNTED}}}",
        ],
    ),
}


def set_text(level: str, tier: str, rows: Iterable[tuple[str, str]], *, id: str = "900/2030") -> str:
    """Return the YAML of a set of one criterion per requirement, each with its status."""
    criteria = "".join(
        f'  - number: "{n}"\n    name: {{vi: Tiêu chí {n}, en: Criterion {n}}}\n    indicators:\n'
        f'      - {{id: "{n}", label: {{vi: Chỉ tiêu {n}, en: Row {n}}}, require: {require}, status: {status}}}\n'
        for n, (require, status) in enumerate(rows, 1)
    )
    return (
        f"ruleset: {id}\nlevel: {level}\ntier: {tier}\nname: {{vi: Bộ thử, en: Trial set}}\n"
        f"years: [2020, 2035]\ncolumns: {{by: none}}\ncriteria:\n{criteria}"
    )


def written(folder: Path) -> Catalogue:
    """Write the programme into a folder and return its catalogue."""
    (folder / "measures.yaml").write_text(MEASURES, encoding="utf-8")
    (folder / "qd-900-2030").mkdir()
    (folder / "qd-900-2030" / "decision.yaml").write_text(DECISION, encoding="utf-8")
    for name, (level, tier, requirements) in SETS.items():
        text = set_text(level, tier, [(require, "sourced-1") for require in requirements])
        (folder / "qd-900-2030" / name).write_text(text, encoding="utf-8")
    return read_catalogue(folder)


class Programme:
    """The catalogue, and short ways to the units of the programme."""

    def __init__(self, documents: Catalogue) -> None:
        self.documents = documents
        self.measures = documents.measures()

    def unit(
        self,
        name: str,
        level: str,
        observations: Mapping[str, object] | None = None,
        members: Iterable[UnitRecord] | None = None,
        **unit: Any,
    ) -> UnitRecord:
        """Return a unit of 2023 with observations and members."""
        whole = {"name": name, "level": level, "province": "Hòa Bình", **unit}
        data = {"unit": whole, "year": 2023, "observations": dict(observations or {})}
        record = unit_record(data, self.measures)
        return record if members is None else record.with_members(members)

    def commune(self, name: str, met: bool | None, **unit: Any) -> UnitRecord:
        """Return a commune that meets the NTM set, does not, or of which nothing is known."""
        water = {} if met is None else {"trial_water": "80 %" if met else "79,9 %"}
        return self.unit(name, unit.pop("level", "commune"), water, **unit)

    def communes(self, *, met: int = 0, not_met: int = 0, unknown: int = 0) -> list[UnitRecord]:
        """Return so many communes of each sort, named after it."""
        sorts = (("Đạt", True, met), ("Hụt", False, not_met), ("Ngỏ", None, unknown))
        return [self.commune(f"{sort} {n}", how) for sort, how, count in sorts for n in range(1, count + 1)]
