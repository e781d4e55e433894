import pytest

from adapters.outbound.memory.tickets import MemoryTickets
from tests.contracts.tickets import TicketsContract


class TestMemoryTickets(TicketsContract):
    @pytest.fixture
    def tickets(self) -> MemoryTickets:
        return MemoryTickets()
