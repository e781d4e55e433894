"""In which of OpenAI's formats a provider is asked, as it is set."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from domain.catalog.models import Model
from entrypoints.configuration.providers import ModelSettings, ProviderSettings
from entrypoints.model_catalog import catalog_from
from entrypoints.settings import Settings

KEY = SecretStr("k")
ELSEWHERE = "https://gateway.test/v1"


def model_of(provider: dict[str, Any], **model: Any) -> Model:
    """The only model of a provider, as the catalogue has it."""
    settings = Settings(
        local_model=False,
        providers={"p": ProviderSettings.model_validate({"api_key": KEY, **provider})},
        models=(ModelSettings.model_validate({"name": "m", "provider": "p", **model}),),
    )
    catalog = catalog_from(
        settings, prices_of=lambda _kind, _upstream, _at: (), at=datetime(2026, 11, 30, tzinfo=UTC)
    )
    (found,) = catalog.models
    return found


@pytest.mark.parametrize(
    ("provider", "format"),
    [
        ({"kind": "openai"}, None),
        ({"kind": "openai", "base_url": "https://api.openai.com/v1"}, None),
        ({"kind": "openai", "base_url": ELSEWHERE}, "openai_chat"),
        (
            {"kind": "openai", "base_url": ELSEWHERE, "format": "openai_responses"},
            "openai_responses",
        ),
        ({"kind": "openai", "format": "openai_chat"}, "openai_chat"),
        ({"kind": "openai_compatible", "base_url": ELSEWHERE}, None),
        (
            {"kind": "openai_compatible", "base_url": ELSEWHERE, "format": "openai_responses"},
            "openai_responses",
        ),
        ({"kind": "anthropic"}, None),
    ],
    ids=[
        "OpenAI itself",
        "by its address",
        "another address",
        "another address in responses",
        "OpenAI in chat alone",
        "another server",
        "another server in responses",
        "another vendor",
    ],
)
def test_a_provider_s_models_are_asked_in_its_format(
    provider: dict[str, Any], format: str | None
) -> None:
    assert model_of(provider).format == format


def test_a_model_s_own_format_goes_before_its_provider_s() -> None:
    provider = {"kind": "openai", "format": "openai_chat"}

    assert model_of(provider, format="openai_responses").format == "openai_responses"


def test_a_vendor_of_one_format_has_no_choice() -> None:
    with pytest.raises(ValidationError, match="kind anthropic has one format"):
        model_of({"kind": "anthropic", "format": "openai_chat"})
    with pytest.raises(ValidationError, match="model 'm' has a format"):
        model_of({"kind": "anthropic"}, format="openai_responses")
    with pytest.raises(ValidationError, match="format"):
        model_of({"kind": "openai", "format": "anthropic_messages"})


def test_a_key_in_the_environment_leaves_the_format_of_its_table() -> None:
    table = ProviderSettings(kind="openai", api_key=KEY, format="openai_responses")

    settings = Settings(openai_api_key=SecretStr("other"), providers={"openai": table})

    assert settings.offered_providers["openai"].format == "openai_responses"


def test_a_model_that_nobody_knows_reasons_when_its_operator_says_so() -> None:
    provider = {"kind": "openai_compatible", "base_url": ELSEWHERE}

    plain = model_of(provider).capabilities
    reasoning = model_of(provider, capabilities=["reasoning"]).capabilities

    assert plain.thinking == "none"
    assert (reasoning.thinking, reasoning.efforts) == ("adaptive", ("low", "medium", "high"))
