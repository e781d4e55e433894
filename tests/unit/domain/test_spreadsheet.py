"""SEC-28: no cell of an export is a formula."""

import csv
from io import StringIO

import pytest

from domain.spreadsheet import Cell, line


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_begins_as_a_formula_does(begin: str) -> None:
    [[told, other]] = csv.reader(StringIO(line([f'{begin}cmd|"x"', "end"]), newline=""))

    assert (told, other) == (f'\'{begin}cmd|"x"', "end")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["a", 7, None, -7], "a,7,,-7\r\n"),
        (["a,b", 'say "so"', "a\nb"], '"a,b","say ""so""","a\nb"\r\n'),
        ([], "\r\n"),
    ],
)
def test_a_line_is_as_rfc_4180_says(cells: list[Cell], told: str) -> None:
    assert line(cells) == told
