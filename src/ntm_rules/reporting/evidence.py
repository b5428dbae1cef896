"""How well each criteria set is evidenced, and what still has to be compared with the original.

Counts the cells of a set by status, and lists those that nobody has confirmed in the order of the annex. The
original text, its amendments and provincial overlays all count. Does not judge the evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from ntm_rules.facts import MeasureCatalogue
from ntm_rules.facts.notation import Lang
from ntm_rules.law import (
    Catalogue,
    ColumnGroup,
    ColumnRule,
    Condition,
    Decision,
    Indicator,
    Ruleset,
    SetEntry,
    Status,
)
from ntm_rules.law.requirements import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Delegated,
    Level,
    Members,
    Multiple,
    Not,
    Requirement,
    Unset,
    levels,
)
from ntm_rules.reporting.figures import operator_words
from ntm_rules.reporting.requirement_text import RequirementWords, key_text
from ntm_rules.reporting.text_table import table
from ntm_rules.reporting.wording import say, tier_name, units_name

Cell = Level | Unset | Delegated | Multiple

TO_CONFIRM: Final = (Status.RECALLED, Status.UNSET)
_NUMBERS: Final = re.compile(r"\d+")


class Evidence(NamedTuple):
    """One value of a set, with its place.

    Attributes:
        kind: `indicator`, `condition`, `column_rule` or `column_group`.
        id: of the indicator, condition, rule or group.
        label_vi, label_en: what it is called.
        path: the keys that lead to the cell, such as `("2022", "TN")`.
        comparison: the comparison that the cell belongs to; None for what compares nothing.
        shared: whether the indicator has cells of other measures too.
        cell: the value; None for what compares nothing.
        status: how well it is evidenced.
        document, reference: where it stands.
    """

    kind: str
    id: str
    label_vi: str
    label_en: str
    path: tuple[str, ...]
    comparison: Comparison | None
    shared: bool
    cell: Cell | None
    status: Status
    document: str
    reference: str

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two of them the same: the place, the measure and the value."""
        compared = (self.comparison.measure, self.comparison.operator) if self.comparison else None
        return self.kind, self.id, self.path, compared, self.cell, self.status, self.document


class SetEvidence(NamedTuple):
    """All values of one set, in the order of the annex."""

    entry: SetEntry
    values: tuple[Evidence, ...]

    @property
    def counts(self) -> Counter[Status]:
        return Counter(value.status for value in self.values)

    @property
    def to_confirm(self) -> tuple[Evidence, ...]:
        """The values that nobody has seen in a text."""
        return tuple(value for value in self.values if value.status in TO_CONFIRM)

    @property
    def name(self) -> str:
        """The set as a checklist names it, such as `318/2022 I`."""
        parts = (self.entry.decision.id, self.entry.file.annex)
        return " ".join(part for part in parts if part)


def evidence_of(entry: SetEntry, documents: Catalogue) -> SetEvidence:
    """Return the values of a set: those of the original text, of its amendments and of overlays."""
    found: dict[tuple[object, ...], Evidence] = {}
    for ruleset in (documents.base(entry), *_texts(entry, documents)):
        for value in _values(ruleset):
            found.setdefault(value.key, value)
    return SetEvidence(entry, tuple(sorted(found.values(), key=_annex_order)))


def select_evidence(
    documents: Catalogue, name: str | None = None, *, tier: str | None = None, level: str | None = None
) -> tuple[SetEvidence, ...]:
    """Return the values of all sets, or of one document.

    Args:
        documents: the catalogue.
        name: a decision: the values of the sets that it holds, and those that it put into others.
        tier: keep the sets of this tier only.
        level: keep the sets of this level only.

    Raises:
        UnknownName: there is no such decision, or it holds no set of this tier and level.
    """
    decision = documents.decision(name) if name is not None else None
    chosen = [
        e
        for e in documents.sets
        if (decision is None or _may_hold(e, decision))
        and tier in (None, e.tier)
        and level in (None, e.level)
    ]
    if not chosen and name is not None:
        chosen = [documents.entry(name, tier, level)]
    found = tuple(evidence_of(entry, documents) for entry in chosen)
    if decision is None:
        return found
    parts = [s if s.entry.decision == decision else _put_in_by(decision, s) for s in found]
    return tuple(s for s in parts if s.values)


def _may_hold(entry: SetEntry, decision: Decision) -> bool:
    """Return whether a set may hold values of a decision, without reading it.

    One that holds a set of its own is looked for there and where it amends; any other, such as guidance whose
    levels are named beside a cell, in all sets.
    """
    if entry.decision == decision or not decision.sets:
        return True
    named = (entry.decision.id, entry.level, entry.tier)
    return any((a.amends, a.level, a.tier) == named for a in decision.amendments)


def _put_in_by(decision: Decision, evidence: SetEvidence) -> SetEvidence:
    return evidence._replace(values=tuple(v for v in evidence.values if v.document in _ids(decision)))


def _ids(decision: Decision) -> tuple[str, ...]:
    return decision.id, decision.number


def _texts(entry: SetEntry, documents: Catalogue) -> Iterator[Ruleset]:
    """Yield the texts of a set from the day of each change, and the last one."""
    changes = [a.decision for a in documents.changes_of(entry)]
    dated = {(d.effective_from or d.issued, d.province) for d in changes}
    last = {(None, d.province) for d in changes}
    for day, province in (*sorted(dated, key=str), *sorted(last, key=str)):
        yield documents.load_entry(entry, day, province)


def _annex_order(value: Evidence) -> tuple[object, ...]:
    if value.kind != "indicator":
        return (1, value.kind)
    return (0, tuple(int(n) for n in _NUMBERS.findall(value.id)), value.id)


def _values(ruleset: Ruleset) -> Iterator[Evidence]:
    for indicator in (*ruleset.indicators(), *ruleset.conditions):
        yield from _of_indicator(indicator)
    rules: tuple[ColumnRule | ColumnGroup, ...] = (*ruleset.columns.rules, *ruleset.columns.groups)
    for rule in rules:
        yield Evidence(
            kind="column_rule" if isinstance(rule, ColumnRule) else "column_group",
            id=rule.id,
            label_vi=rule.label.vi,
            label_en=rule.label.en,
            path=(),
            comparison=None,
            shared=False,
            cell=None,
            status=rule.status,
            document=rule.origin,
            reference=rule.origin,
        )


def _of_indicator(indicator: Indicator) -> Iterator[Evidence]:
    asked = list(_leaves(indicator.require))
    if indicator.applies_when is not None:
        asked.extend(_leaves(indicator.applies_when))
    measures = {leaf.measure for leaf in asked if isinstance(leaf, Comparison)}
    kind = "condition" if isinstance(indicator, Condition) else "indicator"
    label, shared = indicator.label, len(measures) > 1
    for leaf in asked:
        if not isinstance(leaf, Comparison):
            if indicator.status is not None:
                yield Evidence(
                    kind, indicator.id, label.vi, label.en, (), None, shared, None, indicator.status,
                    indicator.origin, indicator.reference.en,
                )  # fmt: skip
            continue
        for path, cell in levels(leaf.bound):
            assert isinstance(cell, Cell)
            provenance = cell.provenance
            yield Evidence(
                kind, indicator.id, label.vi, label.en, path, leaf, shared, cell, provenance.status,
                provenance.document or indicator.origin, indicator.reference.en,
            )  # fmt: skip


def _leaves(requirement: Requirement) -> Iterator[Requirement]:
    match requirement:
        case AllOf() | AnyOf() | AtLeastOf():
            for part in requirement.parts:
                yield from _leaves(part)
        case Not():
            yield from _leaves(requirement.part)
        case Comparison(members=Members() as members):
            yield requirement
            yield from (leaf for leaf in _leaves(members.satisfy) if isinstance(leaf, Comparison))
        case _:
            yield requirement


def counts_table(sets: Sequence[SetEvidence], lang: Lang, *, columns: int = 120) -> str:
    """Return how many values each set has of each status."""
    headings = [say(f"heading_{name}", lang) for name in ("decision", "level", "tier")]
    headings += [str(status) for status in Status] + [say("heading_total", lang)]
    rows = [
        (
            f"{s.name} {s.entry.decision.province}" if s.entry.decision.province else s.name,
            units_name(s.entry.kinds, lang),
            tier_name(s.entry.tier, lang),
            *(str(s.counts[status]) for status in Status),
            str(len(s.values)),
        )
        for s in sets
    ]
    total: Counter[Status] = Counter()
    for s in sets:
        total += s.counts
    totals = [str(total[status]) for status in Status]
    rows.append((say("heading_total", lang), "", "", *totals, str(sum(total.values()))))
    return table(headings, rows, columns=columns, right=(3, 4, 5, 6, 7))


def checklist(sets: Iterable[SetEvidence], measures: MeasureCatalogue, lang: Lang) -> str:
    """Return what still has to be compared with the original, a box per value, in annex order."""
    lines: list[str] = []
    for s in sets:
        if not s.to_confirm:
            continue
        title = f"{s.name} · {tier_name(s.entry.tier, lang)}"
        lines += [*([""] if lines else []), f"{title}. {say('to_confirm', lang, count=len(s.to_confirm))}"]
        seen = None
        for value in s.to_confirm:
            if (value.kind, value.id) != seen:
                seen = (value.kind, value.id)
                label = value.label_en if lang == "en" else value.label_vi
                lines.append(f"  {value.id} {label}")
            place, content = _place(s, value, measures, lang), _content(value, measures, lang)
            lines.append(f"    [ ] {s.name} {place}: {content}")
    return "\n".join(lines) or say("nothing_to_confirm", lang)


def _place(s: SetEvidence, value: Evidence, measures: MeasureCatalogue, lang: Lang) -> str:
    text = " ".join((value.id, *(key_text(key, lang) for key in value.path)))
    if value.comparison is not None and value.shared:
        text += f" ({measures[value.comparison.measure].label(lang)})"
    return text if value.document == s.entry.decision.id else f"{text} [{value.document}]"


def _content(value: Evidence, measures: MeasureCatalogue, lang: Lang) -> str:
    if value.cell is None or value.comparison is None:
        return say("unset_words" if value.status is Status.UNSET else "recalled_words", lang)
    words = RequirementWords(measures, lang)
    if isinstance(value.cell, Unset):
        return words.unset(value.cell, value.comparison)
    text = words.cell(value.cell, value.comparison)
    if not isinstance(value.cell, Delegated):
        text = operator_words(value.comparison.operator, measures[value.comparison.measure], lang, text)
    return say("recalled_level", lang, level=text)


def evidence_data(
    sets: Iterable[SetEvidence], measures: MeasureCatalogue, lang: Lang
) -> list[dict[str, Any]]:
    """Return counts and what is to be confirmed as plain data for JSON."""
    return [
        {
            "ruleset": s.entry.decision.id,
            "annex": s.entry.file.annex,
            "province": s.entry.decision.province,
            "level": s.entry.level,
            "tier": s.entry.tier,
            "counts": {str(status): s.counts[status] for status in Status},
            "to_confirm": [
                {
                    "kind": value.kind,
                    "id": value.id,
                    "label": value.label_en if lang == "en" else value.label_vi,
                    "cell": list(value.path),
                    "measure": value.comparison.measure if value.comparison else None,
                    "operator": value.comparison.operator if value.comparison else None,
                    "status": str(value.status),
                    "content": _content(value, measures, lang),
                    "document": value.document,
                    "reference": value.reference,
                }
                for value in s.to_confirm
            ],
        }
        for s in sets
    ]
