"""What `reclassify` and `standing` print, and the status they end with."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from tests.cli.conftest import ROOT, Run

from ntm_rules.cli import terminal

FOLDER = ROOT / "examples" / "reclassify"
A_TIENG = str(FOLDER / "a-tieng.yaml")
YEN_HOP = str(FOLDER / "yen-hop.yaml")
ON = ("--on", "2024-06-30")


def test_reclassify_says_what_the_title_is_worth_and_why(run: Run) -> None:
    done = run("reclassify", A_TIENG, *ON)
    assert (done.status, done.err) == (0, "")
    assert "Giá trị danh hiệu: thuộc trường hợp thu hồi" in done.out
    assert "rà soát chính thức: đạt 8/19 tiêu chí" in done.out
    english = run("reclassify", A_TIENG, *ON, "--lang", "en").out
    assert "Standing: up for revocation" in english


def test_reclassify_shows_what_failed_on_facts_of_an_earlier_period(run: Run) -> None:
    shown = run("reclassify", YEN_HOP, "--on", "2023-11-03").out
    assert "Số liệu năm 2017, trước các năm của bộ: nêu để so sánh, không quyết định" in shown
    assert "✗ 15 Y tế: không đạt (trước đạt)" in shown


def test_the_derivation_is_shown_in_full_detail_alone(run: Run) -> None:
    brief, full = (run("reclassify", A_TIENG, *ON, *more).out for more in ((), ("--detail",)))
    assert "dữ kiện" not in brief
    assert "dữ kiện" in full
    assert len(full.splitlines()) > len(brief.splitlines())


def test_the_json_of_a_reclassification_obeys_the_published_schema(run: Run) -> None:
    schema = json.loads((ROOT / "docs/standing.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    files = [str(path) for path in sorted(FOLDER.glob("*.yaml"))]
    for lang in ("vi", "en"):
        documents = json.loads(run("reclassify", *files, *ON, "--format", "json", "--lang", lang).out)
        assert [document["unit"]["name"] for document in documents]
        for document in documents:
            validator.validate(document)
    assert (
        json.loads(run("reclassify", A_TIENG, *ON, "--format", "json").out)["standing"] == "up_for_revocation"
    )


def test_the_schema_of_standings_is_the_one_that_ships_with_the_documentation(run: Run) -> None:
    shipped = (ROOT / "docs/standing.schema.json").read_text(encoding="utf-8")
    assert run("schema", "standing").out == shipped, (
        "run `ntm-rules schema standing > docs/standing.schema.json`"
    )


def test_another_title_may_be_looked_at(run: Run) -> None:
    tam_nghia = str(FOLDER / "tam-nghia.yaml")
    shown = run("reclassify", tam_nghia, "--on", "2025-01-31", "--recognised", "ntm", "--lang", "en").out
    assert "Title: new rural (1980/2016)" in shown
    wrong = run("reclassify", tam_nghia, "--on", "2025-01-31", "--recognised", "kieu_mau")
    assert wrong.status == 2
    assert "không có danh hiệu `kieu_mau`, cần danh hiệu mà đơn vị đang có: `ntm`, `nang_cao`" in wrong.err


def test_standing_is_a_table_of_the_folder_with_its_totals(run: Run) -> None:
    done = run("standing", str(FOLDER), *ON)
    assert (done.status, done.err) == (0, "")
    for name in ("xã A Tiêng", "xã Bạch Đằng", "xã Yên Hợp"):
        assert name in done.out
    assert "8 đơn vị: " in done.out
    assert "thuộc trường hợp thu hồi 1" in done.out


def test_standing_as_csv_has_a_line_per_unit(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("standing", str(FOLDER), *ON, "--format", "csv").out)))
    assert len(rows) == 8
    a_tieng = next(row for row in rows if row["unit"] == "xã A Tiêng")
    assert (a_tieng["standing"], a_tieng["failing_at_least"], a_tieng["failing_at_most"]) == (
        "up_for_revocation",
        "11",
        "11",
    )
    assert a_tieng["review_due"] == "yes"


def test_standing_as_json_has_the_totals(run: Run) -> None:
    data = json.loads(run("standing", str(FOLDER), *ON, "--format", "json").out)
    assert sum(data["totals"].values()) == len(data["units"]) == 8
    assert data["totals"]["up_for_revocation"] == 1


def test_a_bad_file_is_told_with_its_place_and_the_others_are_shown(run: Run, tmp_path: Path) -> None:
    shutil.copy(A_TIENG, tmp_path)
    (tmp_path / "bad.yaml").write_text(
        "unit: {name: xã B, level: commune, province: Cà Mau}\n", encoding="utf-8"
    )
    done = run("standing", str(tmp_path), *ON)
    assert done.status == 2
    assert "bad.yaml:1:1" in done.err
    assert "xã A Tiêng" in done.out
    alone = run("reclassify", str(tmp_path / "bad.yaml"), A_TIENG, *ON)
    assert alone.status == 2
    assert "xã A Tiêng" in alone.out


def unit(code: str | None, year: int) -> str:
    told = "" if code is None else f", code: {code}"
    return (
        f"unit: {{name: xã Thanh Sơn, level: commune, province: Đồng Nai{told}}}\nyear: {year}\n"
        "recognitions: [{tier: ntm, under: 1980/2016}]\nobservations: {stunting_share: 6 %}\n"
    )


def test_two_files_of_one_name_are_not_taken_for_one_commune(run: Run, tmp_path: Path) -> None:
    for name in ("dinh-quan.yaml", "tan-phu.yaml"):
        (tmp_path / name).write_text(unit(None, 2023), encoding="utf-8")
    done = run("standing", str(tmp_path), *ON)
    assert done.status == 2
    assert "đơn vị `xã Thanh Sơn` cũng có ở" in done.err


def test_codes_tell_two_communes_apart_and_join_the_years_of_one(run: Run, tmp_path: Path) -> None:
    for name, code, year in (("a", "26206", 2022), ("b", "26122", 2023), ("c", "26206", 2023)):
        (tmp_path / f"{name}.yaml").write_text(unit(code, year), encoding="utf-8")
    data = json.loads(run("standing", str(tmp_path), *ON, "--format", "json").out)
    assert [(row["code"], row["facts_of"]) for row in data["units"]] == [("26206", 2023), ("26122", 2023)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("standing", "no-such-folder"), "không phải thư mục, cần một thư mục hồ sơ đơn vị"),
        (("standing", "{empty}"), "thư mục không có hồ sơ đơn vị nào"),
        (("reclassify", "no-such-file.yaml"), "no-such-file.yaml"),
        (("reclassify", A_TIENG, "--on", "30/6/2024"), "30/6/2024"),
    ],
)
def test_bad_input_ends_with_one_sentence(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run(*(argument.replace("{empty}", str(tmp_path)) for argument in arguments))
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_progress_is_counted_on_a_terminal_alone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(terminal.MANY + 1):
        text = Path(A_TIENG).read_text(encoding="utf-8").replace("xã A Tiêng", f"xã {number}")
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    assert run("standing", str(tmp_path), *ON).err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert f"{terminal.MANY + 1}/{terminal.MANY + 1}" in run("standing", str(tmp_path), *ON).err
