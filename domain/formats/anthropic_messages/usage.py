"""Token counts, both ways: input excludes what the cache read and wrote (conversion B3)."""

from typing import Final

from domain.formats.reading import At
from domain.json import Json
from domain.llm.service_tier import tier_named
from domain.llm.usage import Usage

_NONE: Final = Usage()


def read_usage(at: At, before: Usage = _NONE) -> Usage:
    """Counts are cumulative; one that is absent or null stays as it was `before`."""
    split = at.object("cache_creation")
    if split is not None:
        short = _count(split, "ephemeral_5m_input_tokens", 0)
        long = _count(split, "ephemeral_1h_input_tokens", 0)
    else:
        long = before.cache_write_1h
        written = _count(at, "cache_creation_input_tokens", before.cache_write)
        short = max(0, written - long)
    details = at.object("output_tokens_details")
    output = _count(at, "output_tokens", before.output)
    reasoning = _count(details, "thinking_tokens", before.reasoning)
    return Usage(
        input_uncached=_count(at, "input_tokens", before.input_uncached),
        cache_read=_count(at, "cache_read_input_tokens", before.cache_read),
        cache_write_5m=short,
        cache_write_1h=long,
        output=output,
        reasoning=min(reasoning, output),
        tier=tier_named(at.text_or_none("service_tier")) or before.tier,
    )


def _count(at: At | None, key: str, known: int) -> int:
    found = None if at is None else at.value.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return known
    return int(found)


def write_usage(usage: Usage) -> dict[str, Json]:
    """A count that nobody can believe is never told as less than nothing."""
    written: dict[str, Json] = {
        "input_tokens": max(0, usage.input_total - usage.cache_read - usage.cache_write),
        "cache_creation_input_tokens": usage.cache_write,
        "cache_read_input_tokens": usage.cache_read,
        "output_tokens": max(0, usage.output),
    }
    if usage.cache_write_1h:
        written["cache_creation"] = {
            "ephemeral_5m_input_tokens": usage.cache_write_5m,
            "ephemeral_1h_input_tokens": usage.cache_write_1h,
        }
    if usage.reasoning:
        written["output_tokens_details"] = {"thinking_tokens": usage.reasoning}
    return written
