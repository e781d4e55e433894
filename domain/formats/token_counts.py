"""Token counts of vendors whose prompt includes what the cache read and wrote (conversion B3)."""

from domain.formats.reading import At
from domain.llm.usage import Usage


def count(at: At | None, key: str) -> int:
    """What is negative, absent or no number counts as nothing."""
    found = None if at is None else at.value.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return 0
    return max(0, int(found))


def usage_of(*, prompt: int, cached: int, written: int, output: int, reasoning: int) -> Usage:
    """Absurd counts become what is least wrong; nothing is invented."""
    # Some servers report like Anthropic: the cache beside the prompt, not in it.
    uncached = prompt if cached + written > prompt else prompt - cached - written
    return Usage(
        input_uncached=uncached,
        cache_read=cached,
        cache_write_5m=written,
        output=output,
        reasoning=min(reasoning, output),
    )
