"""Every error the library raises on purpose.

One base class; each concrete error keeps what it knows in fields, so that a caller can act on it
without reading the message. Messages are one sentence: place, what was found, what was expected, and
the nearest valid spelling where there is one. Does not translate: `str(error)` is English, and
`ntm_rules.reporting.error_text` words the same error in Vietnamese.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "AmbiguousName",
    "AmbiguousNumber",
    "AmendmentConflict",
    "Contradiction",
    "FixtureError",
    "IncompatibleUnit",
    "InferenceFailed",
    "InvalidObservation",
    "InvalidYaml",
    "NotInTables",
    "NotInstalled",
    "NtmRulesError",
    "OverlayWeakerThanFloor",
    "Place",
    "UnexpectedValue",
    "UnknownName",
    "UnreadableFile",
    "UnwritableFile",
    "YearOutsideSet",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and within it a line and column (from 1) or a sheet, row and cell."""

    file: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        text = ":".join(parts)
        if self.path:
            text = f"{text}: {self.path}" if text else self.path
        return text


NOWHERE = Place()


class NtmRulesError(Exception):
    """Base of all errors raised on purpose.

    Attributes:
        place: where the trouble stands; empty when it has no place in a file.
    """

    def __init__(self, message: str, *, place: Place = NOWHERE, hint: str | None = None) -> None:
        self.message = message
        self.place = place
        self.hint = hint
        super().__init__(message)

    def __str__(self) -> str:
        where = str(self.place)
        text = f"{where}: {self.message}" if where else self.message
        return f"{text}\n  help: {self.hint}" if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.__dict__.copy(), self.args))

    def at(self, place: Place) -> NtmRulesError:
        """Return this error with a place, if it has none yet."""
        if not str(self.place):
            self.place = place
        return self


def _rebuild(cls: type[NtmRulesError], state: dict[str, object], args: tuple[object, ...]) -> NtmRulesError:
    error = cls.__new__(cls)
    error.__dict__.update(state)
    error.args = args
    return error


class UnreadableFile(NtmRulesError):
    """The file is missing, too large, or not UTF-8 text."""


class UnwritableFile(NtmRulesError):
    """A file cannot be written: no such folder, no right to, no room."""


class InvalidYaml(NtmRulesError):
    """The text is not the YAML we accept: broken syntax, a duplicate key, an alias bomb, too deep."""


class UnknownName(NtmRulesError):
    """A name that should be known is not.

    Attributes:
        kind: what sort of name ("measure", "key", "province", …).
        found: the name as it was written.
        suggestion: the nearest valid name, or None.
        expected: what would have been accepted, or None.
    """

    def __init__(
        self,
        kind: str,
        found: str,
        *,
        suggestion: str | None = None,
        expected: str | None = None,
        place: Place = NOWHERE,
    ) -> None:
        self.kind = kind
        self.found = found
        self.suggestion = suggestion
        self.expected = expected
        message = f"unknown {kind} `{found}`"
        if expected:
            message += f", expected {expected}"
        super().__init__(message, place=place, hint=f"did you mean `{suggestion}`?" if suggestion else None)


class AmbiguousName(NtmRulesError):
    """A name that several documents have, such as a number that two provinces gave in one year.

    Attributes:
        found: the name as it was written.
        choices: the names that mean one of them each.
    """

    def __init__(
        self, found: str, choices: tuple[str, ...], *, place: Place = NOWHERE, hint: str | None = None
    ) -> None:
        self.found = found
        self.choices = choices
        listed = ", ".join(f"`{name}`" for name in choices)
        super().__init__(
            f"`{found}` names several documents, expected one of {listed}", place=place, hint=hint
        )


class UnexpectedValue(NtmRulesError):
    """A value of the wrong kind or outside its limits.

    Attributes:
        found: the value as it was written.
        expected: what would have been accepted.
    """

    def __init__(
        self, found: object, expected: str, *, place: Place = NOWHERE, hint: str | None = None
    ) -> None:
        self.found = found
        self.expected = expected
        super().__init__(f"found `{found}`, expected {expected}", place=place, hint=hint)


class AmbiguousNumber(NtmRulesError):
    """A number that Vietnamese and international notation read differently, or a bare share.

    Attributes:
        found: the text as it was written.
        readings: the two readings, each as it could be written without doubt.
    """

    def __init__(self, found: str, readings: tuple[str, str], *, place: Place = NOWHERE) -> None:
        self.found = found
        self.readings = readings
        super().__init__(
            f"`{found}` can be read as `{readings[0]}` or as `{readings[1]}`",
            place=place,
            hint="write the one that is meant",
        )


class IncompatibleUnit(NtmRulesError):
    """A quantity whose unit cannot be converted to the unit of its measure.

    Attributes:
        text: the quantity as it was written.
        found: the unit as it was written.
        expected: the unit of the measure.
    """

    def __init__(self, text: str, found: str, expected: str, *, place: Place = NOWHERE) -> None:
        self.text = text
        self.found = found
        self.expected = expected
        super().__init__(f"`{text}` is in `{found}`, which cannot be converted to `{expected}`", place=place)


class InvalidObservation(NtmRulesError):
    """An observation that cannot be true: a share above 100 %, a negative count, NaN.

    Attributes:
        measure: the id of the measure.
        found: the value as it was written.
        expected: what would have been accepted.
    """

    def __init__(
        self,
        measure: str,
        found: object,
        expected: str,
        *,
        place: Place = NOWHERE,
        hint: str | None = None,
    ) -> None:
        self.measure = measure
        self.found = found
        self.expected = expected
        super().__init__(f"`{measure}`: found `{found}`, expected {expected}", place=place, hint=hint)


class YearOutsideSet(NtmRulesError):
    """The year of the data is outside the years a criteria set judges.

    Attributes:
        year: the year asked for.
        first, last: the years of the set.
    """

    def __init__(self, ruleset: str, year: int, first: int, last: int, *, place: Place = NOWHERE) -> None:
        self.ruleset = ruleset
        self.year = year
        self.first = first
        self.last = last
        super().__init__(
            f"year `{year}` is outside `{ruleset}`, which judges the years {first} to {last}", place=place
        )


class NotInTables(NtmRulesError):
    """A part of a set that cannot be judged over a table, or not in the engine that holds it.

    Attributes:
        part: the part of the set, such as `318/2022 ntm 10`.
        what: what it asks for.
        engine: the engine that cannot do it; None where no engine can.
    """

    def __init__(self, part: str, what: str, engine: str | None = None, *, place: Place = NOWHERE) -> None:
        self.part = part
        self.what = what
        self.engine = engine
        where = f"in `{engine}`" if engine else "over a table"
        super().__init__(f"`{part}` asks for {what}, which cannot be judged {where}", place=place)


class NotInstalled(NtmRulesError):
    """Something asked for needs packages that are not installed.

    Attributes:
        package: the package that was not found.
        extra: the extra of this library that installs it.
    """

    def __init__(self, package: str, extra: str, *, place: Place = NOWHERE) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            f"package `{package}` is not installed, expected the extra `{extra}`",
            place=place,
            hint=f"pip install 'ntm-rules[{extra}]'",
        )


class AmendmentConflict(NtmRulesError):
    """An amendment that names what the set does not have, or two documents that set one cell."""


class OverlayWeakerThanFloor(NtmRulesError):
    """A provincial level that is weaker than the national one.

    Attributes:
        indicator: the id of the indicator.
        cell: the column or year of the cell.
        national, provincial: the two levels as they are written.
    """

    def __init__(
        self,
        indicator: str,
        cell: str,
        national: str,
        provincial: str,
        *,
        place: Place = NOWHERE,
    ) -> None:
        self.indicator = indicator
        self.cell = cell
        self.national = national
        self.provincial = provincial
        where = f" ({cell})" if cell else ""
        super().__init__(
            f"indicator `{indicator}`{where}: the province sets `{provincial}`, weaker than the "
            f"national `{national}`",
            place=place,
            hint="a province may set what is delegated, tighten, or add",
        )


class Contradiction(NtmRulesError):
    """Two statements of one source that cannot both be true."""


class FixtureError(NtmRulesError):
    """A fixture that cannot be run, such as one that names an indicator the set does not have."""


class InferenceFailed(NtmRulesError):
    """The rules could not be run over the facts; nothing of what they concluded is kept.

    Attributes:
        reason: what the rule engine reported.
    """

    def __init__(self, reason: str, *, place: Place = NOWHERE, hint: str | None = None) -> None:
        self.reason = reason
        super().__init__(f"the rules could not be run: {reason}", place=place, hint=hint)
