"""One conversation with an MCP server, by the protocol's own SDK. Importing it takes a second.

Results are not looked at with the server's own schemas: a pattern of a hostile one would hold up
everybody. The SDK's log is off, since it writes down what servers say.
"""

import logging
import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

import httpx2
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import (
    HEADER_MISMATCH,
    CallToolRequest,
    CallToolRequestParams,
    CallToolResult,
    EmbeddedResource,
    Implementation,
    ResourceLink,
    TextContent,
    TextResourceContents,
)
from mcp_types import Tool as ListedTool
from pydantic import ValidationError

from domain.errors import Invalid
from domain.json import JsonObject, write
from domain.tools.connection import TOOLS_MAX, ConnectedTool
from domain.tools.tool import ToolOutput

NO_SERVER: Final = "no MCP server answers there"
_PAGES_MAX: Final = 20
_SAID_LENGTH_MAX: Final = 300
_READ_S: Final = 60.0
_NOWHERE: Final = Path(os.devnull).open("w")  # noqa: SIM115 - as long as this process
_WE: Final = Implementation(name="Parley", version="1")

for _name in ("mcp", "client"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


def over_http(url: str, http: httpx2.AsyncClient) -> Client:
    transport = streamable_http_client(url, http_client=http)
    return Client(transport, read_timeout_seconds=_READ_S, client_info=_WE, cache=None)


def over_process(command: str, args: Sequence[str], env: Mapping[str, str]) -> Client:
    """A process of its own; of our environment it gets what every program needs, and `env`.

    What it writes down of its work is nobody's.
    """
    server = StdioServerParameters(command=command, args=list(args), env=dict(env))
    transport = stdio_client(server, errlog=_NOWHERE)
    return Client(transport, read_timeout_seconds=_READ_S, client_info=_WE, cache=None)


async def listed(client: Client) -> Sequence[ConnectedTool]:
    """All pages; one tool more than can be connected at most. Raises `Invalid`."""
    found = list[ConnectedTool]()
    with _in_words():
        async with client:
            cursor = None
            for _ in range(_PAGES_MAX):
                page = await client.list_tools(cursor=cursor)
                found += map(_told, page.tools)
                cursor = page.next_cursor
                if cursor is None or len(found) > TOOLS_MAX:
                    break
    return found


async def called(client: Client, name: str, arguments: JsonObject) -> ToolOutput:
    """What the tool answered, also an error of its own. Raises `Invalid`."""
    params = CallToolRequestParams(name=name, arguments=dict(arguments))
    request = CallToolRequest(params=params)
    with _in_words():
        async with client:
            try:
                result = await client.session.send_request(request, CallToolResult)
            except MCPError as error:
                if error.error.code != HEADER_MISMATCH:
                    raise
                await client.list_tools()  # which tells what it wants in headers
                result = await client.session.send_request(request, CallToolResult)
    return ToolOutput(text=_text(result), is_error=result.is_error)


@contextmanager
def _in_words() -> Generator[None]:
    """What goes wrong in whichever task of the SDK's, for whoever connected the server."""
    try:
        yield
    except (MCPError, Invalid, ValidationError, httpx2.HTTPError, OSError, RuntimeError) as error:
        raise _worded([error]) from None
    except ExceptionGroup as group:
        raise _worded(_leaves(group)) from None


def _leaves(group: ExceptionGroup[Exception]) -> list[Exception]:
    found = list[Exception]()
    for each in group.exceptions:
        if isinstance(each, ExceptionGroup):
            found += _leaves(cast("ExceptionGroup[Exception]", each))
        else:
            found.append(each)
    return found


def _worded(errors: Sequence[Exception]) -> Invalid:
    for error in errors:
        if isinstance(error, Invalid):
            return error
    for error in errors:
        if isinstance(error, MCPError):
            said = " ".join(error.error.message.split())[:_SAID_LENGTH_MAX]
            return Invalid(f"the MCP server refused: {said}")
        if isinstance(error, ValidationError | RuntimeError):
            return Invalid("what the MCP server said cannot be understood")
    return Invalid(NO_SERVER)


def _told(tool: ListedTool) -> ConnectedTool:
    hints = tool.annotations
    return ConnectedTool(
        name=tool.name,
        title=tool.title or (hints.title if hints else None) or tool.name,
        description=tool.description or "",
        parameters=write(tool.input_schema),
        repeatable=bool(hints and hints.read_only_hint),
    )


def _text(result: CallToolResult) -> str:
    said = [_words_of(part) for part in result.content]
    if not said and result.structured_content is not None:
        said.append(write(result.structured_content))
    return "\n\n".join(each for each in said if each)


def _words_of(part: object) -> str:
    match part:
        case TextContent(text=text):
            return text
        case EmbeddedResource(resource=TextResourceContents(text=text, uri=uri)):
            return f"{uri}:\n{text}"
        case ResourceLink(uri=uri, name=name):
            return f"{name}: {uri}"
        case _:
            return f"[{type(part).__name__.removesuffix('Content').lower()}, which is not shown]"
