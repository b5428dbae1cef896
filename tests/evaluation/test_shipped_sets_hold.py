"""What must hold for every shipped indicator, whatever the facts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation.conftest import judged_by

from ntm_rules import Verdict, catalogue, evaluate, measures
from ntm_rules.law import Ruleset
from ntm_rules.law.requirements import Comparison, Level, Unset, levels, own_comparisons

LOWER = ("at_least", "above")
UPPER = ("at_most", "below")


@cache
def shipped() -> tuple[Ruleset, ...]:
    days = (
        None,
        dt.date(2014, 6, 1),
        dt.date(2015, 6, 1),
        dt.date(2019, 6, 1),
        dt.date(2023, 6, 1),
        dt.date(2024, 6, 1),
    )
    found: dict[str, Ruleset] = {}
    for entry in catalogue().sets:
        for day in days:
            ruleset = catalogue().load_entry(entry, day)
            found.setdefault(ruleset.digest, ruleset)
    return tuple(found.values())


PROVINCES = ("Lào Cai", "Nam Định", "Nghệ An", "Quảng Nam", "Gia Lai", "Đồng Nai", "Đồng Tháp")


@pytest.mark.parametrize("trust", ["sourced", "recalled", "candidate"])
def test_no_set_is_met_or_failed_by_a_unit_of_which_nothing_is_known(trust: str) -> None:
    for ruleset in shipped():
        for province in PROVINCES:
            verdict = evaluate(judged_by(ruleset, province=province), ruleset, trust=trust)
            for result in (*verdict.indicators(), *verdict.conditions):
                assert result.outcome == "unknown", (ruleset.decision, result.id)
            assert verdict.outcome == "undetermined"


@cache
def with_figures() -> tuple[Ruleset, ...]:
    """The sets that have at least one level in figures."""
    return tuple(r for r in shipped() if any(kind(c) not in ("attested", "ordinal") for _, c in cells(r)))


def kind(comparison: Comparison) -> str:
    return measures()[comparison.measure].kind


def cells(ruleset: Ruleset) -> list[tuple[str, Comparison]]:
    """Return the comparisons that are made with the facts of the unit itself."""
    return [(i.id, c) for i in ruleset.indicators() for c in own_comparisons(i.require)]


def value_text(measure_id: str, value: Decimal) -> str:
    measure = measures()[measure_id]
    number = f"{value:f}".replace(".", ",")
    return f"{number} {measure.unit}"


def exact(level: Level) -> Decimal:
    assert isinstance(level.value, Decimal)
    return level.value


def amounts(comparison: Comparison) -> st.SearchStrategy[Decimal]:
    """Values around the levels of a comparison, and anywhere."""
    known = [
        exact(c)
        for _, bound in levels(comparison.bound)
        for c in (
            [bound] if isinstance(bound, Level) else bound.candidates if isinstance(bound, Unset) else []
        )
        if isinstance(c, Level)
    ]
    measure = measures()[comparison.measure]
    step = Decimal(1) if measure.kind == "count" else Decimal("0.01")
    top = Decimal(100) if measure.kind == "share" else Decimal(200)
    near = [min(max(k + d, Decimal(0)), top) for k in known for d in (-step, Decimal(0), step)]
    wide = st.integers(0, int(top / step)).map(lambda n: n * step)
    return st.one_of(st.sampled_from(near), wide) if near else wide


@st.composite
def raised(draw: st.DrawFn) -> tuple[Ruleset, str, Comparison, Decimal, Decimal, str]:
    ruleset = draw(st.sampled_from(with_figures()))
    numeric = [
        (id, c)
        for id, c in cells(ruleset)
        if c.operator in (*LOWER, *UPPER) and measures()[c.measure].kind not in ("attested", "ordinal")
    ]
    id, comparison = draw(st.sampled_from(numeric))
    low, high = sorted((draw(amounts(comparison)), draw(amounts(comparison))))
    return ruleset, id, comparison, low, high, draw(st.sampled_from(PROVINCES))


def observed(comparison: Comparison, value: Decimal) -> object:
    text = value_text(comparison.measure, value)
    return {"male": text, "female": text, "value": text} if comparison.both_sexes else text


def judge(ruleset: Ruleset, comparison: Comparison, value: Decimal, province: str, trust: str) -> Verdict:
    facts: dict[str, object] = {comparison.measure: observed(comparison, value)}
    return evaluate(judged_by(ruleset, facts, province=province), ruleset, trust=trust)


@settings(max_examples=400, deadline=None)
@given(case=raised(), trust=st.sampled_from(["recalled", "candidate"]))
def test_raising_an_observation_never_loses_an_at_least_nor_lowering_it_an_at_most(
    case: tuple[Ruleset, str, Comparison, Decimal, Decimal, str], trust: str
) -> None:
    ruleset, id, comparison, low, high, province = case
    worse, better = (low, high) if comparison.operator in LOWER else (high, low)
    part = (judge(ruleset, comparison, v, province, trust).indicator(id) for v in (worse, better))
    before, after = (next(f for f in result.findings if f.requirement == comparison) for result in part)
    if before.outcome == "met":
        assert after.outcome == "met"
    if after.outcome == "not_met":
        assert before.outcome == "not_met"


@pytest.mark.parametrize("ruleset", shipped(), ids=lambda r: f"{r.decision} {r.level} {r.tier} {r.as_of}")
def test_every_numeric_indicator_is_monotone_at_its_own_levels(ruleset: Ruleset) -> None:
    for id, comparison in cells(ruleset):
        if comparison.operator not in LOWER or measures()[comparison.measure].kind in ("attested", "ordinal"):
            continue
        step = Decimal(1) if measures()[comparison.measure].kind == "count" else Decimal("0.01")
        for province in PROVINCES:
            seen = []
            for _, bound in levels(comparison.bound):
                if isinstance(bound, Level) and bound.value not in (0, 100):
                    for value in (
                        exact(bound) - step,
                        exact(bound),
                        exact(bound) + step,
                    ):
                        verdict = judge(ruleset, comparison, value, province, "recalled")
                        found = next(f for f in verdict.indicator(id).findings if f.requirement == comparison)
                        seen.append((value, ["not_met", "unknown", "met"].index(found.outcome)))
            ranks = [rank for _, rank in sorted(seen)]
            assert ranks == sorted(ranks), (id, province)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_learning_one_more_fact_never_overturns_what_was_certain(data: st.DataObject) -> None:
    ruleset = data.draw(st.sampled_from(with_figures()))
    numeric = [c for _, c in cells(ruleset) if measures()[c.measure].kind not in ("attested", "ordinal")]
    chosen = data.draw(
        st.lists(st.sampled_from(numeric), min_size=1, max_size=4, unique_by=lambda c: c.measure)
    )
    facts = {c.measure: observed(c, data.draw(amounts(c))) for c in chosen}
    province = data.draw(st.sampled_from(PROVINCES))
    fewer = dict(list(facts.items())[:-1])
    before = evaluate(judged_by(ruleset, fewer, province=province), ruleset)
    after = evaluate(judged_by(ruleset, facts, province=province), ruleset)
    for old, new in zip(before.indicators(), after.indicators(), strict=True):
        if old.outcome != "unknown":
            assert new.outcome == old.outcome
    if before.outcome != "undetermined":
        assert after.outcome == before.outcome
