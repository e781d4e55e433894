"""Anthropic's messages."""

from collections.abc import AsyncGenerator, Awaitable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Self, final

import httpx2
from typing_extensions import override

from adapters.outbound.anthropic import counting
from adapters.outbound.providers.answering import answer, answer_at_once, asked, posted
from adapters.outbound.providers.counting import WITHIN, HttpCounter
from adapters.outbound.providers.courier import Answering
from adapters.outbound.providers.passage import HttpPassage
from adapters.outbound.providers.provider import (
    USUAL,
    Provider,
    Timeouts,
    VendorClient,
    vendor_client,
)
from application.ports.language_models import LanguageModel, Passage, TokenCounter
from domain.catalog.models import Model
from domain.formats.anthropic_messages.request import encode_request
from domain.formats.anthropic_messages.stream import StreamDecoder
from domain.formats.anthropic_messages.whole_message import WholeDecoder
from domain.formats.encoded import EncodedRequest
from domain.formats.parts_reading import FormatName
from domain.formats.straight_chat import StraightChat
from domain.ids import RequestId
from domain.llm.capabilities import Capabilities
from domain.llm.events import StreamEvent
from domain.llm.prompt import Prompt
from domain.routing.timeouts import Timeouts as ModelTimeouts

_ANTHROPIC: Final = "https://api.anthropic.com"
_VERSION: Final = "2023-06-01"
"""For clients that name none."""
_MESSAGES: Final = "/v1/messages"


def client_for(
    *,
    api_key: str,
    base_url: str | None,
    transport: httpx2.AsyncBaseTransport | None = None,
    timeouts: Timeouts = USUAL,
) -> VendorClient:
    """A shared client. Without an address it is Anthropic's own; one with `/v1` is the same."""
    root = (base_url or _ANTHROPIC).rstrip("/").removesuffix("/v1")
    return vendor_client(root, _let_in_by(api_key), timeouts=timeouts, transport=transport)


def _let_in_by(api_key: str) -> dict[str, str]:
    return {"x-api-key": api_key}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class AnthropicProvider(Provider):
    client: VendorClient

    @override
    def model(self, found: Model) -> LanguageModel:
        return AnthropicModel(
            client=self.client,
            upstream=found.upstream,
            capabilities=found.capabilities,
            timeouts=found.timeouts,
        )

    @override
    def passage(self, found: Model, format: FormatName) -> Passage:
        return self._passage(found, _MESSAGES)

    @override
    def counter(self, found: Model) -> TokenCounter:
        passage = self._passage(found, counting.PATH)
        return HttpCounter(
            passage=replace(passage, timeouts=WITHIN),
            encode=partial(
                counting.question, model=found.upstream, capabilities=found.capabilities
            ),
            member=counting.MEMBER,
        )

    def _passage(self, found: Model, path: str) -> HttpPassage:
        return HttpPassage(
            courier=self.client.courier,
            url=f"{self.client.root}{path}",
            headers=self.client.headers,
            standard={"anthropic-version": _VERSION},
            upstream=found.upstream,
            capabilities=found.capabilities,
            timeouts=found.timeouts,
        )

    @override
    def with_key(self, key: str) -> Self:
        return replace(self, client=replace(self.client, headers=_let_in_by(key)))

    @override
    async def aclose(self) -> None:
        await self.client.aclose()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class AnthropicModel(LanguageModel):
    client: VendorClient
    upstream: str
    capabilities: Capabilities
    timeouts: ModelTimeouts = field(default_factory=ModelTimeouts)

    @override
    def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        return answer(
            lambda: self._encoded(prompt, stream=True),
            lambda encoded: asked(self._posted(encoded, request, whole=False)),
            StreamDecoder,
        )

    @override
    async def whole(self, prompt: Prompt, *, request: RequestId) -> tuple[StreamEvent, ...]:
        return await answer_at_once(
            lambda: self._encoded(prompt, stream=False),
            lambda encoded: self._posted(encoded, request, whole=True),
            WholeDecoder,
        )

    def _encoded(self, prompt: Prompt, *, stream: bool) -> EncodedRequest:
        if isinstance(prompt.unread, StraightChat):
            straight = prompt.unread.to_messages(self.upstream, self.capabilities, stream=stream)
            if straight is not None:
                return straight
        return encode_request(
            prompt.read(), model=self.upstream, capabilities=self.capabilities, stream=stream
        )

    def _posted(
        self, encoded: EncodedRequest, request: RequestId, *, whole: bool
    ) -> Awaitable[Answering]:
        headers = {"anthropic-version": _VERSION, "x-request-id": request, **self.client.headers}
        return posted(
            self.client.courier,
            f"{self.client.root}{_MESSAGES}",
            encoded,
            headers=headers,
            timeouts=self.timeouts,
            whole=whole,
        )
