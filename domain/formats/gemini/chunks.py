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
from domain.llm.events import Failed, Failure, Finished, Started, StreamEvent, UsageReported

_UNSEALED: Final = Failed(
    Failure(kind="malformed", message="Gemini missed the seal of a tool call in the history")
)


class Chunks(VendorStream):
    def __init__(self) -> None:
        self._blocks: OpenBlocks | None = None
        self._finish: Finished | None = None
        self._explained = ""
        self._backed = At({})

    @override
    def take(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        at = At(chunk)
        blocks = self._blocks
        if blocks is None:
            answer = at.text_or_none("responseId") or ""
            yield Started(id=answer, model=at.text_or_none("modelVersion") or "")
            blocks = self._blocks = OpenBlocks(answer)
        usage = at.object("usageMetadata")
        if usage is not None:
            yield UsageReported(read_usage(usage))
        self._finish = read_block(at.object("promptFeedback")) or self._finish
        for candidate in at.objects("candidates"):
            if (candidate.integer("index", least=0) or 0) == 0:
                yield from self._candidate(candidate, blocks)

    def _candidate(self, at: At, blocks: OpenBlocks) -> Iterator[StreamEvent]:
        content = at.object("content")
        logprobs = read_likelihoods(at)
        for part in content.objects("parts") if content else ():
            spoken = isinstance(part.value.get("text"), str) and not part.value.get("thought")
            yield from blocks.feed(part, logprobs if spoken else ())
            logprobs = () if spoken else logprobs
        if at.has("groundingMetadata") or at.has("citationMetadata"):
            self._backed = at
        word = at.text_or_none("finishReason")
        if word == UNSEALED:
            yield _UNSEALED
        elif word:
            said = at.text_or_none("finishMessage")
            self._finish, self._explained = read_finish(word, said)

    @override
    def done(self) -> Iterator[StreamEvent]:
        yield from self.end()

    @override
    def end(self) -> Iterator[StreamEvent]:
        """What the vendor says of a fault is the answer, where there is no other."""
        if self._finish is None or self._blocks is None:
            return
        if self._explained and self._blocks.is_empty:
            yield from self._blocks.say(self._explained)
        yield from self._blocks.cite(self._backed)
        yield from self._blocks.close()
        called = self._blocks.called and self._finish.reason == "end"
        yield Finished(reason="tool_use") if called else self._finish

    @override
    def whole(self, body: JsonObject) -> Iterator[StreamEvent]:
        """One without a reason has ended all the same."""
        if body.get("candidates") is None and body.get("promptFeedback") is None:
            raise Invalid("candidates: is missing")
        yield from self.take(body)
        self._finish = self._finish or Finished(reason="end")
        yield from self.end()
