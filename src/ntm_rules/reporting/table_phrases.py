"""What is said of tables in files, in Vietnamese beside its English.

Phrases only, of the same form as `error_phrases`, whose lists they stand beside.
"""

from __future__ import annotations

from typing import Final

from ntm_rules.reporting.error_phrases import Phrases
from ntm_rules.reporting.wording import Words

TABLES_FOUND: Final[Phrases] = (
    Words("{count} ô", "{count} cells"),
    Words("tiêu đề `{name}` hai lần", "heading `{name}` twice"),
    Words("bảng và hồ sơ đơn vị trong cùng một lệnh", "tables and unit files together"),
    Words("`{option}` cùng với hồ sơ đơn vị", "{option} beside unit files"),
    Words("`--detail` không nêu mức chi tiết, cho bảng", "--detail alone beside tables"),
    Words("`{option}` cùng với bảng", "{option} beside tables"),
    Words("hơn {count} dòng", "more than {count} rows"),
)
"""What was found, where that is not a text of the user."""

TABLES_EXPECTED: Final[Phrases] = (
    # What is asked for.
    Words("chỉ một trong hai loại", "one kind of them"),
    Words("bảng CSV, Excel hoặc Parquet", "tables: CSV, Excel or Parquet"),
    Words("`--detail` không kèm mức chi tiết", "`--detail` alone"),
    Words(
        "`--detail` kèm `tier`, `criteria`, `indicators` hoặc `gaps`",
        "`--detail` with `tier`, `criteria`, `indicators` or `gaps`",
    ),
    Words("`--output FILE`, đuôi tệp quyết định định dạng", "`--output FILE`, whose ending tells the format"),
    Words("tệp khác với các tệp được đọc", "another file than those that are read"),
    Words(
        "hai tệp khác nhau cho `--output` và `--rejects`", "different files for `--output` and `--rejects`"
    ),
    Words("`--sheet` chỉ cùng với tệp Excel", "`--sheet` beside an Excel file only"),
    Words("tên tệp có một trong các đuôi {endings}", "a file name with one of the endings {endings}"),
    Words(
        "tệp `.csv` hoặc `.parquet`, vì một trang tính không chứa nhiều hơn",
        "`.csv` or `.parquet`, since a sheet holds no more",
    ),
    Words("tệp `.parquet`, vì cột này chứa nhiều cột con", "`.parquet`, for columns within columns"),
    # Headings.
    Words("các tiêu đề khác nhau", "headings that differ"),
    Words(
        "tiêu đề không trùng tên các cột được thêm vào, hoặc `--prefix`",
        "headings without the names of added columns, or `--prefix`",
    ),
    Words("cột không có số thì không ghi đơn vị", "no unit for a column without numbers"),
    # Columns and cells.
    Words("{count} ô, như dòng tiêu đề", "{count} cells, as in the heading row"),
    Words("văn bản không có ký tự NUL", "text without NUL characters"),
    Words("một cột số, hoặc văn bản như `{sample}`", "a column of numbers, or of texts such as `{sample}`"),
    Words("một cột năm", "a column of years"),
    Words(
        "một số không quá {digits} chữ số, nếu không sẽ bị hiểu là {level}",
        "a number of at most {digits} digits, or it would be taken for {level}",
    ),
    Words(
        "một bảng của Polars, pandas, PyArrow, DuckDB, PySpark hoặc ibis",
        "a table: Polars, pandas, PyArrow, DuckDB, PySpark or ibis",
    ),
    Words("quy tắc chọn cột `{column}` chỉ gồm các diện", "designations only, in column rule `{column}`"),
    Words("chỉ một trong hai", "one of them"),
    Words("một cột danh sách các diện, hoặc văn bản", "a column of lists of designations, or of text"),
    Words("`có` hoặc `không`", "`có` or `không`"),
    Words("hai tên có dấu `=` ở giữa", "two names with `=` between them"),
    # Rows that no set could judge.
    Words(
        "năm từ {first} đến {last}, là các năm mà bộ tiêu chí đánh giá",
        "a year from {first} to {last}, which the set judges",
    ),
    Words(
        "ngày thẩm định không trước năm của số liệu",
        "a day of assessment not before the year of the data",
    ),
    Words(
        "các diện và nhóm xã không mâu thuẫn nhau",
        "designations and a commune group that agree",
    ),
    Words("một tỉnh đang có hoặc đã từng có", "a province that exists or existed"),
    Words(
        "vùng hoặc nhóm xã, được ghi rõ hoặc xác định được từ tỉnh",
        "a region or a commune group, given or told by the province",
    ),
)
"""What would have been accepted."""

TABLES_MESSAGES: Final[Phrases] = (
    Words("không ghi được tệp: {why}", "cannot write the file: {why}"),
    Words(
        "không có tệp nào khớp với mẫu, cần ít nhất một", "no file fits the pattern, expected at least one"
    ),
    Words(
        "tệp trống, cần một bảng có dòng tiêu đề", "the file is empty, expected a table with a heading row"
    ),
    Words(
        "trang tính trống, cần một bảng có dòng tiêu đề",
        "the sheet is empty, expected a table with a heading row",
    ),
    Words(
        'ngoặc kép mở mà không đóng, cần thêm một dấu `"`',
        'a quotation does not end, expected a second `"`',
    ),
    Words("một ô quá dài, cần bảng gồm các ô ngắn", "a cell is too long, expected a table of short texts"),
    Words(
        "cột `{one}` và cột `{other}` đều là `{id}`, cần một trong hai",
        "columns `{one}` and `{other}` are both `{id}`, expected one of them",
    ),
    Words(
        "cột `{name}` chỉ có ở một trong hai bảng, `{file}` và bảng này, cần cùng các tiêu đề ở mọi bảng",
        "column `{name}` stands in one of `{file}` and this table only, expected the same headings in all",
    ),
    Words(
        "`{part}` yêu cầu {what}, không đánh giá được trong {engine}",
        "`{part}` asks for {what}, which cannot be judged in {engine}",
    ),
)
"""Whole sentences."""

TABLES_HINTS: Final[Phrases] = (
    Words("pip install 'ntm-rules[{extra}]'", "pip install 'ntm-rules[{extra}]'"),
    Words(
        "pandas giữ giá trị đúng/sai và ngày bên cạnh ô trống dưới dạng đối tượng: cần chuyển kiểu của cột",
        "pandas keeps truth values and days beside missing ones as objects: convert the column",
    ),
)
"""What helps."""

TABLES_SYSTEM: Final[Phrases] = (
    Words("không phải tệp Parquet đọc được", "not a Parquet file that can be read"),
    Words("không phải tệp Excel đọc được", "not an Excel workbook that can be read"),
    Words("tệp thay đổi trong khi đọc", "the file changed while it was read"),
    Words("hết chỗ trên đĩa", "No space left on device"),
    Words("hệ thống tệp chỉ cho đọc", "Read-only file system"),
)
"""Why a table cannot be read or written."""
