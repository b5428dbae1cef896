"""Holds titles against the sets that the directives name, and lets the rules conclude what follows.

Made once for many units: documents, the rules of each day, and what was inferred are kept, so that cases that
the rules cannot tell apart are inferred once. May be used from several threads. Keeps no unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final, NamedTuple, TypeAlias, TypeVar

from ntm_rules.errors import UnknownName
from ntm_rules.evaluation import Outcome, Verdict, evaluate
from ntm_rules.facts import AdministrativeUnit, History, Recognition, UnitRecord, history, places
from ntm_rules.facts.given import Given
from ntm_rules.law import Catalogue, Ruleset, Trust, catalogue, parse_trust
from ntm_rules.law.catalogue import parse_day
from ntm_rules.law.requirements import Comparison, Meets
from ntm_rules.law.rulesets import SetReference
from ntm_rules.spelling import fold
from ntm_rules.standing.books import directives, rule_book
from ntm_rules.standing.cases import Case
from ntm_rules.standing.clauses import Grounds, Program, program
from ntm_rules.standing.conclusions import Conclusions, Standing, conclusions_of
from ntm_rules.standing.counts import held_for_fact, members_facts
from ntm_rules.standing.directives import RuleBook
from ntm_rules.standing.evidence import (
    Evidence,
    attesting_measure,
    evidence_facts,
    evidence_of,
    requirement_parts,
)
from ntm_rules.standing.facts import Fact, fact
from ntm_rules.standing.inference import Inference, infer
from ntm_rules.standing.reclassification import Reclassification
from ntm_rules.standing.titles import (
    merger_facts,
    period_of,
    set_given_by,
    title_fact,
    titles_on,
    unit_facts,
    with_title,
)

_MOST_CASES: Final = 8192
_MOST_DAYS: Final = 64

K = TypeVar("K")
V = TypeVar("V")

Unit: TypeAlias = UnitRecord | History | Mapping[str, object] | Iterable[UnitRecord]


class _Applied(NamedTuple):
    """A set as it is applied on a day.

    Attributes:
        ruleset: its text.
        windows: ids of the measures that it, or a set that it builds on, looks back on.
        attested_by: the measure of an official finding on the whole of it.
    """

    ruleset: Ruleset
    windows: frozenset[str]
    attested_by: str | None


class _Rules(NamedTuple):
    """The rules of a day, the kinds of facts they read, and what was concluded of the cases met so far."""

    book: RuleBook
    program: Program
    kinds: frozenset[str]
    concluded: dict[tuple[str | None, Case], Conclusions]


class Reclassifier:
    """Answers what titles are worth, for as many units as are asked.

    Args:
        trust: the least evidence that may decide: `sourced`, `recalled` or `candidate`.
        province: apply the overlays of this province to the sets, and its directives to every unit; by
            default the sets are the national ones, and each unit is bound by the directives of its province.
        documents: the catalogue of sets and directives; the shipped and installed ones by default.
    """

    def __init__(
        self,
        *,
        trust: Trust | str = Trust.RECALLED,
        province: str | None = None,
        documents: Catalogue | None = None,
    ) -> None:
        self.trust = parse_trust(trust)
        self.province = province
        self.documents = documents if documents is not None else catalogue()
        named = (d.province for d in directives(self.documents) if d.province is not None)
        self._directing = frozenset(map(_province_named, named))
        self._days: dict[tuple[dt.date, str | None], _Rules] = {}
        self._applied: dict[tuple[SetReference, dt.date], _Applied] = {}
        self._periods: dict[tuple[str, str, str], str | None] = {}
        self._provinces: dict[str, tuple[Fact, ...]] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (self.trust, self.province, self.documents)

    def reclassify(
        self,
        unit: Unit,
        recognised: Recognition | Mapping[str, object] | str | None = None,
        on: dt.date | str | None = None,
    ) -> Reclassification:
        """Return what a unit's title is worth on a day; see `reclassify`."""
        day = dt.date.today() if on is None else parse_day(on)  # noqa: DTZ011 - the day where the reader is
        told = with_title(history(unit, self.documents.measures()), recognised, day)
        rules = self._rules(day, self._rules_of(told.unit))
        titles = titles_on(told, day)
        title = titles[0].recognition if titles else None
        held = None if title is None else str(title.tier)
        level = str(told.unit.level)
        stated = dict.fromkeys(
            (
                *unit_facts(level, str(told.unit.kind), day),
                *(title_fact(each, level, day, self._period(each.recognition, level)) for each in titles),
                *merger_facts(told.merger, level, day),
                *self._provided(told.unit.province),
                *(members_facts(told, day) if "members_revoked" in rules.kinds else ()),
                *(self._years_held(told, title, day) if title and "held_for" in rules.kinds else ()),
            ),
            Grounds.SOURCED,
        )
        first = self._conclude(rules, stated, held)
        found: dict[SetReference, Evidence] = {}
        for reference in (first.held_against, first.benchmark):
            if reference is not None and reference not in found:
                found[reference] = Given(None, told.place).here(partial(self._evidence, told, reference, day))
                stated.update(evidence_facts(found[reference]))
        whole = self._conclude(rules, stated, held) if found else first
        return Reclassification(
            history=told,
            on=day,
            title=title,
            standing=_standing(whole, title),
            conclusions=whole,
            evidence=found.get(first.held_against) if first.held_against else None,
            benchmark=found.get(first.benchmark) if first.benchmark else None,
            facts=stated,
            by=self,
        )

    @property
    def cases(self) -> int:
        """How many cases that the rules can tell apart have been inferred and are kept."""
        return sum(len(rules.concluded) for rules in self._days.values())

    def infer(self, facts: Mapping[Fact, Grounds], unit: AdministrativeUnit, day: dt.date) -> Inference:
        """Return what follows from the facts of a unit's case, with the derivation of every conclusion."""
        book = self._rules(day, self._rules_of(unit)).book
        return infer(book, facts, trust=self.trust, grounds=facts)

    def verdict(self, told: History, reference: SetReference, day: dt.date) -> Verdict | None:
        """Return what the facts come to under a set; None where none are recorded of the years it judges."""
        applied = self._set(reference, day)
        record = told.facts_of(*applied.ruleset.years, day, applied.windows)
        return None if record is None else self._judge(record, applied.ruleset)

    def on_old_facts(self, told: History, reference: SetReference, day: dt.date) -> Verdict | None:
        """Return what facts from before the years of a set come to under its levels of the day."""
        applied = self._set(reference, day)
        record = told.facts_on(day, applied.windows)
        if record is None:
            return None
        first, last = applied.ruleset.years
        year = min(max(day.year, first), last)
        assessed = day if day.year >= year else None
        return self._judge(replace(record, year=year, assessed_on=assessed), applied.ruleset)

    def before(self, told: History, title: Recognition, day: dt.date) -> Verdict | None:
        """Return what the facts come to under the set that a title was given by; see `Reclassification`."""
        entry = set_given_by(title, str(told.unit.level), self.documents)
        if entry is None:
            return None
        load = partial(self.documents.load, entry.decision.id, tier=entry.tier, level=entry.level)
        years = load().years
        windows = _windows(load(), self.documents)
        record = told.facts_of(*years, min(title.on or day, day), windows)
        record = record or told.facts_of(*years, day, windows)
        if record is None:
            today = told.facts_on(day, windows)
            if today is None:
                return None
            record = replace(today, year=years[1], assessed_on=None)
        return self._judge(record, load(as_of=title.on or record.day, province=self.province))

    def _judge(self, record: UnitRecord, ruleset: Ruleset) -> Verdict:
        return evaluate(record, ruleset, trust=self.trust, documents=self.documents)

    def _evidence(self, told: History, reference: SetReference, day: dt.date) -> Evidence:
        applied = self._set(reference, day)
        verdict = self.verdict(told, reference, day)
        attested = None
        if verdict is not None and applied.attested_by is not None:
            attested = verdict.record.observations.get(applied.attested_by)
        review = told.review_of(reference.ruleset, reference.tier, day) if told.reviews else None
        return evidence_of(reference, applied.ruleset, verdict, review, attested)

    def _set(self, reference: SetReference, day: dt.date) -> _Applied:
        found = self._applied.get((reference, day))
        if found is None:
            name, level, tier = reference
            ruleset = self.documents.load(name, tier=tier, level=level, as_of=day, province=self.province)
            found = _Applied(
                ruleset, _windows(ruleset, self.documents), attesting_measure(reference, self.documents)
            )
            _keep(self._applied, (reference, day), found, _MOST_DAYS)
        return found

    def _rules_of(self, unit: AdministrativeUnit) -> str | None:
        """Return the province whose own directives bind a unit; None where the country's alone do."""
        if self.province is not None:
            return self.province
        names = (unit.former_province, unit.province)
        return next((n for n in names if n is not None and _province_named(n) in self._directing), None)

    def _rules(self, day: dt.date, province: str | None) -> _Rules:
        found = self._days.get((day, province))
        if found is None:
            book = rule_book(on=day, province=province, documents=self.documents)
            ready = program(book, self.trust)
            premises = (p for clause in (*ready.clauses, *ready.open) for p in clause.premises)
            found = _Rules(book, ready, frozenset(premise.kind for premise in premises), {})
            _keep(self._days, (day, province), found, _MOST_DAYS)
        return found

    def _conclude(self, rules: _Rules, facts: Mapping[Fact, Grounds], held: str | None) -> Conclusions:
        """Return what follows, inferred once for all cases that the rules cannot tell apart."""
        key = (held, Case(rules.program, facts, facts))
        found = rules.concluded.get(key)
        if found is None:
            inferred = infer(rules.book, facts, trust=self.trust, grounds=facts)
            found = conclusions_of(inferred, held)
            _keep(rules.concluded, key, found, _MOST_CASES)
        return found

    def _years_held(self, told: History, title: Recognition, day: dt.date) -> Iterator[Fact]:
        """Yield for how many years running the unit has met the set that its title was given by."""
        entry = set_given_by(title, str(told.unit.level), self.documents)
        if entry is None:
            return
        reference = SetReference(entry.decision.id, entry.level, entry.tier)
        applied = self._set(reference, day)

        def outcome_of(year: int) -> Outcome | None:
            record = told.facts_of(year, year, day, applied.windows)
            if record is None or not applied.ruleset.years[0] <= year <= applied.ruleset.years[1]:
                return None
            judged = self._judge(record, applied.ruleset)
            return evidence_of(reference, applied.ruleset, judged).outcome

        yield held_for_fact(reference, applied.ruleset.years[0], day, outcome_of)

    def _period(self, given: Recognition, level: str) -> str | None:
        """Return the period of a recognition; where a decision is named, that alone tells it."""
        if given.under is None:
            return period_of(given, level, self.documents)
        key = (given.under, given.tier, level)
        if key not in self._periods:
            _keep(self._periods, key, period_of(given, level, self.documents), _MOST_CASES)
        return self._periods[key]

    def _provided(self, province: str) -> tuple[Fact, ...]:
        """Return whether a province has laid down what the directives leave to it, as far as can be told."""
        found = self._provinces.get(province)
        if found is None:
            here = _province_named(province)
            own = (e for e in self.documents.sets if e.decision.province is not None)
            sets = {(e.level, e.tier) for e in own if _province_named(e.decision.province or "") == here}
            found = tuple(
                fact("province_provides", what=what, answer="yes" if asked in sets else "unknown")
                for what, asked in _BRANCHES
            )
            self._provinces[province] = found
        return found


_BRANCHES: Final = (
    ("smart_commune", ("commune", "thong_minh")),
    ("district_kieu_mau", ("district", "kieu_mau")),
)
"""What is left to the provinces, and the set by which a province would provide for it."""


@lru_cache(maxsize=1024)
def _province_named(name: str) -> str:
    """Return the name by which provinces are compared, however this one is written."""
    try:
        return places().named(name)[0].name
    except UnknownName:
        return fold(name)


def _rebuilt(trust: Trust, province: str | None, documents: Catalogue) -> Reclassifier:
    """Make a reclassifier again in another process, where what was kept is made again, too."""
    return Reclassifier(trust=trust, province=province, documents=documents)


def _keep(kept: dict[K, V], key: K, value: V, most: int) -> None:
    """Keep a value, dropping all others once there are too many: what is dropped can be made again."""
    if len(kept) >= most:
        kept.clear()
    kept[key] = value


def _windows(ruleset: Ruleset, documents: Catalogue) -> frozenset[str]:
    """Return the measures that a set looks back on, itself or in the sets that it builds on."""
    found: set[str] = set()
    for row in (*ruleset.indicators(), *ruleset.conditions):
        for part in requirement_parts(row.require):
            if isinstance(part, Comparison) and part.over_years:
                found.add(part.measure)
            elif isinstance(part, Meets):
                other = documents.load(part.ruleset, tier=part.tier, level=part.level)
                found |= _windows(other, documents)
    return frozenset(found)


def _standing(conclusions: Conclusions, title: Recognition | None) -> Standing:
    if conclusions.standing is not None:
        return conclusions.standing
    return Standing.NOT_RECOGNISED if title is None else Standing.UNDETERMINED


def reclassify(
    unit: Unit,
    recognised: Recognition | Mapping[str, object] | str | None = None,
    on: dt.date | str | None = None,
    *,
    trust: Trust | str = Trust.RECALLED,
    province: str | None = None,
    documents: Catalogue | None = None,
) -> Reclassification:
    """Return what a unit's title is worth on a day.

    Args:
        unit: a record or a history, or Python data in the form of a unit file.
        recognised: the title to look at: a tier that the unit holds, or a recognition, which then goes before
            the recorded ones (`{"tier": "ntm", "under": "1980/2016"}`). The highest one held by default.
        on: the day; today by default. It picks the rules, the text of the sets, and what was known.
        trust: the least evidence that may decide: `sourced`, `recalled` or `candidate`.
        province: apply the overlays of this province; the directives of a unit's own province bind it anyway.
        documents: the catalogue of sets and directives; the shipped and installed ones by default.

    Raises:
        UnknownName: a title that the unit does not hold.
        Contradiction: a review that counts other criteria than the set has, or one year told in two ways.
    """
    desk = Reclassifier(trust=trust, province=province, documents=documents)
    return desk.reclassify(unit, recognised, on)


def reclassify_all(
    units: Iterable[Unit],
    on: dt.date | str | None = None,
    *,
    trust: Trust | str = Trust.RECALLED,
    province: str | None = None,
    documents: Catalogue | None = None,
) -> Iterator[Reclassification]:
    """Yield what the titles of many units are worth on a day, inferring each distinct case once."""
    by = Reclassifier(trust=trust, province=province, documents=documents)
    return (by.reclassify(unit, on=on) for unit in units)
