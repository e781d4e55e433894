"""Events to a stream of responses, as OpenAI's clients accumulate it (conversion C2, C4, C6)."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from domain.formats.linear import Linear
from domain.formats.openai_responses.envelope import Envelope
from domain.formats.openai_responses.errors import failed_error
from domain.formats.openai_responses.event_numbers import EventNumbers
from domain.formats.openai_responses.output import unsaid_refusal
from domain.formats.openai_responses.stops import write_stop
from domain.formats.openai_responses.stream_items import (
    GrowingCall,
    GrowingItem,
    GrowingMessage,
    GrowingReasoning,
)
from domain.formats.spoken import in_words
from domain.formats.sse import frame
from domain.json import JsonObject, write
from domain.llm.events import (
    ArgumentsDelta,
    Beside,
    BlockClosed,
    Cited,
    Failed,
    Failure,
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
from domain.llm.reply import Opening
from domain.llm.usage import Usage

_BlockEvent: TypeAlias = (
    Opening | TextDelta | SoundDelta | Cited | SignatureDelta | ArgumentsDelta | BlockClosed
)


class StreamEncoder:
    """`numbers` are those of the events before, where others wrote the beginning."""

    def __init__(self, envelope: Envelope, *, numbers: EventNumbers | None = None) -> None:
        self._envelope = envelope
        self._linear = Linear()
        self._numbers = numbers or EventNumbers()
        self._output: list[JsonObject] = []
        self._growing: GrowingItem | None = None
        self._speaking: int | None = None
        self._usage = Usage()
        self._answered = False
        self._refused = False

    def heartbeat(self) -> bytes:
        return b": ping\n\n"

    def feed(self, event: StreamEvent) -> bytes:
        linear = (each for worded in in_words(event) for each in self._linear.feed(worded))
        told = (each for one in linear for each in self._told(one))
        return b"".join(self._frame(each) for each in told)

    def _frame(self, event: JsonObject) -> bytes:
        kind = str(event["type"])
        numbered = {"type": kind, "sequence_number": self._numbers.take(), **event}
        return frame(write(numbered), event=kind)

    def _told(self, event: StreamEvent) -> Iterator[JsonObject]:
        match event:
            case Sent() | Beside():
                return  # there is room for the first answer alone
            case Started():
                for kind in ("created", "in_progress"):
                    response = self._envelope.response("in_progress")
                    yield {"type": f"response.{kind}", "response": response}
            case UsageReported(usage):
                self._usage = usage
            case Finished():
                yield from self._finish(event)
            case Failed(failure):
                yield self._fail(failure)
            case _:
                yield from self._block(event)

    def _block(self, event: _BlockEvent) -> Iterator[JsonObject]:
        match event:
            case TextDelta() | Cited() | ArgumentsDelta():
                yield from self._grow(event)
            case SignatureDelta(_, signature):
                if isinstance(self._growing, GrowingReasoning):
                    self._growing.seal(signature)  # a call's seal has no place here
            case SoundDelta():
                return  # its words are told
            case BlockClosed():
                if isinstance(self._growing, GrowingMessage):
                    yield from self._growing.end()
                else:
                    yield from self._close()
            case _:
                yield from self._open(event)

    def _grow(self, event: TextDelta | Cited | ArgumentsDelta) -> Iterator[JsonObject]:
        """A citation that comes when its text is closed has no place any more."""
        growing = self._growing
        match event:
            case TextDelta(_, said, logprobs) if isinstance(growing, GrowingMessage):
                yield from growing.say(said, logprobs)
            case TextDelta(_, said) | ArgumentsDelta(_, said):
                assert growing is not None
                yield from growing.grow(said)
            case Cited(index, citation):
                if isinstance(growing, GrowingMessage) and index == self._speaking:
                    growing.cite(citation)

    def _open(self, opening: Opening) -> Iterator[JsonObject]:
        match opening:
            case TextOpened(index) | SoundOpened(index) | PictureOpened(index):
                phase = opening.phase if isinstance(opening, TextOpened) else None
                yield from self._speak(refuses=False, phase=phase)
                self._speaking = index
            case RefusalOpened():
                yield from self._speak(refuses=True)
            case ThinkingOpened():
                yield from self._close()
                self._growing = GrowingReasoning(self._envelope, self._next)
            case RedactedThinkingOpened(_, data):
                yield from self._close()
                self._growing = GrowingReasoning(self._envelope, self._next, data)
            case ToolCallOpened():
                yield from self._close()
                call = self._growing = GrowingCall(self._envelope, self._next, opening)
                yield from call.open()
            case _:
                assert_never(opening)

    @property
    def _next(self) -> int:
        return len(self._output)

    def _speak(self, *, refuses: bool, phase: str | None = None) -> Iterator[JsonObject]:
        """Neighbouring texts of one phase are one message, however many parts they have."""
        self._speaking = None
        self._answered = True
        self._refused = self._refused or refuses
        message = self._growing
        if not isinstance(message, GrowingMessage) or message.phase != phase:
            yield from self._close()
            message = self._growing = GrowingMessage(self._envelope, self._next, phase)
            yield from message.open()
        yield from message.begin(refuses=refuses)

    def _close(self) -> Iterator[JsonObject]:
        growing, self._growing = self._growing, None
        if growing is not None:
            yield from growing.close()
            if growing.item is not None:
                self._output.append(growing.item)

    def _finish(self, finished: Finished) -> Iterator[JsonObject]:
        status, incomplete = write_stop(finished, answered=self._answered)
        refusal = unsaid_refusal(finished, refused=self._refused)
        if refusal is not None:
            yield from self._speak(refuses=True)
            assert isinstance(self._growing, GrowingMessage)
            yield from self._growing.grow(refusal.text)
            yield from self._growing.end()
        yield from self._close()
        response = self._envelope.response(
            status, output=self._output, usage=self._usage, incomplete=incomplete
        )
        yield {"type": f"response.{status}", "response": response}

    def _fail(self, failure: Failure) -> JsonObject:
        response = self._envelope.response(
            "failed", output=self._output, error=failed_error(failure)
        )
        return {"type": "response.failed", "response": response}
