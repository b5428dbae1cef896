"""Small rule books written out in the tests."""

from __future__ import annotations

from typing import Final

from ntm_rules.standing import Fact, RuleBook, Value, book_of, directive_of, fact, share_of

HEAD: Final = "directive: 1/2020\nrules:\n"
NTM: Final[dict[str, str]] = {"ruleset": "318/2022", "level": "commune", "tier": "ntm"}


def rule(id: str, when: str, then: str, status: str = "sourced-1", more: str = "") -> str:
    """Return one rule as YAML; `when` and `then` are flow lists."""
    return (
        f"  - id: {id}\n    label: {{vi: quy tắc {id}, en: rule {id}}}\n    when: {when}\n    then: {then}\n"
        f"    reference: {{vi: mục {id}, en: item {id}}}\n    status: {status}\n{more}"
    )


def book(*rules: str) -> RuleBook:
    """Return the book of some rules."""
    return book_of((directive_of(HEAD + "".join(rules)),))


def title(**fields: Value) -> Fact:
    """Return a commune's NTM title under 1980/2016, with some fields otherwise."""
    usual: dict[str, Value] = {
        "level": "commune",
        "tier": "ntm",
        "under": "1980/2016",
        "highest": True,
        "since_merger": True,
    }
    return fact("title", **{**usual, **fields})


def verdict(outcome: str, **fields: Value) -> Fact:
    """Return a verdict under 318/2022 NTM, with some fields otherwise."""
    return fact("verdict", **{**NTM, "outcome": outcome, **fields})


def failing(certain: int, possible: int | None = None, of: int = 19, **fields: Value) -> Fact:
    """Return the failing criteria of 318/2022 NTM, with some fields otherwise."""
    most = certain if possible is None else possible
    usual: dict[str, Value] = {
        **NTM,
        "certain": share_of(certain, of),
        "possible": share_of(most, of),
        "certain_count": certain,
        "possible_count": most,
    }
    return fact("failing", **{**usual, **fields})
