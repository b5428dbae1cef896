"""A run that is asked to end, by `kill` or by a terminal that closes, tidies up as after Ctrl-C.

Does not know what there is to tidy.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_ASKED: Final = ("SIGTERM", "SIGHUP")
_OFFSET: Final = 128


class Stopped(BaseException):
    """The process was asked to end.

    Attributes:
        status: the exit status that shells give such an end.
    """

    def __init__(self, number: int) -> None:
        self.status = _OFFSET + number
        super().__init__(number)


@contextmanager
def stopping() -> Iterator[None]:
    """Raise `Stopped` where the process is asked to end, once.

    Whatever else it makes the code in the block raise on its way, `Stopped` is what comes out.
    """
    if threading.current_thread() is not threading.main_thread():  # only that is told of signals
        yield
        return
    asked: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        signal.signal(number, signal.SIG_IGN)
        asked.append(number)
        raise Stopped(number)

    numbers = [getattr(signal, name) for name in _ASKED if hasattr(signal, name)]
    handlers = {number: signal.getsignal(number) for number in numbers}
    # `nohup` lets a run outlive its terminal; None is a handler that is not Python's.
    before = {n: h for n, h in handlers.items() if h not in (signal.SIG_IGN, None)}
    for number in before:
        signal.signal(number, stop)
    try:
        yield
    except Exception as error:
        if asked:  # a library took it for a failure of its own
            raise Stopped(asked[0]) from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
