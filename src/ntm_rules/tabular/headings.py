"""What the headings of a table stand for: measures by id or label, parts of a unit record, or nothing read.

A heading may state the unit of its numbers: `income_per_capita [nghìn đồng/người/tháng]`. What is not known
is carried through, and told where it is close to a name that is. Reads no cell.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from ntm_rules.errors import Contradiction, NtmRulesError, Place, UnexpectedValue, UnknownName
from ntm_rules.facts import DESIGNATION_IDS, TIER_IDS, Designation, Measure, MeasureCatalogue
from ntm_rules.facts.registry import canonical_unit, convert
from ntm_rules.spelling import fold, nearest

Role: TypeAlias = Literal[
    "number",
    "finding",
    "rank",
    "relation",
    "years_covered",
    "year",
    "day",
    "designations",
    "flag",
    "province",
    "region",
    "group",
    "text",
]

_OF_UNIT: Final[dict[str, tuple[Role, tuple[str, ...]]]] = {
    "province": ("province", ("tỉnh", "tỉnh, thành phố", "tỉnh/thành phố")),
    "former_province": ("province", ("tỉnh cũ", "tỉnh trước sáp nhập", "former province")),
    "region": ("region", ("vùng",)),
    "group": ("group", ("nhóm xã", "commune group")),
    "designations": ("designations", ("diện", "các diện")),
    "year": ("year", ("năm", "năm số liệu", "năm của số liệu", "year of the data")),
    "assessed_on": ("day", ("ngày thẩm định", "ngày đánh giá", "assessed on")),
}
_PARTS: Final = ("male", "female", "relation", "over_years")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_WITH_UNIT: Final = re.compile(r"(.+?)\s*\[([^\]]+)\]", re.DOTALL)
_RECOGNISED: Final = re.compile(
    rf"recognised_(?:{'|'.join(sorted(TIER_IDS, key=len, reverse=True))})(?:_[2-9])?(?:(_on|_under)|__(\w+))?"
)
_CLOSE: Final = 0.8
_SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """One column that is read.

    Attributes:
        name: the heading as it stands in the file.
        id: our name of the column, such as `income_per_capita` or `year`.
        role: how its cells are read.
        measure: the measure whose value, or part of a value, it holds.
        unit: the unit of its bare numbers.
        factor: what one of that unit is in the unit of the measure.
    """

    name: str
    id: str
    role: Role
    measure: Measure | None = None
    unit: str | None = None
    factor: Fraction = Fraction(1)


class NearMiss(NamedTuple):
    """A heading that is not read, though a name that would be is close to it."""

    name: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Naming:
    """What the caller says of columns.

    Attributes:
        columns: headings by our names, `{"income_per_capita": "thu nhập"}`.
        units: units by heading or by our name.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def read_headings(
    names: Sequence[str], measures: MeasureCatalogue, naming: Naming, file: str
) -> tuple[tuple[Heading, ...], tuple[NearMiss, ...]]:
    """Return the columns that are read, and those that look like a slip of the pen.

    Raises:
        UnknownName: a column or measure that the caller names is not there, or an unknown part (`x__mal`).
        Contradiction: two columns for one thing.
        IncompatibleUnit: a unit that is not one of the measure.
    """
    _refuse_unknown(names, naming, file)
    renamed = {heading: id for id, heading in naming.columns.items()}
    labels = _labels(measures)
    found: dict[str, Heading] = {}
    near: list[NearMiss] = []
    for name in names:
        plain, unit = _split(name)
        id = renamed.get(name) or renamed.get(plain) or _id_of(plain, measures, labels, file)
        if id is None:
            suggestion = _suggestion(plain, measures, labels)
            near += [NearMiss(name, suggestion)] if suggestion else []
            continue
        if id in found:
            raise Contradiction(
                f"columns `{found[id].name}` and `{name}` are both `{id}`, expected one of them",
                place=Place(file),
            )
        given = naming.units.get(name) or naming.units.get(plain) or naming.units.get(id) or unit
        found[id] = _heading(name, id, given, measures, file)
    return tuple(found.values()), tuple(near)


def _refuse_unknown(names: Sequence[str], naming: Naming, file: str) -> None:
    plain = {part for name in names for part in (name, _split(name)[0])}
    for id, heading in naming.columns.items():
        if heading not in plain:
            raise UnknownName(
                "column", heading, suggestion=nearest(heading, names), expected=f"`{id}`", place=Place(file)
            )
    for key in naming.units:
        if key not in plain and key not in naming.columns:
            raise UnknownName("column", key, suggestion=nearest(key, names), place=Place(file))


def _split(name: str) -> tuple[str, str | None]:
    found = _WITH_UNIT.fullmatch(name.strip())
    return (found[1].strip(), found[2].strip()) if found else (name.strip(), None)


def _labels(measures: MeasureCatalogue) -> dict[str, str | None]:
    """Return ids by folded label; None for a label that several things have."""
    pairs = [(label, m.id) for m in measures.values() for label in (m.label_vi, m.label_en)]
    pairs += [(name, id) for id, (_, names) in _OF_UNIT.items() for name in names]
    pairs += [(d.label(lang), d.value) for d in Designation for lang in ("vi", "en")]
    found: dict[str, str | None] = {}
    for label, id in pairs:
        key = fold(label)
        found[key] = id if found.get(key, id) == id else None
    return found


def _id_of(name: str, measures: MeasureCatalogue, labels: Mapping[str, str | None], file: str) -> str | None:
    base, divided, part = name.partition("__")
    if base in measures:
        if divided and part not in _PARTS and not _YEAR.fullmatch(part):
            close = nearest(part, _PARTS)
            raise UnknownName(
                "column",
                name,
                suggestion=f"{base}__{close}" if close else None,
                expected=f"`{base}` with `__male`, `__female`, `__relation`, `__over_years` or a year",
                place=Place(file),
            )
        return name
    if name in _OF_UNIT or name in DESIGNATION_IDS or _RECOGNISED.fullmatch(name):
        return name
    return labels.get(fold(name))


def _suggestion(name: str, measures: MeasureCatalogue, labels: Mapping[str, str | None]) -> str | None:
    """Return the known name that a heading is a slip of, if there is one."""
    key = fold(name)
    known: Iterable[str] = (*measures, *_OF_UNIT, *(label for label, id in labels.items() if id))
    close = nearest(name, known) if len(key) >= _SHORTEST else None
    if close is None or difflib.SequenceMatcher(None, key, fold(close)).ratio() < _CLOSE:
        return None
    return close if close in measures or close in _OF_UNIT else labels[close]


def _heading(name: str, id: str, unit: str | None, measures: MeasureCatalogue, file: str) -> Heading:
    place = Place(file, path=name)
    measure = _measure(id, measures)
    role = _role(id, measure)
    if unit is None or measure is None or role != "number":
        if unit is not None and role != "number":
            raise UnexpectedValue(unit, "no unit for a column without numbers", place=place)
        return Heading(name, id, role, measure, measure.unit if measure is not None else None)
    assert measure.unit is not None
    try:
        stated = canonical_unit(unit)
        factor = Fraction(convert(Fraction(1), stated, measure.unit, text=name))
    except NtmRulesError as error:
        raise error.at(place) from None
    return Heading(name, id, role, measure, stated, factor)


def _measure(id: str, measures: MeasureCatalogue) -> Measure | None:
    if (recognised := _RECOGNISED.fullmatch(id)) is not None:
        return measures[recognised[2]] if recognised[2] else None
    base = id.partition("__")[0]
    if base not in measures:
        return None
    return measures[base]


def _role(id: str, measure: Measure | None) -> Role:
    if measure is None:
        return _role_of_unit(id)
    part = id.rpartition("__")[2]
    if part == "relation":
        return "relation"
    if part == "over_years":
        return "years_covered"
    return {"attested": "finding", "ordinal": "rank"}.get(measure.kind, "number")  # type: ignore[return-value]


def _role_of_unit(id: str) -> Role:
    if id in _OF_UNIT:
        return _OF_UNIT[id][0]
    if id.endswith("_on"):
        return "day"
    return "text" if id.endswith("_under") else "flag"
