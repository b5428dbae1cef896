"""Kleene's logic over the four outcomes, for any combination."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.evaluation.outcomes import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Channels,
    all_of,
    any_of,
    applied,
    at_least_of,
    negation,
)

codes = st.sampled_from([NOT_MET, UNKNOWN, MET, NOT_APPLICABLE])
channels: st.SearchStrategy[Channels] = st.tuples(codes, codes, codes)
parts = st.lists(channels, min_size=1, max_size=5)
Combine = Callable[[Sequence[Channels]], Channels]


def same(code: int) -> Channels:
    return (code, code, code)


def completions(code: int) -> tuple[int, ...]:
    return (NOT_MET, MET) if code == UNKNOWN else (code,)


COMBINATIONS: list[tuple[str, Combine]] = [
    ("all", all_of),
    ("any", any_of),
    ("at least two of", lambda channels: at_least_of(2, channels)),
]


@pytest.mark.parametrize("combine", [c for _, c in COMBINATIONS], ids=[n for n, _ in COMBINATIONS])
@given(found=st.lists(codes, min_size=1, max_size=4))
def test_an_unknown_part_leaves_the_whole_unknown_exactly_where_its_truth_would_matter(
    combine: Combine, found: list[int]
) -> None:
    whole = combine([same(code) for code in found])[0]
    settled = {
        combine([same(code) for code in choice])[0] for choice in product(*(completions(c) for c in found))
    }
    if len(settled) == 1:
        assert whole in (settled | {UNKNOWN})
    if whole != UNKNOWN:
        assert settled == {whole}


@given(found=parts)
def test_all_is_not_met_only_where_a_part_is_not_met_and_met_only_where_every_applicable_part_is(
    found: list[Channels],
) -> None:
    first = [part[0] for part in found]
    whole = all_of(found)[0]
    assert (whole == NOT_MET) == (NOT_MET in first)
    assert (whole in (MET, NOT_APPLICABLE)) == all(code in (MET, NOT_APPLICABLE) for code in first)


@given(found=parts)
def test_any_is_met_where_one_part_is_and_not_met_only_where_every_applicable_part_is_not(
    found: list[Channels],
) -> None:
    first = [part[0] for part in found]
    whole = any_of(found)[0]
    assert (whole == MET) == (MET in first)
    assert (whole == NOT_MET) == (set(first) <= {NOT_MET, NOT_APPLICABLE} and NOT_MET in first)


@given(found=parts, seed=st.randoms())
def test_the_order_of_parts_never_matters(found: list[Channels], seed: object) -> None:
    shuffled = list(found)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    for _, combine in COMBINATIONS:
        assert combine(found) == combine(shuffled)


@given(found=parts)
def test_a_part_that_does_not_apply_changes_nothing(found: list[Channels]) -> None:
    more = [*found, same(NOT_APPLICABLE)]
    assert all_of(more) == all_of(found)
    assert any_of(more) == any_of(found)


@given(part=channels)
def test_denying_twice_is_asserting(part: Channels) -> None:
    assert negation(negation(part)) == part


@given(part=channels)
def test_what_does_not_apply_is_not_applicable_and_what_applies_is_itself(part: Channels) -> None:
    assert applied(same(MET), part) == part
    assert applied(same(NOT_MET), part) == same(NOT_APPLICABLE)


@given(part=codes)
def test_where_applicability_is_unknown_only_a_met_requirement_is_certain(part: int) -> None:
    result = applied(same(UNKNOWN), same(part))[0]
    assert result == (MET if part in (MET, NOT_APPLICABLE) else UNKNOWN)
