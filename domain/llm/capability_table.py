"""What known models take, by prefix of their names (conversion reference A9, 22 Nov 2026)."""

from typing import Final

from domain.llm.capabilities import Capabilities

_EFFORTS: Final = ("low", "medium", "high", "xhigh", "max")
_NEWEST_CLAUDE: Final = Capabilities(
    context_tokens=1_000_000,
    max_output_tokens=128_000,
    thinking="adaptive",
    thinking_can_be_off=False,
    efforts=_EFFORTS,
    sampling=False,
    prefill=False,
    forced_tool=False,
)
_CLAUDE_4_5: Final = Capabilities(
    context_tokens=200_000,
    max_output_tokens=64_000,
    thinking="enabled",
    system_between_turns=False,
)
_CLAUDE_4_6: Final = Capabilities(
    context_tokens=1_000_000,
    max_output_tokens=128_000,
    thinking="adaptive",
    efforts=("low", "medium", "high", "max"),
    prefill=False,
    system_between_turns=False,
)
_REASONING_GPT: Final = Capabilities(thinking="adaptive", efforts=_EFFORTS, sampling=False)
_PREFIXES: Final[tuple[tuple[str, Capabilities], ...]] = (
    ("claude-haiku-4-5", _CLAUDE_4_5),
    ("claude-sonnet-4-5", _CLAUDE_4_5),
    ("claude-opus-4-5", _CLAUDE_4_5),
    ("claude-sonnet-4-6", _CLAUDE_4_6),
    ("claude-opus-4-6", _CLAUDE_4_6),
    ("claude-", _NEWEST_CLAUDE),
    ("gpt-5", _REASONING_GPT),
    ("gpt-6", _REASONING_GPT),
    ("o1", _REASONING_GPT),
    ("o3", _REASONING_GPT),
    ("o4", _REASONING_GPT),
)


def capabilities_of(model: str, kind: str) -> Capabilities:
    """By the upstream's name; an unknown one has those of its vendor's newest."""
    for prefix, capabilities in _PREFIXES:
        if model.startswith(prefix):
            return capabilities
    return _NEWEST_CLAUDE if kind == "anthropic" else Capabilities()
