"""Nearest valid spelling, and comparison of names without Vietnamese diacritics.

Used by every message that suggests a name. Does not decide what is valid.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

_D_STROKE = str.maketrans({"đ": "d", "Đ": "D"})


def fold(text: str) -> str:
    """Return `text` lower-cased, without diacritics, with every other character run as one space."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D_STROKE))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def nearest(found: str, valid: Iterable[str]) -> str | None:
    """Return the valid name closest to what was found, or None when nothing is close."""
    names = list(valid)
    folded = {fold(name): name for name in reversed(names)}
    key = fold(found)
    if key in folded:
        return folded[key]
    close = difflib.get_close_matches(key, folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None
