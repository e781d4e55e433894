"""Whether a body is one that the provider itself would take (conversion A0, E1, E5).

Clients send other vendors' shapes to this endpoint, and aliases lead them to models that they
do not know. What the provider would refuse is converted, which mends it; all else goes through.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from domain.formats.openai_options import OpenAiDialect
from domain.json import Json, JsonObject, listed
from domain.llm.capabilities import Capabilities

_ROLES: Final[dict[OpenAiDialect, frozenset[str]]] = {
    "openai": frozenset({"system", "developer", "user", "assistant", "tool", "function"}),
    "compatible": frozenset({"system", "user", "assistant", "tool", "function"}),
}
_OF_A_MESSAGE: Final = frozenset(
    {
        "role",
        "content",
        "name",
        "tool_calls",
        "tool_call_id",
        "function_call",
        "refusal",
        "audio",
    }
)
"""OpenAI refuses a message with anything else; other servers ask for more, or do not care."""
_PARTS: Final = frozenset({"text", "image_url", "input_audio", "file", "refusal"})
_SAMPLING: Final = ("temperature", "top_p", "presence_penalty", "frequency_penalty", "logprobs")


def is_plain(body: JsonObject, dialect: OpenAiDialect, capabilities: Capabilities) -> bool:
    messages = listed(body.get("messages"))
    return (
        len(messages) > 0
        and "input" not in body
        and all(_is_message(each, dialect) for each in messages)
        and _has_tools(body, dialect)
        and not any(body.get(key) is not None for key in _refused(dialect, capabilities))
    )


def _refused(dialect: OpenAiDialect, capabilities: Capabilities) -> Iterator[str]:
    """Members that this server, or this model, is known to refuse."""
    if dialect == "compatible":
        yield "max_completion_tokens"
    elif capabilities.thinking != "none":
        yield "max_tokens"
    else:
        yield "reasoning_effort"
    if not capabilities.sampling:
        yield from _SAMPLING
    if not capabilities.stop:
        yield "stop"
    yield from ("functions", "function_call", "top_k") if dialect == "openai" else ()


def _is_message(message: Json, dialect: OpenAiDialect) -> bool:
    if not isinstance(message, Mapping) or message.get("role") not in _ROLES[dialect]:
        return False
    if dialect == "openai" and not message.keys() <= _OF_A_MESSAGE:
        return False
    calls = message.get("tool_calls")
    called = calls is None or _every(calls, lambda each: _is_call(each, dialect))
    return called and _is_content(message.get("content"))


def _is_content(content: Json) -> bool:
    if content is None or isinstance(content, str):
        return True
    return _every(content, lambda each: isinstance(each, Mapping) and each.get("type") in _PARTS)


def _is_call(call: Json, dialect: OpenAiDialect) -> bool:
    if not isinstance(call, Mapping):
        return False
    if isinstance(call.get("function"), Mapping):
        return True
    return dialect == "openai" and isinstance(call.get("custom"), Mapping)


def _has_tools(body: JsonObject, dialect: OpenAiDialect) -> bool:
    tools, choice = body.get("tools"), body.get("tool_choice")
    if tools is not None and not _every(tools, lambda each: _is_tool(each, dialect)):
        return False
    if isinstance(choice, Mapping):
        return isinstance(choice.get(str(choice.get("type"))), Mapping)
    return True


def _is_tool(tool: Json, dialect: OpenAiDialect) -> bool:
    if not isinstance(tool, Mapping):
        return False
    kind = tool.get("type")
    if kind == "custom" and dialect != "openai":
        return False
    return kind in {"function", "custom"} and isinstance(tool.get(str(kind)), Mapping)


def _every(found: Json, law: Callable[[Json], bool]) -> bool:
    """Whether it is a list with something in it, all of it by the law."""
    items = listed(found)
    return len(items) > 0 and all(map(law, items))
