"""Criteria sets as hypothesis draws them, over the whole grammar of requirements, read through the loader.

Few measures of every kind and few levels, so that what is drawn for a table often lies on them. Nothing here is law.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from ntm_rules import measures
from ntm_rules.facts import REGION_IDS, Measure, show_level

Yaml = dict[str, Any]

YEARS: Final = (2021, 2025)
_DAYS: Final = ("2021-01-01", "2022-07-01", "2024-03-01")
_STATUSES: Final = ("sourced-2", "sourced-2", "sourced-1", "recalled", "unset")
_REGIONS: Final = REGION_IDS[:3]
_LEVELS: Final = ("0", "3", "30", "40", "100", "0.3")
_DEPTH: Final = 2


def _of_kind(kind: str, number: int) -> list[Measure]:
    return [m for id in measures() if (m := measures()[id]).kind == kind][:number]


SHARES, COUNTS, RANKS, FINDINGS = (
    _of_kind(k, n) for k, n in (("share", 4), ("count", 4), ("ordinal", 2), ("attested", 4))
)
OTHERS: Final = [*_of_kind("money", 2), *_of_kind("area", 1), *_of_kind("ratio", 1), *_of_kind("rate", 1)]
NUMBERS: Final = [*SHARES, *COUNTS, *OTHERS]


def _level(measure: Measure) -> st.SearchStrategy[Any]:
    if measure.kind == "attested":
        return st.booleans()
    if measure.kind == "ordinal":
        return st.sampled_from(measure.scale)
    texts = [t for t in _LEVELS if measure.kind != "count" or "." not in t]
    return st.sampled_from(texts).map(lambda text: show_level(measure, Decimal(text)))


@st.composite
def _bound(draw: st.DrawFn, measure: Measure, depth: int, *, alone: bool) -> Any:
    """A bound; `alone` is whether a level may be a multiple of another fact."""
    level = _level(measure)
    forms = ["level"] * 5 + ["valued", "unset", "delegated"]
    forms += ["table", "cases"] * 2 if depth else []
    forms += ["multiple"] * 2 if alone and measure in NUMBERS else []
    inner = _bound(measure, depth - 1, alone=alone)
    match draw(st.sampled_from(forms)):
        case "level":
            return draw(level)
        case "valued":
            return {"value": draw(level), "status": draw(st.sampled_from(_STATUSES))}
        case "unset":
            one = st.one_of(level, level, st.just({"set_by": "province"}))
            return {"unset": {"candidates": draw(st.lists(one, max_size=2))}}
        case "delegated":
            found: Yaml = {"set_by": draw(st.sampled_from(["province", "ministry"]))}
            if measure.kind != "attested" and draw(st.booleans()):
                found["floor"] = {"value": draw(level), "status": draw(st.sampled_from(_STATUSES[:-1]))}
            return found
        case "multiple":
            return draw(_multiple(measure))
        case "table":
            axis = draw(st.sampled_from(["region", "group", "year", "date"]))
            keys: dict[str, Sequence[str]] = {
                "region": (*_REGIONS, "common"),
                "group": ("1", "2", "3"),
                "year": tuple(str(year) for year in range(YEARS[0], YEARS[1] + 1)),
                "date": _DAYS,
            }
            chosen = draw(st.lists(st.sampled_from(keys[axis]), unique=True, min_size=1))
            return {"by": axis, **{key: draw(inner) for key in sorted(chosen)}}
        case _:
            cases: list[Yaml] = [
                {"when": draw(_requirement(0)), "then": draw(inner)} for _ in range(draw(st.integers(1, 2)))
            ]
            return {"cases": cases + ([{"otherwise": draw(inner)}] if draw(st.booleans()) else [])}


@st.composite
def _multiple(draw: st.DrawFn, measure: Measure) -> Yaml:
    same = [m.id for m in NUMBERS if m.unit == measure.unit]
    of: Yaml = {"measure": draw(st.sampled_from(same))}
    if draw(st.booleans()):
        of["at_recognition"] = draw(st.sampled_from(["ntm", "nang_cao"]))
    elif measure.id == "income_per_capita" and draw(st.booleans()):
        of = {"ruleset": "318/2022", "tier": "nang_cao", "indicator": "10"}
    times = draw(st.sampled_from([1, 2, 1.1, 1.4, 0.5]))
    return {"times": times, "of": of, "status": draw(st.sampled_from(_STATUSES))}


@st.composite
def _comparison(draw: st.DrawFn, depth: int) -> Yaml:
    measure = draw(st.sampled_from([*NUMBERS, *RANKS, *FINDINGS]))
    found: Yaml = {"measure": measure.id}
    options = ["none"] * 3 + ["over"] + (["sexes"] if measure in NUMBERS else [])
    option = draw(st.sampled_from(options + (["exempt"] if measure.kind == "count" else [])))
    if option == "over":
        found["over"] = {"years": draw(st.integers(1, 3))}
    elif option == "sexes":
        found["sexes"] = "both"
    elif option == "exempt":
        others = [m.id for m in COUNTS if m != measure]
        found["exempt"] = draw(st.lists(st.sampled_from(others), unique=True, min_size=1, max_size=2))
    operators = ["is"] if measure.kind == "attested" else ["at_least", "at_most", "above", "below", "equals"]
    operator = draw(st.sampled_from(operators))
    return {**found, operator: draw(_bound(measure, depth, alone=option == "none"))}


@st.composite
def _requirement(draw: st.DrawFn, depth: int) -> Yaml:
    forms = ["comparison"] * 5 + ["designation", "holds"]
    forms += ["all", "any", "of", "not"] if depth else ["meets"] if draw(st.integers(0, 30)) == 0 else []
    form = draw(st.sampled_from(forms))
    match form:
        case "comparison":
            return draw(_comparison(depth))
        case "designation":
            return {"designation": draw(st.sampled_from(["area_1", "area_3", "island"]))}
        case "holds":
            under = draw(st.lists(st.sampled_from(["491/2009", "1980/2016"]), unique=True))
            tier = draw(st.sampled_from(["ntm", "nang_cao"]))
            return {"holds": {"tier": tier, "under": under} if under else {"tier": tier}}
        case "meets":
            return {"meets": draw(_meets())}
        case "not":
            return {"not": draw(_requirement(depth - 1))}
        case _:
            parts = draw(st.lists(_requirement(depth - 1), min_size=1, max_size=3))
            if form != "of":
                return {form: parts}
            return {"at_least": draw(st.integers(1, len(parts))), "of": parts}


@st.composite
def _meets(draw: st.DrawFn) -> Yaml:
    found: Yaml = {"ruleset": "319/2022", "tier": "kieu_mau"}
    if draw(st.booleans()):
        found["attested_by"] = draw(st.sampled_from(FINDINGS)).id
    if draw(st.booleans()):
        found["criteria"] = {"at_least": draw(st.integers(1, 2))}
    return found


@st.composite
def _row(draw: st.DrawFn, id: str, *, condition: bool = False) -> Yaml:
    row: Yaml = {"id": id, "label": {"vi": "A", "en": "A"}, "status": draw(st.sampled_from(_STATUSES))}
    row["require"] = draw(_requirement(_DEPTH))
    if draw(st.integers(0, 2)) == 0:
        row["applies_when"] = draw(_requirement(1))
    if condition and draw(st.booleans()):
        row["from"] = draw(st.sampled_from(_DAYS))
    return row


@st.composite
def _columns(draw: st.DrawFn) -> Yaml:
    by = draw(st.sampled_from(["region", "region", "group", "none"]))
    found: Yaml = {"by": by}
    about = {"label": {"vi": "A", "en": "A"}, "status": "sourced-2"}
    designations = st.sampled_from(["area_2", "area_3"]).map(lambda id: {"designation": id})
    if by == "region":
        whens = draw(st.lists(st.one_of(designations, designations.map(lambda d: {"not": d})), max_size=2))
        found["rules"] = [
            {"id": f"r{n}", **about, "when": when, "use": draw(st.sampled_from(_REGIONS))}
            | ({"from": draw(st.sampled_from(_DAYS))} if draw(st.booleans()) else {})
            for n, when in enumerate(whens)
        ]
    elif by == "group" and draw(st.booleans()):
        share = SHARES[0]
        own = {"measure": share.id, "below": show_level(share, Decimal(30))}
        finding = {"measure": FINDINGS[0].id, "is": True}
        found["groups"] = [
            {"id": "1", **about, "when": draw(st.sampled_from([own, {"any": [own, finding]}, {"not": own}]))},
            {"id": "3", **about, "when": draw(designations)},
            {"id": "2", **about, "otherwise": True},
        ]
    return found


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return the texts of sets of one to three criteria of one or two indicators each, with conditions."""
    criteria = [
        {
            "number": str(n),
            "name": {"vi": "A", "en": "A"},
            "indicators": [draw(_row(f"{n}.{k}")) for k in range(1, draw(st.integers(1, 2)) + 1)],
        }
        for n in range(1, draw(st.integers(1, 3)) + 1)
    ]
    data: Yaml = {
        "ruleset": "999/2030",
        "level": "commune",
        "tier": "ntm",
        "name": {"vi": "Bộ thử", "en": "Trial set"},
        "years": list(YEARS),
        "columns": draw(_columns()),
        "criteria": criteria,
        "conditions": [draw(_row(f"c{n}", condition=True)) for n in range(draw(st.integers(0, 1)))],
    }
    if draw(st.booleans()):
        data["as_of"] = draw(st.sampled_from(["2023-06-01", "2024-06-01"]))
    return json.dumps(data, ensure_ascii=False)
