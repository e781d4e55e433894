"""What a browser keeps while it is at a provider of identities: a secret that no script reads.

Only our own page sends it back, in a request of its own: the way back from the provider is a page
first, so the cookie can be `Strict`, and another site's link ends nothing.
"""

import re
from datetime import timedelta
from typing import Final

from fastapi import Request, Response

from adapters.inbound.http.origin import is_https
from adapters.inbound.http.refresh_cookie import RefreshCookie
from application.accounts.sign_in_by_provider import NO_WAY_BACK
from domain.errors import Unauthenticated

_NAME: Final = "parley-provider"
_SECRET: Final = re.compile(r"[0-9A-Za-z]{32,100}")


def write_flow_cookie(
    request: Request, response: Response, own: RefreshCookie, secret: str, *, lasting: timedelta
) -> None:
    response.set_cookie(
        _name(request, own),
        secret,
        max_age=int(lasting.total_seconds()),
        path="/",
        secure=is_https(request.scope),
        httponly=True,
        samesite="strict",
    )


def read_flow_cookie(request: Request, own: RefreshCookie) -> str:
    """Raise `Unauthenticated` in a browser that was not sent to a provider."""
    found = request.cookies.get(_name(request, own), "")
    if not _SECRET.fullmatch(found):
        raise Unauthenticated(NO_WAY_BACK)
    return found


def clear_flow_cookie(request: Request, response: Response, own: RefreshCookie) -> None:
    response.delete_cookie(
        _name(request, own),
        path="/",
        secure=is_https(request.scope),
        httponly=True,
        samesite="strict",
    )


def _name(request: Request, own: RefreshCookie) -> str:
    """Raise `Forbidden` where the cookie would travel in the open."""
    own.name(request)
    return f"__Host-{_NAME}" if is_https(request.scope) else _NAME
