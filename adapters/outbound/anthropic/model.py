"""Anthropic's messages. The SDK moves the bytes, our codec gives them meaning."""
# pyright: reportPrivateUsage=false

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, final

import httpx2
from anthropic import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AsyncAnthropic,
)
from typing_extensions import override

from adapters.outbound.anthropic import counting
from adapters.outbound.providers.answering import AWAY, LATE, Begun, NoAnswer, answer, refused
from adapters.outbound.providers.counting import WITHIN_S, HttpCounter
from adapters.outbound.providers.passage import HttpPassage
from adapters.outbound.providers.provider import USUAL, Provider, Timeouts, http_client
from application.ports.language_models import LanguageModel, Passage, TokenCounter
from domain.catalog.models import Model
from domain.formats.anthropic_messages.request import encode_request
from domain.formats.anthropic_messages.stream import StreamDecoder
from domain.formats.encoded import EncodedRequest
from domain.formats.parts_reading import FormatName
from domain.ids import RequestId
from domain.llm.capabilities import Capabilities
from domain.llm.events import StreamEvent
from domain.llm.prompt import Prompt

_ANTHROPIC: Final = "https://api.anthropic.com"
_VERSION: Final = "2023-06-01"
"""For clients that name none."""
_IN_THE_BODY: Final = "-"
"""What the SDK insists on as an argument; our body overrides it."""


def client_for(
    *,
    api_key: str,
    base_url: str | None,
    transport: httpx2.AsyncBaseTransport | None = None,
    timeouts: Timeouts = USUAL,
) -> AsyncAnthropic:
    """A shared client. Without an address it is Anthropic's own; one with `/v1` is the same.

    What the SDK would read from its own environment is not used.
    """
    http = http_client(timeouts, transport)
    rooted = (base_url or _ANTHROPIC).rstrip("/").removesuffix("/v1")
    client = AsyncAnthropic(api_key=api_key, base_url=rooted, max_retries=0, http_client=http)
    client.auth_token = None
    return client


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class AnthropicProvider(Provider):
    client: AsyncAnthropic

    @override
    def model(self, found: Model) -> LanguageModel:
        return AnthropicModel(
            client=self.client, upstream=found.upstream, capabilities=found.capabilities
        )

    @override
    def passage(self, found: Model, format: FormatName) -> Passage:
        return self._passage(found, "/v1/messages")

    @override
    def counter(self, found: Model) -> TokenCounter:
        passage = self._passage(found, counting.PATH)
        return HttpCounter(
            passage=replace(passage, total_s=WITHIN_S),
            encode=partial(
                counting.question, model=found.upstream, capabilities=found.capabilities
            ),
            member=counting.MEMBER,
        )

    def _passage(self, found: Model, path: str) -> HttpPassage:
        return HttpPassage(
            http=self.client._client,  # noqa: SLF001 - what the SDK sends through, with our limits
            url=f"{str(self.client.base_url).rstrip('/')}{path}",
            headers={"x-api-key": self.client.api_key or ""},
            standard={"anthropic-version": _VERSION},
            upstream=found.upstream,
            capabilities=found.capabilities,
        )

    @override
    async def aclose(self) -> None:
        await self.client.close()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class AnthropicModel(LanguageModel):
    client: AsyncAnthropic
    upstream: str
    capabilities: Capabilities
    total_s: float = USUAL.total_s

    @override
    def stream(self, prompt: Prompt, *, request: RequestId) -> AsyncGenerator[StreamEvent]:
        return answer(
            lambda: self._encoded(prompt),
            lambda encoded: self._asked(encoded, request),
            StreamDecoder,
            total_s=self.total_s,
        )

    def _encoded(self, prompt: Prompt) -> EncodedRequest:
        return encode_request(
            prompt, model=self.upstream, capabilities=self.capabilities, stream=True
        )

    @asynccontextmanager
    async def _asked(self, encoded: EncodedRequest, request: RequestId) -> AsyncGenerator[Begun]:
        calling = self.client.messages.with_streaming_response.create(
            model=_IN_THE_BODY,
            max_tokens=1,
            messages=[],
            stream=True,
            extra_body=encoded.body,
            extra_headers={**encoded.headers, "x-request-id": request},
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
