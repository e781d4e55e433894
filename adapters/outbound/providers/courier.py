"""What carries a request to a provider, and its answer back, whole or piece by piece.

Failures on the way are `httpx2.HTTPError`s, whoever carries.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol, final

import httpx2
from typing_extensions import override


class Answering(Protocol):
    """An answer whose headers are there; names of headers are lower-case."""

    @property
    @abstractmethod
    def status_code(self) -> int: ...

    @property
    @abstractmethod
    def headers(self) -> Mapping[str, str]: ...

    @property
    @abstractmethod
    def is_success(self) -> bool: ...

    @abstractmethod
    async def read(self) -> bytes | None:
        """Return what has come since, or wait for more; `None` at the end."""

    @abstractmethod
    async def aclose(self) -> None:
        """Close the connection at once, unless all of the answer was read."""


class Courier(Protocol):
    @abstractmethod
    async def post(
        self,
        url: str,
        *,
        content: bytes,
        headers: Mapping[str, str],
        within_s: float,
        idle_s: float | None = None,
        connect_s: float | None = None,
    ) -> Answering:
        """Send; return when the answer's headers are there. It follows no redirect.

        `within_s` is for the whole answer, `idle_s` between any two reads, `connect_s` for a new
        connection; `None` is what is usual.
        """

    @abstractmethod
    async def aclose(self) -> None: ...


@final
class LibraryCourier(Courier):
    """httpx2: for proxies, and for tests that put a server of their own in place of sockets."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self._http = http

    @override
    async def post(
        self,
        url: str,
        *,
        content: bytes,
        headers: Mapping[str, str],
        within_s: float,
        idle_s: float | None = None,
        connect_s: float | None = None,
    ) -> Answering:
        usual = self._http.timeout
        asked = self._http.build_request(
            "POST",
            url,
            content=content,
            headers=dict(headers),
            timeout=httpx2.Timeout(
                connect=usual.connect if connect_s is None else connect_s,
                read=usual.read if idle_s is None else idle_s,
                write=usual.write,
                pool=usual.pool,
            ),
        )
        deadline = asyncio.get_running_loop().time() + within_s
        async with asyncio.timeout_at(deadline):
            return _Dated(await self._http.send(asked, stream=True), deadline)

    @override
    async def aclose(self) -> None:
        await self._http.aclose()


@final
class _Dated(Answering):
    """The library's answer, whose pieces keep to a deadline."""

    def __init__(self, response: httpx2.Response, deadline: float) -> None:
        self._response = response
        self._pieces = response.aiter_bytes()
        self._deadline = deadline

    @property
    @override
    def status_code(self) -> int:
        return self._response.status_code

    @property
    @override
    def headers(self) -> Mapping[str, str]:
        return self._response.headers

    @property
    @override
    def is_success(self) -> bool:
        return self._response.is_success

    @override
    async def read(self) -> bytes | None:
        async with asyncio.timeout_at(self._deadline):
            return await anext(self._pieces, None)

    @override
    async def aclose(self) -> None:
        await self._response.aclose()
