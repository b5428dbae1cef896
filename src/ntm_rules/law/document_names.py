"""How documents are named, and which one a name means.

A national number is unique within its year; provinces number each for itself, so that one number may be that
of several provincial documents. Says which document is meant, or that it cannot be told. Does not read files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ntm_rules.errors import AmbiguousName, UnknownName
from ntm_rules.facts import places
from ntm_rules.law.rulesets import Decision
from ntm_rules.spelling import fold, nearest


class DocumentNames:
    """The names of some documents, looked up without regard to case, diacritics and punctuation."""

    def __init__(self, documents: Iterable[tuple[Decision, Path]]) -> None:
        self._named: dict[str, list[Decision]] = {}
        self._folders: dict[Decision, Path] = {}
        for decision, folder in documents:
            self._folders[decision] = folder
            for spelling in {fold(text) for text in _spellings(decision, folder)}:
                self._named.setdefault(spelling, []).append(decision)

    def find(self, name: str, province: str | None = None) -> Decision:
        """Return the document that a name means.

        A national document goes before a province's of the same name, which is reached with its province. Of
        provincial ones, those of the province spoken of go before the others.

        Raises:
            UnknownName: no document has the name.
            AmbiguousName: several provinces have one.
        """
        found = self._named.get(fold(name), [])
        for chosen in (
            [d for d in found if d.province is None],
            [d for d in found if province is not None and is_of(d, province)],
            found,
        ):
            if len(chosen) == 1:
                return chosen[0]
            if chosen:
                raise self._ambiguous(name, chosen)
        raise UnknownName("ruleset", name, suggestion=nearest(name, [d.id for d in self._folders]))

    def _ambiguous(self, name: str, chosen: list[Decision]) -> AmbiguousName:
        chosen = sorted(chosen, key=lambda d: d.name)
        folder = self._folders[chosen[0]]
        return AmbiguousName(
            name,
            tuple(d.name for d in chosen),
            hint=f"write the province beside the number, or the folder, such as `{_folder_name(folder)}`",
        )


def is_of(decision: Decision, province: str) -> bool:
    """Return whether a document is one of a province, by any of the names that it has borne."""
    return decision.province is not None and bool(_bearers(decision.province) & _bearers(province))


def _bearers(province: str) -> frozenset[str]:
    """Return the names by which a province is compared: those of the places that bear it, else its own."""
    try:
        return frozenset(p.name for p in places().named(province))
    except UnknownName:
        return frozenset({fold(province)})


def _spellings(decision: Decision, folder: Path) -> Iterator[str]:
    number, _, year = decision.id.partition("/")
    prefix = "cv" if decision.kind == "letter" else "qd"
    cited = [decision.id, f"{prefix}-{number}-{year}", number]
    if any(map(str.isdigit, decision.number)):  # else it says that the number is not known
        cited += [decision.number, f"{decision.number}/{year}"]
    yield from cited
    if decision.province is not None:
        yield from (f"{text} {decision.province}" for text in cited)
    yield folder.name
    yield _folder_name(folder)


def _folder_name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"
