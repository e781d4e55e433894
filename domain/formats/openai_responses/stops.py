"""Why an answer ended, both ways (conversion B1)."""

from typing import Final

from domain.formats.openai_responses.envelope import Status
from domain.formats.reading import At
from domain.llm.events import Finished, StopReason

_INCOMPLETE: Final[dict[StopReason, str]] = {
    "length": "max_output_tokens",
    "context_length": "max_output_tokens",
    "continuation": "max_output_tokens",
    "refusal": "content_filter",
}


def write_stop(finished: Finished, *, answered: bool) -> tuple[Status, str | None]:
    """The status, and why it is incomplete. `answered`: there are words, if only of refusal."""
    reason = _INCOMPLETE.get(finished.reason)
    if reason is None or (finished.reason == "refusal" and answered):
        return "completed", None
    return "incomplete", reason


def read_stop(response: At, *, called: bool, refused: bool) -> Finished:
    """`refused`: a refusal is all that was said."""
    details = response.object("incomplete_details")
    if response.text_or_none("status") == "incomplete":
        word = details.text_or_none("reason") if details else None
        return Finished(reason="refusal" if word == "content_filter" else "length")
    if called:
        return Finished(reason="tool_use")
    return Finished(reason="refusal" if refused else "end")
