"""Marks on reasoning that is not Anthropic's, so that it is never sent there (A7.2).

A seal is a thinking block's signature, or a redacted block's data. Anthropic's own are opaque;
those of others, and of nobody, are written `relay:<format>:<payload>`.
"""

from typing import Final

ANTHROPIC: Final = "anthropic-claude-v1"
UNSIGNED: Final = "relay:none:"
_RELAY: Final = "relay:"


def sealed(payload: str, format: str | None) -> str:
    """The seal for a payload that came labelled with `format`; unlabelled is Anthropic's."""
    if format is None or format == ANTHROPIC or payload.startswith(_RELAY):
        return payload
    return f"{_RELAY}{format}:{payload}"


def opened(seal: str) -> tuple[str, str]:
    """The payload and its format again."""
    if not is_foreign(seal):
        return seal, ANTHROPIC
    label, _, payload = seal.removeprefix(_RELAY).partition(":")
    return payload, label


def is_foreign(seal: str) -> bool:
    return seal.startswith(_RELAY)
