"""Figures of the programme over a judged table: how many units meet a set, hold a title, meet which criteria.

Counts by group-by in the engine that holds the table. What the facts leave open is told as the least and the
most, never guessed. Meeting a set and being recognised are counted apart. Judges nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from ntm_rules.errors import UnexpectedValue, UnknownName
from ntm_rules.evaluation.columnar.libraries import library
from ntm_rules.evaluation.outcomes import TierOutcome
from ntm_rules.facts import TIER_IDS
from ntm_rules.spelling import nearest

Frame: TypeAlias = Any
"""A table of any library that narwhals knows."""

BANDS: Final = ((15, 18), (10, 14), (5, 9), (0, 4))
"""The bands of criteria that the programme reports by, for sets of 19 criteria; above them are all."""

_JUDGED: Final = ("outcome", "criteria_met", "criteria_unknown", "criteria_applicable")


def programme_figures(frame: Frame, by: str | Sequence[str] = (), *, prefix: str = "") -> Frame:
    """Count the units of a table that `evaluate_table` has judged, in all or by groups.

    Args:
        frame: the judged table, one row per unit; of the kinds that `evaluate_table` returns.
        by: columns that make the groups, such as `province` or `["province", "year"]`; all rows by default.
        prefix: the prefix that `evaluate_table` was given.

    Returns:
        A table of the same kind, a row per group: `units` (rows), `judged` (rows that were not refused),
        `meet`, `do_not_meet` and `undetermined`, `meet_share_least` and `meet_share_most` (percent of those
        judged), `criteria_least` and `criteria_most` (criteria met on average), the bands `criteria_all`,
        `criteria_15_18`, `criteria_10_14`, `criteria_5_9`, `criteria_0_4` and `criteria_open` (units that may
        lie in more than one), and for every title with columns in the table, `recognised_ntm` …, the rows
        that hold it.

    Raises:
        UnknownName: a column of `by` that the table lacks.
        UnexpectedValue: the table was not judged.
    """
    nw = library("narwhals")
    table = nw.from_native(frame)
    names = table.collect_schema().names()
    groups = [by] if isinstance(by, str) else list(by)
    for name in groups:
        if name not in names:
            raise UnknownName("column", name, suggestion=nearest(name, names))
    lacking = [f"{prefix}{name}" for name in _JUDGED if f"{prefix}{name}" not in names]
    if lacking:
        raise UnexpectedValue(
            f"a table without a column `{lacking[0]}`", "one that `evaluate_table` has judged"
        )
    counted = dict(_counted(nw, prefix, names))
    met, unknown = (nw.col(f"{prefix}criteria_{name}").cast(nw.Int64) for name in ("met", "unknown"))
    sums_of = {"least": met, "most": met + unknown}
    ones = table.select(
        *groups,
        *(_one(nw, mask).alias(name) for name, mask in counted.items()),
        *(number.fill_null(0).alias(name) for name, number in sums_of.items()),
    )
    sums = [nw.col(name).sum() for name in (*counted, *sums_of)]
    found = ones.group_by(*groups).agg(*sums) if groups else ones.select(*sums)
    return _finished(nw, found, groups, list(counted)).to_native()


def _one(nw: Any, mask: Any) -> Any:
    return nw.when(mask).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)


def _counted(nw: Any, prefix: str, names: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Yield what is counted, with where a row counts; nothing counts as false."""
    outcome = nw.col(f"{prefix}outcome").cast(nw.String)
    judged = ~outcome.is_null()
    yield "units", judged | ~judged
    yield "judged", judged
    yield "meet", judged & (outcome == str(TierOutcome.MET))
    yield "do_not_meet", judged & (outcome == str(TierOutcome.NOT_MET))
    yield "undetermined", judged & (outcome == str(TierOutcome.UNDETERMINED))
    met, unknown, applicable = (
        nw.col(f"{prefix}criteria_{name}").cast(nw.Int64) for name in ("met", "unknown", "applicable")
    )
    most = met + unknown
    whole = judged & (met >= applicable)
    yield "criteria_all", whole
    decided = whole
    for low, high in BANDS:
        inside = judged & (met >= low) & (most <= high) & (most < applicable)
        yield f"criteria_{low}_{high}", inside
        decided = decided | inside
    yield "criteria_open", judged & ~decided
    for tier in TIER_IDS:
        held = _held(nw, f"recognised_{tier}", names)
        if held is not None:
            yield f"recognised_{tier}", held


def _held(nw: Any, name: str, names: Sequence[str]) -> Any | None:
    """Return where a title is held: it was given, and no day of its revocation is told."""
    told = [~nw.col(n).is_null() for n in (f"{name}_on", f"{name}_under") if n in names]
    if name in names:
        given = nw.col(name).cast(nw.Boolean).fill_null(value=False)
    elif told:
        given = nw.any_horizontal(*told, ignore_nulls=True)
    else:
        return None
    revoked = f"{name}_revoked"
    return given & nw.col(revoked).is_null() if revoked in names else given


def _finished(nw: Any, found: Any, groups: Sequence[str], counted: Sequence[str]) -> Any:
    """Return the counts with shares and averages; of no unit there is none."""
    judged = nw.col("judged").cast(nw.Float64)

    def each(number: Any, times: float = 1.0) -> Any:
        return nw.when(nw.col("judged") > 0).then(number.cast(nw.Float64) * times / judged)

    titles = [name for name in counted if name.startswith("recognised_")]
    plain = [name for name in counted if name not in titles]
    place = plain.index("undetermined") + 1
    return found.with_columns(
        each(nw.col("meet"), 100.0).alias("meet_share_least"),
        each(nw.col("meet") + nw.col("undetermined"), 100.0).alias("meet_share_most"),
        each(nw.col("least")).alias("criteria_least"),
        each(nw.col("most")).alias("criteria_most"),
    ).select(
        *groups,
        *plain[:place],
        "meet_share_least",
        "meet_share_most",
        "criteria_least",
        "criteria_most",
        *plain[place:],
        *titles,
    )
