"""What a row's titles, designations and outcomes under other sets come to, over masks.

The columnar side of the scalar `titles`. What a table does not tell is unknown, never no.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ntm_rules.evaluation.columnar.findings import ALL_UNKNOWN, Finding, Logic, Tri
from ntm_rules.evaluation.columnar.masks import ALWAYS, NEVER, Mask, Missing, OneOf
from ntm_rules.evaluation.columnar.observed import Grades, Observed
from ntm_rules.evaluation.columnar.rows import Rows
from ntm_rules.evaluation.results import Reason
from ntm_rules.evaluation.titles import tiers_that_show
from ntm_rules.facts import Grade
from ntm_rules.law.requirements import Designated, Holds, Meets


@dataclass(frozen=True, slots=True)
class Titles:
    """Compiles what is asked of titles, designations and other sets.

    Attributes:
        logic: Kleene's logic over masks.
        rows: the rows of the table.
        judge_set: what the rows come to under another set.
        observed: what the table holds of a measure.
    """

    logic: Logic
    rows: Rows
    judge_set: Callable[[Meets], Finding]
    observed: Callable[[str], Observed]

    def finding(self, requirement: Designated | Holds | Meets) -> Finding:
        """Return the finding of a requirement."""
        match requirement:
            case Designated():
                return self._known(self.rows.designated(requirement.designation), Reason.NOT_DESIGNATED)
            case Holds():
                return self._holds(requirement)
            case Meets():
                return self._meets(requirement)

    def _known(self, met: Mask, otherwise: Reason, untold: Mask = NEVER) -> Finding:
        m = self.logic.masks
        tri = Tri(met, m.both((m.no(met), m.no(untold))))
        open_ = ((ALWAYS, Reason.RECOGNITIONS_NOT_RECORDED),)
        return Finding((tri, tri, tri), ((ALWAYS, otherwise),), open_)

    def _holds(self, requirement: Holds) -> Finding:
        m, slots = self.logic.masks, self.rows.recognitions
        if slots is None:
            return Finding(ALL_UNKNOWN, open=((ALWAYS, Reason.RECOGNITIONS_NOT_RECORDED),))
        if not requirement.under:
            shown = [s for s in slots if s.tier in tiers_that_show(requirement.tier)]
            return self._known(m.either(self.rows.held(s) for s in shown), Reason.NOT_RECOGNISED)
        met, untold = [], []
        for slot in slots:
            if slot.tier != requirement.tier:
                continue
            held = self.rows.held(slot)
            if slot.under is None:
                untold.append(held)
                continue
            met.append(m.both((held, m.add(OneOf(slot.under, requirement.under)))))
            untold.append(m.both((held, m.add(Missing(slot.under, floating=False)))))
        return self._known(m.either(met), Reason.NOT_RECOGNISED, m.either(untold))

    def _meets(self, requirement: Meets) -> Finding:
        """Judge the row under another set; an official finding counts where the facts cannot tell."""
        judged = self.judge_set(requirement)
        if requirement.attested_by is None:
            return judged
        grades = self.observed(requirement.attested_by).grades
        if grades is None:
            return judged
        m = self.logic.masks
        open_ = self.logic.unknown(judged.channels[0])
        attested = m.both((open_, m.either(self._tri(grades))))
        return self.logic.chosen(((attested, self._attested(grades)), (m.no(attested), judged)))

    def _tri(self, grades: Grades) -> Tri:
        missed = self.logic.masks.either((grades.of(Grade.NOT_MET), grades.of(Grade.NEARLY)))
        return Tri(grades.of(Grade.MET), missed)

    def _attested(self, grades: Grades) -> Finding:
        tri, nearly = self._tri(grades), grades.of(Grade.NEARLY)
        failing = ((nearly, Reason.NEARLY_MET), (ALWAYS, Reason.ATTESTED_NOT_MET))
        return Finding((tri, tri, tri), failing, (), nearly)
