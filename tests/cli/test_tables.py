"""Tables on the command line: real CSV, Excel and Parquet files, judged as unit files are."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from tests.cli.conftest import HEAD, LA_DEE, NTM, START, Run, UnitFile, table

from ntm_rules import evaluate, load, observe, unit_record
from ntm_rules.facts import measures, observe_in_unit
from ntm_rules.tabular.cells import ColumnReader
from ntm_rules.tabular.headings import Naming, read_headings


def workbook(folder: Path, rows: Sequence[Sequence[object]], **more: Sequence[Sequence[object]]) -> str:
    """Write an Excel file; a pair is a value and its number format."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, cells in {"Số liệu": rows, **more}.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(cells, 1):
            for place, value in enumerate(row, 1):
                cell = sheet.cell(number, place)
                if isinstance(value, tuple):
                    cell.value, cell.number_format = value
                else:
                    cell.value = value
    path = folder / "xa.xlsx"
    book.save(path)
    return str(path)


def judged(run: Run, *arguments: str, status: int = 0, errors: bool = False) -> list[dict[str, Any]]:
    """Return the rows that a run writes into a Parquet file."""
    output = Path(arguments[0].replace("*", "")).with_name("out.parquet")
    done = run("evaluate", *arguments, *NTM, "--detail", "gaps", "--output", str(output))
    assert done.status == status, done.err
    assert done.out == ""
    assert errors or done.err == ""
    return pl.read_parquet(output).to_dicts()


def rejects(folder: Path, name: str = "out.rejects.parquet") -> list[tuple[int, str, str]]:
    """Return row, column and reason of what was set aside."""
    return pl.read_parquet(folder / name).select("row", "column", "reason").rows()


def verdict(facts: Mapping[str, str]) -> tuple[str, int]:
    unit = {"name": "Xã A", "level": "commune", "province": "Lâm Đồng"}
    record = unit_record({"unit": unit, "year": 2022, "observations": facts})
    result = evaluate(record, load("318/2022", tier="ntm", as_of=record.day))
    return result.outcome.value, result.criteria_met


def test_a_row_is_judged_as_the_unit_file_with_the_same_texts(run: Run, tmp_path: Path) -> None:
    facts = {
        "income_per_capita": "46,7 triệu đồng/người/năm",
        "irrigated_land_share": "95,2 %",
        "multidimensional_poverty_share": "37/1200 hộ",
        "temporary_houses": "0 nhà",
        "master_plan_in_term": "Đạt",
        "hamlet_roads_hardened_share": "trên 99 %",
    }
    file = table(
        tmp_path,
        ",".join(("province", "year", *facts)),
        ",".join(("Lâm Đồng", "2022", *(f'"{text}"' for text in facts.values()))),
    )
    (row,) = judged(run, file)
    assert (row["outcome"], row["criteria_met"]) == verdict(facts)
    assert row["indicator_10"] == "met"
    assert row["irrigated_land_share"] == "95,2 %", "what stood in the file is carried through"


@pytest.mark.parametrize(
    ("text", "decimals"),
    [
        ("46,7", "."),
        ("46.7", "."),
        ("46,7", ","),
        ("46.7", ","),
        ("46,7", None),
        ("46,7 triệu đồng/người/năm", "."),
        ("46.7 million VND/person/year", ","),
        ("3891,6667 nghìn đồng/người/tháng", "."),
        ("trên 46,7 triệu đồng/người/năm", ","),
        ("từ 46,7 trở lên", ","),
        ("1.234,5", ","),
        ("1,234.5", "."),
        (" 46 ", "."),
    ],
)
def test_a_text_means_in_a_table_what_it_means_in_a_unit_file(text: str, decimals: Any) -> None:
    (heading,), _ = read_headings(["income_per_capita"], measures(), Naming(), "a.csv")
    read = ColumnReader(heading, decimals).read(pl.Series("income_per_capita", [text]))
    assert read.bad == []
    bare = not any(letter.isalpha() for letter in text)
    written = f"{text} triệu đồng/người/năm" if bare else text
    if "trở lên" in text:
        written = "từ 46,7 triệu đồng/người/năm trở lên"
    seen = observe(measures()["income_per_capita"], written)
    assert read.values[0] == pytest.approx(float(seen.value), abs=1e-12)  # type: ignore[arg-type]
    assert (read.relations[0] if read.relations is not None else "exact") == seen.relation


def test_every_distinct_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from ntm_rules.tabular import cells

    asked = []
    actual = observe_in_unit

    def counted(measure: Any, text: str, unit: str) -> Any:
        asked.append(text)
        return actual(measure, text, unit)

    monkeypatch.setattr(cells, "observe_in_unit", counted)
    (heading,), _ = read_headings(["irrigated_land_share"], measures(), Naming(), "a.csv")
    reader = ColumnReader(heading, ".")
    for _ in range(3):
        reader.read(pl.Series("x", ["95,2 %", "40", "95,2 %", "trên 90 %", None] * 100))
    assert sorted(asked) == ["95,2 %", "trên 90 %"]


@pytest.mark.parametrize(
    ("separator", "income", "encoding"),
    [
        (",", "43.999", "utf-8"),
        (";", "43,999", "utf-8-sig"),
        ("\t", "43,9990", "utf-8"),
        (",", '"43,9990"', "utf-8-sig"),
    ],
)
def test_csv_in_its_usual_forms(run: Run, tmp_path: Path, separator: str, income: str, encoding: str) -> None:
    lines = (HEAD.replace(",", separator), separator.join(("A", "Lâm Đồng", "2022", income, "95")))
    (row,) = judged(run, table(tmp_path, *lines, encoding=encoding))
    assert row["xã"] == "A"
    assert row["indicator_10"] == "not_met"
    assert row["gap_10"] == pytest.approx(0.001), "44 triệu are asked for"


def test_a_number_that_could_be_both_is_refused_where_the_file_does_not_tell(
    run: Run, tmp_path: Path
) -> None:
    lines = (HEAD, "A,Lâm Đồng,2022,94.405,95", "B,Lâm Đồng,2022,40,95")
    tabs = [line.replace(",", "\t") for line in lines]
    rows = judged(run, table(tmp_path, *tabs), status=3, errors=True)
    assert [row["xã"] for row in rows] == ["B"]
    ((row, column, reason),) = rejects(tmp_path)
    assert (row, column) == (2, "income_per_capita")
    assert "94,4050" in reason
    assert "94405" in reason
    rows = judged(run, table(tmp_path, *tabs), "--decimal", ".")
    assert [row["xã"] for row in rows] == ["A", "B"]


def test_headings_may_be_labels_and_state_units(run: Run, tmp_path: Path) -> None:
    income = measures()["income_per_capita"].label_vi
    head = f"Tỉnh;Năm;{income} [nghìn đồng/người/tháng];Tưới"
    file = table(tmp_path, head, "Lâm Đồng;2022;4000;95,5", "Lâm Đồng;2022;40 triệu đồng/người/năm;95,5")
    rows = judged(run, file, "--column", "irrigated_land_share=Tưới")
    assert [row["indicator_10"] for row in rows] == ["met", "not_met"]
    assert {row["indicator_3_1"] for row in rows} == {"met"}


def test_the_unit_of_a_column_may_be_told_beside_it(run: Run, tmp_path: Path) -> None:
    file = table(tmp_path, HEAD, "A,Lâm Đồng,2022,4000,95")
    (row,) = judged(run, file, "--unit", "income_per_capita=nghìn đồng/người/tháng")
    assert row["indicator_10"] == "met"


def test_what_is_no_column_of_ours_is_carried_through_and_a_near_miss_is_told(
    run: Run, tmp_path: Path
) -> None:
    head = f"{HEAD},ghi chú,income_per_capitaa"
    file = table(tmp_path, head, "A,Lâm Đồng,2022,46.7,95,=1+1,x")
    (row,) = judged(run, file, errors=True)
    assert (row["ghi chú"], row["income_per_capitaa"]) == ("=1+1", "x")
    told = run("evaluate", file, *NTM).err
    assert told.count("\n") == 1
    assert "`income_per_capitaa`; có phải là `income_per_capita`?" in told


def test_excel_is_read_as_it_is_shown(run: Run, tmp_path: Path) -> None:
    file = workbook(
        tmp_path,
        [
            ("Xã", "Tỉnh", "Năm", "Ngày thẩm định", "income_per_capita", "irrigated_land_share", "dân số"),
            ("A", "Lâm Đồng", 2022, dt.date(2024, 3, 1), 46.7, (0.955, "0.0%"), 1200),
            ("B", "Lâm Đồng", 2022, None, "40 triệu đồng/người/năm", 95.5, 900),
            (None, None, None, None, None, None, None),
            ("C", "Lâm Đồng", 2022, None, "#N/A", (0.5, "0%"), 900),
        ],
    )
    rows = judged(run, file, status=3, errors=True)
    assert [row["indicator_3_1"] for row in rows] == ["met", "met"]
    assert [row["indicator_10"] for row in rows] == ["met", "not_met"]
    assert [row["dân số"] for row in rows] == [1200, 900]
    assert rows[0]["Ngày thẩm định"] == dt.date(2024, 3, 1)
    assert [found[:2] for found in rejects(tmp_path)] == [(5, "income_per_capita")]


def test_a_sheet_is_chosen_by_name_or_number(run: Run, tmp_path: Path) -> None:
    head: list[object] = [*HEAD.split(",")]
    first, second = ([head, ["A", "Lâm Đồng", 2022, income, 95.0]] for income in (30.0, 60.0))
    file = workbook(tmp_path, first, **{"Năm nay": second})
    (row,) = judged(run, file, errors=True)
    assert row["indicator_10"] == "not_met"
    told = run("evaluate", file, *NTM).err
    assert "đọc trang tính `Số liệu`, không đọc `Năm nay`" in told
    for sheet in ("Năm nay", "2"):
        (row,) = judged(run, file, "--sheet", sheet, errors=True)
        assert row["indicator_10"] == "met"
    done = run("evaluate", file, *NTM, "--sheet", "Năm nai")
    assert done.status == 2
    assert "không có trang tính `Năm nai`" in done.err
    assert "có phải là `Năm nay`?" in done.err


def test_parquet_is_read_and_written_with_its_types(run: Run, tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "mã": [7, 8],
            "province": ["Lâm Đồng", "Lâm Đồng"],
            "year": [2022, 2022],
            "income_per_capita": [46.7, float("nan")],
            "designations": [["area_3"], []],
            "master_plan_in_term": [True, None],
        }
    )
    frame.write_parquet(tmp_path / "xa.parquet")
    rows = judged(run, str(tmp_path / "xa.parquet"))
    assert [row["mã"] for row in rows] == [7, 8]
    assert [row["reason_10"] for row in rows] == [None, "no_observation"]
    assert pl.read_parquet(tmp_path / "out.parquet").select(frame.columns).equals(frame)


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "parquet"])
def test_verdicts_are_written_in_the_format_of_the_ending(run: Run, tmp_path: Path, ending: str) -> None:
    file = table(tmp_path, f"{HEAD},ghi chú", "A,Lâm Đồng,2022,46.7,95,=1+1", "B,Lâm Đồng,2022,,101,")
    output = tmp_path / f"out.{ending}"
    done = run("evaluate", file, *NTM, "--detail", "criteria", "--output", str(output))
    assert done.status == 3
    aside = tmp_path / f"out.rejects.{ending}"
    assert str(aside) in done.err
    written, reasons = read(output), read(aside)
    assert [row["outcome"] for row in written] == ["undetermined"]
    assert written[0]["ghi chú"] == "=1+1", "a text stays a text"
    assert written[0]["criterion_1"] == "unknown"
    (reason,) = reasons
    assert (reason["file"], int(reason["row"]), reason["column"]) == (file, 3, "irrigated_land_share")
    assert "từ 0 % đến 100 %" in reason["reason"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([output.name, aside.name, "xa.csv"])


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return pl.read_parquet(path).to_dicts()
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path)["ntm-rules"]
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        head, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return pl.read_csv(path, separator="\t" if path.suffix == ".tsv" else ",", infer_schema=False).to_dicts()


def test_csv_is_written_as_it_was_read(run: Run, tmp_path: Path) -> None:
    file = table(tmp_path, HEAD.replace(",", ";"), "A;Lâm Đồng;2022;40,5;95", encoding="utf-8-sig")
    output = tmp_path / "out.csv"
    assert run("evaluate", file, *NTM, "--detail", "gaps", "--output", str(output)).status == 0
    text = output.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    head, row = text.decode("utf-8-sig").splitlines()
    cells = dict(zip(head.split(";"), row.split(";"), strict=True))
    assert cells["income_per_capita"] == "40,5"
    assert "," in cells["gap_10"]


def test_without_an_output_the_table_is_printed(run: Run, tmp_path: Path) -> None:
    done = run("evaluate", table(tmp_path, HEAD, "A,Lâm Đồng,2022,46.7,95"), *NTM)
    assert (done.status, done.err) == (0, "")
    head, row = done.out.splitlines()
    assert head.startswith(f"{HEAD},outcome,")
    assert row.startswith("A,Lâm Đồng,2022,46.7,95,undetermined,")


BAD_ROWS = {
    "A,Lâm Đồng,2022,46.7,101": ("irrigated_land_share", "từ 0 % đến 100 %"),
    "A,Lâm Đồng,2022,-1,95": ("income_per_capita", "số không âm"),
    "A,Lâm Đồng,2022,46 km,95": ("income_per_capita", "không đổi được"),
    "A,Lâm Đồng,2022,khoảng 46,95": ("income_per_capita", "số chính xác"),
    "A,Lâm Đồng,2022,NaN,95": ("income_per_capita", "số hữu hạn"),
    "A,Lâm Đồng,2022,inf,95": ("income_per_capita", "số hữu hạn"),
    "A,Lâm Đồng,2022,1e30,95": ("income_per_capita", "24 chữ số"),
    "A,Lâm Đồng,2022,đạt,95": ("income_per_capita", "triệu đồng/người/năm"),
    "A,Lâm Đồngg,2022,46.7,95": ("province", "có phải là `Lâm Đồng`?"),
    "A,Lâm Đồng,năm 2022,46.7,95": ("year", "số nguyên"),
    "A,Lâm Đồng,2019,46.7,95": ("year", "từ 2021 đến 2025"),
    "A,Lâm Đồng,,46.7,95": ("year", "chỗ trống"),
    "A,Lâm Đồng,2022,46.7": ("", "`4 cells`"),
    "A,Lâm Đồng,2022,46.7,95,9": ("", "`6 cells`"),
}


@pytest.mark.parametrize("line", BAD_ROWS)
def test_a_bad_row_is_set_aside_with_row_column_and_reason(run: Run, tmp_path: Path, line: str) -> None:
    good = "B,Lâm Đồng,2022,46.7,95"
    rows = judged(run, table(tmp_path, HEAD, good, line, "", good), status=3, errors=True)
    assert [row["xã"] for row in rows] == ["B", "B"]
    ((row, column, reason),) = rejects(tmp_path)
    expected, says = BAD_ROWS[line]
    assert (row, column) == (3, expected)
    assert says.replace("`4 cells`", "4 ô").replace("`6 cells`", "6 ô") in reason


def test_a_total_outside_what_men_and_women_have_is_set_aside(run: Run, tmp_path: Path) -> None:
    head = "province,year,irrigated_land_share,irrigated_land_share__male,irrigated_land_share__female"
    file = table(tmp_path, head, "Lâm Đồng,2022,96,90,95", "Lâm Đồng,2022,93,90,95")
    assert len(judged(run, file, status=3, errors=True)) == 1
    ((row, column, reason),) = rejects(tmp_path)
    assert (row, column) == (2, "irrigated_land_share")
    assert "nữ" in reason


def test_rows_are_counted_as_a_spreadsheet_counts_them(run: Run, tmp_path: Path) -> None:
    good = 'A,Lâm Đồng,2022,"46,7 triệu đồng/người/năm",95'
    note = '"A\nB, C",Lâm Đồng,2022,40,95'
    lines = [HEAD, *[good, note] * 3, "B,Lâm Đồng,2022,40,195"]
    judged(run, table(tmp_path, *lines), status=3, errors=True)
    assert [found[0] for found in rejects(tmp_path)] == [8]


def test_a_table_of_bad_rows_only_ends_with_2_and_no_output(run: Run, tmp_path: Path) -> None:
    file = table(tmp_path, HEAD, "A,Lâm Đồng,2022,46.7,101")
    done = run("evaluate", file, *NTM, "--output", str(tmp_path / "out.csv"))
    assert done.status == 2
    assert not (tmp_path / "out.csv").exists()
    assert "101" in (tmp_path / "out.rejects.csv").read_text(encoding="utf-8")


def test_the_rejects_of_an_earlier_run_do_not_stay(run: Run, tmp_path: Path) -> None:
    output = str(tmp_path / "out.csv")
    bad = table(tmp_path, HEAD, "A,Lâm Đồng,2022,46.7,101", "A,Lâm Đồng,2022,46.7,95")
    assert run("evaluate", bad, *NTM, "--output", output).status == 3
    good = table(tmp_path, HEAD, "A,Lâm Đồng,2022,46.7,95")
    assert run("evaluate", good, *NTM, "--output", output).status == 0
    assert (tmp_path / "out.rejects.csv").read_text(encoding="utf-8").count("\n") == 1


def test_rows_set_aside_are_told_where_no_file_takes_them(run: Run, tmp_path: Path) -> None:
    bad = ["A,Lâm Đồng,2022,46.7,101"] * 30
    done = run("evaluate", table(tmp_path, HEAD, *bad, "B,Lâm Đồng,2022,46.7,95"), *NTM)
    assert done.status == 3
    assert "xa.csv:2: `irrigated_land_share`: tìm thấy `101 %`" in done.err
    assert "… và 10 lỗi khác" in done.err
    assert "đã đánh giá 1 dòng, gác lại 30 dòng" in done.err


def test_patterns_name_many_tables_of_the_same_headings(run: Run, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        table(tmp_path, HEAD, f"{name},Lâm Đồng,2022,46.7,95", name=name)
    rows = judged(run, str(tmp_path / "*.csv"))
    assert [row["xã"] for row in rows] == ["a.csv", "b.csv"]
    done = run("evaluate", str(tmp_path / "*.xlsx"), *NTM)
    assert done.status == 2
    assert "không có tệp nào khớp" in done.err
    table(tmp_path, f"{HEAD},khác", "C,Lâm Đồng,2022,46.7,95,x", name="c.csv")
    done = run("evaluate", str(tmp_path / "*.csv"), *NTM)
    assert done.status == 2
    assert "`khác`" in done.err


def test_patterns_name_unit_files_too(run: Run) -> None:
    done = run("evaluate", str(Path(LA_DEE).with_name("la-dee-202*.yaml")), *NTM)
    assert done.status == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("{csv}", LA_DEE), "trong cùng một lệnh"),
        ((LA_DEE, "--output", "x.csv"), "`--output` cùng với hồ sơ đơn vị"),
        ((LA_DEE, "--detail", "tier"), "`--detail tier` cùng với hồ sơ đơn vị"),
        (("{csv}", "--detail"), "không nêu mức chi tiết"),
        (("{csv}", "--format", "json"), "`--format json` cùng với bảng"),
        (("{csv}", "--output", "x.json"), "`.parquet`"),
        (("{csv}", "--output", "{csv}"), "tệp khác với các tệp được đọc"),
        (("{csv}", "--output", "{csv}.csv", "--rejects", "{csv}.csv"), "hai tệp khác nhau"),
        (("{csv}", "--output", "/no/such/folder/x.csv"), "không ghi được tệp"),
        (("{csv}", "--sheet", "A"), "chỉ cùng với tệp Excel"),
        (("{csv}", "--column", "income_per_capita=thu nhập"), "`thu nhập`"),
        (("{csv}", "--unit", "thu nhập=%"), "`thu nhập`"),
        (("{csv}", "--unit", "income_per_capita=km"), "không đổi được"),
        (("{csv}", "--unit", "income_per_capita"), "hai tên có dấu `=` ở giữa"),
        (("{csv}", "--year", "2022"), "xa.csv"),
        (("none.csv",), "không có tệp"),
        (("{empty}",), "tệp trống"),
        (("{twice}",), "hai lần"),
        (("{quote}",), "ngoặc kép mở mà không đóng"),
        (("{latin}",), "không thuộc bảng mã UTF-8"),
        (("{utf16}",), "không thuộc bảng mã UTF-8"),
        (("{text}",), "không phải tệp Excel"),
        (("{other}",), "không phải tệp Parquet"),
        (("{nothing}",), "n.csv"),
        (("{part}",), "có phải là `irrigated_land_share__male`?"),
    ],
)
def test_what_cannot_be_done_is_one_error_and_nothing_is_written(
    run: Run, tmp_path: Path, arguments: Sequence[str], says: str
) -> None:
    row = "A,Lâm Đồng,2022,46.7,95"
    files = {
        "csv": table(tmp_path, HEAD, row),
        "empty": table(tmp_path, name="empty.csv"),
        "twice": table(tmp_path, "year,year", "1,2", name="twice.csv"),
        "quote": table(tmp_path, HEAD, f'"{row}', name="quote.csv"),
        "latin": table(tmp_path, HEAD.replace("xã", "xa"), "Là,x,2022,1,1", name="l.csv", encoding="latin-1"),
        "utf16": table(tmp_path, HEAD, row, name="u.csv", encoding="utf-16"),
        "text": table(tmp_path, HEAD, row, name="t.xlsx"),
        "other": table(tmp_path, HEAD, row, name="o.parquet"),
        "nothing": table(tmp_path, "a,province,year", "1,Lâm Đồng,2022", name="n.csv"),
        "part": table(tmp_path, f"{HEAD},irrigated_land_share__mal", f"{row},1", name="p.csv"),
    }
    done = run("evaluate", *(a.format(**files) for a in arguments), *NTM)
    assert done.status == 2
    assert says in done.err
    assert "Traceback" not in done.err
    assert {p.name for p in tmp_path.iterdir()} == {Path(file).name for file in files.values()}


def test_bare_detail_still_means_all_of_a_unit_file(run: Run, unit_file: UnitFile) -> None:
    file = unit_file("{temporary_houses: 0 nhà}")
    assert "✓ 9.1" not in run("evaluate", file, *NTM).out
    assert "✓ 9.1" in run("evaluate", *NTM, "--detail", file).out


def test_an_extra_that_is_missing_is_one_clear_error(tmp_path: Path) -> None:
    file = table(tmp_path, HEAD, "A,Lâm Đồng,2022,46.7,95")
    for package in ("polars", "openpyxl", "narwhals"):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                f"import sys; sys.modules[{package!r}] = None\n{START}",
                "evaluate",
                file,
                *NTM,
            ],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr
        assert f"`{package}`" in done.stderr
        assert "ntm-rules[tables]" in done.stderr
