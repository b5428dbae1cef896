"""A watched unit: what arrives, what it changes, what is corrected and taken back; memory and threads."""

from __future__ import annotations

import datetime as dt
import gc
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest

from ntm_rules import Reclassifier, Session, Standing, UnitRecord, observe, unit_record
from ntm_rules.errors import InvalidObservation, UnexpectedValue, UnknownName
from ntm_rules.facts import Merger, Predecessor, Recognition, Review, Tier
from ntm_rules.standing import StandingChange

DAY = dt.date(2023, 11, 3)


@pytest.fixture(scope="module")
def by() -> Reclassifier:
    return Reclassifier()


def commune(name: str = "xã A", **observations: object) -> UnitRecord:
    unit = {"name": name, "level": "commune", "province": "Yên Bái"}
    titles = [{"tier": "ntm", "under": "1980/2016", "on": "2018-12-31"}]
    return unit_record({"unit": unit, "year": 2023, "recognitions": titles, "observations": observations})


def watch(by: Reclassifier, **observations: object) -> Session:
    return Session(commune("xã A", **observations), on=DAY, by=by)


def failing(watched: Session) -> tuple[str, ...]:
    assert watched.current.evidence is not None
    return watched.current.evidence.failing


def review(met: int, on: dt.date = DAY) -> Review:
    return Review("318/2022", Tier.NTM, met, 19, on)


def test_a_review_that_fails_half_of_the_criteria_changes_the_standing_and_says_why(by: Reclassifier) -> None:
    watched = watch(by)
    change = watched.review(review(9))
    assert change is not None
    assert change.before.standing is not Standing.UP_FOR_REVOCATION
    assert change.after.standing is Standing.UP_FOR_REVOCATION
    assert watched.current is change.after
    assert "18/2022" in change.derivation("en")


def test_an_update_that_changes_nothing_of_the_standing_is_not_told(by: Reclassifier) -> None:
    watched = watch(by)
    assert watched.observe("income_per_capita", "50 triệu đồng/người/năm") is None
    assert watched.current.history.records[-1].observations["income_per_capita"].value == 50


def test_a_correction_takes_the_place_of_what_was_told_before(by: Reclassifier) -> None:
    watched = watch(by)
    watched.observe("stunting_share", "60 %")
    assert failing(watched) == ("15",)
    watched.observe("stunting_share", "6 %")
    assert failing(watched) == ()


def test_what_is_taken_back_was_never_told(by: Reclassifier) -> None:
    watched, untold = watch(by), watch(by)
    watched.observe("stunting_share", "60 %")
    watched.retract("stunting_share")
    assert watched.current == untold.current
    with pytest.raises(UnknownName, match="stunting_share"):
        watched.retract("stunting_share")


def test_a_change_names_the_criteria_that_newly_fail(by: Reclassifier) -> None:
    watched = watch(by, ntm_set_met="đạt")
    change = watched.observe("stunting_share", "60 %")
    assert change is not None
    assert change.before.standing is Standing.KEPT
    assert change.newly_failing == ("15",)
    assert change.no_longer_failing == ()


def test_what_cannot_be_true_leaves_the_session_as_it_was(by: Reclassifier) -> None:
    watched = watch(by)
    before = watched.current
    for wrong in ("140 %", "60"):
        with pytest.raises((InvalidObservation, UnexpectedValue)):
            watched.observe("stunting_share", wrong)
    with pytest.raises(UnknownName, match="stunting_share"):
        watched.observe("stuning_share", "6 %")
    assert watched.current is before


def test_an_observation_of_another_measure_is_refused(by: Reclassifier) -> None:
    other = observe(by.documents.measures()["stunting_share"], "6 %")
    with pytest.raises(UnexpectedValue, match="an observation of `income_per_capita`"):
        watch(by).observe("income_per_capita", other)


def test_a_year_that_is_not_there_yet_is_begun(by: Reclassifier) -> None:
    watched = watch(by, stunting_share="6 %")
    watched.observe("stunting_share", "60 %", year=2022)
    assert [record.year for record in watched.current.history.records] == [2022, 2023]
    assert failing(watched) == ()


def test_a_recognition_and_its_revocation_change_the_title(by: Reclassifier) -> None:
    watched = watch(by)
    given = watched.recognise(Recognition(Tier.NTM, "318/2022", DAY))
    assert given is not None
    assert given.after.title == Recognition(Tier.NTM, "318/2022", DAY)
    taken = watched.revoke("ntm")
    assert taken is not None
    assert (taken.after.title, taken.after.standing) == (None, Standing.NOT_RECOGNISED)
    with pytest.raises(UnknownName, match="ntm"):
        watched.revoke("ntm")


def test_a_recognition_that_is_told_again_takes_the_place_of_the_first(by: Reclassifier) -> None:
    watched = watch(by)
    for day in (dt.date(2023, 10, 1), DAY):
        watched.recognise(Recognition(Tier.NTM, "318/2022", day))
    titles = watched.current.history.recognitions or ()
    assert [title.on for title in titles if title.under == "318/2022"] == [DAY]


def test_a_title_lapses_when_the_unit_is_merged(by: Reclassifier) -> None:
    watched = Session(commune(), on=dt.date(2025, 6, 30), by=by)
    change = watched.merge(Merger(dt.date(2025, 7, 1), (Predecessor("xã A"), Predecessor("xã B"))))
    assert change is None
    change = watched.advance("2025-07-01")
    assert change is not None
    assert change.after.standing is Standing.LAPSED_BY_MERGER


def test_the_day_only_moves_forward(by: Reclassifier) -> None:
    watched = watch(by)
    with pytest.raises(UnexpectedValue, match="not before `2023-11-03`"):
        watched.advance("2023-11-02")


def test_nothing_can_be_told_to_a_session_that_was_closed(by: Reclassifier) -> None:
    with watch(by) as watched:
        watched.observe("stunting_share", "6 %")
    with pytest.raises(UnexpectedValue, match="closed"):
        watched.observe("stunting_share", "7 %")
    assert watched.current.standing is not None


def test_a_session_ends_where_one_that_was_told_all_at_once_stands(by: Reclassifier) -> None:
    facts = {
        "stunting_share": "60 %",
        "income_per_capita": "20 triệu đồng/người/năm",
        "grid_meets_standard": "đạt",
    }
    watched = watch(by)
    for measure, value in facts.items():
        watched.observe(measure, value)
    assert watched.current.evidence == by.reclassify(commune(**facts), on=DAY).evidence
    assert watched.current.conclusions == by.reclassify(commune(**facts), on=DAY).conclusions


def update(watched: Session, number: int) -> StandingChange | None:
    return watched.observe("stunting_share", f"{number % 100} %")


def test_memory_does_not_grow_with_the_updates(by: Reclassifier) -> None:
    watched = watch(by)
    for number in range(300):
        update(watched, number)
    tracemalloc.start()
    for number in range(300):
        update(watched, number)
    gc.collect()
    early = tracemalloc.get_traced_memory()[0]
    for number in range(1500):
        update(watched, number)
    gc.collect()
    late = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert late - early < 20_000


def test_sessions_of_several_threads_do_not_mix_and_leave_no_thread(by: Reclassifier) -> None:
    def run(number: int) -> tuple[tuple[str, ...], str]:
        watched = Session(commune(f"xã {number}"), on=DAY, by=by)
        for value in range(40):
            watched.observe("stunting_share", f"{value} %")
        watched.observe("stunting_share", "60 %" if number % 2 else "6 %")
        watched.review(review(9 if number % 3 == 0 else 16))
        return failing(watched), str(watched.current.standing)

    expected = [run(number) for number in range(12)]
    threads = set(threading.enumerate())
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(run, range(12))) == expected
    assert set(threading.enumerate()) == threads
