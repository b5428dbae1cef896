"""The optional packages that tables need, or one error that says which extra installs them.

Everything in this room takes Polars and openpyxl from here. Does nothing else.
"""

from __future__ import annotations

from typing import Final

from ntm_rules.errors import NotInstalled

__all__ = ["ILLEGAL_CHARACTERS_RE", "WriteOnlyCell", "openpyxl", "pl"]

_EXTRA: Final = "tables"

try:
    import narwhals  # noqa: F401 - what judges tables needs it; told here, before anything is read
    import openpyxl
    import polars as pl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
except ModuleNotFoundError as error:
    if error.name not in ("narwhals", "openpyxl", "polars"):
        raise
    raise NotInstalled(error.name, _EXTRA) from None
