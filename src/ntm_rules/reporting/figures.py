"""Numbers, quantities and observations as a reader sees them.

Rounds for display only, and never so far that two different figures look alike. Does not compare or decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ntm_rules.facts import Grade, Measure, Observation
from ntm_rules.facts.notation import Lang, format_number
from ntm_rules.facts.registry import unit_text
from ntm_rules.law.requirements import Level
from ntm_rules.reporting.wording import GRADES_OF_SCALES, OPERATORS, RANK_OPERATORS, say

Figure = Decimal | Fraction | int

_EXACT_PLACES: Final = 3
_PLACES: Final = 2
_MOST_PLACES: Final = 12
_SIGNS: Final = {"at_least": "≥ ", "at_most": "≤ ", "above": "> ", "below": "< ", "equals": "= ", "is": ""}


def figure(value: Figure, lang: Lang, *, beside: Sequence[Figure] = (), places: int = _PLACES) -> str:
    """Return a number with few decimals, or three where that is all it has.

    Args:
        value: the number.
        lang: the language whose notation is used.
        beside: numbers shown beside it, from which it must stay apart unless it equals them. Zero is one.
        places: how many decimals are enough.
    """
    exact = Fraction(value)
    if exact * 10**_EXACT_PLACES % 1 == 0:
        return _written(exact, _EXACT_PLACES, lang)
    others = [Fraction(other) for other in (0, *beside) if Fraction(other) != exact]
    for enough in range(places, _MOST_PLACES + 1):
        if all(round(exact, enough) != round(other, enough) for other in others):
            return _written(exact, enough, lang)
    return f"{exact.numerator}/{exact.denominator}"


def _written(value: Fraction, places: int, lang: Lang) -> str:
    whole = round(value * 10**places)
    return format_number(Decimal(whole).scaleb(-places), lang)


def percent(share: Figure, lang: Lang) -> str:
    """Return a fraction of one as a percentage with at most one decimal."""
    rounded = round(Fraction(share) * 100, 1)
    return f"{figure(rounded, lang)} %" if rounded else f"< {figure(Fraction(1, 10), lang)} %"


def quantity(value: object, measure: Measure, lang: Lang, *, beside: Sequence[Figure] = ()) -> str:
    """Return a value of a measure with its unit, or the name of its grade."""
    if isinstance(value, Grade):
        return value.label(lang)
    if isinstance(value, bool):
        return say("is_true" if value else "is_false", lang)
    assert isinstance(value, Decimal | Fraction | int)
    if measure.kind == "ordinal":
        return grade_name(measure, value, lang)
    number = figure(value, lang, beside=beside)
    return f"{number} {unit_text(measure.unit, lang, one=value == 1)}" if measure.unit else number


def grade_name(measure: Measure, rank: Figure, lang: Lang) -> str:
    """Return the name of a rank on an ordinal scale."""
    name = measure.scale[int(rank)]
    return GRADES_OF_SCALES.get(name, name) if lang == "en" else name


def level_text(level: Level, measure: Measure, lang: Lang) -> str:
    """Return a level of the law in the measure's unit."""
    return quantity(level.value, measure, lang)


def distance_text(distance: Figure, measure: Measure, lang: Lang) -> str:
    """Return a distance between two values of a measure."""
    if measure.kind == "ordinal":
        return say("steps", lang, count=int(distance)) + ("s" if lang == "en" and distance != 1 else "")
    if measure.kind == "share":
        return say("points", lang, number=figure(distance, lang))
    return quantity(distance, measure, lang)


def counted(count: int, unit: str | None, lang: Lang) -> str:
    """Return how many of a unit, such as `12 hộ` or `12 households`."""
    number = figure(count, lang)
    return f"{number} {unit_text(unit, lang, one=count == 1)}" if unit else number


def observed_text(
    observation: Observation, measure: Measure, lang: Lang, *, beside: Sequence[Figure] = ()
) -> str:
    """Return what was observed: the value with its side, its count and denominator, its sexes, its years."""
    parts = []
    if observation.value is not None:
        parts.append(_observed_value(observation, measure, lang, beside))
    for key, value in (("male", observation.male), ("female", observation.female)):
        if value is not None:
            parts.append(f"{say(key, lang)} {quantity(value, measure, lang, beside=beside)}")
    parts.extend(
        f"{year}: {quantity(value, measure, lang, beside=beside)}"
        for year, value in observation.years.items()
    )
    return ", ".join(parts)


def _observed_value(observation: Observation, measure: Measure, lang: Lang, beside: Sequence[Figure]) -> str:
    text = quantity(observation.value, measure, lang, beside=beside)
    if observation.relation != "exact":
        text = operator_words(observation.relation, measure, lang, text)
    if observation.part is None or observation.whole is None:
        return text
    count = f"{figure(observation.part, lang)}/{figure(observation.whole, lang)}"
    unit = measure.of if measure.kind == "share" else measure.unit
    return f"{text} ({count} {unit_text(unit, lang)})" if unit else f"{text} ({count})"


def operator_words(operator: str, measure: Measure, lang: Lang, level: str) -> str:
    """Return a level with its operator, such as `ít nhất 80 %` or `Khá trở lên`."""
    if _speaks_for_itself(operator, measure, level):
        return level
    table = RANK_OPERATORS if measure.kind == "ordinal" else OPERATORS
    return table[operator].in_language(lang).format(level=level)


def operator_sign(operator: str, measure: Measure, level: str) -> str:
    """Return a level with the sign of its operator, such as `≥ 80 %`, for tables."""
    return level if _speaks_for_itself(operator, measure, level) else f"{_SIGNS[operator]}{level}"


def _speaks_for_itself(operator: str, measure: Measure, level: str) -> bool:
    """Whether an operator adds nothing: at least all of it is all of it, and exactly nothing is nothing."""
    if operator == "at_least":
        return measure.kind == "share" and not measure.may_exceed and level.startswith("100 %")
    return operator == "equals" and level.startswith("0 ")
