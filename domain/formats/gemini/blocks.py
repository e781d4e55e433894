"""Parts of a candidate to blocks (conversion C5).

Parts carry no numbers there: neighbours of one kind are one block, and a call comes whole, or
in pieces with their places.
"""

from collections.abc import Iterator
from hashlib import sha256

from domain.errors import Invalid
from domain.formats.arguments import arguments_text
from domain.formats.gemini.evidence import in_code_points, read_citations
from domain.formats.gemini.growing_call import GrowingCall
from domain.formats.gemini.parts_reading import OTHER_ALPHABET, code_text
from domain.formats.gemini.signatures import read_signature
from domain.formats.media import inline_data
from domain.formats.places import Places
from domain.formats.reading import At
from domain.formats.spoken import said_aloud
from domain.llm.events import (
    AnswerEvent,
    ArgumentsDelta,
    BlockClosed,
    PictureOpened,
    RedactedThinkingOpened,
    SignatureDelta,
    SoundDelta,
    SoundOpened,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
)
from domain.llm.evidence import Likelihood
from domain.llm.prompt import RedactedThinking


class OpenBlocks:
    """`id` is the answer's: with it, ids of calls that came without one are made."""

    def __init__(self, id: str) -> None:
        self._id = id
        self._next = 0
        self._open: TextOpened | ThinkingOpened | SoundOpened | None = None
        self._sounds = ""
        self._growing: GrowingCall | None = None
        self._places = Places()
        self._texts: list[str] = []
        self._part_starts: list[int] = []
        self._said_bytes = 0
        self.called = False

    @property
    def is_empty(self) -> bool:
        return self._next == 0

    def feed(self, part: At, logprobs: tuple[Likelihood, ...] = ()) -> Iterator[AnswerEvent]:
        self._part_starts.append(self._said_bytes)
        signature = part.text_or_none("thoughtSignature") or ""
        call = part.object("functionCall")
        if call is not None:
            yield from self._call(call, signature)
            return
        yield from self._end_call()
        blob = part.object("inlineData")
        if blob is not None:
            yield from self._made(blob)
            return
        thought = part.flag("thought") or False
        yield from self.say(_text_of(part), thinking=thought, logprobs=logprobs)
        if signature and thought:
            yield from self._seal_thought(signature)
        elif signature and isinstance(self._open, TextOpened):
            yield SignatureDelta(self._open.index, signature)
            yield from self._close_open()

    def say(
        self, text: str, *, thinking: bool = False, logprobs: tuple[Likelihood, ...] = ()
    ) -> Iterator[AnswerEvent]:
        if not (text or logprobs):
            return
        opening = ThinkingOpened if thinking else TextOpened
        if not isinstance(self._open, opening):
            yield from self._close_open()
            self._open = opening(self._take_number())
            yield self._open
        if not thinking:
            self._places.said(self._open.index, text)
            self._texts.append(text)
            self._said_bytes += len(text.encode("utf-8", "replace"))
        yield TextDelta(self._open.index, text, logprobs)

    def _made(self, blob: At) -> Iterator[AnswerEvent]:
        if blob.text("mimeType").startswith("audio/"):
            yield from self._sound(blob)
            return
        data = blob.text("data").translate(OTHER_ALPHABET)
        image = inline_data(blob.text("mimeType"), data, path=blob.where("data"))
        yield from self._close_open()
        index = self._take_number()
        yield PictureOpened(index, image)
        yield BlockClosed(index)

    def _sound(self, blob: At) -> Iterator[AnswerEvent]:
        """Neighbours of one kind are one sound."""
        data, kind = said_aloud(blob.text("data"), media_type=blob.text("mimeType"))
        if not isinstance(self._open, SoundOpened) or kind != self._sounds:
            yield from self._close_open()
            self._open, self._sounds = SoundOpened(self._take_number()), kind
            yield self._open
        yield SoundDelta(self._open.index, data, kind)

    def cite(self, candidate: At) -> Iterator[AnswerEvent]:
        """What backs the text so far."""
        found = read_citations(candidate, self._part_starts)
        text = "".join(self._texts).encode("utf-8", "replace") if found else b""
        for citation in found:
            cited = self._places.in_block(in_code_points(citation, text))
            if cited is not None:
                yield cited

    def close(self) -> Iterator[AnswerEvent]:
        yield from self._end_call()
        yield from self._close_open()

    def _close_open(self) -> Iterator[AnswerEvent]:
        if self._open is not None:
            yield BlockClosed(self._open.index)
            self._open = None

    def _seal_thought(self, signature: str) -> Iterator[AnswerEvent]:
        """What our own wrapping holds is told where it has not been."""
        thought = read_signature(signature, "")
        if isinstance(thought, RedactedThinking):
            yield from self._close_open()
            index = self._take_number()
            yield RedactedThinkingOpened(index, thought.data)
            yield BlockClosed(index)
            return
        if not isinstance(self._open, ThinkingOpened):
            yield from self._close_open()
            self._open = ThinkingOpened(self._take_number())
            yield self._open
            if thought.text:
                yield TextDelta(self._open.index, thought.text)
        yield SignatureDelta(self._open.index, thought.signature or "")
        yield from self._close_open()

    def _call(self, call: At, signature: str) -> Iterator[AnswerEvent]:
        """A name begins a call; what comes without one belongs to the call before it."""
        yield from self._close_open()
        if call.has("name"):
            yield from self._end_call()
            self._growing = GrowingCall(call.text("name"))
        if self._growing is None:
            raise Invalid(f"{call.where('name')}: is missing")
        self._growing.feed(call, signature)
        if not call.flag("willContinue"):
            yield from self._end_call()

    def _end_call(self) -> Iterator[AnswerEvent]:
        call, self._growing = self._growing, None
        if call is None:
            return
        index = self._take_number()
        arguments = arguments_text(call.arguments()) or "{}"
        self.called = True
        yield ToolCallOpened(index, call.id or self._id_for(index, call.name, arguments), call.name)
        if call.signature:
            yield SignatureDelta(index, call.signature)
        yield ArgumentsDelta(index, arguments)
        yield BlockClosed(index)

    def _id_for(self, index: int, name: str, arguments: str) -> str:
        """The same for the same answer, and different for every call of it."""
        told = "\0".join((self._id, str(index), name, arguments))
        return f"call_{sha256(told.encode('utf-8', 'replace')).hexdigest()[:24]}"

    def _take_number(self) -> int:
        self._next += 1
        return self._next - 1


def _text_of(part: At) -> str:
    """The text of a part; of run code, what can be shown of it."""
    text = part.value.get("text")
    return text if isinstance(text, str) else code_text(part) or ""
