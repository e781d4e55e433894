"""What known models take: made by `make capabilities`, not by hand.

Sources: vendors' documents as the conversion reference lists them (A9), 22 Nov 2026;
sizes that these do not name: genai-prices 0.2.3.
"""

from typing import Final

from domain.llm.capabilities import Capabilities

PLAIN: Final = Capabilities()
CLAUDE_NEWEST: Final = Capabilities(
    max_output_tokens=128_000,
    thinking="adaptive",
    thinking_can_be_off=False,
    efforts=("low", "medium", "high", "xhigh", "max"),
    sampling=False,
    prefill=False,
    forced_tool=False,
    prefix_bound=True,
)
CLAUDE_HAIKU_5_5: Final = Capabilities(
    max_output_tokens=128_000,
    thinking="adaptive",
    thinking_can_be_off=True,
    efforts=("low", "medium", "high", "xhigh", "max"),
    sampling=False,
    prefill=False,
    forced_tool=True,
    prefix_bound=True,
)
CLAUDE_SONNET_5_5: Final = Capabilities(
    max_output_tokens=128_000,
    thinking="adaptive",
    thinking_can_be_off=True,
    efforts=("low", "medium", "high", "xhigh", "max"),
    sampling=False,
    prefill=False,
    forced_tool=False,
    prefix_bound=True,
)
CLAUDE_5: Final = Capabilities(
    max_output_tokens=128_000,
    thinking="adaptive",
    thinking_can_be_off=True,
    efforts=("low", "medium", "high", "xhigh", "max"),
    sampling=False,
    prefill=False,
    forced_tool=True,
    prefix_bound=False,
)
CLAUDE_FABLE_5: Final = Capabilities(
    max_output_tokens=128_000,
    thinking="adaptive",
    thinking_can_be_off=False,
    efforts=("low", "medium", "high", "xhigh", "max"),
    sampling=False,
    prefill=False,
    forced_tool=True,
    prefix_bound=False,
)
CLAUDE_4_7: Final = Capabilities(
    max_output_tokens=128_000,
    thinking="adaptive",
    thinking_can_be_off=True,
    efforts=("low", "medium", "high", "xhigh", "max"),
    sampling=False,
    prefill=False,
    forced_tool=True,
    prefix_bound=False,
    system_between_turns=False,
)
CLAUDE_4_6: Final = Capabilities(
    max_output_tokens=128_000,
    thinking="adaptive",
    thinking_can_be_off=True,
    efforts=("low", "medium", "high", "max"),
    sampling=True,
    prefill=False,
    forced_tool=True,
    prefix_bound=False,
    system_between_turns=False,
)
CLAUDE_4_5: Final = Capabilities(
    max_output_tokens=64_000,
    thinking="enabled",
    system_between_turns=False,
)
CLAUDE_OPUS_4_5: Final = Capabilities(
    max_output_tokens=64_000,
    thinking="enabled",
    system_between_turns=False,
    efforts=("low", "medium", "high"),
)
GPT_NEWEST: Final = Capabilities(
    thinking="adaptive",
    efforts=("minimal", "low", "medium", "high", "xhigh", "max"),
    sampling=False,
    stop=False,
)
O_SERIES: Final = Capabilities(
    thinking="adaptive",
    efforts=("low", "medium", "high"),
    sampling=False,
    stop=False,
    thinking_can_be_off=False,
)
GEMINI_NEWEST: Final = Capabilities(
    max_output_tokens=65_536,
    thinking="adaptive",
    thinking_can_be_off=False,
    efforts=("minimal", "low", "medium", "high"),
)
GEMINI_3_PRO: Final = Capabilities(
    max_output_tokens=65_536,
    thinking="adaptive",
    thinking_can_be_off=False,
    efforts=("low", "high"),
)
GEMINI_2_5: Final = Capabilities(
    max_output_tokens=65_536,
    thinking="enabled",
)
GEMINI_2_5_PRO: Final = Capabilities(
    max_output_tokens=65_536,
    thinking="enabled",
    thinking_can_be_off=False,
)
GEMINI_2: Final = Capabilities(
    max_output_tokens=8_192,
    json_schema=False,
)
DEEPSEEK: Final = Capabilities(
    reasoning_replayed=True,
)

KNOWN: Final[tuple[tuple[str, Capabilities, int | None], ...]] = (
    ("gpt-4o-mini-audio-preview", PLAIN, 128_000),
    ("deepseek-v3.1-terminus", DEEPSEEK, 128_000),
    ("gpt-3.5-turbo-instruct", PLAIN, 16_385),
    ("gpt-4o-search-preview", PLAIN, 128_000),
    ("gpt-oss-safeguard-20b", PLAIN, 131_072),
    ("o4-mini-deep-research", O_SERIES, 200_000),
    ("gpt-4-vision-preview", PLAIN, 128_000),
    ("gpt-4o-audio-preview", PLAIN, 128_000),
    ("gpt-3.5-turbo-0613", PLAIN, 16_385),
    ("gpt-3.5-turbo-1106", PLAIN, 16_385),
    ("gpt-5.1-codex-mini", GPT_NEWEST, 400_000),
    ("chatgpt-4o-latest", PLAIN, 128_000),
    ("claude-mythos-5-1*", CLAUDE_NEWEST, 1_000_000),
    ("claude-mythos-5-2*", CLAUDE_NEWEST, 1_000_000),
    ("claude-sonnet-4-5*", CLAUDE_4_5, 200_000),
    ("claude-sonnet-4-6*", CLAUDE_4_6, 1_000_000),
    ("claude-sonnet-5-5*", CLAUDE_SONNET_5_5, 1_000_000),
    ("deepseek-reasoner", DEEPSEEK, 64_000),
    ("deepseek-v3.2-exp", DEEPSEEK, 128_000),
    ("deepseek-v4-flash", DEEPSEEK, 1_000_000),
    ("gpt-3.5-turbo-16k", PLAIN, 16_385),
    ("gpt-4o-2024-05-13", PLAIN, 128_000),
    ("claude-fable-5-1*", CLAUDE_NEWEST, 1_000_000),
    ("claude-fable-5-2*", CLAUDE_NEWEST, 1_000_000),
    ("claude-haiku-4-5*", CLAUDE_4_5, 200_000),
    ("claude-haiku-5-5*", CLAUDE_HAIKU_5_5, 1_000_000),
    ("o3-deep-research", O_SERIES, 200_000),
    ("claude-mythos-5*", CLAUDE_FABLE_5, 1_000_000),
    ("claude-opus-4-5*", CLAUDE_OPUS_4_5, 200_000),
    ("claude-opus-4-6*", CLAUDE_4_6, 1_000_000),
    ("claude-opus-4-7*", CLAUDE_4_7, 1_000_000),
    ("claude-opus-4-8*", CLAUDE_5, 1_000_000),
    ("claude-opus-5-5*", CLAUDE_NEWEST, 1_000_000),
    ("claude-sonnet-5*", CLAUDE_5, 1_000_000),
    ("deepseek-v4-pro", DEEPSEEK, 1_000_000),
    ("claude-fable-5*", CLAUDE_FABLE_5, 1_000_000),
    ("deepseek-flash", DEEPSEEK, 1_000_000),
    ("gemini-2.5-pro*", GEMINI_2_5_PRO, 1_048_576),
    ("gpt-audio-mini", PLAIN, 128_000),
    ("claude-opus-5*", CLAUDE_5, 1_000_000),
    ("deepseek-chat", DEEPSEEK, 64_000),
    ("deepseek-v3.2", DEEPSEEK, 128_000),
    ("gpt-3.5-turbo", PLAIN, 16_385),
    ("gpt-5.3-codex", GPT_NEWEST, 400_000),
    ("gpt-5.6-terra", GPT_NEWEST, 1_050_000),
    ("gpt-6.1-terra", GPT_NEWEST, 1_050_000),
    ("gemini-3-pro*", GEMINI_3_PRO, 1_048_576),
    ("gpt-4.1-mini", PLAIN, 1_000_000),
    ("gpt-4.1-nano", PLAIN, 1_000_000),
    ("gpt-5.4-mini", GPT_NEWEST, 400_000),
    ("gpt-5.4-nano", GPT_NEWEST, 400_000),
    ("gpt-5.6-luna", GPT_NEWEST, 1_050_000),
    ("gpt-oss-120b", PLAIN, 131_072),
    ("gpt-4-turbo", PLAIN, 128_000),
    ("gpt-4o-mini", PLAIN, 128_000),
    ("gpt-5.2-pro", GPT_NEWEST, 400_000),
    ("gpt-5.4-pro", GPT_NEWEST, 1_050_000),
    ("gpt-5.5-pro", GPT_NEWEST, 1_000_000),
    ("gpt-5.6-sol", GPT_NEWEST, 1_050_000),
    ("gpt-6-astra", GPT_NEWEST, 1_050_000),
    ("gpt-6.1-sol", GPT_NEWEST, 1_050_000),
    ("gpt-oss-20b", PLAIN, 131_072),
    ("gemini-2.0*", GEMINI_2, 1_048_576),
    ("gemini-2.5*", GEMINI_2_5, 1_048_576),
    ("gpt-5-mini", GPT_NEWEST, 400_000),
    ("gpt-5-nano", GPT_NEWEST, 400_000),
    ("gpt-6-luna", GPT_NEWEST, 1_050_000),
    ("o1-preview", O_SERIES, 128_000),
    ("deepseek-*", DEEPSEEK, None),
    ("gpt-4-32k", PLAIN, 32_000),
    ("gpt-5-pro", GPT_NEWEST, 400_000),
    ("gpt-6-sol", GPT_NEWEST, 1_050_000),
    ("gpt-audio", PLAIN, 128_000),
    ("gpt-audio*", PLAIN, None),
    ("chatgpt-*", PLAIN, None),
    ("gemini-1*", GEMINI_2, 1_048_576),
    ("gpt-oss-*", PLAIN, None),
    ("claude-*", CLAUDE_NEWEST, 1_000_000),
    ("gemini-*", GEMINI_NEWEST, 1_048_576),
    ("gpt-3.5*", PLAIN, None),
    ("gpt-4.1", PLAIN, 1_000_000),
    ("gpt-5.1", GPT_NEWEST, 400_000),
    ("gpt-5.2", GPT_NEWEST, 400_000),
    ("gpt-5.3", GPT_NEWEST, 128_000),
    ("gpt-5.4", GPT_NEWEST, 1_050_000),
    ("gpt-5.5", GPT_NEWEST, 1_000_000),
    ("o1-mini", O_SERIES, 128_000),
    ("o3-mini", O_SERIES, 200_000),
    ("o4-mini", O_SERIES, 200_000),
    ("gpt-4o", PLAIN, 128_000),
    ("o1-pro", O_SERIES, 200_000),
    ("o3-pro", O_SERIES, 200_000),
    ("gpt-4", PLAIN, 8_192),
    ("gpt-4*", PLAIN, None),
    ("gpt-5", GPT_NEWEST, 400_000),
    ("gpt-*", GPT_NEWEST, None),
    ("o1", O_SERIES, 200_000),
    ("o1*", O_SERIES, None),
    ("o3", O_SERIES, 200_000),
    ("o3*", O_SERIES, None),
    ("o4*", O_SERIES, None),
)
"""Names, the longest first; what they take; tokens that fit into their context."""
NEWEST: Final[dict[str, str]] = {
    "anthropic": "claude-*",
    "google": "gemini-*",
    "openai": "gpt-*",
}
