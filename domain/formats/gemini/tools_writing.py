"""Tools of a Gemini request, and the choice among them (conversion A4)."""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.formats.custom_tools import as_function
from domain.formats.encoded import Losses
from domain.formats.forced_tools import refuse_missing
from domain.formats.gemini.schema_writing import openapi_schema
from domain.formats.web_search import for_google, is_search
from domain.json import Json, JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Prompt, Tool, ToolChoice

_MODES: Final = {"auto": "AUTO", "none": "NONE", "required": "ANY", "named": "ANY"}


def write_tools(
    prompt: Prompt, names: Mapping[str, str], capabilities: Capabilities, losses: Losses
) -> Iterator[tuple[str, Json]]:
    """Functions in one list; each of Google's own tools by itself, as it came.

    Raises `Invalid` where a tool must be called that Google does not have.
    """
    refuse_missing(prompt, "gemini")
    declared = [
        _declaration(tool, names[tool.name], capabilities)
        for tool in prompt.tools
        if isinstance(tool, Tool)
    ]
    hosted = [*_hosted(prompt, losses, beside=bool(declared))]
    functions: list[JsonObject] = [{"functionDeclarations": declared}] if declared else []
    if functions or hosted:
        yield "tools", [*functions, *hosted]
    if declared and prompt.tool_choice is not None:
        yield "toolConfig", {"functionCallingConfig": _choice(prompt.tool_choice, names)}
    if prompt.parallel_tool_calls is False:
        losses.note("parallel_tool_calls", "Gemini calls as many tools as it likes")


def _hosted(prompt: Prompt, losses: Losses, *, beside: bool) -> Iterator[JsonObject]:
    """`beside` functions Google's own tools go as they came; a search is not asked for there."""
    choice = prompt.tool_choice
    for number, tool in enumerate(prompt.tools):
        if isinstance(tool, Tool):
            continue
        place = f"tools[{number}]"
        if tool.format == "gemini":
            yield tool.value
        elif not is_search(tool):
            losses.note_one(tool, place, "runs at its own vendor only")
        elif choice is not None and choice.mode == "none":
            losses.note_one(tool, place, "Google cannot be told not to search")
        elif beside:
            losses.note_one(tool, place, "Google searches beside no functions")
        else:
            yield for_google(tool, place, losses)


def schema_member(
    names: tuple[str, str], schema: JsonObject, capabilities: Capabilities
) -> tuple[str, Json]:
    """A schema under its plain name, or Google's own for models that know no other."""
    plain, google_s = names
    return (plain, schema) if capabilities.json_schema else (google_s, openapi_schema(schema))


def _declaration(given: Tool, name: str, capabilities: Capabilities) -> JsonObject:
    tool = as_function(given) if given.custom else given
    written: dict[str, Json] = {"name": name}
    if tool.description:
        written["description"] = tool.description
    if tool.parameters:
        names = ("parametersJsonSchema", "parameters")
        key, schema = schema_member(names, tool.parameters, capabilities)
        if schema:
            written[key] = schema  # nothing may be left of it in Google's own words
    return written


def _choice(choice: ToolChoice, names: Mapping[str, str]) -> JsonObject:
    written: dict[str, Json] = {"mode": _MODES[choice.mode]}
    if choice.mode == "named":
        wanted = choice.name or ""
        written["allowedFunctionNames"] = [names.get(wanted, wanted)]
    return written
