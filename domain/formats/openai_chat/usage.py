"""Token counts, both ways: prompt tokens include what the cache read and wrote (B3)."""

from dataclasses import replace

from domain.formats.reading import At
from domain.formats.token_counts import count, usage_of
from domain.json import JsonObject
from domain.llm.service_tier import tier_named
from domain.llm.usage import Usage


def read_usage(at: At, tier: str | None = None) -> Usage:
    """`tier` is what the answer says beside it of how it was served."""
    details, spent = at.object("prompt_tokens_details"), at.object("completion_tokens_details")
    usage = usage_of(
        prompt=count(at, "prompt_tokens"),
        cached=count(details, "cached_tokens"),
        written=count(details, "cache_write_tokens"),
        output=count(at, "completion_tokens"),
        reasoning=count(spent, "reasoning_tokens"),
        heard=count(details, "audio_tokens"),
    )
    spoken = min(count(spent, "audio_tokens"), usage.output)
    return replace(usage, output_audio=spoken, tier=tier_named(tier))


def write_usage(usage: Usage) -> JsonObject:
    details: dict[str, int] = {"cached_tokens": usage.cache_read}
    if usage.cache_write:
        details["cache_write_tokens"] = usage.cache_write
    if usage.input_audio:
        details["audio_tokens"] = usage.input_audio
    spent: dict[str, int] = {"reasoning_tokens": usage.reasoning}
    if usage.output_audio:
        spent["audio_tokens"] = usage.output_audio
    return {
        "prompt_tokens": usage.input_total,
        "completion_tokens": usage.output,
        "total_tokens": usage.total,
        "prompt_tokens_details": details,
        "completion_tokens_details": spent,
    }
