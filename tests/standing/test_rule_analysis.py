"""What lint says of rules: names that no set has, rules that cannot fire, evidence without an address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.standing.books import rule

from ntm_rules.law import catalogue
from ntm_rules.law.remarks import Remark
from ntm_rules.reporting import remark_text
from ntm_rules.standing import books
from ntm_rules.standing.analysis import analyse_directives

KEPT = "[{standing: {level: commune, held: ntm, state: kept}}]"
MET = "[{verdict: {ruleset: 318/2022, level: commune, tier: ntm, outcome: met}}]"
ADDRESS = "    sources: [https://example.org]\n"
Lint = Callable[..., list[Remark]]


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    """Return what is said of the rules of a directive in a folder of one's own."""

    def run(
        *rules: str, head: str = "directive: 18/2022\nfrom: 2022-08-02\nuntil: 2025-12-31\n"
    ) -> list[Remark]:
        file = tmp_path / "own" / "directive.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{head}province: Nghệ An\nrules:\n{''.join(rules)}", encoding="utf-8")
        books._files.cache_clear()  # the file is written anew
        documents = replace(catalogue(), roots=(*catalogue().roots, tmp_path))
        return [r for r in analyse_directives(documents) if r.concerns(tmp_path)]

    return run


def codes(found: list[Remark]) -> list[str]:
    return [one.code for one in found]


def test_a_sound_rule_draws_no_remark(lint: Lint) -> None:
    assert lint(rule("a", MET, KEPT, more=ADDRESS)) == []


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("[{verdict: {ruleset: 999/2022, level: commune, tier: ntm}}]", "unknown ruleset `999/2022`"),
        ("[{verdict: {ruleset: 318/2022, level: commune, tier: kieu_mau}}]", "criteria set"),
        ("[{verdict: {ruleset: 319/2022, level: district, tier: kieu_mau}}]", "criteria set"),
    ],
)
def test_a_set_that_no_document_holds_is_told(lint: Lint, when: str, said: str) -> None:
    (found,) = lint(rule("a", when, KEPT, more=ADDRESS))
    assert (found.code, found.severity) == ("undefined-reference", "error")
    assert said in remark_text(found, "en")


def test_a_set_that_a_rule_concludes_must_exist_too(lint: Lint) -> None:
    then = "[{must_meet_first: {held: ntm, ruleset: 318/2022, level: district, tier: ntm}}]"
    assert codes(lint(rule("a", MET, then, more=ADDRESS))) == ["undefined-reference"]


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("ruleset: 318/2022, level: commune, tier: ntm, name: Môi trường", False),
        ("ruleset: 318/2022, level: commune, tier: nang_cao, name: Môi trường", True),
        ("level: commune, name: Môi trường", True),
        ("level: commune, name: Thu nhâp", False),
        ("level: district, name: Thu nhập", False),
        ("level: district, name: {in: [Kinh tế, Kinh doanh]}", False),
    ],
)
def test_a_criterion_that_none_of_the_sets_has_is_told_with_the_nearest_name(
    lint: Lint, asked: str, known: bool
) -> None:
    found = lint(rule("a", f"[{{criterion: {{{asked}, outcome: met}}}}]", KEPT, more=ADDRESS))
    assert codes(found) == ([] if known else ["undefined-criterion"])
    if "Thu nhâp" in asked:
        assert "the nearest name is `Thu nhập`" in remark_text(found[0], "en")


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        ("[{failing: {certain: {at_least: 50 %, below: 30 %}}}]", False),
        ("[{failing: {certain: {at_least: 30 %, below: 50 %}}}]", True),
        ("[{failing: {certain: {below: 0 %}}}]", False),
        ("[{title: {years: {above: 4, below: 5}}}]", False),
        ("[{title: {on: {above: 2019-12-30, below: 2020-01-01}}}]", True),
        ("[{title: {on: {above: 2019-12-31, below: 2020-01-01}}}]", False),
        ("[{key_failing: {level: hamlet}}]", False),
        ("[{key_failing: {level: commune}}]", True),
        ("[{standing: {state: expired, level: commune}}]", False),
        ("[{obligation: {what: supervision, deadline: {at_least: 2024-01-01}}}]", False),
    ],
)
def test_a_rule_that_nothing_can_make_fire_is_told(lint: Lint, when: str, fires: bool) -> None:
    found = lint(rule("a", when, KEPT, more=ADDRESS))
    assert codes(found) == ([] if fires else ["never-fires"])


def test_rules_that_wait_for_each_other_never_fire(lint: Lint) -> None:
    one, other = (
        f"{{{kind}: {{held: ntm, ruleset: {{var: r}}, level: hamlet, tier: ntm}}}}"
        for kind in ("held_against", "benchmark")
    )
    found = lint(
        rule("a", "[{benchmark: {level: hamlet, ruleset: {var: r}}}]", f"[{one}]", more=ADDRESS),
        rule("b", "[{held_against: {level: hamlet, ruleset: {var: r}}}]", f"[{other}]", more=ADDRESS),
    )
    assert codes(found) == ["never-fires", "never-fires"]


def test_a_rule_does_not_wait_for_rules_of_another_time_or_province(lint: Lint) -> None:
    after = "    from: 2026-06-01\n    until: 2026-12-31\n"
    found = lint(rule("a", "[{key_failing: {level: commune}}]", KEPT, more=after + ADDRESS))
    assert codes(found) == ["never-fires", "rule-outside-its-document"]


def test_a_conclusion_that_only_rules_take_up_and_none_does_is_told(lint: Lint) -> None:
    commune = "[{keys_hold: {ruleset: 319/2022, level: commune, tier: kieu_mau}}]"
    assert lint(rule("a", MET, commune, more=ADDRESS)) == []  # rules of 18/2022 take up any set of communes
    hamlet = "[{key_failing: {ruleset: 318/2022, level: hamlet, tier: ntm}}]"
    assert "unused-conclusion" in codes(lint(rule("a", MET, hamlet, more=ADDRESS)))


def test_a_sourced_rule_without_an_address_is_an_error_and_with_a_note_a_warning(lint: Lint) -> None:
    (bare,) = lint(rule("a", MET, KEPT))
    assert (bare.code, bare.severity) == ("sourced-without-address", "error")
    (noted,) = lint(rule("a", MET, KEPT, more="    note: the letter itself\n"))
    assert (noted.code, noted.severity) == ("sourced-without-address", "warning")
    assert lint(rule("a", MET, KEPT, "recalled")) == []


def test_a_sourced_bound_of_a_recalled_rule_needs_an_address_of_its_own(lint: Lint) -> None:
    bound = "[{{failing: {{certain: {{at_least: {{value: 30 %, status: sourced-1{}}}}}}}}}]"
    assert codes(lint(rule("a", bound.format(""), KEPT, "recalled"))) == ["sourced-without-address"]
    assert lint(rule("a", bound.format(", sources: [https://a.vn]"), KEPT, "recalled")) == []


def test_rules_whose_directive_says_why_they_have_no_address_are_told_of_together(lint: Lint) -> None:
    head = "directive: 18/2022\nfrom: 2022-08-02\nuntil: 2025-12-31\nnote: a letter without an address\n"
    (found,) = lint(rule("a", MET, KEPT), rule("b", MET, KEPT), head=head)
    assert (found.severity, found.details["cells"]) == ("warning", 2)


def test_a_document_that_the_catalogue_lacks_is_told(lint: Lint) -> None:
    found = lint(rule("a", "[{title: {under: 888/2020}}]", KEPT, more=ADDRESS), head="directive: 777/2020\n")
    assert codes(found) == ["unknown-document", "unknown-document"]
    assert {one.details["name"] for one in found} == {"777/2020", "888/2020"}


def test_every_rule_that_departs_from_the_grammar_is_told_at_its_line(lint: Lint) -> None:
    found = lint(
        rule("a", "[{verdikt: {}}]", KEPT, more=ADDRESS),
        rule("b", MET, KEPT, more=ADDRESS),
        rule("c", MET, "[{standing: {level: commune, held: ntm, state: gone}}]", more=ADDRESS),
    )
    assert codes(found) == ["not-in-grammar", "not-in-grammar"]
    assert [one.place.line for one in found] == [8, 23]
    assert "không có loại dữ kiện `verdikt`; gợi ý: có phải là `verdict`?" in remark_text(found[0])


def test_a_file_that_is_no_yaml_is_told(lint: Lint) -> None:
    (found,) = lint(head="directive: [\n")
    assert found.code == "unreadable-file"


def test_every_remark_on_rules_is_worded_in_both_languages(lint: Lint) -> None:
    found = [
        *lint(rule("a", "[{failing: {certain: {below: 0 %}}}]", KEPT)),
        *lint(rule("a", "[{criterion: {level: commune, name: Không có}}]", KEPT)),
        *lint(rule("a", MET, KEPT, more="    from: 2020-01-01\n")),
    ]
    assert len(found) >= 4
    assert all("{" not in remark_text(one, "vi") + remark_text(one, "en") for one in found)
