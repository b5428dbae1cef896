"""Outcomes of whole columns: Kleene's logic of `outcomes`, with a mask for each outcome.

A row is met, failed or not applicable where that mask is true, and unknown where none is. As in the scalar
evaluator an outcome has three channels, and keeps why it is not met and by how much. Computes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from ntm_rules.evaluation.columnar.masks import ALWAYS, NEVER, Mask, Masks
from ntm_rules.evaluation.columnar.readings import NumberColumn

INVALID: Final = "invalid_observation"
"""The reason that only tables have: a value that a unit file would not have been read with."""


class Tri(NamedTuple):
    """Where an outcome is met, failed and not applicable; elsewhere it is unknown."""

    met: Mask
    failed: Mask
    not_applicable: Mask = NEVER


Channels: TypeAlias = tuple[Tri, Tri, Tri]

UNKNOWN: Final = Tri(NEVER, NEVER)
ALL_UNKNOWN: Final[Channels] = (UNKNOWN, UNKNOWN, UNKNOWN)


def told(tri: Tri, masks: Masks) -> bool:
    """Whether one mask tells an outcome whole: true is met, false failed, nothing unknown."""
    return tri.not_applicable == NEVER and tri.failed == masks.opposite(tri.met)


class LevelPart(NamedTuple):
    """The level that applies where a mask is true: a number, or so many times a column."""

    where: Mask
    value: Fraction
    times: NumberColumn | None = None


class Gap(NamedTuple):
    """The distance between what a column holds and the level it misses.

    Attributes:
        measure: id of the measure.
        part: `male`, `female`, `year_1` (the year before the assessment) …; empty for the value itself.
        column: the column that holds the value; of ranks, the masks of the ranks.
        where: where the level is missed.
        levels: the level by rows; the first that applies.
        operator: the comparison that fails, which says on what side of the level the value lies.
        taken: columns taken off the value first, and where.
        counts: whether the measure counts whole things.
        of: the column of what a share is a share of, and where it can be true.
        following: the level that the next year asks, by rows.
    """

    measure: str
    part: str
    column: NumberColumn | tuple[Mask, ...]
    where: Mask
    levels: tuple[LevelPart, ...]
    operator: str
    taken: tuple[tuple[str, Mask], ...] = ()
    counts: bool = False
    of: tuple[NumberColumn, Mask] | None = None
    following: tuple[LevelPart, ...] = ()


Reasons: TypeAlias = tuple[tuple[Mask, str], ...]
"""Why something is failed, or unknown, where it is: the first whose mask is true."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a requirement held against the table.

    Attributes:
        channels: the outcome as asked; without recalled levels; without assumed candidates.
        failing: why it is failed, where it is.
        open: why it is unknown, where it is.
        nearly: where what was attested is nearly met.
        gaps: by how much it is failed.
        turned: whether it stands under a negation: `failing` and `gaps` then say why it is met. A second
            negation turns it back.
    """

    channels: Channels
    failing: Reasons = ()
    open: Reasons = ()
    nearly: Mask = NEVER
    gaps: tuple[Gap, ...] = ()
    turned: bool = False

    @property
    def why_failed(self) -> Reasons:
        """Why the finding as it is asked for is failed; of a negation nothing says so."""
        return () if self.turned else self.failing


class Judged(NamedTuple):
    """A requirement with the findings it rests on, in the order of the law."""

    channels: Channels
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """Kleene's logic over masks.

    Attributes:
        masks: where masks are kept.
        explained: whether the reasons and gaps of findings are asked for; without, they are left out.
    """

    masks: Masks
    explained: bool = True

    def unknown(self, tri: Tri) -> Mask:
        if told(tri, self.masks):
            return self.masks.untold(tri.met)
        return self.masks.no(self.masks.either(tri))

    def each(self, combine: Callable[[list[Tri]], Tri], parts: Sequence[Channels]) -> Channels:
        one, two, three = ([part[n] for part in parts] for n in range(3))
        first = combine(one)
        second = first if two == one else combine(two)
        return first, second, first if three == one else combine(three)

    def all_of(self, parts: Sequence[Channels]) -> Channels:
        """Return whether all parts are met; parts that do not apply do not count."""
        return self.each(self.all_tri, parts)

    def all_tri(self, parts: Sequence[Tri]) -> Tri:
        m = self.masks
        if parts and all(told(part, m) for part in parts):
            met = m.both(part.met for part in parts)
            return Tri(met, m.opposite(met))
        failed = m.either(p.failed for p in parts)
        if all(p.not_applicable == NEVER for p in parts):
            return Tri(m.both(p.met for p in parts), failed) if parts else Tri(NEVER, NEVER, ALWAYS)
        passed = m.both(m.either((p.met, p.not_applicable)) for p in parts)
        met = m.both((passed, m.either(p.met for p in parts)))
        return Tri(met, failed, m.both(p.not_applicable for p in parts))

    def any_of(self, parts: Sequence[Channels]) -> Channels:
        """Return whether one part is met; parts that do not apply do not count."""
        return self.each(self._any, parts)

    def _any(self, parts: Sequence[Tri]) -> Tri:
        m = self.masks
        met = m.either(p.met for p in parts)
        if parts and all(told(part, m) for part in parts):
            return Tri(met, m.opposite(met))
        if all(p.not_applicable == NEVER for p in parts):
            return Tri(met, m.both(p.failed for p in parts)) if parts else Tri(NEVER, NEVER, ALWAYS)
        without = m.both(m.either((p.failed, p.not_applicable)) for p in parts)
        failed = m.both((without, m.either(p.failed for p in parts)))
        return Tri(met, failed, m.both(p.not_applicable for p in parts))

    def at_least_of(self, count: int, parts: Sequence[Channels]) -> Channels:
        """Return whether so many parts are met; parts that do not apply are not met."""

        def combine(tris: list[Tri]) -> Tri:
            m = self.masks
            met = m.so_many(count, [p.met for p in tris])
            out = [m.either((p.failed, p.not_applicable)) for p in tris]
            return Tri(met, m.so_many(len(tris) - count + 1, out))

        return self.each(combine, parts)

    def negation(self, channels: Channels) -> Channels:
        first, second, third = (Tri(t.failed, t.met, t.not_applicable) for t in channels)
        return first, second, third

    def applied(self, applies: Channels, part: Channels) -> Channels:
        """Return what a part comes to where it may not apply: not applicable counts as met."""
        first, second, third = (self._applied(a, p) for a, p in zip(applies, part, strict=True))
        return first, second, third

    def _applied(self, applies: Tri, part: Tri) -> Tri:
        m = self.masks
        out = m.either((applies.failed, applies.not_applicable))
        inside = m.no(out)
        untold = m.both((inside, m.no(applies.met)))
        met = m.either((m.both((inside, part.met)), m.both((untold, part.not_applicable))))
        not_applicable = m.either((out, m.both((applies.met, part.not_applicable))))
        return Tri(met, m.both((applies.met, part.failed)), not_applicable)

    def within(self, where: Mask, finding: Finding) -> Finding:
        """Return a finding that is unknown, without a reason, outside some rows."""
        if where == ALWAYS:
            return finding
        m = self.masks
        channels, nearly = self.only(where, finding.channels), m.both((where, finding.nearly))
        if not self.explained:
            return Finding(channels, nearly=nearly)
        return Finding(
            channels,
            tuple((m.both((where, mask)), reason) for mask, reason in finding.failing),
            tuple((m.both((where, mask)), reason) for mask, reason in finding.open),
            nearly,
            tuple(gap._replace(where=m.both((where, gap.where))) for gap in finding.gaps),
        )

    def chosen(self, alternatives: Iterable[tuple[Mask, Finding]]) -> Finding:
        """Return the finding that holds in each row; the masks must exclude each other."""
        parts = [self.within(where, finding) for where, finding in alternatives if where != NEVER]
        if len(parts) == 1:
            return parts[0]
        m = self.masks
        if not self.explained:
            nearly = m.either(part.nearly for part in parts)
            return Finding(self.merged([part.channels for part in parts]), nearly=nearly)
        return Finding(
            self.merged([part.channels for part in parts]),
            tuple(reason for part in parts for reason in part.failing),
            tuple(reason for part in parts for reason in part.open),
            m.either(part.nearly for part in parts),
            joined(m, [part.gaps for part in parts]),
        )

    def merged(self, parts: Sequence[Channels]) -> Channels:
        """Return outcomes of different rows as one."""
        m = self.masks

        def combine(tris: list[Tri]) -> Tri:
            met, failed, not_applicable = zip(*tris, strict=True) if tris else ((), (), ())
            return Tri(m.either(met), m.either(failed), m.either(not_applicable))

        return self.each(combine, parts)

    def only(self, where: Mask, channels: Channels) -> Channels:
        """Return outcomes that are unknown outside some rows."""
        one, two, three = channels
        first = self._only(where, one)
        second = first if two == one else self._only(where, two)
        return first, second, first if three == one else self._only(where, three)

    def _only(self, where: Mask, tri: Tri) -> Tri:
        both = self.masks.both
        return Tri(both((where, tri.met)), both((where, tri.failed)), both((where, tri.not_applicable)))


def joined(masks: Masks, parts: Sequence[Sequence[Gap]]) -> tuple[Gap, ...]:
    """Return the gaps of different rows, those that miss the same in the same place as one."""
    found: dict[tuple[object, ...], Gap] = {}
    for gaps in parts:
        seen: Counter[tuple[object, ...]] = Counter()
        for gap in gaps:
            key: tuple[object, ...] = (gap.measure, gap.part, gap.column, gap.operator, gap.taken)
            seen[key] += 1
            key = (*key, seen[key])
            levels, following = (
                tuple(level._replace(where=masks.both((gap.where, level.where))) for level in listed)
                for listed in (gap.levels, gap.following)
            )
            known = found.get(key)
            if known is None:
                found[key] = gap._replace(levels=levels, following=following)
            else:
                where = masks.either((known.where, gap.where))
                found[key] = known._replace(
                    where=where,
                    levels=(*known.levels, *levels),
                    of=known.of or gap.of,
                    following=(*known.following, *following),
                )
    return tuple(found.values())
