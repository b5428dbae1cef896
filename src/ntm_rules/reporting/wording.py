"""Every word that reporting shows, in Vietnamese and English.

Words and sentence patterns only: which of them applies is decided by the modules beside this one. Labels of
measures, indicators and units come with the data.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from ntm_rules.evaluation import Outcome, Reason, TierOutcome
from ntm_rules.facts import Designation, Tier, UnitKind
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Status, Trust

LANGUAGES: Final[tuple[Lang, ...]] = ("vi", "en")


class Words(NamedTuple):
    """One thing to say in both languages."""

    vi: str
    en: str

    def in_language(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.vi


OUTCOMES: Final[dict[Outcome, Words]] = {
    Outcome.MET: Words("đạt", "met"),
    Outcome.NOT_MET: Words("chưa đạt", "not met"),
    Outcome.UNKNOWN: Words("chưa xác định được", "unknown"),
    Outcome.NOT_APPLICABLE: Words("không áp dụng", "not applicable"),
}

TIER_OUTCOMES: Final[dict[TierOutcome, Words]] = {
    TierOutcome.MET: Words("đạt", "met"),
    TierOutcome.NOT_MET: Words("chưa đạt", "not met"),
    TierOutcome.UNDETERMINED: Words("chưa xác định được", "undetermined"),
}

REASONS: Final[dict[Reason, Words]] = {
    Reason.NO_OBSERVATION: Words("chưa có số liệu", "no observation"),
    Reason.NOT_BY_SEX: Words("chưa có số liệu riêng của nam và nữ", "not observed for men and women apart"),
    Reason.YEARS_MISSING: Words(
        "thiếu số liệu của năm trong khoảng thời gian phải xét", "a year of the look-back window is missing"
    ),
    Reason.ONE_SIDED: Words(
        "số liệu chỉ nêu một phía, chưa đủ để so với mức", "the figure is one-sided and does not decide"
    ),
    Reason.THRESHOLD_UNSET: Words("ngưỡng chưa được xác nhận", "threshold unconfirmed"),
    Reason.LEFT_TO_PROVINCE: Words("mức do tỉnh quy định, chưa nạp văn bản của tỉnh", "left to the province"),
    Reason.LEFT_TO_MINISTRY: Words("mức do bộ, ngành quy định, chưa nạp văn bản", "left to a ministry"),
    Reason.BELOW_TRUST: Words(
        "mức chỉ được nhớ lại, chưa đủ căn cứ theo yêu cầu",
        "the level is only recalled, below the trust asked for",
    ),
    Reason.BASIS_MISSING: Words(
        "thiếu số liệu làm gốc để tính mức", "the basis of the level is not observed"
    ),
    Reason.CASE_UNKNOWN: Words("chưa biết phải áp dụng mức nào", "it is not known which level applies"),
    Reason.APPLICABILITY_UNKNOWN: Words(
        "chưa biết nội dung này có phải áp dụng không", "it is not known whether this applies"
    ),
    Reason.SET_UNDETERMINED: Words(
        "chưa xác định được kết quả theo bộ tiêu chí phải đạt trước",
        "the set to be met first is undetermined",
    ),
    Reason.RECOGNITIONS_NOT_RECORDED: Words(
        "hồ sơ không ghi các lần được công nhận", "recognitions are not recorded"
    ),
    Reason.COLUMN_OPEN: Words("chưa biết phải áp dụng cột nào", "it is not known which column applies"),
    Reason.CONTRADICTORY: Words("số liệu mâu thuẫn nhau", "the observations contradict each other"),
    Reason.MEMBERS_UNDETERMINED: Words(
        "kết quả còn tùy các đơn vị thành phần chưa xác định được",
        "the outcome still depends on members that are undetermined",
    ),
    Reason.RELATIVE_LEVEL_UNCLEAR: Words(
        "văn bản không nói một phần của mức này là bao nhiêu",
        "the text does not say what part of such a level is",
    ),
    Reason.BELOW_LEVEL: Words("chưa tới mức yêu cầu", "short of the level"),
    Reason.NEARLY_MET: Words(
        "mới cơ bản đạt, không tính là đạt", "only nearly met, which does not count as met"
    ),
    Reason.ATTESTED_NOT_MET: Words("kết luận là chưa đạt", "attested as not met"),
    Reason.SET_NOT_MET: Words("chưa đạt bộ tiêu chí phải đạt trước", "the set to be met first is not met"),
    Reason.NOT_RECOGNISED: Words("chưa được công nhận", "not recognised"),
    Reason.NOT_DESIGNATED: Words("không thuộc diện này", "not so designated"),
}

STATUSES: Final[dict[Status, Words]] = {
    Status.SOURCED_2: Words("hai nguồn nêu", "two sources"),
    Status.SOURCED_1: Words("một nguồn nêu", "one source"),
    Status.RECALLED: Words("nhớ lại, chưa thấy văn bản", "recalled, text not seen"),
    Status.UNSET: Words("chưa xác nhận", "unconfirmed"),
}

MARKS: Final[dict[Status, str]] = {
    Status.SOURCED_2: "++",
    Status.SOURCED_1: "+",
    Status.RECALLED: "~",
    Status.UNSET: "?",
}
"""One sign per status, for tables."""

TRUSTS: Final[dict[Trust, Words]] = {
    Trust.SOURCED: Words("chỉ mức có nguồn", "sourced levels only"),
    Trust.RECALLED: Words("cả mức nhớ lại", "recalled levels too"),
    Trust.CANDIDATE: Words("cả ứng viên duy nhất", "lone candidates too"),
}

LEVELS: Final[dict[str, Words]] = {
    "commune": Words("xã", "commune"),
    "district": Words("huyện", "district"),
    "province": Words("tỉnh", "province"),
    "hamlet": Words("thôn", "hamlet"),
}

OPERATORS: Final[dict[str, Words]] = {
    "at_least": Words("ít nhất {level}", "at least {level}"),
    "at_most": Words("nhiều nhất {level}", "at most {level}"),
    "above": Words("trên {level}", "more than {level}"),
    "below": Words("dưới {level}", "less than {level}"),
    "equals": Words("đúng {level}", "exactly {level}"),
    "is": Words("{level}", "{level}"),
}

RANK_OPERATORS: Final[dict[str, Words]] = {
    **OPERATORS,
    "at_least": Words("{level} trở lên", "{level} or better"),
    "at_most": Words("{level} trở xuống", "{level} or worse"),
    "above": Words("trên {level}", "better than {level}"),
    "below": Words("dưới {level}", "worse than {level}"),
}

GRADES_OF_SCALES: Final[dict[str, str]] = {
    "Trung bình": "average",
    "Đạt": "satisfactory",
    "Khá": "fair",
    "Tốt": "good",
    "Mức độ 1": "level 1",
    "Mức độ 2": "level 2",
    "Mức độ 3": "level 3",
    "Không hoàn thành nhiệm vụ": "duties not fulfilled",
    "Hoàn thành nhiệm vụ": "duties fulfilled",
    "Hoàn thành tốt nhiệm vụ": "duties fulfilled well",
    "Hoàn thành xuất sắc nhiệm vụ": "duties fulfilled excellently",
}
"""English of the grades that ordinal scales have; another grade is shown as it is."""

_PHRASES: Final[dict[str, Words]] = {
    # Verdict: the header and the outcome.
    "ruleset": Words("Bộ tiêu chí", "Criteria set"),
    "text_as_of": Words("văn bản có hiệu lực ngày {day}", "text as of {day}"),
    "last_text": Words("bản cuối", "last text"),
    "amended_by": Words("đã sửa đổi theo {documents}", "amended by {documents}"),
    "overlay_of": Words("kèm quy định của {province}", "with the rules of {province}"),
    "not_applied": Words(
        "Lưu ý: chưa áp dụng quy định của tỉnh: {documents} (dùng --province)",
        "Note: rules of the province not applied: {documents} (use --province)",
    ),
    "data_year": Words("số liệu năm {year}", "data of {year}"),
    "column": Words("Cột áp dụng", "Column used"),
    "own_column": Words("cột của vùng: {column}", "column of its region: {column}"),
    "trust": Words("Căn cứ được dùng", "Trust"),
    "digest": Words("Mã bộ tiêu chí", "Digest"),
    "result": Words("Kết quả", "Outcome"),
    "criteria_met": Words("đạt {met}/{of} tiêu chí", "{met} of {of} criteria met"),
    "criteria_unknown": Words("{count} chưa xác định được", "{count} unknown"),
    "provisional": Words("tạm tính", "provisional"),
    "assumed": Words("giả định", "assumed"),
    "provisional_why": Words(
        "tạm tính: kết quả dựa vào mức chỉ được nhớ lại",
        "provisional: rests on a level that is only recalled",
    ),
    "assumed_why": Words(
        "giả định: kết quả dựa vào mức chưa được xác nhận", "assumed: rests on an unconfirmed candidate"
    ),
    "highest": Words("Danh hiệu theo số liệu", "Tiers by the facts"),
    "highest_confirmed": Words("cao nhất đã đủ: {tier}", "highest confirmed: {tier}"),
    "highest_possible": Words("cao nhất còn có thể: {tier}", "highest possible: {tier}"),
    "no_tier": Words("chưa có", "none"),
    "recognised_as": Words("Đã được công nhận", "Recognised as"),
    "not_a_recognition": Words(
        "Đạt tiêu chí chưa phải là được công nhận.", "Meeting a set is not being recognised."
    ),
    "criteria": Words("Tiêu chí", "Criteria"),
    "conditions": Words("Điều kiện kèm theo", "Conditions"),
    "unread_changes": Words("Sửa đổi chưa thấy nội dung", "Changes not seen"),
    # Findings.
    "must_not_hold": Words("mà phải không như vậy", "which must not be so"),
    "as_it_must_not": Words("không như vậy, đúng yêu cầu", "not so, as required"),
    "required": Words("yêu cầu {level}", "required: {level}"),
    "observed_required": Words("{observed}, yêu cầu {level}", "{observed}, required: {level}"),
    "short_by": Words("thiếu {distance}", "short by {distance}"),
    "over_by": Words("vượt {distance}", "over by {distance}"),
    "at_excluded_level": Words(
        "bằng đúng mức, mà mức này không được tính", "on the level, which is excluded"
    ),
    "relative": Words("{share} so với mức", "{share} of the level"),
    "whole": Words("tức là {count} {who}", "that is {count} {who}"),
    "male": Words("nam", "men"),
    "female": Words("nữ", "women"),
    "in_year": Words("năm {year}", "in {year}"),
    "next_level": Words("năm sau yêu cầu {level}", "next year asks {level}"),
    "steps": Words("{count} bậc", "{count} step"),
    "points": Words("{number} điểm %", "{number} percentage points"),
    "missing": Words("thiếu: {what}", "missing: {what}"),
    "floor": Words("mức sàn quốc gia: {level}", "national floor: {level}"),
    "candidate": Words("ứng viên: {levels}", "candidate: {levels}"),
    "candidates": Words("ứng viên: {levels}", "candidates: {levels}"),
    "trial_met": Words("{level} sẽ đạt", "{level} would be met"),
    "trial_not_met": Words("{level} sẽ không đạt", "{level} would not"),
    "trial_first_not_met": Words("{level} sẽ không đạt", "{level} would not be met"),
    "trial_not_applicable": Words("{level} sẽ không áp dụng", "{level} would not apply"),
    "trial_met_by": Words(" (dư {distance})", " by {distance}"),
    "trial_under_by": Words(" (thấp hơn {distance})", " by {distance}"),
    "trial_missed_by": Words(" (thiếu {distance})", " (short by {distance})"),
    "trial_over_by": Words(" (vượt {distance})", " (over by {distance})"),
    "trial_off_by": Words(" (lệch {distance})", " (off by {distance})"),
    "nested": Words(
        "theo {name}: {outcome}, đạt {met}/{of} tiêu chí",
        "under {name}: {outcome}, {met} of {of} criteria met",
    ),
    "nested_failing": Words("chưa đạt: {numbers}", "not met: {numbers}"),
    "nested_unknown": Words("chưa xác định được: {numbers}", "unknown: {numbers}"),
    "below_part": Words(
        "tiêu chí dưới {share} mức: {numbers}", "criteria below {share} of the level: {numbers}"
    ),
    "part_unknown": Words(
        "chưa rõ có đạt {share} mức: {numbers}", "not known to reach {share} of the level: {numbers}"
    ),
    "attested_instead": Words("có kết luận chính thức: {grade}", "official finding: {grade}"),
    "met": Words("đạt", "met"),
    # Counts over members.
    "no_members": Words("không có {who}", "no {who}"),
    "members_met": Words("{met}/{of} {who} đạt", "{met} of {of} {who} met"),
    "members_met_so_far": Words("{met} {who} đạt", "{who} met: {met}"),
    "members_not_met": Words("{count} chưa đạt", "{count} not met"),
    "members_unknown": Words("{count} chưa rõ", "{count} unknown"),
    "members_not_applicable": Words("{count} không áp dụng", "{count} not applicable"),
    "members_uncounted": Words("chưa rõ tổng số", "how many there are is not known"),
    "members_between": Words("từ {low} đến {high}", "from {low} to {high}"),
    "at_best": Words("trường hợp tốt nhất: {gap}", "at best: {gap}"),
    "own_figure": Words("{figure} theo số liệu chung; {count}", "{figure} by its own figure; {count}"),
    "members_failing": Words("chưa đạt: {names}", "not met: {names}"),
    "members_open": Words("chưa rõ: {names}", "unknown: {names}"),
    "members_unrecorded": Words("{count} {who} không có trong hồ sơ", "{count} {who} not recorded"),
    "and_more": Words("{names} và {count} đơn vị khác", "{names} and {count} more"),
    # Requirements.
    "is_true": Words("đạt", "met"),
    "is_false": Words("không", "not met"),
    "all_of": Words("tất cả: ", "all of: "),
    "any_of": Words("một trong: ", "one of: "),
    "at_least_of": Words("ít nhất {count} trong: ", "at least {count} of: "),
    "not_so": Words("không: {part}", "not: {part}"),
    "designated": Words("thuộc diện {designation}", "designated {designation}"),
    "meets": Words("đạt {tier} theo {ruleset}", "meets {tier} under {ruleset}"),
    "meets_count": Words(
        "đạt ít nhất {count} tiêu chí {tier} theo {ruleset}",
        "meets at least {count} criteria of {tier} under {ruleset}",
    ),
    "count_among": Words(", trong đó có tiêu chí {numbers}", ", criteria {numbers} among them"),
    "count_others": Words(
        ", các tiêu chí còn lại đạt ít nhất {share} mức yêu cầu",
        ", every other one at {share} of its level or more",
    ),
    "or_attested": Words(" (hoặc có kết luận chính thức)", " (or an official finding)"),
    "holds": Words("đã được công nhận {tier}", "recognised as {tier}"),
    "holds_under": Words(" theo {documents}", " under {documents}"),
    "both_sexes": Words("nam và nữ đều phải đạt", "men and women each"),
    "over_years": Words("mỗi năm trong {years} năm liền trước", "each of the {years} years before"),
    "exempt": Words("không tính {groups}", "not counting {groups}"),
    "members": Words("tính theo {kinds}: {what}", "counting {kinds}: {what}"),
    "members_total": Words("tổng số: {what}", "of all: {what}"),
    "set_by_province": Words("tỉnh quy định", "set by the province"),
    "set_by_ministry": Words("bộ, ngành quy định", "set by a ministry"),
    "with_floor": Words("{who}, không dưới sàn {floor}", "{who}, floor {floor}"),
    "unset_short": Words("chưa có", "none yet"),
    "unset_with": Words("{unset}; ứng viên {levels}", "{unset}; candidates {levels}"),
    "times_fact": Words("{times} lần {what}", "{times} × {what}"),
    "times_past": Words(
        "{times} lần {what} khi được công nhận {tier}", "{times} × its {what} when recognised as {tier}"
    ),
    "times_cell": Words(
        "{times} lần mức của chỉ tiêu {indicator}, {ruleset} {tier}",
        "{times} × the level of indicator {indicator}, {ruleset} {tier}",
    ),
    "per_column": Words("{keys}: {level}", "{keys}: {level}"),
    "common": Words("chung", "common"),
    "group": Words("nhóm {key}", "group {key}"),
    "from_day": Words("từ {key}", "from {key}"),
    "case": Words("nếu {when}: {level}", "if {when}: {level}"),
    "otherwise": Words("còn lại: {level}", "otherwise: {level}"),
    "case_short": Words("trường hợp {number}", "case {number}"),
    "otherwise_short": Words("còn lại", "otherwise"),
    "applies_when": Words("chỉ khi {when}", "only where {when}"),
    "or": Words(" hoặc ", " or "),
    # Tables.
    "heading_decision": Words("Quyết định", "Decision"),
    "heading_number": Words("Số", "Number"),
    "heading_level": Words("Cấp", "Level"),
    "heading_tier": Words("Danh hiệu", "Tier"),
    "heading_name": Words("Tên", "Name"),
    "heading_from": Words("Từ ngày", "From"),
    "heading_to": Words("Đến ngày", "To"),
    "heading_changes": Words("Sửa đổi", "Amended by"),
    "heading_id": Words("CT", "Id"),
    "heading_indicator": Words("Chỉ tiêu", "Indicator"),
    "heading_requirement": Words("Mức yêu cầu", "Requirement"),
    "heading_status": Words("Căn cứ", "Status"),
    "heading_document": Words("Văn bản", "Document"),
    "heading_total": Words("Tổng", "Total"),
    "heading_outcome": Words("Kết quả", "Outcome"),
    "heading_explanation": Words("Giải thích", "Explanation"),
    "nothing_in_force": Words("Không có bộ tiêu chí nào.", "No criteria set."),
    "legend": Words("Ký hiệu", "Marks"),
    "annex": Words("phụ lục {annex}", "annex {annex}"),
    "years": Words("số liệu các năm {first}–{last}", "data years {first}–{last}"),
    "counts": Words(
        "{criteria} tiêu chí, {indicators} chỉ tiêu", "{criteria} criteria, {indicators} indicators"
    ),
    "column_rules": Words("Được áp dụng cột khác", "Who may use another column"),
    "column_rule": Words("cột {column}: {who}", "column {column}: {who}"),
    "column_groups": Words("Xã thuộc nhóm nào", "Which communes are in which group"),
    "column_group": Words("nhóm {group}: {who}", "group {group}: {who}"),
    "transition": Words("Chuyển tiếp", "Transition"),
    "from_to": Words("từ {first}", "from {first}"),
    "until": Words("đến hết {last}", "until {last}"),
    "to_confirm": Words(
        "Phải đối chiếu với bản gốc: {count} ô", "To be confirmed against the original: {count} cells"
    ),
    "nothing_to_confirm": Words("Không còn ô nào phải đối chiếu.", "Nothing is left to confirm."),
    "recalled_level": Words("{level} (nhớ lại)", "{level} (recalled)"),
    "recalled_words": Words("nội dung (nhớ lại)", "wording (recalled)"),
    "unset_words": Words("nội dung chưa được xác nhận", "wording unconfirmed"),
    # Tables.
    "near_miss": Words(
        "lưu ý: không đọc cột `{column}`; có phải là `{name}`?",
        "note: column `{column}` is not read; did you mean `{name}`?",
    ),
    "other_sheets": Words(
        "lưu ý: {file}: đọc trang tính `{sheet}`, không đọc {others}; chọn bằng `--sheet`",
        "note: {file}: sheet `{sheet}` is read, {others} not; choose with `--sheet`",
    ),
    "rows_judged": Words(
        "{rows} dòng · {share} % · {rate} dòng/giây", "{rows} rows · {share} % · {rate} rows/s"
    ),
    "set_aside": Words(
        "đã đánh giá {judged} dòng, gác lại {aside} dòng", "rows judged: {judged}, set aside: {aside}"
    ),
    "more_rejects": Words("… và {rows} lỗi khác", "… and {rows} more"),
    # Fixtures.
    "case_failed": Words("sai: {name}", "failed: {name}"),
    "cases_run": Words("Đã chạy {run} ca, {failed} ca sai.", "Cases run: {run}, failed: {failed}."),
}


def say(key: str, lang: Lang, /, **values: object) -> str:
    """Return a phrase with its blanks filled."""
    pattern = _PHRASES[key].in_language(lang)
    return pattern.format(**values) if values else pattern


def tier_name(tier: str, lang: Lang) -> str:
    """Return the name of a tier by its id."""
    return Tier(tier).label(lang)


def level_name(level: str, lang: Lang) -> str:
    """Return the name of a level of units by its id."""
    return LEVELS[level].in_language(lang)


def units_name(kinds: tuple[UnitKind, ...], lang: Lang) -> str:
    """Return what a set judges: its level, or its kinds of unit where they are not those one would expect."""
    if kinds == kinds[0].level.kinds[:1]:
        return level_name(kinds[0].level, lang)
    return ", ".join(kind.label(lang) for kind in kinds)


def unit_word(kind: UnitKind, lang: Lang) -> str:
    """Return what stands before the name of a unit: its kind, or its level for a district."""
    described = kind in (UnitKind.RURAL_DISTRICT, UnitKind.SPECIAL_DISTRICT)
    return level_name(kind.level, lang) if described else kind.label(lang)


def designation_name(designation: str, lang: Lang) -> str:
    """Return the name of a designation by its id."""
    return Designation(designation).label(lang)


def day(date: dt.date | None, lang: Lang) -> str:
    """Return a date as readers write it; a dash where there is none."""
    if date is None:
        return "–"
    return date.isoformat() if lang == "en" else f"{date.day}/{date.month}/{date.year}"
