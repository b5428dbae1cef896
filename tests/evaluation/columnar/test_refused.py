"""What the grammar allows and tables cannot judge is refused by name, before anything runs."""

from __future__ import annotations

import polars as pl
import pytest
from tests.evaluation.columnar.test_tables import trial

from ntm_rules import evaluate_table
from ntm_rules.errors import NotInTables

INCOME = "income_per_capita"
PROVINCE = "province_income_per_capita"


@pytest.mark.parametrize(
    ("row", "columns", "said"),
    [
        (
            "require: {measure: multidimensional_poverty_share, at_most: 3 %, exempt: [stunting_share]}",
            ["multidimensional_poverty_share", "stunting_share"],
            "`exempt` on measures of kind `share`",
        ),
        (
            f"require: {{measure: {INCOME}, at_least: {{times: 1.4, of: {{measure: {PROVINCE}}}}}, over: {{years: 3}}}}",
            [INCOME, PROVINCE],
            "a multiple of another fact by sex, over years",
        ),
        (
            f"require: {{measure: {INCOME}, at_least: {{times: 12, of: {{measure: {PROVINCE}}}}}}}",
            [INCOME, PROVINCE],
            "12 times column",
        ),
        (
            f"require: {{measure: {INCOME}, at_least: {{times: 1.2345, of: {{measure: {PROVINCE}}}}}}}",
            [INCOME, PROVINCE],
            "1.2345 times column",
        ),
    ],
)
def test_what_tables_cannot_judge_is_refused_by_name(row: str, columns: list[str], said: str) -> None:
    frame = pl.DataFrame({"year": [2023], **{name: [1.0] for name in columns}})
    with pytest.raises(NotInTables, match=said):
        evaluate_table(frame, trial(row))
