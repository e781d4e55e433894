"""Why an answer ended, both ways (conversion B1)."""

from typing import Final

from domain.formats.reading import At
from domain.json import Json
from domain.llm.events import Finished, StopReason

_NO_REASON_GIVEN: Final = "The model refused to answer."
_WORD_OF: Final[dict[StopReason, str]] = {
    "end": "end_turn",
    "stop_sequence": "stop_sequence",
    "length": "max_tokens",
    "context_length": "model_context_window_exceeded",
    "tool_use": "tool_use",
    "refusal": "refusal",
    "continuation": "pause_turn",
    "pause": "pause_turn",
}
_REASON_OF: Final[dict[str, StopReason]] = {
    **{word: reason for reason, word in _WORD_OF.items()},
    "compaction": "length",
}


def read_stop(at: At) -> Finished | None:
    """From a message, or from the `delta` of a `message_delta`; `None` while there is none."""
    word = at.text_or_none("stop_reason")
    if word is None:
        return None
    reason = _REASON_OF.get(word, "end")
    if reason == "refusal":
        details = at.object("stop_details")
        explained = details.text_or_none("explanation") if details else None
        return Finished(reason=reason, refusal=explained or _NO_REASON_GIVEN)
    return Finished(reason=reason, stop_sequence=at.text_or_none("stop_sequence"))


def write_stop(finished: Finished, *, refused: bool) -> dict[str, Json]:
    """`refused`: the answer holds a refusal, which Anthropic tells by the reason alone."""
    refusal = finished.reason == "refusal" or (refused and finished.reason == "end")
    stop: dict[str, Json] = {
        "stop_reason": "refusal" if refusal else _WORD_OF[finished.reason],
        "stop_sequence": finished.stop_sequence,
    }
    if refusal and finished.refusal:
        stop["stop_details"] = {
            "type": "refusal",
            "category": None,
            "explanation": finished.refusal,
        }
    return stop
