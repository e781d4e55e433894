"""The fold of a stream: a whole answer, or as much of it as there is."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, assert_never

from domain.errors import DomainError
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
from domain.llm.evidence import Citation, Likelihood
from domain.llm.prompt import Image, InlineData, RedactedThinking, Refusal, Text, Thinking, ToolCall
from domain.llm.sound import Sound
from domain.llm.usage import Usage

WordPart: TypeAlias = Text | Thinking | RedactedThinking | Refusal | ToolCall
ReplyPart: TypeAlias = WordPart | Image | Sound
Opening: TypeAlias = (
    TextOpened
    | ThinkingOpened
    | RefusalOpened
    | RedactedThinkingOpened
    | PictureOpened
    | SoundOpened
    | ToolCallOpened
)


_BEGUN: Final = Started(id="", model="")
_NOBODY: Final = -1


class BrokenStream(DomainError):
    """Events in an order that no model can mean: a fault of the adapter that made them."""

    code = "broken_stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`finished` and `failure` are both `None` while the answer is unfinished.

    `others` are the answers beside the first one, in their order, by parts and end alone.
    """

    id: str = ""
    model: str = ""
    parts: tuple[ReplyPart, ...] = ()
    usage: Usage | None = None
    finished: Finished | None = None
    failure: Failure | None = None
    others: "tuple[Reply, ...]" = ()

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, Text))


@dataclass(slots=True)
class _Block:
    opening: Opening
    pieces: list[str] = field(default_factory=list[str])
    signature: list[str] = field(default_factory=list[str])
    citations: list[Citation] = field(default_factory=list[Citation])
    logprobs: list[Likelihood] = field(default_factory=list[Likelihood])
    sounds: list[SoundDelta] = field(default_factory=list[SoundDelta])
    closed: bool = False

    def part(self) -> ReplyPart:
        text = "".join(self.pieces)
        match self.opening:
            case TextOpened(phase=phase):
                return Text(
                    text=text,
                    signature="".join(self.signature) or None,
                    phase=phase,
                    citations=tuple(self.citations),
                    logprobs=tuple(self.logprobs),
                )
            case ThinkingOpened():
                return Thinking(text=text, signature="".join(self.signature) or None)
            case RefusalOpened():
                return Refusal(text=text)
            case RedactedThinkingOpened() | PictureOpened() | SoundOpened():
                return _made(self.opening, self.sounds)
            case ToolCallOpened(id=id, name=name, custom=custom):
                signature = "".join(self.signature) or None
                return ToolCall(
                    id=id, name=name, arguments=text, custom=custom, signature=signature
                )
            case _:
                assert_never(self.opening)


def in_words(parts: Sequence[ReplyPart]) -> tuple[WordPart, ...]:
    """What an answer is made of, with words for what was spoken, and pictures as Markdown."""
    return tuple(_in_words(part) for part in parts)


def _in_words(part: ReplyPart) -> WordPart:
    match part:
        case Sound(transcript=words):
            return Text(text=words)
        case Image(source=source):
            return Text(text=markdown(source) if isinstance(source, InlineData) else "")
        case _:
            return part


def markdown(image: InlineData) -> str:
    """A picture in the midst of text, as clients that show Markdown can show it."""
    return f"![image](data:{image.media_type};base64,{image.base64})"


def _made(
    opening: RedactedThinkingOpened | PictureOpened | SoundOpened, sounds: Sequence[SoundDelta]
) -> ReplyPart:
    """What is no text."""
    match opening:
        case RedactedThinkingOpened(data=data):
            return RedactedThinking(data=data)
        case PictureOpened(image=image):
            return Image(source=image)
        case SoundOpened(id=id):
            return _sound(id, sounds)


def _sound(id: str | None, pieces: Sequence[SoundDelta]) -> Sound:
    """All of it: each piece is base64 by itself."""
    data = b"".join(b64decode(piece.base64) for piece in pieces)
    return Sound(
        media_type=next((piece.media_type for piece in pieces if piece.media_type), ""),
        base64=b64encode(data).decode(),
        transcript="".join(piece.transcript for piece in pieces),
        id=id,
        expires_at=next((each.expires_at for each in pieces if each.expires_at is not None), None),
    )


class ReplyFold:
    """Feed it a stream, event by event; ask for the `reply` at any time."""

    def __init__(self) -> None:
        self._started: Started | None = None
        self._blocks: list[_Block] = []
        self._usage: Usage | None = None
        self._finished: Finished | None = None
        self._failure: Failure | None = None
        self._whole: Reply | None = None
        self._others: dict[int, ReplyFold] = {}
        self._speaking = _NOBODY
        """The block whose text grew last, if nothing else has come since."""

    @property
    def is_over(self) -> bool:
        return self._finished is not None or self._failure is not None

    @property
    def failure(self) -> Failure | None:
        return self._failure

    def feed(self, event: StreamEvent) -> None:
        """Take one event in, or raise `BrokenStream` when it may not come here."""
        if type(event) is TextDelta and 0 <= event.index == self._speaking:  # nearly always
            block = self._blocks[event.index]
            block.pieces.append(event.text)
            if event.logprobs:
                block.logprobs += event.logprobs
            return
        self._speaking = _NOBODY
        if self.is_over:
            raise BrokenStream(f"{event} after the end")
        if self._started is None and not isinstance(event, Sent | Started | Failed):
            raise BrokenStream(f"{event} before the start")
        self._take(event)

    def _take(self, event: StreamEvent) -> None:
        match event:
            case Sent() | Started():
                self._start(event)
            case TextDelta() | SignatureDelta() | ArgumentsDelta() | SoundDelta():
                self._grow(event)
            case Cited(index, citation):
                self._cite(index, citation)
            case BlockClosed(index):
                self._open_block(index).closed = True
            case Beside() | UsageReported():
                self._note(event)
            case Finished() | Failed():
                self._end(event)
            case _:
                self._open(event)

    def reply(self) -> Reply:
        """As far as it is known; made once when it is over."""
        if self._whole is not None:
            return self._whole
        reply = Reply(
            id=self._started.id if self._started else "",
            model=self._started.model if self._started else "",
            parts=tuple(block.part() for block in self._blocks),
            usage=self._usage,
            finished=self._finished,
            failure=self._failure,
            others=tuple(self._others[choice].reply() for choice in sorted(self._others)),
        )
        self._whole = reply if self.is_over else None
        return reply

    def _note(self, event: Beside | UsageReported) -> None:
        if isinstance(event, UsageReported):
            self._usage = event.usage
        else:
            self._beside(event)

    def _beside(self, event: Beside) -> None:
        if event.choice < 1:
            raise BrokenStream(f"{event} is no other answer")
        fold = self._others.get(event.choice)
        if fold is None:
            fold = self._others[event.choice] = ReplyFold()
            fold.feed(_BEGUN)
        fold.feed(event.event)

    def _start(self, event: Sent | Started) -> None:
        if self._started is not None:
            raise BrokenStream("a second start")
        if isinstance(event, Started):
            self._started = event

    def _open(self, event: Opening) -> None:
        if event.index != len(self._blocks):
            raise BrokenStream(f"block {event.index} opened, expected {len(self._blocks)}")
        self._blocks.append(_Block(event))

    def _grow(self, event: TextDelta | SignatureDelta | ArgumentsDelta | SoundDelta) -> None:
        block = self._open_block(event.index)
        match event, block.opening:
            case TextDelta(), TextOpened() | ThinkingOpened() | RefusalOpened():
                block.pieces.append(event.text)
                block.logprobs += event.logprobs
                self._speaking = event.index
            case (
                SignatureDelta(signature=signature),
                TextOpened() | ThinkingOpened() | ToolCallOpened(),
            ):
                block.signature.append(signature)
            case ArgumentsDelta(fragment=fragment), ToolCallOpened():
                block.pieces.append(fragment)
            case SoundDelta(), SoundOpened():
                block.sounds.append(event)
            case _:
                raise BrokenStream(f"{event} does not belong to {block.opening}")

    def _cite(self, index: int, citation: Citation) -> None:
        cited = self._blocks[index] if 0 <= index < len(self._blocks) else None
        if cited is None or not isinstance(cited.opening, TextOpened):
            raise BrokenStream(f"{citation} cites block {index}, which is no text")
        cited.citations.append(citation)

    def _open_block(self, index: int) -> _Block:
        if not 0 <= index < len(self._blocks) or self._blocks[index].closed:
            raise BrokenStream(f"block {index} is not open")
        return self._blocks[index]

    def _end(self, event: Finished | Failed) -> None:
        if isinstance(event, Failed):
            self._failure = event.failure
            return
        still_open = [str(n) for n, block in enumerate(self._blocks) if not block.closed]
        if still_open:
            raise BrokenStream(f"finished with blocks {', '.join(still_open)} open")
        unfinished = [str(n) for n, fold in self._others.items() if not fold.is_over]
        if unfinished:
            raise BrokenStream(f"finished before the answers {', '.join(unfinished)} beside")
        self._finished = event
