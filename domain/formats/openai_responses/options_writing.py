"""A prompt as a responses request (conversion A5 to A8, A10)."""

from collections.abc import Iterator
from typing import Final

from domain.formats.efforts import effort_of, fitting
from domain.formats.encoded import (
    EncodedRequest,
    Losses,
    check_one_answer,
    note_uncited,
    output_limit,
)
from domain.formats.openai_options import (
    LOGPROBS_MAX,
    OpenAiDialect,
    write_account,
    write_schema,
)
from domain.formats.openai_responses.options_reading import ENCRYPTED, LOGPROBS
from domain.formats.openai_responses.tools_writing import names_of, write_tools
from domain.formats.openai_responses.turns_writing import ItemWriter
from domain.formats.pairing import paired
from domain.formats.roles import ALL_BUT_ASSISTANTS, in_their_roles
from domain.formats.speaking import refuse_speech
from domain.json import Json, JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Prompt

_ONLY_OPENAI: Final = "only OpenAI takes it"
_NOTHING: Final[JsonObject] = {"type": "message", "role": "user", "content": ""}
"""Where there is nothing to say: an empty input is refused."""
_OUTPUT_LEAST: Final = 16
"""Fewer output tokens are refused."""


def encode_request(
    prompt: Prompt,
    *,
    model: str,
    capabilities: Capabilities,
    stream: bool,
    dialect: OpenAiDialect = "openai",
) -> EncodedRequest:
    """Nothing is kept at OpenAI: the whole conversation goes along, sealed reasoning too.

    Raises `Invalid` for what cannot be told there.
    """
    check_one_answer(prompt)
    losses = Losses(paths=prompt.paths)
    note_uncited(prompt.turns, losses)
    refuse_speech(prompt, losses, "responses are not spoken")
    turns = paired(tuple(in_their_roles(prompt.turns, losses, media=ALL_BUT_ASSISTANTS)))
    names = names_of(prompt, turns, dialect)
    writer = ItemWriter(names=names, dialect=dialect, losses=losses)
    instructions, rest = writer.instructions(turns)
    body: dict[str, Json] = {"model": model}
    if instructions is not None:
        body["instructions"] = instructions
    body["input"] = list(writer.items(rest)) or [_NOTHING]
    body.update(write_tools(prompt, names, dialect, losses))
    body.update(_limits(prompt, capabilities, losses))
    body.update(_reasoning(prompt, capabilities, losses))
    include = list(_include(prompt, capabilities, losses))
    if include:
        body["include"] = include
    if LOGPROBS in include:
        body["top_logprobs"] = min(prompt.logprobs or 0, LOGPROBS_MAX)
    text = dict(_text(prompt, dialect, losses))
    if text:
        body["text"] = text
    if dialect == "openai":
        body.update(write_account(prompt))
    else:
        losses.note_given([("prompt_cache_key", prompt.cache_key)], _ONLY_OPENAI)
    if prompt.metadata:
        body["metadata"] = prompt.metadata
    body["store"] = False
    if stream:
        body["stream"] = True
    return EncodedRequest(body=body, dropped=tuple(losses.found), words=names.words)


def _limits(
    prompt: Prompt, capabilities: Capabilities, losses: Losses
) -> Iterator[tuple[str, Json]]:
    if prompt.max_output_tokens is not None:
        limit = output_limit(prompt.max_output_tokens, capabilities, losses, least=_OUTPUT_LEAST)
        yield "max_output_tokens", limit
    for name, value in (("temperature", prompt.temperature), ("top_p", prompt.top_p)):
        if value is not None and capabilities.sampling:
            yield name, value
        elif value is not None:
            losses.note(name, "the model does not take it")
    untaken = (
        ("top_k", prompt.top_k),
        ("stop", prompt.stop),
        ("seed", prompt.seed),
        ("presence_penalty", prompt.presence_penalty),
        ("frequency_penalty", prompt.frequency_penalty),
    )
    losses.note_given(untaken, "has no form in responses")


def _reasoning(
    prompt: Prompt, capabilities: Capabilities, losses: Losses
) -> Iterator[tuple[str, Json]]:
    """What was reasoned comes back sealed, for the next request, and shown unless it may not."""
    if capabilities.thinking == "none":
        losses.note_given([("reasoning", prompt.reasoning)], "the model does not reason on demand")
        return
    if prompt.reasoning is not None:
        effort = fitting(effort_of(prompt.reasoning), capabilities)
        shown = effort != "none" and prompt.reasoning.visible is not False
        yield "reasoning", {"effort": effort, **({"summary": "auto"} if shown else {})}


def _include(prompt: Prompt, capabilities: Capabilities, losses: Losses) -> Iterator[str]:
    if capabilities.thinking != "none":
        yield ENCRYPTED
    if prompt.logprobs is not None and capabilities.sampling:
        yield LOGPROBS
    elif prompt.logprobs is not None:
        losses.note("logprobs", "the model does not tell them")


def _text(prompt: Prompt, dialect: OpenAiDialect, losses: Losses) -> Iterator[tuple[str, Json]]:
    wanted = prompt.answer_format
    if wanted is not None:
        kind: JsonObject = {"type": "json_object"}
        if wanted.kind == "schema":
            kind = {"type": "json_schema", **write_schema(wanted)}
        yield "format", kind
    if prompt.verbosity is not None and dialect == "openai":
        yield "verbosity", prompt.verbosity
    elif prompt.verbosity is not None:
        losses.note("verbosity", _ONLY_OPENAI)
