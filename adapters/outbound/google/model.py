"""Google's Gemini models. What is no chat goes through the SDK (`asking`)."""

import re
from collections.abc import AsyncGenerator, Awaitable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Self, final

import httpx2
from google.genai import Client
from google.genai.types import HttpOptions
from typing_extensions import override

from adapters.outbound.google import counting
from adapters.outbound.google.embeddings import GoogleEmbeddings
from adapters.outbound.providers.answering import answer, asked, posted
from adapters.outbound.providers.counting import WITHIN, HttpCounter
from adapters.outbound.providers.courier import Answering, Courier
from adapters.outbound.providers.passage import HttpPassage
from adapters.outbound.providers.provider import (
    USUAL,
    Provider,
    Timeouts,
    courier_for,
    http_client,
)
from application.ports.embedding_models import EmbeddingModel
from application.ports.language_models import LanguageModel, Passage, TokenCounter
from domain.catalog.models import Model
from domain.formats.encoded import EncodedRequest
from domain.formats.gemini.passing import in_collection
from domain.formats.gemini.request import encode_request
from domain.formats.gemini.stream import StreamDecoder
from domain.formats.parts_reading import FormatName
from domain.ids import RequestId
from domain.llm.capabilities import Capabilities
from domain.llm.events import StreamEvent
from domain.llm.prompt import Prompt
from domain.routing.timeouts import Timeouts as ModelTimeouts

_GOOGLE: Final = "https://generativelanguage.googleapis.com"
_VERSION: Final = "v1beta"
_STREAMED: Final = "streamGenerateContent?alt=sse"
_WITH_VERSION: Final = re.compile(r"(.*)/(v\d\w*)")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleClient:
    """The SDK's client and what it sends through, which it leaves to its owner to close.

    `url` is the address with its version, under which all methods are.
    """

    sdk: Client
    options: HttpOptions
    http: httpx2.AsyncClient
    courier: Courier
    url: str
    api_key: str = field(repr=False)

    async def aclose(self) -> None:
        await self.sdk.aio.aclose()
        self.sdk.close()
        await self.courier.aclose()
        await self.http.aclose()


def client_for(
    *,
    api_key: str,
    base_url: str | None,
    transport: httpx2.AsyncBaseTransport | None = None,
    timeouts: Timeouts = USUAL,
) -> GoogleClient:
    """A shared client. Without an address it is Google's own; one may end in its version.

    What the SDK would read from its own environment is not used.
    """
    within: Final = httpx2.Timeout(timeouts.idle_s, connect=timeouts.connect_s).as_dict()

    async def in_time(request: httpx2.Request) -> None:
        """The SDK sends without a limit of time, or has the server keep to ours."""
        if request.extensions["timeout"]["read"] is None:
            request.extensions["timeout"] = within

    http = http_client(timeouts, transport, before_sending=in_time)
    address = (base_url or _GOOGLE).rstrip("/")
    named = _WITH_VERSION.fullmatch(address)
    root, version = named.groups() if named else (address, _VERSION)
    options = HttpOptions(base_url=root, api_version=version, httpx_async_client=http)
    return GoogleClient(
        sdk=Client(api_key=api_key, vertexai=False, http_options=options),
        options=options,
        http=http,
        courier=courier_for(root, http, timeouts, lean=transport is None),
        url=f"{root}/{version}",
        api_key=api_key,
    )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleProvider(Provider):
    client: GoogleClient
    own_key: str | None = field(default=None, repr=False)

    @override
    def with_key(self, key: str) -> Self:
        return replace(self, client=replace(self.client, api_key=key), own_key=key)

    @override
    def model(self, found: Model) -> LanguageModel:
        return GoogleModel(
            client=self.client,
            upstream=found.upstream,
            capabilities=found.capabilities,
            timeouts=found.timeouts,
        )

    @override
    def passage(self, found: Model, format: FormatName) -> Passage:
        return self._passage(found, "generateContent")

    @override
    def counter(self, found: Model) -> TokenCounter:
        passage = self._passage(found, counting.METHOD)
        return HttpCounter(
            passage=replace(passage, timeouts=WITHIN),
            encode=partial(
                counting.question, model=found.upstream, capabilities=found.capabilities
            ),
            member=counting.MEMBER,
        )

    def _passage(self, found: Model, method: str) -> HttpPassage:
        model = f"{self.client.url}/{in_collection(found.upstream)}"
        return HttpPassage(
            courier=self.client.courier,
            url=f"{model}:{method}",
            stream_url=f"{model}:{_STREAMED}",
            headers={"x-goog-api-key": self.client.api_key},
            standard={},
            upstream=found.upstream,
            capabilities=found.capabilities,
            timeouts=found.timeouts,
        )

    @override
    def embedder(self, found: Model) -> EmbeddingModel:
        client, own = self.client, self.own_key
        sdk = client.sdk
        if own is not None:  # the SDK's own client has the key in it
            sdk = Client(api_key=own, vertexai=False, http_options=client.options)
        return GoogleEmbeddings(sdk=sdk, upstream=found.upstream, timeouts=found.timeouts)

    @override
    async def aclose(self) -> None:
        await self.client.aclose()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleModel(LanguageModel):
    client: GoogleClient
    upstream: str
    capabilities: Capabilities
    timeouts: ModelTimeouts = field(default_factory=ModelTimeouts)

    @override
    def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        return answer(
            lambda: self._encoded(prompt),
            lambda encoded: asked(self._posted(encoded, request)),
            StreamDecoder,
        )

    def _encoded(self, prompt: Prompt) -> EncodedRequest:
        return encode_request(prompt, model=self.upstream, capabilities=self.capabilities)

    def _posted(self, encoded: EncodedRequest, request: RequestId) -> Awaitable[Answering]:
        return posted(
            self.client.courier,
            f"{self.client.url}/{in_collection(self.upstream)}:{_STREAMED}",
            encoded,
            headers={"x-request-id": request, "x-goog-api-key": self.client.api_key},
            timeouts=self.timeouts,
            whole=False,
        )
