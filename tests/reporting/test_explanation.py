"""What an explanation says, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.reporting.conftest import EXAMPLES, ROOT, Judge

from ntm_rules import catalogue, climb, evaluate, explain, load, read_unit_file, unit_record
from ntm_rules.evaluation import Outcome, Reason, TierOutcome, ladder_of
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Status, Trust
from ntm_rules.reporting import wording

INCOME = "status: sourced-1, require: {measure: income_per_capita, at_least: "
CANDIDATES = f"{INCOME}{{unset: {{candidates: [53 triệu đồng/người/năm, 56 triệu đồng/người/năm]}}}}}}"
OBSERVED = {"income_per_capita": "54,2 triệu đồng/người/năm"}


@pytest.mark.parametrize("lang", wording.LANGUAGES)
def test_every_code_has_words_in_both_languages(lang: Lang) -> None:
    for table, codes in (
        (wording.OUTCOMES, Outcome),
        (wording.TIER_OUTCOMES, TierOutcome),
        (wording.REASONS, Reason),
        (wording.STATUSES, Status),
        (wording.MARKS, Status),
        (wording.TRUSTS, Trust),
    ):
        assert set(table) == set(codes)
    for words in (*wording.OUTCOMES.values(), *wording.REASONS.values(), *wording._PHRASES.values()):
        assert words.in_language(lang)


def test_both_languages_fill_the_same_blanks() -> None:
    for key, words in wording._PHRASES.items():
        assert set(re.findall(r"\{\w+\}", words.vi)) == set(re.findall(r"\{\w+\}", words.en)), key


def test_a_shortfall_names_distance_share_of_the_level_and_next_year(judge: Judge) -> None:
    levels = "{by: year, 2023: 44 triệu đồng/người/năm, 2024: 47 triệu đồng/người/năm}"
    verdict = judge(f"{INCOME}{levels}}}", {"income_per_capita": "40,1 triệu đồng/người/năm"})
    assert (
        "40,1 triệu đồng/người/năm, yêu cầu ít nhất 44 triệu đồng/người/năm; thiếu 3,9 triệu đồng/người/năm "
        "(8,9 % so với mức; năm sau yêu cầu 47 triệu đồng/người/năm) "
        "[một nguồn nêu; 999/2030, phụ lục I, chỉ tiêu 1.1]"
    ) in explain(verdict)
    assert (
        "40.1 million VND/person/year, required: at least 44 million VND/person/year; short by 3.9 million "
        "VND/person/year (8.9 % of the level; next year asks 47 million VND/person/year) "
        "[one source; 999/2030, annex I, row 1.1]"
    ) in explain(verdict, lang="en")


def test_a_shortfall_of_a_share_is_told_in_households(judge: Judge) -> None:
    require = "status: sourced-1, require: {measure: multidimensional_poverty_share, at_most: 3 %}"
    verdict = judge(require, {"multidimensional_poverty_share": "37/1200 hộ"})
    assert "3,08 % (37/1200 hộ), yêu cầu nhiều nhất 3 %; vượt 0,08 điểm %" in explain(verdict)
    assert "tức là 1 hộ" in explain(verdict)
    assert "that is 1 household)" in explain(verdict, lang="en")


def test_an_unset_threshold_says_what_each_candidate_would_give(judge: Judge) -> None:
    verdict = judge(CANDIDATES, OBSERVED)
    assert (
        "chưa xác định được\n          54,2 triệu đồng/người/năm; ngưỡng chưa được xác nhận; "
        "53 sẽ đạt (dư 1,2), 56 sẽ không đạt (thiếu 1,8)"
    ) in explain(verdict)
    assert "threshold unconfirmed; 53 would be met by 1.2, 56 would not (short by 1.8)" in explain(
        verdict, lang="en"
    )


def test_an_unset_threshold_without_an_observation_names_both(judge: Judge) -> None:
    text = explain(judge(CANDIDATES), lang="en")
    assert "Income per capita: threshold unconfirmed, no observation (candidates: 53 million" in text


def test_a_missing_fact_is_named_by_its_label(judge: Judge) -> None:
    verdict = judge("status: sourced-1, require: {measure: health_insurance_share, at_least: 90 %}")
    assert "Tỷ lệ người dân tham gia bảo hiểm y tế: yêu cầu ít nhất 90 %; chưa có số liệu" in explain(verdict)


def test_the_basis_that_a_level_needs_is_named(judge: Judge) -> None:
    bound = "{times: 1.4, of: {measure: province_income_per_capita}}"
    text = explain(judge(f"{INCOME}{bound}}}", OBSERVED), lang="en")
    assert "the basis of the level is not observed (missing: " in text


def test_men_and_women_are_told_apart(judge: Judge) -> None:
    require = "status: sourced-1, require: {measure: health_insurance_share, at_least: 90 %, sexes: both}"
    verdict = judge(require, {"health_insurance_share": {"nam": "95 %", "nữ": "88 %"}})
    assert "nữ thiếu 2 điểm % (2,2 % so với mức)" in explain(verdict)


def test_a_rank_is_named_and_its_distance_is_in_steps(judge: Judge) -> None:
    require = "status: sourced-1, require: {measure: disaster_readiness_rating, at_least: Khá}"
    verdict = judge(require, {"disaster_readiness_rating": "Trung bình"})
    assert "Trung bình, yêu cầu Khá trở lên; thiếu 1 bậc" in explain(verdict)
    assert "average, required: fair or better; short by 1 step" in explain(verdict, lang="en")


def test_a_level_left_to_the_province_shows_its_floor(judge: Judge) -> None:
    bound = "{set_by: province, floor: 80 %}"
    require = f"status: sourced-1, require: {{measure: health_insurance_share, at_least: {bound}}}"
    assert "left to the province (national floor: 80 %)" in explain(
        judge(require, {"health_insurance_share": "85 %"}), lang="en"
    )
    assert "70 %, required: at least 80 %; short by 10 percentage points" in explain(
        judge(require, {"health_insurance_share": "70 %"}), lang="en"
    )


def test_a_verdict_on_a_recalled_level_is_marked_provisional(judge: Judge) -> None:
    require = "status: recalled, require: {measure: health_insurance_share, at_least: 90 %}"
    text = explain(judge(require, {"health_insurance_share": "91 %"}))
    assert "tạm tính: kết quả dựa vào mức chỉ được nhớ lại" in text
    assert "1 Tiêu chí một: đạt (tạm tính)" in text


def test_a_verdict_on_a_candidate_is_marked_assumed(judge: Judge) -> None:
    lone = f"{INCOME}{{unset: {{candidates: [53 triệu đồng/người/năm]}}}}}}"
    text = explain(judge(lone, OBSERVED, trust="candidate"), lang="en", detail="full")
    assert "assumed: rests on an unconfirmed candidate" in text
    assert "required: at least 53 million VND/person/year [unconfirmed;" in text


def test_a_level_below_the_trust_asked_for_is_not_used_and_says_so(judge: Judge) -> None:
    require = "status: recalled, require: {measure: health_insurance_share, at_least: 90 %}"
    text = explain(judge(require, {"health_insurance_share": "91 %"}, trust="sourced"), lang="en")
    assert "below the trust asked for" in text
    assert "90 % would be met by 1" in text


def test_shortfalls_leave_out_what_is_met_and_full_shows_it(judge: Judge) -> None:
    require = "status: sourced-1, require: {measure: health_insurance_share, at_least: 90 %}"
    verdict = judge(require, {"health_insurance_share": "91 %"})
    assert "91 %" not in explain(verdict)
    assert "91 %, yêu cầu ít nhất 90 %" in explain(verdict, detail="full")


def test_a_set_that_must_be_met_first_is_summed_up_in_one_line() -> None:
    unit = {"name": "Xã A", "level": "commune", "province": "Nam Định"}
    record = unit_record({"unit": unit, "year": 2023, "observations": {"temporary_houses": "3 nhà"}})
    verdict = evaluate(record, load("319/2022", as_of="2024-05-06"))
    line = next(line for line in explain(verdict, lang="en").splitlines() if "under 318/2022" in line)
    assert re.search(r"under 318/2022 advanced new rural: \w[\w ]+, \d+ of \d+ criteria met; ", line)
    assert re.search(r"unknown: 1, ", line)


def test_the_header_says_who_was_judged_by_which_text_and_column() -> None:
    record = read_unit_file(ROOT / "examples/318-2022-ntm/la-dee-2024.yaml")
    verdict = evaluate(record, load("318/2022", tier="ntm", as_of=record.day))
    header = explain(verdict, lang="en").partition("\n\n")[0]
    assert "La Dêê" in header
    assert f"text as of {record.day}; amended by 211/2024" in header
    assert "Column used: TDMNPB – " in header
    assert "column of its region: DHNTB" in header
    assert f"Digest: {verdict.digest[:12]}" in header


def test_the_highest_tiers_stand_in_the_header_of_a_ladder(judge: Judge) -> None:
    require = "status: sourced-1, require: {measure: health_insurance_share, at_least: 90 %}"
    verdict = judge(require, {"health_insurance_share": "91 %"})
    text = explain(verdict, lang="en", ladder=ladder_of((verdict,)))
    assert "highest confirmed: new rural; highest possible: new rural" in text


def test_only_outcomes_are_painted(judge: Judge) -> None:
    require = "status: sourced-1, require: {measure: health_insurance_share, at_least: 90 %}"
    verdict = judge(require, {"health_insurance_share": "91 %"})
    painted = explain(verdict, lang="en", paint=lambda outcome, text: f"<{outcome}>{text}</>")
    assert "Outcome: <met>met</>;" in painted
    assert re.sub(r"</?\w*>", "", painted) == explain(verdict, lang="en")


@pytest.mark.parametrize("lang", wording.LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_explained_under_every_tier_of_its_day(path: Path, lang: Lang) -> None:
    ladder = climb(read_unit_file(path), documents=catalogue())
    assert ladder.verdicts
    for verdict in ladder.verdicts:
        text = explain(verdict, lang=lang, detail="full", ladder=ladder)
        for indicator in verdict.indicators():
            assert indicator.indicator.label.in_language(lang) in text
        assert "{" not in text


def test_a_part_that_must_not_hold_is_told_the_right_way_round(judge: Judge) -> None:
    require = "status: sourced-1, require: {not: {measure: health_insurance_share, at_least: 90 %}}"
    failing = explain(judge(require, {"health_insurance_share": "95 %"}), lang="en")
    assert "95 %, required: at least 90 %; which must not be so" in failing
    holding = explain(judge(require, {"health_insurance_share": "85 %"}), lang="en", detail="full")
    assert "85 %, required: at least 90 %; not so, as required" in holding
    assert "short by" not in holding


def test_an_official_finding_that_stands_in_for_a_set_is_named() -> None:
    unit = {"name": "Xã A", "level": "commune", "province": "Nam Định"}
    record = unit_record({"unit": unit, "year": 2023, "observations": {"nang_cao_set_met": "đạt"}})
    verdict = evaluate(record, load("319/2022", as_of="2024-05-06"))
    assert "official finding: met" in explain(verdict, lang="en", detail="full")


def test_a_set_that_is_met_is_not_called_recognised(judge: Judge) -> None:
    require = "status: sourced-1, require: {measure: health_insurance_share, at_least: 90 %}"
    assert "Meeting a set is not being recognised." in explain(
        judge(require, {"health_insurance_share": "91 %"}), lang="en"
    )
