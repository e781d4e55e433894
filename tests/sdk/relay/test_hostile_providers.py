"""Providers that send nonsense, on every upstream format, to clients of every dialect.

Whatever comes, a client gets a well-formed stream with one end, which is good only where the
answer was; and nothing absurd is in the books.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import httpx2
import pytest

from domain.formats.sse import SseReader
from domain.json import Json
from tests.contracts.language_models import Body, answering
from tests.sdk.relay.relay_desk import FORMATS, Desk, Provider
from tests.upstream.answer import Answer, Tokens
from tests.upstream.anthropic import Anthropic
from tests.upstream.gemini import Gemini
from tests.upstream.openai import OpenAi
from tests.upstream.responses import Responses
from tests.upstream.speech import Dialect

VENDORS: dict[str, Dialect] = {
    "house": OpenAi(),
    "claude-house": Anthropic(),
    "gemini-house": Gemini(),
    "responses-house": Responses(),
}
ANSWER = Answer(words=("Hello", " wörld", " 😀"), tokens=Tokens(input=4, output=3))
ABSURD = Answer(words=("Hello",), tokens=Tokens(input=10**15, output=10**15))
TURNS = [{"role": "user", "content": "hi"}]
ASKING: dict[str, tuple[str, dict[str, object]]] = {
    "chat": ("/v1/chat/completions", {"messages": TURNS}),
    "completions": ("/v1/completions", {"prompt": "hi"}),
    "messages": ("/v1/messages", {"messages": TURNS, "max_tokens": 50}),
    "responses": ("/v1/responses", {"input": "hi"}),
    "gemini": (
        "/v1beta/models/{model}:streamGenerateContent?alt=sse",
        {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]},
    ),
}
Ending = Literal["good", "error", "none"]
MILLION = 1024 * 1024
_LINES = (b"data: " + b"x" * 1000 + b"\n") * 1000


def frames(vendor: Dialect) -> list[bytes]:
    return list(vendor.frames(ANSWER, "m"))


def streaming(*pieces: bytes) -> Provider:
    return answering(Body(pieces))


def first_word(vendor: Dialect) -> int:
    """How many frames there are up to the first word and with it."""
    return next(n for n, frame in enumerate(frames(vendor), 1) if b"Hello" in frame)


def in_the_middle(vendor: Dialect, *pieces: bytes) -> Provider:
    at = first_word(vendor)
    return streaming(*frames(vendor)[:at], *pieces, *frames(vendor)[at:])


def by_single_bytes(vendor: Dialect) -> Provider:
    whole = b"".join(frames(vendor)).replace(b"Hello", b"He\xff\xc3llo")
    return streaming(*(bytes([each]) for each in whole))


def half_a_frame(vendor: Dialect) -> Provider:
    at = first_word(vendor)
    return streaming(*frames(vendor)[:at], frames(vendor)[at][:20])


def a_page(_: Dialect) -> Provider:
    return answering(b"<!doctype html><h1>edge-7.internal</h1>", content_type="text/html")


@dataclass(frozen=True)
class Hostility:
    provider: Callable[[Dialect], Provider]
    ending: Ending


HOSTILE = {
    "bad json": Hostility(lambda each: in_the_middle(each, b"data: {nonsense\n\n"), "error"),
    "no object": Hostility(lambda each: in_the_middle(each, b"data: [7]\n\n"), "error"),
    "nan": Hostility(lambda each: in_the_middle(each, b'data: {"x":NaN}\n\n'), "error"),
    "deep json": Hostility(
        lambda each: in_the_middle(each, b'data: {"x":' + b"[" * 100_000 + b"\n\n"), "error"
    ),
    "broken characters, byte by byte": Hostility(by_single_bytes, "good"),
    "half a frame": Hostility(half_a_frame, "error"),
    "no end": Hostility(lambda each: streaming(*frames(each)[: first_word(each)]), "error"),
    "nothing": Hostility(lambda _: streaming(b""), "error"),
    "blank lines": Hostility(lambda _: streaming(b"\n" * 20_000), "error"),
    "an endless line": Hostility(
        lambda each: in_the_middle(each, b'data: {"x":"', *([b"x" * MILLION] * 50)), "error"
    ),
    "an endless event": Hostility(lambda each: in_the_middle(each, *([_LINES] * 20)), "error"),
    "absurd usage": Hostility(lambda each: streaming(*each.frames(ABSURD, "m")), "good"),
    "an error in the middle": Hostility(
        lambda each: in_the_middle(each, each.error_frame(500, "internal", None)), "error"
    ),
    "a page": Hostility(a_page, "error"),
    "a page with a failure": Hostility(
        lambda _: answering(b"<html>edge-7.internal", status=502, content_type="text/html"),
        "error",
    ),
}


async def ask(desk: Desk, dialect: str, model: str, *, stream: bool = True) -> httpx2.Response:
    path, body = ASKING[dialect]
    path = path.format(model=model)
    if not stream:
        path = path.replace("streamGenerateContent?alt=sse", "generateContent")
    async with await desk.http() as client:
        return await client.post(path, json={"model": model, "stream": stream, **body})


def events(raw: bytes, *, google: bool) -> Iterator[dict[str, Any] | str]:
    reader = SseReader()
    for event in [*reader.feed(raw), *reader.close()]:
        assert google or not event.bare  # Google's errors stand between the events
        if event.data == "[DONE]":
            yield event.data
        else:
            found = json.loads(event.data)
            assert isinstance(found, dict)
            yield found


def endings(raw: bytes, *, google: bool) -> list[str]:
    """Every end that a client of any dialect would see, in order.

    Google's clients are told of an error twice in a row, each kind in what it reads.
    """
    told: list[str] = [_ending(event) for event in events(raw, google=google)]
    ends = [end for end in told if end != "none"]
    return ends[:1] if google and ends == ["error", "error"] else ends


def _ending(event: dict[str, Any] | str) -> Ending:
    if isinstance(event, str):
        return "good"
    if event.get("error") or event.get("type") in {"error", "response.failed"}:
        return "error"
    finished = any("finishReason" in each for each in event.get("candidates", []))
    told = {"message_stop", "response.completed", "response.incomplete"}
    return "good" if finished or event.get("type") in told else "none"


@pytest.mark.parametrize("model", FORMATS)
@pytest.mark.parametrize("dialect", ASKING)
@pytest.mark.parametrize("hostility", HOSTILE)
async def test_a_client_gets_one_true_end(hostility: str, dialect: str, model: str) -> None:
    hostile = HOSTILE[hostility]
    desk = Desk(hostile.provider(VENDORS[model]))

    answer = await ask(desk, dialect, model)

    answer.content.decode()
    assert "edge-7" not in answer.text
    if answer.status_code == 200:
        assert endings(answer.content, google=dialect == "gemini") == [hostile.ending]
    else:
        assert hostile.ending == "error"
        assert answer.json()["error"]["message"]
    row = await desk.only_row()
    assert row.outcome == ("ok" if hostile.ending == "good" else "error")
    assert row.usage.is_plausible
    assert row.usage.total < 1_000
    assert row.price is not None
    assert row.cost == row.price.cost(row.usage)


def counting_nonsense(vendor: Dialect) -> Provider:
    def answer(request: httpx2.Request) -> httpx2.Response:
        streamed = json.loads(request.content).get("stream") or "streamGen" in request.url.path
        if not streamed:
            return httpx2.Response(200, json=vendor.whole(ABSURD, "m"))
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, content=b"".join(vendor.frames(ABSURD, "m")), headers=headers)

    return answer


def counts(told: Json) -> Iterator[int]:
    """All numbers of tokens, wherever they stand."""
    if isinstance(told, Mapping):
        for key, value in told.items():
            if "token" in key.lower() and isinstance(value, int):
                yield value
            else:
                yield from counts(value)
    elif isinstance(told, list):
        for each in told:
            yield from counts(each)


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("model", FORMATS)
@pytest.mark.parametrize("dialect", ASKING)
async def test_a_client_is_told_what_is_billed_where_a_provider_counts_nonsense(
    dialect: str, model: str, *, stream: bool
) -> None:
    desk = Desk(counting_nonsense(VENDORS[model]))
    path, body = ASKING[dialect]
    if dialect in {"chat", "completions"} and stream:
        body = {**body, "stream_options": {"include_usage": True}}
    path = path.format(model=model)
    if not stream:
        path = path.replace("streamGenerateContent?alt=sse", "generateContent")

    async with await desk.http() as client:
        answer = await client.post(path, json={"model": model, "stream": stream, **body})

    google = dialect == "gemini"
    told = [*events(answer.content, google=google)] if stream else [answer.json()]
    found = [each for event in told for each in counts(event)]
    row = await desk.only_row()
    assert row.usage.estimated
    assert row.usage.output in found
    assert row.usage.input_total in found
    assert max(found) <= max(row.usage.total, 50_000 if google or dialect == "responses" else 50)
    assert str(10**15) not in answer.text
    assert not stream or endings(answer.content, google=google) == ["good"]


WHOLE: dict[str, Callable[[Dialect], bytes]] = {
    "no json": lambda _: b"{nonsense",
    "no object": lambda _: b"[7]",
    "nothing": lambda _: b"",
    "a page": lambda _: b"<html>edge-7.internal",
    "deep json": lambda _: b'{"x":' + b"[" * 100_000,
    "half an answer": lambda each: json.dumps(each.whole(ANSWER, "m")).encode()[:60],
}


@pytest.mark.parametrize("model", FORMATS)
@pytest.mark.parametrize("dialect", ASKING)
@pytest.mark.parametrize("hostility", WHOLE)
async def test_a_whole_answer_without_sense_is_an_error(
    hostility: str, dialect: str, model: str
) -> None:
    raw = WHOLE[hostility](VENDORS[model])
    desk = Desk(answering(raw, content_type="application/json"))

    answer = await ask(desk, dialect, model, stream=False)

    assert answer.status_code in {500, 502}
    assert answer.json()["error"]["message"]
    assert "edge-7" not in answer.text
    row = await desk.only_row()
    assert (row.outcome, row.cost) == ("error", 0)
