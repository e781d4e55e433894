import asyncio
import fcntl
import os
import resource
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.outbound.files import appending, entries, places
from adapters.outbound.files.journal import FileJournal
from adapters.outbound.files.journals import FileJournals
from application.ports.journal import Journal
from domain.errors import Unavailable
from domain.transactions.batch import WriterId
from tests.builders import a_transaction
from tests.contracts.ledger import R1, R2, R3, JournalContract, Kill

_DESCRIPTORS_MAX = 256
LINE = 600
"""About as many bytes as a call has on a line."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def journals(home: Path) -> FileJournals:
    return FileJournals(home)


@pytest.fixture(autouse=True)
def no_pause_after_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "AFTER_FAULT_S", 0.01)


@pytest.fixture
async def journal(home: Path) -> AsyncIterator[FileJournal]:
    journal = FileJournal(
        home, writer="w1", segment_bytes=4 * LINE, in_memory_max=5, sync_pause_s=0
    )
    await journal.begin()
    yield journal
    await journal.end(keep=True)


@pytest.fixture
def kill(home: Path) -> Kill:
    def kill(journal: Journal) -> None:
        """Let go of its lock, as the kernel does."""
        held = (home / journal.writer / places.LOCK).stat()
        for descriptor in _open_descriptors():
            if os.path.samestat(os.fstat(descriptor), held):
                fcntl.flock(descriptor, fcntl.LOCK_UN)

    return kill


def _open_descriptors() -> Iterator[int]:
    for descriptor in range(_DESCRIPTORS_MAX):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        yield descriptor


class TestFileJournal(JournalContract):
    pass


def files(home: Path, writer: str = "w1") -> list[str]:
    return sorted(path.name for path in (home / writer).glob("*.log"))


async def test_segments_in_which_nothing_matters_are_deleted(
    home: Path, journal: FileJournal
) -> None:
    journal.draft(a_transaction("long"))
    for n in range(20):
        journal.draft(a_transaction(f"r{n}"))
        journal.close(a_transaction(f"r{n}"))
    before = files(home)
    while rows := await journal.ahead(9):
        await journal.done(len(rows))
    assert files(home) == before  # the first one has a call that still goes on

    journal.close(a_transaction("long"))
    await journal.done(len(await journal.ahead(9)))

    assert len(before) > 5
    assert files(home) == before[-1:]


async def test_a_line_that_was_cut_says_nothing(
    home: Path, journal: FileJournal, journals: FileJournals, kill: Kill
) -> None:
    for call in (R1, R2, R3):
        journal.close(call)
    (segment,) = (home / "w1").glob("*.log")
    lines = segment.read_bytes().splitlines(keepends=True)
    segment.write_bytes(lines[0] + lines[1].replace(b"r2", b"r9") + b"\n" + lines[2][:-9])
    kill(journal)

    abandoned = await journals.claim()

    assert abandoned is not None
    assert list(await abandoned.ahead(9)) == [R1]
    await abandoned.release()


@contextmanager
def full_disk(home: Path) -> Generator[None]:
    """The newest file may grow by no more than half a line."""
    size = max(path.stat().st_size for path in home.glob("*/*.log"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + LINE // 2, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_lets_no_call_begin_and_loses_none(
    home: Path, journal: FileJournal
) -> None:
    journal.draft(R1)
    with full_disk(home):
        with pytest.raises(Unavailable, match="the journal cannot be written"):
            journal.draft(R2)
        journal.close(R1)
        assert list(await journal.ahead(9)) == [R1]

    journal.close(R3)

    assert list(await journal.ahead(9)) == [R1]
    await journal.done(1)
    assert list(await journal.ahead(9)) == [R3]
    await journal.done(1)
    assert list(await journal.ahead(9)) == []


async def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no directory")

    with pytest.raises(Unavailable, match="the journal cannot be made"):
        await FileJournal(tmp_path / "file", writer="w1").begin()


async def test_no_journals_are_there_at_first(tmp_path: Path) -> None:
    assert await FileJournals(tmp_path / "nowhere").claim() is None


async def test_what_the_ledger_cannot_store_is_kept_for_people(
    home: Path, journals: FileJournals
) -> None:
    await journals.set_aside(R1)
    await journals.set_aside(R2)

    kept = list(entries.read(home / "set-aside.log", start=0))
    assert [entry.transaction for entry in kept] == [R1, R2]


def test_what_a_death_left_between_two_places_is_swept(home: Path) -> None:
    (home / ".old").mkdir(parents=True)
    (home / ".new").mkdir()
    os.utime(home / ".old", (0, 0))

    places.sweep(home, now_s=(home / ".new").stat().st_mtime + 1)

    assert sorted(path.name for path in home.iterdir()) == [".new"]


async def test_a_journal_that_somebody_else_was_quicker_with_is_not_taken(
    home: Path, journal: FileJournal, journals: FileJournals, kill: Kill
) -> None:
    kill(journal)
    first = await journals.claim()
    assert first is not None
    await first.discard()

    assert places.take(home, WriterId("w1")) is None
    await first.release()


async def test_the_disk_is_brought_up_to_date_soon(journal: FileJournal) -> None:
    journal.close(R1)
    others = asyncio.all_tasks() - {asyncio.current_task()}

    await asyncio.wait_for(asyncio.gather(*others), 2)
