"""A long table in the engine that holds it: which measures it has rows of, and its rows made wide.

Where the rows lie in memory the names of their measures are read, so that a misspelt one is an error; a lazy
table is not looked at, and a unit with such a row is not judged. The expressions that do it are in `long`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from ntm_rules.errors import NotInTables
from ntm_rules.evaluation.columnar.contract import ColumnKind, ColumnType, is_constant
from ntm_rules.evaluation.columnar.dialects import POSTGRES
from ntm_rules.evaluation.columnar.engines import Table, in_kind
from ntm_rules.evaluation.columnar.in_polars import run_whole
from ntm_rules.evaluation.columnar.libraries import library
from ntm_rules.evaluation.columnar.long import MARKS, LongColumns, Widener, is_text, long_columns, read_names
from ntm_rules.evaluation.columnar.outputs import Output
from ntm_rules.evaluation.columnar.plans import Types
from ntm_rules.facts import MeasureCatalogue

Frame: TypeAlias = Any

_STORED: Final[tuple[tuple[ColumnKind, str], ...]] = (
    ("float64", "Float64"),
    ("text", "String"),
    ("boolean", "Boolean"),
)
_NOT_READ: Final = ColumnType("other", "")


class LongTable:
    """A table with a row per unit, year and measure.

    Attributes:
        columns: what its columns are.
        measures: the catalogue.
        lazy: whether its rows are not looked at.
    """

    def __init__(
        self,
        native: Frame,
        measures: MeasureCatalogue,
        unit: Sequence[str],
        names: Mapping[str, str],
        *,
        year_given: bool,
    ) -> None:
        own = {*unit, "measure", "value", "text", *names.values()}
        self._table = Table(native, lambda name: name in own or is_constant(name))
        self.measures = measures
        self.lazy = self._table.lazy
        types = dict(self._table.types)
        self._types = types
        every = types | {name: types.get(name, _NOT_READ) for name in self._table.names}
        self.columns: LongColumns = long_columns(every, measures, unit, names, year_given=year_given)

    def names(self, renamed: Mapping[str, str]) -> dict[str, str]:
        """Return our names of the measures in the rows, by the names that these have."""
        column = self._table.frame.get_column(self.columns.measure)
        return read_names(column.unique().to_list(), renamed, self.measures)

    @property
    def every(self) -> Types:
        """The columns of a row per unit and year, if the table had a row of every measure."""
        kept = [(name, self._types[name]) for name in (*self.columns.keys, *self.columns.constant.values())]
        number, text, truth = (ColumnType(*kind) for kind in _STORED)
        observed = [(id, text if is_text(id, self.measures) else number) for id in self.measures]
        return (*kept, *observed, *((name, truth) for name, _ in MARKS))

    def wide(self, roles: Mapping[str, str]) -> Table:
        """Return the table with a row per unit and year; nothing is computed yet."""
        polars = self._table.dialect is None
        self._refuse_lists()
        api = library("polars" if polars else "narwhals")
        widener = Widener(api, self.columns, self._types, self.measures, roles)
        frame = self._table.frame
        keys = list(self.columns.keys)
        if polars:
            rows = frame.to_native().lazy().select(widener.spread())
            grouped = rows.group_by(keys, maintain_order=not self.lazy)
            found = grouped.agg(widener.gathered()).select(widener.marked())
        else:
            rows = frame.select(*widener.spread())
            found = rows.group_by(*keys).agg(*widener.gathered()).select(*widener.marked()).to_native()
        return Table(found, lambda _: True)

    def _refuse_lists(self) -> None:
        """Refuse lists where no aggregate keeps one of several: truth values per designation say the same."""
        dialect = self._table.dialect
        listed = [name for name in self.columns.constant.values() if self._types[name].kind == "list"]
        if listed and dialect is POSTGRES:
            raise NotInTables(listed[0], "lists in a long table", dialect.name)

    def returned(self, judged: Frame, outputs: Sequence[Output]) -> Frame:
        """Return a row per unit and year with the added columns, of the caller's kind."""
        kept = [*self.columns.keys, *self.columns.constant.values(), *(output.name for output in outputs)]
        if self._table.dialect is not None:
            return library("narwhals").from_native(judged).select(*kept).to_native()
        rows = judged.select(kept)
        if self.lazy:
            return rows
        rows = run_whole(rows)
        return rows if self._table.is_polars else in_kind(self._table.given, rows, outputs)
