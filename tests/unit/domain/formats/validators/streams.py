"""What clients need of a stream: their automata (conversion C2, C4, P11)."""

from collections.abc import Callable
from typing import Final

from domain.formats.sse import SseEvent, SseReader
from domain.json import Json, JsonObject, read
from tests.unit.domain.formats.validators.values import obj, objects

_STARTS: Final = {
    "text_delta": "text",
    "citations_delta": "text",
    "thinking_delta": "thinking",
    "signature_delta": "thinking",
    "input_json_delta": "tool_use",
}
_CHOICES: Final = 128
_DONE: Final = "[DONE]"


def _events(sent: bytes) -> list[SseEvent]:
    reader = SseReader()
    found = list(reader.feed(sent))
    assert list(reader.close()) == [], "the last event is whole"
    return found


def _text(value: JsonObject, key: str) -> str:
    found = value.get(key)
    assert isinstance(found, str)
    return found


def assert_messages_stream(sent: bytes) -> None:
    """`start (block delta* stop)* delta stop`, or an error, and nothing after it."""
    events = [obj(read(event.data)) for event in _events(sent)]
    assert [event.event for event in _events(sent)] == [event["type"] for event in events]
    kinds = [_text(event, "type") for event in events]
    if kinds[-1] == "error":
        events, kinds = events[:-1], kinds[:-1]
    else:
        assert kinds[0] == "message_start"
        assert kinds[-2:] == ["message_delta", "message_stop"]
        assert "output_tokens" in obj(events[-2]["usage"])
    assert kinds.count("message_start") == (1 if kinds else 0)
    assert "error" not in kinds
    opened, count = "", 0
    for event in events:
        match event["type"]:
            case "content_block_start":
                assert (opened, event["index"]) == ("", count)
                opened = _text(obj(event["content_block"]), "type")
            case "content_block_delta":
                delta = obj(event["delta"])
                assert event["index"] == count
                assert _STARTS[_text(delta, "type")] == opened
            case "content_block_stop":
                assert opened
                assert event["index"] == count
                opened, count = "", count + 1
            case "message_delta":
                assert not opened
            case _:
                pass


def assert_chat_stream(sent: bytes) -> None:
    """One role first, one finish last, calls counted without gaps; no `[DONE]` after an error.

    So it is of each answer, where there are several.
    """
    events = _events(sent)
    assert all(event.event is None for event in events)
    chunks = [event.data if event.data == _DONE else read(event.data) for event in events]
    failed = isinstance(chunks[-1], dict) and "error" in chunks[-1]
    assert failed or chunks[-1] == _DONE
    told = [obj(chunk) for chunk in chunks[:-1]]
    assert not any("error" in chunk for chunk in told)
    choices = [obj(choice) for chunk in told for choice in objects(chunk["choices"])]
    told_of = [each["index"] for each in choices]
    for index in range(_CHOICES):
        _assert_choice([each for each in choices if each["index"] == index], failed=failed)
    assert all(isinstance(index, int) and index in range(_CHOICES) for index in told_of)


def _assert_choice(choices: list[JsonObject], *, failed: bool) -> None:
    if not choices:
        return
    deltas = [obj(choice["delta"]) for choice in choices]
    assert [number for number, delta in enumerate(deltas) if "role" in delta] == [0][: len(deltas)]
    ends = [number for number, each in enumerate(choices) if each["finish_reason"] is not None]
    assert ends in ([[], [len(choices) - 1]] if failed else [[len(choices) - 1]])
    _assert_calls(deltas)
    for delta in deltas:
        for key in ("reasoning_details", "annotations"):
            assert all(isinstance(each["index"], int) for each in objects(delta.get(key, [])))


def _assert_calls(deltas: list[JsonObject]) -> None:
    count = 0
    for delta in deltas:
        for call in objects(delta.get("tool_calls", [])):
            number = call["index"]
            assert isinstance(number, int)
            if number == count:
                assert call["id"]
                assert call["type"] == "function"
                count += 1
            else:
                assert "id" not in call
                assert number < count


def assert_responses_stream(sent: bytes) -> None:
    """Numbered, every item between its opening and its end, the whole of it at the last."""
    events = [obj(read(event.data)) for event in _events(sent)]
    assert [event.event for event in _events(sent)] == [event["type"] for event in events]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    kinds = [_text(event, "type").removeprefix("response.") for event in events]
    assert kinds[-1] in {"completed", "incomplete", "failed"}
    assert len({"completed", "incomplete", "failed"} & set(kinds)) == 1
    assert kinds[-1] == "failed" or kinds[:2] == ["created", "in_progress"]
    done: list[Json] = []
    opened: dict[Json, str] = {}
    for event, kind in zip(events, kinds, strict=True):
        number = event.get("output_index")
        if kind == "output_item.added":
            assert number == len(done) + len(opened)
            opened[number] = _text(obj(event["item"]), "id")
        elif kind == "output_item.done":
            assert opened.pop(number) == obj(event["item"])["id"]
            assert number == len(done)
            done.append(event["item"])
        elif number is not None:
            assert opened[number] == event["item_id"]
    assert not opened or kinds[-1] == "failed"
    output = obj(events[-1]["response"])["output"]
    assert output == done
    assert kinds[-1] == "failed" or obj(events[-1]["response"])["usage"]


def assert_gemini_stream(sent: bytes) -> None:
    """Chunks with something in them; the last one says why it is the last, or an error does.

    An error stands in an event, and bare behind the events.
    """
    *frames, rest = sent.decode().split("\n\n")
    failed = bool(rest)
    if failed:
        assert "error" in obj(read(rest))
        assert frames.pop() == f"data: {rest.rstrip()}"
    told = [obj(read(each.removeprefix("data: "))) for each in frames]
    assert all(each.startswith("data: ") for each in frames)
    for number, chunk in enumerate(told):
        (candidate,) = objects(chunk["candidates"])
        parts = objects(obj(candidate["content"])["parts"])
        assert parts
        assert all(parts)
        last = not failed and number == len(told) - 1
        assert ("usageMetadata" in chunk) is last
        index = candidate["index"]
        ends = index not in [_index(later) for later in told[number + 1 :]]
        assert ("finishReason" in candidate) is ends or (failed and ends)


def _index(chunk: JsonObject) -> Json:
    (candidate,) = objects(chunk["candidates"])
    return candidate["index"]


STREAMS: Final[dict[str, Callable[[bytes], None]]] = {
    "chat": assert_chat_stream,
    "messages": assert_messages_stream,
    "responses": assert_responses_stream,
    "gemini": assert_gemini_stream,
}
