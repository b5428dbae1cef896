"""The words of what titles are worth, in Vietnamese and English.

Words and sentence patterns only; beside `wording`, whose phrases are used where they fit, and the labels of
standings, duties and conditions, which come with the vocabulary of the rules.
"""

from __future__ import annotations

from typing import Final

from ntm_rules.facts.notation import Lang
from ntm_rules.reporting.wording import Words
from ntm_rules.standing import OpenBecause, Standing, State
from ntm_rules.standing.choices import (
    ACTORS,
    BRANCHES,
    CONDITIONS,
    DUTIES,
    STANDINGS,
    TIERS_OR_NONE,
)
from ntm_rules.standing.clauses import Grounds

STATES: Final[dict[State, Words]] = {
    State.HOLDS: Words("đạt", "holds"),
    State.FAILS: Words("không đạt", "fails"),
    State.UNKNOWN: Words("chưa xác định được", "cannot be told"),
    State.NOT_APPLICABLE: Words("không áp dụng", "does not apply"),
    State.DROPPED: Words("bộ mới không có", "dropped"),
}

OPEN_BECAUSE: Final[dict[OpenBecause, Words]] = {
    OpenBecause.TITLES_NOT_RECORDED: Words(
        "hồ sơ không ghi các lần được công nhận", "the recognitions are not recorded"
    ),
    OpenBecause.NO_RULE: Words(
        "không quy định nào đang áp dụng nói về danh hiệu này, hoặc hồ sơ không ghi quyết định công nhận",
        "no rule in force speaks of this title, or the record does not say which decision it was given under",
    ),
    OpenBecause.NO_FACTS: Words(
        "chưa có số liệu của các năm mà bộ {ruleset} đánh giá",
        "nothing is recorded of the years that {ruleset} judges",
    ),
    OpenBecause.FACTS_TOO_OLD: Words(
        "số liệu mới nhất là của năm {year}, trước các năm mà bộ {ruleset} đánh giá",
        "the last facts are of {year}, before the years that {ruleset} judges",
    ),
    OpenBecause.REVIEW_CONTRADICTED: Words(
        "kết quả rà soát theo {ruleset} mâu thuẫn với số liệu cùng thời gian",
        "the review against {ruleset} contradicts facts of its own time",
    ),
    OpenBecause.CRITERIA_OPEN: Words(
        "{count} tiêu chí của {ruleset} chưa xác định được: {criteria}",
        "{count} criteria of {ruleset} cannot be told: {criteria}",
    ),
    OpenBecause.RULE_UNCONFIRMED: Words(
        "có quy tắc chưa được xác nhận nên không quyết định",
        "a rule that nobody has confirmed decides nothing",
    ),
}

GROUNDS: Final[dict[Grounds, Words]] = {
    Grounds.SOURCED: Words("có nguồn", "sourced"),
    Grounds.PROVISIONAL: Words("tạm tính", "provisional"),
    Grounds.ASSUMED: Words("giả định", "assumed"),
}

NOT_RECOGNISED: Final = Words("chưa có danh hiệu", "no title")

_PHRASES: Final[dict[str, Words]] = {
    "on": Words("xét ngày {day}", "as of {day}"),
    "title": Words("Danh hiệu", "Title"),
    "no_title": Words("không có danh hiệu nào được ghi nhận", "none recorded"),
    "titles_untold": Words("hồ sơ không ghi", "not recorded"),
    "recognised_on": Words("công nhận ngày {day}", "recognised on {day}"),
    "until": Words("có thời hạn đến {day}", "valid until {day}"),
    "standing": Words("Giá trị danh hiệu", "Standing"),
    "by_rule": Words("căn cứ: {document}, {reference}: {label}", "by {document}, {reference}: {label}"),
    "possible": Words("còn có thể: {standings}", "still possible: {standings}"),
    "why_open": Words("chưa kết luận được vì: {reason}", "cannot be told because {reason}"),
    "missing": Words("thiếu số liệu: {measures}", "missing: {measures}"),
    "and_more": Words("và {count} nội dung khác", "and {count} more"),
    "unconfirmed": Words(
        "mức chưa được xác nhận hoặc do nơi khác quy định: {ids}",
        "levels unconfirmed or left to another authority: {ids}",
    ),
    "against": Words("Xét theo", "Held against"),
    "counted_by": Words("Tính thu hồi theo", "Revocation counted by"),
    "failing_certain": Words("không đạt {failing}/{of} tiêu chí", "{failing} of {of} criteria fail"),
    "failing_between": Words(
        "không đạt ít nhất {certain}, nhiều nhất {possible} trong {of} tiêu chí",
        "at least {certain} and at most {possible} of {of} criteria fail",
    ),
    "reviewed": Words(
        "rà soát chính thức: đạt {met}/{of} tiêu chí", "official review: {met} of {of} criteria met"
    ),
    "review_named": Words("chưa đạt: {numbers}", "not met: {numbers}"),
    "attested": Words("có kết luận chính thức: {grade}", "official finding: {grade}"),
    "facts_of": Words("số liệu năm {year}", "facts of {year}"),
    "no_facts": Words("chưa có số liệu", "no facts recorded"),
    "stale": Words(
        "Số liệu năm {year}, trước các năm của bộ: nêu để so sánh, không quyết định giá trị danh hiệu.",
        "Facts of {year}, before the years of the set: shown for comparison, they decide nothing.",
    ),
    "before": Words("Bộ lúc được công nhận", "Set it was given by"),
    "before_on_today": Words(
        "số liệu nay xét theo mức cuối của bộ", "today's facts against the last levels of that set"
    ),
    "not_the_same": Words(
        "Đạt theo số liệu và được công nhận là hai việc khác nhau.",
        "Meeting a set by the facts and being recognised are two things.",
    ),
    "compared": Words("So sánh theo nội dung đo", "Compared by what is measured"),
    "fails_now": Words("không đạt nay", "fails now"),
    "lost": Words("trước đạt", "held before"),
    "was": Words("trước: {outcome}", "before: {outcome}"),
    "came_from": Words("trước là {numbers}", "before: {numbers}"),
    "alike_only": Words(
        "nội dung đo đã đổi, không so được với trước", "another measure, not comparable with before"
    ),
    "new_demand": Words("yêu cầu mới", "new"),
    "in_state": Words("{state} ({count}): {numbers}", "{state} ({count}): {numbers}"),
    "obligations": Words("Nhiệm vụ", "Duties"),
    "deadline": Words("thời hạn {day}", "by {day}"),
    "since": Words("tính từ {day}", "from {day}"),
    "every_months": Words("{count} tháng một lần", "every {count} months"),
    "who": Words("{who}", "{who}"),
    "to": Words("gửi {to}", "to {to}"),
    "no_deadline": Words("văn bản không nêu thời hạn", "no deadline in the text"),
    "next": Words("Hướng tới", "Next"),
    "next_failing": Words("còn thiếu: {numbers}", "short of: {numbers}"),
    "next_unknown": Words("chưa xác định được: {numbers}", "cannot be told: {numbers}"),
    "next_gap": Words("{label}: {gap}", "{label}: {gap}"),
    "recognised_again": Words(
        "Được xét công nhận lại theo {ruleset}", "May be recognised again by {ruleset}"
    ),
    "left_to_province": Words("Cấp tỉnh quy định", "Left to the province"),
    "merged": Words(
        "Hình thành do sắp xếp ngày {day}, từ: {units}", "Formed by merger on {day}, from: {units}"
    ),
    "predecessor": Words("{name} ({titles})", "{name} ({titles})"),
    "never_recognised": Words("chưa từng được công nhận", "never recognised"),
    "untold": Words("chưa rõ", "not told"),
    "not_inherited": Words("Danh hiệu của đơn vị cũ không được kế thừa.", "Titles are not inherited."),
    "reported_level": Words(
        "Mức tạm ghi khi báo cáo: {tier} (không phải danh hiệu)",
        "Level to report meanwhile: {tier} (no title)",
    ),
    # Tables.
    "heading_unit": Words("Đơn vị", "Unit"),
    "heading_title": Words("Danh hiệu", "Title"),
    "heading_standing": Words("Giá trị", "Standing"),
    "heading_failing": Words("Không đạt", "Failing"),
    "heading_review": Words("Phải đạt trước", "Must meet first"),
    "heading_next": Words("Hướng tới", "Next"),
    "heading_before": Words("Trước", "Before"),
    "heading_now": Words("Nay", "Now"),
    "total": Words("{count} đơn vị: {standings}", "{count} units: {standings}"),
    "total_part": Words("{standing} {count}", "{count} {standing}"),
    "review_due": Words("Phải đạt bộ giai đoạn này trước: {count}", "To meet the present set first: {count}"),
    "nothing": Words("Không có đơn vị nào.", "No units."),
    "between": Words("{certain}–{possible}/{of}", "{certain}–{possible} of {of}"),
    "exactly": Words("{certain}/{of}", "{certain} of {of}"),
}


def say_standing(key: str, lang: Lang, /, **values: object) -> str:
    """Return a phrase with its blanks filled."""
    return _PHRASES[key].in_language(lang).format(**values)


def standing_name(standing: Standing, lang: Lang) -> str:
    """Return what a standing is called."""
    label = STANDINGS.get(standing.value)
    return NOT_RECOGNISED.in_language(lang) if label is None else label.in_language(lang)


def duty_name(duty: str, lang: Lang) -> str:
    """Return what a duty is called."""
    return DUTIES[duty].in_language(lang)


def actor_name(actor: str, lang: Lang) -> str:
    """Return what an authority is called."""
    return ACTORS[actor].in_language(lang)


def condition_name(condition: str, lang: Lang) -> str:
    """Return when a tier may be aimed for."""
    return CONDITIONS[condition].in_language(lang)


def branch_name(branch: str, lang: Lang) -> str:
    """Return what is left to the province."""
    return BRANCHES[branch].in_language(lang)


def predecessor_level_name(level: str, lang: Lang) -> str:
    """Return what the level of a former unit is called; it may have had none, or none that is told."""
    return TIERS_OR_NONE[level].in_language(lang)
