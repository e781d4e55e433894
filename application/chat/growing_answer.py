"""An answer while it grows: a model's events in; log entries and message parts out.

A part gets its number when it first has something to show, so that viewers who append what
the log says build exactly the parts that the message in the store has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, assert_never

from application.ports.generation_log import AnswerEnded, LogEntry, PartGrew, ToolCalled
from domain.conversations.message import MessagePart
from domain.errors import Invalid
from domain.formats.spoken import in_words
from domain.llm.events import (
    BlockClosed,
    RedactedThinkingOpened,
    RefusalOpened,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
)
from domain.llm.prompt import RedactedThinking, Refusal, Text, Thinking, ToolCall
from domain.llm.reply import Reply, ReplyFold, WordPart
from domain.llm.reply import in_words as parts_in_words

_Kind = Literal["text", "thinking", "refusal"]


@dataclass(slots=True)
class GrowingAnswer:
    _fold: ReplyFold = field(default_factory=ReplyFold)
    _kinds: dict[int, _Kind] = field(default_factory=dict[int, _Kind])
    _shown: list[int] = field(default_factory=list[int])
    _hidden: set[int] = field(default_factory=set[int])

    def feed(self, event: StreamEvent) -> LogEntry | None:
        """Take one event in; return what its viewers have to be told, if anything."""
        found: LogEntry | None = None
        for worded in in_words(event):  # what is said aloud is read here, pictures are Markdown
            found = self._fed(worded) or found
        return found

    def _fed(self, event: StreamEvent) -> LogEntry | None:
        self._fold.feed(event)
        match event:
            case TextOpened(index):
                self._kinds[index] = "text"
            case ThinkingOpened(index):
                self._kinds[index] = "thinking"
            case RefusalOpened(index):
                self._kinds[index] = "refusal"
            case RedactedThinkingOpened(index):
                self._shown.append(index)
                self._hidden.add(index)
            case TextDelta(index, text) if text:
                return PartGrew(part=self._number(index), type=self._kinds[index], text=text)
            case BlockClosed(index):
                return self._called(index)
            case _:
                pass
        return None

    def reply(self) -> Reply:
        return self._fold.reply()

    def parts(self) -> tuple[WordPart, ...]:
        """All that has something to show, and what only the model's vendor can read."""
        found = parts_in_words(self._fold.reply().parts)
        return tuple(found[index] for index in self._shown)

    def _called(self, index: int) -> ToolCalled | None:
        part = self._fold.reply().parts[index] if index not in self._kinds else None
        if not isinstance(part, ToolCall):
            return None
        return ToolCalled(
            part=self._number(index), id=part.id, name=part.name, arguments=part.arguments
        )

    def _number(self, index: int) -> int:
        if index not in self._shown:
            self._shown.append(index)
        return [each for each in self._shown if each not in self._hidden].index(index)


def merged(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Neighbours that grow the same part become one."""
    result: list[LogEntry] = []
    for entry in entries:
        last = result[-1] if result else None
        if (
            isinstance(entry, PartGrew)
            and isinstance(last, PartGrew)
            and (last.part, last.type) == (entry.part, entry.type)
        ):
            result[-1] = PartGrew(part=last.part, type=last.type, text=last.text + entry.text)
        else:
            result.append(entry)
    return result


def parts_logged(entries: Sequence[LogEntry]) -> tuple[WordPart, ...]:
    """The fold of a log: the parts as a viewer has them. Raises `Invalid` for one with gaps."""
    parts: list[WordPart] = []
    for entry in merged(entries):
        match entry:
            case PartGrew(part=number, type=kind, text=text):
                _grow(parts, number, kind, text)
            case ToolCalled(part=number, id=id, name=name, arguments=arguments):
                if number != len(parts):
                    raise Invalid(f"part {number} after {len(parts)} parts")
                parts.append(ToolCall(id=id, name=name, arguments=arguments))
            case AnswerEnded():
                pass
            case _:
                assert_never(entry)
    return tuple(parts)


def _grow(parts: list[WordPart], number: int, kind: _Kind, text: str) -> None:
    if number < len(parts):
        before = parts[number]
        if not isinstance(before, Text | Thinking | Refusal):
            raise Invalid(f"part {number} is a tool call; it cannot grow")
        parts[number] = _part(kind, before.text + text)
    elif number == len(parts):
        parts.append(_part(kind, text))
    else:
        raise Invalid(f"part {number} after {len(parts)} parts")


def _part(kind: _Kind, text: str) -> WordPart:
    match kind:
        case "text":
            return Text(text=text)
        case "thinking":
            return Thinking(text=text)
        case "refusal":
            return Refusal(text=text)
        case _:
            assert_never(kind)


def length_of(parts: Iterable[MessagePart]) -> int:
    """How much there is to see, to tell which of two versions is the fuller one."""
    return sum(_seen(part) for part in parts)


def _seen(part: MessagePart) -> int:
    match part:
        case Text(text=text) | Thinking(text=text) | Refusal(text=text):
            return len(text)
        case ToolCall(name=name, arguments=arguments):
            return len(name) + len(arguments)
        case RedactedThinking(data=data):
            return len(data)
        case _:
            return 1


def fuller(
    first: tuple[MessagePart, ...], second: tuple[MessagePart, ...]
) -> tuple[MessagePart, ...]:
    return second if length_of(second) > length_of(first) else first
