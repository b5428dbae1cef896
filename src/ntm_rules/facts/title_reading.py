"""Reads what holds for a unit whatever the year: recognitions, reviews, and the merger that formed it.

From YAML nodes and Python data alike; every error says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from ntm_rules.facts.given import Given
from ntm_rules.facts.measures import MeasureCatalogue
from ntm_rules.facts.mergers import Merger, Predecessor
from ntm_rules.facts.observations import read_observations
from ntm_rules.facts.reviews import Review
from ntm_rules.facts.units import Recognition, parse_tier

_COUNTED: Final = re.compile(r"([0-9]{1,3}) ?/ ?([0-9]{1,3})")
_DECISION: Final = re.compile(r"[0-9]+/(?:19|20)[0-9]{2}")

TITLE_KEYS: Final = ("recognitions", "merged_from", "reviews")
"""The keys of a unit file that are read here."""


class Titles(NamedTuple):
    """What holds for a unit whatever the year; see `UnitRecord`."""

    recognitions: tuple[Recognition, ...] | None
    merger: Merger | None
    reviews: tuple[Review, ...]


def read_titles(fields: Mapping[str, Given], known: MeasureCatalogue) -> Titles:
    """Read what a unit has been recognised as, of what it was formed, and how it was reviewed."""
    recognised, merged, reviewed = (fields.get(key) for key in TITLE_KEYS)
    recognitions = _recognitions(recognised, known)
    reviews = tuple(map(_review, reviewed.each())) if reviewed is not None else ()
    if merged is None:
        return Titles(recognitions, None, reviews)
    parts = merged.fields(("on", "units"), ())
    merger = merged.here(
        lambda: Merger(parts["on"].date(), tuple(_predecessor(u, known) for u in parts["units"].each()))
    )
    return Titles(recognitions, merger, reviews)


def _predecessor(entry: Given, known: MeasureCatalogue) -> Predecessor:
    fields = entry.fields(("name",), ("recognitions",))
    return Predecessor(fields["name"].text(), _recognitions(fields.get("recognitions"), known))


def _recognitions(entry: Given | None, known: MeasureCatalogue) -> tuple[Recognition, ...] | None:
    return None if entry is None else tuple(_recognition(r, known) for r in entry.each())


def _recognition(entry: Given, known: MeasureCatalogue) -> Recognition:
    fields = entry.fields(("tier",), ("under", "on", "observations", "until", "revoked"))
    tier = fields["tier"]
    days = {key: fields[key].date() if key in fields else None for key in ("on", "until", "revoked")}
    return entry.here(
        lambda: Recognition(
            tier=tier.here(lambda: parse_tier(tier.text())),
            under=_decision(fields["under"]) if "under" in fields else None,
            observations=read_observations(fields.get("observations"), known),
            **days,
        )
    )


def _review(entry: Given) -> Review:
    fields = entry.fields(("ruleset", "tier", "criteria_met"), ("on", "failing", "source"))
    counted = _COUNTED.fullmatch(str(fields["criteria_met"].value).strip())
    if counted is None:
        raise fields["criteria_met"].fail("the criteria met of all, such as `16/19`")
    failing = fields["failing"].each() if "failing" in fields else ()
    return entry.here(
        lambda: Review(
            ruleset=_decision(fields["ruleset"]),
            tier=fields["tier"].here(lambda: parse_tier(fields["tier"].text())),
            met=int(counted[1]),
            of=int(counted[2]),
            on=fields["on"].date() if "on" in fields else None,
            failing=tuple(str(number.value).strip() for number in failing),
            source=fields["source"].text() if "source" in fields else None,
        )
    )


def _decision(entry: Given) -> str:
    if not _DECISION.fullmatch(entry.text()):
        raise entry.fail("the decision as number/year, such as `1980/2016`")
    return entry.text()
