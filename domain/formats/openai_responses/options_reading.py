"""A responses request to a prompt (conversion A4 to A8)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain.errors import Invalid
from domain.formats.efforts import read_effort
from domain.formats.encoded import Losses
from domain.formats.openai_options import read_answer_format, read_metadata, read_user
from domain.formats.openai_responses.items_reading import read_turns
from domain.formats.openai_responses.tools_reading import Tools
from domain.formats.reading import At
from domain.formats.tools_reading import read_tool_choice
from domain.llm.prompt import Prompt, Reasoning, ToolChoice

ENCRYPTED: Final = "reasoning.encrypted_content"
LOGPROBS: Final = "message.output_text.logprobs"
_READ: Final = frozenset(
    {
        "model",
        "input",
        "instructions",
        "stream",
        "stream_options",
        "include",
        "store",
        "previous_response_id",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "max_output_tokens",
        "top_logprobs",
        "temperature",
        "top_p",
        "reasoning",
        "text",
        "user",
        "safety_identifier",
        "service_tier",
        "prompt_cache_key",
        "metadata",
    }
)
_REFUSED: Final = ("conversation", "prompt")
"""What stands for a part of the conversation that only OpenAI has."""
_PATHS: Final = {
    "logprobs": "include",
    "verbosity": "text.verbosity",
    "answer_format": "text.format",
}
_CHOICES: Final = frozenset(
    {"function", "custom", "tool", "allowed_tools", "auto", "none", "any", "required", None}
)
_MEANINGLESS: Final[Mapping[str, object]] = {"background": False, "truncation": "disabled"}
"""Fields that say nothing when they hold this."""


def read_prompt(at: At, tools: Tools, losses: Losses, *, earlier: int = 0) -> Prompt:
    """Raises `Invalid`; fields that have no neutral form are noted as lost."""
    _look_for_losses(at, losses)
    text, reasoning = at.object("text"), at.object("reasoning")
    return Prompt(
        turns=tuple(read_turns(at, tools, losses, earlier=earlier)),
        tools=tools.all,
        tool_choice=_tool_choice(at, tools),
        parallel_tool_calls=at.flag("parallel_tool_calls"),
        max_output_tokens=at.integer("max_output_tokens", least=1),
        temperature=at.number("temperature", least=0, most=2),
        top_p=at.number("top_p", least=0, most=1),
        logprobs=_logprobs(at, losses),
        reasoning=None if reasoning is None else _reasoning(reasoning, losses),
        answer_format=read_answer_format(text.object("format") if text else None, nested=False),
        verbosity=text.text_or_none("verbosity") if text else None,
        user=read_user(at),
        service_tier=at.text_or_none("service_tier"),
        cache_key=at.text_or_none("prompt_cache_key"),
        metadata=read_metadata(at),
        paths=_PATHS,
    )


def _look_for_losses(at: At, losses: Losses) -> None:
    for name in _REFUSED:
        if at.has(name):
            raise Invalid(f"{name}: is not supported; send the whole input")
    if at.flag("background"):
        raise Invalid("background: is not supported; ask for a stream")
    for name in at.value:
        told = name in _READ or at.value.get(name) == _MEANINGLESS.get(name)
        if not told:
            losses.note(name, "has no neutral form")
    for number, wanted in enumerate(at.texts("include")):
        if wanted not in {ENCRYPTED, LOGPROBS}:
            losses.note(f"include[{number}]", "is not known here")


def _logprobs(at: At, losses: Losses) -> int | None:
    """How many others; that they are wanted at all stands in `include`."""
    count = at.integer("top_logprobs", least=0)
    if LOGPROBS in at.texts("include"):
        return count or 0
    if count is not None:
        losses.note("top_logprobs", "nothing is told without its word in include")
    return None


def _tool_choice(at: At, tools: Tools) -> ToolChoice | None:
    """One of the vendor's own tools is kept as it came; every other word is as in chat."""
    given = at.value.get("tool_choice")
    found = at.object("tool_choice") if isinstance(given, Mapping) else None
    if found is not None and found.text_or_none("type") not in _CHOICES:
        return ToolChoice(mode="hosted", hosted=found.kept())
    choice = read_tool_choice(at)
    if choice is None or choice.name is None or choice.name in tools.by_name:
        return choice
    grouped = (unique for unique, at in tools.namespaces.items() if at.tool == choice.name)
    return replace(choice, name=next(grouped, choice.name))


def _reasoning(at: At, losses: Losses) -> Reasoning | None:
    effort = read_effort(at, "effort")
    shown = at.text_or_none("summary") or at.text_or_none("generate_summary")
    for name in at.value:
        if name not in {"effort", "summary", "generate_summary"} and at.has(name):
            losses.note(at.where(name), "has no neutral form")
    if effort is None and not shown:
        return None
    return Reasoning(effort=effort, visible=True if shown else None)
