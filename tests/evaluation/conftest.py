"""Small sets and units to judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from tests.roll_up import Programme, written

from ntm_rules import Ruleset, UnitRecord, Verdict, evaluate, load_text, unit_record

Judge = Callable[..., Verdict]


def trial_set(*indicators: str, conditions: str = "", columns: str = "{by: region}") -> Ruleset:
    """Return a set of one criterion per indicator; each text is an indicator's YAML in flow style."""
    rows = "".join(
        f'  - number: "{n}"\n    name: {{vi: Tiêu chí {n}, en: Criterion {n}}}\n    indicators:\n'
        f'      - {{id: "{n}.1", label: {{vi: Chỉ tiêu, en: Indicator}}, {text}}}\n'
        for n, text in enumerate(indicators, 1)
    )
    head = "ruleset: 999/2030\nlevel: commune\ntier: ntm\nname: {vi: Bộ thử, en: Trial set}\nyears: [2020, 2035]\n"
    return load_text(f"{head}columns: {columns}\n{conditions}criteria:\n{rows}")


def commune(
    observations: Mapping[str, object] | None = None,
    *,
    year: int = 2023,
    province: str = "Nghệ An",
    unit: Mapping[str, object] | None = None,
    more: Mapping[str, object] | None = None,
) -> UnitRecord:
    whole = {"name": "Xã A", "level": "commune", "province": province, **(unit or {})}
    return unit_record(
        {"unit": whole, "year": year, "observations": dict(observations or {}), **(more or {})}
    )


def judged_by(
    ruleset: Ruleset, observations: Mapping[str, object] | None = None, *, province: str = "Nghệ An"
) -> UnitRecord:
    """Return a unit that a set judges, of the last year before the mergers of 2025 where it judges that.

    After them a province may lie in several regions.
    """
    unit: dict[str, object] = {"level": ruleset.level, "kind": str(ruleset.kinds[0])}
    if ruleset.columns.by == "group":
        unit["group"] = "2"
    year = max(ruleset.years[0], min(ruleset.years[1], 2024))
    return commune(observations, year=year, province=province, unit=unit)


@pytest.fixture
def judge() -> Judge:
    """Return a function that judges observations under one requirement."""

    def run(
        require: str,
        observations: Mapping[str, object],
        status: str = "sourced-1",
        trust: str = "recalled",
        year: int = 2023,
        **more: object,
    ) -> Verdict:
        ruleset = trial_set(f"require: {require}, status: {status}")
        return evaluate(commune(observations, year=year, more=more), ruleset, trust=trust)

    return run


@pytest.fixture(scope="session")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """Return a small programme of communes, districts and a province."""
    return Programme(written(tmp_path_factory.mktemp("programme")))
