"""What a service stands on is opened with it, and closed at its end."""

import uuid

import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from adapters.outbound.openai.model import OpenAiModel
from domain.catalog.models import Model
from entrypoints.container import Container
from entrypoints.life import container_for, lifespan_of
from entrypoints.settings import Settings

LOCAL = Model(name="m", label="M", provider="local", kind="openai_compatible", upstream="m-1")


@pytest.fixture
def container(mongo_url: str, redis_url: str) -> Container:
    return container_for(
        Settings(
            mongo_url=SecretStr(mongo_url),
            redis_url=SecretStr(redis_url),
            mongo_database=f"test_{uuid.uuid4().hex[:30]}",
        )
    )


async def test_a_provider_s_client_is_closed_with_the_service(container: Container) -> None:
    async with lifespan_of(container, asks_models=True)(FastAPI()):
        await container.models().open_all()
        model = container.models().of(LOCAL)
        assert isinstance(model, OpenAiModel)
        assert not model.client.http.is_closed
        await container.connection().client.drop_database(container.settings().mongo_database)

    assert model.client.http.is_closed


async def test_a_service_may_end_while_its_providers_are_still_being_opened(
    container: Container,
) -> None:
    async with lifespan_of(container, asks_models=True)(FastAPI()):
        await container.connection().client.drop_database(container.settings().mongo_database)

    assert not isinstance(container.models().of(LOCAL), OpenAiModel)
