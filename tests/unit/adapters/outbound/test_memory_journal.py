import pytest

from adapters.outbound.memory.journal import MemoryJournal, MemoryJournals
from application.ports.journal import Journal
from tests.contracts.ledger import JournalContract, Kill


class TestMemoryJournal(JournalContract):
    @pytest.fixture
    def journals(self) -> MemoryJournals:
        return MemoryJournals()

    @pytest.fixture
    def journal(self, journals: MemoryJournals) -> MemoryJournal:
        return MemoryJournal(machine=journals)

    @pytest.fixture
    def kill(self) -> Kill:
        def kill(journal: Journal) -> None:
            assert isinstance(journal, MemoryJournal)
            journal.kill()

        return kill
