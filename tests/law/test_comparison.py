"""Comparing sets: what became of each demand, in the shipped sets and in drawn ones."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules import Ruleset, catalogue, diff, load, load_text
from ntm_rules.errors import YearOutsideSet
from ntm_rules.facts import REGION_IDS
from ntm_rules.law import ChangeKind, Diff, DiffEntry
from ntm_rules.law.requirements import Delegated, Unset


@cache
def between(a: str, b: str, tier_b: str = "ntm") -> Diff:
    return diff(load(a, tier="ntm", level="commune"), load(b, tier=tier_b, level="commune"))


@cache
def around_211() -> Diff:
    before, after = (load("318/2022", tier="ntm", as_of=day) for day in ("2024-02-29", "2024-03-01"))
    return diff(before, after)


def one(found: Diff, measure: str, region: str | None = None) -> DiffEntry:
    (entry,) = found.of(measure, region)
    return entry


def texts(entry: DiffEntry) -> tuple[str | None, str | None]:
    return entry.a.text if entry.a else None, entry.b.text if entry.b else None


# --- The shipped sets ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", REGION_IDS)
def test_health_insurance_rose_from_70_to_85_per_cent_in_2016(region: str) -> None:
    entry = one(between("491/2009", "1980/2016"), "health_insurance_share", region)
    assert (entry.change, texts(entry)) == ("stricter", ("70 %", "85 %"))
    assert entry.comparable
    assert entry.a is not None
    assert (entry.a.document, entry.a.status) == ("342/2013", "sourced-2")


def test_342_changes_five_rows_and_asks_another_measure_of_labour() -> None:
    before, after = (
        load("491/2009", tier="ntm", level="commune", as_of=day) for day in ("2013-02-19", "2013-02-20")
    )
    found = diff(before, after)
    touched = {e.b.indicator.id for e in found.entries if e.b and e.change is not ChangeKind.UNCHANGED}
    assert touched <= {"7.1", "10.1", "12.1", "14.1", "15.1"}
    farm = one(found, "farm_labour_share", "DBSH")
    assert (farm.change, farm.measure) == ("redefined", "regular_employment_share")


def test_poverty_and_houses_are_other_measures_since_2022() -> None:
    found = between("1980/2016", "318/2022")
    for region in REGION_IDS:
        poverty = one(found, "poor_household_share", region)
        assert poverty.change == "redefined"
        assert poverty.measure == "multidimensional_poverty_share"
        assert not poverty.comparable
        assert "near-poor" in poverty.distinctions[0].reason
        assert one(found, "standard_house_share", region).measure == "sound_house_share"


def test_stunting_may_be_rarer_in_the_northern_mountains_since_2022() -> None:
    entry = one(between("1980/2016", "318/2022"), "stunting_share", "TDMNPB")
    assert (entry.change, texts(entry)) == ("stricter", ("26.7 %", "24 %"))
    coast = one(between("1980/2016", "318/2022"), "stunting_share", "DBSH")
    assert coast.change == "looser"


def test_health_insurance_is_asked_of_both_sexes_since_2022() -> None:
    entry = one(between("1980/2016", "318/2022"), "health_insurance_share", "TN")
    assert entry.change == "stricter"
    assert {(a.part, str(a.change)) for a in entry.aspects} == {("sexes", "stricter"), ("level", "stricter")}


def test_211_makes_the_health_book_a_finding_and_offers_another_way_to_13_1() -> None:
    found = around_211()
    book = one(found, "electronic_health_book_share", "DBSH")
    assert (book.change, book.measure, texts(book)) == (
        "redefined",
        "electronic_health_book_deployed",
        ("70 %", "true"),
    )
    cooperative = one(found, "effective_cooperative")
    assert cooperative.change == "looser"
    assert [a.part for a in cooperative.aspects] == ["alternatives"]
    group = one(found, "effective_cooperative_group_with_contract")
    assert group.change == "new"
    assert group.b is not None
    assert group.b.alternative


def test_211_leaves_all_but_four_indicators_and_the_column_rule_as_they_were() -> None:
    found = around_211()
    changed = {
        side.indicator.id
        for e in found.entries
        if e.change is not ChangeKind.UNCHANGED
        for side in (e.a, e.b)
        if side and side.criterion
    }
    assert changed == {"13.1", "15.4", "17.1", "18.4"}
    assert not found.moved
    assert [(str(change), rule.id) for change, rule in found.column_rules] == [
        ("dropped", "difficult-communes-2022"),
        ("new", "difficult-communes-2024"),
    ]


def test_a_level_that_nobody_has_seen_is_unknown_and_keeps_its_candidates() -> None:
    water = one(around_211(), "clean_water_share", "DBSCL")
    assert water.change == "unknown"
    assert water.a is not None
    assert [c.text for c in water.a.candidates if not isinstance(c, Delegated)] == ["65 %"]
    assert water.b is not None
    assert isinstance(water.b.cell, Unset)
    roads = one(between("491/2009", "1980/2016"), "commune_roads_paved_share", "DBSH")
    assert roads.change == "unknown"
    assert roads.b is not None
    assert isinstance(roads.b.cell, Delegated)


def test_the_same_measure_under_another_number_is_moved_not_dropped_and_new() -> None:
    toilets = one(between("1980/2016", "318/2022"), "hygienic_sanitation_share", "DBSH")
    assert toilets.moved
    assert (toilets.a and toilets.a.indicator.id, toilets.b and toilets.b.indicator.id) == ("17.6", "17.8")
    # A criterion's only row has no number of its own; 5.1 of 491 and 5 of 1980 are one place.
    assert not one(between("491/2009", "1980/2016"), "schools_standard_facilities_share", "TN").moved


def test_nang_cao_is_stricter_than_ntm_and_asks_all_of_it() -> None:
    found = between("318/2022", "318/2022", "nang_cao")
    insured = one(found, "health_insurance_share", "DBSCL")
    assert (insured.change, texts(insured)) == ("stricter", ("90 %", "95 %"))
    assert found.b_asks_a
    assert not found.a_asks_b
    assert not found.only("looser")


def test_one_finding_may_be_divided_into_several() -> None:
    found = between("1980/2016", "318/2022").of("party_government_strong")
    assert {entry.measure for entry in found} == {"party_rating", "government_rating"}
    assert {entry.change for entry in found} == {ChangeKind.REDEFINED}


@pytest.mark.parametrize(("year", "level"), [(2022, "72"), (2023, "83")])
def test_nam_dinh_asks_more_income_than_1_1_times_the_nang_cao_level(year: int, level: str) -> None:
    national = load("319/2022", as_of="2023-06-01")
    provincial = load("319/2022", as_of="2023-06-01", province="Nam Định")
    found = diff(national, provincial, year_a=year, year_b=year)
    income = one(found, "income_per_capita")
    assert (income.change, income.region) == ("stricter", "DBSH")
    assert texts(income) == (None, f"{level} triệu đồng/người/năm")
    villages = one(found, "smart_villages")  # counted from the hamlets, by the province's rules
    assert villages.change is ChangeKind.REDEFINED
    others = [e for e in found.entries if e is not income and e is not villages]
    assert {e.change for e in others} == {ChangeKind.UNCHANGED}


def test_a_year_that_a_set_does_not_judge_is_refused() -> None:
    with pytest.raises(YearOutsideSet):
        diff(load("319/2022"), load("319/2022"), year_a=2016)


# --- Part by part ----------------------------------------------------------------------------------------------


def trial(require: str, *, decision: str = "998/2030", more: str = "", status: str = "sourced-1") -> Ruleset:
    return load_text(
        f"ruleset: {decision}\nlevel: commune\ntier: ntm\nname: {{vi: Bộ thử, en: Trial set}}\n"
        "years: [2026, 2030]\ncolumns: {by: region}\ncriteria:\n"
        '  - number: "1"\n    name: {vi: Tiêu chí một, en: Criterion one}\n    indicators:\n'
        f'      - {{id: "1.1", label: {{vi: Một, en: One}}, status: {status}, require: {require}{more}}}\n'
    )


ROADS = "measure: commune_roads_paved_share"
POOR = "measure: poor_households"
CASES = "cases: [{when: {measure: school_count, above: 3 trường}, then: 70 %}, {otherwise: 50 %}]"


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (f"{{{ROADS}, at_least: 80 %}}", f"{{{ROADS}, at_least: 90 %}}", "stricter"),
        (f"{{{ROADS}, at_least: 80 %}}", f"{{{ROADS}, at_least: '80,0 %'}}", "unchanged"),
        (f"{{{ROADS}, at_least: 80 %}}", f"{{{ROADS}, above: 80 %}}", "stricter"),
        (f"{{{ROADS}, above: 80 %}}", f"{{{ROADS}, at_least: 81 %}}", "stricter"),
        (f"{{{ROADS}, at_most: 80 %}}", f"{{{ROADS}, at_most: 70 %}}", "stricter"),
        (f"{{{ROADS}, at_most: 80 %}}", f"{{{ROADS}, below: 80 %}}", "stricter"),
        (f"{{{ROADS}, at_least: 80 %}}", f"{{{ROADS}, at_most: 80 %}}", "redefined"),
        (f"{{{ROADS}, equals: 80 %}}", f"{{{ROADS}, equals: 70 %}}", "redefined"),
        (f"{{{ROADS}, at_least: 80 %}}", f"{{{ROADS}, at_least: 80 %, sexes: both}}", "stricter"),
        (f"{{{ROADS}, at_least: 80 %}}", f"{{{ROADS}, at_least: 70 %, sexes: both}}", "redefined"),
        (f"{{{ROADS}, at_least: 80 %}}", f"{{{ROADS}, at_least: 80 %, over: {{years: 3}}}}", "stricter"),
        (f"{{{POOR}, equals: 0 hộ}}", f"{{{POOR}, equals: 0 hộ, exempt: [school_count]}}", "looser"),
        (f"{{{POOR}, at_least: 1 hộ}}", f"{{{POOR}, at_least: 1 hộ, exempt: [school_count]}}", "stricter"),
        (f"{{{ROADS}, at_least: 80 %}}", f"{{not: {{{ROADS}, at_least: 80 %}}}}", "redefined"),
        (
            f"{{not: {{{ROADS}, at_least: 80 %}}}}",
            f"{{not: {{{ROADS}, at_least: 90 %}}}}",
            "looser",
        ),
        (f"{{{ROADS}, at_least: {{{CASES}}}}}", f"{{{ROADS}, at_least: 70 %}}", "stricter"),
        (f"{{{ROADS}, at_least: {{{CASES}}}}}", f"{{{ROADS}, at_least: 60 %}}", "redefined"),
        (f"{{{ROADS}, at_least: {{{CASES}}}}}", f"{{{ROADS}, at_least: {{{CASES}}}}}", "unchanged"),
        (f"{{{ROADS}, at_least: unset}}", f"{{{ROADS}, at_least: unset}}", "unknown"),
        (f"{{{ROADS}, at_least: 80 %}}", f"{{{ROADS}, at_least: {{set_by: province}}}}", "unknown"),
        (
            "{measure: income_per_capita, at_least: {times: 1.4, of: {measure: province_income_per_capita}}}",
            "{measure: income_per_capita, at_least: {times: 1.5, of: {measure: province_income_per_capita}}}",
            "stricter",
        ),
        (
            "{measure: income_per_capita, at_least: {times: 1.4, of: {measure: province_income_per_capita}}}",
            "{measure: income_per_capita, at_least: {times: 1.4, of: {measure: income_per_capita, at_recognition: ntm}}}",
            "redefined",
        ),
        ("{meets: {ruleset: 318/2022, tier: ntm}}", "{meets: {ruleset: 1980/2016, tier: ntm}}", "redefined"),
        ("{holds: {tier: ntm}}", "{holds: {tier: ntm, under: [318/2022]}}", "stricter"),
        ("{designation: island}", "{designation: island}", "unchanged"),
    ],
)
def test_strictness_follows_the_form_of_a_demand(before: str, after: str, change: str) -> None:
    found = diff(trial(before), trial(after, decision="999/2030"))
    assert [str(entry.change) for entry in found.entries] == [change]
    mirrored = diff(trial(after, decision="999/2030"), trial(before))
    assert [entry.change for entry in mirrored.entries] == [ChangeKind(change).reversed]


def test_where_something_applies_makes_it_looser_or_stricter() -> None:
    demand = f"{{{ROADS}, at_least: 80 %}}"
    some = trial(demand, more=", applies_when: {designation: area_3}")
    (entry,) = diff(trial(demand), some).entries
    assert (str(entry.change), [a.part for a in entry.aspects]) == ("looser", ["applies_when"])


def test_a_label_is_no_change_and_a_region_is_compared_with_a_flat_level() -> None:
    flat = trial(f"{{{ROADS}, at_least: 80 %}}")
    table = trial(f"{{{ROADS}, at_least: {{by: region, DBSH: 90 %, TN: 70 %, common: 99 %}}}}")
    found = diff(flat, table)
    changes = {entry.region: str(entry.change) for entry in found.entries}
    assert (changes["DBSH"], changes["TN"], changes["BTB"]) == ("stricter", "looser", "unknown")


COUNTED = "measure: sound_house_share, members: {kinds: [hamlet], satisfy: "


@pytest.mark.parametrize(
    ("before", "after", "change", "part"),
    [
        (
            "{designation: area_2}}, at_least: 50 %",
            "{designation: area_2}}, at_least: 60 %",
            "stricter",
            "level",
        ),
        (
            "{designation: area_2}}, at_least: 50 %",
            "{designation: area_3}}, at_least: 50 %",
            "redefined",
            "members",
        ),
        (
            "{designation: area_2}}, at_least: 50 %",
            "{designation: area_2}, total: school_count}, at_least: 50 %",
            "redefined",
            "members",
        ),
    ],
)
def test_what_is_counted_is_part_of_a_demand(before: str, after: str, change: str, part: str) -> None:
    a, b = (trial(f"{{{COUNTED}{text}}}") for text in (before, after))
    (entry,) = diff(a, b).entries
    assert (str(entry.change), [aspect.part for aspect in entry.aspects]) == (change, [part])


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("", ", criteria: {at_least: 14}", "looser"),
        (", criteria: {at_least: 14}", ", criteria: {at_least: 15}", "stricter"),
        (", criteria: {at_least: 14}", ', criteria: {at_least: 14, among: ["10"]}', "stricter"),
        (
            ", criteria: {at_least: 14, others_at: 70 %}",
            ", criteria: {at_least: 14, others_at: 60 %}",
            "looser",
        ),
        (", criteria: {at_least: 14, others_at: 70 %}", ", criteria: {at_least: 15}", "redefined"),
        (
            ', criteria: {at_least: 14, among: ["10"]}',
            ', criteria: {at_least: 14, among: ["11"]}',
            "redefined",
        ),
    ],
)
def test_fewer_criteria_are_looser_than_all(before: str, after: str, change: str) -> None:
    a, b = (trial(f"{{meets: {{ruleset: 491/2009, tier: ntm{text}}}}}") for text in (before, after))
    (entry,) = diff(a, b).entries
    assert str(entry.change) == change
    (mirrored,) = diff(b, a).entries
    assert mirrored.change is ChangeKind(change).reversed


# --- Properties ------------------------------------------------------------------------------------------------

SHIPPED = [
    load(entry.decision.id, tier=entry.tier, level=entry.level, as_of=day)
    for entry in catalogue().sets
    if entry.decision.province is None and entry.level == "commune"
    for day in (None, "2013-01-01", "2022-06-01")
]


@st.composite
def drawn_sets(draw: st.DrawFn) -> Ruleset:
    """Return a set whose few indicators ask a few measures in any way."""
    percent = st.integers(0, 100).map(lambda n: f"{Decimal(n)} %")
    cell = st.one_of(percent, percent, st.just("unset"), st.just("{set_by: province}"))
    regions = st.dictionaries(st.sampled_from(REGION_IDS), cell, min_size=1, max_size=3)
    table = regions.map(lambda t: "{by: region, " + ", ".join(f"{k}: {v}" for k, v in t.items()) + "}")
    share = st.builds(
        "{{measure: {}, {}: {}{}}}".format,
        st.sampled_from(
            [
                "poor_household_share",
                "multidimensional_poverty_share",
                "clean_water_share",
                "sound_house_share",
            ]
        ),
        st.sampled_from(["at_least", "at_most", "above", "below", "equals"]),
        st.one_of(cell, table),
        st.sampled_from(["", ", sexes: both", ", over: {years: 3}"]),
    )
    finding = st.sampled_from(["{measure: market_meets_standard, is: true}", "{designation: island}"])
    leaf = st.one_of(share, finding)
    parts = st.lists(leaf, min_size=2, max_size=3).map(", ".join)
    whole = st.one_of(leaf, st.builds("{{{}: [{}]}}".format, st.sampled_from(["all", "any"]), parts))
    rows = draw(st.lists(st.one_of(whole, whole.map("{{not: {}}}".format)), min_size=1, max_size=4))
    indicators = "".join(
        f'      - {{id: "1.{n}", label: {{vi: Một, en: One}}, status: sourced-1, require: {row}}}\n'
        for n, row in enumerate(rows, 1)
    )
    number = draw(st.integers(1, 3))
    return load_text(
        f"ruleset: {number}/2030\nlevel: commune\ntier: ntm\nname: {{vi: Bộ thử, en: Trial set}}\n"
        "years: [2026, 2030]\ncolumns: {by: region}\ncriteria:\n"
        f'  - number: "1"\n    name: {{vi: Tiêu chí một, en: Criterion one}}\n    indicators:\n{indicators}'
    )


SETS = st.one_of(st.sampled_from(SHIPPED), drawn_sets())


@settings(max_examples=40, deadline=None)
@given(ruleset=SETS)
def test_a_set_compared_with_itself_is_unchanged(ruleset: Ruleset) -> None:
    found = diff(ruleset, ruleset)
    assert {entry.change for entry in found.entries} == {ChangeKind.UNCHANGED}
    assert not found.moved
    assert not found.column_rules


@settings(max_examples=80, deadline=None)
@given(a=SETS, b=SETS)
def test_a_comparison_taken_the_other_way_round_is_its_mirror(a: Ruleset, b: Ruleset) -> None:
    def places(found: Diff, *, mirrored: bool) -> Counter[object]:
        return Counter(
            (
                entry.change.reversed if mirrored else entry.change,
                *(
                    None if side is None else (side.indicator.id, side.leaf, side.cell)
                    for side in ((entry.b, entry.a) if mirrored else (entry.a, entry.b))
                ),
                entry.column,
                frozenset((x.part, x.change.reversed if mirrored else x.change) for x in entry.aspects),
            )
            for entry in found.entries
        )

    assert places(diff(a, b), mirrored=False) == places(diff(b, a), mirrored=True)


@settings(max_examples=40, deadline=None)
@given(a=SETS, b=SETS)
def test_every_demand_of_both_sets_is_told(a: Ruleset, b: Ruleset) -> None:
    found = diff(a, b)
    for ruleset, sides in ((a, [e.a for e in found.entries]), (b, [e.b for e in found.entries])):
        asked = {
            (i.id, c.measure) for i in (*ruleset.indicators(), *ruleset.conditions) for c in i.comparisons
        }
        told = {(side.indicator.id, side.measure) for side in sides if side is not None and side.measure}
        assert told == asked
