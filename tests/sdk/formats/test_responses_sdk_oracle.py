"""OpenAI's own SDK, given our bytes of responses, reads what we meant (conversion P9)."""

from collections.abc import Iterator, Sequence

import openai
import pytest
from openai.lib.streaming.responses import (
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseTextDeltaEvent,
)
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter

from domain.formats.openai_responses.envelope import Envelope, echo_of
from domain.formats.openai_responses.errors import encode_error
from domain.formats.openai_responses.reply import encode_reply
from domain.formats.openai_responses.stream import StreamEncoder
from domain.formats.reading import At
from domain.formats.sse import SseReader
from domain.json import Json, JsonObject, read
from domain.llm.events import Failed, Failure, Finished, Started, StreamEvent, TextOpened
from domain.llm.namespace import Namespace
from domain.llm.prompt import RedactedThinking, Refusal, Text, Thinking, ToolCall
from domain.llm.reply import ReplyPart
from tests.sdk.formats.test_sdk_oracles import ANSWERS, USAGE, body, folded, openai_client
from tests.unit.domain.formats.strategies import events_of

EVENT: TypeAdapter[ResponseStreamEvent] = TypeAdapter(ResponseStreamEvent)
ASKED: JsonObject = {
    "instructions": "Be brief.",
    "metadata": {"a": "b"},
    "parallel_tool_calls": False,
    "reasoning": {"effort": "high", "summary": "auto"},
    "store": False,
    "temperature": 0.5,
    "text": {"format": {"type": "text"}, "verbosity": "low"},
    "tool_choice": {"type": "function", "name": "f"},
    "tools": [{"type": "function", "name": "f", "parameters": {}, "strict": False}],
}
ENVELOPE = Envelope(
    id="resp_1",
    created=7,
    model="alias",
    echo=echo_of(At(ASKED)),
    namespaces={"ns__g": Namespace(name="ns", tool="g")},
    encrypted=True,
)
MORE: dict[str, Sequence[ReplyPart]] = {
    "free text": (ToolCall(id="t1", name="patch", arguments="*** raw\n", custom=True),),
    "a call in a group": (ToolCall(id="t1", name="ns__g", arguments='{"x":1}'),),
    "thinking between calls": (
        Thinking(text="one", signature="relay:openai-responses-v1:E=="),
        ToolCall(id="t1", name="f", arguments="{}"),
        Thinking(text="", signature="S"),
        RedactedThinking(data="D"),
        Text(text="a"),
        Text(text="b"),
        ToolCall(id="t2", name="f", arguments="{}"),
        Text(text="c"),
    ),
    "phases": (Text(text="hm", phase="commentary"), Text(text="so", phase="final_answer")),
    "a refusal": (Refusal(text="No."),),
    "text and a refusal": (Text(text="Well."), Refusal(text="No.")),
}
TOLD: dict[str, Sequence[StreamEvent]] = {
    **ANSWERS,
    **{name: tuple(events_of(parts, USAGE)) for name, parts in MORE.items()},
}


def streamed(events: Sequence[StreamEvent], envelope: Envelope = ENVELOPE) -> bytes:
    encoder = StreamEncoder(envelope)
    return encoder.heartbeat() + b"".join(
        encoder.feed(event) + encoder.heartbeat() for event in events
    )


def events_in(sent: bytes) -> Iterator[Json]:
    for event in SseReader().feed(sent):
        found = read(event.data)
        assert isinstance(found, dict)
        assert found["type"] == event.event
        yield found


@pytest.mark.parametrize("name", TOLD)
def test_openai_s_sdk_accumulates_our_events_to_our_answer(name: str) -> None:
    events = TOLD[name]
    expected = encode_reply(folded(events), ENVELOPE)

    with openai_client(streamed(events)).responses.stream(model="alias", input="q") as stream:
        grown = {place: text for event in stream for place, text in snapshot(event)}
        found = stream.get_final_response()

    wanted = Response.model_validate(expected).model_dump()
    parsed = without_what_was_parsed(read(found.to_json()))
    ours = Response.model_validate(parsed).model_dump()
    assert grown == dict(texts_of(found))
    if name == "calls beside each other":  # the text goes on behind the calls it lay beside
        first, *_, last = ours["output"]
        assert [item["content"][0]["text"] for item in (first, last)] == ["a", "b"]
        ours["output"].pop()
        first["content"] = wanted["output"][0]["content"]
    assert ours == wanted


def snapshot(event: object) -> Iterator[tuple[tuple[int, int], str]]:
    """What the SDK has put together of a text or of arguments so far, and where it stands."""
    if isinstance(event, ResponseTextDeltaEvent):
        yield (event.output_index, event.content_index), event.snapshot
    elif isinstance(event, ResponseFunctionCallArgumentsDeltaEvent):
        yield (event.output_index, -1), event.snapshot


def texts_of(response: Response) -> Iterator[tuple[tuple[int, int], str]]:
    for number, item in enumerate(response.output):
        if item.type == "message":
            for index, part in enumerate(item.content):
                if part.type == "output_text":
                    yield (number, index), part.text
        elif item.type == "function_call":
            yield (number, -1), item.arguments


def without_what_was_parsed(value: Json) -> Json:
    if isinstance(value, dict):
        added = {"parsed", "parsed_arguments"}
        return {k: without_what_was_parsed(v) for k, v in value.items() if k not in added}
    return [without_what_was_parsed(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", TOLD)
def test_every_event_of_ours_is_one_of_openai_s(name: str) -> None:
    found = list(events_in(streamed(TOLD[name])))

    for number, event in enumerate(found):
        told = EVENT.validate_python(event)
        assert told.sequence_number == number
        assert not told.model_extra


def test_openai_s_sdk_reads_our_whole_answer() -> None:
    parts: list[ReplyPart] = [
        Thinking(text="hm", signature="S"),
        Text(text="so"),
        ToolCall(id="t", name="f", arguments='{"x":1}'),
    ]
    sent = encode_reply(folded(tuple(events_of(parts, USAGE))), ENVELOPE)

    found = openai_client(body(sent), stream=False).responses.create(model="alias", input="q")

    assert [item.type for item in found.output] == ["reasoning", "message", "function_call"]
    assert found.output_text == "so"
    assert found.usage is not None
    assert (found.usage.input_tokens, found.usage.output_tokens) == (17, 5)
    assert found.usage.input_tokens_details.cache_write_tokens == 3
    assert (found.id, found.model, found.status) == ("resp_1", "alias", "completed")
    assert found.instructions == "Be brief."


@pytest.mark.parametrize(
    ("reason", "why"), [("length", "max_output_tokens"), ("refusal", "content_filter")]
)
def test_openai_s_sdk_sees_that_an_answer_is_incomplete(reason: str, why: str) -> None:
    assert reason in {"length", "refusal"}
    end = Finished(reason="length" if reason == "length" else "refusal")
    sent = streamed((Started(id="", model=""), end))

    *_, last = openai_client(sent).responses.create(model="m", input="q", stream=True)

    assert last.type == "response.incomplete"
    assert last.response.incomplete_details is not None
    assert last.response.incomplete_details.reason == why


def test_openai_s_sdk_sees_that_an_answer_failed() -> None:
    failure = Failure(kind="rate_limited", message="Slow down.", retry_after_s=1.5)
    sent = streamed((Started(id="", model=""), TextOpened(0), Failed(failure)))

    *_, last = openai_client(sent).responses.create(model="m", input="q", stream=True)

    assert last.type == "response.failed"
    assert last.response.error is not None
    assert last.response.error.code == "rate_limit_exceeded"
    assert last.response.error.message == "Slow down. Please try again in 2s."


def test_openai_s_sdk_raises_our_errors_by_their_kind() -> None:
    status, envelope = encode_error(Failure(kind="context_overflow", message="too long"))

    with pytest.raises(openai.BadRequestError, match="too long") as raised:
        openai_client(body(envelope), stream=False, status=status).responses.create(
            model="m", input="q"
        )

    assert raised.value.code == "context_length_exceeded"
