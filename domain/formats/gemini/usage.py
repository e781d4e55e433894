"""Gemini's token counts: the prompt includes the cache, the answer excludes its thoughts (B3)."""

from domain.formats.reading import At
from domain.llm.usage import Usage


def read_usage(at: At) -> Usage:
    prompt = _count(at, "promptTokenCount") + _count(at, "toolUsePromptTokenCount")
    cached = min(_count(at, "cachedContentTokenCount"), prompt)
    thoughts = _count(at, "thoughtsTokenCount")
    return Usage(
        input_uncached=prompt - cached,
        cache_read=cached,
        output=_count(at, "candidatesTokenCount") + thoughts,
        reasoning=thoughts,
    )


def _count(at: At, key: str) -> int:
    found = at.value.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return 0
    return max(0, int(found))
