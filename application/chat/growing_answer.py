"""An answer while it grows: a model's events in; log entries and message parts out.

A part gets its number when it first has something to show, so that viewers who append what
the log says build exactly the parts that the message in the store has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, assert_never

from application.ports.generation_log import (
    AnswerEnded,
    LogEntry,
    PartGrew,
    PartsDropped,
    RunTold,
    ToolCalled,
)
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
from domain.llm.reply import Reply, ReplyFold
from domain.llm.reply import in_words as parts_in_words
from domain.tools.run import ToolRun

_Kind = Literal["text", "thinking", "refusal"]


@dataclass(slots=True)
class GrowingAnswer:
    """`before` is what the answer had when its making went on: it was told already."""

    before: tuple[MessagePart, ...] = ()
    _fold: ReplyFold = field(default_factory=ReplyFold)
    _kinds: dict[int, _Kind] = field(default_factory=dict[int, _Kind])
    _shown: list[int] = field(default_factory=list[int])
    _hidden: set[int] = field(default_factory=set[int])
    _runs: dict[int, ToolRun] = field(default_factory=dict[int, ToolRun])

    def feed(self, event: StreamEvent) -> LogEntry | None:
        """Take one event in; return what its viewers have to be told, if anything."""
        found: LogEntry | None = None
        for worded in in_words(event):  # what is said aloud is read here, pictures are Markdown
            found = self._fed(worded) or found
        return found

    def run(self, at: int, run: ToolRun) -> RunTold:
        """A call is this run now; `at` counts the parts of before, then the blocks."""
        block = at - len(self.before)
        if block >= 0:
            self._runs[block] = run
            return RunTold(part=self._number(block), run=run)
        self.before = (*self.before[:at], run, *self.before[at + 1 :])
        return RunTold(part=len(visible(self.before[:at])), run=run)

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

    def parts(self) -> tuple[MessagePart, ...]:
        """All that has something to show, and what only the model's vendor can read."""
        found = parts_in_words(self._fold.reply().parts)
        return (*self.before, *(self._runs.get(index, found[index]) for index in self._shown))

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
        own = [each for each in self._shown if each not in self._hidden].index(index)
        return len(visible(self.before)) + own


def visible(parts: Sequence[MessagePart]) -> tuple[MessagePart, ...]:
    """Those that viewers have, and so count."""
    return tuple(part for part in parts if not isinstance(part, RedactedThinking))


def told_again(parts: Sequence[MessagePart]) -> list[LogEntry]:
    """A log's entries that make these parts, after which whatever comes next may follow."""
    entries: list[LogEntry] = []
    for number, part in enumerate(visible(parts)):
        match part:
            case Text(text=text):
                entries.append(PartGrew(part=number, type="text", text=text))
            case Thinking(text=text):
                entries.append(PartGrew(part=number, type="thinking", text=text))
            case Refusal(text=text):
                entries.append(PartGrew(part=number, type="refusal", text=text))
            case ToolCall(id=id, name=name, arguments=arguments):
                entries.append(ToolCalled(part=number, id=id, name=name, arguments=arguments))
            case ToolRun():
                entries.append(RunTold(part=number, run=part))
            case _:
                raise Invalid(f"part {number} is none of an answer")
    return entries


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


def parts_logged(entries: Sequence[LogEntry]) -> tuple[MessagePart, ...]:
    """The fold of a log: the parts as a viewer has them. Raises `Invalid` for one with gaps."""
    parts: list[MessagePart] = []
    for entry in merged(entries):
        match entry:
            case PartGrew(part=number, type=kind, text=text):
                _grow(parts, number, kind, text)
            case ToolCalled(part=number, id=id, name=name, arguments=arguments):
                _place(parts, number, ToolCall(id=id, name=name, arguments=arguments))
            case RunTold(part=number, run=run):
                _place(parts, number, run)
            case PartsDropped(part=number):
                del parts[number:]
            case AnswerEnded():
                pass
            case _:
                assert_never(entry)
    return tuple(parts)


def _place(parts: list[MessagePart], number: int, part: ToolCall | ToolRun) -> None:
    if number == len(parts):
        parts.append(part)
    elif number < len(parts) and isinstance(part, ToolRun):
        parts[number] = part
    else:
        raise Invalid(f"part {number} after {len(parts)} parts")


def _grow(parts: list[MessagePart], number: int, kind: _Kind, text: str) -> None:
    if number < len(parts):
        before = parts[number]
        if not isinstance(before, Text | Thinking | Refusal):
            raise Invalid(f"part {number} is a tool call; it cannot grow")
        parts[number] = _part(kind, before.text + text)
    elif number == len(parts):
        parts.append(_part(kind, text))
    else:
        raise Invalid(f"part {number} after {len(parts)} parts")


def _part(kind: _Kind, text: str) -> Text | Thinking | Refusal:
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
        case ToolRun(name=name, arguments=arguments, output=output):
            return len(name) + len(arguments) + len(output) + 1
        case RedactedThinking(data=data):
            return len(data)
        case _:
            return 1


def fuller(
    first: tuple[MessagePart, ...], second: tuple[MessagePart, ...]
) -> tuple[MessagePart, ...]:
    return second if length_of(second) > length_of(first) else first
