"""Token counts of vendors whose prompt includes what the cache read and wrote (conversion B3)."""

from domain.formats.reading import At
from domain.llm.usage import Usage


def count(at: At | None, key: str) -> int:
    """What is absent or no number counts as nothing.

    A negative one stays one that nobody can believe: else it would be for nothing.
    """
    found = None if at is None else at.value.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return 0
    return int(found)


def usage_of(
    *, prompt: int, cached: int, written: int, output: int, reasoning: int, heard: int = 0
) -> Usage:
    """Absurd counts become what is least wrong; nothing is invented.

    `heard` are tokens of sound in the prompt. What the cache read of them is nowhere told apart.
    """
    # Some servers report like Anthropic: the cache beside the prompt, not in it.
    uncached = prompt if cached + written > prompt else prompt - cached - written
    heard = min(heard, uncached)
    return Usage(
        input_uncached=uncached - heard,
        input_audio=heard,
        cache_read=cached,
        cache_write_5m=written,
        output=output,
        reasoning=min(reasoning, output),
    )
