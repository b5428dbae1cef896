"""Members of an enumeration by the names that people write for them.

Compares folded: case, diacritics and punctuation do not matter. Does not know any name itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from ntm_rules.errors import UnknownName
from ntm_rules.spelling import fold, nearest

E = TypeVar("E", bound=StrEnum)


def by_folded(spellings: Mapping[E, Iterable[str]]) -> dict[str, E]:
    """Return members by their folded ids and names."""
    return {fold(name): member for member, names in spellings.items() for name in (member.value, *names)}


def parse_name(kind: str, text: str, spellings: Mapping[str, E], ids: Iterable[str]) -> E:
    """Return the member that a text names.

    Args:
        kind: what sort of name it is, for the error.
        text: the name as it was written.
        spellings: members by folded name, as `by_folded` returns them.
        ids: the ids to name in the error.

    Raises:
        UnknownName: it names none.
    """
    found = spellings.get(fold(text))
    if found is None:
        close = nearest(text, spellings)
        raise UnknownName(
            kind,
            text,
            suggestion=spellings[close].value if close else None,
            expected=f"one of {', '.join(f'`{id}`' for id in ids)}",
        )
    return found
