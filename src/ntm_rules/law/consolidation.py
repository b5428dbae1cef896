"""Makes one text out of a set, its amendments and a province's overlays, for a day.

Reads the files of the changes and applies them in their order, or says why there is none. Does not know which
changes there are: the catalogue says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from ntm_rules.facts import MeasureCatalogue
from ntm_rules.law.amendments import Amendment, amend
from ntm_rules.law.entries import AmendmentEntry
from ntm_rules.law.overlays import LoadCell, refuse_weaker_cells
from ntm_rules.law.ruleset_reader import amended_since, read_amendment
from ntm_rules.law.rulesets import Decision, Ruleset
from ntm_rules.law.succession import goes_over, in_order, refuse_clashes
from ntm_rules.yaml_nodes import Node, read_yaml


def amended(
    base: Ruleset, changes: Iterable[AmendmentEntry], on: dt.date | None, measures: MeasureCatalogue
) -> Ruleset:
    """Return a set with the changes of its own authority, each of which builds on those before it.

    Raises:
        AmendmentConflict: a change does not fit the text before it, or two from one day touch one cell.
    """
    ruleset, applied = base, list[tuple[Decision, Amendment]]()
    for a, node in in_sequence((a, read_yaml(a.path)) for a in changes):
        amendment = node.here(partial(read_amendment, node, measures, ruleset))
        if amendment.in_force(on):
            applied.append((a.decision, amendment))
            node.here(partial(refuse_clashes, applied, base))
            ruleset = node.here(partial(amend, ruleset, amendment))
    return ruleset


def overlaid(
    national: Ruleset,
    overlays: Sequence[AmendmentEntry],
    on: dt.date | None,
    measures: MeasureCatalogue,
    load_cell: LoadCell,
) -> Ruleset:
    """Return a set with a province's overlays, each read onto the national text and what it goes over.

    Raises:
        AmendmentConflict: an overlay does not fit that text, or two touch one cell.
        OverlayWeakerThanFloor: one is weaker than the national text.
    """
    decisions = [a.decision for a in overlays]
    applied: list[tuple[Decision, Amendment]] = []
    for index in in_order(decisions):
        node = read_yaml(overlays[index].path)
        below = goes_over(decisions[index], decisions)
        text = national
        for decision, earlier in applied:
            text = amend(text, earlier) if decision.id in below else text
        amendment = node.here(partial(read_amendment, node, measures, text))
        if amendment.in_force(on):
            applied.append((decisions[index], amendment))
            node.here(partial(refuse_clashes, applied, national))
            node.here(partial(refuse_weaker_cells, national, amendment, load_cell))
    ruleset = national
    for _, amendment in applied:
        ruleset = amend(ruleset, amendment)
    return ruleset


def in_sequence(changes: Iterable[tuple[AmendmentEntry, Node]]) -> list[tuple[AmendmentEntry, Node]]:
    """Return changes of one authority, with their files as read, by the day from which they hold."""
    listed = list(changes)
    order = in_order([a.decision for a, _ in listed], [amended_since(node) for _, node in listed])
    return [listed[index] for index in order]


def text_of(ruleset: Ruleset, on: dt.date | None) -> Ruleset:
    """Keep the conditions and column rules whose text is in force; None means the last text."""

    def current(since: dt.date | None, until: dt.date | None) -> bool:
        if on is None:
            return until is None
        return (since is None or since <= on) and (until is None or on <= until)

    conditions = tuple(c for c in ruleset.conditions if current(c.since, c.until))
    rules = tuple(r for r in ruleset.columns.rules if current(r.since, r.until))
    return replace(ruleset, conditions=conditions, columns=ruleset.columns._replace(rules=rules))
