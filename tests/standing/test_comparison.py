"""Two verdicts of one unit compared by what is measured: what held, holds, fails, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from ntm_rules import Outcome, Reason, evaluate, load, unit_record
from ntm_rules.law import ChangeKind
from ntm_rules.standing import Change, Holding, State, VerdictComparison, compare_verdicts

THEN, NOW = dt.date(2019, 12, 31), dt.date(2023, 11, 3)


def compared(then: Mapping[str, object], now: Mapping[str, object]) -> VerdictComparison:
    """Return the comparison of a commune's facts of 2019 under 1980/2016 and of 2023 under 318/2022."""
    unit = {"name": "xã A", "level": "commune", "province": "Yên Bái"}
    before = evaluate(
        unit_record({"unit": unit, "year": 2019, "observations": then}),
        load("1980/2016", tier="ntm", as_of=THEN),
    )
    after = evaluate(
        unit_record({"unit": unit, "year": 2023, "observations": now}),
        load("318/2022", tier="ntm", as_of=NOW),
    )
    return compare_verdicts(before, after)


def holding(found: VerdictComparison, number: str) -> Holding:
    return next(h for h in found.holdings if h.number == number and h.now is not None)


def change(found: Holding, measure: str) -> Change:
    return next(c for c in found.changes if c.measure == measure)


def test_one_fact_serves_both_sets_and_shows_what_fails_now() -> None:
    insured = {"health_insurance_share": {"value": "86,9 %", "nam": "86,9 %", "nữ": "86,9 %"}}
    health = holding(compared(insured, insured), "15")
    demand = change(health, "health_insurance_share")
    assert demand.kind is ChangeKind.STRICTER
    assert demand.comparable
    assert (demand.before, demand.now) == (Outcome.MET, Outcome.NOT_MET)
    assert demand.gaps
    assert health.lost
    assert health.state is State.FAILS


def test_a_measure_that_only_looks_alike_is_not_held_to_have_been_lost() -> None:
    found = compared({"poor_household_share": "3 %"}, {"multidimensional_poverty_share": "40 %"})
    poverty = holding(found, "11")
    demand = change(poverty, "multidimensional_poverty_share")
    assert demand.kind is ChangeKind.REDEFINED
    assert not demand.comparable
    assert demand.before is Outcome.MET
    assert not demand.lost


def test_a_demand_keeps_its_history_under_another_number() -> None:
    found = compared({"food_safety_compliant_share": "100 %"}, {"food_safety_compliant_share": "90 %"})
    demand = change(holding(found, "17"), "food_safety_compliant_share")
    assert demand.was is not None
    assert demand.became is not None
    assert (demand.was.id, demand.became.id) == ("17.8", "17.10")
    assert demand.lost


def test_a_criterion_keeps_its_history_under_another_number() -> None:
    labour = holding(compared({}, {}), "12")
    assert labour.came_from == ("14",)


def test_what_cannot_be_told_says_which_fact_is_missing() -> None:
    health = holding(compared({}, {"health_insurance_share": "95 %"}), "15")
    assert health.state is State.UNKNOWN
    assert "stunting_share" in health.missing
    assert "health_insurance_share" in health.missing
    sexes = change(health, "health_insurance_share")
    assert sexes.reason is Reason.NOT_BY_SEX


def test_an_unconfirmed_level_is_no_missing_fact() -> None:
    roads = holding(compared({}, {"commune_roads_paved_share": "100 %"}), "2")
    demand = change(roads, "commune_roads_paved_share")
    assert demand.reason is Reason.THRESHOLD_UNSET
    assert demand.missing == ()


def test_a_demand_of_the_new_set_alone_has_no_past() -> None:
    health = holding(compared({}, {}), "15")
    demand = change(health, "electronic_health_book_share")
    assert demand.kind is ChangeKind.NEW
    assert demand.before is None


def test_what_the_new_set_dropped_is_told_last_with_how_it_stood() -> None:
    found = compared({"employed_labour_share": "97,69 %"}, {})
    gone = found.in_state(State.DROPPED)
    assert [(h.number, h.before, h.now) for h in gone if not h.condition] == [("12", Outcome.MET, None)]
    assert found.holdings[-len(gone) :] == gone


def test_every_criterion_and_condition_of_the_new_set_stands_once_in_its_order() -> None:
    found = compared({}, {})
    now = [h for h in found.holdings if h.state is not State.DROPPED]
    criteria = [h.number for h in now if not h.condition]
    assert criteria == [c.number for c in found.now.criteria]
    assert [h.number for h in now if h.condition] == [c.id for c in found.now.conditions]
    outcomes = [c.outcome for c in found.now.criteria] + [c.outcome for c in found.now.conditions]
    assert [h.now for h in now] == outcomes


@pytest.mark.parametrize("state", State)
def test_every_holding_stands_in_one_state(state: State) -> None:
    found = compared({"market_planned": "không áp dụng"}, {"market_planned": False})
    assert all(holding.state is state for holding in found.in_state(state.value))
    assert sum(len(found.in_state(s)) for s in State) == len(found.holdings)


def test_a_unit_compared_with_itself_has_lost_nothing() -> None:
    same = {"income_per_capita": "50 triệu đồng/người/năm", "health_insurance_share": "91 %"}
    unit = {"name": "xã A", "level": "commune", "province": "Yên Bái"}
    verdict = evaluate(
        unit_record({"unit": unit, "year": 2023, "observations": same}),
        load("318/2022", tier="ntm", as_of=NOW),
    )
    found = compare_verdicts(verdict, verdict)
    assert found.lost == ()
    assert all(h.before == h.now for h in found.holdings)
    assert {c.kind for h in found.holdings for c in h.changes} == {ChangeKind.UNCHANGED}


def test_the_regions_column_decides_which_level_is_compared() -> None:
    found = compared({}, {"stunting_share": "25 %"})
    demand = change(holding(found, "15"), "stunting_share")
    assert demand.now is Outcome.NOT_MET
    (gap,) = demand.gaps
    assert gap.level == 24
