"""Strategies for users' own property tests draw what can be judged, and draw where it matters."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from ntm_rules import UnitRecord, catalogue, evaluate, load, load_text, measures
from ntm_rules.facts import Grade
from ntm_rules.law import Provenance, SetEntry, Status
from ntm_rules.law.requirements import Level
from ntm_rules.testing.strategies import observations, unit_records, values_around

SETS = [entry for entry in catalogue().sets if entry.decision.province is None]
GROUPED = """
ruleset: 999/2030
level: commune
tier: ntm
name: {vi: Bộ thử, en: Trial set}
years: [2026, 2030]
columns: {by: group}
criteria:
  - number: "1"
    name: {vi: Trường học và thu nhập, en: Schools and income}
    indicators:
      - id: "1.1"
        label: {vi: Trường học, en: Schools}
        require:
          measure: schools_level1_facilities_share
          at_least: {cases: [{when: {measure: school_count, above: 3 trường}, then: 70 %}, {otherwise: 50 %}]}
        status: sourced-1
      - id: "1.2"
        label: {vi: Thu nhập, en: Income}
        require: {measure: income_per_capita, at_least: {times: 1.2, of: {measure: province_income_per_capita}}}
        status: sourced-1
"""


def level(value: int) -> Level:
    return Level(text=f"{value} %", value=Decimal(value), provenance=Provenance(status=Status.SOURCED_1))


@pytest.mark.parametrize("entry", SETS, ids=[f"{e.decision.id} {e.level} {e.tier}" for e in SETS])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_record_drawn_for_a_shipped_set_can_be_judged_by_it(entry: SetEntry, data: st.DataObject) -> None:
    ruleset = load(entry.decision.id, tier=entry.tier, level=entry.level)
    record = data.draw(unit_records(ruleset))
    assert evaluate(record, ruleset).outcome in ("met", "not_met", "undetermined")


@pytest.mark.parametrize("delta", [Decimal("-0.01"), Decimal(0), Decimal("0.01")])
def test_values_around_a_level_reach_it_and_both_its_sides(delta: Decimal) -> None:
    wanted = Decimal(90) + delta
    assert (
        find(values_around(level(90), measures()["health_insurance_share"]), lambda v: v == wanted) == wanted
    )


@settings(deadline=None)
@given(value=values_around([level(0), level(100)], measures()["health_insurance_share"]))
def test_values_around_the_ends_of_a_share_stay_shares(value: Decimal) -> None:
    assert 0 <= value <= 100


@pytest.mark.parametrize("id", ["temporary_houses", "income_per_capita", "party_rating", "market_planned"])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_an_observation_can_be_drawn_of_any_kind_of_measure(id: str, data: st.DataObject) -> None:
    observation = data.draw(observations(measures()[id]))
    assert observation.measure == id
    assert observation.value is not None


def test_every_grade_of_a_finding_is_drawn_the_nearly_met_among_them() -> None:
    finding = observations(measures()["market_planned"])
    assert find(finding, lambda o: o.value is Grade.NEARLY).value is Grade.NEARLY


def test_men_and_women_are_drawn_where_each_must_pass() -> None:
    share = observations(measures()["health_insurance_share"], level(95), by_sex=True)
    assert find(share, lambda o: o.male is not None and o.female is not None).value is None


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_complete_record_observes_what_chooses_a_bound_and_what_it_is_a_multiple_of(
    data: st.DataObject,
) -> None:
    record = data.draw(unit_records(load_text(GROUPED), complete=True))
    assert set(record.observations) == {
        "schools_level1_facilities_share",
        "school_count",
        "income_per_capita",
        "province_income_per_capita",
    }
    assert all(r.outcome in ("met", "not_met") for r in evaluate(record, load_text(GROUPED)).indicators())


@settings(deadline=None)
@given(record=unit_records(load_text(GROUPED)))
def test_a_unit_for_a_set_by_group_has_a_group_that_fits_its_area(record: UnitRecord) -> None:
    difficult = record.unit.designations & {"area_2", "area_3"}
    assert (record.unit.group == "3") is bool(difficult)
