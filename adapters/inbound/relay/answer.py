"""A model's answer on its way to a client, whole or streamed.

It is a response that runs the call itself: so that the call is closed, and booked, whatever
becomes of the client's connection. A client that leaves ends the call at the provider.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from typing import Final, final

from fastapi import Response
from fastapi.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send
from typing_extensions import override

from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay.dialect import Dialect
from adapters.inbound.relay.envelopes import Envelope, failure_from, shown
from adapters.inbound.relay.losses import losses_header
from application.metering import MeteredStream
from domain.errors import DomainError
from domain.llm.events import Failed, Failure, Started, StreamEvent
from domain.llm.prompt import Dropped
from domain.llm.reply import ReplyFold

HEARTBEAT_S: Final = 10.0
_STREAM_HEADERS: Final = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    "x-accel-buffering": "no",
}
_RESTARTING = Failure(kind="overloaded", message="the relay is restarting; ask again")


@final
class Answer(Response):
    """`call` is entered once, when the answer is sent."""

    def __init__(
        self,
        call: AbstractAsyncContextManager[MeteredStream],
        *,
        dialect: Dialect,
        streamed: bool,
        shutdown: Shutdown,
        dropped: Sequence[Dropped] = (),
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        super().__init__()
        self._call = call
        self._dialect = dialect
        self._streamed = streamed
        self._shutdown = shutdown
        self._dropped = dropped
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
            async with self._call as stream:
                if self._streamed:
                    await self._stream(stream, scope, receive, send)
                else:
                    await self._whole(stream, scope, receive, send)
        except DomainError as error:
            # The call did not open: nothing has been sent yet.
            await self._refuse(failure_from(error), scope, receive, send)

    async def _whole(
        self, stream: MeteredStream, scope: Scope, receive: Receive, send: Send
    ) -> None:
        fold = ReplyFold()
        started: Started | None = None
        async with aclosing(self._until_due(stream)) as events:
            async for event in events:
                if isinstance(event, Failed):
                    await self._refuse(shown(event.failure), scope, receive, send)
                    return
                if event is not None:
                    fold.feed(event)
                    started = event if isinstance(event, Started) else started
        body = self._dialect.whole(fold.reply())
        await JSONResponse(body, headers=self._head(started))(scope, receive, send)

    async def _stream(
        self, stream: MeteredStream, scope: Scope, receive: Receive, send: Send
    ) -> None:
        encoder = self._dialect.encoder()
        begun = False
        async with aclosing(self._until_due(stream)) as events:
            async for event in events:
                told = Failed(shown(event.failure)) if isinstance(event, Failed) else event
                if isinstance(told, Failed) and not begun:
                    await self._refuse(told.failure, scope, receive, send)
                    return
                if not begun:
                    await send(self._start(told))
                    begun = True
                piece = encoder.heartbeat() if told is None else encoder.feed(told)
                if piece:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _start(self, first: StreamEvent | None) -> Message:
        """A heartbeat may come first; then the headers go without what the provider said."""
        headers = self._head(first if isinstance(first, Started) else None)
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        return {"type": "http.response.start", "status": 200, "headers": raw}

    def _head(self, started: Started | None) -> dict[str, str]:
        dropped = (*self._dropped, *(started.dropped if started else ()))
        stream = _STREAM_HEADERS if self._streamed else {}
        return {**stream, **self._dialect.envelope.headers, **losses_header(dropped)}

    async def _until_due(self, stream: MeteredStream) -> AsyncGenerator[StreamEvent | None]:
        """The events; `None` where nothing came for a heartbeat; `Failed` when we must stop."""
        events = aiter(stream)
        due = asyncio.ensure_future(self._shutdown.due())
        upcoming = asyncio.ensure_future(anext(events, None))
        try:
            while True:
                await asyncio.wait(
                    {upcoming, due},
                    timeout=self._heartbeat_s,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if upcoming.done():
                    event = _result(upcoming)
                    if event is None:
                        return
                    yield event
                    upcoming = asyncio.ensure_future(anext(events, None))
                elif due.done():
                    yield Failed(_RESTARTING)
                    return
                else:
                    yield None
        finally:
            due.cancel()
            upcoming.cancel()
            await asyncio.wait({due, upcoming})

    async def _refuse(self, failure: Failure, scope: Scope, receive: Receive, send: Send) -> None:
        await refusal(self._dialect.envelope, failure)(scope, receive, send)


def _result(upcoming: "asyncio.Future[StreamEvent | None]") -> StreamEvent | None:
    try:
        return upcoming.result()
    except DomainError as error:
        return Failed(failure_from(error))


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
