"""The example notebooks run from top to bottom, and are kept without outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in read(path).cells:
        assert cell.cell_type != "code" or not (cell.outputs or cell.execution_count)


def executed(path: Path) -> Any:
    """Return a notebook after it was run by the interpreter of the tests, in the folder of the checkout."""
    notebook = read(path)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    return notebook


@pytest.mark.filterwarnings("default")
def test_the_notebook_on_reclassification_shows_what_fails() -> None:
    notebook = executed(ROOT / "examples" / "reclassify.ipynb")
    shown = "\n".join(
        str(output.get("text") or output.get("data", {}).get("text/html", ""))
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert "health_insurance_share" in shown
    assert "thuộc trường hợp thu hồi" in shown
    assert "Danh hiệu của đơn vị cũ không được kế thừa." in shown
