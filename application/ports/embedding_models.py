from abc import abstractmethod
from collections.abc import AsyncGenerator
from typing import Protocol

from domain.catalog.models import Model
from domain.ids import RequestId
from domain.llm.embedding import Embedded, EmbeddingRequest


class EmbeddingModel(Protocol):
    """A model that makes vectors of texts."""

    @abstractmethod
    def embed(self, asked: EmbeddingRequest, *, request: RequestId) -> AsyncGenerator[Embedded]:
        """Ask, and yield the vectors as they come, in the inputs' order, one for each.

        The events of all parts together are a legal order of `domain.llm.events`, without
        blocks. What goes wrong at the provider is a `Failed` event, never an exception. Where
        the vendor gives no count of tokens, a `UsageReported` is estimated. Closing the generator
        closes the connection to the provider at once. `request` goes along as `x-request-id`.
        """


class EmbeddingModels(Protocol):
    """The way from a model in the catalogue to the one that makes vectors."""

    @abstractmethod
    def embedder_of(self, model: Model) -> EmbeddingModel:
        """Return the model's adapter. Raise `NotFound` when its provider is not configured."""
