from abc import abstractmethod
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from domain.catalog.models import Catalog, Model
from domain.formats.parts_reading import FormatName
from domain.formats.passing import Passing, Piece
from domain.ids import RequestId
from domain.json import JsonObject
from domain.llm.events import Failure, StreamEvent
from domain.llm.prompt import Prompt


class LanguageModel(Protocol):
    """A model that can be asked."""

    @abstractmethod
    def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        """Ask, and yield the answer as it comes: a legal order of `domain.llm.events`.

        What came at once is yielded at once; a `Failed` is by itself.

        What goes wrong at the provider is a `Failed` event, never an exception. Closing the
        generator closes the connection to the provider at once. `request` goes along as
        `x-request-id`.
        """

    async def whole(self, prompt: Prompt, *, request: RequestId) -> tuple[StreamEvent, ...]:
        """All of a short answer, which may be asked for in one piece: nobody hears it before.

        Cancelling it closes the connection to the provider at once.
        """
        told: list[StreamEvent] = []
        async with aclosing(self.stream(prompt, request=request)) as coming:
            async for events in coming:
                told += events
        return tuple(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """A request as its client wrote it, for a provider that speaks the same format.

    `model` is the client's name of the model, `None` when the provider's is the same. Of the
    client's headers those that belong to the format; names are lower-case.
    """

    format: FormatName
    passing: Passing
    body: JsonObject
    text: str
    model: str | None
    streamed: bool
    headers: Mapping[str, str]


class Passage(Protocol):
    """A way to a model for a request as it is."""

    @abstractmethod
    def send(self, words: OwnWords, *, request: RequestId) -> AsyncGenerator[Piece]:
        """Send, and yield the answer as it comes; its events are in a legal order.

        What goes wrong is a `Refused` or a `Failed`, never an exception. Closing the generator
        closes the connection to the provider at once. `request` goes along as `x-request-id`.
        """

    async def whole(self, words: OwnWords, *, request: RequestId) -> tuple[Piece, ...]:
        """The same for words that ask for no stream. Cancelling it closes the connection."""
        async with aclosing(self.send(words, request=request)) as pieces:
            return tuple([piece async for piece in pieces])


class LanguageModels(Protocol):
    """The way from a model in the catalogue to the one that answers."""

    @abstractmethod
    def of(self, model: Model) -> LanguageModel:
        """Return the model's adapter. Raise `NotFound` when its provider is not configured."""


class Passages(Protocol):
    @abstractmethod
    def of_model(self, model: Model, format: FormatName) -> Passage:
        """Return the way for requests in a format that the model's provider speaks.

        Raise `NotFound` when the provider is not configured.
        """


class TokenCounter(Protocol):
    @abstractmethod
    async def count(self, asked: OwnWords | Prompt, *, request: RequestId) -> int | Failure:
        """Return how many input tokens the vendor finds in a request, or why it does not say.

        Words are in a format that the provider speaks.
        """


class TokenCounters(Protocol):
    @abstractmethod
    def counter_of(self, model: Model) -> TokenCounter:
        """Return the vendor's own counter. Raise `NotFound` when the provider is not configured."""


class ModelCatalog(Protocol):
    @abstractmethod
    async def current(self) -> Catalog:
        """Return all models on offer now."""
