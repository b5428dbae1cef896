"""What static analysis found, for people and programs: one line per remark in two languages, and JSON.

A template per code; what the reader refused is worded by `error_wording`. Does not find anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from ntm_rules.errors import NOWHERE, NtmRulesError, Place
from ntm_rules.facts.notation import Lang
from ntm_rules.law.remarks import Detail, Remark, Severity
from ntm_rules.reporting.error_wording import error_text
from ntm_rules.reporting.requirement_text import key_text
from ntm_rules.reporting.wording import Words, day, level_name, tier_name

_SEVERITIES: Final[dict[Severity, Words]] = {
    "error": Words("lỗi", "error"),
    "warning": Words("lưu ý", "warning"),
}

_REFUSED: Final = Words("{error}", "{error}")

TEMPLATES: Final[dict[str, Words]] = {
    # What the reader refuses.
    "unreadable-file": _REFUSED,
    "not-in-grammar": _REFUSED,
    "undefined-measure": _REFUSED,
    "incompatible-unit": _REFUSED,
    "ambiguous-number": _REFUSED,
    "amendment-conflict": _REFUSED,
    "undefined-reference": _REFUSED,
    "ambiguous-reference": _REFUSED,
    # Levels and their tables.
    "missing-region": Words("bảng thiếu cột vùng {missing}", "the table lacks the region column {missing}"),
    "missing-group": Words("bảng thiếu nhóm xã {missing}", "the table lacks the commune group {missing}"),
    "missing-year": Words(
        "bảng thiếu năm {missing} mà bộ tiêu chí phải đánh giá",
        "the table lacks the year {missing}, which the set judges",
    ),
    "missing-date": Words(
        "mức đầu tiên chỉ có từ {given}, trong khi quy định có hiệu lực từ {first}",
        "the first level holds from {given}, but the text is in force from {first}",
    ),
    "table-without-column": Words(
        "mức chia theo `{axis}`, trong khi bộ tiêu chí chia cột theo `{by}`, nên không bao giờ được dùng",
        "levels by `{axis}` in a set whose columns are by `{by}`: no unit is ever judged by them",
    ),
    "unreachable-cell": Words(
        "ô này nằm ngoài khoảng {first} – {last} mà bộ tiêu chí đánh giá, nên không bao giờ được dùng",
        "the cell is outside {first} to {last}, which the set judges, and is never used",
    ),
    "other-unit": Words(
        "`{level}` ghi theo `{unit}`, được đổi sang `{canonical}`, đơn vị của `{measure}`",
        "`{level}` is in `{unit}` and is converted to `{canonical}`, the unit of `{measure}`",
    ),
    "never-met": Words(
        "không số liệu nào của `{measure}` có thể đạt `{operator}: {level}`",
        "no value of `{measure}` can meet `{operator}: {level}`",
    ),
    "never-failed": Words(
        "mọi số liệu của `{measure}` đều đạt `{operator}: {level}`",
        "every value of `{measure}` meets `{operator}: {level}`",
    ),
    "lone-otherwise": Words(
        "`cases` chỉ có `otherwise`: mức không phụ thuộc vào gì, nên ghi thẳng",
        "`cases` with `otherwise` alone: the level depends on nothing and is better written as it is",
    ),
    "no-otherwise": Words(
        "`cases` không có `otherwise`: khi không trường hợp nào đúng thì không có mức",
        "`cases` without `otherwise`: where no case holds there is no level",
    ),
    # Evidence and counts.
    "sourced-without-address": Words(
        "ghi là có nguồn nhưng không có địa chỉ trang nào (số ô: {cells})",
        "said to be sourced, but no address of a page is given (cells: {cells})",
    ),
    "count-differs": Words(
        "có {criteria} tiêu chí, {indicators} chỉ tiêu; số đã công bố là {published_criteria} và "
        "{published_indicators}",
        "{criteria} criteria and {indicators} indicators; published are {published_criteria} and "
        "{published_indicators}",
    ),
    # References.
    "circular-reference": Words(
        "muốn đạt bộ này thì, qua {through}, phải đạt chính nó",
        "the set is met only where, by way of {through}, it is met itself",
    ),
    "other-measure": Words(
        "`{measure}` được so với bội số của `{basis}`, là một chỉ số khác",
        "`{measure}` is compared with a multiple of `{basis}`, another measure",
    ),
    "other-kind": Words(
        "hỏi {asked}, trong khi bộ phải đạt chỉ đánh giá {judged}, nên không áp dụng cho đơn vị nào",
        "asks {asked}, but the set to be met judges {judged}, so that it applies to none of them",
    ),
    "unused-measure": Words(
        "không bộ tiêu chí nào dùng chỉ số `{measure}`", "no criteria set uses the measure `{measure}`"
    ),
    # Documents in time.
    "unknown-document": Words(
        "`{key}` nêu `{name}`, văn bản này không có trong danh mục",
        "`{key}` names `{name}`, which is not in the catalogue",
    ),
    "unanswered-reference": Words(
        "`{key}` nêu `{other}`, nhưng `{answer}` của văn bản đó không nêu lại",
        "`{key}` names `{other}`, whose `{answer}` does not name it back",
    ),
    "overlapping-sets": Words(
        "cùng hiệu lực với bộ cùng cấp, cùng danh hiệu của `{other}` từ {first} đến {last}",
        "in force together with the set of the same level and tier of `{other}` from {first} to {last}",
    ),
    "gap-between-sets": Words(
        "từ {first} đến {last}, sau bộ của `{other}`, không có bộ nào cùng cấp, cùng danh hiệu có hiệu lực",
        "from {first} to {last}, after the set of `{other}`, no set of this level and tier is in force",
    ),
    "ends-before-it-begins": Words(
        "hết hiệu lực {last}, trước khi bắt đầu {first}", "ends on {last}, before it begins on {first}"
    ),
    "never-in-force": Words(
        "không ngày nào có hiệu lực: bắt đầu {first}, kết thúc {last}",
        "in force on no day: begins on {first}, ends on {last}",
    ),
    "amends-expired-set": Words(
        "sửa đổi từ {since} một bộ tiêu chí đã hết hiệu lực từ sau {last}",
        "amends from {since} a set that was in force until {last}",
    ),
    "outside-its-document": Words(
        "sửa đổi từ {since}, ngoài thời gian hiệu lực của chính văn bản ({begun} – {ended})",
        "amends from {since}, outside the days on which its own document is in force ({begun} to {ended})",
    ),
    "cell-set-twice": Words(
        "ô này đã do `{other}` đặt trong cùng thời gian; không văn bản nào được tự ý ưu tiên",
        "`{other}` sets this cell for the same time; neither is silently preferred",
    ),
    "weaker-than-national": Words(
        "tỉnh đặt mức `{provincial}`, không chặt bằng mức quốc gia `{national}`",
        "the province sets `{provincial}`, weaker than the national `{national}`",
    ),
    "entry-differs": Words(
        "`decision.yaml` ghi `{key}` là `{told}`, còn tệp ghi `{found}`",
        "`decision.yaml` gives `{key}` as `{told}`, the file itself as `{found}`",
    ),
    # Rules of directives.
    "undefined-criterion": Words(
        "không bộ tiêu chí nào được nêu có tiêu chí `{name}`; tên gần nhất: `{near}`",
        "none of the sets that are meant has a criterion `{name}`; the nearest name is `{near}`",
    ),
    "never-fires": Words(
        "không bao giờ được áp dụng: không dữ kiện nào và không quy tắc nào cho ra `{pattern}` như vậy",
        "can never fire: no fact and no rule gives such a `{pattern}`",
    ),
    "unused-conclusion": Words(
        "kết luận `{kind}` không quy tắc nào dùng tới", "no rule takes up the conclusion `{kind}`"
    ),
    "rule-outside-its-document": Words(
        "có hiệu lực {since} – {until}, ngoài thời gian hiệu lực của văn bản ({begun} – {ended})",
        "in force from {since} to {until}, outside the days of its document ({begun} to {ended})",
    ),
}

_TOTALS: Final = Words("{errors} lỗi, {warnings} lưu ý.", "Errors: {errors}, warnings: {warnings}.")
_NOTHING: Final = Words("Không có gì phải lưu ý.", "Nothing to remark.")


def remark_sentence(remark: Remark, lang: Lang = "vi") -> str:
    """Return what a remark says, without place and subject."""
    values = {key: _shown(value, lang) for key, value in remark.details.items()}
    if remark.error is not None:
        values["error"] = _refusal(remark.error, lang)
    return TEMPLATES[remark.code].in_language(lang).format(**values)


def _refusal(error: NtmRulesError, lang: Lang) -> str:
    """Return an error on one line, without the place that the remark shows."""
    return error_text(error, lang).removeprefix(f"{error.place}: ").replace("\n  ", "; ")


def _shown(value: Detail, lang: Lang) -> str:
    if isinstance(value, dt.date):
        return day(value, lang)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _subject(remark: Remark, lang: Lang) -> str:
    """Return what a remark is about: document, set, row and cell."""
    parts = [remark.document] if remark.document else []
    if remark.set is not None:
        name = f"{level_name(remark.set.level, lang)} {tier_name(remark.set.tier, lang)}"
        own = remark.set.ruleset.partition(" (")[0] == remark.document
        parts.append(name if own else f"{remark.set.ruleset} {name}")
    if remark.indicator is not None:
        cell = ", ".join(key_text(key, lang) for key in remark.cell)
        parts.append(f"{remark.indicator} ({cell})" if cell else remark.indicator)
    return ", ".join(parts)


def remark_text(remark: Remark, lang: Lang = "vi") -> str:
    """Return a remark as one line: place, severity, code, what it is about, what is wrong."""
    where = _where(remark.place)
    severity = _SEVERITIES[remark.severity].in_language(lang)
    subject = _subject(remark, lang)
    said = f"{severity} [{remark.code}] {subject}: " if subject else f"{severity} [{remark.code}] "
    text = f"{where}: {said}" if where else said
    return text + remark_sentence(remark, lang)


def _where(place: Place) -> str:
    """Return file, line and column; the path of keys would only repeat the subject."""
    return str(Place(place.file, place.line, place.column))


def remarks_text(remarks: Sequence[Remark], lang: Lang = "vi") -> str:
    """Return all remarks, a line each, and how many there are."""
    if not remarks:
        return _NOTHING.in_language(lang)
    errors = sum(1 for remark in remarks if remark.severity == "error")
    totals = _TOTALS.in_language(lang).format(errors=errors, warnings=len(remarks) - errors)
    return "\n".join((*(remark_text(remark, lang) for remark in remarks), totals))


def remarks_data(remarks: Sequence[Remark], lang: Lang = "vi") -> list[dict[str, Any]]:
    """Return all remarks as plain data for JSON."""
    return [_data(remark, lang) for remark in remarks]


def _data(remark: Remark, lang: Lang) -> dict[str, Any]:
    return {
        "severity": remark.severity,
        "code": remark.code,
        "document": remark.document or None,
        "set": None if remark.set is None else remark.set._asdict(),
        "indicator": remark.indicator,
        "cell": list(remark.cell),
        "place": _place_data(remark.place),
        "also": _place_data(remark.also),
        "details": {key: _plain(value) for key, value in remark.details.items()},
        "message": remark_sentence(remark, lang),
    }


def _place_data(place: Place) -> dict[str, Any] | None:
    if place == NOWHERE:
        return None
    return {"file": place.file, "line": place.line, "column": place.column, "path": place.path}


def _plain(value: Detail) -> str | int | list[str]:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
