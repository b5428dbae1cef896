"""Shares and counts over a unit's members: exact, with what is open as an interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.roll_up import COUNTED, Programme, set_text

from ntm_rules import UnitRecord, Verdict, climb, evaluate
from ntm_rules.errors import Contradiction, UnexpectedValue
from ntm_rules.evaluation import Finding, IndicatorResult, Tally, trials
from ntm_rules.law import read_ruleset
from ntm_rules.yaml_nodes import parse_yaml


def judged(
    programme: Programme,
    record: UnitRecord,
    require: str,
    *,
    status: str = "sourced-1",
    trust: str = "recalled",
    level: str = "district",
) -> IndicatorResult:
    """Return the result of a unit under a set of one requirement."""
    text = set_text(level, "ntm", [(require, status)], id="901/2030")
    ruleset = read_ruleset(parse_yaml(text), programme.measures)
    return evaluate(record, ruleset, trust=trust, documents=programme.documents).indicator("1")


def asked(comparison: str, members: str = COUNTED, measure: str = "trial_ntm_share") -> str:
    return f"{{measure: {measure}, {comparison}, members: {members}}}"


def tally_of(result: IndicatorResult) -> Tally:
    (finding,) = result.findings
    assert finding.tally is not None
    return finding.tally


def district(
    programme: Programme, observations: Mapping[str, object] | None = None, **communes: int
) -> UnitRecord:
    return programme.unit("Huyện Thử", "district", observations, programme.communes(**communes))


def test_eleven_of_twenty_two_communes_is_exactly_half(programme: Programme) -> None:
    record = district(programme, met=11, not_met=11)
    result = judged(programme, record, asked("at_least: 50 %"))
    assert result.outcome == "met"
    assert tally_of(result).span(share=True) == (Fraction(50), Fraction(50), False, False)
    assert judged(programme, record, asked("above: 50 %")).outcome == "not_met"
    assert judged(programme, record, asked("equals: 50 %")).outcome == "met"


def test_one_of_three_is_a_third_and_no_decimal(programme: Programme) -> None:
    record = district(programme, met=1, not_met=2)
    assert judged(programme, record, asked('at_least: "33,3333333333 %"')).outcome == "met"
    assert judged(programme, record, asked('at_least: "33,3333333334 %"')).outcome == "not_met"


def test_one_commune_that_fails_fails_the_whole_while_others_are_unknown(programme: Programme) -> None:
    result = judged(programme, district(programme, met=3, not_met=1, unknown=5), asked("at_least: 100 %"))
    assert (result.outcome, result.reason) == ("not_met", "below_level")
    tally = tally_of(result)
    assert (tally.met, tally.not_met, tally.unknown, tally.total) == (3, 1, 5, 9)
    assert (tally.failing, tally.open) == (("Hụt 1",), ("Ngỏ 1", "Ngỏ 2", "Ngỏ 3", "Ngỏ 4", "Ngỏ 5"))


def test_enough_communes_are_enough_while_others_are_unknown(programme: Programme) -> None:
    record = district(programme, met=1, not_met=1, unknown=8)
    assert judged(programme, record, asked("at_least: 10 %")).outcome == "met"
    result = judged(programme, record, asked("at_least: 11 %"))
    assert (result.outcome, result.reason) == ("unknown", "members_undetermined")


@pytest.mark.parametrize(
    ("comparison", "outcome"),
    [
        ("at_least: 40 %", "met"),
        ("at_least: 41 %", "unknown"),
        ("at_least: 60 %", "unknown"),
        ("at_least: 61 %", "not_met"),
        ("above: 39 %", "met"),
        ("above: 40 %", "unknown"),
        ("above: 60 %", "not_met"),
        ("at_most: 60 %", "met"),
        ("at_most: 59 %", "unknown"),
        ("at_most: 40 %", "unknown"),
        ("at_most: 39 %", "not_met"),
        ("below: 61 %", "met"),
        ("below: 60 %", "unknown"),
        ("below: 40 %", "not_met"),
        ("equals: 50 %", "unknown"),
        ("equals: 61 %", "not_met"),
        ("equals: 39 %", "not_met"),
    ],
)
def test_a_comparison_is_decided_where_both_ends_agree(
    programme: Programme, comparison: str, outcome: str
) -> None:
    # Between 4 of 10 and 6 of 10.
    record = district(programme, met=4, not_met=4, unknown=2)
    assert judged(programme, record, asked(comparison)).outcome == outcome


@pytest.mark.parametrize(
    ("comparison", "outcome"),
    [
        ("at_least: 4 xã", "met"),
        ("at_least: 5 xã", "unknown"),
        ("above: 6 xã", "not_met"),
        ("at_most: 6 xã", "met"),
    ],
)
def test_a_number_of_communes_is_counted_likewise(
    programme: Programme, comparison: str, outcome: str
) -> None:
    record = district(programme, met=4, not_met=4, unknown=2)
    assert judged(programme, record, asked(comparison, measure="trial_ntm_count")).outcome == outcome


def test_the_gap_is_measured_from_the_best_case_in_whole_communes(programme: Programme) -> None:
    record = district(programme, met=11, not_met=9, unknown=2)
    (gap,) = judged(programme, record, asked("at_least: 75 %")).gaps
    # 13 of 22 at best, and 75 % of 22 is 16.5 communes, that is 17.
    assert (gap.observed, gap.level) == (Fraction(1300, 22), 75)
    assert gap.distance == 75 - Fraction(1300, 22)
    assert (gap.whole, gap.who) == (4, "xã")
    (gap,) = judged(programme, record, asked("at_most: 9 %")).gaps
    assert (gap.observed, gap.whole) == (50, 10)
    (gap,) = judged(programme, record, asked("at_least: 15 xã", measure="trial_ntm_count")).gaps
    assert (gap.observed, gap.distance, gap.whole) == (13, 2, 2)


class TestTotals:
    def test_communes_that_are_not_listed_are_unknown(self, programme: Programme) -> None:
        record = district(programme, {"trial_total": "10 xã"}, met=8)
        result = judged(programme, record, asked("at_least: 100 %"))
        assert (result.outcome, result.reason) == ("unknown", "members_undetermined")
        assert (tally_of(result).unrecorded, tally_of(result).total) == (2, 10)
        assert judged(programme, record, asked("at_least: 80 %")).outcome == "met"

    def test_without_a_total_the_list_is_complete(self, programme: Programme) -> None:
        assert judged(programme, district(programme, met=8), asked("at_least: 100 %")).outcome == "met"

    def test_more_communes_than_the_total_contradict_it(self, programme: Programme) -> None:
        record = district(programme, {"trial_total": "7 xã"}, met=8)
        with pytest.raises(Contradiction, match="states `7` members under `trial_total` and lists 8"):
            judged(programme, record, asked("at_least: 100 %"))

    def test_a_district_without_communes_is_not_asked(self, programme: Programme) -> None:
        for record in (
            district(programme),
            district(programme, {"trial_total": "0 xã"}),
            programme.unit("Huyện Thử", "district", {"trial_total": "0 xã"}),
        ):
            assert judged(programme, record, asked("at_least: 100 %")).outcome == "not_applicable"
            counted = asked("at_least: 1 xã", measure="trial_ntm_count")
            assert judged(programme, record, counted).outcome == "not_applicable"

    def test_a_list_that_is_empty_says_nothing_where_the_total_is_another(self, programme: Programme) -> None:
        record = district(programme, {"trial_total": "4 xã"})
        assert judged(programme, record, asked("at_least: 50 %")).outcome == "unknown"


class TestOwnFigure:
    def test_without_members_the_figure_of_the_unit_decides(self, programme: Programme) -> None:
        record = programme.unit("Yên Định", "district", {"trial_ntm_share": "11/22 xã"})
        assert judged(programme, record, asked("at_least: 50 %")).outcome == "met"
        (gap,) = judged(programme, record, asked("at_least: 75 %")).gaps
        assert (gap.whole, gap.who) == (6, "xã")
        nothing = judged(programme, programme.unit("Trống", "district"), asked("at_least: 50 %"))
        assert (nothing.outcome, nothing.reason) == ("unknown", "no_observation")

    def test_a_figure_inside_the_interval_decides_what_the_members_leave_open(
        self, programme: Programme
    ) -> None:
        record = district(programme, {"trial_ntm_share": "5/10 xã"}, met=4, not_met=4, unknown=2)
        assert judged(programme, record, asked("at_least: 50 %")).outcome == "met"
        assert judged(programme, record, asked("above: 50 %")).outcome == "not_met"

    @pytest.mark.parametrize("figure", ["7/10 xã", "3/10 xã", "trên 60 %", "dưới 40 %"])
    def test_a_figure_outside_the_interval_contradicts_the_members(
        self, programme: Programme, figure: str
    ) -> None:
        record = district(programme, {"trial_ntm_share": figure}, met=4, not_met=4, unknown=2)
        result = judged(programme, record, asked("at_least: 10 %"))
        assert (result.outcome, result.reason) == ("unknown", "contradictory_observations")

    def test_a_one_sided_figure_narrows_the_interval(self, programme: Programme) -> None:
        record = district(programme, {"trial_ntm_share": "trên 50 %"}, met=4, not_met=4, unknown=2)
        assert judged(programme, record, asked("above: 50 %")).outcome == "met"
        assert judged(programme, record, asked("at_least: 55 %")).outcome == "unknown"

    def test_a_share_of_no_communes_is_a_contradiction(self, programme: Programme) -> None:
        record = district(programme, {"trial_ntm_share": "100 %"})
        assert judged(programme, record, asked("at_least: 100 %")).reason == "contradictory_observations"


class TestKinds:
    TOWNSHIPS = "{kinds: [commune, township], satisfy: {meets: {ruleset: 900/2030, tier: ntm}}}"

    def test_only_the_kinds_that_are_named_are_counted(self, programme: Programme) -> None:
        members = [programme.commune("A", True), programme.commune("B", False, level="thị trấn")]
        record = programme.unit("Huyện Thử", "district", members=members)
        assert judged(programme, record, asked("at_least: 100 %")).outcome == "met"

    def test_a_member_of_a_kind_the_set_does_not_judge_leaves_the_share(self, programme: Programme) -> None:
        members = [programme.commune("A", True), programme.commune("B", False, level="thị trấn")]
        record = programme.unit("Huyện Thử", "district", members=members)
        result = judged(programme, record, asked("at_least: 100 %", self.TOWNSHIPS))
        assert (result.outcome, tally_of(result).not_applicable, tally_of(result).total) == ("met", 1, 1)

    def test_where_the_test_applies_to_nobody_the_row_does_not_apply(self, programme: Programme) -> None:
        members = [programme.commune("B", False, level="thị trấn")]
        record = programme.unit("Huyện Thử", "district", members=members)
        result = judged(programme, record, asked("at_least: 100 %", self.TOWNSHIPS))
        assert result.outcome == "not_applicable"

    def test_a_unit_of_another_kind_than_the_set_judges_is_refused(self, programme: Programme) -> None:
        town = programme.unit("Thị xã Thử", "thị xã")
        ruleset = programme.documents.load("900/2030", tier="ntm", level="district")
        with pytest.raises(
            UnexpectedValue, match="found `district_town`, expected a unit of kind `rural_district`"
        ):
            evaluate(town, ruleset, documents=programme.documents)

    def test_a_township_climbs_the_sets_for_townships_alone(self, programme: Programme) -> None:
        township = programme.unit("Thị trấn Thử", "thị trấn", {"trial_good": "đạt"})
        ladder = climb(township, documents=programme.documents)
        assert [v.ruleset.tier for v in ladder.verdicts] == ["hoan_thanh"]
        assert ladder.highest_confirmed == "hoan_thanh"


class TestProvince:
    def districts(self, programme: Programme) -> list[UnitRecord]:
        """Return three districts: one that meets its set, one that fails, one that is open."""
        met = [
            programme.unit(f"{x}{n}", "commune", {"trial_water": "90 %", "trial_good": "đạt"})
            for x in "A"
            for n in range(2)
        ]
        failed = [programme.commune("B1", True), programme.commune("B2", False)]
        open_ = [programme.commune("C1", True), programme.commune("C2", None)]
        return [
            programme.unit(name, "district", members=members)
            for name, members in (("Một", met), ("Hai", failed), ("Ba", open_))
        ]

    def province(self, programme: Programme, members: list[UnitRecord], **observations: Any) -> Verdict:
        record = programme.unit("Hòa Bình", "province", observations, members)
        ruleset = programme.documents.load("900/2030", tier="hoan_thanh", level="province")
        return evaluate(record, ruleset, documents=programme.documents)

    def test_communes_make_districts_and_districts_make_the_province(self, programme: Programme) -> None:
        verdict = self.province(programme, self.districts(programme))
        # 1 of 3 districts, or 2 of 3: at least 50 % is open.
        assert verdict.indicator("1").outcome == "unknown"
        tally = tally_of(verdict.indicator("1"))
        assert (tally.met, tally.failing, tally.open) == (1, ("Hai",), ("Ba",))
        # Communes count wherever they lie within the province: 2 + 1 + 1, and one more open.
        assert verdict.indicator("2").outcome == "met"
        assert tally_of(verdict.indicator("2")).span(share=False) == (Fraction(4), Fraction(5), False, False)

    def test_the_district_verdict_stands_within_the_provinces(self, programme: Programme) -> None:
        verdict = self.province(programme, self.districts(programme))
        (finding,) = tally_of(verdict.indicator("1")).results[1].findings
        assert finding.nested is not None
        assert finding.nested.record.unit.name == "Hai"
        assert tally_of(finding.nested.indicator("1")).failing == ("B2",)

    def test_a_district_whose_communes_are_not_recorded_leaves_their_number_open(
        self, programme: Programme
    ) -> None:
        members = [*self.districts(programme), programme.unit("Bốn", "district")]
        share = asked("at_least: 100 %")
        record = programme.unit("Hòa Bình", "province", members=members)
        result = judged(programme, record, share, level="province")
        assert (tally_of(result).total, result.outcome) == (
            None,
            "not_met",
        )  # B2 fails, whatever the others do
        without = programme.unit("Hòa Bình", "province", members=[members[0], members[3]])
        result = judged(programme, without, share, level="province")
        assert (result.outcome, result.findings[0].missing) == ("unknown", "trial_total")

    def test_a_district_that_states_how_many_communes_it_has_tells_how_many_are_missing(
        self, programme: Programme
    ) -> None:
        stated = programme.unit("Bốn", "district", {"trial_total": "6 xã"})
        record = programme.unit("Hòa Bình", "province", members=[self.districts(programme)[0], stated])
        tally = tally_of(judged(programme, record, asked("at_least: 100 %"), level="province"))
        assert (tally.met, tally.unrecorded, tally.total) == (2, 6, 8)

    def test_a_province_that_lists_its_communes_alone_says_nothing_of_its_districts(
        self, programme: Programme
    ) -> None:
        verdict = self.province(programme, programme.communes(met=3))
        assert (verdict.indicator("1").outcome, verdict.indicator("1").reason) == (
            "unknown",
            "no_observation",
        )
        assert verdict.indicator("2").outcome == "met"

    def test_a_district_without_communes_by_law_leaves_none_open(self, programme: Programme) -> None:
        island = programme.unit("Đảo", "special_district")
        record = programme.unit("Hòa Bình", "province", members=[self.districts(programme)[0], island])
        assert judged(programme, record, asked("at_least: 100 %"), level="province").outcome == "met"


class TestOwnSetting:
    """A member is judged by the level of its own region and year."""

    YEARS = (
        "{kinds: [commune], satisfy: {measure: trial_water, at_least: {by: year, 2022: 70 %, 2023: 80 %}}}"
    )
    REGIONS = (
        "{kinds: [commune], satisfy: {measure: trial_water, at_least: {by: region, TDMNPB: 70 %, BTB: 80 %}}}"
    )

    def test_the_year_of_the_members_data_picks_the_level(self, programme: Programme) -> None:
        before, after = (
            replace(programme.unit(name, "commune", {"trial_water": "75 %"}), year=year)
            for name, year in (("A", 2022), ("B", 2023))
        )
        record = programme.unit("Huyện Thử", "district", members=[before, after])
        assert tally_of(judged(programme, record, asked("at_least: 50 %", self.YEARS))).failing == ("B",)

    def test_the_region_of_the_member_picks_the_column(self, programme: Programme) -> None:
        members = [
            programme.unit("A", "commune", {"trial_water": "75 %"}),
            programme.unit("B", "commune", {"trial_water": "75 %"}, province="Nghệ An"),
        ]
        record = programme.unit("Hòa Bình", "province", members=members)
        text = set_text(
            "province", "ntm", [(asked("at_least: 50 %", self.REGIONS), "sourced-1")], id="901/2030"
        )
        ruleset = read_ruleset(parse_yaml(text.replace("by: none", "by: region")), programme.measures)
        verdict = evaluate(record, ruleset, documents=programme.documents)
        assert tally_of(verdict.indicator("1")).failing == ("B",)


class TestEvidence:
    def test_a_recalled_level_makes_the_count_provisional(self, programme: Programme) -> None:
        record = district(programme, met=1)
        result = judged(programme, record, asked("at_least: 100 %"), status="recalled")
        assert (result.outcome, result.provisional) == ("met", True)
        sourced = judged(programme, record, asked("at_least: 100 %"), status="recalled", trust="sourced")
        assert (sourced.outcome, sourced.reason) == ("unknown", "below_trust")
        assert tally_of(sourced).met == 1

    def test_a_member_that_rests_on_a_recalled_level_makes_the_count_provisional(
        self, programme: Programme
    ) -> None:
        water = "{measure: trial_water, at_least: {value: 80 %, status: recalled}}"
        counted = asked("at_least: 60 %", f"{{kinds: [commune], satisfy: {water}}}")
        record = district(programme, met=2, not_met=1)
        result = judged(programme, record, counted)
        assert (result.outcome, result.provisional, result.assumed) == ("met", True, False)
        assert judged(programme, record, counted, trust="sourced").outcome == "unknown"

    def test_what_candidates_of_a_level_would_give_is_told_from_the_count(self, programme: Programme) -> None:
        record = district(programme, met=5, not_met=4, unknown=1)
        level = "at_least: {unset: {candidates: [40 %, 55 %, 70 %]}}"
        text = set_text("district", "ntm", [(asked(level), "sourced-1")], id="901/2030")
        ruleset = read_ruleset(parse_yaml(text), programme.measures)
        verdict = evaluate(record, ruleset, documents=programme.documents)
        (finding,) = verdict.indicator("1").findings
        assert (finding.outcome, finding.reason) == ("unknown", "threshold_unset")
        assert [(str(t.level.value), t.outcome, t.distance) for t in trials(verdict, finding)] == [
            ("40", "met", 10),
            ("70", "not_met", 10),
        ]

    def test_where_there_is_nothing_to_count_even_an_unset_level_does_not_apply(
        self, programme: Programme
    ) -> None:
        result = judged(programme, district(programme), asked("at_least: unset"))
        assert result.outcome == "not_applicable"

    def test_an_official_finding_on_a_member_counts_where_its_facts_cannot_tell(
        self, programme: Programme
    ) -> None:
        attested = programme.unit("A", "commune", {"trial_set_met": "đạt"})
        record = programme.unit("Huyện Thử", "district", members=[attested])
        assert judged(programme, record, asked("at_least: 100 %")).outcome == "met"

    def test_a_member_is_judged_by_one_set_once(self, programme: Programme) -> None:
        record = district(programme, met=2)
        ruleset = programme.documents.load("900/2030", tier="ntm", level="district")
        verdict = evaluate(record, ruleset, documents=programme.documents)
        first, second = (tally_of(verdict.indicator(id)).results for id in ("1", "2"))
        (advanced,) = second[0].findings
        assert advanced.nested is not None
        asked_of_both: Finding = advanced.nested.indicator("1").findings[0]
        assert first[0].findings[0].nested is not None
        assert asked_of_both.nested is first[0].findings[0].nested
