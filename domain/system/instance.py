"""A process of one of the services, as it says of itself every few seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

ServiceName: TypeAlias = Literal["chat", "admin", "relay"]

SILENT_AFTER: Final = timedelta(seconds=20)
"""Who has said nothing for so long is not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """`unbooked` calls are in its journal and not in the books; `open_requests` are being answered.

    One that `is_leaving` takes no new work and ends when what it does has ended.
    """

    id: str
    service: ServiceName
    version: str
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    open_requests: int = 0
    unbooked: int = 0
    is_leaving: bool = False

    def is_there(self, *, at: datetime) -> bool:
        return at - self.seen_at < SILENT_AFTER
