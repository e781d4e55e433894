"""The events of one round, told as those of an answer that has several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from domain.formats.spoken import in_words
from domain.llm.events import (
    Beside,
    Failed,
    Finished,
    Sent,
    Started,
    StreamEvent,
    UsageReported,
)
from domain.llm.prompt import ToolCall
from domain.llm.reply import ReplyFold, WordPart
from domain.llm.reply import in_words as parts_in_words
from domain.llm.usage import Usage

_CUT_SHORT: Final = frozenset({"length", "context_length", "refusal"})
"""Ends after which a call may be half a call."""


@dataclass(slots=True, kw_only=True)
class RoundEvents:
    """`offset` blocks and `used` tokens were in the rounds before."""

    offset: int
    used: Usage = field(default_factory=Usage)
    end: Finished | Failed | None = None
    _fold: ReplyFold = field(default_factory=ReplyFold)

    def take(self, event: StreamEvent) -> Iterator[StreamEvent]:
        """What an event is in the whole answer; the end is kept, since it may be none."""
        for worded in in_words(event):
            self._fold.feed(worded)
            match worded:
                case Finished() | Failed():
                    self.end = worded
                case Sent() | Started():
                    if self.offset == 0:
                        yield worded
                case UsageReported(usage=usage):
                    yield UsageReported(self.used + usage)
                case Beside():
                    continue
                case _:
                    yield replace(worded, index=worded.index + self.offset)

    @property
    def usage(self) -> Usage:
        return self.used + (self._fold.reply().usage or Usage())

    @property
    def blocks(self) -> int:
        return len(self._fold.reply().parts)

    def parts(self) -> tuple[WordPart, ...]:
        return parts_in_words(self._fold.reply().parts)

    @property
    def calls(self) -> Sequence[tuple[int, ToolCall]]:
        """The calls that are whole, each with its place among the round's blocks."""
        if not isinstance(self.end, Finished) or self.end.reason in _CUT_SHORT:
            return ()
        return [(at, part) for at, part in enumerate(self.parts()) if isinstance(part, ToolCall)]
