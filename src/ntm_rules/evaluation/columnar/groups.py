"""Which commune group each row is in, for sets that have a column per group.

The columnar side of the scalar `groups`: a published group goes first where the facts do not rule it out;
where none is given, the set's own rules tell it, if they decide all groups and put the row in one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ntm_rules.errors import NotInTables
from ntm_rules.evaluation.columnar.findings import UNKNOWN, Finding, Logic, Tri
from ntm_rules.evaluation.columnar.masks import NEVER, Mask, Missing, OneOf
from ntm_rules.evaluation.columnar.regions import ChosenColumns
from ntm_rules.evaluation.columnar.rows import Rows
from ntm_rules.facts import GROUP_IDS
from ntm_rules.facts.units import AREAS
from ntm_rules.law import Ruleset
from ntm_rules.law.requirements import AllOf, AnyOf, AtLeastOf, Comparison, Designated, Not, Requirement


@dataclass(frozen=True, slots=True)
class GroupChooser:
    """Tells the groups of rows.

    Attributes:
        logic: Kleene's logic over masks.
        rows: the rows.
        compare: compiles a comparison of a group's rule.
    """

    logic: Logic
    rows: Rows
    compare: Callable[[Comparison], Finding]

    def choose(self, ruleset: Ruleset) -> ChosenColumns:
        """Return where a row is judged by the column of a group; a row that is in none cannot be judged."""
        m = self.logic.masks
        given = self._given()
        published, derived = (self._codes(ruleset, told=told) for told in (True, False))
        untold = m.no(m.either(given.values()))
        if self.rows.contract.has("group"):
            name = self.rows.contract.name("group")
            kind = self.rows.contract.types[name].kind
            untold = m.add(Missing(name, floating=kind in ("float64", "float32")))
        open_ = m.either(self.logic.unknown(tri) for tri in derived.values())
        found = {}
        for id in GROUP_IDS:
            kept = m.both((given[id], m.no(published.get(id, UNKNOWN).failed)))
            others = m.either(tri.met for other, tri in derived.items() if other != id)
            alone = m.both((derived.get(id, UNKNOWN).met, m.no(others), m.no(open_)))
            found[id] = m.surely(m.either((kept, m.both((untold, alone)))))
        return ChosenColumns(found, found)

    def _given(self) -> dict[str, Mask]:
        contract = self.rows.contract
        if not contract.has("group"):
            return dict.fromkeys(GROUP_IDS, NEVER)
        add, name = self.rows.masks.add, contract.name("group")
        if contract.types[name].kind == "text":
            return {id: add(OneOf(name, (id,))) for id in GROUP_IDS}
        name = contract.integer("group") or name
        return {id: add(OneOf(name, (int(id),))) for id in GROUP_IDS}

    def _codes(self, ruleset: Ruleset, *, told: bool) -> Mapping[str, Tri]:
        """Return for each group whether a row is in it; `told`: beside a published group."""
        m, groups = self.logic.masks, ruleset.columns.groups
        name = f"{ruleset.decision} {ruleset.tier}, the rule of a group"
        codes = {g.id: self._code(g.when, name, told=told) for g in groups if g.when is not None}
        rest = Tri(m.both(tri.failed for tri in codes.values()), m.either(tri.met for tri in codes.values()))
        return codes | {group.id: rest for group in groups if group.when is None}

    def _code(self, requirement: Requirement, name: str, *, told: bool) -> Tri:
        m, logic = self.logic.masks, self.logic

        def parts(inner: tuple[Requirement, ...]) -> list[tuple[Tri, Tri, Tri]]:
            tris = [self._code(part, name, told=told) for part in inner]
            return [(tri, tri, tri) for tri in tris]

        match requirement:
            case Designated(designation=designation):
                met = self.rows.designated(designation)
                if not told:
                    return Tri(met, m.no(met))
                areas = [self.rows.designated(area) for area in AREAS] if designation in AREAS else []
                return Tri(met, m.both((m.no(met), m.either(areas))))
            case AllOf():
                return logic.all_of(parts(requirement.parts))[0]
            case AnyOf():
                return logic.any_of(parts(requirement.parts))[0]
            case AtLeastOf():
                return logic.at_least_of(requirement.number, parts(requirement.parts))[0]
            case Not():
                turned = self._code(requirement.part, name, told=told)
                return Tri(turned.failed, turned.met)
            case Comparison():
                finding = self.compare(requirement)
                tri = logic.only(m.no(finding.nearly), finding.channels)[0]
                return Tri(tri.met, m.either((tri.failed, tri.not_applicable)))
            case _:
                raise NotInTables(name, f"`{requirement.form}`")
