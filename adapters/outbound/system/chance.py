import random


def draw() -> float:
    """Of the operating system's seed; nothing secret hangs on it."""
    return random.random()  # noqa: S311
