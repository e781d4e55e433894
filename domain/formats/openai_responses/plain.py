"""Whether a body is one that the provider itself would take (conversion A0, A10, E3, E5).

As with chat completions: what the provider would refuse is converted, which mends it; all else
goes through. OpenAI knows many kinds of items and tools, and will know more; servers that only
speak its format know messages, reasoning and functions.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.formats.openai_options import OpenAiDialect
from domain.formats.openai_responses.options_reading import ENCRYPTED
from domain.formats.seals import is_foreign
from domain.json import Json, JsonObject, listed
from domain.llm.capabilities import Capabilities

_ROLES: Final[dict[OpenAiDialect, frozenset[str]]] = {
    "openai": frozenset({"system", "developer", "user", "assistant"}),
    "compatible": frozenset({"system", "user", "assistant"}),
}
_PARTS: Final = frozenset(
    {"input_text", "output_text", "input_image", "input_file", "input_audio", "refusal"}
)
_CALL_ID_LENGTH_MAX: Final = 64
_OF_CHAT: Final = (
    "messages",
    "max_tokens",
    "max_completion_tokens",
    "reasoning_effort",
    "response_format",
    "functions",
    "function_call",
    "stop",
)
_REFERENCE: Final = "item_reference"
"""To what OpenAI keeps: we let it keep nothing."""
_FOREIGN_CHOICES: Final = frozenset({"tool", "any"})


def is_plain(
    body: JsonObject, given: Json, dialect: OpenAiDialect, capabilities: Capabilities
) -> bool:
    """`given` is the input that is sent: the body's own, or with what came before it."""
    return (
        _is_input(given, body, dialect)
        and not any(body.get(key) is not None for key in _refused(capabilities))
        and not _asks_for_usage(body)
        and (capabilities.thinking != "none" or not _asks_for_reasoning(body))
        and all(_is_tool(tool, dialect) for tool in listed(body.get("tools")))
        and _is_choice(body.get("tool_choice"))
    )


def _refused(capabilities: Capabilities) -> Iterator[str]:
    yield from _OF_CHAT
    if not capabilities.sampling:
        yield from ("temperature", "top_p")


def _is_input(given: Json, body: JsonObject, dialect: OpenAiDialect) -> bool:
    if isinstance(given, str):
        return given != ""
    items = listed(given)
    if not items:
        return dialect == "openai" and body.get("prompt") is not None
    return all(isinstance(item, Mapping) and _is_item(item, dialect) for item in items)


def _is_item(item: JsonObject, dialect: OpenAiDialect) -> bool:
    kind = item.get("type") or ("message" if "role" in item else _REFERENCE)
    call_id = item.get("call_id")
    if isinstance(call_id, str) and len(call_id) > _CALL_ID_LENGTH_MAX:
        return False
    match kind:
        case "message":
            return item.get("role") in _ROLES[dialect] and _is_content(item.get("content"))
        case "reasoning":
            return _is_reasoning(item, dialect)
        case "function_call":
            return dialect == "openai" or item.get("namespace") is None
        case "function_call_output":
            return _is_content(item.get("output"))
        case _:
            return dialect == "openai" and kind != _REFERENCE


def _is_reasoning(item: JsonObject, dialect: OpenAiDialect) -> bool:
    """By its id alone OpenAI would look for what it has not kept; seals of others it refuses."""
    seal = item.get("encrypted_content")
    if isinstance(seal, str) and seal:
        return not is_foreign(seal)
    return dialect == "compatible"


def _is_content(content: Json) -> bool:
    if isinstance(content, str):
        return True
    parts = listed(content)
    return bool(parts) and all(
        isinstance(part, Mapping) and part.get("type") in _PARTS for part in parts
    )


def _is_tool(tool: Json, dialect: OpenAiDialect) -> bool:
    if not isinstance(tool, Mapping):
        return False
    kind = tool.get("type")
    if kind in {"function", "custom"}:
        own = isinstance(tool.get("name"), str) and "input_schema" not in tool
        return own and (kind == "function" or dialect == "openai")
    return dialect == "openai" and isinstance(kind, str)


def _is_choice(choice: Json) -> bool:
    if not isinstance(choice, Mapping):
        return True
    kind = choice.get("type")
    named = kind not in {"function", "custom"} or isinstance(choice.get("name"), str)
    listed = kind != "allowed_tools" or isinstance(choice.get("tools"), Sequence)
    return named and listed and kind not in _FOREIGN_CHOICES


def _asks_for_usage(body: JsonObject) -> bool:
    """As clients of chat do; here it comes unasked, and the question is refused."""
    options = body.get("stream_options")
    return isinstance(options, Mapping) and options.get("include_usage") is not None


def _asks_for_reasoning(body: JsonObject) -> bool:
    reasoning = body.get("reasoning")
    wanted = isinstance(reasoning, Mapping) and any(each is not None for each in reasoning.values())
    return wanted or ENCRYPTED in listed(body.get("include"))
