import pytest

from adapters.outbound.memory.audit_log import MemoryAuditLog
from tests.contracts.audit_log import AuditLogContract


class TestMemoryAuditLog(AuditLogContract):
    @pytest.fixture
    def log(self) -> MemoryAuditLog:
        return MemoryAuditLog()

    @pytest.fixture
    def other(self, log: MemoryAuditLog) -> MemoryAuditLog:
        return log
