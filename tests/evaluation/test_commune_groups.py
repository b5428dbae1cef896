"""The group of a commune under 51/2025: what its facts tell, and what only an authority can say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules import Verdict, evaluate, explain, load, unit_record
from ntm_rules.errors import Contradiction, UnexpectedValue
from ntm_rules.law import Ruleset, load_text

SET = load("51/2025", tier="ntm")
RURAL = {
    "adjacent_to_existing_urban": "chưa đạt",
    "oriented_as_new_urban": "chưa đạt",
    "agriculture_in_economy_share": "45 %",
}


def commune(
    facts: Mapping[str, object], areas: tuple[str, ...] = (), group: str | None = None, ruleset: Ruleset = SET
) -> Verdict:
    unit: dict[str, Any] = {
        "name": "Xã Thử",
        "level": "commune",
        "province": "Cà Mau",
        "designations": list(areas),
    }
    if group is not None:
        unit["group"] = group
    return evaluate(unit_record({"unit": unit, "year": 2026, "observations": dict(facts)}), ruleset)


@pytest.mark.parametrize(
    "facts",
    [
        {"adjacent_to_existing_urban": "đạt", "oriented_to_become_urban": "đạt"},
        {"agriculture_in_economy_share": "9,99 %"},
        {"agriculture_in_economy_share": "dưới 10 %"},
        {"oriented_as_new_urban": "đạt"},
    ],
)
def test_each_of_the_three_branches_puts_a_commune_in_group_1(facts: dict[str, object]) -> None:
    assert commune(facts).column.used == "1"


def test_a_commune_beside_a_town_that_is_not_to_become_urban_stays_in_group_2() -> None:
    facts = {**RURAL, "adjacent_to_existing_urban": "đạt", "oriented_to_become_urban": "chưa đạt"}
    assert commune(facts).column.used == "2"


def test_exactly_ten_percent_of_farming_is_not_below_it() -> None:
    assert commune({**RURAL, "agriculture_in_economy_share": "10 %"}).column.used == "2"


@pytest.mark.parametrize("area", ["area_2", "area_3"])
def test_a_rural_commune_of_area_two_or_three_is_in_group_3(area: str) -> None:
    verdict = commune(RURAL, (area,))
    assert verdict.column.used == "3"
    assert "khu vực II" in verdict.column.why_vi


def test_a_commune_of_area_one_is_not_in_group_3() -> None:
    assert commune(RURAL, ("area_1",)).column.used == "2"


def test_a_commune_of_two_groups_needs_the_published_one() -> None:
    urban = {"oriented_as_new_urban": "đạt"}
    with pytest.raises(UnexpectedValue, match=r"`1`, `3`.*the published `group`"):
        commune(urban, ("area_3",))
    assert commune(urban, ("area_3",), "1").column.used == "1"
    assert commune(urban, ("area_3",), "3").column.used == "3"


def test_where_a_fact_is_missing_the_group_must_be_given_and_the_error_names_the_fact() -> None:
    with pytest.raises(UnexpectedValue, match="`agriculture_in_economy_share`") as found:
        commune({"adjacent_to_existing_urban": "chưa đạt"})
    assert "`oriented_as_new_urban`" in str(found.value)
    assert "`adjacent_to_existing_urban`" not in str(found.value)
    assert commune({}, group="2").column.used == "2"


def test_an_area_alone_does_not_rule_out_that_the_commune_urbanises() -> None:
    with pytest.raises(UnexpectedValue, match="no commune group"):
        commune({}, ("area_3",))


def test_nearly_a_new_urban_area_does_not_say_in_which_group_the_commune_is() -> None:
    with pytest.raises(UnexpectedValue, match="no commune group"):
        commune({**RURAL, "oriented_as_new_urban": "cơ bản đạt"})


@pytest.mark.parametrize(
    ("facts", "areas", "group", "left"),
    [
        ({}, ("area_3",), "2", "`1`, `3`"),
        ({}, ("area_1",), "3", "`1`, `2`"),
        (RURAL, (), "1", "`2`, `3`"),
        ({"oriented_as_new_urban": "đạt"}, (), "2", "`1`, `3`"),
    ],
)
def test_a_published_group_that_the_facts_rule_out_is_a_contradiction(
    facts: dict[str, object], areas: tuple[str, ...], group: str, left: str
) -> None:
    with pytest.raises(Contradiction, match=f"group `{group}`.*expected one of {left}"):
        commune(facts, areas, group)


def test_a_published_group_stands_for_a_designation_that_the_record_leaves_out() -> None:
    assert commune({}, group="3").column.used == "3"


def test_the_explanation_says_why_the_commune_is_in_its_group() -> None:
    assert "nhóm 2: Xã không thuộc nhóm 1 và nhóm 3 (51/2025)" in explain(commune(RURAL))
    assert "group 2: Commune of neither group 1 nor group 3 (51/2025)" in explain(commune(RURAL), lang="en")


RULES = """\
ruleset: 1/2030
level: commune
tier: ntm
name: {vi: Thử, en: Trial}
years: [2026, 2030]
columns: COLUMNS
criteria:
  - number: "1"
    name: {vi: Một, en: One}
    indicators:
      - id: "1.1"
        label: {vi: Một, en: One}
        require: {measure: clean_water_share, at_least: {by: group, "1": 90 %, "2": 60 %, "3": 30 %}}
        status: sourced-1
"""


def own(columns: str) -> Ruleset:
    return load_text(RULES.replace("COLUMNS", columns))


def test_a_set_without_rules_of_groups_needs_the_group() -> None:
    bare = own("{by: group}")
    with pytest.raises(UnexpectedValue, match="no commune group"):
        commune(RURAL, ("area_3",), ruleset=bare)
    assert commune({}, ("area_3",), "2", bare).column.used == "2"


def test_a_recalled_rule_does_not_tell_the_group_where_only_sourced_levels_may_decide() -> None:
    rules = own(
        """{by: group, groups: [{id: "1", label: {vi: a, en: a}, status: recalled,
        when: {measure: agriculture_in_economy_share, below: 10 %}},
        {id: "2", label: {vi: b, en: b}, status: recalled, otherwise: true}]}"""
    )
    unit = {"name": "X", "level": "commune", "province": "Cà Mau"}
    record = unit_record(
        {"unit": unit, "year": 2026, "observations": {"agriculture_in_economy_share": "5 %"}}
    )
    assert evaluate(record, rules).column.used == "1"
    with pytest.raises(UnexpectedValue, match="no commune group"):
        evaluate(record, rules, trust="sourced")


GRADES = st.sampled_from((None, "đạt", "chưa đạt", "cơ bản đạt"))
FACTS = st.fixed_dictionaries(
    {
        "adjacent_to_existing_urban": GRADES,
        "oriented_to_become_urban": GRADES,
        "oriented_as_new_urban": GRADES,
        "agriculture_in_economy_share": st.sampled_from((None, "5 %", "10 %", "45 %")),
    }
)
AREAS = st.sampled_from(((), ("area_1",), ("area_2",), ("area_3",)))


def told(facts: Mapping[str, object], areas: tuple[str, ...], group: str | None = None) -> str | None:
    """Return the group, or None where it cannot be told or is ruled out."""
    seen = {name: value for name, value in facts.items() if value is not None}
    try:
        return commune(seen, areas, group).column.used
    except (UnexpectedValue, Contradiction):
        return None


@given(FACTS, AREAS)
def test_a_group_that_the_facts_tell_is_the_only_one_that_may_be_published(
    facts: dict[str, object], areas: tuple[str, ...]
) -> None:
    found = told(facts, areas)
    allowed = [group for group in ("1", "2", "3") if told(facts, areas, group)]
    assert allowed
    if found is not None and areas:
        assert allowed == [found]
    elif found is not None:
        assert found in allowed


@given(FACTS, AREAS, st.sampled_from(list(RURAL)), st.sampled_from(("đạt", "chưa đạt")))
def test_learning_one_more_fact_never_moves_a_commune_to_another_group(
    facts: dict[str, object], areas: tuple[str, ...], name: str, grade: str
) -> None:
    before = told(facts, areas)
    if before is not None and facts[name] is None:
        value = grade if name != "agriculture_in_economy_share" else "45 %"
        assert told({**facts, name: value}, areas) == before
