"""What a title is worth: kept, slipped, up for revocation, to be reviewed, lapsed, or not to be told, and why."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest

from ntm_rules import (
    Reclassification,
    Reclassifier,
    Standing,
    read_history,
    reclassify,
    reclassify_all,
    unit_record,
)
from ntm_rules.errors import Contradiction, UnknownName
from ntm_rules.facts import Recognition, Tier, UnitRecord
from ntm_rules.law.rulesets import SetReference
from ntm_rules.standing import OpenBecause, State

DAY = "2023-11-03"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NTM_1980 = {"tier": "ntm", "under": "1980/2016", "on": "2018-12-31"}
NTM_318 = {"tier": "ntm", "under": "318/2022", "on": "2023-01-15"}


def commune(
    title: Mapping[str, object] | None = NTM_1980,
    met: str | None = None,
    failing: tuple[str, ...] = (),
    *,
    year: int = 2023,
    tier: str = "ntm",
    ruleset: str = "318/2022",
    **observations: object,
) -> UnitRecord:
    """Return a commune with a title, and a review that found so many criteria met."""
    unit = {"name": "xã A", "level": "commune", "province": "Yên Bái"}
    review = {"ruleset": ruleset, "tier": tier, "criteria_met": met, "failing": list(failing)}
    return unit_record(
        {
            "unit": unit,
            "year": year,
            "observations": observations,
            "recognitions": [] if title is None else [title],
            "reviews": [] if met is None else [review],
        }
    )


def standing(record: UnitRecord, on: str = DAY) -> Standing:
    return reclassify(record, on=on).standing


def test_a_title_is_kept_where_the_set_of_today_is_met() -> None:
    found = reclassify(commune(met="19/19"), on=DAY)
    assert found.standing is Standing.KEPT
    assert found.reasons == ()


def test_a_title_slips_and_is_kept_where_less_than_three_in_ten_criteria_fail() -> None:
    assert standing(commune(met="14/19", failing=("1", "2", "3", "4", "5"))) is Standing.SLIPPED_BUT_KEPT
    assert standing(commune(met="14/19")) is Standing.SLIPPED_BUT_KEPT


@pytest.mark.parametrize(
    ("failing", "expected"),
    [
        (("1", "2", "3", "4", "5", "10"), Standing.UP_FOR_REVOCATION),
        (("1", "2", "3", "4", "5", "17"), Standing.UP_FOR_REVOCATION),
        (("1", "2", "3", "4", "5", "19"), Standing.UP_FOR_REVOCATION),
        (("1", "2", "3", "4", "5", "6"), Standing.SLIPPED_BUT_KEPT),
    ],
    ids=["income", "environment", "security", "no key criterion"],
)
def test_from_three_in_ten_on_a_key_criterion_decides(failing: tuple[str, ...], expected: Standing) -> None:
    assert standing(commune(met="13/19", failing=failing)) is expected


def test_where_the_failing_criteria_are_not_named_a_key_one_may_be_among_them() -> None:
    found = reclassify(commune(met="13/19"), on=DAY)
    assert found.standing in (Standing.UNDETERMINED, Standing.MUST_BE_REVIEWED)
    assert {Standing.UP_FOR_REVOCATION, Standing.SLIPPED_BUT_KEPT} <= set(found.possible)
    assert any(reason.why is OpenBecause.CRITERIA_OPEN for reason in found.reasons)


def test_from_half_of_the_criteria_on_no_key_criterion_is_needed() -> None:
    assert standing(commune(met="10/19", failing=("1", "2", "3", "4", "5", "6", "7", "8", "9"))) is (
        Standing.SLIPPED_BUT_KEPT
    )
    assert standing(commune(met="9/19")) is Standing.UP_FOR_REVOCATION


def test_a_title_of_the_present_period_is_held_to_the_same_rule() -> None:
    assert standing(commune(NTM_318, "9/19"), "2024-06-30") is Standing.UP_FOR_REVOCATION
    assert standing(commune(NTM_318, "19/19"), "2024-06-30") is Standing.KEPT


def test_key_criteria_are_those_that_the_set_judged_has_by_name() -> None:
    title = {"tier": "nang_cao", "under": "1345/2018", "on": "2020-12-31"}
    named = ("1", "2", "3", "4", "5")
    for key in ("10", "17", "18", "19"):
        record = commune(title, "13/19", (*named, key), tier="nang_cao")
        assert standing(record) is Standing.UP_FOR_REVOCATION, key
    assert standing(commune(title, "13/19", (*named, "6"), tier="nang_cao")) is Standing.SLIPPED_BUT_KEPT


def test_revocation_of_a_model_commune_is_counted_by_the_advanced_set() -> None:
    title = {"tier": "kieu_mau", "under": "691/2018", "on": "2020-12-31"}
    found = reclassify(commune(title, "9/19", tier="nang_cao"), on=DAY)
    assert found.evidence is not None
    assert found.benchmark is not None
    assert found.evidence.reference == SetReference("319/2022", "commune", "kieu_mau")
    assert found.benchmark.reference == SetReference("318/2022", "commune", "nang_cao")
    assert found.standing is Standing.UP_FOR_REVOCATION


def test_without_facts_of_today_a_title_of_an_earlier_period_has_to_be_reviewed() -> None:
    found = reclassify(read_history(EXAMPLES / "reclassify/yen-hop.yaml"), on=DAY)
    assert found.standing is Standing.MUST_BE_REVIEWED
    (reason,) = found.reasons
    assert (reason.why, reason.year) == (OpenBecause.FACTS_TOO_OLD, 2017)


def test_facts_older_than_the_set_show_what_would_fail_and_decide_nothing() -> None:
    found = reclassify(read_history(EXAMPLES / "reclassify/yen-hop.yaml"), on=DAY)
    assert found.stale
    assert found.comparison is not None
    assert [(h.number, h.lost) for h in found.comparison.in_state(State.FAILS)] == [("15", True)]
    assert found.evidence is not None
    assert (found.evidence.certain, found.evidence.possible) == (0, 19)


def test_would_it_have_met_the_set_of_the_time_stands_beside_does_it_meet_todays() -> None:
    found = reclassify(read_history(EXAMPLES / "reclassify/yen-hop.yaml"), on=DAY)
    assert found.before is not None
    assert found.now is not None
    assert (found.before.ruleset.decision, found.now.ruleset.decision) == ("1980/2016", "318/2022")
    assert found.before.indicator("15.1").outcome == "met"
    assert found.now.indicator("15.1").outcome == "not_met"
    assert found.before_on_recorded_facts


def test_facts_of_today_are_held_against_the_old_set_where_none_of_its_time_are_recorded() -> None:
    found = reclassify(commune(health_insurance_share="86 %"), on=DAY)
    assert found.before is not None
    assert not found.before_on_recorded_facts
    assert found.before.ruleset.decision == "1980/2016"
    assert found.before.record.year == found.before.ruleset.years[1]
    assert not found.stale


def test_being_recognised_is_not_meeting_and_meeting_is_not_being_recognised() -> None:
    met = reclassify(commune(None, "19/19"), on=DAY)
    assert (met.title, met.standing) == (None, Standing.NOT_RECOGNISED)
    titled = reclassify(commune(met="9/19"), on=DAY)
    assert titled.title is not None
    assert titled.evidence is not None
    assert titled.evidence.outcome == "not_met"


def test_untold_titles_are_not_taken_for_none() -> None:
    unit = {"name": "xã A", "level": "commune", "province": "Yên Bái"}
    untold = reclassify(unit_record({"unit": unit, "year": 2023}), on=DAY)
    assert [reason.why for reason in untold.reasons] == [OpenBecause.TITLES_NOT_RECORDED]
    assert reclassify(commune(None), on=DAY).reasons == ()


def test_the_title_to_look_at_may_be_named() -> None:
    told = read_history(EXAMPLES / "reclassify/tam-nghia.yaml")
    assert reclassify(told, on="2025-01-31").title == told.recognitions[1]  # type: ignore[index]
    assert reclassify(told, "ntm", on="2025-01-31").title == told.recognitions[0]  # type: ignore[index]
    given = Recognition(Tier.NTM, "491/2009", dt.date(2015, 1, 1))
    assert reclassify(told, given, on=DAY).title == given
    assert reclassify(told, {"tier": "ntm", "under": "491/2009", "on": "2015-01-01"}, on=DAY).title == given
    with pytest.raises(UnknownName, match=r"`kieu_mau`, expected one that the unit holds: `ntm`, `nang_cao`"):
        reclassify(told, "kieu_mau", on="2025-01-31")


def test_the_standing_is_that_of_the_day() -> None:
    told = read_history(EXAMPLES / "reclassify/tam-nghia.yaml")
    assert reclassify(told, on="2017-01-01").title is None
    assert reclassify(told, on=DAY).standing is Standing.MUST_BE_REVIEWED
    later = reclassify(told, on="2025-01-31")
    assert later.title is not None
    assert (later.title.tier, later.evidence and later.evidence.reference.tier) == ("nang_cao", "nang_cao")


def test_a_title_is_not_inherited_by_the_unit_that_a_merger_forms() -> None:
    found = reclassify(read_history(EXAMPLES / "reclassify/chieng-sinh.yaml"), on="2025-08-30")
    assert found.title is None
    assert found.standing is Standing.NOT_RECOGNISED
    assert found.merger is not None
    assert set(found.conclusions.predecessor_levels) == {"ntm", "unknown"}
    assert any(duty.what == "new_recognition" for duty in found.obligations)


def test_a_title_from_before_the_merger_has_lapsed() -> None:
    merged = {
        "unit": {"name": "xã A", "level": "commune", "province": "Yên Bái"},
        "year": 2025,
        "recognitions": [NTM_318],
        "merged_from": {"on": "2025-07-01", "units": [{"name": "xã A"}, {"name": "xã B"}]},
    }
    assert reclassify(merged, on="2025-06-30").standing is not Standing.LAPSED_BY_MERGER
    assert reclassify(merged, on="2025-07-01").standing is Standing.LAPSED_BY_MERGER


def test_a_commune_recognised_anew_after_the_merger_holds_that_title() -> None:
    anew = {
        "unit": {"name": "xã A", "level": "commune", "province": "Yên Bái"},
        "year": 2025,
        "recognitions": [NTM_318, {"tier": "ntm", "under": "318/2022", "on": "2025-10-15"}],
        "merged_from": {"on": "2025-07-01", "units": [{"name": "xã A"}, {"name": "xã B"}]},
    }
    found = reclassify(anew, on="2025-11-01")
    assert found.title is not None
    assert found.title.on == dt.date(2025, 10, 15)
    assert found.standing is not Standing.LAPSED_BY_MERGER


def test_the_set_of_the_time_is_asked_of_the_facts_of_the_time() -> None:
    found = reclassify(read_history(EXAMPLES / "reclassify/tam-nghia.yaml"), "ntm", on="2025-01-31")
    assert found.before is not None
    assert found.before_on_recorded_facts
    assert (found.before.ruleset.decision, found.before.record.year) == ("1980/2016", 2018)


def test_a_review_of_another_number_of_criteria_is_refused_with_the_place_of_the_unit(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "unit: {name: xã A, level: commune, province: Yên Bái}\nyear: 2023\n"
        "recognitions: [{tier: ntm, under: 1980/2016}]\n"
        "reviews: [{ruleset: 318/2022, tier: ntm, criteria_met: 15/15}]\n",
        encoding="utf-8",
    )
    with pytest.raises(Contradiction, match=r"a\.yaml:1:1.*which has `19`"):
        reclassify(read_history(path), on=DAY)


def test_the_next_tier_opens_with_the_set_that_comes_first_and_shows_the_distance() -> None:
    def conditions(found: Reclassification) -> dict[str, str]:
        return {step.aim.tier: step.aim.condition for step in found.next_steps}

    open_ = reclassify(commune(met="19/19", income_per_capita="20 triệu đồng/người/năm"), on=DAY)
    closed = reclassify(commune(met="16/19", failing=("1", "2", "3")), on=DAY)
    assert conditions(open_)["nang_cao"] == "now"
    assert conditions(closed)["nang_cao"] == "after_meeting_first"
    (step,) = (step for step in open_.next_steps if step.aim.tier == "nang_cao")
    assert step.verdict is not None
    assert step.verdict.ruleset.tier == "nang_cao"
    assert len(step.failing) + len(step.unknown) <= 19


def test_every_conclusion_names_its_rule_and_its_facts() -> None:
    found = reclassify(commune(met="9/19"), on=DAY)
    assert found.ground is not None
    assert found.ground.document == "18/2022"
    tree = found.derivation("en")
    assert "18/2022" in tree
    assert "10" in tree


def test_many_units_come_out_as_each_by_itself() -> None:
    records = [commune(met=f"{met}/19") for met in range(20)]
    together = [one.standing for one in reclassify_all(records, on=DAY)]
    assert together == [standing(record) for record in records]


def test_a_result_can_be_sent_to_another_process() -> None:
    found = reclassify(commune(met="9/19"), on=DAY)
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again.derivation() == found.derivation()


def test_cases_that_the_rules_cannot_tell_apart_are_inferred_once() -> None:
    by = Reclassifier()
    for number in range(60):
        day = f"2018-{number % 12 + 1:02}-15"
        by.reclassify(
            commune({**NTM_1980, "on": day}, income_per_capita=f"{20 + number} triệu đồng/người/năm"), on=DAY
        )
    assert by.cases <= 4


def hamlet(until: str, province: str = "Lào Cai") -> dict[str, object]:
    title = {"tier": "kieu_mau", "on": "2019-10-04", "until": until}
    unit = {"name": "thôn A", "level": "hamlet", "province": province}
    return {"unit": unit, "year": 2019, "recognitions": [title]}


def test_a_hamlet_title_of_lao_cai_expires_with_its_term() -> None:
    valid, over = (reclassify(hamlet("2022-10-04"), on=day) for day in ("2022-10-04", "2022-10-05"))
    assert valid.standing is Standing.KEPT
    (review,) = (duty for duty in valid.obligations if duty.what == "review")
    assert review.deadline == dt.date(2022, 10, 4)
    assert over.standing is Standing.EXPIRED
    assert reclassify(hamlet("2022-10-04", "Nam Định"), on="2022-10-05").standing is not Standing.EXPIRED


@pytest.mark.parametrize("path", sorted((EXAMPLES / "reclassify").glob("*.yaml")), ids=lambda path: path.stem)
def test_an_example_is_a_published_commune_that_can_be_reclassified(path: Path) -> None:
    told = read_history(path)
    assert all((record.source or "").startswith("http") for record in told.records)
    found = reclassify(told, on="2024-06-30")
    assert found.title is None or found.evidence is not None
