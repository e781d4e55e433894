from abc import abstractmethod
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from domain.catalog.models import Model
from domain.formats.openai_plain.measures import Measure
from domain.formats.passing import Piece
from domain.ids import RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRequest:
    """A request of OpenAI's that goes through as bytes, with the provider's name of the model.

    `path` is the endpoint's, such as `/images/generations`. `model` is the client's name of the
    model, `None` when an answer does not tell it or it is the same.
    """

    path: str
    content: bytes
    content_type: str
    measure: Measure
    streamed: bool
    model: str | None = None


class PlainPassage(Protocol):
    """A way to a model for a request whose answer may be anything: JSON, events, text or sound."""

    @abstractmethod
    def send(self, asked: PlainRequest, *, request: RequestId) -> AsyncGenerator[Piece]:
        """Send, and yield the answer as it comes; its events are in a legal order.

        Each piece says its `media_type`. What goes wrong is a `Refused` or a `Failed`, never
        an exception; also an answer of a kind that nobody asked for, or one that was cut off. What
        it took is reported in any case, by the answer or by the measure. Closing the generator
        closes the connection to the provider at once. `request` goes along as `x-request-id`.
        """


class PlainPassages(Protocol):
    @abstractmethod
    def plain_of(self, model: Model) -> PlainPassage:
        """Return the way to a model. Raise `NotFound` when its provider is not configured."""
