"""Chunks of an answer to events; a whole answer is a stream of one (conversion C5, B1, B3)."""

from collections.abc import Iterator
from typing import Final

from typing_extensions import override

from domain.errors import Invalid
from domain.formats.gemini.blocks import OpenBlocks
from domain.formats.gemini.evidence import read_likelihoods
from domain.formats.gemini.stops import UNSEALED, read_block, read_finish
from domain.formats.gemini.usage import read_usage
from domain.formats.reading import At
from domain.formats.sse_decoding import VendorStream
from domain.json import JsonObject
from domain.llm.events import (
    AnswerEvent,
    Beside,
    Failed,
    Failure,
    Finished,
    Started,
    StreamEvent,
    UsageReported,
)
from domain.llm.prompt import CHOICES_MAX

_UNSEALED: Final = Failed(
    Failure(kind="malformed", message="Gemini missed the seal of a tool call in the history")
)


class _Candidate:
    """One of the answers, and the reason of its end as soon as it is known."""

    def __init__(self, id: str) -> None:
        self._blocks = OpenBlocks(id)
        self.finish: Finished | None = None
        self._explained = ""
        self._backed = At({})

    def grow(self, at: At) -> Iterator[AnswerEvent]:
        content = at.object("content")
        logprobs = read_likelihoods(at)
        for part in content.objects("parts") if content else ():
            spoken = isinstance(part.value.get("text"), str) and not part.value.get("thought")
            yield from self._blocks.feed(part, logprobs if spoken else ())
            logprobs = () if spoken else logprobs
        if at.has("groundingMetadata") or at.has("citationMetadata"):
            self._backed = at
        word = at.text_or_none("finishReason")
        if word:
            said = at.text_or_none("finishMessage")
            self.finish, self._explained = read_finish(word, said)

    def end(self) -> Iterator[AnswerEvent]:
        """What the vendor says of a fault is the answer, where there is no other."""
        finish = self.finish or Finished(reason="end")
        if self._explained and self._blocks.is_empty:
            yield from self._blocks.say(self._explained)
        yield from self._blocks.cite(self._backed)
        yield from self._blocks.close()
        called = self._blocks.called and finish.reason == "end"
        yield Finished(reason="tool_use") if called else finish


class Chunks(VendorStream):
    def __init__(self) -> None:
        self._id = ""
        self._candidates: dict[int, _Candidate] = {}

    @override
    def take(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        at = At(chunk)
        if not self._candidates:
            self._id = at.text_or_none("responseId") or ""
            yield Started(id=self._id, model=at.text_or_none("modelVersion") or "")
            self._candidates[0] = _Candidate(self._id)
        usage = at.object("usageMetadata")
        if usage is not None:
            yield UsageReported(read_usage(usage))
        first = self._candidates[0]
        first.finish = read_block(at.object("promptFeedback")) or first.finish
        for told in at.objects("candidates"):
            yield from self._candidate(told.integer("index", least=0) or 0, told)

    def _candidate(self, number: int, told: At) -> Iterator[StreamEvent]:
        if number >= CHOICES_MAX:
            return
        candidate = self._candidates.setdefault(number, _Candidate(f"{self._id}{number or ''}"))
        for event in candidate.grow(told):
            yield Beside(number, event) if number else event
        if told.value.get("finishReason") == UNSEALED:
            yield _UNSEALED

    @override
    def done(self) -> Iterator[StreamEvent]:
        yield from self.end()

    @override
    def end(self) -> Iterator[StreamEvent]:
        """The first answer at last: with it all are at their end."""
        if self._candidates and self._candidates[0].finish is not None:
            for number, candidate in sorted(self._candidates.items(), reverse=True):
                for event in candidate.end():
                    yield Beside(number, event) if number else event

    @override
    def whole(self, body: JsonObject) -> Iterator[StreamEvent]:
        """One without a reason has ended all the same."""
        if body.get("candidates") is None and body.get("promptFeedback") is None:
            raise Invalid("candidates: is missing")
        yield from self.take(body)
        first = self._candidates[0]
        first.finish = first.finish or Finished(reason="end")
        yield from self.end()
