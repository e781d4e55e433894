"""Chat requests of the usual kind, read in one go."""

from functools import lru_cache
from typing import Final

import orjson

from domain.formats.request_limits import RequestLimits
from domain.formats.straight_chat import StraightChat, straight_chat
from domain.formats.usual_tools import UsualTools, usual_tools
from domain.json import Json, listed

_DEEPEST_MESSAGE: Final = 5
"""Where a function stands that was called."""
_TOOLS_KEPT: Final = 64
_BYTES_KEPT: Final = 256 * 1024


def straight_in(raw: bytes, limits: RequestLimits) -> StraightChat | None:
    """`None` for what is unusual, too large, or wrong: what it is, is told by who reads it then."""
    try:
        body: Json = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(body, dict):
        return None
    found = straight_chat(body, read_tools=_tools)
    if (
        found is None
        or limits.depth < _DEEPEST_MESSAGE
        or len(listed(body.get("messages"))) > limits.messages
    ):
        return None
    tools = found.tools
    if tools is not None and (len(tools.blocks) > limits.tools or tools.depth > limits.depth):
        return None
    return found


def _tools(given: Json) -> UsualTools | None:
    written = orjson.dumps(given)
    return _known_tools(written) if len(written) <= _BYTES_KEPT else usual_tools(given)


@lru_cache(maxsize=_TOOLS_KEPT)
def _known_tools(written: bytes) -> UsualTools | None:
    """Coding tools send the same with every request."""
    return usual_tools(orjson.loads(written))
