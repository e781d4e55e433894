"""Events to Anthropic's stream, as its own clients accumulate it (conversion C2, C4, C6)."""

from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, assert_never

from domain.formats.anthropic_messages.citations import write_citation
from domain.formats.anthropic_messages.errors import encode_error
from domain.formats.anthropic_messages.stops import write_stop
from domain.formats.anthropic_messages.usage import write_usage
from domain.formats.arguments import wrapped
from domain.formats.linear import Linear
from domain.formats.reading import scrub
from domain.formats.seals import UNSIGNED
from domain.formats.spoken import in_words
from domain.formats.sse import frame
from domain.json import Json, JsonObject, write
from domain.llm.events import (
    ArgumentsDelta,
    Beside,
    BlockClosed,
    Cited,
    Failed,
    Finished,
    PictureOpened,
    RedactedThinkingOpened,
    RefusalOpened,
    Sent,
    SignatureDelta,
    SoundDelta,
    SoundOpened,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
    UsageReported,
)
from domain.llm.evidence import Citation
from domain.llm.reply import Opening
from domain.llm.usage import Usage

_BlockEvent: TypeAlias = (
    Opening | TextDelta | SoundDelta | Cited | SignatureDelta | ArgumentsDelta | BlockClosed
)


_MARK: Final = "\x00\x01\x02"
"""Nothing else around a text has these in it."""
_MARKED: Final = write(_MARK).encode()


@dataclass(slots=True)
class _Block:
    """The one that is open; `free_text` of a custom call is written at its end, as JSON."""

    opening: Opening
    sealed: bool = False
    free_text: list[str] = field(default_factory=list[str])

    @property
    def is_custom(self) -> bool:
        return isinstance(self.opening, ToolCallOpened) and self.opening.custom


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around each text of a block that grows; `index` is the events' own."""

    index: int
    before: bytes
    after: bytes

    def told(self, text: str) -> bytes:
        written = write(scrub(text)).encode("utf-8", "replace")
        return self.before + written + self.after if text else b""


class StreamEncoder:
    def __init__(self, *, id: str, model: str) -> None:
        self._id = id
        self._model = model
        self._usage = Usage()
        self._linear = Linear()
        self._open: _Block | None = None
        self._started = False
        self._refused = False
        self._around: _Around | None = None

    def heartbeat(self) -> bytes:
        return _event({"type": "ping"})

    def feed(self, event: StreamEvent) -> bytes:
        around, self._around = self._around, None
        if around is not None and isinstance(event, TextDelta) and event.index == around.index:
            self._around = around
            return around.told(event.text)
        told = b"".join(map(self._fed, in_words(event, pictures=False)))
        if isinstance(event, TextDelta) and told:
            self._around = self._around_text(event, told)
        return told

    def _around_text(self, event: TextDelta, told: bytes) -> "_Around | None":
        """What stands around more text of the block that grew last, if it was told at once."""
        if self._open is None or isinstance(self._open.opening, ToolCallOpened):
            return None
        index, key = self._open.opening.index, "text"
        if isinstance(self._open.opening, ThinkingOpened):
            key = "thinking"
        like = _delta_event(index, {"type": f"{key}_delta", key: _MARK})
        before, _, after = like.partition(_MARKED)
        around = _Around(event.index, before, after)
        return around if told.endswith(around.told(event.text)) else None

    def _fed(self, event: StreamEvent) -> bytes:
        match event:
            case Beside():
                return b""  # there is room for the first answer alone
            case Sent() | Started():
                return b""  # the counts of the prompt may come next, and belong to the start
            case UsageReported(usage):
                self._usage = usage
                return b""
            case Failed(failure):
                return _event(encode_error(failure)[1])
            case RefusalOpened():
                self._refused = True
            case _:
                pass
        return self._start() + b"".join(map(self._told, self._linear.feed(event)))

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

    def _told(self, event: StreamEvent) -> bytes:
        match event:
            case Sent() | Started() | Beside() | UsageReported() | Failed():
                return b""  # told before blocks were put in order
            case Finished():
                return self._finish(event)
            case _:
                return self._block(event)

    def _block(self, event: _BlockEvent) -> bytes:
        match event:
            case TextDelta() | SignatureDelta() | ArgumentsDelta():
                delta = self._delta(event)
                return b"" if delta is None else _delta_event(event.index, delta)
            case SoundDelta():
                return b""  # its words are told
            case Cited(index, citation):
                return self._cite(index, citation)
            case BlockClosed(index):
                return self._close(index)
            case _:
                self._open = _Block(event)
                return _event(
                    {
                        "type": "content_block_start",
                        "index": event.index,
                        "content_block": _empty(event),
                    }
                )

    def _delta(self, event: TextDelta | SignatureDelta | ArgumentsDelta) -> JsonObject | None:
        """`None` for what has no form here: a call's seal, a part of free text."""
        block = self._open
        assert block is not None
        thinking = isinstance(block.opening, ThinkingOpened)
        match event:
            case TextDelta(_, text):
                if not text:
                    return None
                if thinking:
                    return {"type": "thinking_delta", "thinking": scrub(text)}
                return {"type": "text_delta", "text": scrub(text)}
            case SignatureDelta(_, signature):
                block.sealed = True
                return _signature(signature) if thinking else None
            case ArgumentsDelta(_, fragment):
                if block.is_custom:
                    block.free_text.append(fragment)
                    return None
                return {"type": "input_json_delta", "partial_json": scrub(fragment)}

    def _cite(self, index: int, citation: Citation) -> bytes:
        """One that comes when its block is closed has no place any more."""
        if self._open is None or self._open.opening.index != index:
            return b""
        return _delta_event(
            index, {"type": "citations_delta", "citation": write_citation(citation)}
        )

    def _close(self, index: int) -> bytes:
        """What nobody sealed gets our mark, so that it is not sent on."""
        block, self._open = self._open, None
        assert block is not None
        last: JsonObject | None = None
        if isinstance(block.opening, ThinkingOpened) and not block.sealed:
            last = _signature(UNSIGNED)
        elif block.is_custom:
            whole = write(wrapped(scrub("".join(block.free_text))))
            last = {"type": "input_json_delta", "partial_json": whole}
        written = b"" if last is None else _delta_event(index, last)
        return written + _event({"type": "content_block_stop", "index": index})

    def _finish(self, event: Finished) -> bytes:
        usage = write_usage(self._usage)
        usage.pop("cache_creation", None)
        stop: dict[str, Json] = {
            "type": "message_delta",
            "delta": write_stop(event, refused=self._refused),
            "usage": usage,
        }
        return _event(stop) + _event({"type": "message_stop"})


def _event(data: JsonObject) -> bytes:
    return frame(write(data), event=str(data["type"]))


def _delta_event(index: int, delta: JsonObject) -> bytes:
    return _event({"type": "content_block_delta", "index": index, "delta": delta})


def _empty(opening: Opening) -> JsonObject:
    match opening:
        case TextOpened() | SoundOpened() | PictureOpened() | RefusalOpened():
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


def _at_the_start(usage: Usage) -> Usage:
    """What is known of the prompt; of the answer there is nothing yet."""
    return replace(usage, output=min(usage.output, 1), reasoning=0)
