"""Which tool asked, by what it says of itself: a few names that we know, so that sums stay few."""

from typing import Final

CHAT: Final = "Chat"
UNTOLD: Final = ""
OTHER: Final = "Other"

_KNOWN: Final = (
    ("claude-cli", "Claude Code"),
    ("claude-code", "Claude Code"),
    ("codex", "Codex"),
    ("cursor", "Cursor"),
    ("geminicli", "Gemini CLI"),
    ("gemini-cli", "Gemini CLI"),
    ("cline", "Cline"),
    ("roo-code", "Roo Code"),
    ("roocode", "Roo Code"),
    ("opencode", "opencode"),
    ("continue", "Continue"),
    ("aider", "aider"),
    ("litellm", "LiteLLM"),
    ("goose", "Goose"),
    ("zed", "Zed"),
    ("langchain", "LangChain"),
    ("llama-index", "LlamaIndex"),
    ("asyncopenai", "OpenAI SDK"),
    ("openai/", "OpenAI SDK"),
    ("anthropic/", "Anthropic SDK"),
    ("asyncanthropic", "Anthropic SDK"),
    ("google-genai", "Google SDK"),
    ("ai-sdk", "AI SDK"),
    ("curl/", "curl"),
    ("mozilla/", "Browser"),
)


def client_of(user_agent: str) -> str:
    """The first that fits, in the order from tools to what they are built on."""
    said = user_agent[:300].casefold()
    if not said:
        return UNTOLD
    return next((name for part, name in _KNOWN if part in said), OTHER)
