"""Whole answers, streams and errors of every vendor, as each client reads them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from domain.formats.allowances import anthropic_headers, openai_headers
from domain.formats.anthropic_messages import errors as messages_errors
from domain.formats.gemini import errors as gemini_errors
from domain.formats.openai_chat import errors as chat_errors
from domain.formats.openai_responses.envelope import Envelope
from domain.formats.sse import SseReader, frame
from domain.json import Json, JsonObject, read
from domain.llm.events import StreamEvent
from domain.llm.namespace import Namespace
from domain.llm.reply import ReplyFold
from tests.unit.domain.formats.golden import ABSENT, at, cases, obj, text, texts
from tests.unit.domain.formats.lanes import Stamp, answered, folded, heard, teller, whole

RESPONSE = Envelope(
    id="resp_1",
    created=7,
    model="alias",
    namespaces={"ns__a": Namespace(name="ns", tool="a")},
    encrypted=True,
)


STAMP = Stamp(id="id-1", created=7, model="alias", response=RESPONSE)


@pytest.mark.parametrize("case", [*cases("replies"), *cases("replies_responses")])
def test_an_answer_says_the_same_in_other_words(case: JsonObject) -> None:
    source, _, target = text(case, "lane").partition(">")

    found = whole(target, folded(answered(source, obj(case, "input"))), STAMP)

    assert found == case.get("is", found)
    expected, absent = obj(case, "has"), texts(case, "lacks")
    assert {path: at(found, path) for path in expected} == expected
    assert {path: at(found, path) for path in absent} == dict.fromkeys(absent, ABSENT)


def wire(given: Json) -> bytes:
    """Chunks as they come over the wire; a string is sent as it is, an object is one body."""
    if isinstance(given, dict):
        return escaped(given).encode()
    assert isinstance(given, list)
    return b"".join(frame(each if isinstance(each, str) else escaped(each)) for each in given)


def escaped(value: Json) -> str:
    """JSON in ASCII, where there are halves of characters to be sent; else as vendors write it."""
    told = json.dumps(value, ensure_ascii=False)
    try:
        told.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return told


def stream_events(format: str, given: Json, *, cut: int | None = None) -> Iterator[StreamEvent]:
    """`cut` is how long the pieces are in which it comes, in bytes."""
    sent = wire(given)
    step = cut or max(1, len(sent))
    return heard(format, *(sent[start : start + step] for start in range(0, len(sent), step)))


def without_echo(event: Json) -> Json:
    """A response without what it repeats of its request."""
    response = event.get("response") if isinstance(event, dict) else None
    if not isinstance(event, dict) or not isinstance(response, dict):
        return event
    told = {key: value for key, value in response.items() if key not in RESPONSE.echo}
    return {**event, "response": told}


@pytest.mark.parametrize("case", [*cases("streams"), *cases("streams_responses")])
def test_a_stream_says_the_same_in_other_words(case: JsonObject) -> None:
    source, _, target = text(case, "lane").partition(">")
    counted = case.get("include_usage") is not False
    tell = teller(target, replace(STAMP, include_usage=counted))
    fold, reader = ReplyFold(), SseReader()
    written = bytearray()

    cut = case.get("bytes")
    for event in stream_events(source, case["input"], cut=cut if isinstance(cut, int) else None):
        fold.feed(event)
        written += tell(event)

    frames = list(reader.feed(bytes(written)))
    found: list[Json] = [
        each.data if each.data == "[DONE]" else without_echo(read(each.data)) for each in frames
    ]
    if "output" in case:
        assert found == case["output"]
    expected = obj(case, "has")
    assert {path: at(found, path) for path in expected} == expected
    assert len(found) == case.get("length", len(found))
    if target in {"messages", "responses"}:
        assert [each.event for each in frames] == [at(each, "type") for each in found]
    assert fold.is_over


HEADERS = {"chat": openai_headers, "messages": anthropic_headers}
ERROR_ENCODERS = {
    "chat": chat_errors.encode_error,
    "messages": messages_errors.encode_error,
    "gemini": gemini_errors.encode_error,
}


@pytest.mark.parametrize("case", [*cases("errors")])
def test_an_error_says_the_same_in_other_words(case: JsonObject) -> None:
    status, headers = case["status"], obj(case, "headers")
    assert isinstance(status, int)

    failure = chat_errors.decode_error(
        status, text(case, "body").encode(), {key: str(value) for key, value in headers.items()}
    )
    out_status, body = ERROR_ENCODERS[text(case, "lane")](failure)

    expected = obj(case, "has")
    assert out_status == case["out_status"]
    assert {path: at(body, path) for path in expected} == expected
    assert failure.retry_after_s == case["retry_after_s"]
    limits = obj(case, "out_headers")
    if limits:
        now = datetime.fromisoformat(text(case, "now"))
        assert HEADERS[text(case, "lane")](failure.limits, now=now) == limits
