from collections.abc import Callable

NewId = Callable[[], str]
"""A new name that nobody has: it sorts after all earlier ones; `[0-9a-z]`, 26 characters."""

NewSecret = Callable[[], str]
"""A new secret of at least 190 random bits, `[0-9A-Za-z]`, 32 to 64 characters."""
