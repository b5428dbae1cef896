"""Masks and outputs as the expressions of a dataframe library.

Polars and narwhals name what is used here alike, so one writer serves both; `api` is the library's module.
Parts that several others share become columns of their own, in as few steps as their order allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, NamedTuple, TypeAlias, cast

from ntm_rules.evaluation.columnar import arithmetic
from ntm_rules.evaluation.columnar.contract import ColumnType
from ntm_rules.evaluation.columnar.findings import Gap
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
)
from ntm_rules.evaluation.columnar.outputs import Choice, Count, Distance, Flag, Output
from ntm_rules.evaluation.columnar.readings import NumberColumn
from ntm_rules.evaluation.columnar.texts import Spellings, Text, numbered

Expression: TypeAlias = Any
"""An expression of Polars or narwhals: neither is imported here."""

Step: TypeAlias = tuple[Expression, ...]


class Written(NamedTuple):
    """What to add to a table.

    Attributes:
        texts: columns whose texts are read as numbers before anything else.
        steps: the expressions, step by step; the last step holds the outputs.
    """

    texts: tuple[Text, ...]
    steps: tuple[Step, ...]


TEMPORARY: Final = "__ntm_"
"""How the names of columns begin that are there only while something is computed."""

_FEW: Final = 4
"""So many texts are compared one by one faster than looked up."""


@dataclass
class Writer:
    """Writes the expressions of one compiled set for one library.

    Attributes:
        api: the module of the library.
        masks: the compiled masks.
        types: the columns of the table.
        small: its type of small whole numbers.
        word: how it writes a literal of one of several words.
        batches: whether it may read the distinct texts of a column; see `texts`.
    """

    api: Any
    masks: Masks
    types: dict[str, ColumnType]
    small: Any
    word: Callable[[str | None, tuple[str, ...]], Expression]
    batches: bool = False
    _kept: dict[Mask, str] = field(default_factory=dict)
    _loose: dict[str, str] = field(default_factory=dict)
    _numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    _columns: dict[str, Expression] = field(default_factory=dict)
    _literals: dict[int, Expression] = field(default_factory=dict)

    def written(self, outputs: Sequence[Output]) -> Written:
        """Return what to add to the table."""
        uses = self._uses(outputs)
        self._number_texts(uses)
        order = [m for m in sorted(uses) if uses[m] > 1 and not isinstance(self.masks.nodes[m], Constant)]
        steps: dict[int, list[Expression]] = {}
        level: dict[Mask, int] = {}
        for mask in order:
            level[mask] = 1 + max((level[part] for part in self._needs(mask)), default=0)
            steps.setdefault(level[mask], []).append(self._node(mask).alias(f"{TEMPORARY}{mask}"))
            self._kept[mask] = f"{TEMPORARY}{mask}"
        last = tuple(self._output(output).alias(output.name) for output in outputs)
        middle = tuple(tuple(steps[n]) for n in sorted(steps))
        if self.batches:
            texts = tuple(Text(c, name, Spellings(self._numbers[c])) for c, name in self._loose.items())
            return Written(texts, (*middle, last))
        read = tuple(self._text(column).alias(name) for column, name in self._loose.items())
        return Written((), tuple(step for step in (read, *middle, last) if step))

    def _uses(self, outputs: Sequence[Output]) -> dict[Mask, int]:
        """Return how often each mask is used; those that are used more than once become columns."""
        uses: dict[Mask, int] = {}
        waiting = [mask for output in outputs for mask in _asked(output)]
        while waiting:
            mask = waiting.pop()
            uses[mask] = uses.get(mask, 0) + 1
            if uses[mask] == 1:
                waiting += _parts(self.masks.nodes[mask])
        return uses

    def _number_texts(self, uses: Iterable[Mask]) -> None:
        """Number the spellings that are asked for, column by column."""
        asked: dict[str, list[tuple[str, ...]]] = {}
        for mask in sorted(uses):
            node = self.masks.nodes[mask]
            if isinstance(node, OneOf) and node.loose and self.batches:
                asked.setdefault(node.column, []).append(cast("tuple[str, ...]", node.values))
        self._numbers.update((column, numbered(lists)) for column, lists in asked.items())

    def _needs(self, mask: Mask) -> list[Mask]:
        """Return the columns that a mask is written with."""
        found, waiting = [], list(_parts(self.masks.nodes[mask]))
        while waiting:
            part = waiting.pop()
            if part in self._kept:
                found.append(part)
            else:
                waiting += _parts(self.masks.nodes[part])
        return found

    def _mask(self, mask: Mask) -> Expression:
        name = self._kept.get(mask)
        return self._node(mask) if name is None else self._column(name)

    def _node(self, mask: Mask) -> Expression:
        node = self.masks.nodes[mask]
        match node:
            case Constant():
                return self.api.lit(node.value)
            case No() | Opposite() | Surely() | Untold():
                return self._turned(node)
            case Both():
                return _folded([self._mask(p) for p in node.parts], lambda a, b: a & b)
            case Either():
                return _folded([self._mask(p) for p in node.parts], lambda a, b: a | b)
            case Given():
                return self.api.when(self._mask(node.where)).then(self._mask(node.then))
            case SoMany():
                counted = [self._one(part) for part in node.parts]
                return _folded(counted, lambda a, b: a + b) >= node.number
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
        return self.api.when(self._mask(mask)).then(self._small(1)).otherwise(self._small(0))

    def _small(self, number: int) -> Expression:
        found = self._literals.get(number)
        if found is None:
            found = self._literals[number] = self.api.lit(number, dtype=self.small)
        return found

    def _column(self, name: str) -> Expression:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self.api.col(name)
        return found

    def _atom(self, node: Node) -> Expression:
        col = self._column
        match node:
            case AtLeast():
                return col(node.column) >= node.value
            case Under():
                return col(node.column) < node.value
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
                parts = [self._column(node.column).list.contains(value) for value in node.values]
                return _folded(parts, lambda a, b: a | b)
            case OnlyOf():
                return self._only_of(node)
            case Whole():
                return arithmetic.whole(self.api, self._column(node.column), node.digits)
            case Outweighs():
                number, basis = self._digits(node.column), self._digits(node.basis)
                return arithmetic.outweighs(self.api, number, basis, node.ratio, strict=node.strict)
            case Between():
                return self._between(node)
            case Remainder():
                rest = self._column(node.column).round()
                for name, where in node.taken:
                    rest = rest - self._taken(name, where)
                return rest >= node.value
            case _:
                raise AssertionError(node)

    def _between(self, node: Between) -> Expression:
        number, one, other = (self._digits(name) for name in (node.column, node.one, node.other))

        def reaches(left: tuple[Expression, int], right: tuple[Expression, int]) -> Expression:
            return arithmetic.outweighs(self.api, left, right, Fraction(1), strict=False)

        return (reaches(number, one) & reaches(other, number)) | (
            reaches(number, other) & reaches(one, number)
        )

    def _digits(self, name: str) -> tuple[Expression, int]:
        """Return a column as floating-point numbers, and how many digits of them count."""
        kind = self.types[name].kind
        column = self._column(name)
        digits = arithmetic.digits(kind)
        return (column if kind == "float64" else column.cast(self.api.Float64)), digits

    def _taken(self, name: str, where: Mask) -> Expression:
        return self.api.when(self._mask(where)).then(self._column(name).round()).otherwise(self.api.lit(0))

    def _one_of(self, node: OneOf) -> Expression:
        if node.column in self._numbers and node.loose:
            return self._numbered(node)
        if node.loose:
            name = self._loose.setdefault(node.column, f"{TEMPORARY}text_{len(self._loose)}")
            column = self._column(name)
        else:
            column = self._plain_text(node.column)
        if len(node.values) <= _FEW:
            return _folded([column == value for value in node.values], lambda a, b: a | b)
        return column.is_in(list(node.values))

    def _numbered(self, node: OneOf) -> Expression:
        name = self._loose.setdefault(node.column, f"{TEMPORARY}text_{len(self._loose)}")
        column, numbers = self._column(name), self._numbers[node.column]
        asked = sorted({numbers[cast("str", value)] for value in node.values})
        runs = _runs(asked)
        return _folded(
            [column == first if first == last else column.is_between(first, last) for first, last in runs],
            lambda a, b: a | b,
        )

    def _plain_text(self, name: str) -> Expression:
        column = self._column(name)
        return (
            column.cast(self.api.String) if self.types[name].shown.startswith(("Enum", "Categ")) else column
        )

    def _text(self, name: str) -> Expression:
        return self._plain_text(name).str.strip_chars().str.to_lowercase()

    def _only_of(self, node: OnlyOf) -> Expression:
        column = self._column(node.column)
        one, zero = self._small(1), self._small(0)
        known = [
            self.api.when(column.list.contains(value)).then(one).otherwise(zero) for value in node.values
        ]
        fits = column.list.unique().list.len() == _folded(known, lambda a, b: a + b)
        return column.is_null() | fits

    def _output(self, output: Output) -> Expression:
        match output:
            case Choice():
                return self._choice(output)
            case Count():
                return self._unless(output.nothing, self._count(output.masks))
            case Flag():
                return self._unless(output.nothing, self._known(output.mask))
            case Distance():
                return self._distance(output)

    def _count(self, masks: tuple[Mask, ...]) -> Expression:
        everywhere = sum(self.masks.nodes[mask] == Constant(True) for mask in masks)
        open_ = [mask for mask in masks if not isinstance(self.masks.nodes[mask], Constant)]
        counted = [self._small(everywhere)] if everywhere or not open_ else []
        return _folded([*counted, *(self._one(mask) for mask in open_)], lambda a, b: a + b)

    def _unless(self, nothing: Mask, written: Expression) -> Expression:
        node = self.masks.nodes[nothing]
        if node == Constant(False):
            return written
        return self.api.when(self._mask(nothing)).then(self.api.lit(None)).otherwise(written)

    def _choice(self, output: Choice) -> Expression:
        written = self.word(output.otherwise, output.words)
        for mask, text in reversed(output.first):
            word = self.word(text, output.words)
            written = self.api.when(self._mask(mask)).then(word).otherwise(written)
        return written

    def _measured(self, gap: Gap) -> Expression:
        """Return what a gap is measured from, in the unit of the measure; of ranks, their place."""
        if not isinstance(gap.column, NumberColumn):
            written = self.api.lit(None)
            for rank, mask in enumerate(gap.column):
                written = self.api.when(self._mask(mask)).then(self.api.lit(float(rank))).otherwise(written)
            return written
        number, _ = self._digits(gap.column.name)
        for name, where in gap.taken:
            number = number - self._taken(name, where)
        return number if gap.column.factor == 1 else number * float(gap.column.factor)

    def _distance(self, output: Distance) -> Expression:
        api, gap = self.api, output.gap
        number = self._measured(gap)
        level = None
        for part in reversed(gap.levels):
            value = api.lit(float(part.value))
            if part.times is not None:
                basis, _ = self._digits(part.times.name)
                value = basis * float(part.value * part.times.factor)
            level = value if level is None else api.when(self._mask(part.where)).then(value).otherwise(level)
        if gap.operator in ("at_least", "above"):
            apart = level - number
        else:
            apart = number - level if gap.operator in ("at_most", "below") else (number - level).abs()
        # A database may have taken the literals for decimals.
        return api.when(self._mask(gap.where)).then(apart).cast(api.Float64)


def _asked(output: Output) -> Iterable[Mask]:
    match output:
        case Choice():
            return [mask for mask, _ in output.first]
        case Count():
            return [*output.masks, output.nothing]
        case Flag():
            return [output.mask, output.nothing]
        case Distance():
            gap = output.gap
            ranks = gap.column if not isinstance(gap.column, NumberColumn) else ()
            taken = [where for _, where in gap.taken]
            return [gap.where, *(part.where for part in gap.levels[:-1]), *ranks, *taken]


def _parts(node: Node) -> tuple[Mask, ...]:
    match node:
        case Both() | Either() | SoMany():
            return node.parts
        case No() | Opposite() | Surely() | Untold():
            return (node.part,)
        case Given():
            return (node.where, node.then)
        case Remainder():
            return tuple(where for _, where in node.taken)
        case _:
            return ()


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as runs without a gap, each by its first and last."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _folded(
    parts: Sequence[Expression], combine: Callable[[Expression, Expression], Expression]
) -> Expression:
    """Combine parts in pairs, so that what is written stays shallow."""
    found = list(parts)
    while len(found) > 1:
        pairs = [combine(a, b) for a, b in zip(found[::2], found[1::2], strict=False)]
        found = [*pairs, found[-1]] if len(found) % 2 else pairs
    return found[0]
