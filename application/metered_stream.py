from collections.abc import AsyncIterator
from dataclasses import dataclass

from application.call_record import Call
from domain.llm.events import StreamEvent
from domain.transactions.transaction import Transaction


@dataclass(slots=True, kw_only=True)
class MeteredStream:
    """The answer as it comes. After its end `transaction` is what went into the books."""

    call: Call
    events: AsyncIterator[StreamEvent]
    transaction: Transaction | None = None

    def __aiter__(self) -> AsyncIterator[StreamEvent]:
        return self.events
