"""OpenAI, and every server that speaks its chat completions or its responses."""

from collections.abc import AsyncGenerator, Awaitable
from dataclasses import dataclass, field, replace
from typing import Final, Self, final
from urllib.parse import urlsplit

import httpx2
from typing_extensions import override

from adapters.outbound.openai.embeddings import OpenAiEmbeddings
from adapters.outbound.providers.answering import answer, answer_at_once, asked, posted
from adapters.outbound.providers.courier import Answering
from adapters.outbound.providers.passage import HttpPassage
from adapters.outbound.providers.plain import HttpPlainPassage
from adapters.outbound.providers.provider import (
    USUAL,
    Provider,
    Timeouts,
    VendorClient,
    vendor_client,
)
from application.ports.embedding_models import EmbeddingModel
from application.ports.language_models import LanguageModel, Passage
from application.ports.plain_passages import PlainPassage
from domain.catalog.models import Model, OpenAiFormat
from domain.formats.encoded import EncodedRequest
from domain.formats.openai_chat import request as chat_request
from domain.formats.openai_chat import stream as chat_stream
from domain.formats.openai_options import OpenAiDialect
from domain.formats.openai_responses import request as responses_request
from domain.formats.openai_responses import stream as responses_stream
from domain.formats.parts_reading import FormatName
from domain.ids import RequestId
from domain.llm.capabilities import Capabilities
from domain.llm.events import StreamEvent
from domain.llm.prompt import Prompt
from domain.routing.timeouts import Timeouts as ModelTimeouts

_OPENAI: Final = "https://api.openai.com/v1"
_ENDPOINTS: Final[dict[FormatName, str]] = {
    "openai_chat": "/chat/completions",
    "openai_responses": "/responses",
    "openai_completions": "/completions",
}
_ENCODERS: Final = {
    "openai_chat": chat_request.encode_request,
    "openai_responses": responses_request.encode_request,
}
_DECODERS: Final = {
    "openai_chat": chat_stream.StreamDecoder,
    "openai_responses": responses_stream.StreamDecoder,
}


def client_for(
    *,
    api_key: str | None,
    base_url: str | None,
    transport: httpx2.AsyncBaseTransport | None = None,
    timeouts: Timeouts = USUAL,
) -> VendorClient:
    """A shared client. Without a key none is sent; without an address it is OpenAI's own.

    A bare host gets `/v1`.
    """
    headers = _let_in_by(api_key) if api_key else {}
    return vendor_client(_rooted(base_url), headers, timeouts=timeouts, transport=transport)


def _let_in_by(api_key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {api_key}"}


def _rooted(base_url: str | None) -> str:
    if not base_url:
        return _OPENAI
    rooted = base_url.rstrip("/")
    return rooted if urlsplit(base_url).path.strip("/") else f"{rooted}/v1"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAiProvider(Provider):
    client: VendorClient
    dialect: OpenAiDialect

    @override
    def model(self, found: Model) -> LanguageModel:
        return OpenAiModel(
            client=self.client,
            upstream=found.upstream,
            capabilities=found.capabilities,
            dialect=self.dialect,
            format=found.openai_format,
            timeouts=found.timeouts,
        )

    @override
    def passage(self, found: Model, format: FormatName) -> Passage:
        return HttpPassage(
            courier=self.client.courier,
            url=f"{self.client.root}{_ENDPOINTS[format]}",
            headers=self.client.headers,
            standard={},
            upstream=found.upstream,
            capabilities=found.capabilities,
            timeouts=found.timeouts,
        )

    @override
    def embedder(self, found: Model) -> EmbeddingModel:
        return OpenAiEmbeddings(
            client=self.client,
            upstream=found.upstream,
            original=self.dialect == "openai",
            timeouts=found.timeouts,
        )

    @override
    def plain(self, found: Model) -> PlainPassage:
        return HttpPlainPassage(
            courier=self.client.courier,
            root=self.client.root,
            headers=self.client.headers,
            upstream=found.upstream,
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
class OpenAiModel(LanguageModel):
    client: VendorClient
    upstream: str
    capabilities: Capabilities
    dialect: OpenAiDialect
    format: OpenAiFormat = "openai_chat"
    timeouts: ModelTimeouts = field(default_factory=ModelTimeouts)

    @override
    def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        return answer(
            lambda: self._encoded(prompt, stream=True),
            lambda encoded: asked(self._posted(encoded, request, whole=False)),
            _DECODERS[self.format],
        )

    @override
    async def whole(self, prompt: Prompt, *, request: RequestId) -> tuple[StreamEvent, ...]:
        return await answer_at_once(
            lambda: self._encoded(prompt, stream=False),
            lambda encoded: self._posted(encoded, request, whole=True),
            _DECODERS[self.format],
        )

    def _encoded(self, prompt: Prompt, *, stream: bool) -> EncodedRequest:
        return _ENCODERS[self.format](
            prompt,
            model=self.upstream,
            capabilities=self.capabilities,
            stream=stream,
            dialect=self.dialect,
        )

    def _posted(
        self, encoded: EncodedRequest, request: RequestId, *, whole: bool
    ) -> Awaitable[Answering]:
        return posted(
            self.client.courier,
            f"{self.client.root}{_ENDPOINTS[self.format]}",
            encoded,
            headers={"x-request-id": request, **self.client.headers},
            timeouts=self.timeouts,
            whole=whole,
        )
