"""From a prompt to the events of the answer: what is the same whatever the SDK.

An adapter says how its vendor is asked; here are the deadline, the failures and the end. It
always streams, and never retries: that is decided above.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final, Protocol

import httpx2

from adapters.outbound.providers.courier import Answering, Courier
from adapters.outbound.providers.json_bytes import json_bytes
from domain.errors import Invalid
from domain.formats.allowances import limits_in
from domain.formats.encoded import EncodedRequest
from domain.formats.failures import decode_error
from domain.formats.tool_words import ToolWords
from domain.llm.events import Failed, Failure, FailureKind, Limits, Sent, Started, StreamEvent
from domain.llm.prompt import Dropped
from domain.routing.timeouts import Timeouts


class NoAnswer(Exception):
    """Why there is none, while it has not begun."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


Encode = Callable[[], EncodedRequest]
"""The prompt in the vendor's words. May raise `Invalid`."""


Read = Callable[[], Awaitable[bytes | None]]


@dataclass(frozen=True, slots=True)
class Begun:
    """An answer whose headers are there. `read` is as `Answering.read`."""

    read: Read
    headers: Mapping[str, str]


Ask = Callable[[EncodedRequest], AbstractAsyncContextManager[Begun]]
"""Send a request, in time. Leaving closes the connection. May raise `NoAnswer`."""


class Decoder(Protocol):
    """Bytes to events, of which exactly one ends the answer."""

    def feed(self, data: bytes) -> Sequence[StreamEvent]: ...

    def close(self) -> Iterator[StreamEvent]: ...


def _failure(kind: FailureKind, message: str) -> Failure:
    return Failure(kind=kind, message=message)


LATE: Final = _failure("timeout", "the provider took too long to answer")
AWAY: Final = _failure("unreachable", "the provider cannot be reached")
_WHOLE_MAX: Final = 64 * 1024 * 1024
"""Bytes of an answer that has to be read whole."""
LARGE_MAX: Final = 256 * 1024 * 1024
"""The same of two thousand long vectors, or ten pictures."""
_TOO_LONG: Final = _failure("malformed", "the provider's answer has no end")
_STALLED: Final = _failure("timeout", "the provider stopped in the middle of its answer")


def refused(response: httpx2.Response) -> NoAnswer:
    """A status that is no success, with its whole body read."""
    return NoAnswer(decode_error(response.status_code, response.content, response.headers))


def posted(
    courier: Courier,
    url: str,
    encoded: EncodedRequest,
    *,
    headers: Mapping[str, str],
    timeouts: Timeouts,
    whole: bool,
) -> Awaitable[Answering]:
    """Send a prompt in the vendor's words. `headers` go along."""
    return courier.post(
        url,
        content=json_bytes(encoded.body),
        headers={"content-type": "application/json", **encoded.headers, **headers},
        within_s=timeouts.all_s,
        # A whole answer says nothing until it is all there.
        idle_s=timeouts.all_s if whole else timeouts.silence_s,
        connect_s=timeouts.connect_s,
    )


@asynccontextmanager
async def asked(posting: Awaitable[Answering]) -> AsyncGenerator[Begun]:
    """What comes of it. Raises `NoAnswer`."""
    answering = await posting
    try:
        if not answering.is_success:
            raise NoAnswer(await _refusal(answering))
        yield Begun(answering.read, answering.headers)
    finally:
        await answering.aclose()


async def _refusal(answering: Answering) -> Failure:
    raw = await all_bytes(answering.read)
    content = b"" if isinstance(raw, Failure) else raw
    return decode_error(answering.status_code, content, answering.headers)


async def answer(
    encode: Encode, ask: Ask, decoder: Callable[[ToolWords], Decoder]
) -> AsyncGenerator[tuple[StreamEvent, ...]]:
    """Ask, and yield the answer as it comes; closing it closes the connection at once."""
    encoded = _encoded(encode)
    if isinstance(encoded, Failure):
        yield (Failed(encoded),)
        return
    if encoded.dropped:
        yield (Sent(dropped=encoded.dropped),)
    async with AsyncExitStack() as connection:
        answering = await _begun(encoded, ask, connection)
        if isinstance(answering, Failure):
            yield (Failed(answering),)
            return
        reading = _Reading(decoder(encoded.words), encoded, answering)
        while not reading.is_over:
            for events in reading.take(await next_bytes(answering.read)):
                yield events


Post = Callable[[EncodedRequest], Awaitable[Answering]]
"""Send a request; return when its answer's headers are there."""


async def answer_at_once(
    encode: Encode, post: Post, decoder: Callable[[ToolWords], Decoder]
) -> tuple[StreamEvent, ...]:
    """The same for who hears nothing before its end; cancelling it closes the connection."""
    encoded = _encoded(encode)
    if isinstance(encoded, Failure):
        return (Failed(encoded),)
    told: list[StreamEvent] = [Sent(dropped=encoded.dropped)] if encoded.dropped else []
    try:
        answering = await post(encoded)
    except (httpx2.TimeoutException, TimeoutError):
        return (*told, Failed(LATE))
    except httpx2.HTTPError:
        return (*told, Failed(AWAY))
    try:
        if not answering.is_success:
            return (*told, Failed(await _refusal(answering)))
        begun = Begun(answering.read, answering.headers)
        reading = _Reading(decoder(encoded.words), encoded, begun)
        while not reading.is_over:
            for events in reading.take(await next_bytes(answering.read)):
                told += events
    finally:
        await answering.aclose()
    return tuple(told)


class _Reading:
    """From what comes to what is told of it. After the end, or a failure, it is over."""

    def __init__(self, decoder: Decoder, encoded: EncodedRequest, begun: Begun) -> None:
        self._decoder = decoder
        self._encoded = encoded
        self._begun = begun
        self._started = False
        self.is_over = False

    def take(self, data: bytes | Failure | None) -> tuple[tuple[StreamEvent, ...], ...]:
        """`None` is the end. A failure is told by itself, since what is before it may be held."""
        if isinstance(data, bytes):
            events = tuple(self._decoder.feed(data))
        elif data is None:
            events, self.is_over = tuple(self._decoder.close()), True
        else:
            events = (Failed(data),)
        if not self._started:
            events = tuple(_complete(event, self._encoded, self._begun) for event in events)
            self._started = any(isinstance(event, Started) for event in events)
        if events and isinstance(events[-1], Failed):
            self.is_over = True
            return (events[:-1], events[-1:]) if len(events) > 1 else (events,)
        return (events,) if events else ()


def _complete(event: StreamEvent, encoded: EncodedRequest, begun: Begun) -> StreamEvent:
    """The start, with what only we know of the request and its answer's headers."""
    if not isinstance(event, Started):
        return event
    limits = limits_in(begun.headers)
    known = limits or encoded.dropped
    return replace(event, dropped=encoded.dropped, limits=limits) if known else event


def _encoded(encode: Encode) -> EncodedRequest | Failure:
    try:
        return encode()
    except Invalid as error:
        return Failure(kind="bad_request", message=str(error), param=error.path)


async def _begun(encoded: EncodedRequest, ask: Ask, connection: AsyncExitStack) -> Begun | Failure:
    try:
        return await connection.enter_async_context(ask(encoded))
    except NoAnswer as error:
        return error.failure
    except (httpx2.TimeoutException, TimeoutError):
        return LATE
    except httpx2.HTTPError:
        return AWAY


@dataclass(frozen=True, slots=True)
class Whole:
    """A good answer with all its bytes."""

    content: bytes
    limits: Limits
    dropped: tuple[Dropped, ...]


async def whole(encode: Encode, ask: Ask, *, deadline: float) -> Whole | Failure:
    """Ask, and read the answer to its end. `deadline` is a time of the loop's clock."""
    encoded = _encoded(encode)
    if isinstance(encoded, Failure):
        return encoded
    try:
        async with AsyncExitStack() as connection, asyncio.timeout_at(deadline):
            answering = await _begun(encoded, ask, connection)
            if isinstance(answering, Failure):
                return answering
            content = await all_bytes(answering.read, most=LARGE_MAX)
            if isinstance(content, Failure):
                return content
            return Whole(content, limits_in(answering.headers), encoded.dropped)
    except TimeoutError:
        return LATE


async def all_bytes(
    read: Read,
    *,
    cut: Failure | None = None,
    most: int = _WHOLE_MAX,
) -> bytes | Failure:
    """`cut` is what it is when the connection breaks, where a decoder would not see it."""
    found = bytearray()
    while (data := await next_bytes(read, cut=cut)) is not None:
        if isinstance(data, Failure):
            return data
        found += data
        if len(found) > most:
            return _TOO_LONG
    return bytes(found)


async def next_bytes(read: Read, *, cut: Failure | None = None) -> bytes | Failure | None:
    """`None` when no more comes; what is missing at the end is told by the decoder, or is `cut`."""
    try:
        return await read()
    except (httpx2.TimeoutException, TimeoutError):
        return _STALLED
    except httpx2.HTTPError:
        return cut
