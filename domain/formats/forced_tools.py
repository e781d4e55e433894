"""Tools that must be called, where the model's server does not have them (conversion A4.5)."""

from collections.abc import Iterable, Sequence

from domain.errors import Invalid
from domain.formats.parts_reading import FormatName
from domain.json import Json
from domain.llm.prompt import HostedTool, Prompt, Tool, ToolChoice


def refuse_missing(prompt: Prompt, format: FormatName | None) -> None:
    """`format` is whose own tools the server runs; `None` for one that runs none.

    Raises `Invalid` where nothing is left of what must be called.
    """
    choice = prompt.tool_choice
    if choice is None or choice.mode in {"auto", "none"} or not prompt.tools:
        return
    if _is_missing(choice, prompt, format):
        named = prompt.paths.get("tool_choice", "tool_choice")
        raise Invalid(f"{named}: this tool runs at its own vendor only")


def _is_missing(choice: ToolChoice, prompt: Prompt, format: FormatName | None) -> bool:
    """Nothing but a choice in responses says `hosted`."""
    if choice.mode == "hosted":
        return format != "openai_responses"
    left = [each for each in prompt.tools if isinstance(each, Tool) or each.format == format]
    if choice.mode == "required":
        return not left
    return choice.name in _names(prompt.tools) and choice.name not in _names(left)


def _names(tools: Iterable[Tool | HostedTool]) -> Sequence[Json]:
    return [each.name if isinstance(each, Tool) else each.value.get("name") for each in tools]
