"""Streams of chat completion chunks, read (conversion C5); written in `chunks`."""

from collections.abc import Iterator, Mapping

from typing_extensions import override

from domain.formats.openai_chat.blocks import OpenBlocks
from domain.formats.openai_chat.chunks import StreamEncoder
from domain.formats.openai_chat.reply import answer_of, completion_events
from domain.formats.openai_chat.stops import read_finish
from domain.formats.openai_chat.usage import read_usage
from domain.formats.openai_evidence import read_logprobs
from domain.formats.reading import At
from domain.formats.sse_decoding import SseDecoder, VendorStream
from domain.formats.text_run import Saying
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import JsonObject, listed
from domain.llm.events import AnswerEvent, Started, StreamEvent, UsageReported
from domain.llm.prompt import CHOICES_MAX

__all__ = ["StreamDecoder", "StreamEncoder"]


class _Choice:
    """One of the answers, and the reason of its end as soon as it is known."""

    def __init__(self) -> None:
        self._blocks = OpenBlocks()
        self.reason: str | None = None

    def grow(self, choice: At) -> Iterator[AnswerEvent]:
        delta = choice.object("delta")
        if delta is not None:
            yield from self._blocks.feed(delta, read_logprobs(choice, within="content"))
        finish = choice.text_or_none("finish_reason")
        if finish and self.reason in {None, "stop"}:
            self.reason = finish  # the first counts, but for a `stop` that turns out to be a call

    def saying(self, choice: At) -> Saying | None:
        delta = choice.object("delta")
        return None if delta is None else self._blocks.saying(delta)

    def end(self) -> Iterator[AnswerEvent]:
        yield from self._blocks.close()
        yield read_finish(self.reason, called=self._blocks.called)


class _Chunks(VendorStream):
    def __init__(self) -> None:
        self._choices: dict[int, _Choice] = {0: _Choice()}
        self._started = False

    @override
    def take(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        at = At(chunk)
        if not self._started:
            yield Started(id=at.text_or_none("id") or "", model=at.text_or_none("model") or "")
            self._started = True
        usage = at.object("usage")
        if usage is not None:
            yield UsageReported(read_usage(usage, at.text_or_none("service_tier")))
        for choice in at.objects("choices"):
            number = choice.integer("index", least=0) or 0
            if number < CHOICES_MAX:
                grown = self._choices.setdefault(number, _Choice()).grow(choice)
                yield from answer_of(number, grown)

    @override
    def saying(self, chunk: JsonObject) -> Saying | None:
        choices = listed(chunk.get("choices"))
        choice = choices[0] if len(choices) == 1 else None
        if chunk.get("usage") is not None or not isinstance(choice, Mapping):
            return None
        if choice.get("index") or choice.get("finish_reason") or choice.get("logprobs"):
            return None
        return self._choices[0].saying(At(choice))

    @override
    def done(self) -> Iterator[StreamEvent]:
        """The end, even where a server gave no reason; reasons come before it, counts too."""
        if self._started:
            yield from self._ended()

    @override
    def end(self) -> Iterator[StreamEvent]:
        if self._choices[0].reason is not None:
            yield from self._ended()

    def _ended(self) -> Iterator[StreamEvent]:
        """The first answer at last: with it all are at their end."""
        for number, choice in sorted(self._choices.items(), reverse=True):
            yield from answer_of(number, choice.end())

    @override
    def whole(self, body: JsonObject) -> Iterator[StreamEvent]:
        yield from completion_events(At(body))


class StreamDecoder(SseDecoder):
    """Bytes of a chat stream to events, with the tools called back by `words`."""

    def __init__(self, words: ToolWords = AS_THEY_ARE) -> None:
        super().__init__(_Chunks(), words)
