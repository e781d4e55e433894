import pytest

from domain.transactions.clients import client_of


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("claude-cli/2.1.4 (external, cli)", "Claude Code"),
        ("codex_cli_rs/0.60.1 (Debian 13; x86_64) xterm", "Codex"),
        ("Cursor/2.3.1", "Cursor"),
        ("GeminiCLI/v0.20 (linux; x64)", "Gemini CLI"),
        ("AsyncOpenAI/Python 2.9.0", "OpenAI SDK"),
        ("OpenAI/JS 6.10.0", "OpenAI SDK"),
        ("Anthropic/Python 0.75.0", "Anthropic SDK"),
        ("google-genai-sdk/1.52.0 gl-python/3.11", "Google SDK"),
        ("opencode/1.0.134 ai-sdk/provider-utils/3.0.17", "opencode"),
        ("curl/8.14.1", "curl"),
        ("", ""),
        ("x" * 9_000 + "cursor", "Other"),
        ("=cmd|'/c calc'!A0", "Other"),
    ],
)
def test_a_tool_is_known_by_what_it_says_of_itself(said: str, name: str) -> None:
    assert client_of(said) == name
