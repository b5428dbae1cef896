"""Evaluation of many units at once: the rows of a table under one criteria set.

The same semantics as the scalar evaluator, compiled into the expressions of the engine that holds the table.
Needs the extra `tables`; importing this package imports neither narwhals nor Polars.
"""

from ntm_rules.evaluation.columnar.outputs import Detail
from ntm_rules.evaluation.columnar.plans import CompiledTable
from ntm_rules.evaluation.columnar.programme import programme_figures
from ntm_rules.evaluation.columnar.sets import Refusal
from ntm_rules.evaluation.columnar.tables import TablePlan, evaluate_table, plan_table

__all__ = [
    "CompiledTable",
    "Detail",
    "Refusal",
    "TablePlan",
    "evaluate_table",
    "plan_table",
    "programme_figures",
]
