"""Errors, wrong arguments and failing cases for the reader of the command line, in Vietnamese or English.

The English is that of the places that raise: what an error knows in fields is worded from them, the rest is
matched with the phrases of `error_phrases` and `outside_phrases`. What has no phrase stays English, so that
nothing is ever left untold. Does not print.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ntm_rules.errors import (
    AmbiguousName,
    AmbiguousNumber,
    IncompatibleUnit,
    InvalidObservation,
    NtmRulesError,
    OverlayWeakerThanFloor,
    UnexpectedValue,
    UnknownName,
    YearOutsideSet,
)
from ntm_rules.facts.notation import Lang
from ntm_rules.reporting import columnar_phrases
from ntm_rules.reporting.error_phrases import EXPECTED, FOUND, HINTS, KINDS, MESSAGES, Phrases
from ntm_rules.reporting.outside_phrases import FAILURES, PARTS, SYSTEM, USAGE, YAML
from ntm_rules.reporting.table_phrases import (
    TABLES_EXPECTED,
    TABLES_FOUND,
    TABLES_HINTS,
    TABLES_MESSAGES,
    TABLES_SYSTEM,
)

_ALL_EXPECTED: Final[Phrases] = (*TABLES_EXPECTED, *EXPECTED)
_ALL_FOUND: Final[Phrases] = (*TABLES_FOUND, *FOUND)
_ALL_HINTS: Final[Phrases] = (*TABLES_HINTS, *HINTS)
_ALL_MESSAGES: Final[Phrases] = (*TABLES_MESSAGES, *MESSAGES)
_INNER: Final[Phrases] = (
    *_ALL_EXPECTED,
    *PARTS,
    *SYSTEM,
    *TABLES_SYSTEM,
    *YAML,
    *USAGE,
    *columnar_phrases.INNER,
)
_BLANK: Final = re.compile(r"(`?)\{(\w+)\}")
_PLACED: Final = re.compile(r"(.+?:\d+:\d+: )(.*)", re.DOTALL)


def error_text(error: NtmRulesError, lang: Lang = "vi") -> str:
    """Return an error as its reader sees it: place, one sentence, and a line of help where there is one."""
    if lang == "en":
        return str(error)
    where = str(error.place)
    text = f"{where}: {_sentence(error)}" if where else _sentence(error)
    return f"{text}\n  gợi ý: {_or_as_it_is(error.hint, _ALL_HINTS)}" if error.hint else text


def usage_text(message: str, lang: Lang = "vi") -> str:
    """Return what argparse says of wrong arguments."""
    return message if lang == "en" else _or_as_it_is(message, USAGE)


def failure_text(failure: str, lang: Lang = "vi") -> str:
    """Return why a case of a fixture does not hold, its place first."""
    placed = _PLACED.fullmatch(failure)
    if lang == "en" or placed is None:
        return failure
    return placed[1] + _or_as_it_is(placed[2], FAILURES)


def _sentence(error: NtmRulesError) -> str:
    return _in_vietnamese(error.message, _ALL_MESSAGES) or _by_fields(error) or error.message


def _by_fields(error: NtmRulesError) -> str | None:
    """Return the sentence of an error that knows its parts."""
    match error:
        case UnknownName(kind=kind, found=found, expected=expected):
            text = f"không có {KINDS.get(kind, kind)} `{found}`"
            return f"{text}, cần {_or_as_it_is(expected, _ALL_EXPECTED)}" if expected else text
        case AmbiguousName(found=found, choices=choices):
            listed = ", ".join(f"`{name}`" for name in choices)
            return f"`{found}` là tên của nhiều văn bản, cần một trong {listed}"
        case UnexpectedValue(found=found, expected=expected):
            return _found_and_expected(found, expected)
        case InvalidObservation(measure=measure, found=found, expected=expected):
            return f"`{measure}`: {_found_and_expected(found, expected)}"
        case AmbiguousNumber(found=found, readings=(one, other)):
            return f"`{found}` có thể đọc là `{one}` hoặc là `{other}`"
        case IncompatibleUnit(text=text, found=found, expected=expected):
            return f"`{text}` ghi theo đơn vị `{found}`, không đổi được sang `{expected}`"
        case YearOutsideSet(year=year, ruleset=ruleset, first=first, last=last):
            return f"năm `{year}` nằm ngoài bộ `{ruleset}`, bộ này đánh giá các năm từ {first} đến {last}"
        case OverlayWeakerThanFloor():
            where = f" ({error.cell})" if error.cell else ""
            return (
                f"chỉ tiêu `{error.indicator}`{where}: tỉnh đặt mức `{error.provincial}`, không chặt bằng "
                f"mức quốc gia `{error.national}`"
            )
    return None


def _found_and_expected(found: object, expected: str) -> str:
    shown = _in_vietnamese(str(found), _ALL_FOUND) or f"`{found}`"
    return f"tìm thấy {shown}, cần {_or_as_it_is(expected, _ALL_EXPECTED)}"


def _or_as_it_is(text: str, phrases: Phrases) -> str:
    return _in_vietnamese(text, phrases) or text


def _in_vietnamese(text: str, phrases: Phrases) -> str | None:
    """Return a text by the first phrase that it fits, or None."""
    for pattern, vietnamese in _compiled(phrases):
        if fitting := pattern.fullmatch(text):
            return _filled(vietnamese, fitting.groupdict())
    return None


def _filled(vietnamese: str, blanks: dict[str, str]) -> str:
    """Fill the blanks: those in backticks as they are, the others in Vietnamese where there is a phrase."""

    def fill(blank: re.Match[str]) -> str:
        text = blanks[blank[2]]
        return blank[1] + (text if blank[1] else KINDS.get(text) or _or_as_it_is(text, _INNER))

    return _BLANK.sub(fill, vietnamese)


@cache
def _compiled(phrases: Phrases) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(words.en), words.vi) for words in phrases)


def _pattern(english: str) -> re.Pattern[str]:
    """Return what matches an English phrase, each blank as a group of its name."""
    parts = re.split(r"\{(\w+)\}", english)
    matched = (f"(?P<{part}>.*?)" if number % 2 else re.escape(part) for number, part in enumerate(parts))
    return re.compile("".join(matched), re.DOTALL)
