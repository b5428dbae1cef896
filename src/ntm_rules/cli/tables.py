"""`evaluate` over tables: which files are tables, where verdicts go, what is told of rows set aside."""

from __future__ import annotations

import argparse
import glob
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ntm_rules.cli import BAD_INPUT, DONE, SOME_SET_ASIDE
from ntm_rules.cli.stopping import stopping
from ntm_rules.cli.terminal import Counter
from ntm_rules.errors import Place, UnexpectedValue, UnreadableFile
from ntm_rules.law import Catalogue

if TYPE_CHECKING:
    from ntm_rules.facts.notation import Lang
    from ntm_rules.tabular import Dialect, FileSink, Judged, Question, Reject, Sink, Source, Table, Tally

_ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet")
_OPTIONS: Final = ("output", "rejects", "sheet", "column", "unit", "decimal", "year", "assessed_on", "prefix")
_TOLD: Final = 20


def expanded(patterns: Sequence[str]) -> list[str]:
    """Return the files that paths and patterns such as `tinh/*.csv` name, in order.

    Raises:
        UnreadableFile: a pattern that fits no file.
    """
    found: list[str] = []
    for pattern in patterns:
        if os.path.lexists(pattern) or not glob.has_magic(pattern):
            found.append(pattern)
            continue
        files = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - as the user wrote it, absolute or not
        if not files:
            raise UnreadableFile("no file fits the pattern, expected at least one", place=Place(pattern))
        found += files
    return found


def are_tables(files: Sequence[str]) -> bool:
    """Whether files are tables, by the endings of their names.

    Raises:
        UnexpectedValue: some are, some are not.
    """
    tables = [file for file in files if Path(file).suffix.lower() in _ENDINGS]
    if tables and len(tables) < len(files):
        other = next(file for file in files if file not in tables)
        raise UnexpectedValue("tables and unit files together", "one kind of them", place=Place(other))
    return bool(tables)


def refuse_options_of_tables(arguments: argparse.Namespace) -> None:
    """Refuse options that say nothing of unit files."""
    for name in _OPTIONS:
        if getattr(arguments, name):
            option = f"--{name.replace('_', '-')}"
            raise UnexpectedValue(f"{option} beside unit files", "tables: CSV, Excel or Parquet")
    if arguments.detail not in (None, "full"):
        raise UnexpectedValue(f"--detail {arguments.detail} beside unit files", "`--detail` alone")


def evaluate_tables(
    files: Sequence[str],
    arguments: argparse.Namespace,
    documents: Catalogue,
    *,
    level: str | None,
    tier: str | None,
) -> int:
    """Judge tables and return the exit status: 0, 3 if some rows were set aside, 2 if all were.

    Nothing is written under the name of an output before all is judged.
    """
    from ntm_rules.tabular import Table, open_table

    if arguments.format == "json":
        raise UnexpectedValue("--format json beside tables", "`--output FILE`, whose ending tells the format")
    if arguments.detail == "full":
        raise UnexpectedValue(
            "--detail alone beside tables", "`--detail` with `tier`, `criteria`, `indicators` or `gaps`"
        )
    question = _question(arguments, documents, level, tier)
    sources = [open_table(f, sheet=arguments.sheet, decimals=arguments.decimal) for f in files]
    tables = [Table(source, question) for source in sources]
    _refuse_own_output(files, arguments)
    _tell_of_columns(tables, arguments.lang)
    return _Run(tables, arguments).status()


def _question(
    arguments: argparse.Namespace, documents: Catalogue, level: str | None, tier: str | None
) -> Question:
    from ntm_rules.tabular import Naming, Question

    ruleset = documents.load(
        arguments.ruleset, tier=tier, level=level, as_of=arguments.as_of, province=arguments.province
    )
    return Question(
        ruleset,
        documents,
        detail=arguments.detail or "tier",
        trust=arguments.trust,
        naming=Naming(dict(arguments.column), dict(arguments.unit)),
        year=arguments.year,
        assessed_on=arguments.assessed_on,
        prefix=arguments.prefix,
    )


def _refuse_own_output(files: Sequence[str], arguments: argparse.Namespace) -> None:
    """Refuse to write over a table that is read, or two outputs into one file."""
    outputs = [path for path in (arguments.output, _rejects_path(arguments)) if path is not None]
    for path in outputs:
        if any(Path(path).exists() and Path(path).samefile(file) for file in files):
            raise UnexpectedValue(path, "another file than those that are read")
    if len({Path(path).resolve() for path in outputs}) < len(outputs):
        raise UnexpectedValue(outputs[0], "different files for `--output` and `--rejects`")


def _rejects_path(arguments: argparse.Namespace) -> str | None:
    if arguments.rejects is not None or arguments.output is None:
        return str(arguments.rejects) if arguments.rejects is not None else None
    output = Path(arguments.output)
    return str(output.with_name(f"{output.stem}.rejects{output.suffix}"))


def _tell_of_columns(tables: Sequence[Table], lang: Lang) -> None:
    from ntm_rules.reporting.wording import say

    told: dict[str, None] = {}
    for table in tables:
        for near in table.near_misses:
            told[say("near_miss", lang, column=near.name, name=near.suggestion)] = None
        others = table.source.other_sheets
        if others:
            listed = ", ".join(f"`{name}`" for name in others)
            source = table.source
            told[say("other_sheets", lang, file=source.file, sheet=source.sheet, others=listed)] = None
    for text in told:
        print(f"ntm-rules: {text}", file=sys.stderr)


class _Run:
    """One run: the tables, where their rows go, and where those go that are set aside."""

    def __init__(self, tables: Sequence[Table], arguments: argparse.Namespace) -> None:
        from ntm_rules.tabular import writable

        self._tables, self._lang = tables, arguments.lang
        path = _rejects_path(arguments)
        self._output_path = writable(arguments.output) if arguments.output is not None else None
        self._rejects_path = writable(path) if path is not None else None
        # An older list of rows set aside must not be taken for that of this run.
        self._always = arguments.rejects is not None or (
            self._rejects_path is not None and self._rejects_path.exists()
        )
        self._output: Sink | None = None
        self._rejects: FileSink | None = None
        # Rows that are printed on the same terminal show themselves how far the work is.
        shown = self._output_path is not None or not sys.stdout.isatty()
        self._counter = Counter(self._so_far, shown=shown)
        self._told = 0

    def status(self) -> int:
        from ntm_rules.tabular import judge_tables

        with stopping():
            try:
                self._open()
                tally = judge_tables(self._tables, self._take, self._counter.show)
                self._close(tally)
            finally:
                try:
                    self._tidy()
                except KeyboardInterrupt:  # one Ctrl-C interrupts twice: in Polars, then in Python
                    self._tidy()
                    raise
        if not tally.set_aside:
            return DONE
        self._tell(tally)
        return SOME_SET_ASIDE if tally.judged else BAD_INPUT

    def _open(self) -> None:
        from ntm_rules.tabular import FileSink, Printed

        dialect = _dialect(self._tables[0].source)
        path = self._output_path
        self._output = FileSink(path, dialect) if path is not None else Printed(sys.stdout)
        if self._rejects_path is not None:
            self._rejects = FileSink(self._rejects_path, dialect)
            self._take_rejects([])

    def _so_far(self, rows: int, share: int, rate: int) -> str:
        from ntm_rules.reporting.wording import say

        point = "." if self._lang == "vi" else ","
        numbers = {"rows": rows, "rate": rate}
        shown = {name: f"{number:,}".replace(",", point) for name, number in numbers.items()}
        return say("rows_judged", self._lang, share=share, **shown)

    def _tidy(self) -> None:
        """Drop whatever has not been given its name."""
        self._counter.clear()
        for sink in (self._output, self._rejects):
            if sink is not None:
                sink.discard()

    def _take(self, batch: Judged) -> None:
        assert self._output is not None
        self._output.write(batch.frame)
        if batch.rejects:
            self._take_rejects(batch.rejects)

    def _take_rejects(self, rejects: Sequence[Reject]) -> None:
        from ntm_rules.tabular import rejects_table

        if self._rejects is not None:
            self._rejects.write(rejects_table(rejects, self._lang))
            return
        self._counter.clear()
        for reject in rejects[: max(0, _TOLD - self._told)]:
            print(f"ntm-rules: {reject.text(self._lang)}", file=sys.stderr)
        self._told += len(rejects)

    def _close(self, tally: Tally) -> None:
        """Let the outputs take their names: the rows set aside first, so that no output is without them."""
        if self._rejects is not None and (tally.set_aside or self._always):
            self._rejects.commit()
        assert self._output is not None
        if tally.judged or not tally.set_aside:
            self._output.commit()

    def _tell(self, tally: Tally) -> None:
        from ntm_rules.reporting.wording import say

        if self._told > _TOLD:
            print(f"ntm-rules: {say('more_rejects', self._lang, rows=self._told - _TOLD)}", file=sys.stderr)
        text = say("set_aside", self._lang, judged=tally.judged, aside=tally.set_aside)
        if self._rejects_path is not None:
            text = f"{text}: {self._rejects_path}"
        print(f"ntm-rules: {text}", file=sys.stderr)


def _dialect(source: Source) -> Dialect | None:
    """Return how the first table writes CSV, where it is one: the output is to open in the same programs."""
    from ntm_rules.tabular import TextSource

    return source if isinstance(source, TextSource) else None
