"""A real MCP server: run as a program it speaks over its input and output."""

import os

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations

server = MCPServer("books")


@server.tool(title="Add", annotations=ToolAnnotations(read_only_hint=True))
def add(first: int, second: int) -> int:
    """Add two numbers."""
    return first + second


@server.tool()
def fail() -> str:
    """Always fails."""
    raise ToolError("the shelf is empty")


@server.tool()
def environment() -> str:
    """Say what this process was given."""
    return " ".join(sorted(os.environ))


@server.tool()
def much() -> str:
    """Say more than anybody wants to hear."""
    return "x" * 6_000_000


if __name__ == "__main__":
    server.run("stdio")
