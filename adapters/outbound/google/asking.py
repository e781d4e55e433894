"""One layer below the SDK's surface, where every method of it asks, and the answer is still bytes.

The SDK's own answers are made of its own models: they lose what they do not know.
"""
# pyright: reportPrivateUsage=false

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

import httpx2
from google.genai import Client
from google.genai.errors import APIError
from google.genai.types import HttpOptions

from adapters.outbound.providers.answering import AWAY, Begun, NoAnswer, refused
from domain.formats.encoded import EncodedRequest
from domain.ids import RequestId


@asynccontextmanager
async def asked(
    sdk: Client, path: str, encoded: EncodedRequest, request: RequestId
) -> AsyncGenerator[Begun]:
    """Raises `NoAnswer`. Leaving closes the connection."""
    try:
        response = await _send(sdk, path, encoded, request)
    except APIError as error:
        raise _refusal(error) from error
    except ValueError as error:  # a refusal that is not even text
        raise NoAnswer(AWAY) from error
    try:
        yield Begun(partial(anext, response.aiter_bytes(), None), response.headers)
    finally:
        await response.aclose()


async def _send(
    sdk: Client, path: str, encoded: EncodedRequest, request: RequestId
) -> httpx2.Response:
    """The one place that reaches below the SDK's surface: see the module."""
    api = sdk._api_client  # noqa: SLF001
    options = HttpOptions(headers={"x-request-id": request})
    built = api._build_request("post", path, dict(encoded.body), options)  # noqa: SLF001
    response = (await api._async_request(built, options, stream=True)).response_stream  # noqa: SLF001
    assert isinstance(response, httpx2.Response)
    return response


def _refusal(error: APIError) -> NoAnswer:
    assert isinstance(error.response, httpx2.Response)
    return refused(error.response)
