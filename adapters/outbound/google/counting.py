"""Google's own count of a request's tokens."""

from typing import Final

from domain.formats.gemini.passing import in_collection
from domain.formats.gemini.request import encode_request
from domain.json import JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Prompt

METHOD: Final = "countTokens"
MEMBER: Final = "totalTokens"


def question(prompt: Prompt, *, model: str, capabilities: Capabilities) -> JsonObject:
    """What `countTokens` is asked of a prompt. Raises `Invalid`.

    Contents alone would leave out its tools and system text.
    """
    asked = encode_request(prompt, model=model, capabilities=capabilities)
    return {"generateContentRequest": {"model": in_collection(model), **asked.body}}
