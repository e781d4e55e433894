"""OpenAI, and every server that speaks its chat completions.

The SDK moves the bytes, our codec gives them meaning. It always streams, and never retries:
that is decided above.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import Final, final

import httpx2
from openai import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AsyncAPIResponse,
    AsyncOpenAI,
    AsyncStream,
)
from openai.types.chat import ChatCompletionChunk
from typing_extensions import override

from application.ports.language_models import LanguageModel
from domain.errors import Invalid
from domain.formats.openai_chat.errors import decode_error
from domain.formats.openai_chat.request import OpenAiDialect, encode_request
from domain.formats.openai_chat.stream import StreamDecoder
from domain.formats.tool_words import ToolWords
from domain.ids import RequestId
from domain.llm.capabilities import Capabilities
from domain.llm.events import Failed, Failure, FailureKind, StreamEvent
from domain.llm.prompt import Prompt

_OPENAI: Final = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """To connect, between any two reads, and for a whole answer."""

    connect_s: float = 5
    idle_s: float = 60
    total_s: float = 600


_USUAL: Final = Timeouts()


def client_for(
    *,
    api_key: str | None,
    base_url: str | None,
    transport: httpx2.AsyncBaseTransport | None = None,
    timeouts: Timeouts = _USUAL,
) -> AsyncOpenAI:
    """A shared client. Without a key none is sent; without an address it is OpenAI's own.

    A bare host gets `/v1`. What the SDK would read from its own environment is not used.
    """
    http = httpx2.AsyncClient(
        timeout=httpx2.Timeout(timeouts.idle_s, connect=timeouts.connect_s),
        transport=transport,
        follow_redirects=False,
        event_hooks={} if api_key else {"request": [_without_key]},
    )
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
class OpenAiModel(LanguageModel):
    client: AsyncOpenAI
    upstream: str
    capabilities: Capabilities
    dialect: OpenAiDialect
    total_s: float = _USUAL.total_s

    @override
    async def stream(self, prompt: Prompt, *, request: RequestId) -> AsyncGenerator[StreamEvent]:
        try:
            async with aclosing(self._answer(prompt, request)) as events:
                async for event in events:
                    yield event
        except Invalid as error:
            yield _failed("bad_request", str(error))
        except APIStatusError as error:
            response = error.response
            yield Failed(decode_error(response.status_code, response.content, response.headers))
        except (APITimeoutError, httpx2.TimeoutException, TimeoutError):
            yield _failed("timeout", "the provider took too long to answer")
        except (APIConnectionError, APIResponseValidationError, httpx2.HTTPError):
            yield _failed("unreachable", "the provider cannot be reached")

    async def _answer(self, prompt: Prompt, request: RequestId) -> AsyncGenerator[StreamEvent]:
        encoded = encode_request(
            prompt,
            model=self.upstream,
            capabilities=self.capabilities,
            stream=True,
            dialect=self.dialect,
        )
        calling = self.client.chat.completions.with_streaming_response.create(
            model=self.upstream,
            messages=[],
            stream=True,
            extra_body=encoded.body,
            extra_headers={"x-request-id": request},
        )
        deadline = asyncio.get_running_loop().time() + self.total_s
        async with AsyncExitStack() as stack:
            async with asyncio.timeout_at(deadline):
                response = await stack.enter_async_context(calling)
            events = await stack.enter_async_context(
                aclosing(_decoded(response, encoded.words, deadline))
            )
            async for event in events:
                yield event


async def _decoded(
    response: AsyncAPIResponse[AsyncStream[ChatCompletionChunk]],
    words: ToolWords,
    deadline: float,
) -> AsyncGenerator[StreamEvent]:
    decoder = StreamDecoder(words)
    chunks = response.iter_bytes()
    try:
        while True:
            async with asyncio.timeout_at(deadline):
                data = await anext(chunks, None)
            if data is None:
                break
            for event in decoder.feed(data):
                yield event
                if isinstance(event, Failed):
                    return
    except (httpx2.TimeoutException, TimeoutError):
        yield _failed("timeout", "the provider stopped in the middle of its answer")
        return
    except httpx2.HTTPError:
        pass  # what is missing at the end is told by the decoder
    for event in decoder.close():
        yield event


def _failed(kind: FailureKind, message: str) -> Failed:
    return Failed(Failure(kind=kind, message=message))
