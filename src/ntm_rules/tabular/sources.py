"""Tables in files: CSV, Excel and Parquet, read in batches of a bounded number of rows.

A source gives the cells as they stand in the file and the row of each, counted as a spreadsheet counts: the
heading stands in row 1. Does not know what a column means.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeAlias

from ntm_rules.errors import NtmRulesError, Place, UnexpectedValue, UnreadableFile
from ntm_rules.tabular.packages import pl

Decimals: TypeAlias = Literal[".", ","]
"""A decimal sign."""

ROWS: Final = 20_000
"""Rows of a batch: enough for the executor to be quick, few enough to be small in memory."""


class Broken(NamedTuple):
    """A row that is no row of the table."""

    row: int
    found: str
    error: NtmRulesError


class Batch(NamedTuple):
    """Some rows of a table.

    Attributes:
        rows: the row of each in the file.
        frame: the cells, a column per heading.
        broken: rows that could not be taken as such.
        share: how much of the table has been read with it, from 0 to 1.
    """

    rows: Sequence[int]
    frame: pl.DataFrame
    broken: Sequence[Broken] = ()
    share: float = 1.0


class Source(ABC):
    """A table in a file.

    Attributes:
        file: the path as the user gave it.
        sheet: the sheet of a workbook; empty otherwise.
        decimals: the decimal sign of plain numbers in texts; None where nothing tells it.
        other_sheets: sheets of the workbook that are not read.
    """

    file: str
    sheet: str = ""
    decimals: Decimals | None = None
    other_sheets: tuple[str, ...] = ()

    @property
    @abstractmethod
    def names(self) -> Sequence[str]:
        """The headings, in the order of the file."""

    @abstractmethod
    def schema(self, measured: Set[str]) -> dict[str, pl.DataType]:
        """Return how the cells of each column are given; `measured` are those with numbers of measures."""

    @abstractmethod
    def batches(self, measured: Set[str]) -> Iterator[Batch]:
        """Yield the rows, at least one batch, be it an empty one.

        Raises:
            UnreadableFile: the file breaks off or is not what its ending says.
        """


class ParquetSource(Source):
    """A Parquet file; its first record is row 1, since it has no heading row."""

    def __init__(self, file: str) -> None:
        self.file = file
        try:
            self._frame = pl.scan_parquet(file, glob=False)
            self._schema = dict(self._frame.collect_schema())
            self._rows = self._frame.select(pl.len()).collect().item()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise unreadable(file, "not a Parquet file that can be read") from error

    @property
    def names(self) -> Sequence[str]:
        return tuple(self._schema)

    def schema(self, measured: Set[str]) -> dict[str, pl.DataType]:
        del measured  # its columns have types of their own
        return self._schema

    def batches(self, measured: Set[str]) -> Iterator[Batch]:
        del measured
        if not self._rows:
            yield Batch((), self._frame.collect())
        for first in range(0, self._rows, ROWS):
            try:
                frame = self._frame.slice(first, ROWS).collect()
            except (OSError, pl.exceptions.PolarsError) as error:
                raise unreadable(self.file, "not a Parquet file that can be read") from error
            end = first + frame.height
            yield Batch(range(first + 1, end + 1), frame, share=end / self._rows)


def unreadable(file: str, why: str) -> UnreadableFile:
    """Return the error that a file cannot be read."""
    return UnreadableFile(f"cannot read the file: {why}", place=Place(file))


def open_table(file: str, *, sheet: str | None = None, decimals: Decimals | None = None) -> Source:
    """Open a table by the ending of its name.

    Args:
        file: its path.
        sheet: the sheet of a workbook, by name or number; the first by default.
        decimals: the decimal sign of a text file, which its separator tells otherwise.

    Raises:
        UnreadableFile: it is missing, or not what its ending says.
        UnknownName: the workbook has no such sheet.
        UnexpectedValue: a sheet is asked for of a file that has none.
    """
    from ntm_rules.tabular.text_files import TextSource
    from ntm_rules.tabular.workbooks import WorkbookSource

    try:
        with Path(file).open("rb"):
            pass
    except OSError as error:
        raise unreadable(file, error.strerror or str(error)) from error
    ending = Path(file).suffix.lower()
    if ending in (".xlsx", ".xlsm"):
        return WorkbookSource(file, sheet)
    if sheet is not None:
        raise UnexpectedValue(sheet, "`--sheet` beside an Excel file only", place=Place(file))
    return ParquetSource(file) if ending == ".parquet" else TextSource(file, decimals)
