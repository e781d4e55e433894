"""What a key may be used for, from where, and which models it sees."""

import ipaddress
from functools import lru_cache
from typing import Final

from fastapi import Request

from adapters.inbound.http.headers import header_in
from domain.accounts.access import Endpoint, Grants
from domain.errors import Forbidden
from domain.transactions.clients import client_of

_ENDPOINT_BY_START: Final[dict[str, Endpoint]] = {
    "/v1/chat/completions": "chat_completions",
    "/v1/embeddings": "embeddings",
    "/v1/messages": "messages",
    "/v1/responses": "responses",
    "/v1/models": "models",
    "/v1beta/models/{model:path}:embedContent": "embeddings",
    "/v1beta/models/{model:path}:batchEmbedContents": "embeddings",
    "/v1beta/models/{model:path}:": "generate_content",
    "/v1beta/models": "models",
    "/v1/completions": "completions",
    "/v1/images": "images",
    "/v1/audio": "audio",
    "/v1/moderations": "moderations",
}


def check(request: Request, grants: Grants) -> None:
    """Raise `Forbidden` unless the key may be used for this route, from this address."""
    grants.scope.check_endpoint(_endpoint(request))
    if grants.scope.networks:
        grants.scope.check_address(address_of(request))


def address_of(request: Request) -> str:
    """The gateway writes `x-real-ip` over whatever a client sent."""
    client = request.scope.get("client")
    return header_in(request, b"x-real-ip") or (client[0] if client else "")


def neighbourhood_of(request: Request) -> str:
    """Whose limits count a call: whoever has an IPv6 address has a network (/64) of them."""
    address = address_of(request)
    if ":" not in address:
        return address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, ipaddress.IPv6Address) or found.ipv4_mapped is not None:
        return address
    return str(ipaddress.IPv6Network((found.packed, 64), strict=False))


def _endpoint(request: Request) -> Endpoint:
    """By the route that was found, so that no spelling of a path leads around a scope."""
    return _endpoint_of(getattr(request.scope.get("route"), "path", ""))


@lru_cache(maxsize=256)
def _endpoint_of(route: str) -> Endpoint:
    for start, endpoint in _ENDPOINT_BY_START.items():
        if route.startswith(start):
            return endpoint
    raise Forbidden("keys are of no use here")


def client_in(request: Request) -> str:
    """The tool that asks, as it tells of itself."""
    return client_of(request.headers.get("user-agent", ""))
