"""What static analysis finds: one planted mistake per code, and nothing wrong with the shipped sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ntm_rules import catalogue
from ntm_rules.law import read_catalogue
from ntm_rules.law.analysis import analyse
from ntm_rules.law.remarks import SEVERITIES, Remark
from ntm_rules.reporting.remarks import TEMPLATES, remark_text, remarks_data

SOURCES = "sources: [https://example.org]"
WATER = "{measure: clean_water_share, at_least: 80 %}"
ROW = """\
      - id: "{id}"
        label: {{vi: Chỉ tiêu, en: Indicator}}
        require: {require}
        {more}
"""
CRITERION = """\
  - number: "{number}"
    name: {{vi: Một, en: One}}
    indicators:
"""


def row(require: str = WATER, id: str = "1.1", more: str = f"status: sourced-1\n        {SOURCES}") -> str:
    return ROW.format(id=id, require=require, more=more)


def a_set(
    rows: str | None = None,
    *,
    id: str = "991/2030",
    head: str = "",
    columns: str = "{by: region}",
    years: str = "[2030, 2031]",
    tier: str = "ntm",
) -> str:
    return (
        f"ruleset: {id}\nlevel: commune\ntier: {tier}\nname: {{vi: Bộ thử, en: Trial set}}\nyears: {years}\n"
        f"columns: {columns}\n{head}criteria:\n{CRITERION.format(number='1')}{rows or row()}"
    )


def a_decision(id: str = "991/2030", more: str = "", *, effective: str = "", entries: str = "") -> str:
    number = id.partition("/")[0]
    return (
        f"id: {id}\nkind: decision\nnumber: {number}/QĐ\nissuer: Bộ\nissued: 2029-12-0{number[-1]}\n"
        f"title: {{vi: Thử, en: Trial}}\neffective: {{{effective or 'from: 2030-01-01, to: 2031-12-31'}}}\n"
        f"{entries or 'sets: [{file: set.yaml, level: commune, tier: ntm}]'}\n{more}"
    )


def an_amendment(
    changes: str,
    *,
    id: str = "992/2030",
    since: str = "2030-06-01",
    province: str = "",
    amends: str = "991/2030",
    more: str = "",
) -> dict[str, str]:
    home = f"province: {province}\n" if province else ""
    entries = f"amendments: [{{file: a.yaml, amends: {amends}, level: commune, tier: ntm}}]"
    return {
        "decision.yaml": a_decision(id, home, effective="from: 2030-01-01", entries=entries),
        "a.yaml": f"amendment: {id}\namends: {{ruleset: {amends}, tier: ntm}}\nfrom: {since}\n{more}{home}"
        f"changes:\n{changes}",
    }


Write = Callable[..., tuple[Remark, ...]]


@pytest.fixture
def remarks_on(tmp_path: Path) -> Write:
    """Return a function that writes folders of rulesets and returns what is remarked on them."""

    def written(*folders: dict[str, str], measures: str = "") -> tuple[Remark, ...]:
        for number, files in enumerate(folders):
            folder = tmp_path / f"qd-{number}"
            folder.mkdir(exist_ok=True)
            for name, text in files.items():
                (folder / name).write_text(text, encoding="utf-8")
        if measures:
            (tmp_path / "measures.yaml").write_text(measures, encoding="utf-8")
        return tuple(r for r in analyse(read_catalogue(tmp_path)))

    return written


def one_set(text: str, decision: str = "") -> dict[str, str]:
    return {"decision.yaml": decision or a_decision(), "set.yaml": text}


def only(remarks: tuple[Remark, ...]) -> Remark:
    assert len(remarks) == 1, [remark_text(r, "en") for r in remarks]
    return remarks[0]


ALL = "TDMNPB: 80 %, DBSH: 80 %, BTB: 80 %, DHNTB: 80 %, TN: 80 %, DNB: 80 %"
FULL = f"{ALL}, DBSCL: 80 %"
SET = '  - set: {{indicator: "1.1"}}\n    at_least: {level}\n    status: sourced-1\n    {sources}\n'
TIGHTER = SET.format(level="85 %", sources=SOURCES)


def test_the_shipped_rulesets_have_no_errors() -> None:
    errors = [remark_text(r, "en") for r in analyse(catalogue()) if r.severity == "error"]
    assert errors == []


def test_a_sound_set_with_a_sound_amendment_draws_no_remark(remarks_on: Write) -> None:
    amending = an_amendment(TIGHTER)
    amending["decision.yaml"] += "amends: [991/2030]\n"
    assert remarks_on(one_set(a_set(), a_decision(more="amended_by: [992/2030]\n")), amending) == ()


def require(bound: str, measure: str = "clean_water_share") -> str:
    return f"{{measure: {measure}, at_least: {bound}}}"


COUNTING = (
    "{{measure: poor_household_share, at_most: 10 %, "
    "members: {{kinds: [hamlet], satisfy: {satisfy}, total: {total}}}}}"
)


@pytest.mark.parametrize(
    ("code", "rows", "details"),
    [
        ("missing-region", row(require(f"{{by: region, {ALL}}}")), {"missing": ("DBSCL",)}),
        ("missing-year", row(require("{by: year, 2030: 80 %}")), {"missing": ("2031",)}),
        (
            "table-without-column",
            row(require('{by: group, "1": 8 %, "2": 7 %, "3": 6 %}')),
            {"axis": "group"},
        ),
        ("missing-date", row(require("{by: date, 2030-03-01: 80 %}")), {"given": dt.date(2030, 3, 1)}),
        (
            "unreachable-cell",
            row(require("{by: date, 2030-01-01: 80 %, 2032-01-01: 90 %}")),
            {"last": dt.date(2031, 12, 31)},
        ),
        ("unreachable-cell", row(require("{by: year, 2030: 8 %, 2031: 8 %, 2040: 9 %}")), {"last": 2031}),
        (
            "other-unit",
            row(require("44000 nghìn đồng/người/năm", "income_per_capita")),
            {"unit": "nghìn đồng/người/năm", "canonical": "triệu đồng/người/năm"},
        ),
        ("never-met", row("{measure: clean_water_share, above: 100 %}"), {"level": "100 %"}),
        ("never-failed", row(require("0 %")), {"operator": "at_least"}),
        ("never-failed", row("{measure: clean_water_share, at_most: 100 %}"), {"operator": "at_most"}),
        ("lone-otherwise", row(require("{cases: [{otherwise: 80 %}]}")), {}),
        ("no-otherwise", row(require("{cases: [{when: {designation: area_3}, then: 7 %}]}")), {}),
        ("sourced-without-address", row(more="status: sourced-1"), {"cells": 1}),
        (
            "undefined-reference",
            row("{meets: {ruleset: 381/2022, tier: ntm}}"),
            {},
        ),
        ("undefined-reference", row("{holds: {tier: ntm, under: [1981/2016]}}"), {}),
        (
            "undefined-reference",
            row(require("{times: 1.1, of: {ruleset: 991/2030, tier: ntm, indicator: '99'}}")),
            {},
        ),
        (
            "other-measure",
            row(require("{times: 1.1, of: {ruleset: 991/2030, tier: ntm, indicator: '1.2'}}"))
            + row(require("80 %", "irrigated_land_share"), "1.2"),
            {"basis": "irrigated_land_share"},
        ),
        ("circular-reference", row("{meets: {ruleset: 991/2030, tier: ntm}}"), {}),
        ("undefined-measure", row(require("80 %", "clean_water_shar")), {}),
        ("incompatible-unit", row(require("80 km")), {}),
        ("ambiguous-number", row(require("94.405 triệu đồng/người/năm", "income_per_capita")), {}),
        ("not-in-grammar", row(require("120 %")), {}),
        ("undefined-reference", row("{meets: {ruleset: 991/2030, tier: nang_cao}}"), {}),
        (
            "undefined-measure",
            row(COUNTING.format(satisfy="{designation: area_3}", total="hamlets_counted")),
            {},
        ),
        (
            "missing-region",
            row(COUNTING.format(satisfy=require(f"{{by: region, {ALL}}}"), total="school_count")),
            {"missing": ("DBSCL",)},
        ),
    ],
)
def test_a_mistake_in_a_row_is_found(
    remarks_on: Write, code: str, rows: str, details: dict[str, object]
) -> None:
    found = only(remarks_on(one_set(a_set(rows))))
    assert (found.code, found.severity) == (code, SEVERITIES[code])
    assert found.document == "991/2030"
    assert details.items() <= found.details.items()
    assert Path(found.place.file).name == "set.yaml"
    if code != "circular-reference":
        assert found.place.line is not None


@pytest.mark.parametrize(
    ("count", "words"),
    [
        ('{at_least: 1, among: ["7"]}', "unknown criterion `7`"),
        ("{at_least: 2}", "unknown number of criteria `2`"),
    ],
)
def test_a_count_of_criteria_names_those_the_set_has(remarks_on: Write, count: str, words: str) -> None:
    other = one_set(
        a_set(id="992/2030", tier="nang_cao"),
        a_decision("992/2030", entries="sets: [{file: set.yaml, level: commune, tier: nang_cao}]"),
    )
    rows = row(f"{{meets: {{ruleset: 992/2030, tier: nang_cao, criteria: {count}}}}}")
    found = only(remarks_on(one_set(a_set(rows)), other))
    assert (found.code, found.severity) == ("undefined-reference", "error")
    assert words in str(found.error)


def test_members_none_of_which_the_set_judges_are_told(remarks_on: Write) -> None:
    towns = a_set(id="992/2030").replace("level: commune", "level: district\nkinds: [district_town]")
    entries = "sets: [{file: set.yaml, level: district, kinds: [district_town], tier: ntm}]"
    other = one_set(towns, a_decision("992/2030", entries=entries))
    counted = (
        "{measure: poor_household_share, at_most: 10 %, members: {kinds: [rural_district], "
        "satisfy: {meets: {ruleset: 992/2030, tier: ntm}}}}"
    )
    province = a_set(row(counted)).replace("level: commune", "level: province")
    decision = a_decision(entries="sets: [{file: set.yaml, level: province, tier: ntm}]")
    found = only(remarks_on(one_set(province, decision), other))
    assert (found.code, found.indicator) == ("other-kind", "1.1")
    assert found.details["judged"] == ("district_town",)


def test_a_set_that_judges_another_kind_of_unit_than_its_own_is_told(remarks_on: Write) -> None:
    town = a_set(id="992/2030").replace("level: commune", "level: commune\nkinds: [township]")
    entries = "sets: [{file: set.yaml, level: commune, kinds: [township], tier: ntm}]"
    other = one_set(town, a_decision("992/2030", entries=entries))
    found = only(remarks_on(one_set(a_set(row("{meets: {ruleset: 992/2030, tier: ntm}}"))), other))
    assert (found.code, found.details["asked"]) == ("other-kind", ("commune",))


def test_sets_for_two_kinds_of_unit_may_be_in_force_together(remarks_on: Write) -> None:
    def of(kind: str, id: str) -> dict[str, str]:
        text = a_set(id=id).replace("level: commune", f"level: district\nkinds: [{kind}]")
        entries = f"sets: [{{file: set.yaml, level: district, kinds: [{kind}], tier: ntm}}]"
        return one_set(text, a_decision(id, entries=entries))

    assert remarks_on(of("rural_district", "991/2030"), of("special_district", "992/2030")) == ()


def test_a_set_that_names_other_kinds_than_its_decision(remarks_on: Write) -> None:
    text = a_set().replace("level: commune", "level: commune\nkinds: [township]")
    found = only(remarks_on(one_set(text)))
    assert (found.code, found.details["told"], found.details["found"]) == (
        "entry-differs",
        "commune",
        "township",
    )


def test_an_amendment_that_leaves_a_criterion_empty_is_refused(remarks_on: Write) -> None:
    found = only(remarks_on(one_set(a_set()), an_amendment('  - repeal: {indicator: "1.1"}\n')))
    assert (found.code, found.document) == ("amendment-conflict", "992/2030")


def test_a_set_by_groups_needs_a_level_for_every_group(remarks_on: Write) -> None:
    rows = row(require('{by: group, "1": 8 %, "3": 6 %}'))
    found = only(remarks_on(one_set(a_set(rows, columns="{by: group}"))))
    assert (found.code, found.details["missing"]) == ("missing-group", ("2",))


def test_a_missing_cell_is_named_by_the_keys_that_lead_to_it(remarks_on: Write) -> None:
    rows = row(
        f"{{measure: clean_water_share, at_least: {{by: [year, region], 2030: {{{FULL}}}, 2031: {{{ALL}}}}}}}"
    )
    found = only(remarks_on(one_set(a_set(rows))))
    assert (found.code, found.indicator, found.cell) == ("missing-region", "1.1", ("2031",))


def test_every_undefined_measure_is_named_though_the_reader_stops_at_the_first(remarks_on: Write) -> None:
    rows = row(require("80 %", "clean_water_shar")) + row(require("80 %", "iirigated_land_share"), "1.2")
    found = remarks_on(one_set(a_set(rows)))
    assert [r.code for r in found] == ["undefined-measure"] * 2
    assert [getattr(r.error, "suggestion", None) for r in found] == [
        "clean_water_share",
        "irrigated_land_share",
    ]


def test_a_file_that_is_no_yaml_does_not_hide_the_others(remarks_on: Write) -> None:
    other = one_set(
        a_set(row(require("0 %")), id="992/2032"), a_decision("992/2032", effective="from: 2032-01-01")
    )
    found = remarks_on(one_set("ruleset: [\n"), other)
    assert [r.code for r in found] == ["unreadable-file", "never-failed"]


def test_a_note_makes_a_missing_address_a_warning(remarks_on: Write) -> None:
    rows = row(more="status: sourced-1\n        note: seen in a report without an address")
    found = only(remarks_on(one_set(a_set(rows))))
    assert (found.code, found.severity) == ("sourced-without-address", "warning")


def test_the_counts_must_be_those_published(remarks_on: Write) -> None:
    head = f"published: {{criteria: 1, indicators: 2, status: sourced-1, {SOURCES}}}\n"
    found = only(remarks_on(one_set(a_set(head=head))))
    assert (found.code, found.severity) == ("count-differs", "error")
    assert (found.details["indicators"], found.details["published_indicators"]) == (1, 2)


def test_an_amendment_that_changes_the_counts_is_named(remarks_on: Write) -> None:
    head = f"published: {{criteria: 1, indicators: 1, status: sourced-1, {SOURCES}}}\n"
    added = (
        '  - add: {indicator: "1.2", to: "1"}\n    with: {label: {vi: Thêm, en: More}, '
        f"require: {WATER}, status: sourced-1, {SOURCES}}}\n"
    )
    found = only(remarks_on(one_set(a_set(head=head)), an_amendment(added)))
    assert (found.code, found.severity, found.document) == ("count-differs", "warning", "992/2030")


LEFT_OPEN = row("{measure: clean_water_share, at_least: {set_by: province}}")


@pytest.mark.parametrize(
    ("level", "code", "missing"),
    [
        (f"{{by: region, {ALL}}}", "missing-region", ("DBSCL",)),
        ("{by: year, 2030: 80 %}", "missing-year", ("2031",)),
    ],
)
def test_a_table_that_an_amendment_lays_over_no_level_must_give_every_cell_one(
    remarks_on: Write, level: str, code: str, missing: tuple[str, ...]
) -> None:
    found = only(
        remarks_on(one_set(a_set(LEFT_OPEN)), an_amendment(SET.format(level=level, sources=SOURCES)))
    )
    assert (found.code, found.document, found.indicator) == (code, "992/2030", "1.1")
    assert found.details["missing"] == missing
    assert Path(found.place.file).name == "a.yaml"


def test_a_table_that_an_amendment_lays_over_a_level_may_leave_it_elsewhere(remarks_on: Write) -> None:
    for level in (f"{{by: region, {ALL}}}", "{by: year, 2030: 80 %}"):
        folder = an_amendment(SET.format(level=level, sources=SOURCES))
        assert remarks_on(one_set(a_set()), folder) == ()


def test_a_provinces_table_without_the_column_of_its_own_region_is_idle(remarks_on: Write) -> None:
    change = SET.format(level="{by: region, DBSH: 85 %}", sources=SOURCES)
    found = only(remarks_on(one_set(a_set()), an_amendment(change, province="Nghệ An")))
    assert (found.code, found.details["missing"]) == ("missing-region", ("BTB",))


def test_a_province_needs_the_columns_of_its_own_region_only(remarks_on: Write) -> None:
    change = SET.format(level="{by: region, BTB: 85 %}", sources=SOURCES)
    rows = row("{measure: clean_water_share, at_least: {set_by: province}}")
    assert remarks_on(one_set(a_set(rows)), an_amendment(change, province="Nghệ An")) == ()


def test_a_measure_that_no_set_uses_is_told_with_its_line(remarks_on: Write) -> None:
    measures = "measures:\n  bees_kept: {label: {vi: Ong, en: Bees}, kind: share, unit: '%'}\n"
    found = only(remarks_on(one_set(a_set()), measures=measures))
    assert (found.code, found.severity, found.place.line) == ("unused-measure", "warning", 2)
    assert found.details["measure"] == "bees_kept"


# Documents in time.


def successor(effective: str) -> dict[str, str]:
    return one_set(a_set(id="992/2032"), a_decision("992/2032", effective=effective))


def test_two_sets_of_one_level_and_tier_are_not_in_force_together(remarks_on: Write) -> None:
    found = only(remarks_on(one_set(a_set()), successor("from: 2031-12-01")))
    assert (found.code, found.details["other"]) == ("overlapping-sets", "991/2030")
    assert (found.details["first"], found.details["last"]) == (dt.date(2031, 12, 1), dt.date(2031, 12, 31))


def test_a_gap_between_a_set_and_the_next_is_told(remarks_on: Write) -> None:
    found = only(remarks_on(one_set(a_set()), successor("from: 2032-02-01")))
    assert (found.code, found.severity) == ("gap-between-sets", "warning")
    assert (found.details["first"], found.details["last"]) == (dt.date(2032, 1, 1), dt.date(2032, 1, 31))


@pytest.mark.parametrize("key", ["replaces", "replaced_by", "amends", "amended_by"])
def test_documents_that_name_each_other_answer_each_other(remarks_on: Write, key: str) -> None:
    decision = a_decision(more=f"{key}: [992/2032]\n")
    found = only(remarks_on(one_set(a_set(), decision), successor("from: 2032-01-01")))
    assert (found.code, found.details["key"], found.details["other"]) == (
        "unanswered-reference",
        key,
        "992/2032",
    )


def test_a_document_that_is_not_in_the_catalogue_is_told(remarks_on: Write) -> None:
    found = only(remarks_on(one_set(a_set(), a_decision(more="replaced_by: [999/2032]\n"))))
    assert (found.code, found.details["name"]) == ("unknown-document", "999/2032")


def test_a_provinces_amendment_need_not_be_answered_by_the_national_set(remarks_on: Write) -> None:
    overlay = an_amendment(TIGHTER, province="Nghệ An")
    overlay["decision.yaml"] += "amends: [991/2030]\n"
    assert remarks_on(one_set(a_set()), overlay) == ()


def test_an_effect_that_ends_before_it_begins(remarks_on: Write) -> None:
    found = only(remarks_on(one_set(a_set(), a_decision(effective="from: 2031-01-01, to: 2030-01-01"))))
    assert found.code == "ends-before-it-begins"


@pytest.mark.parametrize("span", ["from: 2032-01-01", "until: 2029-12-31"])
def test_a_condition_that_no_day_reaches(remarks_on: Write, span: str) -> None:
    head = (
        f"conditions:\n  - {{id: no-debt, label: {{vi: Nợ, en: Debt}}, {span}, require: {WATER}, "
        f"status: sourced-1, {SOURCES}}}\n"
    )
    found = only(remarks_on(one_set(a_set(head=head))))
    assert (found.code, found.indicator) == ("never-in-force", "no-debt")


def test_a_column_rule_that_no_day_reaches(remarks_on: Write) -> None:
    columns = (
        "{by: region, rules: [{id: poor, label: {vi: X, en: X}, when: {designation: area_3}, use: TN, "
        f"from: 2032-01-01, status: sourced-1, {SOURCES}}}]}}"
    )
    found = only(remarks_on(one_set(a_set(columns=columns))))
    assert (found.code, found.indicator) == ("never-in-force", "poor")


def test_an_amendment_of_a_set_that_is_no_longer_in_force(remarks_on: Write) -> None:
    found = only(remarks_on(one_set(a_set()), an_amendment(TIGHTER, since="2032-01-01")))
    assert (found.code, found.document) == ("amends-expired-set", "992/2030")


def test_an_amendment_from_before_its_own_document(remarks_on: Write) -> None:
    amending = an_amendment(TIGHTER)
    amending["decision.yaml"] = amending["decision.yaml"].replace("from: 2030-01-01", "from: 2030-07-01")
    assert only(remarks_on(one_set(a_set()), amending)).code == "outside-its-document"


def test_an_amendment_of_a_set_that_there_is_not(remarks_on: Write) -> None:
    found = only(remarks_on(an_amendment(TIGHTER, amends="981/2030")))
    assert (found.code, found.severity) == ("undefined-reference", "error")


def test_an_amendment_that_changes_what_the_set_does_not_have(remarks_on: Write) -> None:
    found = only(remarks_on(one_set(a_set()), an_amendment('  - repeal: {indicator: "1.9"}\n')))
    assert found.code == "amendment-conflict"


def test_a_new_level_needs_an_address_of_its_own(remarks_on: Write) -> None:
    found = only(remarks_on(one_set(a_set()), an_amendment(SET.format(level="85 %", sources="note: heard"))))
    assert (found.code, found.document) == ("sourced-without-address", "992/2030")


@pytest.mark.parametrize("province", ["", "Nghệ An"])
def test_two_amendments_that_set_one_cell_from_one_day(remarks_on: Write, province: str) -> None:
    repeal = (
        '  - replace: {criterion: "1"}\n    with:\n      name: {vi: M, en: M}\n      indicators:\n'
        + "".join(f"  {line}\n" for line in row().splitlines())
    )
    found = only(
        remarks_on(
            one_set(a_set()),
            an_amendment(TIGHTER, province=province),
            an_amendment(repeal, id="993/2030", province=province),
        )
    )
    assert (found.code, found.indicator) == ("cell-set-twice", "1.1")
    assert {found.document, found.details["other"]} == {"992/2030", "993/2030"}
    assert Path(found.also.file).name == "a.yaml"


def test_a_later_amendment_may_set_a_cell_again(remarks_on: Write) -> None:
    again = an_amendment(TIGHTER, id="993/2030", since="2031-01-01")
    assert remarks_on(one_set(a_set()), an_amendment(TIGHTER), again) == ()


def test_every_level_that_is_weaker_than_the_national_one_is_reported(remarks_on: Write) -> None:
    rows = row() + row("{measure: irrigated_land_share, at_least: 70 %}", "1.2")
    changes = SET.format(level="79 %", sources=SOURCES) + '  - repeal: {indicator: "1.2"}\n'
    found = remarks_on(one_set(a_set(rows)), an_amendment(changes, province="Nghệ An"))
    assert {(r.code, r.severity, r.indicator) for r in found} == {
        ("weaker-than-national", "error", "1.1"),
        ("weaker-than-national", "error", "1.2"),
    }
    assert found[0].details["national"] == "80 %"
    assert all(r.place.line for r in found)


def test_a_set_that_says_another_thing_of_itself_than_its_decision(remarks_on: Write) -> None:
    found = only(remarks_on(one_set(a_set(tier="nang_cao"))))
    assert (found.code, found.details["told"], found.details["found"]) == ("entry-differs", "ntm", "nang_cao")


# Wording.


def test_every_code_has_its_words_in_both_languages() -> None:
    assert TEMPLATES.keys() == SEVERITIES.keys()
    for words in TEMPLATES.values():
        assert words.vi
        assert words.en


def test_a_remark_is_one_line_with_place_code_subject_and_sentence(remarks_on: Write) -> None:
    remarks = remarks_on(one_set(a_set(row(require("{by: year, 2030: 80 %}")))))
    found = only(remarks)
    vietnamese, english = remark_text(found, "vi"), remark_text(found, "en")
    assert english.endswith(
        "[missing-year] 991/2030, commune new rural, 1.1: the table lacks the year 2031, which the set judges"
    )
    assert "lỗi [missing-year]" in vietnamese
    assert english.startswith(f"{found.place.file}:{found.place.line}:")
    assert "\n" not in remark_text(found)
    (data,) = remarks_data(remarks, "en")
    assert (data["code"], data["details"]["missing"], data["set"]["tier"]) == (
        "missing-year",
        ["2031"],
        "ntm",
    )
