"""What the readers of YAML in this room share: their surroundings, and the smallest parts of the grammar.

Does not know requirements or sets.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from ntm_rules.errors import UnexpectedValue
from ntm_rules.facts import UNIT_KIND_IDS, Level, Measure, MeasureCatalogue, UnitKind
from ntm_rules.facts.units import other_kind
from ntm_rules.law.provenance import Source, Status
from ntm_rules.law.rulesets import Label
from ntm_rules.yaml_nodes import Node

STATUSES: Final = tuple(str(s) for s in Status)


class Reading(NamedTuple):
    """What a reader needs to know about the surroundings of a node.

    Attributes:
        measures: the catalogue that measure ids are looked up in.
        status: the status of levels that do not name their own; None where each must.
        level: the level of the units that a requirement is about.
    """

    measures: MeasureCatalogue
    status: Status | None = None
    level: str = "commune"


def read_status(node: Node) -> Status:
    """Read a status."""
    return Status(node.choice("status", STATUSES))


def read_sources(node: Node | None) -> tuple[Source, ...]:
    """Read a list of addresses, or of addresses with what each page says."""
    return node.each(_source) if node is not None else ()


def _source(node: Node) -> Source:
    if node.is_scalar:
        return Source(url=node.text())
    fields = node.mapping(("url",), ("says",))
    return Source(url=fields["url"].text(), says=fields["says"].text() if "says" in fields else None)


def read_label(node: Node) -> Label:
    """Read a wording in both languages."""
    fields = node.mapping(("vi", "en"))
    return Label(vi=fields["vi"].text(), en=fields["en"].text())


def read_measure(node: Node, reading: Reading) -> Measure:
    """Return the measure that a node names."""
    return node.here(lambda: reading.measures[node.text()])


def read_kinds(node: Node, level: str | None = None) -> tuple[UnitKind, ...]:
    """Read kinds of unit, all of one level: the one that is named, or that of the first."""
    kinds = node.each(lambda n: UnitKind(n.choice("unit kind", UNIT_KIND_IDS)))
    if not kinds:
        raise node.fail("at least one kind of unit")
    home = kinds[0].level if level is None else Level(level)
    for kind in kinds:
        if kind.level is not home:
            raise other_kind(kind, home).at(node.place)
    if len(set(kinds)) != len(kinds):
        raise UnexpectedValue(f"{kinds[0]} twice", "each kind once", place=node.place)
    return kinds


def read_text(fields: dict[str, Node], key: str) -> str | None:
    """Read a text that may be left out."""
    return fields[key].text() if key in fields else None


def read_date(fields: dict[str, Node], key: str) -> dt.date | None:
    """Read a date that may be left out."""
    return fields[key].date() if key in fields else None


def read_texts(fields: dict[str, Node], key: str) -> tuple[str, ...]:
    """Read a list of texts that may be left out."""
    return fields[key].each(Node.text) if key in fields else ()


def read_years(node: Node) -> tuple[int, int]:
    """Read a first and a last year."""
    years = node.each(Node.integer)
    if len(years) != 2 or years[0] > years[1]:
        raise node.fail("the first and the last year, such as `[2021, 2025]`")
    return years[0], years[1]
