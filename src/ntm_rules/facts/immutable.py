"""A mapping that cannot be changed, and that can be hashed, pickled and shared between threads.

`types.MappingProxyType` can be neither hashed nor pickled, and records are both.
"""

from __future__ import annotations

from typing import Any, Never, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(dict[K, V]):
    """An immutable mapping in the order it was given; a dict, so that a look-up costs no more."""

    __slots__ = ()

    def _refuse(self, *_args: Any, **_kwargs: Any) -> Never:
        raise TypeError("a FrozenMap cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({dict(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (FrozenMap, (dict(self),))
