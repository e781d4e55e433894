"""Providers of identities under `/issuers/<name>`, for whole systems and browsers."""

import time
from typing import Final

from application.ports.egress import WebRequest
from tests.issuer import Issuer
from tests.upstream.wire import Exchange, Speaker

_PREFIX: Final = "/issuers/"


class IssuersHere:
    def __init__(self) -> None:
        self._known: dict[str, Issuer] = {}

    async def answer(self, exchange: Exchange, speaker: Speaker) -> bool:
        """Whether one of them was asked; it has its answer then."""
        if not exchange.path.startswith(_PREFIX):
            return False
        name = exchange.path.removeprefix(_PREFIX).partition("/")[0]
        site = f"http://{exchange.headers.get('host', '')}"
        url = f"{site}{_PREFIX}{name}"
        issuer = self._known.setdefault(url, Issuer(url=url, now_s=time.time))
        query = f"?{exchange.query}" if exchange.query else ""
        told = issuer.answer(
            WebRequest(
                url=f"{site}{exchange.path}{query}",
                method=exchange.method,
                headers=exchange.headers,
                body=exchange.content,
            )
        )
        kind = told.headers.get("content-type", "text/plain")
        location = told.headers.get("location")
        await speaker.send(told.status, told.body.encode(), kind, location=location)
        return True
