"""Reads the identity of a document from YAML nodes: its days, its sets, what it amends and replaces.

Does not read the sets themselves.
"""

from __future__ import annotations

from ntm_rules.facts import Level
from ntm_rules.facts.unit_kinds import LEVEL_IDS
from ntm_rules.facts.units import TIER_IDS
from ntm_rules.law.reading import (
    read_date,
    read_kinds,
    read_label,
    read_sources,
    read_status,
    read_text,
    read_texts,
    read_years,
)
from ntm_rules.law.rulesets import AmendmentFile, Decision, Guidance, SetFile, Transition
from ntm_rules.yaml_nodes import Node


def read_decision(node: Node) -> Decision:
    """Read a `decision.yaml`."""
    f = node.mapping(
        ("id", "kind", "number", "issuer", "title"),
        (
            "issued", "effective", "province", "amends", "amended_by", "replaces", "replaced_by",
            "guided_by", "sources", "sets", "amendments", "transition", "note",
        ),
    )  # fmt: skip
    effective = f["effective"].mapping((), ("from", "to", "status", "note")) if "effective" in f else {}
    return Decision(
        id=f["id"].text(),
        kind=f["kind"].choice("kind", ("decision", "letter", "guidance")),
        number=f["number"].text(),
        issuer=f["issuer"].text(),
        issued=read_date(f, "issued"),
        title=read_label(f["title"]),
        effective_from=read_date(effective, "from"),
        effective_to=read_date(effective, "to"),
        province=read_text(f, "province"),
        amends=read_texts(f, "amends"),
        amended_by=read_texts(f, "amended_by"),
        replaces=read_texts(f, "replaces"),
        replaced_by=read_texts(f, "replaced_by"),
        guided_by=f["guided_by"].each(_guidance) if "guided_by" in f else (),
        sources=read_sources(f.get("sources")),
        sets=f["sets"].each(_set_file) if "sets" in f else (),
        amendments=f["amendments"].each(_amendment_file) if "amendments" in f else (),
        transition=f["transition"].each(_transition) if "transition" in f else (),
        note=read_text(f, "note"),
    )


def _guidance(node: Node) -> Guidance:
    f = node.mapping(("number",), ("issued", "about", "url", "note"))
    return Guidance(**{key: value.text() for key, value in f.items()})


def _set_file(node: Node) -> SetFile:
    f = node.mapping(("file", "level", "tier"), ("annex", "kinds", "from", "until"))
    level = f["level"].choice("level", LEVEL_IDS)
    return SetFile(
        file=f["file"].text(),
        level=level,
        tier=f["tier"].choice("tier", TIER_IDS),
        annex=read_text(f, "annex"),
        kinds=read_kinds(f["kinds"], level) if "kinds" in f else Level(level).kinds[:1],
        since=read_date(f, "from"),
        until=read_date(f, "until"),
    )


def _amendment_file(node: Node) -> AmendmentFile:
    f = node.mapping(("file", "amends", "level", "tier"))
    return AmendmentFile(
        file=f["file"].text(),
        amends=f["amends"].text(),
        level=f["level"].choice("level", LEVEL_IDS),
        tier=f["tier"].choice("tier", TIER_IDS),
    )


def _transition(node: Node) -> Transition:
    f = node.mapping(("id", "level", "label", "status"), ("years", "sources", "note"))
    return Transition(
        id=f["id"].text(),
        level=f["level"].choice("level", LEVEL_IDS),
        label=read_label(f["label"]),
        status=read_status(f["status"]),
        years=read_years(f["years"]) if "years" in f else None,
        sources=read_sources(f.get("sources")),
        note=read_text(f, "note"),
    )
