"""Which models a provider has for a key: the lists of OpenAI, Anthropic and Google.

Everything else that speaks like OpenAI is asked as OpenAI is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final
from urllib.parse import urlsplit

import httpx2

from application.ports.offers import ProviderAddress
from domain.errors import Invalid, UpstreamFailed
from domain.json import Json, listed, read

_WITHIN_S: Final = 10.0
_MOST_BYTES: Final = 8 * 1024 * 1024
_TOLD: Final = 300


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ListModels:
    transport: httpx2.AsyncBaseTransport | None = None

    async def __call__(self, where: ProviderAddress) -> tuple[str, ...]:
        url, headers = _asked(where)
        try:
            async with (
                httpx2.AsyncClient(timeout=_WITHIN_S, transport=self.transport) as client,
                client.stream("GET", url, headers=headers) as answer,
            ):
                body = await _bounded(answer)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise UpstreamFailed(f"{url} cannot be reached: {reason}") from None
        if not answer.is_success:
            raise UpstreamFailed(f"{url} answered {answer.status_code}{_words(body, where)}")
        try:
            return _names(read(body))
        except Invalid:
            raise UpstreamFailed(f"{url} answered with something that is no list") from None


def _asked(where: ProviderAddress) -> tuple[str, dict[str, str]]:
    root, key = (where.base_url or "").rstrip("/"), where.api_key or ""
    match where.kind:
        case "anthropic":
            root = (root or "https://api.anthropic.com").removesuffix("/v1")
            headers = {"x-api-key": key, "anthropic-version": "2023-06-01"}
            return f"{root}/v1/models?limit=1000", headers
        case "google":
            root = (root or "https://generativelanguage.googleapis.com").removesuffix("/v1beta")
            return f"{root}/v1beta/models?pageSize=1000", {"x-goog-api-key": key}
        case "openai" | "openai_compatible":
            headers = {"authorization": f"Bearer {key}"} if key else {}
            root = root or "https://api.openai.com"
            return f"{root if urlsplit(root).path else f'{root}/v1'}/models", headers


async def _bounded(answer: httpx2.Response) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > _MOST_BYTES:
            raise UpstreamFailed("the list of models is too long")
    return bytes(body)


def _words(body: bytes, where: ProviderAddress) -> str:
    """What went wrong, in the provider's words; some repeat the key."""
    told = " ".join(body.decode(errors="replace").split())[:_TOLD]
    if where.api_key:
        told = told.replace(where.api_key, "…")
    return f": {told}" if told else ""


def _names(found: Json) -> tuple[str, ...]:
    if not isinstance(found, Mapping):
        raise Invalid("no object")
    rows = [*listed(found.get("data")), *listed(found.get("models"))]
    names = {
        name.removeprefix("models/")
        for row in rows
        if isinstance(row, Mapping) and isinstance(name := row.get("id") or row.get("name"), str)
    }
    return tuple(sorted(names))
