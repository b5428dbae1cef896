"""Whether the answers of two engines are the same, row by row, for the tier and every criterion."""

from __future__ import annotations

from typing import Final

import numpy as np

WORDS: Final = ("not met", "unknown", "met")


def difference(ours: np.ndarray, theirs: np.ndarray, numbers: tuple[str, ...]) -> str:
    """Return where two tables of answers first differ and how often; empty where they agree.

    A column of -1 is what an engine cannot express, and is not compared.
    """
    if ours.shape != theirs.shape:
        return f"{theirs.shape} answers instead of {ours.shape}"
    wrong = (ours != theirs) & (theirs >= 0) & (ours >= 0)
    if not wrong.any():
        return ""
    row, column = map(int, np.argwhere(wrong)[0])
    part = "the tier" if column == 0 else f"criterion {numbers[column - 1]}"
    one, other = WORDS[ours[row, column]], WORDS[theirs[row, column]]
    return f"{int(wrong.sum())} answers differ, the first in row {row}, {part}: ours {one}, theirs {other}"


def shares(answers: np.ndarray) -> str:
    """Return how many rows came to what, so that an agreement about nothing is seen."""
    counts = np.bincount(answers[:, 0], minlength=3) / len(answers)
    return ", ".join(f"{share:.1%} {word}" for word, share in zip(WORDS, counts, strict=True))
