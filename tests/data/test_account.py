"""Every item of every source sheet is in a ruleset, or left out for a written reason; nothing shipped comes from nowhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from tests.data.account_entries import Covered, Home, problem_of, resolve, shipped_parts

from ntm_rules.yaml_nodes import Node, read_yaml

ACCOUNT = Path(__file__).parent / "account"
FILES = sorted(ACCOUNT.glob("*.yaml"))
_SENTENCE = re.compile(r"[A-ZĐ].{15,}[.]", re.DOTALL)


def read(file: Path) -> dict[str, Node]:
    return read_yaml(file).mapping(("sheet", "count", "items"), ("set", "amendment", "province"))


def home_of(fields: dict[str, Node]) -> Home:
    return Home(*(fields[key].text() if key in fields else None for key in ("set", "amendment", "province")))


def entries_of(item: dict[str, Node]) -> list[Node]:
    listed = list(item["entries"].items()) if "entries" in item else []
    return [item["entry"], *listed] if "entry" in item else listed


def items_of(fields: dict[str, Node]) -> list[dict[str, Node]]:
    return [node.mapping(("id",), ("entry", "entries", "reason")) for node in fields["items"].items()]


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_every_item_of_a_sheet_is_in_a_ruleset_or_left_out_for_a_reason(file: Path) -> None:
    fields = read(file)
    assert fields["sheet"].text() == file.stem
    home = home_of(fields)
    problems = []
    for item in items_of(fields):
        entries = entries_of(item)
        if not entries and "reason" not in item:
            problems.append(f"{item['id'].place}: `{item['id'].text()}` has neither an entry nor a reason")
        problems += [problem for entry in entries if (problem := problem_of(entry, home))]
    assert not problems, "\n" + "\n".join(problems)


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_no_item_of_a_sheet_is_dropped_or_told_twice(file: Path) -> None:
    fields = read(file)
    ids = Counter(item["id"].text() for item in items_of(fields))
    assert [id for id, times in ids.items() if times > 1] == []
    assert len(ids) == fields["count"].integer()


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_a_reason_is_a_sentence(file: Path) -> None:
    for item in items_of(read(file)):
        if "reason" in item:
            reason = " ".join(item["reason"].text().split())
            assert _SENTENCE.fullmatch(reason), f"{item['reason'].place}: {reason}"


def covered() -> set[Covered]:
    found: set[Covered] = set()
    for file in FILES:
        fields = read(file)
        home = home_of(fields)
        for item in items_of(fields):
            for entry in entries_of(item):
                if problem_of(entry, home) is None:
                    found.update(resolve(entry, home))
    return found


def test_every_indicator_condition_and_change_that_ships_is_named_by_a_sheet() -> None:
    accounted = covered()
    assert [part for part in shipped_parts() if part not in accounted] == []
