"""Terms as expressions, which ZEN engine and rule-engine write alike but for the names of two functions."""

from __future__ import annotations

import json

from table_work.terms import (
    SIGNS,
    CannotExpress,
    Else,
    Every,
    Found,
    OneOf,
    Some,
    Term,
    Threshold,
    Undecided,
)


def bare(term: Term) -> str:
    """Return a term as truth values."""
    match term:
        case Threshold(column, operator, _):
            return f"{column} {SIGNS[operator]} {term.level!r}"
        case Found(column, expected):
            return f"{column} == {str(expected).lower()}"
        case OneOf(column, values):
            return f"{column} in {json.dumps(values, ensure_ascii=False)}"
        case Every(parts):
            return "(" + " and ".join(bare(p) for p in parts) + ")"
        case Some(parts):
            return "(" + " or ".join(bare(p) for p in parts) + ")"
    raise CannotExpress("what is unknown, without missing values told apart")


def three_valued(term: Term, least: str = "min", most: str = "max") -> str:
    """Return a term as 0, 1 or 2, as ZEN and rule-engine write them but for the names of two functions."""
    match term:
        case Threshold(column, _, _) | Found(column, _) | OneOf(column, _):
            return f"({column} == null ? 1 : ({bare(term)} ? 2 : 0))"
        case Every(parts):
            return f"{least}([" + ", ".join(three_valued(p, least, most) for p in parts) + "])"
        case Some(parts):
            return f"{most}([" + ", ".join(three_valued(p, least, most) for p in parts) + "])"
        case Else(first, second):
            one, other = three_valued(first, least, most), three_valued(second, least, most)
            return f"({one} == 1 ? {other} : {one})"
        case Undecided():
            return "1"
