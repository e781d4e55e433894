"""An Anthropic request to a prompt (conversion A)."""

from collections.abc import Iterator
from typing import Final

from domain.errors import Invalid
from domain.formats.efforts import read_effort
from domain.formats.encoded import Losses
from domain.formats.parts_reading import read_content
from domain.formats.reading import At
from domain.formats.tools_reading import each_once, read_tool_choice, read_tools
from domain.llm.prompt import AnswerFormat, Prompt, Reasoning, Role, Turn

_ROLES: Final[dict[str, Role]] = {"user": "user", "assistant": "assistant", "system": "system"}
_READ: Final = frozenset(
    {
        "model",
        "max_tokens",
        "messages",
        "system",
        "stream",
        "tools",
        "tool_choice",
        "stop_sequences",
        "temperature",
        "top_p",
        "top_k",
        "thinking",
        "output_config",
        "metadata",
        "service_tier",
    }
)
_TIERS: Final = {"standard_only": "default"}


def read_prompt(at: At, losses: Losses) -> Prompt:
    """Raises `Invalid`; fields that have no neutral form are noted as lost."""
    for name in at.value:
        if name not in _READ and at.has(name):
            losses.note(name, "has no neutral form")
    if any(at.objects("mcp_servers")):
        raise Invalid("mcp_servers: are not supported")
    max_tokens = at.integer("max_tokens", least=1)
    if max_tokens is None:
        raise Invalid("max_tokens: is missing")
    turns = (*_system(at), *_turns(at))
    if not any(turn.role != "system" for turn in turns):
        raise Invalid("messages: at least one message is required")
    tools = each_once(read_tools(at, "anthropic_messages"))
    choice = at.object("tool_choice")
    alone = choice.flag("disable_parallel_tool_use") if choice else None
    metadata = at.object("metadata")
    tier = at.text_or_none("service_tier")
    return Prompt(
        turns=turns,
        tools=tools,
        tool_choice=read_tool_choice(at),
        parallel_tool_calls=None if alone is None else not alone,
        max_output_tokens=max_tokens,
        temperature=at.number("temperature", least=0, most=1),
        top_p=at.number("top_p", least=0, most=1),
        top_k=at.integer("top_k", least=0),
        stop=tuple(at.texts("stop_sequences")),
        reasoning=_reasoning(at),
        answer_format=_answer_format(at),
        user=metadata.text_or_none("user_id") if metadata else None,
        service_tier=None if tier is None else _TIERS.get(tier, tier),
        paths=_paths(at),
    )


def _paths(at: At) -> dict[str, str]:
    return {
        "max_output_tokens": "max_tokens",
        "stop": "stop_sequences",
        "reasoning": "thinking" if at.has("thinking") else "output_config.effort",
        "answer_format": "output_config.format",
        "parallel_tool_calls": "tool_choice.disable_parallel_tool_use",
        "user": "metadata.user_id",
    }


def _system(at: At) -> Iterator[Turn]:
    """One turn of several parts, so that their bounds stay known."""
    parts = read_content(at, "anthropic_messages", key="system")
    if parts:
        yield Turn(role="system", parts=tuple(parts), path="system")


def _turns(at: At) -> Iterator[Turn]:
    for message in at.objects("messages"):
        role = _ROLES.get(message.text("role"))
        if role is None:
            raise Invalid(f"{message.where('role')}: there is no role {message.text('role')!r}")
        if not message.has("content"):
            raise Invalid(f"{message.where('content')}: is missing")
        parts = tuple(read_content(message, "anthropic_messages"))
        yield Turn(role=role, parts=parts, path=message.path)


def _reasoning(at: At) -> Reasoning | None:
    """`thinking` and `output_config.effort` together; thinking without a measure is adaptive."""
    thinking, config = at.object("thinking"), at.object("output_config")
    effort = read_effort(config, "effort") if config else None
    if thinking is None:
        return None if effort is None else Reasoning(effort=effort)
    display = thinking.text_or_none("display")
    visible = None if display is None else display == "summarized"
    match thinking.text("type"):
        case "disabled":
            return Reasoning(effort="none")
        case "enabled":
            budget = thinking.integer("budget_tokens", least=1)
            return Reasoning(effort=effort, budget_tokens=budget, visible=visible)
        case "adaptive":
            return Reasoning(effort=effort, visible=visible)
        case kind:
            raise Invalid(f"{thinking.where('type')}: there is no thinking {kind!r}")


def _answer_format(at: At) -> AnswerFormat | None:
    config = at.object("output_config")
    found = config.object("format") if config else None
    if found is None:
        return None
    if found.text("type") != "json_schema":
        raise Invalid(f"{found.where('type')}: there is no format {found.text('type')!r}")
    return AnswerFormat(kind="schema", schema=found.needed("schema").kept())
