"""OpenAI, and every server that speaks its chat completions or its responses.

The SDK moves the bytes, our codec gives them meaning.
"""
# pyright: reportPrivateUsage=false

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, final

import httpx2
from openai import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
)
from typing_extensions import override

from adapters.outbound.openai.embeddings import OpenAiEmbeddings
from adapters.outbound.providers.answering import AWAY, LATE, Begun, NoAnswer, answer, refused
from adapters.outbound.providers.passage import HttpPassage
from adapters.outbound.providers.plain import HttpPlainPassage
from adapters.outbound.providers.provider import USUAL, Provider, Timeouts, http_client
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

_OPENAI: Final = "https://api.openai.com/v1"
_ENDPOINTS: Final[dict[FormatName, str]] = {
    "openai_chat": "/chat/completions",
    "openai_responses": "/responses",
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
) -> AsyncOpenAI:
    """A shared client. Without a key none is sent; without an address it is OpenAI's own.

    A bare host gets `/v1`. What the SDK would read from its own environment is not used.
    """
    http = http_client(timeouts, transport, before_sending=None if api_key else _without_key)
    client = AsyncOpenAI(
        api_key=api_key or "none", base_url=_rooted(base_url), max_retries=0, http_client=http
    )
    client.organization = client.project = None
    return client


def _rooted(base_url: str | None) -> str:
    if not base_url:
        return _OPENAI
    return base_url if httpx2.URL(base_url).path.strip("/") else f"{base_url.rstrip('/')}/v1"


async def _without_key(request: httpx2.Request) -> None:
    del request.headers["authorization"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAiProvider(Provider):
    client: AsyncOpenAI
    dialect: OpenAiDialect

    @override
    def model(self, found: Model) -> LanguageModel:
        return OpenAiModel(
            client=self.client,
            upstream=found.upstream,
            capabilities=found.capabilities,
            dialect=self.dialect,
            format=found.openai_format,
        )

    @override
    def passage(self, found: Model, format: FormatName) -> Passage:
        return HttpPassage(
            http=self.client._client,  # noqa: SLF001 - what the SDK sends through, with our limits
            url=f"{str(self.client.base_url).rstrip('/')}{_ENDPOINTS[format]}",
            headers={"authorization": f"Bearer {self.client.api_key}"},
            standard={},
            upstream=found.upstream,
            capabilities=found.capabilities,
        )

    @override
    def embedder(self, found: Model) -> EmbeddingModel:
        return OpenAiEmbeddings(
            client=self.client, upstream=found.upstream, original=self.dialect == "openai"
        )

    @override
    def plain(self, found: Model) -> PlainPassage:
        return HttpPlainPassage(
            http=self.client._client,  # noqa: SLF001 - as above
            root=str(self.client.base_url).rstrip("/"),
            headers={"authorization": f"Bearer {self.client.api_key}"},
            upstream=found.upstream,
        )

    @override
    async def aclose(self) -> None:
        await self.client.close()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAiModel(LanguageModel):
    client: AsyncOpenAI
    upstream: str
    capabilities: Capabilities
    dialect: OpenAiDialect
    format: OpenAiFormat = "openai_chat"
    total_s: float = USUAL.total_s

    @override
    def stream(self, prompt: Prompt, *, request: RequestId) -> AsyncGenerator[StreamEvent]:
        return answer(
            lambda: self._encoded(prompt),
            lambda encoded: self._asked(encoded, request),
            _DECODERS[self.format],
            total_s=self.total_s,
        )

    def _encoded(self, prompt: Prompt) -> EncodedRequest:
        return _ENCODERS[self.format](
            prompt,
            model=self.upstream,
            capabilities=self.capabilities,
            stream=True,
            dialect=self.dialect,
        )

    @asynccontextmanager
    async def _asked(self, encoded: EncodedRequest, request: RequestId) -> AsyncGenerator[Begun]:
        """The SDK insists on the members that it names; our body overrides them."""
        body, headers = encoded.body, {**encoded.headers, "x-request-id": request}
        try:
            if self.format == "openai_responses":
                async with self.client.responses.with_streaming_response.create(
                    model="", input="", stream=True, extra_body=body, extra_headers=headers
                ) as answering:
                    yield Begun(answering.iter_bytes(), answering.headers)
            else:
                async with self.client.chat.completions.with_streaming_response.create(
                    model="", messages=[], stream=True, extra_body=body, extra_headers=headers
                ) as chatting:
                    yield Begun(chatting.iter_bytes(), chatting.headers)
        except APIStatusError as error:
            raise refused(error.response) from error
        except APITimeoutError as error:
            raise NoAnswer(LATE) from error
        except (APIConnectionError, APIResponseValidationError) as error:
            raise NoAnswer(AWAY) from error
