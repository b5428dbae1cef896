"""Whatever the unknown members turn out to be, a decided comparison stands and the value lies in its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.roll_up import Programme, set_text

from ntm_rules import UnitRecord, Verdict, evaluate
from ntm_rules.evaluation import Tally
from ntm_rules.law import Ruleset, read_ruleset
from ntm_rules.yaml_nodes import parse_yaml

MEMBERS = "{kinds: [commune], satisfy: {measure: trial_good, is: true}, total: trial_total}"
KNOWN = ("đạt", "chưa đạt", "không áp dụng")
OPERATORS = ("at_least", "at_most", "above", "below", "equals")
STATES = st.lists(st.sampled_from((*KNOWN, None)), max_size=7)
PASSES = ("met", "not_applicable")


def the_set(programme: Programme, operator: str, level: str, measure: str) -> Ruleset:
    require = f"{{measure: {measure}, {operator}: {level}, members: {MEMBERS}}}"
    text = set_text("district", "ntm", [(require, "sourced-1")], id="901/2030")
    return read_ruleset(parse_yaml(text), programme.measures)


def a_district(programme: Programme, states: Sequence[str | None], facts: Mapping[str, object]) -> UnitRecord:
    communes = [
        programme.unit(f"Xã {n}", "commune", {} if state is None else {"trial_good": state})
        for n, state in enumerate(states)
    ]
    return programme.unit("Huyện Thử", "district", facts, communes)


def tally_of(verdict: Verdict) -> Tally:
    tally = verdict.indicator("1").findings[0].tally
    assert tally is not None
    return tally


@settings(deadline=None)
@given(data=st.data())
def test_no_completion_of_the_unknowns_contradicts_what_was_decided(
    programme: Programme, data: st.DataObject
) -> None:
    states = data.draw(STATES)
    missing = data.draw(st.integers(0, 3))
    share = data.draw(st.booleans())
    operator = data.draw(st.sampled_from(OPERATORS))
    if share:
        level = f"{data.draw(st.integers(0, 100))} %"
        assume((operator, level) not in {("above", "100 %"), ("below", "0 %")})  # no share can be so
    else:
        level = f"{data.draw(st.integers(0, 8))} xã"
    measure = "trial_good_share" if share else "trial_ntm_count"
    ruleset = the_set(programme, operator, level, measure)
    facts = {"trial_total": f"{len(states) + missing} xã"}

    decided = evaluate(a_district(programme, states, facts), ruleset, documents=programme.documents)
    span = tally_of(decided).span(share=share)
    completion = [data.draw(st.sampled_from(KNOWN)) if s is None else s for s in states]
    completion += [data.draw(st.sampled_from(KNOWN)) for _ in range(missing)]
    whole = evaluate(a_district(programme, completion, facts), ruleset, documents=programme.documents)

    before, after = decided.indicator("1").outcome, whole.indicator("1").outcome
    assert after != "unknown"
    if before != "unknown":
        assert (before in PASSES) == (after in PASSES)
    counted = [state for state in completion if state != "không áp dụng"]
    if span is not None and (counted or not share):
        met = counted.count("đạt")
        value = Fraction(100 * met, len(counted)) if share else Fraction(met)
        assert span.low <= value
        assert span.high is not None
        assert value <= span.high


@settings(deadline=None)
@given(data=st.data())
def test_an_interval_is_no_wider_than_it_must_be(programme: Programme, data: st.DataObject) -> None:
    states = data.draw(STATES)
    assume(any(state != "không áp dụng" for state in states))
    ruleset = the_set(programme, "at_least", "50 %", "trial_good_share")
    span = tally_of(evaluate(a_district(programme, states, {}), ruleset, documents=programme.documents)).span(
        share=True
    )
    ends = []
    for answer in ("chưa đạt", "đạt"):
        completion = [answer if state is None else state for state in states]
        counted = [state for state in completion if state != "không áp dụng"]
        ends.append(Fraction(100 * counted.count("đạt"), len(counted)))
    assert span is not None
    assert [span.low, span.high] == ends


@settings(deadline=None)
@given(data=st.data())
def test_a_figure_of_the_district_that_fits_its_communes_decides_as_they_will(
    programme: Programme, data: st.DataObject
) -> None:
    completion = data.draw(st.lists(st.sampled_from(KNOWN[:2]), min_size=1, max_size=8))
    hidden = data.draw(st.lists(st.booleans(), min_size=len(completion), max_size=len(completion)))
    states = [None if hide else state for state, hide in zip(completion, hidden, strict=True)]
    ruleset = the_set(
        programme,
        data.draw(st.sampled_from(OPERATORS)),
        f"{data.draw(st.integers(0, 100))} %",
        "trial_good_share",
    )
    figure = {"trial_good_share": f"{completion.count('đạt')}/{len(completion)} xã"}
    early = evaluate(a_district(programme, states, figure), ruleset, documents=programme.documents)
    late = evaluate(a_district(programme, completion, {}), ruleset, documents=programme.documents)
    assert early.outcome == late.outcome


@settings(deadline=None)
@given(data=st.data())
def test_what_is_decided_without_a_total_stands_however_many_communes_are_missing(
    programme: Programme, data: st.DataObject
) -> None:
    """A district of the province records no communes; later it records some."""
    states, later = data.draw(STATES), data.draw(st.lists(st.sampled_from(KNOWN[:2]), max_size=12))
    operator = data.draw(st.sampled_from(OPERATORS))
    level = f"{data.draw(st.integers(0, 100))} %"
    assume((operator, level) not in {("above", "100 %"), ("below", "0 %")})
    require = f"{{measure: trial_good_share, {operator}: {level}, members: {MEMBERS}}}"
    text = set_text("province", "hoan_thanh", [(require, "sourced-1")], id="901/2030")
    ruleset = read_ruleset(parse_yaml(text), programme.measures)
    known = a_district(programme, states, {})
    unknown = programme.unit("Huyện Ngỏ", "district")
    told = unknown.with_members(a_district(programme, later, {}).members or ())

    def judged(*districts: UnitRecord) -> str:
        province = programme.unit("Hòa Bình", "province", members=districts)
        return evaluate(province, ruleset, documents=programme.documents).indicator("1").outcome

    before = judged(known, unknown)
    completion = [s if s is not None else data.draw(st.sampled_from(KNOWN[:2])) for s in states]
    after = judged(a_district(programme, completion, {}), told)
    if before != "unknown":
        assert (before in PASSES) == (after in PASSES)
