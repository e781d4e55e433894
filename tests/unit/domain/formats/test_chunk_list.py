import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.gemini.chunk_list import ChunkList
from domain.formats.gemini.stream import StreamEncoder
from domain.json import Json
from domain.llm.events import Failed, Failure, Finished, Started, TextDelta, TextOpened

BEGUN = (Started(id="", model=""), TextOpened(0), TextDelta(0, "é\u2028"))


def listed(pieces: list[bytes]) -> Json:
    chunks = ChunkList()
    written = b"".join(chunks.feed(piece) for piece in pieces) + chunks.close()
    found: Json = json.loads(written)
    return found


@given(st.lists(st.text()), st.integers(1, 50))
def test_a_list_holds_what_the_events_hold_however_they_are_cut(said: list[str], size: int) -> None:
    sent = b"".join(b"\ndata: " + json.dumps([text]).encode() + b"\n\n" for text in said)

    assert listed([sent[at : at + size] for at in range(0, len(sent), size)]) == [
        [text] for text in said
    ]


def test_a_list_grows_with_the_answer() -> None:
    encoder, chunks = StreamEncoder(id="i", model="m"), ChunkList()

    first = b"".join(chunks.feed(encoder.feed(event)) for event in BEGUN)
    silence = chunks.feed(encoder.heartbeat())
    last = chunks.feed(encoder.feed(Finished(reason="end")))

    assert first.startswith(b'[{"candidates"')
    assert silence.strip() == b""
    assert last.startswith(b",")
    assert len(json.loads(first + silence + last + chunks.close())) == 2


def test_an_error_is_the_last_item_of_the_list() -> None:
    encoder = StreamEncoder(id="i", model="m")
    failed = Failed(Failure(kind="cut", message="gone"))

    found = listed([encoder.feed(event) for event in (*BEGUN, failed)])

    assert isinstance(found, list)
    assert found[-1] == {"error": {"code": 500, "message": "gone", "status": "INTERNAL"}}


@pytest.mark.parametrize("pieces", [[], [b""], [b"\n"]])
def test_nothing_is_an_empty_list(pieces: list[bytes]) -> None:
    assert listed(pieces) == []
