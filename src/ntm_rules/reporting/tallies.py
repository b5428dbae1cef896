"""A count over a unit's members in words: how many of how many, and between which two values that is.

Names the members that fail or are open, the first few of them. Does not count anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from ntm_rules.evaluation import Tally
from ntm_rules.facts import Measure, UnitKind
from ntm_rules.facts.notation import Lang
from ntm_rules.facts.registry import unit_text
from ntm_rules.law.requirements import Members
from ntm_rules.reporting.figures import Figure, figure
from ntm_rules.reporting.wording import say

_NAMES_SHOWN: Final = 6
_COUNTED_AS: Final = {
    UnitKind.COMMUNE: "xã",
    UnitKind.TOWNSHIP: "thị trấn",
    UnitKind.WARD: "phường",
    UnitKind.RURAL_DISTRICT: "huyện",
    UnitKind.SPECIAL_DISTRICT: "huyện",
    UnitKind.DISTRICT_TOWN: "thị xã",
    UnitKind.DISTRICT_CITY: "thành phố",
    UnitKind.URBAN_DISTRICT: "quận",
    UnitKind.PROVINCE: "tỉnh",
    UnitKind.HAMLET: "thôn",
}


def tally_text(tally: Tally, members: Members, measure: Measure, lang: Lang, *, level: Figure | None) -> str:
    """Return what a count came to, such as `11/22 xã đạt, 2 chưa rõ: từ 50 % đến 59,1 %`.

    Args:
        tally: the count.
        members: what the law counts.
        measure: the share or number that the count stands for.
        lang: the language.
        level: the level it is held against, from which a rounded share must be told apart.
    """
    who = counted_units(members, lang, one=tally.total == 1)
    if tally.is_empty:
        return say("no_members", lang, who=counted_units(members, lang))
    if tally.total is None:
        text = say("members_met_so_far", lang, met=tally.met, who=counted_units(members, lang))
        parts = [say("members_not_met", lang, count=tally.not_met)] if tally.not_met else []
    else:
        text = say("members_met", lang, met=tally.met, of=tally.total, who=who)
        parts = []
    if tally.unknown:
        parts.append(say("members_unknown", lang, count=tally.unknown))
    if tally.not_applicable:
        parts.append(say("members_not_applicable", lang, count=tally.not_applicable))
    if tally.total is None:
        parts.append(say("members_uncounted", lang))
    value = _value(tally, measure, lang, level)
    return ", ".join((text, *parts)) + (f": {value}" if value else "")


def _value(tally: Tally, measure: Measure, lang: Lang, level: Figure | None) -> str:
    """Return the value or its two ends; nothing where the count says it already."""
    span = tally.span(share=measure.kind == "share")
    if span is None or span.high is None or tally.total is None:
        return ""
    if measure.kind == "share":
        beside = (*(() if level is None else (level,)), Fraction(100), span.low, span.high)
        low, high = (f"{figure(end, lang, beside=beside, places=1)} %" for end in (span.low, span.high))
    elif span.low == span.high:
        return ""
    else:
        low, high = figure(span.low, lang), figure(span.high, lang)
    return low if span.low == span.high else say("members_between", lang, low=low, high=high)


def member_names(tally: Tally, members: Members, lang: Lang) -> Iterator[str]:
    """Yield which members fail, which are open, and how many are not recorded."""
    if tally.failing:
        yield say("members_failing", lang, names=_shortened(tally.failing, lang))
    if tally.open:
        yield say("members_open", lang, names=_shortened(tally.open, lang))
    if tally.unrecorded:
        who = counted_units(members, lang, one=tally.unrecorded == 1)
        yield say("members_unrecorded", lang, count=tally.unrecorded, who=who)


def _shortened(names: Sequence[str], lang: Lang) -> str:
    if len(names) <= _NAMES_SHOWN:
        return ", ".join(names)
    shown = names[: _NAMES_SHOWN - 1]
    return say("and_more", lang, names=", ".join(shown), count=len(names) - len(shown))


def counted_units(members: Members, lang: Lang, *, one: bool = False) -> str:
    """Return what is counted, such as `xã` or `wards, townships`."""
    return ", ".join(dict.fromkeys(unit_text(_COUNTED_AS[kind], lang, one=one) for kind in members.kinds))
