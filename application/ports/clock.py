from collections.abc import Awaitable, Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Now, in UTC, aware."""

Stopwatch = Callable[[], float]
"""Seconds that only go forward, for durations."""

Pause = Callable[[float], Awaitable[None]]
"""Wait so many seconds."""
