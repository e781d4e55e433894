"""Requests that go to a provider as bytes, whatever their answers are made of."""

import re
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Final, final

from typing_extensions import override

from adapters.outbound.providers.answering import LARGE_MAX, all_bytes, next_bytes
from adapters.outbound.providers.courier import Answering, Courier
from adapters.outbound.providers.passage import begun, refusal, told
from application.ports.plain_passages import PlainPassage, PlainRequest
from domain.errors import Invalid
from domain.formats.allowances import limits_in
from domain.formats.failures import CUT, MALFORMED
from domain.formats.openai_plain.answers import (
    EventTap,
    PlainTap,
    SoundTap,
    whole_json,
    whole_text,
)
from domain.formats.passing import Passed, Piece
from domain.ids import RequestId
from domain.llm.events import Failed, Failure, Started
from domain.routing.timeouts import Timeouts

_JSON: Final = "application/json"
_EVENTS: Final = "text/event-stream"
_TEXTS: Final = frozenset({"text/plain", "text/vtt", "text/srt", "application/x-subrip"})
_SOUND: Final = re.compile(r"audio/[\w.+-]+|application/octet-stream|application/ogg")
_SAFE: Final = re.compile(r"[\w.+/-]+(?:\s*;\s*[\w-]+=[\w.-]+)*")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class HttpPlainPassage(PlainPassage):
    """`root` is the address before each endpoint's path; `headers` are our credentials."""

    courier: Courier
    root: str
    headers: Mapping[str, str]
    upstream: str
    timeouts: Timeouts = field(default_factory=Timeouts)

    @override
    async def send(self, asked: PlainRequest, *, request: RequestId) -> AsyncGenerator[Piece]:
        async with AsyncExitStack() as connection:
            response = await begun(self._asking(asked, request), connection)
            if isinstance(response, Failure):
                yield told(response)
            elif not response.is_success:
                yield await refusal(response)
            else:
                async for piece in self._answer(response, asked):
                    yield piece

    def _asking(self, asked: PlainRequest, request: RequestId) -> Awaitable[Answering]:
        return self.courier.post(
            f"{self.root}{asked.path}",
            content=asked.content,
            headers={
                "content-type": asked.content_type,
                "accept": "*/*",
                "x-request-id": request,
                **self.headers,
            },
            within_s=self.timeouts.all_s,
            # What is made whole says nothing until it is there.
            idle_s=self.timeouts.silence_s if asked.streamed else self.timeouts.all_s,
            connect_s=self.timeouts.connect_s,
        )

    async def _answer(self, response: Answering, asked: PlainRequest) -> AsyncGenerator[Passed]:
        media_type = _media_type(response)
        kind = media_type.partition(";")[0].strip().lower()
        started = Started(id="", model=self.upstream, limits=limits_in(response.headers))
        if kind == _EVENTS:
            tap: PlainTap = EventTap(asked.measure, started)
        elif asked.measure.is_sound and _SOUND.fullmatch(kind):
            tap = SoundTap(asked.measure, started)
        else:
            passed = await _whole(response, asked, started, kind)
            yield replace(passed, media_type=media_type)
            return
        async for passed in _tapped(response, tap):
            yield replace(passed, media_type=media_type)


async def _tapped(response: Answering, tap: PlainTap) -> AsyncGenerator[Passed]:
    while (data := await next_bytes(response.read, cut=CUT.failure)) is not None:
        for passed in [told(data)] if isinstance(data, Failure) else tap.feed(data):
            yield passed
            if passed.failed:
                return
    for passed in tap.close():
        yield passed
        if passed.failed:
            return


def _media_type(response: Answering) -> str:
    given: str = response.headers.get("content-type", "").strip()
    return given if _SAFE.fullmatch(given) else "application/octet-stream"


async def _whole(response: Answering, asked: PlainRequest, started: Started, kind: str) -> Passed:
    raw = await all_bytes(response.read, cut=CUT.failure, most=LARGE_MAX)
    if isinstance(raw, Failure):
        return Passed(None, (Failed(raw),))
    try:
        if kind in _TEXTS:
            return whole_text(raw, asked.measure, started=started)
        if kind == _JSON:
            return whole_json(raw, asked.measure, started=started, model=asked.model)
    except (Invalid, UnicodeDecodeError):
        pass
    return Passed(None, (MALFORMED,))
