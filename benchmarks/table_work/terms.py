"""What is asked of a row, in a form that any engine can be given: thresholds, findings, all, any, else.

Every term has three answers, as in Kleene's logic: met, not met, or unknown where a value is missing. Nothing
here computes one; an engine writes a term in its own language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

NOT_MET: Final = 0
UNKNOWN: Final = 1
MET: Final = 2
"""The answers as numbers: `all` is the least of them, `any` the greatest."""

Operator: TypeAlias = Literal["at_least", "at_most", "above", "below", "equals"]

SIGNS: Final[Mapping[Operator, str]] = {
    "at_least": ">=",
    "at_most": "<=",
    "above": ">",
    "below": "<",
    "equals": "==",
}

_OPPOSITE: Final[Mapping[Operator, Operator]] = {
    "at_least": "below",
    "below": "at_least",
    "at_most": "above",
    "above": "at_most",
}


class CannotExpress(Exception):
    """An engine has no way to say a term; the message says what."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number beside a level.

    Attributes:
        levels: the level of every region, or one under None; a region without a level is undecided.
    """

    column: str
    operator: Operator
    levels: Mapping[str | None, float | None]

    @property
    def uniform(self) -> bool:
        return None in self.levels

    @property
    def level(self) -> float:
        """The one level of a threshold that does not differ by region."""
        level = self.levels[None]
        assert level is not None
        return level

    def in_region(self, region: str) -> float | None:
        return self.levels[None] if self.uniform else self.levels.get(region)


@dataclass(frozen=True, slots=True)
class Found:
    """A truth value beside the one that is asked for."""

    column: str
    expected: bool


@dataclass(frozen=True, slots=True)
class OneOf:
    """A text beside those that pass."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All parts must be met."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One part must be met."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Else:
    """The first term where it is known, the second where it is not."""

    first: Term
    second: Term


@dataclass(frozen=True, slots=True)
class Undecided:
    """Unknown in every row."""


Term: TypeAlias = Threshold | Found | OneOf | Every | Some | Else | Undecided


def opposite(term: Term, scales: Mapping[str, tuple[str, ...]]) -> Term:
    """Return a term that is met where another is not; `scales` holds all texts of a column."""
    match term:
        case Threshold(column, operator, levels) if operator in _OPPOSITE:
            return Threshold(column, _OPPOSITE[operator], levels)
        case Found(column, expected):
            return Found(column, not expected)
        case OneOf(column, values):
            return OneOf(column, tuple(v for v in scales[column] if v not in values))
        case Every(parts):
            return Some(tuple(opposite(p, scales) for p in parts))
        case Some(parts):
            return Every(tuple(opposite(p, scales) for p in parts))
        case Else(first, second):
            return Else(opposite(first, scales), opposite(second, scales))
        case Undecided():
            return term
    raise CannotExpress(f"the opposite of {term}")


def either(condition: Term, otherwise: tuple[Term, Term], scales: Mapping[str, tuple[str, ...]]) -> Term:
    """Return one term where a condition holds and another where not; both where it cannot be told."""
    one, other = otherwise
    return Some((Every((condition, one)), Every((opposite(condition, scales), other)), Every((one, other))))


def for_region(term: Term, region: str) -> Term:
    """Return a term as it stands for one region, with no level that differs."""
    match term:
        case Threshold(column, operator, _):
            level = term.in_region(region)
            return Undecided() if level is None else Threshold(column, operator, {None: level})
        case Every(parts):
            return Every(tuple(for_region(p, region) for p in parts))
        case Some(parts):
            return Some(tuple(for_region(p, region) for p in parts))
        case Else(first, second):
            return Else(for_region(first, region), for_region(second, region))
        case _:
            return term


def thresholds(term: Term) -> Iterator[Threshold]:
    """Yield every threshold in a term."""
    match term:
        case Threshold():
            yield term
        case Every(parts) | Some(parts):
            for part in parts:
                yield from thresholds(part)
        case Else(first, second):
            yield from thresholds(first)
            yield from thresholds(second)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    Attributes:
        kind: `number`, `count` (whole numbers), `truth`, or `rank` (one of the texts of `scale`).
        top: the greatest value that makes sense; None without one.
    """

    name: str
    kind: Literal["number", "count", "truth", "rank"]
    scale: tuple[str, ...] = ()
    top: float | None = None


@dataclass(frozen=True, eq=False)
class Work:
    """A criteria set as terms, beside the same set as this library reads it.

    Attributes:
        regions: the regions that rows lie in.
        columns: the columns that are asked about, beside `region`.
        criteria: what each criterion asks, by its number.
        conditions: what the tier asks beside its criteria.
        ruleset: the set.
        documents: the catalogue that it was loaded from.
        trust: the least evidence that may decide.
    """

    name: str
    regions: tuple[str, ...]
    columns: tuple[Column, ...]
    criteria: tuple[tuple[str, Term], ...]
    conditions: tuple[Term, ...]
    ruleset: Any
    documents: Any
    year: int
    trust: str = "recalled"

    @property
    def tier(self) -> Term:
        """What the whole asks."""
        return Every((*(term for _, term in self.criteria), *self.conditions))

    @property
    def indicators(self) -> int:
        return sum(1 for _ in self.ruleset.indicators())
