import pytest

from adapters.outbound.memory.table_views import MemoryTableViews
from tests.contracts.table_views import TableViewsContract


class TestMemoryTableViews(TableViewsContract):
    @pytest.fixture
    def views(self) -> MemoryTableViews:
        return MemoryTableViews()
