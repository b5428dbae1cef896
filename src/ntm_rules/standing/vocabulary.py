"""The kinds of facts that directive rules speak of: the one place where each is declared.

A kind has fields, a field has a type and a meaning. *Given* kinds are stated by the caller, *concluded*
kinds by rules. Outcomes are stated, never left out to be guessed: there is no negation in the rules, so that
what is not known must be said to be `unknown`, and a share of which part is open must come as the least that
is certain and the most that is possible. Does not hold facts and does not judge.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from ntm_rules.errors import UnknownName
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.law import Label
from ntm_rules.spelling import nearest
from ntm_rules.standing.choices import (
    ACTORS,
    ANSWERS,
    BRANCHES,
    CONDITIONS,
    CRITERION_OUTCOMES,
    DUTIES,
    LEVELS,
    OUTCOMES,
    PERIODS,
    STANDINGS,
    TIERS,
    TIERS_OR_NONE,
    UNIT_KINDS,
)


class FieldType(StrEnum):
    """What a field of a fact may hold."""

    CHOICE = "choice"
    """One of the ids that the field lists."""
    RULESET = "ruleset"
    """The id of a document, such as `318/2022`."""
    NAME = "name"
    """A name as a criteria set writes it, such as `Thu nhập`."""
    DAY = "day"
    """A day as ISO text, such as `2022-08-02`, which compares as text."""
    COUNT = "count"
    """A whole number, not negative."""
    SHARE = "share"
    """A share in whole parts per million, rounded down; a bound written as `30 %` reads the same way."""
    TRUTH = "truth"
    """`true` or `false`."""


class Field(NamedTuple):
    """One field of a kind.

    Attributes:
        type: what it may hold.
        label: what it is called where a fact is shown.
        choices: the ids it may hold, with what each is called, where it is a choice.
        required: whether every fact of the kind has it. A pattern on a field that is missing does not match.
    """

    type: FieldType
    label: Label
    choices: FrozenMap[str, Label] = FrozenMap()
    required: bool = True


class Kind(NamedTuple):
    """A kind of facts.

    Attributes:
        label: what such a fact is called.
        fields: its fields by name, in the order in which they are shown.
        concluded: whether rules conclude it; otherwise the caller states it.
        step: whether it is of use to other rules alone, and not to the reader.
        required: the fields that every fact of the kind has.
    """

    label: Label
    fields: FrozenMap[str, Field]
    concluded: bool
    step: bool
    required: frozenset[str]


def _choice(vi: str, en: str, choices: FrozenMap[str, Label], *, required: bool = True) -> Field:
    return Field(FieldType.CHOICE, Label(vi, en), choices, required)


def _plain(holds: FieldType, vi: str, en: str, *, required: bool = True) -> Field:
    return Field(holds, Label(vi, en), required=required)


_LEVEL: Final = _choice("cấp", "level", LEVELS)
_TIER: Final = _choice("mức", "tier", TIERS)
_HELD: Final = _choice("danh hiệu đang giữ", "title held", TIERS)
_SET: Final = FrozenMap(
    {"ruleset": _plain(FieldType.RULESET, "theo", "under"), "level": _LEVEL, "tier": _TIER}
)
_CERTAIN: Final = _plain(FieldType.SHARE, "tỷ lệ chắc chắn", "certain share")
_POSSIBLE: Final = _plain(FieldType.SHARE, "tỷ lệ cao nhất có thể", "greatest possible share")


def _kind(vi: str, en: str, fields: dict[str, Field], *, concluded: bool, step: bool = False) -> Kind:
    required = frozenset(name for name, field in fields.items() if field.required)
    return Kind(Label(vi, en), FrozenMap(fields), concluded, step, required)


def _given(vi: str, en: str, **fields: Field) -> Kind:
    return _kind(vi, en, fields, concluded=False)


def _step(vi: str, en: str, **fields: Field) -> Kind:
    return _kind(vi, en, fields, concluded=True, step=True)


def _concluded(vi: str, en: str, **fields: Field) -> Kind:
    return _kind(vi, en, fields, concluded=True)


KINDS: Final[FrozenMap[str, Kind]] = FrozenMap(
    {
        # What the caller states.
        "day": _given("ngày xét", "day", on=_plain(FieldType.DAY, "ngày", "day")),
        "unit": _given("đơn vị", "unit", level=_LEVEL, kind=_choice("loại", "kind", UNIT_KINDS)),
        # A recognition that the unit holds on the day. `highest`: it holds no higher one. `since_merger`: it
        # was given after the unit took its present form. `term_ended`: a term that it carries is over.
        "title": _given(
            "danh hiệu",
            "title",
            level=_LEVEL,
            tier=_TIER,
            under=_plain(FieldType.RULESET, "theo", "under", required=False),
            period=_choice("giai đoạn", "period", PERIODS, required=False),
            on=_plain(FieldType.DAY, "công nhận ngày", "recognised on", required=False),
            years=_plain(
                FieldType.COUNT, "số năm tròn từ khi công nhận", "whole years since", required=False
            ),
            highest=_plain(FieldType.TRUTH, "mức cao nhất đang giữ", "highest held"),
            since_merger=_plain(FieldType.TRUTH, "công nhận cho đơn vị hiện nay", "of the unit as it is"),
            until=_plain(FieldType.DAY, "có thời hạn đến", "valid until", required=False),
            term_ended=_plain(FieldType.TRUTH, "đã hết thời hạn", "term ended", required=False),
        ),
        "verdict": _given(
            "kết quả đánh giá", "verdict", **_SET, outcome=_choice("kết quả", "outcome", OUTCOMES)
        ),
        # Criteria that fail of those that apply: `certain` counts those known to fail over the greatest
        # number that may apply, `possible` those that may fail over the least.
        "failing": _given(
            "tiêu chí không đạt",
            "failing criteria",
            **_SET,
            certain=_CERTAIN,
            possible=_POSSIBLE,
            certain_count=_plain(FieldType.COUNT, "số chắc chắn không đạt", "certainly failing"),
            possible_count=_plain(FieldType.COUNT, "số có thể không đạt", "possibly failing"),
        ),
        # A criterion of a set that the unit is judged by, with its name as the set writes it in Vietnamese.
        "criterion": _given(
            "tiêu chí",
            "criterion",
            **_SET,
            name=_plain(FieldType.NAME, "tên", "name"),
            outcome=_choice("kết quả", "outcome", CRITERION_OUTCOMES),
        ),
        # The share of the unit's members of a level whose recognition was revoked.
        "members_revoked": _given(
            "đơn vị trực thuộc bị thu hồi quyết định công nhận",
            "members whose recognition was revoked",
            members=_choice("cấp", "level", LEVELS),
            certain=_CERTAIN,
            possible=_POSSIBLE,
        ),
        # The unit was formed from others on a day.
        "merged": _given(
            "hình thành sau sắp xếp",
            "formed by merger",
            level=_LEVEL,
            on=_plain(FieldType.DAY, "ngày", "day"),
        ),
        # The level of one or more units that it was formed from; `lowest`: none of the others stood lower.
        "predecessor": _given(
            "đơn vị cũ",
            "predecessor",
            level=_LEVEL,
            tier=_choice("mức", "tier", TIERS_OR_NONE),
            lowest=_plain(FieldType.TRUTH, "mức thấp nhất trong các đơn vị cũ", "lowest of the predecessors"),
        ),
        # For how many years running up to the day the unit has met a set: certainly, and at most.
        "held_for": _given(
            "số năm liên tục đạt",
            "years running met",
            **_SET,
            certain=_plain(FieldType.COUNT, "chắc chắn", "certainly"),
            possible=_plain(FieldType.COUNT, "nhiều nhất", "at most"),
        ),
        "province_provides": _given(
            "cấp tỉnh có quy định",
            "the province provides",
            what=_choice("về", "for", BRANCHES),
            answer=_choice("trả lời", "answer", ANSWERS),
        ),
        # What rules conclude on the way.
        "held_against": _concluded(
            "bộ tiêu chí xét danh hiệu",
            "set that the title is held against",
            held=_HELD,
            **_SET,
        ),
        "benchmark": _concluded(
            "bộ tiêu chí tính thu hồi", "set that revocation counts by", held=_HELD, **_SET
        ),
        "key_failing": _step("có tiêu chí trọng yếu không đạt", "a key criterion fails", **_SET),
        "key_may_fail": _step("tiêu chí trọng yếu có thể không đạt", "a key criterion may fail", **_SET),
        "keys_hold": _step("mọi tiêu chí trọng yếu đều đạt", "all key criteria hold", **_SET),
        "keys_not_failing": _step(
            "không tiêu chí trọng yếu nào chắc chắn không đạt",
            "no key criterion is known to fail",
            **_SET,
        ),
        "safe": _step("không thuộc trường hợp thu hồi", "safe from revocation", level=_LEVEL, held=_HELD),
        # What rules conclude for the reader.
        "standing": _concluded(
            "giá trị danh hiệu",
            "standing",
            level=_LEVEL,
            held=_HELD,
            state=_choice("trạng thái", "state", STANDINGS),
        ),
        "possible_standing": _concluded(
            "còn có thể",
            "still possible",
            level=_LEVEL,
            held=_HELD,
            state=_choice("trạng thái", "state", STANDINGS),
        ),
        "must_meet_first": _concluded("phải đạt trước", "must meet first", held=_HELD, **_SET),
        "may_aim_for": _concluded(
            "hướng tới",
            "may aim for",
            held=_HELD,
            level=_LEVEL,
            tier=_TIER,
            ruleset=_plain(FieldType.RULESET, "theo", "under", required=False),
            condition=_choice("điều kiện", "condition", CONDITIONS),
        ),
        # A duty; `years` after `since`, or every so many months, or by `deadline`, where the law says so.
        "obligation": _concluded(
            "nhiệm vụ",
            "obligation",
            what=_choice("việc", "what", DUTIES),
            who=_choice("cơ quan", "who", ACTORS, required=False),
            to=_choice("gửi", "to", ACTORS, required=False),
            level=_choice("cấp", "level", LEVELS, required=False),
            tier=_choice("mức", "tier", TIERS, required=False),
            ruleset=_plain(FieldType.RULESET, "theo", "under", required=False),
            every_months=_plain(FieldType.COUNT, "số tháng một lần", "every so many months", required=False),
            years=_plain(
                FieldType.COUNT, "số năm sau khi công nhận", "years after recognition", required=False
            ),
            since=_plain(FieldType.DAY, "từ ngày", "from", required=False),
            deadline=_plain(FieldType.DAY, "thời hạn", "deadline", required=False),
        ),
        "may_be_recognised_again": _concluded(
            "được xét công nhận lại",
            "may be recognised again",
            held=_HELD,
            **_SET,
        ),
        "may_develop": _concluded(
            "phát triển tiếp",
            "may develop further",
            held=_HELD,
            level=_LEVEL,
            what=_choice("nội dung", "what", BRANCHES),
            condition=_choice("điều kiện", "condition", CONDITIONS),
        ),
        "left_to_province": _concluded(
            "cấp tỉnh quy định",
            "left to the province",
            what=_choice("nội dung", "what", BRANCHES),
        ),
        "predecessor_level": _concluded(
            "mức của đơn vị cũ",
            "level of a predecessor",
            level=_LEVEL,
            tier=_choice("mức", "tier", TIERS_OR_NONE),
        ),
        # The level that guidance lets a merged unit report until it is reviewed; not a title.
        "reported_level": _concluded(
            "mức tạm tính khi sắp xếp",
            "level reported after the merger",
            level=_LEVEL,
            tier=_choice("mức", "tier", TIERS_OR_NONE),
        ),
    }
)


def kind_named(name: str) -> Kind:
    """Return the kind of a name.

    Raises:
        UnknownName: there is none.
    """
    found = KINDS.get(name)
    if found is None:
        raise UnknownName("kind of fact", name, suggestion=nearest(name, KINDS))
    return found


def field_named(kind: str, name: str) -> Field:
    """Return a field of a kind.

    Raises:
        UnknownName: no such kind, or no such field of it.
    """
    fields = kind_named(kind).fields
    found = fields.get(name)
    if found is None:
        expected = f"one of {', '.join(f'`{f}`' for f in fields)}"
        raise UnknownName(f"field of `{kind}`", name, suggestion=nearest(name, fields), expected=expected)
    return found
