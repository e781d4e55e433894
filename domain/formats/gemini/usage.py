"""Token counts, both ways: the prompt includes the cache, the answer excludes its thoughts (B3)."""

from collections.abc import Mapping
from typing import Final

from domain.formats.reading import At
from domain.formats.token_counts import count
from domain.json import JsonObject
from domain.llm.service_tier import tier_named
from domain.llm.usage import Usage

_SOUND: Final = "AUDIO"


def read_usage(at: At) -> Usage:
    prompt = count(at, "promptTokenCount") + count(at, "toolUsePromptTokenCount")
    cached = min(count(at, "cachedContentTokenCount"), prompt)
    thoughts = count(at, "thoughtsTokenCount")
    heard = min(_sounding(at, "promptTokensDetails"), prompt - cached)
    output = count(at, "candidatesTokenCount")
    return Usage(
        input_uncached=prompt - cached - heard,
        input_audio=heard,
        cache_read=cached,
        output=output + thoughts,
        output_audio=min(_sounding(at, "candidatesTokensDetails"), output),
        reasoning=thoughts,
        tier=tier_named(at.text_or_none("serviceTier")),
    )


def write_usage(usage: Usage) -> JsonObject:
    """What was written to a cache is a part of the prompt like any other there."""
    return {
        "promptTokenCount": usage.input_total,
        **_details(usage),
        "cachedContentTokenCount": usage.cache_read,
        "candidatesTokenCount": usage.output - usage.reasoning,
        "thoughtsTokenCount": usage.reasoning,
        "totalTokenCount": usage.total,
    }


def _details(usage: Usage) -> JsonObject:
    sounds = (
        ("promptTokensDetails", usage.input_audio),
        ("candidatesTokensDetails", usage.output_audio),
    )
    return {key: [{"modality": _SOUND, "tokenCount": n}] for key, n in sounds if n}


def _sounding(at: At, key: str) -> int:
    """Tokens of sound, which may have a price of their own."""
    details = at.value.get(key)
    told = details if isinstance(details, list) else []
    return sum(
        count(At(each), "tokenCount")
        for each in told
        if isinstance(each, Mapping) and each.get("modality") == _SOUND
    )
