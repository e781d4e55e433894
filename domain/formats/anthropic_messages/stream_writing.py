"""Events to Anthropic's stream, as its own clients accumulate it (conversion C2, C4, C6).

Blocks lie strictly one after another there, while the neutral ones may overlap: a block that
opens beside an unfinished tool call waits. A call is finished at once when its arguments are a
whole JSON value, so that streams of vendors who never say so are not held up.
"""

from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from domain.errors import Invalid
from domain.formats.anthropic_messages.errors import encode_error
from domain.formats.anthropic_messages.stops import write_stop
from domain.formats.anthropic_messages.usage import write_usage
from domain.formats.arguments import wrapped
from domain.formats.reading import scrub
from domain.formats.seals import UNSIGNED
from domain.formats.sse import frame
from domain.json import Json, JsonObject, read, write
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Failed,
    Finished,
    RedactedThinkingOpened,
    RefusalOpened,
    SignatureDelta,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
    UsageReported,
)
from domain.llm.usage import Usage

_Opening: TypeAlias = (
    TextOpened | ThinkingOpened | RefusalOpened | RedactedThinkingOpened | ToolCallOpened
)
_BlockEvent: TypeAlias = _Opening | TextDelta | SignatureDelta | ArgumentsDelta | BlockClosed


@dataclass(slots=True, eq=False)
class _Block:
    """`number` is set once it is written; what comes earlier waits in `pending`."""

    opening: _Opening
    number: int | None = None
    pending: list[JsonObject] = field(default_factory=list["JsonObject"])
    arguments: list[str] = field(default_factory=list[str])
    sealed: bool = False
    closed: bool = False

    @property
    def is_complete_call(self) -> bool:
        if not isinstance(self.opening, ToolCallOpened) or self.opening.custom:
            return False
        try:
            return isinstance(read("".join(self.arguments)), dict)
        except Invalid:
            return False


class StreamEncoder:
    def __init__(self, *, id: str, model: str) -> None:
        self._id = id
        self._model = model
        self._usage = Usage()
        self._blocks: dict[int, _Block] = {}
        self._current: _Block | None = None
        self._waiting: list[_Block] = []
        self._next = 0
        self._started = False
        self._refused = False

    def heartbeat(self) -> bytes:
        return _event({"type": "ping"})

    def feed(self, event: StreamEvent) -> bytes:
        match event:
            case Started():
                return b""  # the counts of the prompt may come next, and belong to the start
            case UsageReported(usage):
                self._usage = usage
                return b""
            case Finished():
                return self._start() + self._finish(event)
            case Failed(failure):
                return _event(encode_error(failure)[1])
            case _:
                return self._start() + self._block(event)

    def _start(self) -> bytes:
        if self._started:
            return b""
        self._started = True
        message: JsonObject = {
            "id": self._id,
            "type": "message",
            "role": "assistant",
            "model": self._model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": write_usage(_at_the_start(self._usage)),
        }
        return _event({"type": "message_start", "message": message})

    def _block(self, event: _BlockEvent) -> bytes:
        match event:
            case TextDelta() | SignatureDelta() | ArgumentsDelta():
                return self._grow(event)
            case BlockClosed(index):
                return self._close(self._blocks[index])
            case _:
                block = _Block(event)
                self._blocks[event.index] = block
                self._refused = self._refused or isinstance(event, RefusalOpened)
                return self._place(block)

    def _place(self, block: _Block) -> bytes:
        """A call, and thinking that came whole, are shown at once; text when there is some."""
        if not isinstance(block.opening, ToolCallOpened | RedactedThinkingOpened):
            return b""
        return self._open(block)

    def _open(self, block: _Block) -> bytes:
        """Take the stream for `block`, or let it wait for the call that holds it."""
        if block.number is not None or block in self._waiting:
            return b""
        current = self._current
        busy = current is not None and isinstance(current.opening, ToolCallOpened)
        if self._waiting or (current is not None and busy and not current.is_complete_call):
            self._waiting.append(block)
            return b""
        return self._leave() + self._enter(block)

    def _enter(self, block: _Block) -> bytes:
        block.number = self._next
        self._next += 1
        self._current = block
        start: JsonObject = {
            "type": "content_block_start",
            "index": block.number,
            "content_block": _empty(block.opening),
        }
        deltas = [self._delta(block.number, delta) for delta in block.pending]
        block.pending.clear()
        return _event(start) + b"".join(deltas)

    def _leave(self) -> bytes:
        """Stop the open block. What nobody sealed gets our mark, so that it is not sent on."""
        block, self._current = self._current, None
        if block is None or block.number is None:
            return b""
        seal = b""
        if isinstance(block.opening, ThinkingOpened) and not block.sealed:
            seal = self._delta(block.number, _signature(UNSIGNED))
        return seal + _event({"type": "content_block_stop", "index": block.number})

    def _grow(self, event: TextDelta | SignatureDelta | ArgumentsDelta) -> bytes:
        block = self._blocks[event.index]
        delta = _delta_of(event, block)
        if delta is None:
            return b""
        if block.number is not None and block is not self._current:
            if isinstance(block.opening, ToolCallOpened):
                return b""  # white space behind a whole value
            block.number, block.sealed = None, False  # it goes on as a block of its own
        if isinstance(event, SignatureDelta):
            block.sealed = True
        opened = self._open(block)
        if block is self._current and block.number is not None:
            return opened + self._delta(block.number, delta)
        if block.number is None:
            block.pending.append(delta)
        return opened

    def _close(self, block: _Block) -> bytes:
        block.closed = True
        written = b""
        if isinstance(block.opening, ToolCallOpened) and block.opening.custom:
            whole = write(wrapped("".join(block.arguments)))
            delta: JsonObject = {"type": "input_json_delta", "partial_json": whole}
            if block is self._current and block.number is not None:
                written = self._delta(block.number, delta)
            else:
                block.pending.append(delta)
        if block is self._current:
            written += self._leave() + self._flush()
        return written

    def _flush(self) -> bytes:
        """Write the blocks that waited, up to one that is still growing."""
        written = b""
        while self._waiting and self._current is None:
            block = self._waiting.pop(0)
            written += self._enter(block)
            if block.closed:
                written += self._leave()
        return written

    def _finish(self, event: Finished) -> bytes:
        usage = write_usage(self._usage)
        usage.pop("cache_creation", None)
        stop: dict[str, Json] = {
            "type": "message_delta",
            "delta": write_stop(event, refused=self._refused),
            "usage": usage,
        }
        return self._leave() + self._flush() + _event(stop) + _event({"type": "message_stop"})

    def _delta(self, number: int, delta: JsonObject) -> bytes:
        return _event({"type": "content_block_delta", "index": number, "delta": delta})


def _event(data: JsonObject) -> bytes:
    return frame(write(data), event=str(data["type"]))


def _empty(opening: _Opening) -> JsonObject:
    match opening:
        case TextOpened() | RefusalOpened():
            return {"type": "text", "text": ""}
        case ThinkingOpened():
            return {"type": "thinking", "thinking": "", "signature": ""}
        case RedactedThinkingOpened(_, data):
            return {"type": "redacted_thinking", "data": data}
        case ToolCallOpened(_, id, name):
            return {"type": "tool_use", "id": id, "name": name, "input": {}}
        case _:
            assert_never(opening)


def _signature(signature: str) -> JsonObject:
    return {"type": "signature_delta", "signature": signature}


def _delta_of(
    event: TextDelta | SignatureDelta | ArgumentsDelta, block: _Block
) -> JsonObject | None:
    """`None` for what has no form here: nothing at all, a call's seal, a part of free text."""
    match event:
        case TextDelta(_, text):
            if not text:
                return None
            if isinstance(block.opening, ThinkingOpened):
                return {"type": "thinking_delta", "thinking": scrub(text)}
            return {"type": "text_delta", "text": scrub(text)}
        case SignatureDelta(_, signature):
            thinking = isinstance(block.opening, ThinkingOpened)
            return _signature(signature) if thinking else None
        case ArgumentsDelta(_, fragment):
            block.arguments.append(fragment)
            custom = isinstance(block.opening, ToolCallOpened) and block.opening.custom
            if custom or not fragment:
                return None
            return {"type": "input_json_delta", "partial_json": scrub(fragment)}


def _at_the_start(usage: Usage) -> Usage:
    """What is known of the prompt; of the answer there is nothing yet."""
    return replace(usage, output=min(usage.output, 1), reasoning=0)
