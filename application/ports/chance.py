from collections.abc import Callable

Draw = Callable[[], float]
"""A random number from 0 to below 1. Nothing secret hangs on it."""
