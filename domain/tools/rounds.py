"""An answer that was made in several rounds, told to a model again.

A round is what the model said and called in one go, and the results of its calls; the next
round stands on them. Parts of a stored answer have their runs marked with their round.
"""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from domain.files.attachment import Attachment
from domain.ids import RequestId
from domain.llm.prompt import (
    Document,
    Image,
    Part,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from domain.tools.run import ToolRun

AnswerPart: TypeAlias = (
    Text
    | Image
    | Document
    | Attachment
    | ToolCall
    | ToolResult
    | ToolRun
    | Thinking
    | RedactedThinking
    | Refusal
)
_FIRST: Final = 1


def turns_of(parts: Sequence[AnswerPart], *, thoughts: bool) -> Iterator[Turn]:
    """Turns by turns what the model said, and what it was given.

    Without `thoughts` thinking is left out: it is bound to the model that thought it. So are
    calls that never ran.
    """
    said: list[Part] = []
    runs: list[ToolRun] = []
    for part in parts:
        if runs and not (isinstance(part, ToolRun) and part.round == runs[-1].round):
            yield from _round(said, runs)
            said, runs = [], []
        if isinstance(part, ToolRun):
            runs.append(part)
            said.append(part.call())
        elif not isinstance(part, Attachment) and _is_said(part, thoughts=thoughts):
            said.append(part)
    yield from _round(said, runs)


def _round(said: Sequence[Part], runs: Sequence[ToolRun]) -> Iterator[Turn]:
    if said:
        yield Turn(role="assistant", parts=tuple(said))
    if runs:
        yield Turn(role="user", parts=tuple(run.result() for run in runs))


def _is_said(part: AnswerPart, *, thoughts: bool) -> bool:
    match part:
        case Text(text=text):
            return bool(text)
        case Image() | Document():
            return True
        case Thinking() | RedactedThinking():
            return thoughts
        case _:
            return False


def last_round(parts: Sequence[AnswerPart]) -> int:
    """The last one that made calls; 0 when none did."""
    return max((part.round for part in parts if isinstance(part, ToolRun)), default=0)


def finished_steps(parts: Sequence[AnswerPart]) -> tuple[AnswerPart, ...]:
    """As much of an answer as ends with a tool: what a model that starts anew stands on."""
    places = [at for at, part in enumerate(parts) if isinstance(part, ToolRun)]
    return tuple(parts[: places[-1] + 1]) if places else ()


def round_request(name: str, round: int) -> RequestId:
    """What the call of a round is booked as; an answer of one round has just its own name."""
    return RequestId(name if round == _FIRST else f"{name}-{round}")
