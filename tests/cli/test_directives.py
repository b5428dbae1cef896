"""Directives on the command line: shown, listed where unconfirmed, and linted like criteria sets."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

RULE = """\
directive: 18/2022
province: Nghệ An
from: 2022-08-02
until: 2025-12-31
rules:
  - id: own
    label: {vi: Quy tắc riêng, en: A rule of our own}
    when:
      - verdict: {ruleset: 318/2022, level: commune, tier: TIER}
    then:
      - standing: {level: commune, held: ntm, state: kept}
    reference: {vi: điều 1, en: article 1}
    status: sourced-1
    sources: [https://example.org]
"""


def test_a_document_that_holds_rules_alone_is_shown_with_them(run: Run) -> None:
    done = run("show", "14/2023", "--lang", "en")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("14/2023. 18 rules.\n")
    assert "commune-kieu-mau-next" in done.out


def test_the_rules_of_a_document_stand_after_its_sets(run: Run) -> None:
    out = run("show", "319/2022").out
    assert out.index("Lĩnh vực nổi trội nhất") < out.index("319/2022. 4 quy tắc.")


def test_rules_that_nobody_has_seen_are_listed_with_the_cells_to_confirm(run: Run) -> None:
    listed = run("provenance", "18/2022").out
    assert listed.startswith("18/2022 · quy tắc. Cần đối chiếu: 5\n")
    assert "[ ] 18/2022 th-t " in listed
    assert "[ ] 18/2022 th-t " in run("provenance", "--checklist").out


def test_lint_reads_the_directives_of_a_folder_of_ones_own(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "directive.yaml"
    file.write_text(RULE.replace("TIER", "ntm"), encoding="utf-8")
    assert run("lint", "--rulesets", str(tmp_path)) == (0, "Không có gì phải lưu ý.\n", "")
    other = tmp_path / "b"
    other.mkdir()
    file.rename(other / "directive.yaml")
    (other / "directive.yaml").write_text(RULE.replace("TIER", "hien_dai"), encoding="utf-8")
    done = run("lint", "--rulesets", str(other), "--lang", "en")
    assert done.status == 1
    assert "directive.yaml:6:5: error [undefined-reference] 18/2022, own: " in done.out
