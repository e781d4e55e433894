import pytest

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.identities import MongoIdentities
from tests.contracts.identities import IdentitiesContract


class TestMongoIdentities(IdentitiesContract):
    @pytest.fixture
    def identities(self, database: Database) -> MongoIdentities:
        return MongoIdentities(database)
