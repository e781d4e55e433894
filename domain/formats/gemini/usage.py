"""Token counts, both ways: the prompt includes the cache, the answer excludes its thoughts (B3)."""

from domain.formats.reading import At
from domain.formats.token_counts import count
from domain.json import JsonObject
from domain.llm.usage import Usage


def read_usage(at: At) -> Usage:
    prompt = count(at, "promptTokenCount") + count(at, "toolUsePromptTokenCount")
    cached = min(count(at, "cachedContentTokenCount"), prompt)
    thoughts = count(at, "thoughtsTokenCount")
    return Usage(
        input_uncached=prompt - cached,
        cache_read=cached,
        output=count(at, "candidatesTokenCount") + thoughts,
        reasoning=thoughts,
    )


def write_usage(usage: Usage) -> JsonObject:
    """What was written to a cache is a part of the prompt like any other there."""
    return {
        "promptTokenCount": usage.input_total,
        "cachedContentTokenCount": usage.cache_read,
        "candidatesTokenCount": usage.output - usage.reasoning,
        "thoughtsTokenCount": usage.reasoning,
        "totalTokenCount": usage.total,
    }
