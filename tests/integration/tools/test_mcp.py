"""The adapter against the protocol's own server, over a socket and as a process."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from adapters.outbound.mcp.servers import McpProcess, McpServers
from application.ports.connections import OpenPlace
from domain.errors import Invalid
from domain.tools.addresses import REFUSED
from domain.tools.connection import Auth, ConnectedTool, Place
from entrypoints.supervisor.ports import free_port
from entrypoints.ways_out import guarded
from tests.integration.tools import mcp_server

TOKEN = "open-sesame"
Message = MutableMapping[str, Any]


@asynccontextmanager
async def serving(port: int) -> AsyncGenerator[str]:
    """The server, for those who know the token."""
    app = mcp_server.server.streamable_http_app()

    async def guarded_app(
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        known = (b"authorization", f"Bearer {TOKEN}".encode())
        if scope["type"] == "http" and known not in scope["headers"]:
            await send({"type": "http.response.start", "status": 401, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await app(scope, receive, send)

    config = uvicorn.Config(guarded_app, port=port, log_level="critical", lifespan="on")
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve())
    try:
        while not running.started:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        running.should_exit = True
        await task


def place(url: str, token: str = TOKEN) -> OpenPlace:
    return OpenPlace(place=Place(kind="mcp", url=url, auth=Auth(kind="bearer")), secret=token)


async def test_a_server_s_tools_are_listed_and_called_by_those_who_may() -> None:
    port = free_port()
    servers = McpServers(guarded([f"127.0.0.1:{port}"]))
    async with serving(port) as url:
        tools = {tool.name: tool for tool in await servers.tools(place(url))}
        added = await servers.call(place(url), tools["add"], {"first": 40, "second": 2})
        failed = await servers.call(place(url), tools["fail"], {})
        missing = replace(tools["add"], name="subtract")
        unknown = await _said(servers, place(url), missing)
        with pytest.raises(Invalid, match="more than 5 MB"):
            await servers.call(place(url), tools["much"], {})
        with pytest.raises(Invalid, match="another token"):
            await servers.tools(place(url, "wrong"))
        with pytest.raises(Invalid, match=r"no MCP server|refused"):
            await servers.tools(place(url.replace("/mcp", "/elsewhere")))

    assert list(tools) == ["add", "fail", "environment", "much"]
    assert tools["add"].title == "Add"
    assert (tools["add"].repeatable, tools["fail"].repeatable) == (True, False)
    assert '"first":{"' in tools["add"].parameters
    assert (added.text, added.is_error) == ("42", False)
    assert failed.is_error
    assert "the shelf is empty" in failed.text
    assert "subtract" in unknown


async def _said(servers: McpServers, at: OpenPlace, tool: ConnectedTool) -> str:
    try:
        return (await servers.call(at, tool, {})).text
    except Invalid as error:
        return str(error)


async def test_what_stands_inside_is_never_connected_to() -> None:
    port = free_port()
    async with serving(port) as url:
        with pytest.raises(Invalid, match=REFUSED):
            await McpServers(guarded([])).tools(place(url))


async def test_where_nothing_listens_no_server_answers() -> None:
    port = free_port()
    servers = McpServers(guarded([f"127.0.0.1:{port}"]))

    with pytest.raises(Invalid, match="no MCP server answers there"):
        await servers.tools(place(f"http://127.0.0.1:{port}/mcp"))


async def test_a_program_of_the_operator_s_sees_only_what_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PARLEY_KEY_PEPPER", "not-for-others")
    root = str(Path(__file__).parents[3])
    program = McpProcess(
        command=sys.executable,
        args=("-m", "tests.integration.tools.mcp_server"),
        env={"GIVEN": "1", "PYTHONPATH": root},
    )

    asking = ConnectedTool(name="environment")
    seen = await program.call(OpenPlace(place=Place(kind="mcp")), asking, {})

    assert "GIVEN" in seen.text
    assert "PARLEY" not in seen.text


async def test_a_program_that_is_none_is_no_server() -> None:
    with pytest.raises(Invalid, match="no MCP server answers there"):
        await McpProcess(command="/nowhere/at/all").tools(OpenPlace(place=Place(kind="mcp")))
