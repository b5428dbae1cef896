"""Tables that engines might read differently: odd numbers of every type, texts in odd spellings, days, lists.

Each with a small set of its own. Polars judges them as well, and is held equal to the scalar evaluator elsewhere.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl
from tests.evaluation.columnar.test_tables import COUNT, INCOME, POVERTY, trial

from ntm_rules import Ruleset, evaluate_table, load

DERIVED = (
    "require: {measure: income_per_capita, at_least: {times: 1.1, of: {measure: province_income_per_capita}}}"
)


class Special(NamedTuple):
    """A set and a table for it.

    Attributes:
        name: what is special about it.
        ruleset: the set.
        frame: the table.
    """

    name: str
    ruleset: Ruleset
    frame: pl.DataFrame


def around(*levels: float) -> list[float]:
    """Return levels, the floats next to them, and those a little less than half a digit away."""
    near = [math.nextafter(x, to) for x in levels for to in (math.inf, -math.inf)]
    half = [x * (1 + side * part) for x in levels for side in (1, -1) for part in (4e-13, 6e-13)]
    return [*levels, *near, *half]


ODD = (math.nan, math.inf, -math.inf, 0.0, -0.0, 5e-324, -5e-324, 1.7e308, -1.7e308, 1e24, 1e-12, 9e-13)


def floats(kind: Any) -> list[float | None]:
    found = [*around(44.0, 30.0, 0.1 + 0.2, 0.3, 3.0, 100.0), *ODD, 2.5, 2.9999999999999996, 2.99, 1e15, None]
    short = pl.Series(found, dtype=pl.Float32).to_list()
    return short if kind == pl.Float32 else found


def numbers(kind: Any, values: list[Any]) -> pl.DataFrame:
    column = pl.Series(values, dtype=kind)
    return pl.DataFrame(
        {
            "income_per_capita": column,
            "multidimensional_poverty_share": column.reverse(),
            "school_count": column,
        }
    )


def number_tables() -> Iterator[Special]:
    ruleset = trial(
        INCOME,
        POVERTY,
        COUNT,
        INCOME.replace("at_least", "above"),
        POVERTY.replace("at_most", "below"),
        POVERTY.replace("at_most: 30 %", 'at_most: "0,3 %"'),
    )
    whole = [-(2**63), -1, 0, 2, 3, 4, 29, 30, 31, 43, 44, 45, 2**53 + 1, 2**63 - 1, None]
    exact = [
        Decimal(text) for text in ("-0.001", "0", "2.999", "3", "29.999", "30", "43.999", "44", "44.001")
    ]
    yield Special("float64", ruleset, numbers(pl.Float64, floats(pl.Float64)))
    yield Special("float32", ruleset, numbers(pl.Float32, floats(pl.Float32)))
    yield Special("int64", ruleset, numbers(pl.Int64, whole))
    yield Special("int16", ruleset, numbers(pl.Int16, [-32768, 2, 3, 30, 31, 43, 44, 32767, None]))
    yield Special("decimal", ruleset, numbers(pl.Decimal(12, 3), [*exact, None]))
    yield Special("long decimal", ruleset, numbers(pl.Decimal(38, 20), [*exact, None]))


def derived_tables() -> Iterator[Special]:
    ruleset = trial(DERIVED, DERIVED.replace("at_least", "at_most"), DERIVED.replace("at_least", "above"))
    bases = [*around(40.0, 0.3, 1e9), *ODD, None]
    pairs = [(base, value) for base in bases for value in _multiples(base)]
    for name, kind in (("float64", pl.Float64), ("float32", pl.Float32)):
        frame = pl.DataFrame(
            {
                "income_per_capita": pl.Series([value for _, value in pairs], dtype=kind),
                "province_income_per_capita": pl.Series([base for base, _ in pairs], dtype=kind),
            }
        )
        yield Special(f"multiples of {name}", ruleset, frame)


def _multiples(base: float | None) -> list[float | None]:
    if base is None or not math.isfinite(base):
        return [base, 1.0, None]
    return [base, 1.1 * base, math.nextafter(1.1 * base, 0), 1.1 * base * (1 - 6e-13), math.inf, math.nan]


def spellings(text: str) -> list[str]:
    """Return a text in other cases, between spaces of every kind, composed and decomposed."""
    cases = [text, text.upper(), text.lower(), text.title()]
    forms = [unicodedata.normalize(form, case) for case in cases for form in ("NFC", "NFD")]
    spaced = [f"{space}{text}{space}" for space in " \t\n\u00a0\u2003\u3000\u200b\u001f"]
    return list(dict.fromkeys([*forms, *spaced, f"{text}.", text.replace("k", "\u212a")]))


def text_tables() -> Iterator[Special]:
    places = [
        s for name in ("Lâm Đồng", "Đắk Lắk", "tỉnh Đồng Nai", "Hà Nội", "TP. Huế") for s in spellings(name)
    ]
    grades = [s for name in ("đạt", "không đạt", "cơ bản đạt", "n/a", "PASSED") for s in spellings(name)]
    ranks = spellings("Hoàn thành tốt nhiệm vụ")
    size = max(map(len, (places, grades, ranks)))
    quoted = ["'", '"', "\\", "\\'", "{x}", "%s", "$1", "", None]

    def column(values: list[str]) -> list[str | None]:
        return [*(values * size)[:size], *quoted]

    frame = pl.DataFrame(
        {
            "province": column(places),
            "loudspeaker_system": column(grades),
            "party_rating": column(ranks),
            'a "quoted" `name` {of} mine\\': column(["x"]),
            "year": [2023] * (size + len(quoted)),
        }
    )
    ruleset = load("318/2022", tier="ntm", as_of="2024-06-01")
    yield Special("texts", ruleset, frame)
    words: Any = {"loudspeaker_system": pl.Categorical, "party_rating": pl.Enum(list(dict.fromkeys(ranks)))}
    yield Special("enumerations", ruleset, frame.head(len(ranks)).cast(words))


def day_tables() -> Iterator[Special]:
    days = [dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2025, 6, 30), dt.date(2025, 7, 1), None]
    titles = [dt.date(2023, 12, 31), dt.date(2024, 3, 1), None, dt.date(2020, 5, 6), dt.date(2030, 1, 1)]
    pairs = [(day, title) for day in days for title in titles]
    frame = pl.DataFrame(
        {
            "region": ["BTB"] * len(pairs),
            "year": [2023] * len(pairs),
            "assessed_on": [day for day, _ in pairs],
            "recognised_ntm_on": [title for _, title in pairs],
            "income_per_capita": [48.0] * len(pairs),
            "designations": [[], ["area_3"], None, ["area_3", "safe_zone"], ["nowhere"]] * len(days),
        }
    )
    ruleset = load("318/2022", tier="nang_cao")
    yield Special("days", ruleset, frame)
    times: Any = {"assessed_on": pl.Datetime("us"), "recognised_ntm_on": pl.Datetime("us")}
    yield Special("times", ruleset, frame.cast(times))


def special_tables() -> list[Special]:
    return [*number_tables(), *derived_tables(), *text_tables(), *day_tables()]


def in_polars(special: Special) -> list[dict[str, Any]]:
    """Return what Polars adds to a table, in its order."""
    year = None if "year" in special.frame.columns else 2023
    found = evaluate_table(special.frame, special.ruleset, detail="gaps", year=year)
    return added(found.to_dicts(), special)


def added(rows: list[dict[str, Any]], special: Special) -> list[dict[str, Any]]:
    """Return the added columns of judged rows."""
    own = {*special.frame.columns, "number"}
    return [{name: value for name, value in row.items() if name not in own} for row in rows]


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose rows can be put back into their order."""
    return frame.with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64))
