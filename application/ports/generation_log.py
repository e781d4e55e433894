"""The live record of an answer being made: what viewers follow and resume from."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from domain.ids import GenerationId
from domain.tools.run import ToolRun

PartKind = Literal["text", "thinking", "refusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartGrew:
    """Append `text` to part number `part`, which is created when it does not exist."""

    part: int
    type: PartKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCalled:
    """Part number `part` is this whole tool call."""

    part: int
    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTold:
    """Part number `part`, a tool call, is this run of it now."""

    part: int
    run: ToolRun


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsDropped:
    """The parts from number `part` on are no more: their step is made anew."""

    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEnded:
    """The last entry: the message in the store is final now."""


Growth: TypeAlias = PartGrew | ToolCalled | RunTold | PartsDropped
LogEntry: TypeAlias = Growth | AnswerEnded


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """`cursor` is opaque, and names the place after this entry."""

    cursor: str
    entry: LogEntry


class GenerationLog(Protocol):
    """One append-only log a generation; it fades some time after its end."""

    @abstractmethod
    async def append(self, id: GenerationId, entries: Sequence[LogEntry]) -> None: ...

    @abstractmethod
    async def read(self, id: GenerationId, *, after: str | None, wait_s: float) -> Sequence[Logged]:
        """Return the entries after a cursor (`None`: from the start), at most 1,000.

        When there are none yet it waits up to `wait_s` for the first, then returns nothing.
        Raise `Invalid` for a cursor that no entry had; an unknown log is an empty one.
        """

    @abstractmethod
    async def fade(self, id: GenerationId) -> None:
        """Let the log go after ten minutes."""
