"""What a title is worth, as data: fills the published models, with the words of the text beside the codes.

Does not read JSON back.
"""

from __future__ import annotations

from ntm_rules.evaluation import Verdict
from ntm_rules.facts import Grade, Recognition
from ntm_rules.facts.notation import Lang
from ntm_rules.law.rulesets import SetReference
from ntm_rules.reporting.published import gap_document
from ntm_rules.reporting.standing_models import (
    BranchDocument,
    ChangeDocument,
    EarlierDocument,
    EvidenceDocument,
    HoldingDocument,
    MergerDocument,
    NextStepDocument,
    ObligationDocument,
    PredecessorDocument,
    ReasonDocument,
    ReclassificationDocument,
    ReviewDocument,
    RuleDocument,
    SetDocument,
    TitleDocument,
    WatchedUnitDocument,
)
from ntm_rules.reporting.standing_words import StandingWords
from ntm_rules.standing import (
    Branch,
    Change,
    Evidence,
    Ground,
    Holding,
    NextStep,
    Obligation,
    OpenReason,
    Reclassification,
)
from ntm_rules.standing.clauses import Grounds


def to_standing_document(found: Reclassification, lang: Lang = "vi") -> ReclassificationDocument:
    """Return a reclassification as the document that is published as JSON."""
    return _Writer(found, lang).document()


class _Writer:
    def __init__(self, found: Reclassification, lang: Lang) -> None:
        self._found = found
        self._lang: Lang = lang
        self._words = StandingWords(found, lang)

    def document(self) -> ReclassificationDocument:
        found, unit = self._found, self._found.unit
        first, again = found.conclusions.must_meet_first, found.conclusions.recognised_again
        compared = found.comparison
        return ReclassificationDocument(
            unit=WatchedUnitDocument(
                name=unit.name, code=unit.code, level=unit.level, province=unit.province
            ),
            on=found.on,
            title=None if found.title is None else _title(found.title),
            standing=found.standing,
            standing_label=self._words.standing(),
            rule=None if found.ground is None else self._rule(found.ground),
            possible=found.possible,
            reasons=tuple(map(self._reason, found.reasons)),
            held_against=None if found.evidence is None else self._evidence(found.evidence),
            benchmark=None if found.benchmark is None else self._evidence(found.benchmark),
            must_meet_first=None if first is None else _set(first),
            stale=found.stale,
            before=None if found.before is None else self._before(found.before),
            criteria=() if compared is None else tuple(map(self._holding, compared.holdings)),
            obligations=tuple(map(self._obligation, found.obligations)),
            next_steps=tuple(map(self._next, found.next_steps)),
            branches=tuple(map(self._branch, found.conclusions.branches)),
            recognised_again=None if again is None else _set(again),
            left_to_province=found.conclusions.left_to_province,
            merger=self._merger(),
            rules=found.inference.book,
            derivation=tuple(found.derivation(self._lang).splitlines()),
        )

    def _rule(self, ground: Ground) -> RuleDocument:
        return RuleDocument(
            document=ground.document,
            rule=ground.rule,
            label=ground.label.in_language(self._lang),
            reference=ground.reference.in_language(self._lang),
            grounds=ground.grounds,
        )

    def _reason(self, reason: OpenReason) -> ReasonDocument:
        return ReasonDocument(
            why=reason.why,
            explanation=self._words.reason(reason),
            set=None if reason.set is None else _set(reason.set),
            criteria=reason.criteria,
            missing=reason.missing,
            unconfirmed=reason.unconfirmed,
        )

    def _evidence(self, evidence: Evidence) -> EvidenceDocument:
        verdict, review, attested = evidence.verdict, evidence.review, evidence.attested
        grade = attested.value if attested is not None else None
        return EvidenceDocument(
            set=_set(evidence.reference),
            outcome=evidence.outcome,
            failing_at_least=evidence.certain,
            failing_at_most=evidence.possible,
            criteria_applicable=evidence.applicable,
            criteria_failing=evidence.failing,
            criteria_unknown=evidence.unknown,
            facts_of=None if verdict is None else verdict.record.year,
            digest=evidence.ruleset.digest,
            provisional=evidence.grounds is Grounds.PROVISIONAL,
            assumed=evidence.grounds is Grounds.ASSUMED,
            review=None
            if review is None
            else ReviewDocument(
                on=review.on, met=review.met, of=review.of, failing=review.failing, source=review.source
            ),
            attested=grade if isinstance(grade, Grade) else None,
            contradictory=evidence.contradictory,
        )

    def _before(self, verdict: Verdict) -> EarlierDocument:
        ruleset = verdict.ruleset
        return EarlierDocument(
            set=SetDocument(ruleset=ruleset.decision, level=ruleset.level, tier=ruleset.tier),
            outcome=verdict.outcome,
            criteria_met=verdict.criteria_met,
            criteria_applicable=verdict.criteria_applicable,
            facts_of=verdict.record.year,
            recorded=self._found.before_on_recorded_facts,
        )

    def _holding(self, holding: Holding) -> HoldingDocument:
        return HoldingDocument(
            number=holding.number,
            name=holding.name.in_language(self._lang),
            condition=holding.condition,
            before=holding.before,
            now=holding.now,
            state=holding.state,
            lost=holding.lost,
            came_from=holding.came_from,
            missing=holding.missing,
            changes=tuple(self._change(change, holding) for change in holding.changes),
        )

    def _change(self, change: Change, holding: Holding) -> ChangeDocument:
        measures = self._words.measures
        return ChangeDocument(
            kind=change.kind,
            measure=change.measure,
            comparable=change.comparable,
            before=change.before,
            now=change.now,
            was=None if change.was is None else change.was.id,
            became=None if change.became is None else change.became.id,
            reason=change.reason,
            explanation=self._words.change(change, holding),
            gaps=tuple(gap_document(gap, measures) for gap in change.gaps),
            missing=change.missing,
        )

    def _obligation(self, duty: Obligation) -> ObligationDocument:
        return ObligationDocument(
            what=duty.what,
            explanation=self._words.obligation(duty),
            who=duty.who,
            to=duty.to,
            set=None if duty.set is None else _set(duty.set),
            tier=duty.tier,
            every_months=duty.every_months,
            since=duty.since,
            deadline=duty.deadline,
            rule=self._rule(duty.ground),
        )

    def _next(self, step: NextStep) -> NextStepDocument:
        measures = self._words.measures
        return NextStepDocument(
            tier=step.aim.tier,
            level=step.aim.level,
            ruleset=step.aim.ruleset,
            condition=step.aim.condition,
            explanation=self._words.next_step(step),
            outcome=None if step.verdict is None else step.verdict.outcome,
            criteria_failing=step.failing,
            criteria_unknown=step.unknown,
            gaps=tuple(gap_document(gap, measures) for _, gap in step.gaps),
            rule=self._rule(step.aim.ground),
        )

    def _branch(self, branch: Branch) -> BranchDocument:
        return BranchDocument(
            what=branch.what,
            condition=branch.condition,
            explanation=self._words.branch(branch),
            rule=self._rule(branch.ground),
        )

    def _merger(self) -> MergerDocument | None:
        merger = self._found.merger
        if merger is None:
            return None
        units = tuple(
            PredecessorDocument(
                name=unit.name,
                recognitions=None if unit.recognitions is None else tuple(map(_title, unit.recognitions)),
            )
            for unit in merger.units
        )
        reported = self._found.conclusions.reported_level
        return MergerDocument(on=merger.on, units=units, reported_level=reported)


def _title(given: Recognition) -> TitleDocument:
    return TitleDocument(tier=given.tier, under=given.under, on=given.on, until=given.until)


def _set(reference: SetReference) -> SetDocument:
    return SetDocument(ruleset=reference.ruleset, level=reference.level, tier=reference.tier)
