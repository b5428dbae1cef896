"""What `ntm-rules` accepts on the command line, Vietnamese first.

Imports nothing of the library, so that help comes at once. Does not run anything.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NoReturn

DETAILS: Final = ("tier", "criteria", "indicators", "gaps", "full")
"""What tables can be judged in; `full` is what a bare `--detail` means, for unit files."""

_DESCRIPTION: Final = """\
Các bộ tiêu chí nông thôn mới dưới dạng dữ liệu, và đánh giá từng xã.
The criteria of Vietnam's New Rural Development programme as data, and communes evaluated."""


class _WrongArguments(Exception):
    """What is wrong with the arguments, and the parser that found it."""

    def __init__(self, parser: argparse.ArgumentParser, message: str) -> None:
        self.parser = parser
        self.message = message
        super().__init__(message)


class _Parser(argparse.ArgumentParser):
    """A parser that leaves it to `parse` to say what is wrong, since only that knows the language."""

    def error(self, message: str) -> NoReturn:
        raise _WrongArguments(self, message)


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="số phiên bản · version")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from ntm_rules import __version__  # only this option needs it

        print(f"{parser.prog} {__version__}")
        parser.exit()


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments; exits with status 2 and a usage line where they are wrong."""
    try:
        return _parser().parse_args(_with_full_detail(list(argv)))
    except _WrongArguments as wrong:
        _refuse(wrong, english="--lang=en" in argv or ("--lang", "en") in pairwise(argv))


def _with_full_detail(argv: list[str]) -> list[str]:
    """Return the arguments with what a bare `--detail` means; argparse would take the file behind it."""
    if argv[:1] != ["evaluate"]:
        return argv
    following = [*argv[1:], ""]
    return [
        "--detail=full" if this == "--detail" and then not in DETAILS else this
        for this, then in zip(argv, following, strict=True)
    ]


def _refuse(wrong: _WrongArguments, *, english: bool) -> NoReturn:
    """Print the usage and what is wrong, as argparse does, in the language asked for, and exit."""
    from ntm_rules.reporting import usage_text  # only wrong arguments need it

    usage, text = wrong.parser.format_usage(), usage_text(wrong.message, "en" if english else "vi")
    if not english:
        usage = usage.replace("usage: ", "cách dùng: ", 1)
    print(f"{usage}{wrong.parser.prog}: {'error' if english else 'lỗi'}: {text}", file=sys.stderr)
    raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ntm-rules", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    common = _common()

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=text, description=text)

    _list(command("list", "các bộ tiêu chí · the criteria sets"))
    _show(command("show", "một bộ tiêu chí, kèm căn cứ · one set, with its evidence"))
    _evaluate(command("evaluate", "đánh giá và giải thích · judge units and explain every gap"))
    _reclassify(command("reclassify", "danh hiệu nay còn giá trị gì · what a title is worth today"))
    _standing(command("standing", "danh hiệu của các đơn vị trong thư mục · the units of a folder"))
    _provenance(command("provenance", "mức nào còn phải xác nhận · what still has to be confirmed"))
    _diff(command("diff", "so sánh hai bộ tiêu chí · what changed from one set to another"))
    _lint(command("lint", "tìm lỗi trong các bộ tiêu chí · find what is wrong with rulesets"))
    check = command("check", "chạy các ca kiểm thử · run fixtures")
    check.add_argument("paths", nargs="+", metavar="PATH", help="tệp hoặc thư mục · files or folders")
    text = "lược đồ JSON của kết quả · JSON Schema of what is printed"
    schema = commands.add_parser("schema", help=text, description=text)
    schema.add_argument("of", nargs="?", choices=("verdict", "standing"), default="verdict", metavar="OF")
    return parser


def _common() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ · language (vi)")
    common.add_argument(
        "--rulesets",
        action="append",
        default=[],
        type=_folder,
        metavar="PATH",
        help="thêm thư mục bộ tiêu chí · a further folder of rulesets (repeatable)",
    )
    return common


def _choice_of_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tier", help="ntm, nang_cao, kieu_mau, hien_dai, hoan_thanh, thong_minh")
    parser.add_argument("--level", help="commune, district, province, hamlet")


def _text(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="văn bản ngày nào · day of the text used")
    parser.add_argument("--province", help="kèm quy định của tỉnh · with the rules of this province")


def _format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help="dạng in ra · output")


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=_day, metavar="DATE", help="có hiệu lực ngày này · in force on this day")
    parser.add_argument(
        "--year", type=int, metavar="YEAR", help="đánh giá năm nào, kèm --on · the year assessed, beside --on"
    )
    _choice_of_set(parser)


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("set", metavar="SET", help="318/2022, 318/QĐ-TTg, qd-318-2022")
    _choice_of_set(parser)
    _text(parser)


def _evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="hồ sơ đơn vị YAML, hoặc bảng CSV, Excel, Parquet; nhận cả mẫu `*.csv` · unit files, or tables; "
        "patterns are understood",
    )
    parser.add_argument("--ruleset", required=True, metavar="SET", help="318/2022, 318/QĐ-TTg, qd-318-2022")
    _choice_of_set(parser)
    _text(parser)
    _trust(parser)
    _format(parser)
    parser.add_argument(
        "--detail",
        choices=DETAILS,
        metavar="|".join(DETAILS[:-1]),
        help="hồ sơ: cả phần đã đạt; bảng: các cột thêm vào · unit files: what is met, too; tables: what is "
        "added (tier)",
    )
    _tables(parser)


def _trust(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--trust",
        choices=("sourced", "recalled", "candidate"),
        default="recalled",
        help="căn cứ tối thiểu · the least evidence that may decide (recalled)",
    )


def _detail(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--detail",
        action="store_const",
        const="full",
        default="shortfalls",
        help="cả phần đã đạt · what is met, too",
    )


def _tables(parser: argparse.ArgumentParser) -> None:
    tables = parser.add_argument_group("bảng nhiều đơn vị · tables")
    tables.add_argument(
        "--output", metavar="FILE", help="tệp kết quả: .csv, .tsv, .xlsx, .parquet · the table with verdicts"
    )
    tables.add_argument(
        "--rejects",
        metavar="FILE",
        help="các dòng bị gác lại, kèm lý do · rows set aside, and why (beside the output)",
    )
    tables.add_argument("--sheet", metavar="SHEET", help="trang tính, tên hoặc số · sheet, by name or number")
    tables.add_argument(
        "--column",
        action="append",
        default=[],
        type=_pair,
        metavar="ID=COLUMN",
        help="cột nào chứa chỉ số nào · which column holds what (repeatable)",
    )
    tables.add_argument(
        "--unit",
        action="append",
        default=[],
        type=_pair,
        metavar="COLUMN=UNIT",
        help="đơn vị của cột · the unit of a column's numbers (repeatable)",
    )
    tables.add_argument(
        "--decimal",
        choices=(".", ","),
        help="dấu thập phân của CSV · decimal sign of numbers in CSV",
    )
    tables.add_argument("--year", type=int, metavar="YEAR", help="năm của số liệu · year of the data")
    tables.add_argument(
        "--assessed-on", type=_day, metavar="DATE", help="ngày thẩm định · day of assessment of all rows"
    )
    tables.add_argument(
        "--prefix", default="", metavar="TEXT", help="đầu tên các cột thêm vào · what added names begin with"
    )


def _on_a_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=_day, metavar="DATE", help="xét ngày nào; hôm nay · the day; today")
    parser.add_argument("--province", help="kèm quy định của tỉnh · with the rules of this province")
    _trust(parser)


def _reclassify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="hồ sơ đơn vị, YAML · unit files, YAML")
    parser.add_argument("--recognised", metavar="TIER", help="danh hiệu nào · which title (the highest)")
    _on_a_day(parser)
    _format(parser)
    _detail(parser)


def _standing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="thư mục hồ sơ đơn vị · a folder of unit files")
    _on_a_day(parser)
    parser.add_argument(
        "--format", choices=("text", "json", "csv"), default="text", help="dạng in ra · output"
    )


def _provenance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("set", nargs="?", metavar="SET", help="318/2022, 211/2024, …")
    _choice_of_set(parser)
    parser.add_argument(
        "--checklist", action="store_true", help="chỉ in phiếu kiểm tra · the checklist alone, to be printed"
    )
    _format(parser)


def _diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("a", metavar="A", help="bộ trước: 318/2022 · the set compared from")
    parser.add_argument("b", metavar="B", help="bộ sau; có thể là cùng bộ · the set compared to, or the same")
    _choice_of_set(parser)
    for which, name in (("a", "A"), ("b", "B")):
        parser.add_argument(f"--tier-{which}", metavar="TIER", help=f"danh hiệu của {name} · tier of {name}")
        parser.add_argument(
            f"--as-of-{which}",
            type=_day,
            metavar="DATE",
            help=f"văn bản {name} ngày nào · day of the text of {name}",
        )
        parser.add_argument(
            f"--year-{which}",
            type=int,
            metavar="YEAR",
            help=f"mức năm nào của {name} · data year of {name} (last)",
        )
    parser.add_argument("--province-a", metavar="PROVINCE", help="A kèm quy định của tỉnh · A with its rules")
    parser.add_argument(
        "--province",
        "--province-b",
        dest="province_b",
        metavar="PROVINCE",
        help="B kèm quy định của tỉnh · B with the rules of this province",
    )
    parser.add_argument("--region", help="chỉ một vùng · one region's column: DBSH, …")
    parser.add_argument(
        "--only",
        default="",
        metavar="LIST",
        help="new,dropped,stricter,looser,redefined,unknown,unchanged,moved",
    )
    _format(parser)


def _lint(parser: argparse.ArgumentParser) -> None:
    _format(parser)
    parser.add_argument(
        "--strict", action="store_true", help="coi lưu ý như lỗi · warnings end with status 1, too"
    )


def _pair(text: str) -> tuple[str, str]:
    left, equals, right = (part.strip() for part in text.partition("="))
    if not (left and equals and right):
        raise argparse.ArgumentTypeError(f"found `{text}`, expected two names with `=` between them")
    return left, right


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"found `{text}`, expected a date such as `2024-03-01`") from None


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"`{text}` is not a folder")
    return path.resolve()
