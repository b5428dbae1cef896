"""The words of comparisons of two criteria sets, in Vietnamese and English.

Words and sentence patterns only; beside `wording`, whose phrases are used where they fit.
"""

from __future__ import annotations

from typing import Final

from ntm_rules.facts.notation import Lang
from ntm_rules.law import ChangeKind
from ntm_rules.reporting.wording import Words

CHANGES: Final[dict[ChangeKind, Words]] = {
    ChangeKind.NEW: Words("mới", "new"),
    ChangeKind.DROPPED: Words("bỏ", "dropped"),
    ChangeKind.STRICTER: Words("chặt hơn", "stricter"),
    ChangeKind.LOOSER: Words("nới lỏng", "looser"),
    ChangeKind.REDEFINED: Words("quy định lại", "redefined"),
    ChangeKind.UNCHANGED: Words("giữ nguyên", "unchanged"),
    ChangeKind.UNKNOWN: Words("chưa biết", "unknown"),
}

PARTS: Final[dict[str, Words]] = {
    "level": Words("mức", "level"),
    "operator": Words("cách so sánh", "comparison"),
    "sexes": Words("nam, nữ", "men and women"),
    "years": Words("số năm phải xét", "years looked back"),
    "exempt": Words("phần được trừ", "exemptions"),
    "alternatives": Words("cách đáp ứng khác", "alternatives"),
    "negation": Words("điều không được có", "what must not hold"),
    "applies_when": Words("nơi phải áp dụng", "where it applies"),
    "measure": Words("chỉ số đo", "measure"),
    "set": Words("bộ phải đạt trước", "set to be met first"),
    "recognition": Words("lần công nhận được tính", "recognitions that count"),
    "attested_by": Words("kết luận chính thức", "official finding"),
    "members": Words("đơn vị được tính", "units counted"),
    "criteria": Words("số tiêu chí phải đạt", "criteria to be met"),
}

_PHRASES: Final[dict[str, Words]] = {
    "heading_column": Words("Cột", "Column"),
    "heading_change": Words("Thay đổi", "Change"),
    "heading_measure": Words("Nội dung đo", "Measure"),
    "all_columns": Words("mọi cột", "all"),
    "moved": Words("đổi số {a} → {b}", "moved {a} → {b}"),
    "moved_count": Words("đổi số {count}", "{count} moved"),
    "part": Words("{part} {change}", "{part} {change}"),
    "count": Words("{change} {count}", "{count} {change}"),
    "compared": Words("So sánh {a} với {b}", "{a} compared with {b}"),
    "years_compared": Words(
        "Mức theo năm: năm {a} so với năm {b}.", "Yearly levels: those of {a} against those of {b}."
    ),
    "counted_by_cell": Words("Số ô theo cột", "Cells by column"),
    "unlike": Words("≠ không so sánh được; {reasons}", "≠ not comparable; {reasons}"),
    "before": Words("trước: {reason}", "before: {reason}"),
    "now": Words("nay: {reason}", "now: {reason}"),
    "alternative": Words("một trong các cách", "one of several ways"),
    "not_so": Words("phải không như vậy", "must not be so"),
    "only_some": Words("chỉ ở nơi phải áp dụng", "only where it applies"),
    "derived": Words("tức {level}", "that is {level}"),
    "no_cell": Words("không có ô này", "no such cell"),
    "asks_whole": Words(
        "{whole} còn đòi đạt toàn bộ {part}: phần chỉ {part} có vẫn phải đạt.",
        "{whole} also asks the whole of {part}: what only {part} asks must still be met.",
    ),
    "rows_unseen": Words(
        "{name}: chưa thấy hết các chỉ tiêu; điều chỉ {other} đòi thì chưa biết có còn hay không.",
        "{name}: not all of its rows have been seen; what {other} asks alone may stand in it as well.",
    ),
    "nothing": Words("Không có gì để nêu.", "Nothing to show."),
    "conditions": Words("Điều kiện kèm theo", "Conditions"),
}


def say_difference(key: str, lang: Lang, /, **values: object) -> str:
    """Return a phrase of a comparison with its blanks filled."""
    return _PHRASES[key].in_language(lang).format(**values)
