"""A verdict as data: the models of the published JSON, and its schema.

The JSON carries the same words as the text explanation beside the codes. Does not read JSON back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from pydantic import ConfigDict, Field

from ntm_rules.evaluation import (
    Finding,
    IndicatorResult,
    Ladder,
    Outcome,
    Reason,
    TierOutcome,
    Trial,
    Verdict,
    trials,
)
from ntm_rules.facts import Recognition
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Decision, Indicator, Provenance, Source, Status, Trust
from ntm_rules.law.requirements import Comparison, Delegated, Level, Multiple, Unset
from ntm_rules.reporting.findings import FindingWords, telling
from ntm_rules.reporting.published import (
    SCHEMA_DIALECT,
    GapDocument,
    Number,
    PublishedModel,
    Value,
    gap_document,
    json_number,
    json_value,
)
from ntm_rules.reporting.requirement_text import RequirementWords


class UnitDocument(PublishedModel):
    """The unit that was judged."""

    name: str
    level: str
    kind: str
    province: str
    former_province: str | None
    region: str | None = Field(description="the programme region: as the record gives it, or of its province")
    designations: tuple[str, ...]
    group: str | None
    year: int = Field(description="the year of the data")
    assessed_on: dt.date | None


class CandidateDocument(PublishedModel):
    """What an unconfirmed level would give."""

    level: Value
    outcome: Outcome
    distance: Number


class ProvenanceDocument(PublishedModel):
    """Where a level comes from."""

    level: str = Field(description="the level as written, `unset`, `delegated`, or a multiple in words")
    status: Status
    document: str
    reference: str
    sources: tuple[str, ...]
    note: str | None


class TallyDocument(PublishedModel):
    """What a count over the unit's members came to."""

    measure: str
    kinds: tuple[str, ...] = Field(description="the kinds of unit that were counted")
    met: int
    not_met: int
    unknown: int = Field(description="members that may fall either way, unrecorded ones among them")
    not_applicable: int = Field(description="members that count neither above nor below the line")
    unrecorded: int | None = Field(
        description="members known to exist of which nothing is recorded; null if unknown"
    )
    total: int | None = Field(description="members that count; null where their number is not known")
    low: Number | None = Field(description="the least the value can be, in percent for a share")
    high: Number | None = Field(description="the most it can be; null where nothing bounds it")
    failing: tuple[str, ...] = Field(description="names of the members that fail")
    open: tuple[str, ...] = Field(description="names of the recorded members that may fall either way")


class IndicatorDocument(PublishedModel):
    """An indicator or condition."""

    id: str
    label: str
    outcome: Outcome
    reason: Reason | None
    explanation: str
    provisional: bool
    assumed: bool
    gaps: tuple[GapDocument, ...]
    candidates: tuple[CandidateDocument, ...]
    missing: tuple[str, ...] = Field(description="ids of the measures whose observation would help")
    members: tuple[TallyDocument, ...] = Field(description="counts over the unit's members")
    provenance: tuple[ProvenanceDocument, ...]


class CriterionDocument(PublishedModel):
    """A criterion with its indicators."""

    number: str
    name: str
    outcome: Outcome
    provisional: bool
    assumed: bool
    indicators: tuple[IndicatorDocument, ...]


class RecognitionDocument(PublishedModel):
    """A title the unit holds, which is another matter than what its facts meet."""

    tier: str
    under: str | None
    on: dt.date | None


class VerdictDocument(PublishedModel):
    """What the facts of one unit come to under one criteria set."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Verdict of ntm-rules")

    unit: UnitDocument
    ruleset: str
    tier: str
    level: str
    as_of: dt.date | None = Field(description="the day whose text was applied; null for the last text")
    digest: str = Field(
        description="SHA-256 of the criteria set's own text; the sets it refers to have digests of their own"
    )
    column: str | None
    column_reason: str
    own_column: str | None
    trust: Trust
    outcome: TierOutcome
    provisional: bool = Field(description="whether the outcome rests on a level that is only recalled")
    assumed: bool = Field(description="whether the outcome rests on an unconfirmed candidate")
    criteria_met: int
    criteria_applicable: int
    criteria_unknown: int
    highest_confirmed: str | None = Field(
        description="highest tier met; null where none is or none was asked for"
    )
    highest_possible: str | None = Field(description="highest tier not ruled out; null likewise")
    criteria: tuple[CriterionDocument, ...]
    conditions: tuple[IndicatorDocument, ...]
    recognitions: tuple[RecognitionDocument, ...] | None = Field(
        description="null where the record tells nothing"
    )
    overlays_not_applied: tuple[str, ...] = Field(
        description="documents of the unit's own province that change this set and were left out"
    )

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return the document as JSON text."""
        return self.model_dump_json(indent=indent)


def to_document(
    verdict: Verdict,
    ladder: Ladder | None = None,
    *,
    lang: Lang = "vi",
    not_applied: tuple[Decision, ...] = (),
) -> VerdictDocument:
    """Return a verdict as the document that is published as JSON.

    Args:
        verdict: the verdict.
        ladder: the verdicts of all tiers, for the highest one confirmed and possible.
        lang: the language of labels and explanations.
        not_applied: documents of the unit's province that change the set and were left out.
    """
    writer = _Writer(verdict, lang)
    ruleset, record, column = verdict.ruleset, verdict.record, verdict.column
    recognitions = record.recognitions
    return VerdictDocument(
        unit=_unit(verdict),
        ruleset=ruleset.decision,
        tier=ruleset.tier,
        level=ruleset.level,
        as_of=verdict.on,
        digest=verdict.digest,
        column=column.used,
        column_reason=column.why_en if lang == "en" else column.why_vi,
        own_column=column.own,
        trust=verdict.trust,
        outcome=verdict.outcome,
        provisional=verdict.provisional,
        assumed=verdict.assumed,
        criteria_met=verdict.criteria_met,
        criteria_applicable=verdict.criteria_applicable,
        criteria_unknown=verdict.criteria_unknown,
        highest_confirmed=ladder.highest_confirmed if ladder else None,
        highest_possible=ladder.highest_possible if ladder else None,
        criteria=tuple(
            CriterionDocument(
                number=c.number,
                name=c.criterion.name.in_language(lang),
                outcome=c.outcome,
                provisional=c.provisional,
                assumed=c.assumed,
                indicators=tuple(map(writer.indicator, c.indicators)),
            )
            for c in verdict.criteria
        ),
        conditions=tuple(map(writer.indicator, verdict.conditions)),
        recognitions=None if recognitions is None else tuple(map(_recognition, recognitions)),
        overlays_not_applied=tuple(decision.name for decision in not_applied),
    )


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a verdict document."""
    return {"$schema": SCHEMA_DIALECT, **VerdictDocument.model_json_schema(mode="serialization")}


class _Writer:
    def __init__(self, verdict: Verdict, lang: Lang) -> None:
        self._verdict = verdict
        self._measures = verdict.measures
        self._lang = lang
        self._words = FindingWords(verdict, lang)
        self._law = RequirementWords(verdict.measures, lang)

    def indicator(self, result: IndicatorResult) -> IndicatorDocument:
        told = telling(result)
        return IndicatorDocument(
            id=result.id,
            label=result.indicator.label.in_language(self._lang),
            outcome=result.outcome,
            reason=result.reason,
            explanation=self._words.explanation(result),
            provisional=result.provisional,
            assumed=result.assumed,
            gaps=tuple(gap_document(gap, self._measures) for gap in result.gaps),
            candidates=tuple(self._candidate(t, f) for f in told for t in trials(self._verdict, f)),
            missing=tuple(dict.fromkeys(f.missing for f in told if f.missing)),
            members=tuple(self._tallies(result)),
            provenance=tuple(dict.fromkeys(self._provenances(result))),
        )

    def _tallies(self, result: IndicatorResult) -> Iterable[TallyDocument]:
        for finding in result.findings:
            tally, comparison = finding.tally, finding.requirement
            if tally is None or not isinstance(comparison, Comparison) or comparison.members is None:
                continue
            span = tally.span(share=self._measures[comparison.measure].kind == "share")
            yield TallyDocument(
                measure=comparison.measure,
                kinds=comparison.members.kinds,
                met=tally.met,
                not_met=tally.not_met,
                unknown=tally.unknown,
                not_applicable=tally.not_applicable,
                unrecorded=tally.unrecorded,
                total=tally.total,
                low=None if span is None else json_number(span.low),
                high=None if span is None or span.high is None else json_number(span.high),
                failing=tally.failing,
                open=tally.open,
            )

    def _candidate(self, trial: Trial, finding: Finding) -> CandidateDocument:
        assert isinstance(finding.requirement, Comparison)
        measure = self._measures[finding.requirement.measure]
        return CandidateDocument(
            level=json_value(trial.level.value, measure),
            outcome=trial.outcome,
            distance=json_number(trial.distance),
        )

    def _provenances(self, result: IndicatorResult) -> Iterable[ProvenanceDocument]:
        for finding in result.findings:
            if finding.level is None:
                continue
            yield self._provenance(finding.level, self._written(finding), result.indicator)
            if isinstance(finding.level, Delegated) and finding.level.floor is not None:
                floor = finding.level.floor
                yield self._provenance(floor, floor.text, result.indicator)

    def _provenance(
        self, cell: Level | Unset | Delegated | Multiple, written: str, indicator: Indicator
    ) -> ProvenanceDocument:
        provenance = cell.provenance
        return ProvenanceDocument(
            level=written,
            status=provenance.status,
            document=provenance.document or indicator.origin,
            reference=indicator.reference.in_language(self._lang),
            sources=tuple(dict.fromkeys(source.url for source in _sources(provenance, indicator))),
            note=provenance.note or indicator.note,
        )

    def _written(self, finding: Finding) -> str:
        match finding.level:
            case Level():
                return finding.level.text
            case Unset():
                return "unset"
            case Delegated():
                return "delegated"
            case _:
                assert isinstance(finding.level, Multiple)
                assert isinstance(finding.requirement, Comparison)
                return self._law.cell(finding.level, finding.requirement)


def _sources(provenance: Provenance, indicator: Indicator) -> tuple[Source, ...]:
    return (*provenance.sources, *indicator.sources)


def _unit(verdict: Verdict) -> UnitDocument:
    record = verdict.record
    unit = record.unit
    by_region = verdict.ruleset.columns.by == "region"
    by_group = verdict.ruleset.columns.by == "group"
    return UnitDocument(
        name=unit.name,
        level=unit.level,
        kind=unit.kind,
        province=unit.province,
        former_province=unit.former_province,
        region=unit.region or (verdict.column.own if by_region else None),
        designations=tuple(sorted(unit.designations)),
        group=unit.group or (verdict.column.used if by_group else None),
        year=record.year,
        assessed_on=record.assessed_on,
    )


def _recognition(recognition: Recognition) -> RecognitionDocument:
    return RecognitionDocument(tier=recognition.tier, under=recognition.under, on=recognition.on)
