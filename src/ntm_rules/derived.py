"""`cached_property` without the lock that Python 3.11 holds while it computes one.

That lock is one for all instances. A process that is forked while another thread computes such a property
takes the lock with it, held for ever, and stops at its own first use. Later versions of Python have none.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801 - the name that it stands in for
        """As of Python 3.12: two threads may both compute the value, and the last one is kept."""

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            kept = instance.__dict__
            if self.attrname not in kept:
                kept[self.attrname] = self.func(instance)
            return kept[self.attrname]


__all__ = ["cached_property"]
