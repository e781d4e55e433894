"""What a server says that speaks OpenAI's first format itself."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.formats.failures import CUT
from domain.formats.openai_completions.passing import CompletionsPassing
from domain.formats.openai_completions.stream import StreamDecoder, decode_reply
from domain.json import JsonObject, write
from domain.llm.capabilities import Capabilities
from domain.llm.events import Failed, Finished, StreamEvent
from domain.llm.prompt import Text
from domain.llm.reply import Reply, ReplyFold
from domain.llm.usage import Usage

PLAIN = Capabilities()
USAGE: JsonObject = {"prompt_tokens": 3, "completion_tokens": 2}


def chunk(*choices: JsonObject, usage: JsonObject | None = None) -> JsonObject:
    return {"id": "c", "model": "m", "choices": [*choices], "usage": usage}


def said(text: str, finish: str | None = None, index: int = 0) -> JsonObject:
    return {"index": index, "text": text, "finish_reason": finish, "logprobs": None}


STREAM = [
    chunk(said("a")),
    chunk(said("x", index=1)),
    chunk(said("")),
    chunk(said(" b", "stop")),
    chunk(said("", "length", 1)),
    chunk(usage=USAGE),
]


def wire(chunks: list[JsonObject], *, done: bool = True) -> bytes:
    frames = [f"data: {write(each)}\n\n" for each in chunks]
    return "".join([*frames, "data: [DONE]\n\n" if done else ""]).encode()


def folded(events: Iterator[StreamEvent]) -> Reply:
    fold = ReplyFold()
    for event in events:
        fold.feed(event)
    return fold.reply()


def read(*pieces: bytes) -> Iterator[StreamEvent]:
    decoder = StreamDecoder()
    for piece in pieces:
        yield from decoder.feed(piece)
    yield from decoder.close()


@pytest.mark.parametrize("done", [True, False])
def test_a_stream_is_read_with_its_count_and_its_ends(done: bool) -> None:
    found = folded(read(wire(STREAM, done=done)))

    assert (found.id, found.model) == ("c", "m")
    assert found.parts == (Text(text="a b"),)
    assert found.finished == Finished(reason="end")
    assert found.usage == Usage(input_uncached=3, output=2)
    (other,) = found.others
    assert (other.parts, other.finished) == ((Text(text="x"),), Finished(reason="length"))


def test_a_whole_answer_is_the_same() -> None:
    body = chunk(said("a b", "stop"), said("x", "length", 1), usage=USAGE)

    assert folded(decode_reply(body)) == folded(read(wire(STREAM)))
    assert folded(read(write(body).encode())) == folded(read(wire(STREAM)))


def test_answers_without_numbers_are_numbered_as_they_stand() -> None:
    found = folded(decode_reply({"choices": [{"text": "a"}, {"text": "b"}]}))

    assert found.parts == (Text(text="a"),)
    assert found.others[0].parts == (Text(text="b"),)


def test_a_number_beyond_all_is_left_out() -> None:
    found = folded(read(wire([chunk(said("a", "stop"), said("b", index=128))])))

    assert not found.others


@pytest.mark.parametrize("body", [{}, {"choices": []}, {"choices": [], "usage": USAGE}])
def test_what_is_no_answer_is_refused(body: JsonObject) -> None:
    with pytest.raises(Invalid, match="choices: is missing or empty"):
        folded(decode_reply(body))


@given(cut=st.integers(0, len(wire(STREAM))))
def test_wherever_it_is_cut_it_ends_once_and_well_only_with_its_reason(cut: int) -> None:
    events = [*read(wire(STREAM)[:cut])]

    ends = [each for each in events if isinstance(each, Finished | Failed)]
    assert len(ends) == 1
    assert events[-1] is ends[0]
    assert isinstance(ends[0], Finished) is (b'"stop"' in wire(STREAM)[:cut].rpartition(b"}\n")[0])
    folded(iter(events))


@given(chunks=st.lists(st.binary(max_size=20) | st.just(b'data: {"choices":[{"text":1}]}\n\n')))
def test_any_bytes_end_in_exactly_one_way(chunks: list[bytes]) -> None:
    events = [*read(*chunks)]

    assert sum(isinstance(each, Finished | Failed) for each in events) == 1
    assert isinstance(events[-1], Failed)


def test_nothing_of_a_request_is_touched_but_its_model_s_name() -> None:
    text = '{ "prompt":[1,2], "model":"alias", "suffix" : "model" }'

    asked = CompletionsPassing(wants_usage=False).request(
        text, upstream="up", streamed=False, capabilities=PLAIN
    )

    assert asked == text.replace("alias", "up")


def test_a_count_is_asked_for_and_hidden() -> None:
    passing = CompletionsPassing(wants_usage=False)

    asked = passing.request(
        '{"model":"m","stream":true}', upstream="m", streamed=True, capabilities=PLAIN
    )
    tap = passing.tap(model="alias")
    found = [*tap.feed(wire(STREAM)), *tap.close()]

    assert json.loads(asked)["stream_options"] == {"include_usage": True}
    told = b"".join(each.raw or b"" for each in found)
    assert b"prompt_tokens" not in told
    assert told.count(b'"model":"alias"') == len(STREAM) - 1
    assert told.endswith(b"data: [DONE]\n\n")


def test_a_wished_count_is_told() -> None:
    tap = CompletionsPassing(wants_usage=True).tap(model=None)

    assert b"".join(each.raw or b"" for each in tap.feed(wire(STREAM))) == wire(STREAM)


def test_a_whole_answer_goes_through_under_its_client_s_name() -> None:
    body = write(chunk(said("a", "stop"))).encode()
    passing = CompletionsPassing(wants_usage=False)

    assert passing.whole(body, model=None).raw == body
    assert passing.whole(body, model="alias").raw == body.replace(b'"m"', b'"alias"')
    with pytest.raises(Invalid, match="must be an object"):
        passing.whole(b"[]", model=None)


def test_an_absurd_count_is_told_as_ours() -> None:
    raw = write(chunk(usage=USAGE)).encode()

    told = CompletionsPassing(wants_usage=True).recounted(raw, Usage(output=7))

    assert json.loads(told)["usage"]["completion_tokens"] == 7


def test_a_stream_without_a_reason_is_cut() -> None:
    tap = CompletionsPassing(wants_usage=True).tap(model=None)

    events = [
        event
        for each in (*tap.feed(wire([chunk(said("a"))], done=False)), *tap.close())
        for event in each.events
    ]

    assert events[-1] == CUT
