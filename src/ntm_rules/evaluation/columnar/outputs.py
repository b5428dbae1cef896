"""Which columns a compiled set adds to a table, and what each holds, in the detail that is asked for.

Names follow the set's own numbering. Says what to compute; an engine computes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from ntm_rules.errors import UnexpectedValue
from ntm_rules.evaluation.columnar.findings import INVALID, Channels, Gap, Logic, Reasons, Tri
from ntm_rules.evaluation.columnar.masks import ALWAYS, NEVER, Mask
from ntm_rules.evaluation.columnar.readings import NumberColumn
from ntm_rules.evaluation.columnar.requirements import IndicatorColumns
from ntm_rules.evaluation.columnar.sets import Refusal, Whole
from ntm_rules.evaluation.outcomes import Outcome, TierOutcome
from ntm_rules.evaluation.results import Reason
from ntm_rules.facts import GROUP_IDS, REGION_IDS

Detail: TypeAlias = Literal["tier", "criteria", "indicators", "gaps"]

DETAILS: Final[tuple[Detail, ...]] = get_args(Detail)

OUTCOMES: Final = tuple(outcome.value for outcome in Outcome)
TIERS: Final = tuple(outcome.value for outcome in TierOutcome)
REASONS: Final = (*(reason.value for reason in Reason), INVALID)
REFUSALS: Final = tuple(refusal.value for refusal in Refusal)
COLUMNS: Final = (*REGION_IDS, *GROUP_IDS)

_NOT_A_NAME: Final = re.compile(r"[^0-9A-Za-z_]+")


class Choice(NamedTuple):
    """A column of one of several words: the first whose mask is true, or else the last word.

    Attributes:
        name: the name of the column.
        words: all words it may hold.
        first: what it holds where; None is nothing.
        otherwise: what it holds elsewhere.
    """

    name: str
    words: tuple[str, ...]
    first: tuple[tuple[Mask, str | None], ...]
    otherwise: str | None


class Count(NamedTuple):
    """A column that counts in how many masks a row is; nothing where `nothing` is true."""

    name: str
    masks: tuple[Mask, ...]
    nothing: Mask


class Flag(NamedTuple):
    """A column of truth values; nothing where `nothing` is true."""

    name: str
    mask: Mask
    nothing: Mask


class Distance(NamedTuple):
    """A column of gaps in the unit of the measure; nothing where no level is missed."""

    name: str
    gap: Gap
    nothing: Mask


class Units(NamedTuple):
    """A column of how many whole units, of those that a share is a share of, make up a gap."""

    name: str
    gap: Gap
    nothing: Mask


class Following(NamedTuple):
    """A column of the level that the next year asks, in the unit of the measure, where a level is missed."""

    name: str
    gap: Gap
    nothing: Mask


Output: TypeAlias = Choice | Count | Flag | Distance | Units | Following


def asked_by(output: Output) -> Iterable[Mask]:
    """Return the masks that an output is written with."""
    match output:
        case Choice():
            return [mask for mask, _ in output.first]
        case Count():
            return [*output.masks, output.nothing]
        case Flag():
            return [output.mask, output.nothing]
        case Following():
            return [output.gap.where, *(part.where for part in output.gap.following)]
        case Distance() | Units():
            gap = output.gap
            ranks = gap.column if not isinstance(gap.column, NumberColumn) else ()
            taken = [where for _, where in gap.taken]
            valid = [gap.of[1]] if isinstance(output, Units) and gap.of is not None else []
            return [gap.where, *valid, *(part.where for part in gap.levels[:-1]), *ranks, *taken]


def outputs(whole: Whole, logic: Logic, detail: Detail, prefix: str) -> tuple[Output, ...]:
    """Return the columns to add.

    Raises:
        UnexpectedValue: two parts of the set give columns of one name.
    """
    found = tuple(_Columns(whole, logic, prefix).all(DETAILS.index(detail)))
    twice = [name for name, times in Counter(output.name for output in found).items() if times > 1]
    if twice:
        raise UnexpectedValue(twice[0], "parts of the set whose ids give columns of different names")
    return found


def _plain(id: str) -> str:
    return _NOT_A_NAME.sub("_", id)


class _Columns:
    def __init__(self, whole: Whole, logic: Logic, prefix: str) -> None:
        self.whole, self.logic, self.prefix = whole, logic, prefix
        self.refused = logic.masks.either(mask for mask, _ in whole.refused)

    def all(self, depth: int) -> Iterator[Output]:
        yield from self.tier()
        if depth >= 1:
            for where, criterion in self.whole.criteria:
                yield self.outcome(f"criterion_{_plain(criterion.number)}", criterion.channels[0], where)
        if depth >= 2:
            yield from self.parts("indicator", self.whole.indicators, gaps=depth > 2)
            yield from self.parts("condition", self.whole.conditions, gaps=depth > 2)

    def tier(self) -> Iterator[Output]:
        tri = self.whole.channels[0]
        met = self.logic.masks.either((tri.met, tri.not_applicable))
        words: Iterable[tuple[Mask, str | None]] = (
            (self.refused, None),
            (tri.failed, TierOutcome.NOT_MET),
            (met, TierOutcome.MET),
        )
        yield self.words("outcome", TIERS, words, TierOutcome.UNDETERMINED)
        yield self.flag("provisional", self.whole.channels, 1)
        yield self.flag("assumed", self.whole.channels, 2)
        yield from self.counts()
        columns = [(mask, name) for mask, name in self.whole.columns]
        yield self.words("column", COLUMNS, [(self.refused, None), *columns], None)
        yield self.words("refused", REFUSALS, list(self.whole.refused), None)

    def counts(self) -> Iterator[Output]:
        m = self.logic.masks
        tris = [(where, criterion.channels[0]) for where, criterion in self.whole.criteria]
        met = [m.both((where, tri.met)) for where, tri in tris]
        unknown = [m.both((where, self.logic.unknown(tri))) for where, tri in tris]
        applicable = [m.both((where, m.no(tri.not_applicable))) for where, tri in tris]
        for name, counted in (("met", met), ("unknown", unknown), ("applicable", applicable)):
            yield Count(f"{self.prefix}criteria_{name}", tuple(counted), self.refused)

    def parts(
        self, kind: str, parts: Iterable[tuple[Mask, IndicatorColumns]], *, gaps: bool
    ) -> Iterator[Output]:
        for where, part in parts:
            id, tri = _plain(part.id), part.channels[0]
            yield self.outcome(f"{kind}_{id}", tri, where)
            yield self.reason(f"reason_{id}", part.reasons, tri, where)
            if gaps:
                yield from self.gaps(f"gap_{id}", part.gaps)

    def gaps(self, name: str, gaps: Iterable[Gap]) -> Iterator[Output]:
        kept = [gap for gap in gaps if gap.where != NEVER]
        measures = {gap.measure for gap in kept}
        used: Counter[str] = Counter()
        for gap in kept:
            long = f"{name}__{gap.measure}" if len(measures) > 1 else name
            whole = f"{long}__{gap.part}" if gap.part else long
            used[whole] += 1
            numbered = f"{whole}__{used[whole]}" if used[whole] > 1 else whole
            yield Distance(f"{self.prefix}{numbered}", gap, self.refused)
            yield from self.more(numbered.removeprefix("gap_"), gap)

    def more(self, name: str, gap: Gap) -> Iterator[Output]:
        """Yield what else a gap tells: whole units, if they are known, and the level of the next year."""
        fixed = all(part.times is None for part in gap.levels)
        counted = _of_whole_things(gap) if gap.counts and fixed else None
        if counted is not None:
            yield Distance(f"{self.prefix}gap_whole_{name}", counted, self.refused)
        elif gap.of is not None and fixed:
            yield Units(f"{self.prefix}gap_whole_{name}", gap, self.refused)
        if gap.following:
            yield Following(f"{self.prefix}next_{name}", gap, self.refused)

    def outcome(self, name: str, tri: Tri, where: Mask) -> Choice:
        words = (
            (self._nothing(where), None),
            (tri.failed, Outcome.NOT_MET),
            (tri.met, Outcome.MET),
            (tri.not_applicable, Outcome.NOT_APPLICABLE),
        )
        return self.words(name, OUTCOMES, words, Outcome.UNKNOWN)

    def reason(self, name: str, reasons: Reasons, tri: Tri, where: Mask) -> Choice:
        m = self.logic.masks
        silent = m.either((self._nothing(where), tri.met, tri.not_applicable))
        return self.words(name, REASONS, [(silent, None), *reasons], None)

    def _nothing(self, where: Mask) -> Mask:
        m = self.logic.masks
        return m.either((self.refused, m.no(where)))

    def words(
        self,
        name: str,
        all_words: tuple[str, ...],
        first: Iterable[tuple[Mask, str | None]],
        otherwise: str | None,
    ) -> Choice:
        kept: list[tuple[Mask, str | None]] = []
        for mask, word in first:
            if mask == ALWAYS:
                otherwise = word
                break
            if mask != NEVER:
                kept.append((mask, word))
        return Choice(f"{self.prefix}{name}", all_words, tuple(kept), otherwise)

    def flag(self, name: str, channels: Channels, other: int) -> Flag:
        """Return where the outcome is another without what a channel takes away."""
        m, one, two = self.logic.masks, channels[0], channels[other]
        if one == two:
            return Flag(f"{self.prefix}{name}", NEVER, self.refused)
        same = [m.both(pair) for pair in zip(one, two, strict=True)]
        same.append(m.both((self.logic.unknown(one), self.logic.unknown(two))))
        return Flag(f"{self.prefix}{name}", m.no(m.either(same)), self.refused)


def _of_whole_things(gap: Gap) -> Gap | None:
    """Return the gap of a count to the first whole number that passes; see `comparing`."""
    values = [part.value for part in gap.levels]
    match gap.operator:
        case "at_least":
            passing, operator = [ceil(value) for value in values], "at_least"
        case "above":
            passing, operator = [floor(value) + 1 for value in values], "at_least"
        case "at_most":
            passing, operator = [floor(value) for value in values], "at_most"
        case "below":
            passing, operator = [ceil(value) - 1 for value in values], "at_most"
        case _ if all(value.denominator == 1 for value in values):
            return gap
        case _:
            return None
    levels = zip(gap.levels, passing, strict=True)
    return gap._replace(
        levels=tuple(part._replace(value=Fraction(value)) for part, value in levels), operator=operator
    )
