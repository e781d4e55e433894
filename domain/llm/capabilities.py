"""What one model takes and what it refuses, as data (conversion reference 0.7, A9)."""

from dataclasses import dataclass
from typing import Literal

from domain.llm.prompt import Effort

ThinkingMode = Literal["none", "enabled", "adaptive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Defaults are those of a plain OpenAI-compatible chat model."""

    context_tokens: int | None = None
    max_output_tokens: int | None = None
    vision: bool = True
    tools: bool = True
    thinking: ThinkingMode = "none"
    thinking_can_be_off: bool = True
    efforts: tuple[Effort, ...] = ()
    sampling: bool = True
    stop: bool = True
    prefill: bool = True
    forced_tool: bool = True
    system_between_turns: bool = True
    reasoning_replayed: bool = False
    """Reasoning must come back, in plain words, with the calls it led to (DeepSeek)."""
    prefix_bound: bool = False
    """Sealed reasoning is good only after the very words that it was made after (A9)."""
    json_schema: bool = True
    """Not so: schemas must be put in the vendor's own words (Gemini before 2.5)."""
    web_search: bool = False
    """The operator's wish: Anthropic may search the web for clients of other vendors (A4.5)."""
    auto_cache: bool = False
    """The operator's wish: prompts without a mark of the client's are cached by Anthropic (A8)."""
