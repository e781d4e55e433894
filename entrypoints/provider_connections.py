"""From settings to providers: which adapter speaks to each, with which key and address.

Each adapter is imported when the first provider of its kind is opened, and its vendor's SDK with
it: these take seconds, and a service that starts needs none of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias, final

from adapters.outbound.providers.courier import Courier
from adapters.outbound.providers.provider import Provider
from adapters.outbound.providers.registry import Open
from entrypoints.settings import ProviderSettings, Settings

Around: TypeAlias = Callable[[Courier], Courier]


def connections(settings: Settings) -> Mapping[str, Open]:
    """How to open each provider: one client, shared by all its models."""
    endpoint, share = settings.trace_endpoint, settings.trace_share
    around = _as_it_is if endpoint is None else _traced(endpoint, share)
    return {
        name: OpenProvider(provider, around)
        for name, provider in settings.offered_providers.items()
    }


def _as_it_is(courier: Courier) -> Courier:
    return courier


@lru_cache(maxsize=1)
def _traced(endpoint: str, share: float) -> Around:
    """The same one for the same setting: providers that were opened so stay open."""

    def traced(courier: Courier) -> Courier:
        from entrypoints.tracing import traced_courier

        return traced_courier(courier, endpoint=endpoint, share=share)

    return traced


@final
@dataclass(frozen=True, slots=True)
class OpenProvider:
    """Equal where the settings are."""

    settings: ProviderSettings
    around: Around = _as_it_is

    def __call__(self) -> Provider:
        return open_provider(self.settings, self.around)


def open_provider(provider: ProviderSettings, around: Around = _as_it_is) -> Provider:
    """`around` is put around what carries its requests."""
    key = None if provider.api_key is None else provider.api_key.get_secret_value()
    match provider.kind:
        case "anthropic":
            return _anthropic(key or "", provider.base_url, around)
        case "google":
            return _google(key or "", provider.base_url, around)
        case "openai" | "openai_compatible":
            return _openai(key, provider, around)


def _anthropic(key: str, base_url: str | None, around: Around) -> Provider:
    from adapters.outbound.anthropic.model import AnthropicProvider, client_for

    client = client_for(api_key=key, base_url=base_url)
    return AnthropicProvider(client=replace(client, courier=around(client.courier)))


def _google(key: str, base_url: str | None, around: Around) -> Provider:
    from adapters.outbound.google.model import GoogleProvider, client_for

    client = client_for(api_key=key, base_url=base_url)
    return GoogleProvider(client=replace(client, courier=around(client.courier)))


def _openai(key: str | None, provider: ProviderSettings, around: Around) -> Provider:
    from adapters.outbound.openai.model import OpenAiProvider, client_for

    client = client_for(api_key=key, base_url=provider.base_url)
    return OpenAiProvider(
        client=replace(client, courier=around(client.courier)),
        dialect="openai" if provider.kind == "openai" else "compatible",
    )
