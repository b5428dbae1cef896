"""The standing of many units as a table: for a terminal, as data, and as CSV for a spreadsheet.

One row per unit, and the totals below. Decides nothing.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from ntm_rules.evaluation import Outcome
from ntm_rules.facts.notation import Lang
from ntm_rules.reporting.standing_wording import branch_name, say_standing, standing_name
from ntm_rules.reporting.standing_words import StandingWords
from ntm_rules.reporting.text_table import table
from ntm_rules.reporting.wording import tier_name
from ntm_rules.standing import Reclassification, Standing

COLUMNS: Final = (
    "unit",
    "code",
    "level",
    "province",
    "on",
    "tier",
    "under",
    "recognised_on",
    "standing",
    "standing_label",
    "possible",
    "held_against",
    "failing_at_least",
    "failing_at_most",
    "criteria_applicable",
    "criteria_failing",
    "facts_of",
    "review_due",
    "must_meet_first",
    "next_tiers",
    "reasons",
)
"""The keys of a row, in the order of the CSV."""


def standing_rows(found: Iterable[Reclassification], lang: Lang = "vi") -> list[dict[str, Any]]:
    """Return one row of plain values per unit."""
    return [_row(one, lang) for one in found]


def standing_data(found: Sequence[Reclassification], lang: Lang = "vi") -> dict[str, Any]:
    """Return the rows with the totals, as plain data for JSON."""
    return {
        "units": standing_rows(found, lang),
        "totals": {str(standing): count for standing, count in _totals(found)},
        "review_due": sum(map(review_due, found)),
    }


def standing_csv(found: Iterable[Reclassification], lang: Lang = "vi") -> str:
    """Return the rows as CSV: one line per unit, several values in one cell parted by a space."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in standing_rows(found, lang):
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return out.getvalue()


def standing_table(found: Sequence[Reclassification], lang: Lang = "vi", *, columns: int) -> str:
    """Return the units as a table, with the totals below."""
    if not found:
        return say_standing("nothing", lang)
    headings = [
        say_standing(f"heading_{name}", lang)
        for name in ("unit", "title", "standing", "failing", "review", "next")
    ]
    rows = [_cells(one, StandingWords(one, lang), lang) for one in found]
    standings = " · ".join(
        say_standing("total_part", lang, count=count, standing=standing_name(standing, lang))
        for standing, count in _totals(found)
    )
    total = say_standing("total", lang, count=len(found), standings=standings)
    due = say_standing("review_due", lang, count=sum(map(review_due, found)))
    return f"{table(headings, rows, columns=columns)}\n\n{total}\n{due}"


def review_due(found: Reclassification) -> bool:
    """Return whether the unit still has to meet the set of the present period, as far as is known."""
    first = found.conclusions.must_meet_first
    if first is None:
        return False
    evidence = found.evidence
    return evidence is None or evidence.reference != first or evidence.outcome is not Outcome.MET


def _totals(found: Iterable[Reclassification]) -> list[tuple[Standing, int]]:
    counted = Counter(one.standing for one in found)
    return [(standing, counted[standing]) for standing in reversed(Standing) if counted[standing]]


def _cells(one: Reclassification, words: StandingWords, lang: Lang) -> tuple[str, ...]:
    title, evidence, first = one.title, one.evidence, one.conclusions.must_meet_first
    return (
        one.unit.name,
        words.title() if title is None else tier_name(title.tier, lang) + _under(title.under),
        words.standing(),
        "" if evidence is None else _failing(evidence.certain, evidence.possible, evidence.applicable, lang),
        f"{first.ruleset} {tier_name(first.tier, lang)}" if first is not None and review_due(one) else "",
        "; ".join(
            (
                *(branch_name(branch.what, lang) for branch in one.conclusions.branches),
                *(tier_name(aim.tier, lang) + _under(aim.ruleset) for aim in one.conclusions.aims),
            )
        ),
    )


def _under(decision: str | None) -> str:
    return f" ({decision})" if decision else ""


def _failing(certain: int, possible: int, of: int, lang: Lang) -> str:
    key = "exactly" if certain == possible else "between"
    return say_standing(key, lang, certain=certain, possible=possible, of=of)


def _row(one: Reclassification, lang: Lang) -> dict[str, Any]:
    title, evidence, first = one.title, one.evidence, one.conclusions.must_meet_first
    verdict = evidence.verdict if evidence is not None else None
    return {
        "unit": one.unit.name,
        "code": one.unit.code,
        "level": str(one.unit.level),
        "province": one.unit.province,
        "on": one.on.isoformat(),
        "tier": None if title is None else str(title.tier),
        "under": None if title is None else title.under,
        "recognised_on": None if title is None or title.on is None else title.on.isoformat(),
        "standing": str(one.standing),
        "standing_label": standing_name(one.standing, lang),
        "possible": [str(standing) for standing in one.possible],
        "held_against": None if evidence is None else _named(evidence.reference),
        "failing_at_least": None if evidence is None else evidence.certain,
        "failing_at_most": None if evidence is None else evidence.possible,
        "criteria_applicable": None if evidence is None else evidence.applicable,
        "criteria_failing": [] if evidence is None else list(evidence.failing),
        "facts_of": None if verdict is None else verdict.record.year,
        "review_due": review_due(one),
        "must_meet_first": None if first is None else _named(first),
        "next_tiers": [aim.tier for aim in one.conclusions.aims],
        "reasons": [str(reason.why) for reason in one.reasons],
    }


def _named(reference: tuple[str, str, str]) -> str:
    ruleset, _, tier = reference
    return f"{ruleset} {tier}"


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
