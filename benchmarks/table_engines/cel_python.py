"""cel-python: a program per criterion, and one for the tier over their answers.

A missing value is left out of the row. CEL then finds an error, which `&&` and `||` pass over where the other
side decides: just the logic that is asked for. What no row can decide asks for a name that none has.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import celpy
from celpy import celtypes

from table_engines import Prepared
from table_engines.per_commune import loader, read, runner
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
    Work,
    for_region,
)


def _written(term: Term) -> str:
    match term:
        case Threshold(column, operator, _):
            return f"{column} {SIGNS[operator]} {term.level!r}"
        case Found(column, expected):
            return column if expected else f"!{column}"
        case OneOf(column, values):
            return f"{column} in {json.dumps(values, ensure_ascii=False)}"
        case Every(parts):
            return "(" + " && ".join(_written(p) for p in parts) + ")"
        case Some(parts):
            return "(" + " || ".join(_written(p) for p in parts) + ")"
        case Undecided():
            return "nobody_knows"
        case Else():
            raise CannotExpress(
                "a finding that counts where the facts cannot tell: an error cannot be asked for"
            )


def prepare(work: Work) -> Prepared:
    lacks = ""
    try:
        for term in work.conditions:
            _written(for_region(term, work.regions[0]))
    except CannotExpress as error:
        lacks = f"the tier: {error}"
    environment = celpy.Environment(runner_class=celpy.CompiledRunner)  # the faster of its two
    logging.getLogger("celpy").setLevel(logging.CRITICAL)  # it reports every missing value
    judges = [_judge(environment, work, region, with_tier=not lacks) for region in work.regions]
    return Prepared(loader(work, _row), runner(judges), read, lacks=lacks)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items() if value is not None}


def _value(value: object) -> Any:
    if isinstance(value, bool):
        return celtypes.BoolType(value)
    return celtypes.StringType(value) if isinstance(value, str) else celtypes.DoubleType(value)


def _judge(
    environment: Any, work: Work, region: str, *, with_tier: bool
) -> Callable[[dict[str, Any]], list[int]]:
    def program(text: str) -> Any:
        return environment.program(environment.compile(text))

    terms = [term for _, term in work.criteria]
    terms += work.conditions if with_tier else ()
    parts = [(f"c{n}", program(_written(for_region(term, region)))) for n, term in enumerate(terms)]
    tier = program(" && ".join(name for name, _ in parts))
    kept = len(work.criteria)

    def judge(row: dict[str, Any]) -> list[int]:
        codes = [_answer(part, row) for _, part in parts]
        known = {
            name: celtypes.BoolType(code == 2)
            for (name, _), code in zip(parts, codes, strict=True)
            if code != 1
        }
        return [_answer(tier, known) if with_tier else -1, *codes[:kept]]

    return judge


def _answer(program: Any, row: dict[str, Any]) -> int:
    try:
        return 2 if program.evaluate(row) else 0
    except celpy.CELEvalError:
        return 1
