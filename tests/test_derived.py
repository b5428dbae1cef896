"""What is derived once is derived without a lock, which a forked process could find held for ever."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from ntm_rules.derived import cached_property


@dataclass
class Sum:
    """A sum that waits, if it is told to, before it is there."""

    number: int
    go_on: threading.Event | None = None
    computed: int = 0

    @cached_property
    def doubled(self) -> int:
        self.computed += 1
        if self.go_on is not None:
            self.go_on.wait(60)
        return 2 * self.number


def test_a_property_is_computed_once() -> None:
    one = Sum(2)
    assert (one.doubled, one.doubled, one.computed) == (4, 4, 1)
    assert isinstance(vars(Sum)["doubled"], cached_property)
    assert Sum.doubled is vars(Sum)["doubled"]


def test_a_thread_that_computes_a_property_keeps_nobody_else_from_computing_it() -> None:
    slow, other = Sum(1, threading.Event()), Sum(2)
    assert slow.go_on is not None
    threads = [threading.Thread(target=lambda one=one: one.doubled, daemon=True) for one in (slow, other)]
    for thread in threads:
        thread.start()
    threads[1].join(10)
    stuck = threads[1].is_alive()
    slow.go_on.set()
    threads[0].join(10)
    assert not stuck
    assert (slow.doubled, other.doubled) == (2, 4)
