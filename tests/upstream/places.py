"""Places that people connect: an MCP server under `/places/mcp`, an API under `/places/api`.

Both are for who has the token.

As much of the protocol as one tool needs; the protocol's own server is asked in integration tests.
"""

from typing import Any, Final
from urllib.parse import unquote_plus

from tests.upstream.wire import Exchange, Speaker

TOKEN: Final = "sesame"
_TOOL: Final = {
    "name": "reckon",
    "title": "Reckon",
    "description": "Works out a sum, slowly but surely.",
    "inputSchema": {
        "type": "object",
        "properties": {"expression": {"type": "string"}},
        "required": ["expression"],
    },
}


async def answer_place(exchange: Exchange, speaker: Speaker) -> bool:
    """Whether it was a place that was asked; it has its answer then."""
    if not exchange.path.startswith("/places/"):
        return False
    if exchange.headers.get("authorization") != f"Bearer {TOKEN}":
        await speaker.send_json(401, {})
    elif exchange.path == "/places/api/doubled":
        await speaker.send_json(200, {"doubled": f"2 * ({unquote_plus(exchange.query)})"})
    elif exchange.path == "/places/mcp" and exchange.method == "POST":
        await _mcp(exchange.body, speaker)
    else:
        await speaker.send_json(405, {})
    return True


async def _mcp(message: dict[str, Any], speaker: Speaker) -> None:
    params: dict[str, Any] = message.get("params", {})
    match message.get("method"):
        case "initialize":
            version = params["protocolVersion"]
            about = {"name": "places", "version": "1"}
            found: dict[str, Any] = {"protocolVersion": version, "serverInfo": about}
            await _reply(message, {**found, "capabilities": {"tools": {}}}, speaker)
        case "tools/list":
            await _reply(message, {"tools": [_TOOL]}, speaker)
        case "tools/call":
            said = f"{params['arguments']['expression']}, reckoned"
            await _reply(message, {"content": [{"type": "text", "text": said}]}, speaker)
        case _ if "id" in message:
            error = {"code": -32601, "message": "no such method"}
            await speaker.send_json(200, {"jsonrpc": "2.0", "id": message["id"], "error": error})
        case _:
            await speaker.send_json(202, {})


async def _reply(message: dict[str, Any], result: dict[str, Any], speaker: Speaker) -> None:
    await speaker.send_json(200, {"jsonrpc": "2.0", "id": message["id"], "result": result})
