"""MCP servers: over streamable HTTP by whoever connects them, as a process by the operator alone.

Each call is a conversation of its own: nothing of one person's is in another's, and a server that
was restarted is just asked. The SDK is loaded when it is needed.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, final

import httpx2
from typing_extensions import override

from application.ports.connections import OpenPlace, ToolServer
from domain.errors import Invalid
from domain.json import JsonObject
from domain.tools.connection import ConnectedTool
from domain.tools.tool import ToolOutput

_LISTING_S: Final = 20.0
_PROCESSES_MAX: Final = 4
_BYTES_MAX: Final = 5 * 1024 * 1024
_AGENT: Final = "Parley/1 (MCP)"
_TIMES: Final = httpx2.Timeout(60.0, connect=5.0)
_REFUSALS: Final = frozenset({401, 403})
_SLOW: Final = "the MCP server took too long"


async def _sdk() -> Any:
    return await asyncio.to_thread(import_module, "adapters.outbound.mcp.session")


@final
@dataclass(frozen=True, slots=True)
class McpServers(ToolServer):
    """Over streamable HTTP. `transport` makes what leads out, and says where it may lead."""

    transport: Callable[[], httpx2.AsyncBaseTransport]

    @override
    async def tools(self, at: OpenPlace) -> Sequence[ConnectedTool]:
        sdk = await _sdk()
        async with self._reached(at) as http:
            return list(await sdk.listed(sdk.over_http(at.place.url, http)))

    @override
    async def call(self, at: OpenPlace, tool: ConnectedTool, arguments: JsonObject) -> ToolOutput:
        sdk = await _sdk()
        async with self._reached(at, within_s=None) as http:
            client = sdk.over_http(at.place.url, http)
            output: ToolOutput = await sdk.called(client, tool.name, arguments)
        return output

    @asynccontextmanager
    async def _reached(
        self, at: OpenPlace, *, within_s: float | None = _LISTING_S
    ) -> AsyncGenerator[httpx2.AsyncClient]:
        bounded = _Bounded(self.transport())
        headers = {"user-agent": _AGENT, "accept-encoding": "identity", **_letting_in(at)}
        try:
            async with (
                asyncio.timeout(within_s),
                httpx2.AsyncClient(
                    transport=bounded, headers=headers, timeout=_TIMES, trust_env=False
                ) as http,
            ):
                yield http
        except TimeoutError:
            raise Invalid(_SLOW) from None
        except Invalid:
            if bounded.statuses & _REFUSALS:
                raise Invalid("the MCP server wants another token or header") from None
            raise


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class McpProcess(ToolServer):
    """A program of this machine that speaks MCP over its input and output; one for each call."""

    command: str
    args: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_PROCESSES_MAX))

    @override
    async def tools(self, at: OpenPlace) -> Sequence[ConnectedTool]:
        sdk = await _sdk()
        try:
            async with self.room, asyncio.timeout(_LISTING_S):
                return list(await sdk.listed(sdk.over_process(self.command, self.args, self.env)))
        except TimeoutError:
            raise Invalid(_SLOW) from None

    @override
    async def call(self, at: OpenPlace, tool: ConnectedTool, arguments: JsonObject) -> ToolOutput:
        sdk = await _sdk()
        async with self.room:
            client = sdk.over_process(self.command, self.args, self.env)
            output: ToolOutput = await sdk.called(client, tool.name, arguments)
        return output


def _letting_in(at: OpenPlace) -> dict[str, str]:
    auth, secret = at.place.auth, at.secret or ""
    match auth.kind:
        case "none":
            return {}
        case "bearer":
            return {"authorization": f"Bearer {secret}"}
        case "header":
            return {auth.name: secret}
        case _:
            raise Invalid("auth.kind: an MCP server takes a token or a header")


@final
class _Bounded(httpx2.AsyncBaseTransport):
    """Answers of a size that is bounded, as they are; remembers how they began."""

    def __init__(self, out: httpx2.AsyncBaseTransport) -> None:
        self._out = out
        self.statuses = set[int]()

    @override
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._out.handle_async_request(request)
        self.statuses.add(response.status_code)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise Invalid("the answer is compressed though nobody asked for it")
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Counted(response.stream),
            extensions=response.extensions,
        )

    @override
    async def aclose(self) -> None:
        await self._out.aclose()


@final
class _Counted(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._stream:
            size += len(piece)
            if size > _BYTES_MAX:
                raise Invalid(f"the MCP server said more than {_BYTES_MAX // 1024 // 1024} MB")
            yield piece

    @override
    async def aclose(self) -> None:
        await self._stream.aclose()
