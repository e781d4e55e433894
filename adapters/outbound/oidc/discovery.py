"""What a provider says of itself (OpenID Connect Discovery 1.0), and its keys (RFC 7517)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final
from urllib.parse import urlsplit

from application.ports.clock import Stopwatch
from application.ports.egress import Egress, WebRequest
from domain.errors import Invalid, UpstreamFailed
from domain.json import Json, JsonObject, listed, read

_KEPT_S: Final = 3_600.0
_ANEW_AFTER_S: Final = 30.0
"""Whoever sends tokens of unknown keys makes us ask no more often than this."""
_BYTES_MAX: Final = 512 * 1024
TIME_MAX_S: Final = 10.0
_OK: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """`names_itself`: its answers say who gave them (RFC 9207)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    takes_basic: bool
    names_itself: bool


@final
class Discovery:
    """Kept for an hour in this process; keys are asked for anew when one is not known."""

    def __init__(self, issuer: str, *, label: str, egress: Egress, stopwatch: Stopwatch) -> None:
        self._issuer = issuer
        self._label = label
        self._egress = egress
        self._stopwatch = stopwatch
        self._lock = asyncio.Lock()
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, Sequence[JsonObject]] | None = None

    async def metadata(self) -> Metadata:
        """Raise `UpstreamFailed`, also for what says it is another's."""
        async with self._lock:
            if self._metadata is None or self._stopwatch() - self._metadata[0] > _KEPT_S:
                url = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
                found = self._read(await self.fetch(WebRequest(url=url)))
                self._metadata = (self._stopwatch(), found)
            return self._metadata[1]

    async def keys(self, *, anew: bool = False) -> Sequence[JsonObject]:
        """Raise `UpstreamFailed`."""
        metadata = await self.metadata()
        async with self._lock:
            lasting = _ANEW_AFTER_S if anew else _KEPT_S
            if self._keys is None or self._stopwatch() - self._keys[0] > lasting:
                found = await self.fetch(WebRequest(url=metadata.jwks_uri))
                keys = [each for each in listed(found.get("keys")) if isinstance(each, dict)]
                self._keys = (self._stopwatch(), keys)
            return self._keys[1]

    async def fetch(self, request: WebRequest) -> JsonObject:
        """Return the object at an address of the provider's. Raise `UpstreamFailed`."""
        status, found = await self.ask(request)
        if status != _OK or found is None:
            raise UpstreamFailed(f"{self._label} does not answer as it should; try again later")
        return found

    async def ask(self, request: WebRequest) -> tuple[int, JsonObject | None]:
        """Status and object of an answer. Raise `UpstreamFailed` where there is no answer."""
        bounded = WebRequest(
            url=request.url,
            method=request.method,
            headers={"accept": "application/json", **request.headers},
            body=request.body,
            bytes_max=_BYTES_MAX,
            time_max_s=TIME_MAX_S,
        )
        try:
            answer = await self._egress.send(bounded)
        except Invalid:
            raise UpstreamFailed(f"{self._label} cannot be reached; try again later") from None
        try:
            found = None if answer.is_cut else read(answer.body)
        except Invalid:
            found = None
        return answer.status, found if isinstance(found, dict) else None

    def _read(self, found: JsonObject) -> Metadata:
        if found.get("issuer") != self._issuer:
            raise UpstreamFailed(f"{self._label} says that it is another: look at its issuer")
        methods = found.get("token_endpoint_auth_methods_supported")
        userinfo = found.get("userinfo_endpoint")
        return Metadata(
            authorization_endpoint=self._url(found.get("authorization_endpoint")),
            token_endpoint=self._url(found.get("token_endpoint")),
            jwks_uri=self._url(found.get("jwks_uri")),
            userinfo_endpoint=None if userinfo is None else self._url(userinfo),
            # What it takes when it does not say (section 3).
            takes_basic=methods is None or "client_secret_basic" in listed(methods),
            names_itself=found.get("authorization_response_iss_parameter_supported") is True,
        )

    def _url(self, value: Json) -> str:
        """Encrypted, unless the provider itself is on this machine without it."""
        own = urlsplit(self._issuer)
        parts = urlsplit(value) if isinstance(value, str) else None
        if parts is not None and isinstance(value, str) and not parts.fragment:
            plain = own.scheme == "http" and parts.netloc == own.netloc
            if parts.scheme == "https" or (parts.scheme == "http" and plain):
                return value
        raise UpstreamFailed(f"{self._label} does not say where it is to be asked")
