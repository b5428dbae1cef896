"""The optional libraries that tables need, imported where one is used."""

from __future__ import annotations

from typing import Any, Final

from ntm_rules.errors import NotInstalled

EXTRA: Final = "tables"


def library(name: str) -> Any:
    """Return an optional library.

    Raises:
        NotInstalled: it is not there.
    """
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        if error.name is not None and error.name.split(".")[0] != name:
            raise
        raise NotInstalled(name, EXTRA) from None
