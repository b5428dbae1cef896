"""Facts as rules see them: a kind and plain values, short, exact and hashable.

Raw measures never enter, only verdicts, ids, days and whole numbers, so that no rounding, NaN or infinity can
reach a rule. Does not know where facts come from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple, Self, TypeAlias

from ntm_rules.errors import UnexpectedValue, UnknownName
from ntm_rules.facts.notation import Lang, format_number
from ntm_rules.spelling import nearest
from ntm_rules.standing.vocabulary import KINDS, Field, FieldType, field_named, kind_named

Value: TypeAlias = str | int | bool
"""What a field may hold: an id, a name, a day as ISO text, a whole number, or a truth."""

MILLION: Final = 1_000_000
GREATEST_COUNT: Final = 1_000_000_000
LONGEST_TEXT: Final = 200


class _Fact(NamedTuple):
    kind: str
    fields: tuple[tuple[str, Value], ...]


class Fact(_Fact):
    """One thing that is stated or concluded, checked against the vocabulary when it is made.

    Attributes:
        kind: what it is about.
        fields: its fields and their values, in alphabetical order.

    Raises:
        UnknownName: no such kind or field, or a value that is none of the field's choices.
        UnexpectedValue: a value of another type, a field that is missing, or fields out of order.
    """

    __slots__ = ()

    def __new__(cls, kind: str, fields: tuple[tuple[str, Value], ...]) -> Self:
        _check(kind, fields)
        return super().__new__(cls, kind, fields)

    def get(self, field: str) -> Value | None:
        """Return the value of a field, or None where the fact does not have it."""
        for name, value in self.fields:
            if name == field:
                return value
        return None

    def __str__(self) -> str:
        return show_fact(self)


def fact(kind: str, /, **fields: Value | dt.date | None) -> Fact:
    """Return a fact; fields that are None are left out, dates become ISO text. See `Fact` for the errors."""
    given = (
        (name, value.isoformat() if isinstance(value, dt.date) else value)
        for name, value in sorted(fields.items())
        if value is not None
    )
    return Fact(kind, tuple(given))


def _check(kind: str, fields: tuple[tuple[str, Value], ...]) -> None:
    declared = kind_named(kind)
    holds = _HOLDS[kind]
    last = ""
    for name, value in fields:
        if name not in holds or not holds[name](value):
            check_value(field_named(kind, name), f"{kind}.{name}", value)
        if name <= last:
            raise UnexpectedValue(f"{last}, {name}", "each field once, in alphabetical order")
        last = name
    missing = declared.required.difference(name for name, _ in fields)
    if missing:
        raise UnexpectedValue(f"a fact `{kind}` without it", f"the field `{min(missing)}`")


def check_value(field: Field, name: str, value: object) -> None:
    """Refuse a value that a field cannot hold.

    Exact types are asked for: `True` is no number, and a float, which may be NaN, is nothing at all.

    Raises:
        UnknownName: it is none of the field's choices.
        UnexpectedValue: it is of another type or outside its limits.
    """
    if _holds(field)(value):
        return
    if field.type is FieldType.CHOICE:
        raise UnknownName(
            f"`{name}`",
            str(value),
            suggestion=nearest(str(value), field.choices),
            expected=f"one of {', '.join(f'`{c}`' for c in field.choices)}",
        )
    raise UnexpectedValue(value, f"`{name}` as {_LIMITS[field.type][1]}")


def _is_day(value: object) -> bool:
    try:
        return type(value) is str and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_text(value: object) -> bool:
    return type(value) is str and 0 < len(value) <= LONGEST_TEXT


Holds = Callable[[object], bool]
_LIMITS: Final[dict[FieldType, tuple[Holds, str]]] = {
    FieldType.RULESET: (_is_text, f"text of at most {LONGEST_TEXT} characters"),
    FieldType.NAME: (_is_text, f"text of at most {LONGEST_TEXT} characters"),
    FieldType.DAY: (_is_day, "a day such as `2024-03-01`"),
    FieldType.COUNT: (
        lambda value: type(value) is int and 0 <= value <= GREATEST_COUNT,
        "a whole number that is not negative",
    ),
    FieldType.SHARE: (
        lambda value: type(value) is int and 0 <= value <= MILLION,
        f"a share in parts per million, from 0 to {MILLION}",
    ),
    FieldType.TRUTH: (lambda value: type(value) is bool, "`true` or `false`"),
}


def _holds(field: Field) -> Holds:
    """Return whether a field can hold a value, as a function."""
    if field.type is FieldType.CHOICE:
        return lambda value: type(value) is str and value in field.choices
    return _LIMITS[field.type][0]


_HOLDS: Final = {
    name: {field: _holds(declared) for field, declared in kind.fields.items()} for name, kind in KINDS.items()
}


def share_of(part: int, whole: int) -> int:
    """Return a share in whole parts per million, rounded down.

    A bound of whole parts per million, which every bound written in percent with four decimals or fewer is,
    is reached by the exact share if and only if it is reached by this one.

    Raises:
        UnexpectedValue: the part is negative or more than the whole, or the whole is nothing.
    """
    if not 0 <= part <= whole or whole == 0:
        raise UnexpectedValue(f"{part}/{whole}", "a part of a whole that is not empty")
    return part * MILLION // whole


def show_value(field: Field, value: Value, lang: Lang) -> str:
    """Return a value as a reader would write it."""
    match field.type:
        case FieldType.CHOICE:
            return field.choices[str(value)].in_language(lang)
        case FieldType.SHARE:
            percent = Fraction(int(value), MILLION // 100)
            return f"{format_number(percent, lang)} %"
        case FieldType.TRUTH:
            return ("có" if lang == "vi" else "yes") if value else ("không" if lang == "vi" else "no")
        case FieldType.DAY if lang == "vi":
            return dt.date.fromisoformat(str(value)).strftime("%d/%m/%Y")
    return str(value)


def show_fact(shown: Fact, lang: Lang = "vi") -> str:
    """Return a fact in words, such as *danh hiệu — cấp: xã; mức: nông thôn mới*."""
    kind = kind_named(shown.kind)
    return f"{kind.label.in_language(lang)} — {'; '.join(_shown_fields(shown, lang))}"


def _shown_fields(shown: Fact, lang: Lang) -> Iterator[str]:
    values = dict(shown.fields)
    for name, field in kind_named(shown.kind).fields.items():
        if name in values:
            yield f"{field.label.in_language(lang)}: {show_value(field, values[name], lang)}"
