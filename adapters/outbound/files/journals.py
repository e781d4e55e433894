import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, final

from typing_extensions import override

from adapters.outbound.files import entries, places
from application.ports.journal import Abandoned, Journals
from domain.transactions.batch import WriterId
from domain.transactions.transaction import Transaction

_ASIDE: Final = "set-aside.log"


@final
class FileJournals(Journals):
    def __init__(self, home: Path) -> None:
        self._home = home

    @override
    async def claim(self) -> Abandoned | None:
        places.sweep(self._home, now_s=time.time())
        for writer in places.writers(self._home):
            lock = places.take(self._home, writer)
            if lock is not None:
                return _FileAbandoned(self._home, writer, lock)
        return None

    @override
    async def set_aside(self, transaction: Transaction) -> None:
        self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._home / _ASIDE).open("ab") as file:
            file.write(entries.encode("closed", transaction))
            file.flush()
            os.fsync(file.fileno())


@final
class _FileAbandoned(Abandoned):
    """Read once from its beginning: a journal of gigabytes does not go into memory."""

    def __init__(self, home: Path, writer: WriterId, lock: int) -> None:
        self._home = home
        self._writer = writer
        self._lock = lock
        self._ended = self._read()
        self._ahead: deque[Transaction] = deque()

    @property
    @override
    def writer(self) -> WriterId:
        return self._writer

    @override
    async def ahead(self, limit: int) -> Sequence[Transaction]:
        self._ahead.extend(islice(self._ended, max(0, limit - len(self._ahead))))
        return list(islice(self._ahead, limit))

    @override
    async def done(self, count: int) -> None:
        for _ in range(count):
            self._ahead.popleft()

    @override
    async def discard(self) -> None:
        places.remove(self._home, self._writer)

    @override
    async def release(self) -> None:
        os.close(self._lock)

    def _read(self) -> Iterator[Transaction]:
        drafts: dict[str, Transaction] = {}
        for path in places.segments(self._home, self._writer):
            for entry in entries.read(path, start=0):
                if entry.kind == "draft":
                    drafts[entry.transaction.id] = entry.transaction
                else:
                    drafts.pop(entry.transaction.id, None)
                    yield entry.transaction
        yield from drafts.values()
