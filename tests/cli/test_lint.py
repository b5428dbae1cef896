"""`ntm-rules lint`: what it prints and the status it ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

DECISION = """\
id: 991/2022
kind: decision
number: 991/QĐ-UBND
issuer: UBND tỉnh Nghệ An
issued: 2022-12-01
title: {vi: Thử, en: Trial}
effective: {from: 2023-01-01}
province: Nghệ An
amendments: [{file: a.yaml, amends: 318/2022, level: commune, tier: ntm}]
"""
AMENDMENT = """\
amendment: 991/2022
amends: {ruleset: 318/2022, tier: ntm}
from: 2023-01-01
province: Nghệ An
changes:
  - set: {indicator: "2.1"}
    at_least: LEVEL
    status: sourced-1
    sources: [https://example.org]
"""


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """Return a folder with a sound overlay of 318/2022."""
    folder = tmp_path / "qd-991-2022"
    folder.mkdir()
    (folder / "decision.yaml").write_text(DECISION, encoding="utf-8")
    (folder / "a.yaml").write_text(AMENDMENT.replace("LEVEL", "100 %"), encoding="utf-8")
    return tmp_path


def plant(overlay: Path, level: str) -> None:
    (overlay / "qd-991-2022/a.yaml").write_text(AMENDMENT.replace("LEVEL", level), encoding="utf-8")


def test_a_sound_folder_of_ones_own_draws_no_remark(run: Run, overlay: Path) -> None:
    assert run("lint", "--rulesets", str(overlay)) == (0, "Không có gì phải lưu ý.\n", "")
    assert run("lint", "--rulesets", str(overlay), "--lang", "en", "--strict").out == "Nothing to remark.\n"


def test_an_error_ends_with_1_and_is_told_with_its_place_in_both_languages(run: Run, overlay: Path) -> None:
    plant(overlay, "{by: region, TN: 100 %}")
    done = run("lint", "--rulesets", str(overlay), "--lang", "en")
    assert (done.status, done.err) == (1, "")
    assert "a.yaml:6:10: error [missing-region] 991/2022" in done.out
    assert "lacks the region column BTB" in done.out
    assert done.out.endswith("Errors: 1, warnings: 0.\n")
    assert "bảng thiếu cột vùng BTB" in run("lint", "--rulesets", str(overlay)).out


def test_a_warning_ends_with_1_only_where_strictness_is_asked_for(run: Run, overlay: Path) -> None:
    plant(overlay, "0 %")
    done = run("lint", "--rulesets", str(overlay))
    assert done.status == 0
    assert "[never-failed]" in done.out
    assert run("lint", "--rulesets", str(overlay), "--strict").status == 1


def test_json_has_every_remark_with_its_fields(run: Run, overlay: Path) -> None:
    plant(overlay, "{by: region, TN: 100 %}")
    (remark,) = json.loads(run("lint", "--rulesets", str(overlay), "--format", "json").out)
    assert (remark["severity"], remark["code"], remark["indicator"]) == ("error", "missing-region", "2.1")
    assert remark["details"]["missing"] == ["BTB"]
    assert remark["place"]["line"] == 6


@pytest.mark.parametrize("text", ["changes: [", "\x00"])
def test_a_file_that_cannot_be_read_ends_with_2(run: Run, overlay: Path, text: str) -> None:
    (overlay / "qd-991-2022/a.yaml").write_text(text, encoding="utf-8")
    done = run("lint", "--rulesets", str(overlay), "--lang", "en")
    assert done.status == 2
    assert "[unreadable-file]" in done.out
    assert "Traceback" not in done.err


def test_a_decision_that_cannot_be_read_ends_with_2_and_one_error(run: Run, overlay: Path) -> None:
    (overlay / "qd-991-2022/decision.yaml").write_text("id: 1/2022\n", encoding="utf-8")
    done = run("lint", "--rulesets", str(overlay), "--lang", "en")
    assert (done.status, done.out) == (2, "")
    assert "decision.yaml" in done.err
