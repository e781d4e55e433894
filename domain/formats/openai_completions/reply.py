"""Answers of OpenAI's first format, whole and as a stream: text and nothing else.

Thinking has no place in it, and what a model refuses is said as any other text.
"""

from typing import Final

from domain.formats.openai_chat.errors import encode_error
from domain.formats.openai_chat.usage import write_usage
from domain.formats.reading import scrub
from domain.formats.sse import frame
from domain.json import Json, JsonObject, write
from domain.llm.events import (
    Failed,
    Finished,
    RefusalOpened,
    Started,
    StopReason,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.prompt import Refusal, Text
from domain.llm.reply import Reply
from domain.llm.usage import Usage

_DONE: Final = "[DONE]"
_FINISH: Final[dict[StopReason, str]] = {
    "end": "stop",
    "stop_sequence": "stop",
    "length": "length",
    "context_length": "length",
    "tool_use": "stop",
    "refusal": "content_filter",
    "pause": "stop",
}


def encode_reply(reply: Reply, *, id: str, created: int, model: str, echo: str) -> JsonObject:
    """`created` in seconds since 1970; `model` as the client named it; `echo` stands before."""
    said = "".join(part.text for part in reply.parts if isinstance(part, Text | Refusal))
    reason = reply.finished.reason if reply.finished else "end"
    return {
        "id": id,
        "object": "text_completion",
        "created": created,
        "model": model,
        "choices": [_choice(echo + scrub(said), _FINISH[reason])],
        "usage": write_usage(reply.usage or Usage()),
    }


class StreamEncoder:
    def __init__(
        self, *, id: str, created: int, model: str, echo: str, include_usage: bool
    ) -> None:
        self._envelope: dict[str, Json] = {
            "id": id,
            "object": "text_completion",
            "created": created,
            "model": model,
        }
        self._echo = echo
        self._include_usage = include_usage
        self._spoken: set[int] = set()
        self._usage: Usage | None = None

    def heartbeat(self) -> bytes:
        return b": ping\n\n"

    def feed(self, event: StreamEvent) -> bytes:
        match event:
            case Started():
                return self._chunk(self._echo) if self._echo else b""
            case TextOpened(index) | RefusalOpened(index):
                self._spoken.add(index)
            case TextDelta(index, text) if text and index in self._spoken:
                return self._chunk(scrub(text))
            case UsageReported(usage):
                self._usage = usage
            case Finished(reason=reason):
                return self._chunk("", finish=_FINISH[reason]) + self._counted() + frame(_DONE)
            case Failed(failure):
                return frame(write(encode_error(failure)[1]))
            case _:
                pass
        return b""

    def _counted(self) -> bytes:
        if not self._include_usage:
            return b""
        usage = write_usage(self._usage or Usage())
        return frame(write({**self._envelope, "choices": [], "usage": usage}))

    def _chunk(self, text: str, *, finish: str | None = None) -> bytes:
        chunk: dict[str, Json] = {**self._envelope, "choices": [_choice(text, finish)]}
        if self._include_usage:
            chunk["usage"] = None
        return frame(write(chunk))


def _choice(text: str, finish: str | None) -> JsonObject:
    return {"text": text, "index": 0, "logprobs": None, "finish_reason": finish}
