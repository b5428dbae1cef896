"""What a caller or a file gave: plain Python data and YAML read in one way, each value with its place.

So that a dict from a notebook obeys the rules of a unit file, and an error in either says where. Does not
know what any key means.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from ntm_rules.errors import NOWHERE, NtmRulesError, Place, UnexpectedValue, UnknownName
from ntm_rules.spelling import nearest
from ntm_rules.yaml_nodes import Node

T = TypeVar("T")

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Given:
    """One value as it was given.

    Attributes:
        value: a scalar (text as written where it comes from YAML), a tuple of given values, a dict of them
            by key, or None where nothing was filled in.
        place: where it stands.
        named_at: where its key stands, for one that belongs to a mapping.
    """

    value: object
    place: Place = NOWHERE
    named_at: Place = NOWHERE

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    def shown(self) -> str:
        """Return the value as a message would show it."""
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, tuple):
            return "a list"
        return "nothing" if self.value is None else str(self.value)

    def fail(self, expected: str, hint: str | None = None) -> UnexpectedValue:
        """Return the error that this value is not what was expected."""
        return UnexpectedValue(self.shown(), expected, place=self.place, hint=hint)

    def here(self, work: Callable[[], T]) -> T:
        """Run work whose errors do not know their place, and give them this one."""
        try:
            return work()
        except NtmRulesError as error:
            raise error.at(self.place) from error.__cause__

    def text(self) -> str:
        if isinstance(self.value, str) and self.value.strip():
            return self.value.strip()
        raise self.fail("text")

    def integer(self) -> int:
        value = self.value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
            return int(value)
        raise self.fail("a whole number")

    def date(self) -> dt.date:
        value = self.value
        if isinstance(value, dt.date):
            return value.date() if isinstance(value, dt.datetime) else value
        if isinstance(value, str) and _DATE.fullmatch(value.strip()):
            try:
                return dt.date.fromisoformat(value.strip())
            except ValueError:
                pass
        raise self.fail("a date such as `2024-03-01`")

    def each(self) -> tuple[Given, ...]:
        """Return the elements of a list."""
        if not isinstance(self.value, tuple):
            raise self.fail("a list")
        return self.value

    def entries(self) -> Iterator[tuple[str, Given]]:
        """Yield all entries of a mapping whose keys are free, filled in or not."""
        if not isinstance(self.value, dict):
            raise self.fail("a mapping")
        yield from self.value.items()

    def pairs(self) -> Iterator[tuple[str, Given]]:
        """Yield the filled-in entries of a mapping whose keys are free."""
        return ((key, entry) for key, entry in self.entries() if entry.value is not None)

    def fields(self, required: Sequence[str], optional: Sequence[str]) -> dict[str, Given]:
        """Return the filled-in entries of a mapping, refusing unknown keys and missing ones."""
        known = (*required, *optional)
        for key, entry in self.entries():
            if key not in known:
                expected = f"one of {', '.join(f'`{k}`' for k in known)}"
                raise UnknownName(
                    "key", key, suggestion=nearest(key, known), expected=expected, place=entry.named_at
                )
        found = dict(self.pairs())
        for key in required:
            if key not in found:
                raise UnexpectedValue("a mapping without it", f"the key `{key}`", place=self.place)
        return found


def given(raw: object, path: str = "") -> Given:
    """Wrap YAML or Python data; `path` names the place of data that comes from no file."""
    if isinstance(raw, Given):
        return raw
    if isinstance(raw, Node):
        return _from_node(raw)
    place = Place(path=path)
    raw = _plain(raw)
    if isinstance(raw, Mapping):
        entries = {}
        for key, value in raw.items():
            inner = f"{path}.{key}" if path else str(key)
            entry = given(value, inner)
            entries[str(key)] = Given(entry.value, entry.place, entry.place)
        return Given(entries, place, place)
    if isinstance(raw, (list, tuple, set, frozenset)):
        return Given(tuple(given(value, f"{path}[{n}]") for n, value in enumerate(raw)), place, place)
    empty = isinstance(raw, str) and not raw.strip()
    return Given(None if empty else raw, place, place)


def _plain(raw: object) -> object:
    """Return a NumPy or pandas value as the Python value it stands for; their missing values as None."""
    if isinstance(raw, (str, int, float, Mapping)) or raw is None:
        return raw
    if type(raw).__name__ in ("NAType", "NaTType"):
        return None
    to_dict = getattr(raw, "to_dict", None)
    if callable(to_dict):
        return to_dict()
    item = getattr(raw, "item", None)
    return item() if callable(item) and getattr(raw, "ndim", None) == 0 else raw


def _from_node(node: Node) -> Given:
    place = node.place
    if node.is_mapping:
        entries = {}
        for key, value in node.pairs():
            entry = _from_node(value)
            entries[key.shown()] = Given(entry.value, entry.place, key.place)
        return Given(entries, place, place)
    if node.is_list:
        return Given(tuple(_from_node(child) for child in node.items()), place, place)
    text = node.shown()
    return Given(None if node.is_null or not text.strip() else text, place, place)
