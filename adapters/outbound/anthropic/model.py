"""Anthropic's messages. The SDK moves the bytes, our codec gives them meaning.

It always streams, and never retries: that is decided above.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import Final, final

import httpx2
from anthropic import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AsyncAnthropic,
    AsyncAPIResponse,
    AsyncStream,
)
from anthropic.types import RawMessageStreamEvent
from typing_extensions import override

from application.ports.language_models import LanguageModel
from domain.errors import Invalid
from domain.formats.anthropic_messages.errors import decode_error
from domain.formats.anthropic_messages.request import encode_request
from domain.formats.anthropic_messages.stream import StreamDecoder
from domain.formats.tool_words import ToolWords
from domain.ids import RequestId
from domain.llm.capabilities import Capabilities
from domain.llm.events import Failed, Failure, FailureKind, StreamEvent
from domain.llm.prompt import Prompt

_ANTHROPIC: Final = "https://api.anthropic.com"
_IN_THE_BODY: Final = "-"
"""What the SDK insists on as an argument; our body overrides it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """To connect, between any two reads, and for a whole answer."""

    connect_s: float = 5
    idle_s: float = 60
    total_s: float = 600


_USUAL: Final = Timeouts()


def client_for(
    *,
    api_key: str,
    base_url: str | None,
    transport: httpx2.AsyncBaseTransport | None = None,
    timeouts: Timeouts = _USUAL,
) -> AsyncAnthropic:
    """A shared client. Without an address it is Anthropic's own; one with `/v1` is the same.

    What the SDK would read from its own environment is not used.
    """
    http = httpx2.AsyncClient(
        timeout=httpx2.Timeout(timeouts.idle_s, connect=timeouts.connect_s),
        transport=transport,
        follow_redirects=False,
    )
    rooted = (base_url or _ANTHROPIC).rstrip("/").removesuffix("/v1")
    client = AsyncAnthropic(api_key=api_key, base_url=rooted, max_retries=0, http_client=http)
    client.auth_token = None
    return client


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class AnthropicModel(LanguageModel):
    client: AsyncAnthropic
    upstream: str
    capabilities: Capabilities
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
            prompt, model=self.upstream, capabilities=self.capabilities, stream=True
        )
        calling = self.client.messages.with_streaming_response.create(
            model=_IN_THE_BODY,
            max_tokens=1,
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
    response: AsyncAPIResponse[AsyncStream[RawMessageStreamEvent]],
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
