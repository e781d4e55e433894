"""What answering needs to know of a client's wire format. Each has a module of its own."""

import re
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeVar, final

from typing_extensions import override

from adapters.inbound.relay.envelopes import Envelope
from adapters.inbound.relay.keeping import Keep
from domain.errors import Invalid
from domain.formats.parts_reading import FormatName
from domain.formats.passing import Passing
from domain.formats.untold import Kind
from domain.ids import RequestId
from domain.json import JsonObject
from domain.llm.events import StreamEvent
from domain.llm.prompt import Dropped, Prompt
from domain.llm.reply import Reply

ReasoningTold = Literal["chat", "anthropic", "as_it_is"]


class Encoder(Protocol):
    """The bytes of one streamed answer."""

    @abstractmethod
    def feed(self, event: StreamEvent) -> bytes: ...

    @abstractmethod
    def heartbeat(self) -> bytes:
        """What a client takes as a sign of life, also before the first event."""


class Framing(Protocol):
    """How a stream's events stand in the body of the answer."""

    @property
    @abstractmethod
    def media_type(self) -> str: ...

    @abstractmethod
    def feed(self, data: bytes) -> bytes: ...

    @abstractmethod
    def close(self) -> bytes:
        """What ends the body, after a good answer and a bad one."""


@final
class Events(Framing):
    """As they are."""

    @property
    @override
    def media_type(self) -> str:
        return "text/event-stream; charset=utf-8"

    @override
    def feed(self, data: bytes) -> bytes:
        return data

    @override
    def close(self) -> bytes:
        return b""


class Dialect(Protocol):
    """One answer in one client's words: its id, time and model name are fixed."""

    @property
    @abstractmethod
    def envelope(self) -> Envelope:
        """How the answer is refused, as long as its first byte has not been sent."""

    @property
    def lacks(self) -> frozenset[Kind]:
        """What an answer may hold that has no form in these words."""
        return frozenset()

    @property
    def reasoning(self) -> ReasoningTold:
        """Whose settings say how reasoning is told here."""
        return "as_it_is"

    @abstractmethod
    def encoder(self) -> Encoder: ...

    def framing(self) -> Framing:
        return Events()

    @abstractmethod
    def whole(self, reply: Reply) -> JsonObject: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an answer carries besides its words; `request` is also the row's id in the books."""

    request: RequestId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFormat:
    """What lets a request through as it is to a provider of the same format.

    `headers` are patterns of the client's headers that go along, in lower case.
    """

    name: FormatName
    passing: Passing
    headers: re.Pattern[str] = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as its format reads it, and how its answer is told.

    `problem` is why there is no prompt: a provider of the same format may still take it.
    `keep` takes the whole answer, where it shall be kept. `more` are prompts beside the first one.
    """

    model: str
    prompt: Prompt | None
    streamed: bool
    dropped: tuple[Dropped, ...]
    dialect: Dialect
    own: OwnFormat | None = None
    problem: Invalid | None = None
    keep: Keep | None = None
    more: tuple[Prompt, ...] = ()


Read = Callable[[JsonObject, Stamp], Asked]
"""Raises `Invalid`, naming the path of what is wrong."""

Decoded = TypeVar("Decoded")


def tried(
    decode: Callable[[JsonObject], Decoded], body: JsonObject
) -> tuple[Decoded | None, Invalid | None]:
    """What a body says, or why we cannot tell: a provider of its own format may know more."""
    try:
        return decode(body), None
    except Invalid as problem:
        return None, problem
