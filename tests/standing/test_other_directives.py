"""The other directives: earlier years, 319 and 321, mergers, 51/2025, hamlets and plans of provinces."""

from __future__ import annotations

import pytest
from tests.standing.told import concluded, duties, states, title, verdict

from ntm_rules.standing import Fact, Grounds, Inference, fact


def test_372_2014_a_unit_may_be_recognised_again_where_the_conditions_held_for_five_years_running() -> None:
    def held_for(certain: int, years: int = 5) -> Inference:
        return concluded(
            title(under="491/2009", on="2011-03-01", years=years),
            fact("held_for", ruleset="491/2009", level="commune", tier="ntm", certain=certain, possible=5),
            on="2016-06-01",
        )

    assert held_for(5).of("may_be_recognised_again", held="ntm", ruleset="491/2009")
    assert not held_for(4).of("may_be_recognised_again")
    assert not held_for(5, years=4).of("may_be_recognised_again")


def test_40_2014_a_recognised_unit_is_assessed_again_after_five_years() -> None:
    found = concluded(title(under="491/2009", on="2011-03-01", years=5), on="2016-06-01")
    assert states(found) == {"must_be_reviewed"}
    (duty,) = found.of("obligation", what="re_recognition")
    assert (duty.fact.get("since"), duty.fact.get("years")) == ("2011-03-01", 5)
    assert not concluded(title(on="2012-07-01", years=4), on="2016-11-01").facts


def test_2540_2016_recognition_was_asked_for_again_in_practice() -> None:
    found = concluded(title(under="491/2009", on="2014-03-01", years=5), on="2019-06-01")
    assert states(found) == {"must_be_reviewed"}
    assert "revocation" not in " ".join(map(str, duties(found)))


@pytest.mark.parametrize(
    ("outcome", "state"), [("met", {"kept"}), ("not_met", {"slipped_but_kept"}), ("unknown", set())]
)
def test_1980_2016_a_commune_of_2010_2015_is_scored_again_and_may_slip_without_losing_its_title(
    outcome: str, state: set[str]
) -> None:
    told = (title(under="491/2009", on="2015-06-01", years=2), verdict("1980/2016", "ntm", outcome))
    found = concluded(*told, on="2018-01-01")
    assert found.of("held_against", ruleset="1980/2016", tier="ntm")
    assert states(found) == state
    assert not concluded(*told, on="2022-03-08").of("held_against", ruleset="1980/2016")


def test_35_2016_a_district_recognised_before_it_keeps_its_title() -> None:
    early = concluded(title("ntm", "district", under="491/2009", on="2015-01-23"), on="2018-01-01")
    assert states(early) == {"kept"}
    assert early.of("held_against", ruleset="558/2016")
    assert not concluded(title("ntm", "district", under="558/2016", on="2017-02-08"), on="2018-01-01").facts


def test_319_2022_a_nang_cao_title_of_2018_2020_is_not_taken_as_nang_cao_of_2021_2025() -> None:
    found = concluded(title("nang_cao", period="2016-2020"), on="2022-06-01")
    (first,) = found.of("must_meet_first", ruleset="318/2022", tier="nang_cao")
    assert first.rule is not None
    assert first.rule.name == "319/2022 nang-cao-2018-2020-first"
    assert not found.of("may_aim_for", condition="now")
    met = concluded(
        title("nang_cao", period="2016-2020"), verdict("318/2022", "nang_cao", "met"), on="2022-06-01"
    )
    assert met.of("may_aim_for", tier="kieu_mau", ruleset="319/2022", condition="now")


@pytest.mark.parametrize(("tier", "kind"), [("ntm", "rural_district"), ("hoan_thanh", "district_town")])
def test_321_2022_a_district_or_town_of_2010_2020_counts_once_it_meets_the_level_of_2021_2025(
    tier: str, kind: str
) -> None:
    found = concluded(
        title(tier, "district", period="2016-2020"),
        fact("unit", level="district", kind=kind),
        on="2022-06-01",
    )
    assert found.of("obligation", what="meet_set", who="district", ruleset="320/2022", tier=tier)


MERGED = fact("merged", level="commune", on="2025-07-01")


def predecessor(tier: str, *, lowest: bool = False) -> Fact:
    return fact("predecessor", level="commune", tier=tier, lowest=lowest)


def test_merger_2025_a_title_from_before_is_not_inherited_and_the_commune_is_reviewed_anew() -> None:
    found = concluded(
        MERGED,
        title("kieu_mau", under="319/2022", since_merger=False),
        predecessor("kieu_mau"),
        on="2025-09-01",
    )
    assert states(found) == {"lapsed_by_merger"}
    assert "new_recognition" in duties(found)
    assert not found.of("held_against")
    assert not found.of("must_meet_first")


def test_merger_2025_the_levels_of_the_predecessors_are_shown_and_the_lowest_is_no_title() -> None:
    found = concluded(MERGED, predecessor("kieu_mau"), predecessor("ntm", lowest=True), on="2025-09-01")
    assert {d.fact.get("tier") for d in found.of("predecessor_level")} == {"kieu_mau", "ntm"}
    (reported,) = found.of("reported_level")
    assert reported.fact.get("tier") == "ntm"
    assert states(found) == set()


def test_merger_2025_whether_a_title_stays_where_all_predecessors_were_recognised_is_open() -> None:
    found = concluded(MERGED, title(since_merger=False), predecessor("ntm", lowest=True), on="2025-09-01")
    assert states(found) == {"lapsed_by_merger"}
    assert "unnumbered-merger/2025 all-were-recognised" in [o.rule.name for o in found.open]


def test_merger_2025_a_title_given_after_it_is_the_communes_own() -> None:
    found = concluded(MERGED, title(under="318/2022"), verdict("318/2022", "ntm", "met"), on="2025-09-01")
    assert states(found) == {"kept"}


def test_merger_2025_no_district_bears_a_title() -> None:
    found = concluded(title("ntm", "district", under="320/2022"), on="2025-07-01")
    assert states(found) == {"lapsed_by_merger"}
    assert found.of("standing")[0].grounds is Grounds.PROVISIONAL


def test_5424_2023_a_commune_merged_before_2025_is_recognised_anew_unless_it_was_after_the_merger() -> None:
    merged = fact("merged", level="commune", on="2020-01-01")
    before = concluded(merged, title(since_merger=False), predecessor("ntm"))
    assert states(before) == {"must_be_reviewed"}
    assert "new_recognition" in duties(before)
    assert before.of("predecessor_level", tier="ntm")
    after = concluded(merged, title("nang_cao", under="318/2022"), predecessor("ntm"))
    assert "new_recognition" not in duties(after)


def test_guidance_of_2018_2020_a_commune_or_district_newly_merged_is_reviewed() -> None:
    for level in ("commune", "district"):
        merged = fact("merged", level=level, on="2020-01-01")
        found = concluded(merged, title(level=level, since_merger=False), on="2021-01-01")
        assert states(found) == {"must_be_reviewed"}


def test_51_2025_how_titles_of_earlier_periods_pass_over_is_open() -> None:
    found = concluded(title(under="318/2022", period="2021-2025"), on="2026-03-01")
    assert states(found) == set()
    assert "51/2025 transition" in [o.rule.name for o in found.open]
    assert found.of("obligation", what="new_recognition", ruleset="51/2025")


def test_lao_cai_a_hamlet_title_whose_term_is_over_has_expired_and_is_reviewed() -> None:
    def hamlet(on: str, *, ended: bool) -> Inference:
        held = title("kieu_mau", "hamlet", on="2019-10-04", until="2022-10-04", term_ended=ended)
        return concluded(held, on=on, province="Lào Cai")

    over = hamlet("2022-10-05", ended=True)
    assert states(over) == {"expired"}
    assert over.of("obligation", what="review", who="district")
    runs = hamlet("2022-10-04", ended=False)
    assert states(runs) == {"kept"}
    assert runs.of("obligation", what="review", deadline="2022-10-04")


def test_lao_cai_whether_1144_keeps_a_term_is_open() -> None:
    held = title("ntm", "hamlet", under="1144/2022", years=3)
    found = concluded(held, on="2025-12-01", province="Lào Cai")
    assert states(found) == set()
    assert "1144/2022 term" in [o.rule.name for o in found.open]


def test_quang_nam_model_hamlets_of_2019_and_2020_are_confirmed_every_year() -> None:
    held = title("kieu_mau", "hamlet", on="2019-12-01")
    found = concluded(held, province="Quảng Nam")
    assert found.of("obligation", what="confirm_yearly", who="district", every_months=12)
    assert found.conclusions[0].grounds is Grounds.PROVISIONAL


def test_bac_giang_plan_districts_review_themselves_against_320() -> None:
    held = title("ntm", "district", under="1980/2016", period="2016-2020")
    assert concluded(held, province="Bắc Giang").of("obligation", what="review", ruleset="320/2022")
    assert not concluded(held).of("obligation", what="review")


@pytest.mark.parametrize(
    ("level", "tier", "ruleset"),
    [("commune", "kieu_mau", "319/2022"), ("district", "hoan_thanh", "320/2022")],
)
def test_hai_duong_1334_2024_units_of_2010_2020_meet_the_set_of_their_tier(
    level: str, tier: str, ruleset: str
) -> None:
    found = concluded(title(tier, level, period="2016-2020"), on="2024-05-01", province="Hải Dương")
    assert found.of("obligation", what="meet_set", who=level, ruleset=ruleset, tier=tier)


def test_cao_bang_2023_every_indicator_is_reviewed_every_year_and_reported_to_the_province() -> None:
    found = concluded(title(under="1980/2016"), province="Cao Bằng")
    assert found.of("obligation", what="review_yearly", every_months=12)
    assert found.of("obligation", what="report", to="province", every_months=12)


def test_a_provinces_rules_are_its_own() -> None:
    held = title("kieu_mau", "hamlet", on="2019-10-04", until="2022-10-04", term_ended=True)
    assert not concluded(held, on="2023-01-01").facts
    assert not concluded(held, on="2023-01-01", province="Quảng Nam").of("standing", state="expired")
