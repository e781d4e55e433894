from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Now, in UTC, aware."""

Stopwatch = Callable[[], float]
"""Seconds that only go forward, for durations."""
