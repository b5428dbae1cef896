"""`ntm-rules lint`: what it prints and the status it ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from ntm_rules.law import read_catalogue
from ntm_rules.law.analysis import analyse
from ntm_rules.shipped import rulesets_dir

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


# Every kind of finding, in a folder of a province's own beside the shipped rulesets.

DOCUMENT = """\
id: {id}
kind: decision
number: {id}/QĐ-UBND
issuer: UBND tỉnh Nghệ An
issued: 2023-01-0{day}
title: {{vi: Thôn, en: Hamlets}}
effective: {{from: {since}, to: 2025-12-31}}
province: Nghệ An
{more}
"""
SET = """\
ruleset: 7/2023
level: hamlet
tier: {tier}
name: {{vi: Thôn, en: Hamlet}}
years: [2023, 2025]
{head}columns: {{by: region}}
criteria:
  - number: "1"
    name: {{vi: Nước, en: Water}}
    indicators:
      - id: "1"
        label: {{vi: Nước sạch, en: Water}}
        require: {require}
        status: sourced-1
        {evidence}
"""
WATER = "{measure: clean_water_share, at_least: 80 %}"
PAGE = "sources: [https://example.org]"
ENTRY = "sets: [{file: set.yaml, level: hamlet, tier: ntm}]"


def own_set(
    require: str = WATER, *, head: str = "", tier: str = "ntm", evidence: str = PAGE, more: str = ""
) -> dict[str, str]:
    """Return the files of a hamlet set of Nghệ An's own."""
    return {
        "qd-7-2023/decision.yaml": DOCUMENT.format(id="7/2023", day=1, since="2023-01-01", more=ENTRY + more),
        "qd-7-2023/set.yaml": SET.format(require=require, head=head, tier=tier, evidence=evidence),
    }


def own_overlay(
    level: str, *, id: str = "8/2023", since: str = "2023-01-01", row: str = "3.1"
) -> dict[str, str]:
    """Return the files of an overlay of 318/2022 by Nghệ An."""
    entry = "amendments: [{file: a.yaml, amends: 318/2022, level: commune, tier: ntm}]"
    folder = f"qd-{id.replace('/', '-')}"
    text = AMENDMENT.replace("991/2022", id).replace("LEVEL", level).replace('"2.1"', f'"{row}"')
    return {
        f"{folder}/decision.yaml": DOCUMENT.format(id=id, day=2, since="2023-01-01", more=entry),
        f"{folder}/a.yaml": text.replace("from: 2023-01-01", f"from: {since}"),
    }


SECOND_SET = {
    "qd-9-2023/decision.yaml": DOCUMENT.format(id="9/2023", day=3, since="2024-01-01", more=ENTRY),
    "qd-9-2023/set.yaml": SET.format(require=WATER, head="", tier="ntm", evidence=PAGE).replace(
        "7/2023", "9/2023"
    ),
}
UNUSED = {"measures.yaml": "measures:\n  bees: {label: {vi: Ong, en: Bees}, kind: share, unit: '%'}\n"}
LATE = (
    "conditions:\n  - {id: late, label: {vi: Muộn, en: Late}, from: 2027-01-01, "
    f"require: {WATER}, status: sourced-1, {PAGE}}}\n"
)
COUNTED = f"published: {{criteria: 1, indicators: 2, status: sourced-1, {PAGE}}}\n"

KINDS: dict[str, tuple[str, dict[str, str]]] = {
    "a missing region": ("missing-region", own_set("{measure: clean_water_share, at_least: {by: region, TN: 8 %}}")),
    "a missing year": ("missing-year", own_set("{measure: clean_water_share, at_least: {by: year, 2023: 8 %}}")),
    "a region missing in an overlay": ("missing-region", own_overlay("{by: region, TN: 90 %}")),
    "a year missing in an overlay": ("missing-year", own_overlay("{by: year, 2023: 90 %}", row="2.1")),
    "a bound in a unit of another kind": ("incompatible-unit", own_overlay("80 km")),
    "a bound in another unit": ("other-unit", own_set("{measure: income_per_capita, at_least: 44000 nghìn đồng/người/năm}")),
    "an undefined measure": ("undefined-measure", own_set("{measure: clean_water_shar, at_least: 80 %}")),
    "an unused measure": ("unused-measure", {**own_set(), **UNUSED}),
    "documents that overlap": ("overlapping-sets", {**own_set(), **SECOND_SET}),
    "documents that set one cell": ("cell-set-twice", {**own_overlay("85 %"), **own_overlay("86 %", id="9/2023")}),
    "a document that contradicts its file": ("entry-differs", own_set(tier="nang_cao")),
    "an overlay weaker than the floor": ("weaker-than-national", own_overlay("79 %")),
    "a condition unreachable in time": ("never-in-force", own_set(head=LATE)),
    "a cell unreachable in time": (
        "unreachable-cell",
        own_set("{measure: clean_water_share, at_least: {by: year, 2023: 1 %, 2024: 2 %, 2025: 3 %, 2031: 4 %}}"),
    ),
    "an indicator set after the national set has ended": ("amends-expired-set", own_overlay("85 %", since="2026-01-01")),
    "provenance without address": ("sourced-without-address", own_set(evidence="note: heard")),
    "counts that differ from the published": ("count-differs", own_set(head=COUNTED)),
    "a document that is not known": ("unknown-document", own_set(more="\nreplaces: [5/1999]")),
    "a number of two other provinces": ("ambiguous-reference", own_set(more="\nreplaces: [36/2022]")),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_mistake_in_a_folder_of_ones_own_is_told_beside_the_shipped_rulesets(
    run: Run, tmp_path: Path, kind: str
) -> None:
    code, files = KINDS[kind]
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("lint", "--rulesets", str(tmp_path), "--format", "json", "--strict")
    remarks = json.loads(done.out)
    assert done.status == 1
    assert code in [remark["code"] for remark in remarks]
    for remark in remarks:
        sides = [place["file"] for place in (remark["place"], remark["also"]) if place]
        assert any(side.startswith(str(tmp_path)) for side in sides), remark


def test_sound_folders_of_ones_own_draw_no_remark_beside_the_shipped_rulesets(
    run: Run, tmp_path: Path
) -> None:
    for name, text in {**own_set(), **own_overlay("85 %")}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert run("lint", "--rulesets", str(tmp_path), "--strict") == (0, "Không có gì phải lưu ý.\n", "")


def test_looking_at_a_folder_alone_finds_what_looking_at_everything_finds_of_it(tmp_path: Path) -> None:
    for kind in ("an overlay weaker than the floor", "documents that overlap", "an unused measure"):
        for name, text in KINDS[kind][1].items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
    documents = read_catalogue(rulesets_dir(), tmp_path)
    everything = analyse(documents)
    assert analyse(documents, within=[tmp_path]) == tuple(
        r for r in everything if r.concerns(tmp_path.resolve())
    )
    assert {r.code for r in analyse(documents, within=[tmp_path])} == {
        "weaker-than-national",
        "overlapping-sets",
        "unused-measure",
    }
