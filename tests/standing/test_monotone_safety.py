"""Learning more of a unit is safe: a title that is kept is not lost but by a criterion that newly fails."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules import Reclassification, Reclassifier, Standing, load, measures, unit_record

DAY = "2023-11-03"
TITLES = {
    "ntm": {"tier": "ntm", "under": "1980/2016", "on": "2018-12-31"},
    "nang_cao": {"tier": "nang_cao", "under": "1345/2018", "on": "2020-12-31"},
    "kieu_mau": {"tier": "kieu_mau", "under": "691/2018", "on": "2020-12-31"},
}


@cache
def by(trust: str) -> Reclassifier:
    return Reclassifier(trust=trust)


@cache
def asked(tier: str) -> tuple[str, ...]:
    """Return the measures of the sets that a title is held against."""
    sets = (
        [("318/2022", "nang_cao"), ("319/2022", "kieu_mau")] if tier == "kieu_mau" else [("318/2022", tier)]
    )
    return tuple(
        dict.fromkeys(
            comparison.measure
            for ruleset, of in sets
            for indicator in load(ruleset, tier=of, as_of=DAY).indicators()
            for comparison in indicator.comparisons
        )
    )


def values(measure: str) -> st.SearchStrategy[object]:
    found = measures()[measure]
    if found.kind == "attested":
        return st.sampled_from(["đạt", "chưa đạt", "cơ bản đạt", "không áp dụng"])
    if found.kind == "ordinal":
        return st.sampled_from(found.scale)
    numbers = st.integers(0, 100 if found.kind == "share" else 120)
    return numbers.map(lambda number: f"{number} {found.unit}")


@st.composite
def facts(draw: st.DrawFn, tier: str) -> dict[str, object]:
    chosen = draw(st.lists(st.sampled_from(asked(tier)), unique=True, max_size=45))
    return {measure: draw(values(measure)) for measure in chosen}


class Case(NamedTuple):
    """A title, what was known of the unit, what is known later, and findings beside the facts."""

    tier: str
    trust: str
    some: Mapping[str, object]
    more: Mapping[str, object]
    review: Mapping[str, object] | None
    attested: bool


@st.composite
def cases(draw: st.DrawFn, *, findings: bool = False) -> Case:
    tier = draw(st.sampled_from(sorted(TITLES)))
    whole = draw(facts(tier))
    kept = draw(st.sets(st.sampled_from(sorted(whole)))) if whole else set()
    of = "nang_cao" if tier == "kieu_mau" else tier
    met = draw(st.none() | st.integers(0, 19)) if findings else None
    review = None if met is None else {"ruleset": "318/2022", "tier": of, "criteria_met": f"{met}/19"}
    trust = draw(st.sampled_from(["recalled", "candidate"]))
    # Nâng cao builds on NTM, which an official finding may tell; of the set itself it would be a finding.
    attested = findings or tier != "ntm"
    return Case(tier, trust, {m: whole[m] for m in kept}, whole, review, attested)


def judged(case: Case, observed: Mapping[str, object]) -> Reclassification:
    attested = {"ntm_set_met": "đạt"} if case.attested else {}
    record = unit_record(
        {
            "unit": {"name": "xã A", "level": "commune", "province": "Nghệ An"},
            "year": 2023,
            "observations": {**observed, **attested},
            "recognitions": [TITLES[case.tier]],
            "reviews": [] if case.review is None else [case.review],
        }
    )
    return by(case.trust).reclassify(record, on=DAY)


def failing(found: Reclassification) -> set[tuple[str, str]]:
    """Return what is known to fail: criteria by number, and the whole of a set by its own conditions."""
    return {
        (evidence.reference.tier, part)
        for evidence in (found.evidence, found.benchmark)
        if evidence is not None
        for part in (*evidence.failing, *(("whole",) if evidence.outcome == "not_met" else ()))
    }


@settings(max_examples=150, deadline=None)
@given(cases(findings=True))
def test_adding_facts_never_turns_kept_into_revoked_without_a_criterion_newly_failing(case: Case) -> None:
    before, after = judged(case, case.some), judged(case, case.more)
    kept = (Standing.KEPT, Standing.SLIPPED_BUT_KEPT)
    if before.standing in kept and after.standing is Standing.UP_FOR_REVOCATION:
        assert failing(after) - failing(before)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_adding_facts_only_narrows_what_may_fail(case: Case) -> None:
    before, after = judged(case, case.some), judged(case, case.more)
    for known, learnt in ((before.evidence, after.evidence), (before.benchmark, after.benchmark)):
        assert known is not None
        assert learnt is not None
        assert set(known.failing) <= set(learnt.failing)
        assert known.certain <= learnt.certain <= learnt.possible <= known.possible


@settings(max_examples=150, deadline=None)
@given(cases())
def test_what_is_certainly_up_for_revocation_stays_so_when_more_is_learnt(case: Case) -> None:
    if judged(case, case.some).standing is Standing.UP_FOR_REVOCATION:
        assert judged(case, case.more).standing is Standing.UP_FOR_REVOCATION


@settings(max_examples=150, deadline=None)
@given(cases())
def test_a_standing_that_is_told_is_among_those_that_were_possible(case: Case) -> None:
    before, after = judged(case, case.some), judged(case, case.more)
    told = (Standing.KEPT, Standing.SLIPPED_BUT_KEPT, Standing.UP_FOR_REVOCATION)
    if before.possible and after.standing in told:
        assert after.standing in before.possible
