"""Where the values of a column lie beside levels: above, on, below, or nowhere because they cannot be true.

One face for numbers, ranks and numbers beside a multiple of another column. A value that a unit file would
refuse lies nowhere, so that it neither passes nor fails. Knows no operator's legal meaning.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ntm_rules.derived import cached_property
from ntm_rules.errors import UnexpectedValue
from ntm_rules.evaluation.columnar.contract import WordColumn
from ntm_rules.evaluation.columnar.masks import (
    ALWAYS,
    NEVER,
    AtLeast,
    Between,
    Mask,
    Masks,
    Missing,
    OneOf,
    Outweighs,
    Under,
    Whole,
)
from ntm_rules.evaluation.columnar.readings import DIGITS, TOO_LARGE, NumberColumn
from ntm_rules.evaluation.comparing import PASSES
from ntm_rules.facts import Measure
from ntm_rules.spelling import fold

Levels = Sequence[tuple[Mask, Fraction]]
"""The level of each row; the masks exclude each other."""

_FROM: Final = {"at_least": False, "above": True, "at_most": True, "below": False}
"""Whether the first value beyond the level, and not the one on it, parts what passes from what fails."""


class Axis(ABC):
    """The values of one column beside levels.

    Attributes:
        masks: where masks are kept.
    """

    masks: Masks

    @property
    @abstractmethod
    def missing(self) -> Mask:
        """Where nothing was observed."""

    @property
    @abstractmethod
    def valid(self) -> Mask:
        """Where a value was observed that can be true."""

    @abstractmethod
    def above(self, level: Fraction) -> Mask:
        """Return where a valid value is more than a level."""

    @abstractmethod
    def below(self, level: Fraction) -> Mask:
        """Return where a valid value is less than a level."""

    @abstractmethod
    def on(self, level: Fraction) -> Mask:
        """Return where a valid value is the level."""

    def passing(self, operator: str, level: Fraction) -> tuple[Mask, Mask]:
        """Return where a valid value passes and where it fails beside one level."""
        sides = ((1, self.above(level)), (0, self.on(level)), (-1, self.below(level)))
        passes = PASSES[operator]
        met = self.masks.either(mask for side, mask in sides if passes(side, 0))
        return met, self.masks.either(mask for side, mask in sides if not passes(side, 0))

    def tested(self, operator: str, levels: Levels, known: Mask) -> tuple[Mask, Mask]:
        """Return where a valid value passes and where it fails beside the level of its row.

        `known` is where a row has a level; rows that are not judged at all may count as having one.
        """
        if len(levels) == 1 and known == ALWAYS:
            return self.passing(operator, levels[0][1])
        m = self.masks
        parts = [(where, *self.passing(operator, level)) for where, level in levels]
        met = m.either(m.both((where, passed)) for where, passed, _ in parts)
        return met, m.either(m.both((where, failed)) for where, _, failed in parts)


@dataclass(frozen=True)
class NumberAxis(Axis):
    """A column of numbers of one measure."""

    masks: Masks
    column: NumberColumn
    measure: Measure

    @cached_property
    def missing(self) -> Mask:
        return self.masks.add(Missing(self.column.name, self.column.is_float))

    @cached_property
    def _lowest(self) -> Mask:
        return self._from(Fraction(0))

    @cached_property
    def _highest(self) -> Mask:
        """Where a number is not too large; NaN is, in every engine, beside another bound."""
        if self.measure.kind == "share" and not self.measure.may_exceed:
            return self._until(Fraction(100), beyond=True)
        return ALWAYS if self.column.kind == "integer" else self._until(TOO_LARGE)

    @cached_property
    def _whole(self) -> Mask:
        if self.measure.kind != "count" or self.column.kind == "integer":
            return ALWAYS
        return self.masks.add(Whole(self.column.name, DIGITS.get(self.column.kind, 0)))

    @cached_property
    def valid(self) -> Mask:
        return self.masks.both((self._lowest, self._highest, self._whole))

    def _from(self, level: Fraction, *, beyond: bool = False) -> Mask:
        return self.masks.add(AtLeast(self.column.name, self.column.first_at(level, beyond=beyond)))

    def _until(self, level: Fraction, *, beyond: bool = False) -> Mask:
        return self.masks.add(Under(self.column.name, self.column.first_at(level, beyond=beyond)))

    def above(self, level: Fraction) -> Mask:
        return self.masks.both((self._from(level, beyond=True), self._highest, self._whole))

    def below(self, level: Fraction) -> Mask:
        return self.masks.both((self._until(level), self._lowest, self._whole))

    def on(self, level: Fraction) -> Mask:
        return self.masks.both((self._from(level), self._until(level, beyond=True), self._whole))

    def between(self, one: NumberAxis, other: NumberAxis) -> Mask:
        """Return where the value lies between two others of the same measure."""
        columns = (self.column, one.column, other.column)
        if len({column.factor for column in columns}) > 1:
            units = " and ".join(f"`{column.name}`" for column in columns)
            raise UnexpectedValue(f"{units} in different units", "a total and its parts in one unit")
        return self.masks.add(Between(self.column.name, one.column.name, other.column.name))

    def passing(self, operator: str, level: Fraction) -> tuple[Mask, Mask]:
        if operator == "equals":
            return super().passing(operator, level)
        return self._parted(operator, self._from(level, beyond=_FROM[operator]))

    def _parted(self, operator: str, reached: Mask) -> tuple[Mask, Mask]:
        """Return what passes and what fails, as one mask and its opposite."""
        high = self.masks.given(self.valid, reached)
        low = self.masks.opposite(high)
        return (high, low) if operator in ("at_least", "above") else (low, high)

    def tested(self, operator: str, levels: Levels, known: Mask) -> tuple[Mask, Mask]:
        if operator == "equals" or len(levels) < 2:
            return super().tested(operator, levels, known)
        m = self.masks
        reached = m.either(m.both((w, self._from(v, beyond=_FROM[operator]))) for w, v in levels)
        return self._parted(operator, m.given(known, reached))


@dataclass(frozen=True)
class RankAxis(Axis):
    """A column of ranks on an ordinal scale, by name."""

    masks: Masks
    column: WordColumn
    measure: Measure

    @cached_property
    def missing(self) -> Mask:
        return self.masks.add(Missing(self.column.name, floating=False))

    @cached_property
    def valid(self) -> Mask:
        return self._ranks(range(len(self.measure.scale)))

    @cached_property
    def ranks(self) -> tuple[Mask, ...]:
        """Where each rank was observed, lowest first."""
        return tuple(self._ranks([rank]) for rank in range(len(self.measure.scale)))

    def _ranks(self, ranks: Sequence[int]) -> Mask:
        names = [name for rank in ranks for name in loose_spellings(self.measure.scale[rank])]
        return self.masks.add(OneOf(self.column.name, tuple(names), loose=True)) if names else NEVER

    def above(self, level: Fraction) -> Mask:
        return self._ranks([r for r in range(len(self.measure.scale)) if r > level])

    def below(self, level: Fraction) -> Mask:
        return self._ranks([r for r in range(len(self.measure.scale)) if r < level])

    def on(self, level: Fraction) -> Mask:
        return self._ranks([r for r in range(len(self.measure.scale)) if r == level])


@dataclass(frozen=True)
class DerivedAxis(Axis):
    """A column of numbers beside another column: levels are multiples of its values.

    Attributes:
        own: the values.
        basis: what the levels are multiples of.
    """

    masks: Masks
    own: NumberAxis
    basis: NumberAxis

    @property
    def missing(self) -> Mask:
        return self.own.missing

    @cached_property
    def valid(self) -> Mask:
        return self.masks.both((self.own.valid, self.basis.valid))

    def _outweighs(self, times: Fraction, *, strict: bool) -> Mask:
        ratio = times * self.basis.column.factor / self.own.column.factor
        return self.masks.add(Outweighs(self.own.column.name, self.basis.column.name, ratio, strict))

    def above(self, level: Fraction) -> Mask:
        return self.masks.both((self._outweighs(level, strict=True), self.valid))

    def below(self, level: Fraction) -> Mask:
        return self.masks.both((self.masks.opposite(self._outweighs(level, strict=False)), self.valid))

    def on(self, level: Fraction) -> Mask:
        m = self.masks
        reached, passed = (self._outweighs(level, strict=strict) for strict in (False, True))
        return m.both((reached, m.opposite(passed), self.valid))

    def passing(self, operator: str, level: Fraction) -> tuple[Mask, Mask]:
        if operator == "equals":
            return super().passing(operator, level)
        m = self.masks
        reached = self._outweighs(level, strict=_FROM[operator])
        high, low = m.both((reached, self.valid)), m.both((m.opposite(reached), self.valid))
        return (high, low) if operator in ("at_least", "above") else (low, high)


def loose_spellings(name: str) -> tuple[str, ...]:
    """Return a name in lower case, with and without diacritics, as `OneOf` compares it loosely."""
    return tuple(dict.fromkeys((name.lower(), fold(name))))
