"""SEC-17: files of the libraries that read them: seconds of imports."""

import pytest

from adapters.outbound.file_reading.reading import reading_of
from tests.documents import bomb, pdf, sheets, slides, word

pytestmark = pytest.mark.exhaustive


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (word(), "# Tides\nThe moon pulls the sea.\nPort | Metres"),
        (sheets(), '[Sheet Prices]\nbread,2.5,"white, sliced"'),
        (slides(), "[Slide 1]\nOur plan"),
        (pdf("First words", "Second words"), "[Page 1]\nFirst words\n\n[Page 2]\nSecond words\n"),
    ],
)
def test_the_text_of_documents_is_read(data: bytes, text: str) -> None:
    found = reading_of(data, "named.png")

    assert (found.kind, found.text, found.problem) == ("document", text, None)


def test_a_scanned_document_has_no_text_to_tell() -> None:
    found = reading_of(pdf(""), "a.pdf")

    assert (found.kind, found.problem) == ("other", "it holds no text; perhaps it is scanned")


def test_an_archive_that_unpacks_to_far_more_is_refused() -> None:
    found = reading_of(bomb(5), "a.docx")

    assert found.refused == "the file unpacks to 5 MB in 1 parts"
