"""What every catalogue, and every way from it to the models, must do."""

from dataclasses import replace

import pytest

from application.ports.embedding_models import EmbeddingModels
from application.ports.language_models import LanguageModels, ModelCatalog
from domain.catalog.models import Catalog, Model
from domain.errors import NotFound
from domain.llm.embedding import EmbeddingRequest
from domain.llm.prompt import Prompt
from tests.contracts.embedding_models import heard
from tests.contracts.language_models import REQUEST, reply_of

HERE = Model(name="fast", label="Fast", provider="here", kind="openai", upstream="fast-1")
DEEP = replace(HERE, name="deep", aliases=("slow",))


class ModelCatalogContract:
    """`catalog` has the models `HERE` and `DEEP` on offer, in this order."""

    async def test_all_models_are_on_offer_in_their_order(self, catalog: ModelCatalog) -> None:
        assert await catalog.current() == Catalog(models=(HERE, DEEP))

    async def test_asking_again_gives_the_same(self, catalog: ModelCatalog) -> None:
        assert await catalog.current() == await catalog.current()


class LanguageModelsContract:
    """`models` has one provider, `here`, whose models say "hello"."""

    async def test_a_model_of_a_provider_answers(self, models: LanguageModels) -> None:
        reply = await reply_of(models.of(HERE).stream(Prompt(turns=()), request=REQUEST))

        assert reply.text == "hello"

    def test_a_provider_that_is_not_configured_is_not_found(self, models: LanguageModels) -> None:
        with pytest.raises(NotFound, match="'elsewhere' is not configured"):
            models.of(replace(HERE, provider="elsewhere"))


class EmbeddingModelsContract:
    """`models` has one provider, `here`, whose models make vectors."""

    async def test_a_model_of_a_provider_makes_vectors(self, models: EmbeddingModels) -> None:
        asked = EmbeddingRequest(inputs=("a", "b"))

        vectors, _ = await heard(models.embedder_of(HERE).embed(asked, request=REQUEST))

        assert len(vectors) == 2

    def test_a_provider_that_is_not_configured_has_none(self, models: EmbeddingModels) -> None:
        with pytest.raises(NotFound, match="'elsewhere' is not configured"):
            models.embedder_of(replace(HERE, provider="elsewhere"))
