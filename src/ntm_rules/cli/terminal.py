"""What the command line knows of the terminal: encoding, colours, progress, and where errors go."""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from ntm_rules.errors import NtmRulesError
    from ntm_rules.facts.notation import Lang
    from ntm_rules.reporting.explanation import Paint

T = TypeVar("T")

MANY: Final = 20
_BETWEEN: Final = 0.2
_COLOURS: Final = {"met": "32", "not_met": "31", "unknown": "33", "undetermined": "33", "not_applicable": "2"}


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says; Vietnamese cannot be written otherwise."""
    if sys.stdout is None:  # closed by the caller: there is nowhere to write to
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def drop_output() -> None:
    """Let nothing more be written, so that the interpreter does not complain when it flushes at its end."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a device, not a path of the user
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def report(error: NtmRulesError, lang: Lang) -> None:
    """Print one error."""
    from ntm_rules.reporting import error_text  # only errors need it

    print(f"ntm-rules: {'error' if lang == 'en' else 'lỗi'}: {error_text(error, lang)}", file=sys.stderr)


def paint() -> Paint:
    """Return what colours outcomes, where the output is a terminal that wants colours."""
    from ntm_rules.reporting.explanation import unpainted  # only `evaluate` needs it

    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return unpainted if plain else lambda outcome, text: f"\033[{_COLOURS[outcome]}m{text}\033[0m"


def with_progress(items: list[T]) -> Iterator[T]:
    """Yield the items, counting them on the terminal where there are many."""
    if len(items) <= MANY or not sys.stderr.isatty():
        yield from items
        return
    yield from _counted(items, len(items))
    print("\r\033[K", end="", file=sys.stderr, flush=True)


class Counter:
    """Shows on the terminal how far a long work is: how much is done, which share of the whole, how fast.

    Shows nothing where the error output is no terminal, or one that cannot clear a line.
    """

    def __init__(self, text: Callable[[int, int, int], str], *, shown: bool = True) -> None:
        """Begin to count.

        Args:
            text: what is shown of a number done, a share in percent, and a number per second.
            shown: whether to show anything.
        """
        self._text = text
        self._shown = shown and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._begun = self._last = time.monotonic()
        self._drawn = False

    def show(self, done: int, share: float) -> None:
        """Show how far the work is, a few times in a second at most."""
        now = time.monotonic()
        if not self._shown or now - self._last < _BETWEEN:
            return
        self._last = now
        text = self._text(done, int(100 * share), round(done / (now - self._begun)))
        self._print(text[: shutil.get_terminal_size().columns - 1])
        self._drawn = True

    def clear(self) -> None:
        """Clear the line, so that something else can be printed, or nothing."""
        if self._drawn:
            self._print("")
            self._drawn = False

    def _print(self, text: str) -> None:
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def _counted(items: Iterable[T], total: int) -> Iterator[T]:
    for number, item in enumerate(items, 1):
        print(f"\r{number}/{total}", end="", file=sys.stderr, flush=True)
        yield item
