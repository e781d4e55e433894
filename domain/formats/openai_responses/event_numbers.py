"""The numbers of a stream's events, which count on whoever writes them (conversion C4)."""

import re
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = re.compile(rb'"sequence_number"\s*:\s*(\d{1,15})')


@dataclass(slots=True)
class EventNumbers:
    """`next` is the number of the event that comes next."""

    next: int = 0

    def take(self) -> int:
        self.next += 1
        return self.next - 1

    def see(self, frame: bytes) -> None:
        """An event that somebody else numbered goes through."""
        found = _NUMBER.search(frame)
        if found is not None:
            self.next = int(found[1]) + 1
