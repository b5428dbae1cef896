"""A trial set of one indicator, and the verdict on a commune under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ntm_rules import Ruleset, Verdict, evaluate, load_text, unit_record

Judge = Callable[..., Verdict]
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("[0-9]*/*.yaml"))


def trial_set(indicator: str, more: str = "") -> Ruleset:
    """Return a set of one criterion and one indicator, whose YAML is given in flow style."""
    return load_text(
        "ruleset: 999/2030\nannex: I\nlevel: commune\ntier: ntm\nname: {vi: Bộ thử, en: Trial set}\n"
        f"years: [2020, 2035]\ncolumns: {{by: region}}\n{more}criteria:\n"
        '  - number: "1"\n    name: {vi: Tiêu chí một, en: Criterion one}\n    indicators:\n'
        f'      - {{id: "1.1", label: {{vi: Chỉ tiêu một, en: Indicator one}}, {indicator}}}\n'
    )


@pytest.fixture
def judge() -> Judge:
    """Return a function that judges observations under one indicator."""

    def judged(
        indicator: str,
        observations: Mapping[str, object] | None = None,
        *,
        name: str = "Xã A",
        more: str = "",
        trust: str = "recalled",
    ) -> Verdict:
        unit = {"name": name, "level": "commune", "province": "Nghệ An"}
        record = unit_record({"unit": unit, "year": 2023, "observations": dict(observations or {})})
        return evaluate(record, trial_set(indicator, more), trust=trust)

    return judged
