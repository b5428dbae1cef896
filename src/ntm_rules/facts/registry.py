"""The units that facts and bounds are written in, and exact conversion between them.

A tokenizer of our own brings every spelling (`tr.đ/người/năm`, `million VND/person/year`) to one canonical
Vietnamese spelling, so that equal units need no arithmetic. Different ones are converted by a small pint
registry in exact fractions; pint is imported only then, because it takes longer to import than everything
else here together. Does not know numbers or measures.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from ntm_rules.errors import IncompatibleUnit, UnknownName
from ntm_rules.facts.notation import Exact, Lang, exact
from ntm_rules.spelling import fold, nearest

if TYPE_CHECKING:
    import pint


@dataclass(frozen=True, slots=True)
class UnitWord:
    """One word of a unit.

    Attributes:
        id: its name in the pint registry.
        definition: what it is there: a dimension of its own, or a multiple of another word.
        vi: the canonical spelling.
        en, en_plural: the English spelling of one and of many.
        also: other spellings that are understood.
        countable: whether it is counted in whole numbers.
    """

    id: str
    definition: str
    vi: str
    en: str
    en_plural: str
    also: tuple[str, ...] = ()
    countable: bool = False


def _amount(id: str, definition: str, vi: str, en: str, also: str = "") -> UnitWord:
    return UnitWord(id, definition, vi, en, en, tuple(also.split("|")) if also else ())


def _counted(definition: str | None, vi: str, en: str, also: str) -> UnitWord:
    one, many = en.split("|")
    id = fold(one).replace(" ", "_")
    others = tuple(also.split("|")) if also else ()
    return UnitWord(id, definition or f"[{id}]", vi, one, many, others, countable=True)


def _noun(vi: str, en: str, also: str = "") -> UnitWord:
    """Return a word for something counted, a dimension of its own: schools are no households."""
    return _counted(None, vi, en, also)


def _people(vi: str, en: str, also: str = "") -> UnitWord:
    """Return a word for some of the people: `850/1000 lao động` is a share of people."""
    return _counted("person", vi, en, also)


# In canonical order: what follows a slash is sorted by it, so that `/năm/người` is `/người/năm`.
WORDS: Final = (
    _amount("dong", "[money]", "đồng", "VND", "đ|vnđ|dong"),
    _amount(
        "thousand_dong", "1000 * dong", "nghìn đồng", "thousand VND", "ngàn đồng|nghìn đ|nghìn vnđ|nghìn vnd"
    ),
    _amount(
        "million_dong",
        "1000000 * dong",
        "triệu đồng",
        "million VND",
        "triệu|tr.đ|trđ|tr.đồng|tr đồng|triệu đ|triệu vnđ|triệu vnd|million dong",
    ),
    _amount(
        "billion_dong",
        "1000000000 * dong",
        "tỷ đồng",
        "billion VND",
        "tỉ đồng|tỷ|tỉ|tỷ đ|tỉ đ|tỷ vnđ|tỷ vnd|billion dong",
    ),
    _amount("percent", "[share]", "%", "%", "phần trăm|percent|per cent|pct"),
    _amount("times", "[ratio]", "lần", "times", "time"),
    _amount("m", "[length]", "m", "m", "mét|metre|metres|meter|meters"),
    _amount("km", "1000 * m", "km", "km", "ki-lô-mét|kilômét|kilometre|kilometres|kilometer|kilometers"),
    _amount("m2", "m ** 2", "m²", "m²", "m2|m^2|mét vuông|square metre|square metres"),
    _amount("ha", "10000 * m2", "ha", "ha", "héc-ta|hécta|hec ta|hectare|hectares"),
    _amount(
        "km2", "1000000 * m2", "km²", "km²", "km2|km^2|ki-lô-mét vuông|square kilometre|square kilometres"
    ),
    _amount("m3", "m ** 3", "m³", "m³", "m3|m^3|mét khối|cubic metre|cubic metres"),
    _amount("litre", "m3 / 1000", "lít", "litres", "l|litre|liter|liters"),
    _amount("kg", "[mass]", "kg", "kg", "ki-lô-gam|kilogram|kilograms"),
    _amount("tonne", "1000 * kg", "tấn", "tonnes", "tonne"),
    _amount("kwh", "[energy]", "kWh", "kWh", "ki-lô-oát giờ"),
    _noun("người", "person|people", "nhân khẩu|khẩu|người dân|persons|resident|residents"),
    _people("lao động", "worker|workers", "người lao động|labourer|labourers"),
    _people("trẻ", "child|children", "trẻ em|cháu"),
    _people("học sinh", "pupil|pupils", "student|students"),
    _people("cán bộ", "official|officials", "công chức|cán bộ, công chức"),
    _noun("thuê bao", "subscriber|subscribers"),
    _noun("hộ", "household|households", "hộ dân|hộ gia đình"),
    _noun("nhà", "house|houses", "căn nhà|ngôi nhà|nhà ở|căn"),
    _noun("trường", "school|schools", "trường học"),
    _noun("thôn", "hamlet|hamlets", "ấp|bản|xóm|buôn|làng|thôn, bản|village|villages"),
    _noun("xã", "commune|communes"),
    _noun("thị trấn", "township|townships"),
    _noun("phường", "ward|wards"),
    _noun("huyện", "district|districts", "đơn vị cấp huyện"),
    _noun("thị xã", "town|towns"),
    _noun("thành phố", "city|cities", "thành phố thuộc tỉnh"),
    _noun("quận", "urban district|urban districts"),
    _noun("tỉnh", "province|provinces"),
    _noun("đơn vị", "unit|units"),
    _noun("mô hình", "model|models"),
    _noun("sản phẩm", "product|products"),
    _noun("hợp tác xã", "cooperative|cooperatives", "htx|co-operative|co-operatives"),
    _noun("tổ hợp tác", "cooperative group|cooperative groups", "tht"),
    _noun("tổ chức", "organisation|organisations", "đoàn thể|organization|organizations"),
    _noun("doanh nghiệp", "business|businesses", "enterprise|enterprises"),
    _noun("cơ sở", "establishment|establishments", "cơ sở sản xuất|facility|facilities"),
    _noun("điểm", "site|sites", "địa điểm|khu, điểm|place|places"),
    _noun("công trình", "structure|structures", "works"),
    _noun("đồ án", "plan|plans", "đồ án quy hoạch"),
    _noun("vụ", "case|cases", "vụ việc"),
    _noun("lĩnh vực", "field|fields"),
    _noun("câu lạc bộ", "club|clubs", "clb"),
    _noun("tổ", "team|teams"),
    _noun("thiết bị", "device|devices"),
    _noun("nền tảng", "platform|platforms"),
    _noun("văn bản", "document|documents"),
    _noun("chợ", "market|markets"),
    _noun("tiêu chí", "criterion|criteria"),
    _noun("chỉ tiêu", "indicator|indicators"),
    _amount("month", "[time]", "tháng", "month", "months"),
    _amount("year", "12 * month", "năm", "year", "years"),
    _amount("day", "year / 365", "ngày", "day", "ngày đêm|days"),
)

_BY_VI: Final = {word.vi: word for word in WORDS}
_RANK: Final = {word.vi: rank for rank, word in enumerate(WORDS)}
_PER: Final = re.compile(r"\s*/\s*|\s+(?:per|mỗi)\s+", re.IGNORECASE)


def _spoken(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _spellings() -> tuple[dict[str, UnitWord], dict[str, UnitWord]]:
    """Return the words by exact spelling, and by spelling without diacritics."""
    by_spelling: dict[str, UnitWord] = {}
    for word in WORDS:
        for spelling in (word.vi, word.en, word.en_plural, *word.also):
            known = by_spelling.setdefault(_spoken(spelling), word)
            assert known is word, f"{spelling} names two units"
    folded: dict[str, UnitWord] = {}
    for spelling, word in by_spelling.items():
        if key := fold(spelling):
            folded.setdefault(key, word)
    return by_spelling, folded


_BY_SPELLING, _BY_FOLDED = _spellings()


@lru_cache(maxsize=4096)
def canonical_unit(text: str) -> str:
    """Return the canonical Vietnamese spelling of a unit, such as `triệu đồng/người/năm`.

    Raises:
        UnknownName: one of its words is no unit we know.
    """
    first, *rest = (_word(part, text) for part in _PER.split(text.strip()))
    return "/".join([first.vi, *sorted((word.vi for word in rest), key=_RANK.__getitem__)])


def _word(part: str, text: str) -> UnitWord:
    word = _BY_SPELLING.get(_spoken(part)) or _BY_FOLDED.get(fold(part))
    if word is None:
        raise UnknownName("unit", part or text, suggestion=nearest(part, _BY_SPELLING))
    return word


def is_countable(unit: str) -> bool:
    """Whether a canonical unit is counted in whole numbers, as households are and kilometres are not."""
    word = _BY_VI.get(unit)
    return word is not None and word.countable


def unit_text(unit: str, lang: Lang = "vi", *, one: bool = False) -> str:
    """Return a canonical unit as a reader sees it; `one` asks for the English singular."""
    if lang == "vi":
        return unit
    first, *rest = (_BY_VI[part] for part in unit.split("/"))
    return "/".join([first.en if one else first.en_plural, *(word.en for word in rest)])


def convert(value: Exact, found: str, expected: str, *, text: str) -> Exact:
    """Convert a magnitude exactly between canonical units.

    Args:
        value: the magnitude in the unit `found`.
        found: a canonical unit.
        expected: the canonical unit to convert to.
        text: what was written, for the message.

    Raises:
        IncompatibleUnit: the units measure different things.
    """
    if found == expected:
        return value
    factor = _factor(found, expected)
    if factor is None:
        raise IncompatibleUnit(text, found, expected)
    return exact(Fraction(value) * factor)


@cache
def _factor(found: str, expected: str) -> Fraction | None:
    """Return what one unit is in the other, or None where they measure different things."""
    import pint  # not above: most runs never convert, and pint is slow to import

    units = _registry()
    try:
        converted = units.Quantity(Fraction(1), _pint_spelling(found)).to(_pint_spelling(expected))
    except pint.DimensionalityError:
        return None
    magnitude = converted.magnitude
    assert isinstance(magnitude, (int, Fraction, Decimal)), "conversion is exact"
    return Fraction(magnitude)


def _pint_spelling(unit: str) -> str:
    return " / ".join(_BY_VI[part].id for part in unit.split("/"))


@cache
def _registry() -> pint.UnitRegistry[Fraction]:
    import pint

    registry: pint.UnitRegistry[Fraction] = pint.UnitRegistry(None, non_int_type=Fraction)
    for word in WORDS:
        registry.define(f"{word.id} = {word.definition}")
    return registry
