"""What an authority found when it held a unit against a criteria set: how many criteria, and which are named.

Published reviews often state the count alone. Does not judge: a finding is a fact beside the observations.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ntm_rules.errors import Contradiction
from ntm_rules.facts.units import Tier


@dataclass(frozen=True, slots=True)
class Review:
    """The result of one official review.

    Attributes:
        ruleset: the decision whose set was applied, such as `318/2022`.
        tier: the tier of the set.
        met: how many criteria were found met; `cơ bản đạt` is not.
        of: how many the set has.
        on: the day of the review; None where not told.
        failing: numbers of the criteria that are named as not met, which need not be all of them.
        source: where it was published.

    Raises:
        Contradiction: more criteria than the set has.
    """

    ruleset: str
    tier: Tier
    met: int
    of: int
    on: dt.date | None = None
    failing: tuple[str, ...] = ()
    source: str | None = None

    def __post_init__(self) -> None:
        if self.met > self.of or self.met + len(self.failing) > self.of:
            named = f" and `{len(self.failing)}` named as not met" if self.failing else ""
            message = f"a review found `{self.met}` criteria met{named} of `{self.of}`"
            raise Contradiction(f"{message}, expected no more than there are")

    @property
    def failing_count(self) -> int:
        return self.of - self.met

    @property
    def names_all(self) -> bool:
        """Whether every criterion that is not met is named, so that the others are known to be met."""
        return len(self.failing) == self.failing_count

    def found_by(self, day: dt.date) -> bool:
        """Return whether it had been found by a day; one without a day is taken as earlier."""
        return self.on is None or self.on <= day
