"""The first lane: bytes go through as they came, and what they mean is known all the same."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from domain.errors import Invalid
from domain.formats.anthropic_messages.passing import MessagesPassing
from domain.formats.anthropic_messages.stream import StreamDecoder as MessagesDecoder
from domain.formats.failures import CUT, MALFORMED
from domain.formats.gemini.passing import GeneratePassing
from domain.formats.gemini.signatures import write_signature
from domain.formats.gemini.stream import StreamDecoder as GeminiDecoder
from domain.formats.openai_chat.passing import ChatPassing
from domain.formats.openai_chat.stream import StreamDecoder as ChatDecoder
from domain.formats.openai_responses.passing import ResponsesPassing
from domain.formats.openai_responses.stream import StreamDecoder as ResponsesDecoder
from domain.formats.passing import Passed, Passing
from domain.formats.sse_decoding import SseDecoder
from domain.llm.capabilities import Capabilities
from domain.llm.events import Failed, Failure, Finished, StreamEvent
from domain.llm.prompt import Thinking
from domain.llm.usage import Usage
from tests.cutting import cuts
from tests.upstream.answer import Answer, Tokens
from tests.upstream.anthropic import Anthropic
from tests.upstream.gemini import Gemini
from tests.upstream.openai import OpenAi
from tests.upstream.responses import Responses
from tests.upstream.speech import Dialect

ANSWER = Answer(
    thinking=("Let", " me"),
    words=("é", "😀", "\u2028"),
    tools=("weather",),
    stop="tools",
    tokens=Tokens(input=9, output=5, cached=3, thinking=2),
)
MESSAGES, CHAT, GEMINI = MessagesPassing(), ChatPassing(wants_usage=True), GeneratePassing()
RESPONSES = ResponsesPassing()
PLAIN, REASONING = Capabilities(), Capabilities(thinking="adaptive")


@dataclass(frozen=True, slots=True)
class Lane:
    passing: Passing
    dialect: Dialect
    decoder: Callable[[], SseDecoder]


@pytest.fixture(
    params=[
        Lane(MESSAGES, Anthropic(), MessagesDecoder),
        Lane(CHAT, OpenAi(), ChatDecoder),
        Lane(GEMINI, Gemini(), GeminiDecoder),
        Lane(RESPONSES, Responses(), ResponsesDecoder),
    ],
    ids=["messages", "chat", "gemini", "responses"],
)
def lane(request: pytest.FixtureRequest) -> Lane:
    found: Lane = request.param
    return found


def stream_of(dialect: Dialect) -> bytes:
    return b"".join(dialect.frames(ANSWER, "up-1"))


def passed(passing: Passing, pieces: Iterator[bytes], model: str | None) -> list[Passed]:
    tap = passing.tap(model=model)
    return [*(each for piece in pieces for each in tap.feed(piece)), *tap.close()]


def raw_of(found: list[Passed]) -> bytes:
    return b"".join(each.raw or b"" for each in found)


def events_of(found: list[Passed]) -> list[StreamEvent]:
    return [event for each in found for event in each.events]


def decoded(decoder: SseDecoder, data: bytes) -> list[StreamEvent]:
    return [*decoder.feed(data), *decoder.close()]


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_every_byte_and_every_event_comes_through(lane: Lane, size: int) -> None:
    """P23."""
    sent = stream_of(lane.dialect)
    pieces = (sent[at : at + size] for at in range(0, len(sent), size))

    found = passed(lane.passing, pieces, None)

    assert raw_of(found) == sent
    assert events_of(found) == decoded(lane.decoder(), sent)


def test_the_model_is_called_as_the_client_called_it(lane: Lane) -> None:
    sent = stream_of(lane.dialect)

    found = passed(lane.passing, iter([sent]), "alias")

    assert raw_of(found) == sent.replace(b'"up-1"', b'"alias"')
    assert events_of(found) == decoded(lane.decoder(), sent)


def test_a_stream_that_is_cut_anywhere_never_ends_well(lane: Lane) -> None:
    sent = stream_of(lane.dialect)
    for end in cuts(len(sent)):
        found = passed(lane.passing, iter([sent[:end]]), None)
        last = events_of(found)[-1]
        if isinstance(last, Failed):
            assert last == CUT
            assert found[-1].raw is None
        else:
            assert isinstance(last, Finished)
            ends = (b"[DONE]", b'{"type":"message_stop"}', b'stop"}', b'"totalTokenCount": 14}}')
            assert raw_of(found).rstrip().endswith((*ends, b'"metadata": {}}}'))


def test_a_broken_event_is_not_passed_on(lane: Lane) -> None:
    frames = [*lane.dialect.frames(ANSWER, "up-1")]
    broken = b"".join([*frames[:2], b"data: {nonsense\n\n", *frames[2:]])

    tap = lane.passing.tap(model=None)
    found = list(tap.feed(broken))

    assert raw_of(found[:2]) == b"".join(frames[:2])
    assert found[2] == Passed(None, (MALFORMED,))


def test_an_error_in_the_stream_is_told_in_its_own_words(lane: Lane) -> None:
    frames = [*lane.dialect.frames(ANSWER, "up-1")]
    fault = lane.dialect.error_frame(429, "slow down", None)

    found = passed(lane.passing, iter([*frames[:3], fault]), None)

    again = fault[len(b"data: ") : -1] if lane.passing is GEMINI else b""
    assert raw_of(found) == b"".join([*frames[:3], fault, again])
    assert isinstance(events_of(found)[-1], Failed)


def test_a_whole_answer_goes_through(lane: Lane) -> None:
    raw = json.dumps(lane.dialect.whole(ANSWER, "up-1"), indent=1).encode()

    assert lane.passing.whole(raw, model=None).raw == raw
    named = lane.passing.whole(raw, model="alias")
    assert named.raw == raw.replace(b'"up-1"', b'"alias"')
    assert isinstance(named.events[-1], Finished)
    with pytest.raises(Invalid):
        lane.passing.whole(b"[]", model=None)


def test_a_body_in_place_of_a_stream_is_to_be_told_as_a_stream(lane: Lane) -> None:
    raw = json.dumps(lane.dialect.whole(ANSWER, "up-1")).encode()

    (found,) = passed(lane.passing, iter([raw]), None)

    assert found.raw is None
    assert isinstance(found.events[-1], Finished)


def test_nothing_at_all_is_a_cut(lane: Lane) -> None:
    assert passed(lane.passing, iter([b""]), None) == [Passed(None, (CUT,))]


def test_only_the_model_s_name_is_touched_in_a_request() -> None:
    text = (
        '{ "model":"alias",\n "messages" : [{"role":"user","content":"\\u00e9 model"}], "x":1.50 }'
    )

    assert MESSAGES.request(text, upstream="up", streamed=True, capabilities=PLAIN) == text.replace(
        "alias", "up", 1
    )
    assert CHAT.request(text, upstream="up", streamed=True, capabilities=PLAIN) == text.replace(
        "alias", "up", 1
    )


def test_usage_is_asked_for_though_the_client_did_not() -> None:
    passing = ChatPassing(wants_usage=False)

    bare = passing.request(
        '{"model": "a", "stream": true}', upstream="a", streamed=True, capabilities=PLAIN
    )
    refused = passing.request(
        '{"stream_options": {"include_usage": false, "x": 1}}',
        upstream="a",
        streamed=True,
        capabilities=PLAIN,
    )
    whole = passing.request('{"model": "a"}', upstream="a", streamed=False, capabilities=PLAIN)

    assert bare == '{"model": "a", "stream": true,"stream_options":{"include_usage":true}}'
    assert refused == '{"stream_options": {"include_usage":true,"x":1}}'
    assert whole == '{"model": "a"}'


def test_the_count_that_the_client_did_not_ask_for_is_hidden_from_it() -> None:
    sent = stream_of(OpenAi())

    found = passed(ChatPassing(wants_usage=False), iter([sent]), None)

    assert b"prompt_tokens" in sent
    assert b"prompt_tokens" not in raw_of(found)
    assert raw_of(found).endswith(b"data: [DONE]\n\n")
    assert any(
        getattr(event, "usage", None)
        == Usage(input_uncached=6, cache_read=3, output=5, reasoning=2)
        for event in events_of(found)
    )


@pytest.mark.parametrize(
    "last", ["data: [DONE]", 'event: message_stop\ndata: {"type": "message_stop"}']
)
def test_a_last_event_without_its_blank_line_counts(last: str) -> None:
    passing, dialect = (CHAT, OpenAi()) if "DONE" in last else (MESSAGES, Anthropic())
    frames = [*dialect.frames(ANSWER, "up-1")][:-1]

    found = passed(passing, iter([*frames, last.encode()]), None)

    assert raw_of(found) == b"".join(frames) + last.encode() + b"\n\n"
    assert isinstance(events_of(found)[-1], Finished)


@pytest.mark.parametrize(
    ("passing", "dialect"), [(CHAT, OpenAi()), (MESSAGES, Anthropic())], ids=["chat", "messages"]
)
def test_an_end_that_a_server_forgot_is_said_for_it(passing: Passing, dialect: Dialect) -> None:
    frames = [*dialect.frames(ANSWER, "up-1")][: -dialect.last]

    found = passed(passing, iter(frames), None)

    assert raw_of(found).startswith(b"".join(frames))
    assert found[-1].raw in {
        b"data: [DONE]\n\n",
        b'event: message_stop\ndata: {"type":"message_stop"}\n\n',
    }


def test_responses_without_their_last_state_are_cut() -> None:
    frames = [*Responses().frames(ANSWER, "up-1")][:-1]

    assert passed(RESPONSES, iter(frames), None)[-1] == Passed(None, (CUT,))


def test_reasoning_that_we_marked_as_foreign_is_not_sent_to_anthropic() -> None:
    foreign = {"type": "thinking", "thinking": "x", "signature": "relay:gemini:abc"}
    own = {"type": "thinking", "thinking": "y", "signature": "EqQB"}
    text = json.dumps(
        {
            "model": "m",
            "messages": [
                {"role": "user", "content": "relay: no mark"},
                {"role": "assistant", "content": [foreign, own]},
                {"role": "assistant", "content": [foreign]},
                {
                    "role": "assistant",
                    "content": [{"type": "redacted_thinking", "data": "relay:x:y"}],
                },
                {"role": "user", "content": [{"type": "text", "text": "hi"}]},
            ],
        }
    )

    sent = json.loads(MESSAGES.request(text, upstream="m", streamed=True, capabilities=PLAIN))

    assert sent["messages"] == [
        {"role": "user", "content": "relay: no mark"},
        {"role": "assistant", "content": [own]},
        {"role": "user", "content": [{"type": "text", "text": "hi"}]},
    ]


def test_google_s_bodies_name_the_model_only_where_they_do() -> None:
    text = '{ "contents": [{"parts":[{"text":"model"}]}],\n "x" : 1.50 }'
    named = '{"model":"models/alias","generateContentRequest":{"model":"models/alias","a":1.0}}'

    assert GEMINI.request(text, upstream="up", streamed=True, capabilities=PLAIN) == text
    assert GEMINI.request(
        named, upstream="up", streamed=False, capabilities=PLAIN
    ) == named.replace("alias", "up")
    assert '"tunedModels/t"' in GEMINI.request(
        named, upstream="tunedModels/t", streamed=False, capabilities=PLAIN
    )


def test_reasoning_that_we_wrapped_for_others_is_not_sent_to_google() -> None:
    wrapped = write_signature(Thinking(text="x", signature="EqQB"))
    foreign = {"text": "x", "thought": True, "thoughtSignature": wrapped}
    snake = {"thought": True, "thought_signature": wrapped}
    own = {"text": "y", "thought": True, "thoughtSignature": "CmVs"}
    text = json.dumps(
        {
            "contents": [
                {"role": "user", "parts": [{"text": "q"}]},
                {"role": "model", "parts": [foreign, own, {"text": "a"}]},
                {"role": "model", "parts": [snake]},
                {"role": "user", "parts": "nonsense"},
                7,
            ]
        }
    )

    sent = json.loads(GEMINI.request(text, upstream="m", streamed=True, capabilities=PLAIN))

    assert sent["contents"] == [
        {"role": "user", "parts": [{"text": "q"}]},
        {"role": "model", "parts": [own, {"text": "a"}]},
        {"role": "user", "parts": "nonsense"},
        7,
    ]


@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
def test_an_error_between_the_events_is_told_in_our_words(lane: Lane, ending: str) -> None:
    """As Google sends it: over several lines, and in no event."""
    frames = [*lane.dialect.frames(ANSWER, "up-1")]
    fault = json.dumps(
        {"error": {"code": 503, "message": "busy", "status": "UNAVAILABLE"}}, indent=1
    )

    found = passed(lane.passing, iter([*frames[:3], f"{fault}{ending}".encode()]), None)

    assert raw_of(found) == b"".join(frames[:3])
    assert found[-1] == Passed(None, (Failed(Failure(kind="overloaded", message="busy")),))


def test_pages_that_other_vendors_cited_are_not_sent_to_anthropic() -> None:
    ours = {"type": "web_search_result_location", "encrypted_index": "relay:none:"}
    own = {"type": "web_search_result_location", "encrypted_index": "E=="}
    said = {"type": "text", "text": "a"}
    blocks = [
        {**said, "citations": [ours]},
        {**said, "citations": [own, ours]},
        {**said, "citations": None},
    ]
    text = json.dumps({"model": "m", "messages": [{"role": "assistant", "content": blocks}]})

    sent = json.loads(MESSAGES.request(text, upstream="m", streamed=True, capabilities=PLAIN))

    kept = [said, {**said, "citations": [own]}, {**said, "citations": None}]
    assert sent["messages"][0]["content"] == kept


def test_bytes_that_are_no_text_do_not_reach_the_client(lane: Lane) -> None:
    frames = [*lane.dialect.frames(ANSWER, "up-1")]
    broken = [b": \xff\xfe\n\n", *frames]

    found = passed(lane.passing, iter(broken), None)

    comment = b"" if lane.passing is GEMINI else ": \ufffd\ufffd\n\n".encode()
    assert raw_of(found) == comment + b"".join(frames)


@pytest.mark.parametrize(
    "frame", [b"event: note\n\n", b"id: 7\n: comment\n\n", b"retry: 5\n\n", b"nonsense\n\n"]
)
def test_events_without_data_which_clients_stumble_over_are_left_out(
    lane: Lane, frame: bytes
) -> None:
    frames = [*lane.dialect.frames(ANSWER, "up-1")]

    found = passed(lane.passing, iter([frames[0], frame, b": alive\n\n", *frames[1:]]), None)

    comment = b"" if lane.passing is GEMINI else b": alive\n\n"
    assert raw_of(found) == b"".join([frames[0], comment, *frames[1:]])


@pytest.mark.parametrize("before", [b": alive\n", b"event: x\nid: 7\n", b"\xef\xbb\xbf"])
def test_google_s_clients_are_told_data_alone(before: bytes) -> None:
    frames = [*Gemini().frames(ANSWER, "up-1")]
    strict = frames[0].replace(b"data: ", b"data:")

    found = passed(GEMINI, iter([b"".join([before, *frames])]), None)
    tight = passed(GEMINI, iter([strict, *frames[1:]]), None)

    assert raw_of(found) == raw_of(tight) == b"".join(frames)


def test_a_mark_of_byte_order_may_stand_before_the_stream(lane: Lane) -> None:
    sent = b"\xef\xbb\xbf" + b"".join(lane.dialect.frames(ANSWER, "up-1")).replace(
        b"event: message_start\n", b""
    )

    found = passed(lane.passing, iter([sent]), None)

    assert raw_of(found) == (sent[3:] if lane.passing is GEMINI else sent)
    assert isinstance(events_of(found)[-1], Finished)
