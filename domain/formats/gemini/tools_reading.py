"""Tools of a Gemini request, and the choice among them (conversion A0.2, A4)."""

from collections.abc import Iterator
from typing import Final

from domain.errors import Invalid
from domain.formats.encoded import Losses
from domain.formats.openapi_schemas import json_schema
from domain.formats.reading import At
from domain.json import JsonObject
from domain.llm.prompt import HostedTool, Tool, ToolChoice

_DECLARED: Final = "functionDeclarations"
_CHOICE: Final = "functionCallingConfig"
_MODES: Final = {"AUTO": "auto", "VALIDATED": "auto", "NONE": "none", "ANY": "required"}


def read_tools(body: At, losses: Losses) -> Iterator[Tool | HostedTool]:
    """Functions of all lists in their order; each of Google's own tools by itself."""
    for at in body.objects("tools"):
        for function in at.objects(_DECLARED):
            yield _function(function, losses)
        for key in at.value:
            if key != _DECLARED and at.has(key):
                value = At({key: at.value[key]}).kept()
                yield HostedTool(format="gemini", value=value, path=at.where(key))


def _function(at: At, losses: Losses) -> Tool:
    for key in ("response", "responseJsonSchema", "behavior"):
        if at.has(key):
            losses.note(at.where(key), "has no neutral form")
    return Tool(
        name=at.text("name"),
        description=at.text_or_none("description") or None,
        parameters=read_schema(at, "parametersJsonSchema", "parameters"),
        path=at.path,
    )


def read_schema(at: At, plain: str, google_s: str) -> JsonObject | None:
    """A schema in either of its two forms; the plain one goes before Google's."""
    found = at.object(plain)
    if found is not None:
        return found.kept()
    given = at.object(google_s)
    return None if given is None else json_schema(given.kept())


def read_tool_choice(body: At, losses: Losses) -> ToolChoice | None:
    config = body.object("toolConfig") or At({})
    for key in config.value:
        if key != _CHOICE and config.has(key):
            losses.note(config.where(key), "has no neutral form")
    at = config.object(_CHOICE)
    word = at.text_or_none("mode") if at else None
    if at is None or word is None or word.upper() == "MODE_UNSPECIFIED":
        return None
    match _MODES.get(word.upper()):
        case "auto":
            return ToolChoice(mode="auto")
        case "none":
            return ToolChoice(mode="none")
        case "required":
            return _required(at, losses)
        case _:
            raise Invalid(f"{at.where('mode')}: there is no mode {word!r}")


def _required(at: At, losses: Losses) -> ToolChoice:
    """One function that must be called is a named one; a wider subset is all of them (A4.2)."""
    names = list(at.texts("allowedFunctionNames"))
    if len(names) == 1:
        return ToolChoice(mode="named", name=names[0])
    if names:
        losses.note(at.where("allowedFunctionNames"), "all functions stay allowed")
    return ToolChoice(mode="required")
