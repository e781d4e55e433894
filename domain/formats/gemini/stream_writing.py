"""Events to Google's chunks, as its own clients read them (conversion C2, C4, C6).

Text goes out as it comes; a call when its arguments are whole; a seal behind the text that it
seals. Where nobody asked for events (`alt=sse`), `chunk_list` makes one JSON list of them.
"""

from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from domain.formats.gemini.answer_writing import call_part, chunk, picture_part
from domain.formats.gemini.errors import encode_error, in_stream
from domain.formats.gemini.evidence import write_grounding, write_likelihoods
from domain.formats.gemini.stops import write_finish
from domain.formats.gemini.turns_writing import thought_part
from domain.formats.gemini.usage import write_usage
from domain.formats.linear import Linear
from domain.formats.places import Places
from domain.formats.reading import scrub
from domain.formats.sse import frame
from domain.json import Json, JsonObject, write
from domain.llm.events import (
    ArgumentsDelta,
    Beside,
    BlockClosed,
    Cited,
    Failed,
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
from domain.llm.evidence import Likelihood
from domain.llm.prompt import RedactedThinking, Thinking, ToolCall
from domain.llm.reply import Opening
from domain.llm.usage import Usage

_BlockEvent: TypeAlias = (
    Opening | TextDelta | SoundDelta | Cited | SignatureDelta | ArgumentsDelta | BlockClosed
)


@dataclass(slots=True)
class _Growing:
    """The one block that is open."""

    opening: Opening
    pieces: list[str] = field(default_factory=list[str])
    signature: str = ""

    def last_part(self) -> JsonObject | None:
        """What can only be said of it when it is whole."""
        text, seal = "".join(self.pieces), self.signature or None
        match self.opening:
            case TextOpened():
                return None if seal is None else {"text": "", "thoughtSignature": seal}
            case ThinkingOpened():
                sealed = thought_part(Thinking(text=text, signature=seal))
                return {**sealed, "text": ""} if "thoughtSignature" in sealed else None
            case RedactedThinkingOpened(_, data):
                return thought_part(RedactedThinking(data=data))
            case PictureOpened(_, image):
                return picture_part(image)
            case ToolCallOpened(_, id, name, custom):
                return call_part(
                    ToolCall(id=id, name=name, arguments=text, custom=custom, signature=seal)
                )
            case SoundOpened() | RefusalOpened():
                aloud = isinstance(self.opening, SoundOpened)
                return {"text": scrub(text)} if aloud and text else None  # its words, behind it
            case _:
                assert_never(self.opening)


class StreamEncoder:
    """`choice` is the number of the answer, where there are several."""

    def __init__(self, *, id: str, model: str, choice: int = 0) -> None:
        self._choice = choice
        self._others: dict[int, StreamEncoder] = {}
        self._id = id
        self._model = model
        self._linear = Linear()
        self._growing: _Growing | None = None
        self._usage = Usage()
        self._refused = False
        self._places = Places()
        self._texts: list[str] = []
        self._cited: list[Cited] = []

    def heartbeat(self) -> bytes:
        """White space alone: anything else breaks Google's own client."""
        return b"\n"

    def feed(self, event: StreamEvent) -> bytes:
        return b"".join(self._told(each) for each in self._linear.feed(event))

    def _told(self, event: StreamEvent) -> bytes:
        match event:
            case Sent() | Started():
                return b""
            case UsageReported(usage):
                self._usage = usage
                return b""
            case Beside(choice, other):
                if choice not in self._others:
                    encoder = StreamEncoder(id=self._id, model=self._model, choice=choice)
                    self._others[choice] = encoder
                return self._others[choice].feed(other)
            case Finished():
                finish = {**write_finish(event, refused=self._refused), **self._grounding()}
                # All are counted together, at the end of the first.
                counted = None if self._choice else write_usage(self._usage)
                return self._chunk(finish=finish, usage=counted)
            case Failed(failure):
                return in_stream(write(encode_error(failure)[1]))
            case _:
                return self._block(event)

    def _block(self, event: _BlockEvent) -> bytes:
        match event:
            case TextDelta(index, text, logprobs):
                return self._text(index, scrub(text), logprobs)
            case SoundDelta():
                return self._sound(event)
            case Cited():
                self._cited.append(event)
            case ArgumentsDelta(_, fragment):
                assert self._growing is not None
                self._growing.pieces.append(fragment)
            case SignatureDelta(_, signature):
                assert self._growing is not None
                self._growing.signature += signature
            case BlockClosed():
                growing, self._growing = self._growing, None
                part = growing.last_part() if growing else None
                return b"" if part is None else self._chunk(part)
            case _:
                self._growing = _Growing(event)
                self._refused = self._refused or isinstance(event, RefusalOpened)
        return b""

    def _text(self, index: int, text: str, logprobs: tuple[Likelihood, ...]) -> bytes:
        assert self._growing is not None
        if isinstance(self._growing.opening, TextOpened):
            self._places.said(index, text)
            self._texts.append(text)
            return self._chunk({"text": text}, finish=write_likelihoods(logprobs))
        if not isinstance(self._growing.opening, ThinkingOpened):
            return self._chunk({"text": text})
        self._growing.pieces.append(text)
        return self._chunk({"text": text, "thought": True})

    def _sound(self, piece: SoundDelta) -> bytes:
        assert self._growing is not None
        self._growing.pieces.append(piece.transcript)
        if not piece.base64:
            return b""
        return self._chunk({"inlineData": {"mimeType": piece.media_type, "data": piece.base64}})

    def _grounding(self) -> dict[str, Json]:
        """All citations at once, at the end: their places are counted through all of the text."""
        placed = ((each.citation, self._places.in_all(each)) for each in self._cited)
        cited = [(citation, bounds) for citation, bounds in placed if bounds]
        grounding = write_grounding("".join(self._texts), cited) if cited else None
        return {} if grounding is None else {"groundingMetadata": grounding}

    def _chunk(
        self,
        *parts: JsonObject,
        finish: dict[str, Json] | None = None,
        usage: JsonObject | None = None,
    ) -> bytes:
        written = chunk(
            parts,
            id=self._id,
            model=self._model,
            index=self._choice,
            finish=finish or {},
            usage=usage,
        )
        return frame(write(written))
