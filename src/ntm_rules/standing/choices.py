"""The ids that fields of facts may hold, with what each is called.

Ids are stable, wordings are ours. Does not say which field holds which.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ntm_rules.facts import Tier
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.unit_kinds import UnitKind
from ntm_rules.law import Label


def _choices(**labels: tuple[str, str]) -> FrozenMap[str, Label]:
    return FrozenMap({id: Label(vi, en) for id, (vi, en) in labels.items()})


def _labelled(members: Iterable[UnitKind | Tier]) -> FrozenMap[str, Label]:
    return FrozenMap({member.value: Label(member.label("vi"), member.label("en")) for member in members})


OUTCOMES: Final = _choices(
    met=("đạt", "met"),
    not_met=("chưa đạt", "not met"),
    unknown=("chưa xác định", "unknown"),
)
CRITERION_OUTCOMES: Final = FrozenMap(
    {**OUTCOMES, "not_applicable": Label("không áp dụng", "not applicable")}
)
ANSWERS: Final = _choices(yes=("có", "yes"), no=("không", "no"), unknown=("chưa rõ", "unknown"))
LEVELS: Final = _choices(
    commune=("xã", "commune"),
    district=("huyện", "district"),
    province=("tỉnh", "province"),
    hamlet=("thôn", "hamlet"),
)
UNIT_KINDS: Final = _labelled(UnitKind)
TIERS: Final = _labelled(Tier)
TIERS_OR_NONE: Final = FrozenMap(
    {**TIERS, "none": Label("chưa đạt chuẩn", "not recognised"), "unknown": Label("chưa rõ", "unknown")}
)
BRANCHES: Final = _choices(
    smart_commune=("mô hình xã nông thôn mới thông minh", "smart new rural commune"),
    leading_field=("lĩnh vực nổi trội nhất", "leading field"),
    district_kieu_mau=("huyện nông thôn mới kiểu mẫu", "model new rural district"),
)
STANDINGS: Final = _choices(
    lapsed_by_merger=("không còn hiệu lực do sắp xếp đơn vị", "lapsed by merger"),
    expired=("hết thời hạn công nhận", "expired"),
    up_for_revocation=("thuộc trường hợp thu hồi", "up for revocation"),
    must_be_reviewed=("phải rà soát, đánh giá lại", "must be reviewed"),
    undetermined=("chưa xác định", "undetermined"),
    slipped_but_kept=("giữ danh hiệu nhưng rớt tiêu chí", "slipped but kept"),
    kept=("giữ vững", "kept"),
)
"""What a title may be worth. Where several are concluded for one title, the first listed governs."""

CONDITIONS: Final = _choices(
    now=("ngay bây giờ", "now"),
    after_meeting_first=("sau khi đạt bộ phải đạt trước", "after meeting the set that comes first"),
    if_province_provides=("nếu cấp tỉnh có quy định", "where the province provides for it"),
)
DUTIES: Final = _choices(
    meet_set=("rà soát, đáp ứng đủ bộ tiêu chí", "review and meet the set in full"),
    review=("rà soát, đánh giá lại", "review again"),
    new_recognition=("xét công nhận mới", "be recognised anew"),
    re_recognition=("xét công nhận lại", "be recognised again"),
    yearly_plan=(
        "lập kế hoạch, lộ trình hằng năm cho từng chỉ tiêu",
        "a yearly plan and roadmap per indicator",
    ),
    supervision=("kiểm tra, giám sát", "supervise"),
    report=("báo cáo", "report"),
    confirm_yearly=("xác nhận hằng năm", "confirm every year"),
    review_yearly=("rà soát từng chỉ tiêu hằng năm", "review every indicator every year"),
    decide_revocation=("xem xét thu hồi quyết định công nhận", "decide on revocation"),
)
ACTORS: Final = _choices(
    commune=("xã", "the commune"),
    district=("cấp huyện", "the district"),
    province=("cấp tỉnh", "the province"),
    ministry=("Bộ Nông nghiệp và PTNT", "the ministry of agriculture"),
    prime_minister=("Thủ tướng Chính phủ", "the prime minister"),
)
PERIODS: Final = FrozenMap(
    {
        p: Label(p.replace("-", "–"), p.replace("-", "–"))
        for p in ("2010-2015", "2016-2020", "2021-2025", "2026-2030")
    }
)
