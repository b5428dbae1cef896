"""Holds what a table comes to equal to what the scalar evaluator says of every row.

A row is a dict in the terms of `docs/tables.md`. It is read here a second time, as the record that an officer
would have written, by other means than the library's own.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from ntm_rules import Ruleset, UnitRecord, Verdict, evaluate, measures, unit_record
from ntm_rules.errors import NtmRulesError
from ntm_rules.facts import REGION_IDS, Measure, places, show_level
from ntm_rules.facts.notation import format_number, number_of
from ntm_rules.facts.registry import is_countable

Row = Mapping[str, Any]

SIGNS = {"at_least": ">= ", "above": "> ", "at_most": "<= ", "below": "< ", "exact": ""}
WORDS = {">= ": "từ {} trở lên", "> ": "trên {}", "<= ": "từ {} trở xuống", "< ": "dưới {}"}
PROVINCE = {
    region: next(p.name for p in places().provinces if p.region == region and p.last is None and not p.of)
    for region in REGION_IDS
    if any(p.region == region and p.last is None and not p.of for p in places().provinces)
}
PROVINCE |= {
    r: next(p.name for p in places().provinces if p.region == r) for r in set(REGION_IDS) - set(PROVINCE)
}


def written(measure: Measure, value: Any) -> Any:
    """Return a value of a column as an officer would write it; None where it is missing or impossible."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if measure.kind in ("attested", "ordinal"):
        return value
    if isinstance(value, float) and abs(value) >= 1e24:
        return None
    number = number_of(value)
    impossible = number < 0
    if measure.kind == "share" and not measure.may_exceed:
        impossible = impossible or number > 100
    if measure.kind == "count":
        impossible = impossible or number % 1 != 0
    return None if impossible else show_level(measure, number)


def one_sided(measure: Measure, sign: str, value: Any) -> str | None:
    """Return a one-sided figure; None for one that cannot be true."""
    if measure.kind == "ordinal":
        return WORDS[sign].format(value)
    number = number_of(value)
    closed = measure.kind == "share" and not measure.may_exceed
    if (sign == "< " and number <= 0) or (sign == "> " and closed and number >= 100):
        return None
    return f"{sign}{written(measure, value)}"


def contradict(row: Row, id: str) -> bool:
    """Whether a total does not lie between the values of men and women."""
    measure = measures()[id]
    parts = [row.get(id), row.get(f"{id}__male"), row.get(f"{id}__female")]
    if measure.kind in ("attested", "ordinal") or None in [written(measure, part) for part in parts]:
        return False
    total, male, female = (number_of(part) for part in parts)
    exact = row.get(f"{id}__relation") in (None, "exact")
    return exact and not min(male, female) <= total <= max(male, female)


def impossible_parts(row: Row, ids: set[str]) -> bool:
    """Whether something was observed of these measures that cannot be true."""
    other = ("__relation", "__over_years", "__of")
    parts = [(n.split("__")[0], v) for n, v in row.items() if not n.endswith(other)]
    told = [
        (id, v)
        for id, v in parts
        if id in ids and v is not None and not (isinstance(v, float) and math.isnan(v))
    ]
    return any(written(measures()[id], v) is None for id, v in told)


def observations(row: Row) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for name, value in row.items():
        base, _, part = name.partition("__")
        if base not in measures() or value is None or contradict(row, base):
            continue
        entry = found.setdefault(base, {})
        if part in ("relation", "of"):
            continue
        if part == "over_years":
            entry["over_years"] = value
        elif part.isdigit():
            text = written(measures()[base], value)
            if text is not None:
                entry.setdefault("years", {})[part] = text
        else:
            text = written(measures()[base], value)
            if text is not None:
                sign = SIGNS[row.get(f"{base}__relation") or "exact"] if not part else ""
                text = one_sided(measures()[base], sign, value) if sign else text
                entry |= {part or "value": text} if text is not None else {}
    told = {id: entry for id, entry in found.items() if set(entry) - {"over_years"}}
    return {id: entry | denominator(row, id) if "value" in entry else entry for id, entry in told.items()}


def denominator(row: Row, id: str) -> dict[str, str]:
    of, measure = row.get(f"{id}__of"), measures()[id]
    if not possible_whole(measure, of):
        return {}
    return {"of": f"{format_number(number_of(of))} {measure.of or ''}".strip()}


def possible_whole(measure: Measure, of: Any) -> bool:
    """Whether a share can be one of so many."""
    if of is None or not math.isfinite(of) or of >= 1e24 or number_of(of) <= 0:
        return False
    return measure.of is None or not is_countable(measure.of) or number_of(of) % 1 == 0


def recognitions(row: Row) -> list[dict[str, Any]] | None:
    tiers = ("ntm", "nang_cao", "kieu_mau", "hien_dai", "hoan_thanh")
    columns = [name for name in row if name.startswith("recognised_")]
    if not columns:
        return None
    found = []
    for tier in tiers:
        for slot in ("", "_2"):
            head = f"recognised_{tier}{slot}"
            on, under = row.get(f"{head}_on"), row.get(f"{head}_under")
            flag = row.get(head, on is not None or under is not None)
            if not flag:
                continue
            entry: dict[str, Any] = {"tier": tier}
            entry |= {"on": on} if on is not None else {}
            entry |= {"under": under} if under is not None else {}
            revoked = row.get(f"{head}_revoked")
            entry |= {"revoked": revoked} if revoked is not None else {}
            past: dict[str, Any] = {}
            for name, value in row.items():
                if name.startswith(f"{head}__"):
                    id = name.removeprefix(f"{head}__")
                    text = written(measures()[id], value)
                    past |= {id: text} if text is not None else {}
            entry |= {"observations": past} if past else {}
            found.append(entry)
    return found


def record_of(row: Row, ruleset: Ruleset, year: int | None, assessed_on: dt.date | None) -> UnitRecord:
    unit: dict[str, Any] = {"name": "Xã A", "level": ruleset.level}
    kind = row["kind"] if "kind" in row else ruleset.kinds[0]
    unit |= {"kind": kind} if kind is not None else {}
    unit |= {k: row[k] for k in ("province", "former_province", "region", "group") if row.get(k) is not None}
    unit.setdefault("province", PROVINCE.get(str(row.get("region")), "Nghệ An"))
    designations = list(row.get("designations") or ())
    designations += [name for name in ("area_1", "area_2", "area_3", "safe_zone") if row.get(name)]
    data: dict[str, Any] = {
        "unit": {**unit, "designations": designations},
        "year": row.get("year", year),
        "observations": observations(row),
    }
    day = row.get("assessed_on", assessed_on)
    data |= {"assessed_on": day} if day is not None else {}
    told = recognitions(row)
    data |= {"recognitions": told} if told is not None else {}
    return unit_record(data)


def scalar(
    row: Row, ruleset: Ruleset, trust: str, year: int | None, day: dt.date | None
) -> Verdict | NtmRulesError:
    """Return the verdict on a row, or why its record is refused."""
    try:
        return evaluate(record_of(row, ruleset, year, day), ruleset, trust=trust)
    except NtmRulesError as error:
        return error


def plain(id: str) -> str:
    return "".join(c if (c.isalnum() and c.isascii()) or c == "_" else "_" for c in id)


def assert_agree(
    rows: Sequence[Row],
    judged: Sequence[Mapping[str, Any]],
    ruleset: Ruleset,
    trust: str = "recalled",
    year: int | None = None,
    assessed_on: dt.date | None = None,
) -> None:
    """Assert that a table judged in all detail says of every row what the scalar evaluator says."""
    assert len(rows) == len(judged)
    for row, found in zip(rows, judged, strict=True):
        verdict = scalar(row, ruleset, trust, year, assessed_on)
        shown = {k: v for k, v in row.items() if v is not None}
        if isinstance(verdict, NtmRulesError):
            assert found["refused"] is not None, (str(verdict), shown)
            assert found["outcome"] is None
            continue
        assert found["refused"] is None, (shown, found["refused"])
        assert found["outcome"] == verdict.outcome, shown
        assert found["column"] == verdict.column.used, shown
        for name in ("provisional", "assumed", "criteria_met", "criteria_unknown", "criteria_applicable"):
            assert found[name] == getattr(verdict, name), (name, shown)
        for criterion in verdict.criteria:
            assert found[f"criterion_{plain(criterion.number)}"] == criterion.outcome, (
                criterion.number,
                shown,
            )
        for kind, parts in (("indicator", verdict.indicators()), ("condition", verdict.conditions)):
            for part in parts:
                id = plain(part.id)
                named = {c.measure for c in part.indicator.comparisons}
                where = (part.id, {k: v for k, v in shown.items() if k.split("__")[0] in named})
                assert found[f"{kind}_{id}"] == part.outcome, (found[f"{kind}_{id}"], part.outcome, where)
                reason = found[f"reason_{id}"]
                if reason != "invalid_observation" and not impossible_parts(row, named):
                    assert reason == part.reason, (reason, part.reason, where)
                expected = sorted(float(gap.distance) for gap in part.gaps)
                names = [k for k in found if k == f"gap_{id}" or k.startswith(f"gap_{id}__")]
                distances = sorted(found[k] for k in names if found[k] is not None)
                told = {
                    "gap_whole": [float(gap.whole) for gap in part.gaps if gap.whole is not None],
                    "next": [float(gap.next_level.value) for gap in part.gaps if gap.next_level is not None],
                }
                for head, asked in told.items():
                    more = [k for k in found if k == f"{head}_{id}" or k.startswith(f"{head}_{id}__")]
                    assert sorted(found[k] for k in more if found[k] is not None) == pytest.approx(
                        sorted(asked), rel=1e-12
                    ), (head, more, where)
                assert distances == pytest.approx(expected, rel=1e-9, abs=1e-9), (distances, expected, where)


def as_decimal(value: float) -> Decimal:
    number = number_of(value)
    assert isinstance(number, Decimal)
    return number
