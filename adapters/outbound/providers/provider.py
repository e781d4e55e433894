"""What every vendor's adapter is made of: a client of ours under the vendor's SDK."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol, final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2
from typing_extensions import override

from adapters.outbound.providers.courier import Courier, LibraryCourier
from adapters.outbound.providers.lean_courier import LeanCourier
from application.ports.embedding_models import EmbeddingModel
from application.ports.language_models import LanguageModel, OwnWords, Passage, TokenCounter
from application.ports.plain_passages import PlainPassage
from domain.catalog.models import Model
from domain.errors import NotFound
from domain.formats.parts_reading import FormatName
from domain.ids import RequestId
from domain.llm.events import Failure
from domain.llm.prompt import Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """To connect, between any two reads, and for a whole answer."""

    connect_s: float = 5
    idle_s: float = 60
    total_s: float = 600


USUAL: Final = Timeouts()
_LIMITS: Final = httpx2.Limits(max_connections=4_000, max_keepalive_connections=100)
"""Answers that stream at the same time hold a connection each; the library's own 100 are few."""


@final
class NoCounter(TokenCounter):
    @override
    async def count(self, asked: OwnWords | Prompt, *, request: RequestId) -> int | Failure:
        return Failure(kind="unreachable", message="this provider counts no tokens")


class Provider(Protocol):
    """One configured provider with an open client, shared by all its models."""

    @abstractmethod
    def model(self, found: Model) -> LanguageModel:
        """Return the adapter of one of its models."""

    @abstractmethod
    def passage(self, found: Model, format: FormatName) -> Passage:
        """Return the way to one of its models for requests in a format that it speaks."""

    def counter(self, found: Model) -> TokenCounter:
        """Return the vendor's own counter; most have none."""
        del found
        return NoCounter()

    def embedder(self, found: Model) -> EmbeddingModel:
        """Return the adapter of one of its models that make vectors; it has some by `tasks`."""
        raise NotFound(f"{found.provider!r} has no embeddings")

    def plain(self, found: Model) -> PlainPassage:
        """Return the way to one of its models for requests of OpenAI's as bytes, as `embedder`."""
        raise NotFound(f"{found.provider!r} takes no such requests")

    def with_key(self, key: str) -> "Provider":
        """The same with another key, over the same connections. Not to be closed by itself."""
        del key
        raise NotFound("this provider takes no keys of people's own")

    @abstractmethod
    async def aclose(self) -> None:
        """Close the client and its connections."""


def http_client(
    timeouts: Timeouts,
    transport: httpx2.AsyncBaseTransport | None,
    *,
    before_sending: Callable[[httpx2.Request], Awaitable[None]] | None = None,
) -> httpx2.AsyncClient:
    """What an SDK sends through. It follows no redirect: keys stay where they were meant for."""
    return httpx2.AsyncClient(
        limits=_LIMITS,
        timeout=httpx2.Timeout(timeouts.idle_s, connect=timeouts.connect_s),
        transport=transport,
        follow_redirects=False,
        event_hooks={"request": [before_sending] if before_sending else []},
    )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class VendorClient:
    """What reaches one provider: its address without a slash at the end, and our credentials.

    `courier` carries what is asked all the time; `http` the rest, which may be large.
    """

    root: str
    headers: Mapping[str, str] = field(repr=False)
    courier: Courier
    http: httpx2.AsyncClient
    timeouts: Timeouts = USUAL

    async def aclose(self) -> None:
        await self.courier.aclose()
        await self.http.aclose()


def vendor_client(
    root: str,
    headers: Mapping[str, str],
    *,
    timeouts: Timeouts,
    transport: httpx2.AsyncBaseTransport | None,
) -> VendorClient:
    """A shared client. A `transport` carries everything in place of sockets."""
    http = http_client(timeouts, transport)
    courier = courier_for(root, http, timeouts, lean=transport is None)
    return VendorClient(root=root, headers=headers, courier=courier, http=http, timeouts=timeouts)


def courier_for(root: str, http: httpx2.AsyncClient, timeouts: Timeouts, *, lean: bool) -> Courier:
    """Our own connections, unless there is a proxy between: the library knows these."""
    if not lean or _is_behind_proxy(root):
        return LibraryCourier(http)
    return LeanCourier(connect_s=timeouts.connect_s, idle_s=timeouts.idle_s)


def _is_behind_proxy(root: str) -> bool:
    parts, proxies = urlsplit(root), getproxies()
    known = any(proxies.get(scheme) for scheme in (parts.scheme, "all"))
    return known and not proxy_bypass(parts.netloc)
