"""The closed grammar of requirements and bounds, as immutable models.

A requirement says what must hold; a bound says how much, possibly by region, group, year or date.
Data only: nothing here computes an outcome, and there is no form that holds code.

Named tuples, because there are many of them and making a class or an object of them costs least. Their last
field names the form, so that two forms with equal parts are not equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from ntm_rules.facts import UnitKind
from ntm_rules.law.provenance import Provenance

Operator = Literal["at_least", "at_most", "above", "below", "equals", "is"]
Axis = Literal["region", "group", "year", "date"]

COMMON = "common"
"""Key of the annex's national column: shown, never used to judge a unit."""


class Level(NamedTuple):
    """A level as the document writes it.

    Attributes:
        text: the level as written, such as `44 triệu đồng/người/năm`.
        value: its magnitude in the measure's unit (percent for shares), the rank on an ordinal scale,
            or the attested truth.
    """

    text: str
    value: bool | int | Decimal | Fraction
    provenance: Provenance
    form: Literal["level"] = "level"


class Delegated(NamedTuple):
    """A level left to the province or a ministry, which may not go below `floor`."""

    to: Literal["province", "ministry"]
    provenance: Provenance
    floor: Level | None = None
    form: Literal["delegated"] = "delegated"


class Unset(NamedTuple):
    """A level that nobody has confirmed. Candidates are recollections; they decide nothing by themselves."""

    provenance: Provenance
    candidates: tuple[Level | Delegated, ...] = ()
    form: Literal["unset"] = "unset"


class FactReference(NamedTuple):
    """Another fact of the unit, such as its province's average income."""

    measure: str


class OwnPast(NamedTuple):
    """The unit's own value of a measure when it was recognised at a tier."""

    measure: str
    at_recognition: str


class CellReference(NamedTuple):
    """The cell of another set for the same column and year."""

    ruleset: str
    tier: str
    indicator: str
    level: str = "commune"


class Multiple(NamedTuple):
    """A bound derived from something else: `times` × its value, exactly, without rounding."""

    times: Decimal
    of: FactReference | OwnPast | CellReference
    provenance: Provenance
    form: Literal["multiple"] = "multiple"


class Cell(NamedTuple):
    """One column, group, year or date of a table of bounds."""

    key: str
    bound: Bound


class ByAxis(NamedTuple):
    """A bound per region, commune group, year of the data, or date from which the text is in force."""

    axis: Axis
    cells: tuple[Cell, ...]
    form: Literal["by"] = "by"

    def get(self, key: str) -> Bound | None:
        """Return the bound of one key, or None where the document has no such cell."""
        return next((cell.bound for cell in self.cells if cell.key == key), None)


class Case(NamedTuple):
    """A bound that applies when a condition holds; without a condition it applies otherwise."""

    when: Requirement | None
    bound: Bound


class Cases(NamedTuple):
    """A bound chosen by another fact: the first case whose condition holds."""

    cases: tuple[Case, ...]
    form: Literal["cases"] = "cases"


Bound = Level | Unset | Delegated | Multiple | ByAxis | Cases


class Members(NamedTuple):
    """The members of a unit that a comparison counts, in place of a figure observed of the unit itself.

    Attributes:
        kinds: the kinds of unit that are counted, wherever they lie within the unit.
        satisfy: what such a member must meet, judged on the member's own facts.
        total: measure of the unit that states how many such members it has; None where the record lists all.
    """

    kinds: tuple[UnitKind, ...]
    satisfy: Requirement
    total: str | None = None
    form: Literal["members"] = "members"


class Comparison(NamedTuple):
    """One measure against one bound.

    Attributes:
        measure: id in the catalogue of measures.
        operator: how the observed value is compared; `is` for attested measures.
        bound: the level, possibly per column and year.
        both_sexes: men and women must each pass.
        over_years: every one of so many years before the year of assessment must pass.
        exempt: counts taken off the observed one before comparing.
        members: the members over which the value is counted; None where it is observed of the unit alone.
    """

    measure: str
    operator: Operator
    bound: Bound
    both_sexes: bool = False
    over_years: int | None = None
    exempt: tuple[str, ...] = ()
    members: Members | None = None
    form: Literal["comparison"] = "comparison"


class AllOf(NamedTuple):
    """Every part must be met."""

    parts: tuple[Requirement, ...]
    form: Literal["all"] = "all"


class AnyOf(NamedTuple):
    """One part must be met."""

    parts: tuple[Requirement, ...]
    form: Literal["any"] = "any"


class AtLeastOf(NamedTuple):
    """So many parts must be met."""

    number: int
    parts: tuple[Requirement, ...]
    form: Literal["at_least_of"] = "at_least_of"


class Not(NamedTuple):
    """The part must not be met."""

    part: Requirement
    form: Literal["not"] = "not"


class Designated(NamedTuple):
    """The unit must have a designation, such as khu vực III."""

    designation: str
    form: Literal["designation"] = "designation"


class CriteriaCount(NamedTuple):
    """So many criteria of a set in place of all of them; one that does not apply counts as met.

    Attributes:
        at_least: how many must be met.
        among: numbers of criteria that must be among them.
        others_at: percentage of its level that every other criterion must reach; None where nothing is asked.
    """

    at_least: int
    among: tuple[str, ...] = ()
    others_at: Decimal | None = None
    form: Literal["criteria"] = "criteria"


class Meets(NamedTuple):
    """The unit's facts must meet another set at the same date.

    Attributes:
        attested_by: measure that records an official finding, used where the facts cannot tell.
        criteria: how many of the set's criteria are enough; None asks all of them and its conditions.
    """

    ruleset: str
    tier: str
    level: str = "commune"
    attested_by: str | None = None
    criteria: CriteriaCount | None = None
    form: Literal["meets"] = "meets"


class Holds(NamedTuple):
    """The unit must have been recognised at a tier, under one of these decisions if any is named."""

    tier: str
    under: tuple[str, ...] = ()
    form: Literal["holds"] = "holds"


Requirement = Comparison | AllOf | AnyOf | AtLeastOf | Not | Designated | Meets | Holds


def comparisons(requirement: Requirement) -> Iterator[Comparison]:
    """Yield every comparison in a requirement, in the order of the document, those on members among them."""
    for comparison in own_comparisons(requirement):
        yield comparison
        if comparison.members is not None:
            yield from comparisons(comparison.members.satisfy)


def own_comparisons(requirement: Requirement) -> Iterator[Comparison]:
    """Yield the comparisons that are made with the facts of the unit itself, in the order of the document."""
    match requirement:
        case Comparison():
            yield requirement
        case AllOf() | AnyOf() | AtLeastOf():
            for part in requirement.parts:
                yield from own_comparisons(part)
        case Not():
            yield from own_comparisons(requirement.part)


def inside(part: object) -> Iterator[object]:
    """Yield a part of a requirement and everything within it, down to texts and numbers."""
    yield part
    if isinstance(part, tuple):
        for deeper in part:
            yield from inside(deeper)


def levels(bound: Bound, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Bound]]:
    """Yield every cell of a bound with the keys that lead to it, in the order of the document."""
    match bound:
        case ByAxis():
            for cell in bound.cells:
                yield from levels(cell.bound, (*path, cell.key))
        case Cases():
            for index, case in enumerate(bound.cases, 1):
                key = f"case {index}" if case.when is not None else "otherwise"
                yield from levels(case.bound, (*path, key))
        case _:
            yield path, bound
