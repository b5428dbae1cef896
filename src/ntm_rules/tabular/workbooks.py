"""Excel: sheets read row by row and written row by row, never a whole workbook in memory.

Numbers that Excel shows in percent are read as it shows them: 0.952 under the format `0.0%` is 95.2 %. What
formulas give is what Excel last computed.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import islice
from typing import Any, BinaryIO, Final

from ntm_rules.errors import Place, UnexpectedValue, UnknownName, UnreadableFile
from ntm_rules.facts import format_number
from ntm_rules.facts.notation import exact, number_of
from ntm_rules.spelling import nearest
from ntm_rules.tabular.packages import ILLEGAL_CHARACTERS_RE, WriteOnlyCell, openpyxl, pl
from ntm_rules.tabular.sources import ROWS, Batch, Source, unreadable
from ntm_rules.tabular.text_files import headings

MOST_ROWS: Final = 1_048_576
_LARGEST: Final = 2**63
_THREE_DECIMALS: Final = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


class WorkbookSource(Source):
    """A sheet of an Excel workbook.

    A column of which every cell is a number, a day or a truth value is given as such; any other as text, and
    so are numbers of measures that are shown in percent.
    """

    def __init__(self, file: str, sheet: str | None = None) -> None:
        self.file = file
        try:
            self._book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise unreadable(file, "not an Excel workbook that can be read") from error
        self._sheet = self._chosen(sheet)
        self._sheet.reset_dimensions()  # some programs state wrong ones
        self.sheet = self._sheet.title
        self.other_sheets = tuple(name for name in self._visible() if name != self.sheet)
        self._first, self._names = self._heading()
        self._kinds = self._seen()

    @property
    def names(self) -> Sequence[str]:
        return self._names

    def schema(self, measured: Set[str]) -> dict[str, pl.DataType]:
        return {name: _type(kinds, name in measured) for name, kinds in self._kinds.items()}

    def _visible(self) -> list[str]:
        return [sheet.title for sheet in self._book.worksheets if sheet.sheet_state == "visible"]

    def _chosen(self, sheet: str | None) -> Any:
        names = self._book.sheetnames
        if sheet is None:
            visible = self._visible()
            return self._book[visible[0] if visible else names[0]]
        if sheet in names:
            return self._book[sheet]
        if sheet.isdecimal() and 1 <= int(sheet) <= len(names):
            return self._book[names[int(sheet) - 1]]
        listed = ", ".join(f"`{name}`" for name in names)
        raise UnknownName(
            "sheet",
            sheet,
            suggestion=nearest(sheet, names),
            expected=f"one of {listed}",
            place=Place(self.file),
        )

    def _rows(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield the rows that hold anything, with their numbers."""
        for number, row in enumerate(self._sheet.iter_rows(), 1):
            if any(cell.value is not None for cell in row):
                yield number, row

    def _heading(self) -> tuple[int, list[str]]:
        found = next(self._rows(), None)
        if found is None:
            message = "the sheet is empty, expected a table with a heading row"
            raise UnreadableFile(message, place=Place(self.file, path=self.sheet))
        number, row = found
        texts = ["" if cell.value is None else str(cell.value) for cell in row]
        while texts and not texts[-1].strip():
            texts.pop()
        return number, headings(texts, self.file)

    def _records(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        return ((number, row) for number, row in self._rows() if number > self._first)

    def _seen(self) -> dict[str, frozenset[str]]:
        """Return the kinds of cells in each column."""
        seen: list[set[str]] = [set() for _ in self._names]
        for _, row in self._records():
            for kinds, cell in zip(seen, row, strict=False):
                if cell.value is not None:
                    kinds.add(_kind(cell))
        return {name: frozenset(kinds) for name, kinds in zip(self._names, seen, strict=True)}

    def batches(self, measured: Set[str]) -> Iterator[Batch]:
        schema = self.schema(measured)
        records = self._records()
        first = True
        while taken := list(islice(records, ROWS)):
            yield Batch([number for number, _ in taken], _frame([row for _, row in taken], schema, measured))
            first = False
        if first:
            yield Batch((), _frame([], schema, measured))


def _kind(cell: Any) -> str:
    value = cell.value
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, (int, float)):
        if _in_percent(cell):
            return "percent"
        return "whole" if isinstance(value, int) and abs(value) < _LARGEST else "number"
    return "day" if isinstance(value, dt.datetime) and value.time() == dt.time() else "text"


def _in_percent(cell: Any) -> bool:
    return "%" in (cell.number_format or "")


def _type(kinds: frozenset[str], measured: bool) -> pl.DataType:
    if kinds == {"truth"}:
        return pl.Boolean()
    if kinds == {"day"}:
        return pl.Date()
    if kinds == {"whole"}:
        return pl.Int64()
    numbers = {"whole", "number"} if measured else {"whole", "number", "percent"}
    return pl.Float64() if kinds and kinds <= numbers else pl.String()


def _frame(
    rows: Sequence[tuple[Any, ...]], schema: Mapping[str, pl.DataType], measured: Set[str]
) -> pl.DataFrame:
    columns = []
    for place, (name, kind) in enumerate(schema.items()):
        cells = (row[place] if place < len(row) else None for row in rows)
        values = [None if c is None or c.value is None else _value(c, kind, name in measured) for c in cells]
        columns.append(pl.Series(name, values, dtype=kind))
    return pl.DataFrame(columns)


def _value(cell: Any, kind: pl.DataType, measured: bool) -> object:
    """Return a cell as a value of the type of its column."""
    value = cell.value
    if kind == pl.Date:
        return value.date()
    if kind == pl.Float64:
        return float(value)
    return value if kind != pl.String else _text(cell, measured)


def _text(cell: Any, measured: bool) -> str:
    """Return a cell of a column of text; numbers so that they can be read in one way only."""
    value = cell.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        if measured and _in_percent(cell):
            return f"{format_number(exact(Fraction(number_of(value)) * 100))} %"
        text = repr(value)
        return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text
    if isinstance(value, dt.datetime):
        return str(value.date() if value.time() == dt.time() else value)
    return str(value)


class WorkbookWriter:
    """Writes one sheet, row by row."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._book = openpyxl.Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet("ntm-rules")
        self._rows = 0

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows, the headings before the first.

        Raises:
            UnexpectedValue: more rows than a sheet can hold.
        """
        if self._rows == 0:
            self._append(frame.columns)
        if self._rows + frame.height > MOST_ROWS:
            raise UnexpectedValue(
                f"more than {MOST_ROWS - 1} rows", "`.csv` or `.parquet`, since a sheet holds no more"
            )
        for row in frame.iter_rows():
            self._append(row)

    def _append(self, row: Sequence[object]) -> None:
        self._sheet.append([self._cell(value) for value in row])
        self._rows += 1

    def _cell(self, value: object) -> object:
        """Return what is written; a text that begins like a formula stays a text."""
        if isinstance(value, str):
            cell = WriteOnlyCell(self._sheet)
            cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
            cell.data_type = "s"
            return cell
        if isinstance(value, float) and not math.isfinite(value):
            return str(value)
        return value

    def finish(self) -> None:
        self._book.save(self._file)
