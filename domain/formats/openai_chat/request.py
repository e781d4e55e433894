"""Chat Completions requests, both ways (conversion A)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from domain.errors import Invalid
from domain.formats.openai_chat.tools import (
    read_tool_choice,
    read_tools,
    write_tool_choice,
    write_tools,
)
from domain.formats.openai_chat.turns_reading import read_turns
from domain.formats.openai_chat.turns_writing import write_turns
from domain.formats.reading import At
from domain.json import Json, JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import AnswerFormat, Dropped, Effort, Prompt, Reasoning

OpenAiDialect = Literal["openai", "compatible"]
"""OpenAI itself takes `max_completion_tokens`; other servers know `max_tokens`."""

_EFFORTS: Final[dict[str, Effort]] = {
    "none": "none",
    "minimal": "minimal",
    "low": "low",
    "medium": "medium",
    "high": "high",
    "xhigh": "xhigh",
    "max": "max",
}
_IGNORED: Final = ("logprobs", "top_logprobs", "logit_bias", "prediction", "store", "metadata")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """`include_usage`: whether the client wants the last chunk that counts tokens."""

    model: str
    prompt: Prompt
    stream: bool
    include_usage: bool
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedRequest:
    body: dict[str, Json]
    dropped: tuple[Dropped, ...] = ()


def decode_request(body: JsonObject) -> ChatRequest:
    """Raises `Invalid`, naming the path of what is wrong."""
    at = At(body)
    turns = tuple(read_turns(at))
    if not turns:
        raise Invalid("messages: is missing or empty")
    if (at.integer("n", least=1) or 1) > 1:
        raise Invalid("n: only one answer a request is supported")
    options = at.object("stream_options")
    prompt = Prompt(
        turns=turns,
        tools=tuple(read_tools(at)),
        tool_choice=read_tool_choice(at),
        parallel_tool_calls=at.flag("parallel_tool_calls"),
        max_output_tokens=_max_output(at),
        temperature=at.number("temperature", least=0, most=2),
        top_p=at.number("top_p", least=0, most=1),
        top_k=at.integer("top_k", least=0),
        stop=_stop(at),
        seed=at.integer("seed", least=-(2**63)),
        presence_penalty=at.number("presence_penalty", least=-2, most=2),
        frequency_penalty=at.number("frequency_penalty", least=-2, most=2),
        reasoning=_reasoning(at),
        answer_format=_answer_format(at),
        user=at.text_or_none("user"),
        service_tier=at.text_or_none("service_tier"),
    )
    return ChatRequest(
        model=at.text("model"),
        prompt=prompt,
        stream=at.flag("stream") or False,
        include_usage=bool(options and options.flag("include_usage")),
        dropped=tuple(
            Dropped(path=name, reason="has no neutral form") for name in _IGNORED if at.has(name)
        ),
    )


def _max_output(at: At) -> int | None:
    preferred = at.integer("max_completion_tokens", least=1)
    return at.integer("max_tokens", least=1) if preferred is None else preferred


def _stop(at: At) -> tuple[str, ...]:
    if isinstance(at.value.get("stop"), str):
        return (at.text("stop"),)
    stops: list[str] = []
    for number, item in enumerate(at.items("stop")):
        if not isinstance(item, str):
            raise Invalid(f"stop[{number}]: must be a string")
        stops.append(item)
    return tuple(stops)


def _reasoning(at: At) -> Reasoning | None:
    nested = (
        at.object("reasoning_effort")
        if isinstance(at.value.get("reasoning_effort"), dict)
        else None
    )
    effort = nested.text_or_none("effort") if nested else at.text_or_none("reasoning_effort")
    if effort is None:
        return None
    if effort not in _EFFORTS:
        raise Invalid(f"reasoning_effort: there is no effort {effort!r}")
    return Reasoning(effort=_EFFORTS[effort])


def _answer_format(at: At) -> AnswerFormat | None:
    found = at.object("response_format")
    if found is None:
        return None
    match found.text("type"):
        case "text":
            return None
        case "json_object":
            return AnswerFormat(kind="json")
        case "json_schema":
            schema = found.object("json_schema")
            if schema is None:
                raise Invalid("response_format.json_schema: is missing")
            inner = schema.object("schema")
            return AnswerFormat(
                kind="schema",
                name=schema.text_or_none("name"),
                description=schema.text_or_none("description"),
                schema=inner.value if inner else None,
                strict=schema.flag("strict"),
            )
        case kind:
            raise Invalid(f"response_format.type: there is no format {kind!r}")


def encode_request(
    prompt: Prompt,
    *,
    model: str,
    capabilities: Capabilities,
    stream: bool,
    dialect: OpenAiDialect = "openai",
) -> EncodedRequest:
    """Usage is always asked for, whatever the client wanted."""
    body: dict[str, Json] = {"model": model, "messages": list(write_turns(prompt.turns))}
    body.update(_optional(prompt, capabilities, dialect))
    if stream:
        body["stream"] = True
        body["stream_options"] = {"include_usage": True}
    return EncodedRequest(body=body)


def _optional(
    prompt: Prompt, capabilities: Capabilities, dialect: OpenAiDialect
) -> Iterator[tuple[str, Json]]:
    if prompt.tools:
        yield from _tools(prompt)
    if prompt.max_output_tokens is not None:
        limit = min(prompt.max_output_tokens, capabilities.max_output_tokens or 2**31)
        yield ("max_completion_tokens" if dialect == "openai" else "max_tokens"), limit
    if capabilities.sampling:
        yield from _sampling(prompt)
    if prompt.stop:
        yield "stop", list(prompt.stop[:4])
    if prompt.reasoning is not None and prompt.reasoning.effort and capabilities.thinking != "none":
        yield "reasoning_effort", prompt.reasoning.effort
    if prompt.answer_format is not None:
        yield "response_format", _write_format(prompt.answer_format)
    if dialect == "openai":
        yield from _account(prompt)


def _tools(prompt: Prompt) -> Iterator[tuple[str, Json]]:
    yield "tools", write_tools(prompt.tools)
    if prompt.tool_choice is not None:
        yield "tool_choice", write_tool_choice(prompt.tool_choice)
    if prompt.parallel_tool_calls is not None:
        yield "parallel_tool_calls", prompt.parallel_tool_calls


def _account(prompt: Prompt) -> Iterator[tuple[str, Json]]:
    if prompt.user is not None:
        yield "user", prompt.user
    if prompt.service_tier is not None:
        yield "service_tier", prompt.service_tier


def _sampling(prompt: Prompt) -> Iterator[tuple[str, Json]]:
    given: tuple[tuple[str, float | int | None], ...] = (
        ("temperature", prompt.temperature),
        ("top_p", prompt.top_p),
        ("seed", prompt.seed),
        ("presence_penalty", prompt.presence_penalty),
        ("frequency_penalty", prompt.frequency_penalty),
    )
    yield from ((name, value) for name, value in given if value is not None)


def _write_format(given: AnswerFormat) -> JsonObject:
    if given.kind == "json":
        return {"type": "json_object"}
    schema: dict[str, Json] = {"name": given.name or "answer"}
    if given.description is not None:
        schema["description"] = given.description
    schema["schema"] = given.schema or {}
    if given.strict is not None:
        schema["strict"] = given.strict
    return {"type": "json_schema", "json_schema": schema}
