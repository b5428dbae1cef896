"""What the errors on directive rules and their facts say, in Vietnamese beside their English.

Phrases only, of the form of `error_phrases`, which takes them up.
"""

from __future__ import annotations

from typing import Final

from ntm_rules.reporting.wording import Words

KINDS: Final = {
    "conclusion": "kết luận",
    "kind of fact": "loại dữ kiện",
    "rule": "quy tắc",
}

FOUND: Final = (
    Words("{count} mẫu", "{count} patterns"),
    Words("{count} điều kiện trong một mẫu", "{count} constraints"),
    Words("quy tắc `{id}` hai lần", "rule {id} twice"),
    Words("kết luận `{kind}` chưa đủ", "a conclusion `{kind}` without it"),
    Words("dữ kiện `{kind}` chưa đủ", "a fact `{kind}` without it"),
)

EXPECTED: Final = (
    # Directives.
    Words("ngày không trước `{day}`", "a day not before `{day}`"),
    Words("mã gồm chữ thường, chữ số và dấu gạch nối", "an id of small letters, digits and hyphens"),
    Words("tên gồm chữ thường, chữ số và dấu gạch dưới", "a name of small letters, digits and underscores"),
    Words("ít nhất một mục", "at least one entry"),
    Words("ít nhất một giá trị", "at least one value"),
    Words("nhiều nhất {count} mẫu", "at most {count} patterns"),
    Words("nhiều nhất {count} điều kiện", "at most {count} constraints"),
    Words("một loại dữ kiện với các trường của nó", "one kind of fact with its fields"),
    Words("một dạng, hoặc vài phép so sánh", "one form, or several comparisons"),
    Words("mỗi biến một lần trong một mẫu", "a variable once in a pattern"),
    Words("biến mà một mẫu ở trên đã gắn", "a variable that an earlier pattern binds"),
    Words(
        "biến cho trường loại `{wanted}`, trong khi mẫu ở trên gắn nó với loại `{bound}`",
        "a variable for a {wanted}, bound to a {bound} above",
    ),
    Words("biến không thể là `{value}`", "a variable that cannot be `{value}`"),
    Words("không so sánh lớn nhỏ: `{field}` là trường loại `{type}`", "no comparison: `{field}` is a {type}"),
    Words(
        "`at_least` hoặc `below`: tỷ lệ được làm tròn xuống", "`at_least` or `below`: shares are rounded down"
    ),
    Words(
        "trạng thái khác `unset`; nếu chưa xác nhận thì ghi `{form}`",
        "a status other than `unset`; write `{form}`",
    ),
    Words(
        "loại dữ kiện do quy tắc suy ra: `{kind}` do người dùng nêu",
        "a kind of fact that rules conclude: `{kind}` is stated by the caller",
    ),
    Words(
        "tỷ lệ, ví dụ `30 %`, có nhiều nhất bốn chữ số thập phân",
        "a share such as `30 %`, with four decimals or fewer",
    ),
    # Facts.
    Words("trường `{field}`", "the field `{field}`"),
    Words("mỗi trường một lần, theo thứ tự chữ cái", "each field once, in alphabetical order"),
    Words("một phần của một tổng số khác 0", "a part of a whole that is not empty"),
    Words("`{field}` là chữ có nhiều nhất {count} ký tự", "`{field}` as text of at most {count} characters"),
    Words("`{field}` là ngày, ví dụ `2024-03-01`", "`{field}` as a day such as `2024-03-01`"),
    Words("`{field}` là số nguyên không âm", "`{field}` as a whole number that is not negative"),
    Words(
        "`{field}` là tỷ lệ tính theo phần triệu, từ 0 đến {most}",
        "`{field}` as a share in parts per million, from 0 to {most}",
    ),
    Words("`{field}` là `true` hoặc `false`", "`{field}` as `true` or `false`"),
)

MESSAGES: Final = (
    Words(
        "dữ kiện loại `{kind}` không có trường `{found}`, cần {expected}",
        "unknown field of `{kind}` `{found}`, expected {expected}",
    ),
    Words(
        "quy tắc của `{document}` nằm ở `{one}` và ở `{other}`, cần một tệp",
        "rules of `{document}` stand in `{one}` and in `{other}`, expected one file",
    ),
    Words("không áp dụng được các quy tắc: {why}", "the rules could not be run: {why}"),
)
