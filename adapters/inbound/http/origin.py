"""Where a request came in, as the browser sees it, and which page sent it.

The gateway writes `x-forwarded-proto` and `x-forwarded-host` over whatever a client sent,
and the services listen on loopback alone, so both can be believed.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope


def is_https(scope: Scope) -> bool:
    return _scheme(scope) == "https"


def is_loopback(scope: Scope) -> bool:
    """Whether the address in the browser's bar names the browser's own machine."""
    try:
        host = urlsplit(f"//{_host(scope)}").hostname or ""
        if host == "localhost" or host.endswith(".localhost"):
            return True
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def own_origin(scope: Scope) -> str:
    return f"{_scheme(scope)}://{_host(scope)}".casefold()


def is_from_own_page(scope: Scope) -> bool:
    """Whether the sender is a page of ours, or no browser at all.

    Every browser names the origin of a POST and of a WebSocket. Who names none is no
    browser, and carries no cookie that its user did not mean to send.
    """
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    return all(origin.casefold() == own_origin(scope) for origin in headers.getlist("origin"))


def _scheme(scope: Scope) -> str:
    forwarded = Headers(scope=scope).get("x-forwarded-proto")
    scheme: str = forwarded or scope["scheme"]
    return {"ws": "http", "wss": "https"}.get(scheme, scheme)


def _host(scope: Scope) -> str:
    headers = Headers(scope=scope)
    return headers.get("x-forwarded-host") or headers.get("host", "")
