"""The client for addresses that people and models choose.

A name is resolved once, every address that it has is looked at, and the connection is made to
one of those addresses, so that nothing can change in between. The certificate is still that of
the name. Every redirect begins anew. No proxies of the environment, no cookies, no kept
connections, no compression that could burst.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Final, final
from urllib.parse import urljoin

import httpx2
from typing_extensions import override

from application.ports.egress import Egress, WebAnswer, WebRequest
from domain.errors import Invalid
from domain.tools.addresses import REFUSED, EgressRules, IpAddress, WebPlace

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host, as text. Raises `OSError` for one that has none."""

_AGENT: Final = "Parley/1 (tool)"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SEE_OTHER: Final = 303
_TOKEN: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_OURS: Final = frozenset(
    {
        "host",
        "connection",
        "content-length",
        "transfer-encoding",
        "te",
        "upgrade",
        "trailer",
        "expect",
        "accept-encoding",
        "proxy-authorization",
        "proxy-connection",
        "keep-alive",
    }
)
_LIMITS: Final = httpx2.Limits(max_keepalive_connections=0, max_connections=64)
_TIMES: Final = httpx2.Timeout(20.0, connect=5.0)


async def resolve(host: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@final
class GuardedTransport(httpx2.AsyncBaseTransport):
    """A transport that goes only where the rules let it, for every client that needs one."""

    def __init__(
        self,
        rules: EgressRules,
        *,
        resolve: Resolve = resolve,
        out: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._rules = rules
        self._resolve = resolve
        self._given = out

    @cached_property
    def _out(self) -> httpx2.AsyncBaseTransport:
        """Made when it is needed: reading all certificates takes a moment."""
        if self._given is not None:
            return self._given
        return httpx2.AsyncHTTPTransport(limits=_LIMITS, trust_env=False, retries=0)

    @override
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raise `Invalid` for a place that tools may not reach, before any connection."""
        place = self._rules.place(str(request.url))
        address = await self._address(place)
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        host = place.url.partition("://")[2].partition("/")[0].partition("?")[0]
        pinned = httpx2.Request(
            request.method,
            request.url.copy_with(host=str(address)),
            headers=[(b"Host", host.encode()), *headers],
            stream=request.stream,
            extensions={
                "timeout": _TIMES.as_dict(),
                **request.extensions,
                "sni_hostname": place.host,
            },
        )
        return await self._out.handle_async_request(pinned)

    async def _address(self, place: WebPlace) -> IpAddress:
        """Of several addresses none may be a forbidden one: which is taken is not ours to say."""
        try:
            found = [ipaddress.ip_address(each) for each in await self._addresses(place)]
        except (OSError, ValueError):
            raise Invalid(REFUSED) from None
        for address in found:
            self._rules.check_address(address, place)
        if not found:
            raise Invalid(REFUSED)
        return found[0]

    async def _addresses(self, place: WebPlace) -> Sequence[str]:
        try:
            return [str(ipaddress.ip_address(place.host))]
        except ValueError:
            return await self._resolve(place.host, place.port)

    @override
    async def aclose(self) -> None:
        await self._out.aclose()


@final
class WebEgress(Egress):
    def __init__(self, transport: httpx2.AsyncBaseTransport) -> None:
        self._transport = transport

    @override
    async def send(self, request: WebRequest) -> WebAnswer:
        headers = _checked(request)
        try:
            async with asyncio.timeout(request.time_max_s):
                return await self._followed(request, headers)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError, UnicodeError):
            raise Invalid(REFUSED) from None

    async def _followed(self, request: WebRequest, headers: dict[str, str]) -> WebAnswer:
        url, method, body = request.url, request.method, request.body
        for left in range(request.redirects, -1, -1):
            answer = await self._once(url, method, headers, body, request.bytes_max)
            there = answer.headers.get("location")
            if answer.status not in _REDIRECTS or there is None or not request.redirects:
                return answer
            if not left:
                break
            url = urljoin(answer.url, there)
            if answer.status == _SEE_OTHER or method == "POST":
                method, body = "GET", None
        raise Invalid("this address leads on too often")

    async def _once(
        self, url: str, method: str, headers: dict[str, str], body: bytes | None, bytes_max: int
    ) -> WebAnswer:
        request = httpx2.Request(method, url, headers=headers, content=body)
        response = await self._transport.handle_async_request(request)
        try:
            if response.headers.get("content-encoding", "identity").lower() != "identity":
                raise Invalid("the answer is compressed though nobody asked for it")
            pieces, size = list[bytes](), 0
            assert isinstance(response.stream, httpx2.AsyncByteStream)
            async for piece in response.stream:
                pieces.append(piece)
                size += len(piece)
                if size > bytes_max:
                    break
        finally:
            await response.aclose()
        return WebAnswer(
            url=url,
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=b"".join(pieces)[:bytes_max],
            is_cut=size > bytes_max,
        )


def _checked(request: WebRequest) -> dict[str, str]:
    """Raise `Invalid` for names and values that could say something else than they seem to."""
    if not re.fullmatch(r"[A-Z]{1,10}", request.method) or request.method in {"CONNECT", "TRACE"}:
        raise Invalid(f"{request.method[:20]!r} is no method")
    for name, value in request.headers.items():
        if not _TOKEN.fullmatch(name) or name.lower() in _OURS or not _VALUE.fullmatch(value):
            raise Invalid(f"the header {name[:40]!r} cannot be sent")
    return {"user-agent": _AGENT, **request.headers, "accept-encoding": "identity"}
