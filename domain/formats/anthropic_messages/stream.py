"""Streams of Anthropic messages, read (conversion C5); written in `linear`."""

from collections.abc import Iterator

from typing_extensions import override

from domain.formats.anthropic_messages.blocks import OpenBlocks
from domain.formats.anthropic_messages.reply import message_events
from domain.formats.anthropic_messages.stops import read_stop
from domain.formats.anthropic_messages.stream_writing import StreamEncoder
from domain.formats.anthropic_messages.usage import read_usage
from domain.formats.reading import At
from domain.formats.sse_decoding import SseDecoder, VendorStream
from domain.formats.text_run import Saying
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import JsonObject
from domain.llm.events import Finished, Started, StreamEvent, UsageReported
from domain.llm.usage import Usage

__all__ = ["StreamDecoder", "StreamEncoder"]


class _Messages(VendorStream):
    def __init__(self) -> None:
        self._blocks = OpenBlocks()
        self._usage = Usage()
        self._finished: Finished | None = None
        self._started = False

    @override
    def take(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        at = At(chunk)
        kind = at.text_or_none("type")
        if kind == "message_start" and not self._started:
            yield from self._start(at.needed("message"))
        elif self._started:
            yield from self._message(kind, at)

    @override
    def saying(self, chunk: JsonObject) -> Saying | None:
        at = At(chunk)
        delta = at.object("delta") if chunk.get("type") == "content_block_delta" else None
        return None if delta is None else self._blocks.saying(_number(at), delta)

    def _start(self, message: At) -> Iterator[StreamEvent]:
        yield Started(
            id=message.text_or_none("id") or "", model=message.text_or_none("model") or ""
        )
        self._started = True
        yield from self._count(message)

    def _message(self, kind: str | None, at: At) -> Iterator[StreamEvent]:
        match kind:
            case "content_block_start":
                yield from self._blocks.start(_number(at), at.needed("content_block"))
            case "content_block_delta":
                yield from self._blocks.delta(_number(at), at.needed("delta"))
            case "content_block_stop":
                yield from self._blocks.stop(_number(at))
            case "message_delta":
                delta = at.object("delta")
                self._finished = (read_stop(delta) if delta else None) or self._finished
                yield from self._count(at)
            case "message_stop":
                self._finished = self._finished or Finished(reason="end")
                yield from self.end()
            case _:
                return  # a ping, or an event that is newer than we are

    def _count(self, at: At) -> Iterator[StreamEvent]:
        usage = at.object("usage")
        if usage is not None:
            self._usage = read_usage(usage, self._usage)
            yield UsageReported(self._usage)

    @override
    def done(self) -> Iterator[StreamEvent]:
        yield from self.end()

    @override
    def end(self) -> Iterator[StreamEvent]:
        if self._finished is not None:
            yield from self._blocks.close()
            yield self._finished

    @override
    def whole(self, body: JsonObject) -> Iterator[StreamEvent]:
        yield from message_events(At(body))


class StreamDecoder(SseDecoder):
    """Bytes of an Anthropic stream to events, with the tools called back by `words`."""

    def __init__(self, words: ToolWords = AS_THEY_ARE) -> None:
        super().__init__(_Messages(), words)


def _number(at: At) -> int:
    return at.integer("index", least=0) or 0
