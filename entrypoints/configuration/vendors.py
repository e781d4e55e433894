"""What a vendor offers when only its key is given: current models, all of them priced."""

from collections.abc import Mapping

from entrypoints.configuration.providers import ModelSettings, ProviderKind, ProviderSettings

LOCAL_PROVIDER = "local"
LOCAL_MODEL = "smollm2-135m-instruct"
LOCAL_CONTEXT_TOKENS = 2048

_Row = tuple[str, str, int, int]

_OPENAI: tuple[_Row, ...] = (
    ("gpt-5.5", "GPT-5.5", 1_000_000, 128_000),
    ("gpt-5.4-mini", "GPT-5.4 mini", 400_000, 128_000),
    ("gpt-5.4-nano", "GPT-5.4 nano", 400_000, 128_000),
)
_ANTHROPIC: tuple[_Row, ...] = (
    ("claude-sonnet-5-5", "Claude Sonnet 5.5", 1_000_000, 128_000),
    ("claude-opus-5-5", "Claude Opus 5.5", 1_000_000, 128_000),
    ("claude-haiku-5-5", "Claude Haiku 5.5", 1_000_000, 128_000),
)
_GOOGLE: tuple[_Row, ...] = (
    ("gemini-3.8-flash", "Gemini 3.8 Flash", 1_000_000, 65_536),
    ("gemini-3.1-pro-preview", "Gemini 3.1 Pro (preview)", 1_000_000, 65_536),
    ("gemini-3.5-flash-lite", "Gemini 3.5 Flash-Lite", 1_000_000, 65_536),
)
_OFFERS: Mapping[ProviderKind, tuple[_Row, ...]] = {
    "openai": _OPENAI,
    "anthropic": _ANTHROPIC,
    "google": _GOOGLE,
    "openai_compatible": (),
}


_EMBEDDINGS: Mapping[ProviderKind, tuple[tuple[str, str, int], ...]] = {
    "openai": (
        ("text-embedding-3-small", "Embedding 3 small", 8_192),
        ("text-embedding-3-large", "Embedding 3 large", 8_192),
    ),
    "anthropic": (),
    "google": (("gemini-embedding-001", "Gemini Embedding", 2_048),),
    "openai_compatible": (),
}


def usual_models(provider: str, kind: ProviderKind) -> tuple[ModelSettings, ...]:
    chatting = (
        ModelSettings(
            name=name,
            provider=provider,
            label=label,
            context_tokens=context_tokens,
            max_output_tokens=max_output_tokens,
            capabilities=frozenset({"vision", "tools", "reasoning"}),
        )
        for name, label, context_tokens, max_output_tokens in _OFFERS[kind]
    )
    embedding = (
        ModelSettings(name=name, provider=provider, label=label, context_tokens=context_tokens)
        for name, label, context_tokens in _EMBEDDINGS[kind]
    )
    return (*chatting, *embedding)


def local_provider(port: int) -> ProviderSettings:
    return ProviderSettings(kind="openai_compatible", base_url=f"http://127.0.0.1:{port}/v1")


def local_model() -> ModelSettings:
    return ModelSettings.model_validate(
        {
            "name": LOCAL_MODEL,
            "provider": LOCAL_PROVIDER,
            "label": "SmolLM2 135M (bundled)",
            "context_tokens": LOCAL_CONTEXT_TOKENS,
            "max_output_tokens": LOCAL_CONTEXT_TOKENS // 2,
            "price": {"input": "0", "output": "0", "cache_read": "0", "cache_write": "0"},
        }
    )
