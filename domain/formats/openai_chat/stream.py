"""Streams of chat completion chunks, read (conversion C5); written in `chunks`."""

from collections.abc import Iterator

from typing_extensions import override

from domain.formats.openai_chat.blocks import OpenBlocks
from domain.formats.openai_chat.chunks import StreamEncoder
from domain.formats.openai_chat.reply import completion_events
from domain.formats.openai_chat.stops import read_finish
from domain.formats.openai_chat.usage import read_usage
from domain.formats.openai_evidence import read_logprobs
from domain.formats.reading import At
from domain.formats.sse_decoding import SseDecoder, VendorStream
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import JsonObject
from domain.llm.events import Started, StreamEvent, UsageReported

__all__ = ["StreamDecoder", "StreamEncoder"]


class _Chunks(VendorStream):
    def __init__(self) -> None:
        self._blocks = OpenBlocks()
        self._started = False
        self._finish: str | None = None

    @override
    def take(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        at = At(chunk)
        if not self._started:
            yield Started(id=at.text_or_none("id") or "", model=at.text_or_none("model") or "")
            self._started = True
        usage = at.object("usage")
        if usage is not None:
            yield UsageReported(read_usage(usage))
        for choice in at.objects("choices"):
            if (choice.integer("index", least=0) or 0) == 0:
                delta = choice.object("delta")
                if delta is not None:
                    logprobs = read_logprobs(choice, within="content")
                    yield from self._blocks.feed(delta, logprobs)
                self._note(choice.text_or_none("finish_reason"))

    def _note(self, finish: str | None) -> None:
        """The first reason counts, but for a `stop` that turns out to be a call."""
        if finish and self._finish in {None, "stop"}:
            self._finish = finish

    @override
    def done(self) -> Iterator[StreamEvent]:
        """The end, even where a server gave no reason; reasons come before it, counts too."""
        if self._started:
            yield from self._ended()

    @override
    def end(self) -> Iterator[StreamEvent]:
        if self._finish is not None:
            yield from self._ended()

    def _ended(self) -> Iterator[StreamEvent]:
        yield from self._blocks.close()
        yield read_finish(self._finish, called=self._blocks.called)

    @override
    def whole(self, body: JsonObject) -> Iterator[StreamEvent]:
        yield from completion_events(At(body))


class StreamDecoder(SseDecoder):
    """Bytes of a chat stream to events, with the tools called back by `words`."""

    def __init__(self, words: ToolWords = AS_THEY_ARE) -> None:
        super().__init__(_Chunks(), words)
