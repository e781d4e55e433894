"""A model's answer on its way to a client, whole or streamed.

It is a response that runs the call itself: so that the call is closed, and booked, whatever
becomes of the client's connection. A client that leaves ends the call at the provider.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Final, final

from fastapi import Response
from starlette.types import Message, Receive, Scope, Send
from typing_extensions import override

from adapters.inbound.http.json_bytes import json_bytes
from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay.dialect import Dialect, Encoder, Framing
from adapters.inbound.relay.envelopes import failure_from, shown
from adapters.inbound.relay.losses import losses_header
from adapters.inbound.relay.watch import Watch
from adapters.inbound.relay.whole_body import WholeBody, refusal
from domain.errors import DomainError
from domain.formats.passing import Passed, Piece, Refused
from domain.formats.untold import untold
from domain.llm.events import Failed, Failure, Limits, Sent, Started
from domain.llm.prompt import Dropped
from domain.llm.reply import Reply, ReplyFold
from domain.llm.sound import Sound

HEARTBEAT_S: Final = 10.0
_STREAM_HEADERS: Final = {"cache-control": "no-cache", "x-accel-buffering": "no"}
_RESTARTING = Failure(kind="overloaded", message="the relay is restarting; ask again")


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A call whose answer nobody hears before its end.

    Whoever is given to `ask` hears each piece; what it returns is all of them.
    """

    ask: Callable[[Callable[[Piece], None]], Awaitable[Reply]]


@dataclass(slots=True)
class _Head:
    """What the headers tell, as far as it is known."""

    dropped: tuple[Dropped, ...] = ()
    limits: Limits = ()

    def learn(self, piece: Piece) -> bool:
        """Whether there was nothing else in it."""
        events = piece.events
        told = 0
        for event in events:
            if isinstance(event, Sent):
                self.dropped += event.dropped
                self.limits = event.limits or self.limits
                told += 1
            elif isinstance(event, Started):
                self.dropped, self.limits = event.dropped, event.limits
        return 0 < told == len(events)


@final
class _Heard:
    """What comes of an answer that is told at its end: `in_its_place` is what is said instead."""

    def __init__(self, answer: "Answer") -> None:
        self._answer = answer
        self.head = _Head()
        self._pieces: list[Piece] = []
        self.in_its_place: Response | None = None

    def hear(self, piece: Piece) -> None:
        if self.head.learn(piece) or self.in_its_place is not None:
            return
        self.in_its_place = self._answer.refusal_of(piece)
        if self.in_its_place is None and isinstance(piece, Passed) and piece.raw is not None:
            self.in_its_place = self._answer.as_it_came(piece.raw, self.head)
        self._pieces.append(piece)

    def all_of(self, booked: Reply) -> Reply:
        """With what was said aloud: the books let go of it."""
        parts = [part for each in (booked, *booked.others) for part in each.parts]
        if not any(isinstance(part, Sound) for part in parts):
            return booked
        fold = ReplyFold()
        for piece in self._pieces:
            for event in piece.events:
                fold.feed(event)
        return fold.reply()


@final
class Answer(Response):
    """`call` is entered, or asked, once, when the answer is sent; `at` is when it was asked for."""

    def __init__(
        self,
        call: AbstractAsyncContextManager[AsyncIterator[Piece]] | AtOnce,
        *,
        dialect: Dialect,
        streamed: bool,
        shutdown: Shutdown,
        at: datetime,
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        # `Response` makes headers in its own, and this has none before it knows the answer.
        self.background = None
        self._call = call
        self._dialect = dialect
        self._streamed = streamed
        self._shutdown = shutdown
        self._at = at
        self._heartbeat_s = heartbeat_s

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        stream = _Stream(self, send) if self._streamed else None
        beat = None if stream is None else stream.beat
        watch = Watch(receive, self._shutdown, beat=beat, beat_s=self._heartbeat_s)
        try:
            with watch:
                answer = await self._answered(watch, stream)
                if answer is not None:
                    await answer(scope, receive, send)
        except asyncio.CancelledError:
            if not watch.ends():
                raise

    async def _answered(self, watch: Watch, stream: "_Stream | None") -> Response | None:
        """The whole of it; of a stream what comes in its place."""
        try:
            call = self._call
            if isinstance(call, AtOnce):
                return await self._at_once(watch, call)
            async with call as pieces:
                told = watch.until_due(pieces, _cut)
                return await (self._whole(told) if stream is None else stream.send(told))
        except DomainError as error:
            # The call did not open: nothing has been sent yet.
            failure, envelope = failure_from(error), self._dialect.envelope
            answer = refusal(envelope, failure)
            answer.headers.update(envelope.limits(failure.limits, now=self._at))
            return answer

    async def _at_once(self, watch: Watch, call: AtOnce) -> Response:
        heard = _Heard(self)
        reply = await watch.until_told(lambda: call.ask(heard.hear))
        if reply is None:
            return refusal(self._dialect.envelope, _RESTARTING)
        if heard.in_its_place is not None:
            return heard.in_its_place
        return self._told(heard.all_of(reply), heard.head)

    async def _whole(self, pieces: AsyncGenerator[Piece]) -> Response:
        fold, head = ReplyFold(), _Head()
        async with aclosing(pieces) as coming:
            async for piece in coming:
                if head.learn(piece):
                    continue
                refused = self.refusal_of(piece)
                if refused is not None:
                    return refused
                if isinstance(piece, Passed) and piece.raw is not None:
                    return self.as_it_came(piece.raw, head)
                for event in piece.events:
                    fold.feed(event)
        return self._told(fold.reply(), head)

    def _told(self, reply: Reply, head: _Head) -> Response:
        head.dropped += untold(reply, self._dialect.lacks)
        return self.as_it_came(json_bytes(self._dialect.whole(reply)), head)

    def as_it_came(self, raw: bytes, head: _Head) -> Response:
        return WholeBody(raw, self._headers_of(head))

    @property
    def dialect(self) -> Dialect:
        return self._dialect

    def refusal_of(self, piece: Piece) -> Response | None:
        """The vendor's own where the client may read it: coding tools know its wording.

        An overflow they know by the wording of the format's first vendor, whoever serves it.
        """
        failed = next((event for event in piece.events if isinstance(event, Failed)), None)
        if failed is None:
            return None
        failure = shown(failed.failure)
        answer = refusal(self._dialect.envelope, failure)
        answer.headers.update(self._dialect.envelope.limits(failure.limits, now=self._at))
        telling = failure is failed.failure and failure.kind != "context_overflow"
        if isinstance(piece, Refused) and telling:
            answer.status_code = piece.status
            answer.body = piece.raw
            answer.headers["content-length"] = str(len(piece.raw))
        return answer

    def start(self, head: _Head, first: Piece | None, framing: Framing) -> Message:
        """A heartbeat may come first; then the headers go without the provider's own limits."""
        told = self._headers_of(head)
        headers = {"content-type": framing.media_type, **_STREAM_HEADERS, **told}
        if isinstance(first, Passed) and first.media_type is not None:
            headers["content-type"] = first.media_type
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        return {"type": "http.response.start", "status": 200, "headers": raw}

    def _headers_of(self, head: _Head) -> dict[str, str]:
        envelope = self._dialect.envelope
        limits = envelope.limits(head.limits, now=self._at)
        return {**limits, **envelope.headers, **losses_header(head.dropped)}


@final
class _Stream:
    """A stream on its way; a heartbeat may begin it, and comes between any two of its pieces."""

    def __init__(self, answer: Answer, send: Send) -> None:
        self._answer = answer
        self._encoder, self._framing = answer.dialect.encoder(), answer.dialect.framing()
        self._send = send
        self._head = _Head()
        self._begun = self._tells = False

    async def send(self, pieces: AsyncGenerator[Piece]) -> Response | None:
        """Send all of it, or return the refusal that comes in its place.

        Bytes that are no events cannot tell a failure: they are left without their end, which
        clients notice.
        """
        async with aclosing(pieces) as coming:
            async for piece in coming:
                if not self._begun:
                    if self._head.learn(piece):
                        continue
                    refused = self._answer.refusal_of(piece)
                    if refused is not None:
                        return refused
                await self._take(piece, _told(piece, self._encoder))
                if not self._tells and isinstance(piece, Passed) and piece.failed:
                    return None
        await self._send(
            {"type": "http.response.body", "body": self._framing.close(), "more_body": False}
        )
        return None

    async def beat(self) -> None:
        await self._take(None, self._encoder.heartbeat())

    async def _take(self, piece: Piece | None, told: bytes) -> None:
        data = self._framing.feed(told)
        if not self._begun and (data or (piece and piece.events)):
            self._begun, self._tells = True, _tells_failures(piece)
            await self._send(self._answer.start(self._head, piece, self._framing))
        if data and (self._tells or not (isinstance(piece, Passed) and piece.failed)):
            await self._send({"type": "http.response.body", "body": data, "more_body": True})


def _cut(error: DomainError | None) -> Piece:
    """What is wrong, or that we must stop."""
    return Passed(None, (Failed(_RESTARTING if error is None else failure_from(error)),))


def _told(piece: Piece, encoder: Encoder) -> bytes:
    """The bytes as they came; in our words what has none, and what is not to be read as it is."""
    told, as_it_is = piece.events, True
    if piece.failed:
        told = tuple(
            Failed(shown(each.failure)) if isinstance(each, Failed) else each for each in told
        )
        as_it_is = told == piece.events
    if as_it_is and isinstance(piece, Passed) and piece.raw is not None:
        return piece.raw
    return encoder.feed(told[0]) if len(told) == 1 else b"".join(map(encoder.feed, told))


def _tells_failures(first: Piece | None) -> bool:
    given = first.media_type if isinstance(first, Passed) else None
    return given is None or given.startswith("text/event-stream")
