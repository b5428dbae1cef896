"""What can be measured: the typed form of `rulesets/measures.yaml`.

A fact is observed once under a measure's id and judged under every decision that uses it. Does not read or
judge values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast

from ntm_rules.errors import Contradiction, UnexpectedValue, UnknownName
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.facts.notation import Lang
from ntm_rules.facts.registry import canonical_unit
from ntm_rules.shipped import rulesets_dir
from ntm_rules.spelling import fold, nearest
from ntm_rules.yaml_nodes import Node, read_yaml

Kind: TypeAlias = Literal["share", "money", "ratio", "count", "area", "length", "attested", "ordinal", "rate"]

KINDS: Final = ("share", "money", "ratio", "count", "area", "length", "attested", "ordinal", "rate")
_WITHOUT_UNIT: Final = ("attested", "ordinal")
_OPTIONAL: Final = ("unit", "of", "scale", "may_exceed", "not_to_be_confused_with", "note")


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be measured.

    Attributes:
        id: its name in facts and rulesets, such as `income_per_capita`.
        label_vi, label_en: what it is called.
        kind: what sort of value it takes.
        unit: the canonical unit of its values, such as `triệu đồng/người/năm`; None without one.
        of: what a share counts, such as `hộ`; None where nothing is said.
        scale: the ranks of an ordinal measure, lowest first.
        may_exceed: whether a share may lie above 100 %.
        not_to_be_confused_with: ids of measures that look alike, with what sets them apart.
        note: anything else a reader should know.
    """

    id: str
    label_vi: str
    label_en: str
    kind: Kind
    unit: str | None = None
    of: str | None = None
    scale: tuple[str, ...] = ()
    may_exceed: bool = False
    not_to_be_confused_with: Mapping[str, str] = field(default_factory=FrozenMap)
    note: str | None = None

    def label(self, lang: Lang = "vi") -> str:
        return self.label_vi if lang == "vi" else self.label_en


class MeasureCatalogue(Mapping[str, Measure]):
    """Measures by id; asking for one that is not there names the nearest that is."""

    __slots__ = ("_measures",)

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._measures: FrozenMap[str, Measure] = FrozenMap((m.id, m) for m in measures)

    def __getitem__(self, id: str) -> Measure:
        try:
            return self._measures[id]
        except KeyError:
            raise UnknownName("measure", id, suggestion=nearest(id, self._measures)) from None

    def __contains__(self, id: object) -> bool:
        return id in self._measures

    def __iter__(self) -> Iterator[str]:
        return iter(self._measures)

    def __len__(self) -> int:
        return len(self._measures)

    def __hash__(self) -> int:
        return hash(self._measures)

    def __repr__(self) -> str:
        return f"<MeasureCatalogue of {len(self)} measures>"

    def merge(self, other: MeasureCatalogue) -> MeasureCatalogue:
        """Return the measures of both.

        Raises:
            Contradiction: they define one id differently.
        """
        for id in self:
            if id in other and self[id] != other[id]:
                both = f"`{self[id].label_vi}` and as `{other[id].label_vi}`"
                raise Contradiction(f"measure `{id}` is defined twice, as {both}, expected one definition")
        return MeasureCatalogue((*self.values(), *(m for m in other.values() if m.id not in self)))


def read_measures(source: Node | str | Path) -> MeasureCatalogue:
    """Read a catalogue from a file or a YAML node; see `docs/ruleset-grammar.md` for its form.

    Raises:
        UnexpectedValue, UnknownName: the catalogue departs from its grammar; with file, line and column.
    """
    node = source if isinstance(source, Node) else read_yaml(source)
    entries = node.mapping(("measures",))["measures"]
    return MeasureCatalogue(_measure(key.text(), value) for key, value in entries.pairs())


@cache
def measures() -> MeasureCatalogue:
    """Return the catalogue that ships with the library; read once."""
    return read_measures(rulesets_dir() / "measures.yaml")


def _measure(id: str, node: Node) -> Measure:
    fields = node.mapping(("label", "kind"), _OPTIONAL)
    label = fields["label"].mapping(("vi", "en"))
    kind = cast("Kind", fields["kind"].choice("kind", KINDS))
    for name, kinds in (("of", ("share",)), ("may_exceed", ("share",)), ("scale", ("ordinal",))):
        if name in fields and kind not in kinds:
            place = fields[name].place
            raise UnexpectedValue(name, f"no such key for a measure of kind `{kind}`", place=place)
    others = fields["not_to_be_confused_with"].pairs() if "not_to_be_confused_with" in fields else ()
    return Measure(
        id=id,
        label_vi=label["vi"].text(),
        label_en=label["en"].text(),
        kind=kind,
        unit=_unit(node, kind, fields.get("unit")),
        of=_canonical(fields["of"]) if "of" in fields else None,
        scale=_scale(node, kind, fields.get("scale")),
        may_exceed="may_exceed" in fields and fields["may_exceed"].boolean(),
        not_to_be_confused_with=FrozenMap((k.text(), v.text()) for k, v in others),
        note=fields["note"].text() if "note" in fields else None,
    )


def _canonical(node: Node) -> str:
    return node.here(lambda: canonical_unit(node.text()))


def _unit(measure: Node, kind: Kind, node: Node | None) -> str | None:
    if kind in _WITHOUT_UNIT:
        if node is not None:
            raise node.fail(f"no unit for a measure of kind `{kind}`")
        return None
    if node is None:
        raise UnexpectedValue("a measure without it", "the key `unit`", place=measure.place)
    unit = _canonical(node)
    if (kind == "share") != (unit == "%"):
        wanted = "`%`, the unit of a share" if kind == "share" else f"another unit than `%` for kind `{kind}`"
        raise node.fail(wanted)
    return unit


def _scale(measure: Node, kind: Kind, node: Node | None) -> tuple[str, ...]:
    if kind != "ordinal":
        return ()
    if node is None:
        raise UnexpectedValue("an ordinal measure without it", "the key `scale`", place=measure.place)
    ranks = node.each(Node.text)
    if len({fold(rank) for rank in ranks}) != len(ranks) or len(ranks) < 2:
        raise node.fail("two or more ranks that differ, lowest first")
    return ranks
