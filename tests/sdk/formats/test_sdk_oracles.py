"""The vendors' own SDKs, given our bytes, read what we meant (conversion P9)."""

from collections.abc import Sequence

import anthropic
import httpx2
import openai
import pytest
from openai.types.chat import ChatCompletion

from domain.formats.anthropic_messages import errors as messages_errors
from domain.formats.anthropic_messages import reply as messages_reply
from domain.formats.anthropic_messages.stream import StreamEncoder as MessagesEncoder
from domain.formats.openai_chat import errors as chat_errors
from domain.formats.openai_chat import reply as chat_reply
from domain.formats.openai_chat.stream import StreamEncoder as ChatEncoder
from domain.json import JsonObject, write
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Failed,
    Failure,
    Finished,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ToolCallOpened,
    UsageReported,
)
from domain.llm.evidence import Citation, Likelihood
from domain.llm.prompt import RedactedThinking, Text, Thinking, ToolCall
from domain.llm.reply import Reply, ReplyFold, ReplyPart
from domain.llm.usage import Usage
from tests.unit.domain.formats.strategies import events_of

USAGE = Usage(input_uncached=10, cache_read=4, cache_write_5m=3, output=5, reasoning=2)
BESIDE: Sequence[StreamEvent] = (
    Started(id="u", model="m"),
    TextOpened(0),
    TextDelta(0, "a"),
    ToolCallOpened(1, "t1", "f"),
    ArgumentsDelta(1, '{"x"'),
    ToolCallOpened(2, "t2", "g"),
    TextDelta(0, "b"),
    ArgumentsDelta(2, '{"y":2}'),
    ArgumentsDelta(1, ":1}"),
    BlockClosed(2),
    BlockClosed(1),
    BlockClosed(0),
    UsageReported(USAGE),
    Finished(reason="tool_use"),
)
WHOLE: dict[str, Sequence[ReplyPart]] = {
    "nothing": (),
    "text": (Text(text="hello 😀 \u2028 data: [DONE]"),),
    "calls": (
        Text(text="so"),
        ToolCall(id="t1", name="f", arguments='{"x":"é"}'),
        ToolCall(id="t2", name="g", arguments=""),
    ),
    "thinking": (
        Thinking(text="hm hm", signature="Sig+/="),
        RedactedThinking(data="D"),
        Text(text="so"),
    ),
    "sources": (
        Text(
            text="Zürich 😀 is warm.",
            citations=(
                Citation(url="https://e.x/a", title="A", start=9, end=16),
                Citation(url="https://e.x/b", title="B"),
            ),
            logprobs=(
                Likelihood(
                    token="Z",
                    logprob=-0.5,
                    bytes=(90,),
                    others=(Likelihood(token="z", logprob=-1.5, bytes=(122,)),),
                ),
            ),
        ),
    ),
    "unsealed thinking": (Thinking(text="hm"), Text(text="so")),
}
ANSWERS: dict[str, Sequence[StreamEvent]] = {
    "calls beside each other": BESIDE,
    **{name: tuple(events_of(parts, USAGE)) for name, parts in WHOLE.items()},
}


def answering(content: bytes, *, stream: bool, status: int = 200) -> httpx2.Client:
    kind = "text/event-stream" if stream else "application/json"
    reply = httpx2.Response(status, headers={"content-type": kind}, content=content)
    return httpx2.Client(transport=httpx2.MockTransport(lambda _: reply))


def openai_client(content: bytes, *, stream: bool = True, status: int = 200) -> openai.OpenAI:
    return openai.OpenAI(
        api_key="k",
        base_url="http://relay/v1",
        max_retries=0,
        http_client=answering(content, stream=stream, status=status),
    )


def anthropic_client(
    content: bytes, *, stream: bool = True, status: int = 200
) -> anthropic.Anthropic:
    return anthropic.Anthropic(
        api_key="k",
        base_url="http://relay",
        max_retries=0,
        http_client=answering(content, stream=stream, status=status),
    )


def folded(events: Sequence[StreamEvent]) -> Reply:
    fold = ReplyFold()
    for event in events:
        fold.feed(event)
    return fold.reply()


def chat_bytes(events: Sequence[StreamEvent]) -> bytes:
    encoder = ChatEncoder(id="id-1", created=7, model="alias", include_usage=True)
    return encoder.heartbeat() + b"".join(encoder.feed(event) for event in events)


def messages_bytes(events: Sequence[StreamEvent]) -> bytes:
    encoder = MessagesEncoder(id="id-1", model="alias")
    return b"".join(encoder.feed(event) + encoder.heartbeat() for event in events)


@pytest.mark.parametrize("name", ANSWERS)
def test_openai_s_sdk_folds_our_chunks_to_our_answer(name: str) -> None:
    events = ANSWERS[name]
    expected = chat_reply.encode_reply(folded(events), id="id-1", created=7, model="alias")

    with openai_client(chat_bytes(events)).chat.completions.stream(
        model="alias", messages=[]
    ) as stream:
        found = stream.get_final_completion()

    whole = ChatCompletion.model_validate(expected)
    ours, theirs = whole.choices[0], found.choices[0]
    assert (theirs.message.content or "") == (ours.message.content or "")
    assert theirs.finish_reason == ours.finish_reason
    assert [call.model_dump(include={"id", "type", "function"}) for call in calls_of(found)] == [
        call.model_dump(include={"id", "type", "function"}) for call in calls_of(whole)
    ]
    extra, wanted = theirs.message.model_extra or {}, ours.message.model_extra or {}
    for key in ("reasoning_content", "reasoning_details"):
        assert extra.get(key) == wanted.get(key)
    assert theirs.logprobs == ours.logprobs
    told = [cited.model_dump(exclude={"index"}) for cited in theirs.message.annotations or []]
    assert told == [cited.model_dump() for cited in ours.message.annotations or []]
    assert found.usage == whole.usage
    assert (found.id, found.model, found.created) == ("id-1", "alias", 7)


def calls_of(completion: ChatCompletion) -> list[openai.BaseModel]:
    calls: list[openai.BaseModel] = [*(completion.choices[0].message.tool_calls or [])]
    return [ChatCompletionCall.model_validate(call.model_dump(exclude_none=True)) for call in calls]


class ChatCompletionCall(openai.BaseModel):
    """A call without what the SDK's parser adds."""

    id: str
    type: str
    function: dict[str, object]

    def model_post_init(self, _: object, /) -> None:
        self.function = {key: self.function[key] for key in ("name", "arguments")}


@pytest.mark.parametrize("name", ANSWERS)
def test_anthropic_s_sdk_folds_our_events_to_our_answer(name: str) -> None:
    events = ANSWERS[name]
    expected = messages_reply.encode_reply(folded(events), id="id-1", model="alias")

    with anthropic_client(messages_bytes(events)).messages.stream(
        model="alias", max_tokens=5, messages=[{"role": "user", "content": "q"}]
    ) as stream:
        found = stream.get_final_message()

    whole = anthropic.types.Message.model_validate(expected)
    blocks = [block.model_dump(exclude={"parsed_output"}) for block in found.content]
    wanted = [block.model_dump() for block in whole.content]
    if name == "calls beside each other":  # the text goes on behind the calls it lay beside
        assert [block.pop("text") for block in (blocks[0], blocks.pop())] == ["a", "b"]
        assert wanted[0].pop("text") == "ab"
    assert blocks == wanted
    assert (found.stop_reason, found.stop_sequence) == (whole.stop_reason, whole.stop_sequence)
    for kind in (
        "input_tokens",
        "output_tokens",
        "cache_read_input_tokens",
        "cache_creation_input_tokens",
    ):
        assert getattr(found.usage, kind) == getattr(whole.usage, kind)
    assert (found.id, found.model) == ("id-1", "alias")


def test_both_sdks_read_our_whole_answers() -> None:
    parts: list[ReplyPart] = [Text(text="so"), ToolCall(id="t", name="f", arguments='{"x":1}')]
    reply = folded(tuple(events_of(parts, USAGE)))
    chat = chat_reply.encode_reply(reply, id="id-1", created=7, model="alias")
    message = messages_reply.encode_reply(reply, id="id-1", model="alias")

    completion = openai_client(body(chat), stream=False).chat.completions.create(
        model="alias", messages=[]
    )
    answer = anthropic_client(body(message), stream=False).messages.create(
        model="alias", max_tokens=5, messages=[{"role": "user", "content": "q"}]
    )

    assert completion.choices[0].message.content == "so"
    assert completion.usage is not None
    assert completion.usage.total_tokens == 22
    assert answer.content[1].type == "tool_use"
    assert answer.content[1].input == {"x": 1}
    assert answer.usage.input_tokens == 10


def body(value: JsonObject) -> bytes:
    return write(value).encode()


OVERLOADED = Failure(kind="overloaded", message="busy")


def test_openai_s_sdk_raises_an_error_in_a_stream() -> None:
    sent = chat_bytes((Started(id="", model=""), Failed(OVERLOADED)))

    stream = openai_client(sent).chat.completions.create(model="m", messages=[], stream=True)
    with pytest.raises(openai.APIError, match="busy") as raised:
        list(stream)

    assert raised.value.code == "server_is_overloaded"


def test_anthropic_s_sdk_raises_an_error_in_a_stream() -> None:
    sent = messages_bytes((Started(id="", model=""), TextOpened(0), Failed(OVERLOADED)))

    with (
        pytest.raises(anthropic.APIStatusError, match="busy"),
        anthropic_client(sent).messages.stream(
            model="m", max_tokens=5, messages=[{"role": "user", "content": "q"}]
        ) as stream,
    ):
        stream.get_final_message()


def test_both_sdks_raise_our_errors_by_their_kind() -> None:
    limited = Failure(kind="rate_limited", message="slow down")
    status, envelope = chat_errors.encode_error(limited)
    other_status, other = messages_errors.encode_error(limited)

    with pytest.raises(openai.RateLimitError, match="slow down"):
        openai_client(body(envelope), stream=False, status=status).chat.completions.create(
            model="m", messages=[]
        )
    with pytest.raises(anthropic.RateLimitError, match="slow down"):
        anthropic_client(body(other), stream=False, status=other_status).messages.create(
            model="m", max_tokens=5, messages=[{"role": "user", "content": "q"}]
        )
