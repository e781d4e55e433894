import pytest

from adapters.outbound.memory.announcements import MemoryAnnouncements
from adapters.outbound.memory.dismissals import MemoryDismissals
from tests.contracts.announcements import AnnouncementsContract, DismissalsContract


class TestMemoryAnnouncements(AnnouncementsContract):
    @pytest.fixture
    def announcements(self) -> MemoryAnnouncements:
        return MemoryAnnouncements()


class TestMemoryDismissals(DismissalsContract):
    @pytest.fixture
    def dismissals(self) -> MemoryDismissals:
        return MemoryDismissals()
