"""From settings to providers: which adapter speaks to each, with which key and address.

Each adapter is imported when the first provider of its kind is opened, and its vendor's SDK with
it: these take seconds, and a service that starts needs none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from adapters.outbound.providers.provider import Provider
from adapters.outbound.providers.registry import Open
from entrypoints.settings import ProviderSettings, Settings


def connections(settings: Settings) -> Mapping[str, Open]:
    """How to open each provider: one client, shared by all its models."""
    return {name: OpenProvider(provider) for name, provider in settings.offered_providers.items()}


@final
@dataclass(frozen=True, slots=True)
class OpenProvider:
    """Equal where the settings are."""

    settings: ProviderSettings

    def __call__(self) -> Provider:
        return open_provider(self.settings)


def open_provider(provider: ProviderSettings) -> Provider:
    key = None if provider.api_key is None else provider.api_key.get_secret_value()
    match provider.kind:
        case "anthropic":
            return _anthropic(key or "", provider.base_url)
        case "google":
            return _google(key or "", provider.base_url)
        case "openai" | "openai_compatible":
            return _openai(key, provider)


def _anthropic(key: str, base_url: str | None) -> Provider:
    from adapters.outbound.anthropic.model import AnthropicProvider, client_for

    return AnthropicProvider(client=client_for(api_key=key, base_url=base_url))


def _google(key: str, base_url: str | None) -> Provider:
    from adapters.outbound.google.model import GoogleProvider, client_for

    return GoogleProvider(client=client_for(api_key=key, base_url=base_url))


def _openai(key: str | None, provider: ProviderSettings) -> Provider:
    from adapters.outbound.openai.model import OpenAiProvider, client_for

    return OpenAiProvider(
        client=client_for(api_key=key, base_url=provider.base_url),
        dialect="openai" if provider.kind == "openai" else "compatible",
    )
