"""Why an answer ended, both ways (conversion B1)."""

from typing import Final

from domain.formats.reading import At
from domain.json import Json
from domain.llm.events import Finished, StopReason

UNSEALED: Final = "MISSING_THOUGHT_SIGNATURE"
_REASON_OF: Final[dict[str, StopReason]] = {
    "STOP": "end",
    "MAX_TOKENS": "length",
    "CONTINUATION": "continuation",
    **dict.fromkeys(
        (
            "SAFETY",
            "RECITATION",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION",
            "MODEL_ARMOR",
            "LANGUAGE",
        ),
        "refusal",
    ),
}


_WORD_OF: Final[dict[StopReason, str]] = {
    "end": "STOP",
    "stop_sequence": "STOP",
    "tool_use": "STOP",
    "pause": "STOP",
    "continuation": "CONTINUATION",
    "length": "MAX_TOKENS",
    "context_length": "MAX_TOKENS",
    "refusal": "SAFETY",
}


def read_block(feedback: At | None) -> Finished | None:
    """From `promptFeedback`: the prompt itself was refused."""
    blocked = feedback.text_or_none("blockReason") if feedback else None
    return Finished(reason="refusal", refusal=f"Prompt blocked: {blocked}") if blocked else None


def read_finish(word: str, explained: str | None) -> tuple[Finished, str]:
    """And what the vendor says of a fault that has no reason here.

    `explained` is its `finishMessage`: of a refusal that is the words in which it refuses.
    """
    reason = _REASON_OF.get(word)
    if reason == "refusal":
        return Finished(reason=reason, refusal=explained or None), ""
    return Finished(reason=reason or "end"), "" if reason else explained or ""


def write_finish(finished: Finished, *, refused: bool) -> dict[str, Json]:
    """`refused`: the answer holds a refusal, which Google tells by the reason alone."""
    refusal = finished.reason == "refusal" or (refused and finished.reason == "end")
    stop: dict[str, Json] = {"finishReason": "SAFETY" if refusal else _WORD_OF[finished.reason]}
    if refusal and finished.refusal:
        stop["finishMessage"] = finished.refusal
    return stop
