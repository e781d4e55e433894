"""Gemini's chunks to events (conversion C5, B1, B3).

Parts carry no numbers there: neighbours of one kind are one block, and a call comes whole.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from domain.errors import Invalid
from domain.formats.arguments import arguments_text
from domain.formats.failures import CUT, MALFORMED, stream_failure
from domain.formats.gemini.usage import read_usage
from domain.formats.reading import At
from domain.formats.restoring import Restoration
from domain.formats.seals import sealed
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import JsonObject
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Failed,
    Failure,
    Finished,
    SignatureDelta,
    Started,
    StopReason,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
    UsageReported,
)

SEAL: Final = "google-gemini-v1"
_REASONS: Final[dict[str, StopReason]] = {
    "STOP": "end",
    "MAX_TOKENS": "length",
    "CONTINUATION": "pause",
    **dict.fromkeys(
        (
            "SAFETY",
            "RECITATION",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION",
            "MODEL_ARMOR",
            "LANGUAGE",
        ),
        "refusal",
    ),
}
_UNSEALED: Final = "MISSING_THOUGHT_SIGNATURE"


class StreamDecoder:
    """Chunks, or one whole answer, to events, of which exactly one ends it."""

    def __init__(self, words: ToolWords = AS_THEY_ARE) -> None:
        self._restoration = Restoration(words)
        self._id = ""
        self._started = False
        self._over = False
        self._next = 0
        self._open: TextOpened | ThinkingOpened | None = None
        self._called = False
        self._finish: Finished | None = None
        self._explained = ""

    def feed_chunk(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        try:
            yield from self._told(self._take(At(chunk)))
        except Invalid:
            yield from self._told(iter([MALFORMED]))

    def close(self) -> Iterator[StreamEvent]:
        """The input ended: finish what had its reason, and call the rest cut."""
        yield from self._told(self._end())

    def _told(self, events: Iterator[StreamEvent]) -> Iterator[StreamEvent]:
        for event in events:
            for restored in self._restoration.feed(event):
                if self._over:
                    return
                self._over = isinstance(restored, Finished | Failed)
                yield restored

    def _take(self, at: At) -> Iterator[StreamEvent]:
        if at.has("error"):
            yield Failed(stream_failure(at.value["error"]))
            return
        if not self._started:
            self._id = at.text_or_none("responseId") or ""
            yield Started(id=self._id, model=at.text_or_none("modelVersion") or "")
            self._started = True
        usage = at.object("usageMetadata")
        if usage is not None:
            yield UsageReported(read_usage(usage))
        feedback = at.object("promptFeedback")
        blocked = feedback.text_or_none("blockReason") if feedback else None
        if blocked:
            self._finish = Finished(reason="refusal", refusal=f"Prompt blocked: {blocked}")
        candidate = next(at.objects("candidates"), None)
        if candidate is not None:
            yield from self._candidate(candidate)

    def _candidate(self, at: At) -> Iterator[StreamEvent]:
        content = at.object("content")
        for part in content.objects("parts") if content else ():
            yield from self._part(part)
        word = at.text_or_none("finishReason")
        if word == _UNSEALED:
            message = "Gemini missed the seal of a tool call in the history"
            yield Failed(Failure(kind="malformed", message=message))
        elif word:
            reason = _REASONS.get(word)
            self._explained = "" if reason else at.text_or_none("finishMessage") or ""
            self._finish = Finished(reason=reason or "end")

    def _part(self, part: At) -> Iterator[StreamEvent]:
        signature = part.text_or_none("thoughtSignature") or ""
        call = part.object("functionCall")
        if call is not None:
            yield from self._call(call, signature)
            return
        thought = part.flag("thought") or False
        yield from self._say(_text_of(part), thinking=thought)
        if signature and isinstance(self._open, ThinkingOpened):
            yield SignatureDelta(self._open.index, sealed(signature, SEAL))
            yield from self._close_open()

    def _say(self, text: str, *, thinking: bool) -> Iterator[StreamEvent]:
        if not text:
            return
        opening = ThinkingOpened if thinking else TextOpened
        if not isinstance(self._open, opening):
            yield from self._close_open()
            self._open = opening(self._take_number())
            yield self._open
        yield TextDelta(self._open.index, text)

    def _call(self, call: At, signature: str) -> Iterator[StreamEvent]:
        yield from self._close_open()
        index = self._take_number()
        name = call.text("name")
        arguments = arguments_text(call.value.get("args")) or "{}"
        call_id = call.text_or_none("id") or self._id_for(index, name, arguments)
        self._called = True
        yield ToolCallOpened(index, call_id, name)
        if signature:
            yield SignatureDelta(index, signature)
        yield ArgumentsDelta(index, arguments)
        yield BlockClosed(index)

    def _id_for(self, index: int, name: str, arguments: str) -> str:
        """The same for the same answer, and different for every call of it."""
        told = "\0".join((self._id, str(index), name, arguments))
        return f"call_{sha256(told.encode('utf-8', 'replace')).hexdigest()[:24]}"

    def _end(self) -> Iterator[StreamEvent]:
        if self._finish is None:
            yield CUT
            return
        if self._explained and self._next == 0:
            yield from self._say(self._explained, thinking=False)
        yield from self._close_open()
        if self._called and self._finish.reason == "end":
            self._finish = Finished(reason="tool_use")
        yield self._finish

    def _close_open(self) -> Iterator[StreamEvent]:
        if self._open is not None:
            yield BlockClosed(self._open.index)
            self._open = None

    def _take_number(self) -> int:
        self._next += 1
        return self._next - 1


def _text_of(part: At) -> str:
    """The text of a part; of pictures and run code, what can be shown of them."""
    text = part.value.get("text")
    if isinstance(text, str):
        return text
    image, code = part.object("inlineData"), part.object("executableCode")
    result = part.object("codeExecutionResult")
    if image is not None:
        return f"![image](data:{image.text('mimeType')};base64,{image.text('data')})"
    if code is not None:
        return f"\n```\n{code.text_or_none('code') or ''}\n```\n"
    return f"\n```\n{result.text_or_none('output') or ''}\n```\n" if result else ""
