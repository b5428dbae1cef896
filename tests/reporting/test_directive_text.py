"""Directive rules in words, and the list of those that are to be compared with the original."""

from __future__ import annotations

from ntm_rules.reporting import directive_text, rules_to_confirm
from ntm_rules.standing import Directive, directive_of, directives

OPEN = """\
directive: 1/2020
rules:
  - id: a
    label: {vi: quy tắc, en: rule}
    when:
      - failing: {level: commune, certain: {at_least: {unset: {candidates: [30 %, 40 %]}}, below: unset}}
      - title: {tier: {differs_from: ntm}, on: {var: day}, years: {above: 4}}
    then:
      - obligation: {what: review, since: {var: day}}
    reference: {vi: điều 1, en: article 1}
    status: sourced-1
"""


def shipped(document: str) -> Directive:
    return next(d for d in directives() if d.document == document)


def test_a_rule_is_told_with_what_it_asks_what_follows_and_its_evidence() -> None:
    text = directive_text(shipped("18/2022"))
    begun = text.index("th-x1: Xã: từ 30 % đến dưới 50 % số tiêu chí không còn đạt")
    failing = "tiêu chí không đạt — theo: ⟨ruleset⟩; cấp: xã; mức: ⟨tier⟩; tỷ lệ chắc chắn: ≥ 30 %"
    assert text[begun:].splitlines()[1:6] == [
        "  khi bộ tiêu chí tính thu hồi — danh hiệu đang giữ: ⟨held⟩; theo: ⟨ruleset⟩; cấp: xã; mức: ⟨tier⟩",
        f"      {failing}; tỷ lệ chắc chắn: < 50 %",
        "      có tiêu chí trọng yếu không đạt — theo: ⟨ruleset⟩; cấp: xã; mức: ⟨tier⟩",
        "  thì giá trị danh hiệu — cấp: xã; danh hiệu đang giữ: ⟨held⟩; trạng thái: thuộc trường hợp thu hồi",
        "  điều 4, thu hồi xã, trường hợp 1; hai nguồn nêu; hiệu lực 2/8/2022 – 31/12/2025",
    ]


def test_who_carries_a_letter_is_told() -> None:
    assert "carried to provinces by 5766/2023" in directive_text(shipped("14/2023"), "en")


def test_bounds_that_are_not_confirmed_are_told_with_what_they_may_be() -> None:
    text = directive_text(directive_of(OPEN), "en")
    assert "certain share: ≥ unconfirmed, possibly 30 % or 40 %; certain share: < unconfirmed" in text
    assert "tier: ≠ new rural; recognised on: ⟨day⟩; whole years since: > 4" in text


def test_rules_and_bounds_that_nobody_has_seen_are_listed_to_be_confirmed() -> None:
    listed = rules_to_confirm([shipped("18/2022"), shipped("372/2014"), directive_of(OPEN)])
    assert "[ ] 18/2022 th-tx Thị xã, thành phố thuộc tỉnh: chưa rõ khi nào bị thu hồi" in listed
    assert "372/2014" not in listed
    assert "[ ] 1/2020 a quy tắc: nội dung chưa được xác nhận" in listed
    assert rules_to_confirm([shipped("372/2014")]) == ""
