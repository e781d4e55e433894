import io
from collections.abc import Iterator

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph


def pieces(data: bytes) -> Iterator[str]:
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        match block:
            case Paragraph():
                yield _heading(block) + block.text
            case Table():
                for row in block.rows:
                    yield " | ".join(cell.text.strip() for cell in row.cells)


def _heading(paragraph: Paragraph) -> str:
    name = (paragraph.style.name if paragraph.style is not None else None) or ""
    level = name.removeprefix("Heading ")
    return f"{'#' * int(level)} " if name != level and level.isdigit() else ""
