"""OpenAI's first format, a text that a model goes on with, told as the question of a chat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.errors import Invalid
from domain.formats.encoded import Losses
from domain.formats.openai_chat.options_reading import read_prompt
from domain.formats.reading import At, scrub
from domain.json import Json, JsonObject
from domain.llm.prompt import CHOICES_MAX, Dropped, Prompt, Text, Turn

_OPTIONS: Final = frozenset(
    {
        "frequency_penalty",
        "max_tokens",
        "n",
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
    {"best_of", "echo", "logprobs", "model", "prompt", "stream", "stream_options", "suffix"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionsRequest:
    """`prompts` are alike but for their text, and have as many answers each.

    `echoes` are the texts to be said before the answers: those of the prompts, or nothing.
    """

    prompts: tuple[Prompt, ...]
    echoes: tuple[str, ...]
    dropped: tuple[Dropped, ...]


def decode_request(body: JsonObject) -> CompletionsRequest:
    """Raises `Invalid`, also for what no chat can answer: tokens, suffixes, how likely a prompt is.

    Without `max_tokens` the answer is as long as the model makes it.
    """
    at, losses = At(body), Losses()
    texts = _texts(at)
    if at.text_or_none("suffix"):
        raise Invalid("suffix: the model cannot fill in the middle of a text")
    likeliest = at.integer("logprobs", least=0)
    if likeliest is not None and at.flag("echo"):
        raise Invalid("logprobs: no model that chats says how likely its prompt is, as echo wants")
    choices = at.integer("n", least=1) or 1
    if choices * len(texts) > CHOICES_MAX:
        raise Invalid(f"{'n' if choices > 1 else 'prompt'}: at most {CHOICES_MAX} answers")
    if (at.integer("best_of", least=1) or 1) > choices:
        raise Invalid("best_of: no answers are made but those that are told")
    for name in body:
        if name not in _OPTIONS | _READ and at.has(name):
            losses.note(name, "has no neutral form")
    chat: dict[str, Json] = {name: body[name] for name in _OPTIONS & body.keys()}
    if likeliest is not None:
        chat |= {"logprobs": True, "top_logprobs": likeliest}
    chat["messages"] = [{"role": "user", "content": ""}]
    alike = read_prompt(At(chat), losses)
    prompts = [replace(alike, turns=(_turn(text, path),)) for path, text in texts.items()]
    return CompletionsRequest(
        prompts=tuple(prompts),
        echoes=tuple(texts.values() if at.flag("echo") else [""] * len(texts)),
        dropped=tuple(losses.found),
    )


def _turn(text: str, path: str) -> Turn:
    return Turn(role="user", parts=(Text(text=text, path=path),), path=path)


def _texts(at: At) -> dict[str, str]:
    """Each by its place: one text, or a list of them."""
    found = at.value.get("prompt")
    given: dict[str, Json] = {"prompt": found}
    if isinstance(found, Sequence) and not isinstance(found, str):
        if any(isinstance(each, int | Sequence) and not isinstance(each, str) for each in found):
            raise Invalid("prompt: must be text; no model that chats takes tokens")
        given = {f"prompt[{number}]": each for number, each in enumerate(found)}
    for path, text in given.items():
        if text and not isinstance(text, str):
            raise Invalid(f"{path}: must be a text")
        if not text:
            raise Invalid(f"{path}: is missing or empty")
    if not given:
        raise Invalid("prompt: is missing or empty")
    return {path: scrub(text) for path, text in given.items() if isinstance(text, str)}
