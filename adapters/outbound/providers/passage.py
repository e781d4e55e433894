"""The first lane at its outer end: a request's own bytes to a provider, and its answer back."""

from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Final, final

import httpx2
from typing_extensions import override

from adapters.outbound.providers.answering import AWAY, LATE, all_bytes, next_bytes
from adapters.outbound.providers.courier import Answering, Courier
from application.ports.language_models import OwnWords, Passage
from domain.errors import Invalid
from domain.formats.allowances import limits_in
from domain.formats.failures import MALFORMED, decode_error, safe
from domain.formats.passing import Passed, Piece, Refused
from domain.ids import RequestId
from domain.json import JsonObject, read, write
from domain.llm.capabilities import Capabilities
from domain.llm.events import Failed, Failure, Started
from domain.routing.timeouts import Timeouts

_STREAM: Final = "text/event-stream"
_JSON: Final = "application/json"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class HttpPassage(Passage):
    """`headers` are the relay's own: its credentials above all. They go before the client's.

    `standard` are headers that the client's own replace. `stream_url` is where streams are asked
    for, if elsewhere.
    """

    courier: Courier
    url: str
    stream_url: str | None = None
    headers: Mapping[str, str]
    upstream: str
    standard: Mapping[str, str]
    capabilities: Capabilities
    timeouts: Timeouts = field(default_factory=Timeouts)

    @override
    async def send(self, words: OwnWords, *, request: RequestId) -> AsyncGenerator[Piece]:
        async with AsyncExitStack() as connection:
            response = await self._begun(words, request, connection)
            if isinstance(response, Failure):
                yield told(response)
            elif not response.is_success:
                yield await refusal(response)
            elif words.streamed:
                async for passed in _streamed(response, words):
                    yield passed
            else:
                yield await _whole(response, words)

    async def _begun(
        self, words: OwnWords, request: RequestId, connection: AsyncExitStack
    ) -> Answering | Failure:
        try:
            asking = self.asking(words, request)
        except Invalid as error:
            return Failure(kind="bad_request", message=str(error), param=error.path)
        return await begun(asking, connection)

    def asking(self, words: OwnWords, request: RequestId) -> Awaitable[Answering]:
        """Raises `Invalid` for a body that cannot be sent."""
        text = words.passing.request(
            words.text,
            upstream=self.upstream,
            streamed=words.streamed,
            capabilities=self.capabilities,
        )
        return self._posted(text, words.headers, request, streamed=words.streamed)

    def about(self, body: JsonObject, request: RequestId) -> Awaitable[Answering]:
        """A question in our own words, for a whole answer."""
        return self._posted(write(body), {}, request, streamed=False)

    def _posted(
        self, text: str, headers: Mapping[str, str], request: RequestId, *, streamed: bool
    ) -> Awaitable[Answering]:
        return self.courier.post(
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
            within_s=self.timeouts.all_s,
            # A whole answer says nothing until it is all there.
            idle_s=self.timeouts.silence_s if streamed else self.timeouts.all_s,
            connect_s=self.timeouts.connect_s,
        )


async def begun(asking: Awaitable[Answering], connection: AsyncExitStack) -> Answering | Failure:
    """The answer's head; leaving `connection` closes the rest."""
    try:
        response = await asking
    except (httpx2.TimeoutException, TimeoutError):
        return LATE
    except httpx2.HTTPError:
        return AWAY
    connection.push_async_callback(response.aclose)
    return response


async def _streamed(response: Answering, words: OwnWords) -> AsyncGenerator[Passed]:
    tap = words.passing.tap(model=words.model)
    while (data := await next_bytes(response.read)) is not None:
        for passed in [told(data)] if isinstance(data, Failure) else tap.feed(data):
            yield _with_limits(passed, response)
            if passed.failed:
                return
    for passed in tap.close():
        yield _with_limits(passed, response)


async def _whole(response: Answering, words: OwnWords) -> Passed:
    raw = await all_bytes(response.read)
    if isinstance(raw, Failure):
        return told(raw)
    try:
        return _with_limits(words.passing.whole(raw, model=words.model), response)
    except Invalid:
        return Passed(None, (MALFORMED,))


def _with_limits(passed: Passed, response: Answering) -> Passed:
    if not any(isinstance(event, Started) for event in passed.events):
        return passed
    limits = limits_in(response.headers)
    events = (
        replace(event, limits=limits) if isinstance(event, Started) else event
        for event in passed.events
    )
    return replace(passed, events=tuple(events))


async def refusal(response: Answering) -> Piece:
    """In the vendor's own envelope, unless that says what nobody is to read, or is none."""
    raw = await all_bytes(response.read)
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
