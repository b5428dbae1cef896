"""The units that a unit was formed of, with the titles that they held.

A title is never inherited: what the predecessors held is shown beside the unit, and counts for nothing in it.
Does not know what a merger obliges to.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ntm_rules.errors import Contradiction
from ntm_rules.facts.units import Recognition


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A unit that ended when it became part of another.

    Attributes:
        name: its name.
        recognitions: what it had been recognised as; None where nothing is told, empty where never.
    """

    name: str
    recognitions: tuple[Recognition, ...] | None = None


@dataclass(frozen=True, slots=True)
class Merger:
    """The arrangement that formed a unit.

    Attributes:
        on: the day from which the unit exists.
        units: what it was formed of, whole or in part.

    Raises:
        Contradiction: no unit at all, or one that was recognised after it had ended.
    """

    on: dt.date
    units: tuple[Predecessor, ...]

    def __post_init__(self) -> None:
        if not self.units:
            raise Contradiction("a merger of no units, expected the units that were merged")
        for unit in self.units:
            late = [r.on for r in unit.recognitions or () if r.on is not None and r.on >= self.on]
            if late:
                message = f"`{unit.name}` recognised on `{late[0]}`, when it had become part of another unit"
                raise Contradiction(f"{message} on `{self.on}`")


def refuse_inherited(merger: Merger, recognitions: tuple[Recognition, ...] | None) -> None:
    """Refuse a recognition that a merged unit cannot have had itself.

    Raises:
        Contradiction: one from before the merger, or one whose day is not told, so that it may be a
            predecessor's.
    """
    for recognition in recognitions or ():
        if recognition.on is None:
            message = f"a merged unit recognised as `{recognition.tier}` on a day that is not told"
            raise Contradiction(f"{message}, expected the day, after the merger of `{merger.on}`")
        if recognition.on < merger.on:
            message = f"recognised on `{recognition.on}`, before the merger of `{merger.on}` formed the unit"
            raise Contradiction(f"{message}, expected such a title among those of `merged_from`")
