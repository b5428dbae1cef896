"""ZEN engine: a decision graph with one expression per criterion and one for the tier.

`bare` is truth values, and raises on a missing value, so that it is given complete rows; `nulls` tells
missing values apart and computes with 0, 1 and 2.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import zen

from table_engines import Prepared
from table_engines.expressions import bare, three_valued
from table_engines.per_commune import loader, read, runner
from table_work.terms import Term, Work, for_region


def prepare(work: Work, variant: str) -> Prepared:
    write = bare if variant == "bare" else three_valued
    judges = [_judge(_decision(work, region, write), variant) for region in work.regions]
    return Prepared(loader(work, lambda row: row), runner(judges), read, complete_rows=variant == "bare")


def _judge(decision: Any, variant: str) -> Callable[[dict[str, Any]], list[int]]:
    factor = 2 if variant == "bare" else 1

    def judge(row: dict[str, Any]) -> list[int]:
        found = decision.evaluate(row)["result"]
        return [factor * int(found["tier"]), *(factor * int(found[name]) for name in _criteria(found))]

    return judge


def _criteria(found: dict[str, Any]) -> list[str]:
    return [f"c{n}" for n in range(sum(name.startswith("c") and name[1:].isdigit() for name in found))]


def _decision(work: Work, region: str, write: Callable[[Term], str]) -> Any:
    terms = {f"c{n}": term for n, (_, term) in enumerate(work.criteria)}
    terms |= {f"k{n}": term for n, term in enumerate(work.conditions)}
    expressions = [
        {"id": key, "key": key, "value": write(for_region(term, region))} for key, term in terms.items()
    ]
    both = " and ".join if write is bare else lambda names: f"min([{', '.join(names)}])"
    expressions.append({"id": "tier", "key": "tier", "value": both([f"$.{key}" for key in terms])})
    content = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "e", "type": "expressionNode", "name": "e", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "e", "type": "edge"},
            {"id": "2", "sourceId": "e", "targetId": "out", "type": "edge"},
        ],
    }
    return zen.ZenEngine().create_decision(json.dumps(content))
