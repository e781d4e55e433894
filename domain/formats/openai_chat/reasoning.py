"""Sealed reasoning in the shape that clients are known to send back (conversion A7.2)."""

from collections.abc import Iterator, Sequence

from domain.formats.reading import At
from domain.formats.seals import opened
from domain.json import Json, JsonObject
from domain.llm.prompt import RedactedThinking, Thinking
from domain.llm.reply import ReplyPart


def google_seal(signature: str) -> dict[str, Json]:
    """Google's seal of a call, or of a message, where its own OpenAI endpoint puts it (A7.3)."""
    return {"extra_content": {"google": {"thought_signature": signature}}}


def read_google_seal(at: At) -> str | None:
    extra = at.object("extra_content")
    google = extra.object("google") if extra else None
    return google.text_or_none("thought_signature") if google else None


def reasoning_details(parts: Sequence[ReplyPart], *, first: int = 0) -> Iterator[JsonObject]:
    """Whole entries, numbered from `first`: OpenAI's own clients need the number."""
    number = first
    for part in parts:
        detail = _detail(part)
        if detail is not None:
            yield {**detail, "index": number}
            number += 1


def _detail(part: ReplyPart) -> JsonObject | None:
    match part:
        case Thinking(text=text, signature=str(signature)):
            payload, label = opened(signature)
            return {"type": "reasoning.text", "text": text, "signature": payload, "format": label}
        case RedactedThinking(data=data):
            payload, label = opened(data)
            return {"type": "reasoning.encrypted", "data": payload, "format": label}
        case _:
            return None
