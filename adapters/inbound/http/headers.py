"""Headers of a request as the server gives them: names in lower case, looked for without a copy."""

from collections.abc import Iterator

from fastapi import Request


def header_in(request: Request, name: bytes) -> str | None:
    """The first one of a name."""
    for key, value in request.scope["headers"]:
        if key == name:
            text: str = value.decode("latin-1")
            return text
    return None


def headers_in(request: Request) -> Iterator[tuple[str, str]]:
    """All of them, in their order."""
    for key, value in request.scope["headers"]:
        yield key.decode("latin-1"), value.decode("latin-1")
