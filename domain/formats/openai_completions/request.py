"""OpenAI's first format, a text that a model goes on with, told as the question of a chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid
from domain.formats.encoded import Losses
from domain.formats.openai_chat.options_reading import read_prompt
from domain.formats.reading import At, scrub
from domain.json import Json, JsonObject
from domain.llm.prompt import Dropped, Prompt

_OPTIONS: Final = frozenset(
    {
        "frequency_penalty",
        "max_tokens",
        "presence_penalty",
        "reasoning_effort",
        "seed",
        "stop",
        "temperature",
        "top_k",
        "top_p",
        "user",
    }
)
"""What means the same in a chat."""
_READ: Final = frozenset(
    {"best_of", "echo", "logprobs", "model", "n", "prompt", "stream", "stream_options", "suffix"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionsRequest:
    """`echo` is the text to be said before the answer: the prompt itself, or nothing."""

    prompt: Prompt
    echo: str
    dropped: tuple[Dropped, ...]


def decode_request(body: JsonObject) -> CompletionsRequest:
    """Raises `Invalid`, also for what no chat can answer: tokens, suffixes and probabilities.

    Without `max_tokens` the answer is as long as the model makes it.
    """
    at, losses = At(body), Losses()
    text = _prompt(at)
    if at.text_or_none("suffix"):
        raise Invalid("suffix: the model cannot fill in the middle of a text")
    if at.has("logprobs"):
        raise Invalid("logprobs: are not possible here")
    for name in ("n", "best_of"):
        if (at.integer(name, least=1) or 1) > 1:
            raise Invalid(f"{name}: only one answer a request is supported")
    for name in body:
        if name not in _OPTIONS | _READ and at.has(name):
            losses.note(name, "has no neutral form")
    chat: dict[str, Json] = {name: body[name] for name in _OPTIONS & body.keys()}
    chat["messages"] = [{"role": "user", "content": text}]
    return CompletionsRequest(
        prompt=read_prompt(At(chat), losses),
        echo=text if at.flag("echo") else "",
        dropped=tuple(losses.found),
    )


def _prompt(at: At) -> str:
    """A text, also as a list of one."""
    found = at.value.get("prompt")
    if isinstance(found, Sequence) and not isinstance(found, str):
        if any(isinstance(each, int | Sequence) and not isinstance(each, str) for each in found):
            raise Invalid("prompt: must be a text; tokens are not possible here")
        if len(found) > 1:
            raise Invalid("prompt: only one a request is supported")
        found = next(iter(found), None)
    if not isinstance(found, str) or not found:
        raise Invalid("prompt: must be a text" if found else "prompt: is missing or empty")
    return scrub(found)
