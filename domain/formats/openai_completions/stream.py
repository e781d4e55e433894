"""Answers of a server that speaks OpenAI's first format itself, whole and as a stream."""

from collections.abc import Iterator

from typing_extensions import override

from domain.errors import Invalid
from domain.formats.openai_chat.reply import answer_of
from domain.formats.openai_chat.stops import read_finish
from domain.formats.openai_chat.usage import read_usage
from domain.formats.reading import At
from domain.formats.sse_decoding import SseDecoder, VendorStream
from domain.formats.tool_words import AS_THEY_ARE
from domain.json import JsonObject
from domain.llm.events import (
    AnswerEvent,
    BlockClosed,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.prompt import CHOICES_MAX


class _Choice:
    """One text as it grows, and the reason of its end as soon as it is known."""

    def __init__(self) -> None:
        self.reason: str | None = None
        self._opened = False

    def grow(self, choice: At) -> Iterator[AnswerEvent]:
        text = choice.text_or_none("text")
        if text and not self._opened:
            self._opened = True
            yield TextOpened(0)
        if text:
            yield TextDelta(0, text)
        self.reason = choice.text_or_none("finish_reason") or self.reason

    def end(self) -> Iterator[AnswerEvent]:
        if self._opened:
            yield BlockClosed(0)
        yield read_finish(self.reason, called=False)


class _Chunks(VendorStream):
    def __init__(self) -> None:
        self._choices: dict[int, _Choice] = {0: _Choice()}
        self._started = False

    @override
    def take(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        at = At(chunk)
        if not self._started:
            self._started = True
            yield Started(id=at.text_or_none("id") or "", model=at.text_or_none("model") or "")
        usage = at.object("usage")
        if usage is not None:
            yield UsageReported(read_usage(usage))
        for place, choice in enumerate(at.objects("choices")):
            number = choice.integer("index", least=0)
            number = place if number is None else number
            if number < CHOICES_MAX:
                grown = self._choices.setdefault(number, _Choice()).grow(choice)
                yield from answer_of(number, grown)

    @override
    def done(self) -> Iterator[StreamEvent]:
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
        if not any(At(body).objects("choices")):
            raise Invalid("choices: is missing or empty")
        yield from self.take(body)
        yield from self._ended()


class StreamDecoder(SseDecoder):
    def __init__(self) -> None:
        super().__init__(_Chunks(), AS_THEY_ARE)


def decode_reply(body: JsonObject) -> Iterator[StreamEvent]:
    """A whole answer as the stream it could have been. Raises `Invalid` for no answer at all."""
    yield from _Chunks().whole(body)
