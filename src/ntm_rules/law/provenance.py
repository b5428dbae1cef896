"""Where a value comes from and how far it may be trusted.

Provenance is part of every threshold. Does not decide anything: the evaluation room applies the trust
that a caller asks for.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ntm_rules.errors import UnknownName
from ntm_rules.spelling import nearest


class Status(StrEnum):
    """How well a value is evidenced."""

    SOURCED_2 = "sourced-2"
    SOURCED_1 = "sourced-1"
    RECALLED = "recalled"
    UNSET = "unset"


class Trust(StrEnum):
    """The least evidence a caller lets decide.

    `sourced`: recalled levels count as unset. `recalled`: they decide, and the verdict is provisional.
    `candidate`: a lone candidate of an unset level decides too, and the verdict is marked assumed.
    """

    SOURCED = "sourced"
    RECALLED = "recalled"
    CANDIDATE = "candidate"


def applicability_status(status: Status | None) -> Status | None:
    """Return the status of the levels in a row's `applies_when`: that of the row, but never unset."""
    return Status.RECALLED if status is Status.UNSET else status


def parse_trust(text: str) -> Trust:
    """Return the trust that a text names.

    Raises:
        UnknownName: it names none.
    """
    if isinstance(text, Trust):
        return text
    names = [str(trust) for trust in Trust]
    if text not in names:
        expected = f"one of {', '.join(f'`{name}`' for name in names)}"
        raise UnknownName("trust", str(text), suggestion=nearest(str(text), names), expected=expected)
    return Trust(text)


class Source(NamedTuple):
    """A page that states a value, and what it states in our words."""

    url: str
    says: str | None = None


class Provenance(NamedTuple):
    """The status of one value, the pages that state it, and the document that sets it.

    Attributes:
        status: how well the value is evidenced.
        sources: pages for this cell alone; the indicator lists those of the whole row.
        document: the document that sets the value, where it is not the one of the indicator.
        note: what a reader of this cell should know.
    """

    status: Status
    sources: tuple[Source, ...] = ()
    document: str | None = None
    note: str | None = None
