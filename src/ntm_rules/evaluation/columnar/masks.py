"""Truth over rows as a graph: what a compiled set asks of a table, before any engine is chosen.

A mask is true, false or nothing per row; nothing counts as false. Equal masks are one node, so that parts
which several rows, channels or texts of a set share are computed once. Knows no dataframe.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple, NewType, TypeAlias

Mask = NewType("Mask", int)

NEVER = Mask(0)
ALWAYS = Mask(1)

Number: TypeAlias = int | float | Decimal


class AtLeast(NamedTuple):
    """The column holds this number, or day, or more."""

    column: str
    value: Number | dt.date
    form: Literal["at_least"] = "at_least"


class Under(NamedTuple):
    """The column holds less than this number, or an earlier day."""

    column: str
    value: Number | dt.date
    form: Literal["under"] = "under"


class OneOf(NamedTuple):
    """The column holds one of these texts or whole numbers; `loose` ignores case and outer spaces."""

    column: str
    values: tuple[str | int, ...]
    loose: bool = False
    form: Literal["one_of"] = "one_of"


class IsTrue(NamedTuple):
    """The column of truth values holds true."""

    column: str
    form: Literal["is_true"] = "is_true"


class Missing(NamedTuple):
    """The column holds nothing; NaN is nothing."""

    column: str
    floating: bool
    form: Literal["missing"] = "missing"


class Contains(NamedTuple):
    """The list of the column has one of these texts."""

    column: str
    values: tuple[str, ...]
    form: Literal["contains"] = "contains"


class OnlyOf(NamedTuple):
    """The list of the column is missing, or has nothing but these texts."""

    column: str
    values: tuple[str, ...]
    form: Literal["only_of"] = "only_of"


class Whole(NamedTuple):
    """The floating-point column holds a whole number, read to the digits that count."""

    column: str
    digits: int
    form: Literal["whole"] = "whole"


class Outweighs(NamedTuple):
    """One column holds at least `ratio` times another, or strictly more; see `arithmetic`."""

    column: str
    basis: str
    ratio: Fraction
    strict: bool
    form: Literal["outweighs"] = "outweighs"


class Remainder(NamedTuple):
    """What is left of a column of whole numbers without others, where they count, is at least `value`."""

    column: str
    taken: tuple[tuple[str, Mask], ...]
    value: int
    form: Literal["remainder"] = "remainder"


class NotAfter(NamedTuple):
    """The day of one column is not after that of another."""

    column: str
    other: str
    form: Literal["not_after"] = "not_after"


class Between(NamedTuple):
    """The first column lies between the two others, all read to the digits that count."""

    column: str
    one: str
    other: str
    form: Literal["between"] = "between"


Atom: TypeAlias = (
    AtLeast
    | Under
    | OneOf
    | IsTrue
    | Missing
    | Contains
    | OnlyOf
    | Whole
    | Outweighs
    | Remainder
    | NotAfter
    | Between
)


class Both(NamedTuple):
    """Every part is true."""

    parts: tuple[Mask, ...]
    form: Literal["both"] = "both"


class Either(NamedTuple):
    """One part is true."""

    parts: tuple[Mask, ...]
    form: Literal["either"] = "either"


class No(NamedTuple):
    """The part is not true; nothing counts as not true."""

    part: Mask
    form: Literal["no"] = "no"


class Opposite(NamedTuple):
    """The part is false; nothing stays nothing."""

    part: Mask
    form: Literal["opposite"] = "opposite"


class Surely(NamedTuple):
    """The part is true; where it is nothing, false."""

    part: Mask
    form: Literal["surely"] = "surely"


class Untold(NamedTuple):
    """The part is nothing."""

    part: Mask
    form: Literal["untold"] = "untold"


class Given(NamedTuple):
    """What one mask is where another is true; elsewhere nothing."""

    where: Mask
    then: Mask
    form: Literal["given"] = "given"


class SoMany(NamedTuple):
    """So many of the parts are true."""

    number: int
    parts: tuple[Mask, ...]
    form: Literal["so_many"] = "so_many"


class Constant(NamedTuple):
    """True or false in every row."""

    value: bool
    form: Literal["constant"] = "constant"


Node: TypeAlias = Atom | Both | Either | No | Opposite | Surely | Untold | Given | SoMany | Constant


class Masks:
    """All masks of one compiled set; a mask is the place of its node.

    Attributes:
        nodes: the nodes; a node comes after its parts.
    """

    __slots__ = ("_places", "nodes")

    def __init__(self) -> None:
        self.nodes: list[Node] = [Constant(False), Constant(True)]
        self._places: dict[Node, Mask] = {Constant(False): NEVER, Constant(True): ALWAYS}

    def add(self, node: Node) -> Mask:
        """Return the mask of an atom or any other node, the same for equal ones."""
        found = self._places.get(node)
        if found is None:
            found = Mask(len(self.nodes))
            self.nodes.append(node)
            self._places[node] = found
        return found

    def both(self, parts: Iterable[Mask]) -> Mask:
        """Return where every part is true."""
        kept = dict.fromkeys(parts)
        kept.pop(ALWAYS, None)
        if NEVER in kept:
            return NEVER
        if len(kept) < 2:
            return next(iter(kept), ALWAYS)
        return self.add(Both(tuple(kept)))

    def either(self, parts: Iterable[Mask]) -> Mask:
        """Return where one part is true."""
        kept = dict.fromkeys(parts)
        kept.pop(NEVER, None)
        if ALWAYS in kept:
            return ALWAYS
        if len(kept) < 2:
            return next(iter(kept), NEVER)
        return self.add(Either(tuple(kept)))

    def no(self, part: Mask) -> Mask:
        """Return where the part is not true, rows of which nothing is known among them."""
        if part in (NEVER, ALWAYS):
            return ALWAYS if part == NEVER else NEVER
        node = self.nodes[part]
        if isinstance(node, Surely):
            return self.no(node.part)
        return node.part if isinstance(node, No) else self.add(No(part))

    def opposite(self, part: Mask) -> Mask:
        """Return where the part is false; for use beside another mask that says where it is known."""
        if part in (NEVER, ALWAYS):
            return ALWAYS if part == NEVER else NEVER
        node = self.nodes[part]
        return node.part if isinstance(node, Opposite) else self.add(Opposite(part))

    def surely(self, part: Mask) -> Mask:
        """Return a mask that is false where it was nothing; what picks a level must be one or the other."""
        if part in (NEVER, ALWAYS) or isinstance(self.nodes[part], No | Missing | OnlyOf | Surely | Untold):
            return part
        return self.add(Surely(part))

    def untold(self, part: Mask) -> Mask:
        """Return where a mask is nothing."""
        if part in (NEVER, ALWAYS):
            return NEVER
        node = self.nodes[part]
        return self.untold(node.part) if isinstance(node, Opposite) else self.add(Untold(part))

    def given(self, where: Mask, then: Mask) -> Mask:
        """Return a mask that is nothing outside some rows."""
        return then if where == ALWAYS else self.add(Given(where, then))

    def so_many(self, number: int, parts: Iterable[Mask]) -> Mask:
        """Return where so many of the parts are true; a part given twice counts twice."""
        listed = list(parts)
        number -= listed.count(ALWAYS)
        open_ = tuple(part for part in listed if part not in (NEVER, ALWAYS))
        if number <= 0:
            return ALWAYS
        if number > len(open_):
            return NEVER
        if number == 1:
            return self.either(open_)
        if number == len(open_):
            return self.both(open_)
        return self.add(SoMany(number, open_))


def parts_of(node: Node) -> tuple[Mask, ...]:
    """Return the masks that a node is made of."""
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
