"""Arguments of tool calls: the text that a model wrote, and the object it means (A3, A4.4)."""

from collections.abc import Mapping

from domain.errors import Invalid
from domain.formats.reading import DEPTH_MAX, clean
from domain.json import Json, JsonObject, read, write


def arguments_object(text: str) -> JsonObject:
    """Never refuses: what is no object is wrapped, so that the model can see its own fault."""
    if not text.strip():
        return {}
    try:
        found = read(text)
        if not _is_clean(text):
            found = clean(found)
    except Invalid:
        return {"INVALID_JSON": text}
    if isinstance(found, Mapping):
        return found
    return {} if found is None else {"value": found}


def _is_clean(text: str) -> bool:
    """Whether no string in it can have broken characters, nor anything be nested too deeply."""
    plain = text.isascii() and "\\u" not in text
    return plain and text.count("{") + text.count("[") <= DEPTH_MAX


def wrapped(text: str) -> JsonObject:
    """Free text for a custom tool, as the arguments of a function."""
    return {"input": text}


def unwrapped(arguments: str) -> str:
    """The free text again, or the arguments as they are when they are not ours."""
    try:
        found = read(arguments)
    except Invalid:
        return arguments
    if not isinstance(found, Mapping) or len(found) != 1:
        return arguments
    inner = found.get("input", found.get("content"))
    return inner if isinstance(inner, str) else arguments


def arguments_text(given: Json) -> str:
    """By the book a string; some servers and histories hold the object itself."""
    if given is None:
        return ""
    return given if isinstance(given, str) else write(clean(given))
