"""An answer's tool calls under the names, and in the form, that the client knows (A4.1, A4.4)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from domain.formats.arguments import unwrapped
from domain.formats.joining import SurrogateJoin
from domain.formats.tool_words import ANSWER_TOOL, ToolWords
from domain.llm.events import (
    AnswerEvent,
    ArgumentsDelta,
    Beside,
    BlockClosed,
    Failed,
    Finished,
    Sent,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ToolCallOpened,
    UsageReported,
)

_OF_ALL: Final = (Sent, Started, UsageReported, Failed)


class Restoration:
    """Events of a vendor's stream to the client's: characters joined, tools called back."""

    def __init__(self, words: ToolWords) -> None:
        self._words = words
        self._join = SurrogateJoin()
        self._wrapped: dict[int, list[str]] = {}
        self._answers: set[int] = set()
        self._called = False
        self._others: dict[int, Restoration] = {}

    def feed(self, event: StreamEvent) -> Iterator[StreamEvent]:
        if isinstance(event, Beside):
            for restored in self._other(event.choice).answer(event.event):
                yield Beside(event.choice, restored)
            return
        if isinstance(event, _OF_ALL):
            yield event
            return
        yield from self.answer(event)

    def _other(self, choice: int) -> "Restoration":
        return self._others.setdefault(choice, Restoration(self._words))

    def answer(self, event: AnswerEvent) -> Iterator[AnswerEvent]:
        """An event of the one answer that this is about."""
        for joined in self._join.feed(event):
            if self._words.plain:
                yield joined
            else:
                yield from self._restored(joined)

    def _restored(self, event: AnswerEvent) -> Iterator[AnswerEvent]:
        match event:
            case ToolCallOpened():
                yield self._opened(event)
            case ArgumentsDelta(index, fragment) if index in self._answers:
                yield TextDelta(index, fragment)
            case ArgumentsDelta(index, fragment) if index in self._wrapped:
                self._wrapped[index].append(fragment)
            case BlockClosed(index) if index in self._wrapped:
                yield ArgumentsDelta(index, unwrapped("".join(self._wrapped.pop(index))))
                yield event
            case Finished(reason="tool_use") if self._answers and not self._called:
                yield replace(event, reason="end")
            case _:
                yield event

    def _opened(self, event: ToolCallOpened) -> AnswerEvent:
        if self._words.answers and event.name == ANSWER_TOOL:
            self._answers.add(event.index)
            return TextOpened(event.index)
        self._called = True
        custom = event.name in self._words.custom
        if custom:
            self._wrapped[event.index] = []
        name = self._words.names.get(event.name, event.name)
        return replace(event, name=name, custom=custom or event.custom)
