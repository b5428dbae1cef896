"""The four findings an inspection records: đạt, cơ bản đạt, chưa đạt, không áp dụng.

Reads their Vietnamese and English spellings. Does not decide what a finding means for a criterion.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ntm_rules.facts.notation import Lang
from ntm_rules.spelling import fold


class Grade(StrEnum):
    """What was attested. `NEARLY` (cơ bản đạt) is its own finding and is not `MET`."""

    MET = "met"
    NEARLY = "nearly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"

    def label(self, lang: Lang = "vi") -> str:
        return _LABELS[self][lang]


_LABELS: Final[dict[Grade, dict[Lang, str]]] = {
    Grade.MET: {"vi": "đạt", "en": "met"},
    Grade.NEARLY: {"vi": "cơ bản đạt", "en": "nearly met"},
    Grade.NOT_MET: {"vi": "chưa đạt", "en": "not met"},
    Grade.NOT_APPLICABLE: {"vi": "không áp dụng", "en": "not applicable"},
}
_SPELLINGS: Final[dict[Grade, tuple[str, ...]]] = {
    Grade.MET: ("đạt", "đạt chuẩn", "có", "met", "yes", "true", "pass", "passed"),
    Grade.NEARLY: ("cơ bản đạt", "đạt cơ bản", "nearly", "nearly met", "basically met"),
    Grade.NOT_MET: ("chưa đạt", "không đạt", "chưa", "không", "not met", "no", "false", "fail", "failed"),
    Grade.NOT_APPLICABLE: ("không áp dụng", "not applicable", "n/a", "na"),
}
_BY_FOLDED: Final = {fold(s): grade for grade, spellings in _SPELLINGS.items() for s in spellings}

EXPECTED: Final = "a finding: `đạt`, `cơ bản đạt`, `chưa đạt` or `không áp dụng`"


def spellings(grade: Grade) -> tuple[str, ...]:
    """Return the spellings of a finding."""
    return _SPELLINGS[grade]


def find_grade(text: str) -> Grade | None:
    """Return the finding that a text spells, or None."""
    return _BY_FOLDED.get(fold(text))
