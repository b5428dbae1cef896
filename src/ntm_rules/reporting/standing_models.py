"""The models of the published JSON of what a title is worth, and its schema.

Says what the keys hold; `standing_document` fills them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from pydantic import ConfigDict, Field

from ntm_rules.evaluation import Outcome, Reason, TierOutcome
from ntm_rules.facts import Grade
from ntm_rules.law import ChangeKind
from ntm_rules.reporting.document import RecognitionDocument
from ntm_rules.reporting.published import SCHEMA_DIALECT, GapDocument, PublishedModel
from ntm_rules.standing import OpenBecause, Standing, State
from ntm_rules.standing.clauses import Grounds

_NO_MEASURE: Final = "null for a test of another kind"


class WatchedUnitDocument(PublishedModel):
    """The unit whose title was looked at."""

    name: str
    code: str | None
    level: str
    province: str


class TitleDocument(RecognitionDocument):
    """A title, which is another matter than what the facts meet."""

    until: dt.date | None = Field(description="the last day of its term, where it was given for one")


class RuleDocument(PublishedModel):
    """The rule that a conclusion rests on."""

    document: str
    rule: str
    label: str
    reference: str
    grounds: Grounds = Field(description="what the conclusion rests on, all the way down")


class SetDocument(PublishedModel):
    """A criteria set by its decision, level and tier."""

    ruleset: str
    level: str
    tier: str


class ReviewDocument(PublishedModel):
    """An official review against a set."""

    on: dt.date | None
    met: int
    of: int
    failing: tuple[str, ...] = Field(description="the criteria that are named as not met")
    source: str | None


class EvidenceDocument(PublishedModel):
    """What is known of the unit under a set."""

    set: SetDocument
    outcome: Outcome = Field(description="of the set's criteria and the sets that it builds on")
    failing_at_least: int
    failing_at_most: int
    criteria_applicable: int
    criteria_failing: tuple[str, ...]
    criteria_unknown: tuple[str, ...]
    facts_of: int | None = Field(description="the year of the facts; null where none are of the set's years")
    digest: str
    provisional: bool
    assumed: bool
    review: ReviewDocument | None
    attested: Grade | None = Field(description="an official finding on the whole set")
    contradictory: bool = Field(description="whether the review contradicts facts of its own time")


class EarlierDocument(PublishedModel):
    """What the facts come to under the set that the title was given by."""

    set: SetDocument
    outcome: TierOutcome
    criteria_met: int
    criteria_applicable: int
    facts_of: int
    recorded: bool = Field(
        description="whether the facts are of the years of that set; else today's, against its last levels"
    )


class ChangeDocument(PublishedModel):
    """One demand in both sets."""

    kind: ChangeKind
    measure: str | None = Field(description=_NO_MEASURE)
    comparable: bool = Field(description="whether one observation can be held against both demands")
    before: Outcome | None
    now: Outcome | None
    was: str | None = Field(description="id of the indicator or condition in the earlier set")
    became: str | None
    reason: Reason | None
    explanation: str
    gaps: tuple[GapDocument, ...]
    missing: tuple[str, ...]


class HoldingDocument(PublishedModel):
    """A criterion or condition: how the unit stood in it, and how it stands."""

    number: str
    name: str
    condition: bool
    before: Outcome | None
    now: Outcome | None
    state: State
    lost: bool = Field(description="whether it held before, as far as its failing demands go, and fails now")
    came_from: tuple[str, ...]
    missing: tuple[str, ...] = Field(description="ids of the measures whose observation would help")
    changes: tuple[ChangeDocument, ...]


class ReasonDocument(PublishedModel):
    """Why the standing cannot be told."""

    why: OpenBecause
    explanation: str
    set: SetDocument | None
    criteria: tuple[str, ...]
    missing: tuple[str, ...]
    unconfirmed: tuple[str, ...] = Field(
        description="indicators whose level is unconfirmed or left to another authority"
    )


class ObligationDocument(PublishedModel):
    """A duty that follows from the title."""

    what: str
    explanation: str
    who: str | None
    to: str | None
    set: SetDocument | None
    tier: str | None
    every_months: int | None
    since: dt.date | None
    deadline: dt.date | None = Field(description="null where the law gives none")
    rule: RuleDocument


class NextStepDocument(PublishedModel):
    """A tier that may be aimed for, and the distance to it."""

    tier: str
    level: str
    ruleset: str | None
    condition: str
    explanation: str
    outcome: TierOutcome | None = Field(description="null where no set is named or no facts are recorded")
    criteria_failing: tuple[str, ...]
    criteria_unknown: tuple[str, ...]
    gaps: tuple[GapDocument, ...]
    rule: RuleDocument


class BranchDocument(PublishedModel):
    """What the unit may develop beside the tiers."""

    what: str
    condition: str
    explanation: str
    rule: RuleDocument


class PredecessorDocument(PublishedModel):
    """A unit that became part of this one; its titles are not inherited."""

    name: str
    recognitions: tuple[TitleDocument, ...] | None


class MergerDocument(PublishedModel):
    """The merger that formed the unit."""

    on: dt.date
    units: tuple[PredecessorDocument, ...]
    reported_level: str | None = Field(
        description="the level to be reported until the unit is reviewed, `none` or `unknown`; not a title"
    )


class ReclassificationDocument(PublishedModel):
    """What a title is worth on a day."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Reclassification of ntm-rules")

    unit: WatchedUnitDocument
    on: dt.date
    title: TitleDocument | None = Field(description="the title that was looked at")
    standing: Standing
    standing_label: str
    rule: RuleDocument | None
    possible: tuple[Standing, ...] = Field(description="what the title may still turn out to be worth")
    reasons: tuple[ReasonDocument, ...] = Field(description="why the standing cannot be told")
    held_against: EvidenceDocument | None
    benchmark: EvidenceDocument | None = Field(description="the set by which revocation is counted")
    must_meet_first: SetDocument | None
    stale: bool = Field(description="whether `criteria` rest on facts from before the years of the set")
    before: EarlierDocument | None
    criteria: tuple[HoldingDocument, ...] = Field(description="compared by what is measured")
    obligations: tuple[ObligationDocument, ...]
    next_steps: tuple[NextStepDocument, ...]
    branches: tuple[BranchDocument, ...]
    recognised_again: SetDocument | None = Field(description="the set by which it may be recognised again")
    left_to_province: tuple[str, ...]
    merger: MergerDocument | None
    rules: str = Field(description="SHA-256 of the directive rules in force on the day")
    derivation: tuple[str, ...] = Field(description="every conclusion with its rules and facts, indented")

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return the document as JSON text."""
        return self.model_dump_json(indent=indent)


def standing_schema() -> dict[str, Any]:
    """Return the JSON Schema of a reclassification document."""
    return {"$schema": SCHEMA_DIALECT, **ReclassificationDocument.model_json_schema(mode="serialization")}
