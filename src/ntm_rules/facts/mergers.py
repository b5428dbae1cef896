"""The units that a unit was formed of, and which titles are still its own after that.

A title is never inherited: what the predecessors held, and what a unit of the same name had been given before
it was merged with others, is shown and counts for nothing. Does not know what a merger obliges to.
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


def own_titles(
    recognitions: tuple[Recognition, ...] | None, merger: Merger | None, day: dt.date
) -> tuple[Recognition, ...] | None:
    """Return the recognitions that a unit has on a day: given to it as it is then, and not revoked.

    One without a day is taken as earlier than any day, and so than the merger. Those whose term is over are
    among them.
    """
    if recognitions is None:
        return None
    formed = merger.on if merger is not None and merger.on <= day else dt.date.min
    return tuple(r for r in recognitions if r.given_by(day) and (r.on or dt.date.min) >= formed)
