"""Request bodies within a limit, and those that a route reads by itself."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

import orjson
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.errors import Invalid
from domain.json import Json, JsonObject, read

BODY_BYTES_MAX: Final = 1024 * 1024
"""Of what browsers send; the gateway stops at the same length."""


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """Whoever reads a body of more than `bytes_max` meets a 413 instead, before it is all here."""

    app: ASGIApp
    bytes_max: int = BODY_BYTES_MAX
    streamed: Container[str] = ()
    """Paths that read longer bodies as they arrive, within a limit of their own."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = 0

        async def limited() -> Message:
            nonlocal length
            message = await receive()
            length += len(message.get("body", b""))
            if length > self.bytes_max:
                raise too_long(self.bytes_max)
            return message

        is_limited = scope["type"] == "http" and scope["path"] not in self.streamed
        await self.app(scope, limited if is_limited else receive, send)


def too_long(limit: int) -> HTTPException:
    return HTTPException(413, f"the body is longer than {limit:,} bytes")


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
    return text_of(await body_bytes(request, limit=limit))


def text_of(raw: bytes) -> JsonText:
    """The bytes of an object. Raises `Invalid` for anything else."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("the body must be UTF-8") from None
    found = _read(raw, text)
    if not isinstance(found, dict):
        raise Invalid("the body must be a JSON object")
    return JsonText(text=text, value=found)


def _read(raw: bytes, text: str) -> Json:
    """As the domain reads, which is also who says what is wrong, and who knows long numbers."""
    if _LONG in raw.translate(_DIGITS):
        return read(text)
    try:
        found: Json = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return read(text)
    return found


_DIGITS: Final = bytes(48 if each in b"0123456789" else 32 for each in range(256))
_LONG: Final = b"0" * 19
"""Digits of a number that may be more than 64 bits."""


async def body_bytes(request: Request, *, limit: int) -> bytes:
    """The body as it is. Answers 413 without reading on once it is longer than `limit` bytes."""
    pieces: list[bytes] = []
    length = 0
    more = True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        piece: bytes = message.get("body", b"")
        length += len(piece)
        if length > limit:
            raise too_long(limit)
        pieces.append(piece)
        more = message.get("more_body", False)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
