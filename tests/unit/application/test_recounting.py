import pytest

from application.recounting import recounted
from domain.formats.passing import Passed, Piece, Refused
from domain.llm.events import Failure
from domain.llm.usage import Usage

COUNTED = Usage(output=7)


def recount(raw: bytes, usage: Usage) -> bytes:
    return raw + b" %d" % usage.output


def test_bytes_that_nobody_can_believe_get_our_counts() -> None:
    piece = recounted(Passed(b"raw", counted=COUNTED), recount)

    assert piece == Passed(b"raw 7", counted=COUNTED)


@pytest.mark.parametrize(
    "piece",
    [
        Passed(b"raw"),
        Passed(b"", counted=COUNTED),
        Passed(None, counted=COUNTED),
        Refused(429, b"{}", Failure(kind="overloaded", message="")),
    ],
)
def test_all_others_stay_as_they_are(piece: Piece) -> None:
    assert recounted(piece, recount) is piece
