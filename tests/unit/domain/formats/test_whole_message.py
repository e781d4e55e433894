"""What is told in one go is what the stream's decoder tells."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.anthropic_messages.stream import StreamDecoder
from domain.formats.anthropic_messages.whole_message import WholeDecoder, text_message
from domain.json import write
from domain.llm.events import StreamEvent
from tests.shapes import either, just, lists, objects, one_from

MESSAGE: dict[str, Any] = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude",
    "content": [{"type": "text", "text": "Good dây"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 25, "output_tokens": 4, "cache_read_input_tokens": 3},
}
BLOCKS = lists(
    either(
        objects(
            {"type": just("text"), "text": either(st.text(max_size=4), just("\ud800"))},
            optional={"citations": st.none()},
        ),
        just({"type": "tool_use", "id": "t", "name": "look", "input": {}}),
        just({"type": "thinking", "thinking": "hm", "signature": "s"}),
        just("text"),
    ),
    max_size=3,
)

CHANGES = objects(
    {},
    optional={
        "content": BLOCKS,
        "id": one_from([None, "", 5]),
        "stop_reason": one_from([None, "max_tokens", "refusal", "tool_use", "what"]),
        "usage": one_from([None, {}, {"output_tokens": -1}, {"input_tokens": True}, 5]),
        "error": one_from([None, {"type": "overloaded_error", "message": "no"}]),
    },
)


def by_the_stream(raw: bytes) -> list[StreamEvent]:
    decoder = StreamDecoder()
    return [*decoder.feed(raw), *decoder.close()]


def by_the_whole(raw: bytes) -> list[StreamEvent]:
    decoder = WholeDecoder()
    half = len(raw) // 2
    return [*decoder.feed(raw[:half]), *decoder.feed(raw[half:]), *decoder.close()]


@given(CHANGES)
def test_a_whole_message_says_the_same_as_its_stream_would(changes: dict[str, Any]) -> None:
    raw = write({**MESSAGE, **changes}).encode("utf-8", "surrogatepass")

    assert by_the_whole(raw) == by_the_stream(raw)


def test_a_message_of_text_is_told_in_one_go() -> None:
    assert text_message(write(MESSAGE).encode()) is not None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'{"type":"error","error":{"type":"overloaded_error","message":"no"}}',
        b'event: ping\ndata: {"type": "ping"}\n\n',
        b' {"content": []}',
    ],
)
def test_whatever_else_comes_is_read_as_a_stream(raw: bytes) -> None:
    assert by_the_whole(raw) == by_the_stream(raw)
