"""Hypothesis strategies: values around a level, observations of a measure, whole records for a criteria set.

For properties of rules, such as monotonicity. What is drawn is written and read as in a unit file; nothing
here judges it. Needs hypothesis, which the extra `testing` installs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Final, TypeAlias

from hypothesis import strategies as st

from ntm_rules.facts import (
    REGION_IDS,
    Grade,
    Measure,
    MeasureCatalogue,
    Observation,
    UnitRecord,
    measures,
    observe,
    places,
    show_level,
    unit_record,
)
from ntm_rules.law import Ruleset
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Bound,
    ByAxis,
    Cases,
    Comparison,
    Delegated,
    FactReference,
    Level,
    Multiple,
    Not,
    Requirement,
    Unset,
    levels,
)

Written: TypeAlias = str | dict[str, str]
"""An observation as a unit file holds it."""

_NO_LEVEL_TOP: Final = Decimal(200)
_AREAS: Final = ((), ("area_1",), ("area_2",), ("area_3",), ("area_3", "especially_difficult"))
_GRADES: Final = tuple(grade.label() for grade in Grade)


def values_around(
    level: Level | Sequence[Level], measure: Measure
) -> st.SearchStrategy[Decimal] | st.SearchStrategy[int] | st.SearchStrategy[bool]:
    """Return magnitudes on a level, one step beside it, and anywhere the measure can lie.

    Args:
        level: one level or several, in the unit of the measure.
        measure: what they are levels of; a step is one for counts and 0.01 otherwise.
    """
    if measure.kind == "attested":
        return st.booleans()
    if measure.kind == "ordinal":
        return st.integers(0, len(measure.scale) - 1)
    given = [level] if isinstance(level, Level) else level
    known = [one.value for one in given if isinstance(one.value, Decimal)]
    step = Decimal(1) if measure.kind == "count" else Decimal("0.01")
    is_share = measure.kind == "share"
    top = Decimal(100) if is_share else max((2 * value for value in known), default=_NO_LEVEL_TOP)
    near = {value + offset for value in known for offset in (-step, Decimal(0), step)}
    possible = sorted(value for value in near if value >= 0 and not (is_share and value > 100))
    anywhere = st.integers(0, int(max(top, step) / step)).map(lambda steps: steps * step)
    return st.one_of(st.sampled_from(possible), anywhere) if possible else anywhere


def written_observations(
    measure: Measure, level: Level | Sequence[Level] = (), *, by_sex: bool = False
) -> st.SearchStrategy[Written]:
    """Return observations of a measure as a unit file holds them, around levels where some are given.

    Args:
        measure: what is observed.
        level: the levels that matter.
        by_sex: whether men and women may be given in place of a total.
    """
    if measure.kind == "attested":
        return st.sampled_from(_GRADES)
    text = values_around(level, measure).map(partial(show_level, measure))
    if not by_sex or measure.kind == "ordinal":
        return text
    return st.one_of(text, st.fixed_dictionaries({"male": text, "female": text}))


def observations(
    measure: Measure, level: Level | Sequence[Level] = (), *, by_sex: bool = False
) -> st.SearchStrategy[Observation]:
    """Return observations of a measure; see `written_observations`."""
    return written_observations(measure, level, by_sex=by_sex).map(partial(observe, measure))


@st.composite
def unit_records(
    draw: st.DrawFn, ruleset: Ruleset, *, complete: bool = False, known: MeasureCatalogue | None = None
) -> UnitRecord:
    """Return units that a set can judge, with facts around its levels.

    Args:
        draw: given by hypothesis.
        ruleset: the set.
        complete: whether everything the set asks about is observed; otherwise some of it, or nothing.
        known: the catalogue of measures; the shipped one by default.
    """
    catalogue = measures() if known is None else known
    asked = _levels_by_measure(ruleset)
    chosen = list(asked) if complete else draw(st.lists(st.sampled_from(sorted(asked)), unique=True))
    comparisons = (c for i in (*ruleset.indicators(), *ruleset.conditions) for c in i.comparisons)
    by_sex = {c.measure for c in comparisons if c.both_sexes}
    facts = {id: draw(written_observations(catalogue[id], asked[id], by_sex=id in by_sex)) for id in chosen}
    data = {"unit": _unit(draw, ruleset), "year": draw(st.integers(*ruleset.years)), "observations": facts}
    return unit_record(data, catalogue)


def _unit(draw: st.DrawFn, ruleset: Ruleset) -> dict[str, object]:
    """Return a unit of the set's level in any region, of any area, and of a group that fits it."""
    region = draw(st.sampled_from(REGION_IDS))
    areas = draw(st.sampled_from(_AREAS))
    province = next(p.name for p in places().provinces if p.region == region and not p.of)
    unit: dict[str, object] = {
        "name": "Xã Thử",
        "level": ruleset.level,
        "kind": str(ruleset.kinds[0]),
        "province": province,
        "region": region,
        "designations": areas,
    }
    if ruleset.columns.by == "group":
        difficult = {"area_2", "area_3"} & set(areas)
        unit["group"] = "3" if difficult else draw(st.sampled_from(("1", "2")))
    return unit


def _levels_by_measure(ruleset: Ruleset) -> dict[str, list[Level]]:
    """Return every measure that a set asks about, with the levels it is held against."""
    found: dict[str, list[Level]] = {}
    for part in (*ruleset.indicators(), *ruleset.conditions):
        for requirement in (part.require, part.applies_when):
            if requirement is not None:
                for measure, known in _asked(requirement):
                    found.setdefault(measure, []).extend(known)
    return found


def _asked(requirement: Requirement) -> Iterator[tuple[str, list[Level]]]:
    match requirement:
        case AllOf() | AnyOf() | AtLeastOf():
            for part in requirement.parts:
                yield from _asked(part)
        case Not():
            yield from _asked(requirement.part)
        case Comparison():
            yield requirement.measure, list(_levels(requirement.bound))
            yield from _asked_by_bound(requirement.bound)
            for exempted in requirement.exempt:
                yield exempted, []
            if requirement.members is not None and requirement.members.total is not None:
                yield requirement.members.total, []


def _asked_by_bound(bound: Bound) -> Iterator[tuple[str, list[Level]]]:
    """Yield the facts that choose a bound or that it is a multiple of."""
    match bound:
        case ByAxis():
            for cell in bound.cells:
                yield from _asked_by_bound(cell.bound)
        case Cases():
            for case in bound.cases:
                if case.when is not None:
                    yield from _asked(case.when)
                yield from _asked_by_bound(case.bound)
        case Multiple() if isinstance(bound.of, FactReference):
            yield bound.of.measure, []


def _levels(bound: Bound) -> Iterator[Level]:
    """Yield every level of a bound, candidates and floors among them."""
    for _, cell in levels(bound):
        match cell:
            case Level():
                yield cell
            case Unset():
                yield from (candidate for candidate in cell.candidates if isinstance(candidate, Level))
            case Delegated() if cell.floor is not None:
                yield cell.floor
