"""The journal of this process, as files.

Entries are appended with one `write` each: what the kernel has, the death of the process does
not take away. When a segment is full the next one begins, and the oldest go as soon as nothing
in them matters: so the journal stays small, and while the ledger is away for long, it is the
disk that grows and not the memory.
"""

import asyncio
import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, final

from typing_extensions import override

from adapters.outbound.files import entries, places
from adapters.outbound.files.appending import Appending
from application.ports.journal import Journal
from domain.errors import Unavailable
from domain.ids import RequestId
from domain.transactions.batch import WriterId
from domain.transactions.transaction import Transaction

_SEGMENT_BYTES: Final = 1 << 20
_IN_MEMORY_MAX: Final = 500
_SYNC_PAUSE_S: Final = 0.02


@dataclass(slots=True, eq=False)
class _Segment:
    """`begun` are calls whose first word is in here and whose last word is not said yet."""

    number: int
    path: Path
    size: int = 0
    unbooked: int = 0
    begun: set[RequestId] = field(default_factory=set[RequestId])

    @property
    def matters(self) -> bool:
        return bool(self.unbooked or self.begun)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A closed call; `segment` is `None` when it could not be written."""

    transaction: Transaction
    segment: _Segment | None


@final
class FileJournal(Journal):
    """`in_memory_max` closed calls are kept to be carried on; more are read again."""

    def __init__(
        self,
        home: Path,
        *,
        writer: str,
        segment_bytes: int = _SEGMENT_BYTES,
        in_memory_max: int = _IN_MEMORY_MAX,
        sync_pause_s: float = _SYNC_PAUSE_S,
    ) -> None:
        self._home = home
        self._writer = WriterId(writer)
        self._segment_bytes = segment_bytes
        self._in_memory_max = in_memory_max
        self._lock: int | None = None
        self._file = Appending(pause_s=sync_pause_s)
        self._segments: deque[_Segment] = deque()
        self._begun_in: dict[RequestId, _Segment] = {}
        self._unwritten: deque[_Ahead] = deque()
        self._in_memory: deque[_Ahead] = deque()
        self._shown = self._in_memory
        self._rest_on_disk = False
        self._read_to = (0, 0)  # segment and byte, behind the last one in memory
        self._something = asyncio.Event()

    @property
    @override
    def writer(self) -> WriterId:
        return self._writer

    @override
    async def begin(self) -> None:
        try:
            self._lock = places.create(self._home, self._writer)
            self._turn()
        except OSError as error:
            raise Unavailable(f"the journal cannot be made: {error.strerror}") from error

    @override
    def draft(self, transaction: Transaction) -> None:
        try:
            segment = self._append(entries.encode("draft", transaction))
        except OSError as error:
            raise Unavailable(f"the journal cannot be written: {error}") from error
        if transaction.id not in self._begun_in:
            self._begun_in[transaction.id] = segment
            segment.begun.add(transaction.id)

    @override
    def close(self, transaction: Transaction) -> None:
        self._something.set()
        try:
            segment = self._append(entries.encode("closed", transaction))
        except OSError:
            self._unwritten.append(_Ahead(transaction, None))
            return
        self._end_of(transaction.id)
        segment.unbooked += 1
        if self._rest_on_disk or len(self._in_memory) >= self._in_memory_max:
            self._rest_on_disk = True
        else:
            self._in_memory.append(_Ahead(transaction, segment))
            self._read_to = (segment.number, segment.size)

    @override
    async def ahead(self, limit: int) -> Sequence[Transaction]:
        if not self._shown:
            self._shown = self._unwritten or self._in_memory
        if not self._shown and self._rest_on_disk:
            self._read_on()
        return [each.transaction for each, _ in zip(self._shown, range(limit), strict=False)]

    @override
    async def done(self, count: int) -> None:
        for _ in range(count):
            passed = self._shown.popleft()
            if passed.segment is None:
                self._end_of(passed.transaction.id)
            else:
                passed.segment.unbooked -= 1
        while len(self._segments) > 1 and not self._segments[0].matters:
            self._segments.popleft().path.unlink()
        if not self._has_more:
            self._something.clear()

    @property
    @override
    def waiting(self) -> int:
        return len(self._unwritten) + sum(each.unbooked for each in self._segments)

    @override
    async def something(self) -> None:
        await self._something.wait()

    @override
    async def end(self, *, keep: bool) -> None:
        await self._file.close()
        if self._lock is None:
            return
        if not (keep or self._has_more or self._begun_in):
            places.remove(self._home, self._writer)
        os.close(self._lock)
        self._lock = None

    @property
    def _has_more(self) -> bool:
        return bool(self._unwritten or self._in_memory or self._rest_on_disk)

    def _append(self, line: bytes) -> _Segment:
        segment = self._segments[-1] if self._segments else None
        if segment is not None and segment.size >= self._segment_bytes:
            segment = self._turn()
        self._file.append(line)
        assert segment is not None
        segment.size += len(line)
        return segment

    def _turn(self) -> _Segment:
        number = self._segments[-1].number + 1 if self._segments else 1
        segment = _Segment(number, places.segment(self._home, self._writer, number))
        self._file.turn_to(segment.path)
        self._segments.append(segment)
        return segment

    def _read_on(self) -> None:
        """Fill the memory from where it ends, as far as there is room."""
        for segment in self._segments:
            number, byte = self._read_to
            if segment.number < number:
                continue
            start = byte if segment.number == number else 0
            for entry in entries.read(segment.path, start=start):
                self._read_to = (segment.number, entry.end)
                if entry.kind == "closed":
                    self._in_memory.append(_Ahead(entry.transaction, segment))
                if len(self._in_memory) >= self._in_memory_max:
                    return
        self._rest_on_disk = False

    def _end_of(self, id: RequestId) -> None:
        segment = self._begun_in.pop(id, None)
        if segment is not None:
            segment.begun.discard(id)
