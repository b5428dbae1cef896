"""The catalogues of measures and places, read as plain YAML: what every reader of the data may rely on.

Nothing of the library is imported here; how it loads these files is tested with the loader.
"""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

RULESETS = Path(__file__).resolve().parents[2] / "rulesets"
MERGER_DAY = date(2025, 7, 1)

FIXED_MEASURES = (
    "income_per_capita",
    "multidimensional_poverty_share",
    "poor_household_share",
    "health_insurance_share",
    "trained_labour_share",
    "certified_labour_share",
    "sound_house_share",
    "grid_electricity_share",
    "clean_water_share",
    "hygienic_water_share",
    "stunting_share",
    "lower_secondary_continuation_share",
)
KINDS = {"share", "money", "ratio", "count", "area", "length", "attested", "ordinal", "rate"}
MEASURE_KEYS = {"label", "kind", "unit", "of", "scale", "may_exceed", "not_to_be_confused_with"}
PLACE_KEYS = {"name", "also", "region", "from", "until", "of", "merged_into", "note"}
PROVINCES_PER_REGION = {
    "TDMNPB": 14,
    "DBSH": 11,
    "BTB": 6,
    "DHNTB": 8,
    "TN": 5,
    "DNB": 6,
    "DBSCL": 13,
}
LOOK_ALIKES = (
    ("poor_household_share", "multidimensional_poverty_share"),
    ("poor_household_share", "income_poor_household_share"),
    ("income_poor_household_share", "multidimensional_poverty_share"),
    ("standard_house_share", "sound_house_share"),
    ("trained_labour_share", "trained_employed_labour_share"),
    ("trained_labour_share", "certified_labour_share"),
    ("regular_employment_share", "employed_labour_share"),
    ("hygienic_water_share", "clean_water_share"),
    ("clean_water_share", "centralised_clean_water_share"),
    ("lanes_clean_share", "lanes_hardened_share"),
    ("businesses_environment_compliant", "businesses_environment_compliant_share"),
    ("electronic_health_book_share", "electronic_health_book_deployed"),
    ("small_irrigation_works_maintained", "small_irrigation_works_maintained_share"),
)

Entry = dict[str, Any]


def read(name: str) -> Any:
    return yaml.safe_load((RULESETS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def measures() -> dict[str, Entry]:
    catalogue: dict[str, Entry] = read("measures.yaml")["measures"]
    return catalogue


@pytest.fixture(scope="module")
def regions() -> dict[str, Entry]:
    named: dict[str, Entry] = read("places.yaml")["regions"]
    return named


@pytest.fixture(scope="module")
def places() -> list[Entry]:
    entries: list[Entry] = read("places.yaml")["provinces"]
    return entries


@pytest.fixture(scope="module")
def before(places: list[Entry]) -> dict[str, Entry]:
    """The provinces that existed on the day before the merger, by name."""
    return {place["name"]: place for place in places if "from" not in place}


@pytest.fixture(scope="module")
def after(places: list[Entry]) -> dict[str, Entry]:
    """The provinces that exist from the day of the merger, by name."""
    return {place["name"]: place for place in places if "until" not in place}


@pytest.mark.parametrize("measure", FIXED_MEASURES)
def test_a_measure_whose_id_is_fixed_is_in_the_catalogue(measures: dict[str, Entry], measure: str) -> None:
    assert measure in measures


def test_no_measure_is_written_twice() -> None:
    text = (RULESETS / "measures.yaml").read_text(encoding="utf-8")
    written = Counter(
        line.strip(" :")
        for line in text.splitlines()
        if line.startswith("  ") and line[2] not in " #" and line.endswith(":")
    )
    assert [measure for measure, times in written.items() if times > 1] == []


def test_a_measure_has_only_the_keys_of_the_grammar(measures: dict[str, Entry]) -> None:
    assert {key for entry in measures.values() for key in entry} <= MEASURE_KEYS


def test_every_measure_is_labelled_in_vietnamese_and_in_english(
    measures: dict[str, Entry],
) -> None:
    for measure, entry in measures.items():
        assert set(entry["label"]) == {"vi", "en"}, measure
        assert all(isinstance(text, str) and text for text in entry["label"].values()), measure


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_two_measures_share_a_label(measures: dict[str, Entry], language: str) -> None:
    labels = Counter(entry["label"][language] for entry in measures.values())
    assert [label for label, times in labels.items() if times > 1] == []


def test_every_kind_is_one_that_the_grammar_knows(measures: dict[str, Entry]) -> None:
    assert {entry["kind"] for entry in measures.values()} <= KINDS


def test_every_share_is_in_percent(measures: dict[str, Entry]) -> None:
    shares = {name: entry for name, entry in measures.items() if entry["kind"] == "share"}
    assert [name for name, entry in shares.items() if entry.get("unit") != "%"] == []


def test_a_measure_is_called_a_share_exactly_when_it_is_one(measures: dict[str, Entry]) -> None:
    for name, entry in measures.items():
        assert name.endswith("_share") == (entry["kind"] == "share"), name


def test_every_quantity_has_a_unit_and_no_finding_has_one(measures: dict[str, Entry]) -> None:
    for name, entry in measures.items():
        assert ("unit" in entry) == (entry["kind"] not in {"attested", "ordinal"}), name


def test_every_ordinal_has_a_scale_of_distinct_grades(measures: dict[str, Entry]) -> None:
    for name, entry in measures.items():
        if entry["kind"] == "ordinal":
            assert len(set(entry["scale"])) == len(entry["scale"]) >= 2, name
        else:
            assert "scale" not in entry, name


def test_a_measure_is_only_told_apart_from_others_that_exist_and_with_a_reason(
    measures: dict[str, Entry],
) -> None:
    for name, entry in measures.items():
        for other, reason in entry.get("not_to_be_confused_with", {}).items():
            assert other in measures, f"{name} names {other}"
            assert other != name
            assert isinstance(reason, str), f"{name} names {other}"
            assert reason, f"{name} names {other}"


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_measures_that_look_alike_are_told_apart_from_both_sides(
    measures: dict[str, Entry], one: str, other: str
) -> None:
    assert other in measures[one]["not_to_be_confused_with"]
    assert one in measures[other]["not_to_be_confused_with"]


def test_there_were_63_provinces_before_the_merger(before: dict[str, Entry]) -> None:
    assert len(before) == 63


def test_there_are_34_provinces_from_the_day_of_the_merger(after: dict[str, Entry]) -> None:
    assert len(after) == 34


def test_a_place_has_only_known_keys(places: list[Entry]) -> None:
    assert {key for place in places for key in place} <= PLACE_KEYS


def test_no_name_or_alias_means_two_provinces_on_one_day(
    before: dict[str, Entry], after: dict[str, Entry]
) -> None:
    for provinces in (before, after):
        names = Counter(
            name for place in provinces.values() for name in (place["name"], *place.get("also", ()))
        )
        assert [name for name, times in names.items() if times > 1] == []


def test_the_seven_regions_hold_the_programmes_numbers_of_provinces(
    regions: dict[str, Entry], before: dict[str, Entry]
) -> None:
    assert set(regions) == set(PROVINCES_PER_REGION)
    assert Counter(place["region"] for place in before.values()) == PROVINCES_PER_REGION


def test_every_region_is_named_in_vietnamese_and_in_english(regions: dict[str, Entry]) -> None:
    assert all(set(names) == {"vi", "en"} for names in regions.values())


def test_a_province_that_ended_names_its_successor_and_ended_on_the_eve_of_the_merger(
    before: dict[str, Entry], after: dict[str, Entry]
) -> None:
    ended = [place for place in before.values() if "until" in place]
    assert len(ended) == 52
    for place in ended:
        assert place["until"] == MERGER_DAY - timedelta(days=1)
        assert place["name"] in after[place["merged_into"]]["of"]


def test_every_former_province_lives_on_in_exactly_one_province(
    before: dict[str, Entry], after: dict[str, Entry]
) -> None:
    inherited = Counter(former for place in after.values() for former in place.get("of", [place["name"]]))
    assert inherited == dict.fromkeys(before, 1)


def test_a_new_province_begins_on_the_day_of_the_merger_and_carries_a_predecessors_name(
    after: dict[str, Entry],
) -> None:
    merged = [place for place in after.values() if "from" in place]
    assert len(merged) == 23
    for place in merged:
        assert place["from"] == MERGER_DAY
        assert place["name"] in place["of"]
        assert len(place["of"]) >= 2


def test_a_merged_province_has_a_region_only_where_its_predecessors_shared_one(
    before: dict[str, Entry], after: dict[str, Entry]
) -> None:
    for place in after.values():
        if "of" in place:
            shared = {before[former]["region"] for former in place["of"]}
            assert place["region"] == (shared.pop() if len(shared) == 1 else None), place["name"]


def test_hoa_binh_was_a_northern_mountain_province_and_is_now_part_of_phu_tho(
    before: dict[str, Entry], after: dict[str, Entry]
) -> None:
    assert before["Hòa Bình"]["region"] == "TDMNPB"
    assert before["Hòa Bình"]["merged_into"] == "Phú Thọ"
    assert after["Phú Thọ"]["region"] is None
