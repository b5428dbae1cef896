"""This library: `evaluate_table` over a Polars frame."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from ntm_rules import evaluate_table
from table_engines import Prepared
from table_work.terms import MET, NOT_MET, UNKNOWN, Work

CODES: Final = {
    "met": MET,
    "not_met": NOT_MET,
    "unknown": UNKNOWN,
    "undetermined": UNKNOWN,
    "not_applicable": MET,  # it counts as met
}


def evaluated(frame: pl.DataFrame, work: Work, detail: str, prefix: str = "") -> pl.DataFrame:
    """Return the frame with our columns beside it."""
    result: pl.DataFrame = evaluate_table(
        frame,
        work.ruleset,
        detail=detail,
        trust=work.trust,
        year=work.year,
        documents=work.documents,
        prefix=prefix,
    )
    return result


def prepare(work: Work, detail: str = "criteria") -> Prepared:
    numbers = [] if detail == "tier" else [number for number, _ in work.criteria]
    names = ["outcome", *(f"criterion_{number}" for number in numbers)]

    def read(result: pl.DataFrame) -> np.ndarray:
        codes = [
            result[name].cast(pl.String).replace_strict(CODES, return_dtype=pl.Int8).to_numpy()
            for name in names
        ]
        lacking = len(work.criteria) - len(numbers)
        return np.column_stack([*codes, *([np.full(result.height, -1, np.int8)] * lacking)])

    return Prepared(load=lambda frame: frame, run=lambda frame: evaluated(frame, work, detail), read=read)
