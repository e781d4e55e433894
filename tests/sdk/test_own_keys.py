"""Asked with a key of a person's own, no vendor ever sees ours: on every way to it."""

from contextlib import aclosing
from dataclasses import replace

import httpx2
import pytest

from adapters.outbound.anthropic.model import AnthropicProvider
from adapters.outbound.anthropic.model import client_for as anthropic_client
from adapters.outbound.google.model import GoogleProvider
from adapters.outbound.google.model import client_for as google_client
from adapters.outbound.openai.model import OpenAiProvider
from adapters.outbound.openai.model import client_for as openai_client
from adapters.outbound.providers.provider import Provider
from adapters.outbound.providers.registry import ConfiguredLanguageModels
from domain.catalog.models import Model, ProviderKind
from domain.catalog.own_key import Credential
from domain.llm.embedding import EmbeddingRequest
from domain.llm.prompt import Prompt, Text, Turn
from tests.contracts.language_models import REQUEST

OURS, THEIRS = "sk-ours-0000", "sk-theirs-1111"
ADDRESS = "https://vendor.test"
PROMPT = Prompt(turns=(Turn(role="user", parts=(Text(text="hi"),)),))


class Vendor:
    """Refuses everybody, and remembers what was sent."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.heard.append(f"{request.url} {list(request.headers.raw)}")
        return httpx2.Response(400, json={"error": {"message": "no"}})


def opened(kind: ProviderKind, vendor: Vendor) -> Provider:
    transport = httpx2.MockTransport(vendor)
    match kind:
        case "anthropic":
            found = anthropic_client(api_key=OURS, base_url=ADDRESS, transport=transport)
            return AnthropicProvider(client=found)
        case "google":
            return GoogleProvider(
                client=google_client(api_key=OURS, base_url=ADDRESS, transport=transport)
            )
        case "openai" | "openai_compatible":
            client = openai_client(api_key=OURS, base_url=ADDRESS, transport=transport)
            return OpenAiProvider(client=client, dialect="openai")


def a_model(kind: ProviderKind, credential: Credential | None = None) -> Model:
    return Model(
        name="m", label="m", provider="p", kind=kind, upstream="m-1", credential=credential
    )


async def asked(models: ConfiguredLanguageModels, model: Model) -> None:
    async with aclosing(models.of(model).stream(PROMPT, request=REQUEST)) as answer:
        async for _ in answer:
            pass


@pytest.mark.parametrize("kind", ["openai", "anthropic", "google"])
async def test_a_call_of_who_has_a_key_is_made_with_that_and_others_with_ours(
    kind: ProviderKind,
) -> None:
    vendor = Vendor()
    models = ConfiguredLanguageModels({"p": lambda: opened(kind, vendor)})
    own = a_model(kind, Credential(of="a", secret=THEIRS))

    await asked(models, own)  # opens the provider
    await asked(models, own)
    await asked(models, a_model(kind))
    await models.counter_of(own).count(PROMPT, request=REQUEST)
    await models.aclose()

    theirs = [each for each in vendor.heard if THEIRS in each]
    ours = [each for each in vendor.heard if OURS in each]
    assert (len(ours), len(theirs)) == (1, len(vendor.heard) - 1)
    assert len(theirs) >= 2


@pytest.mark.parametrize("kind", ["openai", "google"])
async def test_vectors_too(kind: ProviderKind) -> None:
    vendor = Vendor()
    models = ConfiguredLanguageModels({"p": lambda: opened(kind, vendor)})
    own = replace(a_model(kind, Credential(of="a", secret=THEIRS)), tasks=("embeddings",))

    asked_for = models.embedder_of(own).embed(EmbeddingRequest(inputs=("a",)), request=REQUEST)
    async with aclosing(asked_for) as answer:
        async for _ in answer:
            pass
    await models.aclose()

    assert [THEIRS in each and OURS not in each for each in vendor.heard] == [True]
