"""Request bodies that a route reads by itself, within a limit."""

from fastapi import Request
from starlette.exceptions import HTTPException

from domain.errors import Invalid
from domain.json import JsonObject, read


async def json_object(request: Request, *, limit: int) -> JsonObject:
    """The body as a JSON object, whatever its content type says.

    `limit` is in bytes. Raises `Invalid` for anything else than an object, and answers 413
    without reading on once the body is longer.
    """
    pieces: list[bytes] = []
    length = 0
    async for piece in request.stream():
        length += len(piece)
        if length > limit:
            raise HTTPException(413, f"the body is longer than {limit:,} bytes")
        pieces.append(piece)
    found = read(b"".join(pieces))
    if not isinstance(found, dict):
        raise Invalid("the body must be a JSON object")
    return found
