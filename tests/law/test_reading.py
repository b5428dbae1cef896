"""What a ruleset file may say, and what it is told when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntm_rules.errors import (
    AmbiguousNumber,
    IncompatibleUnit,
    InvalidYaml,
    NtmRulesError,
    UnexpectedValue,
    UnknownName,
    UnreadableFile,
)
from ntm_rules.facts import UnitKind
from ntm_rules.law import Status, dump_ruleset, load_text
from ntm_rules.law.requirements import Level, Meets, Unset
from ntm_rules.yaml_nodes import read_yaml

HEAD = """\
ruleset: 999/2030
level: commune
tier: ntm
name: {vi: Bộ thử, en: Trial set}
years: [2030, 2031]
columns: {by: region}
criteria:
  - number: "1"
    name: {vi: Một, en: One}
    indicators:
      - id: "1.1"
        label: {vi: Chỉ tiêu, en: Indicator}
"""


def one(require: str, more: str = "        status: sourced-1\n") -> str:
    return f"{HEAD}        require: {require}\n{more}"


def counting(members: str, measure: str = "poor_household_share", level: str = "10 %") -> str:
    return one(f"{{measure: {measure}, at_most: {level}, members: {members}}}")


@pytest.mark.parametrize(
    "require",
    [
        "{measure: clean_water_share, at_least: 80 %}",
        "{measure: stunting_share, at_most: 24 %}",
        "{measure: trained_labour_share, above: 35 %}",
        "{measure: poor_household_share, below: 3 %}",
        "{measure: temporary_houses, equals: 0 nhà}",
        "{measure: market_planned, is: true}",
        "{measure: disaster_readiness_rating, at_least: Khá}",
        "{measure: health_insurance_share, at_least: 90 %, sexes: both}",
        "{measure: unlawful_mass_complaints, equals: 0 vụ, over: {years: 3}}",
        "{measure: poor_households, equals: 0 hộ, exempt: [poor_households_serious_illness]}",
        "{measure: income_per_capita, at_least: {times: 1.4, of: {measure: province_income_per_capita}}}",
        "{measure: income_per_capita, at_least: {times: 1.5, of: {measure: income_per_capita, at_recognition: ntm}}}",
        '{measure: income_per_capita, at_least: {times: 1.1, of: {ruleset: 318/2022, tier: nang_cao, indicator: "10"}}}',
        "{measure: clean_water_share, at_least: {by: region, TDMNPB: 80 %, DBSH: {unset: {candidates: [90 %]}}}}",
        "{measure: income_per_capita, at_least: {by: [year, region], 2030: {TN: 44 triệu đồng/người/năm}}}",
        '{measure: clean_water_share, at_least: {by: group, "1": 80 %, "2": 70 %}}',
        "{measure: clean_water_share, at_least: {by: date, 2030-01-01: 80 %, 2031-06-01: 85 %}}",
        "{measure: clean_water_share, at_least: {set_by: province, floor: 80 %, status: recalled}}",
        "{measure: clean_water_share, at_least: {cases: [{when: {designation: area_3}, then: 7 %}, {otherwise: 5 %}]}}",
        "{all: [{measure: market_planned, is: true}, {any: [{designation: area_3}, {not: {designation: island}}]}]}",
        "{at_least: 1, of: [{measure: market_planned, is: true}, {holds: {tier: ntm, under: [1980/2016]}}]}",
        "{meets: {ruleset: 318/2022, tier: ntm}}",
        "{meets: {ruleset: 491/2009, tier: ntm, attested_by: market_planned, criteria: {at_least: 14}}}",
        '{meets: {ruleset: 491/2009, tier: ntm, criteria: {at_least: 14, among: ["10", "11"], others_at: 70 %}}}',
        "{measure: poor_household_share, at_most: 10 %, members: {kinds: [hamlet], satisfy: {designation: area_3}}}",
        (
            "{measure: school_count, above: 3 trường, members: {kinds: [hamlet], total: school_count, satisfy: "
            "{all: [{measure: clean_water_share, at_least: 80 %}, {meets: {ruleset: 1/2030, tier: thong_minh}}]}}}"
        ),
    ],
)
def test_every_form_of_the_grammar_reads_and_writes_back_to_the_same(require: str) -> None:
    ruleset = load_text(one(require))
    assert load_text(dump_ruleset(ruleset)) == ruleset


def test_a_set_that_is_asked_of_members_is_one_for_their_level() -> None:
    text = counting("{kinds: [hamlet], satisfy: {meets: {ruleset: 1/2030, tier: thong_minh}}}")
    members = load_text(text).indicator("1.1").comparisons[0].members
    assert members is not None
    assert members.satisfy == Meets("1/2030", "thong_minh", "hamlet")


def test_a_set_of_which_nothing_is_said_judges_the_first_kind_of_its_level() -> None:
    text = one("{designation: area_3}")
    assert load_text(text).kinds == (UnitKind.COMMUNE,)
    towns = load_text(text.replace("level: commune", "level: commune\nkinds: [township, ward]"))
    assert towns.kinds == (UnitKind.TOWNSHIP, UnitKind.WARD)
    assert "kinds" not in dump_ruleset(load_text(text))
    assert load_text(dump_ruleset(towns)) == towns


def test_a_level_keeps_its_text_its_magnitude_and_its_status() -> None:
    ruleset = load_text(one("{measure: clean_water_share, at_least: {value: '97,5 %', status: sourced-2}}"))
    level = ruleset.indicator("1.1").comparisons[0].bound
    assert isinstance(level, Level)
    assert (level.text, str(level.value), level.provenance.status) == ("97,5 %", "97.5", Status.SOURCED_2)


def test_an_indicator_whose_status_is_unset_has_candidates_and_no_level() -> None:
    ruleset = load_text(one("{measure: clean_water_share, at_least: 80 %}", more="        status: unset\n"))
    bound = ruleset.indicator("1.1").comparisons[0].bound
    assert isinstance(bound, Unset)
    assert [c.text for c in bound.candidates if isinstance(c, Level)] == ["80 %"]


@pytest.mark.parametrize(
    ("text", "error", "line", "words"),
    [
        (one("{measure: clean_water_shar, at_least: 80 %}"), UnknownName, 13, "clean_water_share"),
        (one("{measure: clean_water_share, at_leest: 80 %}"), UnknownName, 13, "at_least"),
        (
            one("{measure: clean_water_share, at_least: {by: region, TDMNBP: 80 %}}"),
            UnknownName,
            13,
            "TDMNPB",
        ),
        (one("{measure: clean_water_share, at_least: 44 triệu đồng/người/năm}"), IncompatibleUnit, 13, "%"),
        (
            one("{measure: income_per_capita, at_least: 94.405 triệu đồng/người/năm}"),
            AmbiguousNumber,
            13,
            "94",
        ),
        (one("{measure: clean_water_share, at_least: 80 %}", more=""), UnexpectedValue, 13, "status"),
        (one("{measure: clean_water_share, is: true}"), UnexpectedValue, 13, "comparison"),
        (one("{measure: market_planned, at_least: true}"), UnexpectedValue, 13, "attested"),
        (one("{designation: area_9}"), UnknownName, 13, "area_"),
        (one("{at_least: 3, of: [{designation: area_1}]}"), UnexpectedValue, 13, "1 to 1"),
        (
            one("{measure: market_planned, is: true}") + "        stauts: recalled\n",
            UnknownName,
            15,
            "status",
        ),
        (one("{measure: market_planned, is: true}") + "        status: recalled\n", InvalidYaml, 15, "twice"),
        (HEAD.replace("tier: ntm", "tier: nangcao"), UnknownName, 3, "nang_cao"),
        (
            one("{meets: {ruleset: 318/2022, tier: ntm, level: district}}"),
            UnexpectedValue,
            13,
            "judges a commune",
        ),
        (
            counting("{kinds: [ward], satisfy: {designation: area_3}}"),
            UnexpectedValue,
            13,
            "within a commune",
        ),
        (
            counting("{kinds: [hamlet, ward], satisfy: {designation: area_3}}"),
            UnexpectedValue,
            13,
            "a kind of hamlet",
        ),
        (counting("{kinds: [hamlets], satisfy: {designation: area_3}}"), UnknownName, 13, "hamlet"),
        (counting("{kinds: [], satisfy: {designation: area_3}}"), UnexpectedValue, 13, "at least one kind"),
        (counting("{kinds: [hamlet]}"), UnexpectedValue, 13, "satisfy"),
        (
            counting("{kinds: [hamlet], satisfy: {designation: area_3}, total: clean_water_share}"),
            UnexpectedValue,
            13,
            "`count`",
        ),
        (
            counting("{kinds: [hamlet], satisfy: {designation: area_3}}, sexes: both"),
            UnexpectedValue,
            13,
            "beside members",
        ),
        (
            counting(
                "{kinds: [hamlet], satisfy: {designation: area_3}}",
                "income_per_capita",
                "44 triệu đồng/người/năm",
            ),
            UnexpectedValue,
            13,
            "`share` or `count`",
        ),
        (
            one('{meets: {ruleset: 491/2009, tier: ntm, criteria: {at_least: 1, among: ["10", "11"]}}}'),
            UnexpectedValue,
            13,
            "not smaller",
        ),
        (
            one("{meets: {ruleset: 491/2009, tier: ntm, criteria: {at_least: 14, others_at: 0.7}}}"),
            UnexpectedValue,
            13,
            "70 %",
        ),
        (
            one("{designation: area_3}").replace("level: commune", "level: commune\nkinds: [district_town]"),
            UnexpectedValue,
            3,
            "a kind of commune",
        ),
        (
            HEAD.partition("    indicators:")[0] + "    indicators: []\n",
            UnexpectedValue,
            10,
            "at least one indicator",
        ),
        (HEAD.replace("[2030, 2031]", "[2031, 2030]"), UnexpectedValue, 5, "first"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_nearest_valid_spelling(
    text: str, error: type[NtmRulesError], line: int, words: str
) -> None:
    with pytest.raises(error) as caught:
        load_text(text, "thử.yaml")
    assert caught.value.place.file == "thử.yaml"
    assert caught.value.place.line == line
    assert words in str(caught.value)


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "cũ.yaml"
    file.write_bytes("ruleset: 1/2000\nname: Đường\n".encode("utf-16"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read_yaml(file)


def test_an_oversized_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "lớn.yaml"
    file.write_text("a: " + "x" * 5_000_000, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="at most"):
        read_yaml(file)


def test_an_alias_bomb_is_refused_before_it_expands() -> None:
    lines = ["k0: &k0 [" + ", ".join("x" * 10) + "]"]
    lines += [f"k{n}: &k{n} [" + ", ".join([f"*k{n - 1}"] * 9) + "]" for n in range(1, 12)]
    with pytest.raises(InvalidYaml, match="expand"):
        load_text("\n".join(lines))


@pytest.mark.parametrize("text", ["[" * 5000, "- " * 5000, "a: &a [*a]", "a: !!python/name:os.system x", ""])
def test_hostile_yaml_is_refused(text: str) -> None:
    with pytest.raises(InvalidYaml):
        load_text(text)
