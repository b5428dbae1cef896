"""Quantities as people write them: `46,7 triệu đồng/người/năm`, `trên 90 %`, `37/1200 hộ`.

Splits text into a number, a unit, a denominator and the side it bounds, if it says one. Does not know what is
being measured, and so judges nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from ntm_rules.errors import AmbiguousNumber, UnexpectedValue
from ntm_rules.facts.notation import SPACES, Exact, parse_number
from ntm_rules.facts.registry import canonical_unit, convert

Relation: TypeAlias = Literal["exact", "at_least", "above", "at_most", "below"]

_BEFORE_NUMBER: Final[dict[Relation, str]] = {
    "exact": "=|bằng|exactly",
    "at_least": ">=|≥|từ|ít nhất|tối thiểu|không dưới|không ít hơn|at least|no less than|not less than|from",
    "above": ">|trên|hơn|vượt|vượt trên|lớn hơn|cao hơn|nhiều hơn|over|above|more than|greater than",
    "at_most": "<=|≤|không quá|không vượt quá|tối đa|nhiều nhất|at most|no more than|not more than|up to",
    "below": "<|dưới|chưa đến|chưa tới|gần|nhỏ hơn|thấp hơn|ít hơn|under|below|less than|nearly|almost",
}
_AFTER_NUMBER: Final[dict[Relation, str]] = {
    "at_least": "trở lên|or more|and more|and above|or above|and over|or over",
    "at_most": "trở xuống|or less|or fewer|and below|or below|or under",
}
_OPEN_START: Final = ("từ", "from")  # says nothing by itself where `trở lên` or `trở xuống` follows


def _by_word(words: dict[Relation, str]) -> dict[str, Relation]:
    return {word: relation for relation, listed in words.items() for word in listed.split("|")}


def _any_of(words: dict[str, Relation]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_BEFORE: Final = _by_word(_BEFORE_NUMBER)
_AFTER: Final = _by_word(_AFTER_NUMBER)
_ABOUT: Final = re.compile(
    r"(?:khoảng|xấp xỉ|ước|chừng|about|approximately|approx\.?|around|circa)\s|[~≈]", re.IGNORECASE
)
_RELATION_BEFORE: Final = re.compile(
    rf"(?:đạt\s+)?({_any_of(_BEFORE)})(?:\s+|(?=[0-9])|(?<=[<>=≤≥]))", re.IGNORECASE
)
_AFTER_WORDS: Final = tuple(_AFTER)
_MET_BEFORE_NUMBER: Final = re.compile(r"đạt\s+(?=[0-9])", re.IGNORECASE)
_SIGN: Final = r"[-+\u2212\u2013\u2014\uff0d]?\s?"
_NUMBER_THEN_UNIT: Final = re.compile(rf"({_SIGN}[0-9](?:[0-9.,]|[ {SPACES}](?=[0-9]))*)\s*(.*)", re.DOTALL)
_OVER_NUMBER: Final = re.compile(r"\s*/\s*(?=[-+]?[0-9])")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what stood around it.

    Attributes:
        value: the magnitude as written; of `37/1200 hộ`, 37.
        unit: its canonical unit, or None for a bare number.
        whole, whole_unit: the denominator and its canonical unit, where there is one.
        relation: which side of the number the quantity lies on.
        text: the text it was read from.
    """

    value: Exact
    unit: str | None
    text: str
    relation: Relation = "exact"
    whole: Decimal | None = None
    whole_unit: str | None = None

    def in_unit(self, unit: str) -> Exact:
        """Return the magnitude in another canonical unit; the quantity must have one.

        Raises:
            IncompatibleUnit: the units measure different things.
        """
        assert self.unit is not None
        return convert(self.value, self.unit, unit, text=self.text)


def split_relation(text: str) -> tuple[Relation, str]:
    """Return which side a text such as `từ 70 % trở lên` bounds, and what remains of it.

    Raises:
        UnexpectedValue: the text says `about`, or two sides at once.
    """
    rest = unicodedata.normalize("NFC", text).strip()
    if _ABOUT.match(rest):
        raise UnexpectedValue(text, "an exact figure, or one side of it such as `trên 90 %`")
    before: str | None = None
    after: Relation | None = None
    if found := _RELATION_BEFORE.match(rest):
        before, rest = found[1].lower(), rest[found.end() :]
    elif found := _MET_BEFORE_NUMBER.match(rest):
        rest = rest[found.end() :]
    lower = rest.lower()
    if lower.endswith(_AFTER_WORDS):
        word = max((w for w in _AFTER_WORDS if lower.endswith(w)), key=len)
        after, rest = _AFTER[word], rest[: -len(word)].rstrip()
    if after is None:
        return (_BEFORE[before] if before else "exact"), rest
    if before is not None and before not in _OPEN_START and _BEFORE[before] != after:
        raise UnexpectedValue(text, "one side of a figure, such as `từ 70 % trở lên`")
    return after, rest


def parse_quantity(text: str, *, one_sided: bool = True) -> Quantity:
    """Read a quantity.

    Args:
        text: such as `46.7 million VND/person/year`, `95,2 %`, `12`, `37/1200 hộ`, `trên 90 %`.
        one_sided: whether words such as `trên` and `từ … trở lên` are accepted.

    Raises:
        AmbiguousNumber: a number with two readings.
        UnknownName: a unit we do not know.
        UnexpectedValue: no number at all, or one-sided where that is not accepted.
    """
    relation: Relation = "exact"
    rest = unicodedata.normalize("NFC", text).strip()
    if one_sided:
        relation, rest = split_relation(text)
    part_text, *others = _OVER_NUMBER.split(rest)
    value, unit = _number_and_unit(part_text, text)
    if not others:
        return Quantity(value, unit, text, relation)
    if len(others) > 1:
        raise UnexpectedValue(text, "a count with its denominator, such as `37/1200 hộ`")
    whole, whole_unit = _number_and_unit(others[0], text)
    return Quantity(value, unit or whole_unit, text, relation, whole, whole_unit or unit)


def _number_and_unit(part: str, text: str) -> tuple[Decimal, str | None]:
    found = _NUMBER_THEN_UNIT.fullmatch(part.strip())
    if found is None:
        raise UnexpectedValue(text, "a number with its unit, such as `95,2 %`")
    number, unit = found[1].strip(), found[2].strip()
    try:
        value = parse_number(number)
    except AmbiguousNumber as error:
        one, other = (text.replace(number, reading, 1) for reading in error.readings)
        raise AmbiguousNumber(text, (one, other)) from None
    return value, canonical_unit(unit) if unit else None
