"""Requirements and bounds of the law in words.

Says what a set asks, for readers of a table or an explanation. Does not know any unit's facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ntm_rules.facts import MeasureCatalogue
from ntm_rules.facts.notation import Lang
from ntm_rules.law import Indicator, Provenance
from ntm_rules.law.requirements import (
    COMMON,
    AllOf,
    AnyOf,
    AtLeastOf,
    Bound,
    ByAxis,
    Cases,
    CellReference,
    Comparison,
    Delegated,
    Designated,
    FactReference,
    Holds,
    Level,
    Meets,
    Multiple,
    Not,
    OwnPast,
    Requirement,
    Unset,
)
from ntm_rules.reporting.figures import figure, level_text, operator_sign, operator_words
from ntm_rules.reporting.tallies import counted_units
from ntm_rules.reporting.wording import (
    MARKS,
    designation_name,
    say,
    tier_name,
)


def requirement_text(
    indicator: Indicator, measures: MeasureCatalogue, lang: Lang, *, marks: bool = False
) -> str:
    """Return what an indicator requires, column by column.

    Args:
        indicator: the indicator or condition; a single comparison is told without naming its measure.
        measures: the catalogue that its measures stand in.
        lang: the language.
        marks: whether every level is followed by the mark of its status.
    """
    words = RequirementWords(measures, lang, marks)
    require = indicator.require
    text = words.demand(require) if isinstance(require, Comparison) else words.requirement(require)
    if indicator.applies_when is None:
        return text
    return f"{text} ({say('applies_when', lang, when=words.requirement(indicator.applies_when))})"


@dataclass(frozen=True, slots=True)
class RequirementWords:
    """Puts requirements into words.

    Attributes:
        measures: the catalogue of measures.
        lang: the language.
        marks: whether every level is followed by the mark of its status.
    """

    measures: MeasureCatalogue
    lang: Lang
    marks: bool = False

    def name(self, measure: str) -> str:
        return self.measures[measure].label(self.lang)

    def requirement(self, requirement: Requirement) -> str:
        """Return a requirement as it stands inside another one, its measures named."""
        lang = self.lang
        match requirement:
            case Comparison():
                return self._named(requirement)
            case AllOf():
                return say("all_of", lang) + self._parts(requirement.parts)
            case AnyOf():
                return say("any_of", lang) + self._parts(requirement.parts)
            case AtLeastOf():
                return say("at_least_of", lang, count=requirement.number) + self._parts(requirement.parts)
            case Not():
                return say("not_so", lang, part=self._part(requirement.part))
            case Designated():
                return say("designated", lang, designation=designation_name(requirement.designation, lang))
            case Meets():
                text = self._meets(requirement)
                return text + say("or_attested", lang) if requirement.attested_by else text
            case Holds():
                text = say("holds", lang, tier=tier_name(requirement.tier, lang))
                documents = say("or", lang).join(requirement.under)
                return text + say("holds_under", lang, documents=documents) if documents else text

    def _meets(self, requirement: Meets) -> str:
        lang, count = self.lang, requirement.criteria
        tier = tier_name(requirement.tier, lang)
        if count is None:
            return say("meets", lang, tier=tier, ruleset=requirement.ruleset)
        text = say("meets_count", lang, count=count.at_least, tier=tier, ruleset=requirement.ruleset)
        if count.among:
            text += say("count_among", lang, numbers=", ".join(count.among))
        if count.others_at is not None:
            text += say("count_others", lang, share=f"{figure(count.others_at, lang)} %")
        return text

    def demand(self, comparison: Comparison) -> str:
        """Return what a comparison asks, without the name of its measure."""
        text = self.bound(comparison.bound, comparison)
        extra = self.extras(comparison)
        return f"{text} ({'; '.join(extra)})" if extra else text

    def extras(self, comparison: Comparison) -> tuple[str, ...]:
        """Return what a comparison asks beside its level."""
        found = []
        if comparison.both_sexes:
            found.append(say("both_sexes", self.lang))
        if comparison.over_years:
            found.append(say("over_years", self.lang, years=comparison.over_years))
        if comparison.exempt:
            found.append(say("exempt", self.lang, groups=", ".join(map(self.name, comparison.exempt))))
        if comparison.members is not None:
            kinds = counted_units(comparison.members, self.lang)
            what = self.requirement(comparison.members.satisfy)
            found.append(say("members", self.lang, kinds=kinds, what=what))
            if comparison.members.total is not None:
                what = _lowered(self.name(comparison.members.total))
                found.append(say("members_total", self.lang, what=what))
        return tuple(found)

    def bound(self, bound: Bound, comparison: Comparison) -> str:
        """Return a bound in words; a table cell by cell, equal cells together."""
        if isinstance(bound, ByAxis | Cases):
            return self._table(bound, comparison)
        level = self.cell(bound, comparison)
        if not isinstance(bound, Level | Multiple):
            return level
        return operator_words(comparison.operator, self.measures[comparison.measure], self.lang, level)

    def cell(self, cell: Level | Unset | Delegated | Multiple, comparison: Comparison) -> str:
        """Return one cell without its operator."""
        return self._marked(self._cell(cell, comparison), cell.provenance)

    def _cell(self, cell: Level | Unset | Delegated | Multiple, comparison: Comparison) -> str:
        match cell:
            case Level():
                return level_text(cell, self.measures[comparison.measure], self.lang)
            case Delegated():
                return self._delegated(cell, comparison)
            case Unset():
                return self.unset(cell, comparison)
            case Multiple():
                return self._multiple(cell)

    def unset(self, cell: Unset, comparison: Comparison) -> str:
        """Return that a level is unset, with its candidates."""
        nothing = say("unset_short", self.lang)
        levels = self.candidates(cell, comparison)
        return say("unset_with", self.lang, unset=nothing, levels=levels) if levels else nothing

    def candidates(self, cell: Unset, comparison: Comparison) -> str:
        """Return the candidates of an unset level, most likely first as the file has them."""
        measure = self.measures[comparison.measure]
        return say("or", self.lang).join(
            level_text(c, measure, self.lang) if isinstance(c, Level) else self._delegated(c, comparison)
            for c in cell.candidates
        )

    def _delegated(self, cell: Delegated, comparison: Comparison) -> str:
        who = say("set_by_province" if cell.to == "province" else "set_by_ministry", self.lang)
        if cell.floor is None:
            return who
        floor = level_text(cell.floor, self.measures[comparison.measure], self.lang)
        return say("with_floor", self.lang, who=who, floor=floor)

    def _multiple(self, cell: Multiple) -> str:
        lang, times = self.lang, figure(cell.times, self.lang)
        match cell.of:
            case FactReference():
                return say("times_fact", lang, times=times, what=_lowered(self.name(cell.of.measure)))
            case OwnPast():
                what, tier = _lowered(self.name(cell.of.measure)), tier_name(cell.of.at_recognition, lang)
                return say("times_past", lang, times=times, what=what, tier=tier)
            case CellReference():
                return say(
                    "times_cell",
                    lang,
                    times=times,
                    indicator=cell.of.indicator,
                    ruleset=cell.of.ruleset,
                    tier=tier_name(cell.of.tier, lang),
                )

    def _table(self, bound: ByAxis | Cases, comparison: Comparison) -> str:
        """Return a table cell by cell; years stand on lines of their own."""
        if isinstance(bound, Cases):
            return "; ".join(self._case(c.when, self._in_table(c.bound, comparison)) for c in bound.cases)
        keys_by_level: dict[str, list[str]] = {}
        for cell in bound.cells:
            level = self._in_table(cell.bound, comparison)
            keys_by_level.setdefault(level, []).append(self._key(bound.axis, cell.key))
        between = ";\n" if bound.axis == "year" else "; "
        return between.join(
            say("per_column", self.lang, keys=", ".join(keys), level=level)
            for level, keys in keys_by_level.items()
        )

    def _in_table(self, bound: Bound, comparison: Comparison) -> str:
        """Return a bound inside a table: with a sign for its operator, or a table of its own in brackets."""
        if isinstance(bound, ByAxis | Cases):
            return f"[{self._table(bound, comparison)}]"
        level = self.cell(bound, comparison)
        if not isinstance(bound, Level | Multiple):
            return level
        return operator_sign(comparison.operator, self.measures[comparison.measure], level)

    def _case(self, when: Requirement | None, level: str) -> str:
        if when is None:
            return say("otherwise", self.lang, level=level)
        return say("case", self.lang, when=self.requirement(when), level=level)

    def _key(self, axis: str, key: str) -> str:
        if key == COMMON:
            return say("common", self.lang)
        if axis == "group":
            return say("group", self.lang, key=key)
        return say("from_day", self.lang, key=key) if axis == "date" else key

    def _named(self, comparison: Comparison) -> str:
        name = self.name(comparison.measure)
        bound = comparison.bound
        if comparison.operator == "is" and isinstance(bound, Level) and bound.value is True:
            text = self._marked(name, bound.provenance)
            extra = self.extras(comparison)
            return f"{text} ({'; '.join(extra)})" if extra else text
        return f"{name}: {self.demand(comparison)}"

    def _parts(self, parts: Iterable[Requirement]) -> str:
        return "; ".join(map(self._part, parts))

    def _part(self, part: Requirement) -> str:
        text = self.requirement(part)
        return f"({text})" if isinstance(part, AllOf | AnyOf | AtLeastOf) else text

    def _marked(self, text: str, provenance: Provenance) -> str:
        return f"{text} {MARKS[provenance.status]}" if self.marks else text


def key_text(key: str, lang: Lang) -> str:
    """Return one of the keys that lead to a cell, as `levels` names them, for a list of cells."""
    if key == COMMON:
        return say("common", lang)
    if key == "otherwise":
        return say("otherwise_short", lang)
    return say("case_short", lang, number=key.removeprefix("case ")) if key.startswith("case ") else key


def _lowered(name: str) -> str:
    """Return a label as it stands inside a sentence; abbreviations keep their capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
