"""What a table holds of one measure: its value, the sexes, single years, how far a figure is one-sided.

Turns the columns of a measure into axes and the masks of findings. Does not know any level.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from ntm_rules.derived import cached_property
from ntm_rules.evaluation.columnar.axes import Axis, NumberAxis, RankAxis, loose_spellings
from ntm_rules.evaluation.columnar.contract import BY_SEX, Contract, WordColumn
from ntm_rules.evaluation.columnar.masks import ALWAYS, NEVER, IsTrue, Mask, Masks, Missing, OneOf
from ntm_rules.evaluation.columnar.readings import NumberColumn
from ntm_rules.facts import Grade, Measure
from ntm_rules.facts.grades import spellings
from ntm_rules.facts.registry import is_countable

ONE_SIDED: Final = ("at_least", "above", "at_most", "below")
_ZERO: Final = Fraction(0)
_WHOLE: Final = Fraction(100)


@dataclass(frozen=True)
class Grades:
    """A column of findings: truth values, or texts in the spellings of the four grades."""

    masks: Masks
    column: WordColumn

    @cached_property
    def missing(self) -> Mask:
        return self.masks.add(Missing(self.column.name, floating=False))

    def of(self, grade: Grade) -> Mask:
        """Return where a grade was found."""
        if self.column.kind == "boolean":
            truth = self.masks.add(IsTrue(self.column.name))
            if grade is Grade.MET:
                return truth
            return self.masks.opposite(truth) if grade is Grade.NOT_MET else NEVER
        names = [name for text in spellings(grade) for name in loose_spellings(text)]
        return self.masks.add(OneOf(self.column.name, tuple(dict.fromkeys(names)), loose=True))


@dataclass(frozen=True)
class Observed:
    """The columns of one measure.

    Attributes:
        masks: where masks are kept.
        contract: the columns of the table.
        measure: the measure.
    """

    masks: Masks
    contract: Contract
    measure: Measure

    def _axis(self, role: str) -> Axis | None:
        if self.measure.kind == "ordinal":
            words = self.contract.words(role, truth=False)
            return RankAxis(self.masks, words, self.measure) if words is not None else None
        numbers = self.contract.number(role, self.measure)
        return NumberAxis(self.masks, numbers, self.measure) if numbers is not None else None

    @property
    def attested(self) -> bool:
        return self.measure.kind == "attested"

    @cached_property
    def value(self) -> Axis | None:
        return None if self.attested else self._axis(self.measure.id)

    @cached_property
    def grades(self) -> Grades | None:
        return self._grades(self.measure.id) if self.attested else None

    def _grades(self, role: str) -> Grades | None:
        words = self.contract.words(role, truth=True)
        return Grades(self.masks, words) if words is not None else None

    def sex(self, name: str) -> Axis | None:
        """Return the values of men or women; findings and ranks have none."""
        if self.measure.kind in ("attested", "ordinal"):
            return None
        self.contract.reads.add(f"{self.measure.id}{BY_SEX}")
        return self._axis(f"{self.measure.id}__{name}")

    @cached_property
    def years(self) -> dict[int, Axis | Grades]:
        """The single years that the table has columns for."""
        found: dict[int, Axis | Grades] = {}
        for year, role in self.contract.years_of(self.measure).items():
            column = self._grades(role) if self.attested else self._axis(role)
            assert column is not None
            found[year] = column
        return found

    @cached_property
    def covers(self) -> str | None:
        """The column that says for how many years the value stands."""
        return self.contract.integer(f"{self.measure.id}__over_years")

    @cached_property
    def of(self) -> tuple[NumberColumn, Mask] | None:
        """The column of what a share is a share of, and where it can be true."""
        column = self.contract.denominator(self.measure)
        if column is None:
            return None
        whole = self.measure.of is not None and is_countable(self.measure.of)
        axis = NumberAxis(self.masks, column, replace(self.measure, kind="count" if whole else "area"))
        return column, self.masks.both((axis.valid, axis.above(_ZERO)))

    @cached_property
    def _relation(self) -> str | None:
        return self.contract.text(f"{self.measure.id}__relation")

    @cached_property
    def exact(self) -> Mask:
        """Where the value is the figure itself, and not one side of it."""
        if self._relation is None:
            return ALWAYS
        untold = self.masks.add(Missing(self._relation, floating=False))
        return self.masks.either((untold, self.masks.add(OneOf(self._relation, ("exact",)))))

    @cached_property
    def agreeing(self) -> Mask:
        """Where the value does not contradict those of men and women, between which it must lie."""
        if self.attested or self.measure.kind == "ordinal":
            return ALWAYS
        male, female, total = (
            self._axis(f"{self.measure.id}__male"),
            self._axis(f"{self.measure.id}__female"),
            self.value,
        )
        numbers = [axis for axis in (male, female, total) if isinstance(axis, NumberAxis)]
        if len(numbers) < 3:
            return ALWAYS
        m, (one, other, whole) = self.masks, numbers
        known = m.both((one.valid, other.valid, whole.valid, self.exact))
        return m.no(m.both((known, m.no(whole.between(one, other)))))

    def one_sided(self, relation: str) -> Mask:
        """Return where the value is one side of a figure, of those that are possible."""
        if self._relation is None or self.value is None:
            return NEVER
        m = self.masks
        here = m.add(OneOf(self._relation, (relation,)))
        if isinstance(self.value, NumberAxis):
            if relation == "below":
                return m.both((here, self.value.above(_ZERO)))
            if relation == "above" and self.measure.kind == "share" and not self.measure.may_exceed:
                return m.both((here, self.value.below(_WHOLE)))
        return here

    @cached_property
    def impossible(self) -> Mask:
        """Where a value was observed that cannot be true."""
        m, axis = self.masks, self.value
        if axis is None:
            return NEVER
        possible = m.either((self.exact, *(self.one_sided(relation) for relation in ONE_SIDED)))
        return m.both((m.no(axis.missing), m.either((m.no(axis.valid), m.no(possible)))))

    @cached_property
    def nothing(self) -> Mask:
        """Where nothing at all was observed of the measure."""
        columns = [self.value, self.sex("male"), self.sex("female"), self.grades, *self.years.values()]
        return self.masks.both(column.missing for column in columns if column is not None)

    @cached_property
    def not_applicable(self) -> Mask:
        """Where it was found that the measure does not apply."""
        return self.grades.of(Grade.NOT_APPLICABLE) if self.grades is not None else NEVER
