from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.formats.anthropic_messages import request as messages
from domain.formats.anthropic_messages import stream as messages_stream
from domain.formats.gemini import request as gemini
from domain.formats.gemini import stream as gemini_stream
from domain.formats.openai_chat import request as chat
from domain.formats.openai_chat import stream as chat_stream
from domain.formats.openai_responses import stream as responses_stream
from domain.formats.sse_decoding import SseDecoder
from domain.json import Json, write
from domain.llm.events import Failed, Finished, StreamEvent
from domain.llm.prompt import Prompt, Text, Tool, ToolCall, Turn
from domain.llm.reply import ReplyPart
from domain.llm.usage import Usage
from tests.cutting import cuts
from tests.unit.domain.formats import strategies as some
from tests.unit.domain.formats.lanes import SOURCES, answered, folded, heard, sent, told, whole
from tests.unit.domain.formats.validators import (
    assert_anthropic_takes,
    assert_gemini_takes,
    assert_openai_takes,
)

GEMINIS = ("gemini-2.0-flash", "gemini-2.5-flash", "gemini-3-pro")
CLAUDES = ("claude-haiku-4-5", "claude-sonnet-4-6", "claude-opus-4-8", "claude-opus-5-5")


def for_claude(prompt: Prompt, model: str) -> dict[str, Json]:
    return sent("messages", prompt, model).body


def for_gemini(prompt: Prompt, model: str = "gemini-3-pro") -> dict[str, Json]:
    return sent("gemini", prompt, model).body


def for_gpt(prompt: Prompt, dialect: chat.OpenAiDialect = "openai") -> dict[str, Json]:
    return sent("compatible" if dialect == "compatible" else "chat", prompt, "gpt-4o").body


@given(some.turns, some.tools, st.sampled_from(CLAUDES))
def test_anthropic_takes_whatever_we_send(
    turns: list[Turn], tools: tuple[Tool, ...], model: str
) -> None:
    try:
        body = for_claude(Prompt(turns=tuple(turns), tools=tools), model)
    except DomainError:
        return

    assert_anthropic_takes(body)


@given(some.turns, some.tools, st.sampled_from(("openai", "compatible")))
def test_openai_takes_whatever_we_send(
    turns: list[Turn], tools: tuple[Tool, ...], dialect: chat.OpenAiDialect
) -> None:
    body = for_gpt(Prompt(turns=tuple(turns), tools=tools), dialect)

    assert_openai_takes(body)


@given(some.turns, some.tools, st.sampled_from(GEMINIS))
def test_gemini_takes_whatever_we_send(
    turns: list[Turn], tools: tuple[Tool, ...], model: str
) -> None:
    body = for_gemini(Prompt(turns=tuple(turns), tools=tools), model)

    assert_gemini_takes(body, sealed=model.startswith("gemini-3"))


@given(some.exchanges(), st.sampled_from(CLAUDES))
def test_a_longer_history_changes_nothing_before_it(turns: list[Turn], model: str) -> None:
    whole = for_claude(Prompt(turns=tuple(turns)), model)["messages"]
    also = for_gpt(Prompt(turns=tuple(turns)))["messages"]
    third = for_gemini(Prompt(turns=tuple(turns)))["contents"]
    assert isinstance(whole, list)
    assert isinstance(also, list)
    assert isinstance(third, list)

    for place, turn in enumerate(turns):
        before = tuple(turns[:place])
        if turn.role == "assistant" and any(each.role != "system" for each in before):
            part = for_claude(Prompt(turns=before), model)["messages"]
            other = for_gpt(Prompt(turns=before))["messages"]
            another = for_gemini(Prompt(turns=before))["contents"]
            assert isinstance(part, list)
            assert isinstance(other, list)
            assert isinstance(another, list)
            assert whole[: len(part)] == part
            assert also[: len(other)] == other
            assert third[: len(another)] == another


@given(some.exchanges())
def test_messages_come_back_from_chat_as_they_were(turns: list[Turn]) -> None:
    prompt = Prompt(turns=(Turn(role="user", parts=turns[0].parts), *turns))
    first = for_claude(prompt, "claude-opus-4-8")

    there = chat.decode_request(for_gpt(messages.decode_request(first).prompt)).prompt
    back = for_claude(there, "claude-opus-4-8")

    assert back["messages"] == first["messages"]


@given(some.turns)
def test_a_decoded_request_is_encoded_as_it_was(turns: list[Turn]) -> None:
    first = for_gpt(Prompt(turns=tuple(turns)))
    if not first["messages"]:
        return

    again = for_gpt(chat.decode_request(first).prompt)

    assert again["messages"] == first["messages"]


@given(some.turns, some.tools)
def test_a_decoded_gemini_request_is_encoded_as_it_was(
    turns: list[Turn], tools: tuple[Tool, ...]
) -> None:
    first = for_gemini(Prompt(turns=tuple(turns), tools=tools))

    again = for_gemini(gemini.decode_request(first, model="m", stream=False).prompt)

    assert again == first


@given(some.exchanges())
def test_contents_come_back_from_chat_as_they_were(turns: list[Turn]) -> None:
    prompt = Prompt(turns=(Turn(role="user", parts=turns[0].parts), *turns))
    first = for_gemini(prompt, "gemini-2.5-flash")

    there = for_gpt(gemini.decode_request(first, model="m", stream=False).prompt)
    back = for_gemini(chat.decode_request(there).prompt, "gemini-2.5-flash")

    assert back == first


def as_counted(format: str, usage: Usage) -> Usage:
    """Gemini has no word for what was written to a cache, two others have none for sound."""
    if format in {"messages", "responses"}:
        plain = usage.input_uncached + usage.input_audio
        return replace(usage, input_uncached=plain, input_audio=0)
    if format != "gemini":
        return usage
    return replace(usage, input_uncached=usage.input_uncached + usage.cache_write, cache_write_5m=0)


@pytest.mark.parametrize("format", SOURCES)
@given(some.replies, some.usages, st.integers(1, 4))
def test_a_folded_stream_is_the_whole_answer(
    format: str, parts: list[ReplyPart], usage: Usage, cut: int
) -> None:
    """P8."""
    reply = folded(some.events_of(parts, usage, cut=cut))

    from_stream = folded(heard(format, told(format, some.events_of(parts, usage))))
    from_whole = folded(answered(format, whole(format, reply)))

    assert from_stream.usage == from_whole.usage == as_counted(format, usage)
    assert from_stream.finished == from_whole.finished == reply.finished
    assert from_stream.text == from_whole.text == reply.text
    if format in {"messages", "responses"}:
        assert from_stream.parts == reply.parts
        assert list(map(called_with, from_whole.parts)) == list(map(called_with, reply.parts))
    if format == "gemini":
        assert from_stream.parts == from_whole.parts
        assert list(joined(from_stream.parts)) == list(joined(map(called_with, reply.parts)))


def joined(parts: Iterable[ReplyPart]) -> Iterator[ReplyPart]:
    """Neighbouring texts are one where parts carry no numbers; empty arguments are `{}`."""
    text = ""
    for part in parts:
        if isinstance(part, Text):
            text += part.text
            continue
        if text:
            yield Text(text=text)
        text = ""
        empty = isinstance(part, ToolCall) and not part.arguments
        yield replace(part, arguments="{}") if empty and isinstance(part, ToolCall) else part
    if text:
        yield Text(text=text)


def called_with(part: ReplyPart) -> ReplyPart:
    """No arguments and an empty object are the same."""
    if isinstance(part, ToolCall) and part.arguments == "{}":
        return replace(part, arguments="")
    return part


@pytest.mark.parametrize("format", SOURCES)
@given(some.replies, st.lists(st.integers(0, 5000), max_size=6))
def test_where_a_stream_is_cut_does_not_matter(
    format: str, parts: list[ReplyPart], places: list[int]
) -> None:
    whole = told(format, some.events_of(parts, Usage(output=3)))
    edges = [0, *sorted(min(place, len(whole)) for place in places), len(whole)]
    chunks = [whole[start:end] for start, end in pairwise(edges)]

    assert list(heard(format, *chunks)) == list(heard(format, whole))


@pytest.mark.parametrize("format", SOURCES)
@given(st.lists(st.binary(max_size=40) | st.sampled_from((b"data: ", b"\n\n", b"{}", b"[DONE]"))))
def test_any_bytes_end_in_exactly_one_way(format: str, chunks: list[bytes]) -> None:
    assert_one_end(list(heard(format, *chunks)))


_KEYS = (
    "type error choices delta content tool_calls index id function name arguments usage message"
    " content_block finish_reason stop_reason text thinking reasoning_details signature data"
    " candidates parts functionCall args finishReason usageMetadata promptFeedback input refusal"
)
_VALUES = (
    "message_start content_block_start content_block_delta content_block_stop message_delta"
    " message_stop text thinking tool_use text_delta thinking_delta input_json_delta stop STOP"
    " signature_delta redacted_thinking error \ud83d \ude00"
)
json_like = st.recursive(
    st.sampled_from(_VALUES.split()) | st.integers(-1, 3) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_KEYS.split()), inner, max_size=5)
    ),
    max_leaves=12,
)
chunks_like = st.lists(
    st.dictionaries(st.sampled_from(_KEYS.split()), json_like, max_size=6), max_size=5
)


_GEMINI_KEYS = (
    "contents role parts text thought thoughtSignature inlineData mimeType data fileData fileUri"
    " functionCall name id args functionResponse response output error tools functionDeclarations"
    " parameters type properties anyOf nullable toolConfig functionCallingConfig mode temperature"
    " generationConfig generation_config thinkingConfig thinkingBudget thinkingLevel stopSequences"
    " responseMimeType responseSchema systemInstruction system_instruction executableCode code"
)
gemini_like = st.recursive(
    st.sampled_from(
        ("user", "model", "STRING", "ANY", "image/png", "AA==", "\ud83d", "", "https://a")
    )
    | st.integers(-1, 3)
    | st.booleans()
    | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_GEMINI_KEYS.split()), inner, max_size=5)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("format", SOURCES)
@given(chunks_like)
def test_any_json_ends_in_exactly_one_way(format: str, chunks: list[dict[str, Json]]) -> None:
    start = '{"type":"message_start","message":{}}'
    frames = [start, *map(write, chunks)]

    events = list(
        heard(format, *(f"data: {each}\n\n".encode("utf-8", "replace") for each in frames))
    )

    assert_one_end(events)
    assert not any(b"Infinity" in told(target, iter(events)) for target in SOURCES)


def assert_one_end(events: list[StreamEvent]) -> None:
    ends = [event for event in events if isinstance(event, Finished | Failed)]
    assert len(ends) == 1
    assert events[-1] is ends[0]
    folded(iter(events))


@given(st.dictionaries(st.sampled_from(_KEYS.split()), json_like))
def test_any_body_is_read_or_refused(body: dict[str, Json]) -> None:
    wanted = {"model": "m", "max_tokens": 5, "messages": [{"role": "user", **body}], **body}
    for decode in (chat.decode_request, messages.decode_request):
        try:
            prompt = decode(wanted).prompt
            for_claude(prompt, "claude-opus-4-8")
            for_gpt(prompt)
            for_gemini(prompt)
        except DomainError:
            continue


@given(st.dictionaries(st.sampled_from(_GEMINI_KEYS.split()), gemini_like))
def test_any_body_of_gemini_is_read_or_refused(body: dict[str, Json]) -> None:
    wanted: dict[str, Json] = {"contents": [{"role": "user", "parts": [body]}], **body}
    try:
        prompt = gemini.decode_request(wanted, model="m", stream=False).prompt
        for_claude(prompt, "claude-opus-4-8")
        for_gpt(prompt)
        write(for_gemini(prompt, "gemini-2.0-flash")).encode()
    except DomainError:
        return


@pytest.mark.parametrize("format", SOURCES)
def test_a_stream_may_be_cut_at_every_byte(format: str) -> None:
    parts: list[ReplyPart] = [
        Text(text="a😀"),
        ToolCall(id="t", name="f", arguments='{"x":"é"}'),
    ]
    whole = told(format, some.events_of(parts, Usage(output=3)))
    complete = folded(heard(format, whole))

    for end in cuts(len(whole)):
        events = list(heard(format, whole[:end]))
        assert_one_end(events)
        reply = folded(iter(events))
        assert reply.failure is not None or reply.text == complete.text


@pytest.mark.parametrize(
    ("format", "decoder_of"),
    [
        ("chat", chat_stream.StreamDecoder),
        ("messages", messages_stream.StreamDecoder),
        ("responses", responses_stream.StreamDecoder),
        ("gemini", gemini_stream.StreamDecoder),
    ],
)
def test_two_streams_share_nothing(format: str, decoder_of: Callable[[], SseDecoder]) -> None:
    """P21."""
    whole = told(format, some.events_of([Text(text="a😀b")], Usage()))
    one, other = decoder_of(), decoder_of()
    found: tuple[list[StreamEvent], list[StreamEvent]] = ([], [])

    for place in range(len(whole)):
        for decoder, events in zip((one, other), found, strict=True):
            events.extend(decoder.feed(whole[place : place + 1]))

    assert found[0] == found[1] == list(decoder_of().feed(whole))
