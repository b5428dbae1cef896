"""What each command prints, and the status it ends with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import GIAO_PHONG, LA_DEE, ROOT, Run, UnitFile

from ntm_rules import __version__
from ntm_rules.cli import terminal

NTM = ("--ruleset", "318/2022", "--tier", "ntm")
START = "import sys; from ntm_rules.cli import main; sys.exit(main())"


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", START, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_list_shows_every_set_and_the_documents_that_change_them(run: Run) -> None:
    done = run("list")
    assert done.status == 0
    for id in ("491/2009", "1980/2016", "318/2022 I ", "318/2022 II", "319/2022", "211/2024"):
        assert id in done.out


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (("--on", "2023-06-30", "--level", "xã"), ["318/2022 I", "318/2022 II", "319/2022"]),
        (("--on", "2023-06-30", "--level", "huyện"), ["320/2022 I", "320/2022 II", "320/2022 III"]),
        (("--on", "2023-06-30", "--level", "tỉnh"), ["321/2022"]),
        (("--on", "2023-06-30", "--tier", "nâng cao"), ["318/2022 II", "320/2022 III"]),
        (("--on", "2026-01-15"), []),
        (("--on", "2015-01-01", "--level", "xã"), ["491/2009"]),
        (("--on", "2008-01-01"), []),
    ],
)
def test_list_shows_what_was_in_force_on_a_day(run: Run, options: tuple[str, ...], listed: list[str]) -> None:
    done = run("list", *options, "--lang", "en")
    assert done.status == 0
    assert re.findall(r"^(\d+/\d{4}(?: I+)?)  ", re.sub(r"  +", "  ", done.out), re.MULTILINE) == listed


def test_list_shows_which_set_judges_a_year_after_its_end_and_why(run: Run) -> None:
    asked = ("list", "--on", "2022-06-02", "--level", "huyện", "--tier", "ntm")
    assert "558/2016" not in run(*asked).out
    done = run(*asked, "--year", "2020")
    assert done.status == 0
    assert "320/2022" not in done.out
    assert "Chuyển tiếp:\n558/2016: Bộ tiêu chí theo năm được xét" in done.out


def test_show_tells_which_communes_are_in_which_group(run: Run) -> None:
    done = run("show", "51/2025", "--tier", "ntm", "--lang", "en")
    assert done.status == 0
    assert "group 2: Commune of neither group 1 nor group 3 (51/2025) ++" in done.out


def test_show_prints_the_whole_set_with_its_marks(run: Run) -> None:
    done = run("show", "318/2022", "--tier", "ntm", "--lang", "en")
    assert done.status == 0
    assert "19 criteria, 57 indicators" in done.out
    assert "Marks: ++ two sources;" in done.out
    older = run("show", "qd-318-2022", "--tier", "ntm", "--as-of", "2023-01-01").out
    assert "đã sửa đổi theo 211/2024" not in older
    assert "văn bản có hiệu lực ngày 1/1/2023" in older


def test_show_lays_a_province_over_the_national_text(run: Run) -> None:
    assert "23/2022" in run("show", "319/2022", "--province", "nam định").out
    assert "23/2022" not in run("show", "319/2022").out


def test_evaluate_explains_in_vietnamese_unless_english_is_asked_for(run: Run) -> None:
    vietnamese, english = run("evaluate", LA_DEE, *NTM), run("evaluate", LA_DEE, *NTM, "--lang", "en")
    assert (vietnamese.status, english.status) == (0, 0)
    assert "Cột áp dụng: TDMNPB" in vietnamese.out
    assert "Column used: TDMNPB" in english.out
    assert (vietnamese.err, english.err) == ("", "")


def test_evaluate_prints_an_object_for_one_file_and_an_array_for_several(run: Run) -> None:
    one = json.loads(run("evaluate", LA_DEE, *NTM, "--format", "json").out)
    many = json.loads(run("evaluate", LA_DEE, LA_DEE, *NTM, "--format", "json").out)
    assert one["ruleset"] == "318/2022"
    assert one["column"] == "TDMNPB"
    assert many == [one, one]


def test_evaluate_finds_the_only_set_of_a_decision_without_a_tier(run: Run) -> None:
    verdict = json.loads(run("evaluate", GIAO_PHONG, "--ruleset", "319/2022", "--format", "json").out)
    assert verdict["tier"] == "kieu_mau"


def test_the_text_is_that_of_the_day_named_else_of_the_assessment_else_of_the_end_of_the_year(
    run: Run, unit_file: UnitFile
) -> None:
    def as_of(file: str, *options: str) -> object:
        return json.loads(run("evaluate", file, *NTM, "--format", "json", *options).out)["as_of"]

    assessed = unit_file(more="assessed_on: 2024-05-06\n", name="assessed.yaml")
    assert as_of(assessed, "--as-of", "2024-01-15") == "2024-01-15"
    assert as_of(assessed) == "2024-05-06"
    assert as_of(unit_file()) == "2023-12-31"


def test_trust_moves_the_line_of_what_may_decide(run: Run, unit_file: UnitFile) -> None:
    file = unit_file('{temporary_houses: "2 nhà"}')

    def outcome(trust: str) -> object:
        data = json.loads(run("evaluate", file, *NTM, "--trust", trust, "--format", "json").out)
        (criterion,) = (c for c in data["criteria"] if c["number"] == "9")
        return criterion["outcome"], criterion["provisional"]

    assert outcome("recalled") == ("not_met", True)
    assert outcome("sourced") == ("unknown", False)


def test_detail_adds_what_is_met(run: Run, unit_file: UnitFile) -> None:
    file = unit_file('{temporary_houses: "0 nhà"}')
    assert "✓ 9.1" not in run("evaluate", file, *NTM).out
    assert "✓ 9.1" in run("evaluate", file, *NTM, "--detail").out


def test_provenance_counts_and_lists_and_prints_a_checklist(run: Run) -> None:
    done = run("provenance", "318/2022", "--tier", "ntm")
    assert done.status == 0
    assert "sourced-2" in done.out
    alone = run("provenance", "318/2022", "--tier", "ntm", "--checklist").out
    assert alone.startswith("318/2022 I · nông thôn mới. Phải đối chiếu với bản gốc: ")
    assert alone in done.out
    (data,) = json.loads(run("provenance", "318/2022", "--tier", "ntm", "--format", "json").out)
    assert alone.count("[ ]") == len(data["to_confirm"])


def test_schema_is_the_one_that_ships_with_the_documentation(run: Run) -> None:
    assert run("schema").out == (ROOT / "docs/verdict.schema.json").read_text(encoding="utf-8")


def test_a_folder_of_ones_own_rulesets_joins_the_catalogue(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "qd-999-2030"
    own.mkdir()
    (own / "decision.yaml").write_text(
        "id: 999/2030\nkind: decision\nnumber: 999/QĐ\nissuer: Tỉnh\ntitle: {vi: Thử, en: Trial}\n"
        "sets:\n  - {file: set.yaml, level: commune, tier: ntm}\n",
        encoding="utf-8",
    )
    (own / "set.yaml").write_text(
        "ruleset: 999/2030\nlevel: commune\ntier: ntm\nname: {vi: Bộ thử, en: Trial set}\nyears: [2020, 2035]\n"
        'columns: {by: none}\ncriteria:\n  - number: "1"\n    name: {vi: Một, en: One}\n    indicators:\n'
        '      - {id: "1", label: {vi: Nhà tạm, en: Makeshift houses}, status: sourced-1,\n'
        "         require: {measure: temporary_houses, equals: 0 nhà}}\n",
        encoding="utf-8",
    )
    assert "Bộ thử" in run("list", "--rulesets", str(tmp_path)).out
    assert "0 nhà" in run("show", "999/2030", "--rulesets", str(tmp_path)).out
    assert "999/2030" not in run("list").out


def test_check_passes_the_shipped_fixtures(run: Run) -> None:
    done = run("check", str(ROOT / "tests/fixtures"), "--lang", "en")
    assert (done.status, done.err) == (0, "")
    assert re.fullmatch(r"Cases run: \d+, failed: 0\.\n", done.out)


def test_check_ends_with_1_and_names_the_case_that_fails(run: Run, tmp_path: Path) -> None:
    fixture = tmp_path / "wrong.ntm-fixture.yaml"
    fixture.write_text(
        "cases:\n  - name: nobody knows anything\n    ruleset: 318/2022\n    tier: ntm\n"
        "    record: {unit: {name: Xã A, level: commune, province: Quảng Nam}, year: 2023}\n"
        "    expect: {outcome: met}\n",
        encoding="utf-8",
    )
    done = run("check", str(fixture), "--lang", "en")
    assert (done.status, done.err) == (1, "")
    assert "failed: nobody knows anything" in done.out
    assert "Cases run: 1, failed: 1." in done.out


@pytest.mark.parametrize("options", [("--help",), ("evaluate", "--help"), ("--version",)])
def test_help_and_version_end_well(run: Run, options: tuple[str, ...]) -> None:
    done = run(*options)
    assert (done.status, done.err) == (0, "")
    assert done.out


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").out == f"ntm-rules {__version__}\n"


def test_help_loads_none_of_the_library() -> None:
    code = (
        "import sys; from ntm_rules.cli import main; main(['--help']); "
        "print([m for m in ('pydantic', 'yaml', 'ntm_rules.law') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_vietnamese_is_written_whatever_the_locale_says() -> None:
    done = command("list", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    assert "nông thôn mới" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START, "provenance"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
    assert complaint == b""
    assert process.returncode == 141


def test_an_interruption_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("ntm_rules.cli.commands.run", interrupted)
    assert run("list") == (130, "", "")


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from ntm_rules.evaluation import Outcome

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert terminal.paint()(Outcome.MET, "đạt") == "đạt"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert terminal.paint()(Outcome.MET, "đạt") == "\033[32mđạt\033[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.paint()(Outcome.MET, "đạt") == "đạt"


def test_progress_is_shown_for_many_files_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    many = list(range(terminal.MANY + 1))
    assert list(terminal.with_progress(many)) == many
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert list(terminal.with_progress(many[:3])) == many[:3]
    assert capsys.readouterr().err == ""
    assert list(terminal.with_progress(many)) == many
    assert capsys.readouterr().err.endswith(f"{len(many)}/{len(many)}\r\033[K")
