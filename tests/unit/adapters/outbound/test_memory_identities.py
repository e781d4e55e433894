import pytest

from adapters.outbound.memory.identities import MemoryIdentities
from tests.contracts.identities import IdentitiesContract


class TestMemoryIdentities(IdentitiesContract):
    @pytest.fixture
    def identities(self) -> MemoryIdentities:
        return MemoryIdentities()
