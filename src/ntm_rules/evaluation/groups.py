"""Which commune group a unit is in, for sets that have a column per group.

The group that an authority has published for the unit goes first; its facts must only not rule it out. Where
none is given, the set's own rules tell it, if the facts decide all of them and put the unit in one group.
Does not say which group goes first for a unit in two, and does not judge any level of the set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ntm_rules.errors import Contradiction, UnexpectedValue
from ntm_rules.evaluation.leaves import Question, check_level
from ntm_rules.evaluation.outcomes import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Code
from ntm_rules.evaluation.results import ColumnChoice, Reason
from ntm_rules.facts import GROUP_IDS, MeasureCatalogue, UnitRecord
from ntm_rules.facts.units import AREAS
from ntm_rules.law import ColumnGroup, Ruleset, Trust
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Designated,
    Level,
    Not,
    Requirement,
    Unset,
    comparisons,
)


def choose_group(
    record: UnitRecord, ruleset: Ruleset, measures: MeasureCatalogue, trust: Trust
) -> ColumnChoice:
    """Return the group whose column judges a unit.

    Raises:
        UnexpectedValue: no group is given, and the facts do not put the unit in exactly one.
        Contradiction: a group is given that the facts rule out.
    """
    groups, given = ruleset.columns.groups, record.unit.group

    def judge(absent: Callable[[UnitRecord, str], Code]) -> Mapping[str, Code]:
        return _codes(groups, lambda part: _code(part, record, measures, trust, absent))

    if given is not None:
        codes = judge(_untold)
        if codes.get(given) == NOT_MET:
            left = ", ".join(f"`{group}`" for group in GROUP_IDS if codes.get(group) != NOT_MET)
            raise Contradiction(
                f"unit `{record.unit.name}` is given as commune group `{given}`, which the rules of set "
                f"`{ruleset.decision}` rule out, expected one of {left}",
                place=record.place,
            )
        return ColumnChoice(given, given, None, "theo nhóm xã", "by commune group")
    codes = judge(_not_designated)
    met = sorted(id for id, code in codes.items() if code == MET)
    if len(met) > 1:
        raise UnexpectedValue(
            f"a unit in several commune groups at once, {', '.join(f'`{id}`' for id in met)}",
            f"the published `group` of unit `{record.unit.name}`",
            place=record.place,
        )
    if not met or UNKNOWN in codes.values():
        raise UnexpectedValue("no commune group", _what_tells(record, groups, codes), place=record.place)
    (found,) = (group for group in groups if group.id == met[0])
    vi = f"nhóm {found.id}: {found.label.vi} ({found.origin})"
    en = f"group {found.id}: {found.label.en} ({found.origin})"
    return ColumnChoice(found.id, found.id, None, vi, en)


def _codes(groups: tuple[ColumnGroup, ...], judge: Callable[[Requirement], Code]) -> dict[str, Code]:
    """Return for each group whether the unit is in it."""
    codes = {group.id: judge(group.when) for group in groups if group.when is not None}
    other = max(codes.values(), default=NOT_MET)
    return codes | {group.id: MET - other for group in groups if group.when is None}


def _what_tells(record: UnitRecord, groups: tuple[ColumnGroup, ...], codes: Mapping[str, Code]) -> str:
    """Return what is to be given: the group, or the facts that the undecided rules lack."""
    undecided = [g.when for g in groups if g.when is not None and codes[g.id] == UNKNOWN]
    lacking = [c.measure for when in undecided for c in comparisons(when)]
    missing = [name for name in dict.fromkeys(lacking) if name not in record.observations]
    if not missing:
        return f"`group` of unit `{record.unit.name}`: 1, 2 or 3"
    listed = ", ".join(f"`{name}`" for name in missing)
    return f"`group` of unit `{record.unit.name}`: 1, 2 or 3, or the facts that tell it: {listed}"


def _code(
    requirement: Requirement,
    record: UnitRecord,
    measures: MeasureCatalogue,
    trust: Trust,
    absent: Callable[[UnitRecord, str], Code],
) -> Code:
    """Return whether a unit meets the rule of a group: met, not met or unknown."""

    def parts(inner: tuple[Requirement, ...]) -> list[Code]:
        return [_code(part, record, measures, trust, absent) for part in inner]

    match requirement:
        case Designated(designation=name):
            return MET if name in record.unit.designations else absent(record, name)
        case AllOf():
            return min(parts(requirement.parts))
        case AnyOf():
            return max(parts(requirement.parts))
        case AtLeastOf():
            return sorted(parts(requirement.parts))[-requirement.number]
        case Not():
            return MET - _code(requirement.part, record, measures, trust, absent)
        case Comparison(bound=Level() | Unset() as level):
            question = Question(requirement, measures[requirement.measure], trust)
            finding = check_level(question, level)(record)
            if finding.reason is Reason.NEARLY_MET:
                return UNKNOWN  # "nearly" does not say in which group the unit is
            code = finding.channels[0]
            return NOT_MET if code == NOT_APPLICABLE else code
        case _:
            raise AssertionError("the reader lets a group's rule have no other form")


def _not_designated(_: UnitRecord, __: str) -> Code:
    """A designation that is not listed is none, where the rules are to tell the group."""
    return NOT_MET


def _untold(record: UnitRecord, name: str) -> Code:
    """A record may leave a designation to the published group; one of another area it does not."""
    other = name in AREAS and AREAS & record.unit.designations
    return NOT_MET if other else UNKNOWN
