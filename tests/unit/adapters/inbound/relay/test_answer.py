import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from starlette.types import Message, Scope
from typing_extensions import override

from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay.answer import Answer
from adapters.inbound.relay.dialect import Dialect, Encoder, Framing
from adapters.inbound.relay.envelopes import Envelope
from domain.errors import DomainError, Forbidden
from domain.formats.passing import Passed, Piece, Refused
from domain.json import JsonObject
from domain.llm.events import (
    BlockClosed,
    Failed,
    Failure,
    FailureKind,
    Finished,
    Limits,
    Sent,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
)
from domain.llm.prompt import Dropped
from domain.llm.reply import BrokenStream, Reply
from tests.builders import NOON

ANSWER: tuple[StreamEvent, ...] = (
    Started(id="u1", model="m"),
    TextOpened(0),
    TextDelta(0, "hello"),
    BlockClosed(0),
    Finished(reason="end"),
)


class Plain(Dialect, Encoder, Envelope):
    """Writes the name of each event, so that a test can read what was sent."""

    @override
    def encoder(self) -> Encoder:
        return self

    @override
    def feed(self, event: StreamEvent) -> bytes:
        if isinstance(event, Failed):
            return f"[{event.failure.kind}: {event.failure.message}]".encode()
        return b"" if isinstance(event, BlockClosed) else f"[{type(event).__name__}]".encode()

    @override
    def heartbeat(self) -> bytes:
        return b"[ping]"

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return {"text": reply.text}

    @property
    @override
    def envelope(self) -> Envelope:
        return self

    @property
    @override
    def headers(self) -> Mapping[str, str]:
        return {"x-plain": "yes"}

    @override
    def limits(self, limits: Limits, *, now: datetime) -> Mapping[str, str]:
        return {"x-limits": limits[0][1]} if limits else {}

    @override
    def error(self, failure: Failure) -> tuple[int, JsonObject]:
        return 418, {"kind": failure.kind, "message": failure.message}


@dataclass
class Upstream:
    """Says its events, then ends, hangs or breaks; knows when it was closed."""

    events: Sequence[StreamEvent | Piece]
    hangs: bool = False
    breaks: DomainError | None = None
    refuses: DomainError | None = None
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    spoke: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[AsyncIterator[Piece]]:
        if self.refuses is not None:
            raise self.refuses
        try:
            yield self._say()
        finally:
            self.closed.set()

    async def _say(self) -> AsyncGenerator[Piece]:
        for event in self.events:
            yield event if isinstance(event, Passed | Refused) else Passed(None, (event,))
        self.spoke.set()
        if self.breaks is not None:
            raise self.breaks
        if self.hangs:
            await asyncio.Event().wait()


@dataclass
class Client:
    """The other end of an ASGI connection."""

    left: asyncio.Event = field(default_factory=asyncio.Event)
    got: list[Message] = field(default_factory=list[Message])

    async def receive(self) -> Message:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.got.append(message)

    @property
    def status(self) -> int:
        (start,) = [each for each in self.got if each["type"] == "http.response.start"]
        status: int = start["status"]
        return status

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.got[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(each.get("body", b"") for each in self.got)

    @property
    def ended(self) -> bool:
        return not self.got[-1].get("more_body", False)


SCOPE: Scope = {"type": "http", "method": "POST", "path": "/", "headers": []}


def an_answer(
    upstream: Upstream,
    *,
    streamed: bool = True,
    shutdown: Shutdown | None = None,
    heartbeat_s: float = 60,
    dialect: Dialect | None = None,
) -> Answer:
    return Answer(
        upstream.open(),
        dialect=dialect or Plain(),
        streamed=streamed,
        shutdown=shutdown or Shutdown(),
        at=NOON,
        heartbeat_s=heartbeat_s,
    )


class InBrackets(Framing):
    @property
    @override
    def media_type(self) -> str:
        return "text/brackets"

    @override
    def feed(self, data: bytes) -> bytes:
        return b"<" + data + b">" if data else b""

    @override
    def close(self) -> bytes:
        return b"</>"


class Framed(Plain):
    @override
    def framing(self) -> Framing:
        return InBrackets()


@pytest.mark.parametrize("events", [ANSWER[:2], (Passed(b"as it is", ANSWER[:2]),)])
async def test_a_stream_stands_in_the_body_as_its_dialect_frames_it(
    events: Sequence[StreamEvent | Piece],
) -> None:
    upstream, client = Upstream(events, breaks=BrokenStream("nonsense")), Client()

    await an_answer(upstream, dialect=Framed())(SCOPE, client.receive, client.send)

    told = b"<as it is>" if len(events) == 1 else b"<[Started]><[TextOpened]>"
    assert client.body == told + b"<[malformed: nonsense]></>"
    assert client.headers[b"content-type"] == b"text/brackets"
    assert client.ended


async def test_a_stream_is_sent_event_by_event_and_ended() -> None:
    upstream, client = Upstream(ANSWER), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.status == 200
    assert client.headers[b"content-type"] == b"text/event-stream; charset=utf-8"
    assert client.headers[b"cache-control"] == b"no-cache"
    assert client.headers[b"x-accel-buffering"] == b"no"
    assert client.body == b"[Started][TextOpened][TextDelta][Finished]"
    assert [each["body"] for each in client.got[1:]].count(b"") == 1
    assert client.ended
    assert upstream.closed.is_set()


async def test_a_whole_answer_is_one_json_object() -> None:
    upstream, client = Upstream(ANSWER), Client()

    await an_answer(upstream, streamed=False)(SCOPE, client.receive, client.send)

    assert client.status == 200
    assert json.loads(client.body) == {"text": "hello"}
    assert upstream.closed.is_set()


@pytest.mark.parametrize("streamed", [True, False])
async def test_a_failure_before_the_first_byte_is_a_status(*, streamed: bool) -> None:
    failed = Failed(Failure(kind="rate_limited", message="slow down", retry_after_s=6.2))
    upstream, client = Upstream((failed,)), Client()

    await an_answer(upstream, streamed=streamed)(SCOPE, client.receive, client.send)

    assert client.status == 418
    assert json.loads(client.body) == {"kind": "rate_limited", "message": "slow down"}
    assert client.headers[b"retry-after"] == b"7"
    assert upstream.closed.is_set()


async def test_a_failure_without_a_delay_promises_none() -> None:
    upstream, client = Upstream((Failed(Failure(kind="server", message="oops")),)), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert b"retry-after" not in client.headers


async def test_a_failure_after_the_first_byte_travels_in_the_stream() -> None:
    failed = Failed(Failure(kind="cut", message="gone"))
    upstream, client = Upstream((*ANSWER[:3], failed)), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.status == 200
    assert client.body == b"[Started][TextOpened][TextDelta][cut: gone]"
    assert client.ended


async def test_a_whole_answer_that_is_cut_is_an_error_not_half_an_answer() -> None:
    failed = Failed(Failure(kind="cut", message="gone"))
    upstream, client = Upstream((*ANSWER[:3], failed)), Client()

    await an_answer(upstream, streamed=False)(SCOPE, client.receive, client.send)

    assert client.status == 418
    assert json.loads(client.body)["kind"] == "cut"


@pytest.mark.parametrize("kind", ["unauthenticated", "forbidden", "no_credit"])
async def test_what_a_provider_says_of_our_account_is_not_said_of_the_clients_key(
    kind: FailureKind,
) -> None:
    failed = Failed(Failure(kind=kind, message="bad key sk-abc"))
    upstream, client = Upstream((failed,)), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert json.loads(client.body) == {
        "kind": "unreachable",
        "message": "the provider refused the relay's own account; tell your administrator",
    }


async def test_a_call_that_may_not_be_opened_is_refused() -> None:
    upstream, client = Upstream((), refuses=Forbidden("no price")), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.status == 418
    assert json.loads(client.body) == {"kind": "forbidden", "message": "no price"}


async def test_an_error_of_ours_in_mid_stream_travels_in_the_stream() -> None:
    upstream, client = Upstream(ANSWER[:3], breaks=BrokenStream("nonsense")), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.body.endswith(b"[malformed: nonsense]")
    assert client.ended


@pytest.mark.parametrize("streamed", [True, False])
async def test_a_client_that_leaves_closes_the_call_at_once(*, streamed: bool) -> None:
    upstream, client = Upstream(ANSWER[:3], hangs=True), Client()
    answering = asyncio.ensure_future(
        an_answer(upstream, streamed=streamed)(SCOPE, client.receive, client.send)
    )
    await upstream.spoke.wait()

    client.left.set()
    await asyncio.wait_for(answering, timeout=1)

    assert upstream.closed.is_set()
    assert not any(each.get("more_body") is False for each in client.got)


async def test_silence_is_filled_with_heartbeats() -> None:
    upstream, client = Upstream((), hangs=True), Client()
    answering = asyncio.ensure_future(
        an_answer(upstream, heartbeat_s=0.001)(SCOPE, client.receive, client.send)
    )

    while client.body.count(b"[ping]") < 3:
        await asyncio.wait({answering}, timeout=0.001)
    client.left.set()
    await asyncio.wait_for(answering, timeout=1)

    assert client.status == 200
    assert client.body.replace(b"[ping]", b"") == b""


async def test_a_whole_answer_waits_without_heartbeats() -> None:
    upstream, client = Upstream((), hangs=True), Client()
    answering = asyncio.ensure_future(
        an_answer(upstream, streamed=False, heartbeat_s=0.001)(SCOPE, client.receive, client.send)
    )

    await asyncio.wait({answering}, timeout=0.02)

    assert client.got == []
    client.left.set()
    await asyncio.wait_for(answering, timeout=1)


async def test_a_stream_that_is_open_when_patience_ends_is_told_and_closed() -> None:
    shutdown = Shutdown()
    upstream, client = Upstream(ANSWER[:3], hangs=True), Client()
    answering = asyncio.ensure_future(
        an_answer(upstream, shutdown=shutdown)(SCOPE, client.receive, client.send)
    )
    await upstream.spoke.wait()

    shutdown.begin(patience_s=0)
    await asyncio.wait_for(answering, timeout=1)

    assert client.body.endswith(b"[overloaded: the relay is restarting; ask again]")
    assert client.ended
    assert upstream.closed.is_set()


async def test_bytes_of_the_client_s_own_format_go_through_as_they_are() -> None:
    upstream = Upstream((Passed(b": hi\n\n"), Passed(b"a", ANSWER[:3]), Passed(b"", ANSWER[3:])))
    client = Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.body == b": hi\n\na"
    assert client.status == 200
    assert client.ended


async def test_a_whole_body_of_the_client_s_own_format_goes_through_as_it_is() -> None:
    upstream, client = Upstream((Passed(b'{"x": 1.0}', ANSWER),)), Client()

    await an_answer(upstream, streamed=False)(SCOPE, client.receive, client.send)

    assert client.body == b'{"x": 1.0}'
    assert client.headers[b"content-type"] == b"application/json"
    assert client.headers[b"x-plain"] == b"yes"


@pytest.mark.parametrize("streamed", [True, False])
async def test_a_vendor_s_own_refusal_goes_through_with_its_status(*, streamed: bool) -> None:
    failure = Failure(kind="bad_request", message="thinking", retry_after_s=3)
    upstream, client = Upstream((Refused(422, b'{"error":{}}', failure),)), Client()

    await an_answer(upstream, streamed=streamed)(SCOPE, client.receive, client.send)

    assert client.status == 422
    assert client.body == b'{"error":{}}'
    assert client.headers[b"content-length"] == b"12"
    assert client.headers[b"retry-after"] == b"3"


async def test_a_vendor_s_refusal_of_our_account_does_not_go_through() -> None:
    failure = Failure(kind="unauthenticated", message="bad key")
    upstream, client = Upstream((Refused(401, b'{"error":"sk-abc"}', failure),)), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.status == 418
    assert json.loads(client.body)["kind"] == "unreachable"


async def test_a_cut_of_passed_bytes_is_told_in_our_words() -> None:
    cut = Failed(Failure(kind="cut", message="gone"))
    upstream, client = Upstream((Passed(b"a", ANSWER[:3]), Passed(None, (cut,)))), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.body == b"a[cut: gone]"
    assert client.ended


async def test_a_vendor_s_own_error_in_the_stream_goes_through() -> None:
    failed = Failed(Failure(kind="overloaded", message="busy"))
    upstream, client = Upstream((Passed(b"a", ANSWER[:3]), Passed(b"e", (failed,)))), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.body == b"ae"


async def test_an_error_that_comes_first_is_a_status_though_it_came_in_a_stream() -> None:
    failed = Failed(Failure(kind="overloaded", message="busy"))
    upstream, client = Upstream((Passed(b"e", (failed,)),)), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.status == 418


async def test_what_was_lost_is_told_with_the_start() -> None:
    started = Started(id="u", model="m", dropped=(Dropped(path="seed", reason="no form"),))
    for streamed in (True, False):
        upstream, client = Upstream((started, *ANSWER[1:])), Client()

        await an_answer(upstream, streamed=streamed)(SCOPE, client.receive, client.send)

        assert client.headers[b"x-parley-dropped"] == b"seed"


STARTED = Started(id="", model="m")
FINISHED = Finished(reason="end")
CUT = Failed(Failure(kind="cut", message="cut off"))


def bytes_of(media_type: str, *ending: Piece) -> Sequence[Piece]:
    return (Passed(b"\xff", (STARTED,), media_type), Passed(b"\xf3"), *ending)


async def test_bytes_of_another_kind_are_sent_as_what_they_are() -> None:
    pieces = bytes_of("audio/mpeg", Passed(b"", (FINISHED,)))
    client = Client()

    await an_answer(Upstream(pieces))(SCOPE, client.receive, client.send)

    assert client.headers[b"content-type"] == b"audio/mpeg"
    assert client.body == b"\xff\xf3"
    assert client.ended


async def test_bytes_that_cannot_tell_a_failure_are_left_without_their_end() -> None:
    pieces = bytes_of("audio/mpeg", Passed(None, (CUT,)))
    client = Client()

    await an_answer(Upstream(pieces))(SCOPE, client.receive, client.send)

    assert client.body == b"\xff\xf3"
    assert not client.ended


async def test_events_of_another_kind_tell_a_failure_and_end() -> None:
    pieces = bytes_of("text/event-stream; charset=utf-8", Passed(None, (CUT,)))
    client = Client()

    await an_answer(Upstream(pieces))(SCOPE, client.receive, client.send)

    assert client.body == b"\xff\xf3[cut: cut off]"
    assert client.ended


async def test_heartbeats_before_the_first_event_tell_what_is_known_by_then() -> None:
    lost = (
        Sent(limits=(("x-ratelimit-limit-requests", "9"),)),
        Sent(dropped=(Dropped(path="seed", reason="no form"),)),
        Sent(dropped=(Dropped(path="top_k", reason="no form"),)),
    )
    upstream, client = Upstream(lost, hangs=True), Client()
    answering = asyncio.ensure_future(
        an_answer(upstream, heartbeat_s=0.001)(SCOPE, client.receive, client.send)
    )

    while b"[ping]" not in client.body:
        await asyncio.wait({answering}, timeout=0.001)
    client.left.set()
    await asyncio.wait_for(answering, timeout=1)

    assert client.headers[b"x-parley-dropped"] == b"seed, top_k"
    assert client.headers[b"x-limits"] == b"9"


async def test_what_is_known_early_sends_nothing_by_itself() -> None:
    sent = Sent(dropped=(Dropped(path="seed", reason="no form"),))
    failed = Failed(Failure(kind="overloaded", message="busy"))
    upstream, client = Upstream((Passed(b"", (sent,)), failed)), Client()

    await an_answer(upstream)(SCOPE, client.receive, client.send)

    assert client.status == 418, "a failure is still a status"


async def test_the_start_knows_more_than_what_was_known_early() -> None:
    early = Sent(dropped=(Dropped(path="seed", reason="no form"),))
    started = Started(id="u", model="m", dropped=(Dropped(path="seed", reason="no form"),))
    for streamed in (True, False):
        upstream, client = Upstream((Passed(b"", (early,)), started, *ANSWER[1:])), Client()

        await an_answer(upstream, streamed=streamed)(SCOPE, client.receive, client.send)

        assert client.headers[b"x-parley-dropped"] == b"seed"
        assert b"x-limits" not in client.headers
