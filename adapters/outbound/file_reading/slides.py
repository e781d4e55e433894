import io
from collections.abc import Iterator

import pptx
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape


def pieces(data: bytes) -> Iterator[str]:
    for number, slide in enumerate(pptx.Presentation(io.BytesIO(data)).slides, start=1):
        yield f"[Slide {number}]"
        for shape in slide.shapes:
            yield from _said(shape)
        notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        if notes is not None and notes.text.strip():
            yield f"Notes: {notes.text.strip()}"


def _said(shape: BaseShape) -> Iterator[str]:
    match shape:
        case GroupShape():
            for each in shape.shapes:
                yield from _said(each)
        case Shape() if shape.text_frame.text.strip():
            yield shape.text_frame.text.strip()
        case GraphicFrame() if shape.has_table:
            for row in shape.table.rows:
                yield " | ".join(cell.text.strip() for cell in row.cells)
        case _:
            return
