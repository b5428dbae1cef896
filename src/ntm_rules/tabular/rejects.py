"""Rows that are set aside: where each stands, what was found in which column, and why it cannot be judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from ntm_rules.errors import NtmRulesError
from ntm_rules.facts.notation import Lang
from ntm_rules.reporting import error_text
from ntm_rules.tabular.packages import pl

SCHEMA: Final[dict[str, pl.DataType]] = {
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
}


class Reject(NamedTuple):
    """One reason for which a row is set aside; a row may have several.

    Attributes:
        file, sheet: where the table stands.
        row: the row, the heading being row 1; in Parquet the record, the first being 1.
        column: the heading; empty where it is the row as a whole.
        value: what was found.
        error: why it cannot be judged.
    """

    file: str
    sheet: str
    row: int
    column: str
    value: str
    error: NtmRulesError

    def reason(self, lang: Lang) -> str:
        return " ".join(error_text(self.error, lang).split())

    def text(self, lang: Lang) -> str:
        """Return the row as one line of text."""
        place = ":".join(part for part in (self.file, self.sheet, str(self.row)) if part)
        reason = self.reason(lang)
        named = not self.column or reason.startswith(f"`{self.column}`:")
        return f"{place}: {reason}" if named else f"{place}: {self.column}: {reason}"


def rejects_table(rejects: Iterable[Reject], lang: Lang) -> pl.DataFrame:
    """Return the reasons as a table of `file`, `sheet`, `row`, `column`, `value` and `reason`."""
    rows = [(r.file, r.sheet, r.row, r.column, r.value, r.reason(lang)) for r in rejects]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
