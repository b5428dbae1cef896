"""What static analysis has to say about rulesets, as data.

A remark names what is wrong by a stable code and keeps what a reader needs in fields. The wording in two
languages is reporting's work; finding what is wrong is that of the `checks` beside this module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, NamedTuple

from ntm_rules.errors import NOWHERE, NtmRulesError, Place
from ntm_rules.facts.immutable import FrozenMap
from ntm_rules.law.rulesets import SetReference

Severity = Literal["error", "warning"]
Detail = str | int | dt.date | tuple[str, ...]

SEVERITIES: Final[Mapping[str, Severity]] = FrozenMap(
    {
        # What the reader refuses.
        "unreadable-file": "error",
        "not-in-grammar": "error",
        "undefined-measure": "error",
        "incompatible-unit": "error",
        "ambiguous-number": "error",
        "amendment-conflict": "error",
        # Levels and their tables.
        "missing-region": "error",
        "missing-group": "error",
        "missing-year": "error",
        "missing-date": "error",
        "table-without-column": "error",
        "unreachable-cell": "warning",
        "other-unit": "warning",
        "never-met": "error",
        "never-failed": "warning",
        "lone-otherwise": "warning",
        "no-otherwise": "warning",
        # Evidence and counts.
        "sourced-without-address": "error",
        "count-differs": "error",
        # References.
        "undefined-reference": "error",
        "ambiguous-reference": "error",
        "circular-reference": "error",
        "other-measure": "warning",
        "other-kind": "error",
        "unused-measure": "warning",
        # Documents in time.
        "unknown-document": "warning",
        "unanswered-reference": "error",
        "overlapping-sets": "error",
        "gap-between-sets": "warning",
        "ends-before-it-begins": "error",
        "never-in-force": "error",
        "amends-expired-set": "error",
        "outside-its-document": "warning",
        "cell-set-twice": "error",
        "weaker-than-national": "error",
        "entry-differs": "error",
        # Rules of directives.
        "undefined-criterion": "error",
        "never-fires": "error",
        "unused-conclusion": "warning",
        "rule-outside-its-document": "warning",
    }
)
"""Every code, with its severity where a remark does not name another."""


class Remark(NamedTuple):
    """One thing that is wrong, or that somebody should look at.

    Attributes:
        severity: `error` for what would judge wrongly or not at all, `warning` for what may be meant.
        code: one of `SEVERITIES`; stable between versions.
        document: id of the document whose text it is; empty for a measure.
        set: the criteria set, where it is about one.
        indicator: id of the indicator, condition, column rule, or rule of a directive.
        cell: the keys that lead to the cell of a table.
        place: where it stands, as exactly as is known.
        also: where the other side stands, if two places do not agree.
        details: what the wording needs.
        error: the error that the reader raised, if it did.
    """

    severity: Severity
    code: str
    document: str
    set: SetReference | None = None
    indicator: str | None = None
    cell: tuple[str, ...] = ()
    place: Place = NOWHERE
    also: Place = NOWHERE
    details: FrozenMap[str, Detail] = FrozenMap()
    error: NtmRulesError | None = None

    def concerns(self, folder: Path) -> bool:
        """Return whether a file in the folder is one of the sides."""
        return any(p.file and Path(p.file).is_relative_to(folder) for p in (self.place, self.also))


def remark(
    code: str,
    document: str,
    *,
    severity: Severity | None = None,
    indicator: str | None = None,
    cell: tuple[str, ...] = (),
    place: Place = NOWHERE,
    also: Place = NOWHERE,
    error: NtmRulesError | None = None,
    **details: Detail,
) -> Remark:
    """Return a remark with the severity of its code unless another is named."""
    return Remark(
        severity=severity or SEVERITIES[code],
        code=code,
        document=document,
        indicator=indicator,
        cell=cell,
        place=place,
        also=also,
        details=FrozenMap(details),
        error=error,
    )
