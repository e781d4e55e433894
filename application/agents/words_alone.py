"""An answer without the calls that were run here, for who would not know what to make of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from domain.llm.events import (
    ArgumentsDelta,
    Beside,
    BlockClosed,
    Cited,
    Failed,
    Finished,
    Sent,
    SignatureDelta,
    SoundDelta,
    Started,
    StreamEvent,
    TextDelta,
    ToolCallOpened,
    UsageReported,
)


@dataclass(slots=True)
class WordsAlone:
    """Blocks are numbered anew, as if the calls had never been. The order stays legal."""

    _numbers: dict[int, int] = field(default_factory=dict[int, int])

    def take(self, event: StreamEvent) -> Iterator[StreamEvent]:
        match event:
            case ToolCallOpened():
                return
            case Sent() | Started() | Beside() | UsageReported() | Finished() | Failed():
                yield event
            case (
                TextDelta()
                | SoundDelta()
                | Cited()
                | SignatureDelta()
                | ArgumentsDelta()
                | BlockClosed()
            ):
                if event.index in self._numbers:
                    yield replace(event, index=self._numbers[event.index])
            case _:
                self._numbers[event.index] = len(self._numbers)
                yield replace(event, index=self._numbers[event.index])
