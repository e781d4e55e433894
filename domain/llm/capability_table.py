"""What known models take, by prefix of their names (conversion reference A9, 22 Nov 2026)."""

from dataclasses import replace
from typing import Final

from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Effort

_TO_MAX: Final[tuple[Effort, ...]] = ("low", "medium", "high", "xhigh", "max")
_ALWAYS_THINKING: Final = Capabilities(
    context_tokens=1_000_000,
    max_output_tokens=128_000,
    thinking="adaptive",
    thinking_can_be_off=False,
    efforts=_TO_MAX,
    sampling=False,
    prefill=False,
    forced_tool=False,
    prefix_bound=True,
)
"""The newest Claude, and so every Claude that we do not know."""
_ADAPTIVE: Final = replace(
    _ALWAYS_THINKING, thinking_can_be_off=True, forced_tool=True, prefix_bound=False
)
_CLAUDE_4_6: Final = replace(
    _ADAPTIVE,
    efforts=("low", "medium", "high", "max"),
    sampling=True,
    system_between_turns=False,
)
_CLAUDE_4_5: Final = Capabilities(
    context_tokens=200_000,
    max_output_tokens=64_000,
    thinking="enabled",
    system_between_turns=False,
)
_REASONING_GPT: Final = Capabilities(
    thinking="adaptive",
    efforts=("minimal", "low", "medium", "high", "xhigh", "max"),
    sampling=False,
    stop=False,
)
_O_SERIES: Final = replace(
    _REASONING_GPT, efforts=("low", "medium", "high"), thinking_can_be_off=False
)
_GEMINI: Final = Capabilities(context_tokens=1_048_576, max_output_tokens=65_536)
_GEMINI_3: Final = replace(
    _GEMINI,
    thinking="adaptive",
    thinking_can_be_off=False,
    efforts=("minimal", "low", "medium", "high"),
)
_GEMINI_2_5: Final = replace(_GEMINI, thinking="enabled")
_PREFIXES: Final[tuple[tuple[str, Capabilities], ...]] = (
    ("claude-haiku-4-5", _CLAUDE_4_5),
    ("claude-sonnet-4-5", _CLAUDE_4_5),
    ("claude-opus-4-5", replace(_CLAUDE_4_5, efforts=("low", "medium", "high"))),
    ("claude-sonnet-4-6", _CLAUDE_4_6),
    ("claude-opus-4-6", _CLAUDE_4_6),
    ("claude-opus-4-7", replace(_ADAPTIVE, system_between_turns=False)),
    ("claude-opus-4-8", _ADAPTIVE),
    ("claude-sonnet-5-5", replace(_ADAPTIVE, forced_tool=False, prefix_bound=True)),
    ("claude-opus-5-5", _ALWAYS_THINKING),
    ("claude-fable-5-", _ALWAYS_THINKING),
    ("claude-mythos-5-", _ALWAYS_THINKING),
    ("claude-haiku-5-5", replace(_ADAPTIVE, prefix_bound=True)),
    ("claude-sonnet-5", _ADAPTIVE),
    ("claude-opus-5", _ADAPTIVE),
    ("claude-fable-5", replace(_ADAPTIVE, thinking_can_be_off=False)),
    ("claude-mythos-5", replace(_ADAPTIVE, thinking_can_be_off=False)),
    ("claude-", _ALWAYS_THINKING),
    ("gpt-5", _REASONING_GPT),
    ("gpt-6", _REASONING_GPT),
    ("o1", _O_SERIES),
    ("o3", _O_SERIES),
    ("o4", _O_SERIES),
    ("gemini-1", replace(_GEMINI, max_output_tokens=8_192, json_schema=False)),
    ("gemini-2.0", replace(_GEMINI, max_output_tokens=8_192, json_schema=False)),
    ("gemini-2.5-pro", replace(_GEMINI_2_5, thinking_can_be_off=False)),
    ("gemini-2.5", _GEMINI_2_5),
    ("gemini-3-pro", replace(_GEMINI_3, efforts=("low", "high"))),
    ("gemini-", _GEMINI_3),
    ("deepseek-", Capabilities(reasoning_replayed=True)),
)
_NEWEST_BY_KIND: Final[dict[str, Capabilities]] = {
    "anthropic": _ALWAYS_THINKING,
    "google": _GEMINI_3,
}


def capabilities_of(model: str, kind: str) -> Capabilities:
    """By the upstream's name; an unknown one has those of its vendor's newest.

    Not so where the vendor is not known either: an OpenAI-format server takes the plain ones.
    """
    for prefix, capabilities in _PREFIXES:
        if model.startswith(prefix):
            return capabilities
    return _NEWEST_BY_KIND.get(kind, Capabilities())
