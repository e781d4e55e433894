"""Deltas of one choice to blocks: who is open, which call a fragment belongs to (C5)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeAlias

from domain.formats.arguments import arguments_text
from domain.formats.media import source_of
from domain.formats.openai_chat.reasoning import read_google_seal
from domain.formats.openai_evidence import read_annotations
from domain.formats.places import Places
from domain.formats.reading import At
from domain.formats.seals import sealed
from domain.formats.spoken import said_aloud
from domain.formats.text_run import Saying
from domain.llm.events import (
    AnswerEvent,
    ArgumentsDelta,
    BlockClosed,
    PictureOpened,
    RedactedThinkingOpened,
    RefusalOpened,
    SignatureDelta,
    SoundDelta,
    SoundOpened,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
)
from domain.llm.evidence import Citation, Likelihood
from domain.llm.prompt import InlineData

_WordsOpened: TypeAlias = TextOpened | ThinkingOpened | RefusalOpened
_SpokenOpened: TypeAlias = TextOpened | ThinkingOpened | RefusalOpened | SoundOpened
_REASONING: Final = ("reasoning_content", "reasoning", "thinking")
_OLD_CALL: Final = -1
"""The key of a `function_call`, from before calls had numbers."""


@dataclass(slots=True)
class _Spoken:
    opening: _SpokenOpened
    pieces: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class _Call:
    """A call whose name may come after its id; `index` is set once it is opened."""

    id: str
    index: int | None = None
    waiting: str = ""


def _thought(spoken: _Spoken, text: str) -> StreamEvent:
    spoken.pieces.append(text)
    return TextDelta(spoken.opening.index, text)


class OpenBlocks:
    def __init__(self) -> None:
        self._next = 0
        self._spoken: _Spoken | None = None
        self._reasoned = False
        self._sounds = ""
        self._places = Places()
        self._unplaced: list[Citation] = []
        self._calls: dict[int, _Call] = {}
        self._all_calls: list[_Call] = []

    @property
    def called(self) -> bool:
        return any(call.index is not None for call in self._all_calls)

    def feed(self, delta: At, logprobs: tuple[Likelihood, ...] = ()) -> Iterator[AnswerEvent]:
        """Take a stream's delta, or a whole message: the same keys mean the same."""
        yield from self._reasoning(delta)
        yield from self._say(_content(delta), TextOpened, logprobs)
        yield from self._pictures(delta)
        yield from self._sound(delta.object("audio"))
        yield from self._cite(delta)
        seal, spoken = read_google_seal(delta), self._spoken
        if seal and spoken is not None and isinstance(spoken.opening, TextOpened):
            yield SignatureDelta(spoken.opening.index, seal)
            yield from self._close_spoken()
        yield from self._say(_word(delta, "refusal"), RefusalOpened)
        for position, call in enumerate(delta.objects("tool_calls")):
            index = call.integer("index", least=0)
            yield from self._call(call, position if index is None else index)
        old_call = delta.object("function_call")
        if old_call is not None:
            yield from self._call(At({"function": old_call.value}), _OLD_CALL)

    def saying(self, delta: At) -> Saying | None:
        """Where a delta just fed has its text, if it says nothing else."""
        told = [key for key, value in delta.value.items() if key != "role" and value]
        spoken = self._spoken
        if len(told) != 1 or spoken is None or self._unplaced:
            return None
        if isinstance(spoken.opening, TextOpened) and told == ["content"]:
            return Saying("content", partial(self._said, spoken.opening.index))
        if isinstance(spoken.opening, ThinkingOpened) and told[0] in _REASONING:
            return Saying(told[0], partial(_thought, spoken))
        return None

    def _said(self, index: int, text: str) -> StreamEvent:
        self._places.said(index, text)
        return TextDelta(index, text)

    def close(self) -> Iterator[AnswerEvent]:
        yield from self._place()
        yield from self._close_spoken()
        for call in self._all_calls:
            if call.index is not None:
                yield BlockClosed(call.index)

    def _pictures(self, delta: At) -> Iterator[AnswerEvent]:
        """As some servers show those that their models made; addresses alone are passed over."""
        for each in delta.objects("images"):
            address = each.object("image_url")
            url = address.text_or_none("url") if address else None
            source = source_of(url, path=each.path) if url else None
            if isinstance(source, InlineData):
                yield from self._close_spoken()
                index = self._take_number()
                yield PictureOpened(index, source)
                yield BlockClosed(index)

    def _sound(self, audio: At | None) -> Iterator[AnswerEvent]:
        if audio is None:
            return
        if self._spoken is None or not isinstance(self._spoken.opening, SoundOpened):
            yield from self._close_spoken()
            opened = SoundOpened(self._take_number(), audio.text_or_none("id"))
            self._spoken = _Spoken(opened)
            yield opened
        data, media_type = audio.text_or_none("data") or "", ""
        if data:
            data, media_type = said_aloud(data, media_type=self._sounds)
            self._sounds = media_type
        index = self._spoken.opening.index
        words, until = audio.text_or_none("transcript"), audio.integer("expires_at", least=0)
        if data or words or until is not None:
            yield SoundDelta(index, data, media_type, words or "", until)

    def _cite(self, delta: At) -> Iterator[AnswerEvent]:
        self._unplaced += read_annotations(delta)
        yield from self._place()

    def _place(self) -> Iterator[AnswerEvent]:
        """Some servers tell their sources before the first word."""
        placed = [self._places.in_block(citation) for citation in self._unplaced]
        if all(placed):
            self._unplaced.clear()
            yield from (cited for cited in placed if cited is not None)

    def _reasoning(self, delta: At) -> Iterator[AnswerEvent]:
        spoken = next((text for key in _REASONING if (text := _word(delta, key))), "")
        yield from self._say(spoken, ThinkingOpened)
        for detail in (*delta.objects("reasoning_details"), *delta.objects("thinking_blocks")):
            yield from self._detail(detail, spoken=bool(spoken))

    def _detail(self, detail: At, *, spoken: bool) -> Iterator[AnswerEvent]:
        label = detail.text_or_none("format")
        data, signature = _word(detail, "data"), _word(detail, "signature")
        text = _word(detail, "text") or _word(detail, "thinking")
        if data:
            yield from self._close_spoken()
            index = self._take_number()
            yield RedactedThinkingOpened(index, sealed(data, label))
            yield BlockClosed(index)
            return
        if text and not spoken and not self._already_said(text, signed=bool(signature)):
            yield from self._say(text, ThinkingOpened)
        if signature:
            yield from self._sign(sealed(signature, label))

    def _already_said(self, text: str, *, signed: bool) -> bool:
        """Some relays repeat the whole reasoning in the entry that seals it."""
        spoken = self._spoken
        if spoken is None or not isinstance(spoken.opening, ThinkingOpened):
            return self._reasoned
        return signed and "".join(spoken.pieces) == text

    def _sign(self, signature: str) -> Iterator[AnswerEvent]:
        """A seal ends its block; one that comes after its block was closed fits nothing."""
        if self._spoken is None or not isinstance(self._spoken.opening, ThinkingOpened):
            if self._reasoned:
                return
            yield from self._open(ThinkingOpened)
        assert self._spoken is not None
        yield SignatureDelta(self._spoken.opening.index, signature)
        yield from self._close_spoken()
        self._reasoned = False

    def _say(
        self,
        text: str,
        opening: type[_WordsOpened],
        logprobs: tuple[Likelihood, ...] = (),
    ) -> Iterator[AnswerEvent]:
        if not text and not logprobs:
            return
        if self._spoken is None or not isinstance(self._spoken.opening, opening):
            yield from self._open(opening)
        assert self._spoken is not None
        index = self._spoken.opening.index
        if opening is ThinkingOpened:
            self._spoken.pieces.append(text)
        elif opening is TextOpened:
            self._places.said(index, text)
        yield TextDelta(index, text, logprobs)

    def _open(self, opening: type[_WordsOpened]) -> Iterator[AnswerEvent]:
        yield from self._close_spoken()
        opened = opening(self._take_number())
        self._spoken = _Spoken(opened)
        self._reasoned = self._reasoned or opening is ThinkingOpened
        yield opened

    def _close_spoken(self) -> Iterator[AnswerEvent]:
        if self._spoken is not None:
            yield BlockClosed(self._spoken.opening.index)
            self._spoken = None

    def _call(self, at: At, key: int) -> Iterator[AnswerEvent]:
        yield from self._close_spoken()
        call = self._called(key, at.text_or_none("id"))
        custom = at.object("custom")
        function = custom or at.object("function") or At({})
        name = function.text_or_none("name")
        fragment = arguments_text(function.value.get("arguments", function.value.get("input")))
        if call.index is None:
            if not name:
                call.waiting += fragment
                return
            call.index = self._take_number()
            called = call.id or f"call_{call.index}"
            yield ToolCallOpened(call.index, called, name, custom is not None)
            fragment, call.waiting = call.waiting + fragment, ""
        signature = read_google_seal(at)
        if signature:
            yield SignatureDelta(call.index, signature)
        if fragment:
            yield ArgumentsDelta(call.index, fragment)

    def _called(self, key: int, given_id: str | None) -> _Call:
        """A new id under a known number is a new call: some servers number all of them 0."""
        known = self._calls.get(key)
        if known is not None and (not given_id or given_id == known.id or not known.id):
            known.id = known.id or given_id or ""
            return known
        call = _Call(given_id or "")
        self._calls[key] = call
        self._all_calls.append(call)
        return call

    def _take_number(self) -> int:
        self._next += 1
        return self._next - 1


def _content(delta: At) -> str:
    """A string; some servers send a list of parts."""
    if isinstance(delta.value.get("content"), str | None):
        return _word(delta, "content")
    return "".join(_word(part, "text") for part in delta.objects("content"))


def _word(at: At, key: str) -> str:
    """Not scrubbed: half a character may wait for its other half in the next delta."""
    found = at.value.get(key)
    return found if isinstance(found, str) else ""
