"""Blocks put strictly one after another, for formats that know no others (conversion C6).

A block that opens beside an unfinished tool call waits. A call is finished at once when its
arguments are a whole JSON value, so that streams of vendors who never say so are not held up.
Blocks in which nothing was said are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from domain.errors import Invalid
from domain.json import read
from domain.llm.events import (
    ArgumentsDelta,
    Beside,
    BlockClosed,
    Cited,
    Failed,
    Finished,
    PictureOpened,
    RedactedThinkingOpened,
    Sent,
    SignatureDelta,
    SoundDelta,
    Started,
    StreamEvent,
    TextDelta,
    ToolCallOpened,
    UsageReported,
)
from domain.llm.reply import Opening

Delta: TypeAlias = TextDelta | SignatureDelta | ArgumentsDelta | SoundDelta | Cited


@dataclass(slots=True, eq=False)
class _Block:
    """`index` is set while it is written; what comes earlier waits in `pending`."""

    opening: Opening
    index: int | None = None
    pending: list[Delta] = field(default_factory=list[Delta])
    arguments: list[str] = field(default_factory=list[str])
    waiting: bool = False
    closed: bool = False

    @property
    def is_call(self) -> bool:
        return isinstance(self.opening, ToolCallOpened)

    @property
    def is_complete_call(self) -> bool:
        if not isinstance(self.opening, ToolCallOpened) or self.opening.custom:
            return False
        try:
            return isinstance(read("".join(self.arguments)), dict)
        except Invalid:
            return False


class Linear:
    """Events to events: the same blocks, of which one at a time is open."""

    def __init__(self) -> None:
        self._blocks: dict[int, _Block] = {}
        self._current: _Block | None = None
        self._waiting: list[_Block] = []
        self._next = 0

    def feed(self, event: StreamEvent) -> Iterator[StreamEvent]:
        match event:
            case Sent() | Started() | Beside() | UsageReported() | Failed():
                yield event
            case Finished():
                yield from self._leave()
                while self._waiting:
                    yield from self._flush()
                    yield from self._leave()
                yield event
            case TextDelta() | SignatureDelta() | ArgumentsDelta() | SoundDelta():
                yield from self._grow(self._blocks[event.index], event)
            case Cited(index):
                yield from self._cite(self._blocks[index], event)
            case BlockClosed(index):
                yield from self._close(self._blocks[index])
            case _:
                block = self._blocks[event.index] = _Block(event)
                if isinstance(event, ToolCallOpened | RedactedThinkingOpened | PictureOpened):
                    yield from self._open(block)

    def _grow(self, block: _Block, delta: Delta) -> Iterator[StreamEvent]:
        if not _says_something(delta):
            return
        if isinstance(delta, ArgumentsDelta):
            block.arguments.append(delta.fragment)
        if block.index is None and isinstance(delta, TextDelta) and not delta.text:
            block.pending.append(delta)  # nothing yet that a block could be opened for
            return
        if block.index is not None and block is not self._current:
            if block.is_call:
                return  # white space behind a whole value
            block.index = None  # it goes on as a block of its own
        yield from self._open(block)
        if block is self._current and block.index is not None:
            yield delta if delta.index == block.index else replace(delta, index=block.index)
        else:
            block.pending.append(delta)

    def _cite(self, block: _Block, cited: Cited) -> Iterator[StreamEvent]:
        """One that comes late names its block all the same; whoever writes it must see to that."""
        if block.index is None:
            block.pending.append(cited)
        else:
            yield replace(cited, index=block.index)

    def _open(self, block: _Block) -> Iterator[StreamEvent]:
        """Take the stream for `block`, or let it wait for the call that holds it."""
        if block.index is not None or block.waiting:
            return
        current = self._current
        busy = current is not None and current.is_call and not current.is_complete_call
        if self._waiting or busy:
            block.waiting = True
            self._waiting.append(block)
        else:
            yield from self._leave()
            yield from self._enter(block)

    def _enter(self, block: _Block) -> Iterator[StreamEvent]:
        block.index, self._current = self._next, block
        self._next += 1
        yield replace(block.opening, index=block.index)
        yield from (replace(delta, index=block.index) for delta in block.pending)
        block.pending.clear()

    def _leave(self) -> Iterator[StreamEvent]:
        block, self._current = self._current, None
        if block is not None and block.index is not None:
            yield BlockClosed(block.index)

    def _close(self, block: _Block) -> Iterator[StreamEvent]:
        block.closed = True
        if block is self._current:
            yield from self._leave()
            yield from self._flush()

    def _flush(self) -> Iterator[StreamEvent]:
        """Write the blocks that waited, up to one that is still growing."""
        while self._waiting and self._current is None:
            block = self._waiting.pop(0)
            block.waiting = False
            yield from self._enter(block)
            if block.closed:
                yield from self._leave()


def _says_something(delta: Delta) -> bool:
    match delta:
        case TextDelta(_, said, logprobs):
            return bool(said or logprobs)
        case Cited() | SoundDelta():
            return True
        case SignatureDelta(_, said) | ArgumentsDelta(_, said):
            return bool(said)
