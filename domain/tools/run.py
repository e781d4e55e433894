"""One run of a tool: a model's call and what came of it, as a part of an answer."""

import hashlib
from dataclasses import dataclass, replace
from typing import Final, Literal, Self

from domain.files.attachment import Attachment
from domain.llm.prompt import Text, ToolCall, ToolResult
from domain.tools.tool import Source, ToolOutput

RunState = Literal["asking", "running", "done", "failed", "denied", "cancelled"]
"""`asking`: somebody has to agree first; `cancelled`: the answer ended before the tool did."""

_ENDED: Final = frozenset({"done", "failed", "denied", "cancelled"})
_UNANSWERED: Final = {
    "asking": "Nobody has agreed to this call.",
    "running": "The tool was cut off; whether it had an effect is not known.",
    "cancelled": "The person stopped the answer before the tool had ended.",
}
DENIED: Final = "The person did not allow this call. Go on without it, or ask what to do instead."


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRun:
    """`id`, `name`, `arguments` and `signature` are the call's, as the model made it.

    `round` counts the times that the model was asked for one answer, from 1: calls of one round
    were made together. `allowed`: somebody agreed to this very call.
    """

    id: str
    name: str
    title: str
    arguments: str
    round: int
    state: RunState
    output: str = ""
    sources: tuple[Source, ...] = ()
    files: tuple[Attachment, ...] = ()
    lasted_ms: int | None = None
    allowed: bool = False
    signature: str | None = None

    @property
    def has_ended(self) -> bool:
        return self.state in _ENDED

    @property
    def digest(self) -> str:
        """Names this very call: who agrees, agrees to nothing else."""
        return digest_of(self.name, self.arguments)

    def call(self) -> ToolCall:
        return ToolCall(
            id=self.id, name=self.name, arguments=self.arguments, signature=self.signature
        )

    def result(self) -> ToolResult:
        """What the model is told; of a run without an end, that it had none."""
        text = self.output if self.has_ended and self.output else _UNANSWERED.get(self.state, "")
        return ToolResult(
            call_id=self.id,
            content=(Text(text=text or "(no output)"),),
            is_error=self.state != "done",
        )

    def ended(self, output: ToolOutput, *, lasted_ms: int) -> Self:
        cut = output.cut()
        return replace(
            self,
            state="failed" if cut.is_error else "done",
            output=cut.text,
            sources=cut.sources,
            files=cut.files,
            lasted_ms=lasted_ms,
        )

    def decided(self, *, allowed: bool) -> Self:
        """As its person decided."""
        if allowed:
            return replace(self, state="running", allowed=True)
        return replace(self, state="denied", output=DENIED)

    def cut_off(self) -> Self:
        """As it is once its answer has ended."""
        return self if self.has_ended else replace(self, state="cancelled")


def digest_of(name: str, arguments: str) -> str:
    """SHA-256 over a tool's name and the arguments as the model wrote them, in hexadecimal."""
    return hashlib.sha256(f"{len(name)}:{name}{arguments}".encode()).hexdigest()
