"""Documents that tests make."""

import io
import zipfile

import docx
import openpyxl
import pptx


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Tides", 1)
    document.add_paragraph("The moon pulls the sea.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Port", "Metres"
    return _saved(document)


def sheets() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Prices"
    sheet.append(["bread", 2.5, "white, sliced"])
    return _saved(book)


def slides() -> bytes:
    shown = pptx.Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[5])
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Our plan"
    return _saved(shown)


def pdf(*pages: str) -> bytes:
    """The least that a reader of PDF takes: one line of words a page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (4 + 2 * at) for at in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for at, words in enumerate(pages):
        stream = b"BT /F1 12 Tf 50 700 Td (" + words.encode("latin-1") + b") Tj ET"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >>"
            b" /MediaBox [0 0 600 800] /Contents %d 0 R >>" % (5 + 2 * at)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    written = io.BytesIO(b"%PDF-1.4\n")
    written.seek(0, io.SEEK_END)
    places: list[int] = []
    for number, each in enumerate(objects, start=1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.writelines(b"%010d 00000 n \n" % place for place in places)
    written.write(
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )
    return written.getvalue()


def bomb(megabytes: int) -> bytes:
    """A Word file of a few hundred kilobytes that unpacks to this much."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (megabytes * 1_000_000))
    return written.getvalue()


def _saved(document: object) -> bytes:
    written = io.BytesIO()
    getattr(document, "save")(written)  # noqa: B009 - three libraries, one word
    return written.getvalue()
