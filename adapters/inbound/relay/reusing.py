"""An answer that may be one of before, or be given again."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from typing import Final, final

from fastapi import Response
from starlette.types import Message, Receive, Scope, Send
from typing_extensions import override

from adapters.inbound.relay.answer import Answer
from adapters.inbound.relay.envelopes import Envelope, failure_from
from adapters.inbound.relay.whole_body import refusal
from application.ports.response_cache import BYTES_MAX, CachedResponse
from application.relay.reuse_answers import Reusable, ReuseAnswers
from domain.errors import DomainError
from domain.formats.passing import Piece
from domain.llm.events import Failed, Finished

HEADER: Final = "x-parley-cache"
_STREAM: Final = "text/event-stream"


@final
class Ending:
    """Whether an answer came to a good end."""

    def __init__(self) -> None:
        self.is_good = False

    @asynccontextmanager
    async def of(
        self, call: AbstractAsyncContextManager[AsyncIterator[Piece]]
    ) -> AsyncGenerator[AsyncIterator[Piece]]:
        async with call as pieces:
            yield self._heard(pieces)

    async def _heard(self, pieces: AsyncIterator[Piece]) -> AsyncGenerator[Piece]:
        failed = False
        async for piece in pieces:
            failed = failed or any(isinstance(event, Failed) for event in piece.events)
            finished = any(isinstance(event, Finished) for event in piece.events)
            self.is_good = not failed and (self.is_good or finished)
            yield piece


@final
class _Recording:
    """What is sent, as far as it may be kept."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._media_type = ""
        self._status = 0
        self._pieces: list[bytes] = []
        self._size = 0
        self._is_over = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers: list[tuple[bytes, bytes]] = list(message["headers"])
            told = {name.lower(): value for name, value in headers}
            self._media_type = told.get(b"content-type", b"").decode("latin-1")
            headers.append((HEADER.encode(), b"miss"))
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body":
            self._hear(message.get("body", b""), is_last=not message.get("more_body", False))
        await self._send(message)

    def _hear(self, piece: bytes, *, is_last: bool) -> None:
        self._size += len(piece)
        if piece and self._size <= BYTES_MAX:
            self._pieces.append(piece)
        self._is_over = is_last

    def kept(self) -> CachedResponse | None:
        if self._status != HTTPStatus.OK or not self._is_over or self._size > BYTES_MAX:
            return None
        return CachedResponse(media_type=self._media_type, pieces=tuple(self._pieces))


@final
class ReusableAnswer(Response):
    """`answer` is asked for, and kept, only where there is none of before."""

    def __init__(
        self,
        answer: Answer,
        *,
        ending: Ending,
        reuse: ReuseAnswers,
        wanted: Reusable,
        envelope: Envelope,
    ) -> None:
        super().__init__()
        self._answer = answer
        self._ending = ending
        self._reuse = reuse
        self._wanted = wanted
        self._envelope = envelope

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self._reuse.turn(self._wanted) as found:
                if found is None:
                    await self._ask(scope, receive, send)
        except DomainError as error:
            await refusal(self._envelope, failure_from(error))(scope, receive, send)
            return
        if found is not None:
            await _replay(found, self._envelope.headers, send)

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> None:
        recording = _Recording(send)
        await self._answer(scope, receive, recording)
        kept = recording.kept()
        if kept is not None and self._ending.is_good:
            await self._reuse.keep(self._wanted, kept)


async def _replay(found: CachedResponse, headers: Mapping[str, str], send: Send) -> None:
    """A stream as a stream, piece by piece."""
    told = {"content-type": found.media_type, HEADER: "hit", **headers}
    if found.media_type.startswith(_STREAM):
        told |= {"cache-control": "no-cache", "x-accel-buffering": "no"}
    else:
        told["content-length"] = str(sum(map(len, found.pieces)))
    raw = [(name.encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    for piece in found.pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
