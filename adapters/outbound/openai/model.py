"""OpenAI, and every server that speaks its chat completions.

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

from adapters.outbound.providers.answering import AWAY, LATE, Begun, NoAnswer, answer, refused
from adapters.outbound.providers.passage import HttpPassage
from adapters.outbound.providers.provider import USUAL, Provider, Timeouts, http_client
from application.ports.language_models import LanguageModel, Passage
from domain.catalog.models import Model
from domain.formats.encoded import EncodedRequest
from domain.formats.openai_chat.request import OpenAiDialect, encode_request
from domain.formats.openai_chat.stream import StreamDecoder
from domain.formats.parts_reading import FormatName
from domain.ids import RequestId
from domain.json import JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.events import StreamEvent
from domain.llm.prompt import Prompt

_OPENAI: Final = "https://api.openai.com/v1"
_ENDPOINTS: Final[dict[FormatName, str]] = {
    "openai_chat": "/chat/completions",
    "openai_responses": "/responses",
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
        )

    @override
    def passage(self, found: Model, format: FormatName) -> Passage:
        return HttpPassage(
            http=self.client._client,  # noqa: SLF001 - what the SDK sends through, with our limits
            url=f"{str(self.client.base_url).rstrip('/')}{_ENDPOINTS[format]}",
            headers={"authorization": f"Bearer {self.client.api_key}"},
            standard={},
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
    total_s: float = USUAL.total_s

    @override
    def stream(self, prompt: Prompt, *, request: RequestId) -> AsyncGenerator[StreamEvent]:
        return answer(
            lambda: self._encoded(prompt),
            lambda body: self._asked(body, request),
            StreamDecoder,
            total_s=self.total_s,
        )

    def _encoded(self, prompt: Prompt) -> EncodedRequest:
        return encode_request(
            prompt,
            model=self.upstream,
            capabilities=self.capabilities,
            stream=True,
            dialect=self.dialect,
        )

    @asynccontextmanager
    async def _asked(self, body: JsonObject, request: RequestId) -> AsyncGenerator[Begun]:
        calling = self.client.chat.completions.with_streaming_response.create(
            model=self.upstream,
            messages=[],
            stream=True,
            extra_body=body,
            extra_headers={"x-request-id": request},
        )
        try:
            async with calling as response:
                yield Begun(response.iter_bytes(), response.headers)
        except APIStatusError as error:
            raise refused(error.response) from error
        except APITimeoutError as error:
            raise NoAnswer(LATE) from error
        except (APIConnectionError, APIResponseValidationError) as error:
            raise NoAnswer(AWAY) from error
