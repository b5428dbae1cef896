"""Sets as one SELECT: DuckDB says of every set and every odd value what the scalar evaluator and Polars say."""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation.columnar.agreement import assert_agree
from tests.evaluation.columnar.drawn_tables import tables
from tests.evaluation.columnar.special_tables import Special, added, in_polars, special_tables
from tests.evaluation.columnar.test_agreement import CALM, TRUST, shipped
from tests.evaluation.columnar.test_tables import INCOME, trial

from ntm_rules import Ruleset, evaluate_table, plan_table
from ntm_rules.errors import NotInTables, UnexpectedValue
from ntm_rules.evaluation.columnar.dialects import DUCKDB, POSTGRES, SPARK
from ntm_rules.evaluation.columnar.in_sql import _cases, query, written


def rows_of(relation: Any) -> list[dict[str, Any]]:
    found = pl.from_arrow(relation.to_arrow_table())
    assert isinstance(found, pl.DataFrame)
    return found.to_dicts()


@pytest.mark.parametrize("ruleset", shipped(), ids=repr)
@settings(CALM, max_examples=1)
@given(data=st.data(), trust=st.sampled_from(TRUST))
def test_duckdb_says_of_every_set_what_the_scalar_evaluator_says(
    ruleset: Ruleset, data: st.DataObject, trust: str
) -> None:
    table = data.draw(tables(ruleset, rows=10))
    judged = evaluate_table(duckdb.from_arrow(table.polars().to_arrow()), ruleset, detail="gaps", trust=trust)
    assert isinstance(judged, duckdb.DuckDBPyRelation)
    assert_agree(table.rows, rows_of(judged), ruleset, trust)


@pytest.mark.parametrize("special", special_tables(), ids=lambda special: special.name)
def test_duckdb_reads_odd_values_as_polars_does(special: Special) -> None:
    year = None if "year" in special.frame.columns else 2023
    relation = duckdb.from_arrow(special.frame.to_arrow())
    judged = rows_of(evaluate_table(relation, special.ruleset, detail="gaps", year=year))
    assert added(judged, special) == in_polars(special)


def test_a_collation_of_the_database_changes_nothing() -> None:
    special = next(special for special in special_tables() if special.name == "texts")
    with duckdb.connect() as connection:
        connection.execute("SET default_collation = 'NOCASE'")
        relation = connection.from_arrow(special.frame.to_arrow())
        judged = rows_of(evaluate_table(relation, special.ruleset, detail="gaps"))
    assert added(judged, special) == in_polars(special)


def test_lists_with_a_missing_entry_hold_something_that_is_no_designation() -> None:
    ruleset = trial(INCOME)
    lists = [["area_3"], ["area_3", None], [], None, ["nowhere"]]
    frame = pl.DataFrame({"income_per_capita": [44.0] * 5, "designations": lists})
    judged = evaluate_table(duckdb.from_arrow(frame.to_arrow()), ruleset, year=2023)
    assert [row["refused"] for row in rows_of(judged)] == evaluate_table(frame, ruleset, year=2023)[
        "refused"
    ].to_list()


def test_two_tables_of_one_plan_keep_to_their_own_rows() -> None:
    ruleset = trial(INCOME)
    one, other = (
        evaluate_table(duckdb.sql(f"SELECT {income}::DOUBLE AS income_per_capita"), ruleset, year=2023)
        for income in (40, 44)
    )
    assert [row["outcome"] for row in (*rows_of(one), *rows_of(other))] == ["not_met", "met"]
    assert rows_of(duckdb.sql("SHOW TABLES")) == []


def test_the_text_of_a_query_is_made_once_per_plan() -> None:
    frame = pl.DataFrame({"income_per_capita": [44.0]})
    compiled = plan_table(frame, trial(INCOME), year=2023).compiled
    assert query(compiled, DUCKDB) is query(compiled, DUCKDB)


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_a_level_is_read_as_exactly_that_float(value: float) -> None:
    found = duckdb.execute(f"SELECT {written(value, DUCKDB)} AS x").fetchall()[0][0]
    assert isinstance(found, float)
    assert found == value


def test_no_sign_outside_the_latin_blocks_has_a_latin_letter_for_its_lower_case() -> None:
    letters = frozenset(c.lower() for c in map(chr, range(0x2200)) if len(c.lower()) == 1)
    listed = set(_cases(letters)[0])
    every = (chr(n) for n in range(0x110000) if not 0xD800 <= n < 0xE000)
    vietnamese = frozenset(
        "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵfjwz"
    )
    found = {c for c in every if c.lower() != c and c.lower() in vietnamese}
    assert found <= listed


def test_names_and_texts_cannot_end_the_literal_that_holds_them() -> None:
    assert written("a'b\\", DUCKDB) == "'a''b\\'"
    assert written("a'b\\", SPARK) == "'a\\'b\\\\'"


def test_a_column_that_differs_only_in_case_from_an_added_one_is_refused() -> None:
    relation = duckdb.sql('SELECT 44.0::DOUBLE AS income_per_capita, 1 AS "Outcome"')
    with pytest.raises(UnexpectedValue, match="outcome"):
        evaluate_table(relation, trial(INCOME), year=2023)
    judged = evaluate_table(relation, trial(INCOME), year=2023, prefix="a_")
    assert rows_of(judged)[0]["a_outcome"] == "met"


def test_a_name_longer_than_the_database_keeps_is_refused_by_name() -> None:
    frame = pl.DataFrame({"income_per_capita": [44.0]})
    compiled = plan_table(frame, trial(INCOME), year=2023, prefix="tiền_tố_" * 8).compiled
    with pytest.raises(NotInTables, match="more than 63 bytes"):
        query(compiled, POSTGRES)
    assert query(compiled, DUCKDB).head
