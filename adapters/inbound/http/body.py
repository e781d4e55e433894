"""Request bodies that a route reads by itself, within a limit."""

from dataclasses import dataclass

from fastapi import Request
from starlette.exceptions import HTTPException

from domain.errors import Invalid
from domain.json import JsonObject, read


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonText:
    """An object, and the text that it was read from."""

    text: str
    value: JsonObject


async def json_object(request: Request, *, limit: int) -> JsonObject:
    """As `json_text`, without the text."""
    return (await json_text(request, limit=limit)).value


async def json_text(request: Request, *, limit: int) -> JsonText:
    """The body as a JSON object, whatever its content type says.

    `limit` is in bytes. Raises `Invalid` for anything else than an object, and answers 413
    without reading on once the body is longer.
    """
    raw = await body_bytes(request, limit=limit)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("the body must be UTF-8") from None
    found = read(text)
    if not isinstance(found, dict):
        raise Invalid("the body must be a JSON object")
    return JsonText(text=text, value=found)


async def body_bytes(request: Request, *, limit: int) -> bytes:
    """The body as it is. Answers 413 without reading on once it is longer than `limit` bytes."""
    pieces: list[bytes] = []
    length = 0
    async for piece in request.stream():
        length += len(piece)
        if length > limit:
            raise HTTPException(413, f"the body is longer than {limit:,} bytes")
        pieces.append(piece)
    return b"".join(pieces)
