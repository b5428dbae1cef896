"""Masks and outputs as the expressions of a language: those of Polars, or SQL.

Parts that several others share become columns of their own, in as few steps as their order allows. What is
computed, and in which order, is said here alone; a language says only how a thing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, TypeAlias, cast

from ntm_rules.derived import cached_property
from ntm_rules.evaluation.columnar import arithmetic
from ntm_rules.evaluation.columnar.contract import ColumnType
from ntm_rules.evaluation.columnar.findings import Gap, LevelPart
from ntm_rules.evaluation.columnar.languages import Expression, Language, folded
from ntm_rules.evaluation.columnar.masks import (
    AtLeast,
    Between,
    Both,
    Constant,
    Contains,
    Either,
    Given,
    IsTrue,
    Mask,
    Masks,
    Missing,
    No,
    Node,
    NotAfter,
    OneOf,
    OnlyOf,
    Opposite,
    Outweighs,
    Remainder,
    SoMany,
    Surely,
    Under,
    Untold,
    Whole,
    parts_of,
)
from ntm_rules.evaluation.columnar.outputs import (
    Choice,
    Count,
    Distance,
    Flag,
    Following,
    Output,
    Units,
    asked_by,
)
from ntm_rules.evaluation.columnar.readings import NumberColumn
from ntm_rules.evaluation.columnar.texts import Spellings, Text, numbered, runs

Step: TypeAlias = tuple[Expression, ...]

TEMPORARY: Final = "__ntm_"
"""How the names of columns begin that are there only while something is computed."""

_FEW: Final = 4
"""So many texts are compared one by one faster than looked up."""


@dataclass
class Writer:
    """Writes the expressions of one compiled set in one language.

    Attributes:
        api: the language.
        masks: the compiled masks.
        types: the columns of the table.
    """

    api: Language
    masks: Masks
    types: dict[str, ColumnType]
    _kept: dict[Mask, str] = field(default_factory=dict)
    _named: dict[tuple[object, ...], tuple[int, str, Expression]] = field(default_factory=dict)
    _spelled: dict[str, Text] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The columns of texts that have to be read as numbers before the first step."""
        return tuple(self._spelled.values())

    def steps(self, outputs: Sequence[Output]) -> tuple[Step, ...]:
        """Return what to add to the table step by step; the last step holds the outputs."""
        uses = self._uses(outputs)
        if self.api.numbers_texts:
            self._number_texts(sorted(uses))
        order = [m for m in sorted(uses) if uses[m] > 1 and not isinstance(self.masks.nodes[m], Constant)]
        steps: dict[int, list[Expression]] = {}
        level: dict[Mask, int] = {}
        for mask in order:
            level[mask] = 1 + max((level[part] for part in self._needs(mask)), default=0)
            steps.setdefault(level[mask], []).append(self._node(mask).alias(f"{TEMPORARY}{mask}"))
            self._kept[mask] = f"{TEMPORARY}{mask}"
        last = tuple(self._output(output).alias(output.name) for output in outputs)
        first: dict[int, list[Expression]] = {}
        for place, name, written in self._named.values():
            first.setdefault(place, []).append(written.alias(name))
        before = [tuple(first[n]) for n in sorted(first)]
        middle = [tuple(steps[n]) for n in sorted(steps)]
        return tuple(step for step in (*before, *middle, last) if step)

    def _column(self, key: tuple[object, ...], place: int, write: Callable[[], Expression]) -> Expression:
        """Return a column of its own for what several masks are written with.

        Args:
            key: what it holds.
            place: one more than the places of the columns that it is written with; those of the table have 0.
            write: writes it.
        """
        if key not in self._named:
            written = write()
            self._named[key] = (place, f"{TEMPORARY}{key[0]}_{len(self._named)}", written)
        return self.api.col(self._named[key][1])

    def _uses(self, outputs: Sequence[Output]) -> dict[Mask, int]:
        """Return how often each mask is used; those that are used more than once become columns."""
        uses: dict[Mask, int] = {}
        waiting = [mask for output in outputs for mask in asked_by(output)]
        while waiting:
            mask = waiting.pop()
            uses[mask] = uses.get(mask, 0) + 1
            if uses[mask] == 1:
                waiting += parts_of(self.masks.nodes[mask])
        return uses

    def _number_texts(self, masks: Iterable[Mask]) -> None:
        """Number the spellings that are asked for, column by column."""
        asked: dict[str, list[tuple[str, ...]]] = {}
        for mask in masks:
            node = self.masks.nodes[mask]
            if isinstance(node, OneOf) and node.loose:
                asked.setdefault(node.column, []).append(cast("tuple[str, ...]", node.values))
        for place, (column, listed) in enumerate(asked.items()):
            self._spelled[column] = Text(column, f"{TEMPORARY}text_{place}", Spellings(numbered(listed)))

    def _needs(self, mask: Mask) -> list[Mask]:
        """Return the columns that a mask is written with."""
        found, waiting = [], list(parts_of(self.masks.nodes[mask]))
        while waiting:
            part = waiting.pop()
            if part in self._kept:
                found.append(part)
            else:
                waiting += parts_of(self.masks.nodes[part])
        return found

    def _mask(self, mask: Mask) -> Expression:
        name = self._kept.get(mask)
        return self._node(mask) if name is None else self.api.col(name)

    def _node(self, mask: Mask) -> Expression:
        node = self.masks.nodes[mask]
        match node:
            case Constant():
                return self.api.lit(node.value)
            case No() | Opposite() | Surely() | Untold():
                return self._turned(node)
            case Both():
                return folded([self._mask(p) for p in node.parts], lambda a, b: a & b)
            case Either():
                return folded([self._mask(p) for p in node.parts], lambda a, b: a | b)
            case Given():
                return self.api.when(self._mask(node.where)).then(self._mask(node.then))
            case SoMany():
                counted = [self._one(part) for part in node.parts]
                return folded(counted, lambda a, b: a + b) >= node.number
            case _:
                return self._atom(node)

    def _turned(self, node: No | Opposite | Surely | Untold) -> Expression:
        match node:
            case No():
                return ~self._known(node.part)
            case Opposite():
                return ~self._mask(node.part)
            case Surely():
                return self._known(node.part)
            case Untold():
                return self._mask(node.part).is_null()

    def _known(self, mask: Mask) -> Expression:
        """Return a mask with false where it is nothing."""
        node, written = self.masks.nodes[mask], self._mask(mask)
        certain = isinstance(node, No | Missing | SoMany | Constant | OnlyOf | Surely | Untold)
        return written if certain else written.fill_null(False)

    def _one(self, mask: Mask) -> Expression:
        return self.api.when(self._mask(mask)).then(self.api.small(1)).otherwise(self.api.small(0))

    def _atom(self, node: Node) -> Expression:
        col = self.api.col
        match node:
            case AtLeast():
                return col(node.column) >= self.api.lit(node.value)
            case Under():
                return col(node.column) < self.api.lit(node.value)
            case OneOf():
                return self._one_of(node)
            case IsTrue():
                return col(node.column)
            case Missing():
                missing = col(node.column).is_null()
                return missing | col(node.column).is_nan() if node.floating else missing
            case NotAfter():
                return col(node.column) <= col(node.other)
            case _:
                return self._rare(node)

    def _rare(self, node: Node) -> Expression:
        match node:
            case Contains():
                parts = [self.api.contains(self.api.col(node.column), value) for value in node.values]
                return folded(parts, lambda a, b: a | b)
            case OnlyOf():
                column = self.api.col(node.column)
                return column.is_null() | self.api.only_of(column, node.values)
            case Whole():
                return arithmetic.whole(self.api, self.api.col(node.column), node.digits)
            case Outweighs():
                return self._exact.outweighs(node.column, node.basis, node.ratio, strict=node.strict)
            case Between():
                return self._between(node)
            case Remainder():
                rest = self._whole(node.column)
                for name, where in node.taken:
                    rest = rest - self._taken(name, where)
                return rest >= node.value
            case _:
                raise AssertionError(node)

    def _between(self, node: Between) -> Expression:
        def reaches(left: str, right: str) -> Expression:
            return self._exact.outweighs(left, right, Fraction(1), strict=False)

        number, one, other = node.column, node.one, node.other
        return (reaches(number, one) & reaches(other, number)) | (
            reaches(number, other) & reaches(one, number)
        )

    @property
    def _exact(self) -> arithmetic.Exact:
        return arithmetic.Exact(self.api, self.types, self._column)

    def _number(self, name: str) -> Expression:
        column = self.api.col(name)
        return column if self.types[name].kind == "float64" else self.api.number(column)

    def _whole(self, name: str) -> Expression:
        """Return a column of whole numbers without the noise of floats, with room for sums."""
        column, kind = self.api.col(name), self.types[name].kind
        if kind == "integer":
            return self.api.wide(column)
        return column if kind == "decimal" else column.round()

    def _taken(self, name: str, where: Mask) -> Expression:
        return self.api.when(self._mask(where)).then(self._whole(name)).otherwise(self.api.lit(0))

    def _one_of(self, node: OneOf) -> Expression:
        if node.loose and node.column in self._spelled:
            return self._numbered(node)
        if node.loose:
            column = self._column(("text", node.column), 1, lambda: self._loose(node.column))
        elif isinstance(node.values[0], str):
            column = self._text(node.column)
        else:
            column = self.api.col(node.column)
        if len(node.values) <= _FEW:
            return folded([column == value for value in node.values], lambda a, b: a | b)
        return self.api.one_of(column, node.values)

    def _numbered(self, node: OneOf) -> Expression:
        text = self._spelled[node.column]
        column, numbers = self.api.col(text.name), text.spellings.numbers
        asked = runs(numbers[cast("str", value)] for value in node.values)
        ranges = [
            column == first if first == last else column.is_between(first, last) for first, last in asked
        ]
        return folded(ranges, lambda a, b: a | b)

    def _text(self, name: str) -> Expression:
        return self.api.text(self.api.col(name), self.types[name])

    def _loose(self, name: str) -> Expression:
        return self.api.loose(self._text(name), self._letters)

    @cached_property
    def _letters(self) -> frozenset[str]:
        """All letters of the texts that are compared loosely."""
        loose = (node for node in self.masks.nodes if isinstance(node, OneOf) and node.loose)
        return frozenset(
            c for node in loose for value in node.values if isinstance(value, str) for c in value
        )

    def _output(self, output: Output) -> Expression:
        match output:
            case Choice():
                return self._choice(output)
            case Count():
                return self.api.counted(self._unless(output.nothing, self._count(output.masks)))
            case Flag():
                return self._unless(output.nothing, self._known(output.mask))
            case Distance():
                return self._distance(output)
            case Units():
                return self._units(output.gap)
            case Following():
                gap = output.gap
                return self._number_where(self._mask(gap.where), self._level(gap.following, known=False))

    def _count(self, masks: tuple[Mask, ...]) -> Expression:
        everywhere = sum(self.masks.nodes[mask] == Constant(True) for mask in masks)
        open_ = [mask for mask in masks if not isinstance(self.masks.nodes[mask], Constant)]
        counted = [self.api.small(everywhere)] if everywhere or not open_ else []
        return folded([*counted, *(self._one(mask) for mask in open_)], lambda a, b: a + b)

    def _unless(self, nothing: Mask, written: Expression) -> Expression:
        node = self.masks.nodes[nothing]
        if node == Constant(False):
            return written
        return self.api.when(self._mask(nothing)).then(self.api.lit(None)).otherwise(written)

    def _choice(self, output: Choice) -> Expression:
        written = self.api.word(output.otherwise, output.words)
        for mask, text in reversed(output.first):
            word = self.api.word(text, output.words)
            written = self.api.when(self._mask(mask)).then(word).otherwise(written)
        return self.api.chosen(written)

    def _measured(self, gap: Gap) -> Expression:
        """Return what a gap is measured from, in the unit of the measure; of ranks, their place."""
        if not isinstance(gap.column, NumberColumn):
            written = self.api.lit(None)
            for rank, mask in enumerate(gap.column):
                written = self.api.when(self._mask(mask)).then(self.api.lit(float(rank))).otherwise(written)
            return written
        number = self._number(gap.column.name)
        if gap.counts:
            number = number.round()  # what counts is whole but for the noise of floats
        for name, where in gap.taken:
            number = number - self._taken(name, where)
        return number if gap.column.factor == 1 else number * float(gap.column.factor)

    def _distance(self, output: Distance) -> Expression:
        gap = output.gap
        number, level = self._measured(gap), self._level(gap.levels)
        if gap.operator in ("at_least", "above"):
            apart = level - number
        else:
            apart = number - level if gap.operator in ("at_most", "below") else (number - level).abs()
        return self._number_where(self._mask(gap.where), apart)

    def _number_where(self, where: Expression, number: Expression) -> Expression:
        return self.api.number(self.api.when(where).then(number))

    def _level(self, parts: Sequence[LevelPart], *, known: bool = True) -> Expression:
        """Return the level of each row; `known`: every row that is asked about has one of them."""
        api = self.api
        level = None if known else api.lit(None)
        for part in reversed(parts):
            value = api.lit(float(part.value))
            if part.times is not None:
                value = self._number(part.times.name) * float(part.value * part.times.factor)
            level = value if level is None else api.when(self._mask(part.where)).then(value).otherwise(level)
        return level

    def _units(self, gap: Gap) -> Expression:
        """Return how many whole units make up the gap of a share; see `comparing`."""
        api, column = self.api, gap.column
        assert gap.of is not None
        assert isinstance(column, NumberColumn)
        of, valid = gap.of
        whole = self._number(of.name)
        seen = arithmetic.without_noise(api, self._number(column.name), self.types[column.name])
        have = seen * whole * (0.01 * float(column.factor) * float(of.factor))
        need = self._level(gap.levels) * whole * (0.01 * float(of.factor))

        def up(number: Expression) -> Expression:
            return arithmetic.whole_beside(api, number, number, up=True)

        def down(number: Expression) -> Expression:
            return arithmetic.whole_beside(api, number, number, up=False)

        match gap.operator:
            case "at_least":
                missing = up(need) - down(have)
            case "above":
                missing = down(need) + 1.0 - down(have)
            case "at_most":
                missing = up(have) - down(need)
            case "below":
                missing = up(have) - up(need) + 1.0
            case _:
                have, need = (arithmetic.settled(api, x, x) for x in (have, need))
                larger = api.when(have > need).then(have).otherwise(need)
                missing = arithmetic.whole_beside(api, (have - need).abs(), larger, up=True)
        return self._number_where(self._mask(gap.where) & self._mask(valid), missing)
