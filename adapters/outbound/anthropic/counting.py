"""Anthropic's own count of a request's tokens."""

from typing import Final

from domain.formats.anthropic_messages.request import encode_request
from domain.json import JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Prompt

PATH: Final = "/v1/messages/count_tokens"
MEMBER: Final = "input_tokens"
_COUNTED: Final = frozenset({"model", "messages", "system", "tools", "tool_choice", "thinking"})
"""The endpoint refuses what belongs to the answer."""


def question(prompt: Prompt, *, model: str, capabilities: Capabilities) -> JsonObject:
    """What the endpoint is asked of a prompt. Raises `Invalid`."""
    asked = encode_request(prompt, model=model, capabilities=capabilities, stream=False)
    return {key: value for key, value in asked.body.items() if key in _COUNTED}
