"""One unit over the years: recognitions, yearly records, mergers, reviews, look-back windows."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest

from ntm_rules.errors import Contradiction, NtmRulesError, UnexpectedValue, UnknownName
from ntm_rules.facts import History, Tier, history, read_history, read_unit_file, unit_record

FILE = """\
unit: {name: xã Ví Dụ, level: commune, province: Quảng Nam}
recognitions:
  - {tier: ntm, under: 1980/2016, on: 2019-01-15}
  - {tier: nang_cao, under: 318/2022, on: 2024-06-20}
reviews:
  - {ruleset: 318/2022, tier: ntm, on: 2023-09-30, criteria_met: 16/19, failing: ["5", "9", "13"], source: "https://example.org"}
history:
  - {year: 2018, designations: [khu vực III], observations: {income_per_capita: 36 triệu đồng/người/năm, unlawful_mass_complaints: 0}}
  - {year: 2023, observations: {income_per_capita: 50 triệu đồng/người/năm, unlawful_mass_complaints: 1}}
  - {year: 2022, assessed_on: 2023-03-01, observations: {income_per_capita: trên 47 triệu đồng/người/năm, unlawful_mass_complaints: 0}}
"""


def year(number: int, **observations: object) -> dict[str, object]:
    unit = {"name": "xã A", "level": "commune", "province": "Quảng Nam"}
    return {"unit": unit, "year": number, "observations": observations}


def write(folder: Path, text: str, name: str = "unit.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def commune(tmp_path: Path) -> History:
    return read_history(write(tmp_path, FILE))


def test_a_history_holds_its_years_in_order_however_they_are_written(commune: History) -> None:
    assert [record.year for record in commune.records] == [2018, 2022, 2023]
    assert {record.unit.name for record in commune.records} == {"xã Ví Dụ"}


def test_a_unit_is_designated_in_each_year_as_that_year_says(commune: History) -> None:
    assert [bool(record.unit.designations) for record in commune.records] == [True, False, False]


@pytest.mark.parametrize(
    ("day", "year"), [("2017-12-31", None), ("2018-05-01", 2018), ("2022-12-31", 2018), ("2023-03-01", 2023)]
)
def test_what_was_known_on_a_day_is_the_latest_year_recorded_by_then(
    commune: History, day: str, year: int | None
) -> None:
    known = commune.facts_on(dt.date.fromisoformat(day))
    assert (known and known.year) == year


def test_a_record_of_a_period_is_its_last_year_known_on_the_day(commune: History) -> None:
    found = commune.facts_of(2021, 2022, dt.date(2024, 1, 1))
    assert found is not None
    assert found.year == 2022
    assert commune.facts_of(2021, 2022, dt.date(2022, 12, 31)) is None


@pytest.mark.parametrize(
    ("day", "tiers"), [("2019-01-14", []), ("2024-06-19", ["ntm"]), ("2024-06-20", ["ntm", "nang_cao"])]
)
def test_a_title_is_held_from_the_day_it_was_given(commune: History, day: str, tiers: list[str]) -> None:
    held = commune.held_on(dt.date.fromisoformat(day))
    assert held is not None
    assert [recognition.tier for recognition in held] == tiers


def test_a_revoked_title_is_no_longer_held() -> None:
    given = history(
        year(2024) | {"recognitions": [{"tier": "ntm", "on": "2019-01-15", "revoked": "2024-03-01"}]}
    )
    assert len(given.held_on(dt.date(2024, 2, 29)) or ()) == 1
    assert given.held_on(dt.date(2024, 3, 1)) == ()


def test_what_is_not_recorded_of_titles_stays_untold() -> None:
    assert history(year(2024)).held_on(dt.date(2024, 12, 31)) is None
    assert history(year(2024) | {"recognitions": []}).held_on(dt.date(2024, 12, 31)) == ()


def test_a_look_back_window_is_fed_from_the_years_of_the_history(commune: History) -> None:
    record = commune.facts_on(dt.date(2023, 12, 31), {"unlawful_mass_complaints"})
    assert record is not None
    assert dict(record.observations["unlawful_mass_complaints"].years) == {2018: 0, 2022: 0, 2023: 1}
    assert record.observations["income_per_capita"].years == {}


def test_a_one_sided_figure_is_no_figure_of_a_single_year(commune: History) -> None:
    record = commune.facts_on(dt.date(2023, 12, 31), {"income_per_capita"})
    assert record is not None
    assert set(record.observations["income_per_capita"].years) == {2018, 2023}


def test_a_year_told_in_two_ways_is_refused() -> None:
    first = year(2022, unlawful_mass_complaints="0 vụ")
    later = year(2023, unlawful_mass_complaints={"years": {2022: "1 vụ"}})
    both = history([unit_record(first), unit_record(later)])
    with pytest.raises(Contradiction, match=r"`unlawful_mass_complaints` of `2022` is told in two ways"):
        both.facts_on(dt.date(2024, 1, 1), {"unlawful_mass_complaints"})


def test_no_figure_is_carried_from_one_year_into_another() -> None:
    first = unit_record(year(2022, health_insurance_share="95 %"))
    both = history([first, unit_record(year(2023, stunting_share="6 %"))])
    record = both.facts_on(dt.date(2023, 12, 31))
    assert record is not None
    assert list(record.observations) == ["stunting_share"]


def test_a_year_in_which_nothing_was_observed_tells_no_facts() -> None:
    first = unit_record(year(2022, health_insurance_share="95 %"))
    both = history([first, unit_record(year(2023))])
    record = both.facts_on(dt.date(2023, 12, 31))
    assert record is not None
    assert record.year == 2022
    assert both.facts_of(2023, 2023, dt.date(2023, 12, 31)) is None


def test_a_unit_file_of_one_year_is_a_history_of_one_year(tmp_path: Path) -> None:
    path = write(tmp_path, "unit: {name: xã A, level: xã, province: Quảng Nam}\nyear: 2023\n")
    assert read_history(path).records == (read_unit_file(path),)


def test_files_of_one_unit_make_one_history(tmp_path: Path) -> None:
    text = "unit: {name: xã A, level: xã, province: Quảng Nam}\nyear: %d\nrecognitions:\n%s"
    older = "  - {tier: ntm, under: 1980/2016}\n"
    newer = "  - {tier: ntm, under: 1980/2016, on: 2019-01-15}\n  - {tier: nang_cao, under: 318/2022, on: 2025-01-20}\n"
    found = read_history(
        write(tmp_path, text % (2024, newer), "b.yaml"), write(tmp_path, text % (2018, older), "a.yaml")
    )
    assert [record.year for record in found.records] == [2018, 2024]
    assert [(r.tier, r.on) for r in found.recognitions or ()] == [
        (Tier.NTM, dt.date(2019, 1, 15)),
        (Tier.NANG_CAO, dt.date(2025, 1, 20)),
    ]


def test_files_of_two_units_are_no_history() -> None:
    other = year(2024) | {"unit": {"name": "xã B", "level": "commune", "province": "Quảng Nam"}}
    with pytest.raises(Contradiction, match="`xã A` of `Quảng Nam` and `xã B` of `Quảng Nam`"):
        history([unit_record(year(2023)), unit_record(other)])


def test_two_units_of_one_name_are_told_apart_by_their_codes() -> None:
    def coded(code: str) -> dict[str, object]:
        return year(2024) | {
            "unit": {"name": "xã A", "level": "commune", "province": "Quảng Nam", "code": code}
        }

    assert (
        history([unit_record(coded("20977")), unit_record(coded("20977") | {"year": 2023})]).unit.code
        == "20977"
    )
    with pytest.raises(Contradiction, match="expected those of one unit"):
        history([unit_record(coded("20977")), unit_record(coded("20980") | {"year": 2023})])


def test_one_year_recorded_twice_needs_a_day_for_each() -> None:
    with pytest.raises(Contradiction, match="two records of `2023`"):
        history([unit_record(year(2023)), unit_record(year(2023))])
    twice = [unit_record(year(2023) | {"assessed_on": day}) for day in ("2024-03-01", "2024-01-01")]
    assert history(twice).records[-1].assessed_on == dt.date(2024, 3, 1)


def test_a_history_of_nothing_is_refused() -> None:
    with pytest.raises(UnexpectedValue, match="at least one record"):
        history([])
    with pytest.raises(UnexpectedValue, match="at least one year"):
        history({"unit": {"name": "xã A", "level": "commune", "province": "Quảng Nam"}, "history": []})


def test_a_misspelt_key_of_a_year_is_told_with_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, FILE.replace("assessed_on", "assesed_on"))
    with pytest.raises(UnknownName, match=r"unit\.yaml:10:18.*\n.*did you mean `assessed_on`"):
        read_history(path)


MERGED = {
    "merged_from": {
        "on": "2025-07-01",
        "units": [
            {"name": "xã A cũ", "recognitions": [{"tier": "ntm", "under": "318/2022", "on": "2023-12-31"}]},
            {"name": "xã B cũ"},
        ],
    }
}


def test_the_titles_of_predecessors_are_shown_and_not_inherited() -> None:
    merged = history(year(2025) | MERGED)
    assert merged.merger is not None
    assert [unit.name for unit in merged.merger.units] == ["xã A cũ", "xã B cũ"]
    assert [r.tier for r in merged.merger.units[0].recognitions or ()] == ["ntm"]
    assert merged.merger.units[1].recognitions is None
    assert merged.held_on(dt.date(2025, 12, 31)) is None


@pytest.mark.parametrize("given", [{"tier": "ntm", "on": "2023-12-31"}, {"tier": "ntm"}])
def test_a_title_from_before_the_merger_is_not_the_merged_units_own(given: object) -> None:
    merged = history(year(2025) | MERGED | {"recognitions": [given]})
    assert len(merged.held_on(dt.date(2025, 6, 30)) or ()) == 1
    assert merged.held_on(dt.date(2025, 7, 1)) == ()


def test_facts_from_before_the_merger_are_those_of_another_unit() -> None:
    merged = history([unit_record(year(2023)), unit_record(year(2025) | MERGED)])
    assert [r.year for r in merged.known_on(dt.date(2025, 6, 30))] == [2023]
    assert [r.year for r in merged.known_on(dt.date(2025, 7, 1))] == [2025]


def test_a_merged_unit_may_be_recognised_anew() -> None:
    merged = history(year(2025) | MERGED | {"recognitions": [{"tier": "ntm", "on": "2025-11-20"}]})
    assert len(merged.held_on(dt.date(2025, 12, 31)) or ()) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"merged_from": {"on": "2025-07-01", "units": []}}, "a merger of no units"),
        (
            {
                "merged_from": {
                    "on": "2025-07-01",
                    "units": [{"name": "B", "recognitions": [{"tier": "ntm", "on": "2025-07-02"}]}],
                }
            },
            "`B` recognised on `2025-07-02`, when it had become part of another unit",
        ),
        (
            {"recognitions": [{"tier": "ntm", "on": "2024-05-01", "until": "2024-04-30"}]},
            "ended on `2024-04-30`",
        ),
        (
            {"recognitions": [{"tier": "ntm", "on": "2024-05-01", "revoked": "2024-04-30"}]},
            "revoked on `2024-04-30`",
        ),
        (
            {"reviews": [{"ruleset": "318/2022", "tier": "ntm", "criteria_met": "20/19"}]},
            "found `20` criteria met of `19`",
        ),
        (
            {
                "reviews": [
                    {"ruleset": "318/2022", "tier": "ntm", "criteria_met": "18/19", "failing": ["5", "9"]}
                ]
            },
            "found `18` criteria met and `2` named as not met of `19`",
        ),
        (
            {"reviews": [{"ruleset": "318/2022", "tier": "ntm", "criteria_met": "16"}]},
            "criteria met of all, such as `16/19`",
        ),
        (
            {"reviews": [{"ruleset": "318", "tier": "ntm", "criteria_met": "16/19"}]},
            "the decision as number/year",
        ),
    ],
)
def test_what_cannot_be_true_of_a_unit_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(NtmRulesError, match=said):
        history(year(2025) | MERGED | given)


def test_a_review_counts_the_criteria_and_names_those_that_fail(commune: History) -> None:
    review = commune.review_of("318/2022", "ntm", dt.date(2023, 12, 31))
    assert review is not None
    assert (review.met, review.of, review.failing_count, review.names_all) == (16, 19, 3, True)
    assert commune.review_of("318/2022", "ntm", dt.date(2023, 9, 29)) is None
    assert commune.review_of("318/2022", "nang_cao", dt.date(2023, 12, 31)) is None


def test_a_history_can_be_pickled_and_hashed(commune: History) -> None:
    again = pickle.loads(pickle.dumps(commune))
    assert again == commune
    assert hash(again) == hash(commune)
