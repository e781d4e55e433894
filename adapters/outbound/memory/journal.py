import asyncio
from collections.abc import Sequence
from typing import final

from typing_extensions import override

from application.ports.journal import Abandoned, Journal, Journals
from domain.errors import Unavailable
from domain.transactions.batch import WriterId
from domain.transactions.transaction import Transaction


@final
class MemoryJournal(Journal):
    """`machine` has it once it was killed, or has ended with something left."""

    def __init__(self, writer: str = "writer", *, machine: "MemoryJournals | None" = None) -> None:
        self._writer = WriterId(writer)
        self._machine = machine or MemoryJournals()
        self._drafts: dict[str, Transaction] = {}
        self._closed: list[Transaction] = []
        self._something = asyncio.Event()
        self.is_full = False

    @property
    @override
    def writer(self) -> WriterId:
        return self._writer

    @override
    async def begin(self) -> None:
        return

    @override
    def draft(self, transaction: Transaction) -> None:
        if self.is_full:
            raise Unavailable("the journal is full")
        self._drafts[transaction.id] = transaction

    @override
    def close(self, transaction: Transaction) -> None:
        self._drafts.pop(transaction.id, None)
        self._closed.append(transaction)
        self._something.set()

    @override
    async def ahead(self, limit: int) -> Sequence[Transaction]:
        return tuple(self._closed[:limit])

    @override
    async def done(self, count: int) -> None:
        del self._closed[:count]
        if not self._closed:
            self._something.clear()

    @property
    @override
    def waiting(self) -> int:
        return len(self._closed)

    @override
    async def something(self) -> None:
        await self._something.wait()

    @override
    async def end(self, *, keep: bool) -> None:
        if keep or self.left():
            self.kill()

    def kill(self) -> None:
        self._machine.abandoned.append(self)

    def left(self) -> list[Transaction]:
        """What others find when the process is dead."""
        return [*self._closed, *self._drafts.values()]


@final
class MemoryJournals(Journals):
    """`abandoned` are the journals of processes that are dead."""

    def __init__(self) -> None:
        self.abandoned: list[MemoryJournal] = []
        self.set_aside_rows: list[Transaction] = []
        self._claimed: set[WriterId] = set()

    @override
    async def claim(self) -> Abandoned | None:
        for journal in self.abandoned:
            if journal.writer not in self._claimed:
                self._claimed.add(journal.writer)
                return _MemoryAbandoned(self, journal)
        return None

    @override
    async def set_aside(self, transaction: Transaction) -> None:
        self.set_aside_rows.append(transaction)

    def forget(self, journal: MemoryJournal) -> None:
        self.abandoned.remove(journal)

    def unclaim(self, writer: WriterId) -> None:
        self._claimed.discard(writer)


@final
class _MemoryAbandoned(Abandoned):
    def __init__(self, journals: MemoryJournals, journal: MemoryJournal) -> None:
        self._journals = journals
        self._journal = journal
        self._left = journal.left()

    @property
    @override
    def writer(self) -> WriterId:
        return self._journal.writer

    @override
    async def ahead(self, limit: int) -> Sequence[Transaction]:
        return tuple(self._left[:limit])

    @override
    async def done(self, count: int) -> None:
        del self._left[:count]

    @override
    async def discard(self) -> None:
        self._journals.forget(self._journal)

    @override
    async def release(self) -> None:
        self._journals.unclaim(self.writer)
