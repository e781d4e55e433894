"""Events to chat completion chunks, as OpenAI's own clients accumulate them (C2, C4, C6).

Role, ids and names are written once, since clients join what they get; calls are numbered by
themselves; the reason of the end comes last.
"""

from typing import Final, TypeAlias, assert_never

from domain.formats.openai_chat.errors import encode_error
from domain.formats.openai_chat.reasoning import google_seal, reasoning_details
from domain.formats.openai_chat.sound import sound_id
from domain.formats.openai_chat.stops import FINISH_OF
from domain.formats.openai_chat.usage import write_usage
from domain.formats.openai_evidence import write_annotation, write_logprobs
from domain.formats.places import Places
from domain.formats.reading import scrub
from domain.formats.sse import frame
from domain.json import Json, JsonObject, write
from domain.llm.events import (
    AnswerEvent,
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
from domain.llm.prompt import RedactedThinking, Thinking
from domain.llm.reply import ReplyPart, markdown
from domain.llm.usage import Usage

_DONE: Final = "[DONE]"
_MARK: Final = "\x00\x01\x02"
"""No id and no name of a model has these in it."""
_MARKED: Final = write(_MARK).encode()
_BlockEvent: TypeAlias = (
    TextOpened
    | ThinkingOpened
    | RefusalOpened
    | RedactedThinkingOpened
    | PictureOpened
    | SoundOpened
    | ToolCallOpened
    | TextDelta
    | SoundDelta
    | Cited
    | SignatureDelta
    | ArgumentsDelta
    | BlockClosed
)


class _Reasoning:
    """A thinking block as it grows: its whole text is needed when its seal comes."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.signature = ""


class StreamEncoder:
    """`choice` is the number of the answer, where there are several."""

    def __init__(
        self, *, id: str, created: int, model: str, include_usage: bool, choice: int = 0
    ) -> None:
        self._created = created
        self._envelope: dict[str, Json] = {
            "id": id,
            "object": "chat.completion.chunk",
            "created": created,
            "model": model,
        }
        self._include_usage = include_usage
        self._around: tuple[bytes, bytes] | None = None
        self._choice = choice
        self._others: dict[int, StreamEncoder] = {}
        self._calls: dict[int, int] = {}
        self._without_arguments: set[int] = set()
        self._thinking: dict[int, _Reasoning] = {}
        self._thought = False
        self._refusals: set[int] = set()
        self._sealed_text = False
        self._sounded = False
        self._details = 0
        self._places = Places()
        self._cited: list[Cited] = []
        self._usage: Usage | None = None

    def heartbeat(self) -> bytes:
        return b": ping\n\n"

    def feed(self, event: StreamEvent) -> bytes:
        match event:
            case Sent() | UsageReported():
                if isinstance(event, UsageReported):
                    self._usage = event.usage
                return b""
            case Started():
                return self._delta({"role": "assistant", "content": ""})
            case Beside(choice, other):
                return self._beside(choice, other)
            case Finished():
                return self._finish(event)
            case Failed(failure):
                return frame(write(encode_error(failure)[1]))
            case _:
                return self._block(event)

    def _beside(self, choice: int, event: AnswerEvent) -> bytes:
        encoder, begun = self._others.get(choice), b""
        if encoder is None:
            encoder = self._others[choice] = StreamEncoder(
                id=str(self._envelope["id"]),
                created=self._created,
                model=str(self._envelope["model"]),
                include_usage=self._include_usage,
                choice=choice,
            )
            begun = encoder.feed(Started(id="", model=""))
        return begun + encoder.feed(event)

    def _block(self, event: _BlockEvent) -> bytes:
        match event:
            case TextOpened() | ThinkingOpened() | RefusalOpened() | Cited():
                return self._note(event)
            case TextDelta(index, text, logprobs):
                return self._text(index, scrub(text), logprobs) if text or logprobs else b""
            case RedactedThinkingOpened(_, data):
                return self._detail(RedactedThinking(data=data))
            case (
                SoundOpened() | SoundDelta() | PictureOpened() | ToolCallOpened() | ArgumentsDelta()
            ):
                return self._made(event)
            case SignatureDelta(index, signature):
                return self._sign(index, signature)
            case BlockClosed(index):
                return self._close(index)
            case _:
                assert_never(event)

    def _note(self, event: TextOpened | ThinkingOpened | RefusalOpened | Cited) -> bytes:
        """What is told later."""
        match event:
            case Cited(_, citation):
                if citation.url:  # documents have no form here
                    self._cited.append(event)
            case ThinkingOpened(index):
                self._thinking[index] = _Reasoning()
            case RefusalOpened(index):
                self._refusals.add(index)
            case TextOpened():
                pass
        return b""

    def _text(self, index: int, text: str, logprobs: tuple[Likelihood, ...]) -> bytes:
        thinking = self._thinking.get(index)
        if thinking is None and index in self._refusals:
            return self._delta({"refusal": text})
        if thinking is None:
            self._places.said(index, text)
            if logprobs:
                return self._delta({"content": text}, logprobs=logprobs)
            return self._words(text)
        gap = "\n\n" if self._thought and not thinking.pieces else ""
        self._thought = True
        thinking.pieces.append(text)
        return self._delta({"reasoning_content": gap + text})

    def _sign(self, index: int, signature: str) -> bytes:
        thinking = self._thinking.get(index)
        if thinking is not None:
            thinking.signature += signature
            return b""
        if index in self._calls:
            return self._tool(index, google_seal(signature))
        if self._sealed_text:
            return b""  # clients would join it to the first
        self._sealed_text = True
        return self._delta(google_seal(signature))

    def _close(self, index: int) -> bytes:
        thinking = self._thinking.pop(index, None)
        if thinking is not None and thinking.signature:
            text = "".join(thinking.pieces)
            return self._detail(Thinking(text=text, signature=thinking.signature))
        if index not in self._without_arguments:
            return b""
        self._without_arguments.discard(index)
        return self._tool(index, {"function": {"arguments": "{}"}})

    def _detail(self, part: ReplyPart) -> bytes:
        details = list(reasoning_details([part], first=self._details))
        self._details += len(details)
        return self._delta({"reasoning_details": details})

    def _made(
        self, event: SoundOpened | SoundDelta | PictureOpened | ToolCallOpened | ArgumentsDelta
    ) -> bytes:
        """What is no text."""
        if isinstance(event, PictureOpened):
            return self._text(event.index, markdown(event.image), ())
        if isinstance(event, SoundOpened | SoundDelta):
            return self._sound(event)
        return self._call(event)

    def _sound(self, event: SoundOpened | SoundDelta) -> bytes:
        """All of it has one id, which is told once: clients join what they get."""
        told: dict[str, Json] = {}
        if not self._sounded:
            self._sounded = True
            told["id"] = sound_id(event, str(self._envelope["id"]))
        if isinstance(event, SoundDelta):
            told |= {"data": event.base64} if event.base64 else {}
            told |= {"transcript": scrub(event.transcript)} if event.transcript else {}
            told |= {} if event.expires_at is None else {"expires_at": event.expires_at}
        return self._delta({"audio": told}) if told else b""

    def _call(self, event: ToolCallOpened | ArgumentsDelta) -> bytes:
        match event:
            case ToolCallOpened(index, id, name, custom):
                self._calls[index] = len(self._calls)
                if not custom:
                    self._without_arguments.add(index)
                function: JsonObject = {"name": name, "arguments": ""}
                return self._tool(index, {"id": id, "type": "function", "function": function})
            case ArgumentsDelta(index, fragment):
                if not fragment:
                    return b""
                self._without_arguments.discard(index)
                return self._tool(index, {"function": {"arguments": scrub(fragment)}})

    def _tool(self, index: int, call: JsonObject) -> bytes:
        return self._delta({"tool_calls": [{"index": self._calls[index], **call}]})

    def _finish(self, event: Finished) -> bytes:
        said_no = event.refusal if event.refusal and not self._refusals else None
        refusal = self._delta({"refusal": said_no}) if said_no else b""
        last = self._delta({}, finish=FINISH_OF[event.reason])
        answered = refusal + self._annotate() + last
        if self._choice:
            return answered  # all are counted together, at the end of the first
        counted = self._counted() if self._include_usage else b""
        return answered + counted + frame(_DONE)

    def _annotate(self) -> bytes:
        """All citations at once, at the end: their places are counted through all of the text."""
        placed = ((each.citation, self._places.in_all(each)) for each in self._cited)
        inner = [write_annotation(citation, bounds) for citation, bounds in placed if bounds]
        annotations: list[Json] = [
            {"index": number, "type": "url_citation", "url_citation": each}
            for number, each in enumerate(inner)
        ]
        return self._delta({"annotations": annotations}) if annotations else b""

    def _counted(self) -> bytes:
        usage = write_usage(self._usage or Usage())
        return frame(write({**self._envelope, "choices": [], "usage": usage}))

    def _words(self, text: str) -> bytes:
        """As `_delta` tells it, but that all around the text is written once."""
        if self._around is None:
            before, _, after = self._delta({"content": _MARK}).partition(_MARKED)
            self._around = before, after
        before, after = self._around
        return before + write(text).encode("utf-8", "replace") + after

    def _delta(
        self,
        delta: JsonObject,
        *,
        finish: str | None = None,
        logprobs: tuple[Likelihood, ...] = (),
    ) -> bytes:
        told = {"content": write_logprobs(logprobs), "refusal": None} if logprobs else None
        choice: JsonObject = {
            "index": self._choice,
            "delta": delta,
            "logprobs": told,
            "finish_reason": finish,
        }
        chunk = {**self._envelope, "choices": [choice]}
        if self._include_usage:
            chunk["usage"] = None
        return frame(write(chunk))
