import pytest

from adapters.outbound.memory.embedding_models import DIMENSIONS, MemoryEmbeddingModels
from application.ports.embedding_models import EmbeddingModels
from domain.ids import RequestId
from domain.llm.embedding import EmbeddingRequest
from domain.llm.events import Failure
from domain.llm.usage import Usage
from tests.contracts.catalog import EmbeddingModelsContract
from tests.contracts.embedding_models import heard

REQUEST = RequestId("r1")


class TestMemoryEmbeddingModels(EmbeddingModelsContract):
    @pytest.fixture
    def models(self) -> EmbeddingModels:
        return MemoryEmbeddingModels(provider="here")


async def test_the_same_text_has_the_same_vector_and_another_has_another() -> None:
    models = MemoryEmbeddingModels()

    vectors, reply = await heard(
        models.embed(EmbeddingRequest(inputs=("a b", "c", "a b")), request=REQUEST)
    )

    assert vectors[0] == vectors[2] != vectors[1]
    assert {len(vector) for vector in vectors} == {DIMENSIONS}
    assert reply.usage == Usage(input_uncached=5)


async def test_dimensions_are_as_asked() -> None:
    asked = EmbeddingRequest(inputs=((1, 2, 3),), dimensions=3)

    (vector,), _ = await heard(MemoryEmbeddingModels().embed(asked, request=REQUEST))

    assert len(vector) == 3


async def test_a_failure_is_told_in_place_of_vectors() -> None:
    failure = Failure(kind="overloaded", message="busy")
    models = MemoryEmbeddingModels(failure)

    vectors, reply = await heard(models.embed(EmbeddingRequest(inputs=("a",)), request=REQUEST))

    assert (vectors, reply.failure) == ([], failure)
