"""OpenAI, and every server that speaks its chat completions.

The SDK moves the bytes, our codec gives them meaning. It always streams, and never retries:
that is decided above.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
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
from domain.ids import RequestId
from domain.llm.capabilities import Capabilities
from domain.llm.events import Failed, Failure, FailureKind, StreamEvent
from domain.llm.prompt import Prompt

_TIMEOUT: Final = httpx2.Timeout(60, connect=5)
"""Seconds: to connect, and between any two reads."""


def client_for(
    *, api_key: str | None, base_url: str | None, transport: httpx2.AsyncBaseTransport | None = None
) -> AsyncOpenAI:
    """A shared client. Without a key none is needed; without an address it is OpenAI's own."""
    return AsyncOpenAI(
        api_key=api_key or "none",
        base_url=base_url,
        max_retries=0,
        http_client=httpx2.AsyncClient(
            timeout=_TIMEOUT, transport=transport, follow_redirects=False
        ),
    )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAiModel(LanguageModel):
    client: AsyncOpenAI
    upstream: str
    capabilities: Capabilities
    dialect: OpenAiDialect

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
        except (APITimeoutError, httpx2.TimeoutException):
            yield _failed("timeout", "the provider took too long to answer")
        except (APIConnectionError, APIResponseValidationError):
            yield _failed("unreachable", "the provider cannot be reached")

    async def _answer(self, prompt: Prompt, request: RequestId) -> AsyncGenerator[StreamEvent]:
        body = encode_request(
            prompt,
            model=self.upstream,
            capabilities=self.capabilities,
            stream=True,
            dialect=self.dialect,
        ).body
        calling = self.client.chat.completions.with_streaming_response.create(
            model=self.upstream,
            messages=[],
            stream=True,
            extra_body=body,
            extra_headers={"x-request-id": request},
        )
        async with calling as response, aclosing(_decoded(response)) as events:
            async for event in events:
                yield event


async def _decoded(
    response: AsyncAPIResponse[AsyncStream[ChatCompletionChunk]],
) -> AsyncGenerator[StreamEvent]:
    decoder = StreamDecoder()
    try:
        async for data in response.iter_bytes():
            for event in decoder.feed(data):
                yield event
                if isinstance(event, Failed):
                    return
    except httpx2.TimeoutException:
        yield _failed("timeout", "the provider stopped in the middle of its answer")
        return
    except httpx2.HTTPError:
        pass  # what is missing at the end is told by the decoder
    for event in decoder.close():
        yield event


def _failed(kind: FailureKind, message: str) -> Failed:
    return Failed(Failure(kind=kind, message=message))
