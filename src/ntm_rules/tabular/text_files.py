"""CSV: text with `,`, `;` or tabs between cells, with or without a byte-order mark.

The separator is told from the heading row, and tells the decimal sign of plain numbers: a comma beside `;`,
a point beside `,`. Beside tabs a number that could be both is left to the reader of unit files, which refuses
it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Final

from ntm_rules.errors import Place, UnexpectedValue, UnreadableFile
from ntm_rules.tabular.packages import pl
from ntm_rules.tabular.sources import Batch, Broken, Decimals, Source, unreadable

_DECIMALS: Final[dict[str, Decimals | None]] = {",": ".", ";": ",", "\t": None}
_OTHER_ENCODINGS: Final = (b"\xff\xfe", b"\xfe\xff")
_BOM: Final = b"\xef\xbb\xbf"
_BLOCK: Final = 8_000_000
_LONGEST: Final = 64_000_000
_QUOTED: Final = re.compile(rb'"[^"]*"')
_SHOWN: Final = 60


class TextSource(Source):
    """A CSV file; all cells are text.

    Attributes:
        separator: what stands between cells.
        marked: whether the file begins with a byte-order mark.
    """

    def __init__(self, file: str, decimals: Decimals | None = None) -> None:
        self.file = file
        start = next(self._pieces(), b"")
        self.marked = start.startswith(_BOM)
        self.separator, self._names, self._heading_lines = self._heading(start.removeprefix(_BOM))
        self.decimals = decimals if decimals is not None else _DECIMALS[self.separator]

    @property
    def names(self) -> Sequence[str]:
        return self._names

    def schema(self, measured: Set[str]) -> dict[str, pl.DataType]:
        del measured  # plain numbers are told from texts where they are read
        return dict.fromkeys(self._names, pl.String())

    def _pieces(self) -> Iterator[bytes]:
        """Yield the file in pieces of whole records."""
        try:
            with Path(self.file).open("rb") as opened:
                held = opened.read(_BLOCK)
                if held.startswith(_OTHER_ENCODINGS):
                    raise self._not_utf8(held, 0, 0)
                while more := opened.read(_BLOCK):
                    cut = held.rfind(b"\n") + 1
                    if cut and held.count(b'"', 0, cut) % 2 == 0:
                        yield held[:cut]
                        held = held[cut:] + more
                    elif len(held) > _LONGEST:
                        break
                    else:
                        held += more
        except OSError as error:
            raise unreadable(self.file, error.strerror or str(error)) from error
        if len(held) > _LONGEST or (b'"' in held and held.count(b'"') % 2):
            message = 'a quotation does not end, expected a second `"`'
            raise UnreadableFile(message, place=Place(self.file))
        if held:
            yield held

    def _not_utf8(self, piece: bytes, at: int, lines: int) -> UnreadableFile:
        return UnreadableFile(
            f"byte `0x{piece[at]:02x}` is not UTF-8, expected UTF-8 text",
            place=Place(self.file, lines + piece.count(b"\n", 0, at) + 1),
            hint="save the file again as UTF-8",
        )

    def _heading(self, piece: bytes) -> tuple[str, list[str], int]:
        """Return the separator, the headings, and how many lines they take."""
        for separator in ("\t", ";", ","):
            records = self._records(piece, separator, 0)
            names = next(records, (0, []))[1]
            if len(names) > 1 or (names and separator == ","):
                return separator, headings(names, self.file), _lines_of_first_record(piece)
        message = "the file is empty, expected a table with a heading row"
        raise UnreadableFile(message, place=Place(self.file))

    def _records(self, piece: bytes, separator: str, before: int) -> Iterator[tuple[int, list[str]]]:
        """Yield the records of a piece with their numbers in it, read with care for every one."""
        try:
            text = piece.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._not_utf8(piece, error.start, before) from error
        records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            yield from enumerate(records)
        except csv.Error as error:
            place = Place(self.file, before + records.line_num)
            raise UnreadableFile(
                "a cell is too long, expected a table of short texts", place=place
            ) from error

    def batches(self, measured: Set[str]) -> Iterator[Batch]:
        del measured
        row, lines, begun = 2, self._heading_lines, False
        read, size = 0, max(1, Path(self.file).stat().st_size)
        for number, piece in enumerate(self._pieces()):
            body, read = piece, read + len(piece)
            if number == 0:
                body = _after_lines(piece.removeprefix(_BOM), self._heading_lines)
            if not body:
                continue
            if b"\0" in body:
                raise UnexpectedValue("\\0", "text without NUL characters", place=Place(self.file))
            batch, records = self._batch(body, row, lines)
            begun = True
            yield batch._replace(share=min(1.0, read / size))
            row, lines = row + records, lines + body.count(b"\n")
        if not begun:
            yield Batch((), self._frame([]))

    def _batch(self, body: bytes, row: int, lines: int) -> tuple[Batch, int]:
        """Return the rows of a piece that begins at a row, and how many records it holds."""
        frame = self._read_at_once(body)
        if frame is None:
            return self._read_by_record(body, row, lines)
        rows = pl.int_range(row, row + frame.height, eager=True)
        blank = frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
        if blank.any():
            return Batch(rows.filter(~blank).to_list(), frame.filter(~blank)), frame.height
        return Batch(range(row, row + frame.height), frame), frame.height

    def _read_at_once(self, body: bytes) -> pl.DataFrame | None:
        """Return a piece of which every record has as many cells as there are headings, or else None.

        No record has more cells, or Polars would refuse it; so if there are as many separators in all as
        there should be, no record has fewer.
        """
        bare = _QUOTED.sub(b"", body) if b'"' in body else body
        records = bare.count(b"\n") + (not bare.endswith(b"\n"))
        if bare.count(self.separator.encode()) != records * (len(self._names) - 1) or b'"' in bare:
            return None
        try:
            frame = pl.read_csv(
                body,
                separator=self.separator,
                has_header=False,
                schema=dict.fromkeys(self._names, pl.String()),
            )
        except pl.exceptions.PolarsError:
            return None
        return frame if frame.height == records else None

    def _read_by_record(self, body: bytes, row: int, lines: int) -> tuple[Batch, int]:
        """Read a piece in which something is wrong, and tell which records are."""
        width = len(self._names)
        rows: list[int] = []
        cells: list[list[str]] = []
        broken: list[Broken] = []
        records = 0
        for number, record in self._records(body, self.separator, lines):
            records = number + 1
            if not any(record):
                continue
            while len(record) > width and not record[-1]:
                record.pop()
            if len(record) == width:
                rows.append(row + number)
                cells.append(record)
            else:
                broken.append(self._broken(row + number, record))
        return Batch(rows, self._frame(cells), broken), records

    def _broken(self, row: int, record: list[str]) -> Broken:
        width = len(self._names)
        error = UnexpectedValue(f"{len(record)} cells", f"{width} cells, as in the heading row")
        return Broken(row, self.separator.join(record)[:_SHOWN], error)

    def _frame(self, cells: list[list[str]]) -> pl.DataFrame:
        columns = zip(*cells, strict=True) if cells else ((),) * len(self._names)
        texts = (
            pl.Series(name, column, dtype=pl.String).replace("", None)
            for name, column in zip(self._names, columns, strict=True)
        )
        return pl.DataFrame(list(texts))


def _lines_of_first_record(piece: bytes) -> int:
    """Return over how many lines the first record goes; a quoted heading may hold line ends."""
    lines = quotes = 0
    for line in piece.splitlines(keepends=True):
        lines, quotes = lines + 1, quotes + line.count(b'"')
        if quotes % 2 == 0:
            break
    return lines


def _after_lines(piece: bytes, lines: int) -> bytes:
    at = 0
    for _ in range(lines):
        at = piece.find(b"\n", at) + 1
        if not at:
            return b""
    return piece[at:]


def headings(cells: list[str], file: str) -> list[str]:
    """Return the headings of a table; an empty one is named after its place.

    Raises:
        UnexpectedValue: two are the same.
    """
    names = [cell.strip() or f"column_{number}" for number, cell in enumerate(cells, 1)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UnexpectedValue(f"heading `{twice}` twice", "headings that differ", place=Place(file))
    return names
