from abc import abstractmethod
from collections.abc import AsyncGenerator
from typing import Protocol

from domain.catalog.models import Catalog, Model
from domain.ids import RequestId
from domain.llm.events import StreamEvent
from domain.llm.prompt import Prompt


class LanguageModel(Protocol):
    """A model that can be asked."""

    @abstractmethod
    def stream(self, prompt: Prompt, *, request: RequestId) -> AsyncGenerator[StreamEvent]:
        """Ask, and yield the answer as it comes: a legal order of `domain.llm.events`.

        What goes wrong at the provider is a `Failed` event, never an exception. Closing the
        generator closes the connection to the provider at once. `request` goes along as
        `x-request-id`.
        """


class LanguageModels(Protocol):
    """The way from a model in the catalogue to the one that answers."""

    @abstractmethod
    def of(self, model: Model) -> LanguageModel:
        """Return the model's adapter. Raise `NotFound` when its provider is not configured."""


class ModelCatalog(Protocol):
    @abstractmethod
    async def current(self) -> Catalog:
        """Return all models on offer now."""
