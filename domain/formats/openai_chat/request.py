"""Chat Completions requests, both ways (conversion A)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from domain.formats.efforts import effort_of, fitting
from domain.formats.encoded import EncodedRequest, Losses, note_uncited, output_limit
from domain.formats.openai_chat.options_reading import read_prompt
from domain.formats.openai_chat.tools_writing import write_tools
from domain.formats.openai_chat.turns_writing import ChatMessages
from domain.formats.openai_options import LOGPROBS_MAX, OpenAiDialect, write_account, write_schema
from domain.formats.pairing import paired
from domain.formats.reading import At
from domain.formats.roles import USERS, in_their_roles
from domain.formats.speaking import CARRIED, refuse_speech
from domain.formats.tool_words import ToolWords, tool_names
from domain.json import Json, JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import AnswerFormat, Dropped, Prompt, Tool, ToolCall, Turn

__all__ = [
    "ChatRequest",
    "EncodedRequest",
    "OpenAiDialect",
    "decode_request",
    "encode_request",
]

_STOPS_MAX: Final = 4
_VOICE: Final = "alloy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """`include_usage`: whether the client wants the last chunk that counts tokens."""

    model: str
    prompt: Prompt
    stream: bool
    include_usage: bool
    dropped: tuple[Dropped, ...] = ()


def decode_request(body: JsonObject) -> ChatRequest:
    """Raises `Invalid`, naming the path of what is wrong."""
    at, losses = At(body), Losses()
    prompt = read_prompt(at, losses)
    options = at.object("stream_options")
    return ChatRequest(
        model=at.text("model"),
        prompt=prompt,
        stream=at.flag("stream") or False,
        include_usage=bool(options and options.flag("include_usage")),
        dropped=tuple(losses.found),
    )


def encode_request(
    prompt: Prompt,
    *,
    model: str,
    capabilities: Capabilities,
    stream: bool,
    dialect: OpenAiDialect = "openai",
) -> EncodedRequest:
    """Usage is always asked for, whatever the client wanted."""
    losses = Losses(paths=prompt.paths)
    note_uncited(prompt.turns, losses)
    sounds: Literal["kept", "read"] = "kept" if dialect == "openai" else "read"
    turns = paired(tuple(in_their_roles(prompt.turns, losses, media=USERS, sounds=sounds)))
    names = tool_names(_names(prompt, turns))
    messages = ChatMessages(
        dialect=dialect, names=names, losses=losses, replays=capabilities.reasoning_replayed
    )
    body: dict[str, Json] = {"model": model, "messages": list(messages.write(turns))}
    body.update(write_tools(prompt, dialect=dialect, names=names, losses=losses))
    body.update(_limits(prompt, capabilities, dialect, losses))
    body.update(_sampling(prompt, capabilities, losses))
    if prompt.answer_format is not None:
        body["response_format"] = _format(prompt.answer_format)
    if dialect == "openai":
        body.update(write_account(prompt))
        if prompt.verbosity is not None:
            body["verbosity"] = prompt.verbosity
    else:
        given = [
            ("verbosity", prompt.verbosity),
            ("prompt_cache_key", prompt.cache_key),
            ("user", prompt.user),
            ("service_tier", prompt.service_tier),
        ]
        losses.note_given(given, "only OpenAI takes it")
    losses.note_given([("metadata", prompt.metadata)], "chat completions keep none")
    body.update(_speech(prompt, dialect, losses, stream=stream))
    if prompt.choices > 1:
        body["n"] = prompt.choices
    if stream:
        body["stream"] = True
        body["stream_options"] = {"include_usage": True}
    return EncodedRequest(
        body=body, dropped=tuple(losses.found), words=_words(prompt, names, dialect)
    )


def _names(prompt: Prompt, turns: tuple[Turn, ...]) -> Iterator[str]:
    yield from (tool.name for tool in prompt.tools if isinstance(tool, Tool))
    for turn in turns:
        yield from (part.name for part in turn.parts if isinstance(part, ToolCall))


def _words(prompt: Prompt, names: dict[str, str], dialect: OpenAiDialect) -> ToolWords:
    custom = (tool for tool in prompt.tools if isinstance(tool, Tool) and tool.custom)
    return ToolWords(
        names={legal: name for name, legal in names.items() if name != legal},
        custom=frozenset(names[tool.name] for tool in custom if dialect == "compatible"),
    )


def _limits(
    prompt: Prompt, capabilities: Capabilities, dialect: OpenAiDialect, losses: Losses
) -> Iterator[tuple[str, Json]]:
    if prompt.max_output_tokens is not None:
        limit = output_limit(prompt.max_output_tokens, capabilities, losses)
        yield ("max_completion_tokens" if dialect == "openai" else "max_tokens"), limit
    if prompt.stop and capabilities.stop:
        if len(prompt.stop) > _STOPS_MAX:
            losses.note(f"stop[{_STOPS_MAX}]", f"only {_STOPS_MAX} stop sequences are possible")
        yield "stop", list(prompt.stop[:_STOPS_MAX])
    elif prompt.stop:
        losses.note("stop", "the model does not take it")
    if prompt.reasoning is not None and capabilities.thinking != "none":
        yield "reasoning_effort", fitting(effort_of(prompt.reasoning), capabilities)
    elif prompt.reasoning is not None:
        losses.note("reasoning", "the model does not reason on demand")


def _sampling(
    prompt: Prompt, capabilities: Capabilities, losses: Losses
) -> Iterator[tuple[str, Json]]:
    given: tuple[tuple[str, float | int | None], ...] = (
        ("temperature", prompt.temperature),
        ("top_p", prompt.top_p),
        ("seed", prompt.seed),
        ("presence_penalty", prompt.presence_penalty),
        ("frequency_penalty", prompt.frequency_penalty),
    )
    for name, value in given:
        if value is not None and (capabilities.sampling or name == "seed"):
            yield name, value
        elif value is not None:
            losses.note(name, "the model does not take it")
    if prompt.logprobs is not None and capabilities.sampling:
        yield "logprobs", True
        yield "top_logprobs", min(prompt.logprobs, LOGPROBS_MAX)
    elif prompt.logprobs is not None:
        losses.note("logprobs", "the model does not tell them")
    if prompt.top_k is not None:
        losses.note("top_k", "has no form in chat completions")


def _speech(
    prompt: Prompt, dialect: OpenAiDialect, losses: Losses, *, stream: bool
) -> Iterator[tuple[str, Json]]:
    """OpenAI streams raw samples alone, and says words with every sound."""
    wanted = prompt.speech
    if wanted is None:
        return
    if dialect != "openai" or wanted.encoding not in CARRIED:
        refuse_speech(prompt, losses, "this server does not speak")
        return
    own = wanted.format == "openai_chat" and wanted.voice is not None
    if not own and wanted.voice is not None:
        losses.note("voice", "another vendor's voice")
    encoding = "pcm16" if stream else wanted.encoding or "pcm16"
    yield "modalities", ["text", "audio"]
    yield "audio", {"voice": wanted.voice if own else _VOICE, "format": encoding}


def _format(given: AnswerFormat) -> JsonObject:
    if given.kind == "json":
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": write_schema(given)}
