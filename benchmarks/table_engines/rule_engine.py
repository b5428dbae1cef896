"""rule-engine: one rule per criterion, and one for the tier over their answers.

`bare` is truth values, and raises on a missing value, so that it is given complete rows; `nulls` tells
missing values apart and computes with 0, 1 and 2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from rule_engine import Rule

from table_engines import Prepared
from table_engines.expressions import bare, three_valued
from table_engines.per_commune import loader, read, runner
from table_work.terms import Term, Work, for_region


def prepare(work: Work, variant: str) -> Prepared:
    is_bare = variant == "bare"
    write: Callable[[Term], str] = bare if is_bare else partial(three_valued, least="$min", most="$max")
    judges = [_judge(work, region, write, is_bare=is_bare) for region in work.regions]
    return Prepared(loader(work, lambda row: row), runner(judges), read, complete_rows=is_bare)


def _judge(
    work: Work, region: str, write: Callable[[Term], str], *, is_bare: bool
) -> Callable[[dict[str, Any]], list[int]]:
    terms = [*(term for _, term in work.criteria), *work.conditions]
    rules = [(f"c{n}", Rule(write(for_region(term, region)))) for n, term in enumerate(terms)]
    names = [name for name, _ in rules]
    tier = Rule(" and ".join(names) if is_bare else f"$min([{', '.join(names)}])")
    factor, kept = (2 if is_bare else 1), len(work.criteria)

    def judge(row: dict[str, Any]) -> list[int]:
        found = {name: rule.evaluate(row) for name, rule in rules}
        answers = [int(x) * factor for x in found.values()]
        return [int(tier.evaluate(found)) * factor, *answers[:kept]]

    return judge
