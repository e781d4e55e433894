"""What holds for every request and every answer of OpenAI Responses."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.formats.anthropic_messages import request as messages
from domain.formats.encoded import EncodedRequest
from domain.formats.openai_chat import request as chat
from domain.formats.openai_responses import reply as responses_reply
from domain.formats.openai_responses import request as responses
from domain.formats.openai_responses.envelope import Envelope
from domain.formats.openai_responses.stream import StreamDecoder, StreamEncoder
from domain.json import Json, JsonObject, read, write
from domain.llm.capability_table import capabilities_of
from domain.llm.events import StreamEvent
from domain.llm.namespace import Namespace
from domain.llm.prompt import (
    HostedTool,
    Prompt,
    RedactedThinking,
    Text,
    Thinking,
    Tool,
    ToolCall,
    Turn,
)
from domain.llm.reply import ReplyFold, ReplyPart
from domain.llm.usage import Usage
from tests.cutting import cuts
from tests.unit.domain.formats import strategies as some
from tests.unit.domain.formats.lanes import folded
from tests.unit.domain.formats.test_laws import assert_one_end
from tests.unit.domain.formats.validators import (
    assert_anthropic_takes,
    assert_openai_takes,
    assert_responses_takes,
    objects,
)

MODELS = ("gpt-4o", "gpt-5.5")
ENVELOPE = Envelope(id="resp_1", created=1, model="m", echo={}, encrypted=True)


def encoded(
    prompt: Prompt, model: str = "gpt-5.5", dialect: chat.OpenAiDialect = "openai"
) -> EncodedRequest:
    capabilities = capabilities_of(model, "openai")
    return responses.encode_request(
        prompt, model=model, capabilities=capabilities, stream=True, dialect=dialect
    )


def for_claude(prompt: Prompt) -> JsonObject:
    model = "claude-opus-4-8"
    capabilities = capabilities_of(model, "anthropic")
    return messages.encode_request(prompt, model=model, capabilities=capabilities, stream=True).body


def for_chat(prompt: Prompt) -> JsonObject:
    capabilities = capabilities_of("gpt-4o", "openai")
    return chat.encode_request(
        prompt, model="gpt-4o", capabilities=capabilities, stream=True, dialect="openai"
    ).body


@st.composite
def tools(draw: st.DrawFn) -> tuple[Tool | HostedTool, ...]:
    """Functions, free text, groups of them, each name once."""
    flat = draw(some.tools)
    groups = draw(st.sets(st.tuples(st.sampled_from(("ns", "n s")), some.names), max_size=3))
    grouped = [
        Tool(name=f"{group}__{tool}", namespace=Namespace(name=group, tool=tool))
        for group, tool in sorted(groups)
    ]
    return (*flat, *grouped)


@given(some.turns, tools(), st.sampled_from(MODELS))
def test_openai_takes_whatever_we_ask(
    turns: list[Turn], tools: tuple[Tool | HostedTool, ...], model: str
) -> None:
    prompt = Prompt(turns=(Turn(role="user", parts=()), *turns), tools=tools)

    assert_responses_takes(encoded(prompt, model).body)


@given(some.turns, tools(), st.sampled_from(MODELS))
def test_servers_that_know_functions_alone_are_told_of_nothing_else(
    turns: list[Turn], tools: tuple[Tool | HostedTool, ...], model: str
) -> None:
    prompt = Prompt(turns=(Turn(role="user", parts=()), *turns), tools=tools)

    body = encoded(prompt, model, "compatible").body

    assert_responses_takes(body)
    kinds = {str(item["type"]) for item in objects(body["input"])}
    assert kinds <= {"message", "reasoning", "function_call", "function_call_output"}
    assert {str(tool["type"]) for tool in objects(body.get("tools", []))} <= {"function"}
    assert not any(item.get("role") == "developer" for item in objects(body["input"]))


@given(tools(), st.text())
def test_whoever_is_told_of_functions_alone_calls_every_tool_by_its_name(
    tools: tuple[Tool | HostedTool, ...], text: str
) -> None:
    given = [tool for tool in tools if isinstance(tool, Tool)]
    question = Prompt(turns=(Turn(role="user", parts=(Text(text="q"),)),), tools=tuple(given))
    asked = encoded(question, dialect="compatible")

    for tool, offered in zip(given, objects(asked.body.get("tools", [])), strict=True):
        arguments = write({"input": text})
        item = {"type": "function_call", "call_id": "c", "name": offered["name"]}
        whole: JsonObject = {"output": [{**item, "arguments": arguments}]}
        fold = ReplyFold()
        for event in responses_reply.decode_reply(whole, asked.words):
            fold.feed(event)
        (call,) = fold.reply().parts
        assert isinstance(call, ToolCall)
        assert (call.name, call.custom) == (tool.name, tool.custom)
        assert call.arguments == (text if tool.custom else arguments)


@given(some.exchanges())
def test_a_longer_history_changes_nothing_before_it(turns: list[Turn]) -> None:
    first = Turn(role="user", parts=turns[0].parts)
    whole = objects(encoded(Prompt(turns=(first, *turns))).body["input"])

    for place, turn in enumerate(turns):
        if turn.role == "assistant":
            part = objects(encoded(Prompt(turns=(first, *turns[:place]))).body["input"])
            assert whole[: len(part)] == part


@given(some.turns)
def test_a_decoded_request_is_encoded_as_it_was(turns: list[Turn]) -> None:
    first = encoded(Prompt(turns=(Turn(role="user", parts=(Text(text="q"),)), *turns))).body

    again = encoded(responses.decode_request(first).prompt).body
    once_more = encoded(responses.decode_request(again).prompt).body

    assert list(told(again)) == list(told(first))
    assert once_more["input"] == again["input"]


def told(body: JsonObject) -> Iterator[Json]:
    """What stands in the items, but for the bounds of messages: neighbours are one turn."""
    for item in objects(body["input"]):
        content = item.get("content")
        if isinstance(content, list):
            yield from ({"role": item["role"], "part": part} for part in content)
        else:
            yield item


@given(some.exchanges())
def test_messages_come_back_from_responses_as_they_were(turns: list[Turn]) -> None:
    prompt = Prompt(turns=(Turn(role="user", parts=turns[0].parts), *turns))
    first = for_claude(prompt)

    there = encoded(messages.decode_request(first).prompt).body
    back = for_claude(responses.decode_request(there).prompt)

    assert back["messages"] == first["messages"]


@given(some.exchanges())
def test_chats_come_back_from_responses_as_they_were(turns: list[Turn]) -> None:
    first = for_chat(Prompt(turns=(Turn(role="user", parts=turns[0].parts), *turns)))

    there = encoded(chat.decode_request(first).prompt).body
    back = for_chat(responses.decode_request(there).prompt)

    assert back["messages"] == first["messages"]


@given(some.turns, some.tools)
def test_every_other_vendor_takes_what_came_as_responses(
    turns: list[Turn], tools: tuple[Tool, ...]
) -> None:
    asked = Prompt(turns=(Turn(role="user", parts=(Text(text="q"),)), *turns), tools=tools)
    prompt = responses.decode_request(encoded(asked).body).prompt

    assert_anthropic_takes(for_claude(prompt))
    assert_openai_takes(for_chat(prompt))


@given(tools())
def test_every_tool_is_called_back_by_its_own_name(tools: tuple[Tool | HostedTool, ...]) -> None:
    prompt = Prompt(turns=(Turn(role="user", parts=(Text(text="q"),)),), tools=tools)
    sent = encoded(prompt)
    listed = [
        (inner, outer if "tools" in outer else None)
        for outer in objects(sent.body.get("tools", []))
        for inner in objects(outer.get("tools", [outer]))
    ]

    found: list[str] = []
    for tool, group in listed:
        kind = "custom_tool_call" if tool["type"] == "custom" else "function_call"
        call: dict[str, Json] = {"type": kind, "call_id": "c", "name": tool["name"], "input": "x"}
        if group is not None:
            call["namespace"] = group["name"]
        (part,) = folded(responses_reply.decode_reply({"output": [call]}, sent.words)).parts
        assert isinstance(part, ToolCall)
        found.append(part.name)

    assert sorted(found) == sorted(tool.name for tool in tools if isinstance(tool, Tool))


sealed: st.SearchStrategy[Thinking | RedactedThinking] = st.builds(
    Thinking, text=some.text, signature=st.sampled_from(("S+/=", "relay:x:y", "relay:none:"))
) | st.builds(RedactedThinking, data=st.sampled_from(("D", "relay:google-gemini-v1:x")))


@given(st.lists(sealed, min_size=1, max_size=4))
def test_sealed_reasoning_comes_back_byte_for_byte(
    parts: list[Thinking | RedactedThinking],
) -> None:
    reply = folded(some.events_of(parts, Usage()))
    output = responses_reply.encode_reply(reply, ENVELOPE)["output"]
    bare = [{key: item[key] for key in item if key != "summary"} for item in objects(output)]

    request = responses.decode_request({"model": "m", "input": [*bare, {"role": "user"}]})

    assert request.prompt.turns[0].parts == tuple(parts)


@given(st.lists(st.one_of(sealed, some.reply_parts), max_size=6))
def test_what_is_kept_has_every_seal_and_the_ids_that_the_client_knows(
    parts: list[ReplyPart],
) -> None:
    reply = folded(some.events_of(parts, Usage()))
    shown = responses_reply.encode_output(reply, replace(ENVELOPE, encrypted=False))

    kept = list(responses_reply.sealed_output(reply, replace(ENVELOPE, encrypted=False)))

    whole = responses_reply.encode_output(reply, ENVELOPE)
    assert [{**item, "id": None} for item in kept] == [{**item, "id": None} for item in whole]
    known = [(str(item["id"]), str(item["type"])) for item in kept]
    assert len(dict(known)) == len(kept)
    assert {(str(item["id"]), str(item["type"])) for item in shown} <= set(known)


_KINDS = (
    "response.created response.output_item.added response.output_item.done response.completed"
    " response.output_text.delta response.output_text.done response.refusal.delta"
    " response.reasoning_summary_text.delta response.reasoning_text.delta response.incomplete"
    " response.function_call_arguments.delta response.function_call_arguments.done"
    " response.custom_tool_call_input.delta response.failed error message reasoning"
    " function_call custom_tool_call function_call_output custom_tool_call_output compaction"
    " namespace custom function additional_tools input_text input_image output_text user"
    " assistant relay:thinking:WyJUIl0= relay:redacted:e30= \ud83d \ude00"
)
_KEYS = (
    "type output_index content_index summary_index delta item response output content text refusal"
    " summary encrypted_content call_id id name namespace arguments input usage status error code"
    " message incomplete_details reason input_tokens output_tokens role tools image_url format"
    " tool_choice instructions reasoning effort include action outcome previous_response_id"
)
json_like = st.recursive(
    st.sampled_from(_KINDS.split()) | st.integers(-1, 3) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_KEYS.split()), inner, max_size=6)
    ),
    max_leaves=15,
)


def _event(kind: str, item: dict[str, Json], rest: dict[str, Json]) -> dict[str, Json]:
    return {"item": item, **rest, "type": kind}


event_like = st.builds(
    _event,
    st.sampled_from(_KINDS.split()),
    st.dictionaries(st.sampled_from(_KEYS.split()), json_like, max_size=5),
    st.dictionaries(st.sampled_from(_KEYS.split()), json_like, max_size=6),
)


@given(st.lists(event_like, max_size=8))
def test_any_events_end_in_exactly_one_way(chunks: list[dict[str, Json]]) -> None:
    decoder, encoder = StreamDecoder(), StreamEncoder(ENVELOPE)
    frames = [f"data: {json.dumps(each)}\n\n".encode() for each in chunks]

    events = [event for frame in frames for event in decoder.feed(frame)]
    events += decoder.close()

    assert_one_end(events)
    b"".join(encoder.feed(event) for event in events).decode()


@given(st.dictionaries(st.sampled_from(_KEYS.split()), json_like), st.lists(json_like, max_size=4))
def test_any_body_is_read_or_refused(body: dict[str, Json], items: list[Json]) -> None:
    wanted = {"model": "m", **body, "input": [{"role": "user", "content": "q"}, *items]}

    try:
        prompt = responses.decode_request(wanted).prompt
        bodies = for_claude(prompt), for_chat(prompt), encoded(prompt).body
    except DomainError:
        return

    assert all(write(each).encode() for each in bodies)


def test_a_stream_may_be_cut_at_every_byte() -> None:
    parts: list[ReplyPart] = [
        Thinking(text="hm", signature="S"),
        Text(text="a😀"),
        ToolCall(id="t", name="f", arguments='{"x":"é"}'),
        ToolCall(id="u", name="p", arguments="raw", custom=True),
    ]
    encoder = StreamEncoder(ENVELOPE)
    whole = b"".join(encoder.feed(event) for event in some.events_of(parts, Usage(output=3)))
    complete = folded(iter(read_by(whole)))

    for end in cuts(len(whole)):
        events = read_by(whole[:end])
        assert_one_end(events)
        reply = folded(iter(events))
        assert reply.failure is not None or reply.parts == complete.parts


def read_by(sent: bytes) -> list[StreamEvent]:
    decoder = StreamDecoder()
    return [*decoder.feed(sent), *decoder.close()]


def test_a_long_stream_takes_no_longer_than_it_is() -> None:
    """Linear: were it quadratic, this would take minutes."""
    count = 3_000
    delta: dict[str, Json] = {
        "type": "response.output_text.delta",
        "output_index": 0,
        "content_index": 0,
    }
    frames = f"data: {write({**delta, 'delta': 'ab'})}\n\n".encode() * count
    end = b'data: {"type":"response.completed","response":{"status":"completed"}}\n\n'
    encoder, fold = StreamEncoder(ENVELOPE), ReplyFold()

    written = 0
    for event in read_by(frames + end):
        fold.feed(event)
        written += len(encoder.feed(event))

    assert fold.reply().text == "ab" * count
    assert written > count


@pytest.mark.parametrize("wrapping", ["W", "é", base64.b64encode(b'["T"]').decode(), "e30="])
@pytest.mark.parametrize("prefix", ["relay:thinking:", "relay:redacted:"])
def test_a_wrapping_that_is_not_ours_is_refused(prefix: str, wrapping: str) -> None:
    item: JsonObject = {"type": "reasoning", "encrypted_content": prefix + wrapping}

    with pytest.raises(DomainError, match="encrypted_content"):
        responses.decode_request({"model": "m", "input": [item]})


def test_a_group_without_tools_is_no_tool() -> None:
    group: Json = {"type": "namespace", "name": "ns", "description": "", "tools": []}

    asked = responses.decode_request({"model": "m", "input": "q", "tools": [group]})

    assert asked.prompt.tools == ()
    assert read(write(asked.echo)) == asked.echo
