"""From settings to providers: which adapter speaks to each, with which key and address."""

from collections.abc import Mapping

from adapters.outbound.anthropic import model as anthropic
from adapters.outbound.openai import model as openai
from adapters.outbound.providers.registry import Connect
from application.ports.language_models import LanguageModel
from domain.catalog.models import Model
from domain.formats.openai_chat.request import OpenAiDialect
from entrypoints.settings import ProviderSettings, Settings


def connections(settings: Settings) -> Mapping[str, Connect]:
    """One client a provider, shared by all its models. Google's has no adapter yet."""
    return {
        name: _connect(provider)
        for name, provider in settings.offered_providers.items()
        if provider.kind != "google"
    }


def _connect(provider: ProviderSettings) -> Connect:
    key = None if provider.api_key is None else provider.api_key.get_secret_value()
    if provider.kind == "anthropic":
        return _anthropic(key or "", provider.base_url)
    dialect: OpenAiDialect = "openai" if provider.kind == "openai" else "compatible"
    return _openai(key, provider.base_url, dialect)


def _anthropic(key: str, base_url: str | None) -> Connect:
    client = anthropic.client_for(api_key=key, base_url=base_url)

    def connect(model: Model) -> LanguageModel:
        return anthropic.AnthropicModel(
            client=client, upstream=model.upstream, capabilities=model.capabilities
        )

    return connect


def _openai(key: str | None, base_url: str | None, dialect: OpenAiDialect) -> Connect:
    client = openai.client_for(api_key=key, base_url=base_url)

    def connect(model: Model) -> LanguageModel:
        return openai.OpenAiModel(
            client=client,
            upstream=model.upstream,
            capabilities=model.capabilities,
            dialect=dialect,
        )

    return connect
