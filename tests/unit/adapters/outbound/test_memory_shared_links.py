import pytest

from adapters.outbound.memory.shared_links import MemorySharedLinks
from tests.contracts.shared_links import SharedLinksContract


class TestMemorySharedLinks(SharedLinksContract):
    @pytest.fixture
    def links(self) -> MemorySharedLinks:
        return MemorySharedLinks()
