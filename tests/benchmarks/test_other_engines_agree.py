"""What is compared for speed is the same work: other engines give the answers that this library gives.

Of the engines of `benchmarks/tables.py` those that are installed for the tests, on few rows. No time is taken.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
WORKS = ("made up", "318/2022 annex I", "318/2022 annex II")
ENGINES = ("POLARS", "POLARS_LITERAL", "NUMPY_COLUMNS", "DUCKDB", "OURS_SCALAR")
ROWS = 300


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Return what imports a module of the benchmarks."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


def work_of(name: str, part: Callable[[str], Any]) -> Any:
    if name == "made up":
        return part("table_work.synthetic").synthetic()
    return part("table_work.annexes").annex("ntm" if name.endswith(" I") else "nang_cao")


@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_judges_every_row_as_the_table_does(
    name: str, engine: str, part: Callable[[str], Any]
) -> None:
    work = work_of(name, part)
    rows = part("table_work.rows").frame(work, ROWS)
    engines, agreement = part("table_engines"), part("table_bench.agreement")
    ours, theirs = (
        ready.read(ready.run(ready.load(rows)))
        for ready in (engines.OURS.prepare(work), getattr(engines, engine).prepare(work))
    )
    numbers = tuple(number for number, _ in work.criteria)
    assert agreement.difference(ours, theirs, numbers) == ""
    assert set(theirs[:, 0].tolist()) >= {0, 1}


def test_a_disagreement_is_told_with_the_row_and_the_criterion(part: Callable[[str], Any]) -> None:
    import numpy as np

    difference = part("table_bench.agreement").difference
    ours = np.array([[2, 2, 2], [0, 0, 2]], dtype=np.int8)
    theirs = np.array([[2, 2, 2], [0, 1, -1]], dtype=np.int8)
    told = difference(ours, theirs, ("1", "2"))
    assert told == "1 answers differ, the first in row 1, criterion 1: ours not met, theirs unknown"
    assert difference(ours, ours, ("1", "2")) == ""


def test_a_missing_value_neither_passes_nor_fails_in_the_made_up_rows(part: Callable[[str], Any]) -> None:
    work = work_of("made up", part)
    rows = part("table_work.rows").frame(work, ROWS, missing=1.0)
    ready = part("table_engines").OURS.prepare(work)
    assert set(ready.read(ready.run(ready.load(rows))).ravel().tolist()) == {1}
