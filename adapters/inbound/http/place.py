"""Where a request comes from, as far as attempts to sign in are counted."""

import ipaddress
from typing import Annotated, Final

from fastapi import Depends, Request

_PREFIX_OF: Final = {4: 24, 6: 64}


def place_of(request: Request) -> str:
    """The caller's neighbourhood: IPv4 /24, IPv6 /64, so that walking an own net gains nothing.

    The gateway writes `x-real-ip` over whatever a client sent.
    """
    text = request.headers.get("x-real-ip") or (request.client.host if request.client else "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/{_PREFIX_OF[address.version]}", strict=False))


async def _place(request: Request) -> str:
    return place_of(request)


Place = Annotated[str, Depends(_place)]
