"""From settings to providers: which adapter speaks to each, with which key and address."""

from collections.abc import Mapping

from openai import AsyncOpenAI

from adapters.outbound.openai.model import OpenAiModel, client_for
from adapters.outbound.providers.registry import Connect
from application.ports.language_models import LanguageModel
from domain.catalog.models import Model
from domain.formats.openai_chat.request import OpenAiDialect
from entrypoints.settings import ProviderSettings, Settings


def connections(settings: Settings) -> Mapping[str, Connect]:
    """One client a provider, shared by all its models."""
    return {
        name: _connect(provider)
        for name, provider in settings.offered_providers.items()
        if provider.kind in {"openai", "openai_compatible"}
    }


def _connect(provider: ProviderSettings) -> Connect:
    key = provider.api_key
    client = client_for(
        api_key=None if key is None else key.get_secret_value(), base_url=provider.base_url
    )
    return _openai(client, "openai" if provider.kind == "openai" else "compatible")


def _openai(client: AsyncOpenAI, dialect: OpenAiDialect) -> Connect:
    def connect(model: Model) -> LanguageModel:
        return OpenAiModel(
            client=client,
            upstream=model.upstream,
            capabilities=model.capabilities,
            dialect=dialect,
        )

    return connect
