"""What is read quickly is what would have been read in full, whatever the bytes are."""

import json
from collections.abc import Callable, Sequence
from typing import final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from domain.formats.anthropic_messages.passing import MessagesPassing
from domain.formats.anthropic_messages.stream import StreamDecoder as MessagesDecoder
from domain.formats.anthropic_messages.stream import StreamEncoder
from domain.formats.openai_chat.passing import ChatPassing
from domain.formats.openai_chat.stream import StreamDecoder as ChatDecoder
from domain.formats.openai_responses.stream import StreamDecoder as ResponsesDecoder
from domain.formats.passing import Passing
from domain.formats.sse_decoding import SseDecoder
from domain.json import Json, JsonObject
from domain.llm.events import (
    Sent,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
)
from domain.llm.reply import ReplyPart
from domain.llm.usage import Usage
from tests.unit.domain.formats import strategies as some

Frame = Callable[[str, int], Json]
"""An event that says a text, and is the so-manieth."""


@final
class InFull(MessagesDecoder):
    @override
    def alike(self, data: bytes) -> tuple[tuple[StreamEvent, ...], int]:
        return (), 0


@final
class ChatInFull(ChatDecoder):
    @override
    def alike(self, data: bytes) -> tuple[tuple[StreamEvent, ...], int]:
        return (), 0


@final
class ResponsesInFull(ResponsesDecoder):
    @override
    def alike(self, data: bytes) -> tuple[tuple[StreamEvent, ...], int]:
        return (), 0


MESSAGES_BEGIN = (
    b'data: {"type":"message_start","message":{"id":"1","model":"up"}}\n\n'
    b'data: {"type":"content_block_start","index":0,"content_block":{"type":"text"}}\n\n'
    b'data: {"type":"content_block_start","index":1,"content_block":{"type":"thinking"}}\n\n'
)


def messages(text: str, _number: int) -> Json:
    return {
        "type": "content_block_delta",
        "index": 0,
        "delta": {"type": "text_delta", "text": text},
    }


def thoughts(text: str, _number: int) -> Json:
    delta = {"type": "thinking_delta", "thinking": text}
    return {"type": "content_block_delta", "index": 1, "delta": delta}


def chat(text: str, number: int) -> Json:
    delta: JsonObject = {"content": text}
    choice: JsonObject = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}
    padding = "x" * (number * 7 % 5)
    return {"id": "c", "model": "up", "choices": [choice], "usage": None, "obfuscation": padding}


def reasoned(text: str, number: int) -> Json:
    choice: JsonObject = {"index": 0, "delta": {"reasoning_content": text, "content": ""}}
    return {"id": "c", "model": "up", "created": number // 4, "choices": [choice]}


def responses(text: str, number: int) -> Json:
    return {
        "type": "response.output_text.delta",
        "sequence_number": number,
        "output_index": 0,
        "content_index": 0,
        "delta": text,
        "logprobs": [],
        "obfuscation": "y" * (number % 3),
    }


VENDORS: dict[str, tuple[bytes, Frame, Callable[[], SseDecoder], Callable[[], SseDecoder]]] = {
    "messages": (MESSAGES_BEGIN, messages, MessagesDecoder, InFull),
    "thoughts": (MESSAGES_BEGIN, thoughts, MessagesDecoder, InFull),
    "chat": (b"", chat, ChatDecoder, ChatInFull),
    "reasoned": (b"", reasoned, ChatDecoder, ChatInFull),
    "responses": (b"", responses, ResponsesDecoder, ResponsesInFull),
}
BETWEEN = (b": ping\n\n", b'data: {"type":"ping"}\n\n', b"\n", b"event: x\n\n", b"data: [DONE]\n\n")
TEXTS = st.one_of(
    st.sampled_from([" word", " and", ", ", "\n\n", " x\\y"]),
    st.text(max_size=6),
    st.sampled_from(
        ['"', "\\", "\\u0041", "\n", '"}', "é", "\ud83d", "\ude00", "\x85", "\u2028", ""]
    ),
)


@st.composite
def streams(draw: st.DrawFn) -> tuple[str, list[bytes]]:
    """A vendor's stream of texts, in any spelling, cut anywhere, perhaps with a wrong byte."""
    vendor = draw(st.sampled_from(sorted(VENDORS)))
    begin, frame, _, _ = VENDORS[vendor]
    blank = draw(st.sampled_from(["\n\n", "\r\n\r\n", "\r\r"]))
    ascii_only, spaced = draw(st.booleans()), draw(st.booleans())
    sent, ends = begin, [len(begin)]
    for number, text in enumerate(draw(st.lists(TEXTS, max_size=12))):
        separators = (", ", ": ") if spaced else (",", ":")
        told = json.dumps(frame(text, number), ensure_ascii=ascii_only, separators=separators)
        if draw(st.integers(0, 9)) == 0:
            told = told[:-1] + "  }"
        sent += f"data: {told}{blank}".encode("utf-8", "replace")
        if draw(st.integers(0, 9)) == 0:
            sent += draw(st.sampled_from(BETWEEN))
        ends.append(len(sent))
    if sent and draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(sent) - 1))
        sent = sent[:at] + draw(st.binary(max_size=2)) + sent[at + 1 :]
    elsewhere = draw(st.lists(st.integers(0, len(sent)), max_size=4))
    cuts = sorted([*elsewhere, *(end for end in ends if end <= len(sent) and draw(st.booleans()))])
    return vendor, [sent[a:b] for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]


def told(decoder: SseDecoder, pieces: Sequence[bytes]) -> list[tuple[StreamEvent, ...]]:
    """What comes with each piece, and at the end."""
    return [*(decoder.feed(piece) for piece in pieces), tuple(decoder.close())]


@pytest.mark.exhaustive
@given(streams())
def test_whatever_comes_is_read_as_if_in_full(stream: tuple[str, list[bytes]]) -> None:
    vendor, pieces = stream
    _, _, quick, in_full = VENDORS[vendor]

    assert told(quick(), pieces) == told(in_full(), pieces)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("passing", "vendor"),
    [
        (ChatPassing(wants_usage=False), "chat"),
        (ChatPassing(wants_usage=True), "reasoned"),
        (MessagesPassing(), "messages"),
    ],
)
@given(texts=st.lists(TEXTS, max_size=12), size=st.integers(1, 400))
def test_bytes_that_pass_are_changed_as_each_event_would_be(
    passing: Passing, vendor: str, texts: list[str], size: int
) -> None:
    begin, frame, _, in_full = VENDORS[vendor]
    lines = [json.dumps(frame(text, number)) for number, text in enumerate(texts)]
    sent = begin + "".join(f"data: {line}\n\n" for line in lines).encode()
    tap = passing.tap(model="m")

    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    passed = [each for piece in pieces for each in tap.feed(piece)]

    raw = b"".join(each.raw or b"" for each in passed)
    assert raw == sent.replace(b'"up"', b'"m"')
    events = [event for each in passed for event in each.events]
    assert events == [*in_full().feed(sent)]


@pytest.mark.parametrize("vendor", sorted(VENDORS))
def test_text_like_the_text_before_it_is_read_at_once(vendor: str) -> None:
    begin, frame, quick, _ = VENDORS[vendor]
    decoder = quick()
    first, *more = (
        f"data: {json.dumps(frame(text, number))}\n\n".encode()
        for number, text in enumerate(("Once", " upon", " a\n", " time"))
    )
    decoder.feed(begin + first)

    events, length = decoder.alike(b"".join(more))

    said = [event.text for event in events if isinstance(event, TextDelta)]
    assert said == [" upon", " a\n", " time"]
    assert length == sum(map(len, more))


def test_what_says_more_than_text_is_read_in_full() -> None:
    said = '{"choices":[{"index":0,"delta":{"content":"a","tool_calls":[{"index":0}]}}]}'
    decoder = ChatDecoder()

    decoder.feed(f"data: {said}\n\n".encode())

    assert decoder.run is None


def test_a_name_that_stands_there_twice_is_not_trusted() -> None:
    said = '{"content":"a","choices":[{"index":0,"delta":{"content":"a"}}]}'
    decoder = ChatDecoder()

    decoder.feed(f"data: {said}\n\n".encode())

    assert decoder.run is None


def test_the_rest_of_an_event_is_awaited() -> None:
    said = b'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n'
    decoder = ChatDecoder()
    decoder.feed(said)

    assert decoder.feed(said + said[:20]) == (TextDelta(0, "a"),)
    assert decoder.feed(said[20:]) == (TextDelta(0, "a"),)


@pytest.mark.exhaustive
@given(some.replies, some.usages, st.integers(1, 4))
def test_text_is_written_as_if_nothing_like_it_had_come(
    parts: list[ReplyPart], usage: Usage, cut: int
) -> None:
    events = [*some.events_of(parts, usage, cut=cut)]
    quick, in_full = StreamEncoder(id="i", model="m"), StreamEncoder(id="i", model="m")

    written = [quick.feed(event) for event in events]

    assert written == [in_full.feed(Sent()) + in_full.feed(event) for event in events]


def test_blocks_that_grow_by_turns_are_written_under_their_numbers() -> None:
    grown = [
        TextDelta(index, text) for text in ("a", "b", "", '"', "\ud83d") for index in (0, 1, 1)
    ]
    events: list[StreamEvent] = [Started(id="", model=""), ThinkingOpened(0), TextOpened(1), *grown]
    quick, in_full = StreamEncoder(id="i", model="m"), StreamEncoder(id="i", model="m")

    written = [quick.feed(event) for event in events]

    assert written == [in_full.feed(Sent()) + in_full.feed(event) for event in events]
