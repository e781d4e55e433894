"""A model's answer on its way to a client, whole or streamed.

It is a response that runs the call itself: so that the call is closed, and booked, whatever
becomes of the client's connection. A client that leaves ends the call at the provider.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Final, final

from fastapi import Response
from fastapi.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send
from typing_extensions import override

from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay.dialect import Dialect, Encoder, Framing
from adapters.inbound.relay.envelopes import Envelope, failure_from, shown
from adapters.inbound.relay.losses import losses_header
from domain.errors import DomainError
from domain.formats.passing import Passed, Piece, Refused
from domain.llm.events import Failed, Failure, Limits, Sent, Started
from domain.llm.prompt import Dropped
from domain.llm.reply import ReplyFold

HEARTBEAT_S: Final = 10.0
_STREAM_HEADERS: Final = {"cache-control": "no-cache", "x-accel-buffering": "no"}
_RESTARTING = Failure(kind="overloaded", message="the relay is restarting; ask again")


@dataclass(slots=True)
class _Head:
    """What the headers tell, as far as it is known."""

    dropped: tuple[Dropped, ...] = ()
    limits: Limits = ()

    def learn(self, piece: Piece) -> bool:
        """Whether there was nothing else in it."""
        for event in piece.events:
            if isinstance(event, Sent):
                self.dropped += event.dropped
                self.limits = event.limits or self.limits
            elif isinstance(event, Started):
                self.dropped, self.limits = event.dropped, event.limits
        return bool(piece.events) and all(isinstance(event, Sent) for event in piece.events)


@final
class Answer(Response):
    """`call` is entered once, when the answer is sent. `at` is when it was asked for."""

    def __init__(
        self,
        call: AbstractAsyncContextManager[AsyncIterator[Piece]],
        *,
        dialect: Dialect,
        streamed: bool,
        shutdown: Shutdown,
        at: datetime,
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        super().__init__()
        self._call = call
        self._dialect = dialect
        self._streamed = streamed
        self._shutdown = shutdown
        self._at = at
        self._heartbeat_s = heartbeat_s

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sending = asyncio.ensure_future(self._send(scope, receive, send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            sending.cancel()
            await asyncio.wait({sending, leaving})
        if not sending.cancelled():
            sending.result()

    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self._call as pieces:
                if self._streamed:
                    answer = await self._stream(pieces, send)
                else:
                    answer = await self._whole(pieces)
                if answer is not None:
                    await answer(scope, receive, send)
        except DomainError as error:
            # The call did not open: nothing has been sent yet.
            failure, envelope = failure_from(error), self._dialect.envelope
            answer = refusal(envelope, failure)
            answer.headers.update(envelope.limits(failure.limits, now=self._at))
            await answer(scope, receive, send)

    async def _whole(self, pieces: AsyncIterator[Piece]) -> Response:
        fold, head = ReplyFold(), _Head()
        async with aclosing(self._until_due(pieces)) as coming:
            async for piece in coming:
                if piece is None or head.learn(piece):
                    continue
                refused = self._refusal_of(piece)
                if refused is not None:
                    return refused
                if isinstance(piece, Passed) and piece.raw is not None:
                    return Response(
                        piece.raw,
                        media_type="application/json",
                        headers=self._headers_of(head),
                    )
                for event in piece.events:
                    fold.feed(event)
        return JSONResponse(self._dialect.whole(fold.reply()), headers=self._headers_of(head))

    async def _stream(self, pieces: AsyncIterator[Piece], send: Send) -> Response | None:
        """Send the stream, or return the refusal that comes in its place.

        Bytes that are no events cannot tell a failure: they are left without their end, which
        clients notice.
        """
        encoder, framing = self._dialect.encoder(), self._dialect.framing()
        head = _Head()
        begun = tells = False
        async with aclosing(self._until_due(pieces)) as coming:
            async for piece in coming:
                if piece is not None and head.learn(piece):
                    continue
                refused = None if begun or piece is None else self._refusal_of(piece)
                if refused is not None:
                    return refused
                data = encoder.heartbeat() if piece is None else _told(piece, encoder)
                data = framing.feed(data)
                if not begun and (data or (piece and piece.events)):
                    await send(self._start(head, piece, framing))
                    begun, tells = True, _tells_failures(piece)
                if not tells and isinstance(piece, Passed) and piece.failed:
                    return None
                if data:
                    await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": framing.close(), "more_body": False})
        return None

    def _refusal_of(self, piece: Piece) -> Response | None:
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

    def _start(self, head: _Head, first: Piece | None, framing: Framing) -> Message:
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

    async def _until_due(self, pieces: AsyncIterator[Piece]) -> AsyncGenerator[Piece | None]:
        """What comes; `None` where nothing came for a heartbeat; `Failed` when we must stop."""
        due = asyncio.ensure_future(self._shutdown.due())
        upcoming = asyncio.ensure_future(anext(pieces, None))
        try:
            while True:
                await asyncio.wait(
                    {upcoming, due},
                    timeout=self._heartbeat_s,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if upcoming.done():
                    piece = _result(upcoming)
                    if piece is None:
                        return
                    yield piece
                    upcoming = asyncio.ensure_future(anext(pieces, None))
                elif due.done():
                    yield Passed(None, (Failed(_RESTARTING),))
                    return
                else:
                    yield None
        finally:
            due.cancel()
            upcoming.cancel()
            await asyncio.wait({due, upcoming})


def _told(piece: Piece, encoder: Encoder) -> bytes:
    """The bytes as they came; in our words what has none, and what is not to be read as it is."""
    told = [
        Failed(shown(each.failure)) if isinstance(each, Failed) else each for each in piece.events
    ]
    if isinstance(piece, Passed) and piece.raw is not None and told == [*piece.events]:
        return piece.raw
    return b"".join(encoder.feed(event) for event in told)


def _tells_failures(first: Piece | None) -> bool:
    given = first.media_type if isinstance(first, Passed) else None
    return given is None or given.startswith("text/event-stream")


def _result(upcoming: "asyncio.Future[Piece | None]") -> Piece | None:
    try:
        return upcoming.result()
    except DomainError as error:
        return Passed(None, (Failed(failure_from(error)),))


def refusal(envelope: Envelope, failure: Failure) -> JSONResponse:
    """A failure before the first byte: a status, and the words of the client's own vendor."""
    status, body = envelope.error(failure)
    headers = {**envelope.headers}
    if failure.retry_after_s is not None:
        headers["retry-after"] = str(math.ceil(failure.retry_after_s))
    return JSONResponse(body, status_code=status, headers=headers)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
