"""What clients say to their own vendor about themselves, and nobody else needs (conversion A1)."""

from typing import Final

from domain.llm.prompt import Part, Text

_BILLING_HEADER: Final = "x-anthropic-billing-header:"


def is_noise(part: Part) -> bool:
    """Claude Code's, different in every kind of call."""
    return isinstance(part, Text) and part.text.startswith(_BILLING_HEADER)
