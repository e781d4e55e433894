"""Sealed reasoning in the one member that clients of responses send back (conversion A7.2).

OpenAI's own `encrypted_content` is opaque. What others sealed goes out in our wrapping, text and
all, since their seals are bound to every byte of it, while clients may shorten a summary.
"""

import base64
import binascii
from typing import Final

from domain.errors import Invalid
from domain.formats.reading import At, clean
from domain.formats.seals import opened, sealed
from domain.json import Json, read, write
from domain.llm.prompt import RedactedThinking, Thinking

OPENAI: Final = "openai-responses-v1"
_THINKING: Final = "relay:thinking:"
_REDACTED: Final = "relay:redacted:"


def encrypted(part: Thinking | RedactedThinking) -> str | None:
    """`None` for reasoning that nobody sealed."""
    seal = part.data if isinstance(part, RedactedThinking) else part.signature
    if seal is None:
        return None
    payload, label = opened(seal)
    if label == OPENAI:
        return payload
    if isinstance(part, RedactedThinking):
        return _REDACTED + _packed(part.data)
    return _THINKING + _packed([part.text, seal])


def decrypted(content: str, summary: str) -> Thinking | RedactedThinking:
    """The reasoning as its vendor sealed it. Raises `Invalid` for a broken wrapping of ours."""
    if content.startswith(_REDACTED):
        return RedactedThinking(data=_text(_unpacked(content.removeprefix(_REDACTED))))
    if content.startswith(_THINKING):
        match _unpacked(content.removeprefix(_THINKING)):
            case [text, seal]:
                return Thinking(text=_text(text), signature=_text(seal))
            case _:
                raise Invalid("encrypted_content: is not what we gave out")
    return Thinking(text=summary, signature=sealed(content, OPENAI))


def read_reasoning(item: At) -> Thinking | RedactedThinking | None:
    """A whole item, with or without an id; `None` where nothing is in it."""
    summary = spoken(item)
    content = item.text_or_none("encrypted_content")
    if content:
        return decrypted(content, summary)
    return Thinking(text=summary) if summary else None


def spoken(item: At) -> str:
    """The summary, or else the reasoning itself where a server shows it."""
    for key in ("summary", "content"):
        texts = [text for part in item.objects(key) if (text := part.text_or_none("text"))]
        if texts:
            return "\n\n".join(texts)
    return ""


def _packed(value: Json) -> str:
    return base64.urlsafe_b64encode(write(clean(value)).encode()).decode()


def _unpacked(text: str) -> Json:
    try:
        return clean(read(base64.urlsafe_b64decode(text)))
    except (binascii.Error, ValueError):
        raise Invalid("encrypted_content: is not what we gave out") from None


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise Invalid("encrypted_content: is not what we gave out")
    return value
