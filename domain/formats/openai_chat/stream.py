"""Chat completion chunks, both ways (C2, C4 to C6)."""

from collections.abc import Iterator
from typing import Final, TypeAlias, assert_never

from domain.errors import Invalid
from domain.formats.openai_chat.blocks import OpenBlocks
from domain.formats.openai_chat.errors import encode_error, stream_failure
from domain.formats.openai_chat.reply import decode_reply
from domain.formats.openai_chat.stops import FINISH_OF, read_finish
from domain.formats.openai_chat.usage import read_usage, write_usage
from domain.formats.reading import At, scrub
from domain.formats.sse import SseEvent, SseReader, frame
from domain.json import Json, JsonObject, read, write
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Failed,
    Failure,
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

_DONE: Final = "[DONE]"
_CUT: Final = Failed(Failure(kind="cut", message="the provider's answer was cut off"))
_SNIFFED: Final = 32 * 1024 * 1024
"""How much of an answer is kept while it may still turn out to be one JSON body."""
_BlockEvent: TypeAlias = (
    TextOpened
    | ThinkingOpened
    | RefusalOpened
    | RedactedThinkingOpened
    | ToolCallOpened
    | TextDelta
    | SignatureDelta
    | ArgumentsDelta
    | BlockClosed
)
_BAD_CHUNK: Final = Failed(Failure(kind="malformed", message="the provider sent a broken chunk"))


class StreamDecoder:
    """Bytes of a provider's stream to events. After a `Failed` or the end it says no more."""

    def __init__(self) -> None:
        self._reader = SseReader()
        self._blocks = OpenBlocks()
        self._started = False
        self._over = False
        self._finish: str | None = None
        self._raw = bytearray()

    def feed(self, data: bytes) -> Iterator[StreamEvent]:
        if not self._started and len(self._raw) < _SNIFFED:
            self._raw += data
        try:
            for event in self._reader.feed(data):
                yield from self._take(event)
        except Invalid:
            yield from self._fail(_BAD_CHUNK)

    def close(self) -> Iterator[StreamEvent]:
        """The input ended: finish what had its reason, and call the rest cut."""
        if self._over:
            return
        if not self._started and self._raw.lstrip().startswith(b"{"):
            yield from self._whole()
            return
        for event in self._reader.close():
            yield from self._take_last(event)
        if not self._over:
            yield from self._end() if self._finish is not None else self._fail(_CUT)

    def _whole(self) -> Iterator[StreamEvent]:
        """Some servers answer a stream's request with one JSON body."""
        try:
            events = list(_events_of(read(bytes(self._raw))))
        except Invalid:
            events = [_BAD_CHUNK]
        self._over = True
        yield from events

    def _take_last(self, event: SseEvent) -> Iterator[StreamEvent]:
        try:
            yield from self._take(event)
        except Invalid:
            return  # an unfinished last event counts only when it is whole

    def _take(self, event: SseEvent) -> Iterator[StreamEvent]:
        if self._over or not event.data.strip():
            return
        if event.data.strip() == _DONE:
            yield from self._end() if self._finish is not None else self._fail(_CUT)
            return
        chunk = read(event.data)
        if not isinstance(chunk, dict):
            raise Invalid("a chunk must be an object")
        if chunk.get("error") is not None:
            yield from self._fail(Failed(stream_failure(chunk["error"])))
            return
        yield from self._chunk(At(chunk))

    def _chunk(self, chunk: At) -> Iterator[StreamEvent]:
        if not self._started:
            self._started = True
            yield Started(
                id=chunk.text_or_none("id") or "", model=chunk.text_or_none("model") or ""
            )
        usage = chunk.object("usage")
        if usage is not None:
            yield UsageReported(read_usage(usage))
        for choice in chunk.objects("choices"):
            if (choice.integer("index", least=0) or 0) == 0:
                delta = choice.object("delta")
                if delta is not None:
                    yield from self._blocks.feed(delta)
                self._note(choice.text_or_none("finish_reason"))

    def _note(self, finish: str | None) -> None:
        if finish and (self._finish is None or finish == "tool_calls"):
            self._finish = finish

    def _end(self) -> Iterator[StreamEvent]:
        self._over = True
        yield from self._blocks.close()
        yield read_finish(self._finish, called=self._blocks.called)

    def _fail(self, failed: Failed) -> Iterator[StreamEvent]:
        if not self._over:
            self._over = True
            yield failed


def _events_of(body: Json) -> Iterator[StreamEvent]:
    if not isinstance(body, dict):
        yield _BAD_CHUNK
    elif body.get("error") is not None:
        yield Failed(stream_failure(body["error"]))
    else:
        yield from decode_reply(body)


class StreamEncoder:
    """Events to chunks, as OpenAI's own clients accumulate them."""

    def __init__(self, *, id: str, created: int, model: str, include_usage: bool) -> None:
        self._envelope: dict[str, Json] = {
            "id": id,
            "object": "chat.completion.chunk",
            "created": created,
            "model": model,
        }
        self._include_usage = include_usage
        self._calls: dict[int, int] = {}
        self._empty_calls: set[int] = set()
        self._thinking: set[int] = set()
        self._refusals: set[int] = set()
        self._details = 0
        self._usage: Usage | None = None

    def heartbeat(self) -> bytes:
        return b": ping\n\n"

    def feed(self, event: StreamEvent) -> bytes:
        match event:
            case Started():
                return self._delta({"role": "assistant", "content": ""})
            case Finished():
                return self._finish(event)
            case Failed(failure):
                return frame(write(encode_error(failure)[1]))
            case UsageReported(usage):
                self._usage = usage
                return b""
            case _:
                return self._block(event)

    def _block(self, event: _BlockEvent) -> bytes:
        match event:
            case TextDelta():
                return self._text(event)
            case SignatureDelta() | RedactedThinkingOpened():
                return self._detail(event)
            case ToolCallOpened() | ArgumentsDelta() | BlockClosed():
                return self._call(event)
            case TextOpened() | ThinkingOpened() | RefusalOpened():
                return self._open(event)
            case _:
                assert_never(event)

    def _open(self, event: TextOpened | ThinkingOpened | RefusalOpened) -> bytes:
        if isinstance(event, ThinkingOpened):
            self._thinking.add(event.index)
        elif isinstance(event, RefusalOpened):
            self._refusals.add(event.index)
        return b""

    def _text(self, event: TextDelta) -> bytes:
        text = scrub(event.text)
        if event.index in self._thinking:
            return self._delta({"reasoning_content": text})
        if event.index in self._refusals:
            return self._delta({"refusal": text})
        return self._delta({"content": text})

    def _detail(self, event: SignatureDelta | RedactedThinkingOpened) -> bytes:
        detail: dict[str, Json] = {"format": "anthropic-claude-v1", "index": self._details}
        self._details += 1
        if isinstance(event, SignatureDelta):
            detail |= {"type": "reasoning.text", "text": "", "signature": event.signature}
        else:
            detail |= {"type": "reasoning.encrypted", "data": event.data}
        return self._delta({"reasoning_details": [detail]})

    def _call(self, event: ToolCallOpened | ArgumentsDelta | BlockClosed) -> bytes:
        match event:
            case ToolCallOpened(index, id, name):
                self._calls[index] = len(self._calls)
                self._empty_calls.add(index)
                function: JsonObject = {"name": name, "arguments": ""}
                return self._tool(index, {"id": id, "type": "function", "function": function})
            case ArgumentsDelta(index, fragment):
                self._empty_calls.discard(index)
                return self._tool(index, {"function": {"arguments": fragment}}) if fragment else b""
            case BlockClosed(index):
                if index not in self._empty_calls:
                    return b""
                self._empty_calls.discard(index)
                return self._tool(index, {"function": {"arguments": "{}"}})

    def _tool(self, index: int, call: JsonObject) -> bytes:
        return self._delta({"tool_calls": [{"index": self._calls[index], **call}]})

    def _finish(self, event: Finished) -> bytes:
        refusal = self._delta({"refusal": event.refusal}) if event.refusal else b""
        last = self._delta({}, finish=FINISH_OF[event.reason])
        counted = self._counted() if self._include_usage else b""
        return refusal + last + counted + frame(_DONE)

    def _counted(self) -> bytes:
        usage = write_usage(self._usage or Usage())
        return frame(write({**self._envelope, "choices": [], "usage": usage}))

    def _delta(self, delta: JsonObject, *, finish: str | None = None) -> bytes:
        choice: JsonObject = {
            "index": 0,
            "delta": delta,
            "logprobs": None,
            "finish_reason": finish,
        }
        chunk = {**self._envelope, "choices": [choice]}
        if self._include_usage:
            chunk["usage"] = None
        return frame(write(chunk))
