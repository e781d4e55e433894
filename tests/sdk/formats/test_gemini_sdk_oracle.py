"""Google's own SDK, given our bytes, reads what we meant, and we what it writes (P9)."""

import json
from collections.abc import Iterator, Sequence

import httpx2
import pytest
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from domain.formats.gemini.chunk_list import ChunkList
from domain.formats.gemini.errors import encode_error
from domain.formats.gemini.reply import encode_reply
from domain.formats.gemini.request import decode_request
from domain.formats.gemini.stream import StreamEncoder
from domain.json import JsonObject
from domain.llm.events import (
    BlockClosed,
    Failed,
    Failure,
    SignatureDelta,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
)
from domain.llm.prompt import (
    AnswerFormat,
    Image,
    InlineData,
    Prompt,
    Reasoning,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
    Turn,
)
from domain.llm.reply import ReplyPart
from tests.sdk.formats.test_sdk_oracles import ANSWERS, USAGE, answering, body, folded
from tests.unit.domain.formats.golden import cases, obj, text
from tests.unit.domain.formats.strategies import events_of
from tests.unit.domain.formats.test_golden_requests import decoded, encoded

SEAL = "A+/B+w=="
MORE: dict[str, Sequence[ReplyPart]] = {
    "sealed by Google": (
        Thinking(text="hm", signature=f"relay:google-gemini-v1:{SEAL}"),
        Text(text="so", signature=SEAL),
        ToolCall(id="t1", name="f", arguments="{}", signature=SEAL),
    ),
    "a free text": (ToolCall(id="t1", name="patch", arguments="*** raw\n", custom=True),),
    "sealed by OpenAI": (Thinking(text="", signature="relay:openai-responses-v1:E=="),),
}


def more_events(parts: Sequence[ReplyPart]) -> Iterator[StreamEvent]:
    """With the seals of text and calls, which a made-up answer has not."""
    for event in events_of(parts, USAGE):
        if isinstance(event, BlockClosed):
            part = parts[event.index]
            if isinstance(part, Text | ToolCall) and part.signature is not None:
                yield SignatureDelta(event.index, part.signature)
        yield event


TOLD: dict[str, Sequence[StreamEvent]] = {
    **ANSWERS,
    **{name: tuple(more_events(parts)) for name, parts in MORE.items()},
}


def client_on(http: httpx2.Client) -> genai.Client:
    options = types.HttpOptions(base_url="http://relay", httpx_client=http)
    return genai.Client(api_key="k", vertexai=False, http_options=options)


def streamed(events: Sequence[StreamEvent]) -> bytes:
    encoder = StreamEncoder(id="id-1", model="alias")
    return b"".join(encoder.feed(event) + encoder.heartbeat() for event in events)


def heard(sent: bytes) -> list[types.GenerateContentResponse]:
    client = client_on(answering(sent, stream=True))
    return list(client.models.generate_content_stream(model="m", contents="q"))


def parts_of(response: types.GenerateContentResponse) -> list[types.Part]:
    (candidate,) = response.candidates or []
    assert candidate.content is not None
    assert candidate.content.role == "model"
    return candidate.content.parts or []


def merged(parts: Sequence[types.Part]) -> list[types.Part]:
    """As the SDK's own users join a stream: neighbouring texts of one kind, seals at their end."""
    found: list[types.Part] = []
    for part in parts:
        last = found[-1] if found else None
        if (
            last is not None
            and last.text is not None
            and part.text is not None
            and bool(last.thought) == bool(part.thought)
            and last.thought_signature is None
        ):
            seal = part.thought_signature
            found[-1] = last.model_copy(
                update={"text": last.text + part.text, "thought_signature": seal}
            )
        elif part.text != "" or part.thought_signature:
            found.append(part)
    return found


@pytest.mark.parametrize("name", TOLD)
def test_google_s_sdk_folds_our_chunks_to_our_answer(name: str) -> None:
    events = TOLD[name]
    expected = encode_reply(folded(events), id="id-1", model="alias")

    chunks = heard(streamed(events))

    whole = types.GenerateContentResponse.model_validate(expected)
    if name != "calls beside each other":  # the text goes on behind the calls it lay beside
        found = [part for chunk in chunks for part in parts_of(chunk)]
        assert merged(found) == merged(parts_of(whole))
    assert whole.candidates is not None
    last = chunks[-1]
    assert last.candidates is not None
    assert last.candidates[0].finish_reason == whole.candidates[0].finish_reason
    assert last.usage_metadata == whole.usage_metadata
    assert {(chunk.response_id, chunk.model_version) for chunk in chunks} == {("id-1", "alias")}


@pytest.mark.parametrize("name", TOLD)
def test_google_s_sdk_reads_our_whole_answers(name: str) -> None:
    reply = folded(TOLD[name])
    sent = encode_reply(reply, id="id-1", model="alias")

    found = client_on(answering(body(sent), stream=False)).models.generate_content(
        model="m", contents="q"
    )

    called = [part.function_call for part in parts_of(found) if part.function_call]
    calls = [part for part in reply.parts if isinstance(part, ToolCall)]
    assert [(call.id, call.name) for call in called] == [(call.id, call.name) for call in calls]
    assert (found.text or "") == reply.text
    counted = found.usage_metadata
    assert counted is not None
    assert (counted.prompt_token_count, counted.total_token_count) == (17, 22)
    assert (counted.candidates_token_count, counted.thoughts_token_count) == (3, 2)


@pytest.mark.parametrize("name", TOLD)
def test_a_list_of_chunks_is_the_same_stream(name: str) -> None:
    sent, listing = streamed(TOLD[name]), ChunkList()

    listed = json.loads(listing.feed(sent) + listing.close())

    frames = sent.decode().split("\n\n")
    assert listed == [json.loads(each.strip()[6:]) for each in frames if each.strip()]


def test_google_s_sdk_raises_an_error_in_a_stream() -> None:
    failed = Failed(Failure(kind="overloaded", message="busy"))
    sent = streamed((Started(id="", model=""), TextOpened(0), TextDelta(0, "a"), failed))

    with pytest.raises(errors.ServerError, match="busy") as raised:
        heard(sent)

    assert (raised.value.code, raised.value.status) == (503, "UNAVAILABLE")


def test_google_s_sdk_raises_our_errors_by_their_kind() -> None:
    status, envelope = encode_error(Failure(kind="rate_limited", message="slow", retry_after_s=3))
    reply = httpx2.Response(status, json=envelope)
    http = httpx2.Client(transport=httpx2.MockTransport(lambda _: reply))

    with pytest.raises(errors.ClientError, match="slow") as raised:
        client_on(http).models.generate_content(model="m", contents="q")

    assert (raised.value.code, raised.value.status) == (429, "RESOURCE_EXHAUSTED")


def asked(contents: list[types.Content], config: types.GenerateContentConfig) -> Prompt:
    """What the SDK sends for this, as we read it."""
    seen: list[httpx2.Request] = []

    def server(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"candidates": []})

    http = httpx2.Client(transport=httpx2.MockTransport(server))
    client_on(http).models.generate_content(model="m", contents=[*contents], config=config)
    asked = decode_request(json.loads(seen[0].content), model="models/m", stream=False)
    assert asked.model == "m"
    assert asked.dropped == ()
    return asked.prompt


def test_we_read_what_google_s_sdk_writes() -> None:
    call = types.Part(
        function_call=types.FunctionCall(id="c1", name="f", args={"x": 1}),
        thought_signature=b"\xfb\xff",
    )
    result = types.FunctionResponse(id="c1", name="f", response={"output": "r"})
    contents: list[types.Content] = [
        types.UserContent(
            parts=[
                types.Part.from_text(text="q"),
                types.Part.from_bytes(data=b"\xfb\xff\xfe", mime_type="image/png"),
            ]
        ),
        types.ModelContent(parts=[call]),
        types.UserContent(parts=[types.Part(function_response=result)]),
    ]

    prompt = asked(
        contents,
        types.GenerateContentConfig(
            system_instruction="s",
            temperature=0.5,
            top_k=4,
            max_output_tokens=9,
            stop_sequences=["x"],
            response_mime_type="application/json",
            response_schema={"type": "OBJECT", "properties": {"a": {"type": "STRING"}}},
            thinking_config=types.ThinkingConfig(
                thinking_level=types.ThinkingLevel.LOW, include_thoughts=True
            ),
            tools=[
                types.Tool(
                    function_declarations=[
                        types.FunctionDeclaration(
                            name="f",
                            description="d",
                            parameters=types.Schema(
                                type=types.Type.OBJECT,
                                properties={"x": types.Schema(type=types.Type.INTEGER)},
                            ),
                        )
                    ]
                )
            ],
            tool_config=types.ToolConfig(
                function_calling_config=types.FunctionCallingConfig(
                    mode=types.FunctionCallingConfigMode.ANY, allowed_function_names=["f"]
                )
            ),
        ),
    )

    assert prompt == Prompt(
        turns=(
            Turn(role="system", parts=(Text(text="s"),)),
            Turn(
                role="user",
                parts=(
                    Text(text="q"),
                    Image(source=InlineData(media_type="image/png", base64="+//+")),
                ),
            ),
            Turn(
                role="assistant",
                parts=(ToolCall(id="c1", name="f", arguments='{"x":1}', signature="-_8="),),
            ),
            Turn(role="user", parts=(ToolResult(call_id="c1", content=(Text(text="r"),)),)),
        ),
        tools=(
            Tool(
                name="f",
                description="d",
                parameters={"type": "object", "properties": {"x": {"type": "integer"}}},
            ),
        ),
        tool_choice=ToolChoice(mode="named", name="f"),
        max_output_tokens=9,
        temperature=0.5,
        top_k=4,
        stop=("x",),
        reasoning=Reasoning(effort="low", visible=True),
        answer_format=AnswerFormat(
            kind="schema", schema={"type": "object", "properties": {"a": {"type": "string"}}}
        ),
    )


FIELDS: dict[str, type[BaseModel]] = {
    "contents": types.Content,
    "systemInstruction": types.Content,
    "tools": types.Tool,
    "toolConfig": types.ToolConfig,
    "generationConfig": types.GenerationConfig,
}


@pytest.mark.parametrize(
    "case",
    [
        *cases("requests_chat_to_gemini"),
        *cases("requests_messages_to_gemini"),
        *cases("requests_gemini_to_gemini"),
    ],
)
def test_google_s_sdk_knows_all_that_we_send(case: JsonObject) -> None:
    """Its models forbid what they do not know."""
    if "error" in case:
        return
    lane = text(case, "lane")

    sent = encoded(lane, decoded(lane, obj(case, "input"))[0], text(case, "model")).body

    for key, value in sent.items():
        for each in value if isinstance(value, list) else [value]:
            FIELDS[key].model_validate(each)


@pytest.mark.parametrize("name", ["thinking", "sealed by Google", "sealed by OpenAI"])
def test_reasoning_survives_the_way_through_google_s_sdk(name: str) -> None:
    reply = folded(TOLD[name])
    sent = encode_reply(reply, id="id-1", model="alias")
    found = types.GenerateContentResponse.model_validate(sent)
    (candidate,) = found.candidates or []
    assert candidate.content is not None

    prompt = asked([candidate.content, types.UserContent("go on")], types.GenerateContentConfig())

    assert prompt.turns[0].parts == tuple(map(in_the_other_alphabet, reply.parts))


def in_the_other_alphabet(part: ReplyPart) -> ReplyPart:
    """The SDK encodes Google's own seals anew, which Google takes either way."""
    match part:
        case Text(text=text, signature=str(seal)):
            return Text(text=text, signature=other_alphabet(seal))
        case Thinking(text=text, signature=str(seal)) if SEAL in seal:
            return Thinking(text=text, signature=other_alphabet(seal))
        case ToolCall(id=id, name=name, arguments=arguments, signature=str(seal)):
            return ToolCall(id=id, name=name, arguments=arguments, signature=other_alphabet(seal))
        case _:
            return part


def other_alphabet(seal: str) -> str:
    return seal.replace(SEAL, SEAL.translate(str.maketrans("+/", "-_")))
