"""Tables into files, whole or not at all: a run that ends early leaves what was there before.

Rows are appended batch by batch to a hidden file in the same folder, which takes the name of the output
only once it is complete and on the disk. Does not know what the columns mean.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple, Protocol, TextIO

from ntm_rules.errors import Place, UnexpectedValue, UnwritableFile
from ntm_rules.tabular.packages import pl
from ntm_rules.tabular.unfinished import Hidden, begin
from ntm_rules.tabular.workbooks import WorkbookWriter

ENDINGS: Final = (".csv", ".tsv", ".xlsx", ".parquet")


class Dialect(Protocol):
    """How a CSV file is written: as the one that was read."""

    separator: str
    marked: bool


class Sink(Protocol):
    """What takes rows."""

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows; every batch has the same columns."""

    def commit(self) -> None:
        """Let what was written be seen."""

    def discard(self) -> None:
        """Drop what was written."""


class Printed:
    """CSV on a stream, such as the standard output; what is written is seen at once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._begun = False

    def write(self, frame: pl.DataFrame) -> None:
        self._stream.write(_flat(frame).write_csv(include_header=not self._begun) or "")
        self._begun = True

    def commit(self) -> None:
        self._stream.flush()

    def discard(self) -> None:
        """Keep what was written: it is gone already."""


class FileSink:
    """A file that takes its name when it is complete.

    Attributes:
        path: the name.
    """

    def __init__(self, path: Path, dialect: Dialect | None = None) -> None:
        self.path = path
        try:
            self._hidden = begin(path)
        except OSError as error:
            raise _unwritable(path, error) from error
        self._writer = _WRITERS[path.suffix.lower()](_Target(self._hidden, path, dialect))

    def write(self, frame: pl.DataFrame) -> None:
        try:
            self._writer.write(frame)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def commit(self) -> None:
        try:
            self._writer.finish()
            self._hidden.take_name(self.path)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def discard(self) -> None:
        self._hidden.drop()


def writable(path: str) -> Path:
    """Return the path of an output whose ending names a format that can be written.

    Raises:
        UnexpectedValue: another ending.
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        listed = ", ".join(f"`{known}`" for known in ENDINGS)
        raise UnexpectedValue(path, f"a file name with one of the endings {listed}")
    return Path(path)


class _Target(NamedTuple):
    """Where a writer writes: the hidden file, the name it will have, and how CSV is written."""

    hidden: Hidden
    path: Path
    dialect: Dialect | None


class _CsvWriter:
    def __init__(self, target: _Target) -> None:
        self._file = target.hidden.file
        dialect = target.dialect
        self._separator = dialect.separator if dialect is not None else ","
        if target.path.suffix.lower() == ".tsv":
            self._separator = "\t"
        self._marked = dialect is not None and dialect.marked
        self._begun = False

    def write(self, frame: pl.DataFrame) -> None:
        _flat(frame).write_csv(
            self._file,
            include_header=not self._begun,
            include_bom=self._marked and not self._begun,
            separator=self._separator,
            decimal_comma=self._separator == ";",
        )
        self._begun = True

    def finish(self) -> None:
        """Nothing is held back."""


class _ExcelWriter:
    def __init__(self, target: _Target) -> None:
        self._inner = WorkbookWriter(target.hidden.file)

    def write(self, frame: pl.DataFrame) -> None:
        self._inner.write(_flat(frame))

    def finish(self) -> None:
        self._inner.finish()


class _ParquetWriter:
    """Writes each batch to a part of its own and joins the parts: a Parquet file cannot be appended to."""

    def __init__(self, target: _Target) -> None:
        self._file, self._folder = target.hidden.file, target.hidden.parts
        self._number = 0

    def write(self, frame: pl.DataFrame) -> None:
        self._folder.mkdir(exist_ok=True)
        frame.write_parquet(self._folder / f"{self._number:06d}.parquet", compression="lz4", statistics=False)
        self._number += 1

    def finish(self) -> None:
        parts = [self._folder / f"{number:06d}.parquet" for number in range(self._number)]
        pl.scan_parquet(parts, glob=False).sink_parquet(self._file)
        shutil.rmtree(self._folder, ignore_errors=True)


class _Writer(Protocol):
    def write(self, frame: pl.DataFrame) -> None: ...
    def finish(self) -> None: ...


_WRITERS: Final[dict[str, Callable[[_Target], _Writer]]] = {
    ".csv": _CsvWriter,
    ".tsv": _CsvWriter,
    ".xlsx": _ExcelWriter,
    ".parquet": _ParquetWriter,
}


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose lists are texts, for files that know no lists.

    Raises:
        UnexpectedValue: a column of what is no text either.
    """
    lists = [name for name, kind in frame.schema.items() if kind == pl.List]
    nested = [name for name, kind in frame.schema.items() if kind in (pl.Struct, pl.Object, pl.Array)]
    if nested:
        raise UnexpectedValue(
            f"{nested[0]}: {frame.schema[nested[0]]}", "`.parquet`, for columns within columns"
        )
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join("; ") for name in lists)


def _unwritable(path: Path, error: OSError) -> UnwritableFile:
    return UnwritableFile(f"cannot write the file: {error.strerror or error}", place=Place(str(path)))
