import pytest

from adapters.outbound.providers.registry import ConfiguredLanguageModels
from domain.catalog.models import Model
from domain.errors import NotFound
from tests.unit.application.chat.scripted_model import ScriptedModel


def a_model(provider: str) -> Model:
    return Model(name="m", label="M", provider=provider, kind="openai", upstream="m-1")


def test_a_model_is_reached_by_its_provider_s_name() -> None:
    here, there = ScriptedModel(), ScriptedModel()
    models = ConfiguredLanguageModels({"here": lambda _: here, "there": lambda _: there})

    assert models.of(a_model("there")) is there


def test_a_provider_that_is_not_configured_is_named() -> None:
    with pytest.raises(NotFound, match="'gone'"):
        ConfiguredLanguageModels({}).of(a_model("gone"))
