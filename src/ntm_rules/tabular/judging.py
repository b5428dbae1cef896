"""Tables in files judged under one set: read, checked, judged and handed on batch by batch.

A row with a cell that cannot be read, or that no set could judge, is set aside with every reason; the others
are judged. Holds no more than one batch of rows in memory. Opens no output.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from ntm_rules.errors import Contradiction, NtmRulesError, Place, UnexpectedValue
from ntm_rules.evaluation.columnar import evaluate_table
from ntm_rules.facts import format_number, observe
from ntm_rules.facts.notation import number_of
from ntm_rules.law import Catalogue, Ruleset
from ntm_rules.tabular.cells import BadCell, ColumnReader
from ntm_rules.tabular.headings import Heading, Naming, read_headings
from ntm_rules.tabular.packages import pl
from ntm_rules.tabular.rejects import Reject
from ntm_rules.tabular.sources import Batch, Source


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of tables.

    Attributes:
        ruleset, documents: the set, and the catalogue it comes from.
        detail: `tier`, `criteria`, `indicators` or `gaps`.
        trust: the least evidence that may decide.
        naming: what the caller says of columns.
        year, assessed_on: of all rows, where the tables have no such columns.
        prefix: what the names of the added columns begin with.
    """

    ruleset: Ruleset
    documents: Catalogue
    detail: str = "tier"
    trust: str = "recalled"
    naming: Naming = field(default_factory=Naming)
    year: int | None = None
    assessed_on: dt.date | None = None
    prefix: str = ""


class Judged(NamedTuple):
    """Some rows that were judged, and the reasons for which others were set aside.

    Attributes:
        frame: the rows as they stood in the file, with the added columns.
        rejects: why rows were set aside.
        set_aside: how many were.
        share: how much of the table has been read with them, from 0 to 1.
    """

    frame: pl.DataFrame
    rejects: list[Reject]
    set_aside: int
    share: float = 1.0


class Table:
    """One table, with what its columns are taken for.

    Attributes:
        source: where it is read from.
        headings: the columns that are read.
        near_misses: the columns that are not, though their names are close to names that would be.
    """

    def __init__(self, source: Source, question: Question) -> None:
        self.source = source
        self.headings, self.near_misses = read_headings(
            source.names, question.documents.measures(), question.naming, source.file
        )
        self._question = question
        self._measured = {h.name for h in self.headings if h.role == "number"}
        self._readers = {h: ColumnReader(h, source.decimals) for h in self.headings}

    def schema(self) -> dict[str, pl.DataType]:
        return self.source.schema(self._measured)

    def judged(self, schema: dict[str, pl.DataType]) -> Iterator[Judged]:
        """Yield the rows with their verdicts, the columns of the file in these types.

        Raises:
            UnreadableFile: the file breaks off.
            UnexpectedValue: a column cannot be what its heading says, or the table has none of the set's.
        """
        for batch in self.source.batches(self._measured):
            yield self._judged(batch, schema)

    def _judged(self, batch: Batch, schema: dict[str, pl.DataType]) -> Judged:
        columns, bad = self._read(batch.frame)
        frame = pl.DataFrame(columns)
        bad += _totals_outside(frame, self.headings)
        rows = pl.Series("row", batch.rows, dtype=pl.Int64)
        rejects = [self._reject(b.row, "", b.found, b.error) for b in batch.broken]
        rejects += [self._reject(rows[b.at], b.column, b.found, b.error) for b in bad]
        given = batch.frame.cast(schema).select(schema.keys())  # type: ignore[arg-type]
        if bad:
            keep = ~pl.int_range(frame.height, eager=True).is_in({b.at for b in bad})
            frame, given, rows = frame.filter(keep), given.filter(keep), rows.filter(keep)
        added = self._verdicts(frame)
        refused = added[f"{self._question.prefix}refused"].is_not_null()
        if refused.any():
            rejects += self._refused(added, given, rows, refused)
            added, given = added.filter(~refused), given.filter(~refused)
        aside = len(batch.broken) + len({b.at for b in bad}) + int(refused.sum())
        added = added.drop(f"{self._question.prefix}refused")
        for name in added.columns:
            if name in schema:
                raise UnexpectedValue(
                    name,
                    "headings without the names of added columns, or `--prefix`",
                    place=Place(self.source.file),
                )
        joined = pl.concat((given, added), how="horizontal")
        return Judged(joined, sorted(rejects, key=_row), aside, batch.share)

    def _read(self, cells: pl.DataFrame) -> tuple[list[pl.Series], list[BadCell]]:
        columns: dict[str, pl.Series] = {}
        sides: dict[str, pl.Series] = {}
        bad: list[BadCell] = []
        for heading, reader in self._readers.items():
            try:
                column = reader.read(cells[heading.name])
            except NtmRulesError as error:
                raise error.at(Place(self.source.file, path=heading.name)) from None
            columns[heading.id] = column.values.alias(heading.id)
            bad += column.bad
            if column.relations is not None:
                name = f"{heading.id}__relation"
                sides[name] = column.relations.alias(name)
        for name, written in sides.items():  # a side that the text itself tells goes before a column of sides
            stated = columns.get(name)
            columns[name] = written if stated is None else written.zip_with(written.is_not_null(), stated)
        return list(columns.values()), bad

    def _verdicts(self, frame: pl.DataFrame) -> pl.DataFrame:
        q = self._question
        try:
            judged: pl.DataFrame = evaluate_table(
                frame,
                q.ruleset,
                detail=q.detail,  # type: ignore[arg-type] # its own check names the choices
                trust=q.trust,
                year=q.year,
                assessed_on=q.assessed_on,
                prefix=q.prefix,
                documents=q.documents,
            )
        except NtmRulesError as error:
            raise error.at(Place(self.source.file)) from None
        return judged.select(name for name in judged.columns if name not in frame.columns)

    def _reject(self, row: int, column: str, value: str, error: NtmRulesError) -> Reject:
        return Reject(self.source.file, self.source.sheet, row, column, value, error)

    def _refused(
        self, added: pl.DataFrame, given: pl.DataFrame, rows: pl.Series, refused: pl.Series
    ) -> Iterator[Reject]:
        """Yield why the executor judged some rows not at all."""
        names = {heading.id: heading.name for heading in self.headings}
        why = added[f"{self._question.prefix}refused"].cast(pl.String)
        for index in refused.arg_true().to_list():
            id, expected = _REFUSALS[why[index]]
            first, last = self._question.ruleset.years
            expected = expected.format(first=first, last=last)
            column = names.get(id, "")
            value = given[column][index] if column else None
            found = "nothing" if value is None else str(value)
            yield self._reject(
                rows[index], column or id, "" if value is None else found, UnexpectedValue(found, expected)
            )


_REFUSALS: Final = {
    "year_outside_set": ("year", "a year from {first} to {last}, which the set judges"),
    "assessed_before_year": ("assessed_on", "a day of assessment not before the year of the data"),
    "designations_contradict": ("designations", "designations and a commune group that agree"),
    "place_unknown": ("province", "a province that exists or existed"),
    "column_unknown": ("region", "a region or a commune group, given or told by the province"),
}


def _row(reject: Reject) -> int:
    return reject.row


def _totals_outside(frame: pl.DataFrame, headings: Sequence[Heading]) -> list[BadCell]:
    """Return totals that do not lie between the values of men and women, as a unit file would refuse them."""
    names = {heading.id: heading for heading in headings}
    found: list[BadCell] = []
    for id, heading in names.items():
        parts = [f"{id}__male", f"{id}__female"]
        if heading.role != "number" or heading.measure is None or not all(p in names for p in parts):
            continue
        total, men, women = (frame[name] for name in (id, *parts))
        outside = ((total < men) & (total < women)) | ((total > men) & (total > women))
        for index in outside.fill_null(value=False).arg_true().to_list():
            numbers = (format_number(number_of(part[index])) for part in (total, men, women))
            texts = [f"{number} {heading.measure.unit}" for number in numbers]
            try:
                observe(heading.measure, dict(zip(("value", "male", "female"), texts, strict=True)))
            except NtmRulesError as error:
                found.append(BadCell(index, heading.name, texts[0], error))
    return found


class Tally(NamedTuple):
    """How many rows were judged, and how many set aside."""

    judged: int
    set_aside: int


def judge_tables(
    tables: Sequence[Table],
    take: Callable[[Judged], None],
    progress: Callable[[int, float], None] = lambda *_: None,
) -> Tally:
    """Judge tables one after the other and hand on their rows.

    Args:
        tables: with the same headings.
        take: what takes each batch.
        progress: what is told how many rows have been read so far, and the share of all, from 0 to 1.

    Raises:
        Contradiction: tables of different headings.
        UnexpectedValue: a heading has the name of an added column.
    """
    schema = common_schema(tables)
    judged = set_aside = 0
    sizes = [Path(table.source.file).stat().st_size for table in tables]
    before, whole = 0, max(1, sum(sizes))
    for table, size in zip(tables, sizes, strict=True):
        for batch in table.judged(schema):
            take(batch)
            judged, set_aside = judged + batch.frame.height, set_aside + batch.set_aside
            progress(judged + set_aside, (before + size * batch.share) / whole)
        before += size
    return Tally(judged, set_aside)


def common_schema(tables: Sequence[Table]) -> dict[str, pl.DataType]:
    """Return the columns of all tables; those that differ in type are text.

    Raises:
        Contradiction: a table with other headings than the first.
    """
    first, *others = tables
    schema = first.schema()
    for table in others:
        own = table.schema()
        differing = sorted(schema.keys() ^ own.keys())
        if differing:
            raise Contradiction(
                f"column `{differing[0]}` stands in one of `{first.source.file}` and this table only, "
                "expected the same headings in all",
                place=Place(table.source.file),
            )
        schema = {name: kind if own[name] == kind else pl.String() for name, kind in schema.items()}
    return schema
