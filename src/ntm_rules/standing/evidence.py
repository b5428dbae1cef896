"""What is known of a unit under one set: its facts, an official review, an official finding, together.

The facts decide what they can. Where they leave criteria open, a review that counted them does, and an
official finding on the whole set. A review that contradicts facts of a later year is outdated; where it
contradicts facts of its own time, nothing is decided between the two. Says what the unit meets, never what it
is recognised as.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from ntm_rules.errors import Contradiction
from ntm_rules.evaluation import Outcome, Verdict
from ntm_rules.evaluation.outcomes import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    OUTCOMES,
    UNKNOWN,
    Channels,
    Code,
    all_of,
)
from ntm_rules.facts import Grade, Observation, Review
from ntm_rules.law import Catalogue, Indicator, Ruleset
from ntm_rules.law.requirements import AllOf, AnyOf, AtLeastOf, Meets, Not, Requirement
from ntm_rules.law.rulesets import SetReference
from ntm_rules.standing.clauses import Grounds
from ntm_rules.standing.facts import Fact, fact, share_of

_DECISION: Final = re.compile(r"([0-9]+)/(?:[0-9]{4}/)?QĐ-TTg")
_SAID: Final = {NOT_MET: "not_met", UNKNOWN: "unknown", MET: "met", NOT_APPLICABLE: "met"}


class Evidence(NamedTuple):
    """What is known of a unit under one set.

    Attributes:
        reference: the set.
        ruleset: its text on the day.
        verdict: what the facts come to; None where none are recorded of the years that the set judges.
        review: the last official review against the set.
        attested: the official finding on the whole set.
        codes: the outcome of each criterion, in the order of the set, as all of these tell it.
        whole: the outcome of the set: its criteria and its own conditions, such as the set that it builds on.
            Those on which a title is given, such as no construction debt, are asked when it is.
        certain, possible: how many criteria fail certainly, and at most.
        contradictory: whether the review cannot be true beside the facts.
    """

    reference: SetReference
    ruleset: Ruleset
    verdict: Verdict | None
    review: Review | None
    attested: Observation | None
    codes: tuple[Code, ...]
    whole: Code
    certain: int
    possible: int
    contradictory: bool

    @property
    def outcome(self) -> Outcome:
        return Outcome.MET if self.whole == NOT_APPLICABLE else OUTCOMES[self.whole]

    @property
    def grounds(self) -> Grounds:
        """What the outcomes rest on: the weakest level that decided one of them."""
        return _grounds(self.verdict)

    @property
    def applicable(self) -> int:
        """How many criteria apply; one of which that is not known is counted."""
        return sum(code != NOT_APPLICABLE for code in self.codes)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The numbers of the criteria that are open."""
        pairs = zip(self.ruleset.criteria, self.codes, strict=True)
        return tuple(criterion.number for criterion, code in pairs if code == UNKNOWN)

    @property
    def failing(self) -> tuple[str, ...]:
        """The numbers of the criteria that are known to fail."""
        pairs = zip(self.ruleset.criteria, self.codes, strict=True)
        return tuple(criterion.number for criterion, code in pairs if code == NOT_MET)


def evidence_of(
    reference: SetReference,
    ruleset: Ruleset,
    verdict: Verdict | None,
    review: Review | None = None,
    attested: Observation | None = None,
) -> Evidence:
    """Return what facts, a review and an official finding on the whole set tell together.

    Raises:
        Contradiction: the review counts other criteria than the set has.
    """
    if review is not None and review.of != len(ruleset.criteria):
        message = f"a review of `{review.met}/{review.of}` criteria against set `{ruleset.decision}`"
        raise Contradiction(f"{message}, which has `{len(ruleset.criteria)}`")
    if verdict is None:
        codes = (UNKNOWN,) * len(ruleset.criteria)
        own = [c for c in ruleset.conditions if not is_of_the_award(c, ruleset)]
        beside = UNKNOWN if own else NOT_APPLICABLE
    else:
        codes = tuple(criterion.channels[0] for criterion in verdict.criteria)
        own_results = (r for r in verdict.conditions if not is_of_the_award(r.indicator, ruleset))
        beside = all_of(result.channels for result in own_results)[0]
    certain, open_ = codes.count(NOT_MET), codes.count(UNKNOWN)
    possible, contradictory = certain + open_, False
    if review is not None:
        told = _reviewed(ruleset, codes, review)
        if not (told[-1] and _outdated(review, verdict)):
            codes, certain, possible, contradictory = told
    whole = min(beside, *codes)
    if certain:
        whole = NOT_MET
    elif possible and whole != NOT_MET:
        whole = UNKNOWN
    if whole == UNKNOWN and not contradictory and attested is not None:
        codes, whole, certain, possible = _attested(codes, beside, attested, certain, possible)
    return Evidence(
        reference, ruleset, verdict, review, attested, codes, whole, certain, possible, contradictory
    )


def is_of_the_award(condition: Indicator, ruleset: Ruleset) -> bool:
    """Return whether a condition is one on which a title is given, rather than one of the set itself.

    Its reference says whose it is: another decision of the prime minister than the set's own, or the rules of
    recognition. What a set builds on, and what an annex asks beside its criteria, is the set's.
    """
    reference = condition.reference.vi
    named = _DECISION.match(reference)
    if named is not None:
        return named[1] != ruleset.decision.partition("/")[0]
    return "công nhận" in reference


def _outdated(review: Review, verdict: Verdict | None) -> bool:
    return verdict is not None and review.on is not None and review.on.year < verdict.record.year


def _reviewed(
    ruleset: Ruleset, codes: tuple[Code, ...], review: Review
) -> tuple[tuple[Code, ...], int, int, bool]:
    """Return the outcomes with a review's count and names, the bounds, and whether it contradicts them."""
    failing, open_ = codes.count(NOT_MET), codes.count(UNKNOWN)
    found = review.failing_count
    named = {c.number for c in ruleset.criteria} & set(review.failing)
    pairs = list(zip(ruleset.criteria, codes, strict=True))
    denied = any(c.number in named and code in (MET, NOT_APPLICABLE) for c, code in pairs)
    unnamed = any(code == NOT_MET and c.number not in named for c, code in pairs) and review.names_all
    if denied or unnamed or not failing <= found <= failing + open_:
        return codes, min(failing, found), max(failing + open_, found), True
    told = [NOT_MET if c.number in named else code for c, code in pairs]
    if told.count(NOT_MET) == found:
        told = [MET if code == UNKNOWN else code for code in told]
    elif told.count(NOT_MET) + told.count(UNKNOWN) == found:
        told = [NOT_MET if code == UNKNOWN else code for code in told]
    return tuple(told), found, found, False


def _attested(
    codes: tuple[Code, ...], beside: Code, attested: Observation, certain: int, possible: int
) -> tuple[tuple[Code, ...], Code, int, int]:
    """Return the outcomes with an official finding on the whole set, which the facts leave open."""
    if attested.value is Grade.MET:
        return tuple(MET if code == UNKNOWN else code for code in codes), MET, 0, 0
    if attested.value in (Grade.NOT_MET, Grade.NEARLY):
        alone = beside in (MET, NOT_APPLICABLE) and possible > 0
        return codes, NOT_MET, max(certain, 1) if alone else certain, possible
    return codes, UNKNOWN, certain, possible


def evidence_facts(evidence: Evidence) -> Iterator[tuple[Fact, Grounds]]:
    """Yield what the rules are told of a set: outcomes, shares and counts, with what each rests on."""
    rests = evidence.grounds
    yield _verdict_fact(evidence.reference, evidence.whole), rests
    if evidence.applicable:
        yield (
            _failing_fact(evidence.reference, evidence.certain, evidence.possible, evidence.applicable),
            rests,
        )
    for criterion, code in zip(evidence.ruleset.criteria, evidence.codes, strict=True):
        yield _criterion_fact(evidence.reference, criterion.name.vi, code), rests


@lru_cache(maxsize=256)
def _verdict_fact(reference: SetReference, whole: Code) -> Fact:
    ruleset, level, tier = reference
    return fact("verdict", ruleset=ruleset, level=level, tier=tier, outcome=_SAID[whole])


@lru_cache(maxsize=4096)
def _failing_fact(reference: SetReference, certain: int, possible: int, apply: int) -> Fact:
    ruleset, level, tier = reference
    return fact(
        "failing",
        ruleset=ruleset,
        level=level,
        tier=tier,
        certain=share_of(min(certain, apply), apply),
        possible=share_of(min(possible, apply), apply),
        certain_count=certain,
        possible_count=possible,
    )


@lru_cache(maxsize=4096)
def _criterion_fact(reference: SetReference, name: str, code: Code) -> Fact:
    ruleset, level, tier = reference
    outcome = OUTCOMES[code].value
    return fact("criterion", ruleset=ruleset, level=level, tier=tier, name=name, outcome=outcome)


def _grounds(verdict: Verdict | None) -> Grounds:
    if verdict is None:
        return Grounds.SOURCED
    parts: list[Channels] = [part.channels for part in verdict.criteria]
    parts += [part.channels for part in verdict.conditions]
    if any(channels[0] != channels[2] for channels in parts):
        return Grounds.ASSUMED
    return Grounds.PROVISIONAL if any(c[0] != c[1] for c in parts) else Grounds.SOURCED


def attesting_measure(reference: SetReference, documents: Catalogue) -> str | None:
    """Return the measure of an official finding on a whole set, as sets that build on it name it."""
    for entry in documents.sets:
        if entry.decision.province is not None or entry.level != reference.level:
            continue
        ruleset = documents.base(entry)
        for row in (*ruleset.indicators(), *ruleset.conditions):
            for part in requirement_parts(row.require):
                if isinstance(part, Meets) and _target(part) == reference and part.attested_by is not None:
                    return part.attested_by
    return None


def _target(meets: Meets) -> SetReference:
    return SetReference(meets.ruleset, meets.level, meets.tier)


def requirement_parts(requirement: Requirement) -> Iterator[Requirement]:
    """Yield the tests that a requirement is made of."""
    match requirement:
        case AllOf() | AnyOf() | AtLeastOf():
            for part in requirement.parts:
                yield from requirement_parts(part)
        case Not():
            yield from requirement_parts(requirement.part)
        case _:
            yield requirement
