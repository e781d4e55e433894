"""What calls that go through as bytes take: at most, as they say themselves, or by our guess."""

from abc import abstractmethod
from typing import Protocol

from domain.json import JsonObject
from domain.llm.usage import Usage
from domain.transactions.price import Price


class Measure(Protocol):
    """Of one call. What its answer does not say is estimated, and marked."""

    def counted_as(self, price: Price | None) -> "Measure":
        """The same for a model that is paid by that price: only what it needs has to be known."""
        del price
        return self

    @property
    @abstractmethod
    def at_most(self) -> Usage: ...

    @property
    @abstractmethod
    def expected(self) -> Usage: ...

    @abstractmethod
    def of_answer(self, body: JsonObject) -> Usage:
        """Of a whole answer, or of the event that ends one of its parts."""

    def of_text(self, text: str) -> Usage | None:
        """Of an answer that is a text; `None` where none can be."""
        del text
        return None

    def ends(self, kind: str) -> bool:
        """Whether an event of that type ends a streamed answer, or one of its parts."""
        del kind
        return False

    @property
    def is_sound(self) -> bool:
        """Whether the answer may be sound, which is nothing but bytes."""
        return False
