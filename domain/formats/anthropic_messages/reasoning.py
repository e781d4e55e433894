"""How hard to think, as each generation of models takes it (conversion A7.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.formats.efforts import effort_of, fitting
from domain.formats.encoded import Losses
from domain.json import JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import (
    Effort,
    Reasoning,
    RedactedThinking,
    Thinking,
    ToolCall,
    Turn,
)

_BUDGETS: Final[dict[Effort, int]] = {
    "minimal": 1_024,
    "low": 2_048,
    "medium": 4_096,
    "high": 8_192,
    "xhigh": 16_384,
    "max": 24_576,
}
_BUDGET_LEAST: Final = 1_024
_DROP_BROKEN: Final[JsonObject] = {"prefix_mismatch_behavior": "drop_block"}
BINDING_HEADERS: Final = {"anthropic-beta": "thinking-binding-controls-2026-08-01"}
"""What a body needs beside it that says what to do with broken seals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingFields:
    thinking: JsonObject | None = None
    effort: Effort | None = None

    @property
    def thinks(self) -> bool:
        return self.thinking is not None and self.thinking["type"] != "disabled"


def thinking_fields(
    reasoning: Reasoning | None,
    capabilities: Capabilities,
    *,
    max_tokens: int,
    forced: bool,
    turns: Sequence[Turn],
    losses: Losses,
) -> ThinkingFields:
    """`forced`: a tool must be called, which manual thinking cannot go with."""
    if reasoning is None:
        return ThinkingFields()
    if capabilities.thinking == "none":
        losses.note("reasoning", "the model does not reason on demand")
        return ThinkingFields()
    if capabilities.thinking == "adaptive":
        return _adaptive(reasoning, capabilities)
    budget = _budget(reasoning, max_tokens)
    if budget is None:
        return ThinkingFields()
    if forced or _called_without_thinking(turns):
        losses.note("reasoning", "not possible with a forced tool or a call without its thinking")
        return ThinkingFields()
    return ThinkingFields(thinking={"type": "enabled", "budget_tokens": budget})


def _adaptive(reasoning: Reasoning, capabilities: Capabilities) -> ThinkingFields:
    asked = effort_of(reasoning)
    measured = reasoning.effort is not None or reasoning.budget_tokens is not None
    effort = fitting(asked, capabilities) if capabilities.efforts and measured else None
    if asked == "none":
        if capabilities.thinking_can_be_off:
            return ThinkingFields(thinking={"type": "disabled"})
        return ThinkingFields(effort=effort)
    thinking: dict[str, str] = {"type": "adaptive"}
    if reasoning.visible:
        thinking["display"] = "summarized"
    return ThinkingFields(thinking=thinking, effort=effort)


def bound(
    fields: ThinkingFields, capabilities: Capabilities, turns: Sequence[Turn]
) -> ThinkingFields:
    """With what a history may have been through on its way: changed, and its seals so broken.

    Then the vendor shall leave the reasoning out, where it would else refuse the request (A7.2).
    """
    sealed = any(isinstance(p, Thinking | RedactedThinking) for turn in turns for p in turn.parts)
    if not (sealed and capabilities.prefix_bound):
        return fields
    thinking = fields.thinking
    if thinking is None and not capabilities.thinking_can_be_off:
        thinking = {"type": "adaptive"}
    if thinking is None or thinking["type"] == "disabled":
        return fields
    return replace(fields, thinking={**thinking, "block_binding": _DROP_BROKEN})


def _budget(reasoning: Reasoning, max_tokens: int) -> int | None:
    """At least one token must be left for the answer; less than the least is none at all."""
    wanted = reasoning.budget_tokens
    if reasoning.effort == "none" or max_tokens <= _BUDGET_LEAST:
        return None
    if wanted is None:
        wanted = _BUDGETS[effort_of(reasoning)]
    return min(max(wanted, _BUDGET_LEAST), max_tokens - 1)


def _called_without_thinking(turns: Sequence[Turn]) -> bool:
    """In manual mode the last assistant turn, if it called tools, must begin with thinking."""
    last = next((turn for turn in reversed(turns) if turn.role == "assistant"), None)
    if last is None or not any(isinstance(part, ToolCall) for part in last.parts):
        return False
    return not any(isinstance(part, Thinking | RedactedThinking) for part in last.parts)
