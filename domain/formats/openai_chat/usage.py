"""Token counts, both ways: prompt tokens include what the cache read and wrote (B3)."""

from domain.formats.reading import At
from domain.json import JsonObject
from domain.llm.usage import Usage


def read_usage(at: At) -> Usage:
    """Negative and absurd counts become what is least wrong; nothing is invented."""
    prompt, output = _count(at, "prompt_tokens"), _count(at, "completion_tokens")
    details, spent = at.object("prompt_tokens_details"), at.object("completion_tokens_details")
    cached = _count(details, "cached_tokens")
    written = _count(details, "cache_write_tokens")
    # Some servers report like Anthropic: the cache beside the prompt, not in it.
    uncached = prompt if cached + written > prompt else prompt - cached - written
    return Usage(
        input_uncached=uncached,
        cache_read=cached,
        cache_write_5m=written,
        output=output,
        reasoning=min(_count(spent, "reasoning_tokens"), output),
    )


def _count(at: At | None, key: str) -> int:
    found = None if at is None else at.value.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return 0
    return max(0, int(found))


def write_usage(usage: Usage) -> JsonObject:
    details: dict[str, int] = {"cached_tokens": usage.cache_read}
    if usage.cache_write:
        details["cache_write_tokens"] = usage.cache_write
    return {
        "prompt_tokens": usage.input_total,
        "completion_tokens": usage.output,
        "total_tokens": usage.total,
        "prompt_tokens_details": details,
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning},
    }
