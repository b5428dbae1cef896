"""What the errors on histories, titles and reviews say, in Vietnamese beside their English.

Phrases only, of the form of `error_phrases`, which takes them up.
"""

from __future__ import annotations

from typing import Final

from ntm_rules.reporting.wording import Words

FOUND: Final = (
    Words("không có hồ sơ nào", "no record"),
    Words("một phiên theo dõi đã đóng", "a session that was closed"),
)

EXPECTED: Final = (
    Words("ít nhất một hồ sơ của đơn vị", "at least one record of the unit"),
    Words("số tiêu chí đạt trên tổng số, ví dụ `16/19`", "the criteria met of all, such as `16/19`"),
    Words("danh hiệu mà đơn vị đang có: chưa ghi nhận", "one that the unit holds: none recorded"),
    Words("danh hiệu mà đơn vị đang có: {titles}", "one that the unit holds: {titles}"),
    Words("danh hiệu mà đơn vị đang có", "one that the unit holds"),
    Words("số liệu của `{measure}`", "an observation of `{measure}`"),
    Words("chỉ số có số liệu năm `{year}`", "one observed in `{year}`"),
    Words("ngày không trước `{day}`", "a day not before `{day}`"),
    Words("phiên đang mở", "an open one"),
)

MESSAGES: Final = (
    Words(
        "không phải thư mục, cần một thư mục hồ sơ đơn vị", "not a folder, expected a folder of unit files"
    ),
    Words(
        "thư mục không có hồ sơ đơn vị nào, cần ít nhất một",
        "the folder holds no unit file, expected at least one",
    ),
    Words(
        "đơn vị `{unit}` cũng có ở `{file}`, cần một tệp kèm `history`, hoặc `code` để phân biệt hai đơn vị "
        "hay nối các năm của một đơn vị",
        "unit `{unit}` stands in `{file}`, too, expected one file with its `history`, or a `code` to tell "
        "two units apart or join their years",
    ),
    Words(
        "đơn vị `{unit}` hình thành ngày `{one}` và ngày `{other}`, cần một lần sắp xếp",
        "unit `{unit}` formed on `{one}` and `{other}`, expected one merger",
    ),
    Words(
        "hồ sơ của `{one}` thuộc `{here}` và `{other}` thuộc `{there}`, cần hồ sơ của một đơn vị",
        "records of `{one}` of `{here}` and `{other}` of `{there}`, expected those of one unit",
    ),
    Words(
        "đơn vị `{unit}` có hai hồ sơ năm `{year}` tính đến `{day}`, cần một, hoặc ngày đánh giá của mỗi "
        "hồ sơ",
        "unit `{unit}` has two records of `{year}` as of `{day}`, expected one, or a day of assessment for "
        "each",
    ),
    Words(
        "`{measure}` năm `{year}` được ghi hai cách, cần một giá trị",
        "`{measure}` of `{year}` is told in two ways, expected one value",
    ),
    Words(
        "lần sắp xếp không nêu đơn vị nào, cần các đơn vị đã nhập",
        "a merger of no units, expected the units that were merged",
    ),
    Words(
        "`{unit}` được công nhận ngày `{day}`, khi đã nhập vào đơn vị khác ngày `{merged}`",
        "`{unit}` recognised on `{day}`, when it had become part of another unit on `{merged}`",
    ),
    Words(
        "đợt rà soát ghi `{met}` tiêu chí đạt và `{named}` tiêu chí nêu tên là chưa đạt trong `{of}`, cần "
        "không quá số tiêu chí của bộ",
        "a review found `{met}` criteria met and `{named}` named as not met of `{of}`, expected no more than "
        "there are",
    ),
    Words(
        "đợt rà soát ghi `{met}` tiêu chí đạt trong `{of}`, cần không quá số tiêu chí của bộ",
        "a review found `{met}` criteria met of `{of}`, expected no more than there are",
    ),
    Words(
        "đợt rà soát ghi `{met}` tiêu chí theo bộ `{ruleset}`, bộ này có `{of}`",
        "a review of `{met}` criteria against set `{ruleset}`, which has `{of}`",
    ),
    Words(
        "công nhận ngày `{on}` và hết hạn ngày `{ended}`, cần ngày muộn hơn",
        "recognised on `{on}` and ended on `{ended}`, expected a later day",
    ),
    Words(
        "công nhận ngày `{on}` và thu hồi ngày `{ended}`, cần ngày muộn hơn",
        "recognised on `{on}` and revoked on `{ended}`, expected a later day",
    ),
)
