"""What holds for answers of every format on the way to every other (conversion F1)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.formats.anthropic_messages import errors as messages_errors
from domain.formats.arguments import arguments_object
from domain.formats.failures import decode_error
from domain.formats.gemini import errors as gemini_errors
from domain.formats.openai_chat import errors as chat_errors
from domain.formats.openai_responses import errors as responses_errors
from domain.formats.sse import SseReader
from domain.json import JsonObject, write
from domain.llm.events import Failure, FailureKind
from domain.llm.prompt import RedactedThinking, Text, Thinking, ToolCall
from domain.llm.reply import Reply, ReplyPart
from domain.llm.usage import Usage
from tests.unit.domain.formats import strategies as some
from tests.unit.domain.formats.lanes import SOURCES, answered, folded, heard, told, whole
from tests.unit.domain.formats.validators import STREAMS, obj

PLAIN: st.SearchStrategy[list[ReplyPart]] = st.lists(
    st.builds(Text, text=some.said) | some.reply_calls,
    max_size=4,
    unique_by=lambda part: getattr(part, "id", part),
)


def settled(reply: Reply) -> tuple[object, ...]:
    """Neighbouring texts joined, and arguments as objects: formats differ in their bounds."""
    parts: list[ReplyPart] = []
    for part in reply.parts:
        match part:
            case Text(text=text) if parts and isinstance(parts[-1], Text):
                parts[-1] = replace(parts[-1], text=parts[-1].text + text)
            case ToolCall(arguments=arguments):
                parts.append(replace(part, arguments=write(arguments_object(arguments))))
            case _:
                parts.append(part)
    return (*parts, reply.usage, reply.finished)


def texts_then_calls(reply: Reply) -> tuple[object, ...]:
    """Where a format has one text and calls beside it."""
    return settled(replace(reply, parts=(Text(text=reply.text), *_calls(reply.parts))))


def _calls(parts: Sequence[ReplyPart]) -> list[ToolCall]:
    return [part for part in parts if isinstance(part, ToolCall)]


@pytest.mark.parametrize("target", SOURCES)
@pytest.mark.parametrize("source", SOURCES)
@given(parts=PLAIN, usage=some.usages)
def test_whole_or_streamed_an_answer_converts_to_the_same(
    source: str, target: str, parts: list[ReplyPart], usage: Usage
) -> None:
    """P10: convert, then read as the client does."""
    events = list(some.events_of(parts, usage))
    streamed = folded(heard(target, told(target, heard(source, told(source, iter(events))))))

    at_once = folded(answered(source, whole(source, folded(iter(events)))))
    given = folded(answered(target, whole(target, at_once)))

    assert texts_then_calls(streamed) == texts_then_calls(given)


@pytest.mark.parametrize("target", STREAMS)
@given(parts=some.replies, usage=some.usages, cut=st.integers(1, 4))
def test_every_stream_is_one_that_its_clients_can_read(
    target: str, parts: list[ReplyPart], usage: Usage, cut: int
) -> None:
    """P11."""
    STREAMS[target](told(target, some.events_of(parts, usage, cut=cut)))


@pytest.mark.parametrize("format", SOURCES)
@given(usage=some.usages)
def test_counts_come_back_as_they_were(format: str, usage: Usage) -> None:
    """P12: no number is invented, and none is lost but what has no word."""
    body = whole(format, Reply(parts=(Text(text="a"),), usage=usage))

    found = folded(answered(format, body)).usage

    assert found is not None
    assert found.is_plausible
    assert (found.input_total, found.output) == (usage.input_total, usage.output)
    assert (found.cache_read, found.reasoning) == (usage.cache_read, usage.reasoning)
    assert found.total == usage.total
    has_sound = format in {"chat", "gemini"}
    assert found.input_audio == (usage.input_audio if has_sound else 0)
    if format != "gemini":
        assert (found.cache_write_5m, found.cache_write_1h) == (usage.cache_write_5m, 0)


@pytest.mark.parametrize("format", SOURCES)
@given(
    arguments=st.dictionaries(st.text(max_size=2), st.integers() | some.text, max_size=3).map(write)
)
def test_arguments_keep_their_values(format: str, arguments: str) -> None:
    """P15: whole numbers of any size, and the order of the keys."""
    call = ToolCall(id="c", name="f", arguments=arguments)

    (found,) = _calls(folded(heard(format, told(format, some.events_of([call], Usage())))).parts)

    assert write(arguments_object(found.arguments)) == write(arguments_object(arguments))


@pytest.mark.parametrize("format", ["messages", "responses", "gemini"])
@given(
    parts=st.lists(
        st.builds(Thinking, text=some.said, signature=st.sampled_from(("S", "T+/=")))
        | st.builds(RedactedThinking, data=st.sampled_from(("D", "E==")))
        | some.reply_calls,
        max_size=4,
        unique_by=lambda part: getattr(part, "id", id(part)),
    )
)
def test_seals_come_back_byte_for_byte_before_what_they_led_to(
    format: str, parts: list[ReplyPart]
) -> None:
    """P17."""
    found = folded(heard(format, told(format, some.events_of(parts, Usage()))))

    assert [_seal(part) for part in found.parts] == [_seal(part) for part in parts]


def _seal(part: ReplyPart) -> object:
    match part:
        case Thinking(text=text, signature=signature):
            return text, signature
        case RedactedThinking(data=data):
            return data
        case ToolCall(id=id):
            return id
        case _:
            return None


ENVELOPES = {
    "chat": chat_errors.encode_error,
    "messages": messages_errors.encode_error,
    "responses": responses_errors.encode_error,
    "gemini": gemini_errors.encode_error,
}
_ALIKE: dict[str, str] = {"malformed": "server", "cut": "server", "not_found": "unknown_model"}
"""What a client cannot tell apart."""


@pytest.mark.parametrize("format", ENVELOPES)
@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_failure_is_read_as_what_it_was(format: str, kind: FailureKind) -> None:
    """P19."""
    failure = Failure(kind=kind, message="it did not work", retry_after_s=3)
    if format == "gemini" and kind == "not_found":
        return  # its clients never ask for anything that could be missing but a model

    status, body = ENVELOPES[format](failure)
    found = decode_error(status, write(body).encode(), {"retry-after": "3"})

    assert "it did not work" in found.message or kind == "context_overflow"
    assert found.retry_after_s == 3
    alike = _ALIKE.get(kind, kind)
    if kind == "unprocessable" and format in {"messages", "gemini"}:
        alike = "bad_request"  # they have no status of its own for it
    if alike not in {"server", "unreachable", "no_credit", "content_policy"}:
        assert found.kind == alike


@given(
    status=st.sampled_from((200, 400, 401, 418, 429, 500, 529)),
    body=st.binary(max_size=40) | some.text.map(str.encode) | st.just(b"<html>no</html>"),
)
def test_whatever_a_server_says_there_is_a_failure_to_show(status: int, body: bytes) -> None:
    """P19: garbage gives some envelope, never an exception."""
    failure = decode_error(status, body, {})

    for encode in ENVELOPES.values():
        out_status, envelope = encode(failure)
        assert 400 <= out_status < 600
        assert write(envelope).encode()


@given(
    events=st.lists(st.sampled_from(("a", "b\u2028c", "😀", "{}", " x")), max_size=4),
    end=st.sampled_from(("\n", "\r\n", "\r")),
    places=st.lists(st.integers(0, 200), max_size=5),
    comments=st.booleans(),
)
def test_neither_chunks_nor_line_ends_nor_comments_change_the_events(
    events: list[str], end: str, places: list[int], comments: bool
) -> None:
    """P7."""
    comment = f": note{end}" if comments else ""
    sent = "".join(f"{comment}data: {each}{end}{end}{comment}" for each in events).encode()
    edges = [0, *sorted(min(place, len(sent)) for place in places), len(sent)]
    reader = SseReader()

    found = [event for one, other in pairwise(edges) for event in reader.feed(sent[one:other])]
    found += reader.close()

    assert [event.data for event in found] == events


@pytest.mark.parametrize("format", SOURCES)
def test_what_is_no_answer_is_refused(format: str) -> None:
    nothing: JsonObject = {}

    with pytest.raises(Invalid):
        list(answered(format, nothing))
    assert obj(whole(format, Reply()))
