"""All of a chat request but its envelope, to a prompt (conversion A4 to A8)."""

from typing import Final

from domain.errors import Invalid
from domain.formats.efforts import read_effort
from domain.formats.encoded import Losses
from domain.formats.openai_chat.turns_reading import read_turns
from domain.formats.openai_options import read_answer_format, read_metadata, read_user
from domain.formats.reading import At
from domain.formats.speaking import read_modalities
from domain.formats.tools_reading import (
    each_once,
    read_tool_choice,
    read_tools,
    with_custom_calls,
)
from domain.formats.web_search import OPTIONS, read_options
from domain.llm.prompt import CHOICES_MAX, Prompt, Reasoning, Tool, ToolChoice

_READ: Final = frozenset(
    {
        "model",
        "messages",
        "stream",
        "stream_options",
        "n",
        "tools",
        "tool_choice",
        "functions",
        "function_call",
        "parallel_tool_calls",
        "max_completion_tokens",
        "max_tokens",
        "temperature",
        "top_p",
        "top_k",
        "stop",
        "seed",
        "presence_penalty",
        "frequency_penalty",
        "logprobs",
        "top_logprobs",
        "reasoning_effort",
        "response_format",
        "verbosity",
        "user",
        "safety_identifier",
        "service_tier",
        "prompt_cache_key",
        "metadata",
        "modalities",
        "audio",
        OPTIONS,
    }
)


def read_prompt(at: At, losses: Losses) -> Prompt:
    """Raises `Invalid`; fields that have no neutral form are noted as lost."""
    for name in at.value:
        if name not in _READ and at.has(name):
            losses.note(name, "has no neutral form")
    if at.has("top_logprobs") and not at.flag("logprobs"):
        losses.note("top_logprobs", "nothing is told without logprobs")
    choices = at.integer("n", least=1) or 1
    if choices > CHOICES_MAX:
        raise Invalid(f"n: must be at most {CHOICES_MAX}")
    search = read_options(at)
    tools = each_once(
        (
            *read_tools(at, "openai_chat"),
            *read_tools(at, "openai_chat", key="functions"),
            *([search] if search else []),
        )
    )
    custom = {tool.name: tool for tool in tools if isinstance(tool, Tool) and tool.custom}
    turns = tuple(with_custom_calls(turn, custom) for turn in read_turns(at))
    if not turns:
        raise Invalid("messages: is missing or empty")
    return Prompt(
        turns=turns,
        tools=tools,
        choices=choices,
        tool_choice=read_tool_choice(at) or _old_choice(at),
        parallel_tool_calls=at.flag("parallel_tool_calls"),
        max_output_tokens=_max_output(at),
        temperature=at.number("temperature", least=0, most=2),
        top_p=at.number("top_p", least=0, most=1),
        top_k=at.integer("top_k", least=0),
        stop=_stop(at),
        seed=at.integer("seed", least=-(2**63)),
        presence_penalty=at.number("presence_penalty", least=-2, most=2),
        frequency_penalty=at.number("frequency_penalty", least=-2, most=2),
        logprobs=(at.integer("top_logprobs", least=0) or 0) if at.flag("logprobs") else None,
        reasoning=_reasoning(at),
        answer_format=read_answer_format(at.object("response_format"), nested=True),
        verbosity=at.text_or_none("verbosity"),
        speech=read_modalities(at, losses),
        user=read_user(at),
        service_tier=at.text_or_none("service_tier"),
        cache_key=at.text_or_none("prompt_cache_key"),
        metadata=read_metadata(at),
        paths=_paths(at),
    )


def _paths(at: At) -> dict[str, str]:
    newer = at.has("max_completion_tokens")
    return {
        "choices": "n",
        "speech": "modalities",
        "voice": "audio.voice",
        "encoding": "audio.format",
        "max_output_tokens": "max_completion_tokens" if newer else "max_tokens",
        "reasoning": "reasoning_effort",
        "tool_choice": "tool_choice" if at.has("tool_choice") else "function_call",
        "user": "user" if at.has("user") else "safety_identifier",
        "answer_format": "response_format",
    }


def _old_choice(at: At) -> ToolChoice | None:
    """`function_call`, as it was before `tool_choice`."""
    given = at.value.get("function_call")
    if given is None:
        return None
    return read_tool_choice(At({"tool_choice": given}, at.path))


def _max_output(at: At) -> int | None:
    preferred = at.integer("max_completion_tokens", least=1)
    return at.integer("max_tokens", least=1) if preferred is None else preferred


def _stop(at: At) -> tuple[str, ...]:
    if isinstance(at.value.get("stop"), str):
        return tuple(filter(str.strip, (at.text("stop"),)))
    return tuple(text for text in at.texts("stop") if text.strip())


def _reasoning(at: At) -> Reasoning | None:
    """A word; other relays' clients also send `{effort, summary}`."""
    if isinstance(at.value.get("reasoning_effort"), str):
        return Reasoning(effort=read_effort(at, "reasoning_effort"))
    nested = at.object("reasoning_effort")
    effort = read_effort(nested, "effort") if nested else None
    if nested is None or effort is None:
        return None
    return Reasoning(effort=effort, visible=True if nested.has("summary") else None)
