"""Lines of CSV (RFC 4180) that a spreadsheet does not take for formulas (ASVS 1.2.10)."""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

Cell: TypeAlias = str | int | None

_FORMULA: Final = re.compile(r"[=+\-@\t\r\n]")
_QUOTED: Final = re.compile(r'[",\r\n]')


def line(cells: Sequence[Cell]) -> str:
    """With its end. Numbers stay as they are, `None` is an empty cell."""
    return ",".join(_field(each) for each in cells) + "\r\n"


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int):
        return str(cell)
    safe = f"'{cell}" if _FORMULA.match(cell) else cell
    if not _QUOTED.search(safe):
        return safe
    return '"' + safe.replace('"', '""') + '"'
