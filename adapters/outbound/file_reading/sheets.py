import io
from collections.abc import Iterator

import openpyxl


def pieces(data: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield f"[Sheet {sheet.title}]"
        for row in sheet.iter_rows(values_only=True):
            cells = ["" if cell is None else str(cell) for cell in row]
            if any(cells):
                yield ",".join(_quoted(each) for each in cells).rstrip(",")


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in ',"\n'):
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell
