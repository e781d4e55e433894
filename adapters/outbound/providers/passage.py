"""The first lane at its outer end: a request's own bytes to a provider, and its answer back."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Final, final

import httpx2
from typing_extensions import override

from adapters.outbound.providers.answering import AWAY, LATE, all_bytes, next_bytes
from adapters.outbound.providers.provider import USUAL
from application.ports.language_models import OwnWords, Passage
from domain.errors import Invalid
from domain.formats.allowances import limits_in
from domain.formats.failures import MALFORMED, decode_error, safe
from domain.formats.passing import Passed, Piece, Refused
from domain.ids import RequestId
from domain.json import JsonObject, read, write
from domain.llm.capabilities import Capabilities
from domain.llm.events import Failed, Failure, Started

_STREAM: Final = "text/event-stream"
_JSON: Final = "application/json"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class HttpPassage(Passage):
    """`headers` are the relay's own: its credentials above all. They go before the client's.

    `standard` are headers that the client's own replace. `stream_url` is where streams are asked
    for, if elsewhere.
    """

    http: httpx2.AsyncClient
    url: str
    stream_url: str | None = None
    headers: Mapping[str, str]
    upstream: str
    standard: Mapping[str, str]
    capabilities: Capabilities
    total_s: float = USUAL.total_s

    @override
    async def send(self, words: OwnWords, *, request: RequestId) -> AsyncGenerator[Piece]:
        deadline = asyncio.get_running_loop().time() + self.total_s
        async with AsyncExitStack() as connection:
            response = await self._begun(words, request, connection, deadline)
            if isinstance(response, Failure):
                yield told(response)
            elif not response.is_success:
                yield await refusal(response, deadline)
            elif words.streamed:
                async for passed in _streamed(response, words, deadline):
                    yield passed
            else:
                yield await _whole(response, words, deadline)

    async def _begun(
        self, words: OwnWords, request: RequestId, connection: AsyncExitStack, deadline: float
    ) -> httpx2.Response | Failure:
        try:
            asked = self.asked(words, request)
        except Invalid as error:
            return Failure(kind="bad_request", message=str(error), param=error.path)
        return await begun(self.http, asked, connection, deadline)

    def asked(self, words: OwnWords, request: RequestId) -> httpx2.Request:
        """Raises `Invalid` for a body that cannot be sent."""
        text = words.passing.request(
            words.text,
            upstream=self.upstream,
            streamed=words.streamed,
            capabilities=self.capabilities,
        )
        return self._built(text, words.headers, request, streamed=words.streamed)

    def about(self, body: JsonObject, request: RequestId) -> httpx2.Request:
        """A question in our own words, for a whole answer."""
        return self._built(write(body), {}, request, streamed=False)

    def _built(
        self, text: str, headers: Mapping[str, str], request: RequestId, *, streamed: bool
    ) -> httpx2.Request:
        usual = self.http.timeout
        # A whole answer says nothing until it is all there.
        idle_s = usual.read if streamed else self.total_s
        return self.http.build_request(
            "POST",
            (streamed and self.stream_url) or self.url,
            content=text.encode("utf-8", "replace"),
            headers={
                **self.standard,
                **headers,
                "content-type": _JSON,
                "accept": _STREAM if streamed else _JSON,
                "x-request-id": request,
                **self.headers,
            },
            timeout=httpx2.Timeout(
                connect=usual.connect, read=idle_s, write=usual.write, pool=usual.pool
            ),
        )


async def begun(
    http: httpx2.AsyncClient, asked: httpx2.Request, connection: AsyncExitStack, deadline: float
) -> httpx2.Response | Failure:
    """The answer's head; leaving `connection` closes the rest."""
    try:
        async with asyncio.timeout_at(deadline):
            response = await http.send(asked, stream=True)
    except (httpx2.TimeoutException, TimeoutError):
        return LATE
    except httpx2.HTTPError:
        return AWAY
    connection.push_async_callback(response.aclose)
    return response


async def _streamed(
    response: httpx2.Response, words: OwnWords, deadline: float
) -> AsyncGenerator[Passed]:
    tap = words.passing.tap(model=words.model)
    pieces = response.aiter_bytes()
    while (data := await next_bytes(pieces, deadline)) is not None:
        for passed in [told(data)] if isinstance(data, Failure) else tap.feed(data):
            yield _with_limits(passed, response)
            if passed.failed:
                return
    for passed in tap.close():
        yield _with_limits(passed, response)


async def _whole(response: httpx2.Response, words: OwnWords, deadline: float) -> Passed:
    raw = await all_bytes(response.aiter_bytes(), deadline)
    if isinstance(raw, Failure):
        return told(raw)
    try:
        return _with_limits(words.passing.whole(raw, model=words.model), response)
    except Invalid:
        return Passed(None, (MALFORMED,))


def _with_limits(passed: Passed, response: httpx2.Response) -> Passed:
    if not any(isinstance(event, Started) for event in passed.events):
        return passed
    limits = limits_in(response.headers)
    events = (
        replace(event, limits=limits) if isinstance(event, Started) else event
        for event in passed.events
    )
    return replace(passed, events=tuple(events))


async def refusal(response: httpx2.Response, deadline: float) -> Piece:
    """In the vendor's own envelope, unless that says what nobody is to read, or is none."""
    raw = await all_bytes(response.aiter_bytes(), deadline)
    if isinstance(raw, Failure):
        raw = b""
    failure = decode_error(response.status_code, raw, response.headers)
    if _is_envelope(raw):
        return Refused(response.status_code, raw, failure)
    return told(failure)


def _is_envelope(raw: bytes) -> bool:
    text = raw.decode("utf-8", "replace").strip()
    try:
        found = read(text)
    except Invalid:
        return False
    return (
        isinstance(found, Mapping)
        and isinstance(found.get("error"), Mapping)
        and safe(text) == text
    )


def told(failure: Failure) -> Passed:
    """A failure that has no words of the vendor's."""
    return Passed(None, (Failed(failure),))
