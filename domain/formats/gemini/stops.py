"""Why an answer ended (conversion B1)."""

from typing import Final

from domain.formats.reading import At
from domain.llm.events import Finished, StopReason

UNSEALED: Final = "MISSING_THOUGHT_SIGNATURE"
_REASON_OF: Final[dict[str, StopReason]] = {
    "STOP": "end",
    "MAX_TOKENS": "length",
    "CONTINUATION": "pause",
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


def read_block(feedback: At | None) -> Finished | None:
    """From `promptFeedback`: the prompt itself was refused."""
    blocked = feedback.text_or_none("blockReason") if feedback else None
    return Finished(reason="refusal", refusal=f"Prompt blocked: {blocked}") if blocked else None


def read_finish(word: str) -> tuple[Finished, bool]:
    """And whether the vendor may say more about it in `finishMessage`."""
    reason = _REASON_OF.get(word)
    return Finished(reason=reason or "end"), reason is None
