"""What importing and using the room costs, and where it finds the shipped rulesets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ntm_rules import shipped
from ntm_rules.errors import UnreadableFile


def loaded_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(' '.join(m for m in ('pint', 'pydantic') if m in sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_facts_and_reading_the_catalogue_loads_neither_pint_nor_pydantic() -> None:
    code = """
from ntm_rules.facts import measures, observe, parse_level, places
places()
income = measures()["income_per_capita"]
parse_level(income, "44 triệu đồng/người/năm")
observe(income, "46.7 million VND/person/year")
"""
    assert loaded_after(code) == set()


def test_converting_between_units_loads_pint() -> None:
    code = """
from ntm_rules.facts import measures, observe
observe(measures()["income_per_capita"], "3,9 triệu đồng/người/tháng")
"""
    assert "pint" in loaded_after(code)


def test_the_shipped_rulesets_are_found() -> None:
    assert (shipped.rulesets_dir() / "measures.yaml").is_file()


def test_rulesets_inside_the_installed_package_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "ntm_rules"
    (package / "rulesets").mkdir(parents=True)
    monkeypatch.setattr(shipped, "__file__", str(package / "shipped.py"))
    assert shipped.rulesets_dir.__wrapped__() == package.resolve() / "rulesets"


def test_an_installation_without_rulesets_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "__file__", str(tmp_path / "a" / "b" / "c" / "shipped.py"))
    with pytest.raises(UnreadableFile, match="install ntm-rules again"):
        shipped.rulesets_dir.__wrapped__()
