"""Several changes to one set: overlays of different cells in any order, of one cell never, decisions that follow."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules import Ruleset, catalogue, evaluate, unit_record
from ntm_rules.errors import AmendmentConflict, UnknownName
from ntm_rules.law import read_catalogue
from ntm_rules.law.analysis import analyse
from ntm_rules.law.requirements import Level, levels
from ntm_rules.law.strictness import requirement_form
from ntm_rules.shipped import rulesets_dir

EVIDENCE = "    status: sourced-1\n    sources: [https://example.org]\n"


def a_level(indicator: str, bound: str) -> str:
    return f'  - set: {{indicator: "{indicator}"}}\n    {bound}\n{EVIDENCE}'


def a_row(verb: str, measure: str) -> str:
    return (
        f"  - {verb}\n    with: {{label: {{vi: Chỉ tiêu, en: Row}}, require: {{measure: {measure}, at_least: LEVEL %}}, "
        "status: sourced-1, sources: [https://example.org]}\n"
    )


def a_criterion(verb: str, id: str, measure: str = "clean_water_share") -> str:
    return (
        f"  - {verb}\n    with:\n      name: {{vi: Tiêu chí, en: Criterion}}\n      indicators:\n"
        f'        - {{id: "{id}", label: {{vi: Chỉ tiêu, en: Row}}, require: {{measure: {measure}, '
        "at_least: LEVEL %}, status: sourced-1, sources: [https://example.org]}\n"
    )


# Cells of 318/2022, annex I, that a province of BTB may fill, each with a change that does it. No two overlap.
CELLS: Mapping[str, str] = {
    "2.1": a_level("2.1", "at_least: LEVEL %"),
    "2.3": a_row('replace: {indicator: "2.3"}', "lanes_clean_share"),
    "3.1": a_level("3.1", "at_least: LEVEL %"),
    "10, 2023": a_level("10", "at_least: {by: year, 2023: LEVEL triệu đồng/người/năm}"),
    "10, 2024, BTB": a_level("10", "at_least: {by: [year, region], 2024: {BTB: LEVEL triệu đồng/người/năm}}"),
    "10, 2024, TN": a_level("10", "at_least: {by: [year, region], 2024: {TN: LEVEL triệu đồng/người/năm}}"),
    "10, 2025": a_level("10", "at_least: {by: year, 2025: LEVEL triệu đồng/người/năm}"),
    "2.9": a_row('add: {indicator: "2.9", to: "2"}', "clean_water_share"),
    "2.10": a_row('add: {indicator: "2.10", to: "2"}', "irrigated_land_share"),
    "20": a_criterion('add: {criterion: "20"}', "20.1"),
    "residents": "  - set: {condition: residents-satisfied}\n    at_least: LEVEL %\n" + EVIDENCE,
    "greener": a_row("add: {condition: greener}", "clean_water_share"),
}


class Overlay(NamedTuple):
    """A provincial document: its number, its day of issue, the changes it makes, and what else it says of itself."""

    number: int
    issued: dt.date
    changes: Sequence[str]
    more: str = ""
    until: str = ""


def write(folder: Path, overlays: Sequence[Overlay]) -> None:
    for one in overlays:
        place = folder / f"qd-{one.number}-2023"
        place.mkdir()
        (place / "decision.yaml").write_text(
            f"id: {one.number}/2023\nkind: decision\nnumber: {one.number}/QĐ-UBND\nissuer: UBND tỉnh Nghệ An\n"
            f"issued: {one.issued}\ntitle: {{vi: Quy định, en: Rules}}\nprovince: Nghệ An\n{one.more}"
            "amendments: [{file: a.yaml, amends: 318/2022, level: commune, tier: ntm}]\n",
            encoding="utf-8",
        )
        (place / "a.yaml").write_text(
            f"amendment: {one.number}/2023\namends: {{ruleset: 318/2022, tier: ntm}}\nfrom: {one.issued}\n"
            f"{one.until}province: Nghệ An\nchanges:\n{''.join(one.changes)}",
            encoding="utf-8",
        )


def consolidated(overlays: Sequence[Overlay], day: str = "2024-06-01") -> Ruleset:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), overlays)
        return catalogue(folder).load("318/2022", tier="ntm", as_of=day, province="Nghệ An")


def remarked(overlays: Sequence[Overlay]) -> list[str]:
    """Return what the analysis says of overlays alone, beside the set that they are laid over."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), overlays)
        documents = read_catalogue(rulesets_dir() / "qd-318-2022", rulesets_dir() / "qd-18-2022", folder)
        return [r.code for r in analyse(documents) if r.concerns(Path(folder).resolve())]


def what_it_asks(ruleset: Ruleset) -> dict[str, object]:
    """Return what a set asks, row by row: without order, documents and pages."""
    rows = (*ruleset.indicators(), *ruleset.conditions)
    return {row.id: (requirement_form(row.require), row.label, row.status) for row in rows}


def change(cell: str, level: int) -> str:
    return at(CELLS[cell], level)


def at(text: str, level: int) -> str:
    return text.replace("LEVEL", str(level))


@st.composite
def distributed(draw: st.DrawFn) -> tuple[list[list[str]], list[int], list[int]]:
    """Return changes of different cells dealt out to documents, and two orders of those documents."""
    cells = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=2, max_size=7, unique=True))
    changes = [change(cell, draw(st.integers(90, 99))) for cell in cells]
    count = draw(st.integers(2, len(changes)))
    owners = [*range(count), *(draw(st.integers(0, count - 1)) for _ in changes[count:])]
    dealt = [[c for c, owner in zip(changes, owners, strict=True) if owner == n] for n in range(count)]
    return dealt, draw(st.permutations(range(count))), draw(st.permutations(range(count)))


def in_this_order(dealt: Sequence[Sequence[str]], order: Sequence[int]) -> list[Overlay]:
    """Return documents with those changes whose numbers and days of issue follow an order."""
    return [
        Overlay(number=rank + 1, issued=dt.date(2023, 1, 1 + rank), changes=dealt[owner])
        for rank, owner in enumerate(order)
    ]


@given(distributed())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_overlays_that_touch_different_cells_does_not_matter(
    drawn: tuple[list[list[str]], list[int], list[int]],
) -> None:
    dealt, one, other = drawn
    first, second = (consolidated(in_this_order(dealt, order)) for order in (one, other))
    assert what_it_asks(first) == what_it_asks(second)
    unit = {"name": "Xã A", "level": "commune", "province": "Nghệ An"}
    facts = {
        "clean_water_share": "95 %",
        "irrigated_land_share": "93 %",
        "commune_roads_paved_share": "96 %",
        "income_per_capita": "94 triệu đồng/người/năm",
    }
    record = unit_record({"unit": unit, "year": 2024, "observations": facts})
    outcomes = [{i.id: i.outcome for i in evaluate(record, s).indicators()} for s in (first, second)]
    assert outcomes[0] == outcomes[1]


INCOME = at(a_criterion('replace: {criterion: "10"}', "10", "income_per_capita"), 96).replace(
    "96 %", "96 triệu đồng/người/năm"
)

# Pairs of changes that have a cell in common although they are not written alike.
OVERLAPPING = {
    "one level twice": (change("2.1", 95), change("2.1", 96)),
    "the same level twice": (change("2.1", 95), change("2.1", 95)),
    "a level and its row": (
        change("2.1", 95),
        at(a_row('replace: {indicator: "2.1"}', "commune_roads_paved_share"), 96),
    ),
    "a level and its criterion": (change("10, 2023", 60), INCOME),
    "a row and the criterion it joins": (
        at(a_row('add: {indicator: "10.9", to: "10"}', "clean_water_share"), 95),
        INCOME,
    ),
    "a level and one column of it": (
        change("3.1", 95),
        a_level("3.1", "at_least: {by: region, BTB: 96 %}"),
    ),
    "a year and a column": (
        a_level("2.1", "at_least: {by: year, 2023: 95 %}"),
        a_level("2.1", "at_least: {by: region, BTB: 96 %}"),
    ),
    "a year and a column within it": (
        change("10, 2023", 60),
        a_level("10", "at_least: {by: [year, region], 2023: {BTB: 61 triệu đồng/người/năm}}"),
    ),
    "one added row twice": (change("2.9", 95), change("2.9", 96)),
    "one added criterion twice": (change("20", 95), change("20", 96)),
    "one condition twice": (change("residents", 95), change("residents", 96)),
}


@pytest.mark.parametrize("pair", OVERLAPPING)
@pytest.mark.parametrize("turned", [False, True])
def test_overlays_that_have_a_cell_in_common_are_reported_whichever_comes_first(
    pair: str, turned: bool
) -> None:
    changes = OVERLAPPING[pair][::-1] if turned else OVERLAPPING[pair]
    overlays = [Overlay(n, dt.date(2023, 1, n), [text]) for n, text in enumerate(changes, 1)]
    with pytest.raises(AmendmentConflict, match=r"`1/2023` and `2/2023` both set"):
        consolidated(overlays)
    assert "cell-set-twice" in remarked(overlays)


@given(distributed(), st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_cell_that_a_second_document_sets_is_reported_in_every_order(
    drawn: tuple[list[list[str]], list[int], list[int]], data: st.DataObject
) -> None:
    dealt, order, _ = drawn
    owner = data.draw(st.integers(0, len(dealt) - 1))
    other = data.draw(st.integers(0, len(dealt) - 2))
    other += other >= owner
    dealt[other] = [*dealt[other], data.draw(st.sampled_from(dealt[owner]))]
    with pytest.raises(AmendmentConflict):
        consolidated(in_this_order(dealt, order))


def level_of(ruleset: Ruleset, indicator: str) -> str:
    [text] = {b.text for c in ruleset.indicator(indicator).comparisons for _, b in levels(c.bound)
              if isinstance(b, Level)}  # fmt: skip
    return text


def test_a_decision_that_says_it_amends_another_goes_over_it() -> None:
    first = Overlay(7, dt.date(2023, 1, 7), [change("2.1", 95), change("2.9", 95)])
    for key in ("amends", "replaces"):
        second = Overlay(3, dt.date(2023, 5, 1), [change("2.1", 97)], more=f"{key}: [7/2023]\n")
        assert level_of(consolidated([first, second]), "2.1") == "97 %"
        assert level_of(consolidated([first, second], day="2023-04-30"), "2.1") == "95 %"


def test_what_one_decision_adds_another_may_set_only_where_it_says_that_it_amends_it() -> None:
    first = Overlay(1, dt.date(2023, 1, 1), [change("2.9", 95)])
    raised = [a_level("2.9", "at_least: 97 %")]
    amending = Overlay(2, dt.date(2023, 2, 1), raised, more="amends: [1/2023]\n")
    assert level_of(consolidated([first, amending]), "2.9") == "97 %"
    with pytest.raises(UnknownName, match=r"2\.9"):
        consolidated([first, amending._replace(more="")])


def test_an_overlay_that_has_ended_leaves_its_cells_to_the_next() -> None:
    first = Overlay(1, dt.date(2023, 1, 1), [change("2.1", 95)], until="until: 2023-12-31\n")
    second = Overlay(2, dt.date(2024, 1, 1), [change("2.1", 97)])
    assert level_of(consolidated([first, second], day="2023-12-31"), "2.1") == "95 %"
    assert level_of(consolidated([first, second], day="2024-01-01"), "2.1") == "97 %"
    assert remarked([first, second]) == []


# National amendments.

NATIONAL_SET = (
    "ruleset: 991/2030\nlevel: commune\ntier: ntm\nname: {vi: Bộ thử, en: Trial}\nyears: [2030, 2031]\n"
    'columns: {by: region}\ncriteria:\n  - number: "1"\n    name: {vi: Một, en: One}\n    indicators:\n'
    '      - {id: "1.1", label: {vi: Nước, en: Water}, require: {measure: clean_water_share, at_least: 80 %}, '
    "status: sourced-1, sources: [https://example.org]}\n"
)


def national(folder: Path, id: str, issued: str, body: str, name: str, text: str) -> None:
    place = folder / f"qd-{id.replace('/', '-')}"
    place.mkdir()
    (place / "decision.yaml").write_text(
        f"id: {id}\nkind: decision\nnumber: {id}\nissuer: Bộ\nissued: {issued}\ntitle: {{vi: Thử, en: Trial}}\n"
        f"effective: {{from: 2030-01-01}}\n{body}",
        encoding="utf-8",
    )
    (place / name).write_text(text, encoding="utf-8")


def two_amendments(
    folder: Path, first: str, second: str, issued: tuple[str, str] = ("2029-12-02", "2029-12-03")
) -> None:
    """Write a national set with two amendments of one cell from two days: 85 %, and 87 % of the second."""
    sets = "sets: [{file: set.yaml, level: commune, tier: ntm}]\n"
    national(folder, "991/2030", "2029-12-01", sets, "set.yaml", NATIONAL_SET)
    entries = "amendments: [{file: a.yaml, amends: 991/2030, level: commune, tier: ntm}]\n"
    for number, since, level, day in (("992", first, 85, issued[0]), ("993", second, 87, issued[1])):
        text = (
            f"amendment: {number}/2030\namends: {{ruleset: 991/2030, tier: ntm}}\nfrom: {since}\nchanges:\n"
        )
        text += a_level("1.1", f"at_least: {level} %")
        national(folder, f"{number}/2030", day, entries, "a.yaml", text)


@pytest.mark.parametrize("issued", [("2029-12-02", "2029-12-03"), ("2029-12-03", "2029-12-02")])
def test_national_amendments_of_one_cell_follow_each_other_by_the_day_from_which_they_hold(
    tmp_path: Path, issued: tuple[str, str]
) -> None:
    two_amendments(tmp_path, "2030-03-01", "2030-09-01", issued)
    documents = read_catalogue(tmp_path)
    found = [level_of(documents.load("991/2030", as_of=f"2030-{day}"), "1.1")
             for day in ("02-28", "03-01", "08-31", "09-01")]  # fmt: skip
    assert found == ["80 %", "85 %", "85 %", "87 %"]
    assert level_of(documents.load("991/2030"), "1.1") == "87 %"
    assert analyse(documents) == ()


def test_national_amendments_of_one_cell_from_one_day_are_reported(tmp_path: Path) -> None:
    two_amendments(tmp_path, "2030-03-01", "2030-03-01")
    documents = read_catalogue(tmp_path)
    with pytest.raises(AmendmentConflict, match=r"`992/2030` and `993/2030` both set indicator `1\.1`"):
        documents.load("991/2030", as_of="2030-03-01")
    assert level_of(documents.load("991/2030", as_of="2030-02-28"), "1.1") == "80 %"
    assert [r.code for r in analyse(documents)] == ["cell-set-twice"]


def test_of_national_amendments_from_one_day_the_one_that_amends_the_other_goes_over_it(
    tmp_path: Path,
) -> None:
    two_amendments(tmp_path, "2030-03-01", "2030-03-01")
    decision = tmp_path / "qd-993-2030" / "decision.yaml"
    decision.write_text(decision.read_text(encoding="utf-8") + "amends: [992/2030]\n", encoding="utf-8")
    assert level_of(read_catalogue(tmp_path).load("991/2030", as_of="2030-03-01"), "1.1") == "87 %"


def test_the_shipped_overlays_of_one_set_and_province_touch_different_cells() -> None:
    documents = catalogue()
    for entry in documents.sets:
        provinces = [a.decision.province for a in documents.changes_of(entry) if a.decision.province]
        for one, other in combinations(provinces, 2):
            if one == other:
                assert documents.load_entry(entry, "2025-06-30", one).province == one
