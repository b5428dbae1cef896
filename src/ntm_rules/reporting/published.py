"""What the published documents have in common: their base model, numbers, and distances to a level.

A number has at most twelve significant digits, so that no reader loses any of it. A rank of an ordinal scale
is its name.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from ntm_rules.evaluation import Gap
from ntm_rules.facts import Grade, Measure, MeasureCatalogue

SCHEMA_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_MOST_DIGITS: Final = 12

Number = Annotated[
    int | float,
    Field(description="a number, to its 12 significant digits"),
]
Value = Annotated[
    bool | int | float | str,
    Field(description="a number as above, the name of a rank, or whether something was attested"),
]


class PublishedModel(BaseModel):
    """A part of a published document: no other keys, and none that change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class GapDocument(PublishedModel):
    """How far a value is from the level it misses."""

    measure: str
    operator: str
    observed: Value
    level: Value
    distance: Number = Field(
        description="always positive; in steps for ranks, in percentage points for shares"
    )
    relative: Number | None = Field(description="the distance as a fraction of the level")
    whole: int | None = Field(description="how many of `who` make the distance up, rounded up")
    who: str | None
    sex: str | None = Field(description="`male` or `female`, where each must pass")
    year: int | None
    next_level: Value | None = Field(description="the level of the following year, for yearly levels")
    unit: str | None


def json_number(value: Decimal | Fraction | int) -> int | float:
    """Return a number for JSON, to its 12 significant digits."""
    number = Fraction(value)
    if number.denominator == 1 and abs(number) < 10**_MOST_DIGITS:
        return int(number)
    return float(f"{float(number):.{_MOST_DIGITS}g}")


def json_value(value: object, measure: Measure) -> bool | int | float | str:
    """Return a value of a measure for JSON; a rank is its name."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Grade):
        return value.value
    assert isinstance(value, Decimal | Fraction | int)
    return measure.scale[int(value)] if measure.kind == "ordinal" else json_number(value)


def gap_document(gap: Gap, measures: MeasureCatalogue) -> GapDocument:
    """Return a distance as it is published."""
    measure = measures[gap.measure]
    following = gap.next_level.value if gap.next_level is not None else None
    return GapDocument(
        measure=gap.measure,
        operator=gap.operator,
        observed=json_value(gap.observed, measure),
        level=json_value(gap.level, measure),
        distance=json_number(gap.distance),
        relative=None if gap.relative is None else json_number(gap.relative),
        whole=gap.whole,
        who=gap.who,
        sex=gap.sex,
        year=gap.year,
        next_level=None if following is None else json_value(following, measure),
        unit=measure.unit,
    )
