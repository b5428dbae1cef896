"""Errors in Vietnamese: nothing the sources can say is left in English, and what is said can be acted on."""

from __future__ import annotations

import errno
import os
import pickle
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.reporting.raised_texts import SAMPLE, Raised, failures, raised

from ntm_rules import evaluate, load, read_unit_file
from ntm_rules.errors import (
    AmendmentConflict,
    Contradiction,
    InvalidYaml,
    NtmRulesError,
    OverlayWeakerThanFloor,
    Place,
    UnexpectedValue,
    UnknownName,
    UnreadableFile,
)
from ntm_rules.reporting import error_text, failure_text, usage_text
from ntm_rules.reporting.error_phrases import EXPECTED, FOUND, HINTS, MESSAGES, Phrases
from ntm_rules.reporting.outside_phrases import FAILURES, PARTS, SYSTEM, USAGE, YAML
from ntm_rules.reporting.table_phrases import (
    TABLES_EXPECTED,
    TABLES_FOUND,
    TABLES_HINTS,
    TABLES_MESSAGES,
    TABLES_SYSTEM,
)
from ntm_rules.testing import run_fixtures
from ntm_rules.yaml_nodes import parse_yaml

TABLES = {
    "expected": EXPECTED,
    "found": FOUND,
    "hints": HINTS,
    "messages": MESSAGES,
    "failures": FAILURES,
    "parts": PARTS,
    "system": SYSTEM,
    "tables expected": TABLES_EXPECTED,
    "tables found": TABLES_FOUND,
    "tables hints": TABLES_HINTS,
    "tables messages": TABLES_MESSAGES,
    "tables system": TABLES_SYSTEM,
    "usage": USAGE,
    "yaml": YAML,
}
LIBRARIES = ("DuckDB", "Parquet", "Polars", "PyArrow", "PySpark", "ibis", "pandas")
SHARED_WORDS = {"YAML", "UTF", "byte", "III", "CSV", "Excel", "NUL", *LIBRARIES}


def english_left(english: str, vietnamese: str) -> set[str]:
    """Return the English words that the Vietnamese still has, outside what is quoted."""
    said, heard = (re.sub(r"`[^`]*`", " ", text) for text in (english, vietnamese))
    return set(re.findall(r"[A-Za-z]{3,}", said)) & set(re.findall(r"\w+", heard)) - SHARED_WORDS


def left_in_english(one: Raised) -> bool:
    vietnamese = error_text(one.error)
    found = [text for key, text in one.english.items() if key in ("found", "provincial")]
    return (
        any(english_left(text, vietnamese) for text in one.english.values())
        or any(f"`{text}`" in vietnamese for text in found)
        or (SAMPLE in str(one.error) and SAMPLE not in vietnamese)
    )


def test_no_error_that_the_sources_can_raise_is_left_in_english() -> None:
    found = list(raised())
    assert len({one.site for one in found}) > 150
    untold = [f"{one.site}: {one.error} | {error_text(one.error)}" for one in found if left_in_english(one)]
    assert untold == []


def test_no_failure_of_a_fixture_is_left_in_english() -> None:
    found = failures()
    assert len(found) > 5
    said = {text: failure_text(f"a.yaml:1:2: {text}") for text in found}
    assert {text: told for text, told in said.items() if english_left(text, told)} == {}
    assert all(told.startswith("a.yaml:1:2: ") for told in said.values())


def refused(text: str, folder: Path, name: str, encoding: str = "utf-8") -> NtmRulesError:
    """Return the error that a file ends in, as a unit file or as a fixture."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    with pytest.raises(NtmRulesError) as info:
        run_fixtures(path) if name.endswith(".ntm-fixture.yaml") else judge(path)
    return info.value


def judge(path: Path) -> None:
    evaluate(read_unit_file(path), load("318/2022", tier="ntm"))


def unit(observations: str, *, year: int = 2023, province: str = "Quảng Nam") -> str:
    return (
        f"unit: {{name: Xã A, level: commune, province: {province}}}\nyear: {year}\n"
        f"observations: {observations}\n"
    )


class Told(NamedTuple):
    """A bad unit file, and where and how its error is told."""

    text: str
    place: str
    vi: str
    en: str


BAD_UNIT_FILES = {
    "broken YAML": Told(
        unit("{income_per_capita"),
        "4:1",
        vi="không phải YAML hợp lệ: thiếu `,` hoặc `}`",
        en="not valid YAML: did not find expected ',' or '}'",
    ),
    "misspelt measure": Told(
        unit("{income_per_capitaa: 46 triệu đồng/người/năm}"),
        "3:16: observations.income_per_capitaa",
        vi="không có chỉ số `income_per_capitaa`\n  gợi ý: có phải là `income_per_capita`?",
        en="unknown measure `income_per_capitaa`\n  help: did you mean `income_per_capita`?",
    ),
    "misspelt unit": Told(
        unit("{income_per_capita: 46 triệu đồng/ngườii/năm}"),
        "3:35: observations.income_per_capita",
        vi="không có đơn vị đo `ngườii`\n  gợi ý: có phải là `người`?",
        en="unknown unit `ngườii`\n  help: did you mean `người`?",
    ),
    "incompatible unit": Told(
        unit("{income_per_capita: 46 km}"),
        "3:35: observations.income_per_capita",
        vi="`46 km` ghi theo đơn vị `km`, không đổi được sang `triệu đồng/người/năm`",
        en="`46 km` is in `km`, which cannot be converted to `triệu đồng/người/năm`",
    ),
    "two readings": Told(
        unit("{health_insurance_share: 94.405 %}"),
        "3:40: observations.health_insurance_share",
        vi="`94.405 %` có thể đọc là `94,4050 %` hoặc là `94405 %`\n  gợi ý: ghi theo một trong hai cách đó",
        en="`94.405 %` can be read as `94,4050 %` or as `94405 %`\n  help: write the one that is meant",
    ),
    "NaN": Told(
        unit("{health_insurance_share: NaN}"),
        "3:40: observations.health_insurance_share",
        vi="`health_insurance_share`: tìm thấy `NaN`, cần số hữu hạn",
        en="`health_insurance_share`: found `NaN`, expected a finite number",
    ),
    "infinity": Told(
        unit("{health_insurance_share: .inf}"),
        "3:40: observations.health_insurance_share",
        vi="`health_insurance_share`: tìm thấy `.inf`, cần số hữu hạn",
        en="`health_insurance_share`: found `.inf`, expected a finite number",
    ),
    "share above 100 %": Told(
        unit("{health_insurance_share: 101 %}"),
        "3:40: observations.health_insurance_share",
        vi="`health_insurance_share`: tìm thấy `101 %`, cần tỷ lệ từ 0 % đến 100 %",
        en="`health_insurance_share`: found `101 %`, expected a share from 0 % to 100 %",
    ),
    "negative count": Told(
        unit("{temporary_houses: -3 nhà}"),
        "3:34: observations.temporary_houses",
        vi="`temporary_houses`: tìm thấy `-3 nhà`, cần số không âm",
        en="`temporary_houses`: found `-3 nhà`, expected a number that is not negative",
    ),
    "year outside the set": Told(
        unit("{}", year=2019),
        "1:1",
        vi="năm `2019` nằm ngoài bộ `318/2022 ntm`, bộ này đánh giá các năm từ 2021 đến 2025",
        en="year `2019` is outside `318/2022 ntm`, which judges the years 2021 to 2025",
    ),
    "unknown province": Told(
        unit("{}", province="Quảng Namm"),
        "1:46: unit.province",
        vi="không có tỉnh `Quảng Namm`\n  gợi ý: có phải là `Quảng Nam`?",
        en="unknown province `Quảng Namm`\n  help: did you mean `Quảng Nam`?",
    ),
    "missing key": Told(
        "unit: {name: Xã A, level: commune}\nyear: 2023\n",
        "1:7: unit",
        vi="đơn vị thiếu khóa `province`",
        en="found `a unit without it`, expected the key `province`",
    ),
    "list for a mapping": Told(
        unit("[1, 2]"),
        "3:15: observations",
        vi="tìm thấy một danh sách, cần một nhóm khóa – giá trị",
        en="found `a list`, expected a mapping",
    ),
    "both spellings of one key": Told(
        unit("{trained_labour_share: {nam: 70 %, male: 71 %}}"),
        "3:39: observations.trained_labour_share.nam",
        vi="tìm thấy cả `male` và `nam`, cần một trong các khóa đó",
        en="found `male and nam`, expected one of them",
    ),
}


@pytest.mark.parametrize("told", BAD_UNIT_FILES.values(), ids=BAD_UNIT_FILES.keys())
def test_a_bad_unit_file_is_told_in_both_languages(tmp_path: Path, told: Told) -> None:
    error = refused(told.text, tmp_path, "xa.yaml")
    place = f"{tmp_path / 'xa.yaml'}:{told.place}"
    assert error_text(error) == f"{place}: {told.vi}"
    assert error_text(error, "en") == str(error) == f"{place}: {told.en}"


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    error = refused(unit("{}"), tmp_path, "xa.yaml", encoding="utf-16")
    assert error_text(error) == (
        f"{tmp_path / 'xa.yaml'}:1: byte `0xff` không thuộc bảng mã UTF-8, cần văn bản UTF-8\n"
        "  gợi ý: lưu lại tệp theo bảng mã UTF-8"
    )


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(NtmRulesError) as info:
        read_unit_file(tmp_path / "none.yaml")
    assert (
        error_text(info.value)
        == f"{tmp_path / 'none.yaml'}: không đọc được tệp: không có tệp hoặc thư mục này"
    )


def test_a_fixture_that_names_a_missing_indicator(tmp_path: Path) -> None:
    text = (
        "cases:\n  - name: một ca\n    ruleset: 318/2022\n    tier: ntm\n    as_of: 2023-06-30\n"
        "    record: {unit: {name: Xã A, level: commune, province: Quảng Nam}, year: 2023}\n"
        '    expect: {indicators: {"10.9": met}}\n'
    )
    error = refused(text, tmp_path, "a.ntm-fixture.yaml")
    place = f"{tmp_path / 'a.ntm-fixture.yaml'}:7:27: cases[0].expect.indicators.10.9"
    assert error_text(error) == (
        f"{place}: không có chỉ tiêu `10.9`, cần một mục của bộ `318/2022 ntm` ngày 2023-06-30\n"
        "  gợi ý: có phải là `10`?"
    )
    assert error_text(error, "en") == (
        f"{place}: unknown indicator `10.9`, expected one of set `318/2022 ntm on 2023-06-30`\n"
        "  help: did you mean `10`?"
    )


def test_a_province_of_several_regions_asks_for_what_would_tell(tmp_path: Path) -> None:
    text = unit("{}", year=2025, province="Lâm Đồng") + "assessed_on: 2025-12-01\n"
    assert error_text(refused(text, tmp_path, "xa.yaml")) == (
        "tìm thấy `Lâm Đồng`, thuộc `DHNTB`, `TN`, cần `region` (một trong `DHNTB`, `TN`) hoặc "
        "`former_province` (một trong `Lâm Đồng`, `Bình Thuận`, `Đắk Nông`)"
    )


OVERLAY_HINT = "\n  gợi ý: tỉnh được quy định phần được giao, quy định chặt hơn hoặc bổ sung"


@pytest.mark.parametrize(
    ("error", "vietnamese"),
    [
        (
            UnknownName("criteria set", "318/2022 set", expected="one of `commune ntm`, `commune nang_cao`"),
            "chưa rõ bộ tiêu chí nào của `318/2022`, cần một trong các giá trị `commune ntm`, `commune nang_cao`",
        ),
        (
            OverlayWeakerThanFloor("17.5", "DBSH", "80 %", "70 %"),
            f"chỉ tiêu `17.5` (DBSH): tỉnh đặt mức `70 %`, không chặt bằng mức quốc gia `80 %`{OVERLAY_HINT}",
        ),
        (
            OverlayWeakerThanFloor("17.5", "DBSH", "80 %", "no level"),
            f"chỉ tiêu `17.5` (DBSH): tỉnh không đặt mức nào, trong khi mức quốc gia là `80 %`{OVERLAY_HINT}",
        ),
        (
            AmendmentConflict(
                "`1/2024` changes condition `b`, which the set does not have", hint="did you mean `a`?"
            ),
            "`1/2024` sửa đổi điều kiện `b`, bộ tiêu chí không có điều kiện này\n  gợi ý: có phải là `a`?",
        ),
        (
            Contradiction("unit `Xã A` is designated `area_1` and `area_2` and `area_3`, expected one area"),
            "đơn vị `Xã A` thuộc cả `area_1` và `area_2` và `area_3`, cần một khu vực",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_errors_of_the_law_are_told_in_vietnamese(error: NtmRulesError, vietnamese: str) -> None:
    assert error_text(error) == vietnamese


def test_what_the_user_wrote_is_never_translated() -> None:
    error = UnknownName("key", "level", suggestion="unit", expected="one of `text`, `level`")
    assert error_text(error) == (
        "không có khóa `level`, cần một trong các giá trị `text`, `level`\n  gợi ý: có phải là `unit`?"
    )
    assert error_text(UnexpectedValue("text", "a list")) == "tìm thấy `text`, cần một danh sách"


def test_what_has_no_phrase_is_told_in_english() -> None:
    assert error_text(Contradiction("something new", place=Place("a.yaml"))) == "a.yaml: something new"


def test_an_error_from_another_process_is_told_alike() -> None:
    error = UnknownName("unit", "kmm", suggestion="km", place=Place("a.yaml", 1, 2))
    assert error_text(pickle.loads(pickle.dumps(error))) == error_text(error)


@pytest.mark.parametrize("phrases", [*TABLES.values()], ids=TABLES.keys())
def test_each_phrase_has_the_same_blanks_in_both_languages(phrases: Phrases) -> None:
    for words in phrases:
        vietnamese, english = (set(re.findall(r"\{(\w+)\}", text)) for text in words)
        assert vietnamese == english, words


@pytest.mark.parametrize(
    "code", [errno.ENOENT, errno.EISDIR, errno.EACCES, errno.ENOTDIR, errno.ENAMETOOLONG]
)
def test_the_usual_reasons_of_the_operating_system_are_known(code: int) -> None:
    error = UnreadableFile(f"cannot read the file: {os.strerror(code)}")
    assert not english_left(os.strerror(code), error_text(error))


@pytest.mark.parametrize(
    "text",
    [
        "a: [b",
        "a: {b",
        "a: b: c",
        "a: 'b",
        "a:\n  b: 1\n c: 2",
        "a\nb: 1",
        "- a\nb: 1",
        "a: *b",
        "a: @b",
        "a:\n\tb: 1",
        'a: "\\q"',
        "%A\n--- a",
        "a: 1\n--- \nb: 2",
        "a: !<b",
        "a: \x01",
    ],
)
def test_what_libyaml_finds_wrong_is_told_in_vietnamese(text: str) -> None:
    with pytest.raises(InvalidYaml) as info:
        parse_yaml(text)
    assert not english_left(info.value.message, error_text(info.value))


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("the following arguments are required: SET", "thiếu SET"),
        (
            "argument --trust: invalid choice: 'blind' (choose from 'sourced', 'recalled')",
            "--trust: không có lựa chọn `blind`, cần một trong 'sourced', 'recalled'",
        ),
        (
            "argument --as-of: found `31/12/2024`, expected a date such as `2024-03-01`",
            "--as-of: tìm thấy `31/12/2024`, cần ngày, ví dụ `2024-03-01`",
        ),
        ("unrecognized arguments: --quick", "không có tham số --quick"),
        ("something new", "something new"),
    ],
)
def test_wrong_arguments_are_told_in_both_languages(english: str, vietnamese: str) -> None:
    assert usage_text(english) == vietnamese
    assert usage_text(english, "en") == english


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        (
            "indicator `10`: expected `met`, found `not_met` (reason `below_level`, observed `40 triệu`, level `44`)",
            "chỉ tiêu `10`: cần `met`, tìm thấy `not_met` (lý do `below_level`, số liệu `40 triệu`, mức `44`)",
        ),
        (
            "column: expected `DBSH`, found `TN`, by the region of Gia Lai",
            "cột: cần `DBSH`, tìm thấy `TN`, theo vùng của Gia Lai",
        ),
        (
            "column: expected `DBSH`, found `none`, the set has no columns",
            "cột: cần `DBSH`, bộ tiêu chí không chia cột",
        ),
    ],
)
def test_a_failing_case_is_told_in_both_languages(english: str, vietnamese: str) -> None:
    assert failure_text(f"a.yaml:1:2: {english}") == f"a.yaml:1:2: {vietnamese}"
    assert failure_text(f"a.yaml:1:2: {english}", "en") == f"a.yaml:1:2: {english}"
