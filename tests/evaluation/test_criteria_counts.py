"""So many criteria of a set in place of all: what 372/2014 asks of the communes that are not NTM yet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules import Ruleset, UnitRecord, Verdict, evaluate, load, load_text, measures, unit_record
from ntm_rules.evaluation import Finding
from ntm_rules.facts import show_level
from ntm_rules.law.requirements import Comparison, Level
from ntm_rules.law.resolution import Setting, narrow

YEAR = 2014
COLUMN = "BTB"
DISTRICT = """\
ruleset: 901/2030
level: district
tier: ntm
name: {vi: Huyện theo 372/2014, en: District under 372/2014}
years: [2009, 2016]
columns: {by: none}
criteria:
  - number: "1"
    name: {vi: Xã đạt chuẩn, en: Communes}
    indicators:
      - id: "1"
        label: {vi: Ít nhất 75 % số xã đạt chuẩn, en: At least 75 % of communes}
        require:
          measure: regular_employment_share
          at_least: 75 %
          members: {kinds: [commune], satisfy: {meets: {ruleset: 491/2009, tier: ntm}}}
        status: sourced-2
  - number: "2"
    name: {vi: Các xã còn lại, en: The others}
    indicators:
      - id: "2"
        label: {vi: Mỗi xã còn lại đạt ít nhất 14 tiêu chí, en: Every other commune at least 14 criteria}
        require:
          measure: trained_labour_share
          at_least: 100 %
          members:
            kinds: [commune]
            satisfy:
              any:
                - {meets: {ruleset: 491/2009, tier: ntm}}
                - {meets: {ruleset: 491/2009, tier: ntm, criteria: {at_least: 14, among: ["10", "11"], others_at: 70 %}}}
        status: sourced-2
"""
MEET, PART, JUST_SHORT, LOW = Fraction(1), Fraction(7, 10), Fraction(6999, 10000), Fraction(1, 2)


@cache
def commune_set() -> Ruleset:
    return load("491/2009", tier="ntm", as_of="2014-06-01")


@cache
def district_set() -> Ruleset:
    return load_text(DISTRICT)


@cache
def levels_of_491() -> Mapping[str, tuple[str, str, Level]]:
    """Return criterion, operator and level of each measure that 491/2009 compares with one level."""
    found = {}
    setting = Setting(COLUMN, None, YEAR, None)
    for criterion in commune_set().criteria:
        for comparison in (c for i in criterion.indicators for c in i.comparisons):
            cell = narrow(comparison.bound, setting)
            if isinstance(cell, Level):
                found[comparison.measure] = (criterion.number, comparison.operator, cell)
    return found


def reached(measure: str, part: Fraction) -> str:
    """Return an observation at so much of the level; of what is attested or limited, met or not."""
    _, operator, level = levels_of_491()[measure]
    known = measures()[measure]
    if operator == "is":
        return "đạt" if part == MEET else "chưa đạt"
    if operator in ("at_most", "equals"):
        value = Decimal(str(level.value)) + (0 if part == MEET else 1)
        return show_level(known, value)
    share = Fraction(level.value) * part
    if operator == "above" and part == MEET:
        share += Fraction(1, 100)
    return show_level(known, Decimal(share.numerator) / Decimal(share.denominator))


def a_commune(
    parts: Mapping[str, Fraction],
    name: str = "Xã A",
    missing: frozenset[str] = frozenset(),
    more: Mapping[str, str] | None = None,
) -> UnitRecord:
    """Return a commune of 2014 that reaches every level, except as told."""
    facts = {m: reached(m, parts.get(m, MEET)) for m in levels_of_491() if m not in missing}
    facts |= {
        "lower_secondary_graduation_share": "100 %",
        "youth_with_lower_secondary_diploma_share": "100 %",
        "registered_for_recognition": "đạt",
        "market_planned": "đạt",
        **(more or {}),
    }
    unit = {"name": name, "level": "xã", "province": "Nghệ An"}
    return unit_record({"unit": unit, "year": YEAR, "assessed_on": "2014-12-31", "observations": facts})


def judged(*communes: UnitRecord) -> Verdict:
    unit = {"name": "Huyện Thử", "level": "huyện", "province": "Nghệ An"}
    record = unit_record({"unit": unit, "year": YEAR, "assessed_on": "2014-12-31", "observations": {}})
    return evaluate(record.with_members(communes), district_set())


def the_other_rule(commune: UnitRecord) -> Finding:
    """Return the finding on the count of criteria for one commune."""
    tally = judged(commune).indicator("2").findings[0].tally
    assert tally is not None
    return tally.results[0].findings[1]


# Numbers to reach, one per criterion, so that each of them fails exactly one.
NUMBERS = {
    "2": "commune_roads_paved_share",
    "3": "canals_lined_share",
    "4": "grid_electricity_share",
    "5": "schools_standard_facilities_share",
    "14": "trained_labour_share",
    "16": "cultural_hamlets_five_years_share",
}


def failing(*criteria: str, at: Fraction = PART) -> dict[str, Fraction]:
    return {NUMBERS[number]: at for number in criteria}


def test_a_commune_that_meets_all_needs_no_other_rule() -> None:
    verdict = judged(a_commune({}))
    assert (verdict.indicator("1").outcome, verdict.indicator("2").outcome) == ("met", "met")


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        (failing("2", "3", "4", "5", "14"), "met"),  # 14 of 19, the others exactly at 70 %
        (failing("2", "3", "4", "5", "14", "16"), "not_met"),  # 13 of 19
        (failing("2", at=JUST_SHORT), "not_met"),  # 18 of 19, but the last below 70 %
        ({"income_per_capita": PART}, "not_met"),  # income must be among those met
        ({"income_poor_household_share": LOW}, "not_met"),  # and poverty
        ({"market_in_plan_and_standard": LOW}, "unknown"),  # what is 70 % of a market?
        ({"temporary_houses": LOW}, "unknown"),  # or of no temporary house?
        ({"temporary_houses": LOW, **failing("2", at=LOW)}, "not_met"),
    ],
)
def test_fourteen_criteria_with_income_and_poverty_and_the_rest_at_seventy_percent(
    parts: dict[str, Fraction], outcome: str
) -> None:
    assert the_other_rule(a_commune(parts)).outcome == outcome


def test_what_part_of_a_finding_is_enough_is_left_open_with_its_reason() -> None:
    found = the_other_rule(a_commune({"market_in_plan_and_standard": LOW}))
    assert found.reason == "relative_level_unclear"
    assert found.nested is not None
    assert found.nested.criteria_met == 18
    assert found.relative is not None
    assert [c.number for c in found.relative.criteria if c.outcome == "unknown"] == ["7"]


def test_a_criterion_that_does_not_apply_counts_as_met() -> None:
    no_market = {"market_in_plan_and_standard": "không áp dụng"}
    commune = a_commune(failing("2", "3", "4", "5", "14"), more=no_market)
    found = the_other_rule(commune)
    assert found.nested is not None
    assert found.nested.criterion("7").outcome == "not_applicable"
    assert (found.nested.criteria_met, found.outcome) == (13, "met")


def test_a_criterion_that_is_missing_may_still_be_met_and_a_failed_one_may_not() -> None:
    found = the_other_rule(a_commune({}, missing=frozenset({"canals_lined_share"})))
    assert (found.outcome, found.reason) == ("unknown", "set_undetermined")
    hopeless = a_commune(
        failing("2", "4", "5", "14", "16", at=PART), missing=frozenset({"canals_lined_share"})
    )
    assert the_other_rule(hopeless).outcome == "unknown"
    worse = a_commune({**failing("2", "4", "5", "14", "16"), "market_in_plan_and_standard": LOW})
    assert the_other_rule(worse).outcome == "not_met"


def test_three_quarters_of_the_communes_and_the_rest_by_the_other_rule() -> None:
    good = [a_commune({}, f"Xã {n}") for n in range(3)]
    near = a_commune(failing("2", "3"), "Xã gần đạt")
    far = a_commune({"income_per_capita": LOW}, "Xã chưa đạt")
    assert judged(*good, near).outcome == "met"
    assert judged(*good, far).indicator("2").outcome == "not_met"
    assert judged(*good[:2], near).indicator("1").outcome == "not_met"
    tally = judged(*good, far).indicator("2").findings[0].tally
    assert tally is not None
    assert tally.failing == ("Xã chưa đạt",)


def by_hand(commune: UnitRecord) -> tuple[bool | None, int]:
    """Return what the rule says of a commune, worked out from its observations alone."""
    met: dict[str, bool | None] = {c.number: True for c in commune_set().criteria}
    enough: dict[str, bool | None] = dict(met)
    for measure, (criterion, operator, level) in levels_of_491().items():
        observation = commune.observations.get(measure)
        if observation is None:
            met[criterion] = None if met[criterion] else met[criterion]
            enough[criterion] = None if enough[criterion] else enough[criterion]
            continue
        if operator == "is":
            holds, part = str(observation.value) == "met", None
        else:
            value, asked = Fraction(str(observation.value)), Fraction(level.value)
            holds = {
                "at_least": value >= asked,
                "above": value > asked,
                "at_most": value <= asked,
                "equals": value == asked,
            }[operator]
            part = value >= asked * 7 / 10 if operator in ("at_least", "above") else None
        if not holds:
            met[criterion] = False
            if part is None:
                enough[criterion] = None if enough[criterion] is not False else False
            elif not part:
                enough[criterion] = False
    sure = sum(value is True for value in met.values())
    at_best = sure + sum(value is None for value in met.values())
    parts = [met["10"], met["11"], *enough.values()]
    if sure >= 14 and all(parts):
        return True, sure
    if at_best < 14 or False in parts:
        return False, sure
    return None, sure


@settings(deadline=None)
@given(data=st.data())
def test_the_rule_of_372_on_any_commune_of_491(data: st.DataObject) -> None:
    known = sorted(levels_of_491())
    changed = data.draw(st.lists(st.sampled_from(known), unique=True, max_size=9))
    parts = {measure: data.draw(st.sampled_from((MEET, PART, JUST_SHORT, LOW))) for measure in changed}
    missing = data.draw(st.frozensets(st.sampled_from(known), max_size=1))
    commune = a_commune(parts, missing=missing)
    wanted, sure = by_hand(commune)
    found = the_other_rule(commune)
    assert found.nested is not None
    assert found.nested.criteria_met == sure
    assert found.outcome == {True: "met", False: "not_met", None: "unknown"}[wanted]


@settings(deadline=None)
@given(data=st.data())
def test_the_whole_set_meets_every_count_of_it(data: st.DataObject) -> None:
    """Meeting all is the strictest: who does meets any number, with any criteria among them, and any part."""
    number = data.draw(st.integers(1, 19))
    among = data.draw(
        st.lists(st.sampled_from([c.number for c in commune_set().criteria]), max_size=number, unique=True)
    )
    part = data.draw(st.integers(1, 99))
    listed = ", ".join(f'"{n}"' for n in among)
    text = DISTRICT.replace("at_least: 14", f"at_least: {number}").replace('["10", "11"]', f"[{listed}]")
    unit = {"name": "Huyện Thử", "level": "huyện", "province": "Nghệ An"}
    record = unit_record({"unit": unit, "year": YEAR, "assessed_on": "2014-12-31", "observations": {}})
    verdict = evaluate(record.with_members([a_commune({})]), load_text(text.replace("70 %", f"{part} %")))
    tally = verdict.indicator("2").findings[0].tally
    assert tally is not None
    assert tally.results[0].findings[1].outcome == "met"


def test_the_level_at_seventy_percent_is_exact() -> None:
    found = the_other_rule(a_commune(failing("3", at=JUST_SHORT)))
    assert found.relative is not None
    (row,) = [i for i in found.relative.criterion("3").indicators if i.id == "3.2"]
    (gap,) = row.gaps
    # 85 % in BTB: 59.5 % is asked, 59.4915 % was reached.
    assert (gap.level, gap.observed) == (Decimal("59.5"), Decimal("59.4915"))
    requirement = row.findings[0].requirement
    assert isinstance(requirement, Comparison)
    assert requirement.operator == "at_least"
