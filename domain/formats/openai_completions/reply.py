"""Answers of OpenAI's first format, whole and as a stream: text and nothing else.

Thinking has no place in it, and what a model refuses is said as any other text.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from domain.formats.openai_chat.errors import encode_error
from domain.formats.openai_chat.usage import write_usage
from domain.formats.reading import scrub
from domain.formats.spoken import in_words
from domain.formats.sse import frame
from domain.json import Json, JsonObject, write
from domain.llm.events import (
    Beside,
    Failed,
    Finished,
    RefusalOpened,
    Sent,
    Started,
    StopReason,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.evidence import Likelihood
from domain.llm.prompt import Refusal, Text
from domain.llm.reply import Reply
from domain.llm.reply import in_words as said_by
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
    "continuation": "length",
}


def encode_reply(
    reply: Reply, *, id: str, created: int, model: str, echoes: Sequence[str]
) -> JsonObject:
    """`created` in seconds since 1970; `model` as the client named it.

    `echoes` are what stands before the answers to each prompt, of which there are equally many.
    """
    answers = (reply, *reply.others)
    said = [_said(answer) for answer in answers]
    return {
        "id": id,
        "object": "text_completion",
        "created": created,
        "model": model,
        "choices": [
            _choice(
                _echo(echoes, number, len(answers)) + text,
                finish,
                number,
                logprobs=_logprobs(_likelihoods(answers[number]), start=0),
            )
            for number, (text, finish) in enumerate(said)
        ],
        "usage": write_usage(reply.usage or Usage()),
    }


def _said(reply: Reply) -> tuple[str, str]:
    parts = said_by(reply.parts)
    said = "".join(part.text for part in parts if isinstance(part, Text | Refusal))
    return scrub(said), _FINISH[reply.finished.reason if reply.finished else "end"]


def _likelihoods(reply: Reply) -> Sequence[Likelihood]:
    return [each for part in reply.parts if isinstance(part, Text) for each in part.logprobs]


def _logprobs(told: Sequence[Likelihood], *, start: int) -> JsonObject | None:
    """Lists of equal length; `text_offset` is where each token begins in the choice's text."""
    if not told:
        return None
    tokens = [scrub(each.token) for each in told]
    starts = accumulate(map(len, tokens), initial=start)
    return {
        "tokens": [*tokens],
        "token_logprobs": [each.logprob for each in told],
        "top_logprobs": [
            {scrub(other.token): other.logprob for other in each.others} for each in told
        ],
        "text_offset": [offset for offset, _ in zip(starts, tokens, strict=False)],
    }


def _echo(echoes: Sequence[str], number: int, answers: int) -> str:
    return echoes[number * len(echoes) // max(answers, len(echoes))]


class StreamEncoder:
    """`answers` is how many there are to come to all prompts."""

    def __init__(
        self,
        *,
        id: str,
        created: int,
        model: str,
        echoes: Sequence[str],
        include_usage: bool,
        answers: int = 1,
    ) -> None:
        self._envelope: dict[str, Json] = {
            "id": id,
            "object": "text_completion",
            "created": created,
            "model": model,
        }
        self._echoes = echoes
        self._answers = answers
        self._include_usage = include_usage
        self._begun: set[int] = set()
        self._spoken: set[tuple[int, int]] = set()
        self._lengths: dict[int, int] = {}
        self._usage: Usage | None = None

    def heartbeat(self) -> bytes:
        return b": ping\n\n"

    def feed(self, event: StreamEvent) -> bytes:
        return b"".join(map(self._fed, in_words(event)))

    def _fed(self, event: StreamEvent) -> bytes:
        match event:
            case Sent():
                return b""
            case UsageReported(usage):
                self._usage = usage
                return b""
            case Failed(failure):
                return frame(write(encode_error(failure)[1]))
            case Beside(choice, other):
                told = (self._answer(choice, each) for each in in_words(other))
                return self._begin(choice) + b"".join(told)
            case Started():
                return self._begin(0)
            case _:
                end = self._counted() + frame(_DONE) if isinstance(event, Finished) else b""
                return self._answer(0, event) + end

    def _begin(self, number: int) -> bytes:
        if number in self._begun:
            return b""
        self._begun.add(number)
        echo = _echo(self._echoes, number, self._answers)
        return self._chunk(echo, number) if echo else b""

    def _answer(self, number: int, event: StreamEvent) -> bytes:
        match event:
            case TextOpened(index) | RefusalOpened(index):
                self._spoken.add((number, index))
            case TextDelta(index, text, logprobs) if (number, index) in self._spoken:
                return self._said(scrub(text), number, logprobs) if text or logprobs else b""
            case Finished(reason=reason):
                return self._chunk("", number, finish=_FINISH[reason])
            case _:
                pass
        return b""

    def _said(self, text: str, number: int, likelihoods: Sequence[Likelihood]) -> bytes:
        start = self._lengths.get(number, 0)
        self._lengths[number] = start + sum(len(scrub(each.token)) for each in likelihoods)
        return self._chunk(text, number, logprobs=_logprobs(likelihoods, start=start))

    def _counted(self) -> bytes:
        if not self._include_usage:
            return b""
        usage = write_usage(self._usage or Usage())
        return frame(write({**self._envelope, "choices": [], "usage": usage}))

    def _chunk(
        self,
        text: str,
        number: int,
        *,
        finish: str | None = None,
        logprobs: JsonObject | None = None,
    ) -> bytes:
        choice = _choice(text, finish, number, logprobs=logprobs)
        chunk: dict[str, Json] = {**self._envelope, "choices": [choice]}
        if self._include_usage:
            chunk["usage"] = None
        return frame(write(chunk))


def _choice(
    text: str, finish: str | None, number: int, *, logprobs: JsonObject | None
) -> JsonObject:
    return {"text": text, "index": number, "logprobs": logprobs, "finish_reason": finish}
