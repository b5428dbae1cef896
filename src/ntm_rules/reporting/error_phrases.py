"""What the errors of the library say, in Vietnamese beside the English of the places that raise them.

Phrases only, matched and filled by `error_wording`. `{name}` stands for what the English has there; what is
in backticks is kept as it was written, anything else is worded in Vietnamese in its turn. The first phrase
that fits is taken, so that the particular ones stand before the general.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from ntm_rules.reporting import columnar_phrases, rule_phrases, title_phrases
from ntm_rules.reporting.wording import Words

Phrases: TypeAlias = tuple[Words, ...]

KINDS: Final[dict[str, str]] = {
    "authority": "cơ quan quy định",
    "axis": "trục của bảng mức",
    "change": "loại thay đổi",
    "choice of": "cách chọn",
    "column": "cột",
    "column_rule": "quy tắc chọn cột",
    "commune": "xã",
    "commune group": "nhóm xã",
    "condition": "điều kiện",
    "criteria set": "bộ tiêu chí",
    "criterion": "tiêu chí",
    "date": "ngày",
    "designation": "diện",
    "district": "huyện",
    "group": "nhóm xã",
    "hamlet": "thôn",
    "indicator": "chỉ tiêu",
    "key": "khóa",
    "kind": "loại",
    "level": "cấp",
    "measure": "chỉ số",
    "number of criteria": "số tiêu chí",
    "outcome": "kết quả",
    "province": "tỉnh",
    "rank": "bậc xếp loại",
    "reason": "lý do",
    "refused": "lý do không đánh giá",
    "region": "vùng",
    "rows of criterion": "các chỉ tiêu của tiêu chí",
    "ruleset": "bộ tiêu chí",
    "sheet": "trang tính",
    "status": "trạng thái",
    "tier": "danh hiệu",
    "title": "danh hiệu",
    "trust": "mức căn cứ",
    "unit": "đơn vị đo",
    "unit kind": "loại đơn vị",
    "value of `sexes`": "giá trị của `sexes`",
    "way to find a column": "cách chọn cột",
    "year": "năm",
    **rule_phrases.KINDS,
}
"""What a name can be the name of."""

FOUND: Final[Phrases] = (
    *columnar_phrases.FOUND,
    *title_phrases.FOUND,
    *rule_phrases.FOUND,
    Words("một danh sách", "a list"),
    Words("một nhóm khóa – giá trị", "a mapping"),
    Words("chỗ trống", "nothing"),
    Words("một nhóm khóa – giá trị có {keys}", "a mapping with {keys}"),
    Words("`{measure}` với {count} phép so sánh", "`{measure}` with {count} comparisons"),
    Words("`set` của {kind} với {count} phép so sánh", "`set` of a {kind} with {count} comparisons"),
    Words("một sửa đổi có {count} thao tác", "a change with {count} verbs"),
    Words("một nhóm khóa – giá trị không ghi trạng thái", "a mapping without a status"),
    Words("một danh sách không ghi trạng thái", "a list without a status"),
    Words("`{level}` không ghi trạng thái", "{level} without a status"),
    Words("tiêu chí `{id}` hai lần", "criterion {id} twice"),
    Words("chỉ tiêu `{id}` hai lần", "indicator {id} twice"),
    Words("điều kiện `{id}` hai lần", "condition {id} twice"),
    Words("`{kind}` hai lần", "{kind} twice"),
    Words("năm mà không có ngày", "a year without a day"),
    Words("đơn vị không ghi nhóm xã", "no commune group"),
    Words(
        "đơn vị cùng lúc thuộc nhiều nhóm xã, {groups}", "a unit in several commune groups at once, {groups}"
    ),
    Words("`{province}`, thuộc {regions}", "{province}, which lies in {regions}"),
    Words(
        "`{province}` không ghi vùng và không do các tỉnh thuộc nhiều vùng hợp thành",
        "`{province}` without a region and not formed from provinces of several",
    ),
)
"""What was found, where that is not a text of the user."""

EXPECTED: Final[Phrases] = (
    *columnar_phrases.EXPECTED,
    *title_phrases.EXPECTED,
    *rule_phrases.EXPECTED,
    # Forms of YAML.
    Words("chữ", "text"),
    Words("chữ, không để trống", "text that is not empty"),
    Words("một giá trị", "a value"),
    Words("một danh sách", "a list"),
    Words("một nhóm khóa – giá trị", "a mapping"),
    Words("khóa `{key}`", "the key `{key}`"),
    Words("`true` hoặc `false`", "`true` or `false`"),
    Words("ngày, ví dụ `2024-03-01`", "a date such as `2024-03-01`"),
    Words("năm, ví dụ `2022`", "a year such as `2022`"),
    Words("năm từ {first} đến {last}", "a year from {first} to {last}"),
    Words("ít nhất một năm", "at least one year"),
    Words("ít nhất một phần", "at least one part"),
    Words("`false` khi không ghi tổng số nào", "`false` where no totals stand beside it"),
    Words("mỗi số hiệu một lần", "each id once"),
    Words("mỗi loại đơn vị một lần", "each kind once"),
    Words("ít nhất một loại đơn vị", "at least one kind of unit"),
    Words("ít nhất một chỉ tiêu", "at least one indicator"),
    # Numbers and quantities.
    Words("một con số", "a number"),
    Words("số nguyên", "a whole number"),
    Words("số nguyên, đơn vị `{unit}`", "a whole number of `{unit}`"),
    Words("số hữu hạn", "a finite number"),
    Words("số không âm", "a number that is not negative"),
    Words("số lượng không âm", "a count that is not negative"),
    Words("số có dấu chấm thập phân", "a number with a decimal point"),
    Words("số có nhiều nhất {count} chữ số", "a number of at most {count} digits"),
    Words(
        "số lớn hơn 0, vì không thể có mức dưới 0",
        "a number above zero, since less than nothing is impossible",
    ),
    Words("số tiêu chí từ {first} đến {last}", "a number of criteria from {first} to {last}"),
    Words(
        "số từ {first} đến {last}, là số phần đã liệt kê", "a number from {first} to {last}, the parts listed"
    ),
    Words("số kèm đơn vị, ví dụ `{sample}`", "a number with its unit, such as `{sample}`"),
    Words("số lượng kèm đơn vị, ví dụ `{sample}`", "a count with its unit, such as `{sample}`"),
    Words("số lượng trên tổng số, ví dụ `{sample}`", "a count with its denominator, such as `{sample}`"),
    Words("số, ví dụ `46,7` hoặc `1.234.567,8`", "a number such as `46,7` or `1.234.567,8`"),
    Words("một số duy nhất, ví dụ `{sample}`", "one number, such as `{sample}`"),
    Words(
        "số theo đơn vị `{unit}`, là đơn vị không có tổng số đi kèm",
        "a number in `{unit}`, which has no denominator",
    ),
    Words("số theo đơn vị `{unit}`", "a number in `{unit}`"),
    Words("mức là số thập phân hữu hạn theo đơn vị `{unit}`", "a level that is a finite decimal in `{unit}`"),
    Words("tỷ lệ từ 0 % đến 100 %", "a share from 0 % to 100 %"),
    Words("tổng số, ví dụ `{sample}`", "a denominator such as `{sample}`"),
    Words("tổng số lớn hơn 0", "a denominator above zero"),
    Words("phần không lớn hơn tổng số", "a part that is not larger than its whole"),
    Words(
        "số chính xác, hoặc số nêu một phía như `trên 90 %`",
        "an exact figure, or one side of it such as `trên 90 %`",
    ),
    Words("số chỉ nêu một phía, ví dụ `{sample}`", "one side of a figure, such as `{sample}`"),
    Words("số chính xác cho từng giới hoặc từng năm", "an exact figure for one sex or year"),
    # Findings and ranks.
    Words(
        "kết luận `đạt`, `cơ bản đạt`, `chưa đạt` hoặc `không áp dụng`",
        "a finding: `đạt`, `cơ bản đạt`, `chưa đạt` or `không áp dụng`",
    ),
    Words(
        "một giá trị chung, không tách nam và nữ, đối với kết luận hoặc bậc xếp loại",
        "no values by sex for a finding or a rank",
    ),
    # Unit files.
    Words("mã của một chỉ số", "the id of a measure"),
    Words("`--on DATE` cùng với `--year`", "`--on DATE` beside `--year`"),
    Words("nhóm xã `1`, `2` hoặc `3`", "a commune group, `1`, `2` or `3`"),
    Words(
        "`group` của đơn vị `{unit}`: 1, 2 hoặc 3, hoặc số liệu để xác định nhóm: {measures}",
        "`group` of unit `{unit}`: 1, 2 or 3, or the facts that tell it: {measures}",
    ),
    Words("`group` của đơn vị `{unit}`: 1, 2 hoặc 3", "`group` of unit `{unit}`: 1, 2 or 3"),
    Words("`group` đã được công bố của đơn vị `{unit}`", "the published `group` of unit `{unit}`"),
    Words("`when` hoặc `otherwise: true`, một trong hai", "`when` or `otherwise: true`, one of them"),
    Words("`by: group` bên cạnh quy định về nhóm", "`by: group` beside the rules of groups"),
    Words("`otherwise` cho nhiều nhất một nhóm", "`otherwise` for one group at most"),
    Words(
        "các diện, và phép so sánh số liệu của chính đơn vị với một mức",
        "designations, and comparisons of the unit's own facts with one level",
    ),
    Words(
        "quyết định ghi theo số/năm, ví dụ `1980/2016`", "the decision as number/year, such as `1980/2016`"
    ),
    Words("tỉnh đã có vào ngày {day}", "one that existed on {day}"),
    Words(
        "đơn vị loại {kinds}, là loại mà bộ `{set}` đánh giá",
        "a unit of kind {kinds}, which set `{set}` judges",
    ),
    Words("`{level}`, cấp mà bộ `{set}` đánh giá", "a {level}, which set `{set}` judges"),
    Words("một loại đơn vị của cấp {level}: {kinds}", "a kind of {level}, one of {kinds}"),
    Words("cấp của một đơn vị nằm trong {level}", "the level of a unit within a {level}"),
    Words("`region` (một trong {regions}) hoặc {other}", "`region` (one of {regions}) or {other}"),
    Words("`region` (một trong {regions})", "`region` (one of {regions})"),
    Words(
        "`former_province` (một trong {provinces}) hoặc {other}",
        "`former_province` (one of {provinces}) or {other}",
    ),
    Words("`former_province` (một trong {provinces})", "`former_province` (one of {provinces})"),
    Words("`assessed_on`, vì tỉnh đã sáp nhập", "`assessed_on`, since the province was merged"),
    # Measures.
    Words("`region` của tỉnh này", "its `region`"),
    Words("`%`, đơn vị của tỷ lệ", "`%`, the unit of a share"),
    Words("đơn vị khác `%` cho loại `{kind}`", "another unit than `%` for kind `{kind}`"),
    Words("bỏ đơn vị ở chỉ số loại `{kind}`", "no unit for a measure of kind `{kind}`"),
    Words("bỏ khóa này ở chỉ số loại `{kind}`", "no such key for a measure of kind `{kind}`"),
    Words("từ hai bậc khác nhau trở lên, thấp nhất trước", "two or more ranks that differ, lowest first"),
    # Criteria sets.
    Words("năm đầu và năm cuối, ví dụ `[2021, 2025]`", "the first and the last year, such as `[2021, 2025]`"),
    Words("một yêu cầu có một trong {forms}", "one requirement with one of {forms}"),
    Words(
        "bộ tiêu chí đánh giá {level}, là đơn vị phải xét",
        "a set that judges a {level}, which is what it is asked of",
    ),
    Words("số không nhỏ hơn số tiêu chí đã nêu", "a number that is not smaller than the criteria listed"),
    Words(
        "một phần của mức, giữa 0 % và 100 %, ví dụ `{sample}`",
        "a part of a level between 0 % and 100 %, such as `{sample}`",
    ),
    Words(
        "chỉ số loại `share` hoặc `count`, không phải loại `{kind}`",
        "a measure of kind `share` or `count`, not `{kind}`",
    ),
    Words("chỉ số loại `count`", "a measure of kind `count`"),
    Words("các loại đơn vị nằm trong {level}", "kinds of unit that lie within a {level}"),
    Words(
        "bỏ `sexes`, `over` và `exempt` ở phép so sánh có `members`",
        "no `sexes`, `over` or `exempt` beside members",
    ),
    Words(
        "một mức, hoặc nhóm khóa – giá trị có `value`, `unset`, `set_by`, `times`, `by` hoặc `cases`",
        "a level, or a mapping with `value`, `unset`, `set_by`, `times`, `by` or `cases`",
    ),
    Words(
        "`status` tại đây hoặc ở phần trên, một trong {names}", "a `status` here or above it, one of {names}"
    ),
    Words("`is` cho chỉ số theo kết luận", "`is` for an attested measure"),
    Words("phép so sánh với một mức", "a comparison with a level"),
    Words("một mức đã được quy định", "a level that is set"),
    Words("hệ số lớn hơn 0", "a factor above zero"),
    Words("các trục khác nhau trong số {axes}", "axes that differ, out of {axes}"),
    Words("một mức cho mỗi {axis}", "one level per {axis}"),
    Words("chỉ tiêu có so sánh một chỉ số", "an indicator that compares a measure"),
    Words("`otherwise` là trường hợp cuối cùng", "`otherwise` as the last case"),
    Words("một chỉ tiêu hoặc điều kiện và một phép so sánh", "an indicator or condition and one comparison"),
    Words("điều kiện chỉ gồm các diện, trong quy tắc chọn cột", "designations only, in the rule of a column"),
    # Fixtures.
    Words(
        "một kết quả, hoặc nhóm khóa – giá trị có `outcome`, `reason` hoặc cả hai",
        "an outcome, or a mapping with `outcome`, `reason` or both",
    ),
    # Names to choose from.
    Words("văn bản có bộ tiêu chí", "one of none: it holds no criteria set"),
    Words("một mục của bộ `{set}` ngày {day}: {names}", "one of set `{set} on {day}`: {names}"),
    Words("một mục của bộ `{set}` ngày {day}", "one of set `{set} on {day}`"),
    Words("một mục của bộ `{set}`: {names}", "one of set `{set}`: {names}"),
    Words("một mục của bộ `{set}`", "one of set `{set}`"),
    Words("một trong các giá trị {names}", "one of {names}"),
)
"""What would have been accepted."""

HINTS: Final[Phrases] = (
    *columnar_phrases.HINTS,
    Words("có phải là `{name}`?", "did you mean `{name}`?"),
    Words("ghi theo một trong hai cách đó", "write the one that is meant"),
    Words(
        "ghi kèm tên tỉnh sau số hiệu, hoặc ghi thư mục, ví dụ `{folder}`",
        "write the province beside the number, or the folder, such as `{folder}`",
    ),
    Words("sửa gói đó hoặc gỡ ra", "correct the distribution or uninstall it"),
    Words("viết dấu trừ là `-`", "write the minus sign as `-`"),
    Words(
        "trong `{…}`, giá trị có dấu phẩy phải để trong ngoặc kép",
        "inside `{…}` a value with a comma needs quotes",
    ),
    Words(
        "tỉnh được quy định phần được giao, quy định chặt hơn hoặc bổ sung",
        "a province may set what is delegated, tighten, or add",
    ),
    Words("lưu lại tệp theo bảng mã UTF-8", "save the file again as UTF-8"),
    Words("cài đặt lại `ntm-rules`", "install ntm-rules again"),
    Words("bãi bỏ cả tiêu chí đó", "repeal the criterion"),
)

MESSAGES: Final[Phrases] = (
    *columnar_phrases.MESSAGES,
    *title_phrases.MESSAGES,
    *rule_phrases.MESSAGES,
    # Names and values whose sentence is not the one of their class.
    Words(
        "`{decision}` không chứa bộ tiêu chí nào, cần văn bản có bộ tiêu chí",
        "unknown criteria set `{decision} set`, expected one of none: it holds no criteria set",
    ),
    Words(
        "chưa rõ bộ tiêu chí nào của `{decision}`, cần {expected}",
        "unknown criteria set `{decision} set`, expected {expected}",
    ),
    Words("thiếu khóa `{key}`", "found `a mapping without it`, expected the key `{key}`"),
    Words("để trống, cần khóa `{key}`", "found `an empty mapping`, expected the key `{key}`"),
    Words("đơn vị thiếu khóa `{key}`", "found `a unit without it`, expected the key `{key}`"),
    Words("chỉ số thiếu khóa `{key}`", "found `a measure without it`, expected the key `{key}`"),
    Words(
        "chỉ số xếp loại thiếu khóa `{key}`",
        "found `an ordinal measure without it`, expected the key `{key}`",
    ),
    Words("số liệu thiếu khóa `{key}`", "found `an observation without it`, expected the key `{key}`"),
    Words("có `of` nhưng thiếu khóa `{key}`", "found ``of` without a value`, expected the key `{key}`"),
    Words("`{verb}` thiếu khóa `{key}`", "found ``{verb}` without it`, expected the key `{key}`"),
    Words(
        "tìm thấy cả `{one}` và `{other}`, cần một trong các khóa đó",
        "found `{one} and {other}`, expected one of them",
    ),
    # Files and YAML.
    Words(
        "tệp có `{size}` byte, cần nhiều nhất {most}", "the file has `{size}` bytes, expected at most {most}"
    ),
    Words(
        "văn bản có `{size}` ký tự, cần nhiều nhất {most}",
        "the text has `{size}` characters, expected at most {most}",
    ),
    Words("không đọc được tệp: {why}", "cannot read the file: {why}"),
    Words(
        "byte `{byte}` không thuộc bảng mã UTF-8, cần văn bản UTF-8",
        "byte `{byte}` is not UTF-8, expected UTF-8 text",
    ),
    Words("không phải YAML hợp lệ: {why}", "not valid YAML: {why}"),
    Words("tệp trống, cần một nhóm khóa – giá trị", "the file is empty, expected a mapping"),
    Words("lồng nhau quá {count} cấp", "nested more than {count} levels deep"),
    Words("lồng nhau quá {count} danh sách trên một dòng", "nested more than {count} lists deep on one line"),
    Words("tìm thấy thẻ `{tag}`, cần YAML không có thẻ", "found the tag `{tag}`, expected plain YAML"),
    Words(
        "tìm thấy danh sách hoặc nhóm khóa – giá trị ở chỗ của khóa, cần chữ",
        "found a list or mapping as a key, expected text",
    ),
    Words(
        "khóa `{key}` ghi hai lần, lần đầu ở dòng {line}, cần một lần",
        "the key `{key}` stands twice, first on line {line}, expected once",
    ),
    Words("bí danh trỏ về chính phần chứa nó", "an alias refers to the node that holds it"),
    Words("bí danh mở rộng thành hơn {count} phần tử", "aliases expand to more than {count} nodes"),
    # Unit files.
    Words(
        "chỉ số `{id}` được định nghĩa hai lần, là `{one}` và là `{other}`, cần một định nghĩa",
        "measure `{id}` is defined twice, as `{one}` and as `{other}`, expected one definition",
    ),
    Words(
        "`{measure}`: tìm thấy `{found}` và `of: {stated}`, cần một tổng số",
        "`{measure}`: found `{found}` and `of: {stated}`, expected one denominator",
    ),
    Words(
        "`{measure}`: tìm thấy số chung `{total}`, nam `{men}`, nữ `{women}`, cần số chung ở giữa hai số đó",
        "`{measure}`: found `{total} in all, {men} of men, {women} of women`, expected a total between "
        "the two",
    ),
    Words(
        "tìm thấy vùng `{region}`, nhưng tỉnh `{province}` thuộc {regions}",
        "found region `{region}`, but province `{province}` lies in {regions}",
    ),
    Words(
        "tìm thấy tỉnh cũ `{found}`, cần {names} cho đơn vị thuộc `{province}`",
        "found former province `{found}`, expected {names} for a place in `{province}`",
    ),
    Words(
        "ngày thẩm định `{day}` trước năm của số liệu, `{year}`",
        "assessed on `{day}`, before the year of its data, `{year}`",
    ),
    Words(
        "đơn vị `{unit}` thuộc cả {areas}, cần một khu vực",
        "unit `{unit}` is designated {areas}, expected one area",
    ),
    Words(
        "đơn vị `{unit}` ghi nhóm xã `{group}`, trái quy định của bộ `{set}`, cần một trong {left}",
        "unit `{unit}` is given as commune group `{group}`, which the rules of set `{set}` rule out, "
        "expected one of {left}",
    ),
    Words(
        "hỏi quy định của `{asked}` cho đơn vị `{unit}`, đơn vị này thuộc `{province}`",
        "rules of `{asked}` asked for unit `{unit}`, which lies in `{province}`",
    ),
    Words(
        "`{unit}` có hai đơn vị thành phần cùng tên `{member}`, cần mỗi đơn vị một lần",
        "`{unit}` has two members named `{member}`, expected each unit once",
    ),
    Words(
        "`{unit}` ghi `{stated}` đơn vị thành phần ở `{measure}` và liệt kê {listed}",
        "`{unit}` states `{stated}` members under `{measure}` and lists {listed}",
    ),
    Words(
        "đơn vị là `{one}` theo cấp và là `{other}` theo loại, cần một trong hai",
        "the unit is a `{one}` by its level and a `{other}` by its kind, expected one of them",
    ),
    # Amendments and overlays.
    Words(
        "`{document}` bãi bỏ mọi chỉ tiêu của tiêu chí `{id}`",
        "`{document}` repeals every indicator of criterion `{id}`",
    ),
    Words(
        "`{document}` sửa đổi {kind} `{id}`, bộ tiêu chí không có {kind} này",
        "`{document}` changes {kind} `{id}`, which the set does not have",
    ),
    Words(
        "`{document}` bổ sung {kind} `{id}`, bộ tiêu chí đã có {kind} này",
        "`{document}` adds {kind} `{id}`, which the set already has",
    ),
    Words(
        "`{document}` đặt `{new}` cho chỉ tiêu `{id}`, chỉ tiêu này yêu cầu `{old}`",
        "`{document}` sets `{new}` of indicator `{id}`, which asks `{old}`",
    ),
    Words(
        "`{document}` đặt mức của chỉ tiêu `{id}`, có {count} phép so sánh theo `{measure}`, cần một",
        "`{document}` sets a level of indicator `{id}`, which has {count} comparisons of `{measure}`, "
        "expected one",
    ),
    Words(
        "`{document}` đặt mức của chỉ tiêu `{id}`, có {count} phép so sánh, cần một",
        "`{document}` sets a level of indicator `{id}`, which has {count} comparisons, expected one",
    ),
    Words(
        "`{first}` và `{second}` cùng đặt {kind} `{id}` ({cell})",
        "`{first}` and `{second}` both set {kind} `{id}` ({cell})",
    ),
    Words(
        "`{first}` và `{second}` cùng đặt {kind} `{id}`", "`{first}` and `{second}` both set {kind} `{id}`"
    ),
    Words(
        "chỉ tiêu `{id}`: `{document}` của tỉnh bãi bỏ nội dung quốc gia `{national}`",
        "indicator `{id}`: the province sets `nothing: `{document}` repeals it`, weaker than the national "
        "`{national}`",
    ),
    Words(
        "chỉ tiêu `{id}`{cell}: tỉnh không đặt mức nào, trong khi mức quốc gia là `{national}`",
        "indicator `{id}`{cell}: the province sets `nothing`, weaker than the national `{national}`",
    ),
    Words(
        "chỉ tiêu `{id}`{cell}: tỉnh không đặt mức nào, trong khi mức quốc gia là `{national}`",
        "indicator `{id}`{cell}: the province sets `no level`, weaker than the national `{national}`",
    ),
    Words("văn bản `{id}` có ở `{one}` và ở `{other}`", "document `{id}` stands in `{one}` and in `{other}`"),
    Words("không phải thư mục, cần một thư mục bộ tiêu chí", "not a folder, expected a folder of rulesets"),
    Words("không có thư mục bộ tiêu chí đi kèm phần mềm", "the folder of shipped rulesets is missing"),
    Words(
        "khai báo `{entry}` của gói `{distribution}` không cho thư mục bộ tiêu chí nào: {why}",
        "entry point `{entry}` of distribution `{distribution}` gives no folder of rulesets: {why}",
    ),
    # Fixtures.
    Words(
        "thư mục không có tệp `{pattern}` nào, cần ít nhất một",
        "the folder holds no `{pattern}`, expected at least one",
    ),
    Words(
        "chưa nêu đường dẫn nào, cần một tệp ca kiểm thử hoặc một thư mục",
        "no path was given, expected a fixture file or a folder of them",
    ),
    Words("danh sách ca trống, cần ít nhất một ca", "the list of cases is empty, expected at least one"),
    Words(
        "hai ca cùng tên `{name}`, ca đầu ở dòng {line}",
        "two cases are named `{name}`, the first on line {line}",
    ),
    Words(
        "ca có cả `record` và `file`, cần một trong hai",
        "the case has both `record` and `file`, expected one of them",
    ),
    Words(
        "ca không có `record` và cũng không có `file`, cần một trong hai",
        "the case has neither `record` nor `file`, expected one of them",
    ),
    Words(
        "ca không nêu kết quả phải có, cần ít nhất một",
        "the case expects nothing, expected at least one statement",
    ),
)
"""Whole sentences; they go before the sentences of the structured errors."""
