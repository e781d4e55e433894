"""Why an answer ended, both ways (B1)."""

from typing import Final

from domain.llm.events import Finished, StopReason

FINISH_OF: Final[dict[StopReason, str]] = {
    "end": "stop",
    "stop_sequence": "stop",
    "length": "length",
    "context_length": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
    "pause": "stop",
    "continuation": "length",
}
_REASON_OF: Final[dict[str, StopReason]] = {
    "stop": "end",
    "length": "length",
    "tool_calls": "tool_use",
    "function_call": "tool_use",
    "content_filter": "refusal",
}


def read_finish(word: str | None, *, called: bool) -> Finished:
    """What was said counts more than the word: several servers say `stop` after calls."""
    reason = _REASON_OF.get(word or "", "end")
    if called and reason == "end":
        reason = "tool_use"
    if reason == "tool_use" and not called:
        reason = "end"
    return Finished(reason=reason)
