import pytest

from adapters.outbound.mongo.audit_log import MongoAuditLog
from adapters.outbound.mongo.driver import Database
from tests.contracts.audit_log import AuditLogContract, an_act, verified


class TestMongoAuditLog(AuditLogContract):
    """Two instances on one database, which read in pages of a few."""

    @pytest.fixture
    def log(self, database: Database) -> MongoAuditLog:
        return MongoAuditLog(database, page=3)

    @pytest.fixture
    def other(self, database: Database) -> MongoAuditLog:
        return MongoAuditLog(database, page=3)


async def test_an_entry_that_was_changed_or_taken_out_is_found(database: Database) -> None:
    log = MongoAuditLog(database)
    for _ in range(4):
        await log.append(an_act())

    await database["audit_log"].update_one({"_id": 3}, {"$set": {"actor.id": "somebody else"}})
    changed = await verified(log)
    await database["audit_log"].delete_one({"_id": 2})
    missing = await verified(log)

    assert (changed.entries, changed.reason) == (2, "entry 3 was changed")
    assert (missing.entries, missing.reason) == (1, "entry 2 is missing")
