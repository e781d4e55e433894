import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.openai_chat.stream import StreamDecoder, StreamEncoder
from domain.formats.sse import SseEvent, SseReader
from domain.llm.events import Failed, Finished, StreamEvent, UsageReported
from domain.llm.prompt import Text, Thinking, ToolCall
from domain.llm.reply import Reply, ReplyFold
from domain.llm.usage import Usage


def chunk(delta: dict[str, object], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = {"id": "c1", "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


def call(index: int, **fields: object) -> dict[str, object]:
    return {"tool_calls": [{"index": index, **fields}]}


STREAM = (
    chunk({"role": "assistant", "content": ""})
    + chunk({"reasoning_content": "hm"})
    + chunk({"content": "héllo \U0001f600"})
    + chunk(call(0, id="a", function={"name": "f", "arguments": '{"x":'}))
    + chunk(call(0, function={"arguments": "1}"}))
    + chunk(call(1, id="b", function={"name": "g", "arguments": ""}))
    + chunk({}, "tool_calls")
    + b'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}\n\n'
    + b"data: [DONE]\n\n"
)


def events_of(*pieces: bytes) -> list[StreamEvent]:
    decoder = StreamDecoder()
    events = [event for piece in pieces for event in decoder.feed(piece)]
    return [*events, *decoder.close()]


def folded(events: list[StreamEvent]) -> Reply:
    fold = ReplyFold()
    for event in events:
        fold.feed(event)
    return fold.reply()


def test_a_stream_folds_to_the_whole_answer() -> None:
    reply = folded(events_of(STREAM))

    assert reply.parts == (
        Thinking(text="hm"),
        Text(text="héllo \U0001f600"),
        ToolCall(id="a", name="f", arguments='{"x":1}'),
        ToolCall(id="b", name="g", arguments=""),
    )
    assert reply.usage == Usage(input_uncached=3, output=4)
    assert reply.finished == Finished(reason="tool_use")


@pytest.mark.parametrize("cut", range(0, len(STREAM), 7))
def test_where_the_bytes_are_cut_changes_nothing(cut: int) -> None:
    assert folded(events_of(STREAM[:cut], STREAM[cut:])) == folded(events_of(STREAM))


@pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
def test_other_line_ends_mean_the_same(ending: bytes) -> None:
    assert folded(events_of(STREAM.replace(b"\n", ending))) == folded(events_of(STREAM))


@pytest.mark.parametrize("length", range(0, STREAM.index(b'"tool_calls"}'), 11))
def test_a_cut_stream_has_failed_and_never_finished(length: int) -> None:
    *_, last = events_of(STREAM[:length])

    assert isinstance(last, Failed)
    assert last.failure.kind == "cut"


def test_a_missing_done_after_the_finish_is_forgiven() -> None:
    *_, last = events_of(chunk({"content": "hi"}), chunk({}, "stop"))

    assert last == Finished(reason="end")


def test_calls_that_all_have_number_nought_are_told_apart_by_their_ids() -> None:
    pieces = [chunk(call(0, id=name, function={"name": name, "arguments": "{}"})) for name in "ab"]

    reply = folded(events_of(*pieces, chunk({}, "stop")))

    assert [part.id for part in reply.parts if isinstance(part, ToolCall)] == ["a", "b"]
    assert reply.finished == Finished(reason="tool_use")


def test_an_error_inside_a_stream_is_a_failure_of_its_kind() -> None:
    error = b'data: {"error":{"message":"busy","code":"rate_limit_exceeded"}}\n\n'

    *_, last = events_of(chunk({"content": "hi"}), error)

    assert isinstance(last, Failed)
    assert (last.failure.kind, last.failure.message) == ("rate_limited", "busy")


def test_a_json_body_instead_of_a_stream_is_read_as_one() -> None:
    message = {"role": "assistant", "content": "hi"}
    body = {"id": "c1", "model": "m", "choices": [{"message": message, "finish_reason": "stop"}]}

    reply = folded(events_of(json.dumps(body).encode()))

    assert (reply.text, reply.finished) == ("hi", Finished(reason="end"))


@given(st.binary(max_size=300), st.integers(0, 300))
def test_any_bytes_end_in_exactly_one_last_event(noise: bytes, cut: int) -> None:
    events = events_of(noise[:cut], noise[cut:])

    folded(events)
    assert sum(isinstance(event, Finished | Failed) for event in events) == 1


def test_what_is_encoded_is_decoded_again() -> None:
    events = events_of(STREAM)
    encoder = StreamEncoder(id="c1", created=1, model="m", include_usage=True)
    encoded = b"".join(encoder.feed(event) for event in events)

    again = folded(events_of(encoded))
    once = folded(events)

    assert again.usage == once.usage
    assert again.finished == once.finished
    # A call without arguments has to have some for the clients that parse them.
    assert again.parts[:3] == once.parts[:3]
    assert again.parts[3] == ToolCall(id="b", name="g", arguments="{}")


def test_usage_is_hidden_from_who_did_not_ask() -> None:
    encoder = StreamEncoder(id="c1", created=1, model="m", include_usage=False)

    encoded = b"".join(encoder.feed(event) for event in events_of(STREAM))

    assert b"usage" not in encoded
    assert any(isinstance(event, UsageReported) for event in events_of(STREAM))


@pytest.mark.parametrize(
    ("given_bytes", "expected"),
    [
        (b"\xef\xbb\xbfdata: a\n\n", [SseEvent(data="a")]),
        (b"data:a\ndata: b\n\n", [SseEvent(data="a\nb")]),
        (b"event: e\nid: 7\ndata: a\n\n", [SseEvent(data="a", event="e", id="7")]),
        (b": a comment\n\ndata: a\n\n", [SseEvent(data="a")]),
        (b"event: nothing\n\ndata: a\n\n", [SseEvent(data="a")]),
        ("data: a\u2028b\n\n".encode(), [SseEvent(data="a\u2028b")]),
        (b"data: unfinished", [SseEvent(data="unfinished")]),
    ],
    ids=range(7),
)
def test_events_are_read_by_the_book(given_bytes: bytes, expected: list[SseEvent]) -> None:
    for cut in range(len(given_bytes)):
        reader = SseReader()
        found = [*reader.feed(given_bytes[:cut]), *reader.feed(given_bytes[cut:]), *reader.close()]
        assert found == expected
