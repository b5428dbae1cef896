"""Counts over members as they are told: text in both languages, JSON, requirements in words."""

from __future__ import annotations

import json

import jsonschema
import pytest
from tests.roll_up import COUNTED, Programme, set_text, written

from ntm_rules import Verdict, evaluate, explain, to_document
from ntm_rules.facts.notation import Lang
from ntm_rules.law import read_ruleset
from ntm_rules.reporting import json_schema, requirement_text, verdict_html
from ntm_rules.yaml_nodes import parse_yaml


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    return Programme(written(tmp_path_factory.mktemp("programme")))


def judged(
    programme: Programme, comparison: str, observations: dict[str, object] | None = None, **communes: int
) -> Verdict:
    require = f"{{measure: trial_ntm_share, {comparison}, members: {COUNTED}}}"
    ruleset = read_ruleset(
        parse_yaml(set_text("district", "ntm", [(require, "sourced-1")], id="901/2030")), programme.measures
    )
    members = programme.communes(**communes) if communes else None
    record = programme.unit("Yên Định", "district", observations, members)
    return evaluate(record, ruleset, documents=programme.documents)


def told(verdict: Verdict, lang: Lang = "vi") -> str:
    """Return the one line on the row, without its mark, its name and its evidence."""
    lines = explain(verdict, lang=lang, detail="full").splitlines()
    (line,) = [line.strip() for line in lines if "[" in line]
    return line.partition(" [")[0]


ASKED = "(tính theo xã: đạt nông thôn mới theo 900/2030 (hoặc có kết luận chính thức); tổng số: số xã)"
ASKED_EN = "(counting communes: meets new rural under 900/2030 (or an official finding); of all: communes)"


def test_a_count_is_told_with_both_ends_of_what_is_open(programme: Programme) -> None:
    verdict = judged(programme, "at_least: 55 %", met=11, not_met=9, unknown=2)
    assert told(verdict) == (
        f"11/22 xã đạt, 2 chưa rõ: từ 50 % đến 59,1 %, yêu cầu ít nhất 55 % {ASKED}; kết quả còn tùy các đơn vị "
        "thành phần chưa xác định được; chưa đạt: Hụt 1, Hụt 2, Hụt 3, Hụt 4, Hụt 5 và 4 đơn vị khác; "
        "chưa rõ: Ngỏ 1, Ngỏ 2"
    )
    assert told(verdict, "en") == (
        f"11 of 22 communes met, 2 unknown: from 50 % to 59.1 %, required: at least 55 % {ASKED_EN}; the outcome "
        "still depends on members that are undetermined; not met: Hụt 1, Hụt 2, Hụt 3, Hụt 4, Hụt 5 and 4 more; "
        "unknown: Ngỏ 1, Ngỏ 2"
    )


def test_a_shortfall_is_told_from_the_best_case_in_whole_communes(programme: Programme) -> None:
    text = told(judged(programme, "at_least: 75 %", met=11, not_met=9, unknown=2))
    assert "trường hợp tốt nhất: thiếu 15,91 điểm % (21,2 % so với mức; tức là 4 xã)" in text
    text = told(judged(programme, "at_least: 75 %", met=1, not_met=1), "en")
    assert "1 of 2 communes met: 50 %" in text
    assert "; short by 25 percentage points (33.3 % of the level; that is 1 commune); not met: Hụt 1" in text


@pytest.mark.parametrize(
    ("communes", "facts", "vi", "en"),
    [
        ({"met": 2}, {"trial_total": "3 xã"}, "1 xã không có trong hồ sơ", "1 commune not recorded"),
        ({"met": 1}, {"trial_ntm_share": "1/1 xã"}, "100 % (1/1 xã) theo số liệu chung; 1/1 xã đạt: 100 %", "by its own figure; 1 of 1 commune met"),
        ({"met": 2}, {"trial_ntm_share": "1/2 xã"}, "số liệu mâu thuẫn nhau", "contradict each other"),
        ({}, {"trial_ntm_share": "1/2 xã"}, "50 % (1/2 xã), yêu cầu 100 %", "50 % (1/2 communes), required: 100 %"),
    ],
)  # fmt: skip
def test_what_stands_beside_the_count_is_told(
    programme: Programme, communes: dict[str, int], facts: dict[str, object], vi: str, en: str
) -> None:
    verdict = judged(programme, "at_least: 100 %", facts, **communes)
    assert vi in told(verdict)
    assert en in told(verdict, "en")


def test_a_unit_without_members_of_the_kind_says_so(programme: Programme) -> None:
    record = programme.unit("Yên Định", "district", members=[])
    ruleset = programme.documents.load("900/2030", tier="ntm", level="district")
    verdict = evaluate(record, ruleset, documents=programme.documents)
    assert "không có xã" in explain(verdict, detail="full")
    assert "no communes" in explain(verdict, detail="full", lang="en")


def test_a_share_just_short_of_the_level_is_not_rounded_onto_it(programme: Programme) -> None:
    text = told(judged(programme, 'at_least: "33,34 %"', met=1, not_met=2))
    assert "1/3 xã đạt: 33,33 %, yêu cầu ít nhất 33,34 %" in text


def test_the_document_holds_the_count_and_obeys_the_schema(programme: Programme) -> None:
    verdict = judged(programme, "at_least: 75 %", {"trial_total": "24 xã"}, met=11, not_met=9, unknown=2)
    data = json.loads(to_document(verdict).to_json())
    jsonschema.Draft202012Validator(json_schema()).validate(data)
    assert data["unit"]["kind"] == "rural_district"
    (tally,) = data["criteria"][0]["indicators"][0]["members"]
    assert {
        key: tally[key] for key in ("measure", "kinds", "met", "not_met", "unknown", "unrecorded", "total")
    } == {
        "measure": "trial_ntm_share",
        "kinds": ["commune"],
        "met": 11,
        "not_met": 9,
        "unknown": 4,
        "unrecorded": 2,
        "total": 24,
    }
    assert (tally["low"], tally["high"], tally["open"]) == (45.8333333333, 62.5, ["Ngỏ 1", "Ngỏ 2"])
    assert len(tally["failing"]) == 9


def test_a_count_shows_in_a_notebook(programme: Programme) -> None:
    assert "11/22 xã đạt" in verdict_html(judged(programme, "at_least: 75 %", met=11, not_met=11))


@pytest.mark.parametrize(
    ("require", "vi", "en"),
    [
        (
            f"{{measure: trial_ntm_share, at_least: 100 %, members: {COUNTED}}}",
            f"100 % {ASKED}",
            f"100 % {ASKED_EN}",
        ),
        (
            '{meets: {ruleset: 900/2030, tier: ntm, criteria: {at_least: 14, among: ["10", "11"], others_at: 70 %}}}',
            (
                "đạt ít nhất 14 tiêu chí nông thôn mới theo 900/2030, trong đó có tiêu chí 10, 11, các tiêu chí còn lại "
                "đạt ít nhất 70 % mức yêu cầu"
            ),
            (
                "meets at least 14 criteria of new rural under 900/2030, criteria 10, 11 among them, every other one at "
                "70 % of its level or more"
            ),
        ),
        (
            (
                "{measure: trial_good_share, at_most: 5 %, members: {kinds: [ward, township], satisfy: "
                "{measure: trial_good, is: true}}}"
            ),
            "nhiều nhất 5 % (tính theo phường, thị trấn: Tốt)",
            "at most 5 % (counting wards, townships: Good)",
        ),
    ],
)
def test_what_is_counted_is_said_in_both_languages(
    programme: Programme, require: str, vi: str, en: str
) -> None:
    text = set_text("district", "ntm", [(require, "sourced-1")], id="901/2030")
    (indicator,) = read_ruleset(parse_yaml(text), programme.measures).indicators()
    assert requirement_text(indicator, programme.measures, "vi") == vi
    assert requirement_text(indicator, programme.measures, "en") == en


def test_a_township_is_called_one(programme: Programme) -> None:
    record = programme.unit("Quán Lào", "thị trấn", {"trial_good": "đạt"})
    ruleset = programme.documents.load("900/2030", tier="hoan_thanh", level="commune")
    verdict = evaluate(record, ruleset, documents=programme.documents)
    assert explain(verdict).startswith("thị trấn Quán Lào · Hòa Bình")
    assert explain(verdict, lang="en").startswith("township Quán Lào")


def test_criteria_below_the_part_that_is_asked_are_named(programme: Programme) -> None:
    wanted = "{meets: {ruleset: 900/2030, tier: ntm, criteria: {at_least: 1, others_at: 70 %}}}"
    text = set_text("commune", "ntm", [(wanted, "sourced-1")], id="901/2030")
    ruleset = read_ruleset(parse_yaml(text), programme.measures)
    record = programme.unit("A", "commune", {"trial_water": "50 %"})
    verdict = evaluate(record, ruleset, documents=programme.documents)
    assert "tiêu chí dưới 70 % mức: 1" in explain(verdict)
    assert "criteria below 70 % of the level: 1" in explain(verdict, lang="en")
