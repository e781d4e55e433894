"""Token counts, both ways: input tokens include what the cache read and wrote (conversion B3)."""

from dataclasses import replace

from domain.formats.reading import At
from domain.formats.token_counts import count, usage_of
from domain.json import JsonObject
from domain.llm.service_tier import tier_named
from domain.llm.usage import Usage


def read_usage(at: At, tier: str | None = None) -> Usage:
    """`tier` is what the answer says beside it of how it was served."""
    details, spent = at.object("input_tokens_details"), at.object("output_tokens_details")
    usage = usage_of(
        prompt=count(at, "input_tokens"),
        cached=count(details, "cached_tokens"),
        written=count(details, "cache_write_tokens"),
        output=count(at, "output_tokens"),
        reasoning=count(spent, "reasoning_tokens"),
    )
    return usage if tier is None else replace(usage, tier=tier_named(tier))


def write_usage(usage: Usage) -> JsonObject:
    """Both details are needed: clients read them without asking whether they are there."""
    return {
        "input_tokens": usage.input_total,
        "input_tokens_details": {
            "cached_tokens": usage.cache_read,
            "cache_write_tokens": usage.cache_write,
        },
        "output_tokens": usage.output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning},
        "total_tokens": usage.total,
    }
