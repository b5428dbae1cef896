"""What the errors on tables of many units say, in Vietnamese beside their English.

Phrases only, of the form of `error_phrases`, which takes them up.
"""

from __future__ import annotations

from typing import Final

from ntm_rules.reporting.wording import Words

FOUND: Final = (
    Words("`{one}` và `{other}` ghi theo đơn vị đo khác nhau", "`{one}` and `{other}` in different units"),
    Words("không cột nào mang tên một chỉ số của bộ tiêu chí", "no column named after a measure of the set"),
    Words("cột `{name}` đã có trong bảng", "a column `{name}` in the table"),
    Words(
        "bảng không ghi vùng, trong khi bộ tiêu chí chia cột theo vùng",
        "a table without regions for a set with a column per region",
    ),
    Words("năm ghi riêng bên cạnh cột năm", "a year beside a column of years"),
    Words(
        "ngày đánh giá ghi riêng bên cạnh cột ngày đánh giá",
        "a day of assessment beside a column of such days",
    ),
    Words("bảng không ghi năm số liệu", "a table without years of the data"),
    Words("bảng dọc không có chỉ số", "a long table without measures"),
    Words("bảng dọc không có giá trị", "a long table without values"),
    Words("cột `{name}` trong bảng dọc", "a column `{name}` in a long table"),
    Words("bảng không có cột `{name}`", "a table without a column `{name}`"),
)

EXPECTED: Final = (
    Words("tổng và các phần theo cùng một đơn vị đo", "a total and its parts in one unit"),
    Words("cột giá trị đúng/sai, hoặc kết quả bằng chữ", "a column of truth values, or of findings as text"),
    Words("cột giá trị đúng/sai", "a column of truth values"),
    Words("cột số nguyên", "a column of whole numbers"),
    Words("cột bậc xếp loại bằng chữ", "a column of ranks as text"),
    Words("cột chữ", "a column of text"),
    Words("cột số theo `{unit}`", "a column of numbers in `{unit}`"),
    Words("cột ngày", "a column of days"),
    Words("cột danh sách các diện", "a column of lists of designations"),
    Words("ít nhất một cột, ví dụ {names}", "at least one, such as {names}"),
    Words(
        "`{measure}` kèm `__male`, `__female`, `__relation`, `__over_years`, `__of` hoặc năm",
        "`{measure}` with `__male`, `__female`, `__relation`, `__over_years`, `__of` or a year",
    ),
    Words(
        "`{measure}` kèm `__male`, `__female`, `__relation`, `__over_years` hoặc năm",
        "`{measure}` with `__male`, `__female`, `__relation`, `__over_years` or a year",
    ),
    Words(
        "bảng của `polars`, `pandas`, `pyarrow`, `duckdb`, `pyspark` hoặc `ibis`",
        "a table of `polars`, `pandas`, `pyarrow`, `duckdb`, `pyspark` or `ibis`",
    ),
    Words(
        "bảng trong `duckdb`, `pyspark`, hoặc `postgres` qua `ibis`",
        "a table in `duckdb`, `pyspark` or, through `ibis`, `postgres`",
    ),
    Words(
        "các phần của bộ tiêu chí có mã cho ra tên cột khác nhau",
        "parts of the set whose ids give columns of different names",
    ),
    Words("tên khác", "another name"),
    Words("bảng đã đánh giá bằng `evaluate_table`", "one that `evaluate_table` has judged"),
    Words(
        "cột `measure`, hoặc tên của cột đó trong `columns=`", "a column `measure`, or its name in `columns=`"
    ),
    Words("cột số `value` hoặc cột chữ `text`", "a column `value` of numbers or `text` of words"),
    Words("mỗi chỉ số một dòng", "measures as rows"),
    Words("cột tên chỉ số", "a column of names of measures"),
    Words("cột số; chữ ghi ở cột `text`", "a column of numbers; words go in `text`"),
    Words("cột kết quả và bậc xếp loại", "a column of findings and ranks"),
    Words("tên đơn vị của mỗi dòng", "the unit of each row"),
    Words("cột `region` hoặc `province`", "a column `region` or `province`"),
    Words("chỉ các diện, trong quy tắc chọn cột `{rule}`", "designations only, in column rule `{rule}`"),
    Words("chỉ một trong hai", "only one of the two"),
    Words("cột `year`, hoặc `year=`", "a column `year`, or `year=`"),
)

HINTS: Final = (
    Words(
        "`pandas` giữ giá trị đúng/sai và ngày dạng `object` khi có ô trống: hãy đổi kiểu của cột",
        "`pandas` keeps truth values and days beside missing ones as `object`: convert the column",
    ),
    Words("đặt `prefix=`", "choose a `prefix=`"),
)

MESSAGES: Final = (
    Words(
        "chưa cài gói `{package}`, cần phần thêm `{extra}`",
        "package `{package}` is not installed, expected the extra `{extra}`",
    ),
    Words(
        "`{part}` cần {what}, điều không xét được trên bảng",
        "`{part}` asks for {what}, which cannot be judged over a table",
    ),
    Words(
        "`{part}` cần {what}, điều không xét được trong `{engine}`",
        "`{part}` asks for {what}, which cannot be judged in `{engine}`",
    ),
)

INNER: Final = (
    Words("`exempt` trên chỉ số loại {kinds}", "`exempt` on measures of kind {kinds}"),
    Words(
        "bội số của một chỉ số khác theo giới, qua nhiều năm hoặc có trường hợp loại trừ",
        "a multiple of another fact by sex, over years or with exemptions",
    ),
    Words("{times} lần cột `{column}`", "{times} times column `{column}`"),
    Words("danh sách trong bảng dọc", "lists in a long table"),
    Words("tên cột dài hơn {most} byte", "a column name of more than {most} bytes"),
)
