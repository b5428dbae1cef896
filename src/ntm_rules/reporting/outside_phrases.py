"""What libyaml, the operating system, argparse and failing fixtures say, in Vietnamese beside their English.

Phrases only, of the same form as `error_phrases`. What is not listed is shown as it comes, in English.
"""

from __future__ import annotations

from typing import Final

from ntm_rules.reporting.error_phrases import Phrases
from ntm_rules.reporting.wording import Words

SYSTEM: Final[Phrases] = (
    Words("không có tệp hoặc thư mục này", "No such file or directory"),
    Words("đây là một thư mục", "Is a directory"),
    Words("một phần của đường dẫn không phải thư mục", "Not a directory"),
    Words("không có quyền đọc", "Permission denied"),
    Words("tên tệp quá dài", "File name too long"),
    Words("liên kết vòng quanh", "Too many levels of symbolic links"),
    Words("đường dẫn không hợp lệ", "Invalid argument"),
    Words("lỗi vào ra", "Input/output error"),
)
"""Why a file cannot be read."""

YAML: Final[Phrases] = (
    Words("thiếu `,` hoặc `]`", "did not find expected ',' or ']'"),
    Words("thiếu `,` hoặc `}`", "did not find expected ',' or '}'"),
    Words("thiếu `:` sau khóa", "could not find expected ':'"),
    Words("thiếu `-` ở đầu mục", "did not find expected '-' indicator"),
    Words("thiếu khóa, hoặc dòng thụt lề không thẳng hàng", "did not find expected key"),
    Words("thiếu giá trị", "did not find expected node content"),
    Words("có nội dung thừa sau phần đầu của tệp", "did not find expected <document start>"),
    Words("không được có mục `-` ở đây", "block sequence entries are not allowed in this context"),
    Words("không được có khóa ở đây", "mapping keys are not allowed in this context"),
    Words("không được có `:` ở đây", "mapping values are not allowed in this context"),
    Words("tìm thấy `:` ở chỗ không được có", "found unexpected ':'"),
    Words("ký tự này không được đứng đầu một giá trị", "found character that cannot start any token"),
    Words("thụt lề bằng phím Tab, cần khoảng trắng", "found a tab character that violates indentation"),
    Words(
        "thụt lề bằng phím Tab, cần khoảng trắng",
        "found a tab character where an indentation space is expected",
    ),
    Words("thụt lề bằng 0", "found an indentation indicator equal to 0"),
    Words("hết tệp khi chưa đóng ngoặc kép", "found unexpected end of stream"),
    Words("dấu `---` hoặc `...` ở giữa một giá trị", "found unexpected document indicator"),
    Words("không có ký tự thoát này", "found unknown escape character"),
    Words("mã Unicode không hợp lệ", "found invalid Unicode character escape code"),
    Words("thiếu chữ số thập lục phân", "did not find expected hexdecimal number"),
    Words("thiếu khoảng trắng", "did not find expected whitespace"),
    Words("thiếu khoảng trắng hoặc xuống dòng", "did not find expected whitespace or line break"),
    Words("thiếu ghi chú hoặc xuống dòng", "did not find expected comment or line break"),
    Words("thiếu chữ hoặc số", "did not find expected alphabetic or numeric character"),
    Words("bí danh chưa được đặt", "found undefined alias"),
    Words("bí danh đặt hai lần", "found duplicate anchor; first occurrence"),
    Words("tên thẻ chưa được đặt", "found undefined tag handle"),
    Words("thiếu tên thẻ", "did not find expected tag URI"),
    Words("thiếu `!` của thẻ", "did not find expected '!'"),
    Words("thiếu `>` của thẻ", "did not find the expected '>'"),
    Words("thiếu tên chỉ thị sau `%`", "could not find expected directive name"),
    Words("không có chỉ thị này", "found unknown directive name"),
    Words("ký tự không được có trong chỉ thị", "found unexpected non-alphabetical character"),
    Words("thiếu số phiên bản YAML", "did not find expected version number"),
    Words("số phiên bản YAML không đúng", "did not find expected digit or '.' character"),
    Words("số phiên bản YAML quá dài", "found extremely long version number"),
    Words("phiên bản YAML khác", "found incompatible YAML document"),
    Words("chỉ thị `%YAML` ghi hai lần", "found duplicate %YAML directive"),
    Words("chỉ thị `%TAG` ghi hai lần", "found duplicate %TAG directive"),
    Words("cần một tài liệu duy nhất trong tệp", "but found another document"),
    Words("cần một tài liệu duy nhất trong tệp", "expected a single document in the stream"),
    Words("không được có ký tự điều khiển", "control characters are not allowed"),
    Words("ký tự Unicode không hợp lệ", "invalid Unicode character"),
)
"""Why a text is not YAML."""

USAGE: Final[Phrases] = (
    Words("thiếu {names}", "the following arguments are required: {names}"),
    Words("không có tham số {names}", "unrecognized arguments: {names}"),
    Words("{option}: {why}", "argument {option}: {why}"),
    Words(
        "không có lựa chọn `{found}`, cần một trong {names}",
        "invalid choice: '{found}' (choose from {names})",
    ),
    Words("thiếu giá trị, cần một", "expected one argument"),
    Words("thiếu giá trị, cần ít nhất một", "expected at least one argument"),
    Words("không nhận giá trị {value}", "ignored explicit argument {value}"),
    Words("`{option}` có thể là {names}", "ambiguous option: {option} could match {names}"),
    Words("tìm thấy `{found}`, cần {expected}", "found `{found}`, expected {expected}"),
    Words("`{path}` không phải thư mục", "`{path}` is not a folder"),
)
"""What is wrong with the arguments of the command."""

FAILURES: Final[Phrases] = (
    Words(
        "kết quả: cần {wanted}, tìm thấy `{found}`, chưa đạt: {parts}",
        "outcome: expected {wanted}, found `{found}`, not met: {parts}",
    ),
    Words("kết quả: cần {wanted}, tìm thấy `{found}`", "outcome: expected {wanted}, found `{found}`"),
    Words(
        "cột: cần `{wanted}`, bộ tiêu chí không chia cột",
        "column: expected `{wanted}`, found `none`, the set has no columns",
    ),
    Words(
        "cột: cần `{wanted}`, tìm thấy `{found}`, {why}",
        "column: expected `{wanted}`, found `{found}`, {why}",
    ),
    Words(
        "số tiêu chí đạt: cần đúng {count}, tìm thấy {found} trên {of}",
        "criteria met: expected exactly {count}, found {found} of {of}",
    ),
    Words(
        "số tiêu chí đạt: cần nhiều nhất {count}, tìm thấy {found} trên {of}",
        "criteria met: expected at most {count}, found {found} of {of}",
    ),
    Words(
        "số tiêu chí đạt: cần ít nhất {count}, tìm thấy {found} trên {of}",
        "criteria met: expected at least {count}, found {found} of {of}",
    ),
    Words(
        "{kind} `{id}`: cần {wanted}, tìm thấy `{found}` ({told})",
        "{kind} `{id}`: expected {wanted}, found `{found}` ({told})",
    ),
    Words(
        "{kind} `{id}`: cần {wanted}, tìm thấy `{found}`", "{kind} `{id}`: expected {wanted}, found `{found}`"
    ),
)
"""Why a case does not hold."""

PARTS: Final[Phrases] = (
    Words("lý do `{reason}`", "it for the reason `{reason}`"),
    Words("{wanted} vì lý do `{reason}`", "{wanted} for the reason `{reason}`"),
    Words("khác `{outcome}`", "anything but `{outcome}`"),
    Words("lý do `{reason}`, {rest}", "reason `{reason}`, {rest}"),
    Words("lý do `{reason}`", "reason `{reason}`"),
    Words("số liệu `{text}`, {rest}", "observed `{text}`, {rest}"),
    Words("số liệu `{text}`", "observed `{text}`"),
    Words("mức `{level}`", "level `{level}`"),
    Words("theo nhóm xã", "by commune group"),
    Words("nhóm {group}: {who}", "group {group}: {who}"),
    Words("vùng ghi trong hồ sơ", "the region given for the unit"),
    Words("theo vùng của {place}", "by the region of {place}"),
    Words("được áp dụng cột {column}: {who}", "may use column {column}: {who}"),
    Words("`{one}` và {other}", "`{one}` and {other}"),
)
"""Parts of the sentences above and of those of the errors."""
