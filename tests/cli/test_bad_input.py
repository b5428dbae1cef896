"""Bad input: one clear error with its place, in the language asked for, exit status 2, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import LA_DEE, Done, Run, UnitFile

NTM = ("--ruleset", "318/2022", "--tier", "ntm")
ENGLISH = ("--lang", "en")


def only_error(done: Done) -> str:
    """Return the one error printed, after checking that nothing else was."""
    assert done.status == 2
    assert done.out == ""
    assert "Traceback" not in done.err
    error, *more = done.err.splitlines()
    assert error.startswith(("ntm-rules: lỗi: ", "ntm-rules: error: "))
    assert all(line.startswith(("  gợi ý: ", "  help: ")) for line in more)
    return done.err


@pytest.mark.parametrize(
    ("observations", "says"),
    [
        (
            "{income_per_capitaa: 46 triệu đồng/người/năm}",
            ["không có chỉ số `income_per_capitaa`", "gợi ý: có phải là `income_per_capita`?"],
        ),
        ("{income_per_capita: 46 km}", ["`46 km`", "`triệu đồng/người/năm`"]),
        ("{income_per_capita: 94.405 triệu đồng/người/năm}", ["94,4050", "94405"]),
        ("{multidimensional_poverty_share: 0.61}", ["0,61 %", "61 %"]),
        ("{health_insurance_share: .nan}", [".nan"]),
        ("{health_insurance_share: NaN}", ["NaN", "cần số hữu hạn"]),
        ("{health_insurance_share: .inf}", [".inf"]),
        ("{health_insurance_share: infinity}", ["infinity", "cần số hữu hạn"]),
        ("{health_insurance_share: 100.5 %}", ["`100.5 %`", "từ 0 % đến 100 %"]),
        ("{temporary_houses: -3 nhà}", ["-3", "không âm"]),
        ('{temporary_houses: "2,5 nhà"}', ["2,5", "số nguyên"]),
        ("{market_meets_standard: perhaps}", ["perhaps", "`đạt`"]),
        ("{temporary_houses: 3 nhà, temporary_houses: 4 nhà}", ["ghi hai lần"]),
        ("[1, 2]", ["danh sách", "khóa – giá trị"]),
        ("{temporary_houses: {value: 3 nhà, valeu: 4}}", ["`valeu`", "có phải là `value`?"]),
        ("{income_per_capita", ["không phải YAML hợp lệ"]),
    ],
)
def test_an_observation_that_cannot_be_read(
    run: Run, unit_file: UnitFile, observations: str, says: list[str]
) -> None:
    file = unit_file(observations)
    error = only_error(run("evaluate", file, *NTM))
    assert f"{file}:" in error
    for part in says:
        assert part in error


def test_an_error_has_its_line_and_column(run: Run, unit_file: UnitFile) -> None:
    file = unit_file("{health_insurance_share: 101 %}")
    assert f"{file}:3:" in only_error(run("evaluate", file, *NTM))


def test_a_year_outside_the_set(run: Run, unit_file: UnitFile) -> None:
    error = only_error(run("evaluate", unit_file(year=2019), *NTM))
    assert "năm `2019` nằm ngoài bộ `318/2022 ntm`" in error
    assert "từ 2021 đến 2025" in error


def test_an_unknown_province(run: Run, unit_file: UnitFile) -> None:
    assert "có phải là `Quảng Nam`?" in only_error(run("evaluate", unit_file(province="Quảng Namm"), *NTM))


def test_a_file_of_another_encoding(run: Run, unit_file: UnitFile) -> None:
    assert "cần văn bản UTF-8" in only_error(run("evaluate", unit_file(encoding="utf-16"), *NTM))


def test_a_file_that_is_missing_or_a_folder(run: Run, tmp_path: Path) -> None:
    assert "không có tệp" in only_error(run("evaluate", str(tmp_path / "none.yaml"), *NTM))
    assert "đây là một thư mục" in only_error(run("evaluate", str(tmp_path), *NTM))


@pytest.mark.parametrize(
    "text", ["", "a: [b", "- 1\n", "just text", "a: &x [*x]", "\0", "!!python/object:os.system {}"]
)
def test_a_file_that_is_no_unit_file(run: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(text, encoding="utf-8")
    assert str(file) in only_error(run("evaluate", str(file), *NTM))


def test_an_alias_bomb(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bomb.yaml"
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "bí danh mở rộng" in only_error(run("evaluate", str(file), *NTM))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("evaluate", LA_DEE, "--ruleset", "318/2202"), "không có bộ tiêu chí `318/2202`"),
        (
            ("evaluate", LA_DEE, "--ruleset", "318/2022"),
            "cần một trong các giá trị `commune ntm`, `commune nang_cao`",
        ),
        (("evaluate", LA_DEE, "--ruleset", "318/2022", "--tier", "nang_coa"), "có phải là `nang_cao`?"),
        (("evaluate", LA_DEE, *NTM, "--province", "Nowhere"), "`Nowhere`"),
        (("show", "342/2013"), "không chứa bộ tiêu chí nào"),
        (("show", "318/2022", "--tier", "ntm", "--level", "county"), "không có cấp `county`"),
        (("show", "36/2022"), "cần một trong `36/2022 (Hà Tĩnh)`, `36/2022 (Vĩnh Phúc)`"),
        (("provenance", "1/1900"), "không có bộ tiêu chí `1/1900`"),
        (("list", "--tier", "gold"), "không có danh hiệu `gold`"),
        (("list", "--year", "2020"), "cần `--on DATE` cùng với `--year`"),
        (("check", "none.yaml"), "none.yaml: không đọc được tệp"),
    ],
)
def test_arguments_that_name_nothing(run: Run, arguments: tuple[str, ...], says: str) -> None:
    assert says in only_error(run(*arguments))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "lỗi: thiếu LỆNH"),
        (("judge",), "không có lựa chọn `judge`"),
        (("evaluate", LA_DEE), "thiếu --ruleset"),
        (("evaluate", LA_DEE, *NTM, "--as-of", "31/12/2024"), "cần ngày, ví dụ `2024-03-01`"),
        (("evaluate", LA_DEE, *NTM, "--trust", "blind"), "không có lựa chọn `blind`"),
        (("list", "--rulesets", "no/such/folder"), "`no/such/folder` không phải thư mục"),
    ],
)
def test_arguments_of_the_wrong_form(run: Run, arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("cách dùng: ntm-rules")
    assert says in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("evaluate", LA_DEE, *ENGLISH), "the following arguments are required: --ruleset"),
        (("evaluate", LA_DEE, *NTM, "--lang=en", "--trust", "blind"), "invalid choice: 'blind'"),
    ],
)
def test_wrong_arguments_in_english(run: Run, arguments: tuple[str, ...], says: str) -> None:
    error = run(*arguments).err
    assert error.startswith("usage: ntm-rules evaluate")
    assert "ntm-rules evaluate: error: " in error
    assert says in error


def test_an_error_in_english(run: Run, unit_file: UnitFile) -> None:
    error = only_error(run("evaluate", unit_file("{x_share: 1}"), *NTM, *ENGLISH))
    assert error.startswith("ntm-rules: error: ")
    assert "unknown measure `x_share`" in error


def test_good_files_are_judged_beside_bad_ones_and_each_bad_one_is_named(
    run: Run, unit_file: UnitFile, tmp_path: Path
) -> None:
    bad = unit_file("{health_insurance_share: 101 %}", name="bad.yaml")
    missing = str(tmp_path / "missing.yaml")
    done = run("evaluate", bad, LA_DEE, missing, *NTM, "--format", "json")
    assert done.status == 2
    assert [verdict["ruleset"] for verdict in json.loads(done.out)] == ["318/2022"]
    assert done.err.count("ntm-rules: lỗi: ") == 2
    assert f"{bad}:3:" in done.err
    assert f"{missing}: không đọc được" in done.err


def fixture(path: Path, expect: str) -> str:
    path.write_text(
        "cases:\n  - name: a case\n    ruleset: 318/2022\n    tier: ntm\n"
        "    record: {unit: {name: Xã A, level: commune, province: Quảng Nam}, year: 2023}\n"
        f"    expect: {expect}\n",
        encoding="utf-8",
    )
    return str(path)


def test_a_fixture_that_names_a_missing_indicator(run: Run, tmp_path: Path) -> None:
    file = fixture(tmp_path / "a.ntm-fixture.yaml", '{indicators: {"99.9": met}}')
    done = run("check", file)
    assert done.status == 2
    assert "`99.9`" in done.err
    assert f"{file}:6:" in done.err
    assert "Traceback" not in done.err


def test_a_broken_fixture_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    good = fixture(tmp_path / "good.ntm-fixture.yaml", "{outcome: undetermined}")
    broken = fixture(tmp_path / "broken.ntm-fixture.yaml", "{outcome: perhaps}")
    done = run("check", str(tmp_path), "--lang", "en")
    assert done.status == 2
    assert "Cases run: 1, failed: 0." in done.out
    assert broken in done.err
    assert good not in done.err


def test_a_folder_without_fixtures(run: Run, tmp_path: Path) -> None:
    assert "không có tệp `*.ntm-fixture.yaml`" in only_error(run("check", str(tmp_path)))


def test_bad_input_ends_a_real_process_the_same_way(unit_file: UnitFile) -> None:
    start = "import sys; from ntm_rules.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", start, "evaluate", unit_file("{x: 1}"), *NTM],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "không có chỉ số `x`" in done.stderr
    assert "Traceback" not in done.stderr
